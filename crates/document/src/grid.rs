//! A table resolved to cells, once, for every writer.

use std::borrow::Cow;

use unicode_width::UnicodeWidthStr;

use super::{Inline, plain_text};
use base::{diagnostic::Severity, source::Span};

/// Words of more halves of a character stand at the left of their column.
const LONG: usize = 20;

/// A table in which every cell has its place and its spans.
///
/// Cells stand in reading order. Together they tile the grid: no gap, no overlap.
#[derive(Clone, Debug)]
pub struct Grid {
    /// What the table is, for those who cannot see it (HTML `caption`, PDF summary).
    pub summary: String,
    /// How many columns it has.
    pub columns: usize,
    /// How many rows at the top are headings, repeated on every page that the table touches.
    pub header_rows: usize,
    /// The rows from top to bottom.
    pub rows: Vec<Row>,
}

/// A row of a [`Grid`].
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// The cells whose top edge lies in this row, from left to right.
    pub cells: Vec<Cell>,
    /// Whether this row only makes sense with the next on the same page: a block's
    /// caption and its headings.
    pub keep_with_next: bool,
}

/// A cell of a [`Grid`].
#[derive(Clone, Debug)]
pub struct Cell {
    /// The leftmost column, from 0.
    pub column: usize,
    /// How many columns it covers.
    pub colspan: usize,
    /// How many rows it covers.
    pub rowspan: usize,
    /// What it holds.
    pub kind: CellKind,
    /// What is printed: a heading, a figure, or nothing for a blank cell.
    pub content: Vec<Inline>,
    /// A remark that stays with the figure.
    pub note: Option<String>,
    /// The form's path of a figure (`申请.新收.自然人`), or empty.
    pub path: String,
    /// Where the author wrote the figure.
    pub place: Option<Span>,
    /// At which side its words stand, where the author says so.
    pub side: Option<Side>,
    /// How bad it is what a draft finds there.
    pub finding: Option<Severity>,
}

/// Where words stand in a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// At its left edge.
    Left,
    /// In its middle.
    Centre,
    /// At its right edge, where figures of a column line up.
    Right,
}

/// What a cell holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CellKind {
    /// The remark in a table's upper left corner.
    Corner,
    /// The caption of a block, across the whole table.
    Caption,
    /// The heading of columns.
    ColumnHead,
    /// The heading of rows.
    RowHead,
    /// A figure of the form.
    Figure,
    /// Text in a table that the author wrote.
    Text,
}

impl From<Vec<Inline>> for Cell {
    fn from(content: Vec<Inline>) -> Self {
        Cell::new(CellKind::Text, 0, content)
    }
}

impl From<String> for Cell {
    fn from(words: String) -> Self {
        vec![Inline::plain(words)].into()
    }
}

impl From<&str> for Cell {
    fn from(words: &str) -> Self {
        words.to_owned().into()
    }
}

impl Cell {
    /// Words at the left.
    pub fn left(words: impl Into<Cell>) -> Self {
        words.into().at(Side::Left)
    }

    /// A figure at the right.
    pub fn right(figure: impl Into<Cell>) -> Self {
        figure.into().at(Side::Right)
    }

    /// The same, marked as something is found there.
    #[must_use]
    pub fn found(self, finding: Option<Severity>) -> Self {
        Cell { finding, ..self }
    }

    /// The same, with its words at a side.
    #[must_use]
    pub fn at(self, side: Side) -> Self {
        Cell {
            side: Some(side),
            ..self
        }
    }

    /// A cell of one row and one column.
    pub fn new(kind: CellKind, column: usize, content: Vec<Inline>) -> Self {
        Cell {
            column,
            colspan: 1,
            rowspan: 1,
            kind,
            content,
            note: None,
            path: String::new(),
            place: None,
            side: None,
            finding: None,
        }
    }

    /// What a reader sees of it: a figure below nought has a true minus sign.
    pub fn shown(&self) -> Cow<'_, [Inline]> {
        let body = matches!(self.kind, CellKind::Figure | CellKind::Text);
        match &self.content[..] {
            [Inline::Text(text)] if body && is_figure(&text.text) => {
                let shown = text.text.replacen('-', "−", 1);
                Cow::Owned(vec![Inline::plain(shown)])
            }
            content => Cow::Borrowed(content),
        }
    }

    /// Its note, if it says anything, without the space around it.
    pub fn noted(&self) -> Option<&str> {
        let note = self.note.as_deref().map(str::trim);
        note.filter(|note| !note.is_empty())
    }

    /// Its note as it stands beside a figure: in brackets.
    pub fn bracketed(&self) -> Option<String> {
        self.noted()
            .map(|note| match note.starts_with(['（', '(']) {
                true => note.to_owned(),
                false => format!("（{note}）"),
            })
    }

    /// Whether the program added the figure up: a total that its author left out.
    pub fn is_computed(&self) -> bool {
        self.kind == CellKind::Figure
            && self.place.is_none()
            && !plain_text(&self.content).is_empty()
    }
}

impl Grid {
    /// A table of words under a line of heads, none of them the form's.
    pub fn of<T: Into<Cell>>(
        summary: &str,
        heads: &[impl AsRef<str>],
        rows: impl IntoIterator<Item = Vec<T>>,
    ) -> Self {
        let heads = heads.iter().enumerate().map(|(column, head)| {
            let words = vec![Inline::plain(head.as_ref())];
            Cell::new(CellKind::ColumnHead, column, words)
        });
        let heads: Vec<Cell> = heads.collect();
        let columns = heads.len();
        let rows = rows.into_iter().map(|cells| {
            let cells = cells.into_iter().map(T::into).enumerate();
            let cells = cells.map(|(column, cell)| Cell { column, ..cell });
            Row {
                cells: cells.collect(),
                keep_with_next: false,
            }
        });
        let head = Row {
            cells: heads,
            keep_with_next: false,
        };
        Grid {
            summary: summary.to_owned(),
            columns,
            header_rows: 1,
            rows: [head].into_iter().chain(rows).collect(),
        }
    }

    /// The cells in reading order.
    pub fn cells(&self) -> impl Iterator<Item = &Cell> {
        self.rows.iter().flat_map(|row| &row.cells)
    }

    /// Where the words of each column of text stand where its author does not say so: figures
    /// line up at the right, long words at the left, and others stand in the middle.
    pub fn sides(&self) -> Vec<Option<Side>> {
        let texts = self.cells().filter(|cell| cell.kind == CellKind::Text);
        let mut sides = vec![None; self.columns];
        for cell in texts.filter(|cell| cell.column < self.columns) {
            let words = plain_text(&cell.content);
            let side = match words.trim() {
                "" => continue,
                words if is_figure(words) => Side::Right,
                words if words.width() > LONG => Side::Left,
                _ => Side::Centre,
            };
            let all = sides[cell.column].get_or_insert(side);
            *all = match (*all, side) {
                (Side::Left, _) | (_, Side::Left) => Side::Left,
                (all, side) if all == side => all,
                _ => Side::Centre,
            };
        }
        sides
    }

    /// How many columns at the left hold the headings of rows.
    pub fn label_columns(&self) -> usize {
        let heads = self.cells().filter(|cell| cell.kind == CellKind::RowHead);
        let ends = heads.map(|cell| cell.column + cell.colspan);
        ends.max().unwrap_or(0)
    }

    /// Whether it is one of the form's tables and not the author's own.
    pub fn is_form(&self) -> bool {
        self.cells().any(|cell| cell.kind == CellKind::Figure)
    }

    /// The headings that a cell stands under and beside, as (row, column) of their
    /// upper left corners: the block's caption, column heads downwards, row heads
    /// from left to right.
    pub fn heads_of(&self, row: usize, column: usize) -> Vec<(usize, usize)> {
        let mut above = Vec::new();
        let mut beside = Vec::new();
        for (top, line) in self.rows[..=row].iter().enumerate() {
            for cell in &line.cells {
                let covers = (cell.column..cell.column + cell.colspan).contains(&column);
                let at = (top, cell.column);
                match cell.kind {
                    // A new block begins: what stood above it no longer counts.
                    CellKind::Caption if covers => above = vec![at],
                    CellKind::ColumnHead if covers => above.push(at),
                    CellKind::RowHead if (top..top + cell.rowspan).contains(&row) => {
                        beside.push(at);
                    }
                    _ => {}
                }
            }
        }
        beside.sort_by_key(|(_, column)| *column);
        above.extend(beside);
        above
    }
}

/// Whether words are one figure: digits, perhaps below nought, with a point or in per cent.
fn is_figure(words: &str) -> bool {
    let digits = words.strip_prefix(['-', '+', '−']).unwrap_or(words);
    let digits = digits.strip_suffix(['%', '％', '‰']).unwrap_or(digits);
    digits.starts_with(|c: char| c.is_ascii_digit())
        && digits
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '，'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid(rows: &[[&str; 3]]) -> Grid {
        let row = |words: &[&str; 3]| Row {
            cells: (0..)
                .zip(words)
                .map(|(at, words)| Cell::new(CellKind::Text, at, vec![Inline::plain(*words)]))
                .collect(),
            keep_with_next: false,
        };
        Grid {
            summary: String::new(),
            columns: 3,
            header_rows: 0,
            rows: rows.iter().map(row).collect(),
        }
    }

    #[test]
    fn columns_of_figures_stand_at_the_right() {
        let grid = grid(&[
            ["甲", "12.5", "3"],
            ["乙", "-1,234%", "约4"],
            ["丙", "", ""],
        ]);
        assert_eq!(
            grid.sides(),
            [Side::Centre, Side::Right, Side::Centre].map(Some)
        );
    }

    #[test]
    fn columns_of_long_words_stand_at_the_left() {
        let grid = grid(&[
            ["甲", "3", "一次性告知补正的内容"],
            ["乙", "一次性告知补正的内容要求", ""],
        ]);
        let sides = [Side::Centre, Side::Left, Side::Centre];
        assert_eq!(grid.sides(), sides.map(Some));
    }

    #[test]
    fn a_figure_below_nought_has_a_true_minus_sign() {
        for (written, shown) in [
            ("-3", "−3"),
            ("010-123", "010-123"),
            ("-", "-"),
            ("-3号", "-3号"),
        ] {
            let cell = Cell::new(CellKind::Text, 0, vec![Inline::plain(written)]);
            assert_eq!(plain_text(&cell.shown()), shown);
        }
    }
}
