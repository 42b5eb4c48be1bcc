//! What an editor may ask about a data file: what a reference shows, what may be referred to,
//! where something stands, how a finding is mended. What keys there are and what they mean is
//! said by the JSON Schema, which every editor reads.
//!
//! Everything here is of places in [`Sources`] and of words; how an editor is spoken to is
//! the command line's affair.

mod complete;
mod fixes;
mod mended;
mod reference;

pub use complete::{Offer, complete};
pub use fixes::{Action, actions, applied, mends, safe, waivable, waive};
pub use mended::mended;
pub use reference::hover;

use base::{
    diagnostic::Finding,
    source::{FileId, Sources},
    yaml::Node,
};
use form::{
    edition::Edition,
    report::{self, Report, keys},
};
use open::Opened;

/// A data file as an editor has it, read and checked.
#[derive(Clone, Copy)]
pub struct Document<'a> {
    /// The texts that were read.
    pub sources: &'a Sources,
    /// The data file among them.
    pub file: FileId,
    /// The report, unless nothing could be made of the file.
    pub report: Option<&'a Report>,
    /// Last year's report, if it was found.
    pub previous: Option<&'a Report>,
    /// What is wrong, in file order.
    pub findings: &'a [Finding],
}

impl<'a> From<&'a Opened> for Document<'a> {
    fn from(opened: &'a Opened) -> Self {
        Document {
            sources: &opened.sources,
            file: opened.file,
            report: opened.report.as_ref(),
            previous: opened.previous.as_ref(),
            findings: &opened.findings,
        }
    }
}

impl<'a> Document<'a> {
    fn text(self) -> &'a str {
        self.sources.get(self.file).text()
    }

    /// Its tree; with mistakes, that of what is right around them.
    fn tree(self) -> Option<Node> {
        report::recovered(self.sources, self.file)
    }

    /// The report's edition; that of the year that a half-written text states.
    fn edition(self) -> &'static Edition {
        let year = || {
            let year = self.tree()?.get(keys::YEAR)?.node.span;
            let digits = self.sources.slice(year).trim_matches(['\'', '"']);
            Edition::of_year(digits.parse().ok()?)
        };
        let read = self.report.map(|report| report.edition);
        read.or_else(year).unwrap_or(Edition::latest())
    }
}

/// The keys that lead to what stands at a byte, joined by dots.
pub fn path_at(tree: &Node, at: usize) -> Option<String> {
    reference::path_at(tree, at).map(|path| path.join("."))
}

/// Whether a text is meant as a data file, as far as its lines show.
pub fn is_data_file(text: &str) -> bool {
    let keys = text.lines().filter_map(|line| line.split_once([':', '：']));
    keys.into_iter()
        .any(|(key, _)| report::marks_data_file(key.trim_end()))
}
