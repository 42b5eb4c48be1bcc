//! Notes that are too long for their cells: they stand beneath the table, under numbers.

use super::{column_widths::PADDING, painter::MEASURE};
use base::source::Span;
use document::{Grid, note_mark};

/// The size of notes beneath a table: 5号.
pub(super) const SIZE: f32 = 10.5;
/// How far apart their lines stand.
pub(super) const LEADING: f32 = 15.0;
/// Space between a table and its notes.
pub(super) const AIR: f32 = 3.0;
/// How many lines a note may take in its cell, were all columns equally wide.
const MOST_LINES: f32 = 3.0;

/// A note beneath a table.
#[derive(Clone, Debug)]
pub(super) struct Note {
    row: usize,
    column: usize,
    /// What stands in the cell for it.
    pub(super) mark: String,
    /// Its words.
    pub(super) words: String,
    /// Where the author wrote it.
    pub(super) place: Option<Span>,
}

impl Note {
    /// Whether it belongs to the cell that begins at a place of the grid.
    pub(super) fn is_of(&self, row: usize, column: usize) -> bool {
        (self.row, self.column) == (row, column)
    }
}

/// The notes of a grid that stand beneath it, in reading order.
pub(super) fn beneath(grid: &Grid) -> Vec<Note> {
    let mut notes = Vec::new();
    for (row, cells) in grid.rows.iter().enumerate() {
        for cell in &cells.cells {
            let long = |words: &&str| is_long(words, cell.colspan, grid.columns);
            if let Some(words) = cell.noted().filter(long) {
                notes.push(Note {
                    row,
                    column: cell.column,
                    mark: note_mark(notes.len() + 1),
                    words: words.to_owned(),
                    place: cell.place,
                });
            }
        }
    }
    notes
}

fn is_long(words: &str, colspan: usize, columns: usize) -> bool {
    let width = MEASURE * colspan as f32 / columns.max(1) as f32 - PADDING;
    words.chars().count() as f32 * SIZE > MOST_LINES * width.max(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_are_numbered_without_end() {
        assert_eq!([1, 20, 21].map(note_mark), ["①", "⑳", "〔21〕"]);
    }

    #[test]
    fn a_note_is_long_for_its_cell() {
        assert!(!is_long("含淄博经开区", 1, 10));
        assert!(is_long(&"字".repeat(20), 1, 10));
        assert!(!is_long(&"字".repeat(100), 4, 4));
    }
}
