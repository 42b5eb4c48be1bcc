//! Plain words as Markdown that says just them.

use pulldown_cmark::{Event, Tag, TagEnd};

use base::markdown::{self, Care, guard_start};
use form::report::commonmark::Prepared;

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
    markdown::escape(text, Care::Sparing)
}

fn guarded(line: &str) -> String {
    // References are guarded once, at the end.
    guard_start(&inline(line), Care::Sparing).replace("\\{{", "{{")
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
fn all_escaped(line: &str) -> String {
    guard_start(&markdown::escape(line, Care::Wary), Care::Wary)
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
