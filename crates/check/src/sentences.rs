//! The author's words, sentence by sentence, and the numbers in them.

use std::ops::Range;

use base::{
    diagnostic::{Finding, Message, Rule},
    source::Span,
};
use form::report::{Passage, Report};

/// A text of a section.
#[derive(Clone, Copy)]
pub struct Words<'a> {
    /// The section's key.
    pub section: &'a str,
    /// The passage.
    pub passage: &'a Passage,
}

impl<'a> Words<'a> {
    /// The words.
    pub fn text(self) -> &'a str {
        &self.passage.text
    }

    /// Where a stretch of the words stands.
    pub fn place(self, range: Range<usize>) -> Span {
        self.passage.map.span(range)
    }

    /// A finding on a stretch of the words.
    pub fn finding(
        self,
        rule: &'static Rule,
        range: Range<usize>,
        message: impl Into<Message>,
    ) -> Finding {
        Finding::new(rule, self.place(range), message).at(self.section)
    }
}

/// Whether one of some words stands in a text. Long lists of words are one text, split at
/// its spaces.
pub fn any<W: AsRef<str>>(text: &str, words: impl IntoIterator<Item = W>) -> bool {
    let mut words = words.into_iter();
    words.any(|word| text.contains(word.as_ref()))
}

/// Every passage of a report in order.
pub fn passages(report: &Report) -> impl Iterator<Item = Words<'_>> {
    report.all_prose().flat_map(|(section, prose)| {
        let passages = prose.passages.iter();
        passages.map(move |passage| Words { section, passage })
    })
}

/// Bytes of a sentence, at the most; whoever writes on for three pages marks no sentences.
pub const LONGEST: usize = 6000;

/// The stretches between the marks that end a sentence, or a line. Those longer than
/// [`LONGEST`] are not looked at: every number of a sentence is seen against all of it.
pub fn sentences(text: &str) -> Vec<Range<usize>> {
    split(text, |c| "。！？；;\n".contains(c))
}

/// The lines of a text: paragraphs and headings.
pub fn lines(text: &str) -> Vec<Range<usize>> {
    split(text, |c| c == '\n')
}

/// The stretches of a text between characters of a kind.
pub fn split(text: &str, ends: impl Fn(char) -> bool) -> Vec<Range<usize>> {
    let parts = text.split(ends).map(|part| {
        let start = part.as_ptr() as usize - text.as_ptr() as usize;
        start..start + part.len()
    });
    parts.filter(|range| !range.is_empty()).collect()
}

/// Whether a character is Chinese.
pub fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}' | '〇')
}
