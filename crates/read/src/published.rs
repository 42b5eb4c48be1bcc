//! A published report as its container gives it: paragraphs and tables in reading
//! order, nothing understood yet.
//!
//! Every reader of a container (a page, a Word file, a PDF, a text) gives a
//! [`Published`]; matching it with an edition never asks which one it was.

mod grid;

use std::ops::Range;

pub use super::filled::Filled;
pub use base::source::Origin;
use document::repeats;
pub use form::figure::Doubt;
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
    /// The data that it holds beside its words, where it is a page of ours.
    pub page_data: Option<String>,
    /// What the reader of the container did with it, in Chinese, for who asks.
    pub remarks: Vec<String>,
    /// What of it may be read wrongly or is left out, in Chinese, for everybody.
    pub cautions: Vec<String>,
    /// The text that findings quote.
    pub transcript: Transcript,
}

/// Where something stands: in the document, and in the text that findings quote.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spot {
    /// The place that the document's readers know.
    pub origin: Origin,
    /// The bytes of the transcript.
    pub at: Range<usize>,
}

impl From<Origin> for Spot {
    fn from(origin: Origin) -> Self {
        Spot { origin, at: 0..0 }
    }
}

/// A document as a text of lines: one for a paragraph, one for a row of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transcript {
    /// The text.
    pub text: String,
    /// From which byte on it stands where.
    pub origins: Vec<(usize, Origin)>,
}

impl Default for Transcript {
    /// Begins with a line that stands nowhere: for what the document does not have.
    fn default() -> Self {
        Transcript {
            text: "\n".to_owned(),
            origins: vec![(0, Origin::Unknown)],
        }
    }
}

impl Transcript {
    /// Adds words where the text ends now.
    pub fn add(&mut self, words: &str, origin: &Origin) -> Spot {
        let start = self.text.len();
        self.text += words;
        self.origins.push((start, origin.clone()));
        Spot {
            origin: origin.clone(),
            at: start..self.text.len(),
        }
    }

    /// Adds a line.
    pub fn line(&mut self, words: &str, origin: &Origin) -> Spot {
        let spot = self.add(words, origin);
        self.text.push('\n');
        spot
    }
}

/// A paragraph or a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A paragraph, a heading or an item of a list.
    Paragraph(Paragraph),
    /// A table.
    Table(Table),
}

impl Block {
    /// The paragraph that it is.
    pub fn paragraph(&self) -> Option<&Paragraph> {
        match self {
            Block::Paragraph(paragraph) => Some(paragraph),
            Block::Table(_) => None,
        }
    }

    /// The words of the paragraph, none of a table.
    pub fn line(&self) -> &str {
        self.paragraph().map_or("", |own| own.text.trim())
    }

    /// The words of the paragraph, or of every cell of the table.
    pub fn texts(&self) -> Vec<&str> {
        match self {
            Block::Paragraph(paragraph) => vec![&paragraph.text],
            Block::Table(table) => {
                let cells = table.rows.iter().flatten();
                cells.map(|cell| cell.text.as_str()).collect()
            }
        }
    }
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
    pub spot: Spot,
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
    pub spot: Spot,
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
    pub spot: Spot,
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
    /// paragraph it is, and writes it all down as text.
    pub fn number(&mut self) {
        let (mut tables, mut paragraphs) = (0, 0);
        let transcript = &mut self.transcript;
        for block in &mut self.blocks {
            match block {
                Block::Paragraph(paragraph) => {
                    paragraphs += 1;
                    let origin = &mut paragraph.spot.origin;
                    origin.get_or(|| Origin::Paragraph(paragraphs));
                    paragraph.spot = transcript.line(&paragraph.text, origin);
                }
                Block::Table(table) => {
                    tables += 1;
                    table.number(tables, transcript);
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
    fn number(&mut self, number: usize, transcript: &mut Transcript) {
        let places = self.grid().cells;
        let places: Vec<_> = places
            .iter()
            .map(|own| (own.row + 1, own.column + 1))
            .collect();
        let mut places = places.into_iter();
        for row in &mut self.rows {
            for (index, cell) in row.iter_mut().enumerate() {
                let Some((row, column)) = places.next() else {
                    break;
                };
                cell.spot.origin.get_or(|| match &self.spot.origin {
                    Origin::Unknown => Origin::Table {
                        number,
                        row,
                        column,
                    },
                    own => own.clone(),
                });
                if index > 0 {
                    transcript.text += " | ";
                }
                cell.spot = transcript.add(&cell.text.replace('\n', " "), &cell.spot.origin);
            }
            transcript.text.push('\n');
        }
        let first = self.rows.iter().flatten().next();
        let first = first.map(|cell| cell.spot.clone()).unwrap_or_default();
        self.spot.origin.get_or(|| first.origin.clone());
        self.spot.at = first.at;
    }
}

impl Cell {
    /// A cell of one row and one column, without doubt.
    pub fn new(text: impl Into<String>) -> Self {
        Cell {
            text: text.into(),
            row_span: 1,
            column_span: 1,
            spot: Spot::default(),
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
