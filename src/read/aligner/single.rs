//! Tables of the form with a single row of figures.

use super::{
    Leftover, Tables, columns,
    items::Own,
    rows::Row,
    surplus::{self, Surplus},
};
use crate::{form::edition::Edition, read::published::Doubt};

/// A table with a single row of figures.
pub(super) fn single(edition: &Edition, section: usize, own: &Own, found: &mut Tables) {
    let Own { expected, rows, .. } = own;
    let slots = &expected.single;
    let figures: Vec<&Row> = rows
        .iter()
        .filter(|row| row.has_figures() || row.is_wide(slots.len()))
        .collect();
    // Blank rows beside the one with figures say nothing.
    let told: Vec<&Row> = figures
        .iter()
        .copied()
        .filter(|row| row.has_figures())
        .collect();
    let figures = if told.is_empty() { figures } else { told };
    let cells = match figures[..] {
        [] => return,
        _ if expected.is_crossed(own.labels.iter()) => {
            let quotes: Vec<String> = figures.iter().map(|row| row.quote()).collect();
            return found.doubt(slots, &quotes.join("；"), Doubt::ColumnOrder, figures[0]);
        }
        [row] => columns::assign_single(expected, row),
        _ => columns::assign_halves(expected, &figures),
    };
    match cells {
        Some(cells) => {
            found.record(edition, slots, cells);
            if own.is_stray {
                found.tell(section, [Leftover::ByOrder(slots.len())]);
            }
            let mut surplus = Surplus::new(edition, expected);
            for row in &figures {
                found.doubt_spoilt(slots, surplus.of_cells(0, slots, row), row);
            }
            found.word_heads(section, expected, &figures);
            found.tell(section, surplus::notes(expected, &figures));
        }
        None => {
            let quotes: Vec<String> = figures.iter().map(|row| row.quote()).collect();
            found.doubt(slots, &quotes.join("；"), Doubt::WhichRow, figures[0]);
            found.tell(section, quotes.into_iter().map(Leftover::OneOfRows));
        }
    }
}
