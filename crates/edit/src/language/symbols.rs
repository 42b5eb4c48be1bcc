//! The outline of a data file: its sections and rows.

use super::Document;
use base::{
    diagnostic::terminal::safe,
    source::Span,
    yaml::{Entry, Value},
};

/// A section, row or group.
#[derive(Clone, Debug)]
pub struct Symbol {
    /// The key, as an editor may show it.
    pub name: String,
    /// The official heading; empty where there is none.
    pub heading: String,
    /// The whole entry.
    pub place: Span,
    /// The key alone.
    pub key: Span,
    /// What lies below.
    pub children: Vec<Symbol>,
}

/// The outline; empty where the text is no YAML.
pub fn outline(document: Document<'_>) -> Vec<Symbol> {
    document
        .tree()
        .map_or_else(Vec::new, |tree| below(document, &tree.value, ""))
}

fn below(document: Document<'_>, value: &Value, path: &str) -> Vec<Symbol> {
    let Value::Map(entries) = value else {
        return Vec::new();
    };
    let symbols = entries.iter().map(|entry| symbol(document, entry, path));
    symbols.collect()
}

fn symbol(document: Document<'_>, entry: &Entry, above: &str) -> Symbol {
    let path = match above {
        "" => entry.key.clone(),
        above => format!("{above}.{}", entry.key),
    };
    let edition = document.edition();
    let field = edition.field(&path);
    let section = edition.sections.iter().find(|s| s.key == path);
    let heading = field.map(|field| &field.heading);
    let heading = heading.or(section.map(|section| &section.heading));
    // The figures of a row are no outline.
    let is_row = field.is_some_and(|field| field.line().is_some());
    let children = match is_row {
        true => Vec::new(),
        false => below(document, &entry.node.value, &path),
    };
    let key = entry.key_span;
    let end = entry.node.span.range().end.max(key.range().end);
    Symbol {
        name: safe(&entry.key).into_owned(),
        heading: heading.cloned().unwrap_or_default(),
        place: Span::new(key.file, key.range().start..end),
        key,
        children,
    }
}
