//! What a section says in its parts, and where each of them stands.

use crate::workbench::{change::Texts, messages::Passage};
use base::yaml::{Entry, Node, Value};
use form::{datafile::rows::single_line, report::keys};
use open::Opened;

/// A part of a text where it stands.
pub struct Part<'t> {
    /// Its sub-heading.
    pub heading: Option<String>,
    /// Where it stands.
    pub entry: &'t Entry,
    /// What it says.
    pub text: String,
    /// The text file that holds it.
    pub file: Option<String>,
}

/// What a section says, its parts without a word too, and the file that holds all of it.
pub fn passages(paper: &Opened, texts: &Texts, key: &str) -> (Vec<Passage>, Option<String>) {
    let entry = paper.tree.as_ref().and_then(|tree| tree.get(key));
    let Some(entry) = entry else {
        return (Vec::new(), None);
    };
    let parts = parts(texts, entry);
    let file = match parts.as_slice() {
        [
            Part {
                heading: None,
                file,
                ..
            },
        ] => file.clone(),
        _ => None,
    };
    let passages = parts.into_iter().map(|part| Passage {
        heading: part.heading,
        text: part.text,
    });
    (passages.collect(), file)
}

/// The parts of a section's text.
pub fn parts<'t>(texts: &Texts, entry: &'t Entry) -> Vec<Part<'t>> {
    let part = |entry: &'t Entry, heading| {
        let (text, file) = match &entry.node.value {
            Value::Scalar(scalar) => (scalar.text.clone(), None),
            Value::Map(_) => match target(&entry.node) {
                Some(file) => (texts.get(&file).cloned().unwrap_or_default(), Some(file)),
                None => (String::new(), None),
            },
            Value::Null | Value::List(_) => (String::new(), None),
        };
        Part {
            heading,
            entry,
            text,
            file,
        }
    };
    match &entry.node.value {
        Value::Map(entries) if target(&entry.node).is_none() => entries
            .iter()
            .map(|sub| part(sub, (sub.key != keys::PREAMBLE).then(|| sub.key.clone())))
            .collect(),
        _ => vec![part(entry, None)],
    }
}

/// The file that a text is read from.
pub fn target(node: &Node) -> Option<String> {
    match node.entries() {
        [only] if only.key == keys::FILE => match &only.node.value {
            Value::Scalar(scalar) => Some(scalar.text.trim().to_owned()),
            _ => None,
        },
        _ => None,
    }
}

/// Passages as they are written: on lines that end alike, headings on one line.
pub fn tidy(passages: &[Passage]) -> Vec<(Option<String>, String)> {
    let tidy = passages.iter().map(|passage| {
        let heading = passage.heading.as_deref().map(single_line);
        let text = passage.text.replace("\r\n", "\n").replace('\r', "\n");
        (heading, text.trim_end().to_owned())
    });
    let empty = |(heading, text): &(Option<String>, String)| heading.is_none() && text.is_empty();
    tidy.filter(|passage| !empty(passage)).collect()
}
