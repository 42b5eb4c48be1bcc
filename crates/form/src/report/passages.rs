//! The texts: a block of Markdown, a map of sub-headings, or another file.

use std::{collections::HashMap, ops::Range};

use pulldown_cmark::{Event, HeadingLevel, Tag};

use super::{
    Passage, Prose, Words,
    commonmark::Prepared,
    keys,
    reader::{CUT, Reader, TOO_LONG, is_blank},
};
use base::{
    diagnostic::{Finding, either, message, rules, terminal::excerpt},
    hidden,
    source::Span,
    yaml::{Entry, TextMap, Value},
};

impl Reader<'_> {
    /// Reads a text; an empty one is found fault with where it is required.
    pub(super) fn prose(&mut self, entry: &Entry, required: bool) -> Option<Prose> {
        let place = entry.key_span;
        let mut passages = Vec::new();
        match &entry.node.value {
            Value::Map(entries) if entries.is_empty() => self.empty(place, &entry.key),
            Value::Map(entries) if !names_file(entries) => {
                let mut known: HashMap<&str, &Entry> = HashMap::new();
                for sub in entries {
                    let path = format!("{}.{}", entry.key, sub.key);
                    if let Some(first) = known.get(sub.key.as_str()) {
                        let twice = self.twice("小标题", first, sub, &path);
                        self.push(twice.help("合并成一处，或改一个标题"));
                        continue;
                    }
                    known.insert(&sub.key, sub);
                    let heading =
                        (sub.key != keys::PREAMBLE).then(|| Words::new(&sub.key, sub.key_span));
                    passages.extend(self.passage(sub, &path, heading, true));
                }
            }
            _ => passages.extend(self.passage(entry, &entry.key, None, required)),
        }
        (!passages.is_empty()).then_some(Prose { passages, place })
    }

    fn passage(
        &mut self,
        entry: &Entry,
        path: &str,
        heading: Option<Words>,
        required: bool,
    ) -> Option<Passage> {
        let (text, map) = match &entry.node.value {
            Value::Scalar(scalar) => {
                let source = self.sources.get(entry.node.span.file);
                let map = TextMap::scalar(source, entry.node.span, scalar);
                (scalar.text.clone(), map)
            }
            Value::Null => {
                if required || !is_blank(&entry.node) {
                    self.empty(entry.key_span, path);
                }
                return None;
            }
            Value::Map(entries) if names_file(entries) => self.included(&entries[0], path)?,
            Value::Map(_) | Value::List(_) => {
                let part = self.edition.subject(path);
                self.wrong(
                    entry,
                    message!(part; "「{part}」应当是一段文字"),
                    either(
                        "写成 | 后另起一行，下面每行缩进两个空格；或写 {文件: 文字.md}",
                        "在这一部分写上文字",
                    ),
                );
                return None;
            }
        };
        self.markdown(heading, (text, map), entry.key_span, path)
    }

    /// A text as Markdown with its map; an empty one is found fault with.
    pub(super) fn markdown(
        &mut self,
        heading: Option<Words>,
        (text, map): (String, TextMap),
        place: Span,
        path: &str,
    ) -> Option<Passage> {
        if text.trim().is_empty() {
            self.empty(place, path);
            return None;
        }
        // Headings alone say nothing.
        let mut lines = text.lines().map(str::trim_start);
        if lines.all(|line| line.is_empty() || line.starts_with('#')) {
            self.empty(place, path);
        } else {
            for heading in bare_headings(&text) {
                let words = text[heading.clone()].trim_matches(['#', ' ', '\n']);
                let message = format!("小标题「{}」下面没有内容", excerpt(words, 40));
                let finding = Finding::new(&rules::EMPTY_SECTION, map.span(heading), message);
                let help = "在它下面写上文字，前后各空一行；用不着它就删去";
                self.push(finding.at(path).help(help));
            }
        }
        Some(Passage {
            heading,
            text,
            map,
            shares: Vec::new(),
            charts: Vec::new(),
        })
    }

    fn included(&mut self, entry: &Entry, path: &str) -> Option<(String, TextMap)> {
        let Value::Scalar(target) = &entry.node.value else {
            self.wrong(
                entry,
                "「文件」后面应当写文件名",
                either("例如 {文件: 总体情况.md}", "写上这份文字所在文件的名字"),
            );
            return None;
        };
        match self.library.text(target.text.trim()) {
            Ok((name, text)) => {
                let letters = text.chars().count();
                let Some(spare) = self.spare.checked_sub(letters) else {
                    let message = format!("「{name}」有 {letters} 个字，{TOO_LONG}");
                    self.wrong(entry, message, CUT);
                    return None;
                };
                self.spare = spare;
                let file = self.sources.add(name, text.clone());
                let map = TextMap::verbatim(file, 0, text.len());
                let hidden = hidden::finding(&text, "文字", |range| map.span(range));
                self.findings.extend(hidden.map(|found| found.at(path)));
                Some((text, map))
            }
            Err((message, help)) => {
                let finding = Finding::new(&rules::MISSING_FILE, entry.node.span, message);
                self.push(finding.at(path).stated(&target.text).help(help));
                None
            }
        }
    }

    pub(super) fn empty(&mut self, place: Span, path: &str) {
        let part = self.edition.subject(path);
        let message = message!(part; "「{part}」没有内容");
        let help = either(
            "在下面写上文字，每行缩进两个空格；这一部分不能空着",
            "在这一部分写上文字，不能空着",
        );
        self.fault(&rules::EMPTY_SECTION, place, path, message, help);
    }
}

/// The headings of a text with nothing below them but a heading that is no smaller.
fn bare_headings(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut last: Option<(HeadingLevel, Range<usize>)> = None;
    let mut depth = 0;
    for (event, range) in Prepared::of(text).events() {
        match event {
            Event::Start(Tag::Heading { level, .. }) => {
                let bare = last.replace((level, range));
                let bare = bare.filter(|(before, _)| *before >= level);
                found.extend(bare.map(|(_, range)| range));
                depth += 1;
            }
            Event::End(_) => depth -= 1,
            other => {
                if depth == 0 {
                    last = None;
                }
                depth += usize::from(matches!(other, Event::Start(_)));
            }
        }
    }
    found.extend(last.map(|(_, range)| range));
    found
}

fn names_file(entries: &[Entry]) -> bool {
    matches!(entries, [only] if only.key == keys::FILE)
}
