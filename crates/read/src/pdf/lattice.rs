//! Tables from the rules around their cells.
//!
//! In: a page, its words and rules. Out: its tables from the top, and the words that stand
//! in none. Rules that cross or touch (`rules`) make a grid, whose cells are what no rule
//! parts (`grid`); words lie in the cell that holds their middle (`cells`). What goes on
//! over a page's end is one table again (`pages`), with its torn rows (`torn`): a figure of
//! which nothing tells whether it is whole has a doubt. Tables without rules are left to
//! `unruled`.

mod cells;
mod grid;
mod pages;
mod rules;
mod torn;

pub(super) use self::pages::join_tables;
use self::{grid::Lattice, rules::groups};
use super::page::{Page, Piece};
use crate::published::Table;

/// Rules nearer than this are one, in points.
const NEAR: f64 = 3.0;
/// A table has so many rows or columns at most.
const MOST_LINES: usize = 400;

/// A table on one page.
#[derive(Debug, Default)]
pub(super) struct PageTable {
    /// The edges of its columns, from left to right; none where no rules draw them.
    pub(super) columns: Vec<f64>,
    pub(super) top: f64,
    pub(super) table: Table,
}

/// The tables of a page, from the top, and the pieces that lie in none.
pub(super) fn tables(page: &Page, number: usize) -> (Vec<PageTable>, Vec<Piece>) {
    let mut rest = page.pieces.clone();
    let mut found: Vec<PageTable> = Vec::new();
    let mut grids: Vec<Lattice> = groups(&page.rules)
        .iter()
        .filter_map(|rules| Lattice::new(rules))
        .collect();
    // A table within another is part of its cell; the inner one comes first.
    grids.sort_by(|a, b| a.area().total_cmp(&b.area()));
    for lattice in grids {
        let (inside, outside) = rest.into_iter().partition(|piece| lattice.holds(piece));
        rest = outside;
        found.extend(lattice.table(inside, number, &mut rest));
    }
    rest.retain(|piece| !piece.is_artifact);
    found.sort_by(|a, b| b.top.total_cmp(&a.top));
    (found, rest)
}

/// Places that lie near one another become one.
fn clusters(places: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut sorted: Vec<f64> = places.collect();
    sorted.sort_by(f64::total_cmp);
    let mut clusters: Vec<(f64, f64, usize)> = Vec::new();
    for place in sorted {
        match clusters.last_mut() {
            Some((last, sum, count)) if place - *last < NEAR => {
                (*last, *sum, *count) = (place, *sum + place, *count + 1);
            }
            _ => clusters.push((place, place, 1)),
        }
    }
    clusters
        .into_iter()
        .map(|(_, sum, count)| sum / count as f64)
        .collect()
}

fn nearest(edges: &[f64], place: f64) -> usize {
    let distance = |at: &usize| (edges[*at] - place).abs();
    let best = (0..edges.len()).min_by(|a, b| distance(a).total_cmp(&distance(b)));
    best.unwrap_or_default()
}
