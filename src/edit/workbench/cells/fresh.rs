//! Figures written anew: a row, a group or a table where one word said all of it, or nothing.

use super::{Pen, is_line};
use crate::{
    form::{
        edition::{Body, Field, SlotId},
        report::keys,
    },
    ground::{
        source::{line_end, line_start},
        yaml::{Entry, Node, Value, write},
    },
};

/// What cells hold that are not written one by one.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Base {
    /// An explicit `0` covers them.
    Nought,
    /// `~` does.
    Blank,
    /// Nothing.
    Missing,
}

impl Base {
    pub(super) fn of(node: &Node) -> Self {
        match &node.value {
            Value::Scalar(scalar) if scalar.text == "0" => Base::Nought,
            Value::Null if !node.span.range().is_empty() => Base::Blank,
            _ => Base::Missing,
        }
    }

    pub(super) fn written(self) -> Option<&'static str> {
        match self {
            Base::Nought => Some("0"),
            Base::Blank => Some("~"),
            Base::Missing => None,
        }
    }
}

impl Pen<'_> {
    /// What a cell holds when all is done; nothing where it is left out.
    pub(super) fn written(&self, slot: SlotId, node: Option<&Node>, base: Base) -> Option<String> {
        let slice = |node: &Node| self.text[node.span.range()].to_owned();
        let (value, note) = match node {
            Some(node) => match &node.value {
                Value::Map(_) => {
                    let part = |key: &str| node.get(key).map(|entry| slice(&entry.node));
                    (part(keys::VALUE), part(keys::NOTE))
                }
                _ => (Some(slice(node)), None),
            },
            None => (base.written().map(str::to_owned), None),
        };
        let want = self.wants.get(&slot);
        let wanted = want.and_then(|want| want.value.clone());
        let value = wanted.or(value).unwrap_or_default();
        let note = match want.and_then(|want| want.note.as_deref()) {
            Some(note) => Some(note).filter(|note| !note.is_empty()).map(write::word),
            None => note,
        };
        match note.filter(|note| !note.is_empty()) {
            Some(note) => Some(format!(
                "{{{}: {value}, {}: {note}}}",
                keys::VALUE,
                keys::NOTE
            )),
            None => Some(value).filter(|value| !value.is_empty()),
        }
    }

    /// Writes fields in place of what says all of them at once, or nothing.
    pub(super) fn expand(&mut self, fields: &'static [Field], entry: &Entry) {
        let base = Base::of(&entry.node);
        let (range, start) = (entry.value(), entry.colon);
        let key = entry.key_span.range();
        let line = line_start(self.text, key.start);
        let alone = self.text[line..key.start].trim().is_empty();
        let short = is_line(fields) || (self.rows(fields) == 1 && base != Base::Missing);
        if short || !alone || self.text[key.end..range.end.max(start)].contains('\n') {
            if let Some(words) = self.flow(fields, base) {
                self.put(range, &words);
            }
            return;
        }
        if let Some(common) = self.common(fields, base) {
            self.put(range, common);
            return;
        }
        let lines = self.block(fields, base, key.start - line + 2);
        if !range.is_empty() {
            self.cuts.push((start..range.end, String::new()));
        }
        let end = self.text[..line_end(self.text, range.end.max(start))].trim_end_matches('\r');
        let lines: String = lines.iter().map(|line| format!("\n{line}")).collect();
        self.cuts.push((end.len()..end.len(), lines));
    }

    /// What one word says of some fields: `0` or `~`.
    pub(super) fn common(&self, fields: &[Field], base: Base) -> Option<&'static str> {
        let all = |word: &str| {
            let mut slots = fields.iter().flat_map(Field::slots);
            slots.all(|slot| {
                let total = self.edition.slot(slot).total;
                let out = total && (!self.wants.contains_key(&slot) || self.leaves_out(slot));
                out || self.written(slot, None, base).as_deref() == Some(word)
            })
        };
        ["0", "~"].into_iter().find(|word| all(word))
    }

    /// Some fields on one line; nothing where nothing is to be said.
    pub(super) fn flow(&self, fields: &'static [Field], base: Base) -> Option<String> {
        if let Some(common) = self.common(fields, base) {
            return Some(common.to_owned());
        }
        let (base, fields) = (self.based(fields, base), fields);
        let mut pairs: Vec<(bool, String)> = Vec::new();
        let mut covered = false;
        for field in fields {
            match self.said(field, base) {
                Some(words) => {
                    pairs.push((field.total, format!("{}: {words}", write::word(&field.key))));
                }
                None => covered |= !field.total,
            }
        }
        if let (true, Some(rest)) = (covered, base.written()) {
            let at = pairs.iter().position(|(total, _)| *total);
            let rest = format!("{}: {rest}", keys::REST);
            pairs.insert(at.unwrap_or(pairs.len()), (false, rest));
        }
        let pairs: Vec<String> = pairs.into_iter().map(|(_, pair)| pair).collect();
        (!pairs.is_empty()).then(|| format!("{{{}}}", pairs.join(", ")))
    }

    /// Where all of a row is given, its noughts need no base to be covered by.
    pub(super) fn based(&self, fields: &[Field], base: Base) -> Base {
        let parts = fields.iter().filter(|field| !field.total);
        let slots: Vec<SlotId> = parts.flat_map(Field::slots).collect();
        let given = slots.iter().all(|slot| self.wants.contains_key(slot));
        let noughts = slots.iter().filter(|slot| self.is_nought(**slot)).count();
        match base == Base::Missing && is_line(fields) && given && noughts > 1 {
            true => Base::Nought,
            false => base,
        }
    }

    /// What is to be said of a field beside a base that covers it.
    pub(super) fn said(&self, field: &'static Field, base: Base) -> Option<String> {
        let words = match &field.body {
            Body::Slot(slot) if field.total => {
                let base = Base::Missing;
                self.wants
                    .get(slot)
                    .and_then(|_| self.written(*slot, None, base))
            }
            Body::Slot(slot) => self.written(*slot, None, base),
            Body::Group(_) if field.total && !self.touched(field) => None,
            Body::Group(inner) => self.flow(inner, base),
        };
        words.filter(|words| field.total || Some(words.as_str()) != base.written())
    }

    /// Some fields line by line.
    pub(super) fn block(&self, fields: &'static [Field], base: Base, indent: usize) -> Vec<String> {
        let pad = " ".repeat(indent);
        let (mut lines, mut covered) = (Vec::new(), false);
        for field in fields {
            let key = write::word(&field.key);
            match (&field.body, self.said(field, base)) {
                (_, None) => covered |= !field.total,
                (Body::Group(inner), Some(words))
                    if !is_line(inner) && !matches!(words.as_str(), "0" | "~") =>
                {
                    lines.push(format!("{pad}{key}:"));
                    lines.extend(self.block(inner, base, indent + 2));
                }
                (_, Some(words)) => lines.push(format!("{pad}{key}: {words}")),
            }
        }
        if let (true, Some(rest)) = (covered, base.written()) {
            lines.push(format!("{pad}{}: {rest}", keys::REST));
        }
        lines
    }

    /// A field that its map does not have yet.
    pub(super) fn pair(&self, field: &'static Field, base: Base, map: &Node) -> Option<String> {
        let words = self.said(field, base)?;
        let key = write::word(&field.key);
        match &field.body {
            Body::Group(inner)
                if !map.flow
                    && self.rows(inner) > 1
                    && !is_line(inner)
                    && words.starts_with('{') =>
            {
                let start = map.span.range().start;
                let indent = start - line_start(self.text, start) + 2;
                Some(format!(
                    "{key}:\n{}",
                    self.block(inner, base, indent).join("\n")
                ))
            }
            _ => Some(format!("{key}: {words}")),
        }
    }
}
