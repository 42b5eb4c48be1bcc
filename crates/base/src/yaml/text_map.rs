//! From a character of a text back to the place where the author wrote it.

use std::ops::Range;

use super::{Scalar, Style};
use crate::source::{FileId, Source, Span};

/// Where the bytes of a text come from.
///
/// A block scalar loses its indentation, a quoted one its escapes, and a
/// reference is replaced by a figure; the map leads back through all of them.
#[derive(Clone, Debug)]
pub struct TextMap {
    file: FileId,
    /// In the order of the text; each reaches to the next.
    pieces: Vec<Piece>,
    length: usize,
}

#[derive(Clone, Copy, Debug)]
struct Piece {
    /// The first byte in the text.
    at: usize,
    /// The first byte in the source.
    source: usize,
    /// Bytes in the source, where they are not the text's own.
    replaced: Option<usize>,
}

impl Piece {
    /// Bytes that are the source's own.
    fn copied(at: usize, source: usize) -> Self {
        Piece {
            at,
            source,
            replaced: None,
        }
    }

    /// Bytes that stand for some others of the source.
    fn replaced(at: usize, source: usize, length: usize) -> Self {
        Piece {
            replaced: Some(length),
            ..Piece::copied(at, source)
        }
    }
}

impl TextMap {
    /// A text that stands in the source as it is, from a byte on.
    pub fn verbatim(file: FileId, start: usize, length: usize) -> Self {
        TextMap {
            file,
            pieces: vec![Piece::copied(0, start)],
            length,
        }
    }

    /// The map of a text each of whose stretches, in order, was made of one of the source's.
    pub fn along(
        source: &Source,
        file: FileId,
        text: &str,
        parts: &[(Range<usize>, Range<usize>)],
    ) -> Self {
        let pieces = parts.iter().flat_map(|(own, from)| {
            let written = &source.text()[from.clone()];
            let pieces = align(&text[own.clone()], written, from.start, false);
            pieces.into_iter().map(|piece| Piece {
                at: piece.at + own.start,
                ..piece
            })
        });
        TextMap {
            file,
            pieces: pieces.collect(),
            length: text.len(),
        }
    }

    /// The map of a scalar that stands at a span.
    pub fn scalar(source: &Source, span: Span, scalar: &Scalar) -> Self {
        let range = span.range();
        let written = &source.text()[range.clone()];
        let (text, skip) = match scalar.style {
            Style::Quoted => (written.get(1..).unwrap_or_default(), 1),
            Style::Plain | Style::Block => (written, 0),
        };
        let escapes = written.starts_with('"');
        TextMap {
            file: span.file,
            pieces: align(&scalar.text, text, range.start + skip, escapes),
            length: scalar.text.len(),
        }
    }

    /// The place of a stretch of the text.
    pub fn span(&self, range: Range<usize>) -> Span {
        let start = self.locate(range.start, false);
        let end = match range.end > range.start {
            true => self.locate(range.end, true),
            false => start,
        };
        Span::new(self.file, start..end.max(start))
    }

    /// The place of a stretch of which nothing stands for something else.
    pub fn own(&self, range: Range<usize>) -> Option<Span> {
        let pieces = &self.pieces[self.piece(range.start)..];
        let mut within = pieces.iter().take_while(|piece| piece.at < range.end);
        let is_own = within.all(|piece| piece.replaced.is_none());
        is_own.then(|| self.span(range))
    }

    /// The byte of the text that stands where one of the source does, or next behind it.
    pub fn offset(&self, at: usize) -> usize {
        let next = self.pieces.partition_point(|piece| piece.source <= at);
        let end = self.pieces.get(next).map_or(self.length, |next| next.at);
        match next.checked_sub(1).map(|own| self.pieces[own]) {
            None => 0,
            Some(own) if own.replaced.is_some() => own.at,
            Some(own) => end.min(own.at + at - own.source),
        }
    }

    fn piece(&self, at: usize) -> usize {
        let after = self.pieces.partition_point(|piece| piece.at <= at);
        after.saturating_sub(1)
    }

    /// `end` asks for the byte after the last one instead of the byte itself.
    fn locate(&self, at: usize, end: bool) -> usize {
        let Some(piece) = self.pieces.get(self.piece(at - usize::from(end))) else {
            return 0;
        };
        match piece.replaced {
            Some(length) => piece.source + if end { length } else { 0 },
            None => piece.source + (at - piece.at),
        }
    }

    /// The map after stretches of the text were replaced: each with the bytes of its successor.
    ///
    /// Stretches are in order and do not overlap.
    pub fn replace(&self, stretches: &[(Range<usize>, usize)]) -> TextMap {
        let mut pieces = Vec::with_capacity(self.pieces.len() + 2 * stretches.len());
        let mut at = 0;
        let mut from = 0;
        let copy = |from: usize, to: usize, at: usize| {
            if from >= to {
                return Vec::new();
            }
            let inner = self.pieces[self.piece(from)..].iter();
            let inner = inner.take_while(|piece| piece.at < to);
            let moved = inner.map(|piece| {
                let start = piece.at.max(from);
                Piece {
                    at: at + start - from,
                    source: match piece.replaced {
                        Some(_) => piece.source,
                        None => piece.source + start - piece.at,
                    },
                    replaced: piece.replaced,
                }
            });
            moved.collect::<Vec<_>>()
        };
        for (range, length) in stretches {
            pieces.extend(copy(from, range.start, at));
            at += range.start - from;
            let span = self.span(range.clone()).range();
            pieces.push(Piece::replaced(at, span.start, span.len()));
            at += length;
            from = range.end;
        }
        pieces.extend(copy(from, self.length, at));
        TextMap {
            file: self.file,
            pieces,
            length: at + self.length.saturating_sub(from),
        }
    }
}

/// Walks through the text and what was written, and notes where they run in step.
///
/// `escapes` says that a backslash stands for more than itself.
fn align(text: &str, written: &str, start: usize, escapes: bool) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut at_source = 0;
    let mut in_step = false;
    for (at, c) in text.char_indices() {
        let rest = &written[at_source..];
        let here = rest.starts_with(c) && (c != '\n' || in_step || at_source == 0);
        let escaped = match escapes && !here && rest.starts_with('\\') {
            true => escape(rest),
            false => None,
        };
        let skipped = if here { 0 } else { seek(rest, c) };
        if escaped.is_none() && !c.is_whitespace() && !rest[skipped..].starts_with(c) {
            // A mark that the source does not have.
            pieces.push(Piece::replaced(at, start + at_source, 0));
            in_step = false;
            continue;
        }
        // A line break that YAML folded into a space.
        let folded = c.is_whitespace() && !rest[skipped..].starts_with(c);
        if let Some(length) = escaped.or(folded.then_some(skipped)) {
            pieces.push(Piece::replaced(at, start + at_source, length));
            at_source += length;
            in_step = false;
            continue;
        }
        at_source += skipped;
        if !in_step || skipped > 0 {
            pieces.push(Piece::copied(at, start + at_source));
        }
        let next = written[at_source..].chars().next();
        at_source += next.map_or(0, char::len_utf8);
        in_step = true;
    }
    if pieces.is_empty() {
        pieces.push(Piece::copied(0, start));
    }
    pieces
}

/// The white space to pass over before a character; for white space, all of it unless it follows.
fn seek(rest: &str, c: char) -> usize {
    let blank = rest.len() - rest.trim_start().len();
    if c.is_whitespace() {
        return rest[..blank].find(c).unwrap_or(blank);
    }
    match rest[blank..].starts_with(c) {
        true => blank,
        // `''` in single quotes.
        false => rest.find(c).filter(|&at| at <= blank + 8).unwrap_or(0),
    }
}

/// The length of a backslash escape.
fn escape(rest: &str) -> Option<usize> {
    let code = rest[1..].chars().next()?;
    let length = match code {
        'x' => 4,
        'u' => 6,
        'U' => 10,
        _ => 1 + code.len_utf8(),
    };
    (length <= rest.len() && rest.is_char_boundary(length)).then_some(length)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        source::Sources,
        yaml::{Node, Value, parse},
    };
    use proptest::prelude::*;

    fn text_of(yaml: &str) -> (Sources, String, TextMap) {
        let mut sources = Sources::new();
        let file = sources.add("a.yaml", yaml);
        let tree = parse(&sources, file).unwrap();
        let Value::Map(entries) = &tree.value else {
            panic!("a map");
        };
        let Node { span, value, .. } = &entries[0].node;
        let Value::Scalar(scalar) = value else {
            panic!("a scalar");
        };
        let map = TextMap::scalar(sources.get(file), *span, scalar);
        (sources, scalar.text.clone(), map)
    }

    fn back(yaml: &str, needle: &str) -> (String, usize, usize) {
        let (sources, text, map) = text_of(yaml);
        let at = text.find(needle).unwrap();
        let span = map.span(at..at + needle.len());
        let position = sources.start(span);
        (
            sources.slice(span).to_owned(),
            position.line,
            position.column,
        )
    }

    #[test]
    fn every_style_leads_back() {
        let six = || "6件".to_owned();
        assert_eq!(back("a: |\n  收到\n  共6件。\n", "6件"), (six(), 3, 4));
        assert_eq!(
            back("a: |\n\n  一\n\n    二\n  共6件\n", "6件"),
            (six(), 6, 4)
        );
        assert_eq!(back("a: >-\n  收到\n  共6件。\n", "6件"), (six(), 3, 4));
        assert_eq!(back("a: 收到6件\n", "6件"), (six(), 1, 6));
        assert_eq!(back("a: 收到\n  共6件\n", "6件"), (six(), 2, 4));
        assert_eq!(back("a: \"收\\u5230\\n6件\"\n", "6件"), (six(), 1, 14));
        assert_eq!(back("a: 'it''s 6件'\n", "6件"), (six(), 1, 11));
        assert_eq!(
            back("a: \"收\\u5230\"\n", "到"),
            ("\\u5230".to_owned(), 1, 6)
        );
    }

    #[test]
    fn replaced_stretches_lead_back_to_what_they_replace() {
        let (sources, text, map) = text_of("a: |\n  甲{{x}}乙{{y}}丙\n");
        let (x, y) = (text.find("{{x}}").unwrap(), text.find("{{y}}").unwrap());
        let map = map.replace(&[(x..x + 5, 2), (y..y + 5, 1)]);
        let new = "甲12乙3丙\n";
        let slice = |needle: &str| {
            let at = new.find(needle).unwrap();
            sources.slice(map.span(at..at + needle.len())).to_owned()
        };
        assert_eq!(slice("12"), "{{x}}");
        assert_eq!(slice("乙"), "乙");
        assert_eq!(slice("3"), "{{y}}");
        assert_eq!(slice("丙"), "丙");
        assert_eq!(slice("甲12乙"), "甲{{x}}乙");
    }

    proptest! {
        #[test]
        fn no_scalar_panics_and_spans_stay_inside(text in "[ -~一-三\n\\\\\"']{0,40}") {
            for yaml in [
                format!("a: |\n  {}\n", text.replace('\n', "\n  ")),
                format!("a: \"{text}\"\n"),
                format!("a: '{text}'\n"),
                format!("a: {text}\n"),
            ] {
                let mut sources = Sources::new();
                let file = sources.add("a.yaml", yaml.clone());
                let Ok(tree) = parse(&sources, file) else { continue };
                let Value::Map(entries) = &tree.value else { continue };
                let Value::Scalar(scalar) = &entries[0].node.value else { continue };
                let map = TextMap::scalar(sources.get(file), entries[0].node.span, scalar);
                for (at, c) in scalar.text.char_indices() {
                    let span = map.span(at..at + c.len_utf8());
                    prop_assert!(span.range().end <= yaml.len());
                    prop_assert!(yaml.is_char_boundary(span.range().start));
                    prop_assert!(yaml.is_char_boundary(span.range().end));
                }
            }
        }
    }
}
