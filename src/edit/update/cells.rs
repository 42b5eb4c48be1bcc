//! The figures that a document says otherwise, put into the rows where they are written.

use std::collections::BTreeMap;

use super::{Left, said};
use crate::{
    edit::language::{missing_order, placed},
    form::{
        datafile::{
            DataFile, Stated, layout,
            table::{self, Manner},
        },
        edition::{Axis, Body, Edition, Field, SlotId},
        report::{Figure, Report},
    },
    ground::{
        number::Number,
        source::{FileId, Span, indent, line_end, line_start},
        yaml::{Node, Value},
    },
    read::Import,
};

/// Cells that a message names before 等.
const NAMED: usize = 6;

/// What cells are to say.
pub type Wants = BTreeMap<SlotId, Stated>;

/// The cells that a document says for certain, and otherwise.
///
/// A total that is left out stays so: it is computed.
pub fn wants(own: &Report, import: &Import, fields: &[Field]) -> Wants {
    let slots = fields.iter().flat_map(Field::slots);
    let other = |slot: SlotId| {
        let (here, there) = (said(own, slot), import.file.entries[slot.0].figure);
        let is_figure = matches!(there, Stated::Figure(_));
        (is_figure && here != there && here != Stated::Absent).then_some((slot, there))
    };
    let mut wants: Wants = slots.filter_map(other).collect();
    // A total that one 0 covered with its row was not stated, and is computed from now on.
    let rows = own.edition.sums.iter();
    let rows = rows.filter(|sum| sum.axis == Axis::Row);
    for sum in rows.filter(|sum| matches!(own.cell(sum.total).figure, Figure::Covered(_))) {
        if sum.parts.iter().any(|part| wants.contains_key(part)) {
            wants.insert(sum.total, Stated::Absent);
        }
    }
    wants
}

/// Figures of a table that a document leaves blank: whether they are gone, or were never
/// filled in there, nobody can tell.
pub fn blanks(own: &Report, import: &Import, key: &str, fields: &[Field]) -> Option<Left> {
    let slots = fields.iter().flat_map(Field::slots);
    let is_gone = |slot: &SlotId| {
        let entry = &import.file.entries[slot.0];
        let is_blank = entry.figure == Stated::Blank && entry.remark.is_none();
        is_blank && matches!(own.cell(*slot).figure, Figure::Stated(_))
    };
    let paths: Vec<&str> = slots
        .filter(is_gone)
        .map(|slot| &*own.edition.slot(slot).path)
        .collect();
    let more = if paths.len() > NAMED { "等" } else { "" };
    let names = format!("{}{more}", paths[..paths.len().min(NAMED)].join("、"));
    let why = format!(
        "那份文件有 {} 格空着，这里有数：{names}；是要留空的，写 ~",
        paths.len()
    );
    (!paths.is_empty()).then(|| Left {
        path: key.to_owned(),
        why,
    })
}

/// Totals that are left out here and say something else in the document than their parts.
pub fn totals(own: &Report, import: &Import) -> Vec<Left> {
    let slots = (0..own.cells.len()).map(SlotId);
    let absent = slots.filter(|slot| said(own, *slot) == Stated::Absent);
    let other = absent.filter_map(|slot| {
        let Stated::Figure(number) = import.file.entries[slot.0].figure else {
            return None;
        };
        let sum = own.value(slot).filter(|sum| *sum != number.millionths())?;
        let sum = Number::from_millionths(sum);
        Some(Left {
            path: own.edition.slot(slot).path.clone(),
            why: format!(
                "那份文件的总计写 {number}，各项之和是 {sum}；这里的总计由程序算出，没有改"
            ),
        })
    });
    other.collect()
}

/// Whether cells say what they are to say, and everything else what it said.
pub fn is_so(before: &Report, after: &Report, wants: &Wants) -> bool {
    let cell = |slot: SlotId| {
        wants
            .get(&slot)
            .copied()
            .unwrap_or_else(|| said(before, slot))
    };
    let note = |report: &Report, slot| {
        report
            .cell(slot)
            .note
            .as_ref()
            .map(|note| note.text.clone())
    };
    let same = |slot| said(after, slot) == cell(slot) && note(before, slot) == note(after, slot);
    let texts = |report: &Report| -> Vec<String> {
        let prose = report.all_prose().flat_map(|(_, prose)| &prose.passages);
        prose.map(|passage| passage.text.clone()).collect()
    };
    (0..before.cells.len()).map(SlotId).all(same) && texts(before) == texts(after)
}

/// The places of a table that are to be replaced, and by what.
pub fn cuts(
    text: &str,
    file: FileId,
    tree: &Node,
    own: &Report,
    fields: &[Field],
    wants: &Wants,
) -> Vec<(Span, String)> {
    let mut target = DataFile::of(own);
    for (slot, figure) in wants {
        target.entries[slot.0].figure = *figure;
    }
    let section = fields
        .first()
        .and_then(|field| field.path.split('.').next());
    let node = section.and_then(|key| child(tree, key));
    let mut found = Rows {
        text,
        file,
        own,
        target,
        wants,
        cuts: Vec::new(),
    };
    match node.map(|node| (node, &node.value)) {
        Some((node, Value::Map(_))) => found.fields(fields, section.unwrap_or_default(), node),
        Some((node, _)) => found.covered(node, |rows, _| rows.lines(fields)),
        None => {}
    }
    found.cuts
}

struct Rows<'a> {
    text: &'a str,
    file: FileId,
    own: &'a Report,
    target: DataFile,
    wants: &'a Wants,
    cuts: Vec<(Span, String)>,
}

impl Rows<'_> {
    /// Those of a group that are to say something else.
    fn fields(&mut self, fields: &[Field], path: &str, node: &Node) {
        let edition: &'static Edition = self.own.edition;
        for field in fields {
            if !self.is_wanted(field) {
                continue;
            }
            match child(node, &field.key) {
                Some(own) => self.field(field, own),
                None => {
                    let value = layout::value(&table::value(&self.target, field));
                    let order = missing_order(edition, path);
                    let place = placed(self.text, self.file, node, &order, &field.key, &value);
                    self.cuts.extend(place.map(|(place, words)| {
                        match (&field.body, field.line()) {
                            (Body::Group(_), None) => {
                                let own = indent(&words);
                                let rows = self.group(field, own);
                                (place, format!("{}{rows}\n", words.trim_end()))
                            }
                            _ => (place, words),
                        }
                    }));
                }
            }
        }
    }

    fn field(&mut self, field: &Field, node: &Node) {
        match (&field.body, field.line()) {
            (Body::Slot(slot), _) => self.row(std::slice::from_ref(slot), field, node),
            (_, Some(_)) => self.row(&field.slots(), field, node),
            (Body::Group(fields), None) => match node.value {
                Value::Map(_) => self.fields(fields, &field.path, node),
                _ => self.covered(node, |rows, own| rows.group(field, own)),
            },
        }
    }

    /// A row: figure by figure where each is written by itself, else as a whole.
    fn row(&mut self, slots: &[SlotId], field: &Field, node: &Node) {
        let changed = slots.iter().filter(|slot| self.wants.contains_key(slot));
        let apart = changed.map(|slot| {
            let place = self.own.cell(*slot).place?;
            let shared = slots
                .iter()
                .filter(|other| self.own.cell(**other).place == Some(place));
            let is_own = shared.count() == 1 && self.own.cell(*slot).note.is_none();
            match self.wants.get(slot)? {
                Stated::Figure(number) if is_own => Some((place, number.to_string())),
                _ => None,
            }
        });
        match apart.collect::<Option<Vec<_>>>() {
            Some(cuts) => self.cuts.extend(cuts),
            None => {
                let words = layout::value(&table::value(&self.target, field));
                let behind = self.text[..node.span.range().start].ends_with(':');
                let gap = if behind { " " } else { "" };
                self.cuts
                    .push((whole(self.text, node), format!("{gap}{words}")));
            }
        }
    }

    /// What one word or list covered, line by line.
    fn covered(&mut self, node: &Node, lines: impl Fn(&Self, usize) -> String) {
        let range = whole(self.text, node).range();
        let at = line_start(self.text, range.start);
        let own = indent(&self.text[at..line_end(self.text, at)]);
        let start = self.text[..range.start].trim_end_matches(' ').len();
        let place = Span::new(self.file, start..range.end);
        self.cuts.push((place, lines(self, own)));
    }

    /// The lines of a group below its key, which is so far indented.
    fn group(&self, field: &Field, own: usize) -> String {
        let text = self.lines(std::slice::from_ref(field));
        let pad = " ".repeat(own.saturating_sub(2));
        let lines = text.lines().skip(2);
        lines.map(|line| format!("\n{pad}{line}")).collect()
    }

    fn lines(&self, fields: &[Field]) -> String {
        let lines = table::lines(&self.target, fields, Manner::Short);
        let text = layout::aligned(&lines);
        text.lines().map(|line| format!("\n{line}")).collect()
    }

    fn is_wanted(&self, field: &Field) -> bool {
        field
            .slots()
            .iter()
            .any(|slot| self.wants.contains_key(slot))
    }
}

/// A value with the mark that ends it.
fn whole(text: &str, node: &Node) -> Span {
    let range = node.span.range();
    let opens = text[range.start..].starts_with(['{', '[']);
    let ends = text[range.end..].find(['}', ']']).filter(|_| opens);
    let end = ends.map_or(range.end, |at| range.end + at + 1);
    let is_whole = !opens || text[..range.end].ends_with(['}', ']']);
    Span::new(
        node.span.file,
        range.start..if is_whole { range.end } else { end },
    )
}

/// What stands behind a key of a map.
fn child<'t>(node: &'t Node, key: &str) -> Option<&'t Node> {
    match &node.value {
        Value::Map(entries) => entries
            .iter()
            .find(|entry| entry.key == key)
            .map(|entry| &entry.node),
        _ => None,
    }
}
