//! YAML as a tree in which every key and value has its place.
//!
//! `serde-saphyr` does the reading; this module keeps what it would drop: where
//! each key and value stands, how a scalar was written, keys written twice. A
//! figure is later judged by the characters that the author typed, because a
//! YAML reader takes `1e3`, `0x1F` and `"5"` for numbers.

use std::{fmt, ops::Range};

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_saphyr::{
    Error, Location, Spanned,
    options::{DuplicateKeyPolicy, MergeKeyPolicy, NonFiniteFloatPolicy},
};

use crate::ground::{
    diagnostic::Finding,
    source::{FileId, Source, Sources, Span},
};

mod mistakes;
mod text_map;
pub mod write;

use mistakes::{Fault, Kind};
pub use mistakes::{IsKey, figures};
pub use text_map::TextMap;

/// A value and its place.
#[derive(Clone, Debug)]
pub struct Node {
    /// The value's place, without the key; for an absent value the place right after the key.
    pub span: Span,
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
    let source = sources.get(file);
    if let Some(finding) = mistakes::control_character(source, file) {
        return Err(vec![finding]);
    }
    match attempt(source, is_key) {
        Ok(raw) => Ok(Reader { source, file }.node(raw, 0)),
        Err(fault) => Err(mistakes::all(source, file, fault, is_key)),
    }
}

/// Reads a text, as far as the first mistake.
fn attempt(source: &Source, is_key: IsKey) -> Result<Spanned<Raw>, Fault> {
    let options = serde_saphyr::options! {
        budget: serde_saphyr::budget! {
            max_nodes: MAX_NODES,
            max_events: 3 * MAX_NODES,
            max_depth: MAX_DEPTH,
            flow_nesting_limit: MAX_DEPTH,
            max_aliases: 0,
            max_anchors: 0,
            max_documents: 1,
        },
        // Both places of a key written twice must reach the visitor.
        duplicate_keys: DuplicateKeyPolicy::LastWins,
        merge_keys: MergeKeyPolicy::Error,
        reject_unsupported_tags: true,
        strict_booleans: true,
        non_finite_float_policy: NonFiniteFloatPolicy::AsString,
        with_snippet: false,
    };
    let read = serde_saphyr::from_str_with_options::<Spanned<Raw>>(source.text(), options);
    let raw = read.map_err(|error| Fault {
        at: error.location().map_or(0, |at| range(source, at).start),
        kind: kind(&error),
    })?;
    match one_word(source, &raw, 0, is_key) {
        Some(at) => Err(Fault {
            at,
            kind: Kind::Syntax(String::new()),
        }),
        None => Ok(raw),
    }
}

/// Where lines of keys are one long word, because no colon is a colon; YAML finds nothing
/// wrong with it.
fn one_word(source: &Source, raw: &Spanned<Raw>, depth: usize, is_key: IsKey) -> Option<usize> {
    match &raw.value {
        Raw::Null => None,
        Raw::List(items) => items
            .iter()
            .find_map(|item| one_word(source, item, depth + 1, is_key)),
        Raw::Map(entries) => entries
            .iter()
            .find_map(|(_, value)| one_word(source, value, depth + 1, is_key)),
        Raw::Scalar(words) => {
            let range = range(source, raw.referenced);
            let (key, _) = source.text()[range.clone()].split_once('：')?;
            let whole = depth == 0 || range.len() > key.len() && is_key(key, depth);
            let folded = words.as_ref().is_some_and(|words| !words.contains('\n'));
            let before = source.text()[..range.start].trim_end_matches(' ');
            let bar = before.trim_end().ends_with(['|', '>', '-', '+']);
            let below = depth == 0 || before.ends_with('\n') && !bar;
            (whole && folded && below).then_some(range.start)
        }
    }
}

/// The parts of an error that decide what to tell the author.
fn kind(error: &Error) -> Kind {
    match error.without_snippet() {
        Error::Budget { .. } => Kind::Limit(error.to_string()),
        Error::MultipleDocuments { .. } => Kind::SecondDocument,
        Error::MergeKeyNotAllowed { .. } | Error::UnknownAnchor { .. } => Kind::Alias,
        Error::UnsupportedTag { .. } | Error::TaggedScalarCannotDeserializeIntoString { .. } => {
            Kind::Tag
        }
        other => Kind::Syntax(other.to_string()),
    }
}

/// The bytes of a place as the reader tells it.
fn range(source: &Source, at: Location) -> Range<usize> {
    let span = at.span();
    let start = span.byte_offset().map_or_else(
        || offset(source, at.line() as usize, at.column() as usize),
        |offset| offset as usize,
    );
    let start = source.floor(start);
    let length = span.byte_len().unwrap_or(0) as usize;
    start..source.floor(start + length)
}

fn offset(source: &Source, line: usize, column: usize) -> usize {
    let Some(range) = source.line(line.max(1)) else {
        return source.text().len();
    };
    let text = &source.text()[range.clone()];
    let inside = text.char_indices().nth(column.saturating_sub(1));
    range.start + inside.map_or(text.len(), |(at, _)| at)
}

struct Reader<'a> {
    source: &'a Source,
    file: FileId,
}

impl Reader<'_> {
    /// `after` is where the value would stand if it had no place of its own.
    fn node(&self, raw: Spanned<Raw>, after: usize) -> Node {
        let mut range = range(self.source, raw.referenced);
        let value = match raw.value {
            Raw::Null => {
                let written = &self.source.text()[range.clone()];
                if !matches!(written, "~" | "null" | "Null" | "NULL") {
                    range = after..after;
                }
                Value::Null
            }
            Raw::Scalar(raw) => Value::Scalar(self.scalar(raw, after, &mut range)),
            Raw::List(items) => {
                let items = items.into_iter().map(|item| self.node(item, range.start));
                let items: Vec<Node> = items.collect();
                let last = items.last().map_or(0, |last| last.span.range().end);
                range.end = range.end.max(last);
                Value::List(items)
            }
            Raw::Map(entries) => {
                let entries: Vec<Entry> = entries.into_iter().map(|e| self.entry(e)).collect();
                if let Some(first) = entries.first() {
                    let start = first.key_span.range().start;
                    if self.source.text().as_bytes().get(range.start) != Some(&b'{') {
                        range.start = start;
                    }
                }
                let last = entries.last().map_or(0, |last| last.node.span.range().end);
                range.end = range.end.max(last);
                Value::Map(entries)
            }
        };
        Node {
            span: Span::new(self.file, range),
            value,
        }
    }

    fn entry(&self, (key, value): (Spanned<Raw>, Spanned<Raw>)) -> Entry {
        let range = range(self.source, key.referenced);
        let text = match key.value {
            Raw::Scalar(Some(text)) => text,
            _ => self.source.text()[range.clone()].to_owned(),
        };
        let after = self.after_colon(range.end);
        Entry {
            key: text,
            key_span: Span::new(self.file, range),
            node: self.node(value, after),
        }
    }

    /// The byte after the colon that follows a key.
    fn after_colon(&self, end: usize) -> usize {
        let rest = &self.source.text()[end..];
        let colon = rest
            .find(|c: char| c != ' ' && c != '\t')
            .filter(|&at| rest[at..].starts_with(':'));
        end + colon.map_or(0, |at| at + 1)
    }

    /// `after` is the byte after the key's colon: a block scalar's place begins below its `|`.
    fn scalar(&self, raw: Option<String>, after: usize, range: &mut Range<usize>) -> Scalar {
        let text = self.source.text();
        let written = text[range.clone()].trim_end();
        let between = text.get(after..range.start).unwrap_or_default();
        // An empty block's place is the `|` itself.
        let block = |text: &str| text.trim_start().starts_with(['|', '>']);
        let style = if block(between) || block(written) {
            Style::Block
        } else if written.starts_with(['"', '\'']) {
            Style::Quoted
        } else {
            Style::Plain
        };
        range.end = range.start + written.len();
        // The characters that the author typed, whatever a YAML reader makes of them.
        let verbatim = style == Style::Plain && !written.contains('\n');
        let text = match raw {
            Some(text) if !verbatim => text,
            _ => written.to_owned(),
        };
        Scalar { text, style }
    }
}

/// What the YAML reader hands over.
enum Raw {
    Null,
    /// Words; none where the reader took them for a number or a boolean.
    Scalar(Option<String>),
    List(Vec<Spanned<Raw>>),
    Map(Vec<(Spanned<Raw>, Spanned<Raw>)>),
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(RawVisitor)
    }
}

struct RawVisitor;

/// What the reader took for a number or a boolean: its words are taken from the source.
macro_rules! untyped {
    ($($visit:ident $kind:ty),*) => {
        $(fn $visit<E>(self, _: $kind) -> Result<Raw, E> {
            Ok(Raw::Scalar(None))
        })*
    };
}

impl<'de> Visitor<'de> for RawVisitor {
    type Value = Raw;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a YAML value")
    }

    fn visit_unit<E>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }

    fn visit_none<E>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Raw, D::Error> {
        Raw::deserialize(deserializer)
    }

    untyped!(visit_bool bool, visit_i64 i64, visit_u64 u64, visit_i128 i128, visit_u128 u128, visit_f64 f64);

    fn visit_str<E>(self, text: &str) -> Result<Raw, E> {
        Ok(Raw::Scalar(Some(text.to_owned())))
    }

    fn visit_string<E>(self, text: String) -> Result<Raw, E> {
        Ok(Raw::Scalar(Some(text)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Raw, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = access.next_element()? {
            items.push(item);
        }
        Ok(Raw::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Raw, A::Error> {
        let mut entries = Vec::new();
        while let Some(key) = access.next_key()? {
            entries.push((key, access.next_value()?));
        }
        Ok(Raw::Map(entries))
    }
}
