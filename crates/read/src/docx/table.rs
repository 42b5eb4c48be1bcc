//! The tables of a Word file.

use std::collections::BTreeMap;

use super::{
    body::{Reader, plain},
    tree::Element,
};
use crate::published::{Block, Cell, Table};

/// A cell spans so many columns at most: Word allows 63.
const WIDEST: usize = 1000;

/// How a cell goes on from the row above.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Merge {
    No,
    Starts,
    GoesOn,
}

/// A table as it grows.
#[derive(Default)]
struct Growing {
    rows: Vec<Vec<Cell>>,
    /// The cells that may go on in the next row, by their column: where they stand.
    open: BTreeMap<usize, (usize, usize)>,
}

impl Growing {
    fn row(&mut self, cells: Vec<(String, usize, Merge)>) {
        let last = self.rows.len();
        self.rows.push(Vec::new());
        let mut column = 0;
        for (text, columns, merge) in cells {
            self.cell(text, (last, column), columns, merge);
            column += columns;
        }
    }

    fn cell(&mut self, text: String, place: (usize, usize), columns: usize, merge: Merge) {
        let (last, column) = place;
        if merge == Merge::GoesOn
            && let Some(&(row, index)) = self.open.get(&column)
            && row + self.rows[row][index].row_span == last
        {
            let above = &mut self.rows[row][index];
            above.row_span += 1;
            if above.text.is_empty() {
                above.text = text;
            }
            return;
        }
        match merge {
            Merge::No => self.open.remove(&column),
            _ => self.open.insert(column, (last, self.rows[last].len())),
        };
        self.rows[last].push(Cell::new(text).spanning(1, columns));
    }
}

impl<'a> Reader<'a> {
    /// A table; one that only frames others is none itself.
    pub(super) fn table(&mut self, element: Element<'a>, in_cell: bool, out: &mut Vec<Block>) {
        let rows: Vec<Element<'a>> = below(element, "w:tr").collect();
        if !in_cell && self.lays_out(&rows) {
            for cell in rows.iter().flat_map(|row| below(*row, "w:tc")) {
                self.blocks(cell, false, out);
            }
            return;
        }
        let mut table = Growing::default();
        for row in rows {
            if let Some(cells) = self.cells(row) {
                table.row(cells);
            }
        }
        if table.rows.is_empty() {
            return;
        }
        out.push(Block::Table(Table {
            rows: table.rows,
            ..Table::default()
        }));
        if !in_cell {
            let notes = std::mem::take(&mut self.notes.of_table);
            out.extend(notes.iter().filter_map(|note| plain(note)));
        }
    }

    /// Whether a table has no columns of its own, or holds tables: it only lays them out.
    fn lays_out(&mut self, rows: &[Element<'a>]) -> bool {
        let columns = rows.iter().map(|row| below(*row, "w:tc").count()).max();
        let columns = columns.unwrap_or_default();
        let cells = rows.iter().flat_map(|row| below(*row, "w:tc"));
        let nested = cells
            .filter(|cell| below(*cell, "w:tbl").next().is_some())
            .count();
        if columns > 1 {
            self.seen.nested += nested;
        }
        columns < 2 || nested > 0
    }

    /// The cells of a row, with the columns that each takes; none where the row is deleted.
    fn cells(&mut self, row: Element<'a>) -> Option<Vec<(String, usize, Merge)>> {
        let properties = row.child("w:trPr");
        if properties.is_some_and(|e| e.child("w:del").is_some()) {
            return None;
        }
        let mut cells: Vec<(String, usize, Merge)> = Vec::new();
        if let Some(before @ 1..) = properties.and_then(|e| e.number("w:gridBefore")) {
            cells.push((String::new(), before.min(WIDEST), Merge::No));
        }
        for cell in below(row, "w:tc") {
            let properties = cell.child("w:tcPr");
            if properties.is_some_and(|e| e.child("w:cellDel").is_some()) {
                continue;
            }
            let columns = properties.and_then(|e| e.number("w:gridSpan"));
            let columns = columns.unwrap_or(1).clamp(1, WIDEST);
            let text = self.cell_text(cell);
            let text = self.notes.noted(text);
            cells.push((text, columns, merge(properties)));
        }
        Some(cells)
    }

    fn cell_text(&mut self, cell: Element<'a>) -> String {
        let mut blocks = Vec::new();
        self.blocks(cell, true, &mut blocks);
        let texts = blocks.into_iter().flat_map(|block| match block {
            Block::Paragraph(paragraph) => vec![paragraph.text],
            Block::Table(table) => {
                let words = |row: Vec<Cell>| -> Vec<String> {
                    row.into_iter().map(|cell| cell.text).collect()
                };
                let rows = table.rows.into_iter();
                rows.map(|row| words(row).join(" ")).collect()
            }
        });
        texts.collect::<Vec<_>>().join("\n")
    }
}

/// How a cell goes on from the row above.
fn merge(properties: Option<Element<'_>>) -> Merge {
    match properties.and_then(|e| e.child("w:vMerge")) {
        None => Merge::No,
        Some(merge) if merge.attribute("val") == Some("restart") => Merge::Starts,
        Some(_) => Merge::GoesOn,
    }
}

/// The elements of a name in another that are shown.
fn below<'a>(parent: Element<'a>, name: &str) -> impl Iterator<Item = Element<'a>> {
    let shown = parent.shown().into_iter();
    shown.filter(move |element| element.is(name))
}
