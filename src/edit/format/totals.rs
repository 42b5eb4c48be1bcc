//! Totals that are left out, written in as they are computed.

use super::{
    entries::{Content, Entry, Item},
    one_line::Flow,
};
use crate::{
    form::{
        datafile::{
            DataFile,
            layout::{self, Value},
            table,
        },
        edition::{Body, Field, SlotId},
        report::{Figure, Report},
    },
    ground::{number::Number, yaml::write::word},
};

/// Writes the totals of a section's fields into what its author wrote; how many.
pub fn add(item: &mut Item, fields: &[Field], report: &Report) -> usize {
    let mut file = DataFile::of(report);
    for (at, entry) in file.entries.iter_mut().enumerate() {
        if let (Figure::Absent, Some(value)) = (&entry.figure, report.computed(SlotId(at))) {
            entry.figure = Figure::Stated(Number::from_millionths(value));
        }
    }
    Totals { file, report }.content(&mut item.content, fields, item.column)
}

struct Totals<'a> {
    /// What the report states, totals included.
    file: DataFile,
    report: &'a Report,
}

impl Totals<'_> {
    fn content(&self, content: &mut Content, fields: &[Field], column: usize) -> usize {
        match content {
            Content::Flow(flow) => self.flow(flow, fields),
            Content::Map(items, _) => {
                let mut added = 0;
                for item in items.iter_mut() {
                    if let Some(below) = below(fields, &item.name) {
                        added += self.content(&mut item.content, below, column + 2);
                    }
                }
                for (key, flow) in self.missing(fields) {
                    let last = items.last().map_or((0, 0), |item| item.lines);
                    items.push(Item {
                        above: Vec::new(),
                        key: word(&key),
                        name: key,
                        content: Content::Flow(flow),
                        beside: None,
                        lines: last,
                        column,
                    });
                    added += 1;
                }
                added
            }
            Content::List(entries, _) => {
                let missing = self.missing(fields);
                let added = missing.len();
                entries.extend(missing.into_iter().map(|(_, flow)| Entry {
                    above: Vec::new(),
                    content: Content::Flow(flow),
                    beside: None,
                }));
                added
            }
            Content::Nothing | Content::Block(..) | Content::Raw(..) | Content::Odd => 0,
        }
    }

    fn flow(&self, flow: &mut Flow, fields: &[Field]) -> usize {
        let mut added = 0;
        match flow {
            Flow::Word(_) => return 0,
            Flow::Map(pairs) => {
                for (_, name, value) in pairs.iter_mut() {
                    if let Some(below) = below(fields, name) {
                        added += self.flow(value, below);
                    }
                }
                for (key, flow) in self.missing(fields) {
                    pairs.push((word(&key), key, flow));
                    added += 1;
                }
            }
            Flow::List(items) => {
                for (_, flow) in self.missing(fields) {
                    items.push(flow);
                    added += 1;
                }
            }
        }
        added
    }

    /// The totals among some fields that are left out and can be computed.
    fn missing(&self, fields: &[Field]) -> Vec<(String, Flow)> {
        let left_out = |field: &&Field| {
            let known = |slot| self.report.computed(slot).is_some();
            let absent = |slot| self.report.cell(slot).figure == Figure::Absent;
            let slots = field.slots();
            field.total && slots.into_iter().all(|slot| absent(slot) && known(slot))
        };
        let totals = fields.iter().filter(left_out);
        totals
            .map(|field| {
                let value = table::value(&self.file, field);
                (field.key.clone(), self.written(value))
            })
            .collect()
    }

    /// A value as it stands on a line.
    fn written(&self, value: Value) -> Flow {
        match value {
            Value::Word(word) => Flow::Word(word),
            Value::Braces(pairs, _) => {
                let pairs = pairs.into_iter();
                let pairs = pairs.map(|(key, value)| (key.clone(), key, Flow::Word(value)));
                Flow::Map(pairs.collect())
            }
            value => Flow::Word(layout::value(&value)),
        }
    }
}

/// The fields of a row or group that a key names.
fn below<'a>(fields: &'a [Field], key: &str) -> Option<&'a [Field]> {
    let field = fields.iter().find(|field| field.key == key)?;
    match &field.body {
        Body::Group(fields) => Some(fields),
        Body::Slot(_) => None,
    }
}
