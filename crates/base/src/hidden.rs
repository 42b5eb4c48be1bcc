//! What nobody sees in a text or a YAML file: characters that steer, turn round or hide what
//! is read.
//!
//! One finding for every key, value and, together, all comments: how many there are and
//! where the first stands.

use std::ops::Range;

use super::{
    characters::is_hidden,
    diagnostic::{Finding, rules},
    source::{Source, Sources, Span},
    yaml::{Entry, Node, Scalar, TextMap, Value},
};

const HELP: &str = "删去它们：多半是从网页或别的软件粘贴时带来的；生成的报告里没有它们";

/// Bytes of a path, at the most: each of its parts writes it anew.
const LONGEST: usize = 400;

/// What is hidden in some words, as a finding at its first character; `place` tells where a
/// stretch of the words stands, `what` what they are.
pub fn finding(words: &str, what: &str, place: impl Fn(Range<usize>) -> Span) -> Option<Finding> {
    let mut hidden = words.char_indices().filter(|(_, c)| is_hidden(*c));
    let (at, first) = hidden.next()?;
    let count = 1 + hidden.count();
    let code = format!("U+{:04X}", u32::from(first));
    let message = match count {
        1 => format!("{what}里夹着看不见的字符 {code}（{}）", kind(first)),
        _ => format!(
            "{what}里夹着 {count} 个看不见的字符，第一个是 {code}（{}）",
            kind(first)
        ),
    };
    let place = place(at..at + first.len_utf8());
    let finding = Finding::new(&rules::HIDDEN_CHARACTER, place, message);
    Some(finding.stated(code).help(HELP))
}

/// What a hidden character does.
fn kind(c: char) -> &'static str {
    match c {
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
            "改变文字的方向"
        }
        _ if c.is_control() => "控制字符",
        _ => "不占位置",
    }
}

/// What is hidden in the keys, values and comments of a file.
pub fn findings(sources: &Sources, tree: &Node) -> Vec<Finding> {
    let source = sources.get(tree.span.file);
    let mut search = Search {
        source,
        findings: Vec::new(),
        told: Vec::new(),
    };
    search.node(tree, "");
    search.comments(tree.span);
    search.findings
}

struct Search<'a> {
    source: &'a Source,
    findings: Vec<Finding>,
    /// The places that were searched and have something.
    told: Vec<Span>,
}

impl Search<'_> {
    fn node(&mut self, node: &Node, path: &str) {
        match &node.value {
            Value::Null => {}
            Value::Scalar(scalar) => self.scalar(node.span, scalar, path),
            Value::List(items) => items.iter().for_each(|item| self.node(item, path)),
            Value::Map(entries) => entries.iter().for_each(|entry| self.entry(entry, path)),
        }
    }

    fn entry(&mut self, entry: &Entry, above: &str) {
        let written = &self.source.text()[entry.key_span.range()];
        // An escape has no character of its own to point at.
        let place = |range: Range<usize>| match written.find(is_hidden) {
            Some(at) => {
                let start = entry.key_span.range().start + at;
                Span::new(entry.key_span.file, start..start + range.len())
            }
            None => entry.key_span,
        };
        let found = finding(&entry.key, "键", place);
        self.push(found, entry.key_span, above);
        let path = match above {
            "" if entry.key.len() <= LONGEST => entry.key.clone(),
            above if above.len() + entry.key.len() > LONGEST => above.to_owned(),
            above => format!("{above}.{}", entry.key),
        };
        self.node(&entry.node, &path);
    }

    fn scalar(&mut self, span: Span, scalar: &Scalar, path: &str) {
        // Most have none, and a map takes long.
        if scalar.text.contains(is_hidden) {
            let map = TextMap::scalar(self.source, span, scalar);
            let found = finding(&scalar.text, "文字", |range| map.span(range));
            self.push(found, span, path);
        }
    }

    /// What stands in the file and in no key or value.
    fn comments(&mut self, whole: Span) {
        self.told.sort();
        let told = &self.told;
        let mut outside = String::new();
        let mut first = 0;
        let hidden = self.source.text().char_indices();
        for (at, c) in hidden.filter(|(at, c)| is_hidden(*c) && !(*at == 0 && *c == '\u{feff}')) {
            let after = told.partition_point(|span| span.range().start <= at);
            let inside = after.checked_sub(1).map(|before| told[before].range());
            if inside.is_none_or(|range| range.end <= at) {
                first = if outside.is_empty() { at } else { first };
                outside.push(c);
            }
        }
        let place = |range: Range<usize>| Span::new(whole.file, first..first + range.len());
        let found = finding(&outside, "注释", place);
        self.findings.extend(found);
    }

    fn push(&mut self, found: Option<Finding>, place: Span, path: &str) {
        if let Some(found) = found {
            self.told.push(place);
            self.findings.push(found.at(path));
        }
    }
}
