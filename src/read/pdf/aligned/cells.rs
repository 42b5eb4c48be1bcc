//! Rows of cells into the columns of a table.

use super::{
    Draft, Sides, blocks,
    rows::{Cell, LEADING, Row},
};
use crate::read::{
    label::numbered,
    pdf::{
        lattice::{Foot, Found, Room},
        text::Line,
    },
    published::{self, Doubt, Table},
};

/// Rows lie so far apart, in parts of the size, that a figure without a name belongs to the
/// row above.
const CLOSE: f64 = 1.6;

/// The columns of tables that go on from page to page.
pub(super) struct Columns {
    left: f64,
    /// Where the names of rows end.
    right: f64,
    sides: Vec<Sides>,
    /// How many columns the names of rows take.
    names: usize,
}

impl Columns {
    pub(super) fn of(chain: &[Draft]) -> Self {
        let figures = chain.iter().flat_map(|draft| &draft.block.columns);
        let mut sides = blocks::columns(figures);
        let bare = |draft: &Draft| heads(&draft.rows, &sides);
        let bare: Vec<Sides> = chain.iter().flat_map(bare).collect();
        sides = blocks::columns(sides.iter().chain(&bare));
        let rows = || chain.iter().flat_map(|draft| &draft.rows);
        let cells = rows().flat_map(|row| &row.cells);
        let named = || rows().map(|row| &row.cells[..name_count(row, &sides)]);
        let right = named().flatten().map(|cell| cell.right);
        let names = rows()
            .filter(|row| row.has_figures())
            .map(|row| name_count(row, &sides));
        Columns {
            right: right.fold(f64::MIN, f64::max),
            left: cells.map(|cell| cell.left).fold(f64::MAX, f64::min),
            names: names.max().map_or(0, |most| most + usize::from(most > 0)),
            sides,
        }
    }

    /// Edges of columns, from the left.
    fn edges(&self) -> Vec<f64> {
        let start = self.sides[0].0 - 0.5;
        let width = (start - self.left).max(1.0) / self.names.max(1) as f64;
        let names = (0..self.names).map(|at| self.left + width * at as f64);
        let between = self
            .sides
            .windows(2)
            .map(|pair| (pair[0].1 + pair[1].0) / 2.0);
        let end = self.sides[self.sides.len() - 1].1 + 0.5;
        names.chain([start]).chain(between).chain([end]).collect()
    }

    /// The columns that words stand in.
    fn under(&self, cell: &Cell) -> Option<(usize, usize)> {
        let (left, right) = cell.sides();
        let hit = |at: &usize| self.sides[*at].0 < right && left < self.sides[*at].1;
        let mut under = (0..self.sides.len()).filter(hit);
        let first = under.next()?;
        Some((first, under.next_back().unwrap_or(first)))
    }

    /// The columns that words stand in, or else those on both sides of them.
    fn around(&self, cell: &Cell) -> (usize, usize) {
        self.under(cell).unwrap_or_else(|| {
            let nearest = self.nearest(cell.middle());
            let last = self.sides.len() - 1;
            (nearest.saturating_sub(1), (nearest + 1).min(last))
        })
    }

    fn nearest(&self, place: f64) -> usize {
        let way = |at: &usize| ((self.sides[*at].0 + self.sides[*at].1) / 2.0 - place).abs();
        let nearest = (0..self.sides.len()).min_by(|a, b| way(a).total_cmp(&way(b)));
        nearest.unwrap_or_default()
    }
}

/// The heads beneath which no figure stands, where there are more heads than columns with
/// figures: each is a column of its own.
fn heads(rows: &[Row], sides: &[Sides]) -> Vec<Sides> {
    let count = rows.iter().take_while(|row| !row.has_figures()).count();
    let above = &rows[..count];
    let over = |a: Sides, b: Sides| a.0 < b.1 && b.0 < a.1;
    let mut last = Vec::new();
    for (at, row) in above.iter().enumerate() {
        for cell in row.cells.iter().filter(|cell| cell.right > sides[0].0) {
            let below = above[at + 1..].iter().flat_map(|row| &row.cells);
            let own = cell.sides();
            if !below.map(Cell::sides).any(|other| over(other, own)) {
                last.push(own);
            }
        }
    }
    match last.len() > sides.len() {
        true => last.retain(|&head| !sides.iter().any(|&column| over(column, head))),
        false => last.clear(),
    }
    last
}

/// How many of a row's first cells name it.
fn name_count(row: &Row, sides: &[Sides]) -> usize {
    let (start, end) = sides[0];
    let is_name = |&(at, cell): &(usize, &Cell)| {
        let is_under = at > 0 && cell.left < end && start < cell.right;
        !cell.is_figure() && cell.middle() < start && !is_under
    };
    row.cells.iter().enumerate().take_while(is_name).count()
}

/// Whether the first of some rows is nothing but a name, and the figures of the next one
/// may be its own: where the next one's name may go on with it.
fn has_figures_below(rows: &[Row], pitch: f64) -> bool {
    let [Row { cells: own }, next, ..] = rows else {
        return false;
    };
    let ([name], Some(first)) = (own.as_slice(), next.cells.first()) else {
        return false;
    };
    let way = name.bottom() - first.top();
    next.has_figures()
        && !first.is_figure()
        && numbered(&first.text).0.is_none()
        && first.left < name.right
        && way < LEADING * name.size()
        && way < 1.05 * pitch
}

/// The table of a draft.
pub(super) fn table(draft: &Draft, columns: &Columns, lines: &[Line]) -> Found {
    let edges = columns.edges();
    let mut rows: Vec<Vec<published::Cell>> = Vec::new();
    let mut before: Option<f64> = None;
    let mut bare: Option<Vec<published::Cell>> = None;
    for (at, row) in draft.rows.iter().enumerate() {
        let count = match columns.names {
            0 => 0,
            _ => name_count(row, &columns.sides),
        };
        let (names, values) = row.cells.split_at(count);
        let mut cells = named(names, columns.names);
        let height = values.first().map(Cell::top);
        match row.has_figures() {
            true => cells.extend(figures(values, columns)),
            false
                if values.is_empty() && has_figures_below(&draft.rows[at..], draft.block.pitch) =>
            {
                let doubtful = columns
                    .sides
                    .iter()
                    .map(|_| cell(String::new(), 1).doubted(Doubt::RowBelow));
                cells.extend(doubtful);
            }
            false => words(values, columns, &mut cells),
        }
        let is_close = || {
            let way = before.zip(height).map(|(before, own)| before - own);
            way.zip(values.first())
                .is_some_and(|(way, cell)| way < CLOSE * cell.size())
        };
        let is_bare = count == 0 && columns.names > 0 && row.has_figures();
        match rows.last_mut() {
            Some(above) if is_bare && is_close() => beside(above, cells),
            Some(above) if is_bare => {
                beside_blank(above, &cells);
                bare = Some(cells.clone());
                rows.push(cells);
            }
            _ => {
                if let Some(bare) = bare.take() {
                    beside_blank(&mut cells, &bare);
                }
                rows.push(cells);
            }
        }
        before = height.or(before);
    }
    let foot = foot(rows.last(), draft.rows.last(), columns, &edges);
    let mut table = Table {
        rows,
        ..Table::default()
    };
    table.origin.page = Some(draft.page + 1);
    let (first, last) = (&lines[0], &lines[lines.len() - 1]);
    Found {
        columns: edges,
        top: first.base + first.size,
        bottom: last.base - 0.3 * last.size,
        foot,
        chain: Some(draft.chain),
        table,
    }
}

fn cell(text: String, column_span: usize) -> published::Cell {
    published::Cell::new(text).spanning(1, column_span)
}

/// The cells of a row's name, over so many columns.
fn named(names: &[Cell], width: usize) -> Vec<published::Cell> {
    let text = |cells: &[Cell]| -> String {
        let texts = cells.iter().map(|cell| cell.text.as_str());
        texts.collect::<Vec<_>>().join(" ")
    };
    let kept = names.len().min(width);
    match kept {
        0 if width == 0 => Vec::new(),
        0 => vec![cell(String::new(), width)],
        _ => {
            let (groups, rest) = names.split_at(kept - 1);
            let groups = groups.iter().map(|group| cell(group.text.clone(), 1));
            let last = cell(text(rest), width - (kept - 1));
            groups.chain([last]).collect()
        }
    }
}

/// A cell for each column, with the figures that stand in it.
fn figures(values: &[Cell], columns: &Columns) -> Vec<published::Cell> {
    let mut cells = vec![cell(String::new(), 1); columns.sides.len()];
    for value in values {
        let (first, last) = columns.around(value);
        for cell in &mut cells[first..=last] {
            if !cell.text.is_empty() {
                cell.text.push(' ');
            }
            if first < last {
                cell.doubt = Some(Doubt::BetweenColumns);
            }
            cell.text.push_str(&value.text);
        }
    }
    cells
}

/// Adds words over columns; blank cells fill the row. Words over none join those before.
fn words(values: &[Cell], columns: &Columns, cells: &mut Vec<published::Cell>) {
    let mut end = 0;
    for value in values {
        let (first, last) = columns.under(value).unwrap_or((0, 0));
        let is_free = columns.under(value).is_some() && end <= first;
        match cells.last_mut().filter(|_| !is_free) {
            Some(before) => {
                before.text.push(' ');
                before.text.push_str(&value.text);
                let wider = (last + 1).saturating_sub(end).min(end);
                before.column_span += wider;
                end += wider;
            }
            None => {
                cells.extend((end..first).map(|_| cell(String::new(), 1)));
                cells.push(cell(value.text.clone(), last + 1 - first));
                end = last + 1;
            }
        }
    }
    cells.extend((end..columns.sides.len()).map(|_| cell(String::new(), 1)));
}

/// Notes the figures at a page's start that no name stands before: they may belong to the
/// row that the page before ends with, though the columns are others.
pub(super) fn torn(above: &mut Found, below: &Found) {
    if above.chain == below.chain {
        return;
    }
    let (Some(last), Some(first)) = (above.table.rows.last_mut(), below.table.rows.first()) else {
        return;
    };
    let is_bare = first.len() > 1 && first[0].text.is_empty() && first[0].column_span > 1;
    if is_bare {
        let texts: Vec<&str> = first.iter().map(|cell| cell.text.as_str()).collect();
        let quote = texts.join(" ").trim().to_owned();
        let blank = last.iter_mut().filter(|cell| cell.text.is_empty());
        for cell in blank {
            (cell.text, cell.doubt) = (quote.clone(), Some(Doubt::OtherRow));
        }
    }
}

/// Adds figures without a name to the row above: whose they are, nothing tells.
fn beside(above: &mut [published::Cell], below: Vec<published::Cell>) {
    let both = above.iter_mut().rev().zip(below.into_iter().rev());
    for (above, below) in both.filter(|(_, below)| !below.text.is_empty()) {
        if !above.text.is_empty() {
            above.text.push(' ');
        }
        above.doubt = Some(Doubt::OtherRow);
        above.text.push_str(&below.text);
    }
}

/// Notes figures without a name in the blank cells above or below them.
fn beside_blank(cells: &mut [published::Cell], bare: &[published::Cell]) {
    let both = cells.iter_mut().rev().zip(bare.iter().rev());
    let blank = both.filter(|(own, other)| own.text.is_empty() && !other.text.is_empty());
    for (own, other) in blank {
        (own.text, own.doubt) = (other.text.clone(), Some(Doubt::OtherRow));
    }
}

/// The cells of the last row. Columns are so wide at least as what stands in them.
fn foot(
    row: Option<&Vec<published::Cell>>,
    shown: Option<&Row>,
    columns: &Columns,
    edges: &[f64],
) -> Vec<Foot> {
    let mut column = 0;
    let mut foot = Vec::new();
    for own in row.into_iter().flatten() {
        let edge = |at: usize| edges[at.min(edges.len() - 1)];
        let (left, right) = (edge(column), edge(column + own.column_span));
        column += own.column_span;
        let mut cells = shown.into_iter().flat_map(|row| &row.cells);
        let cell = cells.find(|cell| left <= cell.middle() && cell.middle() < right);
        let free = cell.map(|cell| match column.checked_sub(columns.names + 1) {
            Some(at) => {
                let (left, right) = columns.sides[at.min(columns.sides.len() - 1)];
                right - left - cell.last_width() > 0.5 * cell.size()
            }
            None => columns.right - cell.left - cell.last_width() > 1.2 * cell.size(),
        });
        let room = match free {
            Some(true) => Room::Free,
            _ => Room::Unclear,
        };
        foot.push(Foot { left, right, room });
    }
    foot
}
