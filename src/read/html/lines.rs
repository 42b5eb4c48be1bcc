//! Words whose lines and tabs are the author's, as those of a text file.

use super::{Reader, element::Kind};
use crate::read::{
    published::{Block, Origin},
    text,
};

/// Such words as they come in.
#[derive(Default)]
pub struct Lines {
    text: String,
    /// What was done with them.
    pub remarks: Vec<String>,
}

impl Lines {
    /// Adds words.
    pub fn push(&mut self, words: &str) {
        self.text.push_str(words);
    }
}

impl Reader {
    /// Whether the words that come now stand in lines that count: outside cells, in which
    /// all words are one, and outside blocks of their own, as pages are wrapped whole.
    pub(super) fn keeps_lines(&self) -> bool {
        let blocks = self.stack.iter().rev();
        let mut blocks = blocks.filter(|element| element.kind != Kind::Inline);
        self.tables.is_empty() && blocks.next().is_some_and(|last| last.kind == Kind::Lines)
    }

    /// Ends the lines, which are read as a text is.
    pub(super) fn flush_lines(&mut self) {
        if self.lines.text.is_empty() {
            return;
        }
        let read = text::read(&std::mem::take(&mut self.lines.text));
        self.lines.remarks.extend(read.remarks);
        let blocks = self.frames.last_mut().unwrap_or(&mut self.root);
        blocks.extend(read.blocks.into_iter().map(|block| match block {
            Block::Paragraph(mut paragraph) => {
                paragraph.origin = Origin::default();
                Block::Paragraph(paragraph)
            }
            Block::Table(mut table) => {
                table.origin = Origin::default();
                Block::Table(table)
            }
        }));
    }
}
