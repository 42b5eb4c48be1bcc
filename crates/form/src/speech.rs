//! How reports speak of figures, whatever the form: units, and words that relate numbers.
//!
//! `speech.yaml` beside this page has the words, for a lawyer to read and to extend; what
//! speaks of a cell of a form stands in that form's own file.

use std::{collections::BTreeMap, sync::OnceLock};

use serde::Deserialize;

/// What a word does in a sentence with numbers; the file says which words do it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Role {
    /// The number is the whole of something.
    Whole,
    /// The number adds what was listed before it.
    Total,
    /// What follows divides the number before.
    Among,
    /// What follows is no part of what was divided.
    Besides,
    /// Behind a number: what follows divides it.
    Amid,
    /// As many numbers follow as things were named.
    Each,
    /// The number is that of every thing named.
    Both,
    /// A percentage of something follows.
    Base,
    /// Makes a percentage of the word before it.
    Rate,
    /// Compares with the year that follows.
    Than,
    Yearly,
    Monthly,
    Up,
    Down,
    From,
    Denial,
    And,
    Includes,
    /// A colon behind it divides the number before.
    Divides,
    Other,
    /// Parts overlap, so that they need not add up.
    Overlap,
    AndMore,
    /// The matter that every report is about.
    Topic,
    This,
    Last,
    Next,
    Span,
    /// A part of the year.
    Part,
    /// A part of the ways by which something came.
    Channel,
    Own,
    /// Offices below a government.
    Parts,
    /// More than the agency's own.
    Wider,
    /// Words that change nothing.
    Filler,
    /// Words in which others of this list mean nothing.
    Opaque,
}

/// What a number counts in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// What tables count: 件, 条, 次.
    Count,
    /// Money: what one is in yuan.
    Money,
    /// Hundredths.
    Percent,
    /// A multiple.
    Times,
    /// A class of what is counted: 类, 个方面.
    Class,
    /// Anything else.
    Other,
    /// No unit is written.
    Bare,
}

/// The units of a kind and a size.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Units {
    /// What they count.
    pub kind: Unit,
    /// What one is in the kind's own.
    #[serde(default = "one")]
    pub size: i128,
    /// How they are written.
    pub names: Vec<String>,
}

fn one() -> i128 {
    1
}

/// The words of `speech.yaml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Speech {
    /// The units that stand behind numbers.
    pub units: Vec<Units>,
    /// Those by which organs and people are counted together.
    pub bodies: Vec<String>,
    /// Words that make a number an approximate one.
    pub about: Vec<String>,
    /// Words that make it the upper bound.
    pub nearly: Vec<String>,
    /// Words that make it the lower bound.
    pub over: Vec<String>,
    /// Likewise, behind the number.
    pub more: Vec<String>,
    /// What stands before 一 where the two are no number.
    pub single: Vec<String>,
    /// What stands before any number that counts nothing.
    pub every: Vec<String>,
    /// Words of a note behind which the right figure stands.
    pub corrects: Vec<String>,
    /// The words of each role.
    pub words: BTreeMap<Role, Vec<String>>,
    /// How agencies are called and call themselves, by kinds of words.
    pub agencies: BTreeMap<String, Vec<String>>,
    /// How texts speak of years, likewise.
    pub years: BTreeMap<String, Vec<String>>,
    /// What is left in where something should be filled in, likewise.
    pub blanks: BTreeMap<String, Vec<String>>,
}

/// The words.
///
/// # Panics
/// The embedded file is faulty; a test reads it.
pub fn speech() -> &'static Speech {
    static SPEECH: OnceLock<Speech> = OnceLock::new();
    SPEECH.get_or_init(|| {
        let read = serde_saphyr::from_str(include_str!("speech.yaml"));
        read.unwrap_or_else(|mistake| panic!("speech.yaml: {mistake}"))
    })
}
