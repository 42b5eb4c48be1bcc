//! A published report as its container gives it: paragraphs and tables in reading
//! order, nothing understood yet.
//!
//! Every reader of a container (a page, a Word file, a PDF, a text) gives a
//! [`Published`]; matching it with an edition never asks which one it was.

mod grid;

pub use grid::{Grid, Spread};

/// What a container holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Published {
    /// The title that the container itself states (`<title>`, document properties).
    pub title: Option<String>,
    /// Paragraphs and tables in reading order.
    pub blocks: Vec<Block>,
    /// What the reader of the container did with it, in Chinese, for who asks.
    pub remarks: Vec<String>,
    /// What of it may be read wrongly or is left out, in Chinese, for everybody.
    pub cautions: Vec<String>,
}

/// A paragraph or a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A paragraph, a heading or an item of a list.
    Paragraph(Paragraph),
    /// A table.
    Table(Table),
}

/// A paragraph, a heading or an item of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Paragraph {
    /// The words alone, as published.
    pub text: String,
    /// The words as Markdown: emphasis, links and pictures kept, what Markdown would
    /// take for a mark escaped. Without the mark of a heading, an item or a quotation.
    pub markdown: String,
    /// What the container says that it is.
    pub role: Role,
    /// Where it stands.
    pub origin: Origin,
}

/// What a container says that a paragraph is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Role {
    /// Running text.
    #[default]
    Body,
    /// A heading of a level from 1.
    Heading(u8),
    /// An item of a list.
    Item {
        /// How deep, from 0.
        depth: u8,
        /// Its number, if the list is numbered.
        number: Option<u64>,
    },
    /// A quotation.
    Quote,
}

/// Where something stands in a container, as far as it can tell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// The page, from 1.
    pub page: Option<usize>,
    /// The line of a text, from 1.
    pub line: Option<usize>,
}

/// A table as a list of rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// The rows; a cell that spans rows stands in the first of them only.
    pub rows: Vec<Vec<Cell>>,
    /// Where it stands.
    pub origin: Origin,
}

/// A cell of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Its words; paragraphs within it parted by a line feed.
    pub text: String,
    /// How many rows it spans, at least 1.
    pub row_span: usize,
    /// How many columns it spans, at least 1.
    pub column_span: usize,
}
