//! A table's figures: rows in the form's order, as short as they can be read.

use super::{
    DataFile, Entry,
    layout::{Line, Value},
};
use crate::{
    edition::{Body, Field, SlotId},
    figure::Figure,
    report::keys,
};
use base::{characters::seen, number::Number, yaml::write::word};

/// What some cells have in common.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Common {
    /// All are 0.
    Nought,
    /// All are left blank.
    Blank,
}

impl Common {
    fn written(self) -> String {
        match self {
            Common::Nought => "0",
            Common::Blank => "~",
        }
        .to_owned()
    }
}

/// What is written for a row or a figure by itself.
pub fn value(file: &DataFile, field: &Field) -> Value {
    match (&field.body, field.line()) {
        (_, Some(columns)) => file.row(columns),
        (Body::Slot(slot), _) => file.cell(*slot).map_or(Value::Nothing, Value::Word),
        (Body::Group(_), None) => Value::Group,
    }
}

impl DataFile {
    /// The lines of a table's fields.
    pub(super) fn table(&self, fields: &[Field]) -> Vec<Line> {
        let lines = fields.iter().flat_map(|field| self.field(field, 1));
        lines.collect()
    }

    fn entry(&self, slot: SlotId) -> &Entry {
        const MISSING: &Entry = &Entry {
            figure: Figure::Absent,
            note: None,
            remark: None,
        };
        self.entries.get(slot.0).unwrap_or(MISSING)
    }

    fn total(&self, slot: SlotId) -> bool {
        self.edition.slot(slot).total
    }

    fn field(&self, field: &Field, level: usize) -> Vec<Line> {
        let line =
            |value, remarks: Vec<String>| Line::new(level, word(&field.key), value, &remarks);
        let slots = field.slots();
        match &field.body {
            Body::Group(_) if self.left_out(field, &slots) => Vec::new(),
            Body::Group(rows) if field.line().is_none() => {
                let flat = rows.iter().all(|row| row.line().is_some());
                match self.common(&slots).filter(|_| flat) {
                    Some(common) => {
                        let value = Value::Word(common.written());
                        let above = self.remarks_at(&field.path);
                        vec![line(value, [above, self.remarks(field)].concat())]
                    }
                    None => {
                        let remarks = self.remarks_at(&field.path);
                        let mut lines = vec![line(Value::Group, remarks)];
                        lines.extend(self.group(rows, flat, level + 1));
                        lines
                    }
                }
            }
            _ => vec![line(value(self, field), self.remarks(field))],
        }
    }

    /// Whether a total is left out altogether.
    fn left_out(&self, field: &Field, slots: &[SlotId]) -> bool {
        let absent = |slot: &SlotId| self.entry(*slot).figure == Figure::Absent && self.bare(*slot);
        field.total && slots.iter().all(absent)
    }

    /// The rows of a group; several that are all 0 are said in one line at its end.
    fn group(&self, rows: &[Field], flat: bool, level: usize) -> Vec<Line> {
        let alike = |row: &&Field, wanted: Common| {
            let slots = row.slots();
            let bare = slots.iter().all(|slot| self.remark(*slot).is_none());
            !row.total && bare && self.common(&slots) == Some(wanted)
        };
        let count = |wanted| rows.iter().filter(|row| alike(row, wanted)).count();
        let rest = [Common::Nought, Common::Blank]
            .into_iter()
            .max_by_key(|&wanted| (count(wanted), wanted == Common::Nought))
            .filter(|&wanted| flat && count(wanted) > usize::from(wanted == Common::Blank) + 1);
        let kept = rows
            .iter()
            .filter(|row| rest.is_none_or(|rest| !alike(row, rest)));
        let mut lines: Vec<Line> = kept.flat_map(|row| self.field(row, level)).collect();
        lines.extend(rest.map(|rest| {
            let rest = Value::Word(rest.written());
            Line::new(level, keys::REST.to_owned(), rest, &[])
        }));
        lines
    }

    fn row(&self, columns: &[Field]) -> Value {
        let slots: Vec<SlotId> = columns.iter().flat_map(Field::slots).collect();
        // A row of totals is computed where it has to be written.
        let totals = slots.iter().all(|slot| self.total(*slot));
        let empty = |slot: &SlotId| {
            let entry = self.entry(*slot);
            !totals && entry.figure == Figure::Absent && entry.note.is_none()
        };
        if slots.iter().all(empty) {
            return Value::Nothing;
        }
        if let Some(common) = self.common(&slots) {
            return Value::Word(common.written());
        }
        let rest = self.rest(columns);
        let mut pairs = Vec::new();
        for (field, &slot) in columns.iter().zip(&slots) {
            let covered = rest.iter().any(|(_, covered)| covered.contains(&slot));
            let left_out = field.total && self.entry(slot).figure == Figure::Absent;
            let unsaid = self.bare(slot) || self.is_remarked_alike(columns);
            if covered || (left_out && unsaid) {
                continue;
            }
            if let (true, Some((common, _))) = (field.total, &rest) {
                pairs.push((keys::REST.to_owned(), common.written()));
            }
            pairs.push((word(&field.key), self.cell(slot).unwrap_or_default()));
        }
        let said = pairs.iter().any(|(key, _)| key == keys::REST);
        if let (false, Some((common, _))) = (said, &rest) {
            pairs.push((keys::REST.to_owned(), common.written()));
        }
        let plain = slots.iter().all(|slot| self.entry(*slot).note.is_none());
        Value::Braces(pairs, plain)
    }

    /// The columns that 「其余」 says, and what it says of them.
    fn rest(&self, columns: &[Field]) -> Option<(Common, Vec<SlotId>)> {
        let parts: Vec<SlotId> = columns
            .iter()
            .filter(|column| !column.total)
            .flat_map(Field::slots)
            .collect();
        // What is remarked of a whole row is remarked of no single cell.
        let whole = self.is_remarked_alike(columns);
        let plain = |slot| self.entry(slot).note.is_none() && (whole || self.bare(slot));
        let alike = |wanted| -> Vec<SlotId> {
            let parts = parts.iter().copied();
            parts
                .filter(|&slot| plain(slot) && self.common_of(slot) == Some(wanted))
                .collect()
        };
        let (nought, blank) = (alike(Common::Nought), alike(Common::Blank));
        let (common, mut covered) = match blank.len() > nought.len() {
            true => (Common::Blank, blank),
            false => (Common::Nought, nought),
        };
        // A row that says nothing of its own still names its first column.
        if covered.len() == parts.len() {
            covered.remove(0);
        }
        (parts.len() > 3 && covered.len() > 1).then_some((common, covered))
    }

    fn is_remarked_alike(&self, columns: &[Field]) -> bool {
        let mut slots = columns.iter().flat_map(Field::slots);
        let first = slots.next().and_then(|slot| self.remark(slot));
        slots.all(|slot| self.remark(slot) == first)
    }

    /// Whether there is nothing but the figure.
    fn bare(&self, slot: SlotId) -> bool {
        self.entry(slot).note.is_none() && self.remark(slot).is_none()
    }

    fn remark(&self, slot: SlotId) -> Option<&str> {
        let remark = self.entry(slot).remark.as_deref();
        remark.filter(|words| !words.trim().is_empty())
    }

    /// What all of some cells say, so that one word says it: `0` or `~`.
    fn common(&self, slots: &[SlotId]) -> Option<Common> {
        let common = slots
            .iter()
            .find(|slot| !self.total(**slot))
            .or(slots.first())
            .and_then(|slot| self.common_of(*slot))?;
        let remark = self.remark(*slots.first()?);
        let same = |&slot: &SlotId| {
            let entry = self.entry(slot);
            let absent = entry.figure == Figure::Absent && self.total(slot);
            // The total of noughts is 0, stated or not; that of blanks is printed as 0.
            let fits = self.common_of(slot) == Some(common) || (absent && common == Common::Nought);
            fits && entry.note.is_none() && self.remark(slot) == remark
        };
        slots.iter().all(same).then_some(common)
    }

    fn common_of(&self, slot: SlotId) -> Option<Common> {
        match &self.entry(slot).figure {
            Figure::Blank | Figure::Unread(_) => Some(Common::Blank),
            Figure::Stated(number) | Figure::Covered(number) if number.to_string() == "0" => {
                Some(Common::Nought)
            }
            _ => None,
        }
    }

    /// What is written for a cell; nothing where the author is to fill it.
    fn cell(&self, slot: SlotId) -> Option<String> {
        let entry = self.entry(slot);
        let figure = match &entry.figure {
            Figure::Stated(number) | Figure::Covered(number) => Some(number.to_string()),
            Figure::Blank | Figure::Unread(_) => Some("~".to_owned()),
            Figure::Absent if !self.total(slot) => None,
            Figure::Absent => Some(self.computed(slot).unwrap_or_else(|| "~".to_owned())),
        };
        let note = entry.note.as_deref().map(single_line);
        let Some(note) = note.filter(|note| !note.is_empty()) else {
            return figure;
        };
        let (figure, note) = (figure.unwrap_or_default(), word(&note));
        Some(format!(
            "{{{}: {figure}, {}: {note}}}",
            keys::VALUE,
            keys::NOTE
        ))
    }

    /// The sum of a total's parts; none where one of them is unknown.
    fn computed(&self, slot: SlotId) -> Option<String> {
        let value = self.known(slot, 0)?;
        Some(Number::from_millionths(value).to_string())
    }

    fn known(&self, slot: SlotId, depth: usize) -> Option<i128> {
        let figure = &self.entry(slot).figure;
        // A total of totals: no form goes deeper than a table.
        if *figure != Figure::Absent || depth > 2 {
            return figure.number().map(Number::millionths);
        }
        let sum = self.edition.sums.iter().find(|sum| sum.total == slot)?;
        let mut parts = sum.parts.iter();
        parts.try_fold(0_i128, |sum, part| {
            sum.checked_add(self.known(*part, depth + 1)?)
        })
    }

    /// What is said of a row's cells, each with the columns that it is said of.
    fn remarks(&self, field: &Field) -> Vec<String> {
        let slots = field.slots();
        let mut found: Vec<(&str, Vec<SlotId>)> = Vec::new();
        for &slot in &slots {
            let Some(remark) = self.remark(slot) else {
                continue;
            };
            match found.iter_mut().find(|(known, _)| *known == remark) {
                Some((_, cells)) => cells.push(slot),
                None => found.push((remark, vec![slot])),
            }
        }
        // A total that is left out is not there to be said anything of.
        let whole = slots.iter().filter(|slot| {
            let is_left_out = self.total(**slot) && self.entry(**slot).figure == Figure::Absent;
            !is_left_out || self.remark(**slot).is_some()
        });
        let whole = whole.count();
        let name = |slot: &SlotId| self.edition.slot(*slot).key();
        let said = found
            .into_iter()
            .map(|(remark, cells)| match cells.len() == whole {
                true => remark.to_owned(),
                false => {
                    let names: Vec<&str> = cells.iter().map(name).collect();
                    format!("{}：{remark}", names.join("、"))
                }
            });
        said.collect()
    }
}

/// The words on one line, as they are read back.
pub fn single_line(text: &str) -> String {
    let words = seen(text);
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}
