//! From the path of a file to a checked report.

use std::{
    ops::Deref,
    path::{Path, PathBuf},
};

use super::{Failure, collection::Last, gather::Input, neighbours::DiskFiles, open::Open};
pub use crate::base::content::CONVERT;
use crate::{
    base::{
        diagnostic::{self, FileFindings},
        source::Sources,
    },
    form::report::Report,
    open::{self, NeighbourFiles, Opened, ParsedInput},
};

/// A file on the disk, read and checked.
pub struct Loaded {
    /// The file as the user named it.
    pub path: PathBuf,
    /// What it holds.
    pub opened: Opened,
    /// Every file that was looked for, found or not: what a preview watches.
    pub files: Vec<PathBuf>,
}

impl Deref for Loaded {
    type Target = Opened;

    fn deref(&self) -> &Opened {
        &self.opened
    }
}

/// Reads and checks a file that was named, with last year's report where it says.
///
/// # Errors
/// A file cannot be read.
pub fn load(path: &Path) -> Result<Loaded, Failure> {
    load_open(path, Open::none())
}

/// The same where an editor has some of the texts open.
///
/// # Errors
/// A file cannot be read.
pub fn load_open(path: &Path, open: &Open) -> Result<Loaded, Failure> {
    let read = load_input(&Input::named(path), Last::Stated, open)?;
    read.ok_or_else(|| no_data(path, "检查"))
}

/// Reads and checks a file that was named, or found in a folder; `None` for one that was found
/// and is YAML of another kind.
///
/// # Errors
/// A file cannot be read.
pub fn load_input(input: &Input, last: Last<'_>, open: &Open) -> Result<Option<Loaded>, Failure> {
    read_input(input, last, open, open::checked)
}

/// The same without a check, so that it is known whose it is.
///
/// # Errors
/// The file cannot be read.
pub fn identify(input: &Input) -> Result<Option<Loaded>, Failure> {
    read_input(input, Last::Stated, Open::none(), open::understood)
}

fn read_input(
    input: &Input,
    last: Last<'_>,
    open: &Open,
    understand: fn(Sources, &str, ParsedInput, &dyn NeighbourFiles) -> Opened,
) -> Result<Option<Loaded>, Failure> {
    let path = &input.path;
    let name = path.display().to_string();
    let mut sources = Sources::new();
    let parsed = ParsedInput::of(&mut sources, &name, input.file(open)?);
    if input.below.is_some() && parsed.is_foreign {
        return Ok(None);
    }
    let neighbours = DiskFiles::with(path, last, open);
    let opened = understand(sources, &name, parsed, &neighbours);
    neighbours.sound()?;
    let mut files = vec![path.to_owned()];
    files.extend(neighbours.asked());
    Ok(Some(Loaded {
        path: path.to_owned(),
        opened,
        files,
    }))
}

/// What to do with a document where only a data file will do.
pub fn no_data(path: &Path, what: &str) -> Failure {
    let name = path.display();
    format!(
        "{name} 不是数据文件（YAML），不能{what}；先运行 nianbao import {name} -o 年报.yaml，再用 年报.yaml"
    )
}

impl Loaded {
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

    /// The first thing that is wrong, and what to do; empty where nothing is.
    pub fn first_fault(&self) -> (&str, &str) {
        self.findings.first().map_or(("", ""), |first| {
            let surface = first.surface(&self.sources);
            (first.message.on(surface), first.help.on(surface))
        })
    }

    /// `2 个错误，1 个警告`, or that nothing was found.
    pub fn summary(&self) -> String {
        diagnostic::summary(&self.findings)
    }
}
