//! The rows of a published table: what names them, and what stands behind the name.

use std::rc::Rc;

use super::{columns::Header, expect::Expected, units};
use crate::{
    figure,
    label::{Label, is_invisible},
    published::{Doubt, Spot, Table},
    words::one_line,
};

/// Words so alike may name a row.
const ROW: f64 = 0.6;
/// Words so alike head a column.
const HEAD: f64 = 0.75;

/// A published table with its spans resolved.
#[derive(Debug)]
pub struct Shape {
    /// How many columns it has.
    pub width: usize,
    /// Whether every row has them all, so that columns mean something.
    pub even: bool,
    /// By row, the cells that cover it.
    rows: Vec<Vec<Piece>>,
    /// What words above it say of its units.
    said_above: Vec<String>,
}

/// A cell as a row sees it.
#[derive(Clone, Debug)]
pub struct Piece {
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
    /// Spoilt its words are not certain.
    pub doubt: Option<Doubt>,
    /// Where it stands.
    pub spot: Spot,
}

impl Piece {
    /// Whether the next cell says the same.
    pub fn goes_on_in(&self, next: &Piece) -> bool {
        self.column + self.columns == next.column && self.text == next.text
    }

    /// Whether nothing stands in it.
    pub fn is_blank(&self) -> bool {
        self.text
            .chars()
            .all(|c| c.is_whitespace() || is_invisible(c))
    }
}

impl Shape {
    /// The shape of a table, and what words above it say of its units.
    pub fn of(table: &Table, said_above: &[String]) -> Self {
        let grid = table.grid();
        let width = grid.width();
        let mut rows = Vec::new();
        let mut even = true;
        for row in 0..grid.height() {
            let mut pieces: Vec<Piece> = Vec::new();
            let mut column = 0;
            while column < width {
                let Some(spread) = grid.at(row, column) else {
                    even = false;
                    column += 1;
                    continue;
                };
                pieces.push(Piece {
                    label: Label::of(spread.text()),
                    text: spread.text().trim().to_owned(),
                    column,
                    columns: spread.columns,
                    above: spread.row < row,
                    value: figure::is_value(spread.text()),
                    repeated: false,
                    doubt: spread.cell.doubt,
                    spot: spread.cell.spot.clone(),
                });
                column = column.max(spread.column) + spread.columns.max(1);
            }
            rows.push(pieces);
        }
        Shape {
            width,
            even,
            rows,
            said_above: said_above.to_vec(),
        }
    }

    /// Every cell's words that are no figure.
    pub fn labels(&self) -> impl Iterator<Item = &Label> {
        self.pieces().map(|piece| &piece.label)
    }

    fn units(&self) -> impl Iterator<Item = String> {
        let told = self.pieces().filter(|piece| units::are_told(&piece.text));
        let above = self.said_above.iter().cloned();
        above.chain(told.map(|piece| piece.text.clone()))
    }

    fn pieces(&self) -> impl Iterator<Item = &Piece> {
        let pieces = self.rows.iter().flatten();
        pieces.filter(|piece| !piece.value && !piece.above)
    }
}

/// What stands above rows.
#[derive(Debug, Default)]
pub struct Heads {
    /// The heads of the columns.
    pub cells: Vec<Piece>,
    /// What the table, or words above it, say of its units.
    pub units: Vec<String>,
}

/// A table as the form of a section sees it.
#[derive(Debug)]
pub struct Read {
    /// The rows that are no heads.
    pub rows: Vec<Row>,
    /// The rows of heads: which row, of which block of the form, and how many it has of it.
    pub heads: Vec<(usize, usize, usize)>,
    /// The rows that hold nothing but words that the form does not have: notes.
    pub notes: Vec<(usize, String)>,
    /// Every cell's words that are no figure, of a table with a single row.
    pub labels: Vec<Label>,
}

/// A row of figures.
#[derive(Debug)]
pub struct Row {
    /// Which of its table it is.
    pub at: usize,
    /// What names it.
    pub label: Option<Label>,
    /// What names the groups that it stands in.
    pub groups: Vec<Label>,
    /// How many cells stand before the values.
    pub place: usize,
    /// What stands behind the name.
    pub values: Vec<Piece>,
    /// The heads above it, where the table's columns mean something.
    pub header: Option<Header>,
    /// Every head above it, with what the table says of its units beside them.
    pub heads: Rc<Heads>,
    /// Where it stands: its own name, or its first value.
    pub spot: Spot,
    name: String,
    /// How much of its name stands before its own: the names of groups.
    groups_named: usize,
}

impl Row {
    /// The row in its own words.
    pub fn quote(&self) -> String {
        let values = self.texts().join(" | ");
        match (self.name.is_empty(), self.values.is_empty()) {
            (true, _) => values,
            (false, true) => self.name.clone(),
            (false, false) => format!("{} | {values}", self.name),
        }
    }

    /// What names it, in its own words.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its name without those of the groups that it stands in.
    pub fn own_name(&self) -> &str {
        &self.name[self.groups_named..]
    }

    /// The words of its values.
    pub fn texts(&self) -> Vec<String> {
        self.values
            .iter()
            .map(|piece| one_line(&piece.text))
            .collect()
    }

    /// Forgets the heads above it.
    pub fn without_heads(&mut self) {
        (self.header, self.heads) = (None, Rc::default());
    }

    /// Whether a figure stands in it.
    pub fn has_figures(&self) -> bool {
        self.values
            .iter()
            .any(|piece| piece.value && !piece.is_blank())
    }

    /// Whether it is blank but has so many cells.
    pub fn is_wide(&self, cells: usize) -> bool {
        self.values.len() >= cells && self.values.iter().all(Piece::is_blank)
    }
}

impl Read {
    /// A table as the form of a section sees it.
    pub fn of(expected: &Expected, shape: &Shape) -> Self {
        let mut read = Read {
            rows: Vec::new(),
            heads: Vec::new(),
            notes: Vec::new(),
            labels: match expected.lines.is_empty() {
                true => shape.labels().cloned().collect(),
                false => Vec::new(),
            },
        };
        let units: Vec<String> = shape.units().collect();
        let mut header = Header::default();
        let mut above = Rc::new(Heads {
            cells: Vec::new(),
            units: units.clone(),
        });
        let (mut in_header, mut heads_beside) = (false, 0);
        let is_header: Vec<bool> = shape
            .rows
            .iter()
            .map(|row| is_header(expected, row))
            .collect();
        let heads = is_header.iter().position(|own| *own);
        for (at, pieces) in shape.rows.iter().enumerate() {
            read.note(expected, at, pieces);
            // Word writes a blank row above the heads that only tells how wide the columns are.
            if heads.is_some_and(|heads| at < heads) && pieces.iter().all(Piece::is_blank) {
                continue;
            }
            if is_header[at] {
                if !in_header {
                    header = Header::default();
                }
                in_header = true;
                heads_beside = pieces.len();
                header.add(pieces);
                above = Rc::new(Heads {
                    cells: header.cells().to_vec(),
                    units: units.clone(),
                });
                let labels: Vec<&Label> = pieces.iter().map(|piece| &piece.label).collect();
                let heads = expected.heads_in(&labels).into_iter();
                let heads = heads.map(|(block, count)| (at, block, count));
                read.heads.extend(heads);
                continue;
            }
            in_header = false;
            read.rows.extend(row(expected, pieces).map(|row| {
                // In rows of different lengths heads tell only of rows as long as their own.
                let beside = row.values.len() + 1 == heads_beside;
                Row {
                    at,
                    heads: Rc::clone(&above),
                    header: match shape.even {
                        true => Some(header.clone()),
                        false => beside.then(|| header.last_row(expected)).flatten(),
                    },
                    ..row
                }
            }));
        }
        read
    }

    fn note(&mut self, expected: &Expected, at: usize, pieces: &[Piece]) {
        let own = pieces
            .iter()
            .filter(|piece| !piece.above && !piece.is_blank());
        let own: Vec<&Piece> = own.collect();
        let strange = own.iter().all(|piece| {
            let row = expected.row_likeness(&piece.label) >= ROW;
            let head = expected.head_likeness(&piece.label) >= ROW;
            !piece.value && !piece.label.is_unit() && !row && !head
        });
        // Words with cells of figures beside them are a row, told as such.
        let told = !expected.lines.is_empty() && row(expected, pieces).is_some();
        if strange && !told && !own.is_empty() {
            let words = own.iter().map(|piece| piece.text.replace('\n', ""));
            self.notes.push((at, words.collect::<Vec<_>>().join(" ")));
        }
    }
}

fn is_header(expected: &Expected, pieces: &[Piece]) -> bool {
    let own = || pieces.iter().filter(|piece| !piece.above);
    let words = own().filter(|piece| !piece.value);
    let heads = words.filter(|piece| {
        let head = expected.head_likeness(&piece.label);
        head >= HEAD && head > expected.row_likeness(&piece.label)
    });
    let figures = own().any(|piece| piece.value && !piece.is_blank());
    match heads.count() {
        0 => false,
        1 => !figures,
        _ => true,
    }
}

fn row(expected: &Expected, pieces: &[Piece]) -> Option<Row> {
    let named = pieces.iter().rposition(|piece| {
        !piece.value && !piece.above && expected.row_likeness(&piece.label) >= ROW
    });
    let leading = pieces.iter().take_while(|piece| !piece.value).count();
    let end = named.map_or(leading, |at| at + 1);
    let (names, values) = pieces.split_at(end);
    // The name of a group that spans too many rows stands among the figures.
    let group =
        |piece: &Piece| piece.above && !piece.value && expected.row_likeness(&piece.label) >= ROW;
    let values: Vec<Piece> = values
        .iter()
        .filter(|piece| !group(piece))
        .cloned()
        .collect();
    let bare = values.is_empty() && named.is_some_and(|at| !pieces[at].above);
    if values.iter().all(|piece| piece.above) && !bare {
        return None;
    }
    let names: Vec<&Piece> = names.iter().filter(|piece| !piece.is_blank()).collect();
    let label = names.last().map(|piece| piece.label.clone());
    let groups = names.iter().rev().skip(1).map(|piece| piece.label.clone());
    let texts = names.iter().map(|piece| piece.text.replace('\n', ""));
    let name = texts.collect::<Vec<_>>().join(" ");
    let own = names
        .last()
        .map_or(0, |piece| piece.text.replace('\n', "").len());
    let first = names.last().copied().or(values.first());
    Some(Row {
        at: 0,
        spot: first.map(|piece| piece.spot.clone()).unwrap_or_default(),
        label,
        groups: groups.collect(),
        place: end,
        values,
        header: None,
        heads: Rc::default(),
        groups_named: name.len() - own,
        name,
    })
}
