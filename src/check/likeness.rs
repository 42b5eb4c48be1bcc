//! How much of a text stands in another year's report too.

use std::{collections::HashSet, ops::Range};

use super::sentences::{Words, passages};
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
    let earlier = of(previous, section);
    let before: Vec<char> = earlier
        .iter()
        .flat_map(|words| words.text().chars().filter(is_letter))
        .collect();
    let known: HashSet<&[char]> = before.windows(SHINGLE).collect();
    let passages = of(report, section);
    let (mut copied, mut length) = (0, 0);
    for words in &passages {
        let letters: Vec<char> = words.text().chars().filter(is_letter).collect();
        length += letters.len();
        copied += covered(&letters, &known);
    }
    (length > 0 && !before.is_empty()).then(|| Likeness {
        copied,
        length,
        longest: longest(&passages, &earlier),
    })
}

fn of<'a>(report: &'a Report, section: &str) -> Vec<Words<'a>> {
    let all = passages(report).into_iter();
    all.filter(|words| words.section == section).collect()
}

/// Whether a character counts: figures and spaces change from year to year by themselves.
fn is_letter(c: &char) -> bool {
    !c.is_whitespace() && !c.is_ascii_digit() && !matches!(c, '#' | '*')
}

/// How many letters lie within known shingles.
fn covered(letters: &[char], known: &HashSet<&[char]>) -> usize {
    let mut end = 0;
    let mut covered = 0;
    for (start, shingle) in letters.windows(SHINGLE).enumerate() {
        if known.contains(shingle) {
            covered += start + SHINGLE - end.max(start);
            end = start + SHINGLE;
        }
    }
    covered
}

/// The longest stretch of some passages that stands in others as it is, character by character.
fn longest<'a>(now: &[Words<'a>], before: &[Words<'_>]) -> Option<(Words<'a>, Range<usize>)> {
    let characters = |words: &Words<'_>| words.text().chars().collect::<Vec<char>>();
    let old: Vec<Vec<char>> = before.iter().map(characters).collect();
    let new: Vec<Vec<char>> = now.iter().map(characters).collect();
    // If a stretch is in both, so is each part of it: the length can be halved upon.
    let common = |length: usize| {
        let known: HashSet<u64> = old.iter().flat_map(|old| hashes(old, length)).collect();
        new.iter().zip(now).find_map(|(new, words)| {
            let at = hashes(new, length).position(|hash| known.contains(&hash))?;
            Some((*words, at))
        })
    };
    let (mut least, mut most) = (0, new.iter().map(Vec::len).max()?);
    let mut best = None;
    while least < most {
        let length = (least + most).div_ceil(2);
        match common(length) {
            Some((words, at)) => {
                best = Some((words, at, length));
                least = length;
            }
            None => most = length - 1,
        }
    }
    let (words, at, length) = best?;
    let text = words.text();
    let byte = |character: usize| {
        let mut places = text.char_indices().map(|(byte, _)| byte);
        places.nth(character).unwrap_or(text.len())
    };
    let found = &text[byte(at)..byte(at + length)];
    let shown = longest_line(found);
    let start = byte(at) + found.find(shown)?;
    // Two stretches may have one hash.
    let stands = before.iter().any(|words| words.text().contains(shown));
    let is_long = found.chars().count() >= SHINGLE && !shown.is_empty();
    (stands && is_long).then(|| (words, start..start + shown.len()))
}

/// The longest line of a stretch, without what marks it as a heading or an item, and without
/// a figure at its ends: it may have been cut in two there.
fn longest_line(stretch: &str) -> &str {
    let edge = |c: char| c.is_whitespace() || c.is_ascii_digit() || "，。；：、,;#*-".contains(c);
    let lines = stretch.lines().map(|line| line.trim_matches(edge));
    lines
        .max_by_key(|line| line.chars().count())
        .unwrap_or(stretch)
}

/// The hash of each stretch of a length.
fn hashes(text: &[char], length: usize) -> impl Iterator<Item = u64> + '_ {
    const BASE: u64 = 0x9E37_79B9_7F4A_7C15;
    let step = |hash: u64, c: char| hash.wrapping_mul(BASE).wrapping_add(u64::from(c) + 1);
    let first = text.iter().take(length).fold(0, |hash, c| step(hash, *c));
    let highest = (1..length).fold(1_u64, |power, _| power.wrapping_mul(BASE));
    let rest = text.iter().zip(text.iter().skip(length));
    let rest = rest.scan(first, move |hash, (gone, new)| {
        let without = hash.wrapping_sub(highest.wrapping_mul(u64::from(*gone) + 1));
        *hash = step(without, *new);
        Some(*hash)
    });
    let whole = length > 0 && text.len() >= length;
    whole.then_some(first).into_iter().chain(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_roll() {
        let text: Vec<char> = "甲乙丙甲乙丙丁".chars().collect();
        for length in 1..=text.len() {
            let rolled: Vec<u64> = hashes(&text, length).collect();
            let each: Vec<u64> = text
                .windows(length)
                .flat_map(|part| hashes(part, length))
                .collect();
            assert_eq!(rolled, each);
        }
        assert_eq!(hashes(&text, 8).count(), 0);
    }

    #[test]
    fn a_passage_is_told_by_a_line() {
        let stretch = "件。\n\n### （三）政府信息管理\n发布前由业务股室初审、办公室复核。202";
        assert_eq!(longest_line(stretch), "发布前由业务股室初审、办公室复核");
    }
}
