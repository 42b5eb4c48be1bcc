//! The aligner: a form laid along all rows of a document.
//!
//! In: an edition and the paragraphs and tables of a document ([`lay`]). Out: its title and
//! headings, and for each cell of the form a figure that is certain, or the published words with
//! the [`Doubt`] about them; and what is left over ([`Tables`]). A row
//! `予以公开 | 1 | 0 | … | 1` gives the seven cells of 申请.办理结果.予以公开. Nothing here knows
//! which container a document was.
//!
//! | step | where |
//! |---|---|
//! | what the form has, and the rows of the document | `expect`, `rows` |
//! | which row is which title, heading, heads or line: the heaviest chain of all | `items`, `chain` |
//! | which cell of a row is which of the form | `columns` |
//! | rows and cells, and what is left over | `laying`, `surplus`, `units` |
//!
//! A row that is worded otherwise, missing or doubled is thus found where a search for each
//! label would take a neighbour. What cannot be told for certain is said to be unsure.

mod chain;
mod columns;
mod expect;
mod headings;
mod items;
mod laying;
mod rows;
mod surplus;
mod units;

use std::collections::BTreeMap;

use self::{columns::Content, rows::TableRow, surplus::Spoilt};
pub use self::{
    headings::untitled,
    items::{Heading, Laid, lay},
};
use crate::published::{Doubt, Spot};
use base::number::Kind;
use form::{
    datafile::Entry,
    edition::{Edition, SlotId},
};

/// What was found in a table and belongs to no cell, in its own words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Leftover {
    /// A row of nothing but words that the form does not have.
    Words(String),
    /// The name of a row that says more than the form's.
    InName(String),
    /// A head that says more than the form's.
    InHead(String),
    /// A head that the form does not have.
    UnknownHead(String),
    /// What stands beneath such a head.
    Beneath {
        /// The head.
        head: String,
        /// The name of the row.
        row: String,
        /// What stands there.
        value: String,
    },
    /// A row that stands there once more.
    RepeatedRow(String),
    /// One row where the form has a group of them.
    GroupRow(String),
    /// A row that the form does not have.
    UnknownRow(String),
    /// A row of figures without a name.
    NamelessRow(String),
    /// One of several rows, of which the form has one.
    OneOfRows(String),
    /// So many figures that were taken in the form's order, for want of heads.
    ByOrder(usize),
}

impl Leftover {
    /// Whether it is a whole row, and may be one of the form's.
    pub fn is_row(&self) -> bool {
        matches!(self, Leftover::UnknownRow(_) | Leftover::NamelessRow(_))
    }
}

/// Words of a table that stand where the form has others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wording {
    /// The section.
    pub section: usize,
    /// The published words.
    pub published: String,
    /// The form's.
    pub form: String,
}

/// What the tables of a report give.
#[derive(Debug, Default)]
pub struct Tables {
    /// The cells; what is not there is missing in the report.
    pub cells: BTreeMap<SlotId, Entry>,
    /// Where they stand.
    pub spots: BTreeMap<SlotId, Spot>,
    /// By section, what was found in its tables and belongs to no cell.
    pub leftovers: Vec<(usize, Leftover)>,
    /// Words that differ from the form's.
    pub wordings: Vec<Wording>,
}

impl Tables {
    /// Doubts cells: what stands there, and why it tells no figure.
    fn doubt(&mut self, slots: &[SlotId], quote: &str, why: Doubt, row: &TableRow) {
        for &slot in slots {
            let content = Content::unsure(quote.to_owned(), why, row.spot());
            self.spots
                .entry(slot)
                .or_insert_with(|| content.spot.clone());
            self.cells.insert(slot, content.entry(Kind::Count));
        }
    }

    /// Reads what a row holds for cells.
    fn record(&mut self, edition: &Edition, slots: &[SlotId], contents: Vec<Option<Content>>) {
        for (&slot, content) in slots.iter().zip(contents) {
            if let Some(content) = content {
                self.spots.insert(slot, content.spot.clone());
                let entry = content.entry(edition.slot(slot).kind);
                self.cells.insert(slot, entry);
            }
        }
    }

    /// Doubts the cells of a row that its name or its heads spoil.
    fn doubt_spoilt(&mut self, slots: &[SlotId], spoilt: Vec<Spoilt>, row: &TableRow) {
        for (&slot, spoilt) in slots.iter().zip(spoilt) {
            let Some((why, words)) = spoilt else { continue };
            let quote = match row.quote() {
                quote if quote.contains(&words) => quote,
                quote => format!("{}：{quote}", words.replace('\n', "")),
            };
            self.doubt(&[slot], &quote, why, row);
        }
    }

    /// Notes published words in the place of the form's, once.
    fn word(&mut self, section: usize, published: &str, form: &str) {
        let wording = Wording {
            section,
            published: published.replace('\n', ""),
            form: form.to_owned(),
        };
        let is_lost = published.contains(char::REPLACEMENT_CHARACTER);
        if !is_lost && !self.wordings.contains(&wording) {
            self.wordings.push(wording);
        }
    }
}
