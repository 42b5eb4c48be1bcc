//! A text line by line, as far as lines tell what they are for.

use crate::source::indent;

/// What a line is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Nothing stands on it.
    Blank,
    /// Words behind `#`.
    Comment,
    /// Words below a `|`, in which no mark is YAML's.
    Text,
    /// A key, a value, an item.
    Entry,
}

/// A line and its place.
#[derive(Clone, Copy, Debug)]
pub struct Line<'a> {
    /// Its number, from 1.
    pub number: usize,
    /// Its first byte.
    pub start: usize,
    /// What stands on it, without its line break.
    pub text: &'a str,
    /// What it is for.
    pub role: Role,
}

impl<'a> Line<'a> {
    /// The spaces before it.
    pub fn indent(&self) -> usize {
        indent(self.text)
    }

    /// The byte after its last.
    pub fn end(&self) -> usize {
        self.start + self.text.len()
    }

    /// What stands on it without a comment, and without spaces around.
    pub fn code(&self) -> &'a str {
        code(self.text).trim()
    }

    /// Its key, the byte behind the key's colon, and its value.
    pub fn entry(&self) -> Option<(&'a str, usize, &'a str)> {
        let body = self.code();
        let key = body.split_once(':')?.0;
        let lead = self.text.find(body)?;
        let value = &body[key.len() + 1..];
        let fits = is_key(key) && (value.is_empty() || value.starts_with(' '));
        fits.then(|| (key.trim(), lead + key.len() + 1, value.trim()))
    }

    /// What it says behind `- ` and its key, and the byte where that begins.
    pub fn value(&self) -> Option<(usize, &'a str)> {
        let body = self.code();
        let item = body.trim_start_matches("- ");
        let at = self.start + self.text.find(body)? + body.len() - item.len();
        if item.starts_with(['{', '[', '"', '\'']) {
            return Some((at, item));
        }
        let (key, value) = item.split_once(": ")?;
        let trimmed = value.trim_start();
        Some((at + key.len() + 2 + value.len() - trimmed.len(), trimmed))
    }

    /// Whether words in the lines below belong to its value.
    fn opens_block(&self) -> bool {
        let body = self.code();
        let value = self.entry().map_or(body, |(_, _, value)| value);
        let value = value.trim_start_matches("- ");
        value.starts_with(['|', '>']) && value[1..].chars().all(|c| "+-0123456789".contains(c))
    }
}

/// A line without its comment.
pub fn code(line: &str) -> &str {
    let mut quote = None;
    let mut before = ' ';
    for (at, c) in line.char_indices() {
        match (quote, c) {
            (None, '#') if before == ' ' => return &line[..at],
            (None, '"' | '\'') if " {[,".contains(before) => quote = Some(c),
            (Some(open), c) if c == open => quote = None,
            _ => {}
        }
        before = c;
    }
    line
}

/// A key as clerks write it: no marks that YAML or a sentence would use.
pub fn is_key(text: &str) -> bool {
    let text = text.trim();
    !text.is_empty()
        && text.chars().count() <= 24
        && !text.contains([' ', '，', '。', '；', '"', '\'', '#', ':', '：', '{', '['])
}

/// Every line of a text.
pub fn lines(text: &str) -> Vec<Line<'_>> {
    let mut start = 0;
    let mut block = None;
    let each = text
        .split_inclusive('\n')
        .enumerate()
        .map(|(index, whole)| {
            let words = whole.trim_end_matches(['\n', '\r']);
            let mut line = Line {
                number: index + 1,
                start,
                text: words,
                role: Role::Entry,
            };
            start += whole.len();
            if words.trim().is_empty() {
                line.role = Role::Blank;
            } else if block.is_some_and(|above| line.indent() > above) {
                line.role = Role::Text;
            } else if words.trim_start_matches(' ').starts_with('#') {
                line.role = Role::Comment;
            } else {
                block = line.opens_block().then(|| line.indent());
            }
            line
        });
    each.collect()
}
