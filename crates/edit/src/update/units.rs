//! The paragraphs of a text: where each stands, and what it says.

use std::ops::Range;

use document::repeats;
use form::report::{Passage, Picture, charts, pictures};

/// A paragraph, an item of a list or a line of a table.
pub struct Unit {
    /// Where it stands in the passage.
    pub range: Range<usize>,
    /// What it says, without spaces and marks.
    pub plain: String,
}

/// The paragraphs of a text that say something: a chart has figures, but no words.
pub fn units(text: &str) -> Vec<Unit> {
    let charts = charts::places(text).into_iter();
    let charts: Vec<_> = charts.map(|chart| chart.range).collect();
    between(text, &charts)
}

/// The same of a text whose references are replaced.
pub fn units_shown(shown: &Passage) -> Vec<Unit> {
    // A chart in the middle of a line is none, and the line says something.
    let alone = |range: &Range<usize>| {
        let (before, after) = (&shown.text[..range.start], &shown.text[range.end..]);
        let before = before.rsplit('\n').next().unwrap_or_default();
        let after = after.split('\n').next().unwrap_or_default();
        before.trim().is_empty() && after.trim().is_empty()
    };
    let charts = shown.charts.iter().map(|(range, _)| range.clone());
    let charts: Vec<_> = charts.filter(alone).collect();
    between(&shown.text, &charts)
}

/// The paragraphs between charts.
fn between(text: &str, charts: &[Range<usize>]) -> Vec<Unit> {
    let mut found: Vec<Unit> = Vec::new();
    let (mut at, mut open) = (0, false);
    for line in text.split_inclusive('\n') {
        let before = charts.partition_point(|chart| chart.end <= at);
        let chart = charts.get(before);
        if chart.is_some_and(|chart| chart.start < at + line.len()) {
            at += line.len();
            open = false;
            continue;
        }
        let words = line.trim_end_matches('\n');
        let start = at + words.len() - words.trim_start().len();
        let range = start..at + words.trim_end().len();
        at += line.len();
        if words.trim().is_empty() {
            open = false;
            continue;
        }
        let goes_on = open && !begins(words.trim_start());
        match found.last_mut().filter(|_| goes_on) {
            Some(last) => last.range.end = range.end,
            None => found.push(Unit {
                range,
                plain: String::new(),
            }),
        }
        open = true;
    }
    let pictures = pictures(text);
    let mut above = None;
    for unit in &mut found {
        let (words, alt) = without_pictures(text, &unit.range, &pictures);
        let alt = alt.or(above);
        if alt.is_none_or(|alt| !repeats(&words, alt)) {
            unit.plain = plain(&words);
        }
        above = alt.filter(|_| words.trim().is_empty());
    }
    found.retain(|unit| !unit.plain.is_empty());
    found
}

/// The words of a unit without its pictures, which no document gives back, and those that
/// stand for the last one: below it they are its caption.
fn without_pictures<'a>(
    text: &str,
    unit: &Range<usize>,
    pictures: &'a [Picture],
) -> (String, Option<&'a str>) {
    let (mut words, mut at, mut alt) = (String::new(), unit.start, None);
    let inside = |picture: &&Picture| unit.contains(&picture.range.start);
    for picture in pictures.iter().filter(inside) {
        words += text.get(at..picture.range.start).unwrap_or_default();
        at = picture.range.end;
        alt = Some(picture.alt.as_str());
    }
    words += text.get(at..unit.end).unwrap_or_default();
    (words, alt)
}

/// Whether a line begins something of its own: an item, a heading, a row.
fn begins(line: &str) -> bool {
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let numbered = rest.len() < line.len() && rest.starts_with(['.', ')']);
    numbered || line.starts_with(['-', '*', '+', '#', '>', '|'])
}

/// What Markdown says, without its marks and without spaces.
pub fn plain(markdown: &str) -> String {
    let mut out = String::new();
    for line in markdown.lines() {
        let line = line.trim_start();
        let line = line.strip_prefix(['-', '+']).unwrap_or(line);
        let mut letters = line.chars().peekable();
        while let Some(letter) = letters.next() {
            match letter {
                '\\' if letters.peek().is_some_and(char::is_ascii_punctuation) => {
                    out.extend(letters.next());
                }
                '*' | '#' | '>' | '|' | '`' => {}
                letter if letter.is_whitespace() => {}
                // As they are printed.
                '﹝' => out.push('〔'),
                '﹞' => out.push('〕'),
                letter => out.push(letter),
            }
        }
    }
    // The line below the heads of a table says nothing.
    match out.chars().all(|c| "-:".contains(c)) {
        true => String::new(),
        false => out,
    }
}
