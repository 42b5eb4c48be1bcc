//! What is being written at a byte, told from the lines alone: a text that is being typed
//! is seldom YAML.

use std::ops::Range;

use super::chart_block;
use crate::ground::source::{self, line_end, line_start};

/// What is being written.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Context<'a> {
    /// A key below some others.
    Key {
        /// The keys above.
        path: Vec<&'a str>,
        /// The keys that are there already.
        present: Vec<&'a str>,
        /// What is written of it so far.
        typed: Range<usize>,
    },
    /// What belongs to a key.
    Value {
        /// The keys that lead there, its own the last.
        path: Vec<&'a str>,
        /// What is written of it so far.
        typed: Range<usize>,
    },
    /// The inside of a reference, so far.
    Reference {
        /// What is written of it.
        typed: Range<usize>,
    },
    /// A line of a chart's block.
    Chart(chart_block::Written<'a>),
    /// Something else: words, a comment, a list of figures.
    Other,
}

/// A line that begins with a key.
struct Line<'a> {
    /// The columns before the key, those of `- ` among them.
    indent: usize,
    /// Whether it begins an item of a list.
    item: bool,
    key: &'a str,
    /// What stands behind the colon.
    rest: &'a str,
}

/// What is being written at a byte of a text.
pub(super) fn context(text: &str, at: usize) -> Context<'_> {
    let at = text.floor_char_boundary(at);
    let start = line_start(text, at);
    let before = &text[start..at];
    if let Some(open) = before.rfind("{{")
        && !before[open..].contains("}}")
        && !before[..open].ends_with('\\')
    {
        let typed = start + open + 2..at;
        return Context::Reference { typed };
    }
    if let Some(written) = chart_block::written(text, at) {
        return Context::Chart(written);
    }
    let (dash, words) = words_of(before);
    let indent = before.len() - words.len();
    let above = above(&text[..start], indent, dash);
    if words.starts_with('#') || above.iter().any(|line| is_block(line.rest)) {
        return Context::Other;
    }
    let mut path: Vec<&str> = above.iter().rev().map(|line| line.key).collect();
    match inside_braces(words) {
        Some(open) => {
            let line = start + indent;
            path.extend(keys_of(&words[..open]));
            let whole = &text[line..line_end(text, line)];
            braces(whole, open, at - line, path, line)
        }
        None if unclosed(words, '[', ']').is_some() => Context::Other,
        None => match words.split_once(':') {
            Some((key, value)) => {
                path.push(key.trim());
                let typed = at - value.trim_start().len()..at;
                Context::Value { path, typed }
            }
            None => Context::Key {
                present: neighbours(text, start, indent),
                typed: start + indent..at,
                path,
            },
        },
    }
}

/// The lines that those from a column on belong to, the nearest first.
fn above(text: &str, indent: usize, dash: bool) -> Vec<Line<'_>> {
    // An item's dash may stand below its key's first letter.
    let mut limit = indent - if dash { 1 } else { 0 }.min(indent);
    let mut found = Vec::new();
    for line in text.lines().rev() {
        if limit == 0 {
            break;
        }
        let Some(line) = keyed(line) else {
            // Words that stand further left end a block of text.
            continue;
        };
        if line.indent < limit {
            limit = line.indent;
            let item = line.item;
            found.push(line);
            limit -= usize::from(item).min(limit);
        } else if line.item && line.indent == limit {
            limit = (line.indent - 2) + 1;
        }
    }
    found
}

/// The keys at the same column before and after a line, below the same key.
fn neighbours(text: &str, start: usize, indent: usize) -> Vec<&str> {
    let here = |line: &&str| source::indent(line) >= indent || line.trim().is_empty();
    let own = |line| {
        let line: Line<'_> = keyed(line)?;
        (line.indent == indent).then_some(line.key)
    };
    let before = text[..start].lines().rev();
    // A line that begins an item is the item's first.
    let mut done = false;
    let before = before.take_while(|line| {
        let item = keyed(line).is_some_and(|line| line.item && line.indent == indent);
        let belongs = (here(line) || item) && !done;
        done |= item;
        belongs
    });
    let after = text[start..].lines().skip(1).take_while(here);
    before.chain(after).filter_map(own).collect()
}

/// Whether a line begins an item, and its words after the dash.
fn words_of(line: &str) -> (bool, &str) {
    let words = line.trim_start_matches(' ');
    let item = words.strip_prefix("- ");
    (
        item.is_some(),
        item.unwrap_or(words).trim_start_matches(' '),
    )
}

fn keyed(line: &str) -> Option<Line<'_>> {
    let (item, words) = words_of(line);
    let (key, rest) = words.split_once(':')?;
    let sound = !key.is_empty() && !words.starts_with(['#', '{', '[']);
    sound.then(|| Line {
        indent: line.len() - words.len(),
        item,
        key: key.trim().trim_matches(['"', '\'']),
        rest: rest.trim(),
    })
}

fn is_block(rest: &str) -> bool {
    rest.starts_with(['|', '>'])
}

/// The last bracket that is open at the end of some words.
fn unclosed(words: &str, open: char, close: char) -> Option<usize> {
    let mut stack = Vec::new();
    for (at, c) in words.char_indices() {
        match c {
            c if c == open => stack.push(at),
            c if c == close => {
                stack.pop();
            }
            _ => {}
        }
    }
    stack.pop()
}

/// The brace whose keys are being written.
fn inside_braces(words: &str) -> Option<usize> {
    let brace = unclosed(words, '{', '}')?;
    unclosed(words, '[', ']')
        .is_none_or(|bracket| bracket < brace)
        .then_some(brace)
}

/// The keys before a brace that lead to it: `a: {b: 0, c: ` gives a and c.
fn keys_of(words: &str) -> Vec<&str> {
    let mut keys = Vec::new();
    let mut rest = words;
    loop {
        let open = unclosed(rest, '{', '}');
        let tail = &rest[open.map_or(0, |open| open + 1)..];
        let last = tail.rsplit([',', '}']).next().unwrap_or(tail);
        keys.extend(last.split_once(':').map(|(key, _)| key.trim()));
        match open {
            Some(open) => rest = &rest[..open],
            None => break,
        }
    }
    keys.reverse();
    keys
}

/// What is being written within braces that open at a byte of a line.
fn braces<'a>(
    line: &'a str,
    open: usize,
    at: usize,
    mut path: Vec<&'a str>,
    offset: usize,
) -> Context<'a> {
    let inner = &line[open + 1..at];
    let mut depth = 0_usize;
    let mut start = open + 1;
    for (index, c) in inner.char_indices() {
        match c {
            '{' | '[' => depth += 1,
            '}' | ']' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => start = open + 1 + index + 1,
            _ => {}
        }
    }
    let part = &line[start..at];
    if let Some((key, value)) = part.split_once(':') {
        path.push(key.trim());
        let typed = offset + at - value.trim_start().len()..offset + at;
        return Context::Value { path, typed };
    }
    let typed = offset + at - part.trim_start().len()..offset + at;
    let end = line[at..].find('}').map_or(line.len(), |end| at + end);
    let parts = line[open + 1..start].split(',');
    // What follows a word that is begun belongs to it.
    let begun = usize::from(!part.trim().is_empty());
    let parts = parts.chain(line[at..end].split(',').skip(begun));
    let present = parts.filter_map(|part| Some(part.split_once(':')?.0.trim()));
    Context::Key {
        present: present.collect(),
        path,
        typed,
    }
}
