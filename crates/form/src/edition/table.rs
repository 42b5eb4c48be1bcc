//! A mandated table as trees: the heads that are printed, and the fields that authors write.

use serde::Deserialize;
use serde_saphyr::Spanned;

use super::{Saying, SlotId};
use base::{diagnostic::Subject, number::Kind};

/// A mandated table.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Table {
    /// The blocks from top to bottom.
    pub blocks: Vec<Block>,
    /// What authors write.
    #[serde(skip)]
    pub fields: Vec<Field>,
    /// How texts speak of its figures.
    #[serde(default, rename = "said")]
    pub sayings: Vec<Saying>,
    /// Rows whose sums must be equal.
    #[serde(default)]
    pub(super) balances: Vec<Spanned<Equation>>,
}

/// Rows of a table, column by column as many on the one side as on the other.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Equation {
    pub sum: Vec<Spanned<String>>,
    pub equals: Vec<Spanned<String>>,
}

/// The columns that last year's figure grows and shrinks by.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Flow {
    pub plus: Spanned<String>,
    pub minus: Spanned<String>,
}

/// Columns over rows.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Block {
    /// The line across the table above the block.
    pub caption: Option<String>,
    /// The words in the upper left corner.
    pub corner: Option<String>,
    /// The columns.
    #[serde(default)]
    pub columns: Vec<Head>,
    /// The rows; none for a single row of figures without a heading.
    #[serde(default)]
    pub rows: Vec<Head>,
    /// The slots: a list of leaf columns for every leaf row.
    #[serde(skip)]
    pub slots: Vec<Vec<SlotId>>,
}

impl Block {
    /// The leaf rows, each with the heads that lead to it; one without heads where there are
    /// none.
    pub(super) fn lines(&self) -> Vec<Vec<&Head>> {
        match self.rows.is_empty() {
            true => vec![Vec::new()],
            false => Head::leaves(&self.rows),
        }
    }
}

/// A row or column with its heading, and those below it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Head {
    /// What authors write; none where the heading is only printed.
    pub key: Option<String>,
    /// What is printed.
    pub heading: String,
    /// Other words that published reports print.
    #[serde(default)]
    pub also: Vec<String>,
    /// Whether it is the total of its neighbours.
    #[serde(default)]
    pub total: bool,
    /// What its figures are, where that is not a count.
    pub kind: Option<Kind>,
    /// What its figures are counted in, where that does not follow from the kind.
    pub(super) unit: Option<String>,
    /// Whether it counts the requests received in the year.
    #[serde(default)]
    pub(super) received: bool,
    /// Whether its figures are of 规章.
    #[serde(default)]
    pub(super) regulations: bool,
    /// The rows or columns that it spans.
    #[serde(default, rename = "rows", alias = "columns")]
    pub children: Vec<Head>,
    /// Last year's row that this one repeats.
    pub(super) brought_forward: Option<Spanned<String>>,
    /// Where its figures are last year's, plus what was added, minus what was taken away.
    pub(super) stock: Option<Flow>,
}

impl Head {
    /// How many leaves it spans.
    pub fn width(&self) -> usize {
        match self.children.is_empty() {
            true => 1,
            false => self.children.iter().map(Head::width).sum(),
        }
    }

    /// The leaves of some heads in order, each with the heads that lead to it, itself last.
    pub fn leaves(heads: &[Head]) -> Vec<Vec<&Head>> {
        let mut found = Vec::new();
        for head in heads {
            match head.children.is_empty() {
                true => found.push(vec![head]),
                false => found.extend(Head::leaves(&head.children).into_iter().map(|mut leaf| {
                    leaf.insert(0, head);
                    leaf
                })),
            }
        }
        found
    }

    /// How many levels it has, itself included.
    pub fn depth(&self) -> usize {
        1 + self.children.iter().map(Head::depth).max().unwrap_or(0)
    }
}

/// A place for one figure.
#[derive(Debug)]
pub struct Slot {
    /// Its name: the section's key and those of its row and column, joined by dots.
    pub path: String,
    /// What may stand there.
    pub kind: Kind,
    /// What it is counted in: 件, 项, 万元.
    pub unit: String,
    /// Whether its row or its column is a total: then it may be left out.
    pub total: bool,
}

impl Slot {
    /// The last key of its path.
    pub fn key(&self) -> &str {
        self.path.rsplit('.').next().unwrap_or(&self.path)
    }

    /// Its path without the last key.
    pub fn row(&self) -> &str {
        self.path.rsplit_once('.').map_or("", |(row, _)| row)
    }
}

/// What an author writes for a row, a column or a group of them.
#[derive(Debug)]
pub struct Field {
    /// The key.
    pub key: String,
    /// The official heading.
    pub heading: String,
    /// The path, from the section on.
    pub path: String,
    /// Whether it is the total of its neighbours.
    pub total: bool,
    /// A figure, or more fields.
    pub body: Body,
}

/// What a field holds.
#[derive(Debug)]
pub enum Body {
    /// One figure.
    Slot(SlotId),
    /// More fields.
    Group(Vec<Field>),
}

impl Field {
    /// What it is called within what it is of.
    pub fn subject(&self) -> Subject {
        Subject {
            path: self.key.clone(),
            name: self.heading.clone(),
        }
    }

    /// Whether some fields are the figures of one row.
    pub fn are_line(fields: &[Field]) -> bool {
        let mut bodies = fields.iter().map(|field| &field.body);
        bodies.all(|body| matches!(body, Body::Slot(_)))
    }

    /// The fields of a row of figures, if this is one.
    pub fn line(&self) -> Option<&[Field]> {
        match &self.body {
            Body::Group(fields) if Field::are_line(fields) => Some(fields),
            _ => None,
        }
    }

    /// The cells whose sum a path alone means: a figure itself, a row's total, or the
    /// totals of a group's rows; `None` for a row that has no total.
    pub fn totals(&self) -> Option<Vec<SlotId>> {
        let fields = match &self.body {
            Body::Slot(slot) => return Some(vec![*slot]),
            Body::Group(fields) => fields,
        };
        if let Some(total) = fields.iter().find(|field| field.total) {
            return total.totals();
        }
        if self.line().is_some() {
            return None;
        }
        let below: Option<Vec<_>> = fields.iter().map(Field::totals).collect();
        Some(below?.concat())
    }

    /// Every slot in it, in the form's order.
    pub fn slots(&self) -> Vec<SlotId> {
        let leaves = self.leaves().into_iter();
        leaves.map(|(slot, _)| slot).collect()
    }

    /// The same, each with its field.
    pub(super) fn leaves(&self) -> Vec<(SlotId, &Field)> {
        match &self.body {
            Body::Slot(slot) => vec![(*slot, self)],
            Body::Group(fields) => fields.iter().flat_map(Field::leaves).collect(),
        }
    }
}
