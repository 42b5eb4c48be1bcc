//! The items of a form laid along all rows of a document: its headings, the heads of its
//! tables, their lines, and the row of a table that has a single one.
//!
//! In: an edition and the blocks of a document, of which each paragraph and each row of a
//! table is a row. Out: [`Laid`], which row is which item. One chain is laid through all of
//! them, so that a heading is known by the table below it as well as by its words, and a
//! row by the heading above it.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    MOST_CELLS, MOST_COLUMNS, MOST_ROWS,
    expect::Expected,
    rows::{Read, Row, Shape},
    sequence::{Match, chain, worth},
    units,
};
use crate::{
    label::Label,
    locate::{Heading, Headings},
    published::Block,
};
use form::edition::Edition;

/// What a head of a table is worth.
const HEAD: f64 = 0.3;
/// What a row of figures is worth that is as long as the form's single one.
const SINGLE: f64 = 1.0;
/// What is found of the form in a table that stands elsewhere must be worth so much.
const ELSEWHERE: f64 = 1.2;
/// So much less alike is a row without cells: another of the same name is the one meant.
const BARE: f64 = 0.2;

/// An item of a form, in the form's order within its section.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Item {
    Heading,
    /// The heads of a block.
    Heads(usize),
    /// A row with a name, of a block.
    Line(usize, usize),
    /// The single row of figures.
    Single,
}

/// Where an item was found.
#[derive(Clone, Copy, Debug)]
struct Found {
    section: usize,
    item: Item,
    block: usize,
    /// Of a table, its row.
    at: usize,
    /// Of the table's rows as the section sees them, which one.
    index: usize,
    /// Of headings, whether the words tell so, and whether a number or a mark does besides.
    is_named: bool,
    is_sure: bool,
}

/// A form laid along a document.
#[derive(Debug, Default)]
pub struct Laid {
    /// How much of the form was found.
    pub worth: f64,
    /// The headings that were found, in order.
    pub headings: Vec<Heading>,
    /// The headings that are left over, in order: those of another report, or of a list.
    pub others: Vec<Heading>,
    /// By section, what was found of its table.
    pub sections: Vec<Option<Own>>,
    /// The blocks that are tables of the form.
    pub tables: BTreeSet<usize>,
}

/// What was found of the table of a section.
#[derive(Debug)]
pub struct Own {
    /// The form's.
    pub expected: Expected,
    /// The rows with figures, or with names, in order.
    pub rows: Vec<Row>,
    /// Rows and lines of the form that belong together, in order.
    pub pairs: Vec<(usize, usize)>,
    /// Rows that hold nothing but words that the form does not have.
    pub notes: Vec<String>,
    /// Of a table with a single row, every cell's words that are no figure.
    pub labels: Vec<Label>,
    /// Whether its rows stand in the table of another section.
    pub is_stray: bool,
}

/// A table of a document, as each section sees it.
struct Seen {
    block: usize,
    sections: Vec<Option<Read>>,
}

/// Lays a form along the blocks of a document.
pub fn lay(edition: &Edition, blocks: &[Block]) -> Laid {
    let count = edition.sections.len();
    let expected: Vec<Option<Expected>> = (0..count)
        .map(|section| Expected::of(edition, section))
        .collect();
    let numbers = numbers(&expected);
    let mut rows = Rows {
        headings: Headings::of(edition),
        expected: &expected,
        numbers: &numbers,
        spare: MOST_CELLS,
        units: Vec::new(),
        next: 0,
        matches: Vec::new(),
        tables: Vec::new(),
    };
    for (at, block) in blocks.iter().enumerate() {
        rows.add(at, block);
    }
    let Rows {
        mut matches,
        tables,
        ..
    } = rows;
    spare_lists(&mut matches);
    let (worth, taken) = chain(&matches);
    let heading = |own: &Match<Found>| Heading {
        at: own.of.block,
        section: own.of.section,
        is_named: own.of.is_named,
    };
    let is_heading = |own: &&Match<Found>| own.of.item == Item::Heading;
    let blocks_taken: BTreeSet<usize> = taken.iter().map(|own| own.of.block).collect();
    let left = |own: &&Match<Found>| own.of.is_sure && !blocks_taken.contains(&own.of.block);
    let others: Vec<Match<Found>> = matches.iter().filter(left).copied().collect();
    let headings: Vec<Heading> = taken.iter().filter(is_heading).map(heading).collect();
    let mut laid = Laid {
        worth,
        others: chain(&others).1.iter().map(heading).collect(),
        sections: expected.into_iter().map(|own| own.map(Own::of)).collect(),
        tables: BTreeSet::new(),
        headings,
    };
    for table in tables {
        laid.take(table, &taken);
    }
    laid
}

/// The items of all sections, numbered in their order.
fn numbers(expected: &[Option<Expected>]) -> BTreeMap<(usize, Item), usize> {
    let mut items: Vec<(usize, Item)> = Vec::new();
    for (section, expected) in expected.iter().enumerate() {
        items.push((section, Item::Heading));
        let Some(expected) = expected else { continue };
        for block in 0..expected.columns.len() {
            items.push((section, Item::Heads(block)));
            let lines = (0..expected.lines.len()).filter(|&at| expected.lines[at].block == block);
            items.extend(lines.map(|line| (section, Item::Line(block, line))));
        }
        items.extend((!expected.single.is_empty()).then_some((section, Item::Single)));
    }
    items.into_iter().zip(0..).collect()
}

/// Where headings follow right upon one another, they are more likely those of a list.
fn spare_lists(matches: &mut [Match<Found>]) {
    let sure = matches.iter().filter(|own| own.of.is_sure);
    let sure: BTreeSet<usize> = sure.map(|own| own.row).collect();
    for own in matches
        .iter_mut()
        .filter(|own| own.of.item == Item::Heading)
    {
        if sure.contains(&(own.row + 1)) {
            own.worth /= 2.0;
        }
    }
}

/// The rows of a document and what each of them may be.
struct Rows<'a> {
    headings: Headings,
    expected: &'a [Option<Expected>],
    numbers: &'a BTreeMap<(usize, Item), usize>,
    /// So many cells are still compared with the form.
    spare: usize,
    /// What words above say of the units of a table.
    units: Vec<String>,
    /// The number of the next row.
    next: usize,
    matches: Vec<Match<Found>>,
    tables: Vec<Seen>,
}

impl Rows<'_> {
    fn add(&mut self, at: usize, block: &Block) {
        match block {
            Block::Paragraph(paragraph) => {
                let found = self.headings.evidence(paragraph);
                if !found.is_empty() {
                    self.units.clear();
                } else if units::are_told(&paragraph.text) {
                    self.units.push(paragraph.text.clone());
                }
                for evidence in found {
                    self.found(
                        evidence.worth,
                        Found {
                            section: evidence.section,
                            item: Item::Heading,
                            block: at,
                            at: 0,
                            index: 0,
                            is_named: evidence.is_named,
                            is_sure: evidence.is_sure,
                        },
                    );
                }
                self.next += 1;
            }
            Block::Table(table) => {
                let cells: usize = table.rows.iter().map(Vec::len).sum();
                if table.rows.len() <= MOST_ROWS && cells <= self.spare {
                    self.spare -= cells;
                    let shape = Shape::of(table, &self.units);
                    if shape.width <= MOST_COLUMNS {
                        self.table(at, &shape);
                    }
                }
                self.next += table.rows.len();
            }
        }
    }

    fn found(&mut self, worth: f64, of: Found) {
        if let Some(&item) = self.numbers.get(&(of.section, of.item)) {
            let row = self.next + of.at;
            self.matches.push(Match {
                row,
                item,
                worth,
                of,
            });
        }
    }

    fn table(&mut self, block: usize, shape: &Shape) {
        let start = self.matches.len();
        let mut sections = Vec::new();
        for (section, expected) in self.expected.iter().enumerate() {
            let Some(expected) = expected else {
                sections.push(None);
                continue;
            };
            let read = Read::of(expected, shape);
            for &(at, of, count) in &read.heads {
                let item = Item::Heads(of);
                let found = Found {
                    section,
                    item,
                    block,
                    at,
                    index: 0,
                    is_named: false,
                    is_sure: false,
                };
                self.found(HEAD * count as f64, found);
            }
            for (index, row) in read.rows.iter().enumerate() {
                for (worth, item) in may_be(expected, row) {
                    let at = row.at;
                    let found = Found {
                        section,
                        item,
                        block,
                        at,
                        index,
                        is_named: false,
                        is_sure: false,
                    };
                    self.found(worth, found);
                }
            }
            sections.push(Some(read));
        }
        self.matches[start..].sort_by_key(|own| own.row);
        self.tables.push(Seen { block, sections });
    }
}

/// The lines of the form that a row may be.
fn may_be(expected: &Expected, row: &Row) -> Vec<(f64, Item)> {
    let Some(label) = &row.label else {
        let is_single = row.values.len() == expected.single.len() && row.has_figures();
        return Vec::from_iter(is_single.then_some((SINGLE, Item::Single)));
    };
    let lines = expected.lines.iter().enumerate();
    let lines = lines.filter_map(|(at, line)| {
        let alike = line.likeness(label, &row.groups);
        let bare = if row.values.is_empty() { BARE } else { 0.0 };
        Some((2.0 * worth(alike - bare)?, Item::Line(line.block, at)))
    });
    lines.collect()
}

impl Laid {
    /// Takes the rows of a table into the sections whose items were found in it; one in which
    /// none was found belongs to the section in which it stands.
    fn take(&mut self, table: Seen, taken: &[Match<Found>]) {
        let above = self
            .headings
            .iter()
            .rfind(|heading| heading.at < table.block);
        let home = above.map(|heading| heading.section);
        let home = home.filter(|&section| self.sections[section].is_some());
        let own: Vec<&Match<Found>> = taken
            .iter()
            .filter(|own| own.of.block == table.block)
            .collect();
        let whole: f64 = own.iter().map(|own| own.worth).sum();
        let is_known = whole >= ELSEWHERE || own.iter().any(|own| Some(own.of.section) == home);
        let first = match own.first().filter(|_| is_known) {
            Some(first) => first.of.section,
            None => match home {
                Some(home) => home,
                None => return,
            },
        };
        self.tables.insert(table.block);
        let section_of = |at: usize| {
            let last = own.iter().rfind(|own| is_known && own.of.at <= at);
            last.map_or(first, |own| own.of.section)
        };
        for (section, read) in table.sections.into_iter().enumerate() {
            let (Some(read), Some(to)) = (read, &mut self.sections[section]) else {
                continue;
            };
            let of_section = || own.iter().filter(|own| own.of.section == section);
            let has_heads = of_section().any(|own| matches!(own.of.item, Item::Heads(_)));
            let is_stray = section != first && !has_heads;
            let mut is_here = false;
            for (index, mut row) in read.rows.into_iter().enumerate() {
                if section_of(row.at) != section {
                    continue;
                }
                if is_stray {
                    // The heads above are another table's.
                    row.without_heads();
                }
                let line = of_section().find_map(|own| match own.of.item {
                    Item::Line(_, line) if own.of.index == index => Some(line),
                    _ => None,
                });
                to.pairs.extend(line.map(|line| (to.rows.len(), line)));
                to.rows.push(row);
                is_here = true;
            }
            let notes = read.notes.into_iter();
            let notes = notes.filter(|(at, _)| section_of(*at) == section);
            to.notes.extend(notes.map(|(_, words)| words));
            if is_here || section == first {
                to.labels.extend(read.labels);
            }
            to.is_stray |= is_here && is_stray;
        }
    }
}

impl Own {
    fn of(expected: Expected) -> Self {
        Own {
            expected,
            rows: Vec::new(),
            pairs: Vec::new(),
            notes: Vec::new(),
            labels: Vec::new(),
            is_stray: false,
        }
    }
}
