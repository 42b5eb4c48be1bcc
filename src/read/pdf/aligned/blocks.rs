//! Lines with figures that stand below one another.

use std::ops::Range;

use super::{Sides, runs::Run};

/// So many figures on a line make a row of a table.
const LEAST: usize = 3;
/// So many lines with two figures that stand below one another do as well.
const MANY: usize = 5;
/// Rows of one table lie so far apart at most, in parts of the size.
const FAR: f64 = 8.0;
/// The lines of heads lie so far apart at most, in parts of the size.
const NEAR: f64 = 4.0;
/// The lines of a cell lie so far apart at most, in parts of the size.
const LEADING: f64 = 1.9;
/// A row has so many figures at most, a table so many rows, a page so many tables.
const MOST_FIGURES: usize = 60;
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
        let Some(first) = line.first() else { continue };
        let figures = figures(line);
        if figures.len() > MOST_FIGURES || blocks.len() >= MOST_BLOCKS {
            is_open = false;
            continue;
        }
        let last = blocks.last_mut().filter(|_| is_open);
        if figures.is_empty() {
            is_open = last.is_some_and(|block| !block.ends_before(line, runs));
            continue;
        }
        let joined = last.is_some_and(|block| {
            let before = &runs[block.anchors[block.anchors.len() - 1]];
            let way = height(before) - height(line);
            (before[0].size - first.size).abs() < 0.6
                && way < FAR * first.size
                && block.join(at, &figures, way)
        });
        if joined {
            continue;
        }
        let free = line.iter().filter(|run| run.is_figure && !run.is_tight);
        let is_row = match figures.len() {
            1 => line.len() > 1 && line.last().is_some_and(|run| run.is_figure),
            _ => true,
        };
        let above = at.checked_sub(1).map(|above| runs[above].as_slice());
        is_open = is_row
            && (free.count() >= figures.len().min(2)
                || figures.len() == 1 && is_headed(figures[0], above.unwrap_or_default()));
        if is_open {
            blocks.push(Block {
                anchors: vec![at],
                columns: figures.clone(),
                figures: vec![figures],
                pitch: f64::MAX,
            });
        }
    }
    keep(&mut blocks, runs);
    let pitch = blocks.iter().map(|block| block.pitch);
    let least = pitch.fold(f64::MAX, f64::min);
    for block in &mut blocks {
        if block.anchors.len() < 2 {
            block.pitch = least;
        }
    }
    blocks
}

/// Keeps blocks with a full row or many rows, and those in type of the same size whose rows have names.
fn keep(blocks: &mut Vec<Block>, runs: &[Vec<Run>]) {
    let is_full = |block: &Block| {
        let wide = block.figures.iter().filter(|row| row.len() > 1).count();
        wide >= MANY || block.figures.iter().any(|row| row.len() >= LEAST)
    };
    let size = |block: &Block| runs[block.anchors[0]][0].size;
    let full: Vec<f64> = blocks
        .iter()
        .filter(|block| is_full(block))
        .map(size)
        .collect();
    blocks.retain(|block| {
        let is_like = || full.iter().any(|other| (other - size(block)).abs() < 0.6);
        let is_named = |&at: &usize| !runs[at][0].is_figure;
        is_full(block) || is_like() && block.anchors.iter().all(is_named)
    });
}

fn figures(line: &[Run]) -> Vec<Sides> {
    let figures = line.iter().filter(|run| run.is_figure);
    figures.map(|run| (run.left, run.right)).collect()
}

/// How high the figures of a line stand.
fn height(line: &[Run]) -> f64 {
    let figure = line.iter().find(|run| run.is_figure);
    figure.or(line.first()).map_or(0.0, |run| run.base)
}

/// Whether a figure stands exactly below one of several heads.
fn is_headed((left, right): Sides, above: &[Run]) -> bool {
    let near = |a: f64, b: f64| (a - b).abs() < 0.5;
    let is_above = |head: &Run| {
        let is_beneath = near(head.left, left)
            || near(head.right, right)
            || near(head.middle(), (left + right) / 2.0);
        !head.is_figure && is_beneath
    };
    above.len() > 1 && above.iter().any(is_above)
}

fn overlap(a: Sides, b: Sides) -> bool {
    a.0 < b.1 && b.0 < a.1
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

/// Whether no two figures of a row stand in one column.
fn are_clear(columns: &[Sides], rows: &[Vec<Sides>]) -> bool {
    let column = |figure: &Sides| columns.iter().position(|&column| overlap(column, *figure));
    rows.iter().all(|row| {
        let own: Vec<Option<usize>> = row.iter().map(column).collect();
        own.windows(2).all(|pair| pair[0] < pair[1])
    })
}

impl Block {
    /// Takes a line of figures in, if they stand below its own.
    fn join(&mut self, at: usize, figures: &[Sides], way: f64) -> bool {
        if self.anchors.len() >= MOST_ROWS {
            return false;
        }
        let stands = |figure: &&Sides| self.columns.iter().any(|&column| overlap(column, **figure));
        let below = figures.iter().filter(stands).count();
        let is_below = match figures.len() {
            1 => below == 1,
            count => below * 2 >= count.min(self.columns.len()) && below > 0,
        };
        let mut rows = self.figures.clone();
        rows.push(figures.to_vec());
        let columns = columns(rows.iter().flatten());
        if !is_below || !are_clear(&columns, &rows) {
            return false;
        }
        self.anchors.push(at);
        self.figures = rows;
        self.columns = columns;
        self.pitch = self.pitch.min(way);
        true
    }

    /// Whether another block may hold the rows that follow.
    pub(super) fn goes_on(&self, next: &Block) -> bool {
        let rows = [self.figures.as_slice(), &next.figures].concat();
        let columns = columns(rows.iter().flatten());
        let stands = |column: &&Sides| self.columns.iter().any(|&own| overlap(own, **column));
        let below = next.columns.iter().filter(stands).count();
        are_clear(&columns, &rows) && below * 2 > next.columns.len().min(self.columns.len())
    }

    /// Whether a line without figures ends the table: a sentence, or heads.
    fn ends_before(&self, line: &[Run], runs: &[Vec<Run>]) -> bool {
        let first = &line[0];
        let before = &runs[self.anchors[self.anchors.len() - 1]];
        let lefts = self.anchors.iter().map(|&at| runs[at][0].left);
        let left = lefts.fold(f64::MAX, f64::min);
        let start = self.columns[0].0;
        if (first.size - before[0].size).abs() >= 0.6 {
            return true;
        }
        if line.len() == 1 {
            let own = (first.left, first.right);
            let over = self.columns.iter().filter(|&&column| overlap(column, own));
            let is_over = over.count() > 1
                || first.left < start - first.size && first.right > start + first.size;
            return first.left < left + 2.0 * first.size && is_over;
        }
        let shown = before.iter().map(|run| run.order).max();
        let is_later = line.iter().all(|run| Some(run.order) > shown);
        let is_figure = |run: &Run| run.text.starts_with(|c: char| c.is_ascii_digit());
        let is_beyond = |run: &Run| run.right > start;
        is_later
            && !is_beyond(first)
            && line.iter().any(is_beyond)
            && !line.iter().any(|run| is_beyond(run) && is_figure(run))
    }

    /// The lines of the table, heads and all, among some.
    pub(super) fn lines(&self, runs: &[Vec<Run>], within: Range<usize>) -> Range<usize> {
        self.top(runs, within.start)..self.bottom(runs, within.end)
    }

    fn top(&self, runs: &[Vec<Run>], from: usize) -> usize {
        let first = self.anchors[0];
        let start = self.columns[0].0;
        let size = runs[first][0].size;
        let mut top = first;
        let mut base = runs[first][0].base;
        for at in (from..first).rev().take(MOST_HEADS) {
            let line = &runs[at];
            let way = line[0].base - base;
            if way > (NEAR * size).max(1.3 * self.pitch.min(FAR * size))
                || (line[0].size - size).abs() >= 0.6
                || line.iter().any(|run| run.is_figure)
                || top - at > MOST_BESIDE
            {
                break;
            }
            base = line[0].base;
            let is_head = line.len() > 1 || line[0].left > start - size;
            // The lines of a name lie above and below its figures.
            let is_name = at + 1 == top
                && top == first
                && (way < 1.05 * size || runs[first][0].is_figure && way < LEADING * size);
            if is_head || is_name {
                top = at;
            }
        }
        top
    }

    fn bottom(&self, runs: &[Vec<Run>], until: usize) -> usize {
        let last = self.anchors[self.anchors.len() - 1];
        let size = runs[last][0].size;
        let shown = runs[last].iter().map(|run| run.order).max();
        let mut bottom = last + 1;
        for (at, line) in runs.iter().enumerate().take(until).skip(bottom).take(4) {
            let way = runs[bottom - 1][0].base - line[0].base;
            let is_own = |run: &Run| {
                let columns = self.columns.iter();
                let beneath = columns.filter(|&&column| overlap(column, (run.left, run.right)));
                Some(run.order) < shown
                    || beneath.count() == 1 && run.left > self.columns[0].0 - size
            };
            if way > LEADING * size
                || (line[0].size - size).abs() >= 0.6
                || !line.iter().all(is_own)
            {
                break;
            }
            bottom = at + 1;
        }
        bottom
    }
}
