//! The paragraphs that a document says otherwise, put into the text where they stand.

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::{
    Left, Paper, cells,
    units::{Unit, units, units_shown},
};
use crate::{
    edit::workbench::Cut,
    form::{
        datafile::Text,
        report::{Passage, Report},
    },
    ground::{
        characters::half_width,
        source::{Span, line_start},
        yaml::{Node, Value},
    },
};

/// Characters of a paragraph that are compared one by one, at the most.
const LONGEST: usize = 4000;
/// Paragraphs of a text that are compared, at the most. A report has some fifty.
const MOST: usize = 2000;
/// Characters of a paragraph that are told.
const TOLD: usize = 24;

/// How a text is to change.
#[derive(Default)]
pub struct Part {
    /// The places to be replaced, and by what.
    pub cuts: Vec<Cut>,
    /// What the text's paragraphs say then.
    pub expected: Vec<String>,
    /// How many of them change.
    pub changed: usize,
    /// What is left as it is.
    pub left: Vec<Left>,
}

/// What a document's text says, as one piece of Markdown.
pub fn words(text: &Text) -> String {
    let passages = text.passages.iter();
    passages
        .map(|(_, words)| words.as_str())
        .collect::<Vec<_>>()
        .join("\n\n")
}

/// How the text of a section becomes what a document says.
pub fn part(paper: &Paper, section: usize, new: &str) -> Part {
    let key = &paper.plain.edition.sections[section].key;
    let mut part = Part::default();
    let come = units(new, 0);
    if come.is_empty() {
        return part;
    }
    let (Some(own), Some(shown)) = (&paper.plain.texts[section], &paper.shown.texts[section])
    else {
        return fresh(paper, key, new, part);
    };
    let raw = own.passages.iter().enumerate();
    let raw: Vec<Unit> = raw.flat_map(|(at, own)| units(&own.text, at)).collect();
    let said = shown.passages.iter().enumerate();
    let said: Vec<Unit> = said.flat_map(|(at, own)| units_shown(own, at)).collect();
    if raw.is_empty() {
        return fresh(paper, key, new, part);
    }
    if raw.len() != said.len() || own.passages.iter().any(|passage| passage.heading.is_some()) {
        let same = said
            .iter()
            .map(|unit| &unit.plain)
            .eq(come.iter().map(|unit| &unit.plain));
        if !same {
            part.leave(key, "文字分了小标题，与那份文件对不上，没有改：照着改");
        }
        return part;
    }
    if raw.len().max(come.len()) > MOST {
        part.leave(key, "段太多，没有对照");
        return part;
    }
    let old: Vec<&str> = said.iter().map(|unit| unit.plain.as_str()).collect();
    let now: Vec<&str> = come.iter().map(|unit| unit.plain.as_str()).collect();
    let mut writer = Writer {
        paper,
        key,
        own: &own.passages,
        shown: &shown.passages,
        raw: &raw,
        said: &said,
        come: &come,
        new,
        part,
    };
    for op in capture_diff_slices(Algorithm::Patience, &old, &now) {
        writer.op(&op);
    }
    writer.part
}

/// Whether the text of a section says what it is to say, and everything else what it said.
pub fn is_so(before: &Paper, after: &Paper, section: usize, expected: &[String]) -> bool {
    let cells = cells::is_so(
        &with(&before.plain, &after.plain, section),
        &after.plain,
        &cells::Wants::new(),
    );
    let text = after.shown.texts[section].as_ref();
    let passages = text.map_or(&[][..], |prose| &prose.passages);
    let said = passages.iter().flat_map(|passage| units_shown(passage, 0));
    cells && said.map(|unit| unit.plain).eq(expected.iter().cloned())
}

/// A report with the text of another in the place of its own.
fn with(report: &Report, other: &Report, section: usize) -> Report {
    let mut report = report.clone();
    report.texts[section].clone_from(&other.texts[section]);
    report
}

struct Writer<'a> {
    paper: &'a Paper,
    key: &'a str,
    own: &'a [Passage],
    shown: &'a [Passage],
    raw: &'a [Unit],
    said: &'a [Unit],
    come: &'a [Unit],
    new: &'a str,
    part: Part,
}

impl Writer<'_> {
    fn op(&mut self, op: &DiffOp) {
        let (old, new) = (op.old_range(), op.new_range());
        let both = old.len().min(new.len());
        if matches!(op, DiffOp::Equal { .. }) {
            return old.for_each(|at| self.keep(at));
        }
        for (old, new) in old.clone().zip(new.clone()) {
            self.replace(old, new);
        }
        old.clone().skip(both).for_each(|at| self.remove(at));
        let added: Vec<usize> = new.skip(both).collect();
        if !added.is_empty() {
            self.add(old.start + both, &added);
        }
    }

    fn keep(&mut self, at: usize) {
        self.part.expected.push(self.said[at].plain.clone());
    }

    fn replace(&mut self, old: usize, new: usize) {
        let (unit, come) = (&self.raw[old], &self.come[new]);
        if self.own[unit.passage].text[unit.range.clone()].contains("![") {
            self.left(old, "里有图片，与那份文件不同，没有改：照着改");
            return self.keep(old);
        }
        let words = &self.new[come.range.clone()];
        let written = self.with_references(old, words);
        let span = self.span(unit);
        match (written, span) {
            (Some(written), Some(span)) => {
                let line = self.lines(&written, span);
                self.part.cuts.push((span.range(), line));
                self.part.expected.push(come.plain.clone());
                self.part.changed += 1;
            }
            _ => {
                self.left(old, "里的引用与那份文件对不上，没有改：照着改");
                self.keep(old);
            }
        }
    }

    fn remove(&mut self, at: usize) {
        let unit = &self.raw[at];
        let words = &self.own[unit.passage].text[unit.range.clone()];
        let is_kept = words.contains("{{") || words.contains("![");
        let (Some(span), false) = (self.span(unit), is_kept) else {
            self.left(at, "在那份文件里没有，它有引用或图片，没有删");
            return self.keep(at);
        };
        let text = self.paper.text();
        let start = line_start(text, span.range().start);
        let next = self
            .raw
            .get(at + 1)
            .filter(|next| next.passage == unit.passage);
        let next = next.and_then(|next| self.span(next));
        let range = match next {
            Some(next) => start..line_start(text, next.range().start),
            None => text[..start].trim_end().len()..span.range().end,
        };
        self.part.cuts.push((range, String::new()));
        self.part.changed += 1;
    }

    /// Puts paragraphs before one, or behind the last.
    fn add(&mut self, before: usize, added: &[usize]) {
        let last = self.raw.len() - 1;
        let Some(span) = self.span(&self.raw[before.min(last)]) else {
            let count = added.len();
            let why = format!("那份文件多出 {count} 段，这里的文字写法特别，没有加");
            return self.part.leave(self.key, why);
        };
        let words: Vec<&str> = added
            .iter()
            .map(|at| &self.new[self.come[*at].range.clone()])
            .collect();
        let words = words.join("\n\n");
        let cut = match before > last {
            true => {
                let end = span.range().end;
                (end..end, self.lines(&format!("\n\n{words}"), span))
            }
            false => {
                let start = span.range().start;
                (start..start, self.lines(&format!("{words}\n\n"), span))
            }
        };
        self.part.cuts.push(cut);
        self.part.changed += added.len();
        let plain = added.iter().map(|at| self.come[*at].plain.clone());
        self.part.expected.extend(plain);
    }

    /// Words with the indentation of the place where they go.
    fn lines(&self, words: &str, place: Span) -> String {
        let text = self.paper.text();
        let start = line_start(text, place.range().start);
        let pad = &text[start..place.range().start];
        let lines: Vec<String> = words
            .split('\n')
            .enumerate()
            .map(|(at, line)| match (at, line) {
                (0, line) => line.to_owned(),
                // What goes before a paragraph ends where its line begins.
                (at, "") if at + 1 < words.split('\n').count() => String::new(),
                (_, line) => format!("{pad}{line}"),
            })
            .collect();
        lines.join("\n")
    }

    /// Where a paragraph stands in the data file: on lines of its own.
    fn span(&self, unit: &Unit) -> Option<Span> {
        let span = self.own[unit.passage].map.span(unit.range.clone());
        let text = self.paper.text();
        let start = span.range().start;
        let is_line = span.file == self.paper.file
            && text[line_start(text, start)..start]
                .chars()
                .all(|c| c == ' ');
        is_line.then_some(span)
    }

    /// Words that take a paragraph's place, with its references where their figures still
    /// stand; nothing where one of them does not.
    fn with_references(&self, old: usize, words: &str) -> Option<String> {
        let (unit, said) = (&self.raw[old], &self.said[old]);
        let raw = &self.own[unit.passage].text[unit.range.clone()];
        if !raw.contains("{{") {
            return Some(words.to_owned());
        }
        let shown = &self.shown[said.passage];
        let before: Vec<(char, Option<Span>)> = shown.text[said.range.clone()]
            .char_indices()
            .map(|(at, c)| {
                let at = said.range.start + at;
                let place = shown.map.span(at..at + c.len_utf8());
                let is_reference = self.paper.sources.slice(place).starts_with("{{");
                (c, is_reference.then_some(place))
            })
            .collect();
        let after: Vec<char> = words.chars().collect();
        if before.len().max(after.len()) > LONGEST {
            return None;
        }
        let old: Vec<char> = before.iter().map(|(c, _)| *c).collect();
        let mut out = String::new();
        for op in capture_diff_slices(Algorithm::Myers, &old, &after) {
            let (gone, come) = (op.old_range(), op.new_range());
            if !matches!(op, DiffOp::Equal { .. }) {
                // A figure that changes, or that something is written into, no longer holds.
                let inside = before.get(gone.start).and_then(|(_, place)| *place);
                let above = gone.start.checked_sub(1).and_then(|at| before[at].1);
                let torn = inside.is_some() && inside == above;
                if torn || before[gone].iter().any(|(_, place)| place.is_some()) {
                    return None;
                }
                out.extend(&after[come]);
                continue;
            }
            for (at, new) in gone.zip(come) {
                let Some(place) = before[at].1 else {
                    out.push(before[at].0);
                    continue;
                };
                let goes_on = |other: Option<usize>| {
                    let other = other.and_then(|other| before.get(other));
                    other.is_some_and(|(_, other)| *other == Some(place))
                };
                let (first, last) = (!goes_on(at.checked_sub(1)), !goes_on(Some(at + 1)));
                // Digits beside it make another figure of it.
                let is_digit = |at: Option<usize>| {
                    let letter = at.and_then(|at| after.get(at));
                    letter.is_some_and(|letter| half_width(*letter).is_ascii_digit())
                };
                if (first && is_digit(new.checked_sub(1))) || (last && is_digit(Some(new + 1))) {
                    return None;
                }
                if first {
                    out += self.paper.sources.slice(place);
                }
            }
        }
        Some(out)
    }

    fn left(&mut self, at: usize, why: &str) {
        let words: String = self.said[at].plain.chars().take(TOLD).collect();
        self.part
            .leave(self.key, format!("「{words}……」这一段{why}"));
    }
}

impl Part {
    fn leave(&mut self, key: &str, why: impl Into<String>) {
        self.left.push(Left {
            path: key.to_owned(),
            why: why.into(),
        });
    }
}

/// The text of a section that has none yet.
fn fresh(paper: &Paper, key: &str, new: &str, mut part: Part) -> Part {
    let entry = match &paper.tree.value {
        Value::Map(entries) => entries.iter().find(|entry| entry.key == key),
        _ => None,
    };
    let Some(entry) = entry.filter(|entry| is_empty(&entry.node)) else {
        part.leave(key, "那份文件有这一部分的文字，这里没有放它的地方，没有加");
        return part;
    };
    let text = paper.text();
    let at = entry.key_span.range().end;
    let colon = text[at..].find(':').map_or(at, |colon| at + colon + 1);
    let end = colon + text[colon..].find('\n').unwrap_or(text.len() - colon);
    let lines = new.trim_end().lines().map(|line| match line {
        "" => "\n".to_owned(),
        line => format!("\n  {line}"),
    });
    let block = format!(" |{}", lines.collect::<String>());
    part.cuts.push((colon..end, block));
    let come = units(new, 0);
    part.changed = come.len();
    part.expected = come.into_iter().map(|unit| unit.plain).collect();
    part
}

/// Whether nothing stands behind a key.
fn is_empty(node: &Node) -> bool {
    match &node.value {
        Value::Null => true,
        Value::Scalar(scalar) => scalar.text.trim().is_empty(),
        _ => false,
    }
}
