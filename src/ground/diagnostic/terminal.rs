//! Text made safe for a terminal.

use std::borrow::Cow;

use unicode_width::UnicodeWidthChar;

/// Replaces what could steer a terminal or reorder a line: control characters and
/// bidirectional marks, line breaks and tabs included.
pub fn safe(text: &str) -> Cow<'_, str> {
    if text.chars().any(hostile) {
        Cow::Owned(text.chars().map(visible).collect())
    } else {
        Cow::Borrowed(text)
    }
}

fn hostile(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
        )
}

fn visible(c: char) -> char {
    match c {
        '\t' | '\n' | '\r' => ' ',
        '\u{0}'..='\u{1f}' => char::from_u32(0x2400 + c as u32).unwrap_or('\u{fffd}'),
        _ if hostile(c) => '\u{fffd}',
        _ => c,
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
    let seen = text.chars().filter(|c| !hostile(*c));
    seen.filter_map(UnicodeWidthChar::width).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_steers_the_terminal() {
        assert_eq!(safe("a\u{1b}[31m红\u{202e}"), "a␛[31m红\u{fffd}");
        assert_eq!(safe("普通 text"), "普通 text");
    }

    #[test]
    fn chinese_takes_two_columns() {
        assert_eq!(columns("总计: 12"), 8);
        assert_eq!(columns("cafe\u{301}"), 4);
    }
}
