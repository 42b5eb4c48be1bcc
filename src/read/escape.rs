//! Plain words as Markdown that says just them.

use pulldown_cmark::{Event, Tag, TagEnd};

use super::label::is_invisible;
use crate::form::report::markdown::Prepared;

/// Words as Markdown: what Markdown or a reference would take for a mark is escaped,
/// and nothing else. A line feed breaks the line.
pub fn plain(text: &str) -> String {
    let lines: Vec<&str> = text.trim().split('\n').map(str::trim).collect();
    let ways = [str::to_owned as fn(&str) -> String, guarded, all_escaped];
    let tried = ways.iter().map(|way| {
        let lines: Vec<String> = lines.iter().map(|line| way(line)).collect();
        guard(&lines.join("\\\n"))
    });
    let text = lines.join("\n");
    let mut last = String::new();
    for markdown in tried {
        if says(&markdown, &text) {
            return markdown;
        }
        last = markdown;
    }
    last
}

/// Words as Markdown within a paragraph that has other marks too.
pub fn inline(text: &str) -> String {
    let mut out = String::new();
    marks(text, None, &mut out);
    out
}

/// Adds words to others, what Markdown would take for a mark escaped; a line feed breaks
/// the line. `behind` is the character that follows them.
pub fn marks(text: &str, behind: Option<char>, out: &mut String) {
    let mut chars = text.chars().peekable();
    let mut before = out.chars().next_back();
    while let Some(c) = chars.next() {
        let after = chars.peek().copied().or(behind);
        let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let is_mark = match c {
            '\\' | '`' | '*' => true,
            '_' => !(letter(before) && letter(after)),
            '[' => after == Some('^') || before == Some('!'),
            ']' => matches!(after, Some('(' | '[' | ':')),
            '<' => after.is_some_and(|c| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?')),
            '&' => after.is_some_and(|c| c.is_ascii_alphabetic() || c == '#'),
            '|' => true,
            // Two of them start a reference to a figure.
            '{' => after == Some('{') && before != Some('{'),
            _ => false,
        };
        if is_mark || c == '\n' {
            out.push('\\');
        }
        out.push(c);
        before = Some(c);
    }
}

/// Escapes what would make a line of a paragraph a heading, an item or a quotation.
pub fn guard_start(markdown: &str) -> String {
    let lines: Vec<String> = markdown.split('\n').map(guard_line).collect();
    lines.join("\n")
}

fn guard_line(line: &str) -> String {
    let line = line.trim_start_matches(|c: char| c.is_whitespace() || is_invisible(c));
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let blank_after = |at: usize| matches!(line[at..].chars().next(), None | Some(' ' | '\t'));
    let only = |mark: char| line.chars().all(|c| c == mark || c == ' ');
    match line.chars().next() {
        Some('#' | '>' | '=') => format!("\\{line}"),
        Some('-' | '+') if blank_after(1) || only('-') => format!("\\{line}"),
        Some('~') if line.starts_with("~~~") => format!("\\{line}"),
        Some(_) if digits > 0 && digits < 10 && line[digits..].starts_with(['.', ')']) => {
            match blank_after(digits + 1) {
                true => format!("{}\\{}", &line[..digits], &line[digits..]),
                false => line.to_owned(),
            }
        }
        _ => line.to_owned(),
    }
}

fn guarded(line: &str) -> String {
    // References are guarded once, at the end.
    guard_start(&inline(line)).replace("\\{{", "{{")
}

/// Whether Markdown, read, is one paragraph with just these words.
pub fn says(markdown: &str, text: &str) -> bool {
    let mut said = String::new();
    let unguarded = markdown.replace("\\{{", "{{");
    for (event, _) in Prepared::of(&unguarded).events() {
        match event {
            Event::Text(words) => said.push_str(&words),
            Event::SoftBreak | Event::HardBreak => said.push('\n'),
            Event::Start(Tag::Paragraph | Tag::Strong | Tag::Emphasis | Tag::Link { .. })
            | Event::End(TagEnd::Paragraph | TagEnd::Strong | TagEnd::Emphasis | TagEnd::Link) => {}
            _ => return false,
        }
    }
    said == text
}

/// Markdown in which nothing is taken for a reference to a figure.
pub fn guard(markdown: &str) -> String {
    markdown.replace("{{", "\\{{")
}

/// Words in which every mark is escaped.
fn all_escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let start = text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    for (at, c) in text.char_indices() {
        let mark = match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '!' | '&' => true,
            '-' | '+' | '=' => at == 0,
            '.' | ')' => at > 0 && text.len() - start == at,
            _ => false,
        };
        if mark {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_marks_are_escaped() {
        for (text, markdown) in [
            ("全年收到6件。", "全年收到6件。"),
            ("[bookmark: _GoBack]（四）", "[bookmark: _GoBack]（四）"),
            ("# 一", "\\# 一"),
            ("1. 一", "1\\. 一"),
            ("- 一", "\\- 一"),
            ("a*b*c", "a\\*b\\*c"),
            ("[a](b)", "[a\\](b)"),
            ("&amp;", "\\&amp;"),
            ("{{申请}}", "\\{{申请}}"),
            ("[a]: b", "[a\\]: b"),
            ("2*3 与 a_b", "2*3 与 a_b"),
            ("*甲*[bookmark: _GoBack]", "\\*甲\\*[bookmark: \\_GoBack]"),
            ("1.甲", "1.甲"),
            ("甲\n- 乙", "甲\\\n\\- 乙"),
            ("a<b&c", "a<b&c"),
        ] {
            assert_eq!(plain(text), markdown);
        }
    }

    #[test]
    fn escaped_words_say_themselves() {
        let marks = [
            "---", "===", "> a", "+ a", "12) a", "<b>x</b>", "`x`", "\\*", "***", "a|b", "![a](b)",
            "~~a~~",
        ];
        for text in marks {
            let markdown = plain(text);
            let said: String = Prepared::of(&markdown)
                .events()
                .filter_map(|(event, _)| match event {
                    Event::Text(words) => Some(words.into_string()),
                    _ => None,
                })
                .collect();
            assert_eq!(said, text, "{markdown}");
        }
    }
}
