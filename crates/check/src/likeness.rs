//! How much of a text stands in another report too.
//!
//! Compared is what an author wrote, whatever the format: letters without marks and figures,
//! without headings, titles of laws, and sentences about the report itself, which are the same
//! in every report. `（一）主动公开。全年公开《某某办法》12件。` is `全年公开件`.

use std::{collections::HashSet, ops::Range};

use super::sentences::{Words, any, lines, passages, split};
use base::characters::half_width;
use form::report::Report;

/// Letters that must stand in both texts to count as repeated.
const SHINGLE: usize = 8;
/// Letters of a line that is a heading, at the most: it ends no sentence.
const HEADING: usize = 25;
/// Letters of a sentence with a number before it that is a heading, at the most.
const NUMBERED: usize = 15;
/// What a sentence says that is about the report itself.
const ABOUT: [&str; 4] = ["本报告", "年度报告", "需要报告的事项", "需要说明的事项"];

/// A text with those of its letters that count.
pub struct OwnWords<'a> {
    words: Words<'a>,
    /// Each letter, and where it stands in the text.
    letters: Vec<(char, usize)>,
}

/// The words of a report's own, passage by passage.
pub fn own_words(report: &Report) -> Vec<OwnWords<'_>> {
    passages(report).map(OwnWords::of).collect()
}

impl<'a> OwnWords<'a> {
    fn of(words: Words<'a>) -> Self {
        let text = words.text();
        let mut letters = Vec::new();
        let all = lines(text);
        let last = all.last().map_or(0, |last| last.start);
        for line in all {
            let shown = text[line.clone()].trim();
            let ended = shown.ends_with(|c: char| "。！？；：.!?;:，、”）".contains(c));
            // Nothing is headed by the last line.
            let is_short = !ended && count(shown) <= HEADING && line.start < last;
            if shown.starts_with('#') || is_short {
                continue;
            }
            let ends = |c: char| matches!(c, '。' | '！' | '？' | '；' | ';');
            for sentence in split(&text[line.clone()], ends) {
                let at = line.start + sentence.start;
                let sentence = &text[at..line.start + sentence.end];
                let is_heading = is_numbered(sentence) && count(sentence) <= NUMBERED;
                if !is_heading && !any(sentence, ABOUT) {
                    letters.extend(counted(sentence).map(|(c, byte)| (c, at + byte)));
                }
            }
        }
        OwnWords { words, letters }
    }

    /// A stretch of letters in the parts between figures, which may be others.
    fn parts(&self, stretch: Range<usize>) -> Vec<Range<usize>> {
        let mut parts: Vec<Range<usize>> = Vec::new();
        for at in stretch {
            let before = at.checked_sub(1).map_or(0, |before| self.letters[before].1);
            let between = self.words.text().get(before..self.letters[at].1);
            let has_figure =
                between.is_some_and(|words| words.contains(|c: char| c.is_ascii_digit()));
            match parts.last_mut().filter(|_| !has_figure) {
                Some(part) => part.end = at + 1,
                None => parts.push(at..at + 1),
            }
        }
        parts
    }

    /// The letters that count.
    pub fn letters(&self) -> impl Iterator<Item = char> + '_ {
        self.letters.iter().map(|(c, _)| *c)
    }

    /// Its stretches of eight letters, each as a number.
    pub fn shingles(&self) -> impl Iterator<Item = u64> + '_ {
        const PRIME: u64 = 0x0100_0000_01b3;
        let stretches = self.letters.windows(SHINGLE);
        stretches.map(|stretch| {
            let letters = stretch.iter().map(|(c, _)| u64::from(*c));
            letters.fold(0xcbf2_9ce4_8422_2325, |hash, c| {
                (hash ^ c).wrapping_mul(PRIME)
            })
        })
    }
}

/// The letters of a sentence that count, each with its place: none of the title of a law.
fn counted(sentence: &str) -> impl Iterator<Item = (char, usize)> + '_ {
    let mut depth = 0_usize;
    let letters = sentence.char_indices().filter(move |(_, c)| {
        match c {
            '《' => depth += 1,
            '》' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0
    });
    let letters = letters.map(|(at, c)| (half_width(c), at));
    letters.filter(|(c, _)| c.is_alphanumeric() && !c.is_ascii_digit())
}

fn count(words: &str) -> usize {
    words.chars().filter(|c| c.is_alphanumeric()).count()
}

/// Whether words begin as an item of a list: `（一）`, `一、`, `1.`.
fn is_numbered(words: &str) -> bool {
    let words = words.trim_start_matches(|c: char| c.is_whitespace() || "*_（(第".contains(c));
    let number = |c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c);
    let rest = words.trim_start_matches(number);
    rest.len() < words.len() && rest.starts_with(['）', ')', '、', '.', '．', '是'])
}

/// How much of a section's text stands in another report too.
pub struct Likeness<'a> {
    /// Letters that stand in both; figures, headings and set phrases do not count.
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
        .flat_map(OwnWords::letters)
        .collect();
    let known: HashSet<&[char]> = before.windows(SHINGLE).collect();
    let (mut copied, mut length) = (0, 0);
    let mut longest: Option<(usize, Words<'a>, Range<usize>)> = None;
    for own in of(report, section) {
        let letters: Vec<char> = own.letters().collect();
        length += letters.len();
        for run in runs(&letters, &known) {
            copied += run.len();
            let part = own
                .parts(run)
                .into_iter()
                .max_by_key(ExactSizeIterator::len);
            let part = part.filter(|part| part.len() >= SHINGLE);
            let is_longer =
                |part: &Range<usize>| longest.as_ref().is_none_or(|(most, ..)| part.len() > *most);
            if let Some(part) = part.filter(is_longer) {
                let (last, at) = own.letters[part.end - 1];
                let range = own.letters[part.start].1..at + last.len_utf8();
                longest = Some((part.len(), own.words, line(own.words.text(), range)));
            }
        }
    }
    let longest = longest.map(|(_, words, range)| (words, range));
    (length > 0 && !before.is_empty()).then_some(Likeness {
        copied,
        length,
        longest,
    })
}

fn of<'a>(report: &'a Report, section: &str) -> Vec<OwnWords<'a>> {
    let all = passages(report);
    let own = all.filter(|words| words.section == section);
    own.map(OwnWords::of).collect()
}

/// The stretches of some letters that are made of known ones.
fn runs(letters: &[char], known: &HashSet<&[char]>) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    for (start, shingle) in letters.windows(SHINGLE).enumerate() {
        if !known.contains(shingle) {
            continue;
        }
        let end = start + SHINGLE;
        let before = runs.last().map_or(0, |last| last.end);
        match runs.last_mut().filter(|_| before + 1 == end) {
            Some(last) => last.end = end,
            // Two stretches that meet, or overlap, are no longer one in the other text.
            None => runs.push(start.max(before)..end),
        }
    }
    runs
}

/// The longest line within a stretch, without a figure or a mark at its ends: it may have been
/// cut in two there.
fn line(text: &str, range: Range<usize>) -> Range<usize> {
    let range = range.start.min(text.len())..ceiling(text, range.end);
    let edge = |c: char| c.is_whitespace() || c.is_ascii_digit() || "，。；：、,;#*-".contains(c);
    let stretch = &text[range.clone()];
    let all = lines(stretch).into_iter();
    let longest = all.max_by_key(|line| stretch[line.clone()].chars().count());
    let longest = longest.unwrap_or(0..stretch.len());
    let words = &stretch[longest.clone()];
    let from = words.len() - words.trim_start_matches(edge).len();
    let shown = words.trim_matches(edge).len();
    let start = range.start + longest.start + from;
    start..start + shown
}

/// The end of the character that a place lies in.
fn ceiling(text: &str, at: usize) -> usize {
    (at..text.len())
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_passage_is_told_by_a_line() {
        let stretch = "件。\n\n### （三）政府信息管理\n发布前由业务股室初审、办公室复核。202";
        let told = line(stretch, 0..stretch.len());
        assert_eq!(&stretch[told], "发布前由业务股室初审、办公室复核");
    }

    #[test]
    fn headings_figures_and_laws_do_not_count() {
        let kept = |text: &str| -> String { counted(text).map(|(c, _)| c).collect() };
        assert_eq!(kept("全年公开《某某办法》12件"), "全年公开件");
        assert!(
            is_numbered("（一）主动公开")
                && is_numbered("**1.依申请公开")
                && is_numbered("一是加强")
        );
        assert!(!is_numbered("一年来，") && !is_numbered("主动公开"));
    }
}
