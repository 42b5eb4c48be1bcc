//! Figures written into a data file: each by the smallest splice of what its author wrote.
//!
//! `新收: 0` becomes `{自然人: 12, 其余: 0}`, the item of a list another item, a row that is not
//! there a line in the form's order. What is not touched stays as it is.

use std::{collections::BTreeMap, ops::Range};

use super::change::Cut;
use crate::{
    form::{
        edition::{Body, Edition, Field, SlotId},
        report::keys,
    },
    ground::{
        number::{Kind, Number},
        source::{line_end, line_start},
        yaml::{Entry, Node, Style, Value, write},
    },
};

/// What is to stand in a cell.
#[derive(Clone, Debug, Default)]
pub struct Want {
    /// The figure as YAML; an empty one leaves a total out.
    pub value: Option<String>,
    /// The note; an empty one takes it away.
    pub note: Option<String>,
}

/// What somebody typed, as a data file writes it.
///
/// Only what is beyond doubt a figure in another spelling becomes one. A stroke may mean
/// nought or nothing, and words are for their author to change: they stay, with a finding.
pub fn typed(words: &str, kind: Kind, total: bool) -> Want {
    let words = words.trim();
    let dash = matches!(words, "/" | "／" | "-" | "－" | "—" | "——" | "无");
    let value = |value: String| Want {
        value: Some(value),
        note: None,
    };
    match Number::parse(words, kind) {
        _ if words.is_empty() || words == "~" => value(match total {
            true => String::new(),
            false => "~".to_owned(),
        }),
        Ok(number) => value(number.to_string()),
        Err(misfit) => match misfit.write.filter(|_| !dash) {
            Some(figure) => match noted(&figure) {
                Some((figure, note)) => Want {
                    value: Some(figure.to_owned()),
                    note: Some(note.to_owned()),
                },
                None => value(figure),
            },
            None => value(bare(words)),
        },
    }
}

/// The parts of `{值: 6, 注: 含某某}`, as the number reader proposes it.
fn noted(figure: &str) -> Option<(&str, &str)> {
    let inner = figure.strip_prefix('{')?.strip_suffix('}')?;
    let (value, note) = inner.split_once(", ")?;
    let value = value.strip_prefix(keys::VALUE)?.strip_prefix(": ")?;
    Some((value, note.strip_prefix(keys::NOTE)?.strip_prefix(": ")?))
}

/// Words that are no figure, so that YAML reads them as they are.
fn bare(words: &str) -> String {
    let plain = |c: char| c.is_ascii_digit() || c == '.';
    let digits = words.trim_start_matches(['-', '+']);
    let figure = digits.starts_with(|c: char| c.is_ascii_digit()) && digits.chars().all(plain);
    match figure {
        true => words.to_owned(),
        false => write::word(words),
    }
}

/// What cells hold that are not written one by one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Base {
    /// An explicit `0` covers them.
    Nought,
    /// `~` does.
    Blank,
    /// Nothing.
    Missing,
}

impl Base {
    fn of(node: &Node) -> Self {
        match &node.value {
            Value::Scalar(scalar) if scalar.text == "0" => Base::Nought,
            Value::Null if !node.span.range().is_empty() => Base::Blank,
            _ => Base::Missing,
        }
    }

    fn written(self) -> Option<&'static str> {
        match self {
            Base::Nought => Some("0"),
            Base::Blank => Some("~"),
            Base::Missing => None,
        }
    }
}

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
    let Value::Map(entries) = &tree.value else {
        return Vec::new();
    };
    let mut pairs = Vec::new();
    let order: Vec<&str> = edition.sections.iter().map(|s| s.key.as_str()).collect();
    for section in &edition.sections {
        let Some(table) = &section.table else {
            continue;
        };
        if !pen.touches(&table.fields) {
            continue;
        }
        match entries.iter().find(|entry| entry.key == section.key) {
            Some(entry) => pen.fields(&table.fields, entry),
            None => pairs.push((
                section.key.as_str(),
                format!(
                    "{}:\n{}",
                    write::word(&section.key),
                    pen.block(&table.fields, Base::Missing, 2).join("\n")
                ),
            )),
        }
    }
    let rank = |key: &str| order.iter().position(|known| *known == key);
    pen.cuts.extend(placed(text, tree, &rank, &pairs));
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
            Value::Map(entries) if !entries.is_empty() => self.map(fields, entries, &entry.node),
            Value::List(items) if is_line(fields) && !items.is_empty() => {
                self.list(fields, items, &entry.node);
            }
            _ => self.expand(fields, entry),
        }
    }

    fn map(&mut self, fields: &'static [Field], entries: &[Entry], node: &Node) {
        let find = |key: &str| entries.iter().find(|entry| entry.key == key);
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
                    self.remove(entries, entry, node);
                }
                (Some(entry), Body::Slot(slot)) => self.figure(*slot, entry),
                (None, _) if !pairs.is_empty() && pairs[0].0 == keys::REST && !field.total => {}
                (None, _) => pairs.extend(
                    self.pair(field, base, is_flow(self.text, node), node)
                        .map(|pair| (field.key.as_str(), pair)),
                ),
            }
        }
        self.cuts
            .extend(placed(self.text, node, &|key| rank(fields, key), &pairs));
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
        let flow = is_flow(self.text, node);
        let mut end = items.last().map_or(0, |item| whole(self.text, item).end);
        let mut more = String::new();
        let mut filled = items.len();
        for (at, (slot, field)) in slots.iter().zip(fields).enumerate() {
            let Some(want) = self.wants.get(slot) else {
                continue;
            };
            match items.get(at) {
                Some(item) if field.total && at + 1 == items.len() && self.leaves_out(*slot) => {
                    let before = items[..at].last();
                    let start = before.map_or(whole(self.text, item).start, |item| {
                        whole(self.text, item).end
                    });
                    let _ = want;
                    end = whole(self.text, item).end;
                    self.cuts.push((start..end, String::new()));
                }
                Some(item) => self.value(*slot, item, whole(self.text, item), ""),
                None => {
                    let Some(value) = self.written(*slot, None, Base::Missing) else {
                        continue;
                    };
                    for _ in filled..at {
                        more += ", ~";
                    }
                    more += &format!(", {value}");
                    filled = at + 1;
                }
            }
        }
        if !more.is_empty() && flow {
            self.cuts.push((end..end, more));
        } else if !more.is_empty() {
            let pad = line_start(self.text, items[0].span.range().start);
            let dash = &self.text[pad..items[0].span.range().start];
            let lines = more[2..].split(", ");
            let lines: String = lines.map(|value| format!("\n{dash}{value}")).collect();
            let end = line_end(self.text, end);
            self.cuts.push((end..end, lines));
        }
    }

    /// A figure behind its key.
    fn figure(&mut self, slot: SlotId, entry: &Entry) {
        let mut range = whole(self.text, &entry.node);
        if let Value::Scalar(scalar) = &entry.node.value
            && scalar.style == Style::Block
        {
            range.start = colon(self.text, entry);
        }
        self.value(slot, &entry.node, range, "");
    }

    /// Another figure in place of one, or beside its note.
    fn value(&mut self, slot: SlotId, node: &Node, range: Range<usize>, before: &str) {
        let noted = |key: &str| match &node.value {
            Value::Map(entries) => entries.iter().find(|entry| entry.key == key),
            _ => None,
        };
        let want = self.wants.get(&slot);
        let keeps_note = want.is_some_and(|want| want.note.is_none());
        if let (Some(value), Some(_), true) = (noted(keys::VALUE), noted(keys::NOTE), keeps_note)
            && !self.leaves_out(slot)
        {
            let words = want.and_then(|want| want.value.clone()).unwrap_or_default();
            let range = whole(self.text, &value.node);
            self.put(range, &words);
            return;
        }
        let Some(words) = self.written(slot, Some(node), Base::Missing) else {
            self.put(range, "~");
            return;
        };
        self.put(range, &format!("{before}{words}"));
    }

    /// Puts words in the place of others; behind a colon with a space.
    fn put(&mut self, range: Range<usize>, words: &str) {
        if self.text[range.clone()] == *words {
            return;
        }
        let before = &self.text[..range.start];
        let space = match (range.is_empty(), before.ends_with(':')) {
            (true, true) => " ",
            (true, false) if !before.ends_with([' ', '[', ',']) => ": ",
            (false, true) => " ",
            _ => "",
        };
        self.cuts.push((range, format!("{space}{words}")));
    }

    /// What a cell holds when all is done; nothing where it is left out.
    fn written(&self, slot: SlotId, node: Option<&Node>, base: Base) -> Option<String> {
        let slice = |node: &Node| self.text[whole(self.text, node)].to_owned();
        let (value, note) = match node {
            Some(node) => match &node.value {
                Value::Map(entries) => {
                    let part = |key: &str| entries.iter().find(|entry| entry.key == key);
                    let part = |key: &str| part(key).map(|entry| slice(&entry.node));
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
    fn expand(&mut self, fields: &'static [Field], entry: &Entry) {
        let base = Base::of(&entry.node);
        let range = whole(self.text, &entry.node);
        let start = colon(self.text, entry);
        let key = entry.key_span.range();
        let line = line_start(self.text, key.start);
        let alone = self.text[line..key.start].trim().is_empty();
        let short = is_line(fields) || (self.rows(fields) == 1 && base != Base::Missing);
        if short || !alone || self.text[key.end..range.end.max(start)].contains('\n') {
            if let Some(words) = self.flow(fields, base) {
                let block = |text: &str| text.trim_start().starts_with(['|', '>']);
                let range = match block(&self.text[start..]) {
                    true => start..range.end,
                    false => range,
                };
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
    fn common(&self, fields: &[Field], base: Base) -> Option<&'static str> {
        let slots: Vec<(SlotId, bool)> = fields
            .iter()
            .flat_map(|field| field.slots().into_iter().map(|slot| (slot, field.total)))
            .collect();
        let all = |word: &str| {
            slots.iter().all(|(slot, total)| {
                let written = self.written(*slot, None, base);
                let out = *total && !self.wants.contains_key(slot);
                written.as_deref() == Some(word) || out || (*total && self.leaves_out(*slot))
            })
        };
        ["0", "~"].into_iter().find(|word| all(word))
    }

    /// Some fields on one line; nothing where nothing is to be said.
    fn flow(&self, fields: &'static [Field], base: Base) -> Option<String> {
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
    fn based(&self, fields: &[Field], base: Base) -> Base {
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
    fn said(&self, field: &'static Field, base: Base) -> Option<String> {
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
    fn block(&self, fields: &'static [Field], base: Base, indent: usize) -> Vec<String> {
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
    fn pair(&self, field: &'static Field, base: Base, flow: bool, map: &Node) -> Option<String> {
        let words = self.said(field, base)?;
        let key = write::word(&field.key);
        match &field.body {
            Body::Group(inner)
                if !flow && self.rows(inner) > 1 && !is_line(inner) && words.starts_with('{') =>
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

    /// Takes an entry out of its map.
    fn remove(&mut self, entries: &[Entry], entry: &Entry, map: &Node) {
        let range = whole(self.text, &entry.node);
        let own = entry.key_span.range().start..range.end.max(entry.key_span.range().end);
        let at = entries
            .iter()
            .position(|other| other.key_span == entry.key_span);
        let at = at.unwrap_or_default();
        if entries.len() == 1 {
            self.put(range, "~");
        } else if !is_flow(self.text, map) {
            let start = line_start(self.text, own.start);
            let end = (line_end(self.text, own.end) + 1).min(self.text.len());
            self.cuts.push((start..end, String::new()));
        } else if at > 0 {
            let before = &entries[at - 1];
            let start = whole(self.text, &before.node)
                .end
                .max(before.key_span.range().end);
            self.cuts.push((start..own.end, String::new()));
        } else {
            let next = entries[1].key_span.range().start;
            self.cuts.push((own.start..next, String::new()));
        }
    }
}

/// Where keys that a map does not have go, and what is written there. `rank` gives the form's
/// order.
pub fn placed(
    text: &str,
    map: &Node,
    rank: &dyn Fn(&str) -> Option<usize>,
    pairs: &[(&str, String)],
) -> Vec<Cut> {
    let Value::Map(entries) = &map.value else {
        return Vec::new();
    };
    let put = |(key, pair): &(&str, String)| {
        let own = rank(key).unwrap_or(usize::MAX);
        let ranked = entries
            .iter()
            .filter_map(|entry| Some((rank(&entry.key)?, entry)));
        let before = ranked.filter(|(rank, _)| *rank < own);
        let before = before.max_by_key(|(rank, _)| *rank).map(|(_, entry)| entry);
        let end = |entry: &Entry| {
            let key = entry.key_span.range().end;
            whole(text, &entry.node).end.max(key)
        };
        let first = entries.first()?;
        let start = first.key_span.range().start;
        if is_flow(text, map) {
            return Some(match before {
                Some(entry) => (end(entry)..end(entry), format!(", {pair}")),
                None => (start..start, format!("{pair}, ")),
            });
        }
        let line = line_start(text, start);
        let pad = " ".repeat(start - line);
        let Some(entry) = before else {
            return Some((line..line, format!("{pad}{pair}\n")));
        };
        // A block of text ends before the blank lines and remarks below it.
        let last = text[..end(entry)].trim_end().len();
        Some(match text[last..].find('\n') {
            Some(found) => {
                let next = last + found + 1;
                (next..next, format!("{pad}{pair}\n"))
            }
            None => (text.len()..text.len(), format!("\n{pad}{pair}")),
        })
    };
    pairs.iter().filter_map(put).collect()
}

/// The place of a key in the form's order; the rest stands before the totals.
fn rank(fields: &[Field], key: &str) -> Option<usize> {
    let (parts, totals): (Vec<&Field>, Vec<&Field>) = fields.iter().partition(|f| !f.total);
    let keys = parts.iter().map(|field| field.key.as_str());
    let keys = keys.chain([keys::REST]);
    let mut keys = keys.chain(totals.iter().map(|field| field.key.as_str()));
    keys.position(|known| known == key)
}

fn is_line(fields: &[Field]) -> bool {
    let slot = |field: &Field| matches!(field.body, Body::Slot(_));
    fields.iter().all(slot)
}

/// Whether a map or list is written in brackets.
pub fn is_flow(text: &str, node: &Node) -> bool {
    text[node.span.range().start..].starts_with(['{', '['])
}

/// The byte behind the colon of a key.
pub fn colon(text: &str, entry: &Entry) -> usize {
    let end = entry.key_span.range().end;
    let rest = &text[end..];
    let colon = rest.find(|c: char| c != ' ' && c != '\t');
    let colon = colon.filter(|at| rest[*at..].starts_with(':'));
    end + colon.map_or(0, |at| at + 1)
}

/// The bytes of a value, its closing bracket included.
pub fn whole(text: &str, node: &Node) -> Range<usize> {
    let range = node.span.range();
    let children: Vec<&Node> = match &node.value {
        Value::Map(entries) => entries.iter().map(|entry| &entry.node).collect(),
        Value::List(items) => items.iter().collect(),
        Value::Null | Value::Scalar(_) => Vec::new(),
    };
    let inner = children.last().map(|last| whole(text, last).end);
    if let Value::Scalar(scalar) = &node.value
        && scalar.style == Style::Block
    {
        // An empty block ends where the tree has come to by then.
        let end = text[..range.end].trim_end().len();
        return range.start.min(end)..end;
    }
    let is_part = matches!(node.value, Value::Map(_) | Value::List(_));
    let mut at = inner.unwrap_or(range.start).max(range.start);
    if !is_part || !is_flow(text, node) {
        return range.start..range.end.max(at);
    }
    at = at.max(range.start + 1);
    loop {
        let rest = &text[at..];
        at += rest.len()
            - rest
                .trim_start_matches(|c: char| c.is_whitespace() || c == ',')
                .len();
        match text[at..].chars().next() {
            Some('#') => at = line_end(text, at),
            Some('}' | ']') => return range.start..at + 1,
            // A key without a value ends before its word, as far as the tree tells.
            Some(c) => at += c.len_utf8(),
            None => return range.start..text.len(),
        }
    }
}
