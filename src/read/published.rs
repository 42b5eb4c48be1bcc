//! A published report as its container gives it: paragraphs and tables in reading
//! order, nothing understood yet.
//!
//! Every reader of a container (a page, a Word file, a PDF, a text) gives a
//! [`Published`]; matching it with an edition never asks which one it was.

mod grid;

pub use super::filled::Filled;
use crate::document::repeats;
pub use crate::ground::source::Origin;
pub use grid::{Grid, Spread};

/// What a container holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Published {
    /// The title that the container itself states (`<title>`, document properties).
    pub title: Option<String>,
    /// Paragraphs and tables in reading order.
    pub blocks: Vec<Block>,
    /// The particulars that it states, where it is a form of ours.
    pub filled: Option<Filled>,
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
    /// Where it stands, where the container tells it of each cell.
    pub origin: Origin,
    /// Why it may not say what the words say; none if it does.
    pub doubt: Option<Doubt>,
}

impl Published {
    /// Leaves out what only repeats, below a picture, the words that stand for it.
    pub fn drop_captions(&mut self) {
        let mut alt = None;
        self.blocks.retain(|block| {
            let Block::Paragraph(paragraph) = block else {
                alt = None;
                return true;
            };
            let own = paragraph.alt();
            let is_caption = alt
                .take()
                .is_some_and(|alt: String| repeats(&paragraph.text, &alt));
            alt = own.map(str::to_owned);
            !is_caption
        });
    }

    /// Says of everything that does not know where it stands which table's cell or which
    /// paragraph it is.
    pub fn number(&mut self) {
        let (mut tables, mut paragraphs) = (0, 0);
        for block in &mut self.blocks {
            match block {
                Block::Paragraph(paragraph) => {
                    paragraphs += 1;
                    paragraph.origin.get_or(|| Origin::Paragraph(paragraphs));
                }
                Block::Table(table) => {
                    tables += 1;
                    table.number(tables);
                }
            }
        }
    }
}

impl Paragraph {
    /// The words that stand for a picture, if it is one and nothing else.
    fn alt(&self) -> Option<&str> {
        let (alt, _) = self.markdown.strip_prefix("![")?.rsplit_once("](")?;
        self.text.is_empty().then_some(alt)
    }
}

impl Table {
    fn number(&mut self, number: usize) {
        let places = self.grid().cells;
        let places: Vec<_> = places
            .iter()
            .map(|own| (own.row + 1, own.column + 1))
            .collect();
        for (cell, (row, column)) in self.rows.iter_mut().flatten().zip(places) {
            cell.origin.get_or(|| match &self.origin {
                Origin::Unknown => Origin::Table {
                    number,
                    row,
                    column,
                },
                own => own.clone(),
            });
        }
        let first = self.rows.iter().flatten().next();
        let first = first.map(|cell| cell.origin.clone());
        self.origin.get_or(|| first.unwrap_or_default());
    }
}

impl Cell {
    /// A cell of one row and one column, without doubt.
    pub fn new(text: impl Into<String>) -> Self {
        Cell {
            text: text.into(),
            row_span: 1,
            column_span: 1,
            origin: Origin::default(),
            doubt: None,
        }
    }

    /// The same cell over so many rows and columns.
    pub fn spanning(self, row_span: usize, column_span: usize) -> Self {
        Cell {
            row_span,
            column_span,
            ..self
        }
    }
}

/// Why it is not certain what a cell says, or which cell of the form it is.
///
/// The first ones are the readers', who know how the container holds the cell; the others
/// are found where a table is laid along the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// A page ends behind them: more of them may stand on the next one.
    Torn,
    /// They stand on the next page, where they may belong to another row.
    NextPage,
    /// They stand between columns.
    BetweenColumns,
    /// They stand in a row that no name stands in.
    OtherRow,
    /// The figures of the row may stand in the one below.
    RowBelow,
    /// Figures below them may be their rest.
    GoesOn,
    /// They are no figure of the cell's kind.
    NoFigure,
    /// Several cells of the form are one here.
    Merged,
    /// The row has more or fewer cells than the form.
    CellCount,
    /// The row has fewer figures than the form has columns.
    FewerFigures,
    /// The row has no figures.
    NoFigures,
    /// The columns stand in another order than the form's.
    ColumnOrder,
    /// The row stands in another place than the form's.
    RowOrder,
    /// The row stands there twice, with other figures.
    RowTwice,
    /// The row stands where one of the form's does, by another name.
    RowName,
    /// Several rows may be the only one of the form.
    WhichRow,
    /// A figure stands in the name of the row.
    FigureInName,
    /// A figure stands in the head of the column.
    FigureInHead,
    /// A word turns what the row's name means.
    TurnedName,
    /// A word turns what the column's head means.
    TurnedHead,
    /// The figures are counted in another unit than the form's.
    Unit,
}

impl Doubt {
    /// Whether it lies in the cell's column rather than in its row.
    pub fn is_of_column(self) -> bool {
        matches!(
            self,
            Doubt::ColumnOrder | Doubt::FigureInHead | Doubt::TurnedHead | Doubt::Unit
        )
    }
}
