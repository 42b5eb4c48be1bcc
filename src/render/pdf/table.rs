//! A table: rows that may go over pages, cells that go over rows.

use super::{
    cell::Entry,
    columns::{CELL_LEADING, PADDING, PADDING_ROWS, forced_widths, widths},
    edges::edges,
    lines::{Line, Manner},
    page::{BODY, LEFT, MEASURE, Painter},
    piece::{NEVER, Piece, Show},
    place::place,
    structure::{Attribute, NodeId, Tree},
    text::Setter,
};
use crate::document::{CellKind, Grid};
use std::{collections::HashMap, ops::Range, rc::Rc};

/// The sizes that are tried for a table's words, in points.
const SIZES: [f32; 7] = [10.5, 10.0, 9.5, 9.0, 8.0, 7.0, 6.0];
/// How much empty page is better than parting the rows of a group, for each group parted.
const GROUP: f32 = 70.0;
/// How much empty page is better than parting a table that fits on one.
const SMALL_TABLE: f32 = BODY / 3.0;

/// A table whose columns and rows have their measures.
#[derive(Clone, Debug)]
pub(super) struct Table {
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
    centred: bool,
    node: NodeId,
}

#[derive(Clone, Copy, Debug)]
struct Part {
    row: usize,
    height: f32,
}

/// How many lines of each cell stand on earlier pages, by the cell's element.
pub(super) type Shown = HashMap<NodeId, usize>;

impl Table {
    /// Lays out a grid; its elements go below `parent`.
    pub(super) fn new(
        setter: &mut Setter<'_>,
        tree: &mut Tree,
        parent: NodeId,
        grid: &Grid,
    ) -> Option<Self> {
        let rows = grid.rows.len();
        if grid.columns == 0 || rows == 0 {
            return None;
        }
        let (entries, size, widths) = fitted(setter, grid);
        let nodes = elements(tree, parent, grid, &entries);
        let centred = centred_columns(&entries, grid.columns, size);
        let leading = size * CELL_LEADING;
        let cells: Vec<SetCell> = entries
            .into_iter()
            .zip(nodes)
            .map(|(entry, node)| {
                let width = widths[entry.columns()].iter().sum::<f32>() - PADDING;
                SetCell {
                    lines: entry.lines(width),
                    centred: match entry.kind {
                        CellKind::RowHead | CellKind::Text => centred[entry.column],
                        _ => true,
                    },
                    entry,
                    node,
                }
            })
            .collect();
        let heights = row_heights(&cells, rows, leading);
        let header_rows = grid.header_rows.min(rows.saturating_sub(1));
        let header_height: f32 = heights[..header_rows].iter().sum();
        // A header that leaves no room for rows is not repeated.
        let header = if header_height < BODY / 2.0 {
            header_rows
        } else {
            0
        };
        let room = BODY - if header > 0 { header_height } else { 0.0 };
        Some(Table {
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
        let small = whole <= BODY;
        let count = self.parts.len();
        let prices: Vec<f32> = (0..count).map(|at| self.price(at, small)).collect();
        let table = Rc::new(self);
        prices
            .into_iter()
            .enumerate()
            .map(|(at, price)| Piece {
                price,
                ..Piece::new(Show::Row(Rc::clone(&table), at), table.parts[at].height)
            })
            .collect()
    }

    /// How bad a page break after a part is.
    fn price(&self, at: usize, small: bool) -> f32 {
        let Some(next) = self.parts.get(at + 1) else {
            return 0.0;
        };
        let row = self.parts[at].row;
        if next.row == row {
            return 0.0;
        }
        if at + 1 <= self.header || self.keep.get(row).copied().unwrap_or(false) {
            return NEVER;
        }
        let cut = self.cells.iter().filter(|cell| {
            cell.entry.rows().contains(&row) && cell.entry.rows().contains(&next.row)
        });
        let groups: f32 = cut.map(|cell| GROUP + self.cramped(cell, row)).sum();
        let block = self
            .cells
            .iter()
            .any(|cell| cell.entry.row == next.row && cell.entry.kind == CellKind::Caption);
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

    /// The height of the header that is repeated where a page starts with a part.
    pub(super) fn repeated_header(&self, part: usize) -> f32 {
        if part < self.header {
            return 0.0;
        }
        self.parts[..self.header]
            .iter()
            .map(|part| part.height)
            .sum()
    }

    /// Draws some parts from a height downwards; gives the height that they took.
    pub(super) fn paint(
        &self,
        painter: &mut Painter<'_>,
        parts: Range<usize>,
        top: f32,
        shown: &mut Shown,
    ) -> f32 {
        let header = if parts.start >= self.header {
            0..self.header
        } else {
            0..0
        };
        // The header stands above the first rows on the page it begins on.
        let header = if parts.start == 0 { 0..0 } else { header };
        let window = Window::new(self, header.clone(), parts.clone(), top);
        self.paint_edges(painter, &window);
        for cell in &self.cells {
            if let Some(share) = window.share(&cell.entry, header.clone()) {
                self.paint_again(painter, cell, &share);
            }
            if let Some(share) = window.share(&cell.entry, parts.clone()) {
                self.paint_cell(painter, cell, &share, shown);
            }
        }
        window.height()
    }

    fn paint_edges(&self, painter: &mut Painter<'_>, window: &Window<'_>) {
        let rows: Vec<usize> = window
            .parts
            .iter()
            .map(|part| self.parts[part.0].row)
            .collect();
        let entries = self.cells.iter().map(|cell| &cell.entry);
        let heights: Vec<f32> = window
            .parts
            .iter()
            .map(|part| part.1)
            .chain([window.bottom])
            .collect();
        let rules: Vec<[f32; 4]> = edges(entries, &rows, self.columns.len() - 1)
            .into_iter()
            .map(|[column, row, to_column, to_row]| {
                let x = |column: usize| LEFT + self.columns[column];
                [x(column), heights[row], x(to_column), heights[to_row]]
            })
            .collect();
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
    ) -> Vec<(Vec<super::place::Placed>, f32, f32)> {
        let columns = cell.entry.columns();
        let left = LEFT + self.columns[columns.start] + PADDING / 2.0;
        let width = self.columns[columns.end] - self.columns[columns.start] - PADDING;
        let height = lines.len() as f32 * self.leading;
        let size = self.leading / CELL_LEADING;
        let mut y = share.top - (share.top - share.bottom - height) / 2.0;
        let mut out = Vec::with_capacity(lines.len());
        for line in &cell.lines[lines] {
            let placed = place(&cell.entry.glyphs, line, width, Manner::Ragged);
            let room = (width - line.width).max(0.0);
            let shift = if cell.centred { room / 2.0 } else { 0.0 };
            out.push((placed, left + shift, y - rise(self.leading, size)));
            y -= self.leading;
        }
        out
    }
}

/// How far below the top of a line's box its base line is.
pub(super) fn rise(leading: f32, size: f32) -> f32 {
    (leading - size) / 2.0 + size * 0.88
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

    fn height(&self) -> f32 {
        self.top - self.bottom
    }

    /// Where a cell lies among some of the parts on the page.
    fn share(&self, entry: &Entry, among: Range<usize>) -> Option<Share> {
        let inside = |&&(part, _): &&(usize, f32)| {
            among.contains(&part) && entry.rows().contains(&self.table.parts[part].row)
        };
        let first = self.parts.iter().find(inside)?;
        let last = self.parts.iter().rfind(|part| inside(&part))?;
        let parts = &self.table.parts;
        let same_row = |part: usize| {
            parts
                .get(part)
                .is_some_and(|other| entry.rows().contains(&other.row))
        };
        Some(Share {
            top: first.1,
            bottom: last.1 - parts[last.0].height,
            first: first.0 == 0 || !same_row(first.0 - 1),
            last: !same_row(last.0 + 1),
        })
    }
}

/// The largest size at which everything fits, and the columns' widths at it.
fn fitted(setter: &mut Setter<'_>, grid: &Grid) -> (Vec<Entry>, f32, Vec<f32>) {
    let links = setter.links.len();
    let missing = setter.missing.len();
    for size in SIZES {
        setter.links.truncate(links);
        setter.missing.truncate(missing);
        let entries = entries(setter, grid, size);
        if let Some(widths) = widths(&entries, grid.columns, MEASURE, size) {
            return (entries, size, widths);
        }
    }
    setter.links.truncate(links);
    setter.missing.truncate(missing);
    let size = 8.0;
    let entries = entries(setter, grid, size);
    let widths = forced_widths(&entries, grid.columns, MEASURE);
    (entries, size, widths)
}

/// The cells of a grid, cut to its edges.
fn entries(setter: &mut Setter<'_>, grid: &Grid, size: f32) -> Vec<Entry> {
    let mut out = Vec::new();
    for (row, cells) in grid.rows.iter().enumerate() {
        for cell in cells.cells.iter().filter(|cell| cell.column < grid.columns) {
            let mut entry = Entry::new(setter, row, cell, size);
            entry.colspan = entry.colspan.min(grid.columns - entry.column);
            entry.rowspan = entry.rowspan.min(grid.rows.len() - row);
            out.push(entry);
        }
    }
    out
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
    let rows: Vec<NodeId> = (0..grid.rows.len())
        .map(|row| tree.add(head.filter(|_| row < header).unwrap_or(body), "TR"))
        .collect();
    entries
        .iter()
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

/// Columns whose words are short stand in the middle; where labels come in steps, or are
/// long, they stand at the left.
fn centred_columns(entries: &[Entry], columns: usize, size: f32) -> Vec<bool> {
    let words = |entry: &&Entry| matches!(entry.kind, CellKind::RowHead | CellKind::Text);
    let steps = entries
        .iter()
        .any(|entry| entry.kind == CellKind::RowHead && entry.column > 0);
    (0..columns)
        .map(|column| {
            let mut own = entries
                .iter()
                .filter(words)
                .filter(|entry| entry.column == column);
            !steps && own.all(|entry| entry.natural() <= size * 10.0)
        })
        .collect()
}

fn row_heights(cells: &[SetCell], rows: usize, leading: f32) -> Vec<f32> {
    let need = |cell: &SetCell| cell.lines.len().max(1) as f32 * leading + PADDING_ROWS;
    let mut heights = vec![leading + PADDING_ROWS; rows];
    let mut cells: Vec<&SetCell> = cells.iter().collect();
    cells.sort_by_key(|cell| cell.entry.rowspan);
    for cell in cells {
        let rows = cell.entry.rows();
        let have: f32 = heights[rows.clone()].iter().sum();
        let lack = (need(cell) - have).max(0.0) / cell.entry.rowspan as f32;
        heights[rows].iter_mut().for_each(|height| *height += lack);
    }
    heights
}

/// Rows as they may stand on pages: one taller than a page's room is cut between lines.
fn parts(heights: &[f32], room: f32, leading: f32) -> Vec<Part> {
    let mut parts = Vec::new();
    let lines = ((room - PADDING_ROWS) / leading).floor().max(1.0);
    let most = lines * leading + PADDING_ROWS;
    for (row, &height) in heights.iter().enumerate() {
        let mut left = height;
        while left > room {
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
