//! A table with rows of its own laid along the form's: which row is which line, what its
//! cells tell, and what a row is that belongs to none.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    GroupRow, Leftover, Tables,
    columns::{self, Content, Fit},
    expect::Expected,
    items::Own,
    reading,
    rows::Row,
    surplus::{self, Surplus},
};
use crate::published::Doubt;
use form::{
    datafile::Entry,
    edition::{Edition, SlotId},
    figure::Figure,
};

/// So many rows at least stand twice where a table does.
const LEAST_DOUBLED: usize = 3;

/// A table with rows of its own, laid along the form's.
struct Laying<'a> {
    edition: &'a Edition,
    section: usize,
    expected: &'a Expected,
    rows: &'a [Row],
    /// Rows and lines of the form that belong together, in order.
    pairs: &'a [(usize, usize)],
    /// The row of each line.
    of_line: BTreeMap<usize, usize>,
    /// The lines that stand there twice with different figures.
    differing: BTreeSet<usize>,
}

/// A table with rows of its own.
pub(super) fn several(edition: &Edition, section: usize, own: &Own, found: &mut Tables) {
    let Own {
        expected,
        rows,
        pairs,
        ..
    } = own;
    let mut laying = Laying {
        edition,
        section,
        expected,
        rows,
        of_line: pairs.iter().map(|&(row, line)| (line, row)).collect(),
        pairs,
        differing: BTreeSet::new(),
    };
    laying.paired(found);
    for (at, row) in rows.iter().enumerate() {
        let is_paired = pairs.iter().any(|&(other, _)| other == at);
        if row.label.is_some() && !is_paired && !row.values.is_empty() {
            let left = laying.unpaired(at, found);
            found.tell(section, left);
        }
    }
    let differing = laying.differing.len();
    if differing >= LEAST_DOUBLED && differing * 2 >= expected.lines.len() {
        found.doubled.push(section);
    }
    for (at, row) in rows.iter().enumerate() {
        if row.label.is_none() && row.has_figures() {
            let left = laying.nameless(at, row, found);
            found.tell(section, left);
        }
    }
}

impl Laying<'_> {
    /// Reads the rows that belong to a line.
    fn paired(&self, found: &mut Tables) {
        let (expected, rows) = (self.expected, &self.rows);
        let mut surplus = Surplus::new(self.edition, expected);
        for &(row, at) in self.pairs {
            let (row, line) = (&rows[row], &expected.lines[at]);
            found.record(self.edition, &line.slots, self.contents(row, at));
            let spoilt = surplus.of_line(line, row);
            let label = row
                .label
                .as_ref()
                .filter(|_| spoilt.iter().all(Option::is_none));
            if label.is_some_and(|label| !line.names.has(label)) {
                found.word(self.section, row.own_name(), &line.names.heading);
            }
            found.doubt_spoilt(&line.slots, spoilt, row);
        }
        let named: Vec<&Row> = self.pairs.iter().map(|&(row, _)| &rows[row]).collect();
        found.word_heads(self.section, expected, &named);
        found.tell(self.section, surplus::notes(expected, &named));
    }

    /// What a row puts into the cells of a line.
    fn contents(&self, row: &Row, line: usize) -> Vec<Content> {
        let block = self.expected.lines[line].block;
        let own = self.pairs.iter();
        let own = own.filter(|(_, line)| self.expected.lines[*line].block == block);
        let rows = own.map(|(row, _)| &self.rows[*row]);
        let fit = Fit::of(rows, row.place, self.expected.columns[block].len());
        columns::assign(self.expected, block, row, fit)
    }

    /// Takes a row that names a group for what it tells of the group's rows: where it has a
    /// 0, so have they. Nothing where they have figures of their own.
    fn group(&self, row: &Row, found: &mut Tables) -> Option<GroupRow> {
        let label = row.label.as_ref()?;
        let of_group = |line: &usize| self.expected.lines[*line].is_in_group(label);
        let lines: Vec<usize> = (0..self.expected.lines.len()).filter(of_group).collect();
        let slots = || lines.iter().map(|&line| &self.expected.lines[line].slots);
        let own = &self.expected.lines[*lines.first()?].slots;
        let stated = |slot: &SlotId| {
            let own = found.cells.get(slot);
            own.is_some_and(|own| own.figure != Figure::Blank)
        };
        if row.values.is_empty() || slots().flatten().any(stated) {
            return None;
        }
        let contents = self.contents(row, lines[0]).into_iter().zip(own);
        let read =
            |(content, slot): (Content, &SlotId)| Some(reading(self.edition, *slot, content)?.0);
        let mut zeros: Vec<Option<Entry>> = contents.map(read).collect();
        // Counts that add up to 0 are 0.
        let total = self.expected.totals[self.expected.lines[lines[0]].block];
        let total = total.and_then(|at| zeros[at].clone()).filter(is_zero);
        for cell in &mut zeros {
            match (cell.take(), &total) {
                (Some(own), Some(_)) if own.figure == Figure::Blank => cell.clone_from(&total),
                (own, _) => *cell = own.filter(is_zero),
            }
        }
        let zero = zeros.iter().flatten().count();
        let alone = !lines.iter().any(|line| self.of_line.contains_key(line));
        for line in slots() {
            for (slot, zero) in line.iter().zip(&zeros) {
                found.cells.extend(zero.clone().map(|zero| (*slot, zero)));
                found.spots.insert(*slot, row.spot.clone());
            }
        }
        let heading = |line: &usize| {
            let line = &self.expected.lines[*line];
            (line.slots[0], line.names.heading.clone())
        };
        Some(GroupRow {
            quote: format!("{} | {}", row.own_name(), row.texts().join(" | ")),
            name: row.own_name().to_owned(),
            lines: lines.iter().map(heading).collect(),
            alone,
            zeros: (zero, zeros.len() - zero),
        })
    }

    /// What a row of figures without a name is: fewer of them than the form has columns may
    /// be the rest of the row above, whose line ended within a figure.
    fn nameless(&self, at: usize, row: &Row, found: &mut Tables) -> Option<Leftover> {
        let quote = row.quote();
        let above = at.checked_sub(1).map(|at| (at, &self.rows[at]));
        let above = above.filter(|(_, above)| above.label.is_some());
        let named = above.map(|(_, above)| above);
        let pair = above.and_then(|(at, _)| self.pairs.iter().find(|&&(row, _)| row == at));
        let slots = pair.map(|&(_, line)| &self.expected.lines[line].slots);
        let count = row.values.iter().filter(|piece| !piece.is_blank()).count();
        let is_rest = |slots: &&Vec<SlotId>| count < slots.len().max(2);
        match named.zip(slots.filter(is_rest)) {
            Some((named, slots)) => {
                let both = format!("{}；{quote}", named.quote());
                found.doubt(slots, &both, Doubt::GoesOn, named);
                None
            }
            None => {
                self.doubt_beside(at, found);
                Some(Leftover::NamelessRow(quote))
            }
        }
    }

    /// Doubts the rows right above and below one that nothing claims, where they lack figures:
    /// those may stand in it. A row with a name is no part of one whose name is whole.
    fn doubt_beside(&self, index: usize, found: &mut Tables) {
        let left = &self.rows[index];
        let beside = self.pairs.iter();
        let beside = beside.filter(|&&(row, _)| left.has_figures() && row.abs_diff(index) == 1);
        for &(row, line) in beside {
            let (row, line) = (&self.rows[row], &self.expected.lines[line]);
            let is_whole = row
                .label
                .as_ref()
                .is_some_and(|label| line.names.has(label));
            let filled = row.values.iter().filter(|piece| !piece.is_blank());
            let lacks = filled.count() < line.slots.len();
            if lacks && !(is_whole && left.label.is_some()) {
                let both = format!("{}；{}", row.quote(), left.quote());
                found.doubt(&line.slots, &both, Doubt::Beside, row);
            }
        }
    }

    /// What a row is that belongs to no line; the lines that it casts doubt on are doubted.
    fn unpaired(&mut self, index: usize, found: &mut Tables) -> Option<Leftover> {
        let (row, lines) = (&self.rows[index], &self.expected.lines);
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
            let first = &self.rows[self.of_line[&line]];
            if first.texts() != row.texts() {
                self.differing.insert(line);
                let both = format!("{}；{quote}", first.quote());
                found.doubt(&lines[line].slots, &both, Doubt::RowTwice, first);
            }
            return Some(Leftover::RepeatedRow(quote));
        }
        if let Some(group) = self.group(row, found) {
            found.groups.push(group);
            return None;
        }
        let free = |line: &usize| !self.of_line.contains_key(line);
        if let Some(line) = twin(self.expected, row, (0..lines.len()).filter(free)) {
            found.doubt(&lines[line].slots, &quote, Doubt::RowOrder, row);
            self.of_line.insert(line, index);
            return None;
        }
        let gap = before.map_or(0, |line| line + 1)..next.unwrap_or(lines.len());
        if gap.len() == 1 && row.values.len() == lines[gap.start].slots.len() {
            found.doubt(&lines[gap.start].slots, &quote, Doubt::RowName, row);
        } else {
            self.doubt_beside(index, found);
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

fn is_zero(cell: &Entry) -> bool {
    let number = cell.figure.number();
    cell.note.is_none() && number.is_some_and(|number| number.millionths() == 0)
}

/// A table with a single row of figures.
pub(super) fn single(edition: &Edition, section: usize, own: &Own, found: &mut Tables) {
    let Own { expected, rows, .. } = own;
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
        _ if expected.is_crossed(own.labels.iter()) => {
            let quotes: Vec<String> = figures.iter().map(|row| row.quote()).collect();
            return found.doubt(slots, &quotes.join("；"), Doubt::ColumnOrder, figures[0]);
        }
        [row] => Some(columns::assign(
            expected,
            0,
            row,
            Fit::of(std::iter::once(row), row.place, slots.len()),
        )),
        _ => columns::assign_together(slots.len(), &figures),
    };
    match cells {
        Some(cells) => {
            found.record(edition, slots, cells);
            if own.is_stray {
                found.tell(section, [Leftover::ByOrder(slots.len())]);
            }
            let mut surplus = Surplus::new(edition, expected);
            for row in &figures {
                found.doubt_spoilt(slots, surplus.of_cells(0, slots, row), row);
            }
            found.word_heads(section, expected, &figures);
            found.tell(section, surplus::notes(expected, &figures));
        }
        None => {
            let quotes: Vec<String> = figures.iter().map(|row| row.quote()).collect();
            found.doubt(slots, &quotes.join("；"), Doubt::WhichRow, figures[0]);
            found.tell(section, quotes.into_iter().map(Leftover::OneOfRows));
        }
    }
}
