//! References in texts, and where they lead.

use std::ops::Range;

use super::{Document, chart_block, tree_paths};
use crate::{
    form::report::{charts, keys},
    ground::{
        source::{Span, line_end, line_start},
        yaml::Value,
    },
};

/// Where something leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A place in a text that was read.
    Place(Span),
    /// Another file, named as the author names it.
    File(String),
}

/// A reference in a line of text.
pub(super) struct Reference<'a> {
    /// Its bytes, the braces among them.
    pub range: Range<usize>,
    /// The path.
    pub path: &'a str,
}

/// The reference at a byte of a text, be it a figure in words or what a chart shows.
pub(super) fn reference(text: &str, at: usize) -> Option<Reference<'_>> {
    let at = text.floor_char_boundary(at);
    within_braces(text, at).or_else(|| chart_block::path_at(text, at))
}

fn within_braces(text: &str, at: usize) -> Option<Reference<'_>> {
    let line = line_start(text, at);
    // A cursor between the braces still touches them.
    let reach = text.ceil_char_boundary(at + 2);
    let mut open = text[line..reach.min(text.len())].rfind("{{")? + line;
    if open > at {
        open = text[line..at].rfind("{{")? + line;
    }
    let close = open + text[open..line_end(text, open)].find("}}")? + 2;
    let inner = &text[open + 2..close - 2];
    let path = inner.split('|').next().unwrap_or(inner);
    let path = charts::path_of(path).unwrap_or(path).trim();
    let before = &text[..open];
    (at <= close && !before.ends_with('\\')).then_some(Reference {
        range: open..close,
        path,
    })
}

/// Where what stands at a byte leads: a reference to its cell, a file's name to the file.
pub fn definition(document: Document<'_>, at: usize) -> Option<Target> {
    let tree = document.tree()?;
    let place = |path: &str| {
        let report = document.report?;
        let cell = report.edition.find(path).map(|slot| report.cell(slot));
        let stated = cell.and_then(|cell| cell.place);
        let stated = stated.filter(|place| !place.range().is_empty());
        let entry = tree_paths::entry(&tree, path);
        stated
            .or_else(|| entry.map(|entry| entry.key_span))
            .map(Target::Place)
    };
    if let Some(reference) = reference(document.text(), at) {
        return place(reference.path);
    }
    let spot = tree_paths::spot(&tree, at)?;
    let Value::Scalar(scalar) = &spot.entry.node.value else {
        return None;
    };
    let word = scalar.text.trim();
    match *spot.path.last()? {
        keys::PREVIOUS if spot.path.len() == 1 => Some(Target::File(word.to_owned())),
        keys::FILE => Some(Target::File(word.to_owned())),
        keys::PLACE if spot.path[0] == keys::WAIVERS => place(word),
        _ => None,
    }
}
