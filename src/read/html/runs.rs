//! The words of a paragraph as they come in, with how they look.

use super::element::Style;
use crate::read::{
    escape,
    label::is_invisible,
    words::{self, Look},
};

/// The words of a paragraph that is being read.
#[derive(Default)]
pub struct Runs {
    runs: Vec<(String, Style)>,
    pictures: Vec<String>,
    /// White space that waits for the next word: whether it held a line break.
    space: Option<bool>,
}

impl Runs {
    /// Adds words.
    pub fn push(&mut self, words: &str, style: &Style) {
        for c in words.chars().filter(|&c| !is_invisible(c)) {
            if c.is_ascii_whitespace() {
                self.space = Some(self.space.unwrap_or(false) | matches!(c, '\n' | '\r'));
                continue;
            }
            let last = self
                .runs
                .last()
                .and_then(|(text, _)| text.chars().next_back());
            // A line break between Chinese characters is the editor's, not the author's.
            let between = match (self.space.take(), last) {
                (Some(true), Some(last)) => !(is_wide(last) && is_wide(c)),
                (Some(false), Some(_)) => true,
                _ => false,
            };
            let text = self.run(style);
            if between {
                text.push(' ');
            }
            text.push(c);
        }
    }

    fn run(&mut self, style: &Style) -> &mut String {
        if self.runs.last().is_none_or(|(_, last)| last != style) {
            self.runs.push((String::new(), style.clone()));
        }
        let last = self.runs.len() - 1;
        &mut self.runs[last].0
    }

    /// How many bytes of words there are.
    pub fn length(&self) -> usize {
        self.runs.iter().map(|(text, _)| text.len()).sum()
    }

    /// Adds a picture.
    pub fn picture(&mut self, alt: &str, source: &str) {
        let source = match source.starts_with("data:") {
            true => "嵌在网页里",
            false => source,
        };
        let one_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        self.pictures
            .push(format!("![{}]({})", one_line(alt), one_line(source)));
    }

    /// The paragraph's words and its Markdown, if it has words, and its pictures.
    pub fn take(&mut self) -> (Option<(String, String)>, Vec<String>) {
        self.space = None;
        let runs = std::mem::take(&mut self.runs);
        let pictures = std::mem::take(&mut self.pictures);
        let text: String = runs.iter().map(|(text, _)| text.as_str()).collect();
        let text = text.trim();
        if text.is_empty() {
            return (None, pictures);
        }
        (Some((text.to_owned(), markdown(&runs, text))), pictures)
    }
}

fn is_wide(c: char) -> bool {
    c >= '\u{2e80}' || matches!(c, '“' | '”' | '‘' | '’' | '…' | '—')
}

/// Runs as Markdown; a paragraph that looks the same throughout is plain words.
fn markdown(runs: &[(String, Style)], text: &str) -> String {
    let seen = || runs.iter().filter(|(text, _)| !text.trim().is_empty());
    let bold = seen().all(|(_, style)| style.bold);
    let italic = seen().all(|(_, style)| style.italic);
    let dressed = seen().any(|(_, style)| {
        (style.bold && !bold) || (style.italic && !italic) || target(style).is_some()
    });
    if !dressed {
        return escape::plain(text);
    }
    let runs: Vec<(String, Look)> = runs
        .iter()
        .map(|(text, style)| {
            let look = Look {
                strong: style.bold && !bold,
                emphasis: style.italic && !italic,
                link: target(style).map(str::to_owned),
            };
            (text.clone(), look)
        })
        .collect();
    let out = words::dressed(&runs).trim().to_owned();
    // Emphasis that Markdown would not see is not worth its stars.
    match escape::says(&out, text) {
        true => out,
        false => escape::plain(text),
    }
}

/// Where a link leads, if that is of use outside its page.
fn target(style: &Style) -> Option<&str> {
    let link = style.link.as_deref()?;
    let sound = ["http://", "https://", "mailto:"]
        .iter()
        .any(|start| link.starts_with(start));
    let plain = link
        .chars()
        .all(|c| c.is_ascii_graphic() && !"()<>\\{}".contains(c));
    (sound && plain).then_some(link)
}
