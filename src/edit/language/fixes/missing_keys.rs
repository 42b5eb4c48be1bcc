//! Writing what is missing, where the form has it.

use super::{Action, Document, below};
use crate::{
    edit::language::tree_paths,
    form::{
        edition::{Body, Edition, Field},
        report::keys,
    },
    ground::{
        diagnostic::Finding,
        source::{Span, line_start},
        yaml::{Entry, Node, Value},
    },
};

/// The ways to write what a finding misses.
pub fn missing(document: Document<'_>, finding: &Finding) -> Vec<Action> {
    let Some(tree) = document.tree() else {
        return Vec::new();
    };
    let edition = document.edition();
    let path = finding.path.as_str();
    let is_figure = edition.field(path).is_some();
    if let Some(unfilled) = unfilled(document, &tree, path) {
        let fill =
            |value: &str, what: &str| Action::new(what.to_owned(), unfilled, format!(" {value}"));
        let offers = vec![fill("0", "填 0"), fill("~", "填 ~（留空）")];
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
    let put = |key: &str, value: &str, title: String| {
        let (place, text) = placed(document, map, &order, key, value)?;
        Some(Action::new(title, place, text))
    };
    let rest = || {
        let title = format!("补上「{}: 0」：没有写出来的都是零", keys::REST);
        put(keys::REST, "0", title)
    };
    if row.is_some() {
        return rest().into_iter().collect();
    }
    let section = edition.sections.iter().find(|s| s.key == path);
    let table = section.is_some_and(|section| section.table.is_some());
    if section.is_some() && !table {
        let title = format!("补上「{key}」，文字待写");
        return put(key, "|\n", title).into_iter().collect();
    }
    if !(is_figure || table) {
        let title = format!("补上「{key}」，待填");
        return put(key, "", title).into_iter().collect();
    }
    let offers = [
        put(key, "0", format!("补上「{key}」，填 0")),
        put(key, "~", format!("补上「{key}」，留空（~）")),
        is_figure.then(rest).flatten(),
    ];
    offers.into_iter().flatten().collect()
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
    document: Document<'_>,
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
    let text = document.text();
    let file = document.file;
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
