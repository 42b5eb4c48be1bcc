//! Tables that no rules draw: names with figures beside them.
//!
//! In: the lines of each sheet that stand in no ruled table. Out: the tables among them, each
//! on the sheet where it begins; their lines are taken away. `规章 12 34` above `许可 5 6` is a
//! table of two rows, each of a name and two figures.
//!
//! A line with figures at its end is a row; a line without any belongs to the row that it stands
//! nearer to, or is a row of heads. Nothing tells which column a figure stands in: whoever
//! reads a row must find as many figures in it as it has columns. Figures that may be another
//! row's have a doubt. An author's own table becomes paragraphs, unless it looks the same.

use std::{collections::BTreeMap, ops::Range};

use super::{
    lattice::PageTable,
    page::Piece,
    text::{Line, is_same_size, words},
};
use crate::{
    figure,
    label::numbered,
    published::{Cell, Doubt, Origin, Table},
};

/// A table has a row of so many figures, or so many rows.
const LEAST: usize = 3;
const MANY: usize = 5;
/// Words so far apart are two cells, and those that are shown apart, in parts of their size.
const GAP: f64 = 0.8;
const SLIT: f64 = 0.3;
/// Rows of one table, the lines of its heads, and those of a row lie so far apart at most.
const FAR: f64 = 8.0;
const HEADS: f64 = 4.0;
const LEADING: f64 = 1.9;
/// So much wider is the gap between two rows than between the lines of one.
const CLEAR: f64 = 0.2;
/// Heads go over so many lines at most, and a line has so many words apart.
const MOST_HEADS: usize = 14;
const MOST_RUNS: usize = 100;
/// Sheets lie so far below one another that nothing reaches over their ends.
const SHEET: f64 = 1e6;

/// Words that stand together.
struct Run {
    text: String,
    left: f64,
    right: f64,
    page: usize,
    /// The row and the cell that the file states.
    stated: Option<(usize, [usize; 3])>,
    is_figure: bool,
}

/// A line of words apart.
struct Strip {
    sheet: usize,
    /// Which line of its sheet it is.
    at: usize,
    /// Its height, those of later sheets being lower.
    base: f64,
    size: f64,
    runs: Vec<Run>,
    /// Where its first figure begins.
    edge: Option<f64>,
}

impl Strip {
    fn new(line: &Line, sheet: usize, at: usize) -> Self {
        let stated = |piece: &Piece| {
            let tag = piece.tag.as_ref()?;
            tag.row.zip(tag.cell)
        };
        let is_one = |before: &&Piece, piece: &&Piece| {
            let gap = piece.left - before.right;
            match (stated(before), stated(piece)) {
                (Some(before), Some(own)) => before == own,
                _ if before.operator != piece.operator => gap < SLIT * line.size,
                _ => gap < GAP * line.size,
            }
        };
        let shown = line.pieces.iter();
        let shown: Vec<&Piece> = shown.filter(|own| !own.text.trim().is_empty()).collect();
        let runs = shown.chunk_by(is_one).map(|pieces| {
            let text = words(pieces.iter().copied());
            let right = pieces.iter().map(|piece| piece.right);
            Run {
                left: pieces[0].left,
                right: right.fold(f64::MIN, f64::max),
                page: pieces[0].page,
                stated: stated(pieces[0]),
                is_figure: figure::is_value(&text) && text.contains(char::is_numeric),
                text,
            }
        });
        let runs: Vec<Run> = runs.collect();
        Strip {
            sheet,
            at,
            base: line.base - sheet as f64 * SHEET,
            size: line.size,
            edge: runs.iter().find(|run| run.is_figure).map(|run| run.left),
            runs,
        }
    }

    /// Whether it is a row of figures.
    fn is_anchor(&self) -> bool {
        let is_plain = (2..=MOST_RUNS).contains(&self.runs.len());
        is_plain && self.runs.last().is_some_and(|run| run.is_figure)
    }

    /// How far it stands below another line, in parts of its size; not at all where that is of
    /// another size.
    fn below(&self, above: &Strip) -> f64 {
        match is_same_size(above.size, self.size) {
            true => (above.base - self.base) / self.size,
            false => f64::MAX,
        }
    }
}

/// The tables among the lines of each sheet, which lose them.
pub(super) fn tables(sheets: &mut [&mut Vec<Line>]) -> Vec<Vec<PageTable>> {
    let strips = sheets.iter().enumerate().flat_map(|(sheet, lines)| {
        let lines = lines.iter().enumerate();
        lines.map(move |(at, line)| Strip::new(line, sheet, at))
    });
    let strips: Vec<Strip> = strips.collect();
    let mut found: Vec<Vec<PageTable>> = sheets.iter().map(|_| Vec::new()).collect();
    let mut taken: Vec<Range<usize>> = Vec::new();
    for anchors in clusters(&strips) {
        let from = taken.last().map_or(0, |range| range.end);
        let range = lines(&strips, &anchors, from);
        let first = &strips[range.start];
        let line = &sheets[first.sheet][first.at];
        found[first.sheet].push(PageTable {
            top: line.base + line.size,
            table: Table {
                rows: stated(&strips[range.clone()])
                    .unwrap_or_else(|| table(&rows(&strips, &anchors, range.clone()))),
                spot: Origin::Page(first.runs[0].page + 1).into(),
            },
            ..PageTable::default()
        });
        taken.push(range);
    }
    for at in taken.into_iter().rev().flat_map(Range::rev) {
        sheets[strips[at].sheet].remove(strips[at].at);
    }
    found
}

/// The rows of figures of each table.
fn clusters(strips: &[Strip]) -> Vec<Vec<usize>> {
    let mut clusters: Vec<Vec<usize>> = Vec::new();
    let mut is_open = false;
    for (at, strip) in strips.iter().enumerate() {
        let last = clusters.last().and_then(|own| own.last());
        let last = last.filter(|_| is_open).map(|&last| &strips[last]);
        let goes_on = last.is_some_and(|last| match strip.edge {
            Some(_) => last.sheet != strip.sheet || strip.below(last) < FAR,
            None => !is_across(strip, last),
        });
        match clusters.last_mut() {
            Some(own) if goes_on && strip.is_anchor() => own.push(at),
            _ if goes_on => {}
            _ if strip.is_anchor() => clusters.push(vec![at]),
            _ => {}
        }
        is_open = goes_on || strip.is_anchor();
    }
    let figures = |at: &usize| strips[*at].runs.iter().filter(|run| run.is_figure).count();
    let is_full = |own: &Vec<usize>| {
        own.iter().any(|at| figures(at) >= LEAST)
            || own.iter().filter(|at| figures(at) >= 2).count() >= MANY
    };
    let full = clusters.iter().filter(|own| is_full(own));
    let full: Vec<f64> = full.map(|own| strips[own[0]].size).collect();
    // What is no table by itself is one beside others, if all its rows have names.
    clusters.retain(|own| {
        let is_like = full
            .iter()
            .any(|size| is_same_size(*size, strips[own[0]].size));
        let is_named = own.iter().all(|&at| !strips[at].runs[0].is_figure);
        is_full(own) || is_like && is_named
    });
    clusters
}

/// Whether a line is a sentence from the names of a row across its figures.
fn is_across(strip: &Strip, row: &Strip) -> bool {
    let edge = row.edge.unwrap_or_default();
    let Some(first) = strip.runs.first() else {
        return true;
    };
    let is_left = first.left < row.runs[0].left + 2.0 * row.size && first.left < edge - row.size;
    let reaches = first.right > edge + row.size;
    strip.runs.len() == 1 && is_left && reaches || !is_same_size(strip.size, row.size)
}

/// The lines of a table, with its heads and the rest of its last row.
fn lines(strips: &[Strip], anchors: &[usize], from: usize) -> Range<usize> {
    let (mut start, last) = (anchors[0], anchors[anchors.len() - 1]);
    for at in (from..start).rev().take(MOST_HEADS) {
        let (strip, below) = (&strips[at], &strips[at + 1]);
        let edge = strips[anchors[0]].edge.unwrap_or_default();
        if strip.edge.is_some() || below.below(strip) > HEADS || strip.runs.len() > MOST_RUNS {
            break;
        }
        // The lines of a name lie above and below its figures.
        let is_name = at + 1 == anchors[0] && below.below(strip) <= LEADING;
        let is_right = strip
            .runs
            .first()
            .is_some_and(|run| run.left > edge - strip.size);
        if strip.runs.len() > 1 || is_name || is_right {
            start = at;
        }
    }
    let is_rest = |&at: &usize| {
        let new = strips[at]
            .runs
            .iter()
            .any(|run| numbered(&run.text).0.is_some());
        !new && strips[at].below(&strips[at - 1]) <= LEADING && is_part(&strips[at], &strips[last])
    };
    let end = (last + 1..strips.len()).take_while(is_rest).count();
    start..last + 1 + end
}

/// Whether a line without a row's figures may be part of it: of its name or of a single cell.
fn is_part(strip: &Strip, row: &Strip) -> bool {
    let edge = row.edge.unwrap_or_default();
    let beyond = strip.runs.iter().filter(|run| run.right > edge);
    let crosses = |run: &Run| run.left < edge && edge < run.right - row.size;
    beyond.count() < 2 && !strip.is_anchor() && !strip.runs.iter().any(crosses)
}

/// A row: its words, and whether each is a figure that stands beside the others.
struct Row<'s> {
    strip: &'s Strip,
    runs: Vec<(&'s Run, bool)>,
    /// How many lines stand above its figures.
    above: usize,
    doubt: Option<Doubt>,
}

/// The rows of a table as the file states them, if it does.
fn stated(strips: &[Strip]) -> Option<Vec<Vec<Cell>>> {
    let mut rows: BTreeMap<usize, Vec<Cell>> = BTreeMap::new();
    for run in strips.iter().flat_map(|strip| &strip.runs) {
        let (row, [at, rows_spanned, columns]) = run.stated?;
        let row = rows.entry(row).or_default();
        let least = row.len().max(at + 1);
        row.resize(least, Cell::new(""));
        let cell = &mut row[at];
        cell.text.push_str(&run.text);
        (cell.row_span, cell.column_span) = (rows_spanned, columns);
        cell.spot.origin = Origin::Page(run.page + 1);
    }
    Some(rows.into_values().collect())
}

/// The rows of a table as their places show them.
fn rows<'s>(strips: &'s [Strip], anchors: &[usize], lines: Range<usize>) -> Vec<Row<'s>> {
    let (owners, unclear) = owners(strips, anchors, lines);
    let rows = owners.chunk_by(|a, b| a.0 == b.0).map(|own| {
        let owner = own[0].0;
        let runs = own.iter().flat_map(|&(_, at)| {
            let runs = strips[at].runs.iter();
            runs.map(move |run| (run, at != owner && run.is_figure))
        });
        Row {
            strip: &strips[owner],
            runs: runs.collect(),
            above: own.iter().filter(|(_, at)| *at < owner).count(),
            doubt: unclear.contains(&owner).then_some(Doubt::OtherRow),
        }
    });
    rows.collect()
}

/// By line, the line of figures that it belongs to, or itself; and the lines of figures of
/// which that is not certain.
fn owners(
    strips: &[Strip],
    anchors: &[usize],
    lines: Range<usize>,
) -> (Vec<(usize, usize)>, Vec<usize>) {
    let gap = |at: usize| strips[at].below(&strips[at - 1]);
    let (mut owners, mut unclear) = (Vec::new(), Vec::new());
    let above = std::iter::once(None).chain(anchors.iter().copied().map(Some));
    let below = anchors.iter().copied().map(Some).chain([None]);
    for (above, below) in above.zip(below) {
        let start = above.map_or(lines.start, |above| above + 1);
        let end = below.unwrap_or(lines.end);
        let is_of =
            |at: usize, row: usize, gap: f64| gap <= LEADING && is_part(&strips[at], &strips[row]);
        let down = |above| (start..end).take_while(move |&at| is_of(at, above, gap(at)));
        let up = |below| {
            let lines = (start..end).rev();
            lines.take_while(move |&at| is_of(at, below, gap(at + 1)))
        };
        let mut first = start + above.map_or(0, |above| down(above).count());
        let mut last = end - below.map_or(0, |below| up(below).count());
        if let (true, Some(above), Some(below)) = (first > last, above, below) {
            // The widest gap parts the rows.
            let mut gaps: Vec<usize> = (start..=end).collect();
            gaps.sort_by(|a, b| gap(*a).total_cmp(&gap(*b)));
            let [.., next, widest] = gaps[..] else {
                continue;
            };
            if gap(widest) - gap(next) < CLEAR {
                unclear.extend([above, below]);
            }
            (first, last) = (widest, widest);
        }
        owners.extend((start..end).map(|at| match (above, below) {
            (Some(above), _) if at < first => (above, at),
            (_, Some(below)) if at >= last => (below, at),
            _ => (at, at),
        }));
        owners.extend(below.map(|below| (below, below)));
    }
    owners.sort_unstable();
    (owners, unclear)
}

/// The rows of a table, with doubts where figures may belong to another one.
fn table(rows: &[Row<'_>]) -> Vec<Vec<Cell>> {
    let mut table: Vec<Vec<Cell>> = rows.iter().map(Row::cells).collect();
    let is_row = |&at: &usize| rows[at].strip.edge.is_some();
    let figures: Vec<usize> = (0..rows.len()).filter(is_row).collect();
    let has_names = |at: usize| !rows[at].runs[0].0.is_figure;
    let is_named = figures.iter().any(|&at| has_names(at));
    let length = |at: usize| figures.get(at).map(|&at| table[at].len());
    let mut torn: Vec<(usize, Doubt)> = Vec::new();
    for (at, pair) in figures.windows(2).enumerate() {
        let [above, below] = [&rows[pair[0]], &rows[pair[1]]];
        let is_item = numbered(&table[pair[1]][0].text).0.is_some();
        let own = length(at + 1);
        let is_whole =
            below.above == 0 && has_names(pair[1]) && (own == length(at) || own == length(at + 2));
        if above.strip.sheet != below.strip.sheet && !is_item && !is_whole {
            torn.extend(pair.iter().map(|at| (*at, Doubt::Torn)));
        }
        // Figures without a name, right below others, may be their ends.
        let [upper, lower] = [pair[0], pair[1]].map(has_names);
        let is_rest = upper != lower || !lower && own != length(at);
        if is_rest && below.strip.below(above.strip) <= LEADING {
            torn.extend(pair.iter().map(|at| (*at, Doubt::OtherRow)));
        }
    }
    for (at, own) in torn {
        doubt(&mut table[at], own);
    }
    for &at in &figures {
        if let Some(own) = rows[at].doubt {
            doubt(&mut table[at], own);
        }
        if is_named && !has_names(at) {
            doubt(&mut table[at], Doubt::OtherRow);
        }
    }
    table
}

fn doubt(cells: &mut [Cell], own: Doubt) {
    for cell in cells {
        cell.doubt = cell.doubt.or(Some(own));
    }
}

impl Row<'_> {
    /// Its cells, from the left: the lines of a name are one, and what stands in one place.
    fn cells(&self) -> Vec<Cell> {
        let mut cells: Vec<(Cell, f64, f64)> = Vec::new();
        for &(run, is_loose) in &self.runs {
            let is_own =
                |(_, left, right): &&mut (Cell, f64, f64)| run.left < *right && *left < run.right;
            let doubt = is_loose.then_some(Doubt::OtherRow);
            if let Some((cell, left, right)) = cells.iter_mut().find(is_own) {
                // Two figures in one cell are none.
                let between = if run.is_figure { " " } else { "" };
                cell.text.extend([between, &run.text]);
                cell.doubt = cell.doubt.or(doubt);
                (*left, *right) = (left.min(run.left), right.max(run.right));
                continue;
            }
            let mut cell = Cell::new(&*run.text);
            cell.doubt = doubt;
            cell.spot.origin = Origin::Page(run.page + 1);
            cells.push((cell, run.left, run.right));
        }
        cells.sort_by(|a, b| a.1.total_cmp(&b.1));
        cells.into_iter().map(|(cell, ..)| cell).collect()
    }
}
