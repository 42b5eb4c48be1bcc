//! A table and its continuation on the next page.

use super::{
    MOST_LINES, NEAR, PageTable, clusters, nearest,
    torn::{self, Joint, Pair},
};
use crate::published::{Cell, Table};

/// Joins a table with its continuation on the next page; gives that back where it is none:
/// its edges are not those of the first.
pub(in crate::pdf) fn join_tables(first: &mut PageTable, next: PageTable) -> Option<PageTable> {
    let ends = |found: &PageTable| Some((*found.columns.first()?, *found.columns.last()?));
    let is_near = |a: f64, b: f64| (a - b).abs() <= 2.0 * NEAR;
    let both = ends(first).zip(ends(&next));
    if !both.is_some_and(|(own, other)| is_near(own.0, other.0) && is_near(own.1, other.1)) {
        return Some(next);
    }
    // Where all cells of a page span two columns, the line between them is missing there.
    let columns = clusters(first.columns.iter().chain(&next.columns).copied());
    if columns.len() > MOST_LINES {
        return Some(next);
    }
    first.table.rows = widened(&first.table, &first.columns, &columns);
    let mut rows = widened(&next.table, &next.columns, &columns);
    first.columns = columns;
    let repeated = repeated(&first.table.rows, &rows);
    rows.drain(..repeated);
    for cell in rows.iter_mut().flatten() {
        cell.spot.origin.get_or(|| next.table.spot.origin.clone());
    }
    extend_spans(first, &mut rows);
    first.table.rows.extend(rows);
    None
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
fn extend_spans(first: &mut PageTable, rows: &mut Vec<Vec<Cell>>) {
    let Some(line) = rows.first() else {
        return;
    };
    let pairs = pairs(first, line);
    let joint = match pairs.len() < line.len() {
        true => Joint::Apart,
        false => torn::joint(&pairs),
    };
    let spans = |pair: &&Pair<'_>| pair.below.row_span > 1 || pair.above.row_span > 1;
    let own = pairs.iter();
    let own = own.filter(|pair| joint != Joint::Apart || spans(pair) && pair.goes_on());
    let joined = own.map(|pair| (pair.at, pair.row, pair.index, pair.joined(joint)));
    for (at, row, index, cell) in joined.collect::<Vec<_>>().into_iter().rev() {
        first.table.rows[row][index] = cell;
        rows[0].remove(at);
    }
    if joint != Joint::Apart {
        rows.remove(0);
    }
}

/// The cells of a row that stand right below one of the page before.
fn pairs<'a>(first: &'a PageTable, line: &'a [Cell]) -> Vec<Pair<'a>> {
    let grid = first.table.grid();
    let mut pairs = Vec::new();
    let mut column = 0;
    for (at, below) in line.iter().enumerate() {
        let (start, width) = (column, below.column_span);
        column += width;
        let above = grid.at(grid.height().saturating_sub(1), start);
        let Some(above) = above.filter(|own| (own.column, own.columns) == (start, width)) else {
            continue;
        };
        let others = grid.cells.iter().filter(|other| other.row == above.row);
        pairs.push(Pair {
            at,
            row: above.row,
            index: others.filter(|other| other.column < start).count(),
            above: above.cell,
            below,
        });
    }
    pairs
}
