//! A document as templates see it.

mod widths;

use std::collections::BTreeMap;

use serde::Serialize;
use unicode_width::UnicodeWidthStr;

pub use widths::least_widths;
use widths::{shares, tenths, widths};

use super::{
    html::{HtmlFor, escape},
    markdown, signature, title_breaks,
};
use base::diagnostic::Severity;
use document::{Block, Cell, CellKind, Document, Grid, Inline, plain_text};
use form::report::Seal;

/// What a template is filled with.
#[derive(Serialize)]
pub struct View {
    title: String,
    /// The title, broken where it may best be, before the year; each line in the pieces
    /// between which it may be broken too.
    title_pieces: Vec<Vec<String>>,
    agency: String,
    year: u16,
    /// `2025-01-10`, or empty.
    date: String,
    /// The edition's name.
    edition: String,
    /// The 文号 of the document that prescribes the form.
    decree: String,
    draft: bool,
    blocks: Vec<BlockView>,
    /// What the footnotes say, in the writer's format.
    notes: Vec<String>,
    /// Every figure of the form as printed, by its path.
    figures: BTreeMap<String, String>,
}

/// A block: which fields are there depends on `kind`.
#[derive(Default, Serialize)]
struct BlockView {
    /// `heading`, `prose`, `table`, `signature` or, where the footnotes stand, `notes`.
    kind: &'static str,
    /// A heading's level.
    level: u8,
    /// A heading's address within the page.
    id: String,
    /// A heading's words, or a block of text, in the writer's format.
    content: String,
    /// A heading's words without marks.
    text: String,
    table: Option<TableView>,
    name: String,
    /// The name in the pieces between which it may be broken.
    name_pieces: Vec<String>,
    /// How wide name and date may be, and how far they stand from the right, in characters.
    placed: [f32; 2],
    date: String,
    /// Whether a seal goes over the signature.
    sealed: bool,
}

/// A table of the form.
#[derive(Serialize)]
pub struct TableView {
    summary: String,
    /// Its address within the page.
    id: String,
    /// How wide its columns are, in per cent: where labels may have many lines, and where
    /// all of it shall stand on a page.
    shares: Vec<f64>,
    printed: Vec<f64>,
    /// How wide it is at least, on paper too, and one of its columns of figures, in characters
    /// of its size.
    least: f64,
    breadth: f64,
    figure: f64,
    /// How many columns it has, and how many of them hold the headings of rows.
    columns: usize,
    labels: usize,
    head: Vec<RowView>,
    body: Vec<RowView>,
}

#[derive(Serialize)]
struct RowView {
    cells: Vec<CellView>,
}

#[derive(Serialize)]
struct CellView {
    /// `corner`, `caption`, `column`, `row`, `figure` or `text`.
    kind: &'static str,
    /// Whether it is a heading.
    head: bool,
    /// The leftmost column, from 0.
    column: usize,
    colspan: usize,
    rowspan: usize,
    content: String,
    note: String,
    path: String,
    /// Where the author wrote it, in the preview; else empty.
    place: String,
    id: String,
    /// The ids of the headings that a figure stands under, in reading order.
    headers: String,
    /// The headings of a figure's column in words, those of the whole table left out.
    under: String,
    /// Whether a figure is 0.
    zero: bool,
    scope: &'static str,
    /// How bad it is what a draft finds there: `error`, `warning`, `hint` or empty.
    finding: &'static str,
}

/// The format that a writer speaks.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// HTML, escaped.
    Html(HtmlFor),
    /// Markdown, in which the form's tables are HTML.
    Markdown,
}

impl Dialect {
    /// Words that a template escapes for HTML, but not for Markdown.
    fn words(self, text: &str) -> String {
        match self {
            Dialect::Html(_) => text.to_owned(),
            Dialect::Markdown => markdown::words(text),
        }
    }

    /// The pieces between which a title or a name may be broken.
    fn pieces(self, pieces: Vec<&str>) -> Vec<String> {
        pieces.into_iter().map(|piece| self.words(piece)).collect()
    }

    /// A heading's words.
    fn heading(self, content: &[Inline]) -> String {
        match self {
            Dialect::Html(html) => html.inlines(content),
            Dialect::Markdown => markdown::heading(content),
        }
    }

    /// A block of text.
    fn block(self, block: &Block) -> String {
        match self {
            Dialect::Html(html) => html.block(block),
            Dialect::Markdown => markdown::block_markdown(block),
        }
    }
}

/// A document for a template.
pub fn view(document: &Document, dialect: Dialect) -> View {
    let mut numbers = 0..;
    let blocks = document.blocks.iter().map(|block| {
        let number = match block {
            Block::Heading { .. } | Block::Table(_) => numbers.next().unwrap_or(0),
            _ => 0,
        };
        block_view(block, number, dialect)
    });
    let mut blocks: Vec<BlockView> = blocks.collect();
    let notes = document.notes();
    if !notes.is_empty() {
        // Before what is wrong with a draft.
        let mut ends = document.blocks.iter();
        let end = ends.position(|block| matches!(block, Block::NewPage));
        let noted = BlockView {
            kind: "notes",
            ..BlockView::default()
        };
        blocks.insert(end.unwrap_or(blocks.len()), noted);
    }
    let words = |text: &str| dialect.words(text);
    let figures = document.figures();
    View {
        title: words(&document.title),
        title_pieces: title_breaks::lines(&document.title, &document.agency)
            .into_iter()
            .map(|line| dialect.pieces(line))
            .collect(),
        agency: words(&document.agency),
        year: document.year,
        date: document
            .date
            .map_or_else(String::new, |day| day.to_string()),
        edition: document.form.edition.clone(),
        decree: document.form.decree.clone(),
        draft: document.draft,
        blocks,
        notes: notes
            .into_iter()
            .map(|note| dialect.heading(note))
            .collect(),
        figures: figures
            .map(|cell| (cell.path.clone(), plain_text(&cell.content)))
            .collect(),
    }
}

fn block_view(block: &Block, number: usize, dialect: Dialect) -> BlockView {
    match block {
        Block::Heading { level, content } => BlockView {
            kind: "heading",
            level: *level,
            id: format!("h{number}"),
            content: dialect.heading(content),
            text: plain_text(content).replace('\n', " "),
            ..BlockView::default()
        },
        Block::Table(grid) if grid.is_form() => BlockView {
            kind: "table",
            table: Some(table(grid, number, dialect)),
            ..BlockView::default()
        },
        Block::Signature { name, date, seal } => BlockView {
            kind: "signature",
            name: dialect.words(name),
            name_pieces: dialect.pieces(title_breaks::pieces(name, name)),
            date: date.clone(),
            sealed: *seal == Seal::Sealed,
            placed: placed(name, date, *seal),
            ..BlockView::default()
        },
        _ => BlockView {
            kind: "prose",
            content: dialect.block(block),
            ..BlockView::default()
        },
    }
}

/// A table of the form for a template.
pub fn table(grid: &Grid, number: usize, dialect: Dialect) -> TableView {
    let rows = grid.rows.iter().enumerate().map(|(top, row)| {
        let cells = row.cells.iter();
        let cells = cells.map(|cell| cell_view(grid, cell, (top, number), dialect));
        RowView {
            cells: cells.collect(),
        }
    });
    let mut rows: Vec<RowView> = rows.collect();
    let body = rows.split_off(grid.header_rows.min(rows.len()));
    let (narrow, printed) = (least_widths(grid), widths(grid, 3.0));
    TableView {
        summary: grid.summary.clone(),
        id: format!("t{number}"),
        shares: shares(&narrow),
        printed: shares(&printed),
        breadth: tenths(printed.iter().sum()),
        least: tenths(narrow.iter().sum()),
        figure: tenths(narrow.last().copied().unwrap_or(0.0)),
        columns: grid.columns,
        labels: grid.label_columns(),
        head: rows,
        body,
    }
}

/// How wide a signature may be, and how far it stands from the right, in characters of a line
/// of 28, as in print.
fn placed(name: &str, date: &str, seal: Seal) -> [f32; 2] {
    const LINE: f32 = 28.0;
    /// What lines of a name may differ by.
    const SLACK: f32 = 3.0;
    let name = name.trim().width() as f32 / 2.0;
    let lines = (name / LINE).ceil().max(1.0);
    let widths = [name / lines, date.trim().width() as f32 / 2.0];
    let lefts = signature::lefts(seal, widths, LINE, 1.0);
    let ends = lefts.into_iter().zip(widths);
    let ends = ends.filter(|(_, width)| *width > 0.0);
    let end = ends.map(|(left, width)| left + width).fold(0.0, f32::max);
    let breadth = if lines > 1.0 { widths[0] + SLACK } else { LINE };
    [breadth, (LINE - end).max(0.0)]
}

fn cell_view(
    grid: &Grid,
    cell: &Cell,
    (top, number): (usize, usize),
    dialect: Dialect,
) -> CellView {
    let id = |row: usize, column: usize| format!("t{number}-{row}-{column}");
    let head = !matches!(cell.kind, CellKind::Figure | CellKind::Text);
    let (own, headers, under) = match head {
        true => (id(top, cell.column), String::new(), String::new()),
        false => {
            let heads = grid.heads_of(top, cell.column);
            let under = under(grid, &heads);
            let ids = heads.into_iter().map(|(row, column)| id(row, column));
            (String::new(), ids.collect::<Vec<_>>().join(" "), under)
        }
    };
    let wide = cell.colspan > 1;
    let (kind, scope) = match cell.kind {
        CellKind::Corner => ("corner", if wide { "colgroup" } else { "col" }),
        CellKind::Caption => ("caption", "colgroup"),
        CellKind::ColumnHead => ("column", if wide { "colgroup" } else { "col" }),
        CellKind::RowHead => ("row", if cell.rowspan > 1 { "rowgroup" } else { "row" }),
        CellKind::Figure => ("figure", ""),
        CellKind::Text => ("text", ""),
    };
    CellView {
        kind,
        head,
        column: cell.column,
        colspan: cell.colspan,
        rowspan: cell.rowspan,
        // The place of a figure is the cell's.
        content: escape(&plain_text(&cell.shown())),
        note: cell.note.clone().unwrap_or_default(),
        path: cell.path.clone(),
        place: match dialect {
            Dialect::Html(html) => html.place(cell.place),
            Dialect::Markdown => String::new(),
        },
        id: own,
        headers,
        under,
        zero: cell.kind == CellKind::Figure && plain_text(&cell.content) == "0",
        scope,
        finding: cell.finding.map_or("", Severity::code),
    }
}

/// The words over a column, those that stand over all columns of figures left out.
fn under(grid: &Grid, heads: &[(usize, usize)]) -> String {
    let figures = grid.columns - grid.label_columns();
    let cell = |&(row, column): &(usize, usize)| {
        let mut cells = grid.rows[row].cells.iter();
        cells.find(|cell| cell.column == column)
    };
    let heads = heads.iter().filter_map(cell);
    let over = heads.filter(|cell| cell.kind == CellKind::ColumnHead && cell.colspan < figures);
    let words: Vec<String> = over.map(|cell| plain_text(&cell.content)).collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_stands_as_in_print() {
        let date = "2025年1月10日";
        assert_eq!(placed("某县教育局", date, Seal::Sealed), [28.0, 4.0]);
        assert_eq!(placed("某县教育局", date, Seal::Unsealed), [28.0, 2.0]);
        let long = "某".repeat(32);
        assert_eq!(placed(&long, date, Seal::Unsealed), [19.0, 2.0]);
        assert!(placed(&long, date, Seal::Sealed)[1] < 4.0);
        assert_eq!(placed("", date, Seal::Sealed)[1], 4.0);
    }
}
