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

/// What a text for people is shown on; by default a file or a pipe.
#[derive(Clone, Copy, Debug, Default)]
pub struct Terminal {
    /// How many columns it has, where it is a terminal.
    pub width: Option<usize>,
    /// Whether it takes colour.
    pub colour: bool,
}

/// How words are to strike the eye.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// As they are.
    #[default]
    Plain,
    /// What heads others.
    Head,
    /// What is wrong, or grew.
    Bad,
    /// What somebody should look at.
    Doubtful,
    /// What is in order, or shrank.
    Good,
    /// What matters less.
    Faint,
}

impl Terminal {
    /// Words in a tone, where there is colour.
    pub fn paint(self, tone: Tone, words: &str) -> String {
        let code = match tone {
            Tone::Head => "1",
            Tone::Bad => "31",
            Tone::Doubtful => "33",
            Tone::Good => "32",
            Tone::Faint => "2",
            Tone::Plain => return words.to_owned(),
        };
        match self.colour && !words.trim().is_empty() {
            true => format!("\u{1b}[{code}m{words}\u{1b}[0m"),
            false => words.to_owned(),
        }
    }
}

/// A text in lines of so many columns; none begins with a stop or breaks a word that fits.
pub fn folded(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut at = 0;
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let mut shown = String::from(character);
        let whole = character.is_ascii_graphic();
        let belongs = |c: &char| "、。，；：）」！？".contains(*c) || whole && c.is_ascii_graphic();
        while let Some(next) = characters.next_if(belongs) {
            shown.push(next);
        }
        let columns = columns(&shown);
        if at > 0 && at + columns > width {
            lines.push(String::new());
            at = 0;
        }
        if let (Some(line), false) = (lines.last_mut(), at == 0 && shown == " ") {
            line.push_str(&shown);
            at += columns;
        }
    }
    lines
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
    fn lines_fit_and_begin_with_no_stop() {
        assert_eq!(
            folded("新收六件，都已答复", 9),
            ["新收六", "件，都已", "答复"]
        );
        assert_eq!(folded("写 check 再看", 8), ["写 check", "再看"]);
        assert_eq!(folded("", 8), [""]);
        assert_eq!(folded("很长的", 1), ["很", "长", "的"]);
    }

    #[test]
    fn chinese_takes_two_columns() {
        assert_eq!(columns("总计: 12"), 8);
        assert_eq!(columns("cafe\u{301}"), 4);
    }
}
