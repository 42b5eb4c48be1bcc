//! A list that an office keeps: the first sheet of a workbook, or CSV, as rows of words.
//!
//! ```text
//! 名称,编号          a row of two cells, each with the bytes where it stands in the text
//! 某县教育局,011     of CSV, or in a text made of a workbook's cells
//! ```
//!
//! Use it for lists that say what their columns are in a row of heads. It knows no heads and
//! judges nothing; reports are read by [`xlsx`](super::xlsx) and [`text`](super::text).

use std::{ops::Range, sync::Arc};

use super::{
    Fault, encoding,
    xlsx::{Book, is_workbook, origin, words},
};
use base::source::{FileId, Sources};

/// A cell: its words without the space around them, and where they stand in the text.
pub type RowCell = (String, Range<usize>);

/// The rows of a list with at least one word each, and the text that they were taken into.
pub struct Rows {
    /// The text.
    pub file: FileId,
    /// The rows; a cell that a row lacks is not there, or empty.
    pub rows: Vec<Vec<RowCell>>,
}

/// Reads a list and takes its text in.
///
/// # Errors
/// It is a workbook that cannot be opened: why, and what to do.
pub fn rows(sources: &mut Sources, name: &str, bytes: &[u8]) -> Result<Rows, Fault> {
    if !is_workbook(bytes) && !bytes.starts_with(super::container::OLE) {
        let (text, _) = encoding::decode(bytes);
        let text = text.trim_start_matches('\u{feff}').to_owned();
        let rows = delimited(&text);
        let file = sources.add(name, text);
        return Ok(Rows { file, rows });
    }
    let mut book = Book::open(bytes)?;
    let (mut text, mut origins) = (String::new(), Vec::new());
    let mut rows: Vec<(u32, Vec<RowCell>)> = Vec::new();
    for sheet in book.sheets() {
        let own: Arc<str> = sheet.as_str().into();
        for ((row, column), found) in book.cells(&sheet, |_, _| true)? {
            let words = words(&found.value);
            let start = text.len();
            origins.push((start, origin(&own, (row, column))));
            text += &words;
            let range = start..text.len();
            text.push('\n');
            if rows.last().is_none_or(|(last, _)| *last != row) {
                rows.push((row, Vec::new()));
            }
            if let Some((_, cells)) = rows.last_mut() {
                let column = (column as usize).min(MOST_COLUMNS);
                let gap = column.saturating_sub(cells.len());
                cells.extend((0..gap).map(|_| (String::new(), start..start)));
                cells.push((words, range));
            }
        }
        // Other sheets hold something else.
        if !rows.is_empty() {
            break;
        }
    }
    let file = sources.add(name, text);
    sources.made(file, origins);
    let rows = rows.into_iter().map(|(_, cells)| cells).collect();
    Ok(Rows { file, rows })
}

/// Columns of a list, at the most: what stands beyond is in one with the last.
const MOST_COLUMNS: usize = 200;

/// The rows of delimited words; the mark between them is the one that the first line has most.
fn delimited(text: &str) -> Vec<Vec<RowCell>> {
    let head = text.lines().next().unwrap_or_default();
    let marks = [b',', b'\t', b';'];
    let count = |mark: &u8| head.bytes().filter(|byte| byte == mark).count();
    let mark = marks.into_iter().rev().max_by_key(count).unwrap_or(b',');
    let (mut rows, mut row, mut from) = (Vec::new(), Vec::new(), 0);
    // Whether a quote is open, and whether the cell has words yet.
    let (mut quoted, mut begun) = (false, false);
    let bytes = text.as_bytes();
    for at in 0..=bytes.len() {
        match bytes.get(at) {
            Some(b'"') if quoted || !begun => (quoted, begun) = (!quoted, true),
            // Twice within quotes it is one of the words.
            Some(b'"') => quoted = bytes[at - 1] == b'"',
            Some(_) if quoted => {}
            Some(byte) if *byte != mark && *byte != b'\n' => {
                begun |= !byte.is_ascii_whitespace();
            }
            end => {
                row.push(cell(text, from..at));
                (from, begun) = (at + 1, false);
                if end != Some(&mark) {
                    rows.push(std::mem::take(&mut row));
                }
            }
        }
    }
    rows.retain(|row: &Vec<RowCell>| row.iter().any(|(words, _)| !words.is_empty()));
    rows
}

/// A cell without its quotes.
fn cell(text: &str, range: Range<usize>) -> RowCell {
    let words = text[range.clone()].trim();
    let start = range.start + text[range].find(words).unwrap_or(0);
    let inner = words
        .strip_prefix('"')
        .map(|rest| rest.strip_suffix('"').unwrap_or(rest));
    let place = start..start + words.len();
    match inner {
        Some(inner) => (inner.replace("\"\"", "\"").trim().to_owned(), place),
        None => (words.to_owned(), place),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_keep_marks_and_lines_together() {
        let text = "名称,简称\r\n\"甲,局\",\"甲\"\"\n乙\"\n\n丙局\n";
        let rows = delimited(text);
        let words: Vec<Vec<&str>> = rows
            .iter()
            .map(|row| row.iter().map(|(words, _)| words.as_str()).collect())
            .collect();
        assert_eq!(
            words,
            [
                vec!["名称", "简称"],
                vec!["甲,局", "甲\"\n乙"],
                vec!["丙局"]
            ]
        );
        assert_eq!(&text[rows[2][0].1.clone()], "丙局");
        assert_eq!(delimited("a\tb\n1\t\"").len(), 2);
    }
}
