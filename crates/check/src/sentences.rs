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

/// Markdown's words as they are printed: the strokes before marks that are none left out.
pub fn shown(markdown: &str) -> String {
    let mut shown = String::with_capacity(markdown.len());
    let mut chars = markdown.chars().peekable();
    while let Some(c) = chars.next() {
        let escapes = c == '\\' && chars.peek().is_some_and(char::is_ascii_punctuation);
        shown.push(match escapes {
            true => chars.next().unwrap_or(c),
            false => c,
        });
    }
    shown
}

/// Every passage of a report in order.
pub fn passages(report: &Report) -> Vec<Words<'_>> {
    report
        .all_prose()
        .flat_map(|(section, prose)| {
            let passages = prose.passages.iter();
            passages.map(move |passage| Words { section, passage })
        })
        .collect()
}

/// Bytes of a sentence, at the most; whoever writes on for three pages marks no sentences.
pub const LONGEST: usize = 6000;

/// The stretches between the marks that end a sentence, or a line. Those longer than
/// [`LONGEST`] are not looked at: every number of a sentence is seen against all of it.
pub fn sentences(text: &str) -> Vec<Range<usize>> {
    split(text, |c| {
        matches!(c, '。' | '！' | '？' | '；' | ';' | '\n')
    })
}

/// The lines of a text: paragraphs and headings.
pub fn lines(text: &str) -> Vec<Range<usize>> {
    split(text, |c| c == '\n')
}

/// The stretches of a text between characters of a kind.
pub fn split(text: &str, ends: impl Fn(char) -> bool) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    for (at, c) in text.char_indices().filter(|(_, c)| ends(*c)) {
        if at > start {
            found.push(start..at);
        }
        start = at + c.len_utf8();
    }
    if start < text.len() {
        found.push(start..text.len());
    }
    found
}

/// The part of a sentence after its last comma or colon.
pub fn clause(sentence: &str) -> &str {
    let cut = sentence
        .char_indices()
        .rev()
        .find(|(_, c)| matches!(c, '，' | ',' | '：' | ':' | '（' | '('));
    cut.map_or(sentence, |(at, c)| &sentence[at + c.len_utf8()..])
}

/// The years that a text names, with their places.
pub fn years(text: &str) -> Vec<(Range<usize>, u16)> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices('年') {
        let digits = text[..at]
            .bytes()
            .rev()
            .take_while(u8::is_ascii_digit)
            .take(5)
            .count();
        if digits == 4
            && let Ok(year) = text[at - 4..at].parse::<u16>()
            && (1949..=2100).contains(&year)
        {
            found.push((at - 4..at, year));
        }
    }
    found
}

/// Whether a character is Chinese.
pub fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}' | '〇')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_shown_as_printed() {
        assert_eq!(shown("[bookmark: \\_GoBack\\]"), "[bookmark: _GoBack]");
        assert_eq!(shown("甲\\\\乙\\丙\\"), "甲\\乙\\丙\\");
    }
}
