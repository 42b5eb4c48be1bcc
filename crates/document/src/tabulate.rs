//! From a table of the form and its figures to a grid.

use std::ops::Range;

use super::{Cell, CellKind, Grid, Inline, Row, Text};
use form::{
    edition::{Block, Head, SlotId, Table},
    report::Report,
};

/// The grid of a table, filled with a report's figures.
///
/// Every span follows from the depth and width of the trees of rows and columns.
pub fn tabulate(table: &Table, summary: &str, report: &Report) -> Grid {
    let blocks = table.blocks.iter();
    let labels = blocks.clone().map(|block| depth(&block.rows)).max();
    let figures = blocks.clone().map(|block| width(&block.columns)).max();
    let layout = Layout {
        labels: labels.unwrap_or(0),
        figures: figures.unwrap_or(0),
        report,
    };
    Grid {
        summary: summary.to_owned(),
        columns: layout.labels + layout.figures,
        header_rows: match table.blocks.as_slice() {
            [block] if block.caption.is_none() => depth(&block.columns),
            _ => 0,
        },
        rows: blocks.flat_map(|block| layout.block(block)).collect(),
    }
}

fn depth(heads: &[Head]) -> usize {
    heads.iter().map(Head::depth).max().unwrap_or(0)
}

fn width(heads: &[Head]) -> usize {
    heads.iter().map(Head::width).sum()
}

struct Layout<'a> {
    /// Columns that hold the headings of rows.
    labels: usize,
    /// Columns that hold figures; a narrower block's last column spans the rest.
    figures: usize,
    report: &'a Report,
}

impl Layout<'_> {
    fn block(&self, block: &Block) -> Vec<Row> {
        let mut rows = Vec::new();
        if let Some(caption) = &block.caption {
            let columns = self.labels + self.figures;
            rows.push(Row {
                cells: vec![head(CellKind::Caption, caption, 0, columns, 1)],
                keep_with_next: true,
            });
        }
        let first = rows.len();
        let levels = depth(&block.columns);
        rows.extend((0..levels).map(|_| Row {
            cells: Vec::new(),
            keep_with_next: true,
        }));
        if self.labels > 0 {
            let words = block.corner.as_deref().unwrap_or_default();
            let corner = head(CellKind::Corner, words, 0, self.labels, levels);
            rows[first].cells.push(corner);
        }
        let span = self.labels..self.labels + self.figures;
        self.columns(&block.columns, span, levels, &mut rows[first..]);
        let body = rows.len();
        rows.extend(block.slots.iter().map(|_| Row::default()));
        self.labels(&block.rows, 0, &mut rows[body..]);
        for (row, slots) in rows[body..].iter_mut().zip(&block.slots) {
            self.line(slots, row);
        }
        rows
    }

    /// Puts heads over the columns of a span; the last one takes what is left of it.
    fn columns(&self, heads: &[Head], span: Range<usize>, levels: usize, rows: &mut [Row]) {
        let mut at = span.start;
        for (index, column) in heads.iter().enumerate() {
            let last = index + 1 == heads.len();
            let end = if last { span.end } else { at + column.width() };
            let leaf = column.children.is_empty();
            let rowspan = if leaf { levels } else { 1 };
            let words = &column.heading;
            let cell = head(CellKind::ColumnHead, words, at, end - at, rowspan);
            rows[0].cells.push(cell);
            if !leaf {
                self.columns(&column.children, at..end, levels - 1, &mut rows[1..]);
            }
            at = end;
        }
    }

    fn labels(&self, heads: &[Head], level: usize, rows: &mut [Row]) {
        let mut at = 0;
        for row in heads {
            let height = row.width();
            let leaf = row.children.is_empty();
            let colspan = if leaf { self.labels - level } else { 1 };
            let words = &row.heading;
            rows[at]
                .cells
                .push(head(CellKind::RowHead, words, level, colspan, height));
            if !leaf {
                self.labels(&row.children, level + 1, &mut rows[at..at + height]);
            }
            at += height;
        }
    }

    fn line(&self, slots: &[SlotId], row: &mut Row) {
        for (index, &slot) in slots.iter().enumerate() {
            let cell = self.report.cell(slot);
            let words = Inline::Text(Text {
                text: self.report.printed(slot),
                place: cell.place,
            });
            row.cells.push(Cell {
                colspan: match index + 1 == slots.len() {
                    true => self.figures - index,
                    false => 1,
                },
                note: cell.note.as_ref().map(|note| note.text.clone()),
                path: self.report.edition.slot(slot).path.clone(),
                place: cell.place,
                ..Cell::new(CellKind::Figure, self.labels + index, vec![words])
            });
        }
    }
}

fn head(kind: CellKind, words: &str, column: usize, colspan: usize, rowspan: usize) -> Cell {
    Cell {
        colspan,
        rowspan,
        ..Cell::new(kind, column, vec![Inline::plain(words)])
    }
}
