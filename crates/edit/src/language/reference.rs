//! What stands at a byte: references in texts, where they lead, what is told of them.

use std::ops::Range;

use super::Document;
use base::{
    diagnostic::{Finding, Rule},
    source::{Span, line_end, line_start},
    yaml::{Entry, Node, TextMap, Value},
};
use form::report::{charts, keys};

/// Where something leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A place in a text that was read.
    Place(Span),
    /// Another file, named as the author names it.
    File(String),
}

/// A reference in a text.
pub(super) struct Reference {
    /// Its place, the braces among it.
    pub place: Span,
    /// The path.
    pub path: String,
}

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
pub(super) fn words(document: Document<'_>, at: usize) -> Option<Words> {
    let text = document.text();
    let at = text.floor_char_boundary(at);
    let tree = document.tree()?;
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
    let span = Span::new(document.file, start..end + spaces);
    if !(start..=end + spaces).contains(&at) {
        return None;
    }
    let map = TextMap::scalar(document.sources.get(document.file), span, scalar);
    let at = scalar.text.floor_char_boundary(map.offset(at));
    let text = scalar.text.clone();
    Some(Words { text, map, at })
}

/// The reference at a byte, be it a figure in words or what a chart shows.
pub(super) fn reference(document: Document<'_>, at: usize) -> Option<Reference> {
    let words = words(document, at)?;
    let (text, at) = (&*words.text, words.at);
    let found = within_braces(text, at).or_else(|| {
        let path = charts::path_at(text, at)?;
        Some((path.clone(), &text[path]))
    });
    let (range, path) = found.filter(|(range, _)| !range.is_empty())?;
    Some(Reference {
        place: words.map.span(range),
        path: path.to_owned(),
    })
}

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

/// Where what stands at a byte leads: a reference to its cell, a file's name to the file.
pub fn definition(document: Document<'_>, at: usize) -> Option<Target> {
    let tree = document.tree()?;
    let place = |path: &str| {
        let report = document.report?;
        let cell = report.edition.find(path).map(|slot| report.cell(slot));
        let stated = cell.and_then(|cell| cell.place);
        let stated = stated.filter(|place| !place.range().is_empty());
        let entry = entry(&tree, path);
        stated
            .or_else(|| entry.map(|entry| entry.key_span))
            .map(Target::Place)
    };
    if let Some(reference) = reference(document, at) {
        return place(&reference.path);
    }
    let spot = spot(&tree, at)?;
    let Value::Scalar(scalar) = &spot.entry.node.value else {
        return None;
    };
    let word = scalar.text.trim();
    match *spot.path.last()? {
        keys::PREVIOUS if spot.path.len() == 1 => Some(Target::File(word.to_owned())),
        keys::FILE => Some(Target::File(word.to_owned())),
        keys::PLACE if spot.path[0] == keys::WAIVERS => place(word),
        _ => None,
    }
}

/// What stands at a byte.
pub(super) struct Spot<'t> {
    /// The keys that lead there, the entry's own the last.
    pub path: Vec<&'t str>,
    /// The entry.
    pub entry: &'t Entry,
}

/// The deepest entry at a byte.
pub(super) fn spot(tree: &Node, at: usize) -> Option<Spot<'_>> {
    if let Value::List(items) = &tree.value {
        return items.iter().find_map(|item| spot(item, at));
    }
    let here = |entry: &&Entry| (entry.key_span.range().start..=entry.end()).contains(&at);
    let entry = tree.entries().iter().find(here)?;
    let below = entry.key_span.range().end < at;
    let inner = below.then(|| spot(&entry.node, at)).flatten();
    let path = Vec::new();
    let mut spot = inner.unwrap_or(Spot { path, entry });
    spot.path.insert(0, &entry.key);
    Some(spot)
}

/// The entry of a path, or the deepest that there is on the way to it.
pub(super) fn entry<'t>(tree: &'t Node, path: &str) -> Option<&'t Entry> {
    let mut node = tree;
    let entries = path.split('.').map_while(|key| {
        let entry = node.get(key)?;
        node = &entry.node;
        Some(entry)
    });
    entries.last()
}

/// The words for what stands at a byte, in Markdown, and the place that they speak of.
pub fn hover(document: Document<'_>, at: usize) -> Option<(Span, String)> {
    let findings = document.findings.iter().flat_map(Finding::each);
    let touched = findings.filter(|finding| {
        let range = finding.place.range();
        finding.place.file == document.file && (range.start..=range.end).contains(&at)
    });
    let demands = touched.map(|finding| (finding.place, demand(finding.rule)));
    let figure = reference(document, at)
        .and_then(|reference| Some((reference.place, figure(document, &reference.path)?)));
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
fn figure(document: Document<'_>, path: &str) -> Option<String> {
    let field = document.edition().field(path)?;
    let now = document
        .report
        .map(|report| ("现在的数".to_owned(), report));
    let last = document
        .previous
        .map(|report| (format!("{} 年的数", report.year), report));
    let figures = now.into_iter().chain(last).filter_map(|(when, report)| {
        let value = report.number(path)?;
        Some(format!("\n\n{when}：{value}"))
    });
    let figures: String = figures.collect();
    Some(format!("**{}**　`{path}`{figures}", field.heading))
}
