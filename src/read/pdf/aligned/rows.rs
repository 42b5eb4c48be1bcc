//! The cells and rows of a block, in the order in which they are shown.

use std::ops::Range;

use super::{
    Sides,
    blocks::Block,
    runs::{self, Run},
};
use crate::read::label::numbered;

/// The lines of a cell lie so far apart at most, in parts of the size.
pub(super) const LEADING: f64 = 1.9;
/// So many words stand apart on a line of a table at most.
const MOST_RUNS: usize = 100;
/// A cell goes over so many lines at most.
const MOST_LINES: usize = 12;
/// Lines so near to a row's belong to it, in parts of the size.
const BESIDE: f64 = 1.05;

/// A cell: its lines, one after the other.
#[derive(Clone, Debug)]
pub(super) struct Cell {
    pub(super) text: String,
    pub(super) left: f64,
    pub(super) right: f64,
    top: f64,
    bottom: f64,
    size: f64,
    /// The last line.
    last: Sides,
}

impl Cell {
    pub(super) fn middle(&self) -> f64 {
        (self.left + self.right) / 2.0
    }

    pub(super) fn sides(&self) -> Sides {
        (self.left, self.right)
    }

    pub(super) fn is_figure(&self) -> bool {
        runs::is_figure(&self.text)
    }

    /// Whether it is a figure, or starts with one.
    fn has_figure(&self) -> bool {
        let starts = || self.text.starts_with(|c: char| c.is_ascii_digit());
        self.is_figure() || starts() && numbered(&self.text).0.is_none()
    }

    pub(super) fn top(&self) -> f64 {
        self.top
    }

    pub(super) fn bottom(&self) -> f64 {
        self.bottom
    }

    pub(super) fn size(&self) -> f64 {
        self.size
    }

    pub(super) fn last_width(&self) -> f64 {
        self.last.1 - self.last.0
    }

    fn height(&self) -> f64 {
        (self.top + self.bottom) / 2.0
    }
}

/// A row: its cells from the left.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) cells: Vec<Cell>,
}

impl Row {
    pub(super) fn has_figures(&self) -> bool {
        self.cells.iter().any(Cell::has_figure)
    }
}

/// The rows of a block; none where order and places do not agree.
pub(super) fn rows(block: &Block, runs: &[Vec<Run>], lines: Range<usize>) -> Option<Vec<Row>> {
    if runs[lines.clone()]
        .iter()
        .any(|line| line.len() > MOST_RUNS)
    {
        return None;
    }
    let mut shown: Vec<&Run> = runs[lines.clone()].iter().flatten().collect();
    shown.sort_by(|a, b| a.order.cmp(&b.order).then(a.left.total_cmp(&b.left)));
    if is_by_line(&shown) && has_beside(block, runs, lines) {
        return None;
    }
    let mut rows: Vec<Row> = Vec::new();
    let mut cells: Vec<Cell> = Vec::new();
    for (at, run) in shown.iter().enumerate() {
        if let Some(cell) = cells.last_mut()
            && goes_on(cell, run, &shown[at + 1..], block)
        {
            cell.text.push_str(&run.text);
            cell.left = cell.left.min(run.left);
            cell.right = cell.right.max(run.right);
            cell.bottom = run.base;
            cell.last = (run.left, run.right);
            continue;
        }
        let is_next = |cell: &Cell| {
            let pitch = block.pitch.min(3.0 * run.size);
            let is_below = run.left < cell.right && run.base < cell.bottom - 0.5 * run.size;
            is_below
                || run.left < cell.right - 0.5 * run.size
                || run.base < cell.bottom - 0.7 * pitch
        };
        if cells.last().is_some_and(is_next) {
            rows.push(Row {
                cells: std::mem::take(&mut cells),
            });
        }
        cells.push(Cell {
            text: run.text.clone(),
            left: run.left,
            right: run.right,
            top: run.base,
            bottom: run.base,
            size: run.size,
            last: (run.left, run.right),
        });
    }
    rows.push(Row { cells });
    are_sound(&rows).then_some(rows)
}

/// Whether words are shown line by line, so that their order tells nothing of cells.
fn is_by_line(shown: &[&Run]) -> bool {
    shown.windows(2).all(|pair| {
        let (a, b) = (pair[0], pair[1]);
        a.base > b.base + 0.1 || (a.base - b.base).abs() <= 0.1 && a.left <= b.left
    })
}

/// Whether lines lie so near to a row's that they may belong to it.
fn has_beside(block: &Block, runs: &[Vec<Run>], lines: Range<usize>) -> bool {
    let mut others = lines.filter(|at| !block.anchors.contains(at));
    others.any(|at| {
        let line = &runs[at][0];
        let way = |&anchor: &usize| (runs[anchor][0].base - line.base).abs();
        block
            .anchors
            .iter()
            .any(|anchor| way(anchor) < BESIDE * line.size)
    })
}

/// Whether words go on with a cell on its next line.
fn goes_on(cell: &Cell, run: &Run, next: &[&Run], block: &Block) -> bool {
    let way = cell.bottom - run.base;
    let near = |a: f64, b: f64| (a - b).abs() < 0.4 * run.size;
    let (left, right) = cell.last;
    let is_beneath = near(left, run.left)
        || near(right, run.right)
        || near((left + right) / 2.0, run.middle())
        || near(cell.left, run.left)
        || near(cell.middle(), run.middle());
    // What follows on the right stands above this line: it is no row's first.
    let is_other = |next: &&Run| {
        next.left >= run.right.max(cell.right) || next.right <= run.left.min(cell.left)
    };
    let lines = next.iter().take(MOST_LINES).position(is_other);
    let last = lines
        .filter(|&count| count > 0)
        .map_or(run, |count| next[count - 1]);
    let is_beside = lines.map(|count| next[count]).is_some_and(|next| {
        let middle = (cell.top + last.base) / 2.0;
        next.left >= run.right.max(cell.right)
            && (next.base > run.base + 0.3 * run.size
                || (next.base - middle).abs() < 0.35 * run.size)
    });
    // No row starts among the columns.
    let start = block.columns[0].0 - run.size;
    let is_note = run.text.starts_with(['（', '(']);
    let is_among = cell.left > start && run.left > start && (!cell.is_figure() || is_note);
    (cell.size - run.size).abs() < 0.6
        && way > 0.5 * run.size
        && way < LEADING * run.size
        && (way < 0.95 * block.pitch || is_beside || is_among)
        && run.left < cell.right
        && cell.left < run.right
        && is_beneath
        && (!cell.is_figure() || is_note || run.is_figure)
        && numbered(&run.text).0.is_none()
}

/// Whether the figures of each row stand beside one another, and rows below one another.
fn are_sound(rows: &[Row]) -> bool {
    let mut before = f64::MAX;
    rows.iter().filter(|row| row.has_figures()).all(|row| {
        let figures = || row.cells.iter().filter(|cell| cell.is_figure());
        let Some(first) = figures().next() else {
            return true;
        };
        let is_beside = |cell: &Cell| {
            let near = |a: f64, b: f64| (a - b).abs() < 0.5 * cell.size;
            near(cell.height(), first.height())
                || near(cell.top, first.top)
                || near(cell.bottom, first.bottom)
        };
        let is_below = first.height() < before - 0.5 * first.size;
        before = first.height();
        is_below && figures().all(is_beside)
    })
}
