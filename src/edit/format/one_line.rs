//! A value on one line: words, or maps and lists in braces and brackets.

use crate::ground::{
    source::Source,
    yaml::{Node, Style, Value},
};

/// A value on one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Flow {
    /// Words or a figure as they are written, quotes included; nothing at all is empty.
    Word(String),
    /// Keys as they are written and as they are read, with their values.
    Map(Vec<(String, String, Flow)>),
    /// A list.
    List(Vec<Flow>),
}

impl Flow {
    /// As text.
    pub fn text(&self) -> String {
        match self {
            Flow::Word(word) => word.clone(),
            Flow::Map(pairs) => {
                let pair =
                    |(key, _, value): &(String, String, Flow)| format!("{key}: {}", value.text());
                let pairs: Vec<String> = pairs.iter().map(pair).collect();
                format!("{{{}}}", pairs.join(", "))
            }
            Flow::List(items) => {
                let items: Vec<String> = items.iter().map(Flow::text).collect();
                format!("[{}]", items.join(", "))
            }
        }
    }
}

/// Reads a value, and the byte behind it; nothing where it is not written on one line in
/// the ordinary way.
pub fn read(source: &Source, node: &Node) -> Option<(Flow, usize)> {
    let (flow, end) = value(source.text(), node)?;
    let written = source.text().get(node.span.range().start..end)?;
    (!written.contains('\n')).then_some((flow, end))
}

fn value(text: &str, node: &Node) -> Option<(Flow, usize)> {
    let range = node.span.range();
    match &node.value {
        Value::Null => Some((Flow::Word(text.get(range.clone())?.to_owned()), range.end)),
        Value::Scalar(scalar) if scalar.style == Style::Block => None,
        Value::Scalar(_) => {
            let word = text.get(range.clone())?;
            (!word.is_empty()).then(|| (Flow::Word(word.to_owned()), range.end))
        }
        Value::List(items) => {
            let mut at = opened(text, range.start, '[')?;
            let mut found = Vec::new();
            for (index, item) in items.iter().enumerate() {
                at = comma(text, at, index)?;
                let start = item.span.range().start;
                blank(text, at, start)?;
                let (flow, end) = value(text, item)?;
                found.push(flow);
                at = end.max(at);
            }
            Some((Flow::List(found), closed(text, at, ']')?))
        }
        Value::Map(entries) => {
            let mut at = opened(text, range.start, '{')?;
            let mut found = Vec::new();
            for (index, entry) in entries.iter().enumerate() {
                at = comma(text, at, index)?;
                let key = entry.key_span.range();
                blank(text, at, key.start)?;
                let written = text.get(key.clone())?;
                at = skip(text, key.end);
                at = text[at..].starts_with(':').then_some(at + 1)?;
                blank(text, at, entry.node.span.range().start)?;
                let (flow, end) = value(text, &entry.node)?;
                found.push((written.to_owned(), entry.key.clone(), flow));
                at = end.max(at);
            }
            Some((Flow::Map(found), closed(text, at, '}')?))
        }
    }
}

/// The byte behind spaces.
pub fn skip(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    at + rest.len() - rest.trim_start_matches([' ', '\t']).len()
}

fn opened(text: &str, at: usize, bracket: char) -> Option<usize> {
    text.get(at..)?.starts_with(bracket).then_some(at + 1)
}

/// The byte behind a comma, which stands before every item but the first.
fn comma(text: &str, at: usize, index: usize) -> Option<usize> {
    let at = skip(text, at);
    match index {
        0 => Some(at),
        _ => text[at..].starts_with(',').then_some(at + 1),
    }
}

/// The byte behind the closing bracket; a comma may stand before it.
fn closed(text: &str, at: usize, bracket: char) -> Option<usize> {
    let at = skip(text, at);
    let at = match text[at..].starts_with(',') {
        true => skip(text, at + 1),
        false => at,
    };
    text[at..].starts_with(bracket).then_some(at + 1)
}

/// Only spaces may stand between two bytes.
pub fn blank(text: &str, from: usize, to: usize) -> Option<()> {
    let between = text.get(from..to)?;
    between.trim_matches([' ', '\t']).is_empty().then_some(())
}
