//! The lines of a page that are a table: those with figures below one another, with the
//! heads above them.

use std::ops::Range;

use super::{Sides, runs::Run};
use crate::read::pdf::text::is_same_size;

/// A block of rows is a table if one has so many figures,
const LEAST: usize = 3;
/// or if so many have two.
const MANY: usize = 5;
/// Rows of one table lie so far apart at most, in parts of the size.
const FAR: f64 = 8.0;
/// The lines of heads lie so far apart at most, in parts of the size.
const NEAR: f64 = 4.0;
/// The lines of a cell lie so far apart at most, in parts of the size.
pub(super) const LEADING: f64 = 1.9;
/// A line of a table has so many words apart at most, a table so many rows, a page so many
/// tables.
const MOST_RUNS: usize = 100;
const MOST_ROWS: usize = 200;
const MOST_BLOCKS: usize = 100;
/// The heads of a table go over so many lines at most.
const MOST_HEADS: usize = 14;
/// So many lines of words beside the heads may follow one another.
const MOST_BESIDE: usize = 4;

/// Lines with figures that stand below one another.
pub(super) struct Block {
    /// The lines that hold figures.
    pub(super) anchors: Vec<usize>,
    /// The figures of each of them.
    figures: Vec<Vec<Sides>>,
    /// The columns that they stand in.
    pub(super) columns: Vec<Sides>,
    /// How far rows are apart at least.
    pub(super) pitch: f64,
}

/// The blocks of a page.
pub(super) fn blocks(runs: &[Vec<Run>]) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut is_open = false;
    for (at, line) in runs.iter().enumerate() {
        let figures = figures(line);
        let open = blocks.last_mut().filter(|_| is_open);
        let is_plain = !line.is_empty() && line.len() <= MOST_RUNS;
        is_open = open.is_some_and(|block| match figures.as_slice() {
            _ if !is_plain => false,
            [] => !block.ends_before(line, runs),
            figures => block.join(at, figures, runs),
        });
        if !is_open && is_plain && blocks.len() < MOST_BLOCKS && is_row(line, figures.len()) {
            blocks.push(Block::new(at, figures));
            is_open = true;
        }
    }
    let full = blocks.iter().filter(|block| block.is_full());
    let full: Vec<f64> = full.map(|block| block.size(runs)).collect();
    blocks.retain(|block| {
        let is_like = |size: &f64| is_same_size(*size, block.size(runs));
        let is_named = |&at: &usize| !runs[at][0].is_figure;
        block.is_full() || full.iter().any(is_like) && block.anchors.iter().all(is_named)
    });
    // A lone row tells nothing of how far apart rows are.
    let pitch = blocks.iter().map(|block| block.pitch);
    let least = pitch.fold(f64::MAX, f64::min);
    for block in blocks.iter_mut().filter(|block| block.anchors.len() < 2) {
        block.pitch = least;
    }
    blocks
}

/// Whether a line with figures may be a row of a table, and not a sentence.
fn is_row(line: &[Run], figures: usize) -> bool {
    let free = line.iter().filter(|run| run.is_figure && !run.is_tight);
    let ends = line.len() > 1 && line.last().is_some_and(|run| run.is_figure);
    figures > 0 && (figures > 1 || ends) && free.count() >= figures.min(2)
}

fn figures(line: &[Run]) -> Vec<Sides> {
    let figures = line.iter().filter(|run| run.is_figure);
    figures.map(|run| (run.left, run.right)).collect()
}

fn overlap(a: Sides, b: Sides) -> bool {
    a.0 < b.1 && b.0 < a.1
}

/// Of some columns, those that something stands below.
fn over<'a>(columns: &'a [Sides], below: &'a [Sides]) -> impl Iterator<Item = &'a Sides> {
    let stands = |column: &&Sides| below.iter().any(|&below| overlap(**column, below));
    columns.iter().filter(stands)
}

/// The columns that figures stand in, from the left.
pub(super) fn columns<'a>(figures: impl Iterator<Item = &'a Sides>) -> Vec<Sides> {
    let mut sides: Vec<Sides> = figures.copied().collect();
    sides.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut columns: Vec<Sides> = Vec::new();
    for (left, right) in sides {
        match columns.last_mut() {
            Some(last) if left < last.1 => last.1 = last.1.max(right),
            _ => columns.push((left, right)),
        }
    }
    columns
}

/// The columns of rows; none if two figures of a row stand in one.
fn clear_columns(rows: &[Vec<Sides>]) -> Option<Vec<Sides>> {
    let columns = columns(rows.iter().flatten());
    let column = |figure: &Sides| columns.iter().position(|&column| overlap(column, *figure));
    let is_clear = |row: &Vec<Sides>| {
        row.windows(2)
            .all(|pair| column(&pair[0]) < column(&pair[1]))
    };
    rows.iter().all(is_clear).then_some(columns)
}

impl Block {
    fn new(at: usize, figures: Vec<Sides>) -> Self {
        Block {
            anchors: vec![at],
            columns: figures.clone(),
            figures: vec![figures],
            pitch: f64::MAX,
        }
    }

    fn first(&self) -> usize {
        self.anchors[0]
    }

    fn last(&self) -> usize {
        self.anchors[self.anchors.len() - 1]
    }

    fn size(&self, runs: &[Vec<Run>]) -> f64 {
        runs[self.first()][0].size
    }

    /// Whether its rows make a table by themselves.
    fn is_full(&self) -> bool {
        let wide = self.figures.iter().filter(|row| row.len() > 1).count();
        wide >= MANY || self.figures.iter().any(|row| row.len() >= LEAST)
    }

    /// Takes a line of figures in, if they stand below its own.
    fn join(&mut self, at: usize, figures: &[Sides], runs: &[Vec<Run>]) -> bool {
        let size = self.size(runs);
        let way = runs[self.last()][0].base - runs[at][0].base;
        let below = over(figures, &self.columns).count();
        if self.anchors.len() >= MOST_ROWS
            || !is_same_size(size, runs[at][0].size)
            || way >= FAR * size
            || below * 2 < figures.len().min(self.columns.len()).max(1)
        {
            return false;
        }
        self.figures.push(figures.to_vec());
        let Some(columns) = clear_columns(&self.figures) else {
            self.figures.pop();
            return false;
        };
        self.anchors.push(at);
        self.columns = columns;
        self.pitch = self.pitch.min(way);
        true
    }

    /// Whether another block may hold the rows that follow.
    pub(super) fn goes_on(&self, next: &Block) -> bool {
        let rows = [self.figures.as_slice(), &next.figures].concat();
        let below = over(&next.columns, &self.columns).count();
        clear_columns(&rows).is_some() && below * 2 > next.columns.len().min(self.columns.len())
    }

    /// Whether a line without figures ends the table: a sentence across its columns.
    fn ends_before(&self, line: &[Run], runs: &[Vec<Run>]) -> bool {
        let (first, start) = (&line[0], self.columns[0].0);
        let lefts = self.anchors.iter().map(|&at| runs[at][0].left);
        let left = lefts.fold(f64::MAX, f64::min);
        let over = self.columns.iter().filter(|&&column| first.is_over(column));
        let is_across = first.left < start - first.size && first.right > start + first.size;
        let is_sentence = line.len() == 1
            && first.left < left + 2.0 * first.size
            && (is_across || over.count() > 1);
        is_sentence || !is_same_size(first.size, self.size(runs))
    }

    /// The lines of the table, heads and all, among some.
    pub(super) fn lines(&self, runs: &[Vec<Run>], within: Range<usize>) -> Range<usize> {
        self.top(runs, within.start)..self.bottom(runs, within.end)
    }

    /// Where the heads begin.
    fn top(&self, runs: &[Vec<Run>], from: usize) -> usize {
        let (first, size) = (self.first(), self.size(runs));
        let far = (NEAR * size).max(1.3 * self.pitch.min(FAR * size));
        let mut top = first;
        for at in (from..first).rev().take(MOST_HEADS) {
            let (line, below) = (&runs[at], &runs[at + 1]);
            let way = line[0].base - below[0].base;
            if way > far
                || line.len() > MOST_RUNS
                || top - at > MOST_BESIDE
                || !is_same_size(line[0].size, size)
                || line.iter().any(|run| run.is_figure)
            {
                break;
            }
            // The lines of a name lie above and below its figures.
            let is_name = at + 1 == first && way < LEADING * size;
            if line.len() > 1 || is_name || line[0].left > self.columns[0].0 - size {
                top = at;
            }
        }
        top
    }

    /// Where the lines end that go on with the last row.
    fn bottom(&self, runs: &[Vec<Run>], until: usize) -> usize {
        let (last, size) = (self.last(), self.size(runs));
        let shown = runs[last].iter().map(|run| run.order).max();
        let is_own = |run: &Run| {
            let mut beneath = self.columns.iter().filter(|&&column| run.is_over(column));
            let is_in_column = beneath.next().is_some() && beneath.next().is_none();
            Some(run.order) < shown || is_in_column && run.left > self.columns[0].0 - size
        };
        let goes_on = |at: &usize| {
            let line = &runs[*at];
            line.len() <= MOST_RUNS
                && runs[at - 1][0].base - line[0].base <= LEADING * size
                && is_same_size(line[0].size, size)
                && line.iter().all(is_own)
        };
        let beside = (last + 1..until).take(MOST_BESIDE).take_while(goes_on);
        last + 1 + beside.count()
    }
}
