//! Footnotes and endnotes.

use std::collections::BTreeMap;

use super::{body::Reader, tree::Element};
use crate::{figure, words::one_line};

/// A note so long is no note of a figure.
const LONGEST: usize = 300;

/// A note of a cell or a paragraph.
#[derive(Debug)]
pub(super) struct Note {
    /// Its number.
    pub(super) number: usize,
    /// Its words.
    pub(super) words: String,
}

impl Note {
    /// A note behind its mark, and the words of the place that it belongs to.
    pub(super) fn text(&self, place: &str) -> String {
        format!("［注{}］{place}{}", self.number, self.words)
    }

    /// A figure with it in brackets, if it can stand there.
    fn behind(&self, figure: &str) -> Option<String> {
        let words = &self.words;
        let noted = format!("{figure}（{words}）");
        let fits = !words.is_empty()
            && !words.contains('\n')
            && words.chars().count() <= LONGEST
            && figure::is_value(&noted);
        fits.then_some(noted)
    }
}

/// The notes of a file, and those that have been referred to.
#[derive(Debug, Default)]
pub(super) struct Notes<'a> {
    notes: BTreeMap<(&'a str, &'a str), Element<'a>>,
    /// Those of cells, which wait for the end of the table.
    pub(super) pending: Vec<String>,
    /// Those of the cell that is being read.
    pub(super) of_cell: Vec<Note>,
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
}

impl Reader<'_> {
    /// A cell's words with its notes: the note of a figure stands in brackets behind it,
    /// others wait for the end of the table and say which cell they belong to. `name` is the
    /// first cell of its row.
    pub(super) fn noted(&mut self, text: String, name: &str) -> String {
        let notes = std::mem::take(&mut self.notes.of_cell);
        if let [note] = &notes[..]
            && is_figure(&text)
            && let Some(noted) = note.behind(&text)
        {
            return noted;
        }
        let own = one_line(&text);
        let place = match figure::is_value(&text) && !name.is_empty() {
            true => format!("（在表格里「{name}」一行「{own}」）"),
            false => format!("（在表格里「{own}」）"),
        };
        let told = notes.iter().map(|note| note.text(&place));
        self.notes.pending.extend(told);
        text
    }
}

fn is_figure(text: &str) -> bool {
    let bare = !text.contains(['(', '（']) && text.chars().any(|c| c.is_ascii_digit());
    bare && figure::is_value(text)
}
