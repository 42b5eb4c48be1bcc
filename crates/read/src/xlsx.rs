//! The reader of Excel workbooks (.xlsx) that are not ours.
//!
//! In go the bytes of a workbook, out come its sheets: rows of a single cell at the top of a
//! sheet as paragraphs, the rest as a table whose merged cells are spans:
//!
//! ```text
//! A1 三、收到和处理情况    A2:A3 merged 甲, B2 1, B3 2
//! → the paragraph 「三、收到和处理情况」, then a table of two rows, 甲 spanning both
//! ```
//!
//! A formula is what it came to when the file was saved; macros are never run, formats and
//! charts not looked at. What a file says of its own size is not
//! believed, and measured before anything is read. [`Book`] opens a workbook within bounds for
//! [`workbook`](super::workbook) too, which reads those that this program wrote.

mod book;
mod measure;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

pub(super) use self::book::huge;
pub use self::book::{Book, Found, Value};
use super::{
    Fault,
    archive::{self, Archive},
};
use crate::published::{Block, Cell, Origin, Paragraph, Published, Role, Table};
use base::date::Date;

/// Rows and columns of a sheet that are read as a table; what lies beyond is no form.
const MOST_ROWS: u32 = 500;
const MOST_COLUMNS: u32 = 100;

/// Whether a file seems to be a workbook.
pub fn is_workbook(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") && archive::kind(bytes) == Archive::Workbook
}

/// The sheets of a workbook that is not ours: each a heading and a table.
///
/// # Errors
/// It cannot be read: why, and what to do.
pub fn read(bytes: &[u8]) -> Result<Published, Fault> {
    let mut book = Book::open(bytes)?;
    let mut published = Published::default();
    if book.macros {
        published.remarks.push("工作簿里有宏，没有运行".to_owned());
    }
    for sheet in book.sheets() {
        let cells = book.cells(&sheet, |row, column| {
            row < MOST_ROWS && column < MOST_COLUMNS
        })?;
        for (&(row, column), found) in &cells {
            if found.formula && found.value == Value::Empty {
                let place = place(&sheet, row, column);
                published
                    .cautions
                    .push(format!("{place} 是公式，但文件里没有算出的结果"));
            }
        }
        let merged = book.merged(&sheet);
        published
            .blocks
            .extend(lines(&sheet.into(), cells, &merged));
    }
    Ok(published)
}

/// A sheet as paragraphs, which are rows of a single cell at its top, and a table.
fn lines(
    sheet: &Arc<str>,
    mut cells: BTreeMap<(u32, u32), Found>,
    merged: &[[(u32, u32); 2]],
) -> Vec<Block> {
    cells.retain(|_, found| found.value != Value::Empty);
    let mut blocks = Vec::new();
    while let Some((&first, found)) = cells.iter().next() {
        let text = words(&found.value);
        let alone = cells.keys().filter(|place| place.0 == first.0).count() == 1;
        let wide = merged.iter().any(|[start, _]| *start == first);
        if !alone || (wide && !heads_a_section(&text)) {
            blocks.push(Block::Table(table(sheet, &cells, merged)));
            break;
        }
        cells.remove(&first);
        blocks.push(Block::Paragraph(Paragraph {
            markdown: text.clone(),
            text,
            role: Role::Body,
            spot: origin(sheet, first).into(),
        }));
    }
    blocks
}

/// Whether words begin as the headings of the form's sections do: 三、.
fn heads_a_section(text: &str) -> bool {
    let rest = text.trim_start_matches(|c| "一二三四五六七八九十".contains(c));
    rest.len() < text.len() && rest.starts_with('、')
}

/// A cell's name for people: 「申请!C7」.
pub fn place(sheet: &str, row: u32, column: u32) -> String {
    format!("「{}」", origin(&sheet.into(), (row, column)))
}

/// Where a cell stands, its row and column from 0.
pub fn origin(sheet: &Arc<str>, (row, column): (u32, u32)) -> Origin {
    Origin::Sheet {
        name: Arc::clone(sheet),
        row: row as usize + 1,
        column: column as usize + 1,
    }
}

fn table(
    sheet: &Arc<str>,
    cells: &BTreeMap<(u32, u32), Found>,
    merged: &[[(u32, u32); 2]],
) -> Table {
    let first = cells.keys().next().map_or(0, |place| place.0);
    let last = cells.keys().next_back().map_or(0, |place| place.0);
    let columns = || cells.keys().map(|place| place.1);
    let areas = merged.iter().filter(|[start, _]| cells.contains_key(start));
    let areas: BTreeMap<(u32, u32), (u32, u32)> = areas.map(|[a, b]| (*a, *b)).collect();
    let edges = areas
        .iter()
        .map(|(start, end)| end.1.min(start.1 + MOST_COLUMNS));
    let left = columns().min().unwrap_or(0);
    let right = columns()
        .chain(edges)
        .max()
        .unwrap_or(0)
        .min(MOST_COLUMNS - 1);
    let mut covered = BTreeSet::new();
    let mut table = Table::default();
    for row in first..=last {
        let mut line = Vec::new();
        for column in left..=right {
            if covered.contains(&(row, column)) {
                continue;
            }
            let end = areas.get(&(row, column)).copied().unwrap_or((row, column));
            let (bottom, edge) = (end.0.clamp(row, last), end.1.clamp(column, right));
            for down in row..=bottom {
                covered.extend((column..=edge).map(|across| (down, across)));
            }
            let found = cells.get(&(row, column));
            let text = found.map(|found| words(&found.value)).unwrap_or_default();
            let (rows, columns) = (bottom - row + 1, edge - column + 1);
            let mut cell = Cell::new(text).spanning(rows as usize, columns as usize);
            cell.spot = origin(sheet, (row, column)).into();
            line.push(cell);
        }
        table.rows.push(line);
    }
    table
}

/// What stands in a cell, as words; a day as data files write it.
pub fn words(value: &Value) -> String {
    /// Days from the end of 1899, from which Excel counts, to 1970.
    const UNIX: i64 = 25_569;
    match value {
        Value::Empty => String::new(),
        Value::Number(text) | Value::Words(text) | Value::Other(text) => text.trim().to_owned(),
        Value::Day(day) => {
            let date = Date::of_unix_day(day - UNIX);
            date.map_or_else(|| day.to_string(), |date| date.to_string())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_named_as_in_excel() {
        assert_eq!(place("申请", 6, 2), "「申请!C7」");
        assert_eq!(place("申请", 0, 27), "「申请!AB1」");
    }
}
