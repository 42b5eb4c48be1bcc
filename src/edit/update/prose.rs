//! The paragraphs that a document says otherwise, put into the text where they stand.

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::{
    Left,
    units::{Unit, units, units_shown},
};
use crate::{
    edit::workbench::{Texts, passages},
    form::{datafile::Text, report::Passage},
    ground::{
        characters::half_width,
        source::{Sources, Span, line_start},
        yaml::{Splice, spliced},
    },
    open::Opened,
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
    /// What it says then, references as they are written.
    pub text: String,
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
pub fn part(paper: &Opened, texts: &Texts, section: usize, new: &str) -> Part {
    let mut part = Part::default();
    let come = units(new);
    let (Some(plain), Some(report), false) = (&paper.plain, &paper.report, come.is_empty()) else {
        return part;
    };
    let key = &plain.edition.sections[section].key;
    let own = plain.texts[section].as_ref();
    let own = own.map_or(&[][..], |prose| &prose.passages);
    let shown = report.texts[section].as_ref();
    let shown = shown.map_or(&[][..], |prose| &prose.passages);
    let raw: Vec<Unit> = own.iter().flat_map(|own| units(&own.text)).collect();
    let said: Vec<Unit> = shown.iter().flat_map(units_shown).collect();
    let old: Vec<&str> = said.iter().map(|unit| unit.plain.as_str()).collect();
    let now: Vec<&str> = come.iter().map(|unit| unit.plain.as_str()).collect();
    if old == now {
        return part;
    }
    let leave = |why: &str| Part {
        left: vec![Left {
            path: key.clone(),
            why: format!("{why}，没有改：照着改"),
        }],
        ..Part::default()
    };
    if let Some(file) = passages(paper, texts, key).1 {
        return leave(&format!("文字在「{file}」里，与那份文件不同"));
    }
    if raw.is_empty() {
        part.text = new.trim_end().to_owned();
        part.changed = come.len();
        part.expected = come.into_iter().map(|unit| unit.plain).collect();
        return part;
    }
    if raw.len().max(come.len()) > MOST {
        return leave("段太多，没有对照");
    }
    let (own, shown) = match (own, shown) {
        ([own], [shown]) if own.heading.is_none() && raw.len() == said.len() => (own, shown),
        _ => return leave("文字分了小标题，与那份文件对不上"),
    };
    let mut writer = Writer {
        sources: &paper.sources,
        key,
        text: &own.text,
        shown,
        raw: &raw,
        said: &said,
        come: &come,
        new,
        splices: Vec::new(),
        part,
    };
    for op in capture_diff_slices(Algorithm::Patience, &old, &now) {
        writer.op(&op);
    }
    writer.part.text = spliced(writer.text, writer.splices);
    writer.part
}

/// Whether the paragraphs of a section say what they are to say.
pub fn says(paper: &Opened, section: usize, expected: &[String]) -> bool {
    let text = paper
        .report
        .as_ref()
        .and_then(|report| report.texts[section].as_ref());
    let passages = text.map_or(&[][..], |prose| &prose.passages);
    let said = passages.iter().flat_map(units_shown);
    said.map(|unit| unit.plain).eq(expected.iter().cloned())
}

struct Writer<'a> {
    sources: &'a Sources,
    key: &'a str,
    /// The text as it is written.
    text: &'a str,
    shown: &'a Passage,
    raw: &'a [Unit],
    said: &'a [Unit],
    come: &'a [Unit],
    new: &'a str,
    /// In the text's order.
    splices: Vec<Splice>,
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
        if self.text[unit.range.clone()].contains("![") {
            self.left(old, "里有图片，与那份文件不同，没有改：照着改");
            return self.keep(old);
        }
        match self.with_references(old, &self.new[come.range.clone()]) {
            Some(written) => {
                self.splices.push((unit.range.clone(), written));
                self.part.expected.push(come.plain.clone());
                self.part.changed += 1;
            }
            None => {
                self.left(old, "里的引用与那份文件对不上，没有改：照着改");
                self.keep(old);
            }
        }
    }

    fn remove(&mut self, at: usize) {
        let range = self.raw[at].range.clone();
        let words = &self.text[range.clone()];
        if words.contains("{{") || words.contains("![") {
            self.left(at, "在那份文件里没有，它有引用或图片，没有删");
            return self.keep(at);
        }
        let start = line_start(self.text, range.start);
        let range = match self.raw.get(at + 1) {
            Some(next) => start..line_start(self.text, next.range.start),
            None => self.text[..start].trim_end().len()..range.end,
        };
        self.splices.push((range, String::new()));
        self.part.changed += 1;
    }

    /// Puts paragraphs before one, or behind the last.
    fn add(&mut self, before: usize, added: &[usize]) {
        let words = added
            .iter()
            .map(|at| &self.new[self.come[*at].range.clone()]);
        let words = words.collect::<Vec<_>>().join("\n\n");
        let (at, words) = match self.raw.get(before) {
            Some(next) => (next.range.start, format!("{words}\n\n")),
            None => (
                self.raw[self.raw.len() - 1].range.end,
                format!("\n\n{words}"),
            ),
        };
        self.splices.push((at..at, words));
        self.part.changed += added.len();
        let plain = added.iter().map(|at| self.come[*at].plain.clone());
        self.part.expected.extend(plain);
    }

    /// Words that take a paragraph's place, with its references where their figures still
    /// stand; nothing where one of them does not.
    fn with_references(&self, old: usize, words: &str) -> Option<String> {
        let (unit, said) = (&self.raw[old], &self.said[old]);
        if !self.text[unit.range.clone()].contains("{{") {
            return Some(words.to_owned());
        }
        let shown = self.shown;
        let before: Vec<(char, Option<Span>)> = shown.text[said.range.clone()]
            .char_indices()
            .map(|(at, c)| {
                let at = said.range.start + at;
                let place = shown.map.span(at..at + c.len_utf8());
                let is_reference = self.sources.slice(place).starts_with("{{");
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
                    out += self.sources.slice(place);
                }
            }
        }
        Some(out)
    }

    fn left(&mut self, at: usize, why: &str) {
        let words: String = self.said[at].plain.chars().take(TOLD).collect();
        self.part.left.push(Left {
            path: self.key.to_owned(),
            why: format!("「{words}……」这一段{why}"),
        });
    }
}
