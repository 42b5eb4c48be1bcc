#![doc = include_str!("../README.md")]

mod input;
mod previous;

pub use input::{InputFile, ParsedInput, is_words, is_yaml, no_data_file};
pub use previous::LastYear;

use base::{
    diagnostic::Finding,
    hidden,
    source::{FileId, Sources, Span},
    yaml::Node,
};
use check::local_rules::LocalRules;
use form::{
    edition::Edition,
    report::{self, Alone, Library, Report},
};

/// What lies beside a file.
pub trait NeighbourFiles: Library {
    /// Where last year's report of a report is looked for.
    fn last_year(&self, _: &Report) -> LastYear {
        LastYear::Stated
    }

    /// A report by the name that this file calls it, or another one, `from`: its own name for
    /// messages, and what it holds.
    ///
    /// # Errors
    /// Why it cannot be read, in Chinese, and what to do.
    fn report(
        &self,
        target: &str,
        _from: Option<&str>,
    ) -> Result<(String, InputFile), (String, String)> {
        self.text(target).map(|(name, text)| (name, text.into()))
    }

    /// The rules of an office's own, if it has some.
    fn local_rules(&self) -> Option<&'static LocalRules> {
        None
    }

    /// What a report that lies there may name.
    fn library<'a>(&'a self, name: &str) -> Box<dyn Library + 'a>;
}

impl NeighbourFiles for Alone {
    fn library<'a>(&'a self, _: &str) -> Box<dyn Library + 'a> {
        Box::new(Alone)
    }
}

/// A file, read and checked.
pub struct Opened {
    /// The texts that were read.
    pub sources: Sources,
    /// The file among them.
    pub file: FileId,
    /// A data file as YAML.
    pub tree: Option<Node>,
    /// The report with its references as they are written.
    pub plain: Option<Report>,
    /// The report with references replaced.
    pub report: Option<Report>,
    /// Last year's report.
    pub previous: Option<Report>,
    /// What is wrong, in file order.
    pub findings: Vec<Finding>,
    /// What was found before the report was checked.
    reading: Vec<Finding>,
    /// By which rules of an office's own it was checked.
    local: Option<&'static LocalRules>,
}

/// Reads and checks a file.
pub fn open(name: &str, file: InputFile, files: &dyn NeighbourFiles) -> Opened {
    let mut sources = Sources::new();
    let parsed = ParsedInput::of(&mut sources, name, file);
    checked(sources, name, parsed, files)
}

/// Checks a file that was read.
pub fn checked(
    sources: Sources,
    name: &str,
    parsed: ParsedInput,
    files: &dyn NeighbourFiles,
) -> Opened {
    let mut opened = understood(sources, name, parsed, files);
    if let Some(report) = &opened.report {
        let reading = opened.reading.clone();
        let previous = opened.previous.as_ref();
        opened.findings = check::check(report, previous, reading, false, opened.local);
    }
    opened
}

/// The report of a file that was read, not checked: its findings are those of reading it.
pub fn understood(
    mut sources: Sources,
    name: &str,
    parsed: ParsedInput,
    files: &dyn NeighbourFiles,
) -> Opened {
    let (file, tree) = (parsed.file, parsed.tree.clone());
    let (plain, mut reading) = parsed.report(&mut sources, files);
    let start = Span::new(file, 0..0);
    reading.extend(hidden::finding(name, "文件名", |_| start));
    let mut report = plain.clone();
    let mut previous = None;
    if let Some(report) = &mut report {
        previous = previous::find(&mut sources, report, files, &mut reading);
        reading.extend(report::expand(report, previous.as_ref()));
        reading.extend(report::illustrate(report, files));
    }
    let local = files.local_rules();
    Opened {
        sources,
        file,
        tree,
        plain,
        report,
        previous,
        findings: reading.clone(),
        reading,
        local,
    }
}

impl Opened {
    /// What is wrong with it as a draft, in which errors may be accepted.
    pub fn as_draft(&self) -> Vec<Finding> {
        let reading = self.reading.clone();
        match &self.report {
            Some(report) => {
                let previous = self.previous.as_ref();
                check::check(report, previous, reading, true, self.local)
            }
            None => reading,
        }
    }

    /// What the form prints for a path.
    pub fn name_of(&self, path: &str) -> String {
        let report = self.plain.as_ref();
        let edition = report.map_or(Edition::latest(), |report| report.edition);
        edition.subject(path).name
    }

    /// The file's text; of a document, what findings quote of it.
    pub fn text(&self) -> &str {
        self.sources.get(self.file).text()
    }

    /// Whether it is a document and no data file.
    pub fn is_document(&self) -> bool {
        self.sources.is_made(self.file)
    }

    /// Whether anything keeps the report from being published.
    pub fn is_blocked(&self) -> bool {
        self.findings.iter().any(Finding::blocks)
    }
}
