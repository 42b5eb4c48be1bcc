//! The lines of a chart's block, told from themselves alone: ```` ```图 ```` to ```` ``` ````.

use std::ops::Range;

use super::reference::Reference;
use crate::{
    form::report::charts::{DATA, KEYS, NAME, STYLE},
    ground::source::{indent, line_end, line_start},
};

/// What is being written of a chart.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Written<'a> {
    /// What the chart has: the keys that are there already, and what is written of one more.
    Key {
        present: Vec<&'a str>,
        typed: Range<usize>,
    },
    /// A path of the form.
    Path { typed: Range<usize> },
    /// How it is shown.
    Style { typed: Range<usize> },
    /// The author's own words.
    Own,
}

/// What parts words in a line of a block.
const BETWEEN: [char; 9] = [' ', ',', '[', ']', '{', '}', ':', '"', '\''];

/// What is being written at a byte, where that is in a block.
pub(super) fn written(text: &str, at: usize) -> Option<Written<'_>> {
    let (first, depth) = opening(text, at)?;
    let start = line_start(text, at);
    let before = &text[start..at];
    let words = before.trim_start();
    let word = before.rfind(BETWEEN).map_or(0, |at| at + 1);
    let typed = start + word..at;
    let is_top = indent(before) <= depth && !words.starts_with('-');
    Some(match words.split_once(':') {
        _ if !is_top => Written::Path { typed },
        None => Written::Key {
            present: text[first..]
                .lines()
                .take_while(|line| fence(line).is_none())
                .filter_map(|line| Some(line.split_once(':')?.0.trim()))
                .filter(|key| KEYS.contains(key))
                .collect(),
            typed,
        },
        Some((key, _)) => match key.trim_end() {
            DATA => Written::Path { typed },
            STYLE => Written::Style { typed },
            _ => Written::Own,
        },
    })
}

/// The path, or what may be one, at a byte of a block.
pub(super) fn path_at(text: &str, at: usize) -> Option<Reference<'_>> {
    opening(text, at)?;
    let (first, last) = (line_start(text, at), line_end(text, at));
    let start = text[first..at]
        .rfind(BETWEEN)
        .map_or(first, |to| first + to + 1);
    let end = text[at..last].find(BETWEEN).map_or(last, |to| at + to);
    let is_key = text[end..last].starts_with(':');
    (start < end && !is_key).then(|| Reference {
        range: start..end,
        path: &text[start..end],
    })
}

/// Where the first line of the block around a byte begins, and how far it is indented.
fn opening(text: &str, at: usize) -> Option<(usize, usize)> {
    let start = line_start(text, at);
    let own = &text[start..line_end(text, at)];
    let mut least = if fence(own).is_some() {
        return None;
    } else {
        least(own)
    };
    let mut end = start;
    for line in text[..start].split_inclusive('\n').rev() {
        if let Some(info) = fence(line) {
            let depth = indent(line);
            // What stands further left is no longer of the text that the block is in.
            return (info == NAME && depth <= least).then_some((end, depth));
        }
        least = least.min(self::least(line));
        end -= line.len();
    }
    None
}

/// How far a line is indented that has words.
fn least(line: &str) -> usize {
    match line.trim().is_empty() {
        true => usize::MAX,
        false => indent(line),
    }
}

/// The words behind a fence.
fn fence(line: &str) -> Option<&str> {
    let line = line.trim();
    let info = line.trim_start_matches(['`', '~']);
    (line.len() - info.len() >= 3).then(|| info.trim())
}
