//! The lines of a table: each edge between two cells once, joined to long strokes.

use super::table_cell::Entry;

/// Strokes from one crossing of the grid to another, as column and row: `[from, from, to, to]`.
///
/// `rows` are the grid's rows that stand on a page, from top to bottom.
pub(super) fn edges<'a>(
    entries: impl Iterator<Item = &'a Entry>,
    rows: &[usize],
    columns: usize,
) -> Vec<[usize; 4]> {
    let owners = owners(entries, rows, columns);
    let owner = |row: usize, column: usize| owners[row * columns + column];
    let across = |row: usize, column: usize| {
        row == 0 || row == rows.len() || differ(owner(row - 1, column), owner(row, column))
    };
    let down = |row: usize, column: usize| {
        column == 0 || column == columns || differ(owner(row, column - 1), owner(row, column))
    };
    let mut strokes = Vec::new();
    for row in 0..=rows.len() {
        let runs = runs(columns, |column| across(row, column));
        strokes.extend(runs.map(|(from, to)| [from, row, to, row]));
    }
    for column in 0..=columns {
        let runs = runs(rows.len(), |row| down(row, column));
        strokes.extend(runs.map(|(from, to)| [column, from, column, to]));
    }
    strokes
}

/// Two places belong together only within one cell.
fn differ(before: Option<usize>, after: Option<usize>) -> bool {
    before.is_none() || before != after
}

fn owners<'a>(
    entries: impl Iterator<Item = &'a Entry>,
    rows: &[usize],
    columns: usize,
) -> Vec<Option<usize>> {
    let mut owners = vec![None; rows.len() * columns];
    for (number, entry) in entries.enumerate() {
        for (line, row) in rows.iter().enumerate() {
            if entry.rows().contains(row) {
                owners[line * columns..][entry.columns()].fill(Some(number));
            }
        }
    }
    owners
}

/// The longest stretches of places for which something holds.
fn runs(count: usize, holds: impl Fn(usize) -> bool) -> impl Iterator<Item = (usize, usize)> {
    let mut out: Vec<(usize, usize)> = Vec::new();
    for place in (0..count).filter(|&place| holds(place)) {
        match out.last_mut() {
            Some(last) if last.1 == place => last.1 += 1,
            _ => out.push((place, place + 1)),
        }
    }
    out.into_iter()
}
