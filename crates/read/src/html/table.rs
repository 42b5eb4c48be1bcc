//! Tables of a page: those that hold data, and those that only lay the page out.

use html5gum::StartTag;

use super::{Reader, element};
use crate::published::{Block, Cell, Spot, Table};

/// A table that is being read.
pub(super) struct Building {
    rows: Vec<Vec<Part>>,
    /// The open cell's spans.
    cell: Option<(usize, usize)>,
    /// How many elements were open where the table began, and where its open cell did.
    outside: usize,
    inside: usize,
}

struct Part {
    blocks: Vec<Block>,
    row_span: usize,
    column_span: usize,
}

impl Building {
    /// A table that begins within so many open elements.
    pub(super) fn new(open: usize) -> Self {
        Building {
            rows: Vec::new(),
            cell: None,
            outside: open,
            inside: open,
        }
    }

    /// How many of the open elements lie outside the table or its open cell.
    pub(super) fn floor(&self) -> usize {
        match self.cell {
            Some(_) => self.inside,
            None => self.outside,
        }
    }

    /// Whether a cell is open.
    pub(super) fn is_in_cell(&self) -> bool {
        self.cell.is_some()
    }
}

impl Reader {
    pub(super) fn row(&mut self) {
        self.close_cell();
        match self.tables.last_mut() {
            Some(table) => table.rows.push(Vec::new()),
            None => self.flush(),
        }
    }

    pub(super) fn cell(&mut self, tag: &StartTag<()>) {
        self.close_cell();
        self.flush();
        let span = |name| {
            element::attribute(tag, name)
                .and_then(|span| span.parse::<usize>().ok())
                .unwrap_or(1)
                .max(1)
        };
        let spans = (span("rowspan"), span("colspan"));
        let open = self.stack.len();
        let Some(table) = self.tables.last_mut() else {
            return;
        };
        if table.rows.is_empty() {
            table.rows.push(Vec::new());
        }
        table.cell = Some(spans);
        table.inside = open;
        self.frames.push(Vec::new());
        let element = element::Element::of(tag, &self.stack, false);
        self.stack.push(element);
    }

    pub(super) fn close_cell(&mut self) {
        let Some(table) = self.tables.last() else {
            return;
        };
        if table.cell.is_none() {
            return;
        }
        self.unwind(table.inside.min(self.stack.len()));
        self.flush();
        let blocks = self.frames.pop().unwrap_or_default();
        if let Some(table) = self.tables.last_mut()
            && let Some((row_span, column_span)) = table.cell.take()
            && let Some(row) = table.rows.last_mut()
        {
            row.push(Part {
                blocks,
                row_span,
                column_span,
            });
        }
    }

    pub(super) fn close_table(&mut self) {
        self.close_cell();
        self.flush();
        let Some(table) = self.tables.pop() else {
            return;
        };
        self.unwind(table.outside.min(self.stack.len()));
        let blocks = self.blocks();
        match lays_out(&table.rows) {
            true => blocks.extend(table.rows.into_iter().flatten().flat_map(|p| p.blocks)),
            false => blocks.push(Block::Table(data(table.rows))),
        }
    }
}

/// Whether a table has no columns of its own, or holds tables.
fn lays_out(rows: &[Vec<Part>]) -> bool {
    let nested = |part: &Part| part.blocks.iter().any(|b| matches!(b, Block::Table(_)));
    rows.iter().all(|row| row.len() < 2) || rows.iter().flatten().any(nested)
}

fn data(rows: Vec<Vec<Part>>) -> Table {
    let cell = |part: Part| {
        let text: Vec<&str> = part.blocks.iter().map(Block::line).collect();
        Cell::new(text.join("\n")).spanning(part.row_span, part.column_span)
    };
    Table {
        rows: rows
            .into_iter()
            .filter(|row| !row.is_empty())
            .map(|row| row.into_iter().map(cell).collect())
            .collect(),
        spot: Spot::default(),
    }
}
