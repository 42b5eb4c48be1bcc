//! From the arguments of a command to the data files: folders are searched.

mod archive;
mod search;

use std::{
    collections::BTreeSet,
    num::NonZero,
    path::{Path, PathBuf},
    thread,
};

use self::archive::{Member, is_archive};
use super::{
    Failure, Outcome, complain, files, files::InputFile, open::Open, output::folder_of, parallel,
    progress::Progress,
};
pub use crate::open::is_yaml;
use crate::{base::diagnostic::terminal::safe, office::rollup::digest, open::is_words, read::MOST};

/// A data file to work on.
#[derive(Clone, Debug)]
pub struct Input {
    /// Where it lies, as messages name it.
    pub path: PathBuf,
    /// The path below the folder that was named; none for a file that was itself named.
    pub below: Option<PathBuf>,
    /// Where it lies in an archive, if it does.
    packed: Option<Member>,
}

impl Input {
    /// A file that was itself named.
    pub fn named(path: &Path) -> Self {
        Input {
            path: path.to_owned(),
            below: None,
            packed: None,
        }
    }

    /// A file that was found below a folder.
    pub fn found(path: PathBuf, below: PathBuf) -> Self {
        Input {
            below: Some(below),
            ..Input::named(&path)
        }
    }

    /// What it holds.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn bytes(&self) -> Result<Vec<u8>, Failure> {
        let name = self.path.display();
        match (&self.packed, &self.below) {
            (Some(member), _) => member
                .bytes()
                .map_err(|why| format!("读不了 {name}：{why}")),
            (None, None) => files::read_named(&self.path, MOST as u64),
            (None, Some(_)) => files::read(&self.path, MOST as u64),
        }
    }

    /// The same for who reads reports, with the texts that an editor has open.
    ///
    /// # Errors
    /// As of [`bytes`](Self::bytes).
    pub fn file(&self, open: &Open) -> Result<InputFile, Failure> {
        let name = self.path.display().to_string();
        match &self.packed {
            Some(_) => InputFile::of(&name, self.bytes()?).map_err(|(message, _)| message),
            None => open.report(&self.path, self.below.is_none()),
        }
    }

    /// The SHA-256 of what lies there.
    ///
    /// # Errors
    /// As of [`bytes`](Self::bytes).
    pub fn digest(&self) -> Result<String, Failure> {
        Ok(digest(&self.bytes()?))
    }

    /// Whether it can be written to: not in an archive.
    pub fn is_loose(&self) -> bool {
        self.packed.is_none()
    }
}

/// What the arguments of a command lead to.
#[derive(Default)]
pub struct Gathered {
    /// The files: those of a folder by name, each once.
    pub inputs: Vec<Input>,
    /// Why something could not be searched.
    pub complaints: Vec<String>,
    /// Links, which were not followed.
    pub strays: Vec<String>,
    /// Files of folders that are not read, and why not; no reason where a document of the same
    /// name is.
    pub skipped: Vec<(Input, Option<String>)>,
    wanted: Wanted,
    seen: BTreeSet<PathBuf>,
}

/// Which of several files of one name in a folder are read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Wanted {
    /// The first.
    #[default]
    First,
    /// Every document, but what lies beside a data file, for that was made from it.
    Documents,
    /// All.
    All,
}

/// What a file is in a folder of reports, by how its name ends: of several files of one name
/// the first is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A data file.
    Data,
    /// A document that holds a report if it holds anything: its place in [`DOCUMENTS`].
    Document(usize),
    /// Words that may be anything.
    Text,
    /// A document that nothing here reads, so that its reader can be told what to do.
    Old,
}

/// How the names of documents end, the ones that say most first.
const DOCUMENTS: [&str; 9] = [
    "xlsx", "xlsm", "docx", "docm", "html", "htm", "mht", "mhtml", "pdf",
];

impl Kind {
    /// The kind of a path.
    pub fn of(path: &Path) -> Option<Self> {
        let ending = path.extension().unwrap_or_default().to_ascii_lowercase();
        let ending = ending.to_string_lossy();
        match &*ending {
            "yaml" | "yml" => Some(Kind::Data),
            _ if is_words(path) => Some(Kind::Text),
            "doc" | "wps" | "rtf" | "odt" | "xls" | "et" | "ods" | "ofd" => Some(Kind::Old),
            ending => {
                let at = DOCUMENTS.iter().position(|known| *known == ending);
                at.map(Kind::Document)
            }
        }
    }
}

/// Whether a path is a folder, or an archive, which is read like one.
pub fn is_folder(path: &Path) -> bool {
    path.is_dir() || (is_archive(path) && path.is_file())
}

/// Searches every argument that is a folder for reports.
pub fn gather(arguments: &[PathBuf], wanted: Wanted) -> Gathered {
    let mut gathered = Gathered {
        wanted,
        ..Gathered::default()
    };
    for path in arguments.iter().filter(|path| !is_folder(path)) {
        gathered.seen.extend(path.canonicalize().ok());
    }
    for path in arguments {
        if !is_folder(path) {
            gathered.inputs.push(Input::named(path));
            continue;
        }
        // What was named before, alone or with a folder above it, is there already.
        let own = path.canonicalize();
        if own.is_ok_and(|own| !gathered.seen.insert(own)) {
            continue;
        }
        let faults = gathered.complaints.len();
        if !gathered.search(path) && faults == gathered.complaints.len() {
            let name = path.display();
            gathered.complaints.push(format!(
                "文件夹 {name} 里没有数据文件（.yaml、.yml）和别的能读的报告（.xlsx、.docx、.html、.pdf 等）"
            ));
        }
    }
    gathered
}

impl Gathered {
    /// How a run begins: one for which not all could be searched has failed.
    pub fn outcome(&self) -> Outcome {
        match self.complaints.is_empty() {
            true => Outcome::Clean,
            false => Outcome::Failed,
        }
    }

    /// Takes out what is read or written for another end: a file with its products, or what lies
    /// in a folder.
    pub fn without(&mut self, other: &Path) {
        let own = other.canonicalize().ok();
        let named = |path: &Path| {
            let folder = folder_of(path).canonicalize().ok()?;
            Some(folder.join(path.file_stem()?))
        };
        let stem = other.extension().and_then(|_| named(other));
        let is_other = |input: &Input| {
            let path = input.path.canonicalize().ok();
            let both = path.zip(own.as_ref());
            let is_product = stem.is_some() && stem == named(&input.path);
            both.is_some_and(|(path, own)| path.starts_with(own))
                || (is_product && !is_yaml(&input.path))
        };
        self.inputs.retain(|input| !is_other(input));
        self.skipped.retain(|(input, _)| !is_other(input));
    }

    /// Says what of the arguments is not read, and could not be searched.
    pub fn tell(&self) {
        for stray in &self.strays {
            eprintln!("注意: {}", safe(stray));
        }
        for (is_other, told) in [
            (false, "与读了的同名，当作同一份报告的别种格式，没有读"),
            (true, "不是能读的报告，没有读"),
        ] {
            let skipped = self.skipped.iter();
            let names = skipped.filter(|(_, why)| why.is_some() == is_other);
            let names: Vec<String> = names
                .map(|(one, _)| one.path.display().to_string())
                .collect();
            if !names.is_empty() {
                let more = if names.len() > NAMED { " 等" } else { "" };
                let shown = names[..names.len().min(NAMED)].join("、");
                eprintln!("注意: {} 个文件{told}：{}{more}", names.len(), safe(&shown));
            }
        }
        for message in &self.complaints {
            complain(message);
        }
    }
}

/// Works on every file, on several at once, and takes the results in the files' order.
pub fn each<I: Sync, R: Send>(
    inputs: &[I],
    work: impl Fn(&I) -> R + Sync,
    mut take: impl FnMut(&I, R),
) {
    let jobs = thread::available_parallelism().map_or(1, NonZero::get);
    let progress = Progress::new(inputs.len());
    parallel::in_order(inputs, jobs, work, |input, result| {
        take(input, result);
        progress.step();
    });
}

/// Files that are named where there could be very many.
const NAMED: usize = 5;

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn found(folder: &Path) -> Vec<String> {
        let gathered = gather(&[folder.to_owned()], Wanted::First);
        let names = gathered.inputs.into_iter().map(|input| {
            let below = input.below.expect("it was found");
            below.to_string_lossy().replace('\\', "/")
        });
        names.collect()
    }

    #[test]
    fn data_files_are_found_in_order_and_hidden_ones_are_not() {
        let folder = tempfile::tempdir().unwrap();
        let put = |name: &str| {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "").unwrap();
        };
        [
            "b.yaml",
            "a.yml",
            "下/c.YAML",
            "下/c.pdf",
            ".d.yaml",
            ".git/e.yaml",
        ]
        .into_iter()
        .for_each(put);
        assert_eq!(found(folder.path()), ["a.yml", "b.yaml", "下/c.YAML"]);
        let empty = folder.path().join("空");
        fs::create_dir(&empty).unwrap();
        assert_eq!(gather(&[empty], Wanted::First).complaints.len(), 1);
        let whole = folder.path().to_owned();
        let twice = gather(
            &[whole.clone(), whole.clone(), whole.join("下")],
            Wanted::First,
        );
        assert_eq!((twice.inputs.len(), twice.complaints.len()), (3, 0));
    }

    #[cfg(unix)]
    #[test]
    fn links_are_told_and_lead_nowhere() {
        use std::os::unix::fs::symlink;
        let folder = tempfile::tempdir().unwrap();
        let below = folder.path().join("下");
        fs::create_dir(&below).unwrap();
        fs::write(below.join("a.yaml"), "").unwrap();
        symlink("..", below.join("上")).unwrap();
        symlink("下", folder.path().join("又")).unwrap();
        symlink("a.yaml", below.join("b.yaml")).unwrap();
        symlink("无", below.join("c")).unwrap();
        symlink("环", below.join("环")).unwrap();
        assert_eq!(found(folder.path()), ["下/a.yaml"]);
        // One leads to the folder itself.
        assert_eq!(
            gather(&[folder.path().to_owned()], Wanted::First)
                .strays
                .len(),
            2
        );
    }

    #[cfg(unix)]
    #[test]
    fn links_out_of_a_folder_are_not_followed() {
        use std::os::unix::fs::symlink;
        let (folder, outside) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let file = outside.path().join("b.yaml");
        fs::write(&file, "").unwrap();
        fs::write(folder.path().join("a.yaml"), "").unwrap();
        symlink("/", folder.path().join("全部")).unwrap();
        symlink(&file, folder.path().join("c.yaml")).unwrap();
        symlink(&file, folder.path().join("图.png")).unwrap();
        let whole = folder.path().to_owned();
        let gathered = gather(std::slice::from_ref(&whole), Wanted::First);
        assert_eq!(gathered.inputs.len(), 1);
        assert_eq!(gathered.strays.len(), 2, "{:?}", gathered.strays);
        // Named itself it is read, and nothing has to be said.
        let gathered = gather(&[whole.clone(), whole.join("c.yaml")], Wanted::First);
        assert_eq!((gathered.inputs.len(), gathered.strays.len()), (2, 1));
        // So is a folder whose own name is a link.
        let link = outside.path().join("县");
        symlink(&whole, &link).unwrap();
        assert_eq!(gather(&[link], Wanted::First).inputs.len(), 1);
    }
}
