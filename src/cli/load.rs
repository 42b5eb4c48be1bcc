//! From the path of a data file to a checked report.

mod last_year;

use std::path::{Path, PathBuf};

use super::{
    Failure,
    files::{Folder, Given},
    gather::Input,
    last_years::Last,
    open::Open,
};
pub use crate::ground::content::CONVERT;
use crate::{
    check,
    edit::{given::Tree, language::Document},
    form::report::{self, Report},
    ground::{
        diagnostic::{self, FileFindings, Finding},
        hidden,
        source::{FileId, Sources, Span},
    },
};
pub use last_year::is_remote;

/// A data file, read and checked.
pub struct Loaded {
    /// The file as the user named it.
    pub path: PathBuf,
    /// The texts that were read.
    pub sources: Sources,
    /// The data file among them.
    pub file: FileId,
    /// The report, unless nothing could be made of the file.
    pub report: Option<Report>,
    /// Last year's report, if it was found.
    pub previous: Option<Report>,
    /// What is wrong, in file order.
    pub findings: Vec<Finding>,
    /// Every file that was looked for, found or not: what a preview watches.
    pub files: Vec<PathBuf>,
}

/// Reads and checks a data file, with last year's where it is named.
///
/// # Errors
/// A file cannot be read.
pub fn load(path: &Path, previous: Option<&Path>, draft: bool) -> Result<Loaded, Failure> {
    load_open(path, previous, draft, &Open::default())
}

/// The same where an editor has some of the texts open.
///
/// # Errors
/// A file cannot be read.
pub fn load_open(
    path: &Path,
    previous: Option<&Path>,
    draft: bool,
    open: &Open,
) -> Result<Loaded, Failure> {
    let mut shelf = Shelf::new(path, open);
    let text = tree(&mut shelf.sources, path, open.report(path, true)?);
    finish(path, previous.into(), draft, shelf, text)
}

/// Reads and checks a data file that was named, or found in a folder; `None` for one that
/// was found and is YAML of another kind.
///
/// # Errors
/// A file cannot be read.
pub fn load_input(
    input: &Input,
    previous: Option<&Path>,
    draft: bool,
) -> Result<Option<Loaded>, Failure> {
    load_after(input, previous.into(), draft)
}

/// The same with last year's report, wherever that is.
///
/// # Errors
/// A file cannot be read.
pub fn load_after(input: &Input, last: Last<'_>, draft: bool) -> Result<Option<Loaded>, Failure> {
    load_places(input, last, draft, &Open::default())
}

/// The same where some texts are not as on disk.
///
/// # Errors
/// A file cannot be read.
pub fn load_places(
    input: &Input,
    last: Last<'_>,
    draft: bool,
    open: &Open,
) -> Result<Option<Loaded>, Failure> {
    let path = &input.path;
    let mut shelf = Shelf::new(path, open);
    let is_named = input.below.is_none();
    let text = tree(&mut shelf.sources, path, open.report(path, is_named)?);
    match is_other(input, &text) {
        true => Ok(None),
        false => finish(path, last, draft, shelf, text).map(Some),
    }
}

/// Takes a file's text in and reads it as YAML.
pub fn tree(sources: &mut Sources, path: &Path, given: Given) -> Tree {
    Tree::of(sources, &path.display().to_string(), given)
}

/// Whether a file that was not named itself is something else, a roster say.
pub fn is_other(input: &Input, tree: &Tree) -> bool {
    input.below.is_some() && tree.is_foreign
}

/// What to do with a document where only a data file will do.
pub fn no_data(path: &Path, what: &str) -> Failure {
    let name = path.display();
    format!(
        "{name} 不是数据文件（YAML），不能{what}；先运行 nianbao import {name} -o 年报.yaml，再用 年报.yaml"
    )
}

/// What a text was understood as.
type Read = (FileId, Option<Report>, Vec<Finding>);

/// From what was read to what is checked.
fn finish(
    path: &Path,
    given: Last<'_>,
    draft: bool,
    mut shelf: Shelf<'_>,
    text: Tree,
) -> Result<Loaded, Failure> {
    let (file, report, mut findings) = shelf.understand(path, text);
    let name = path.display().to_string();
    let start = Span::new(file, 0..0);
    findings.extend(hidden::finding(&name, "文件名", |_| start));
    let mut last = None;
    let report = match report {
        Some(mut report) => {
            let years = report::charts::years(&report);
            last = last_year::find(&mut shelf, path, &report, given, years, &mut findings)?;
            findings.extend(report::expand(&mut report, last.as_ref()));
            findings.extend(report::illustrate(&mut report, &Folder::of(path)));
            findings = check::check(&report, last.as_ref(), findings, draft);
            Some(report)
        }
        None => None,
    };
    Ok(Loaded {
        path: path.to_owned(),
        sources: shelf.sources,
        file,
        report,
        previous: last,
        findings,
        files: shelf.files,
    })
}

/// What is read for one report.
struct Shelf<'a> {
    sources: Sources,
    files: Vec<PathBuf>,
    open: &'a Open,
}

impl<'a> Shelf<'a> {
    fn new(path: &Path, open: &'a Open) -> Self {
        Shelf {
            sources: Sources::new(),
            files: vec![path.to_owned()],
            open,
        }
    }

    /// What a text says as a data file.
    fn understand(&mut self, path: &Path, tree: Tree) -> Read {
        match tree.node {
            Ok(node) => {
                let folder = Folder::with(path, self.open);
                let (report, mut findings) = report::read_tree(&mut self.sources, &node, &folder);
                findings.extend(tree.doubts);
                self.files.extend(folder.asked());
                (tree.file, report, findings)
            }
            Err(findings) => (tree.file, None, findings),
        }
    }
}

impl Loaded {
    /// Whether the report was read from a document that is no data file.
    pub fn is_document(&self) -> bool {
        self.sources.is_made(self.file)
    }

    /// The data file's text.
    pub fn text(&self) -> &str {
        self.sources.get(self.file).text()
    }

    /// The file as what changes and explains it takes it.
    pub fn document(&self) -> Document<'_> {
        Document {
            sources: &self.sources,
            file: self.file,
            report: self.report.as_ref(),
            previous: self.previous.as_ref(),
            findings: &self.findings,
        }
    }

    /// The findings in the form that writers take.
    pub fn view<'a>(&'a self, name: &'a str) -> FileFindings<'a> {
        FileFindings {
            name,
            sources: &self.sources,
            findings: &self.findings,
            about: self.report.as_ref().map(Report::about),
            written: None,
        }
    }

    /// Whether anything keeps the report from being published.
    pub fn is_blocked(&self) -> bool {
        self.findings.iter().any(Finding::blocks)
    }

    /// `2 个错误，1 个警告`, or that nothing was found.
    pub fn summary(&self) -> String {
        diagnostic::summary(&self.findings)
    }
}
