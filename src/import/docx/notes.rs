//! Footnotes and endnotes.

use std::collections::BTreeMap;

use super::xml::Element;
use crate::published::Paragraph;

/// The notes of a file, and those that have been referred to.
#[derive(Debug, Default)]
pub(super) struct Notes<'a> {
    notes: BTreeMap<(&'static str, &'a str), &'a Element>,
    /// Those of cells, which wait for the end of the table.
    pub(super) pending: Vec<Paragraph>,
    /// How many have been referred to.
    pub(super) count: usize,
}

impl<'a> Notes<'a> {
    /// Adds the notes of a part.
    pub(super) fn add(&mut self, part: Option<&'a Element>, kind: &'static str) {
        let notes = part.into_iter().flat_map(Element::elements);
        for note in notes.filter(|note| note.name == kind) {
            // Separators have a type.
            if note.attribute("type").is_none_or(|kind| kind == "normal") {
                let id = note.attribute("id").unwrap_or_default();
                self.notes.insert((kind, id), note);
            }
        }
    }

    /// A note and its number; none where it has been referred to before.
    pub(super) fn take(&mut self, reference: &'a Element) -> Option<(usize, &'a Element)> {
        let kind = match reference.name.as_str() {
            "w:footnoteReference" => "w:footnote",
            _ => "w:endnote",
        };
        let id = reference.attribute("id").unwrap_or_default();
        let note = self.notes.remove(&(kind, id))?;
        self.count += 1;
        Some((self.count, note))
    }
}
