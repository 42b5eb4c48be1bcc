//! Words as Markdown that says just them.
//!
//! In: words, and how careful to be. Out: the same words with a backslash before what
//! Markdown would take for a mark:
//!
//! ```
//! use base::markdown::{Care, escape};
//!
//! assert_eq!(escape("见[附件]*", Care::Wary), "见\\[附件\\]\\*");
//! assert_eq!(escape("见[附件]*", Care::Sparing), "见[附件]\\*");
//! ```
//!
//! Nothing here reads Markdown, so it cannot tell whether the result says the words.

use super::characters::{is_hidden, is_invisible};

/// Which marks are escaped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Care {
    /// Whatever some reader of Markdown might take for a mark: for what is published.
    Wary,
    /// What is a mark where it stands: for a text that an author goes on writing.
    Sparing,
}

/// Words within a paragraph.
pub fn escape(words: &str, care: Care) -> String {
    let mut out = String::with_capacity(words.len());
    push(words, care, None, &mut out);
    out
}

/// An address between `<` and `>`.
pub fn address(target: &str) -> String {
    let mut out = String::with_capacity(target.len());
    for c in target.chars() {
        match c {
            '<' | '>' | '\\' | '&' | '|' | '`' => out.extend(['\\', c]),
            '\n' | '\r' => out += if c == '\n' { "%0A" } else { "%0D" },
            _ if is_hidden(c) => {}
            _ => out.push(c),
        }
    }
    out
}

/// Adds words to others; `behind` is the character that follows them. A line feed breaks the
/// line, or is a space for a wary writer.
pub fn push(words: &str, care: Care, behind: Option<char>, out: &mut String) {
    let mut characters = words.chars().peekable();
    let mut before = out.chars().next_back();
    while let Some(c) = characters.next() {
        let after = characters.peek().copied().or(behind);
        match c {
            '\n' if care == Care::Wary => out.push(' '),
            '\n' => out.push_str("\\\n"),
            '\r' if care == Care::Wary => out.push(' '),
            _ if care == Care::Wary && is_hidden(c) => {}
            _ if is_mark(c, before, after, care) => out.extend(['\\', c]),
            _ => out.push(c),
        }
        before = Some(c);
    }
}

fn is_mark(c: char, before: Option<char>, after: Option<char>, care: Care) -> bool {
    let wary = care == Care::Wary;
    let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let tag = |c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?');
    match c {
        '\\' | '`' | '*' | '|' => true,
        '_' => !(letter(before) && letter(after)),
        '[' => wary || after == Some('^') || before == Some('!'),
        ']' => wary || matches!(after, Some('(' | '[' | ':')),
        '<' => wary || after.is_some_and(tag),
        '&' => after.is_some_and(|c| c.is_ascii_alphanumeric() || c == '#'),
        '~' => wary,
        '!' => wary && after == Some('['),
        // Two of them start a reference to a figure.
        '{' => !wary && after == Some('{') && before != Some('{'),
        _ => false,
    }
}

/// Escapes what would make a line of a paragraph a heading, an item or a quotation.
pub fn guard_start(markdown: &str, care: Care) -> String {
    let lines = markdown.split('\n').map(|line| guard_line(line, care));
    lines.collect::<Vec<_>>().join("\n")
}

fn guard_line(line: &str, care: Care) -> String {
    let wary = care == Care::Wary;
    let line = match wary {
        true => line,
        false => line.trim_start_matches(|c: char| c.is_whitespace() || is_invisible(c)),
    };
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let parted = |at: usize| wary || matches!(line[at..].chars().next(), None | Some(' ' | '\t'));
    let only = |mark: char| line.chars().all(|c| c == mark || c == ' ');
    match line.chars().next() {
        Some('#' | '>' | '=' | ' ' | '\t') => format!("\\{line}"),
        Some('-' | '+') if parted(1) || only('-') => format!("\\{line}"),
        Some('~') if line.starts_with("~~~") => format!("\\{line}"),
        Some(_)
            if digits > 0
                && (wary || digits < 10)
                && line[digits..].starts_with(['.', ')'])
                && parted(digits + 1) =>
        {
            format!("{}\\{}", &line[..digits], &line[digits..])
        }
        _ => line.to_owned(),
    }
}
