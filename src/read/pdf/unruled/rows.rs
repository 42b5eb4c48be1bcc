//! The rows of a table and their cells, by the order in which the page shows its words.
//!
//! Programs show a table row by row and cell by cell, the lines of a cell one after the
//! other. A page that is shown line by line tells nothing of that; there words belong to
//! the row whose figures they stand beside.

use std::ops::Range;

use super::{
    Sides,
    blocks::{Block, LEADING},
    runs::{self, Run, Stated},
};
use crate::read::{label::numbered, pdf::text::is_same_size};

/// A cell goes over so many lines at most.
const MOST_LINES: usize = 12;

/// A cell: its lines, one after the other.
#[derive(Clone, Debug)]
pub(super) struct Cell {
    pub(super) text: String,
    pub(super) left: f64,
    pub(super) right: f64,
    pub(super) top: f64,
    pub(super) bottom: f64,
    pub(super) size: f64,
    /// The last line.
    pub(super) last: Sides,
    /// The row and the cell that the file states.
    pub(super) stated: Stated,
}

impl Cell {
    fn new(run: &Run) -> Self {
        Cell {
            text: run.text.clone(),
            left: run.left,
            right: run.right,
            top: run.base,
            bottom: run.base,
            size: run.size,
            last: (run.left, run.right),
            stated: run.stated,
        }
    }

    fn push(&mut self, run: &Run) {
        // Two figures in one cell are none.
        if self.stated.1.is_some() && self.is_figure() && run.is_figure {
            self.text.push(' ');
        }
        self.text.push_str(&run.text);
        self.left = self.left.min(run.left);
        self.right = self.right.max(run.right);
        self.bottom = run.base;
        self.last = (run.left, run.right);
    }

    pub(super) fn middle(&self) -> f64 {
        middle((self.left, self.right))
    }

    pub(super) fn is_over(&self, (left, right): Sides) -> bool {
        self.left < right && left < self.right
    }

    pub(super) fn is_figure(&self) -> bool {
        runs::is_figure(&self.text)
    }

    /// Whether it is a figure, or starts with one.
    fn has_figure(&self) -> bool {
        let starts = || self.text.starts_with(|c: char| c.is_ascii_digit());
        self.is_figure() || starts() && numbered(&self.text).0.is_none()
    }
}

fn middle((left, right): Sides) -> f64 {
    (left + right) / 2.0
}

/// A row: its cells from the left.
pub(super) type Row = Vec<Cell>;

/// Whether a row holds figures, or words that start with one.
pub(super) fn has_figures(row: &[Cell]) -> bool {
    row.iter().any(Cell::has_figure)
}

/// The rows of a block, and whether their figures stand where those of rows do.
pub(super) fn rows(block: &Block, runs: &[Vec<Run>], lines: Range<usize>) -> (Vec<Row>, bool) {
    let mut shown: Vec<&Run> = runs[lines.clone()].iter().flatten().collect();
    shown.sort_by(|a, b| a.order.cmp(&b.order).then(a.left.total_cmp(&b.left)));
    if shown.iter().all(|run| run.stated.1.is_some()) {
        shown.sort_by_key(|run| run.stated);
        return (grouped(&shown, block), true);
    }
    let by_order = (!is_by_line(&shown)).then(|| grouped(&shown, block));
    match by_order.filter(|rows| are_sound(rows)) {
        Some(rows) => (rows, true),
        None => {
            let rows = grouped(&by_place(block, runs, lines), block);
            let is_sound = are_sound(&rows);
            (rows, is_sound)
        }
    }
}

/// Whether words are shown line by line, so that their order tells nothing of cells.
fn is_by_line(shown: &[&Run]) -> bool {
    shown.windows(2).all(|pair| {
        let (a, b) = (pair[0], pair[1]);
        a.base > b.base + 0.1 || (a.base - b.base).abs() <= 0.1 && a.left <= b.left
    })
}

/// The words of a block row by row: lines of names come to the figures that they stand
/// beside, nearer than to any other row.
fn by_place<'a>(block: &Block, runs: &'a [Vec<Run>], lines: Range<usize>) -> Vec<&'a Run> {
    let start = block.columns[0].0;
    let row = |at: usize| -> usize {
        let line = &runs[at];
        let way = |anchor: &usize| (runs[*anchor][0].base - line[0].base).abs();
        let nearest = block
            .anchors
            .iter()
            .min_by(|a, b| way(a).total_cmp(&way(b)));
        let near = |anchor: &&usize| way(anchor) < (block.pitch / 2.0).min(LEADING * line[0].size);
        let is_name = line.iter().all(|run| run.right <= start);
        nearest
            .filter(near)
            .filter(|_| is_name)
            .map_or(at, |at| *at)
    };
    let mut order: Vec<(usize, usize)> = lines.map(|at| (row(at), at)).collect();
    order.sort_unstable();
    let rows = order.chunk_by(|a, b| a.0 == b.0);
    let parts = |lines: &[(usize, usize)]| -> Vec<&'a Run> {
        let runs = || lines.iter().flat_map(|&(_, at)| &runs[at]);
        let names = runs().filter(|run| run.right <= start);
        names
            .chain(runs().filter(|run| run.right > start))
            .collect()
    };
    rows.flat_map(parts).collect()
}

/// Words in their order as rows of cells.
fn grouped(shown: &[&Run], block: &Block) -> Vec<Row> {
    let mut rows: Vec<Row> = vec![Vec::new()];
    for (at, run) in shown.iter().enumerate() {
        let last = rows.len() - 1;
        match rows[last].last_mut() {
            Some(cell) if goes_on(cell, run, &shown[at + 1..], block) => cell.push(run),
            Some(cell) if is_next(cell, run, block) => rows.push(vec![Cell::new(run)]),
            _ => rows[last].push(Cell::new(run)),
        }
    }
    rows
}

/// Whether words behind a cell start the next row: on its left, or far below it.
fn is_next(cell: &Cell, run: &Run, block: &Block) -> bool {
    if let (Some(before), Some(own)) = (cell.stated.0, run.stated.0) {
        return before != own;
    }
    let is_below = |way: f64| run.base < cell.bottom - way;
    let overlap = cell.right - run.left;
    overlap > 0.5 * run.size
        || overlap > 0.0 && is_below(0.5 * run.size)
        || is_below(0.7 * block.pitch.min(3.0 * run.size))
}

/// Whether words go on with a cell on its next line.
fn goes_on(cell: &Cell, run: &Run, rest: &[&Run], block: &Block) -> bool {
    if let (Some(before), Some(own)) = (cell.stated.1, run.stated.1) {
        return before == own;
    }
    let way = cell.bottom - run.base;
    let is_note = run.text.starts_with(['（', '(']);
    let is_one = !cell.is_figure() || is_note || run.is_figure;
    // No row starts among the columns.
    let start = block.columns[0].0 - run.size;
    let is_among = cell.left > start && run.left > start && (!cell.is_figure() || is_note);
    is_one
        && numbered(&run.text).0.is_none()
        && is_same_size(cell.size, run.size)
        && way > 0.5 * run.size
        && way < LEADING * run.size
        && cell.is_over((run.left, run.right))
        && (is_among || way < 0.95 * block.pitch || is_beside_next(cell, run, rest))
}

/// Whether the cell that follows on the right stands above a line, or in the middle of the
/// lines up to there: then this line is no row's first.
fn is_beside_next(cell: &Cell, run: &Run, rest: &[&Run]) -> bool {
    let (left, right) = (run.left.min(cell.left), run.right.max(cell.right));
    let is_other = |next: &&Run| next.left >= right || next.right <= left;
    let Some(count) = rest.iter().take(MOST_LINES).position(is_other) else {
        return false;
    };
    let last = count.checked_sub(1).map_or(run, |at| rest[at]);
    let (next, middle) = (rest[count], (cell.top + last.base) / 2.0);
    let is_above = next.base > run.base + 0.3 * run.size;
    next.left >= right && (is_above || (next.base - middle).abs() < 0.35 * run.size)
}

/// Whether the figures of each row stand beside one another, and rows below one another.
fn are_sound(rows: &[Row]) -> bool {
    let mut before = f64::MAX;
    rows.iter().all(|row| {
        let figures = || row.iter().filter(|cell| cell.is_figure());
        let Some(first) = figures().next() else {
            return true;
        };
        let height = |cell: &Cell| (cell.top + cell.bottom) / 2.0;
        let is_beside = |cell: &Cell| {
            let near = |a: f64, b: f64| (a - b).abs() < 0.5 * cell.size;
            near(height(cell), height(first))
                || near(cell.top, first.top)
                || near(cell.bottom, first.bottom)
        };
        let is_below = height(first) < before - 0.5 * first.size;
        before = height(first);
        is_below && figures().all(is_beside)
    })
}
