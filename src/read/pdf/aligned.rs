//! Tables that no rules draw, read by the order in which the page shows their words.
//!
//! Programs show a table row by row and cell by cell, the lines of a cell one after the
//! other. Figures that stand below one another tell the columns; the order tells which
//! words are one cell and which cells one row, and the places must agree with it. Every
//! word of such a table comes into one of its cells. What does not agree is left to
//! `placed`.

mod blocks;
mod cells;
mod rows;
mod runs;

use self::{blocks::Block, runs::Run};
use super::{lattice::Found, text::Line};

/// From where to where something stands, from the left.
type Sides = (f64, f64);

/// A block, how far it goes on its page, and its cells by row.
struct Draft {
    page: usize,
    block: Block,
    lines: std::ops::Range<usize>,
    rows: Vec<rows::Row>,
    /// The tables that share their columns with this one.
    chain: usize,
}

/// The tables among the lines of each page, which lose them.
pub(super) fn tables(pages: &mut [&mut Vec<Line>]) -> Vec<Vec<Found>> {
    let mut drafts: Vec<Draft> = Vec::new();
    for (page, lines) in pages.iter().enumerate() {
        let runs: Vec<Vec<Run>> = runs::runs(lines);
        let mut from = 0;
        let blocks = blocks::blocks(&runs);
        let next = blocks.iter().skip(1).map(|block| block.anchors[0]);
        let ends: Vec<usize> = next.chain([runs.len()]).collect();
        for (block, end) in blocks.into_iter().zip(ends) {
            let lines = block.lines(&runs, from..end);
            let Some(rows) = rows::rows(&block, &runs, lines.clone()) else {
                continue;
            };
            from = lines.end;
            drafts.push(Draft {
                page,
                chain: drafts.len(),
                block,
                lines,
                rows,
            });
        }
    }
    link(&mut drafts);
    let mut found: Vec<Vec<Found>> = pages.iter().map(|_| Vec::new()).collect();
    for chain in drafts.chunk_by(|a, b| a.chain == b.chain) {
        let columns = cells::Columns::of(chain);
        for draft in chain {
            let lines = &pages[draft.page][draft.lines.clone()];
            found[draft.page].push(cells::table(draft, &columns, lines));
        }
    }
    for page in 1..found.len() {
        let (before, rest) = found.split_at_mut(page);
        let above = before.last_mut().and_then(|tables| tables.last_mut());
        if let (Some(above), Some(below)) = (above, rest[0].first()) {
            cells::torn(above, below);
        }
    }
    for draft in drafts.iter().rev() {
        pages[draft.page].drain(draft.lines.clone());
    }
    found
}

/// Finds the tables that go on from one page to the next: there they start with a row.
fn link(drafts: &mut [Draft]) {
    for at in 1..drafts.len() {
        let (before, rest) = drafts.split_at_mut(at);
        let (Some(before), Some(own)) = (before.last(), rest.first_mut()) else {
            continue;
        };
        let goes_on = own.page == before.page + 1
            && own.lines.start == 0
            && own.rows.first().is_some_and(|row| row.has_figures())
            && before.block.goes_on(&own.block);
        if goes_on {
            own.chain = before.chain;
        }
    }
}
