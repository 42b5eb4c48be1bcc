//! The rows of a document, and what a row of a table is to the form of a section: heads, or
//! a name with what stands behind it.

use std::rc::Rc;

use super::{columns::Heads, expect::Expected, headings::untitled, units};
use crate::{
    figure,
    label::{Label, is_invisible},
    published::{Block, Doubt, Role, Spot},
    words::one_line,
};

/// Words so alike may name a row.
const ROW: f64 = 0.6;
/// Words so alike head a column.
const HEAD: f64 = 0.75;
/// Tables with more rows or columns are none of the form's.
const MOST_ROWS: usize = 200;
const MOST_COLUMNS: usize = 60;
/// So many cells of a container are compared with the form.
const MOST_CELLS: usize = 10_000;

/// A cell of a row, spans resolved.
#[derive(Clone, Debug)]
pub struct Cell {
    /// Its words.
    pub text: String,
    /// Its words, compared.
    pub label: Label,
    /// Its first column.
    pub column: usize,
    /// How many columns it covers.
    pub columns: usize,
    /// Whether it began in a row above.
    pub above: bool,
    /// Whether a figure or nothing stands in it.
    pub value: bool,
    /// Whether it is several cells that say the same.
    pub repeated: bool,
    /// Why its words are not certain.
    pub doubt: Option<Doubt>,
    /// Where it stands.
    pub spot: Spot,
}

impl Cell {
    /// A cell of one column.
    fn of(text: &str, spot: &Spot) -> Self {
        Cell {
            label: Label::of(text),
            text: text.trim().to_owned(),
            column: 0,
            columns: 1,
            above: false,
            value: figure::is_value(text),
            repeated: false,
            doubt: None,
            spot: spot.clone(),
        }
    }

    /// Whether nothing stands in it.
    pub fn is_blank(&self) -> bool {
        let mut seen = self.text.chars();
        seen.all(|c| c.is_whitespace() || is_invisible(c))
    }

    /// Its words on one line.
    pub fn unbroken(&self) -> String {
        self.text.replace('\n', "")
    }
}

/// What a row of a document is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowKind {
    /// A paragraph; whether its container says that it is a heading.
    Paragraph(bool),
    /// A table; whether every row of it has all columns, so that these mean something.
    Table(bool),
}

/// A row of a document; a paragraph is a row of one cell.
#[derive(Debug)]
pub struct Row {
    /// Which block it stands in.
    pub block: usize,
    /// What it is of.
    pub kind: RowKind,
    /// Its cells.
    pub cells: Vec<Cell>,
}

/// The rows of a document, without those of tables that are none of a form's.
pub fn rows(blocks: &[Block]) -> Vec<Row> {
    let mut rows = Vec::with_capacity(blocks.len());
    let mut spare = MOST_CELLS;
    for (block, own) in blocks.iter().enumerate() {
        let table = match own {
            Block::Table(table) => table,
            Block::Paragraph(paragraph) => {
                let is_marked = matches!(paragraph.role, Role::Heading(_));
                let text = untitled(&paragraph.text);
                rows.push(Row {
                    block,
                    kind: RowKind::Paragraph(is_marked),
                    cells: vec![Cell::of(text, &paragraph.spot)],
                });
                continue;
            }
        };
        let count: usize = table.rows.iter().map(Vec::len).sum();
        if table.rows.len() > MOST_ROWS || count > spare {
            continue;
        }
        spare -= count;
        let grid = table.grid();
        if grid.width() > MOST_COLUMNS {
            continue;
        }
        let place = |row| (0..grid.width()).map(move |column| (row, column));
        let mut places = (0..grid.height()).flat_map(place);
        let is_even = places.all(|(row, column)| grid.at(row, column).is_some());
        for row in 0..grid.height() {
            let mut cells = Vec::new();
            let mut column = 0;
            while column < grid.width() {
                let Some(spread) = grid.at(row, column) else {
                    column += 1;
                    continue;
                };
                cells.push(Cell {
                    column,
                    columns: spread.columns,
                    above: spread.row < row,
                    doubt: spread.cell.doubt,
                    ..Cell::of(spread.text(), &spread.cell.spot)
                });
                column = column.max(spread.column) + spread.columns.max(1);
            }
            let kind = RowKind::Table(is_even);
            rows.push(Row { block, kind, cells });
        }
    }
    rows
}

/// A row of a table that is no heads.
#[derive(Debug)]
pub struct TableRow<'a> {
    /// What stands before the values: what names it, and before that its groups.
    names: Vec<&'a Cell>,
    /// How many cells stand before the values.
    pub place: usize,
    /// What stands behind the name.
    pub values: Vec<&'a Cell>,
    /// The heads above it.
    pub heads: Rc<Heads>,
    /// Whether the table's columns mean something.
    pub is_even: bool,
    /// Which line of the form it is.
    pub line: Option<usize>,
}

impl<'a> TableRow<'a> {
    /// A row by its name, if it has one or values; without heads.
    pub fn of(expected: &Expected, cells: &'a [Cell]) -> Option<Self> {
        let is_like = |cell: &Cell| expected.row_likeness(&cell.label) >= ROW;
        let is_name = |cell: &Cell| !cell.value && !cell.above && is_like(cell);
        let named = cells.iter().rposition(is_name);
        let leading = || cells.iter().take_while(|cell| !cell.value).count();
        let place = named.map_or_else(leading, |at| at + 1);
        let (names, values) = cells.split_at(place);
        // The name of a group that spans too many rows stands among the figures.
        let is_group = |cell: &&Cell| cell.above && !cell.value && is_like(cell);
        let values: Vec<&Cell> = values.iter().filter(|cell| !is_group(cell)).collect();
        let is_bare = values.is_empty() && named.is_some();
        let is_new = values.iter().any(|cell| !cell.above);
        (is_new || is_bare).then(|| TableRow {
            names: names.iter().filter(|cell| !cell.is_blank()).collect(),
            place,
            values,
            heads: Rc::default(),
            is_even: false,
            line: None,
        })
    }

    /// What names it.
    pub fn label(&self) -> Option<&Label> {
        self.names.last().map(|cell| &cell.label)
    }

    /// What names the groups that it stands in.
    pub fn groups(&self) -> impl Iterator<Item = &Label> {
        self.names.iter().rev().skip(1).map(|cell| &cell.label)
    }

    /// What names it and its groups, in its own words.
    pub fn name(&self) -> String {
        let names: Vec<String> = self.names.iter().map(|cell| cell.unbroken()).collect();
        names.join(" ")
    }

    /// What names it, in its own words.
    pub fn own_name(&self) -> String {
        self.names
            .last()
            .map_or(String::new(), |cell| cell.unbroken())
    }

    /// The row in its own words.
    pub fn quote(&self) -> String {
        let name = Some(self.name()).filter(|name| !name.is_empty());
        let all: Vec<String> = name.into_iter().chain(self.texts()).collect();
        all.join(" | ")
    }

    /// The words of its values.
    pub fn texts(&self) -> Vec<String> {
        self.values
            .iter()
            .map(|cell| one_line(&cell.text))
            .collect()
    }

    /// Where it stands.
    pub fn spot(&self) -> Spot {
        let first = self.names.last().or(self.values.first());
        first.map(|cell| cell.spot.clone()).unwrap_or_default()
    }

    /// How many of its values are not blank.
    pub fn filled(&self) -> usize {
        self.values.iter().filter(|cell| !cell.is_blank()).count()
    }

    /// Whether a figure stands in it.
    pub fn has_figures(&self) -> bool {
        let mut values = self.values.iter();
        values.any(|cell| cell.value && !cell.is_blank())
    }
}

/// Whether cells head the columns of the form.
pub fn is_heads(expected: &Expected, cells: &[Cell]) -> bool {
    let own = || cells.iter().filter(|cell| !cell.above);
    let heads = own().filter(|cell| {
        let head = if cell.value {
            0.0
        } else {
            expected.head_likeness(&cell.label)
        };
        head >= HEAD && head > expected.row_likeness(&cell.label)
    });
    match heads.count() {
        0 => false,
        1 => !own().any(|cell| cell.value && !cell.is_blank()),
        _ => true,
    }
}

/// A row of a table as the form of a section sees it.
#[derive(Debug, Default)]
pub struct Seen<'a> {
    /// The row, where it is no heads.
    pub row: Option<TableRow<'a>>,
    /// Its words, where the form has none of them.
    pub note: Option<String>,
}

/// A table as the form of a section sees it, row by row.
pub fn read<'a>(expected: &Expected, table: &'a [Row], said_above: &[&str]) -> Vec<Seen<'a>> {
    let cells = table.iter().flat_map(|row| &row.cells);
    let told = cells.filter(|cell| !cell.above && units::are_told(&cell.text));
    let units = said_above
        .iter()
        .copied()
        .chain(told.map(|cell| &*cell.text));
    let units: Vec<String> = units.map(str::to_owned).collect();
    let are_heads: Vec<bool> = table
        .iter()
        .map(|row| is_heads(expected, &row.cells))
        .collect();
    let first = are_heads.iter().position(|own| *own).unwrap_or(0);
    let mut heads = Rc::new(Heads::of(expected, &[], &units));
    let mut seen = Vec::new();
    for (at, row) in table.iter().enumerate() {
        // Word writes a blank row above the heads that only tells how wide the columns are.
        if at < first && row.cells.iter().all(Cell::is_blank) {
            seen.push(Seen::default());
            continue;
        }
        let own = TableRow::of(expected, &row.cells).filter(|_| !are_heads[at]);
        let note = note(expected, &row.cells, own.is_some());
        if are_heads[at] {
            let above = are_heads[..at].iter().rposition(|own| !own);
            let run = &table[above.map_or(0, |above| above + 1)..=at];
            heads = Rc::new(Heads::of(expected, run, &units));
        }
        let row = own.map(|own| TableRow {
            heads: Rc::clone(&heads),
            is_even: row.kind == RowKind::Table(true),
            ..own
        });
        seen.push(Seen { row, note });
    }
    seen
}

fn note(expected: &Expected, cells: &[Cell], is_row: bool) -> Option<String> {
    let own: Vec<&Cell> = cells
        .iter()
        .filter(|cell| !cell.above && !cell.is_blank())
        .collect();
    let is_strange = own.iter().all(|cell| {
        let row = expected.row_likeness(&cell.label);
        let alike = row.max(expected.head_likeness(&cell.label));
        !cell.value && !cell.label.is_unit() && alike < ROW
    });
    // Words with cells of figures beside them are a row, told as such.
    let is_told = is_row && !expected.lines.is_empty();
    let words: Vec<String> = own.iter().map(|cell| cell.unbroken()).collect();
    (is_strange && !is_told && !own.is_empty()).then(|| words.join(" "))
}
