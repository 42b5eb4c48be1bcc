//! Text made safe for a terminal.

use std::borrow::Cow;

use unicode_width::UnicodeWidthChar;

use crate::characters::{is_hidden, visible};

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

    /// A text after so many columns, which goes on below its beginning where it has no room.
    pub fn hanging(self, indent: usize, text: &str) -> String {
        self.going_on(text, indent, indent)
    }

    /// Lines, each of which goes on so many columns deeper than it begins.
    pub fn wrapped(self, deeper: usize, lines: &str) -> String {
        let lines = lines.split('\n').map(|line| {
            let words = line.trim_start_matches(' ');
            let start = line.len() - words.len();
            format!(
                "{}{}",
                &line[..start],
                self.going_on(words, start, start + deeper)
            )
        });
        lines.collect::<Vec<_>>().join("\n")
    }

    /// A text after so many columns, and what it has no room for after others.
    fn going_on(self, text: &str, start: usize, indent: usize) -> String {
        let Some(width) = self.width else {
            return text.to_owned();
        };
        let room = |used: usize| width.saturating_sub(used).max(LEAST);
        let lines = filled(text, room(start), room(indent));
        lines.join(&format!("\n{}", " ".repeat(indent)))
    }
}

/// Columns that words have on a line at least, whatever the terminal has.
const LEAST: usize = 8;

/// Marks that no line begins with.
const CLOSING: &str = "、。，；：！？）」』》】〉”’…—.,;:!?)]}%";
/// Marks that no line ends with.
const OPENING: &str = "（「『《【〈“‘([{";

/// A text in lines of so many columns. None begins or ends with a mark that belongs to the
/// other side, breaks a word that fits, parts a number from what it counts, or, at the end,
/// has one character alone.
pub fn folded(text: &str, width: usize) -> Vec<String> {
    filled(text, width, width)
}

/// The same, with so many columns on the first line.
fn filled(text: &str, first: usize, width: usize) -> Vec<String> {
    let mut lines: Vec<Vec<String>> = vec![Vec::new()];
    let mut room = first;
    for piece in pieces(text, width) {
        let taken = columns(&piece);
        let is_begun = lines.last().is_some_and(|line| !line.is_empty());
        match (piece == " ", is_begun) {
            (true, false) => continue,
            (false, true) if taken > room => {
                lines.push(Vec::new());
                room = width;
            }
            _ => {}
        }
        room = room.saturating_sub(taken);
        if let Some(line) = lines.last_mut() {
            line.push(piece);
        }
    }
    if let [.., above, last] = lines.as_mut_slice() {
        accompany(above, last, width);
    }
    let lines = lines.iter().map(|line| line.concat());
    lines
        .map(|line| line.trim_end_matches(' ').to_owned())
        .collect()
}

/// Takes company for a last line of one character from the line above it.
fn accompany(above: &mut Vec<String>, last: &mut Vec<String>, width: usize) {
    let alone = last.concat();
    let is_alone = alone
        .trim_end_matches(|c| CLOSING.contains(c))
        .chars()
        .count()
        == 1;
    let Some(at) = above.iter().rposition(|piece| piece != " ") else {
        return;
    };
    let taken = columns(&above[at..].concat()) + columns(&alone);
    if is_alone && at > 0 && taken <= width {
        last.splice(0..0, above.drain(at..));
    }
}

/// What lines can break between: characters, words, and what belongs to them. One that is
/// wider than a line is in single characters.
fn pieces(text: &str, width: usize) -> Vec<String> {
    let characters: Vec<char> = text.chars().collect();
    let mut pieces: Vec<String> = Vec::new();
    for (at, character) in characters.iter().enumerate() {
        match pieces.last_mut() {
            Some(piece) if belongs(&characters, at) => piece.push(*character),
            _ => pieces.push(character.to_string()),
        }
    }
    let broken = pieces
        .into_iter()
        .flat_map(|piece| match columns(&piece) > width {
            true => piece.chars().map(String::from).collect(),
            false => vec![piece],
        });
    broken.collect()
}

/// Whether a character stays on the line of the one before it.
fn belongs(text: &[char], at: usize) -> bool {
    let own = text[at];
    let counts = |number: &char, what: &char| {
        number.is_ascii_digit() && !what.is_ascii() || *number == '第' && what.is_ascii_digit()
    };
    match (&text[..at], text.get(at + 1)) {
        ([.., before], Some(next)) if own == ' ' => counts(before, next),
        ([.., before, ' '], _) => counts(before, &own),
        ([.., ' '], _) | ([], _) => false,
        ([.., before], _) => {
            before.is_ascii_graphic() && own.is_ascii_graphic()
                || CLOSING.contains(own)
                || OPENING.contains(*before)
                || counts(before, &own)
        }
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
    fn lines_fit_and_begin_with_no_stop() {
        assert_eq!(
            folded("新收六件，都已答复", 9),
            ["新收六", "件，都已", "答复"]
        );
        assert_eq!(folded("写 check 再看", 8), ["写 check", "再看"]);
        assert_eq!(folded("", 8), [""]);
        assert_eq!(folded("很长的", 1), ["很", "长", "的"]);
        assert_eq!(folded("写进了（附件）", 8), ["写进了", "（附件）"]);
        assert_eq!(folded("写成 a.md、b.pdf", 12), ["写成 a.md、", "b.pdf"]);
        assert_eq!(folded("存成 问题.csv 看", 12), ["存成 问", "题.csv 看"]);
        assert_eq!(folded("已满 ", 4), ["已满"]);
    }

    #[test]
    fn no_character_is_alone_on_the_last_line() {
        assert_eq!(folded("都已答复了。", 8), ["都已答", "复了。"]);
        assert_eq!(folded("写 check 看", 8), ["写", "check 看"]);
        assert_eq!(folded("答复了", 2), ["答", "复", "了"]);
    }

    #[test]
    fn numbers_stay_with_what_they_count() {
        assert_eq!(folded("共收到12件", 8), ["共收到", "12件"]);
        assert_eq!(folded("问题在第 12 行里", 9), ["问题在", "第 12 行", "里"]);
        assert_eq!(folded("截至 1 月 31 日", 10), ["截至 1 月", "31 日"]);
        assert_eq!(folded("共 123456789012", 12), ["共", "123456789012"]);
    }

    #[test]
    fn words_wider_than_a_line_are_broken() {
        assert_eq!(folded("见 abcdefghij", 4), ["见 a", "bcde", "fgh", "ij"]);
    }

    #[test]
    fn lines_go_on_below_or_deeper_than_their_beginning() {
        let narrow = Terminal {
            width: Some(16),
            colour: false,
        };
        assert_eq!(
            narrow.hanging(6, "都已按时答复了申请人"),
            "都已按时答\n      复了申请人"
        );
        let lines = "  甲局还没有报送报告\n乙局已报送";
        assert_eq!(
            narrow.wrapped(2, lines),
            "  甲局还没有报送\n    报告\n乙局已报送"
        );
        assert_eq!(Terminal::default().wrapped(2, lines), lines);
    }

    #[test]
    fn chinese_takes_two_columns() {
        assert_eq!(columns("总计: 12"), 8);
        assert_eq!(columns("cafe\u{301}"), 4);
    }
}
