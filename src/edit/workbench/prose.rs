//! Texts: what a section says in its parts, and another text in its place by the fewest lines.

mod parts;

use super::{
    change::{Change, Cut, DATA, Texts, smallest},
    messages::{Passage, Refusal},
};
use crate::open::Opened;
use crate::{
    form::{
        datafile::{is_map, joined},
        report::keys,
    },
    ground::{
        source::{indent, line_end},
        yaml::{Entry, Value, write},
    },
};

use parts::{Part, parts, target};
pub use parts::{passages, tidy};

/// The change that gives a section another text.
pub fn change(
    paper: &Opened,
    texts: &Texts,
    key: &str,
    order: &[&str],
    passages: &[Passage],
) -> Result<Change, Refusal> {
    let unreadable = || Refusal::new("文件现在读不懂", "先改正全文里的错误");
    let tree = paper.tree.as_ref().ok_or_else(unreadable)?;
    let wanted = tidy(passages);
    let overlap = || Refusal::new("这段文字的写法太特别，改不了", "在全文里改这一段");
    let mut pen = Pen {
        text: paper.text(),
        cuts: Vec::new(),
        files: Change::default(),
        texts,
    };
    match tree.get(key) {
        None if wanted.is_empty() => return Ok(Change::default()),
        None => {
            let pair = format!("\n{}:{}", write::word(key), fresh(&wanted, 0));
            pen.cuts.extend(tree.insert(pen.text, order, key, &pair));
        }
        Some(entry) => pen.section(entry, &wanted, tree.flow),
    }
    let cuts = Change::cuts(texts, DATA, pen.cuts).ok_or_else(overlap)?;
    Ok(cuts.and(pen.files))
}

/// A text behind the colon of its key, without the last line break.
fn fresh(passages: &[(Option<String>, String)], indent: usize) -> String {
    let block = |text: &str, indent| {
        let text = match text.is_empty() {
            true => String::new(),
            false => format!("{text}\n"),
        };
        format!(" {}", write::text(&text, indent).trim_end_matches('\n'))
    };
    match passages {
        [] => " |".to_owned(),
        [(None, text)] => block(text, indent),
        passages if is_map(passages) => {
            let pad = " ".repeat(indent + 2);
            let lines = passages.iter().map(|(heading, text)| {
                let heading = heading.as_deref().unwrap_or(keys::PREAMBLE);
                format!(
                    "\n{pad}{}:{}",
                    write::word(heading),
                    block(text, indent + 2)
                )
            });
            lines.collect()
        }
        passages => block(joined(passages).trim_end(), indent),
    }
}

struct Pen<'a> {
    text: &'a str,
    texts: &'a Texts,
    cuts: Vec<Cut>,
    /// Changes of the text files.
    files: Change,
}

impl Pen<'_> {
    /// Writes a section's text in place of another.
    fn section(&mut self, entry: &Entry, wanted: &[(Option<String>, String)], flow: bool) {
        let parts = parts(self.texts, entry);
        let headed = matches!(entry.node.value, Value::Map(_)) && target(&entry.node).is_none();
        let inside = entry.node.flow;
        let headings = parts.iter().map(|part| &part.heading);
        let same = headings.eq(wanted.iter().map(|(heading, _)| heading));
        match wanted {
            [] if !headed => self.body(&parts[0], "", flow),
            [(None, text)] if !headed => self.body(&parts[0], text, flow),
            // Within braces a part is no line of its own.
            wanted
                if headed
                    && is_map(wanted)
                    && !wanted.is_empty()
                    && (same || !inside)
                    && (same || !matches!(wanted, [(None, _)])) =>
            {
                self.headed(&parts, wanted, inside);
            }
            wanted => self
                .cuts
                .push(entry.set_lines(self.text, &fresh(wanted, entry.indent(self.text)))),
        }
    }

    /// The parts of a map of sub-headings.
    fn headed(&mut self, parts: &[Part<'_>], wanted: &[(Option<String>, String)], flow: bool) {
        let pairs = matched(parts, wanted);
        let mut last: Option<usize> = None;
        for (old, new) in pairs {
            match (old, new) {
                (Some(old), Some(new)) => {
                    let (heading, text) = &wanted[new];
                    let part = &parts[old];
                    if part.heading != *heading {
                        let key = heading.as_deref().unwrap_or(keys::PREAMBLE);
                        let range = part.entry.key_span.range();
                        self.cuts.push((range, write::word(key)));
                    }
                    self.body(part, text, flow);
                    last = Some(old);
                }
                (Some(old), None) => {
                    let range = parts[old].entry.lines(self.text);
                    self.cuts.push((range, String::new()));
                    last = Some(old);
                }
                (None, Some(new)) => {
                    let indent = parts[0].entry.indent(self.text);
                    let (heading, text) = &wanted[new];
                    let key = write::word(heading.as_deref().unwrap_or(keys::PREAMBLE));
                    let value = fresh(&[(None, text.clone())], indent);
                    let line = format!("{}{key}:{value}\n", " ".repeat(indent));
                    let at = match last {
                        Some(last) => parts[last].entry.lines(self.text).end,
                        None => parts[0].entry.lines(self.text).start,
                    };
                    let apart = match self.text[..at].ends_with('\n') || at == 0 {
                        true => "",
                        false => "\n",
                    };
                    self.cuts.push((at..at, format!("{apart}{line}")));
                }
                (None, None) => {}
            }
        }
    }

    /// Another text in a part's place.
    fn body(&mut self, part: &Part<'_>, wanted: &str, flow: bool) {
        if part.text.replace("\r\n", "\n").trim_end() == wanted {
            return;
        }
        if let Some(file) = &part.file {
            self.file(file, wanted);
            return;
        }
        let indent = part.entry.indent(self.text);
        let value = fresh(&[(None, wanted.to_owned())], indent);
        if flow {
            self.cuts
                .push(part.entry.set(self.text, &write::quoted(wanted)));
        } else {
            let plain = value.starts_with(" |\n") || value == " |";
            let within = self.within(part.entry, wanted).filter(|_| plain);
            let whole = || part.entry.set_lines(self.text, &value);
            self.cuts.push(within.unwrap_or_else(whole));
        }
    }

    /// Another text in a file of its own; its last line ends as before.
    fn file(&mut self, file: &str, wanted: &str) {
        let old = self.texts.get(file).map_or("", String::as_str);
        let kept = old.trim_end().len();
        let first = old.split_inclusive('\n').next().unwrap_or_default();
        let wanted = match first.ends_with("\r\n") {
            true => wanted.replace('\n', "\r\n"),
            false => wanted.to_owned(),
        };
        let end = match old[kept..].is_empty() && old.is_empty() {
            true => "\n",
            false => &old[kept..],
        };
        let new = format!("{wanted}{end}");
        let (range, come) = smallest(old, &new);
        let change = Change::cuts(self.texts, file, vec![(range, come.to_owned())]);
        let files = std::mem::take(&mut self.files);
        self.files = files.and(change.unwrap_or_default());
    }

    /// The words of a block that differ, replaced; nothing where it is written otherwise than
    /// line by line.
    fn within(&self, entry: &Entry, wanted: &str) -> Option<Cut> {
        let Value::Scalar(scalar) = &entry.node.value else {
            return None;
        };
        let head = self.text[..line_end(self.text, entry.colon)].trim_end_matches('\r');
        let old = &self.text[head.len()..entry.end().max(head.len())];
        let first = old.lines().find(|line| !line.trim().is_empty());
        let pad = " ".repeat(first.map_or(entry.indent(self.text) + 2, indent));
        let lines = |words: &str| -> String {
            let lines = words.split('\n').map(|line| match line {
                "" => "\n".to_owned(),
                line => format!("\n{pad}{line}"),
            });
            let lines: String = lines.filter(|_| !words.is_empty()).collect();
            match old.contains("\r\n") {
                true => lines.replace('\n', "\r\n"),
                false => lines,
            }
        };
        let literal = head[entry.colon..].trim_start().starts_with('|');
        (literal && lines(scalar.text.trim_end()) == old).then(|| {
            let new = lines(wanted);
            let (range, come) = smallest(old, &new);
            let place = head.len() + range.start..head.len() + range.end;
            (place, come.to_owned())
        })
    }
}

/// Which old part becomes which new one: those at both ends that are the same, then those
/// with the same heading in order; where as many are left, each becomes the next.
fn matched(
    parts: &[Part<'_>],
    wanted: &[(Option<String>, String)],
) -> Vec<(Option<usize>, Option<usize>)> {
    let same = |(part, new): (&Part<'_>, &(Option<String>, String))| {
        part.heading == new.0 && part.text.trim_end() == new.1
    };
    let head = parts
        .iter()
        .zip(wanted)
        .take_while(|pair| same(*pair))
        .count();
    let (old, new) = (&parts[head..], &wanted[head..]);
    let tail = old.iter().rev().zip(new.iter().rev());
    let tail = tail.take_while(|pair| same(*pair)).count();
    let (old, new) = (old.len() - tail, new.len() - tail);
    let mut pairs: Vec<_> = (0..head).map(|at| (Some(at), Some(at))).collect();
    let mut from = head;
    for (at, passage) in wanted.iter().enumerate().skip(head).take(new) {
        let here = from..head + old;
        let found = match old == new {
            true => Some(at),
            false => here.clone().find(|old| parts[*old].heading == passage.0),
        };
        if let Some(found) = found {
            pairs.extend((from..found).map(|old| (Some(old), None)));
            from = found + 1;
        }
        pairs.push((found, Some(at)));
    }
    pairs.extend((from..head + old).map(|old| (Some(old), None)));
    let shift = |at: usize| (Some(head + old + at), Some(head + new + at));
    pairs.extend((0..tail).map(shift));
    pairs
}
