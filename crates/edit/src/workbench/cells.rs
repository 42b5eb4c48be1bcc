//! Figures written into a data file: each by the smallest splice of what its author wrote.
//!
//! `新收: 0` becomes `{自然人: 12, 其余: 0}`, the item of a list another item, a row that is not
//! there a line in the form's order. What is not touched stays as it is.

use std::{collections::BTreeMap, ops::Range};

use base::{
    number::{Kind, Number, Reading, read},
    numeral,
    source::{line_end, line_start, next_line},
    yaml::{self, Entry, Node, Splice, Value, put, write},
};
use form::{
    edition::{Body, Edition, Field, SlotId},
    report::keys,
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
    let value = |value: String| Want {
        value: Some(value),
        note: None,
    };
    match read(words, kind) {
        Reading::Figure(number, note) => Want {
            note,
            ..value(number.to_string())
        },
        _ if words.is_empty() || words == "~" => value(match total {
            true => String::new(),
            false => "~".to_owned(),
        }),
        _ => value(match numeral::parse(words).map(Number::whole) {
            Some(number) => number.to_string(),
            None => bare(words),
        }),
    }
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
) -> Vec<Splice> {
    let mut pen = Pen {
        text,
        edition,
        wants,
        cuts: Vec::new(),
    };
    let order = keys::below(edition, "");
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
    cuts: Vec<Splice>,
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
    fn rows(&self, fields: &'static [Field], base: Base) -> usize {
        let rows = fields.iter().map(|field| match &field.body {
            Body::Group(inner) if !is_line(inner) => self.rows(inner, base),
            _ => usize::from(self.touched(field) && self.said(field, base).is_some()),
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
        let order = keys::of_fields(fields);
        self.cuts
            .extend(node.exchange(self.text, &order, &gone, &pairs));
    }

    /// What a map is to say when no entry says more than the word for its rest: opening what
    /// a word covers is undone so.
    fn closed(&self, fields: &'static [Field], node: &Node) -> Option<Base> {
        let rest = node.get(keys::REST);
        let base = rest.map_or(Base::Missing, |rest| Base::of(&rest.node));
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
        // Opened again, it would not be written otherwise.
        let rows = node.entries().len() - usize::from(rest.is_some());
        let alike = node.flow == (is_line(fields) || rows == 1);
        (gone && !adds && bare && alike).then_some(base)
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

    /// What a cell holds when all is done; nothing where it is left out.
    fn written(&self, slot: SlotId, node: Option<&Node>, base: Base) -> Option<String> {
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
    fn expand(&mut self, fields: &'static [Field], entry: &Entry) {
        let base = Base::of(&entry.node);
        let (range, start) = (entry.value(), entry.colon);
        let key = entry.key_span.range();
        let line = line_start(self.text, key.start);
        let alone = self.text[line..key.start].trim().is_empty();
        let short = is_line(fields) || (self.rows(fields, base) == 1 && base != Base::Missing);
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
    fn common(&self, fields: &[Field], base: Base) -> Option<&'static str> {
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
                    if !is_line(inner)
                        && (base == Base::Missing || self.rows(inner, base) > 1)
                        && !matches!(words.as_str(), "0" | "~") =>
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
    fn pair(&self, field: &'static Field, base: Base, map: &Node) -> Option<String> {
        let words = self.said(field, base)?;
        let key = write::word(&field.key);
        match &field.body {
            Body::Group(inner)
                if !map.flow
                    && self.rows(inner, base) > 1
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

fn is_line(fields: &[Field]) -> bool {
    let slot = |field: &Field| matches!(field.body, Body::Slot(_));
    fields.iter().all(slot)
}
