//! The form's tables: from what an author wrote to cells.

use super::{
    Blank, Cell, Doubt, Figure, Unread, Words,
    entries::join,
    keys,
    reader::{Reader, is_blank, scalar},
};
use crate::edition::{Body, Field, SlotId};
use base::{
    diagnostic::{Finding, Message, MissingKind, either, message, rules, terminal::excerpt},
    number::{Kind, Number},
    source::Span,
    yaml::{Entry, Node, Value},
};

impl Reader<'_> {
    /// Reads what an author wrote for some fields: a map, `0` or `~`.
    pub(super) fn fields(&mut self, fields: &'static [Field], entry: &Entry, path: &str) {
        let node = &entry.node;
        match &node.value {
            _ if self.cover(fields.iter(), node, path) => {}
            Value::Map(entries) => self.map(fields, entries, entry.key_span, path),
            Value::Null => self.unfilled(entry.key_span, path),
            Value::Scalar(_) => self.not_a_map(fields, node, path),
            Value::List(items) => match Field::are_line(fields) {
                true => self.list(fields, items, node.span, path),
                false => {
                    let row = self.edition.subject(path);
                    let message = message!(row; "「{row}」是一组，不能写成一列数");
                    let help = in_cells(format!("逐项写：{}", keys(fields.iter())));
                    self.wrong_at(node.span, path, message, help);
                }
            },
        }
    }

    fn map(&mut self, fields: &'static [Field], entries: &[Entry], place: Span, path: &str) {
        let own: Vec<&str> = fields.iter().map(|field| field.key.as_str()).collect();
        let known: Vec<&str> = own.iter().copied().chain([keys::REST]).collect();
        let full_width = entries.iter().any(|entry| entry.key.contains('：'));
        let entries = self.known(entries, &known, path);
        let is_line = Field::are_line(fields);
        let mut absent = Vec::new();
        for field in fields {
            let line = if is_line { path } else { &field.path };
            match entries.iter().find(|entry| entry.key == field.key) {
                Some(entry) => self.field(field, entry, line),
                None if field.total => {}
                None => absent.push(field),
            }
        }
        match entries.iter().find(|entry| entry.key == keys::REST) {
            // A row under another name is no zero.
            Some(rest) => {
                absent.retain(|field| !self.misspelt(&field.path));
                self.rest(&absent, rest, path);
            }
            // 「自然人：6，其余：0」 is one key to YAML; its finding says so.
            None if full_width => {}
            None => self.missing(fields, &absent, place, path),
        }
    }

    fn field(&mut self, field: &'static Field, entry: &Entry, line: &str) {
        match &field.body {
            Body::Group(fields) => self.fields(fields, entry, &field.path),
            Body::Slot(slot) => self.figure(*slot, &entry.node, Some(entry), line),
        }
    }

    /// Reads one figure; blanks are told of with the line that they lie in.
    fn figure(&mut self, slot: SlotId, node: &Node, entry: Option<&Entry>, line: &str) {
        let path = self.edition.slot(slot).path.as_str();
        match &node.value {
            Value::Map(entries) => {
                let entries = self.known(entries, &[keys::VALUE, keys::NOTE], path);
                self.require(&entries, &[keys::VALUE], node.span, path);
                let find = |key| entries.iter().find(|entry| entry.key == key);
                let (value, note) = (find(keys::VALUE), find(keys::NOTE));
                for (part, what) in [(value, "一个数"), (note, "一段文字")] {
                    self.single(part.copied(), what, path);
                }
                if let Some(value) = value.filter(|value| !has_parts(&value.node)) {
                    self.figure(slot, &value.node, Some(value), line);
                }
                self.cells[slot.0].note = note.and_then(|entry| {
                    let words = scalar(&entry.node)?.split_whitespace();
                    let text = words.collect::<Vec<_>>().join(" ");
                    let words = Words::new(&text, entry.node.span);
                    (!words.text.is_empty()).then_some(words)
                });
            }
            _ if is_blank(node) => {
                self.set(slot, Figure::Blank, node.span);
                self.note_blank(line, node.span, vec![slot]);
            }
            Value::Null => match entry {
                Some(entry) => self.unfilled(entry.key_span, path),
                None => self.wrong_at(node.span, path, "这里没有填写", fill()),
            },
            Value::Scalar(scalar) => {
                let (words, doubt) = (scalar.text.clone(), Doubt::NoFigure);
                let number = self.number(slot, &scalar.text, node.span);
                let unread = Figure::Unread(Unread { words, doubt });
                self.set(slot, number.map_or(unread, Figure::Stated), node.span);
            }
            Value::List(_) => {
                let cell = self.edition.subject(path);
                let message = message!(cell; "「{cell}」只有一个数，不能写成一列");
                self.wrong_at(node.span, path, message, fill());
            }
        }
    }

    /// Finds fault with several things where a figure or its note is one.
    fn single(&mut self, part: Option<&Entry>, what: &str, path: &str) {
        if let Some(part) = part.filter(|part| has_parts(&part.node)) {
            let cell = self.edition.subject(path);
            let message = message!(cell; "「{cell}」的「{}」只有{what}，不能写成几项", part.key);
            let help = either(
                "数带说明时写作 {值: 100, 注: 含某某}",
                "数填在格里，说明写在这一格的说明里",
            );
            self.wrong_at(part.node.span, path, message, help);
        }
    }

    fn number(&mut self, slot: SlotId, text: &str, place: Span) -> Option<Number> {
        let kind = self.edition.slot(slot).kind;
        // A quoted figure is words to YAML; its quotes are part of what must be mended.
        let written = self.sources.slice(place).to_owned();
        let quoted = written.starts_with(['"', '\'']);
        let parsed = Number::parse(text.trim(), kind);
        if let (Ok(number), false) = (&parsed, quoted) {
            return Some(*number);
        }
        let cell = self.edition.subject(&self.edition.slot(slot).path);
        let (problem, write) = match parsed {
            Ok(_) => ("数字不加引号".to_owned(), Some(text.trim().to_owned())),
            Err(misfit) => (misfit.problem, misfit.write),
        };
        let rule = match kind {
            Kind::Amount => &rules::NOT_AN_AMOUNT,
            Kind::Count | Kind::Change => &rules::NOT_A_COUNT,
        };
        let how = match kind {
            Kind::Count => "写一个从 0 起的整数",
            Kind::Change => "写一个整数，增加写 +89，减少写 -8",
            Kind::Amount => "写一个数，单位按表头（万元），小数最多六位，例如 76.786078",
        };
        let how = match &write {
            Some(figure) => either(format!("写作 {figure}"), format!("填 {figure}")),
            None => how.into(),
        };
        let help = message!(how, blank = blank(); "{how}；{blank}");
        let written = excerpt(&written, 40);
        let message = message!(cell; "「{cell}」写的是「{written}」：{problem}");
        let finding = Finding::new(rule, place, message).at(cell);
        let mut finding = finding.stated(&written).help(help);
        finding.expected = write;
        self.push(finding);
        None
    }

    /// A row as a list in the form's order, with or without its total.
    fn list(&mut self, fields: &'static [Field], items: &[Node], place: Span, path: &str) {
        let slots: Vec<(SlotId, bool)> = fields
            .iter()
            .flat_map(|field| field.slots().into_iter().map(|slot| (slot, field.total)))
            .collect();
        let parts = slots.iter().filter(|(_, total)| !total).count();
        if items.len() != parts && items.len() != slots.len() {
            let keys = keys(fields.iter().filter(|field| !field.total));
            let row = self.edition.subject(path);
            let expected = match parts == slots.len() {
                true => format!("{parts} 个"),
                false => format!("{parts} 个，或加上总计共 {} 个", slots.len()),
            };
            let message = message!(row; "「{row}」列了 {} 个数，应为 {expected}", items.len());
            let finding = Finding::new(&rules::ROW_LENGTH, place, message).at(row);
            let finding = finding.stated(items.len()).expected(parts);
            self.push(finding.help(in_cells(format!("依次是：{keys}"))));
            return;
        }
        for ((slot, _), item) in slots.into_iter().zip(items) {
            self.figure(slot, item, None, path);
        }
    }

    /// A figure or words where a row or group is expected.
    fn not_a_map(&mut self, fields: &[Field], node: &Node, path: &str) {
        let text = scalar(node).unwrap_or_default().trim();
        let row = self.edition.subject(path);
        let help = match Field::are_line(fields) {
            true => {
                let first = fields.first().map_or("", |field| field.key.as_str());
                let own = text.parse::<u64>().ok().filter(|figure| *figure > 0);
                let figure = own.unwrap_or(6);
                format!(
                    "写明是哪一列的，例如 {{{first}: {figure}, 其余: 0}}，或按列的顺序 [{figure}, 0, …]；整行是零写 0，留空写 ~"
                )
            }
            false => format!("逐项写：{}；全部是零写 0", keys(fields.iter())),
        };
        let (rule, message) = match Number::parse(text, Kind::Amount) {
            Ok(_) => (
                &rules::ROW_LENGTH,
                message!(row; "「{row}」只写了一个数 {text}，分不出是哪一格的"),
            ),
            Err(misfit) => (
                &rules::NOT_A_COUNT,
                message!(row; "「{row}」写的是「{}」：{}", excerpt(text, 40), misfit.problem),
            ),
        };
        let finding = Finding::new(rule, node.span, message).at(row);
        self.push(finding.stated(text).help(in_cells(help)));
    }

    /// What an explicit `其余` says of the fields that are not written.
    fn rest(&mut self, absent: &[&'static Field], entry: &Entry, path: &str) {
        let place = entry.node.span;
        if !self.cover(absent.iter().copied(), &entry.node, path) {
            let place = match place.range().is_empty() {
                true => entry.key_span,
                false => place,
            };
            self.wrong_at(
                place,
                &join(path, keys::REST),
                either(
                    "「其余」只能写 0（都是零）或 ~（都留空）",
                    "其余各格写的不是零，分不出是哪一格的",
                ),
                in_cells("不是零的项逐一写出来，再用 其余: 0 说明剩下的都是零"),
            );
        }
    }

    fn missing(
        &mut self,
        fields: &'static [Field],
        absent: &[&'static Field],
        place: Span,
        path: &str,
    ) {
        let absent: Vec<_> = absent
            .iter()
            .filter(|field| !self.misspelt(&field.path))
            .collect();
        if Field::are_line(fields) && absent.len() > 1 {
            let absent = || absent.iter().map(|field| **field);
            let headings: Vec<&str> = absent().map(|field| &*field.heading).collect();
            let absent = either(keys(absent()), headings.join("、"));
            let row = self.edition.subject(path);
            let message = message!(row, absent; "「{row}」这一行缺少：{absent}");
            let help = in_cells("逐一写上；剩下的都是零时写 其余: 0");
            self.fault(&rules::MISSING_KEY, place, path, message, help);
            return;
        }
        for field in absent {
            let subject = self.edition.subject(&field.path);
            let message = either(
                format!("「{path}」缺少「{}」（{}）", field.key, field.heading),
                format!("「{}」没有填写", subject.name),
            );
            let help = in_cells(format!("补上「{}: …」；都是零写 0，留空写 ~", field.key));
            let finding = Finding::new(&rules::MISSING_KEY, place, message);
            let kind = match Field::are_line(fields) {
                true => MissingKind::Column(field.subject()),
                false => MissingKind::Absent,
            };
            self.push(finding.at(subject).help(help).missing(kind));
        }
    }

    /// A row or a figure with nothing behind its name.
    pub(super) fn unfilled(&mut self, place: Span, path: &str) {
        let row = self.edition.subject(path);
        let message = message!(row; "「{row}」没有填写");
        let finding = Finding::new(&rules::MISSING_KEY, place, message);
        self.push(finding.at(row).help(fill()).missing(MissingKind::Unfilled));
    }

    /// Gives every cell of some fields the figure that one word says of all: `0` or `~`.
    fn cover<'a>(
        &mut self,
        fields: impl Iterator<Item = &'a Field>,
        node: &Node,
        path: &str,
    ) -> bool {
        let figure = match scalar(node) {
            None if is_blank(node) => Figure::Blank,
            Some("0") => Figure::Covered(Number::ZERO),
            _ => return false,
        };
        let slots: Vec<SlotId> = fields.flat_map(Field::slots).collect();
        for &slot in &slots {
            self.set(slot, figure.clone(), node.span);
        }
        if figure == Figure::Blank && !slots.is_empty() {
            self.note_blank(path, node.span, slots);
        }
        true
    }

    /// Cells of one row that are left blank one by one are told of together.
    pub(super) fn note_blank(&mut self, path: &str, place: Span, slots: Vec<SlotId>) {
        match self.blanks.last_mut().filter(|last| last.path == path) {
            Some(last) => last.slots.extend(slots),
            None => self.blanks.push(Blank {
                path: path.to_owned(),
                place,
                slots,
            }),
        }
    }

    fn set(&mut self, slot: SlotId, figure: Figure, place: Span) {
        let cell: &mut Cell = &mut self.cells[slot.0];
        cell.figure = figure;
        cell.place = Some(place);
    }

    fn wrong_at(
        &mut self,
        place: Span,
        path: &str,
        message: impl Into<Message>,
        help: impl Into<Message>,
    ) {
        self.fault(&rules::WRONG_VALUE, place, path, message, help);
    }
}

/// What to do with several cells of a table; `data_file` says how a data file writes it.
pub fn in_cells(data_file: impl Into<String>) -> Message {
    either(data_file, "在表里逐格填写；没有就填 0")
}

/// What to do with a cell.
fn fill() -> Message {
    message!(blank = blank(); "写一个数；没有就写 0，{blank}")
}

/// How a cell is left blank.
fn blank() -> Message {
    either("留空写 ~", "清空就是留空")
}

fn has_parts(node: &Node) -> bool {
    matches!(node.value, Value::Map(_) | Value::List(_))
}

fn keys<'a>(fields: impl Iterator<Item = &'a Field>) -> String {
    let keys: Vec<&str> = fields.map(|field| &*field.key).collect();
    keys.join("、")
}
