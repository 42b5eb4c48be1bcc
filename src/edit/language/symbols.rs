//! The outline of a data file: its sections and rows.

use super::Document;
use crate::ground::{
    source::Span,
    yaml::{Entry, Value},
};

/// A section, row or group.
#[derive(Clone, Debug)]
pub struct Symbol {
    /// The key.
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
    match document.tree().map(|tree| tree.value) {
        Some(Value::Map(entries)) => entries
            .iter()
            .map(|entry| symbol(document, entry, ""))
            .collect(),
        _ => Vec::new(),
    }
}

fn symbol(document: Document<'_>, entry: &Entry, above: &str) -> Symbol {
    let path = match above {
        "" => entry.key.clone(),
        above => format!("{above}.{}", entry.key),
    };
    let edition = document.edition();
    let field = edition.field(&path);
    let section = edition.sections.iter().find(|s| s.key == path);
    let heading = match (field, section) {
        (Some(field), _) => field.heading.clone(),
        (None, Some(section)) => section.heading.clone(),
        (None, None) => String::new(),
    };
    // The figures of a row are no outline.
    let is_row = field.is_some_and(|field| field.line().is_some());
    let children = match &entry.node.value {
        Value::Map(entries) if !is_row => entries
            .iter()
            .map(|entry| symbol(document, entry, &path))
            .collect(),
        _ => Vec::new(),
    };
    let key = entry.key_span;
    let end = entry.node.span.range().end.max(key.range().end);
    Symbol {
        name: entry.key.clone(),
        heading,
        place: Span::new(key.file, key.range().start..end),
        key,
        children,
    }
}
