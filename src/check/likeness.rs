//! How much of a text stands in another year's report too.

use std::{collections::HashSet, ops::Range};

use super::text::{Words, passages};
use crate::form::report::Report;

/// Characters of a passage that must stand in both years to count as repeated.
const SHINGLE: usize = 8;

/// How much of a section's text stands in another report too.
pub struct Likeness<'a> {
    /// Letters that stand in both; figures and spaces do not count.
    pub copied: usize,
    /// All letters.
    pub length: usize,
    /// The longest stretch that stands in both.
    pub(super) longest: Option<(Words<'a>, Range<usize>)>,
}

impl Likeness<'_> {
    /// The share of the letters that stand in both, rounded down; 0 of nothing.
    pub fn percent(&self) -> usize {
        (self.copied * 100).checked_div(self.length).unwrap_or(0)
    }

    /// The longest stretch that stands in both.
    pub fn passage(&self) -> Option<&str> {
        let (words, range) = self.longest.as_ref()?;
        Some(words.text()[range.clone()].trim())
    }
}

/// Compares the text of a section in two reports; nothing where one of them has none.
pub fn likeness<'a>(report: &'a Report, previous: &Report, section: &str) -> Option<Likeness<'a>> {
    let before: Vec<char> = of(previous, section)
        .iter()
        .flat_map(|words| letters(words.text()))
        .map(|(_, c)| c)
        .collect();
    let known: HashSet<&[char]> = before.windows(SHINGLE).collect();
    let mut likeness = Likeness {
        copied: 0,
        length: 0,
        longest: None,
    };
    let mut best = 0;
    for words in of(report, section) {
        let letters: Vec<(usize, char)> = letters(words.text()).collect();
        let characters: Vec<char> = letters.iter().map(|(_, c)| *c).collect();
        likeness.length += characters.len();
        for (start, end) in runs(&characters, &known) {
            likeness.copied += end - start;
            if end - start > best {
                best = end - start;
                let (last, c) = letters[end - 1];
                likeness.longest = Some((words, letters[start].0..last + c.len_utf8()));
            }
        }
    }
    (likeness.length > 0 && !before.is_empty()).then_some(likeness)
}

fn of<'a>(report: &'a Report, section: &str) -> Vec<Words<'a>> {
    let all = passages(report).into_iter();
    all.filter(|words| words.section == section).collect()
}

/// The letters of a text: figures and spaces change from year to year by themselves.
fn letters(text: &str) -> impl Iterator<Item = (usize, char)> + '_ {
    text.char_indices()
        .filter(|(_, c)| !c.is_whitespace() && !c.is_ascii_digit() && !matches!(c, '#' | '*'))
}

/// The stretches of a text that are made of known shingles.
fn runs(characters: &[char], known: &HashSet<&[char]>) -> Vec<(usize, usize)> {
    let mut found: Vec<(usize, usize)> = Vec::new();
    for (start, shingle) in characters.windows(SHINGLE).enumerate() {
        if !known.contains(shingle) {
            continue;
        }
        let end = start + SHINGLE;
        match found.last_mut() {
            Some(last) if last.1 >= start => last.1 = end,
            _ => found.push((start, end)),
        }
    }
    found
}
