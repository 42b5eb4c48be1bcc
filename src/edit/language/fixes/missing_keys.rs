//! Writing what is missing, where the form has it.

use strsim::levenshtein;

use super::{Action, Document, below};
use crate::{
    edit::language::tree_paths,
    form::{
        edition::{Body, Edition, Field, SlotId},
        report::{Figure, Report, keys},
    },
    ground::{
        characters::half_width,
        diagnostic::{Finding, Message, either},
        number::{Kind, Number},
        source::{FileId, Span, line_start},
        yaml::{Entry, Node, Value},
    },
};

/// The ways to write what a finding misses.
pub fn missing(document: Document<'_>, finding: &Finding) -> Vec<Action> {
    let Some(tree) = document.tree() else {
        return Vec::new();
    };
    let edition = document.edition();
    let path = finding.subject.path.as_str();
    let is_figure = edition.field(path).is_some();
    if let Some(unfilled) = unfilled(document, &tree, path) {
        let fill = |value: &str, what: Message| Action::new(what, unfilled, format!(" {value}"));
        let offers = vec![
            fill("0", "填 0".into()),
            fill("~", either("填 ~（留空）", "留空")),
        ];
        return if is_figure { offers } else { Vec::new() };
    }
    // A row that misses several figures is told of itself.
    let row = tree_paths::map(&tree, path).filter(|_| is_figure);
    let (above, key) = match (row, path.rsplit_once('.')) {
        (Some(_), _) => (path, keys::REST),
        (None, Some((above, key))) => (above, key),
        (None, None) => ("", path),
    };
    let Some(map) = tree_paths::map(&tree, above) else {
        return Vec::new();
    };
    let order = order(edition, above);
    let put = |key: &str, value: &str, title: Message| {
        let (place, text) = placed(document.text(), document.file, map, &order, key, value)?;
        Some(Action::new(title, place, text))
    };
    let rest = || {
        let title = format!("补上「{}: 0」：没有写出来的都是零", keys::REST);
        let title = either(title, "没有写出来的都填 0");
        let safe = is_rest_safe(document, map, path);
        Some(put(keys::REST, "0", title)?.safe_if(safe))
    };
    if row.is_some() {
        return rest().into_iter().collect();
    }
    let section = edition.sections.iter().find(|s| s.key == path);
    let table = section.is_some_and(|section| section.table.is_some());
    if section.is_some() && !table {
        let title = format!("补上「{key}」，文字待写");
        return put(key, "|\n", title.into()).into_iter().collect();
    }
    if !(is_figure || table) {
        let title = format!("补上「{key}」，待填");
        return put(key, "", title.into()).into_iter().collect();
    }
    let offers = [
        put(key, "0", either(format!("补上「{key}」，填 0"), "填 0")),
        put(
            key,
            "~",
            either(format!("补上「{key}」，留空（~）"), "留空"),
        ),
        is_figure.then(rest).flatten(),
    ];
    offers.into_iter().flatten().collect()
}

/// Whether all that a map does not say is a figure, and proved to be 0.
fn is_rest_safe(document: Document<'_>, map: &Node, path: &str) -> bool {
    let Value::Map(entries) = &map.value else {
        return false;
    };
    // Beside a key without a figure, it is that figure which is missing.
    let open = |entry: &Entry| matches!(entry.node.value, Value::Null) || entry.key == keys::REST;
    let slots: Vec<SlotId> = document
        .edition()
        .field(path)
        .map(Field::slots)
        .unwrap_or_default();
    let proved = |report| is_proved(report, &slots);
    !entries.iter().any(open) && document.report.is_some_and(proved)
}

/// Whether totals that the author states prove every figure to be 0 that is missing.
fn is_proved(report: &Report, slots: &[SlotId]) -> bool {
    let unknown = |slot: &SlotId| report.cell(*slot).figure == Figure::Absent;
    let nought = |slot: SlotId| {
        let sums = report.edition.sums.iter();
        let mut sums = sums.filter(|sum| sum.parts.contains(&slot));
        sums.any(|sum| {
            let known = sum.parts.iter().filter(|part| !unknown(part));
            let known = known.map(|part| report.cell(*part).figure.number());
            let known: Option<i128> = known.map(|number| Some(number?.millionths())).sum();
            let total = report.cell(sum.total).figure.number();
            known.is_some() && total.map(Number::millionths) == known
        })
    };
    let count = |slot: &SlotId| report.edition.slot(*slot).kind == Kind::Count;
    let mut missing = slots.iter().filter(|slot| unknown(slot)).peekable();
    missing.peek().is_some() && missing.all(|slot| count(slot) && nought(*slot))
}

/// Whether a misspelt key is one letter away from a key of its place, and from no other.
pub fn is_one_of(document: Document<'_>, finding: &Finding) -> bool {
    let path = finding.subject.path.as_str();
    let (above, key) = path.rsplit_once('.').unwrap_or(("", path));
    let plain: String = key.chars().map(half_width).filter(|c| *c != ' ').collect();
    let near = |known: &&str| levenshtein(known, &plain) <= 1;
    let order = order(document.edition(), above);
    let mut near = order.into_iter().filter(near);
    let only = near.next();
    only.is_some() && only == finding.expected.as_deref() && near.next().is_none()
}

/// The place right behind the colon of a key that has nothing behind it.
fn unfilled(document: Document<'_>, tree: &Node, path: &str) -> Option<Span> {
    let (above, key) = path.rsplit_once('.').unwrap_or(("", path));
    let Value::Map(entries) = &tree_paths::map(tree, above)?.value else {
        return None;
    };
    let entry = entries.iter().find(|entry| entry.key == key)?;
    let empty = matches!(entry.node.value, Value::Null) && entry.node.span.range().is_empty();
    let before = document.text()[..entry.node.span.range().start].ends_with(':');
    (empty && before).then_some(entry.node.span)
}

/// The keys below a path in the form's order.
fn order(edition: &'static Edition, above: &str) -> Vec<&'static str> {
    let fields = |fields: &'static [Field]| {
        let keys = fields.iter().map(|field| field.key.as_str());
        keys.chain([keys::REST]).collect()
    };
    let section = edition.sections.iter().find(|section| section.key == above);
    match (
        above,
        section.and_then(|s| s.table.as_ref()),
        edition.field(above),
    ) {
        ("", _, _) => {
            let sections = edition.sections.iter().map(|s| s.key.as_str());
            let before = keys::TOP.into_iter().filter(|key| *key != keys::WAIVERS);
            before.chain(sections).chain([keys::WAIVERS]).collect()
        }
        (_, Some(table), _) => fields(&table.fields),
        (_, None, Some(field)) => match &field.body {
            Body::Group(inner) => fields(inner),
            Body::Slot(_) => Vec::new(),
        },
        _ => [
            keys::NAME,
            keys::CATEGORY,
            keys::RULE,
            keys::PLACE,
            keys::REASON,
        ]
        .to_vec(),
    }
}

/// Where a key of a map goes, and what is written there.
fn placed(
    text: &str,
    file: FileId,
    map: &Node,
    order: &[&str],
    key: &str,
    value: &str,
) -> Option<(Span, String)> {
    let Value::Map(entries) = &map.value else {
        return None;
    };
    let rank = |key: &str| order.iter().position(|known| *known == key);
    let own = rank(key).unwrap_or(order.len());
    let ranked = entries.iter().map(|entry| (rank(&entry.key), entry));
    let before = ranked.filter(|(rank, _)| rank.is_some_and(|at| at < own));
    let before = before.max_by_key(|(rank, _)| *rank).map(|(_, entry)| entry);
    let start = map.span.range().start;
    let pair = match value {
        "" => format!("{key}:"),
        value => format!("{key}: {value}"),
    };
    if text[start..].starts_with('{') {
        return Some(match (before, entries.first()) {
            (Some(entry), _) => {
                let end = end_of(entry);
                (Span::new(file, end..end), format!(", {pair}"))
            }
            (None, Some(first)) => {
                let at = first.key_span.range().start;
                (Span::new(file, at..at), format!("{pair}, "))
            }
            (None, None) => (Span::new(file, start + 1..start + 1), pair),
        });
    }
    let first = entries.first()?;
    let key_at = first.key_span.range().start;
    let line = line_start(text, key_at);
    let pad = " ".repeat(key_at - line);
    Some(match before {
        Some(entry) => {
            let end = end_of(entry);
            // A block of text ends before the blank lines and remarks below it.
            let end = text[..end].trim_end().len();
            let (at, apart) = below(text, end);
            (Span::new(file, at..at), format!("{apart}{pad}{pair}\n"))
        }
        None => (Span::new(file, line..line), format!("{pad}{pair}\n")),
    })
}

fn end_of(entry: &Entry) -> usize {
    let key = entry.key_span.range().end;
    entry.node.span.range().end.max(key)
}
