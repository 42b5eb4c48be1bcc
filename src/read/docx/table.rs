//! The tables of a Word file.

use std::collections::BTreeMap;

use super::{
    body::{Reader, plain},
    drawing::chosen,
    xml::Element,
};
use crate::read::published::{Block, Cell, Table};

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
    /// How many columns are covered in the last row.
    column: usize,
}

impl Growing {
    fn row(&mut self) {
        self.rows.push(Vec::new());
        self.column = 0;
    }

    fn cell(&mut self, text: String, columns: usize, merge: Merge) {
        let column = self.column;
        self.column += columns;
        let last = self.rows.len() - 1;
        if merge == Merge::GoesOn
            && let Some(&(row, index)) = self.open.get(&column)
            && row + self.rows[row][index].row_span == last
        {
            let above = &mut self.rows[row][index];
            above.row_span += 1;
            if !text.is_empty() && above.text.is_empty() {
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
    pub(super) fn table(&mut self, element: &'a Element, in_cell: bool, out: &mut Vec<Block>) {
        let rows = below(element, "w:tr");
        if !in_cell && self.lays_out(&rows) {
            for cell in rows.iter().flat_map(|row| below(row, "w:tc")) {
                self.blocks(cell, false, out);
                self.end(out);
            }
            return;
        }
        let mut table = Growing::default();
        for row in rows {
            self.row(row, &mut table);
        }
        if table.rows.is_empty() {
            return;
        }
        out.push(Block::Table(Table {
            rows: table.rows,
            ..Table::default()
        }));
        if !in_cell {
            let notes = std::mem::take(&mut self.notes.pending);
            out.extend(notes.iter().map(|note| Block::Paragraph(plain(note))));
        }
    }

    /// Whether a table has no columns of its own, or holds tables: it only lays them out.
    fn lays_out(&mut self, rows: &[&Element]) -> bool {
        let rows: Vec<Vec<&Element>> = rows.iter().map(|row| below(row, "w:tc")).collect();
        let holds = |cell: &&&Element| !below(cell, "w:tbl").is_empty();
        let columns = rows.iter().map(Vec::len).max().unwrap_or_default();
        let nested = rows.iter().flatten().filter(holds).count();
        if columns > 1 {
            self.seen.nested += nested;
        }
        columns < 2 || nested > 0
    }

    fn row(&mut self, row: &'a Element, table: &mut Growing) {
        let properties = row.child("w:trPr");
        let has = |name: &str| properties.is_some_and(|e| e.child(name).is_some());
        self.seen.changes |= has("w:ins") || has("w:del");
        if has("w:del") {
            return;
        }
        table.row();
        let count = |name: &str| properties.and_then(|e| e.value(name)?.parse().ok());
        if let Some(before @ 1..) = count("w:gridBefore") {
            table.cell(String::new(), before.min(WIDEST), Merge::No);
        }
        let mut cells: Vec<(String, usize, Merge)> = Vec::new();
        for cell in below(row, "w:tc") {
            let properties = cell.child("w:tcPr");
            if properties.is_some_and(|e| e.child("w:cellDel").is_some()) {
                self.seen.changes = true;
                continue;
            }
            let value = |name: &str| properties.and_then(|e| e.value(name));
            let columns = value("w:gridSpan").and_then(|span| span.parse().ok());
            let columns = columns.unwrap_or(1).clamp(1, WIDEST);
            let text = self.cell_text(cell);
            let before = cells.iter().map(|(text, ..)| &**text);
            let text = self.noted(text, before);
            match (value("w:hMerge"), cells.last_mut()) {
                // How old files merge cells of a row.
                (Some("continue"), Some((before, width, _))) => {
                    *width = (*width + columns).min(WIDEST);
                    if !text.is_empty() {
                        before.push_str(&text);
                    }
                }
                _ => cells.push((text, columns, merge(properties))),
            }
        }
        for (text, columns, merge) in cells {
            table.cell(text, columns, merge);
        }
    }

    fn cell_text(&mut self, cell: &'a Element) -> String {
        let mut blocks = Vec::new();
        self.blocks(cell, true, &mut blocks);
        self.end(&mut blocks);
        let mut texts = Vec::new();
        for block in blocks {
            match block {
                Block::Paragraph(paragraph) => texts.push(paragraph.text),
                Block::Table(table) => {
                    for row in table.rows {
                        let cells: Vec<String> = row.into_iter().map(|cell| cell.text).collect();
                        texts.push(cells.join(" "));
                    }
                }
            }
        }
        texts.join("\n")
    }
}

/// How a cell goes on from the row above.
fn merge(properties: Option<&Element>) -> Merge {
    match properties.and_then(|e| e.child("w:vMerge")) {
        None => Merge::No,
        Some(merge) if merge.attribute("val") == Some("restart") => Merge::Starts,
        Some(_) => Merge::GoesOn,
    }
}

/// The elements of a name in another, also in what only groups them.
fn below<'e>(parent: &'e Element, name: &str) -> Vec<&'e Element> {
    let mut found = Vec::new();
    for element in parent.elements() {
        match element.name.as_str() {
            own if own == name => found.push(element),
            "w:sdt" | "w:sdtContent" | "w:customXml" | "w:smartTag" | "w:ins" | "w:moveTo" => {
                found.extend(below(element, name));
            }
            "mc:AlternateContent" => {
                found.extend(
                    chosen(element)
                        .into_iter()
                        .flat_map(|part| below(part, name)),
                );
            }
            _ => {}
        }
    }
    found
}
