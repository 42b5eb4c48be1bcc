//! The aligner: published tables laid along the form's.
//!
//! In: an edition and the tables of a report, each with the section that it stands in.
//! Out: for each cell of the form a figure that is certain, or the published words with the
//! [`Doubt`] about them; and what is left over. A row `予以公开 | 1 | 0 | … | 1` gives the
//! seven cells of 申请.办理结果.予以公开. Every reader's tables come through here; texts do
//! not (see `locate`), and nothing here knows which container a table came from.
//!
//! Rows are matched as a sequence: the published ones are laid along the form's so
//! that as many labels as possible are alike and none cross. A row that is worded
//! otherwise, missing or doubled is thus found where a search for each label would
//! take a neighbour. What cannot be told for certain is said to be unsure.

mod columns;
mod expect;
mod rows;
mod sequence;
mod starts;
mod surplus;
mod units;

use std::collections::{BTreeMap, BTreeSet};

use self::{
    columns::Content,
    expect::Expected,
    rows::{Row, Shape},
    starts::Starts,
    surplus::{Spoilt, Surplus},
};
use crate::{
    form::{
        datafile::Stated,
        edition::{Edition, SlotId},
    },
    read::{
        figure::{self, Reading},
        published::{Doubt, Table},
    },
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
pub enum CellReading {
    /// A figure with its note, or a cell left blank.
    Certain(Stated, Option<String>),
    /// What stands there, and why it tells no figure.
    Unsure {
        /// The published words.
        quote: String,
        /// Spoilt they are no certain figure.
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
    pub cells: BTreeMap<SlotId, CellReading>,
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
    /// Doubts cells: what stands there, and why it tells no figure.
    fn doubt(&mut self, slots: &[SlotId], quote: &str, why: Doubt) {
        for &slot in slots {
            let quote = quote.to_owned();
            self.cells.insert(slot, CellReading::Unsure { quote, why });
        }
    }

    /// Reads what a row holds for cells.
    fn record(&mut self, edition: &Edition, slots: &[SlotId], contents: Vec<Content>) {
        for (&slot, content) in slots.iter().zip(contents) {
            if let Some(reading) = reading(edition, slot, content) {
                self.cells.insert(slot, reading);
            }
        }
    }

    /// Doubts the cells of a row that its name or its heads spoil.
    fn doubt_spoilt(&mut self, slots: &[SlotId], spoilt: Vec<Spoilt>, row: &Row) {
        for (&slot, spoilt) in slots.iter().zip(spoilt) {
            let Some((why, words)) = spoilt else { continue };
            let quote = match row.quote() {
                quote if quote.contains(&words) => quote,
                quote => format!("{}：{quote}", words.replace('\n', "")),
            };
            self.doubt(&[slot], &quote, why);
        }
    }

    /// Finds which section each table belongs to: the one whose words it holds most of, or
    /// the one that it stands in.
    fn place(
        &mut self,
        expected: &[Option<Expected>],
        tables: &[Placed],
        shapes: &[Option<Shape>],
    ) {
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
                self.weight += weigh(&section).0;
                self.sections.insert(index, section);
            }
        }
    }

    fn tell(&mut self, section: usize, left: impl IntoIterator<Item = Leftover>) {
        let left = left.into_iter().map(|left| (section, left));
        self.leftovers.extend(left);
    }
}

/// What a cell of the form gives; nothing where the table has no such column.
fn reading(edition: &Edition, slot: SlotId, content: Content) -> Option<CellReading> {
    let (quote, why) = match content {
        Content::NoColumn => return None,
        Content::Unsure(quote, why) => (quote, why),
        Content::Words(text) => match figure::read(&text, edition.slot(slot).kind) {
            Reading::Blank => return Some(CellReading::Certain(Stated::Blank, None)),
            Reading::Figure(number, note) => {
                return Some(CellReading::Certain(Stated::Figure(number), note));
            }
            Reading::Unsure => (text, Doubt::NoFigure),
        },
    };
    Some(CellReading::Unsure { quote, why })
}

/// Tables with their spans resolved; none for those that are larger than any of the form's.
fn shapes(tables: &[Placed]) -> Vec<Option<Shape>> {
    let mut spare = MOST_CELLS;
    let shape = |placed: &Placed| {
        let rows = &placed.table.rows;
        let cells: usize = rows.iter().map(Vec::len).sum();
        if rows.len() > MOST_ROWS || cells > spare {
            return None;
        }
        spare -= cells;
        Some(Shape::of(placed)).filter(|shape| shape.width <= MOST_COLUMNS)
    };
    tables.iter().map(shape).collect()
}

/// Matches tables with a form.
pub fn match_tables(edition: &Edition, tables: &[Placed]) -> Tables {
    let expected: Vec<Option<Expected>> = (0..edition.sections.len())
        .map(|section| Expected::of(edition, section))
        .collect();
    let shapes = shapes(tables);
    let mut found = Tables::default();
    found.place(&expected, tables, &shapes);
    for (section, expected) in expected.iter().enumerate() {
        let Some(expected) = expected else { continue };
        let own = shapes.iter().enumerate().filter_map(|(index, shape)| {
            let mine = found.sections.get(&index) == Some(&section);
            shape.as_ref().filter(|_| mine)
        });
        let own: Vec<&Shape> = own.collect();
        let rows = own.iter().flat_map(|shape| rows::rows(expected, shape));
        let rows: Vec<Row> = rows.collect();
        let notes = own.iter().flat_map(|shape| rows::notes(expected, shape));
        found.tell(section, notes.map(Leftover::Words));
        if expected.lines.is_empty() {
            let labels = own.iter().flat_map(|shape| shape.labels());
            let crossed = expected.is_crossed(labels);
            single(edition, section, expected, &rows, crossed, &mut found);
        } else {
            several(edition, section, expected, &rows, &mut found);
        }
    }
    strays(edition, &expected, &shapes, &mut found);
    found
}

/// A table with rows of its own, laid along the form's.
struct Laying<'a> {
    edition: &'a Edition,
    section: usize,
    expected: &'a Expected,
    /// The rows that have a name.
    rows: Vec<&'a Row>,
    /// Rows and lines of the form that belong together, in order.
    pairs: Vec<(usize, usize)>,
    /// The row of each line.
    of_line: BTreeMap<usize, usize>,
    /// The lines that stand there twice with different figures.
    differing: BTreeSet<usize>,
}

/// A table with rows of its own.
fn several(
    edition: &Edition,
    section: usize,
    expected: &Expected,
    rows: &[Row],
    found: &mut Tables,
) {
    let named: Vec<&Row> = rows.iter().filter(|row| row.label.is_some()).collect();
    let pairs = sequence::align(named.len(), expected.lines.len(), |row, line| {
        let label = named[row].label.as_ref();
        let alike = label.map_or(0.0, |label| {
            expected.lines[line].likeness(label, &named[row].groups)
        });
        match named[row].values.is_empty() {
            true => alike - BARE,
            false => alike,
        }
    });
    found.weight += pairs.len();
    let mut laying = Laying {
        edition,
        section,
        expected,
        rows: named,
        of_line: pairs.iter().map(|&(row, line)| (line, row)).collect(),
        pairs,
        differing: BTreeSet::new(),
    };
    laying.paired(found);
    for row in 0..laying.rows.len() {
        let is_paired = laying.pairs.iter().any(|&(other, _)| other == row);
        if !is_paired && !laying.rows[row].values.is_empty() {
            let left = laying.unpaired(row, found);
            found.tell(section, left);
        }
    }
    let differing = laying.differing.len();
    if differing >= LEAST_DOUBLED && differing * 2 >= expected.lines.len() {
        found.doubled.push(section);
    }
    let bare = rows.iter().filter(|row| {
        let fits_another = expected.others.contains(&row.values.len());
        row.label.is_none() && row.has_figures() && !fits_another
    });
    found.tell(section, bare.map(|row| Leftover::NamelessRow(row.quote())));
}

impl Laying<'_> {
    /// Reads the rows that belong to a line.
    fn paired(&self, found: &mut Tables) {
        let (expected, rows) = (self.expected, &self.rows);
        let exact = columns::exact(expected, rows, &self.pairs);
        let starts = Starts::of(expected, rows, &self.pairs);
        let mut surplus = Surplus::new(self.edition, expected);
        for &(row, at) in &self.pairs {
            let (row, line) = (rows[row], &expected.lines[at]);
            let exact = exact.contains(&(line.block, row.place));
            let contents = columns::assign(expected, at, row, (exact, &starts));
            found.record(self.edition, &line.slots, contents);
            found.doubt_spoilt(&line.slots, surplus.of_line(line, row), row);
        }
        let named: Vec<&Row> = self.pairs.iter().map(|&(row, _)| rows[row]).collect();
        found.tell(self.section, surplus::notes(expected, &named));
    }

    /// What a row is that belongs to no line; the lines that it casts doubt on are doubted.
    fn unpaired(&mut self, index: usize, found: &mut Tables) -> Option<Leftover> {
        let (row, lines) = (self.rows[index], &self.expected.lines);
        let quote = row.quote();
        let mut behind = self.pairs.iter().filter(|&&(other, _)| other > index);
        let mut before = self.pairs.iter().rev().filter(|&&(other, _)| other < index);
        let next = behind.next().map(|&(_, line)| line);
        let before = before.next().map(|&(_, line)| line);
        let again = twin(self.expected, row, before.into_iter().chain(next)).or_else(|| {
            let again = twin(self.expected, row, self.of_line.keys().copied());
            again.filter(|&line| lines[line].slots.len() == row.values.len())
        });
        if let Some(line) = again {
            let first = self.rows[self.of_line[&line]];
            if first.texts() != row.texts() {
                self.differing.insert(line);
                let both = format!("{}；{quote}", first.quote());
                found.doubt(&lines[line].slots, &both, Doubt::RowTwice);
            }
            return Some(Leftover::RepeatedRow(quote));
        }
        let free = |line: &usize| !self.of_line.contains_key(line);
        if let Some(line) = twin(self.expected, row, (0..lines.len()).filter(free)) {
            found.doubt(&lines[line].slots, &quote, Doubt::RowOrder);
            self.of_line.insert(line, index);
            return None;
        }
        let gap = before.map_or(0, |line| line + 1)..next.unwrap_or(lines.len());
        if gap.len() == 1 && row.values.len() == lines[gap.start].slots.len() {
            found.doubt(&lines[gap.start].slots, &quote, Doubt::RowName);
        }
        Some(Leftover::UnknownRow(quote))
    }
}

/// The line of some that a row names.
fn twin(expected: &Expected, row: &Row, lines: impl IntoIterator<Item = usize>) -> Option<usize> {
    let label = row.label.as_ref()?;
    lines
        .into_iter()
        .find(|&line| expected.lines[line].likeness(label, &row.groups) > 0.9)
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
            return found.doubt(slots, &quotes.join("；"), Doubt::ColumnOrder);
        }
        [row] => columns::assign_single(expected, row),
        _ => columns::assign_halves(expected, &figures),
    };
    match cells {
        Some(cells) => {
            found.record(edition, slots, cells);
            let mut surplus = Surplus::new(edition, expected);
            for row in &figures {
                found.doubt_spoilt(slots, surplus.of_cells(0, slots, row), row);
            }
            found.tell(section, surplus::notes(expected, &figures));
        }
        None => {
            let quotes: Vec<String> = figures.iter().map(|row| row.quote()).collect();
            found.doubt(slots, &quotes.join("；"), Doubt::WhichRow);
            found.tell(section, quotes.into_iter().map(Leftover::OneOfRows));
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
            found.record(edition, &expected.single, cells);
            found.tell(section, [Leftover::ByOrder(row.values.len())]);
        }
    }
}
