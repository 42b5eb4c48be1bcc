//! Where something stands, as people and programs are told: a line of a text, or the place
//! in a workbook, a page or a Word file that a text was made from.

use std::{fmt, sync::Arc};

use super::Position;

/// Where something stands in a document that people know by other places than lines of text;
/// everything is counted from 1.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub enum Origin {
    /// The document does not tell.
    #[default]
    Unknown,
    /// A cell of a workbook.
    Sheet {
        /// The sheet's name.
        name: Arc<str>,
        /// The row.
        row: usize,
        /// The column.
        column: usize,
    },
    /// A cell of a table.
    Table {
        /// Which of the document's tables.
        number: usize,
        /// The row.
        row: usize,
        /// The column.
        column: usize,
    },
    /// A paragraph.
    Paragraph(usize),
    /// A page.
    Page(usize),
    /// A line of a text that is not the one that findings point into.
    Line(usize),
}

impl Origin {
    /// Takes in another where it does not know its own.
    pub fn get_or(&mut self, other: impl FnOnce() -> Origin) {
        if *self == Origin::Unknown {
            *self = other();
        }
    }

    /// The row, line, page or paragraph.
    pub fn number(&self) -> Option<usize> {
        match *self {
            Origin::Unknown => None,
            Origin::Sheet { row, .. } | Origin::Table { row, .. } => Some(row),
            Origin::Paragraph(number) | Origin::Page(number) | Origin::Line(number) => Some(number),
        }
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Origin::Unknown => write!(out, "整份文件"),
            Origin::Sheet { name, row, column } => write!(out, "{name}!{}{row}", letters(*column)),
            Origin::Table {
                number,
                row,
                column,
            } => write!(out, "表 {number} 第 {row} 行第 {column} 列"),
            Origin::Paragraph(number) => write!(out, "第 {number} 段"),
            Origin::Page(number) => write!(out, "第 {number} 页"),
            Origin::Line(number) => write!(out, "第 {number} 行"),
        }
    }
}

/// A column of a workbook, from 1, as Excel names it.
fn letters(column: usize) -> String {
    let mut letters = String::new();
    let mut rest = column;
    while rest > 0 {
        rest -= 1;
        letters.insert(0, char::from(b'A' + (rest % 26) as u8));
        rest /= 26;
    }
    letters
}

/// Where something stands, as it is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// In a text.
    Text(Position),
    /// In a document that a text was made from.
    Document(Origin),
}

impl Default for Place {
    /// Where a text begins.
    fn default() -> Self {
        Place::Text(Position { line: 1, column: 1 })
    }
}

impl Place {
    /// The line and column of a text.
    pub fn position(&self) -> Option<Position> {
        match self {
            Place::Text(position) => Some(*position),
            Place::Document(_) => None,
        }
    }

    /// The place in a document, if it is known.
    pub fn origin(&self) -> Option<&Origin> {
        match self {
            Place::Text(_) | Place::Document(Origin::Unknown) => None,
            Place::Document(origin) => Some(origin),
        }
    }

    /// With the file before it: `a.yaml:3:1`, `a.docx:表 2 第 5 行第 3 列`.
    pub fn of(&self, file: &str) -> String {
        match self {
            Place::Text(Position { line, column }) => format!("{file}:{line}:{column}"),
            Place::Document(Origin::Unknown) => file.to_owned(),
            Place::Document(origin) => format!("{file}:{origin}"),
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Place::Text(Position { line, column }) => write!(out, "第 {line} 行第 {column} 列"),
            Place::Document(origin) => origin.fmt(out),
        }
    }
}
