//! What the reports without errors add up to: every row of the form by its total.

use serde::Serialize;

use super::Board;
use crate::{
    form::edition::{Body, Edition, Field, SlotId},
    ground::number::{Kind, Number},
};

/// The sums of an office's reports.
#[derive(Debug, Default, Serialize)]
pub(super) struct Totals {
    /// How many reports they are of.
    pub reports: usize,
    /// The form's tables, in its order.
    pub tables: Vec<Sums>,
}

/// The sums of a table.
#[derive(Debug, Serialize)]
pub(super) struct Sums {
    /// The official heading.
    pub heading: String,
    /// Its rows.
    pub rows: Vec<Sum>,
}

/// The sum of a row.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(super) struct Sum {
    /// The row, from the section on.
    pub path: String,
    /// The row as authors write it, without the section.
    pub name: String,
    /// The sum, exactly.
    pub figure: String,
    /// Whether it is an amount in 万元.
    pub is_amount: bool,
}

impl Totals {
    /// Of the reports of a board that have no errors, in the form of its year.
    pub fn of(board: &Board) -> Self {
        let Some(edition) = Edition::of_year(board.term.year) else {
            return Totals::default();
        };
        let sound = board.lines.iter().filter_map(|line| line.sound.as_ref());
        let sound: Vec<_> = sound.filter(|one| one.is_of(edition)).collect();
        let sum = |(field, slots): (&Field, Vec<SlotId>)| {
            let values = sound.iter().map(|report| report.sum(&slots));
            let sum = values.reduce(|one, other| one?.checked_add(other?))??;
            let (_, name) = field.path.split_once('.')?;
            Some(Sum {
                path: field.path.clone(),
                name: name.replace('.', " · "),
                figure: Number::from_millionths(sum).to_string(),
                is_amount: edition.slot(*slots.first()?).kind == Kind::Amount,
            })
        };
        let tables = edition.sections.iter().filter_map(|section| {
            let fields = &section.table.as_ref()?.fields;
            let rows = fields.iter().flat_map(rows).filter_map(sum);
            Some(Sums {
                heading: section.heading.clone(),
                rows: rows.collect(),
            })
        });
        Totals {
            reports: sound.len(),
            tables: tables.filter(|table| !table.rows.is_empty()).collect(),
        }
    }
}

/// A field with the cells whose sum it means, or those in it where it has no total.
fn rows(field: &Field) -> Vec<(&Field, Vec<SlotId>)> {
    match (field.totals(), &field.body) {
        (Some(slots), _) => vec![(field, slots)],
        (None, Body::Group(fields)) => fields.iter().flat_map(rows).collect(),
        (None, Body::Slot(_)) => Vec::new(),
    }
}
