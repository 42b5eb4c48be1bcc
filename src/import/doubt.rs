//! What is not certain about an imported report, as findings on the written file.

use crate::{
    diagnostic::{Finding, rules},
    source::{FileId, Sources, Span},
    yaml::{self, Node, Value},
};

/// Something that a person must look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doubt {
    /// Where it belongs in the data file: `申请.新收`, `机关`.
    pub path: String,
    /// What is not certain, with the published words.
    pub message: String,
    /// What to do.
    pub help: String,
    /// The published words, where a figure was expected.
    pub quote: Option<String>,
    /// The words of the text at this place that it is about, as the data file has them.
    pub words: Option<String>,
}

/// Doubts as findings, each at the place in the written file where it is to be mended.
pub fn findings(sources: &mut Sources, file: FileId, doubts: &[Doubt]) -> Vec<Finding> {
    let tree = yaml::parse(sources, file).ok();
    let finding = |doubt: &Doubt| {
        let place = tree.as_ref().map(|tree| {
            let (key, value) = place(tree, &doubt.path);
            let words = doubt.words.as_deref();
            words
                .and_then(|words| within(sources, value, words))
                .unwrap_or(key)
        });
        let place = place.unwrap_or_else(|| Span::new(file, 0..0));
        let finding = Finding::new(&rules::UNSURE_IMPORT, place, &doubt.message);
        let finding = finding.at(&doubt.path).help(&doubt.help);
        match &doubt.quote {
            Some(quote) => finding.stated(quote),
            None => finding,
        }
    };
    doubts.iter().map(finding).collect()
}

/// Where in a value some words stand.
fn within(sources: &Sources, value: Span, words: &str) -> Option<Span> {
    let at = value.range().start + sources.slice(value).find(words)?;
    Some(Span::new(value.file, at..at + words.len()))
}

/// The key that lies deepest on a path, and its value.
fn place(tree: &Node, path: &str) -> (Span, Span) {
    let mut node = tree;
    let mut place = Span::new(tree.span.file, 0..0);
    for key in path.split('.') {
        let Value::Map(entries) = &node.value else {
            break;
        };
        let Some(entry) = entries.iter().find(|entry| entry.key == key) else {
            break;
        };
        place = entry.key_span;
        node = &entry.node;
    }
    (place, node.span)
}
