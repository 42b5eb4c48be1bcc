//! Where something stands in a data file, and where something else goes.

use std::ops::Range;

use super::change::Cut;
use crate::ground::{
    source::{line_end, line_start},
    yaml::{Entry, Node, Style, Value},
};

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
