//! The items of a form laid along all rows of a document: the title, its headings, the heads
//! of its tables, their lines, and the row of a table that has a single one.
//!
//! In: an edition and the blocks of a document, of which each paragraph and each row of a
//! table is a row. Out: [`Laid`], which row is which item. One chain is laid through all of
//! them, so that a heading is known by the table below it as well as by its words, and a
//! row by the heading above it.

use std::{
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};

use super::{
    Leftover, Tables,
    chain::{Match, chain},
    expect::{Expected, Names},
    headings::{self, NUMBER_ALONE},
    laying::Part,
    rows::{Row, RowKind, TableRow, is_heads, read, rows},
    units,
};
use crate::{
    locate::{Title, title},
    published::Block,
};
use form::edition::Edition;

/// What a title is worth, and a head of a table.
const TITLE: f64 = 0.5;
const HEAD: f64 = 0.3;
/// What a row of figures is worth that is as long as the form's single one.
const SINGLE: f64 = 1.0;
/// What is found of the form in a table that stands elsewhere must be worth so much.
const ELSEWHERE: f64 = 1.2;
/// Rows less alike to a line are not it.
const LIKE: f64 = 0.6;
/// So much less alike is a row without cells: another of the same name is the one meant.
const BARE: f64 = 0.2;

/// An item of a form, in the form's order within its section.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Item {
    /// The title, in the first section.
    Title,
    Heading,
    /// The heads of a block.
    Heads(usize),
    /// A row with a name, of a block.
    Line(usize, usize),
    /// The single row of figures.
    Single,
}

/// A paragraph that heads a section.
#[derive(Clone, Copy, Debug)]
pub struct Heading {
    /// Which block it is.
    pub at: usize,
    /// Which section it heads.
    pub section: usize,
    /// Whether its words tell so, and not its number alone.
    pub is_named: bool,
}

/// A form laid along a document.
#[derive(Debug)]
pub struct Laid {
    /// The document, headings apart.
    pub blocks: Vec<Block>,
    /// By section, what names it.
    pub names: Vec<Names>,
    /// How much of the form was found.
    pub worth: f64,
    /// The title, and the block of its last line.
    pub title: Option<(Title, usize)>,
    /// The headings that were found, in order.
    pub headings: Vec<Heading>,
    /// The headings that are left over, in order: those of another report, or of a list.
    pub others: Vec<Heading>,
    /// The blocks that are tables of the form.
    pub own: BTreeSet<usize>,
    /// What the tables give.
    pub tables: Tables,
}

/// Lays a form along the blocks of a document, which may state its title.
pub fn lay(edition: &Edition, blocks: &[Block], stated: Option<&str>) -> Laid {
    let sections = edition.sections.iter();
    let names: Vec<Names> = sections
        .clone()
        .map(|own| Names::of(&own.heading, &own.also))
        .collect();
    let tables: Vec<Option<Expected>> = sections
        .map(|own| own.table.as_ref().map(Expected::of))
        .collect();
    let blocks = headings::apart(&names, blocks);
    let rows = rows(&blocks);
    let items = items(&tables);
    let number: BTreeMap<(usize, Item), usize> = items.iter().copied().zip(0..).collect();
    let mut matches = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        let own = may_be(&names, &tables, row);
        let is_title = title::ends_at(&blocks, row.block, stated).is_some();
        let own = own
            .into_iter()
            .chain(is_title.then_some((0, Item::Title, TITLE, false)));
        matches.extend(own.map(|(section, item, worth, is_sure)| Match {
            row: at,
            item: number[&(section, item)],
            worth,
            is_sure,
        }));
    }
    spare_lists(&mut matches, &items);
    let (worth, taken) = chain(&matches);
    let is_taken: BTreeSet<usize> = taken.iter().map(|own| own.row).collect();
    let others = matches
        .iter()
        .filter(|own| own.is_sure && !is_taken.contains(&own.row));
    let others: Vec<Match> = others.copied().collect();
    let headings = |taken: &[Match]| -> Vec<Heading> {
        let own = taken
            .iter()
            .filter(|own| items[own.item].1 == Item::Heading);
        own.map(|own| Heading {
            at: rows[own.row].block,
            section: items[own.item].0,
            is_named: own.worth > NUMBER_ALONE,
        })
        .collect()
    };
    let titled = taken.iter().find(|own| items[own.item].1 == Item::Title);
    let titled = titled.map(|own| rows[own.row].block);
    let mut laid = Laid {
        worth,
        title: titled.and_then(|at| Some((title::ends_at(&blocks, at, stated)?, at))),
        headings: headings(&taken),
        others: headings(&chain(&others).1),
        own: BTreeSet::new(),
        tables: Tables::default(),
        names,
        blocks,
    };
    let mut parts: Vec<Option<Part>> = Vec::new();
    for (section, expected) in tables.iter().enumerate() {
        parts.push(expected.as_ref().map(|expected| Part {
            edition,
            section,
            expected,
            rows: Vec::new(),
            words: Vec::new(),
            is_stray: false,
        }));
    }
    let mut start = 0;
    for table in rows.chunk_by(|a, b| a.block == b.block) {
        let own = taken
            .iter()
            .filter(|own| (start..start + table.len()).contains(&own.row));
        let own: Vec<Found> = own
            .map(|own| Found {
                at: own.row - start,
                section: items[own.item].0,
                item: items[own.item].1,
                worth: own.worth,
            })
            .collect();
        if matches!(table[0].kind, RowKind::Table(_)) {
            laid.take(table, &own, &mut parts);
        }
        start += table.len();
    }
    for part in parts.iter().flatten() {
        part.lay(&mut laid.tables);
    }
    laid
}

/// The items of all sections in their order.
fn items(tables: &[Option<Expected>]) -> Vec<(usize, Item)> {
    let mut items = vec![(0, Item::Title)];
    for (section, expected) in tables.iter().enumerate() {
        items.push((section, Item::Heading));
        let Some(expected) = expected else { continue };
        for block in 0..expected.blocks.len() {
            items.push((section, Item::Heads(block)));
            let lines = (0..expected.lines.len()).filter(|&at| expected.lines[at].block == block);
            items.extend(lines.map(|line| (section, Item::Line(block, line))));
        }
        items.extend((!expected.single.is_empty()).then_some((section, Item::Single)));
    }
    items
}

/// What a row may be, what that is worth, and whether more than its words tells so.
fn may_be(
    names: &[Names],
    tables: &[Option<Expected>],
    row: &Row,
) -> Vec<(usize, Item, f64, bool)> {
    let mut found = Vec::new();
    if let RowKind::Paragraph(is_marked) = row.kind {
        for (section, names) in names.iter().enumerate() {
            let heads = headings::heads(section, names, &row.cells[0], is_marked);
            found.extend(heads.map(|(worth, sure)| (section, Item::Heading, worth, sure)));
        }
        return found;
    }
    for (section, expected) in tables.iter().enumerate() {
        let Some(expected) = expected else { continue };
        let mut add = |item, worth| found.push((section, item, worth, false));
        if is_heads(expected, &row.cells) {
            let labels: Vec<_> = row.cells.iter().map(|cell| &cell.label).collect();
            for (block, columns) in expected.blocks.iter().enumerate() {
                match columns.count_in(&labels) {
                    0 => {}
                    count => add(Item::Heads(block), HEAD * count as f64),
                }
            }
            continue;
        }
        let Some(own) = TableRow::of(expected, &row.cells) else {
            continue;
        };
        let Some(label) = own.label() else {
            if own.values.len() == expected.single.len() && own.has_figures() {
                add(Item::Single, SINGLE);
            }
            continue;
        };
        let bare = if own.values.is_empty() { BARE } else { 0.0 };
        for (at, line) in expected.lines.iter().enumerate() {
            let alike = line.likeness(label, own.groups()) - bare;
            if alike >= LIKE {
                add(Item::Line(line.block, at), 2.0 * (alike - LIKE + 0.1));
            }
        }
    }
    found
}

/// Where headings follow right upon one another, they are more likely those of a list.
fn spare_lists(matches: &mut [Match], items: &[(usize, Item)]) {
    let sure = matches.iter().filter(|own| own.is_sure);
    let sure: BTreeSet<usize> = sure.map(|own| own.row).collect();
    let is_heading = |own: &&mut Match| items[own.item].1 == Item::Heading;
    for own in matches.iter_mut().filter(is_heading) {
        if sure.contains(&(own.row + 1)) {
            own.worth /= 2.0;
        }
    }
}

/// An item that was found in a table.
struct Found {
    /// In which of the table's rows.
    at: usize,
    section: usize,
    item: Item,
    worth: f64,
}

impl Laid {
    /// Takes the rows of a table into the sections whose items were found in it; one in which
    /// none was found belongs to the section in which it stands.
    fn take<'a>(&mut self, table: &'a [Row], own: &[Found], parts: &mut [Option<Part<'a>>]) {
        let block = table[0].block;
        let above = self.headings.iter().rfind(|heading| heading.at < block);
        let home = above.map(|heading| heading.section);
        let home = home.filter(|&section| parts[section].is_some());
        let whole: f64 = own.iter().map(|own| own.worth).sum();
        let is_known = whole >= ELSEWHERE || own.iter().any(|own| Some(own.section) == home);
        let own = if is_known { own } else { &[] };
        let Some(first) = own.first().map(|own| own.section).or(home) else {
            return;
        };
        self.own.insert(block);
        let section_of = |at: usize| {
            let last = own.iter().rfind(|own| own.at <= at);
            last.map_or(first, |own| own.section)
        };
        let said = &self.blocks[above.map_or(0, |above| above.at)..block];
        let said: Vec<&str> = said
            .iter()
            .map(Block::line)
            .filter(|own| units::are_told(own))
            .collect();
        for part in parts.iter_mut().flatten() {
            let is_here = (0..table.len()).any(|at| section_of(at) == part.section);
            if !is_here {
                continue;
            }
            let of_section = || own.iter().filter(|own| own.section == part.section);
            let has_heads = of_section().any(|own| matches!(own.item, Item::Heads(_)));
            // The heads above are another table's.
            let is_stray = part.section != first && !has_heads;
            let line_of = |at: usize| {
                of_section().find_map(|own| match own.item {
                    Item::Line(_, line) if own.at == at => Some(line),
                    _ => None,
                })
            };
            for (at, seen) in read(part.expected, table, &said).into_iter().enumerate() {
                if section_of(at) != part.section {
                    continue;
                }
                let note = seen.note.map(Leftover::Words);
                self.tables
                    .leftovers
                    .extend(note.map(|note| (part.section, note)));
                let Some(mut row) = seen.row else { continue };
                row.line = line_of(at);
                if is_stray {
                    (row.heads, row.is_even) = (Rc::default(), false);
                }
                part.rows.push(row);
            }
            let cells = table.iter().flat_map(|row| &row.cells);
            let words = cells.filter(|cell| !cell.value && !cell.above);
            part.words.extend(words.map(|cell| &cell.label));
            part.is_stray |= is_stray;
        }
    }
}
