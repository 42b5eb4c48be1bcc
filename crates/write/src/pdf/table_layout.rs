//! A table: rows that may go over pages, cells that go over rows.

use super::{
    column_widths::{CELL_LEADING, PADDING, PADDING_ROWS},
    glyphs::Typesetter,
    line_breaking::Line,
    painter::{BODY, Posture},
    piece::{NEVER, Piece, Show},
    structure_tree::{Attribute, NodeId, Tree},
    table_cell::Entry,
    table_notes::Note,
};
use document::{CellKind, Grid, Side};
use std::{ops::Range, rc::Rc};

mod fitting;
mod painting;

pub(super) use fitting::fit;
use fitting::{Fitted, fitted, sides};
pub(super) use painting::Shown;

/// How much empty page is better than parting the rows of a group, for each group parted.
const GROUP: f32 = 70.0;
/// How much empty page is better than a row of a group alone on its page.
const LONELY_ROW: f32 = 35.0;
/// How many lines of a row that is taller than a page stay together.
const PART_LINES: f32 = 8.0;
/// How much empty page is better than parting a table that fits on one.
const SMALL_TABLE: f32 = BODY / 3.0;

/// A table whose columns and rows have their measures.
#[derive(Clone, Debug)]
pub(super) struct Table {
    /// How it lies on its pages.
    pub(super) posture: Posture,
    cells: Vec<SetCell>,
    /// The columns' edges, from the table's left.
    columns: Vec<f32>,
    /// The rows; one that is taller than a page comes in several parts.
    parts: Vec<Part>,
    /// How many parts at the top are repeated on every page.
    header: usize,
    leading: f32,
    keep: Vec<bool>,
}

#[derive(Clone, Debug)]
struct SetCell {
    entry: Entry,
    lines: Vec<Line>,
    side: Side,
    node: NodeId,
}

#[derive(Clone, Copy, Debug)]
struct Part {
    row: usize,
    height: f32,
}

impl Table {
    /// Lays out a grid; its elements go below `parent`.
    pub(super) fn new(
        setter: &mut Typesetter<'_>,
        tree: &mut Tree,
        parent: NodeId,
        grid: &Grid,
        notes: &[Note],
    ) -> Option<Self> {
        let rows = grid.rows.len();
        if grid.columns == 0 || rows == 0 {
            return None;
        }
        let turns = !grid.is_form();
        let Fitted {
            entries,
            size,
            widths,
            posture,
        } = fitted(setter, grid, notes, turns);
        let nodes = elements(tree, parent, grid, &entries);
        let sides = sides(&entries, grid, size);
        let leading = size * CELL_LEADING;
        let cells = entries.into_iter().zip(nodes).map(|(entry, node)| {
            let width = widths[entry.columns()].iter().sum::<f32>() - PADDING;
            SetCell {
                lines: entry.lines(width),
                side: entry.side.unwrap_or(match entry.kind {
                    CellKind::RowHead | CellKind::Text => sides[entry.column],
                    _ => Side::Centre,
                }),
                entry,
                node,
            }
        });
        let cells: Vec<SetCell> = cells.collect();
        let lines = cells.iter();
        let lines = lines.map(|cell| (cell.entry.rows(), cell.lines.len()));
        let heights = row_heights(lines, rows, leading);
        let header_rows = grid.header_rows.min(rows.saturating_sub(1));
        let header_height: f32 = heights[..header_rows].iter().sum();
        // A header that leaves no room for rows is not repeated.
        let body = posture.body();
        let (header, room) = match header_height < body / 2.0 {
            true if header_rows > 0 => (header_rows, body - header_height),
            _ => (0, body),
        };
        Some(Table {
            posture,
            columns: running(&widths),
            parts: parts(&heights, room, leading),
            header,
            leading,
            keep: grid.rows.iter().map(|row| row.keep_with_next).collect(),
            cells,
        })
    }

    /// The rows as pieces of the flow.
    pub(super) fn pieces(self) -> Vec<Piece> {
        let whole: f32 = self.parts.iter().map(|part| part.height).sum();
        let small = whole <= self.posture.body();
        let count = self.parts.len();
        let blocks =
            |cell: &&SetCell| cell.entry.rowspan > 1 || cell.entry.kind == CellKind::Caption;
        let blocks: Vec<&SetCell> = self.cells.iter().filter(blocks).collect();
        let prices = (0..count).map(|at| self.price(at, small, &blocks));
        let prices: Vec<f32> = prices.collect();
        let table = Rc::new(self);
        let pieces = prices.into_iter().enumerate().map(|(at, price)| Piece {
            price,
            ..Piece::new(Show::Row(Rc::clone(&table), at), table.parts[at].height)
        });
        pieces.collect()
    }

    /// How bad a page break after a part is; `blocks` are the cells that hold rows together.
    fn price(&self, at: usize, small: bool, blocks: &[&SetCell]) -> f32 {
        let Some(next) = self.parts.get(at + 1) else {
            return 0.0;
        };
        let row = self.parts[at].row;
        if next.row == row {
            return 0.0;
        }
        if at < self.header || self.keep.get(row).copied().unwrap_or(false) {
            return NEVER;
        }
        let cut = blocks.iter().filter(|cell| {
            cell.entry.rows().contains(&row) && cell.entry.rows().contains(&next.row)
        });
        let parted = |cell: &&SetCell| GROUP + self.cramped(cell, row) + lonely_row(cell, row);
        let groups: f32 = cut.map(parted).sum();
        let begins =
            |cell: &&SetCell| cell.entry.row == next.row && cell.entry.kind == CellKind::Caption;
        let block = blocks.iter().any(begins);
        let whole = match small {
            true if block => SMALL_TABLE / 2.0,
            true => SMALL_TABLE,
            false => 0.0,
        };
        let alone = at == self.header || at + 2 == self.parts.len();
        groups + whole + if alone { GROUP } else { 0.0 }
    }

    /// What it costs that a label does not fit into its rows before or after a break.
    fn cramped(&self, cell: &SetCell, row: usize) -> f32 {
        let rows = cell.entry.rows();
        let need = cell.lines.len() as f32 * self.leading;
        let fits = |rows: Range<usize>| self.height_of(rows) >= need;
        if fits(rows.start..row + 1) && fits(row + 1..rows.end) {
            0.0
        } else {
            4.0 * GROUP
        }
    }

    fn height_of(&self, rows: Range<usize>) -> f32 {
        let parts = self.parts.iter().filter(|part| rows.contains(&part.row));
        parts.map(|part| part.height).sum()
    }

    /// How many lines each figure takes.
    #[cfg(test)]
    pub(super) fn lines_of_figures(&self) -> Vec<usize> {
        let figures = self.cells.iter();
        let figures = figures.filter(|cell| cell.entry.kind == CellKind::Figure);
        figures.map(|cell| cell.lines.len()).collect()
    }

    /// The height of the header that is repeated where a page starts with a part.
    pub(super) fn repeated_header(&self, part: usize) -> f32 {
        if part < self.header {
            return 0.0;
        }
        let header = self.parts[..self.header].iter();
        header.map(|part| part.height).sum()
    }
}

/// The structure elements of the cells, in their order.
fn elements(tree: &mut Tree, parent: NodeId, grid: &Grid, entries: &[Entry]) -> Vec<NodeId> {
    let table = tree.add(parent, "Table");
    if !grid.summary.is_empty() {
        tree.describe(table, Attribute::Summary(grid.summary.clone()));
    }
    let header = grid.header_rows.min(grid.rows.len().saturating_sub(1));
    let head = (header > 0).then(|| tree.add(table, "THead"));
    let body = tree.add(table, "TBody");
    let part = |row| head.filter(|_| row < header).unwrap_or(body);
    let rows = (0..grid.rows.len()).map(|row| tree.add(part(row), "TR"));
    let rows: Vec<NodeId> = rows.collect();
    let cells = entries.iter();
    cells
        .map(|entry| element(tree, rows[entry.row], entry))
        .collect()
}

fn element(tree: &mut Tree, row: NodeId, entry: &Entry) -> NodeId {
    let scope = match entry.kind {
        CellKind::Corner | CellKind::Caption | CellKind::ColumnHead => Some("Column"),
        CellKind::RowHead => Some("Row"),
        CellKind::Figure | CellKind::Text => None,
    };
    let node = tree.add(row, if scope.is_some() { "TH" } else { "TD" });
    if let Some(scope) = scope {
        tree.describe(node, Attribute::Scope(scope));
    }
    if entry.rowspan > 1 {
        tree.describe(node, Attribute::RowSpan(entry.rowspan));
    }
    if entry.colspan > 1 {
        tree.describe(node, Attribute::ColSpan(entry.colspan));
    }
    node
}

/// What it costs that a row of a cell's rows stands alone before or after a break behind a row.
fn lonely_row(cell: &SetCell, row: usize) -> f32 {
    let rows = cell.entry.rows();
    match rows.start == row || row + 2 == rows.end {
        true => LONELY_ROW,
        false => 0.0,
    }
}

/// How high rows are for cells in some of them that have so many lines.
fn row_heights(
    cells: impl Iterator<Item = (Range<usize>, usize)>,
    rows: usize,
    leading: f32,
) -> Vec<f32> {
    let mut heights = vec![leading + PADDING_ROWS; rows];
    let mut cells: Vec<_> = cells.collect();
    cells.sort_by_key(|(rows, _)| rows.len());
    for (rows, lines) in cells {
        let need = lines.max(1) as f32 * leading + PADDING_ROWS;
        let have: f32 = heights[rows.clone()].iter().sum();
        let lack = (need - have).max(0.0) / rows.len() as f32;
        heights[rows].iter_mut().for_each(|height| *height += lack);
    }
    heights
}

/// Rows as they may stand on pages: one taller than a page's room is cut between lines, in small
/// parts, so that it begins where the rows before it end.
fn parts(heights: &[f32], room: f32, leading: f32) -> Vec<Part> {
    let mut parts = Vec::new();
    let lines = ((room - PADDING_ROWS) / leading).floor();
    let most = lines.clamp(1.0, PART_LINES) * leading + PADDING_ROWS;
    for (row, &height) in heights.iter().enumerate() {
        let mut left = height;
        while height > room && left > most {
            parts.push(Part { row, height: most });
            left = left - most + PADDING_ROWS;
        }
        parts.push(Part { row, height: left });
    }
    parts
}

fn running(widths: &[f32]) -> Vec<f32> {
    let mut x = 0.0;
    let edges = widths.iter().map(|width| {
        x += width;
        x
    });
    std::iter::once(0.0).chain(edges).collect()
}
