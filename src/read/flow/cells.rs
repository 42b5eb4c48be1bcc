//! The cells of a table that a dump took apart, in reading order.

use super::{lines::lines, stroked::stroked};
use crate::read::{
    aligner::Expected,
    escape,
    figure::is_value,
    label::Label,
    published::{Block, Origin, Paragraph, Table},
};

/// Words so alike are words of the form.
pub(super) const KNOWN: f64 = 0.85;
/// A cell's words were parted into so many lines at most.
pub(super) const MOST_LINES: usize = 4;
/// Longer lines are sentences.
pub(super) const LONGEST: usize = 60;

/// What a dump gives one after the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Token {
    /// A cell's words.
    Cell(String),
    /// A cell without words.
    Blank,
    /// The end of a row that the dump kept.
    End,
}

/// The cells of a section, and what stands beside them.
#[derive(Debug, Default)]
pub struct Cells {
    /// The cells.
    pub tokens: Vec<Token>,
    /// What stands before the table.
    pub before: Vec<Block>,
    /// What belongs to no cell.
    pub behind: Vec<Block>,
    /// Where the first cell stands.
    pub origin: Origin,
}

impl Cells {
    /// The cells of a section whose rows are not all there. None where they are, or where
    /// its cells span others, which no text dump says.
    pub fn of(expected: &Expected, blocks: &[Block]) -> Option<Self> {
        let tables = || {
            blocks.iter().filter_map(|block| match block {
                Block::Table(table) => Some(table),
                Block::Paragraph(_) => None,
            })
        };
        if tables().any(has_spans) {
            return None;
        }
        let has_stroke =
            |block: &Block| matches!(block, Block::Paragraph(p) if p.text.contains('|'));
        let torn = blocks.windows(3).any(|three| {
            matches!(three, [Block::Table(_), Block::Paragraph(p), Block::Table(_)]
                if p.text.chars().count() <= LONGEST)
        });
        match (
            blocks.iter().any(has_stroke) || torn,
            tables().next().is_none(),
        ) {
            (true, _) => Some(stroked(expected, blocks)),
            (false, true) => Some(lines(expected, blocks)),
            (false, false) => None,
        }
    }

    /// Adds a cell with words.
    pub(super) fn word(&mut self, text: &str, origin: Origin) {
        if self.tokens.is_empty() {
            self.origin = origin;
        }
        self.tokens.push(Token::Cell(text.to_owned()));
    }
}

/// How many cells hold words of the form.
pub fn known_words(expected: &Expected, cells: &Cells) -> usize {
    let known = |token: &&Token| match token {
        Token::Cell(text) => likeness(expected, text) >= KNOWN,
        Token::Blank | Token::End => false,
    };
    cells.tokens.iter().filter(known).count()
}

fn has_spans(table: &Table) -> bool {
    let mut cells = table.rows.iter().flatten();
    cells.any(|cell| cell.row_span > 1 || cell.column_span > 1)
}

/// How alike words are to a word of the form.
pub(super) fn likeness(expected: &Expected, text: &str) -> f64 {
    match is_value(text) {
        true => 0.0,
        false => {
            let label = Label::of(text);
            expected
                .row_likeness(&label)
                .max(expected.head_likeness(&label))
        }
    }
}

/// A line that is no cell.
pub(super) fn paragraph(text: &str, origin: Origin) -> Block {
    Block::Paragraph(Paragraph {
        text: text.to_owned(),
        markdown: escape::plain(text),
        origin,
        ..Paragraph::default()
    })
}
