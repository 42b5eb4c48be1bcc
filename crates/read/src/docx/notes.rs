//! Footnotes, endnotes and comments.

use std::collections::BTreeMap;

use super::{body::Reader, tree::Element};
use crate::{figure, words::one_line};

/// A note so long is no note of a figure.
const LONGEST: usize = 300;
/// The name of a row is looked for so many cells before a figure.
const FARTHEST: usize = 100;

/// A note of a cell or a paragraph.
#[derive(Debug)]
pub(super) struct Note {
    /// Its number; a comment has none.
    pub(super) number: Option<usize>,
    /// Its words.
    pub(super) words: String,
}

impl Note {
    /// A note behind a mark, and the words of the place that it belongs to.
    pub(super) fn text(&self, place: Option<&str>) -> String {
        let mark = match self.number {
            Some(number) => format!("［注{number}］"),
            None => "［批注］".to_owned(),
        };
        let place = place.map(|place| format!("（{place}）"));
        format!("{mark}{}{}", place.unwrap_or_default(), self.words)
    }

    /// A figure with it in brackets, if it can stand there.
    fn behind(&self, figure: &str) -> Option<String> {
        let words = &self.words;
        let noted = format!("{figure}（{words}）");
        let fits = self.number.is_some()
            && !words.is_empty()
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
    pub(super) fn take(&mut self, reference: Element<'a>) -> Option<(Option<usize>, Element<'a>)> {
        let kind = reference.name().1.strip_suffix("Reference")?;
        let id = reference.attribute("id").unwrap_or_default();
        let note = self.notes.remove(&(kind, id))?;
        let number = (kind != "comment").then(|| {
            self.count += 1;
            self.count
        });
        Some((number, note))
    }
}

impl Reader<'_> {
    /// A cell's words with its notes: the note of a figure stands in brackets behind it,
    /// others wait for the end of the table and say which cell they belong to. `before` are
    /// the cells before it in its row.
    pub(super) fn noted<'t>(
        &mut self,
        text: String,
        before: impl DoubleEndedIterator<Item = &'t str>,
    ) -> String {
        let notes = std::mem::take(&mut self.notes.of_cell);
        match &notes[..] {
            [] => return text,
            [note] if is_figure(&text) => {
                if let Some(noted) = note.behind(&text) {
                    return noted;
                }
            }
            _ => {}
        }
        let mut before = before.rev().take(FARTHEST).enumerate();
        let name = before.find(|(_, text)| !figure::is_value(text));
        let own = one_line(&text);
        let place = match name.filter(|_| figure::is_value(&text)) {
            Some((at, name)) => {
                let nth = at + 1;
                format!("在表格里「{name}」右边第 {nth} 格「{own}」")
            }
            None => format!("在表格里「{own}」"),
        };
        let told = notes.iter().map(|note| note.text(Some(&place)));
        self.notes.pending.extend(told);
        text
    }
}

fn is_figure(text: &str) -> bool {
    let bare = !text.contains(['(', '（']) && text.chars().any(|c| c.is_ascii_digit());
    bare && figure::is_value(text)
}
