//! What a row lays into the cells of the form, and what they then hold.

use super::{Got, Tables, beyond::Why, rows::Row};
use crate::{
    form::{
        datafile::Stated,
        edition::{Edition, SlotId},
    },
    read::{
        figure::{self, Reading},
        published::Doubt,
    },
};

/// Doubts the cells of a row that its name or its heads spoil.
pub fn spoil(slots: &[SlotId], spoiled: Vec<Why>, row: &Row, found: &mut Tables) {
    for (&slot, why) in slots.iter().zip(spoiled) {
        let Some((why, words)) = why else { continue };
        let quote = match row.quote() {
            quote if quote.contains(&words) => quote,
            quote => format!("{}：{quote}", words.replace('\n', "")),
        };
        doubt(&[slot], &quote, why, found);
    }
}

/// Doubts cells: what stands there, and why it tells no figure.
pub fn doubt(slots: &[SlotId], quote: &str, why: Doubt, found: &mut Tables) {
    for &slot in slots {
        let quote = quote.to_owned();
        found.cells.insert(slot, Got::Unsure { quote, why });
    }
}

/// What was laid into a cell of the form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Laid {
    /// The published cell's words.
    Text(String),
    /// Words that may belong to this cell or to another.
    Doubtful(String, Doubt),
    /// The published table has no such column.
    Nothing,
}

/// Reads what was laid into cells.
pub fn record(edition: &Edition, slots: &[SlotId], cells: Vec<Laid>, found: &mut Tables) {
    for (&slot, laid) in slots.iter().zip(cells) {
        let got = match laid {
            Laid::Nothing => continue,
            Laid::Doubtful(quote, why) => Got::Unsure { quote, why },
            Laid::Text(text) => match figure::read(&text, edition.slot(slot).kind) {
                Reading::Blank => Got::Certain(Stated::Blank, None),
                Reading::Figure(number, note) => Got::Certain(Stated::Figure(number), note),
                Reading::Unsure => Got::Unsure {
                    quote: text,
                    why: Doubt::NoFigure,
                },
            },
        };
        found.cells.insert(slot, got);
    }
}
