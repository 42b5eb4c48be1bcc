//! A data file to be written: what it states, in the canonical layout.
//!
//! Whatever makes a data file (a published report that is read, a roll-up, next
//! year's file) fills a [`DataFile`], so that every file of this program looks
//! the same.

use crate::{date::Date, edition::Edition, number::Number, report::Category};

/// What a data file states. Remarks become comments, each line of them one.
#[derive(Clone, Debug)]
pub struct DataFile {
    /// The form.
    pub edition: &'static Edition,
    /// Comments at the head of the file, a line each.
    pub head: Vec<String>,
    /// The report year.
    pub year: Remarked<u16>,
    /// The agency's name.
    pub agency: Remarked<Option<String>>,
    /// What the agency is.
    pub category: Remarked<Option<Category>>,
    /// The day of signature.
    pub date: Remarked<Option<Date>>,
    /// The title, where it is not the mandated one.
    pub title: Option<Remarked<String>>,
    /// Who signs.
    pub signature: Signature,
    /// Last year's data file.
    pub previous: Option<Remarked<String>>,
    /// What stands above the first section.
    pub preamble: Option<Text>,
    /// The texts, in the order of the edition's sections; `None` for tables.
    pub texts: Vec<Option<Text>>,
    /// The figures, in the order of the edition's slots.
    pub entries: Vec<Entry>,
    /// Comments above the tables, by the section's key.
    pub remarks: Vec<(String, String)>,
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
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    /// The sub-headings, each with its Markdown.
    pub passages: Vec<(Option<String>, String)>,
    /// The comment above it.
    pub remark: Option<String>,
}

/// What is written for a cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// The figure.
    pub figure: Stated,
    /// The note that stays with the figure.
    pub note: Option<String>,
    /// The comment: what is not certain about it, in the published words.
    pub remark: Option<String>,
}

/// What is stated in a cell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Stated {
    /// A figure.
    Figure(Number),
    /// Left blank: `~`.
    #[default]
    Blank,
    /// Left out, which only a total may be: it is computed.
    Absent,
    /// Not there at all: the row is written with nothing behind its key, for the author to fill.
    Missing,
}
