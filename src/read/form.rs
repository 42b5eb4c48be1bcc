//! Published tables against the form's: which cell holds which figure.
//!
//! Rows are matched as a sequence: the published ones are laid along the form's so
//! that as many labels as possible are alike and none cross. A row that is worded
//! otherwise, missing or doubled is thus found where a search for each label would
//! take a neighbour. What cannot be told for certain is said to be unsure.

mod align;
mod beyond;
mod columns;
mod expect;
mod laid;
mod rows;
mod starts;
mod units;

use std::collections::{BTreeMap, BTreeSet};

pub use self::expect::Expected;
use self::{
    beyond::Beyond,
    laid::{doubt, record, spoil},
    rows::{Row, Shape},
    starts::Starts,
};
use crate::{
    form::{
        datafile::Stated,
        edition::{Edition, SlotId},
    },
    read::published::{Doubt, Table},
};

/// Tables with more rows or columns are none of the form's.
const MOST_ROWS: usize = 200;
const MOST_COLUMNS: usize = 60;
/// So many rows at least stand twice where a table does.
const LEAST_DOUBLED: usize = 3;
/// So much less alike is a row without cells: another of the same name is the one meant.
const BARE: f64 = 0.2;
/// So many cells of a container are compared with the form.
const MOST_CELLS: usize = 10_000;

/// A table and what is known of it.
#[derive(Clone, Debug)]
pub struct Placed<'a> {
    /// The table.
    pub table: &'a Table,
    /// The section that it stands in.
    pub section: Option<usize>,
    /// What words above it in its section say of its units.
    pub units: Vec<String>,
}

impl Placed<'_> {
    /// Whether words say what the figures of a table are counted in.
    pub fn tells_units(text: &str) -> bool {
        units::are_told(text)
    }
}

/// What a published cell gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Got {
    /// A figure with its note, or a cell left blank.
    Certain(Stated, Option<String>),
    /// What stands there, and why it tells no figure.
    Unsure {
        /// The published words.
        quote: String,
        /// Why they are no certain figure.
        why: Doubt,
    },
}

/// What was found in a table and belongs to no cell, in its own words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Leftover {
    /// A row of nothing but words that the form does not have.
    Words(String),
    /// The name of a row that says more than the form's.
    InName(String),
    /// A head that says more than the form's.
    InHead(String),
    /// A head that the form does not have.
    UnknownHead(String),
    /// What stands beneath such a head.
    Beneath {
        /// The head.
        head: String,
        /// The name of the row.
        row: String,
        /// What stands there.
        value: String,
    },
    /// A row that stands there once more.
    RepeatedRow(String),
    /// A row that the form does not have.
    UnknownRow(String),
    /// A row of figures without a name.
    NamelessRow(String),
    /// One of several rows, of which the form has one.
    OneOfRows(String),
    /// So many figures that were taken in the form's order, for want of heads.
    ByOrder(usize),
}

impl Leftover {
    /// Whether it is a whole row, and may be one of the form's.
    pub fn is_row(&self) -> bool {
        matches!(self, Leftover::UnknownRow(_) | Leftover::NamelessRow(_))
    }
}

/// What the tables of a report give.
#[derive(Debug, Default)]
pub struct Tables {
    /// The cells; what is not there is missing in the report.
    pub cells: BTreeMap<SlotId, Got>,
    /// What each table is: the number of its section.
    pub sections: BTreeMap<usize, usize>,
    /// By section, what was found in its tables and belongs to no cell.
    pub leftovers: Vec<(usize, Leftover)>,
    /// The sections of which most rows stand there twice with different figures.
    pub doubled: Vec<usize>,
    /// How much of the form was recognised.
    pub weight: usize,
}

impl Tables {
    fn tell(&mut self, section: usize, left: impl IntoIterator<Item = Leftover>) {
        let left = left.into_iter().map(|left| (section, left));
        self.leftovers.extend(left);
    }
}

/// Matches tables with a form.
pub fn match_tables(edition: &Edition, tables: &[Placed]) -> Tables {
    let expected: Vec<Option<Expected>> = (0..edition.sections.len())
        .map(|section| Expected::of(edition, section))
        .collect();
    let mut found = Tables::default();
    let mut spare = MOST_CELLS;
    let mut shapes = Vec::new();
    for placed in tables {
        let rows = &placed.table.rows;
        let cells: usize = rows.iter().map(Vec::len).sum();
        let fits = rows.len() <= MOST_ROWS && cells <= spare;
        shapes.push(
            fits.then(|| Shape::of(placed))
                .filter(|shape| shape.width <= MOST_COLUMNS),
        );
        if fits {
            spare -= cells;
        }
    }
    for (index, shape) in shapes.iter().enumerate() {
        let Some(shape) = shape else { continue };
        let weigh = |section: &usize| {
            let expected = expected[*section].as_ref();
            (
                expected.map_or(0, |expected| expected.weight(shape)),
                std::cmp::Reverse(*section),
            )
        };
        let best = (0..expected.len()).max_by_key(weigh);
        let best = best.filter(|section| weigh(section).0 > 1);
        let at_home = tables[index].section;
        let at_home = at_home.filter(|&section| expected[section].is_some());
        if let Some(section) = best.or(at_home) {
            found.weight += weigh(&section).0;
            found.sections.insert(index, section);
        }
    }
    for (section, expected) in expected.iter().enumerate() {
        let Some(expected) = expected else { continue };
        let own = shapes.iter().enumerate().filter_map(|(index, shape)| {
            let mine = found.sections.get(&index) == Some(&section);
            shape.as_ref().filter(|_| mine)
        });
        let own: Vec<&Shape> = own.collect();
        let rows: Vec<Row> = own
            .iter()
            .flat_map(|shape| rows::rows(expected, shape))
            .collect();
        let notes = own.iter().flat_map(|shape| rows::notes(expected, shape));
        found.tell(section, notes.map(Leftover::Words));
        match expected.lines.is_empty() {
            true => {
                let labels = own.iter().flat_map(|shape| shape.labels());
                let crossed = expected.is_crossed(labels);
                single(edition, section, expected, &rows, crossed, &mut found);
            }
            false => several(edition, section, expected, &rows, &mut found),
        }
    }
    strays(edition, &expected, &shapes, &mut found);
    found
}

/// A table with rows of its own.
fn several(
    edition: &Edition,
    section: usize,
    expected: &Expected,
    rows: &[Row],
    found: &mut Tables,
) {
    let labelled: Vec<&Row> = rows.iter().filter(|row| row.label.is_some()).collect();
    let pairs = align::align(labelled.len(), expected.lines.len(), |row, line| {
        let label = labelled[row].label.as_ref();
        let alike = label.map_or(0.0, |label| {
            expected.lines[line].likeness(label, &labelled[row].groups)
        });
        match labelled[row].values.is_empty() {
            true => alike - BARE,
            false => alike,
        }
    });
    found.weight += pairs.len();
    let aligned = columns::left_aligned(expected, &labelled, &pairs);
    let exact = columns::exact(expected, &labelled, &pairs);
    let starts = Starts::of(expected, &labelled, &pairs);
    let mut of_line = BTreeMap::new();
    let mut beyond = Beyond::new(edition, expected);
    for &(row, line) in &pairs {
        let left = aligned.contains(&expected.lines[line].block);
        let place = (expected.lines[line].block, labelled[row].place);
        let known = (left, exact.contains(&place), &starts);
        let cells = columns::assign(expected, line, labelled[row], known);
        of_line.insert(line, row);
        record(edition, &expected.lines[line].slots, cells, found);
        let (line, row) = (&expected.lines[line], labelled[row]);
        spoil(&line.slots, beyond.of_line(line, row), row, found);
    }
    let named: Vec<&Row> = pairs.iter().map(|&(row, _)| labelled[row]).collect();
    found.tell(section, beyond::notes(expected, &named));
    let mut differing = BTreeSet::new();
    let paired = |row: usize| pairs.iter().any(|&(other, _)| other == row);
    for (index, row) in labelled.iter().enumerate() {
        if paired(index) || row.values.is_empty() {
            continue;
        }
        let quote = row.quote();
        let next = pairs
            .iter()
            .find(|&&(other, _)| other > index)
            .map(|pair| pair.1);
        let before = pairs
            .iter()
            .rev()
            .find(|&&(other, _)| other < index)
            .map(|pair| pair.1);
        let again = twin(expected, row, &[before, next]).or_else(|| {
            let cells = |line: &usize| expected.lines[*line].slots.len() == row.values.len();
            let lines: Vec<Option<usize>> = of_line.keys().copied().map(Some).collect();
            twin(expected, row, &lines).filter(cells)
        });
        match again {
            Some(line) => {
                let first = labelled[of_line[&line]];
                if first.texts() != row.texts() {
                    differing.insert(line);
                    let slots = &expected.lines[line].slots;
                    let quote = format!("{}；{quote}", first.quote());
                    doubt(slots, &quote, Doubt::RowTwice, found);
                }
                found
                    .leftovers
                    .push((section, Leftover::RepeatedRow(quote)));
            }
            None if let Some(line) = misplaced(expected, row, &of_line) => {
                doubt(&expected.lines[line].slots, &quote, Doubt::RowOrder, found);
                of_line.insert(line, index);
            }
            None => {
                let gap = before.map_or(0, |line| line + 1)..next.unwrap_or(expected.lines.len());
                if gap.len() == 1 && row.values.len() == expected.lines[gap.start].slots.len() {
                    let slots = &expected.lines[gap.start].slots;
                    doubt(slots, &quote, Doubt::RowName, found);
                }
                found.leftovers.push((section, Leftover::UnknownRow(quote)));
            }
        }
    }
    if differing.len() >= LEAST_DOUBLED && differing.len() * 2 >= expected.lines.len() {
        found.doubled.push(section);
    }
    let bare = rows
        .iter()
        .filter(|row| row.label.is_none() && row.has_figures());
    let fits_another = |row: &&Row| !expected.others.contains(&row.values.len());
    found.leftovers.extend(
        bare.filter(fits_another)
            .map(|row| (section, Leftover::NamelessRow(row.quote()))),
    );
}

/// The line that a row names, where no other row does.
fn misplaced(expected: &Expected, row: &Row, of_line: &BTreeMap<usize, usize>) -> Option<usize> {
    let free = (0..expected.lines.len()).filter(|line| !of_line.contains_key(line));
    let free: Vec<Option<usize>> = free.map(Some).collect();
    twin(expected, row, &free)
}

/// The line of some that a row says once more.
fn twin(expected: &Expected, row: &Row, lines: &[Option<usize>]) -> Option<usize> {
    let label = row.label.as_ref()?;
    let like = |line: &&usize| expected.lines[**line].likeness(label, &row.groups) > 0.9;
    lines.iter().flatten().find(like).copied()
}

/// A table with a single row of figures.
fn single(
    edition: &Edition,
    section: usize,
    expected: &Expected,
    rows: &[Row],
    crossed: bool,
    found: &mut Tables,
) {
    let slots = &expected.single;
    let figures: Vec<&Row> = rows
        .iter()
        .filter(|row| row.has_figures() || row.is_wide(slots.len()))
        .collect();
    // Blank rows beside the one with figures say nothing.
    let told: Vec<&Row> = figures
        .iter()
        .copied()
        .filter(|row| row.has_figures())
        .collect();
    let figures = if told.is_empty() { figures } else { told };
    let cells = match figures[..] {
        [] => return,
        _ if crossed => {
            let quotes: Vec<String> = figures.iter().map(|row| row.quote()).collect();
            return doubt(slots, &quotes.join("；"), Doubt::ColumnOrder, found);
        }
        [row] => columns::assign_single(expected, row),
        _ => columns::assign_halves(expected, &figures),
    };
    match cells {
        Some(cells) => {
            record(edition, slots, cells, found);
            let mut beyond = Beyond::new(edition, expected);
            for row in &figures {
                spoil(slots, beyond.of_cells(0, slots, row), row, found);
            }
            found.tell(section, beyond::notes(expected, &figures));
        }
        None => {
            let quotes: Vec<String> = figures.iter().map(|row| row.quote()).collect();
            doubt(slots, &quotes.join("；"), Doubt::WhichRow, found);
            found.leftovers.extend(
                quotes
                    .into_iter()
                    .map(|quote| (section, Leftover::OneOfRows(quote))),
            );
        }
    }
}

/// A row of figures alone that lies in another table: a dump lost the table's head.
fn strays(
    edition: &Edition,
    expected: &[Option<Expected>],
    shapes: &[Option<Shape>],
    found: &mut Tables,
) {
    for (section, expected) in expected.iter().enumerate() {
        let Some(expected) = expected.as_ref().filter(|e| e.lines.is_empty()) else {
            continue;
        };
        if expected
            .single
            .iter()
            .any(|slot| found.cells.contains_key(slot))
        {
            continue;
        }
        let rows: Vec<Row> = shapes
            .iter()
            .flatten()
            .flat_map(|shape| rows::rows(expected, shape))
            .collect();
        let wide: Vec<&Row> = rows
            .iter()
            .filter(|row| {
                row.label.is_none()
                    && row.values.len() == expected.single.len()
                    && row.has_figures()
            })
            .collect();
        if let [row] = wide[..]
            && let Some(cells) = columns::assign_single(expected, row)
        {
            record(edition, &expected.single, cells, found);
            found.tell(section, [Leftover::ByOrder(row.values.len())]);
        }
    }
}
