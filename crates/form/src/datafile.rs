//! A data file to be written: what it states, in the canonical layout.
//!
//! Whatever makes a data file (a published report that is read, a roll-up, next
//! year's file) fills a [`DataFile`], so that every file of this program looks
//! the same.

mod from;
pub mod layout;
pub mod rows;
mod whole;

pub use whole::{is_map, joined};

use crate::{
    edition::Edition,
    figure::Figure,
    report::{Category, Seal},
};
use base::date::Date;

/// What a data file states. Remarks become comments, each line of them one.
///
/// [`DataFile::blank`] makes one in which nothing is filled in, [`DataFile::of`]
/// one of a report that was read. Words are written so that reading them gives
/// the same words, whatever characters they hold, but for what is hidden; a name, a title
/// and a note lose line breaks and the spaces around them, as they do when they are read.
#[derive(Clone, Debug)]
pub struct DataFile {
    /// The form.
    pub edition: &'static Edition,
    /// Comments at the head of the file, a line each.
    pub head: Vec<String>,
    /// The report year.
    pub year: Remarked<u16>,
    /// The agency's name; none is written as a key to be filled in.
    pub agency: Remarked<Option<String>>,
    /// What the agency is; none with a remark is written as a key to be filled in, none
    /// without one is left out.
    pub category: Remarked<Option<Category>>,
    /// The day of signature, likewise.
    pub date: Remarked<Option<Date>>,
    /// The title, where it is not the mandated one.
    pub title: Option<Remarked<String>>,
    /// Who signs.
    pub signature: Signature,
    /// Whether a seal goes over it, if stated.
    pub seal: Option<Seal>,
    /// Last year's data file.
    pub previous: Option<Remarked<String>>,
    /// What stands above the first section.
    pub preamble: Option<Text>,
    /// The texts, in the order of the edition's sections; `None` for tables. A section of
    /// text that has none is written as a block to be filled in.
    pub texts: Vec<Option<Text>>,
    /// The figures, in the order of the edition's slots.
    pub entries: Vec<Entry>,
    /// Comments above the tables, the groups in them and the agency, by their paths.
    pub remarks: Vec<(String, String)>,
    /// Findings that the author accepts.
    pub waivers: Vec<Waived>,
    /// Comments at the end of the file, a line each.
    pub tail: Vec<String>,
}

/// Something with a comment beside it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Remarked<T> {
    /// What is stated.
    pub value: T,
    /// The comment; none where there is nothing to say.
    pub remark: Option<String>,
}

impl<T> From<T> for Remarked<T> {
    fn from(value: T) -> Self {
        Remarked {
            value,
            remark: None,
        }
    }
}

/// A finding that the author accepts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Waived {
    /// The rule's name.
    pub rule: String,
    /// The path at or below which it is accepted; everywhere without one.
    pub path: Option<String>,
    /// Why.
    pub reason: String,
}

impl Waived {
    /// The item of a list that says it.
    pub fn written(&self) -> String {
        whole::waiver(self)
    }
}

/// Who signs a report.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Signature {
    /// The agency, which need not be said.
    #[default]
    Agency,
    /// Nobody.
    None,
    /// Somebody else.
    Named(String),
}

/// A text in parts: Markdown under a sub-heading, or under none.
///
/// It is the text of a data file, in which `{{` begins a reference: a literal `{{` is
/// handed over as `\{{`, as the author of a file would write it. A text that ends with
/// one line break looks best.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    /// The sub-headings, each with its Markdown.
    pub passages: Vec<(Option<String>, String)>,
    /// The comment above it.
    pub remark: Option<String>,
}

impl Text {
    /// The same text as one piece of Markdown, its sub-headings among the words: those with
    /// nothing below them stay when it is read back.
    pub fn in_one(self) -> Self {
        let whole = whole::joined(&whole::seen_passages(&self));
        let whole = Some(whole.trim_start().to_owned()).filter(|whole| !whole.is_empty());
        Text {
            passages: whole.map(|whole| (None, whole)).into_iter().collect(),
            ..self
        }
    }
}

/// What is written for a cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// The figure. One that is unread is written as left blank; one that is absent is left to
    /// be filled in, and a total left out: beside stated ones in a row of totals it is written
    /// as what it is computed to be.
    pub figure: Figure,
    /// The note that stays with the figure.
    pub note: Option<String>,
    /// The comment: what is not certain about it, in the published words.
    pub remark: Option<String>,
}

#[cfg(test)]
mod tests;
