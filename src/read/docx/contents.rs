//! A table of contents, which says again what stands below.

use std::collections::HashSet;

use crate::read::published::{Block, Paragraph};

/// The lines of a table of contents, and before which block each stands.
#[derive(Debug, Default)]
pub(super) struct Contents {
    lines: Vec<(usize, Paragraph)>,
}

impl Contents {
    /// Adds a line that stands before a block.
    pub(super) fn add(&mut self, at: usize, line: Paragraph) {
        if !line.text.is_empty() {
            self.lines.push((at, line));
        }
    }

    /// Puts the lines back that nothing below repeats, for they are no table of contents.
    /// Gives how many are left out.
    pub(super) fn settle(&mut self, blocks: &mut Vec<Block>) -> usize {
        let said: HashSet<String> = blocks
            .iter()
            .filter_map(|block| match block {
                Block::Paragraph(paragraph) => Some(bare(&paragraph.text)),
                Block::Table(_) => None,
            })
            .collect();
        let lines = std::mem::take(&mut self.lines);
        let all = lines.len();
        let repeated = lines
            .iter()
            .filter(|(_, line)| said.contains(&bare(&line.text)))
            .count();
        // One that is mostly repeated is one: its headings may have changed since.
        if repeated * 2 >= all {
            return all;
        }
        let mut lines = lines.into_iter().peekable();
        let mut laid = Vec::with_capacity(blocks.len() + all);
        for (at, block) in blocks.drain(..).enumerate() {
            while let Some((_, line)) = lines.next_if(|(place, _)| *place <= at) {
                laid.push(Block::Paragraph(line));
            }
            laid.push(block);
        }
        laid.extend(lines.map(|(_, line)| Block::Paragraph(line)));
        *blocks = laid;
        0
    }
}

/// Words without the dots and the page behind them.
fn bare(text: &str) -> String {
    let page = |c: char| c.is_ascii_digit() || c.is_whitespace() || matches!(c, '.' | '…' | '-');
    let words = text.trim_end_matches(page);
    words.chars().filter(|c| !c.is_whitespace()).collect()
}
