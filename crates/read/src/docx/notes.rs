//! Footnotes and endnotes.

use std::collections::BTreeMap;

use super::tree::Element;
use crate::figure;

/// The notes of a file, and those that have been referred to.
#[derive(Debug, Default)]
pub(super) struct Notes<'a> {
    notes: BTreeMap<(&'a str, &'a str), Element<'a>>,
    /// Those of cells, which wait for the end of the table.
    pub(super) of_table: Vec<String>,
    /// Those of the cell that is being read, with their numbers.
    pub(super) of_cell: Vec<(usize, String)>,
    /// How many have been referred to.
    pub(super) count: usize,
}

impl<'a> Notes<'a> {
    /// The notes of some parts.
    pub(super) fn read(parts: &[Element<'a>]) -> Self {
        let notes = parts.iter().flat_map(|part| part.elements());
        // Separators have a type.
        let notes = notes.filter(|it| it.attribute("type").is_none_or(|kind| kind == "normal"));
        let named = |note: Element<'a>| {
            let id = note.attribute("id").unwrap_or_default();
            ((note.name().1, id), note)
        };
        Notes {
            notes: notes.map(named).collect(),
            ..Notes::default()
        }
    }

    /// The note that a `w:footnoteReference` or its like refers to, and its number; none where
    /// it has been referred to before.
    pub(super) fn take(&mut self, reference: Element<'a>) -> Option<(usize, Element<'a>)> {
        let kind = reference.name().1.strip_suffix("Reference")?;
        let id = reference.attribute("id").unwrap_or_default();
        let note = self.notes.remove(&(kind, id))?;
        self.count += 1;
        Some((self.count, note))
    }

    /// A cell's words with its note, which stands in brackets behind a figure; others wait for
    /// the end of the table.
    pub(super) fn noted(&mut self, text: String) -> String {
        let notes = std::mem::take(&mut self.of_cell);
        if let [(_, words)] = &notes[..] {
            let noted = format!("{text}（{words}）");
            if !text.is_empty() && figure::is_value(&noted) {
                return noted;
            }
        }
        let told = notes.iter().map(|(number, words)| told(*number, words));
        self.of_table.extend(told);
        text
    }
}

/// A note behind its mark.
pub(super) fn told(number: usize, words: &str) -> String {
    format!("［注{number}］{words}")
}
