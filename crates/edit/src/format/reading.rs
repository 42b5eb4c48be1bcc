//! From the tree and the text to lines, each with the comments that belong to it.

use base::{
    source::{Source, indent as indent_of},
    yaml::{Entry, Node, Value},
};
use form::datafile::layout::{Line, Value as Written};

/// An entry of the top level.
pub struct Part {
    /// The key as it is read.
    pub name: String,
    /// The first line, from 1, and the last.
    pub lines: (usize, usize),
    /// Comments above it, a blank line as an empty one.
    pub above: Vec<String>,
    /// Its lines, its key's first; none where its way of writing cannot be laid out.
    pub laid: Option<Vec<Line>>,
}

/// A file's entries, and the comments behind the last one; nothing if the top level is not a
/// key a line.
pub fn parse(source: &Source, tree: &Node) -> Option<(Vec<Part>, Vec<String>)> {
    let mut reader = Reader {
        source,
        next: 1,
        laid: Vec::new(),
    };
    let mut parts = Vec::new();
    let entries = tree.entries();
    for (index, entry) in entries.iter().enumerate() {
        let (first, above) = reader.head(entry)?;
        let end = reader.stop(entries, index, source.text().len());
        let laid = reader.entry(entry, (0, ""), Vec::new(), end);
        if laid.is_none() {
            reader.next = reader.last_line(first, end) + 1;
        }
        let lines = std::mem::take(&mut reader.laid);
        parts.push(Part {
            name: entry.key.clone(),
            lines: (first, reader.next - 1),
            above,
            laid: laid.map(|()| lines),
        });
    }
    let mut trailing = Vec::new();
    while let Some(line) = reader.line(reader.next) {
        trailing.push(trivia(line)?);
        reader.next += 1;
    }
    (!parts.is_empty()).then_some((parts, trailing))
}

struct Reader<'a> {
    source: &'a Source,
    /// The first line that has not been read, from 1.
    next: usize,
    /// The lines of the top level's entry that is being read.
    laid: Vec<Line>,
}

impl<'a> Reader<'a> {
    fn line(&self, number: usize) -> Option<&'a str> {
        Some(&self.source.text()[self.source.line(number)?])
    }

    fn number(&self, at: usize) -> usize {
        self.source.position(at).line
    }

    /// What stands between a byte and the end of its line.
    fn behind(&self, at: usize) -> Option<&'a str> {
        let end = self.source.line(self.number(at))?.end;
        self.source.text().get(at..end)
    }

    /// Where an entry ends at the latest: at the next one's key.
    fn stop(&self, entries: &[Entry], index: usize, end: usize) -> usize {
        let next = entries.get(index + 1);
        next.map_or(end, |next| next.key_span.range().start)
    }

    /// The line of a key that has it to itself, and the comments above.
    fn head(&mut self, entry: &Entry) -> Option<(usize, Vec<String>)> {
        let key = entry.key_span.range();
        let key = (!key.is_empty()).then_some(key.start)?;
        let number = self.number(key);
        let above = self.trivia_before(number)?;
        let before = &self.source.text()[self.source.line(number)?.start..key];
        before
            .trim_matches(' ')
            .is_empty()
            .then_some((number, above))
    }

    /// The comments and blank lines up to a line.
    fn trivia_before(&mut self, number: usize) -> Option<Vec<String>> {
        let found: Option<Vec<String>> = (self.next..number)
            .map(|at| trivia(self.line(at)?))
            .collect();
        (self.next <= number).then_some(())?;
        self.next = number;
        found
    }

    /// The last line of an entry that cannot be told apart: what follows it up to a byte
    /// is blank, or a comment at the margin.
    fn last_line(&self, first: usize, end: usize) -> usize {
        let whole = self.number(end);
        let is_last = end == self.source.text().len() && self.line(whole) != Some("");
        let mut last = whole - usize::from(!is_last);
        let aside = |line: &str| line.trim().is_empty() || line.starts_with('#');
        while last > first && self.line(last).is_none_or(aside) {
            last -= 1;
        }
        last.max(first)
    }

    /// Lays out an entry at a level, behind a dash if it is the first of a list's item; the
    /// cursor moves behind it.
    fn entry(
        &mut self,
        entry: &Entry,
        (level, dash): (usize, &str),
        above: Vec<String>,
        end: usize,
    ) -> Option<()> {
        let text = self.source.text();
        let range = entry.key_span.range();
        let key = text.get(range.clone()).filter(|key| !key.contains('\n'))?;
        let position = self.source.position(range.start);
        text[..entry.colon].ends_with(':').then_some(())?;
        let behind = self.behind(range.start)?.get(entry.colon - range.start..)?;
        let inner = level + usize::from(!dash.is_empty());
        let node = &entry.node;
        let start = node.span.range().start;
        let line = |value, beside| Line {
            level,
            above,
            key: format!("{dash}{key}"),
            value,
            beside,
        };
        self.next = position.line + 1;
        let own = match &node.value {
            _ if node.is_block() => {
                // The dash stands where the lines of such a block would.
                dash.is_empty().then_some(())?;
                let (header, beside) = header(behind)?;
                let lines = match header.starts_with('|') {
                    true => literal(node),
                    false => self.folded(node),
                };
                self.next += lines.len();
                line(Written::Block(header, lines), beside)
            }
            Value::Null if node.is_unwritten() => line(Written::Nothing, rest(behind)?),
            Value::Map(_) | Value::List(_) if !node.flow => {
                let group = line(Written::Group, rest(behind)?);
                self.push(group);
                match &node.value {
                    Value::List(items) => self.items(items, inner + 1, end)?,
                    _ => self.entries(node.entries(), inner + 1, end)?,
                }
                let trailing = self.trailing(position.column - 1, end);
                self.comments(inner + 1, trailing);
                return Some(());
            }
            // A value on a line of its own, below its key.
            _ if start >= entry.colon + behind.len() => return None,
            _ => match (
                written(text, node),
                self.behind(node.span.range().end).and_then(rest),
            ) {
                (Some(value), Some(beside)) => line(value, beside),
                _ => return self.raw(node, line, behind, position.column == 2 * inner + 1),
            },
        };
        self.push(own);
        Some(())
    }

    /// Lays out a value over several lines as it is: its lines keep their indentation, so its
    /// key must too.
    fn raw(
        &mut self,
        node: &Node,
        line: impl FnOnce(Written, Option<String>) -> Line,
        behind: &str,
        stays: bool,
    ) -> Option<()> {
        let last = self.number(node.span.range().end);
        let lines = (self.next..=last).map(|at| self.line(at).map(str::to_owned));
        let lines = lines.collect::<Option<Vec<_>>>().filter(|_| stays)?;
        self.next = last + 1;
        let first = format!(" {}", behind.trim_start_matches([' ', '\t']));
        self.push(line(Written::Raw(first, lines), None));
        Some(())
    }

    /// The lines of a block whose lines are joined, without the indentation of the first.
    fn folded(&self, node: &Node) -> Vec<String> {
        let last = self.number(node.span.range().end);
        let lines: Vec<&str> = (self.next..=last).filter_map(|at| self.line(at)).collect();
        let first = lines.iter().find(|line| !line.trim().is_empty());
        let indent = first.map_or(0, |line| indent_of(line));
        let bare = |line: &&str| line.get(indent..).unwrap_or_default().to_owned();
        lines.iter().map(bare).collect()
    }

    /// The entries of a map.
    fn entries(&mut self, entries: &[Entry], level: usize, end: usize) -> Option<()> {
        for (index, entry) in entries.iter().enumerate() {
            let (_, above) = self.head(entry)?;
            let end = self.stop(entries, index, end);
            self.entry(entry, (level, ""), above, end)?;
        }
        Some(())
    }

    /// The items of a list, each behind a dash.
    fn items(&mut self, items: &[Node], level: usize, end: usize) -> Option<()> {
        let text = self.source.text();
        for (index, node) in items.iter().enumerate() {
            let start = node.span.range().start;
            let number = self.number(start);
            let above = self.trivia_before(number)?;
            let before = text[self.source.line(number)?.start..start].trim_start_matches(' ');
            let dash = before.strip_prefix('-')?;
            let spaced = dash.starts_with([' ', '\t']);
            (spaced && dash.trim_matches([' ', '\t']).is_empty()).then_some(())?;
            let stop = items.get(index + 1);
            let stop = stop.map_or(end, |next| next.span.range().start);
            match node.entries().split_first() {
                Some((first, more)) if !node.flow => {
                    let end = self.stop(node.entries(), 0, stop);
                    self.entry(first, (level, "- "), above, end)?;
                    self.entries(more, level + 1, stop)?;
                }
                _ => {
                    let item = inline(text, node).filter(|item| !item.contains('\n'))?;
                    let beside = rest(self.behind(node.span.range().end)?)?;
                    self.next = number + 1;
                    let line = Line {
                        level,
                        above,
                        key: String::new(),
                        value: Written::Item(item),
                        beside,
                    };
                    self.push(line);
                }
            }
        }
        Some(())
    }

    /// The comments that follow a map or list and stand deeper than the key that has it.
    fn trailing(&mut self, column: usize, end: usize) -> Vec<String> {
        let bound = match end == self.source.text().len() {
            true => usize::MAX,
            false => self.number(end),
        };
        let mut found = Vec::new();
        let mut taken = 0;
        while let Some(line) = self.line(self.next + found.len()) {
            let Some(comment) = trivia(line).filter(|_| self.next + found.len() < bound) else {
                break;
            };
            let said = !comment.is_empty();
            if said && indent_of(line) <= column {
                break;
            }
            found.push(comment);
            taken = if said { found.len() } else { taken };
        }
        found.truncate(taken);
        self.next += taken;
        found
    }

    fn comments(&mut self, level: usize, above: Vec<String>) {
        if !above.is_empty() {
            let line = Line {
                level,
                above,
                key: String::new(),
                value: Written::Comments,
                beside: None,
            };
            self.push(line);
        }
    }

    fn push(&mut self, mut line: Line) {
        let open = self.laid.last().is_some_and(is_open);
        line.above = spaced(&line.above, open);
        self.laid.push(line);
    }
}

/// Whether blank lines below a line are those of its block.
pub fn is_open(line: &Line) -> bool {
    matches!(&line.value, Written::Block(header, _) if header.contains('+'))
}

/// Comments with one blank line where there were several; none at the beginning if that is
/// asked for.
pub fn spaced(above: &[String], first: bool) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for line in above {
        let follows_blank = found.last().map_or(first, String::is_empty);
        if !(line.is_empty() && follows_blank) {
            found.push(line.clone());
        }
    }
    found
}

/// A value on one line.
fn written(text: &str, node: &Node) -> Option<Written> {
    let inner = |node: &Node| inline(text, node);
    let value = match &node.value {
        Value::List(items) => Written::Brackets(items.iter().map(inner).collect::<Option<_>>()?),
        Value::Map(entries) => {
            let plain = |node: &Node| matches!(node.value, Value::Null | Value::Scalar(_));
            let plain = entries.iter().all(|entry| plain(&entry.node));
            let pair = |entry: &Entry| pair(text, entry);
            Written::Braces(entries.iter().map(pair).collect::<Option<_>>()?, plain)
        }
        Value::Null | Value::Scalar(_) => Written::Word(inline(text, node)?),
    };
    (!text[node.span.range()].contains('\n')).then_some(value)
}

fn pair(text: &str, entry: &Entry) -> Option<(String, String)> {
    let key = entry.key_span.range();
    let before = text[..key.start].trim_end_matches([' ', '\t']);
    let ordinary = before.ends_with(['{', ',']) && text[..entry.colon].ends_with(':');
    ordinary.then_some(())?;
    Some((text[key].to_owned(), inline(text, &entry.node)?))
}

/// A value as it stands within brackets.
fn inline(text: &str, node: &Node) -> Option<String> {
    let listed = |(open, close): (char, char), parts: Option<Vec<String>>| {
        Some(format!("{open}{}{close}", parts?.join(", "))).filter(|_| node.flow)
    };
    match &node.value {
        Value::List(items) => listed(
            ('[', ']'),
            items.iter().map(|item| inline(text, item)).collect(),
        ),
        Value::Map(entries) => {
            let pairs = entries.iter().map(|entry| pair(text, entry));
            let pairs = pairs.map(|pair| pair.map(|(key, value)| format!("{key}: {value}")));
            listed(('{', '}'), pairs.collect())
        }
        Value::Null => Some(text[node.span.range()].to_owned()),
        Value::Scalar(_) if node.is_block() => None,
        Value::Scalar(_) => {
            Some(text[node.span.range()].to_owned()).filter(|word| !word.is_empty())
        }
    }
}

/// The lines of a block of text, without indentation.
fn literal(node: &Node) -> Vec<String> {
    match &node.value {
        Value::Scalar(scalar) if !scalar.text.is_empty() => {
            let words = scalar.text.strip_suffix('\n').unwrap_or(&scalar.text);
            words.split('\n').map(str::to_owned).collect()
        }
        _ => Vec::new(),
    }
}

/// The head of a block of text, and the comment beside it.
fn header(behind: &str) -> Option<(String, Option<String>)> {
    let words = behind.trim_start_matches([' ', '\t']);
    let stop = words.find([' ', '\t']).unwrap_or(words.len());
    let (head, behind) = words.split_at(stop);
    let style = head.chars().next().filter(|c| "|>".contains(*c))?;
    let digit = head.contains(|c: char| c.is_ascii_digit());
    let chomping = head.chars().find(|c| "+-".contains(*c));
    let digit = if digit { "2" } else { "" };
    let chomping = chomping.map_or(String::new(), String::from);
    Some((format!("{style}{digit}{chomping}"), rest(behind)?))
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
