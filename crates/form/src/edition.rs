//! The mandated form, declared once as data.
//!
//! An [`Edition`] is read from one YAML file that a lawyer can lay beside the
//! official page. Everything that depends on the form derives from it: what a
//! data file must hold, which sums must come out, how the tables are laid out.
//! A new official format is a new file beside this page and no Rust: the build lists the
//! files, an edition is for the years until the next one's first, and [`Edition::bring`]
//! takes in further ones, as a test of a made-up form does.
//!
//! A table is one or more blocks; a block is a tree of columns over a tree of
//! rows. Where a leaf row meets a leaf column lies a [`Slot`], which holds one
//! figure. What an author writes is the same trees with the keyless heads left
//! out: the [`Field`]s.

mod derive;
mod file;
mod names;
mod table;

use std::{collections::HashMap, sync::OnceLock};

use serde::Deserialize;

pub use table::{Block, Body, Field, Head, Slot, Table};

/// The number of a slot within its edition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SlotId(pub usize);

/// An official form. What is not derived stands in its file under the same names.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Edition {
    /// The name that data files may state: `2021`.
    pub name: String,
    /// The 文号 of the document that prescribes it.
    pub document: String,
    /// The first report year.
    pub from: u16,
    /// The last report year, the one before the next edition's first, if there is one.
    #[serde(skip)]
    pub to: Option<u16>,
    /// The mandated title with `{agency}` and `{year}`.
    pub title: String,
    /// The six sections in order.
    pub sections: Vec<Section>,
    /// Every place for a figure.
    #[serde(skip)]
    pub slots: Vec<Slot>,
    /// Totals and what they are the totals of.
    #[serde(skip)]
    pub sums: Vec<Sum>,
    /// 勾稽关系: sums that must be equal.
    #[serde(skip)]
    pub balances: Vec<Balance>,
    /// Figures that last year's report has already stated.
    #[serde(skip)]
    pub ties: Vec<Tie>,
    /// Figures that grow and shrink from year to year.
    #[serde(skip)]
    pub stocks: Vec<Stock>,
    /// The path of the row that counts the requests received in the year.
    #[serde(skip)]
    pub received: Option<String>,
    /// Figures of 规章, which few agencies may make.
    #[serde(skip)]
    pub regulations: Vec<SlotId>,
    /// What is printed for a path.
    #[serde(skip)]
    names: HashMap<String, String>,
}

/// One of the six sections.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// What authors write.
    pub key: String,
    /// What is printed.
    pub heading: String,
    /// Other words that published reports head it with.
    #[serde(default)]
    pub also: Vec<String>,
    /// What the official document asks its text to cover.
    #[serde(default)]
    pub topics: Vec<Topic>,
    /// Likewise in the report of a government: 《条例》第五十条第（四）项.
    #[serde(default)]
    pub governments: Vec<Topic>,
    /// Fewer characters than this are hardly a text.
    #[serde(default)]
    pub least: usize,
    /// Its table; without one it is text.
    pub table: Option<Table>,
}

/// Something that a section's text must cover.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Topic {
    /// What it is called.
    pub name: String,
    /// The rule that asks for it, where it is one of its own.
    pub rule: Option<String>,
    /// Words of which a text that covers it has at least one.
    #[serde(default)]
    pub words: Vec<String>,
}

/// How texts speak of a figure.
#[derive(Debug, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Saying {
    /// What the number may be, the likeliest first: each a sum of paths.
    #[serde(default)]
    pub any: Vec<Vec<String>>,
    /// Columns that cross the row spoken of before; `any` is the row where none was.
    #[serde(default)]
    pub keys: Vec<String>,
    /// What a percentage of this name is taken of, likewise sums of paths.
    #[serde(default)]
    pub over: Vec<Vec<String>>,
    /// Words of which the sentence has one where any but the first of `any` is meant.
    #[serde(default)]
    pub including: Vec<String>,
    /// The words that name it.
    pub words: Vec<String>,
    /// Further words that name it only where it is said that there was none.
    #[serde(default)]
    pub denied: Vec<String>,
    /// Words of which one stands beside them; none are needed if there are none.
    #[serde(default)]
    pub verbs: Vec<String>,
    /// Words of which one stands in the sentence; likewise.
    #[serde(default)]
    pub context: Vec<String>,
    /// The number's unit, where only one will do.
    pub unit: Option<String>,
    /// Whether it is a part of what was spoken of before, and says nothing without it.
    #[serde(default)]
    pub within: bool,
    /// Whether it is meant only where nothing else is.
    #[serde(default)]
    pub weak: bool,
}

/// Along which direction a total adds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Axis {
    /// The total of a row, or of a group of columns.
    Row,
    /// The total of a column.
    Column,
}

/// A total.
#[derive(Debug)]
pub struct Sum {
    /// The direction.
    pub axis: Axis,
    /// The total.
    pub total: SlotId,
    /// What it is the total of.
    pub parts: Vec<SlotId>,
    /// The path of the row, or for a column that of the rows' group.
    pub path: String,
}

/// Two sums that must be equal, in one column.
#[derive(Debug)]
pub struct Balance {
    /// The column's heading.
    pub column: String,
    /// The first sum.
    pub left: Vec<SlotId>,
    /// The second.
    pub right: Vec<SlotId>,
}

/// A figure that repeats one of last year's report.
#[derive(Debug)]
pub struct Tie {
    /// This year's figure.
    pub slot: SlotId,
    /// The path of last year's.
    pub previous: String,
}

/// A figure that is last year's, plus what was added, minus what was taken away.
#[derive(Debug)]
pub struct Stock {
    /// The figure.
    pub slot: SlotId,
    /// What was added this year.
    pub plus: SlotId,
    /// What was taken away this year.
    pub minus: SlotId,
}

impl Edition {
    /// Every edition, the oldest first.
    ///
    /// # Panics
    /// An embedded file is faulty; a test reads every one of them.
    pub fn all() -> &'static [Edition] {
        ALL.get_or_init(|| file::editions(EMBEDDED).unwrap_or_else(|mistake| panic!("{mistake}")))
    }

    /// Brings further editions, each a file's name and its text, beside those embedded.
    ///
    /// # Errors
    /// The first mistake in them with its place; or that somebody has asked for an
    /// edition already: which forms there are is settled once for the whole process.
    pub fn bring(files: &[(&str, &str)]) -> Result<(), String> {
        let all = file::editions(&[EMBEDDED, files].concat())?;
        ALL.set(all)
            .map_err(|_| "the editions are in use already".to_owned())
    }

    /// The edition that is prescribed for a report year.
    pub fn of_year(year: u16) -> Option<&'static Edition> {
        Self::all().iter().find(|edition| edition.covers(year))
    }

    /// The edition of a name.
    pub fn named(name: &str) -> Option<&'static Edition> {
        Self::all().iter().find(|edition| edition.name == name)
    }

    /// The newest edition.
    pub fn latest() -> &'static Edition {
        Self::all()
            .last()
            .expect("at least one edition is embedded")
    }

    /// Whether it is prescribed for a report year.
    pub fn covers(&self, year: u16) -> bool {
        self.from <= year && self.to.is_none_or(|to| year <= to)
    }

    /// The years it is for, in words.
    pub fn years(&self) -> String {
        match self.to {
            Some(to) => format!("{}–{to} 年度", self.from),
            None => format!("{} 年度起", self.from),
        }
    }

    /// The mandated title of an agency's report.
    pub fn title_of(&self, agency: &str, year: u16) -> String {
        self.title
            .replace("{agency}", agency)
            .replace("{year}", &year.to_string())
    }

    /// A slot.
    pub fn slot(&self, id: SlotId) -> &Slot {
        &self.slots[id.0]
    }

    /// The slot of a full path.
    pub fn find(&self, path: &str) -> Option<SlotId> {
        self.slots
            .iter()
            .position(|slot| slot.path == path)
            .map(SlotId)
    }

    /// A cell by way of example: the requests received, or the first figure.
    pub fn example(&self) -> Option<&Slot> {
        let received = || self.field(self.received.as_deref()?)?.totals();
        let id = received().and_then(|slots| slots.first().copied());
        self.slots.get(id.unwrap_or(SlotId(0)).0)
    }

    /// How texts speak of its figures, table by table.
    pub fn sayings(&self) -> impl Iterator<Item = &Saying> {
        let tables = self.sections.iter().filter_map(|s| s.table.as_ref());
        tables.flat_map(|table| &table.sayings)
    }

    /// The field of a path, from a section's key on.
    pub fn field(&self, path: &str) -> Option<&Field> {
        field_of(&self.sections, path)
    }
}

fn field_of<'a>(sections: &'a [Section], path: &str) -> Option<&'a Field> {
    let (section, rest) = path.split_once('.')?;
    let section = sections.iter().find(|s| s.key == section)?;
    let mut fields = &section.table.as_ref()?.fields;
    let mut found = None;
    for key in rest.split('.') {
        let field = fields.iter().find(|field| field.key == key)?;
        found = Some(field);
        fields = match &field.body {
            Body::Group(fields) => fields,
            Body::Slot(_) => const { &Vec::new() },
        };
    }
    found
}

/// The edition files of this folder, as the build lists them.
const EMBEDDED: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/editions.rs"));

static ALL: OnceLock<Vec<Edition>> = OnceLock::new();

#[cfg(test)]
mod tests;
