//! The rows of a section's table laid into the cells of the form: what a row tells that is a
//! line, and what one is that belongs to none.

use std::rc::Rc;

use super::{
    Leftover, Tables,
    columns::{self, Content},
    expect::Expected,
    rows::TableRow,
    surplus,
};
use crate::{label::Label, published::Doubt};
use base::number::Number;
use form::{
    edition::{Edition, SlotId},
    figure::Figure,
};

/// The table of a section, and its rows.
#[derive(Debug)]
pub struct Part<'a> {
    /// The form.
    pub edition: &'a Edition,
    /// The section.
    pub section: usize,
    /// The form's table.
    pub expected: &'a Expected,
    /// The rows with figures, or with names, in order.
    pub rows: Vec<TableRow<'a>>,
    /// Every word of its tables that is no figure.
    pub words: Vec<&'a Label>,
    /// Whether its rows stand in the table of another section.
    pub is_stray: bool,
}

impl Part<'_> {
    /// Lays the rows into the cells of the form.
    pub fn lay(&self, found: &mut Tables) {
        let (rows, lines) = (&self.rows, &self.expected.lines);
        if lines.is_empty() {
            return self.single(found);
        }
        for row in rows {
            let Some(line) = row.line.map(|line| &lines[line]) else {
                continue;
            };
            let contents = self.contents(row, line.block);
            found.record(self.edition, &line.slots, contents);
            let spoilt = surplus::in_row(self.edition, (line.block, &line.slots), Some(line), row);
            let is_other = row.label().is_some_and(|label| !line.names.has(label));
            if is_other && spoilt.iter().all(Option::is_none) {
                found.word(self.section, &row.own_name(), &line.names.heading);
            }
            found.doubt_spoilt(&line.slots, spoilt, row);
        }
        let told: Vec<&TableRow> = rows.iter().filter(|row| row.line.is_some()).collect();
        self.tell_words(&told, found);
        for (at, row) in rows.iter().enumerate() {
            let says = match row.label() {
                Some(_) => !row.values.is_empty(),
                None => row.has_figures(),
            };
            if row.line.is_none() && says {
                let left = self.left(at, row, found);
                found
                    .leftovers
                    .extend(left.map(|left| (self.section, left)));
            }
        }
    }

    /// What a row is that belongs to no line; the lines that it casts doubt on are doubted.
    fn left(&self, at: usize, row: &TableRow, found: &mut Tables) -> Option<Leftover> {
        let (rows, lines) = (&self.rows, &self.expected.lines);
        let quote = row.quote();
        let Some(label) = row.label() else {
            // Fewer figures than the form has columns may be the rest of the row above, whose
            // line ended within a figure.
            let above = at.checked_sub(1).map(|above| &rows[above]);
            let above = above.and_then(|above| Some((above, &lines[above.line?].slots)));
            let is_rest = |slots: &[SlotId]| row.filled() < slots.len().max(2);
            if let Some((above, slots)) = above.filter(|(_, slots)| is_rest(slots)) {
                let both = format!("{}；{quote}", above.quote());
                found.doubt(slots, &both, Doubt::GoesOn, above);
                return None;
            }
            self.doubt_beside(at, found);
            return Some(Leftover::NamelessRow(quote));
        };
        let before = rows[..at].iter().rev().find_map(|row| row.line);
        let next = rows[at..].iter().find_map(|row| row.line);
        let is_twin = |line: usize| lines[line].likeness(label, row.groups()) > 0.9;
        let again = rows.iter().find(|first| {
            first.line.is_some_and(|line| {
                let is_near = before == Some(line) || next == Some(line);
                is_twin(line) && (is_near || lines[line].slots.len() == row.values.len())
            })
        });
        if let Some((first, line)) = again.and_then(|first| Some((first, first.line?))) {
            if first.texts() != row.texts() {
                let both = format!("{}；{quote}", first.quote());
                found.doubt(&lines[line].slots, &both, Doubt::RowTwice, first);
            }
            return Some(Leftover::RepeatedRow(quote));
        }
        if self.is_group(label, row, found) {
            return row.has_figures().then_some(Leftover::GroupRow(quote));
        }
        let is_free = |slots: &[SlotId]| !slots.iter().any(|own| found.cells.contains_key(own));
        let twin = (0..lines.len()).find(|&line| is_free(&lines[line].slots) && is_twin(line));
        if let Some(line) = twin {
            found.doubt(&lines[line].slots, &quote, Doubt::RowOrder, row);
            return None;
        }
        let gap = before.map_or(0, |line| line + 1)..next.unwrap_or(lines.len());
        if gap.len() == 1 && row.values.len() == lines[gap.start].slots.len() {
            found.doubt(&lines[gap.start].slots, &quote, Doubt::RowName, row);
        } else {
            self.doubt_beside(at, found);
        }
        Some(Leftover::UnknownRow(quote))
    }

    /// Whether a row names a group of the form whose own rows say nothing: where it has a 0,
    /// so have they; what else it has is doubtful for each of them.
    fn is_group(&self, label: &Label, row: &TableRow, found: &mut Tables) -> bool {
        let own = self.expected.lines.iter();
        let own: Vec<_> = own.filter(|line| line.is_in_group(label)).collect();
        let is_stated = |slot: &SlotId| {
            let own = found.cells.get(slot);
            own.is_some_and(|own| own.figure != Figure::Blank)
        };
        if own.is_empty() || own.iter().flat_map(|line| &line.slots).any(is_stated) {
            return false;
        }
        let contents = self.contents(row, own[0].block);
        for (line, at) in own
            .iter()
            .flat_map(|line| (0..line.slots.len()).map(move |at| (line, at)))
        {
            let (slot, content) = (line.slots[at], &contents[at]);
            let Some(entry) = content
                .clone()
                .map(|own| own.entry(self.edition.slot(slot).kind))
            else {
                continue;
            };
            match entry.figure {
                Figure::Blank => {}
                Figure::Stated(Number::ZERO) => {
                    found.record(self.edition, &[slot], vec![content.clone()]);
                }
                _ => found.doubt(&[slot], &row.quote(), Doubt::Merged, row),
            }
        }
        true
    }

    /// Doubts the rows right above and below one that nothing claims, where they lack figures:
    /// those may stand in it. A row with a name is no part of one whose name is whole.
    fn doubt_beside(&self, at: usize, found: &mut Tables) {
        let left = &self.rows[at];
        let beside = self
            .rows
            .iter()
            .enumerate()
            .filter(|(other, _)| other.abs_diff(at) == 1);
        for (_, row) in beside.filter(|_| left.has_figures()) {
            let Some(line) = row.line.map(|line| &self.expected.lines[line]) else {
                continue;
            };
            let is_whole = row.label().is_some_and(|label| line.names.has(label));
            if row.filled() < line.slots.len() && !(is_whole && left.label().is_some()) {
                let both = format!("{}；{}", row.quote(), left.quote());
                found.doubt(&line.slots, &both, Doubt::Beside, row);
            }
        }
    }

    /// What a row puts into the cells of a line of a block.
    fn contents(&self, row: &TableRow, block: usize) -> Vec<Option<Content>> {
        let is_of_block = |own: &&TableRow| {
            own.line
                .is_some_and(|line| self.expected.lines[line].block == block)
        };
        let others: Vec<&TableRow> = self.rows.iter().filter(is_of_block).collect();
        columns::lay(self.expected, block, row, &others)
    }

    /// A table with a single row of figures.
    fn single(&self, found: &mut Tables) {
        let (edition, expected) = (self.edition, self.expected);
        let slots = &expected.single;
        let is_wide = |row: &&TableRow| row.values.len() >= slots.len() && row.filled() == 0;
        // Blank rows beside the one with figures say nothing.
        let told: Vec<&TableRow> = self.rows.iter().filter(|row| row.has_figures()).collect();
        let rows = match told.is_empty() {
            true => self.rows.iter().filter(is_wide).collect(),
            false => told,
        };
        let Some(first) = rows.first() else { return };
        let quotes: Vec<String> = rows.iter().map(|row| row.quote()).collect();
        let whole = quotes.join("；");
        if expected.is_crossed(&self.words) {
            return found.doubt(slots, &whole, Doubt::ColumnOrder, first);
        }
        let contents = match rows[..] {
            [row] => Some(self.contents(row, 0)),
            _ => columns::lay_together(slots.len(), &rows),
        };
        let Some(contents) = contents else {
            found.doubt(slots, &whole, Doubt::WhichRow, first);
            let rows = quotes.into_iter().map(Leftover::OneOfRows);
            return found
                .leftovers
                .extend(rows.map(|left| (self.section, left)));
        };
        found.record(edition, slots, contents);
        if self.is_stray {
            found
                .leftovers
                .push((self.section, Leftover::ByOrder(slots.len())));
        }
        for row in &rows {
            found.doubt_spoilt(slots, surplus::in_row(edition, (0, slots), None, row), row);
        }
        self.tell_words(&rows, found);
    }

    /// Tells what the names of rows and the heads above them say in brackets that the form
    /// does not, heads that the form words otherwise, and those that it does not have.
    fn tell_words(&self, rows: &[&TableRow], found: &mut Tables) {
        let expected = self.expected;
        let has_note = |label: &Label| label.asides().any(|aside| !expected.says(aside));
        let mut notes: Vec<Leftover> = Vec::new();
        for rows in rows.chunk_by(|a, b| Rc::ptr_eq(&a.heads, &b.heads)) {
            let heads = &rows[0].heads;
            for (head, is_strange) in heads.cells.iter().zip(&heads.strange) {
                let form = expected
                    .head_for(&head.label)
                    .filter(|_| !head.label.is_unit());
                if let Some(form) = form {
                    found.word(self.section, &head.text, form);
                }
                if *is_strange {
                    notes.push(Leftover::UnknownHead(head.unbroken()));
                } else if !surplus::is_counted_otherwise(&head.text) && has_note(&head.label) {
                    notes.push(Leftover::InHead(head.unbroken()));
                }
            }
            for row in rows {
                let beside = heads.beside(row).into_iter();
                notes.extend(beside.map(|(head, cell)| Leftover::Beneath {
                    head: head.text.clone(),
                    row: row.name(),
                    value: cell.unbroken(),
                }));
                let name = row.name();
                if !surplus::is_counted_otherwise(&name) && row.label().is_some_and(has_note) {
                    notes.push(Leftover::InName(name));
                }
            }
        }
        for note in notes {
            let note = (self.section, note);
            if !found.leftovers.contains(&note) {
                found.leftovers.push(note);
            }
        }
    }
}
