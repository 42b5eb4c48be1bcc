//! A table and its continuation on the next page.

use super::{
    Found, MOST_LINES, NEAR, Room, clusters, nearest,
    torn::{self, Joint, Pair},
};
use crate::read::published::{Cell, Doubt, Table};

/// Joins a table with its continuation on the next page.
///
/// # Errors
/// The other table, where it is none: its edges are not those of the first.
pub(in crate::read::pdf) fn join_tables(first: &mut Found, next: Found) -> Result<(), Box<Found>> {
    let ends = |found: &Found| (found.columns[0], found.columns[found.columns.len() - 1]);
    let ((left, right), (next_left, next_right)) = (ends(first), ends(&next));
    if first.chain != next.chain
        || (left - next_left).abs() > 2.0 * NEAR
        || (right - next_right).abs() > 2.0 * NEAR
    {
        return Err(Box::new(next));
    }
    // Where all cells of a page span two columns, the line between them is missing there.
    let columns = clusters(first.columns.iter().chain(&next.columns).copied());
    if columns.len() > MOST_LINES {
        return Err(Box::new(next));
    }
    first.table.rows = widened(&first.table, &first.columns, &columns);
    let mut rows = widened(&next.table, &next.columns, &columns);
    first.columns = columns;
    let repeated = repeated(&first.table.rows, &rows);
    rows.drain(..repeated);
    extend_spans(first, &mut rows);
    first.table.rows.extend(rows);
    first.bottom = next.bottom;
    first.foot = next.foot;
    Ok(())
}

/// The rows of a table among more columns.
fn widened(table: &Table, from: &[f64], to: &[f64]) -> Vec<Vec<Cell>> {
    let mut rows = vec![Vec::new(); table.rows.len()];
    for spread in &table.grid().cells {
        let edge = |at: usize| nearest(to, from[at.min(from.len() - 1)]);
        let columns = edge(spread.column + spread.columns).saturating_sub(edge(spread.column));
        rows[spread.row].push(Cell {
            column_span: columns.max(1),
            ..spread.cell.clone()
        });
    }
    rows
}

/// How many rows at the start of a continuation repeat the table's first rows.
fn repeated(first: &[Vec<Cell>], next: &[Vec<Cell>]) -> usize {
    let same = first.iter().zip(next).take_while(|(a, b)| a == b).count();
    // A header ends where no cell of it goes on.
    let is_end = |&end: &usize| {
        let rows = next[..end].iter().enumerate();
        let mut cells =
            rows.flat_map(|(row, cells)| cells.iter().map(move |cell| row + cell.row_span));
        cells.all(|last| last <= end)
            && next[..end]
                .iter()
                .flatten()
                .any(|cell| !cell.text.is_empty())
    };
    (1..=same.min(6)).rev().find(is_end).unwrap_or(0)
}

/// What went on over the page's end is one again: a row that was parted, and cells of
/// several rows.
fn extend_spans(first: &mut Found, rows: &mut Vec<Vec<Cell>>) {
    let Some(line) = rows.first() else {
        return;
    };
    let pairs = pairs(first, line);
    let joint = match pairs.len() == line.len() {
        true => torn::joint(&pairs),
        false => Joint::Apart,
    };
    let is_apart = joint == Joint::Apart;
    let spans = |pair: &&Pair<'_>| {
        !is_apart || (pair.below.row_span > 1 || pair.above.row_span > 1) && pair.goes_on()
    };
    let kept = match pairs.len() == line.len() {
        true => Vec::new(),
        false => torn::below(&pairs, line),
    };
    let joined: Vec<_> = pairs
        .iter()
        .filter(spans)
        .map(|pair| (pair.at, pair.row, pair.index, torn::text(pair, joint)))
        .collect();
    for (row, index, text) in kept {
        let above = &mut first.table.rows[row][index];
        (above.text, above.doubt) = (text, Some(Doubt::NextPage));
    }
    for (at, row, index, (text, doubt)) in joined.into_iter().rev() {
        let below = rows[0].remove(at);
        let above = &mut first.table.rows[row][index];
        above.text = text;
        above.doubt = doubt.or(above.doubt).or(below.doubt);
        above.row_span += below.row_span - usize::from(!is_apart);
    }
    if !is_apart {
        rows.remove(0);
    }
}

/// The cells of a row that stand right below one of the page before.
fn pairs<'a>(first: &'a Found, line: &'a [Cell]) -> Vec<Pair<'a>> {
    let ends = ends(&first.table);
    let near = |a: f64, b: f64| (a - b).abs() < NEAR;
    let mut column = 0;
    let mut pairs = Vec::new();
    for ((at, below), (left, right)) in line.iter().enumerate().zip(sides(line, &first.columns)) {
        let mut foot = first.foot.iter();
        let foot = foot.find(|foot| near(foot.left, left) && near(foot.right, right));
        let fits = |end: &&End| (end.column, end.width) == (column, below.column_span);
        pairs.extend(ends.iter().find(fits).map(|end| Pair {
            at,
            row: end.row,
            index: end.index,
            above: &first.table.rows[end.row][end.index],
            below,
            room: foot.map_or(Room::Unclear, |foot| foot.room),
        }));
        column += below.column_span;
    }
    pairs
}

/// From where to where the cells of a row lie that nothing from above spans; as many
/// columns are between them as they say.
fn sides(line: &[Cell], columns: &[f64]) -> Vec<(f64, f64)> {
    let edge = |at: usize| columns[at.min(columns.len() - 1)];
    let starts = line.iter().scan(0, |column, cell| {
        let start = *column;
        *column += cell.column_span;
        Some((edge(start), edge(*column)))
    });
    starts.collect()
}

/// A cell that ends where its table ends on a page.
struct End {
    column: usize,
    width: usize,
    row: usize,
    index: usize,
}

fn ends(table: &Table) -> Vec<End> {
    let height = table.rows.len();
    let mut count = vec![0; height];
    let mut ends = Vec::new();
    for spread in &table.grid().cells {
        let index = count[spread.row];
        count[spread.row] += 1;
        if spread.row + spread.rows == height {
            ends.push(End {
                column: spread.column,
                width: spread.columns,
                row: spread.row,
                index,
            });
        }
    }
    ends
}
