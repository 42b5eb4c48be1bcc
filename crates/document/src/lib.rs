#![doc = include_str!("../README.md")]

mod caption;
mod compose;
pub mod grid;
mod prose;
pub mod sheet;
mod tabulate;

use std::iter;

use base::{date::Date, source::Span};
pub use caption::{Caption, repeats};
pub use compose::text;
pub use compose::{DRAFT_FINDINGS, NO_FINDINGS, compose, mark_as_draft, to_fill};
pub use form::chart::{Chart, ChartKind, Series, Value};
use form::{
    fill::Particular,
    report::{Category, Seal},
};
pub use grid::{Cell, CellKind, Grid, Row, Side};
pub use sheet::{Panel, PanelBody, Sheet};
pub use tabulate::tabulate;

/// A report, ready to be written in any format.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// The report's title, printed once at the top.
    pub title: String,
    /// The agency: the author in a file's properties; the title usually begins with it.
    pub agency: String,
    /// What the agency is, where its report says so.
    pub category: Option<Category>,
    /// The report year.
    pub year: u16,
    /// The day of signature; dates in a file's properties come from it.
    pub date: Option<Date>,
    /// The form that it follows.
    pub form: Form,
    /// Whether 「草稿」 stands across every page.
    pub draft: bool,
    /// Everything below the title, in reading order.
    pub blocks: Vec<Block>,
}

impl Document {
    /// The day in a file's properties: of the signature, or the last day for publishing it.
    pub fn day(&self) -> Date {
        self.date.unwrap_or(Date {
            year: self.year.saturating_add(1),
            month: 1,
            day: 31,
        })
    }

    /// The tables, the form's and the author's, in reading order.
    pub fn tables(&self) -> impl Iterator<Item = &Grid> {
        self.blocks.iter().filter_map(|block| match block {
            Block::Table(grid) => Some(grid),
            _ => None,
        })
    }

    /// What the footnotes say, in the order of their numbers.
    pub fn notes(&self) -> Vec<&[Inline]> {
        let mut notes = Vec::new();
        self.blocks.iter().for_each(|block| block.notes(&mut notes));
        notes
    }

    /// The cells that hold figures of the form, in reading order.
    pub fn figures(&self) -> impl Iterator<Item = &Cell> {
        let cells = self.tables().flat_map(Grid::cells);
        cells.filter(|cell| !cell.path.is_empty())
    }
}

/// The official form of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Form {
    /// The edition's name: `2021`.
    pub edition: String,
    /// The 文号 of the document that prescribes it.
    pub decree: String,
}

/// A piece of a document that stands on lines of its own.
#[derive(Clone, Debug)]
pub enum Block {
    /// A heading.
    Heading {
        /// 2 for the six mandated sections (the title is 1), 3 and more for sub-headings.
        level: u8,
        /// Its words.
        content: Vec<Inline>,
    },
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// A list.
    List {
        /// The first number of an ordered list; `None` for bullets.
        start: Option<u64>,
        /// The items, each a sequence of blocks.
        items: Vec<Vec<Block>>,
    },
    /// A quotation.
    Quote(Vec<Block>),
    /// A table: one of the form's, or one that the author wrote.
    Table(Grid),
    /// A picture that stands alone.
    Figure(Figure),
    /// A chart of figures.
    Chart(Chart),
    /// A sheet for the public: all there is in its document.
    Sheet(Box<Sheet>),
    /// A line across the page.
    Divider,
    /// What follows begins on a page of its own, where there are pages.
    NewPage,
    /// Who signs, and when: right-aligned at the end.
    Signature {
        /// The agency that signs.
        name: String,
        /// The date as printed; empty where none is stated.
        date: String,
        /// Whether a seal goes over it.
        seal: Seal,
    },
    /// What only a form to fill in has; no writer of reports shows it.
    Blank(Blank),
}

/// What a form to fill in has beside the form.
#[derive(Clone, Debug)]
pub enum Blank {
    /// A sentence that tells a clerk what to write.
    Guide(String),
    /// What the report is of, to be filled in.
    Particulars(Vec<Particular>),
    /// A line to write on.
    Line,
}

impl Block {
    /// A heading of words that the program adds.
    pub fn heading(level: u8, words: &str) -> Self {
        let content = vec![Inline::plain(words)];
        Block::Heading { level, content }
    }

    /// Whether it announces what comes next, and stays on its page: words before a table or
    /// such that end with a colon.
    pub fn announces(&self, next: Option<&Block>) -> bool {
        let shown = matches!(
            next,
            Some(Block::Table(_) | Block::List { .. } | Block::Figure(_) | Block::Chart(_))
        );
        match self {
            Block::Paragraph(content) => shown && plain_text(content).trim_end().ends_with('：'),
            _ => false,
        }
    }

    /// Adds what its footnotes say.
    pub fn notes<'a>(&'a self, notes: &mut Vec<&'a [Inline]>) {
        match self {
            Block::Heading { content, .. } | Block::Paragraph(content) => noted(content, notes),
            Block::List { items, .. } => {
                items.iter().flatten().for_each(|block| block.notes(notes));
            }
            Block::Quote(blocks) => blocks.iter().for_each(|block| block.notes(notes)),
            Block::Table(grid) => grid.cells().for_each(|cell| noted(&cell.content, notes)),
            Block::Figure(_)
            | Block::Chart(_)
            | Block::Sheet(_)
            | Block::Divider
            | Block::NewPage
            | Block::Signature { .. }
            | Block::Blank(_) => {}
        }
    }

    /// Lines under a heading, where there are any.
    pub fn listed(heading: &str, lines: impl IntoIterator<Item = String>) -> Vec<Self> {
        let lines = lines.into_iter();
        let items = lines.map(|line| vec![Block::paragraph(&line)]);
        let items: Vec<Vec<Block>> = items.collect();
        match items.is_empty() {
            true => Vec::new(),
            false => vec![
                Block::heading(2, heading),
                Block::List { start: None, items },
            ],
        }
    }

    /// A table under its heading, where it has rows.
    pub fn tabled(heading: &str, heads: &[&str], rows: Vec<Vec<Cell>>) -> Vec<Self> {
        match rows.is_empty() {
            true => Vec::new(),
            false => vec![
                Block::heading(2, heading),
                Block::Table(Grid::of(heading, heads, rows)),
            ],
        }
    }

    /// A paragraph of words that the program adds.
    pub fn paragraph(words: &str) -> Self {
        Block::Paragraph(vec![Inline::plain(words)])
    }
}

/// A picture on lines of its own.
#[derive(Clone, Debug)]
pub struct Figure {
    /// The picture.
    pub image: Image,
    /// The words below it, if it has any.
    pub caption: Option<Caption>,
}

impl Figure {
    /// A picture with its own words below it.
    pub fn of(image: Image) -> Self {
        let caption = Caption::of(&image.alt);
        Figure { image, caption }
    }
}

/// A picture from a file.
#[derive(Clone, Debug, PartialEq)]
pub struct Image {
    /// The words for those who cannot see it.
    pub alt: String,
    /// The file as the author wrote it, relative to the data file.
    pub target: String,
    /// The file's bytes.
    pub bytes: std::sync::Arc<[u8]>,
    /// Where the author put it.
    pub place: Option<Span>,
}

impl Image {
    /// What is read out for it: its name where its author gave no words.
    pub fn words(&self) -> &str {
        match self.alt.trim() {
            "" => &self.target,
            alt => alt,
        }
    }
}

/// A piece of running text.
#[derive(Clone, Debug, PartialEq)]
pub enum Inline {
    /// Plain words.
    Text(Text),
    /// Words set bold.
    Strong(Vec<Inline>),
    /// Words set apart; Chinese has no italics, so writers choose the 楷体 or a mark.
    Emphasis(Vec<Inline>),
    /// A link to an http, https, mailto or relative address.
    Link {
        /// The address.
        url: String,
        /// The words to click.
        content: Vec<Inline>,
    },
    /// Words kept as they are, such as a file name.
    Code(Text),
    /// A picture among the words.
    Picture(Image),
    /// A line break that the author asked for.
    Break,
    /// The mark of a footnote.
    Note {
        /// Its number, from 1 through the whole report.
        number: usize,
        /// What it says; empty where it is named again.
        content: Vec<Inline>,
    },
}

/// Words with the place where the author wrote them.
#[derive(Clone, Debug, PartialEq)]
pub struct Text {
    /// The words.
    pub text: String,
    /// Where they stand; `None` for words that the program adds.
    pub place: Option<Span>,
}

impl Inline {
    /// Words that the program adds.
    pub fn plain(text: impl Into<String>) -> Self {
        Inline::Text(Text {
            text: text.into(),
            place: None,
        })
    }
}

fn noted<'a>(inlines: &'a [Inline], notes: &mut Vec<&'a [Inline]>) {
    for inline in inlines {
        match inline {
            Inline::Strong(content) | Inline::Emphasis(content) | Inline::Link { content, .. } => {
                noted(content, notes);
            }
            Inline::Note { content, .. } if !content.is_empty() => notes.push(content),
            _ => {}
        }
    }
}

/// The words of some inlines, marks dropped, a line break as `\n`.
pub fn plain_text(inlines: &[Inline]) -> String {
    runs(inlines).collect()
}

/// The runs of words of some inlines in reading order, whatever marks are around them.
fn runs(inlines: &[Inline]) -> Box<dyn DoubleEndedIterator<Item = &str> + '_> {
    Box::new(inlines.iter().flat_map(|inline| match inline {
        Inline::Text(text) | Inline::Code(text) => Box::new(iter::once(text.text.as_str())),
        Inline::Strong(content) | Inline::Emphasis(content) | Inline::Link { content, .. } => {
            runs(content)
        }
        Inline::Break => Box::new(iter::once("\n")),
        Inline::Picture(_) | Inline::Note { .. } => Box::new(iter::empty()),
    }))
}

/// The mark of the note of a number from 1: ① to ⑳, then numbers in brackets.
pub fn note_mark(number: usize) -> String {
    let circled = u32::try_from(number)
        .ok()
        .filter(|number| (1..=20).contains(number));
    match circled.and_then(|number| char::from_u32('①' as u32 + number - 1)) {
        Some(mark) => mark.to_string(),
        None => format!("〔{number}〕"),
    }
}
