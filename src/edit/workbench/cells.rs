//! Figures written into a data file: each by the smallest splice of what its author wrote.
//!
//! `新收: 0` becomes `{自然人: 12, 其余: 0}`, the item of a list another item, a row that is not
//! there a line in the form's order. What is not touched stays as it is.

mod fresh;
mod typed;

use std::{collections::BTreeMap, ops::Range};

use super::change::Cut;
use crate::{
    form::{
        edition::{Body, Edition, Field, SlotId},
        report::keys,
    },
    ground::{
        source::{line_end, line_start, next_line},
        yaml::{self, Entry, Node, Value, put, write},
    },
};
use fresh::Base;
pub use typed::{Want, typed};

/// The cuts that write figures into a data file of an edition.
pub fn cuts(
    text: &str,
    tree: &Node,
    edition: &'static Edition,
    wants: &BTreeMap<SlotId, Want>,
) -> Vec<Cut> {
    let mut pen = Pen {
        text,
        edition,
        wants,
        cuts: Vec::new(),
    };
    let order: Vec<&str> = edition.sections.iter().map(|s| s.key.as_str()).collect();
    for section in &edition.sections {
        let Some(table) = &section.table else {
            continue;
        };
        if !pen.touches(&table.fields) {
            continue;
        }
        match tree.get(&section.key) {
            Some(entry) => pen.fields(&table.fields, entry),
            None => {
                let rows = pen.block(&table.fields, Base::Missing, 2).join("\n");
                let pair = format!("{}:\n{rows}", write::word(&section.key));
                pen.cuts
                    .extend(tree.insert(text, &order, &section.key, &pair));
            }
        }
    }
    pen.cuts
}

struct Pen<'a> {
    text: &'a str,
    edition: &'static Edition,
    wants: &'a BTreeMap<SlotId, Want>,
    cuts: Vec<Cut>,
}

impl Pen<'_> {
    fn touches(&self, fields: &[Field]) -> bool {
        fields.iter().any(|field| self.touched(field))
    }

    fn touched(&self, field: &Field) -> bool {
        let mut slots = field.slots().into_iter();
        slots.any(|slot| self.wants.contains_key(&slot))
    }

    /// How many rows there is something to be written in.
    fn rows(&self, fields: &[Field]) -> usize {
        let rows = fields.iter().map(|field| match &field.body {
            Body::Group(inner) if !is_line(inner) => self.rows(inner),
            _ => usize::from(self.touched(field)),
        });
        rows.sum()
    }

    /// Writes into what stands for some fields.
    fn fields(&mut self, fields: &'static [Field], entry: &Entry) {
        if !self.touches(fields) {
            return;
        }
        match &entry.node.value {
            Value::Map(entries) if !entries.is_empty() => match self.closed(fields, &entry.node) {
                Some(common) => self.one_line(entry, common.written().unwrap_or_default()),
                None => self.map(fields, &entry.node),
            },
            Value::List(items) if is_line(fields) && !items.is_empty() => {
                self.list(fields, items, &entry.node);
            }
            _ => self.expand(fields, entry),
        }
    }

    fn map(&mut self, fields: &'static [Field], node: &Node) {
        let find = |key: &str| node.get(key);
        let rest = find(keys::REST);
        let base = rest.map_or(Base::Missing, |rest| Base::of(&rest.node));
        let (mut pairs, mut gone) = (Vec::new(), Vec::new());
        let absent = fields.iter().filter(|field| find(&field.key).is_none());
        if rest.is_none() && self.is_rest(absent.clone()) {
            pairs.push((keys::REST, format!("{}: 0", keys::REST)));
        }
        for field in fields {
            if !self.touched(field) {
                continue;
            }
            match (find(&field.key), &field.body) {
                (Some(entry), _)
                    if self.is_covered(field, entry, base) && !self.is_stated_total(field) =>
                {
                    gone.push(entry);
                }
                (Some(entry), Body::Group(inner)) => self.fields(inner, entry),
                (Some(entry), Body::Slot(slot)) => self.figure(*slot, entry),
                (None, _) if !pairs.is_empty() && pairs[0].0 == keys::REST && !field.total => {}
                (None, _) => pairs.extend(
                    self.pair(field, base, node)
                        .map(|pair| (field.key.as_str(), pair)),
                ),
            }
        }
        // A row that says nothing of its own still names a column.
        let is_part = |entry: &&Entry| {
            let mut fields = fields.iter();
            fields.any(|field| !field.total && field.key == entry.key)
        };
        let parts = node.entries().iter().filter(is_part).count();
        let first = gone.iter().position(is_part);
        if let Some(first) = first
            && is_line(fields)
            && gone.iter().filter(|entry| is_part(entry)).count() == parts
            && pairs.is_empty()
        {
            let first = gone.remove(first);
            self.one_line(first, base.written().unwrap_or_default());
        }
        let order = order(fields);
        self.cuts
            .extend(node.exchange(self.text, &order, &gone, &pairs));
    }

    /// What a map is to say when no entry says more than the word for its rest: opening what
    /// a word covers is undone so.
    fn closed(&self, fields: &'static [Field], node: &Node) -> Option<Base> {
        let rest = node.get(keys::REST);
        let parts = || fields.iter().filter(|field| !field.total);
        // Where every part is written, 0 is said of all by a word too.
        let base = match rest {
            Some(rest) => Base::of(&rest.node),
            None if parts().all(|field| node.get(&field.key).is_some()) => Base::Nought,
            None => Base::Missing,
        };
        let mut known = node
            .entries()
            .iter()
            .filter(|entry| entry.key != keys::REST);
        let gone = known.all(|entry| {
            let mut fields = fields.iter();
            let field = fields.find(|field| field.key == entry.key);
            field.is_some_and(|field| self.is_covered(field, entry, base))
        });
        let adds = fields.iter().any(|field| {
            let is_new = self.touched(field) && node.get(&field.key).is_none();
            let said = is_new.then(|| self.said(field, base)).flatten();
            said.is_some_and(|words| Some(words.as_str()) != base.written())
        });
        let own = node.span.range();
        let start = if node.flow {
            own.start
        } else {
            line_start(self.text, own.start)
        };
        let bare = yaml::comments(&self.text[start..own.end]).is_empty();
        (gone && !adds && bare).then_some(base)
    }

    /// Whether an entry is to say nothing that the word for the rest of its map does not, or
    /// nothing at all.
    fn is_covered(&self, field: &'static Field, entry: &Entry, base: Base) -> bool {
        let same = match &field.body {
            Body::Slot(slot) if field.total && self.leaves_out(*slot) => return true,
            Body::Slot(slot) if self.wants.contains_key(slot) => {
                let written = self.written(*slot, Some(&entry.node), Base::Missing);
                Some(written.as_deref().unwrap_or("~")) == base.written()
            }
            Body::Group(inner) if self.touched(field) => {
                base != Base::Missing && self.closed(inner, &entry.node) == Some(base)
            }
            Body::Slot(_) | Body::Group(_) => false,
        };
        same && !self.is_remarked(entry)
    }

    /// Whether a total is to be there, which no word for the rest covers.
    fn is_stated_total(&self, field: &Field) -> bool {
        let mut slots = field.slots().into_iter();
        field.total && slots.any(|slot| !self.leaves_out(slot))
    }

    /// Whether a comment stands above an entry that has lines of its own, in it or beside it.
    fn is_remarked(&self, entry: &Entry) -> bool {
        let lines = entry.lines(self.text);
        let above = line_start(self.text, lines.start.saturating_sub(1))..lines.start;
        let before = &self.text[lines.start..entry.key_span.range().start];
        let is_comment = self.text[above].trim_start().starts_with('#');
        before.trim().is_empty() && (is_comment || !yaml::comments(&self.text[lines]).is_empty())
    }

    /// Whether all that is not written of a map is to be 0: then one word says it.
    fn is_rest<'f>(&self, absent: impl Iterator<Item = &'f Field>) -> bool {
        let absent: Vec<_> = absent.filter(|field| !field.total).collect();
        let slots = absent.iter().flat_map(|field| field.slots());
        absent.len() > 1 && slots.into_iter().all(|slot| self.is_nought(slot))
    }

    fn is_nought(&self, slot: SlotId) -> bool {
        let nought = |want: &Want| want.value.as_deref() == Some("0") && want.note.is_none();
        self.wants.get(&slot).is_some_and(nought)
    }

    fn leaves_out(&self, slot: SlotId) -> bool {
        let out = |want: &Want| want.value.as_deref() == Some("");
        self.wants.get(&slot).is_some_and(out)
    }

    /// A row as a list: an item is another item; a total comes to its end or goes.
    fn list(&mut self, fields: &'static [Field], items: &[Node], node: &Node) {
        let slots: Vec<SlotId> = fields.iter().flat_map(Field::slots).collect();
        let mut more: Vec<String> = Vec::new();
        let end = items.last().map_or(0, |item| item.span.range().end);
        for (at, (slot, field)) in slots.iter().zip(fields).enumerate() {
            let is_wanted = self.wants.contains_key(slot);
            match items.get(at) {
                Some(item) if field.total && self.leaves_out(*slot) => {
                    let own = item.span.range();
                    let before = items[..at].last().map(|item| item.span.range().end);
                    let range = match (node.flow, before) {
                        (true, before) => before.unwrap_or(own.start)..own.end,
                        (false, _) => {
                            line_start(self.text, own.start)..next_line(self.text, own.end)
                        }
                    };
                    self.cuts.push((range, String::new()));
                }
                Some(item) if is_wanted => self.value(*slot, item, item.span.range()),
                Some(_) => {}
                // A list that is too short says nothing of its row until it is whole.
                None => match self.written(*slot, None, Base::Missing) {
                    Some(value) => more.push(value),
                    None if field.total => {}
                    None => more.push("~".to_owned()),
                },
            }
        }
        let (at, before) = match node.flow {
            true => (end, ", ".to_owned()),
            false => {
                let dash = node.span.range().start;
                let pad = dash - line_start(self.text, dash);
                (line_end(self.text, end), format!("\n{}- ", " ".repeat(pad)))
            }
        };
        let more: String = more
            .iter()
            .map(|value| format!("{before}{value}"))
            .collect();
        self.cuts
            .extend((!more.is_empty()).then_some((at..at, more)));
    }

    /// A figure behind its key, or in lines below it.
    fn figure(&mut self, slot: SlotId, entry: &Entry) {
        let (value, colon) = (entry.value(), entry.colon);
        let noted = entry.node.get(keys::NOTE).is_some();
        let stays = noted
            && self
                .wants
                .get(&slot)
                .is_some_and(|want| want.note.is_none());
        if stays || !self.text[colon..value.start].contains('\n') {
            return self.value(slot, &entry.node, value);
        }
        let words = self.written(slot, Some(&entry.node), Base::Missing);
        self.one_line(entry, words.as_deref().unwrap_or("~"));
    }

    /// Puts words behind a key in place of its value, which may have lines of its own.
    fn one_line(&mut self, entry: &Entry, words: &str) {
        let (value, colon) = (entry.value(), entry.colon);
        if words.is_empty() {
            return self.cuts.push(entry.set(self.text, words));
        }
        if !self.text[colon..value.start].contains('\n') {
            return self.put(value, words);
        }
        self.put(colon..colon, words);
        self.cuts
            .push((line_end(self.text, colon)..value.end, String::new()));
    }

    /// Another figure in place of one, or beside its note.
    fn value(&mut self, slot: SlotId, node: &Node, range: Range<usize>) {
        let noted = |key: &str| node.get(key);
        let want = self.wants.get(&slot);
        let keeps_note = want.is_some_and(|want| want.note.is_none());
        if let (Some(value), Some(_), true) = (noted(keys::VALUE), noted(keys::NOTE), keeps_note)
            && !self.leaves_out(slot)
        {
            let words = want.and_then(|want| want.value.clone()).unwrap_or_default();
            self.put(value.value(), &words);
            return;
        }
        let Some(words) = self.written(slot, Some(node), Base::Missing) else {
            self.put(range, "~");
            return;
        };
        self.put(range, &words);
    }

    /// Puts words in the place of others; behind a colon with a space.
    fn put(&mut self, range: Range<usize>, words: &str) {
        if self.text[range.clone()] == *words {
            return;
        }
        self.cuts.push(put(self.text, range, words));
    }
}

/// The keys of some fields in the form's order; the rest stands before the totals.
fn order(fields: &[Field]) -> Vec<&str> {
    let (parts, totals): (Vec<&Field>, Vec<&Field>) = fields.iter().partition(|f| !f.total);
    let keys = parts.iter().map(|field| field.key.as_str());
    let totals = totals.iter().map(|field| field.key.as_str());
    keys.chain([keys::REST]).chain(totals).collect()
}

fn is_line(fields: &[Field]) -> bool {
    let slot = |field: &Field| matches!(field.body, Body::Slot(_));
    fields.iter().all(slot)
}
