//! What becomes of a file of a folder that is imported, for programs and for people.

/// What became of a file, in the order of the summary.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// Written, and nothing of it is in doubt.
    Imported,
    /// Written, with something to compare with the original.
    Unsure,
    /// Its data file was there already.
    Existing,
    /// The same report as another file.
    Copy,
    /// It cannot be read.
    Unread,
    /// There is no report in it.
    Foreign,
    /// A data file already.
    Data,
}

impl State {
    /// The word that programs read, and what is said of how many there are.
    pub fn words(self) -> (&'static str, &'static str) {
        match self {
            State::Imported => ("imported", "份都读准了"),
            State::Unsure => ("unsure", "份有要对照原文核对的"),
            State::Existing => ("existing", "份已经有了，没有动"),
            State::Copy => ("copy", "份是同一份报告的另一个文件，没有另写"),
            State::Unread => ("unread", "份读不了"),
            State::Foreign => ("foreign", "个文件里没有年报"),
            State::Data => ("data", "个已经是数据文件"),
        }
    }

    /// What is said of a file that is not written.
    pub fn told(self) -> &'static str {
        match self {
            State::Foreign => "跳过",
            State::Copy => "没有另写",
            _ => "读不了",
        }
    }
}
