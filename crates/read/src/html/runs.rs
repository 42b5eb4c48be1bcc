//! The words of a paragraph as they come in, with how they look.

use crate::{
    label::is_invisible,
    published::Block,
    words::{Look, Words, picture},
};

/// The words of a paragraph that is being read, white space as browsers show it.
#[derive(Default)]
pub(super) struct Runs {
    words: Words,
    pictures: Vec<Block>,
    /// White space that waits for the next word: whether it held a line break.
    space: Option<bool>,
}

impl Runs {
    /// Adds words.
    pub(super) fn push(&mut self, words: &str, look: &Look) {
        let mut out = String::with_capacity(words.len());
        for c in words.chars().filter(|&c| !is_invisible(c)) {
            if c.is_ascii_whitespace() {
                self.space = Some(self.space.unwrap_or(false) | matches!(c, '\n' | '\r'));
                continue;
            }
            let last = out.chars().next_back().or_else(|| self.words.last());
            // A line break between Chinese characters is the editor's, not the author's.
            match (self.space.take(), last) {
                (Some(true), Some(last)) if is_wide(last) && is_wide(c) => {}
                (Some(_), Some(_)) => out.push(' '),
                _ => {}
            }
            out.push(c);
        }
        self.words.push(&out, look);
    }

    /// Adds a picture.
    pub(super) fn picture(&mut self, alt: &str, source: &str) {
        let source = match source.starts_with("data:") {
            true => "嵌在网页里",
            false => source,
        };
        self.pictures.push(picture(alt, source));
    }

    /// The paragraph's words, and its pictures.
    pub(super) fn take(&mut self) -> (Words, Vec<Block>) {
        let mut taken = std::mem::take(self);
        taken.words.plain_throughout();
        (taken.words, taken.pictures)
    }
}

fn is_wide(c: char) -> bool {
    c >= '\u{2e80}' || matches!(c, '“' | '”' | '‘' | '’' | '…' | '—')
}
