//! The aligner: a form laid along all rows of a document.
//!
//! In: an edition and the paragraphs and tables of a document ([`lay`]). Out: its headings, and
//! for each cell of the form a figure that is certain, or the published words with the
//! [`Doubt`] about them; and what is left over ([`match_tables`]). A row
//! `予以公开 | 1 | 0 | … | 1` gives the seven cells of 申请.办理结果.予以公开. Nothing here knows
//! which container a document was.
//!
//! | step | where |
//! |---|---|
//! | the rows of a table as a section of the form sees them | `rows`, `expect` |
//! | which row is which heading, heads or line: the heaviest chain of all | `items`, `sequence` |
//! | which cell of a row is which of the form | `columns` |
//! | rows and cells, and what is left over | `laying`, `surplus`, `units` |
//!
//! A row that is worded otherwise, missing or doubled is thus found where a search for each
//! label would take a neighbour. What cannot be told for certain is said to be unsure.

mod columns;
mod expect;
mod items;
mod laying;
mod rows;
mod sequence;
mod surplus;
mod units;

use std::{collections::BTreeMap, rc::Rc};

pub use self::items::{Laid, lay};
use self::{columns::Content, expect::Expected, rows::Row, surplus::Spoilt};
use crate::{
    figure::{self, Reading},
    published::{Doubt, Spot},
};
use form::{
    datafile::Entry,
    edition::{Edition, SlotId},
    figure::{Figure, Unread},
};

/// Tables with more rows or columns are none of the form's.
const MOST_ROWS: usize = 200;
const MOST_COLUMNS: usize = 60;
/// So many cells of a container are compared with the form.
const MOST_CELLS: usize = 10_000;

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

/// A row that names a group of the form, whose own rows say nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupRow {
    /// The row in its own words.
    pub quote: String,
    /// What names it.
    pub name: String,
    /// By row of the group, its first cell and what the form calls it.
    pub lines: Vec<(SlotId, String)>,
    /// Whether none of them is there.
    pub alone: bool,
    /// How many of its figures are 0, which theirs are then too, and how many are not.
    pub zeros: (usize, usize),
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
    /// Rows that stand for a group.
    pub groups: Vec<GroupRow>,
    /// The sections of which most rows stand there twice with different figures.
    pub doubled: Vec<usize>,
}

impl Tables {
    /// Doubts cells: what stands there, and why it tells no figure.
    fn doubt(&mut self, slots: &[SlotId], quote: &str, why: Doubt, row: &Row) {
        for &slot in slots {
            self.spots.entry(slot).or_insert_with(|| row.spot.clone());
            self.cells.insert(slot, unread(quote, why));
        }
    }

    /// Reads what a row holds for cells.
    fn record(&mut self, edition: &Edition, slots: &[SlotId], contents: Vec<Content>) {
        for (&slot, content) in slots.iter().zip(contents) {
            if let Some((reading, spot)) = reading(edition, slot, content) {
                self.cells.insert(slot, reading);
                self.spots.insert(slot, spot);
            }
        }
    }

    /// Doubts the cells of a row that its name or its heads spoil.
    fn doubt_spoilt(&mut self, slots: &[SlotId], spoilt: Vec<Spoilt>, row: &Row) {
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
        let lost = published.contains(char::REPLACEMENT_CHARACTER);
        if !lost && !self.wordings.contains(&wording) {
            self.wordings.push(wording);
        }
    }

    /// Notes the heads above rows that the form words otherwise.
    fn word_heads(&mut self, section: usize, expected: &Expected, rows: &[&Row]) {
        let mut rows = rows.to_vec();
        rows.dedup_by(|a, b| Rc::ptr_eq(&a.heads, &b.heads));
        let heads = rows.iter().flat_map(|row| &row.heads.cells);
        for head in heads.filter(|head| !head.label.is_unit()) {
            if let Some(form) = expected.head_for(&head.label) {
                self.word(section, &head.text, form);
            }
        }
    }

    fn tell(&mut self, section: usize, left: impl IntoIterator<Item = Leftover>) {
        let left = left.into_iter().map(|left| (section, left));
        self.leftovers.extend(left);
    }
}

/// A cell whose words tell no certain figure.
fn unread(words: &str, doubt: Doubt) -> Entry {
    let words = words.to_owned();
    Entry {
        figure: Figure::Unread(Unread { words, doubt }),
        ..Entry::default()
    }
}

/// What a cell of the form gives; nothing where the table has no such column.
fn reading(edition: &Edition, slot: SlotId, content: Content) -> Option<(Entry, Spot)> {
    Some(match content {
        Content::NoColumn => return None,
        Content::Unsure(words, doubt, spot) => (unread(&words, doubt), spot),
        Content::Words(words, spot) => {
            let entry = match figure::read(&words, edition.slot(slot).kind) {
                Reading::Blank => Entry::default(),
                Reading::Figure(number, note) => Entry {
                    figure: Figure::Stated(number),
                    note,
                    remark: None,
                },
                Reading::Unsure => unread(&words, Doubt::NoFigure),
            };
            (entry, spot)
        }
    })
}

/// What the tables of a report give, from the form that is laid along them.
pub fn match_tables(edition: &Edition, laid: Laid) -> Tables {
    let mut found = Tables::default();
    for (section, own) in laid.sections.into_iter().enumerate() {
        let Some(mut own) = own else { continue };
        let notes = std::mem::take(&mut own.notes).into_iter();
        found.tell(section, notes.map(Leftover::Words));
        match own.expected.lines.is_empty() {
            true => laying::single(edition, section, &own, &mut found),
            false => laying::several(edition, section, &own, &mut found),
        }
    }
    found
}
