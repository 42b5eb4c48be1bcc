//! Tables that no rules draw: figures that stand below one another.
//!
//! In: the lines of each page that stand in no ruled table. Out: the tables among them, each
//! on the page where it begins; their lines are taken away. `规章 12 34` above `许可 5 6` is a
//! table of two rows and three columns.
//!
//! Figures below one another, on a page and on those it goes on to, tell the columns. Which
//! lines are one cell and which cells one row, the file states (`tags`) or else their places
//! show: names belong to the figures that they stand nearest to. All words between the first
//! and the last line come into a cell; where that may be another one, it has a doubt. It reads
//! no forms: an author's own table is one too, or becomes paragraphs.

mod columns;
mod runs;

use std::ops::Range;

use self::{
    columns::{Columns, overlap},
    runs::Run,
};
use super::{
    lattice::PageTable,
    text::{Line, is_same_size},
};
use crate::published::{Doubt, Origin, Table};

/// A table has a row of so many figures,
const LEAST: usize = 3;
/// or so many rows of two.
const MANY: usize = 5;
/// Rows of one table lie so far apart at most, in parts of their size.
const FAR: f64 = 8.0;
/// The lines of a cell lie so far apart at most, in parts of their size.
const LEADING: f64 = 1.9;
/// Names so much nearer to one row than to the next are its own, in parts of their size.
const CLEAR: f64 = 0.2;
/// The heads of a table go over so many lines at most; a page has so many tables, a table so
/// many lines of figures, and a line so many words apart.
const MOST_HEADS: usize = 14;
const MOST_BLOCKS: usize = 200;
const MOST_ROWS: usize = 400;
const MOST_RUNS: usize = 100;
/// Pages lie so far below one another that nothing reaches over their ends.
const PAGE: f64 = 1e6;

/// Lines with figures below one another.
struct Block {
    anchors: Vec<usize>,
    figures: Vec<Vec<(f64, f64)>>,
    columns: Columns,
}

/// A row on its way: its name, and the words in its columns.
#[derive(Default)]
struct Row<'a> {
    runs: Vec<&'a Run>,
    doubt: Option<Doubt>,
}

/// The tables among the lines of each page, which lose them.
pub(super) fn tables(pages: &mut [&mut Vec<Line>]) -> Vec<Vec<PageTable>> {
    let sign = runs::sign(pages.iter().flat_map(|lines| lines.iter()));
    let lines: Vec<(usize, usize, Vec<Run>)> = pages
        .iter()
        .enumerate()
        .flat_map(|(page, lines)| {
            let runs = lines
                .iter()
                .map(move |line| runs::of(line, page, page as f64 * PAGE, sign));
            runs.enumerate().map(move |(at, runs)| (page, at, runs))
        })
        .collect();
    let runs: Vec<&[Run]> = lines.iter().map(|(_, _, runs)| runs.as_slice()).collect();
    let mut found: Vec<Vec<PageTable>> = pages.iter().map(|_| Vec::new()).collect();
    let mut taken: Vec<Range<usize>> = Vec::new();
    let blocks = blocks(&runs);
    let starts: Vec<usize> = blocks.iter().map(|block| block.anchors[0]).collect();
    for (number, block) in blocks.into_iter().enumerate() {
        let from = taken.last().map_or(0, |range| range.end);
        let until = starts.get(number + 1).map_or(runs.len(), |next| *next);
        let range = block.lines(&runs, from..until);
        let (page, at, _) = lines[range.start];
        let rows = rows(&block, &runs, range.clone());
        found[page].push(PageTable {
            top: pages[page][at].base + pages[page][at].size,
            bottom: pages[page][at].base,
            table: Table {
                rows: block.columns.table(&rows),
                spot: Origin::Page(runs[range.start][0].page + 1).into(),
            },
            ..PageTable::default()
        });
        taken.push(range);
    }
    for at in taken.into_iter().rev().flat_map(Range::rev) {
        let (page, line, _) = lines[at];
        pages[page].remove(line);
    }
    found
}

fn figures(line: &[Run]) -> Vec<(f64, f64)> {
    let figures = line.iter().filter(|run| run.is_figure);
    figures.map(|run| (run.left, run.right)).collect()
}

/// The blocks of lines that make tables.
fn blocks(runs: &[&[Run]]) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut is_open = false;
    for (at, line) in runs.iter().enumerate() {
        let figures = figures(line);
        let is_plain = !line.is_empty() && line.len() <= MOST_RUNS;
        is_open = is_open
            && is_plain
            && blocks
                .last_mut()
                .is_some_and(|block| match figures.is_empty() {
                    true => !block.ends_before(line, runs),
                    false => block.join(at, &figures, runs),
                });
        let ends = line.len() > 1 && line.last().is_some_and(|run| run.is_figure);
        let is_row = figures.len() > 1 || figures.len() == 1 && ends;
        if !is_open && is_plain && is_row && blocks.len() < MOST_BLOCKS {
            blocks.extend(
                Columns::of(std::slice::from_ref(&figures)).map(|columns| Block {
                    anchors: vec![at],
                    figures: vec![figures],
                    columns,
                }),
            );
            is_open = true;
        }
    }
    let is_full = |block: &Block| {
        let count = |least| {
            block
                .figures
                .iter()
                .filter(|row| row.len() >= least)
                .count()
        };
        count(LEAST) > 0 || count(2) >= MANY
    };
    let full: Vec<f64> = blocks
        .iter()
        .filter(|block| is_full(block))
        .map(|block| block.size(runs))
        .collect();
    // What is no table by itself is one beside others, if all its rows have names.
    blocks.retain(|block| {
        let is_like = full
            .iter()
            .any(|size| is_same_size(*size, block.size(runs)));
        is_full(block) || is_like && block.anchors.iter().all(|&at| !runs[at][0].is_figure)
    });
    blocks
}

impl Block {
    fn size(&self, runs: &[&[Run]]) -> f64 {
        runs[self.anchors[0]][0].size
    }

    fn last(&self) -> usize {
        self.anchors[self.anchors.len() - 1]
    }

    /// Takes a line of figures in, if they stand below its own.
    fn join(&mut self, at: usize, figures: &[(f64, f64)], runs: &[&[Run]]) -> bool {
        let (before, own) = (&runs[self.last()][0], &runs[at][0]);
        let below = figures
            .iter()
            .filter(|&&figure| self.columns.under(figure).is_some())
            .count();
        let is_near = before.sheet != own.sheet || before.base - own.base < FAR * own.size;
        let is_like = below * 2 >= figures.len().min(self.columns.sides.len()).max(1);
        if self.anchors.len() >= MOST_ROWS
            || !is_near
            || !is_like
            || !is_same_size(before.size, own.size)
        {
            return false;
        }
        self.figures.push(figures.to_vec());
        let Some(columns) = Columns::of(&self.figures) else {
            self.figures.pop();
            return false;
        };
        self.anchors.push(at);
        self.columns = columns;
        true
    }

    /// Whether a line without figures ends the table: a sentence across its columns.
    fn ends_before(&self, line: &[Run], runs: &[&[Run]]) -> bool {
        let (first, start) = (&line[0], self.columns.sides[0].0);
        let lefts = self.anchors.iter().map(|&at| runs[at][0].left);
        let left = lefts.fold(f64::MAX, f64::min);
        let is_across = first.left < start - first.size && first.right > start + first.size;
        let over = self.columns.under((first.left, first.right));
        let is_over = over.is_some_and(|(first, last)| first < last);
        let is_sentence =
            line.len() == 1 && first.left < left + 2.0 * first.size && (is_across || is_over);
        is_sentence || !is_same_size(first.size, self.size(runs))
    }

    /// The lines of the table, with its heads and the rest of its last row.
    fn lines(&self, runs: &[&[Run]], within: Range<usize>) -> Range<usize> {
        let (first, last, size) = (self.anchors[0], self.last(), self.size(runs));
        let mut start = first;
        for at in (within.start..first).rev().take(MOST_HEADS) {
            let (line, below) = (runs[at], runs[at + 1]);
            let way = line[0].base - below[0].base;
            let is_head = line.len() <= MOST_RUNS
                && way < 4.0 * size
                && is_same_size(line[0].size, size)
                && !line.iter().any(|run| run.is_figure);
            if !is_head {
                break;
            }
            // The lines of a name lie above and below its figures.
            let is_name = at + 1 == first && way < LEADING * size;
            if line.len() > 1 || is_name || line[0].left > self.columns.sides[0].0 - size {
                start = at;
            }
        }
        let shown = runs[last].iter().map(|run| run.order).max();
        let is_rest = |at: &usize| {
            let line = runs[*at];
            runs[at - 1][0].base - line[0].base <= LEADING * size
                && is_same_size(line[0].size, size)
                && line.iter().all(|run| {
                    let under = self.columns.under((run.left, run.right));
                    Some(run.order) < shown
                        || under.is_some_and(|(first, last)| {
                            first == last && run.left > self.columns.sides[0].0 - size
                        })
                })
        };
        let end = last + 1 + (last + 1..within.end).take_while(is_rest).count();
        start..end
    }
}

/// The rows of a block: as the file states them, or else as their places show.
fn rows<'a>(block: &Block, runs: &[&'a [Run]], lines: Range<usize>) -> Vec<Row<'a>> {
    let mut all: Vec<&Run> = runs[lines.clone()].iter().copied().flatten().collect();
    if all.iter().all(|run| run.stated.is_some()) {
        all.sort_by_key(|run| run.stated);
        let row = |run: &Run| run.stated.map(|(row, _)| row);
        let rows = all.chunk_by(|a, b| row(a) == row(b));
        return rows.map(|runs| Row::new(runs.to_vec())).collect();
    }
    // Pages that show a line after the other tell nothing by their order.
    let is_by_line = all.windows(2).all(|pair| pair[0].order <= pair[1].order);
    let mut rows: Vec<Row> = Vec::new();
    let mut owners: Vec<(usize, usize)> = Vec::new();
    let mut unclear: Vec<usize> = Vec::new();
    for at in lines {
        let [owner, other] = match block.anchors.contains(&at) {
            true => [at, at],
            false => block.owners(at, runs, is_by_line),
        };
        owners.push((owner, at));
        if owner != other {
            unclear.extend([owner, other]);
        }
    }
    owners.sort_unstable();
    for own in owners.chunk_by(|a, b| a.0 == b.0) {
        let row = Row::new(own.iter().flat_map(|&(_, at)| runs[at]).collect());
        let is_unclear = unclear.contains(&own[0].0);
        let doubt = is_unclear.then_some(Doubt::OtherRow);
        match rows.last_mut() {
            Some(above) if above.heads_on(&row) => above.runs.extend(row.runs),
            _ => rows.push(Row { doubt, ..row }),
        }
    }
    rows
}

impl Block {
    /// The line of the figures that a line without any belongs to, or itself, and the other one
    /// that it may belong to. Programs show a row's name before its figures.
    fn owners(&self, at: usize, runs: &[&[Run]], is_by_line: bool) -> [usize; 2] {
        let line = runs[at];
        let way = |anchor: &usize| (runs[*anchor][0].base - line[0].base).abs();
        let is_name = line.iter().all(|run| run.right <= self.columns.sides[0].0);
        let is_heads = !is_name && line.len() > 1;
        let shown = line.iter().map(|run| run.order).max();
        let is_later = |at: &&usize| runs[**at].last().map(|run| run.order) > shown;
        match self.anchors.iter().find(is_later) {
            Some(next) if !is_by_line => {
                let is_within = runs[*next].first().map(|run| run.order) < shown;
                return [if is_name || is_within { *next } else { at }; 2];
            }
            _ if is_heads => return [at; 2],
            _ => {}
        }
        let mut near: Vec<usize> = self.anchors.clone();
        near.sort_by(|a, b| way(a).total_cmp(&way(b)));
        let size = line[0].size;
        let is_head = !is_name && at < self.anchors[0];
        match near.as_slice() {
            [first, ..] if is_head || way(first) > LEADING * size => [at; 2],
            [first, next, ..] if way(next) - way(first) < CLEAR * size => [*first, *next],
            _ => [near[0]; 2],
        }
    }
}

impl<'a> Row<'a> {
    fn new(runs: Vec<&'a Run>) -> Self {
        Row { runs, doubt: None }
    }

    /// The sheet that it stands on.
    fn sheet(&self) -> Option<usize> {
        Some(self.runs.first()?.sheet)
    }

    fn has_figures(&self) -> bool {
        self.runs.iter().any(|run| run.is_figure)
    }

    /// Whether heads go on with others on the next line, each below one of them.
    fn heads_on(&self, next: &Row) -> bool {
        let is_close = |run: &Run| {
            let mut above = self
                .runs
                .iter()
                .filter(|other| overlap((other.left, other.right), (run.left, run.right)));
            let way = above.next().map_or(0.0, |above| above.base - run.base);
            way < LEADING * run.size * 1.5 && above.next().is_none()
        };
        let alone = |run: &Run| {
            next.runs
                .iter()
                .filter(|other| overlap((other.left, other.right), (run.left, run.right)))
                .count()
                < 2
        };
        !self.has_figures()
            && !next.has_figures()
            && next.runs.iter().all(|run| is_close(run))
            && self.runs.iter().all(|run| alone(run))
    }
}
