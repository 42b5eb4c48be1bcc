//! The lines of a chart's block, told from themselves alone: ```` ```图 ```` to ```` ``` ````.

use std::ops::Range;

use super::reference::Reference;
use crate::{
    form::report::charts::{DATA, NAME},
    ground::source::{indent, line_end, line_start},
};

/// What parts words in a line of a block.
const BETWEEN: [char; 9] = [' ', ',', '[', ']', '{', '}', ':', '"', '\''];

/// The bytes before one that are a path of the form, or the start of one.
pub(super) fn typed_path(text: &str, at: usize) -> Option<Range<usize>> {
    let depth = opening(text, at)?;
    let start = line_start(text, at);
    let before = &text[start..at];
    let words = before.trim_start();
    let is_top = indent(before) <= depth && !words.starts_with('-');
    let is_data = || Some(words.split_once(':')?.0.trim_end() == DATA);
    let word = before.rfind(BETWEEN).map_or(0, |at| at + 1);
    (!is_top || is_data()?).then_some(start + word..at)
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

/// How far the block around a byte is indented.
fn opening(text: &str, at: usize) -> Option<usize> {
    let start = line_start(text, at);
    let own = &text[start..line_end(text, at)];
    let mut least = if fence(own).is_some() {
        return None;
    } else {
        least(own)
    };
    for line in text[..start].lines().rev() {
        if let Some(info) = fence(line) {
            let depth = indent(line);
            // What stands further left is no longer of the text that the block is in.
            return (info == NAME && depth <= least).then_some(depth);
        }
        least = least.min(self::least(line));
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
