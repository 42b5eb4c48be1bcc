//! From the tree and the text to keys, values and the comments between them.

use std::ops::Range;

use super::{
    entries::{Content, Entry, Item, Top},
    one_line::{self, blank, skip},
};
use crate::ground::{
    source::{Source, indent as indent_of},
    yaml::{self, Node, Style, Value},
};

/// Reads a file; nothing if its top level is not a key a line.
pub fn parse(source: &Source, tree: &Node) -> Option<Top> {
    let Value::Map(entries) = &tree.value else {
        return None;
    };
    let mut parser = Parser { source, next: 1 };
    let items = parser.items(entries, None, source.text().len())?;
    let mut trailing = Vec::new();
    while let Some(line) = parser.line(parser.next) {
        trailing.push(trivia(line)?);
        parser.next += 1;
    }
    // The text's last line break makes one more, empty, line.
    Some(Top { items, trailing })
}

struct Parser<'a> {
    source: &'a Source,
    /// The first line that has not been read, from 1.
    next: usize,
}

impl<'a> Parser<'a> {
    fn line(&self, number: usize) -> Option<&'a str> {
        let range = self.source.line(number)?;
        Some(&self.source.text()[range])
    }

    fn number(&self, at: usize) -> usize {
        self.source.position(at).line
    }

    /// The first line behind what ends at a byte.
    fn bound(&self, end: usize) -> usize {
        match end == self.source.text().len() {
            true => usize::MAX,
            false => self.number(end),
        }
    }

    /// The entries of a map, up to a byte. `first` is what stands above the first one,
    /// where that follows a dash on its line.
    fn items(
        &mut self,
        entries: &[yaml::Entry],
        first: Option<Vec<String>>,
        end: usize,
    ) -> Option<Vec<Item>> {
        let mut found = Vec::new();
        let mut first = first;
        for (index, entry) in entries.iter().enumerate() {
            let key = entry.key_span.range();
            let number = self.number(key.start);
            let above = match first.take() {
                Some(above) => above,
                None => {
                    let above = self.trivia_before(number)?;
                    let line = self.source.line(number)?;
                    let before = &self.source.text()[line.start..key.start];
                    before.trim_matches(' ').is_empty().then_some(())?;
                    above
                }
            };
            let next = entries.get(index + 1);
            let end = next.map_or(end, |next| next.key_span.range().start);
            found.push(self.item(entry, above, number, end)?);
        }
        Some(found)
    }

    /// The comments and blank lines up to a line.
    fn trivia_before(&mut self, number: usize) -> Option<Vec<String>> {
        let mut found = Vec::new();
        while self.next < number {
            found.push(trivia(self.line(self.next)?)?);
            self.next += 1;
        }
        (self.next == number).then_some(found)
    }

    fn item(
        &mut self,
        entry: &yaml::Entry,
        above: Vec<String>,
        number: usize,
        end: usize,
    ) -> Option<Item> {
        let key = entry.key_span.range();
        let written = self.source.text().get(key.clone())?;
        if written.contains('\n') {
            return None;
        }
        let column = self.source.position(key.start).column - 1;
        let (content, beside) = match self.content(entry, number, column, end) {
            Some(read) => read,
            None => {
                self.next = self.last_line(number, end) + 1;
                (Content::Odd, None)
            }
        };
        Some(Item {
            above,
            key: written.to_owned(),
            name: entry.key.clone(),
            content,
            beside,
            lines: (number, self.next - 1),
            column,
        })
    }

    /// The last line of an entry that cannot be told apart: what follows it up to a byte
    /// is blank, or a comment at the margin.
    fn last_line(&self, first: usize, end: usize) -> usize {
        let after = match end == self.source.text().len() {
            true => {
                let whole = self.number(end);
                whole + usize::from(self.line(whole).is_some_and(|line| !line.is_empty()))
            }
            false => self.number(end),
        };
        let mut last = after - 1;
        while last > first {
            let line = self.line(last).unwrap_or_default();
            if !line.trim().is_empty() && !line.starts_with('#') {
                break;
            }
            last -= 1;
        }
        last.max(first)
    }

    /// A value, with the comment beside its key; the cursor moves behind it.
    fn content(
        &mut self,
        entry: &yaml::Entry,
        number: usize,
        column: usize,
        end: usize,
    ) -> Option<(Content, Option<String>)> {
        let text = self.source.text();
        let line = self.source.line(number)?;
        let after = skip(text, entry.key_span.range().end);
        let after = text[after..line.end]
            .starts_with(':')
            .then_some(after + 1)?;
        let node = &entry.node;
        let start = node.span.range().start;
        let is_block = matches!(&node.value, Value::Scalar(s) if s.style == Style::Block);
        let here = start < line.end && start >= after;
        match &node.value {
            _ if is_block => self.block(&text[after..line.end], number, column, end),
            Value::Null if node.span.range().is_empty() => {
                let beside = rest(&text[after..line.end])?;
                self.next = number + 1;
                Some((Content::Nothing, beside))
            }
            Value::Map(entries) if !text[start..].starts_with('{') => {
                let beside = rest(&text[after..line.end])?;
                self.next = number + 1;
                let items = self.items(entries, None, end)?;
                let trailing = self.trailing(column, end);
                Some((Content::Map(items, trailing), beside))
            }
            Value::List(items) if !text[start..].starts_with('[') => {
                let beside = rest(&text[after..line.end])?;
                self.next = number + 1;
                let entries = self.entries(items, end)?;
                let trailing = self.trailing(column, end);
                Some((Content::List(entries, trailing), beside))
            }
            _ if here => match one_line::read(self.source, node) {
                Some((flow, stop)) if stop <= line.end => {
                    rest(&text[after..start]).filter(Option::is_none)?;
                    let beside = rest(text.get(stop..line.end)?)?;
                    self.next = number + 1;
                    Some((Content::Flow(flow), beside))
                }
                _ => self.raw(node, after..line.end, number),
            },
            _ => None,
        }
    }

    /// A value over several lines, left as it is.
    fn raw(
        &mut self,
        node: &Node,
        rest: Range<usize>,
        number: usize,
    ) -> Option<(Content, Option<String>)> {
        let text = self.source.text();
        blank(text, rest.start, node.span.range().start)?;
        let last = self.number(stop(text, node)?);
        let lines = (number + 1..=last).map(|line| self.line(line).map(str::to_owned));
        let lines: Option<Vec<String>> = lines.collect();
        self.next = last + 1;
        let first = text[rest].trim_start_matches([' ', '\t']);
        Some((Content::Raw(format!(" {first}"), lines?), None))
    }

    /// A block of text.
    fn block(
        &mut self,
        rest_of_line: &str,
        number: usize,
        column: usize,
        end: usize,
    ) -> Option<(Content, Option<String>)> {
        let header = rest_of_line.trim_start_matches([' ', '\t']);
        let stop = header.find([' ', '\t']).unwrap_or(header.len());
        let (header, behind) = header.split_at(stop);
        let beside = rest(behind)?;
        let style = header.chars().next().filter(|c| "|>".contains(*c))?;
        let digit = header.chars().find_map(|c| c.to_digit(10));
        let chomping = header.chars().find(|c| "+-".contains(*c));
        let keeps = chomping == Some('+');
        let bound = self.bound(end);
        let mut lines: Vec<&str> = Vec::new();
        let mut indent = digit.map(|digit| column + digit as usize);
        self.next = number + 1;
        while let Some(line) = self.line(self.next).filter(|_| self.next < bound) {
            let spaces = indent_of(line);
            let empty = spaces == line.len();
            let known = *indent.get_or_insert(match empty {
                true => usize::MAX,
                false => spaces,
            });
            match empty {
                true if known == usize::MAX => indent = None,
                true => {}
                // A comment or the next key.
                false if spaces < known || spaces <= column => break,
                false => {}
            }
            lines.push(line);
            self.next += 1;
        }
        // A text's last line break makes one more, empty, line.
        if self.line(self.next).is_none() && lines.last() == Some(&"") {
            lines.pop();
        }
        // Where no line has a word, none has more spaces than its indentation.
        let indent = indent.unwrap_or(usize::MAX);
        if !keeps {
            let blank = |line: &&&str| line.len() <= indent && line.trim().is_empty();
            let blanks = lines.iter().rev().take_while(blank).count();
            lines.truncate(lines.len() - blanks);
            self.next -= blanks.min(self.next - number - 1);
        }
        let lines: Vec<String> = lines
            .iter()
            .map(|line| line.get(indent..).unwrap_or_default().to_owned())
            .collect();
        let digit = digit.map_or("", |_| "2");
        let chomping = chomping.map_or(String::new(), String::from);
        let content = Content::Block(format!("{style}{digit}{chomping}"), lines);
        Some((content, beside))
    }

    fn entries(&mut self, items: &[Node], end: usize) -> Option<Vec<Entry>> {
        let text = self.source.text();
        let mut found = Vec::new();
        for (index, node) in items.iter().enumerate() {
            let start = node.span.range().start;
            let number = self.number(start);
            let above = self.trivia_before(number)?;
            let line = self.source.line(number)?;
            let before = text[line.start..start].trim_start_matches(' ');
            let dash = before.strip_prefix('-')?;
            let spaced = dash.starts_with([' ', '\t']);
            (spaced && dash.trim_matches([' ', '\t']).is_empty()).then_some(())?;
            let stop = items.get(index + 1);
            let stop = stop.map_or(end, |next| next.span.range().start);
            let (content, beside) = match &node.value {
                Value::Map(entries) if !text[start..].starts_with('{') => {
                    let items = self.items(entries, Some(Vec::new()), stop)?;
                    (Content::Map(items, Vec::new()), None)
                }
                _ => {
                    let (flow, stop) = one_line::read(self.source, node)?;
                    self.next = number + 1;
                    (Content::Flow(flow), rest(text.get(stop..line.end)?)?)
                }
            };
            found.push(Entry {
                above,
                content,
                beside,
            });
        }
        Some(found)
    }

    /// The comments that follow a map or list and stand deeper than the key that has it.
    fn trailing(&mut self, column: usize, end: usize) -> Vec<String> {
        let bound = self.bound(end);
        let mut found = Vec::new();
        let mut taken = 0;
        let mut at = self.next;
        while let Some(line) = self.line(at).filter(|_| at < bound) {
            let Some(comment) = trivia(line) else { break };
            let spaces = indent_of(line);
            if !comment.is_empty() && spaces <= column {
                break;
            }
            let said = !comment.is_empty();
            found.push(comment);
            at += 1;
            if said {
                taken = found.len();
            }
        }
        found.truncate(taken);
        self.next += taken;
        found
    }
}

/// The byte behind a value over several lines.
fn stop(text: &str, node: &Node) -> Option<usize> {
    let range = node.span.range();
    let (last, bracket) = match &node.value {
        Value::Map(entries) => (entries.last().map(|entry| &entry.node), '}'),
        Value::List(items) => (items.last(), ']'),
        Value::Null | Value::Scalar(_) => return Some(range.end),
    };
    let mut at = match last {
        Some(last) => stop(text, last)?,
        None => range.start + 1,
    };
    loop {
        let rest = text.get(at..)?;
        let next = rest.trim_start_matches([' ', '\t', '\n', ',']);
        at += rest.len() - next.len();
        match next.chars().next()? {
            '#' => at += next.find('\n')?,
            c if c == bracket => return Some(at + 1),
            _ => return None,
        }
    }
}

/// A comment or a blank line; nothing if the line is anything else.
fn trivia(line: &str) -> Option<String> {
    let line = line.trim_matches([' ', '\t']);
    (line.is_empty() || line.starts_with('#')).then(|| line.to_owned())
}

/// The comment that is all that follows on a line, if one does.
fn rest(text: &str) -> Option<Option<String>> {
    let words = text.trim_matches([' ', '\t']);
    if words.is_empty() {
        return Some(None);
    }
    let comment = words.starts_with('#') && text.starts_with([' ', '\t']);
    comment.then(|| Some(words.to_owned()))
}
