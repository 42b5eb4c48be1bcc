//! What an editor may ask about a data file: what a reference shows, what may be referred to,
//! where something stands, how a finding is mended. What keys there are and what they mean is
//! said by the JSON Schema, which every editor reads.
//!
//! Everything here is of places in sources and of words; how an editor is spoken to is
//! the command line's affair.

mod complete;
mod fixes;
mod mended;
mod reference;

pub use complete::{Offer, complete};
pub use fixes::{Action, actions, applied, mends, safe, waivable, waive};
pub use mended::mended;
pub use reference::hover;

use base::yaml::Node;
use form::{
    edition::Edition,
    report::{self, keys},
};
use open::Opened;

/// The tree of a data file; with mistakes, that of what is right around them.
fn tree(opened: &Opened) -> Option<Node> {
    report::recovered(&opened.sources, opened.file)
}

/// The report's edition; that of the year that a half-written text states.
fn edition(opened: &Opened) -> &'static Edition {
    let year = || {
        let year = tree(opened)?.get(keys::YEAR)?.node.span;
        let digits = opened.sources.slice(year).trim_matches(['\'', '"']);
        Edition::of_year(digits.parse().ok()?)
    };
    let read = opened.report.as_ref().map(|report| report.edition);
    read.or_else(year).unwrap_or(Edition::latest())
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
