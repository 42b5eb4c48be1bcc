//! Tables of which a text dump kept the words but not the rows.
//!
//! Many programs put every cell on a line of its own, some with an upright stroke
//! behind it. Where a row ends is then to be seen only from the form: a row's name
//! behind a figure begins a row, and so does a column's head.

mod cells;
mod cut;
mod lines;
mod stroked;

use self::cells::{Cells, known_words};
use super::aligner::Expected;
use crate::read::published::{Block, Cell, Table};

/// Fewer words of the form than these make no table.
const LEAST: usize = 4;
/// A section with more blocks is none that anybody wrote.
const MOST: usize = 5000;

/// What stands under the heading of a section with a table, its rows put together again
/// where a dump took them apart.
pub fn gather(expected: &Expected, blocks: Vec<Block>) -> Vec<Block> {
    if blocks.len() > MOST {
        return blocks;
    }
    let Some(cells) = Cells::of(expected, &blocks) else {
        return blocks;
    };
    if known_words(expected, &cells) < LEAST {
        return blocks;
    }
    let rows = cut::rows(expected, &cells.tokens);
    let table = Table {
        rows: rows.into_iter().map(row).collect(),
        origin: cells.origin,
    };
    let mut laid = cells.before;
    laid.push(Block::Table(table));
    laid.extend(cells.behind);
    laid
}

fn row(texts: Vec<String>) -> Vec<Cell> {
    let cell = |text| Cell::new(text);
    texts.into_iter().map(cell).collect()
}
