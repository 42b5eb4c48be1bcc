//! Marks of Markdown that are printed as they stand, and notes that are not printed at all.

use std::{collections::BTreeMap, ops::Range};

use pulldown_cmark::{Event, Options, Parser, Tag};

use super::sentences::{Words, passages};
use base::diagnostic::{Finding, Message, either, rules};
use form::report::{Report, commonmark::Prepared};

/// Checks every text.
pub fn check(report: &Report) -> Vec<Finding> {
    let texts = passages(report);
    texts
        .flat_map(|words| [notes(words), marks(words)].concat())
        .collect()
}

/// Footnotes that nothing names, and names of footnotes that nothing says.
fn notes(words: Words<'_>) -> Vec<Finding> {
    let text = words.text();
    if !text.contains("[^") {
        return Vec::new();
    }
    let mut unnamed: BTreeMap<String, Range<usize>> = BTreeMap::new();
    let (mut named, mut plain) = (Vec::new(), Vec::new());
    for (event, range) in Prepared::of(text).events() {
        match event {
            Event::Start(Tag::FootnoteDefinition(label)) => {
                let line = text[range.clone()].lines().next().map_or(0, str::len);
                unnamed.insert(label.into_string(), range.start..range.start + line);
            }
            Event::FootnoteReference(label) => named.push(label.into_string()),
            Event::Text(_) => plain.push(range),
            _ => {}
        }
    }
    unnamed.retain(|label, _| !named.contains(label));
    let unnamed = unnamed.into_iter().map(|(label, range)| {
        let message = format!("脚注「[^{label}]」在文字里没有引用，不会印出来");
        finding(words, range, message).help("在要加注的文字后面写上这个脚注的记号，或删去它")
    });
    // What the reader took for words is a name without a note.
    let unsaid = plain.into_iter().filter_map(|range| {
        let start = range.start;
        let label = text[start..].strip_prefix("[^")?.split_once(']')?.0;
        let known = label.is_empty() || label.contains(['\n', '[', ' ']);
        let escaped = text[..start].ends_with('\\');
        let end = start + label.len() + 3;
        let message = format!("脚注「[^{label}]」没有写内容，记号会照原样印出来");
        let help = format!("在这段文字后面另起一行写「[^{label}]: 注的内容」，或删去记号");
        (!known && !escaped).then(|| finding(words, start..end, message).help(help))
    });
    unnamed.chain(unsaid).collect()
}

/// What a published report does not have, and what of a text is not printed.
fn marks(words: Words<'_>) -> Vec<Finding> {
    let text = words.text();
    let signs = ["~~", "[ ]", "[x]", "<", "](", "|"];
    if !signs.iter().any(|sign| text.contains(sign)) {
        return Vec::new();
    }
    let options =
        Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS | Options::ENABLE_TABLES;
    let mut columns = 0;
    let mut found = Vec::new();
    for (event, range) in Parser::new_ext(text, options).into_offset_iter() {
        let (message, help): (Message, Message) = match event {
            Event::Start(Tag::Strikethrough) if text[range.clone()].starts_with("~~") => (
                either(
                    "删除线不会照排，「~~」会照原样印出来",
                    "删除线不会照排，它的记号会照原样印出来",
                ),
                either("删去不要的文字和「~~」", "删去不要的文字和它的记号"),
            ),
            Event::TaskListMarker(_) => (
                "待办的方框不会照排，会照原样印出来".into(),
                "删去方框，或把做完的事写成文字".into(),
            ),
            Event::Html(_) | Event::InlineHtml(_) => (
                "网页的标记不会照排，会照原样印出来".into(),
                "删去尖括号和里面的字；要另起一段，空一行".into(),
            ),
            Event::Start(Tag::Image { title, .. } | Tag::Link { title, .. })
                if !title.is_empty() =>
            {
                (
                    format!("引号里的「{}」不会印出来", shown(&title)).into(),
                    "要印出来的写进方括号，不要的连引号删去".into(),
                )
            }
            Event::Start(Tag::Table(sides)) => {
                columns = sides.len();
                continue;
            }
            Event::Start(Tag::TableRow) if cells(&text[range.clone()]) > columns => (
                format!(
                    "这一行有 {} 格，表头是 {columns} 格，多的不会印出来",
                    cells(&text[range.clone()])
                )
                .into(),
                "删去多的格，或在表头补上一列；格里的「|」写作「\\|」".into(),
            ),
            _ => continue,
        };
        found.push(finding(words, range, message).help(help));
    }
    found
}

/// How many cells a line of a table has.
fn cells(line: &str) -> usize {
    let line = line.trim();
    let line = line.strip_prefix('|').unwrap_or(line);
    let mut bars = 0;
    let mut escaped = false;
    for letter in line.chars() {
        bars += usize::from(letter == '|' && !escaped);
        escaped = letter == '\\' && !escaped;
    }
    let closed = line.ends_with('|') && !line.ends_with("\\|");
    bars + usize::from(!closed)
}

fn finding(words: Words<'_>, range: Range<usize>, message: impl Into<Message>) -> Finding {
    words.finding(&rules::MARKUP, range, message)
}

/// Markdown's words as they are printed: the strokes before marks that are none left out.
pub fn shown(markdown: &str) -> String {
    let mut shown = String::with_capacity(markdown.len());
    let mut chars = markdown.chars().peekable();
    while let Some(c) = chars.next() {
        let escapes = c == '\\' && chars.peek().is_some_and(char::is_ascii_punctuation);
        shown.push(match escapes {
            true => chars.next().unwrap_or(c),
            false => c,
        });
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_shown_as_printed() {
        assert_eq!(shown("[bookmark: \\_GoBack\\]"), "[bookmark: _GoBack]");
        assert_eq!(shown("甲\\\\乙\\丙\\"), "甲\\乙\\丙\\");
    }
}
