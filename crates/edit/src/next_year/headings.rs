//! The headings of an author's Markdown, without the words below them.
//!
//! In: `旧话\n## 甲\n旧话\n### 乙\n`. Out: the sub-heading 甲 with `### 乙\n` below it.

use base::source::indent;

/// The headings of a Markdown text: the first level of them as sub-headings, each with those
/// that are deeper; words before the first one leave an empty passage.
pub fn sections(text: &str) -> Vec<(Option<String>, String)> {
    let found = headings(text);
    let top = found.iter().map(|(level, _)| *level).min().unwrap_or(0);
    let mut passages: Vec<(Option<String>, String)> = Vec::new();
    let begins = text.lines().find(|line| !line.trim().is_empty());
    if begins.is_some_and(|line| heading(line).is_none()) {
        passages.push((None, String::new()));
    }
    for (level, words) in found {
        match passages.last_mut().filter(|_| level > top) {
            Some((_, text)) => {
                let parted = if text.is_empty() { "" } else { "\n" };
                *text += &format!("{parted}{} {words}\n", "#".repeat(level));
            }
            // A sub-heading is no Markdown.
            None => passages.push((Some(words.replace(['*', '`'], "")), String::new())),
        }
    }
    passages
}

/// The headings of a text below a sub-heading.
pub fn deeper(text: &str) -> String {
    let headings = headings(text).into_iter();
    let lines: Vec<String> = headings
        .map(|(level, words)| format!("{} {words}\n", "#".repeat(level)))
        .collect();
    lines.join("\n")
}

fn headings(text: &str) -> Vec<(usize, String)> {
    text.lines().filter_map(heading).collect()
}

/// A line that is a Markdown heading: its level and its words.
fn heading(line: &str) -> Option<(usize, String)> {
    let spaces = indent(line);
    let line = line.trim();
    let words = line.trim_start_matches('#');
    let level = line.len() - words.len();
    let is_heading = spaces < 4 && (1..=6).contains(&level) && words.starts_with([' ', '\t']);
    let words = words.trim().trim_end_matches('#').trim_end();
    (is_heading && !words.is_empty()).then(|| (level, words.to_owned()))
}
