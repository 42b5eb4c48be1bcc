//! Tables that no rules draw, from the places of their words and the order in which the
//! page shows them.
//!
//! In: the lines of each page that stand in no ruled table. Out: the tables among them,
//! page by page; their lines are taken away. `规章 12 34` above `许可 5 6` is a table of two
//! rows and three columns.
//!
//! Figures that stand below one another, on a page and on those it goes on to, tell the
//! columns (`blocks`). The order of the words tells which are one cell and which cells one
//! row, or else their places do (`rows`). Every word between the first and the last line
//! comes into a cell; where place and order do not tell which one, the cell has a doubt
//! (`columns`). It reads no forms: what a row or column means, it does not ask.

mod blocks;
mod columns;
mod rows;
mod runs;

use self::{blocks::Block, columns::Columns, rows::Row, runs::Run};
use super::{lattice::PageTable, text::Line};
use crate::read::published::Doubt;

/// From where to where something stands, from the left.
type Sides = (f64, f64);

/// A block, how far it goes on its page, and its cells by row.
struct Draft {
    page: usize,
    block: Block,
    lines: std::ops::Range<usize>,
    rows: Vec<Row>,
    /// Whether the rows are where order and places say.
    is_sound: bool,
    /// The tables that share their columns with this one.
    chain: usize,
}

/// The tables among the lines of each page, which lose them.
pub(super) fn tables(pages: &mut [&mut Vec<Line>]) -> Vec<Vec<PageTable>> {
    let mut drafts: Vec<Draft> = Vec::new();
    for (page, lines) in pages.iter().enumerate() {
        for draft in of_page(page, lines) {
            let goes_on = drafts.last().filter(|last| draft.goes_on_from(last));
            let chain = goes_on.map_or(drafts.len(), |last| last.chain);
            drafts.push(Draft { chain, ..draft });
        }
    }
    let mut found: Vec<Vec<PageTable>> = pages.iter().map(|_| Vec::new()).collect();
    for chain in drafts.chunk_by(|a, b| a.chain == b.chain) {
        let columns = Columns::of(chain);
        let mut is_askew = false;
        for draft in chain {
            let lines = &pages[draft.page][draft.lines.clone()];
            found[draft.page].push(columns.table(draft, lines, &mut is_askew));
        }
    }
    for page in 1..found.len() {
        let (before, rest) = found.split_at_mut(page);
        let above = before.last_mut().and_then(|tables| tables.last_mut());
        if let (Some(above), Some(below)) = (above, rest[0].first()) {
            doubt_torn(above, below);
        }
    }
    for draft in drafts.iter().rev() {
        pages[draft.page].drain(draft.lines.clone());
    }
    found
}

fn of_page(page: usize, lines: &[Line]) -> Vec<Draft> {
    let runs: Vec<Vec<Run>> = runs::runs(lines);
    let mut blocks = blocks::blocks(&runs).into_iter().peekable();
    let mut drafts: Vec<Draft> = Vec::new();
    while let Some(block) = blocks.next() {
        let from = drafts.last().map_or(0, |draft| draft.lines.end);
        let until = blocks.peek().map_or(runs.len(), |next| next.anchors[0]);
        let lines = block.lines(&runs, from..until);
        let (rows, is_sound) = rows::rows(&block, &runs, lines.clone());
        drafts.push(Draft {
            page,
            block,
            lines,
            rows,
            is_sound,
            chain: 0,
        });
    }
    drafts
}

impl Draft {
    /// Whether it is the rest of a table on the page before: there it starts with a row.
    fn goes_on_from(&self, before: &Draft) -> bool {
        self.page == before.page + 1
            && self.lines.start == 0
            && self.rows.first().is_some_and(|row| rows::has_figures(row))
            && before.block.goes_on(&self.block)
    }
}

/// Doubts the blank cells at a page's end where figures without a name start the next page:
/// they may be theirs, though the columns are others.
fn doubt_torn(above: &mut PageTable, below: &PageTable) {
    let first = below.table.rows.first().map(Vec::as_slice);
    let is_nameless =
        matches!(first, Some([name, _, ..]) if name.text.is_empty() && name.column_span > 1);
    if above.chain != below.chain && is_nameless {
        let last = above.table.rows.last_mut().into_iter().flatten();
        for cell in last.filter(|cell| cell.text.is_empty()) {
            cell.doubt = Some(Doubt::NextPage);
        }
    }
}
