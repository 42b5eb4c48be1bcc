//! Texts: what a section says in its parts, and another text in its place by the fewest lines.

mod parts;

use super::{
    change::{Cuts, Texts, of_data, smallest},
    messages::{Passage, Refusal},
};
use std::iter::successors;

use base::{
    source::{line_end, next_line},
    yaml::{Entry, Splice, Value, write},
};
use form::{
    datafile::{is_map, joined},
    edition::Edition,
    report::keys,
};
use open::Opened;

use parts::{Part, parts, target};
pub use parts::{passages, tidy};

/// The change that gives a section another text.
pub fn change(
    paper: &Opened,
    texts: &Texts,
    key: &str,
    passages: &[Passage],
) -> Result<Cuts, Refusal> {
    let unreadable = || Refusal::new("文件现在读不懂", "先改正全文里的错误");
    let tree = paper.tree.as_ref().ok_or_else(unreadable)?;
    let wanted = tidy(passages);
    let mut pen = Pen {
        text: paper.text(),
        cuts: Vec::new(),
        files: Cuts::new(),
        texts,
    };
    match tree.get(key) {
        None if wanted.is_empty() => {}
        None => {
            let edition = paper.plain.as_ref().map(|report| report.edition);
            let order = keys::below(edition.unwrap_or(Edition::latest()), "");
            let pair = format!("\n{}:{}", write::word(key), fresh(&wanted, 0));
            pen.cuts.extend(tree.insert(pen.text, &order, key, &pair));
        }
        Some(entry) => pen.section(entry, &wanted, tree.flow),
    }
    pen.files.extend(of_data(pen.cuts));
    Ok(pen.files)
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
    cuts: Vec<Splice>,
    /// Cuts of the text files.
    files: Cuts,
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
        let cuts = self.files.entry(file.to_owned()).or_default();
        cuts.push((range, come.to_owned()));
    }

    /// The words of a literal block that differ, replaced: each of its lines is one of the text.
    fn within(&self, entry: &Entry, wanted: &str) -> Option<Splice> {
        let (text, node) = (self.text, &entry.node);
        let Value::Scalar(scalar) = &node.value else {
            return None;
        };
        let bar = entry.colon + text[entry.colon..].find(['|', '>'])?;
        let literal = node.is_block() && text[bar..].starts_with('|');
        let old: Vec<&str> = scalar.text.trim_end().split('\n').collect();
        let first = old
            .iter()
            .position(|line| !line.is_empty())
            .filter(|_| literal)?;
        let below = |line: &usize| Some(next_line(text, *line)).filter(|next| *next < text.len());
        let starts: Vec<usize> = successors(Some(bar), below).take(old.len() + 1).collect();
        // A stray carriage return is a line's end too.
        (starts.len() == old.len() + 1).then_some(())?;
        let end = |line: usize| {
            let whole = &text[..line_end(text, starts[line])];
            whole.strip_suffix('\r').unwrap_or(whole).len()
        };
        let pad = text[starts[first + 1]..].find(old[first])?;
        let new: Vec<&str> = wanted.split('\n').filter(|_| !wanted.is_empty()).collect();
        let alike = |(a, b): &(&&str, &&str)| a == b;
        let head = old.iter().zip(&new).take_while(alike).count();
        let left = old[head..].iter().rev().zip(new[head..].iter().rev());
        let tail = left.take_while(alike).count();
        let lines = new[head..new.len() - tail].iter().map(|line| match *line {
            "" => "\n".to_owned(),
            line => format!("\n{}{line}", " ".repeat(pad)),
        });
        let mut lines: String = lines.collect();
        let range = end(head)..end(old.len() - tail);
        if text[range.clone()].contains("\r\n") {
            lines = lines.replace('\n', "\r\n");
        }
        let (own, come) = smallest(&text[range.clone()], &lines);
        Some((
            range.start + own.start..range.start + own.end,
            come.to_owned(),
        ))
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
