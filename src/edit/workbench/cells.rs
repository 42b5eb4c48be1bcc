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
        yaml::{Entry, Node, Value, put, write},
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
            Value::Map(entries) if !entries.is_empty() => self.map(fields, &entry.node),
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
        let mut pairs = Vec::new();
        let absent = fields.iter().filter(|field| find(&field.key).is_none());
        if rest.is_none() && self.is_rest(absent.clone()) {
            pairs.push((keys::REST, format!("{}: 0", keys::REST)));
        }
        for field in fields {
            if !self.touched(field) {
                continue;
            }
            match (find(&field.key), &field.body) {
                (Some(entry), Body::Group(inner)) => self.fields(inner, entry),
                (Some(entry), Body::Slot(slot)) if self.leaves_out(*slot) && field.total => {
                    self.cuts.push(node.remove(self.text, entry));
                }
                (Some(entry), Body::Slot(slot)) => self.figure(*slot, entry),
                (None, _) if !pairs.is_empty() && pairs[0].0 == keys::REST && !field.total => {}
                (None, _) => pairs.extend(
                    self.pair(field, base, node)
                        .map(|pair| (field.key.as_str(), pair)),
                ),
            }
        }
        let order = order(fields);
        let insert = |(key, pair): &(&str, String)| node.insert(self.text, &order, key, pair);
        self.cuts.extend(pairs.iter().filter_map(insert));
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
        self.value(slot, &entry.node, colon..colon);
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
