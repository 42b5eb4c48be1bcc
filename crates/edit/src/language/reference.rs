//! What stands at a byte: references in texts, where they lead, what is told of them.

use std::ops::Range;

use super::{edition, tree};
use base::{
    diagnostic::{Finding, Rule},
    source::{Span, line_end, line_start},
    yaml::{Entry, Node, TextMap, Value},
};
use form::report::charts;
use open::Opened;

/// Words of a data file.
pub(super) struct Words {
    /// The words.
    pub text: String,
    /// Where they stand.
    pub map: TextMap,
    /// The byte of them that was asked about.
    pub at: usize,
}

/// The words at a byte of a data file.
pub(super) fn words(opened: &Opened, at: usize) -> Option<Words> {
    let text = opened.text();
    let at = text.floor_char_boundary(at);
    let tree = tree(opened)?;
    let mut node = &tree;
    while !matches!(node.value, Value::Scalar(_)) {
        node = match &node.value {
            Value::List(items) => items.iter().rfind(|item| item.span.range().start <= at)?,
            _ => {
                let entries = node.entries().iter();
                &entries.rev().find(|entry| entry.colon <= at)?.node
            }
        };
    }
    let Value::Scalar(scalar) = &node.value else {
        return None;
    };
    // A text is typed at its end, where there is nothing yet but spaces.
    let (start, end) = (node.span.range().start, node.span.range().end);
    let open = if node.is_block() { "\n\r " } else { "" };
    let spaces = text[end..].len() - text[end..].trim_start_matches(|c| open.contains(c)).len();
    let span = Span::new(opened.file, start..end + spaces);
    if !(start..=end + spaces).contains(&at) {
        return None;
    }
    let map = TextMap::scalar(opened.sources.get(opened.file), span, scalar);
    let at = scalar.text.floor_char_boundary(map.offset(at));
    let text = scalar.text.clone();
    Some(Words { text, map, at })
}

/// The reference at a byte of a text, its braces among it, and its path.
fn within_braces(text: &str, at: usize) -> Option<(Range<usize>, &str)> {
    let line = line_start(text, at);
    // A cursor between the braces still touches them.
    let reach = text.ceil_char_boundary(at + 2);
    let mut open = text[line..reach.min(text.len())].rfind("{{")? + line;
    if open > at {
        open = text[line..at].rfind("{{")? + line;
    }
    let close = open + text[open..line_end(text, open)].find("}}")? + 2;
    let inner = &text[open + 2..close - 2];
    let path = inner.split('|').next().unwrap_or(inner);
    let path = charts::path_of(path).unwrap_or(path).trim();
    let before = &text[..open];
    (at <= close && !before.ends_with('\\')).then_some((open..close, path))
}

/// The keys that lead to a byte's innermost entry.
pub(super) fn path_at(tree: &Node, at: usize) -> Option<Vec<&str>> {
    if let Value::List(items) = &tree.value {
        return items.iter().find_map(|item| path_at(item, at));
    }
    let here = |entry: &&Entry| (entry.key_span.range().start..=entry.end()).contains(&at);
    let entry = tree.entries().iter().find(here)?;
    let below = entry.key_span.range().end < at;
    let mut path = vec![entry.key.as_str()];
    path.extend(
        below
            .then(|| path_at(&entry.node, at))
            .flatten()
            .unwrap_or_default(),
    );
    Some(path)
}

/// The words for what stands at a byte, in Markdown, and the place that they speak of.
pub fn hover(opened: &Opened, at: usize) -> Option<(Span, String)> {
    let findings = opened.findings.iter().flat_map(Finding::each);
    let touched = findings.filter(|finding| {
        let range = finding.place.range();
        finding.place.file == opened.file && (range.start..=range.end).contains(&at)
    });
    let demands = touched.map(|finding| (finding.place, demand(finding.rule)));
    let figure = words(opened, at).and_then(|words| {
        let (place, path) = within_braces(&words.text, words.at)?;
        Some((words.map.span(place), figure(opened, path)?))
    });
    let told: Vec<(Span, String)> = figure.into_iter().chain(demands).collect();
    let (place, _) = *told.first()?;
    let mut parts: Vec<String> = told.into_iter().map(|(_, words)| words).collect();
    parts.dedup();
    Some((place, parts.join("\n\n---\n\n")))
}

/// What a rule demands, from its page.
fn demand(rule: &Rule) -> String {
    let page = rule.page();
    let section = page.split_once("\n## 要求\n").map_or("", |(_, rest)| rest);
    let section = section.split("\n## ").next().unwrap_or_default().trim();
    format!("**{}**（{}）\n\n{section}", rule.code, rule.title)
}

/// The official words for a path, its figure and last year's.
fn figure(opened: &Opened, path: &str) -> Option<String> {
    let field = edition(opened).field(path)?;
    let now = opened
        .report
        .as_ref()
        .map(|report| ("现在的数".to_owned(), report));
    let last = opened
        .previous
        .as_ref()
        .map(|report| (format!("{} 年的数", report.year), report));
    let figures = now.into_iter().chain(last).filter_map(|(when, report)| {
        let value = report.number(path)?;
        Some(format!("\n\n{when}：{value}"))
    });
    let figures: String = figures.collect();
    Some(format!("**{}**　`{path}`{figures}", field.heading))
}
