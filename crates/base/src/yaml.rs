//! YAML as a tree in which every key and value has its place.
//!
//! `granit-parser` tells what stands where; this module makes a tree of it, in which a key
//! written twice is there twice. A figure is later judged by the characters that the author
//! typed, because YAML takes `1e3`, `0x1F` and `true` for more than words.

use std::ops::Range;

use granit_parser::{ErrorKind, Event, Parser, ScalarStyle, ScanError};

use crate::{
    diagnostic::Finding,
    source::{FileId, Source, Sources, Span},
};

mod edits;
mod mistakes;
mod text_map;
pub mod write;

pub use edits::{Splice, put, spliced};
use mistakes::{Fault, Kind};
pub use mistakes::{IsKey, figures};
pub use text_map::TextMap;

/// A value and its place.
#[derive(Clone, Debug)]
pub struct Node {
    /// The value's place, without the key; for an absent value the place right behind the
    /// key's colon. Of a block of text, the lines below its `|`.
    pub span: Span,
    /// Whether it is a list or a map in brackets.
    pub flow: bool,
    /// The value.
    pub value: Value,
}

/// What a value is.
#[derive(Clone, Debug)]
pub enum Value {
    /// `~`, `null` or nothing at all.
    Null,
    /// Words or a figure.
    Scalar(Scalar),
    /// `[…]` or lines that begin with `- `.
    List(Vec<Node>),
    /// Keys and values in the author's order; a key written twice is here twice.
    Map(Vec<Entry>),
}

/// A key with its value.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The key.
    pub key: String,
    /// The key's place.
    pub key_span: Span,
    /// The byte behind the key's colon.
    pub colon: usize,
    /// The value.
    pub node: Node,
}

/// Words or a figure.
#[derive(Clone, Debug)]
pub struct Scalar {
    /// The words with quotes, escapes and indentation resolved.
    pub text: String,
    /// How they were written.
    pub style: Style,
}

/// How a scalar was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Without quotes.
    Plain,
    /// Between `'` or `"`.
    Quoted,
    /// Below a `|` or `>`.
    Block,
}

/// Lists and maps within one another, at the most. The form needs 6.
const MAX_DEPTH: usize = 24;
/// Keys and values in one file, at the most. A full report has about 400.
const MAX_NODES: usize = 200_000;

/// Reads a source into a tree.
///
/// # Errors
/// What is wrong: the text is no YAML, uses what a data file has no need for (anchors,
/// aliases, merge keys, tags, several documents), or is nested too deep or too large.
pub fn parse(sources: &Sources, file: FileId) -> Result<Node, Vec<Finding>> {
    parse_keyed(sources, file, |_, _| false)
}

/// The same for a text of which some keys are known: that shows where one is meant.
///
/// # Errors
/// Likewise.
pub fn parse_keyed(sources: &Sources, file: FileId, is_key: IsKey) -> Result<Node, Vec<Finding>> {
    match read(sources, file, is_key, false) {
        (Some(tree), _) => Ok(tree),
        (None, findings) => Err(findings),
    }
}

/// The tree of a text that may have mistakes: of all that is right around them.
pub fn recovered(sources: &Sources, file: FileId, is_key: IsKey) -> Option<Node> {
    read(sources, file, is_key, true).0
}

fn read(
    sources: &Sources,
    file: FileId,
    is_key: IsKey,
    recovers: bool,
) -> (Option<Node>, Vec<Finding>) {
    let source = sources.get(file);
    if let Some(finding) = mistakes::control_character(source, file) {
        return (None, vec![finding]);
    }
    match attempt(source, file, is_key) {
        Ok(tree) => (Some(tree), Vec::new()),
        Err(fault) => {
            let (findings, tree) = mistakes::all(source, file, fault, is_key, recovers);
            (tree, findings)
        }
    }
}

/// The comments of a text with their `#`, in its order, as far as the first mistake.
pub fn comments(text: &str) -> Vec<String> {
    let options = granit_parser::options! {
        max_buffered_comment_events: usize::MAX,
    };
    let events = Parser::new_from_str_with_options(text, options).map_while(Result::ok);
    let comment = |(event, _)| match event {
        Event::Comment(words, _) => Some(format!("#{}", words.trim_end())),
        _ => None,
    };
    events.filter_map(comment).collect()
}

/// Reads a text, as far as the first mistake.
fn attempt(source: &Source, file: FileId, is_key: IsKey) -> Result<Node, Fault> {
    let options = granit_parser::options! {
        emit_comments: false,
        emit_unresolved_aliases: true,
        flow_nesting_limit: MAX_DEPTH,
        block_nesting_limit: MAX_DEPTH,
    };
    let mut reader = Reader {
        source,
        file,
        events: Parser::new_from_str_with_options(source.text(), options),
        nodes: 0,
    };
    let tree = reader.document()?;
    match one_word(source, &tree, 0, is_key) {
        Some(at) => Err(Fault {
            at,
            kind: Kind::Word,
        }),
        None => Ok(tree),
    }
}

/// Where lines of keys are one long word, because no colon is a colon; YAML finds nothing
/// wrong with it.
fn one_word(source: &Source, node: &Node, depth: usize, is_key: IsKey) -> Option<usize> {
    match &node.value {
        Value::Null => None,
        Value::List(items) => items
            .iter()
            .find_map(|item| one_word(source, item, depth + 1, is_key)),
        Value::Map(entries) => entries
            .iter()
            .find_map(|entry| one_word(source, &entry.node, depth + 1, is_key)),
        Value::Scalar(words) => {
            let range = node.span.range();
            let (key, _) = source.text()[range.clone()].split_once('：')?;
            let whole = depth == 0 || range.len() > key.len() && is_key(key, depth);
            let folded = words.style != Style::Block && !words.text.contains('\n');
            let before = source.text()[..range.start].trim_end_matches(' ');
            let below = depth == 0 || before.ends_with('\n');
            (whole && folded && below).then_some(range.start)
        }
    }
}

struct Reader<'a> {
    source: &'a Source,
    file: FileId,
    events: Parser<'a, granit_parser::StrInput<'a>>,
    /// Keys and values so far.
    nodes: usize,
}

/// A part of what the parser tells, and its bytes.
type Met<'a> = (Event<'a>, Range<usize>);

impl<'a> Reader<'a> {
    /// The one document of a file.
    fn document(&mut self) -> Result<Node, Fault> {
        let mut tree = None;
        loop {
            match self.next()? {
                (Event::StreamEnd, range) => {
                    return Ok(tree.unwrap_or_else(|| self.made(range, Value::Null)));
                }
                (Event::DocumentStart(..), range) if tree.is_some() => {
                    return Err(fault(range.start, Kind::SecondDocument));
                }
                (Event::DocumentStart(..), _) => {
                    let met = self.next()?;
                    tree = Some(self.node(met, None, 0)?);
                }
                _ => {}
            }
        }
    }

    fn next(&mut self) -> Result<Met<'a>, Fault> {
        let length = self.source.text().len();
        let Some(event) = self.events.next() else {
            return Ok((Event::StreamEnd, length..length));
        };
        let (event, span) = event.map_err(|error| Fault::from(&error))?;
        let start = self
            .source
            .floor(span.start.byte_offset().unwrap_or(length));
        let end = self.source.floor(span.end.byte_offset().unwrap_or(length));
        Ok((event, start..end.max(start)))
    }

    fn made(&self, range: Range<usize>, value: Value) -> Node {
        Node {
            flow: false,
            span: Span::new(self.file, range),
            value,
        }
    }

    /// A list or a map that begins and ends at a byte, or with a bracket.
    fn closed(&self, start: usize, end: usize, bracket: &Range<usize>, value: Value) -> Node {
        let flow = !bracket.is_empty();
        let end = if flow { bracket.end } else { end };
        Node {
            flow,
            ..self.made(start..end, value)
        }
    }

    /// A value; `colon` is the byte behind its key's colon.
    fn node(&mut self, met: Met<'a>, colon: Option<usize>, depth: usize) -> Result<Node, Fault> {
        let (event, range) = met;
        self.nodes += 1;
        if self.nodes > MAX_NODES {
            return Err(fault(range.start, Kind::TooMany));
        }
        let (anchor, tag) = match &event {
            Event::Scalar(_, _, anchor, tag)
            | Event::SequenceStart(_, anchor, tag)
            | Event::MappingStart(_, anchor, tag) => (*anchor, tag.is_some()),
            Event::Alias(_) | Event::UnresolvedAlias(_) => (1, false),
            _ => (0, false),
        };
        if tag || anchor > 0 {
            // The mark stands before the value.
            let before = self.source.text()[..range.start].trim_end();
            let word = |c: char| c.is_whitespace() || ",[{".contains(c);
            let word = before.rfind(word).map_or(0, |at| at + 1);
            let alias = matches!(event, Event::Alias(_) | Event::UnresolvedAlias(_));
            let at = if alias { range.start } else { word };
            return Err(fault(at, if tag { Kind::Tag } else { Kind::Alias }));
        }
        match event {
            Event::Scalar(text, style, ..) => Ok(self.scalar(&text, style, range, colon)),
            Event::SequenceStart(..) => {
                deeper(depth, range.start).and_then(|depth| self.list(range, depth))
            }
            Event::MappingStart(..) => {
                deeper(depth, range.start).and_then(|depth| self.map(range, depth))
            }
            _ => Ok(self.made(range, Value::Null)),
        }
    }

    fn list(&mut self, mut range: Range<usize>, depth: usize) -> Result<Node, Fault> {
        let (before, own) = self.source.text().split_at(range.start);
        // A list as far left as its key is told of at its first item.
        let dashed = own
            .strip_prefix('-')
            .is_some_and(|own| own.starts_with(char::is_whitespace));
        if !dashed && !own.starts_with('[') {
            let dash = before.trim_end().strip_suffix('-');
            range.start = dash.map_or(range.start, str::len);
        }
        let (mut items, mut end) = (Vec::new(), range.end);
        loop {
            match self.next()? {
                (Event::SequenceEnd, closed) => {
                    return Ok(self.closed(range.start, end, &closed, Value::List(items)));
                }
                met => {
                    let item = self.node(met, None, depth)?;
                    end = end.max(item.span.range().end);
                    items.push(item);
                }
            }
        }
    }

    fn map(&mut self, range: Range<usize>, depth: usize) -> Result<Node, Fault> {
        let (mut entries, mut end) = (Vec::new(), range.end);
        loop {
            match self.next()? {
                (Event::MappingEnd, closed) => {
                    return Ok(self.closed(range.start, end, &closed, Value::Map(entries)));
                }
                met => {
                    let entry = self.entry(met, depth)?;
                    end = end.max(entry.node.span.range().end).max(entry.colon);
                    entries.push(entry);
                }
            }
        }
    }

    fn entry(&mut self, met: Met<'a>, depth: usize) -> Result<Entry, Fault> {
        let key = self.node(met, None, depth)?;
        let range = key.span.range();
        let written = &self.source.text()[range.clone()];
        let text = match key.value {
            Value::Scalar(scalar) if scalar.style == Style::Plain && scalar.text == "<<" => {
                return Err(fault(range.start, Kind::Alias));
            }
            Value::Scalar(scalar) => scalar.text,
            _ => written.to_owned(),
        };
        let rest = &self.source.text()[range.end..];
        let gap = rest.len() - rest.trim_start_matches([' ', '\t']).len();
        let has_colon = rest[gap..].starts_with(':');
        let colon = range.end + if has_colon { gap + 1 } else { 0 };
        let met = self.next()?;
        Ok(Entry {
            key: text,
            key_span: key.span,
            colon,
            node: self.node(met, Some(colon), depth)?,
        })
    }

    fn scalar(
        &self,
        text: &str,
        style: ScalarStyle,
        range: Range<usize>,
        colon: Option<usize>,
    ) -> Node {
        let source = self.source.text();
        let style = match style {
            ScalarStyle::Plain => Style::Plain,
            ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => Style::Quoted,
            _ => Style::Block,
        };
        if style == Style::Plain && matches!(text, "" | "~" | "null" | "Null" | "NULL") {
            let place = match (range.is_empty(), colon) {
                (true, Some(colon)) => colon..colon,
                _ => range,
            };
            return self.made(place, Value::Null);
        }
        let written = source[range.clone()].trim_end();
        let place = match style {
            // Of an empty block, its `|`.
            Style::Block if written.is_empty() => {
                let head = source[..range.start].rfind(['|', '>']);
                let start = head.unwrap_or(range.start);
                start..start + source[start..range.start].trim_end().len()
            }
            _ => range.start..range.start + written.len(),
        };
        let text = text.to_owned();
        self.made(place, Value::Scalar(Scalar { text, style }))
    }
}

fn fault(at: usize, kind: Kind) -> Fault {
    Fault { at, kind }
}

/// One level more at a byte, if that is not too many.
fn deeper(depth: usize, at: usize) -> Result<usize, Fault> {
    match depth < MAX_DEPTH {
        true => Ok(depth + 1),
        false => Err(fault(at, Kind::TooDeep)),
    }
}

impl From<&ScanError> for Fault {
    fn from(error: &ScanError) -> Self {
        let kind = match error.kind() {
            ErrorKind::RecursionLimitExceeded => Kind::TooDeep,
            ErrorKind::UndeclaredTagHandle => Kind::Tag,
            other => Kind::Syntax(other.clone()),
        };
        fault(error.marker().byte_offset().unwrap_or(0), kind)
    }
}
