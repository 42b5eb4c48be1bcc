//! A table on one page: edges, cells, and what is repeated from earlier pages.

use super::{SetCell, Table};
use crate::pdf::{
    column_widths::{CELL_LEADING, PADDING, PADDING_ROWS},
    line_breaking::LineStyle,
    painter::{LEFT, Painter, rise},
    placement::{Placed, place, shift},
    structure_tree::NodeId,
    table_cell::Entry,
};
use std::{collections::HashMap, ops::Range};

/// How many lines of each cell stand on earlier pages, by the cell's element.
pub(in crate::pdf) type Shown = HashMap<NodeId, usize>;

impl Table {
    /// Draws some parts from a height downwards; gives the height that they took.
    pub(in crate::pdf) fn paint(
        &self,
        painter: &mut Painter<'_>,
        parts: Range<usize>,
        top: f32,
        shown: &mut Shown,
    ) -> f32 {
        // The header stands above the first rows on the page it begins on.
        let header = match parts.start {
            0 => 0..0,
            start if start < self.header => 0..0,
            _ => 0..self.header,
        };
        let window = Window::new(self, header.clone(), parts.clone(), top);
        let visible = |cell: &&SetCell| window.touches(&cell.entry);
        let visible: Vec<&SetCell> = self.cells.iter().filter(visible).collect();
        self.paint_tints(painter, &window, &visible);
        self.paint_edges(painter, &window, &visible);
        for cell in visible {
            if let Some(share) = window.share(&cell.entry, header.clone()) {
                self.paint_again(painter, cell, &share);
            }
            if let Some(share) = window.share(&cell.entry, parts.clone()) {
                self.paint_cell(painter, cell, &share, shown);
            }
        }
        window.height()
    }

    /// Grounds of the cells that a draft finds fault with.
    fn paint_tints(&self, painter: &mut Painter<'_>, window: &Window<'_>, visible: &[&SetCell]) {
        let tinted = visible.iter().filter_map(|cell| {
            let share = window.share(&cell.entry, 0..self.parts.len())?;
            let columns = cell.entry.columns();
            let [left, right] = [columns.start, columns.end].map(|edge| LEFT + self.columns[edge]);
            Some((cell.entry.finding?, [left, share.bottom, right, share.top]))
        });
        let tinted: Vec<_> = tinted.collect();
        if tinted.is_empty() {
            return;
        }
        let (canvas, _) = painter.canvas();
        canvas.artifact("<</Type /Layout>>", |canvas| canvas.tints(&tinted));
    }

    fn paint_edges(&self, painter: &mut Painter<'_>, window: &Window<'_>, visible: &[&SetCell]) {
        let (parts, mut heights): (Vec<usize>, Vec<f32>) = window.parts.iter().copied().unzip();
        heights.push(window.bottom);
        let rows: Vec<usize> = parts.iter().map(|&part| self.parts[part].row).collect();
        let entries = visible.iter().map(|cell| &cell.entry);
        let x = |column: usize| LEFT + self.columns[column];
        let edges = edges(entries, &rows, self.columns.len() - 1).into_iter();
        let rules = edges.map(|[column, row, to_column, to_row]| {
            [x(column), heights[row], x(to_column), heights[to_row]]
        });
        let rules: Vec<[f32; 4]> = rules.collect();
        let (canvas, _) = painter.canvas();
        canvas.artifact("<</Type /Layout>>", |canvas| canvas.rules(&rules, 0.5));
    }

    /// Draws as much of a cell as its share of the page holds.
    fn paint_cell(
        &self,
        painter: &mut Painter<'_>,
        cell: &SetCell,
        share: &Share,
        shown: &mut Shown,
    ) {
        let done = shown.entry(cell.node).or_insert(0);
        let left = cell.lines.len() - *done;
        if left == 0 {
            if *done > 0 && !share.first && cell.entry.rowspan > 1 {
                self.paint_again(painter, cell, share);
            }
            return;
        }
        let room = ((share.top - share.bottom - PADDING_ROWS + 0.1) / self.leading) as usize;
        let count = if share.last { left } else { left.min(room) };
        let lines = *done..*done + count;
        *done += count;
        for (placed, x, y) in self.placed(cell, lines, share) {
            painter.content(cell.node, &placed, (x, y));
        }
    }

    /// Draws a label once more, for the eye alone.
    fn paint_again(&self, painter: &mut Painter<'_>, cell: &SetCell, share: &Share) {
        let need = cell.lines.len() as f32 * self.leading;
        if cell.lines.is_empty() || need > share.top - share.bottom {
            return;
        }
        let lines = self.placed(cell, 0..cell.lines.len(), share);
        let (canvas, fonts) = painter.canvas();
        canvas.artifact("<</Type /Pagination>>", |canvas| {
            for (placed, x, y) in &lines {
                canvas.text(placed, *x, *y, fonts);
            }
        });
    }

    /// Some lines of a cell in the middle of its share of the page.
    fn placed(
        &self,
        cell: &SetCell,
        lines: Range<usize>,
        share: &Share,
    ) -> Vec<(Vec<Placed>, f32, f32)> {
        let columns = cell.entry.columns();
        let left = LEFT + self.columns[columns.start] + PADDING / 2.0;
        let width = self.columns[columns.end] - self.columns[columns.start] - PADDING;
        let height = lines.len() as f32 * self.leading;
        let size = self.leading / CELL_LEADING;
        let mut y = share.top - (share.top - share.bottom - height) / 2.0;
        let mut out = Vec::with_capacity(lines.len());
        for line in &cell.lines[lines] {
            let placed = place(&cell.entry.glyphs, line, width, LineStyle::Ragged);
            let room = (width - line.width).max(0.0);
            let shift = shift(cell.side, room);
            out.push((placed, left + shift, y - rise(self.leading, size)));
            y -= self.leading;
        }
        out
    }
}

/// The parts of a table that stand on one page, each with its top.
struct Window<'a> {
    table: &'a Table,
    parts: Vec<(usize, f32)>,
    top: f32,
    bottom: f32,
}

/// The part of a cell that lies on a page.
struct Share {
    top: f32,
    bottom: f32,
    /// Whether the cell begins here.
    first: bool,
    /// Whether the cell ends here.
    last: bool,
}

impl<'a> Window<'a> {
    fn new(table: &'a Table, header: Range<usize>, parts: Range<usize>, top: f32) -> Self {
        let mut y = top;
        let mut placed = Vec::new();
        for part in header.chain(parts) {
            placed.push((part, y));
            y -= table.parts[part].height;
        }
        Window {
            table,
            parts: placed,
            top,
            bottom: y,
        }
    }

    /// Whether a part of a cell is on the page.
    fn touches(&self, entry: &Entry) -> bool {
        let row = |part: &(usize, f32)| self.table.parts[part.0].row;
        let rows = entry.rows();
        let (header, body) = self.parts.split_at(self.table.header.min(self.parts.len()));
        header.iter().map(row).any(|row| rows.contains(&row))
            || body.first().is_some_and(|first| rows.end > row(first))
                && body.last().is_some_and(|last| rows.start <= row(last))
    }

    fn height(&self) -> f32 {
        self.top - self.bottom
    }

    /// Where a cell lies among some of the parts on the page.
    fn share(&self, entry: &Entry, among: Range<usize>) -> Option<Share> {
        let inside = |&&(part, _): &&(usize, f32)| {
            among.contains(&part) && entry.rows().contains(&self.table.parts[part].row)
        };
        let first = self.parts.iter().find(inside)?;
        let last = self.parts.iter().rfind(|part| inside(part))?;
        let parts = &self.table.parts;
        let same_row = |part: usize| {
            let other = parts.get(part);
            other.is_some_and(|other| entry.rows().contains(&other.row))
        };
        Some(Share {
            top: first.1,
            bottom: last.1 - parts[last.0].height,
            first: first.0 == 0 || !same_row(first.0 - 1),
            last: !same_row(last.0 + 1),
        })
    }
}

/// Strokes from one crossing of the grid to another, as column and row: `[from, from, to, to]`.
///
/// `rows` are the grid's rows that stand on a page, from top to bottom.
fn edges<'a>(
    entries: impl Iterator<Item = &'a Entry>,
    rows: &[usize],
    columns: usize,
) -> Vec<[usize; 4]> {
    let owners = owners(entries, rows, columns);
    let owner = |row: usize, column: usize| owners[row * columns + column];
    let across = |row: usize, column: usize| {
        row == 0 || row == rows.len() || differ(owner(row - 1, column), owner(row, column))
    };
    let down = |row: usize, column: usize| {
        column == 0 || column == columns || differ(owner(row, column - 1), owner(row, column))
    };
    let mut strokes = Vec::new();
    for row in 0..=rows.len() {
        let runs = runs(columns, |column| across(row, column));
        strokes.extend(runs.map(|(from, to)| [from, row, to, row]));
    }
    for column in 0..=columns {
        let runs = runs(rows.len(), |row| down(row, column));
        strokes.extend(runs.map(|(from, to)| [column, from, column, to]));
    }
    strokes
}

/// Two places belong together only within one cell.
fn differ(before: Option<usize>, after: Option<usize>) -> bool {
    before.is_none() || before != after
}

fn owners<'a>(
    entries: impl Iterator<Item = &'a Entry>,
    rows: &[usize],
    columns: usize,
) -> Vec<Option<usize>> {
    let mut owners = vec![None; rows.len() * columns];
    for (number, entry) in entries.enumerate() {
        for (line, row) in rows.iter().enumerate() {
            if entry.rows().contains(row) {
                owners[line * columns..][entry.columns()].fill(Some(number));
            }
        }
    }
    owners
}

/// The longest stretches of places for which something holds.
fn runs(count: usize, holds: impl Fn(usize) -> bool) -> impl Iterator<Item = (usize, usize)> {
    let mut out: Vec<(usize, usize)> = Vec::new();
    for place in (0..count).filter(|&place| holds(place)) {
        match out.last_mut() {
            Some(last) if last.1 == place => last.1 += 1,
            _ => out.push((place, place + 1)),
        }
    }
    out.into_iter()
}
