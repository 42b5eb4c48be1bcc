//! Tables of the form with a single row of figures, and such a row in another table.

use super::{
    Leftover, Tables, columns,
    expect::Expected,
    rows::{self, Row, Shape},
    surplus::{self, Surplus},
};
use crate::{form::edition::Edition, read::published::Doubt};

/// A table with a single row of figures.
pub(super) fn single(
    edition: &Edition,
    section: usize,
    expected: &Expected,
    rows: &[Row],
    crossed: bool,
    found: &mut Tables,
) {
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
        _ if crossed => {
            let quotes: Vec<String> = figures.iter().map(|row| row.quote()).collect();
            return found.doubt(slots, &quotes.join("；"), Doubt::ColumnOrder, figures[0]);
        }
        [row] => columns::assign_single(expected, row),
        _ => columns::assign_halves(expected, &figures),
    };
    match cells {
        Some(cells) => {
            found.record(edition, slots, cells);
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

/// A row of figures alone that lies in another table: a dump lost the table's head.
pub(super) fn strays(
    edition: &Edition,
    expected: &[Option<Expected>],
    shapes: &[Option<Shape>],
    found: &mut Tables,
) {
    for (section, expected) in expected.iter().enumerate() {
        let Some(expected) = expected.as_ref().filter(|e| e.lines.is_empty()) else {
            continue;
        };
        if expected
            .single
            .iter()
            .any(|slot| found.cells.contains_key(slot))
        {
            continue;
        }
        let rows: Vec<Row> = shapes
            .iter()
            .flatten()
            .flat_map(|shape| rows::rows(expected, shape))
            .collect();
        let wide: Vec<&Row> = rows
            .iter()
            .filter(|row| {
                row.label.is_none()
                    && row.values.len() == expected.single.len()
                    && row.has_figures()
            })
            .collect();
        if let [row] = wide[..]
            && let Some(cells) = columns::assign_single(expected, row)
        {
            found.record(edition, &expected.single, cells);
            found.tell(section, [Leftover::ByOrder(row.values.len())]);
        }
    }
}
