//! What a container holds besides the report.

use super::size;
use crate::read::published::Block;

/// So many of the characters are kept to be shown.
const MOST: usize = 1500;
/// So many of each paragraph.
const LONGEST: usize = 40;

/// Words outside the report, which are not imported.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outside {
    /// How many characters they have.
    pub count: usize,
    /// How their paragraphs begin.
    pub words: String,
}

impl Outside {
    /// Leaves a block out.
    pub fn leave(&mut self, block: &Block) {
        self.count += size(block);
        match block {
            Block::Paragraph(paragraph) => self.show(&paragraph.text, LONGEST),
            Block::Table(table) => {
                for cell in table.rows.iter().flatten() {
                    self.show(&cell.text, LONGEST);
                }
            }
        }
    }

    /// Leaves out what is outside a part as well.
    pub fn join(&mut self, other: &Outside) {
        self.count += other.count;
        self.show(&other.words, MOST);
    }

    fn show(&mut self, text: &str, longest: usize) {
        let room = MOST.saturating_sub(self.words.chars().count());
        let text = text.trim();
        if room == 0 || text.is_empty() {
            return;
        }
        let between = if self.words.is_empty() { "" } else { " / " };
        let more = if text.chars().nth(longest).is_some() {
            "……"
        } else {
            ""
        };
        let shown = between
            .chars()
            .chain(text.chars().take(longest))
            .chain(more.chars());
        self.words.extend(shown.take(room).map(|c| match c {
            '\n' => ' ',
            other => other,
        }));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::published::Paragraph;

    #[test]
    fn what_is_left_out_is_counted_and_begun() {
        let block = |text: &str| {
            Block::Paragraph(Paragraph {
                text: text.to_owned(),
                ..Paragraph::default()
            })
        };
        let mut outside = Outside::default();
        for text in ["首 页", "", "公开\n指南"] {
            outside.leave(&block(text));
        }
        assert_eq!((outside.count, &*outside.words), (6, "首 页 / 公开 指南"));
        outside.leave(&block(&"字".repeat(2 * LONGEST)));
        assert_eq!(outside.count, 6 + 2 * LONGEST);
        assert!(outside.words.ends_with("指南 / 字字字字字字字字字字字字字字字字字字字字字字字字字字字字字字字字字字字字字字字字……"));
        for _ in 0..MOST {
            outside.leave(&block("甲乙"));
        }
        assert_eq!(outside.words.chars().count(), MOST);
    }
}
