//! Tables from the rules around their cells.

use super::{
    page::{Page, Piece, Rule},
    text::{Flow, lines},
};
use crate::published::{Cell, Table};

/// Rules nearer than this are one, in points.
const NEAR: f64 = 3.0;
/// A table has so many rows or columns at most.
const MOST_LINES: usize = 400;
/// A page has so many rules at most; more make a drawing.
const MOST_RULES: usize = 20_000;

/// A table on one page.
#[derive(Debug)]
pub(super) struct Found {
    /// The edges of its columns, from left to right.
    pub(super) columns: Vec<f64>,
    pub(super) top: f64,
    pub(super) bottom: f64,
    pub(super) table: Table,
}

/// The tables of a page, from the top, and the pieces that lie in none.
pub(super) fn tables(page: &Page, number: usize) -> (Vec<Found>, Vec<Piece>) {
    let mut rest: Vec<Piece> = page
        .pieces
        .iter()
        .filter(|piece| !piece.is_artifact)
        .cloned()
        .collect();
    let mut found: Vec<Found> = Vec::new();
    let mut grids: Vec<Lattice> = groups(&page.rules)
        .iter()
        .filter_map(|rules| Lattice::new(rules))
        .collect();
    // A table within another is part of its cell; the inner one comes first.
    grids.sort_by(|a, b| a.area().total_cmp(&b.area()));
    for lattice in grids {
        let (inside, outside) = rest.into_iter().partition(|piece| lattice.holds(piece));
        rest = outside;
        if let Some(table) = lattice.table(inside, number, &mut rest) {
            found.push(table);
        }
    }
    found.sort_by(|a, b| b.top.total_cmp(&a.top));
    (found, rest)
}

/// Rules that touch one another, in groups.
fn groups(rules: &[Rule]) -> Vec<Vec<Rule>> {
    if rules.len() > MOST_RULES {
        return Vec::new();
    }
    let joined = join(rules);
    let mut group: Vec<usize> = (0..joined.len()).collect();
    fn root(group: &mut [usize], mut at: usize) -> usize {
        while group[at] != at {
            group[at] = group[group[at]];
            at = group[at];
        }
        at
    }
    let (level, upright): (Vec<usize>, Vec<usize>) =
        (0..joined.len()).partition(|&at| joined[at].is_level);
    for &across in &level {
        let row = joined[across];
        let start = upright.partition_point(|&up| joined[up].at < row.from - NEAR);
        for &up in upright[start..]
            .iter()
            .take_while(|&&up| joined[up].at <= row.to + NEAR)
        {
            let column = joined[up];
            if column.from - NEAR <= row.at && row.at <= column.to + NEAR {
                let (a, b) = (root(&mut group, across), root(&mut group, up));
                group[a] = b;
            }
        }
    }
    let mut groups: Vec<Vec<Rule>> = vec![Vec::new(); joined.len()];
    for (at, rule) in joined.iter().enumerate() {
        let root = root(&mut group, at);
        groups[root].push(*rule);
    }
    groups.retain(|rules| rules.len() >= 4);
    groups
}

/// Pieces of one rule become one; sorted by direction and place.
fn join(rules: &[Rule]) -> Vec<Rule> {
    let mut sorted = rules.to_vec();
    sorted.sort_by(|a, b| {
        let places = a.at.total_cmp(&b.at).then(a.from.total_cmp(&b.from));
        b.is_level.cmp(&a.is_level).then(places)
    });
    let mut joined: Vec<Rule> = Vec::new();
    for rule in sorted {
        let fits = |other: &&mut Rule| {
            other.is_level == rule.is_level
                && (other.at - rule.at).abs() < 0.8
                && rule.from <= other.to + 1.5
                && other.from <= rule.to + 1.5
        };
        // Only the last few can lie so near.
        match joined.iter_mut().rev().take(40).find(fits) {
            Some(other) => {
                other.from = other.from.min(rule.from);
                other.to = other.to.max(rule.to);
            }
            None => joined.push(rule),
        }
    }
    joined.sort_by(|a, b| b.is_level.cmp(&a.is_level).then(a.at.total_cmp(&b.at)));
    joined
}

/// A grid of lines, and which of their parts are drawn.
struct Lattice {
    columns: Vec<f64>,
    /// From the top.
    rows: Vec<f64>,
    /// Whether the line above a place is drawn, row by row.
    above: Vec<Vec<bool>>,
    /// Whether the line left of a place is drawn, row by row.
    left: Vec<Vec<bool>>,
}

impl Lattice {
    fn new(rules: &[Rule]) -> Option<Self> {
        let long = |rule: &&Rule| rule.to - rule.from > NEAR;
        let level: Vec<&Rule> = rules
            .iter()
            .filter(|rule| rule.is_level)
            .filter(long)
            .collect();
        let upright: Vec<&Rule> = rules
            .iter()
            .filter(|rule| !rule.is_level)
            .filter(long)
            .collect();
        let columns = clusters(upright.iter().map(|rule| rule.at));
        let mut rows = clusters(level.iter().map(|rule| rule.at));
        rows.reverse();
        if columns.len() < 2
            || rows.len() < 2
            || columns.len() > MOST_LINES
            || rows.len() > MOST_LINES
        {
            return None;
        }
        let (height, width) = (rows.len() - 1, columns.len() - 1);
        let mut above = vec![vec![false; width]; height + 1];
        for rule in level {
            let row = nearest(&rows, rule.at);
            for column in 0..width {
                let middle = (columns[column] + columns[column + 1]) / 2.0;
                above[row][column] |= rule.from <= middle && middle <= rule.to;
            }
        }
        let mut left = vec![vec![false; width + 1]; height];
        for rule in upright {
            let column = nearest(&columns, rule.at);
            for row in 0..height {
                let middle = (rows[row] + rows[row + 1]) / 2.0;
                left[row][column] |= rule.from <= middle && middle <= rule.to;
            }
        }
        Some(Lattice {
            columns,
            rows,
            above,
            left,
        })
    }

    fn bounds(&self) -> [f64; 4] {
        let end = |edges: &[f64]| (edges[0], edges[edges.len() - 1]);
        let ((left, right), (top, bottom)) = (end(&self.columns), end(&self.rows));
        [left, bottom, right, top]
    }

    fn area(&self) -> f64 {
        let [left, bottom, right, top] = self.bounds();
        (right - left) * (top - bottom)
    }

    fn holds(&self, piece: &Piece) -> bool {
        let [left, bottom, right, top] = self.bounds();
        let (x, y) = centre(piece);
        left < x && x < right && bottom < y && y < top
    }

    /// The cells: places that no line parts. Outside is what touches the border openly.
    fn regions(&self) -> Vec<Vec<usize>> {
        let (height, width) = (self.rows.len() - 1, self.columns.len() - 1);
        let mut region = vec![vec![usize::MAX; width]; height];
        let mut count = 0;
        for row in 0..height {
            for column in 0..width {
                if region[row][column] != usize::MAX {
                    continue;
                }
                // The widest box of free places from here.
                let mut right = column + 1;
                while right < width && !self.left[row][right] && region[row][right] == usize::MAX {
                    right += 1;
                }
                let mut down = row + 1;
                while down < height
                    && (column..right)
                        .all(|at| !self.above[down][at] && region[down][at] == usize::MAX)
                    && (column + 1..right).all(|at| !self.left[down][at])
                {
                    down += 1;
                }
                for line in &mut region[row..down] {
                    line[column..right].fill(count);
                }
                count += 1;
            }
        }
        region
    }

    /// The table; what lies in none of its cells joins the rest.
    fn table(&self, inside: Vec<Piece>, number: usize, rest: &mut Vec<Piece>) -> Option<Found> {
        let region = self.regions();
        let count = region.iter().flatten().max()? + 1;
        if count < 2 {
            // A frame, or a rule below a heading.
            rest.extend(inside);
            return None;
        }
        let mut words: Vec<Vec<Piece>> = vec![Vec::new(); count];
        for piece in inside {
            let (x, y) = centre(&piece);
            let column = self
                .columns
                .partition_point(|&edge| edge <= x)
                .saturating_sub(1);
            let row = self
                .rows
                .partition_point(|&edge| edge > y)
                .saturating_sub(1);
            match region.get(row).and_then(|line| line.get(column)) {
                Some(&at) => words[at].push(piece),
                None => rest.push(piece),
            }
        }
        let mut rows = Vec::new();
        let mut seen = vec![false; count];
        for (row, line) in region.iter().enumerate() {
            let mut cells = Vec::new();
            for (column, &at) in line.iter().enumerate() {
                if std::mem::replace(&mut seen[at], true) {
                    continue;
                }
                let across = line[column..]
                    .iter()
                    .take_while(|&&other| other == at)
                    .count();
                let down = region[row..]
                    .iter()
                    .take_while(|line| line[column] == at)
                    .count();
                cells.push(Cell {
                    text: cell_text(std::mem::take(&mut words[at])),
                    row_span: down,
                    column_span: across,
                });
            }
            rows.push(cells);
        }
        let [_, bottom, _, top] = self.bounds();
        let mut table = Table {
            rows,
            ..Table::default()
        };
        table.origin.page = Some(number + 1);
        Some(Found {
            columns: self.columns.clone(),
            top,
            bottom,
            table,
        })
    }
}

fn cell_text(pieces: Vec<Piece>) -> String {
    let mut flow = Flow::default();
    for line in lines(pieces) {
        flow.line(&line, false);
    }
    flow.words.text()
}

fn centre(piece: &Piece) -> (f64, f64) {
    (
        (piece.left + piece.right) / 2.0,
        piece.base + 0.35 * piece.size,
    )
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

/// Joins a table with its continuation on the next page.
///
/// # Errors
/// The other table, where it is none: its edges are not those of the first.
pub(super) fn join_tables(first: &mut Found, next: Found) -> Result<(), Found> {
    let ends = |found: &Found| (found.columns[0], found.columns[found.columns.len() - 1]);
    let ((left, right), (next_left, next_right)) = (ends(first), ends(&next));
    if (left - next_left).abs() > 2.0 * NEAR || (right - next_right).abs() > 2.0 * NEAR {
        return Err(next);
    }
    // Where all cells of a page span two columns, the line between them is missing there.
    let columns = clusters(first.columns.iter().chain(&next.columns).copied());
    if columns.len() > MOST_LINES {
        return Err(next);
    }
    first.table.rows = widened(&first.table, &first.columns, &columns);
    let mut rows = widened(&next.table, &next.columns, &columns);
    first.columns = columns;
    let repeated = repeated(&first.table.rows, &rows);
    rows.drain(..repeated);
    extend_spans(first, &mut rows);
    first.table.rows.extend(rows);
    first.bottom = next.bottom;
    Ok(())
}

/// The rows of a table among more columns.
fn widened(table: &Table, from: &[f64], to: &[f64]) -> Vec<Vec<Cell>> {
    let mut rows = vec![Vec::new(); table.rows.len()];
    for spread in &table.grid().cells {
        let edge = |at: usize| nearest(to, from[at.min(from.len() - 1)]);
        let columns = edge(spread.column + spread.columns).saturating_sub(edge(spread.column));
        rows[spread.row].push(Cell {
            column_span: columns.max(1),
            ..spread.cell.clone()
        });
    }
    rows
}

/// How many rows at the start of a continuation repeat the table's first rows.
fn repeated(first: &[Vec<Cell>], next: &[Vec<Cell>]) -> usize {
    let same = first.iter().zip(next).take_while(|(a, b)| a == b).count();
    // A header ends where no cell of it goes on.
    let is_end = |&end: &usize| {
        let rows = next[..end].iter().enumerate();
        let mut cells =
            rows.flat_map(|(row, cells)| cells.iter().map(move |cell| row + cell.row_span));
        cells.all(|last| last <= end)
            && next[..end]
                .iter()
                .flatten()
                .any(|cell| !cell.text.is_empty())
    };
    (1..=same.min(6)).rev().find(is_end).unwrap_or(0)
}

/// What went on over the page's end is one again: a row that was parted, and cells of
/// several rows.
fn extend_spans(first: &mut Found, rows: &mut Vec<Vec<Cell>>) {
    let Some(line) = rows.first() else {
        return;
    };
    let ends = ends(&first.table);
    let mut column = 0;
    let mut pairs = Vec::new();
    for (at, cell) in line.iter().enumerate() {
        let end = ends
            .iter()
            .find(|end| (end.column, end.width) == (column, cell.column_span));
        pairs.extend(end.map(|end| (at, end.row, end.index)));
        column += cell.column_span;
    }
    let above = |&(_, row, index): &(usize, usize, usize)| &first.table.rows[row][index];
    let goes_on = |pair: &(usize, usize, usize)| {
        let below = &line[pair.0];
        below.text.is_empty() || (!above(pair).text.is_empty() && goes_on(&below.text))
    };
    let is_bare = line.iter().all(|cell| cell.text.is_empty());
    let ended =
        |pair: &(usize, usize, usize)| line[pair.0].text.is_empty() && !above(pair).text.is_empty();
    let is_rest = pairs.len() == line.len()
        && pairs.iter().all(goes_on)
        && (is_bare || pairs.iter().any(ended));
    if !is_rest {
        let spans = |pair: &(usize, usize, usize)| {
            (line[pair.0].row_span > 1 || above(pair).row_span > 1) && goes_on(pair)
        };
        pairs = pairs.into_iter().filter(spans).collect();
    }
    for (at, row, index) in pairs.into_iter().rev() {
        let below = rows[0].remove(at);
        let above = &mut first.table.rows[row][index];
        above.text.push_str(&below.text);
        above.row_span += below.row_span - usize::from(is_rest);
    }
    if is_rest {
        rows.remove(0);
    }
}

/// Whether words go on with those of the page before: they are no figure, and no number
/// of an item stands before them.
fn goes_on(text: &str) -> bool {
    let rest = text.trim_start_matches(['（', '(']);
    let is_count = |c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c);
    let behind = rest.trim_start_matches(is_count);
    let is_item = behind.len() < rest.len() && behind.starts_with(['）', ')', '、', '.', '．']);
    let is_figure = text
        .chars()
        .all(|c| c.is_ascii_digit() || "+-.,，－/—".contains(c));
    !is_item && !is_figure
}

/// A cell that ends where its table ends on a page.
struct End {
    column: usize,
    width: usize,
    row: usize,
    index: usize,
}

fn ends(table: &Table) -> Vec<End> {
    let height = table.rows.len();
    let mut count = vec![0; height];
    let mut ends = Vec::new();
    for spread in &table.grid().cells {
        let index = count[spread.row];
        count[spread.row] += 1;
        if spread.row + spread.rows == height {
            ends.push(End {
                column: spread.column,
                width: spread.columns,
                row: spread.row,
                index,
            });
        }
    }
    ends
}
