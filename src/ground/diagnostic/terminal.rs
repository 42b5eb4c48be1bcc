//! Text made safe for a terminal.

use std::borrow::Cow;

use unicode_width::UnicodeWidthChar;

use crate::ground::characters::{is_hidden, visible};

/// Text on one line, with what could steer a terminal or turn a line round made visible.
pub fn safe(text: &str) -> Cow<'_, str> {
    match text.contains(['\t', '\n', '\r']) {
        true => visible(&text.replace(['\t', '\n', '\r'], " "))
            .into_owned()
            .into(),
        false => visible(text),
    }
}

/// At most `length` characters of a text, with `…` where more follows.
pub fn excerpt(text: &str, length: usize) -> String {
    let mut characters = text.chars();
    let mut out: String = characters.by_ref().take(length).collect();
    if characters.next().is_some() {
        out.push('…');
    }
    out
}

/// How many columns a text takes where Chinese characters take two.
pub fn columns(text: &str) -> usize {
    let seen = text.chars().filter(|c| !is_hidden(*c) && !c.is_control());
    seen.filter_map(UnicodeWidthChar::width).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_steers_the_terminal() {
        assert_eq!(safe("a\u{1b}[31m红\n\u{202e}"), r"a\u{1b}[31m红 \u{202e}");
        assert_eq!(safe("普通 text"), "普通 text");
    }

    #[test]
    fn chinese_takes_two_columns() {
        assert_eq!(columns("总计: 12"), 8);
        assert_eq!(columns("cafe\u{301}"), 4);
    }
}
