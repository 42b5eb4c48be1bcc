//! Pieces of words into lines, lines into text.

use super::page::Piece;
use crate::{
    published::Role,
    words::{Look, Words},
};

/// Words on one height, from left to right.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub(super) pieces: Vec<Piece>,
    pub(super) left: f64,
    pub(super) right: f64,
    pub(super) base: f64,
    pub(super) size: f64,
}

impl Line {
    fn new(piece: Piece) -> Self {
        Line {
            left: piece.left,
            right: piece.right,
            base: piece.base,
            size: piece.size,
            pieces: vec![piece],
        }
    }

    fn push(&mut self, piece: Piece) {
        // What stands higher or smaller, as a mark of a note, does not make the line.
        if piece.size > self.size {
            self.size = piece.size;
            self.base = piece.base;
        }
        self.pieces.push(piece);
    }

    /// The words.
    pub(super) fn text(&self) -> String {
        words(&self.pieces)
    }

    /// The number and kind of the paragraph that it is part of, if the file states one.
    pub(super) fn block(&self) -> Option<&(usize, Role)> {
        self.pieces.first()?.tag.as_ref()?.block.as_ref()
    }

    /// The line without blanks at its ends; none where it is nothing but blanks.
    fn trimmed(mut self) -> Option<Self> {
        let is_blank = |piece: &Piece| piece.text.trim().is_empty();
        let first = self.pieces.iter().position(|piece| !is_blank(piece))?;
        let last = self.pieces.iter().rposition(|piece| !is_blank(piece))?;
        self.pieces = self.pieces.drain(first..=last).collect();
        // The pieces stand from left to right.
        self.left = self.pieces.first()?.left;
        let ends = self.pieces.iter().map(|piece| piece.right);
        self.right = ends.fold(f64::MIN, f64::max);
        Some(self)
    }

    /// Whether all of its words are bold.
    pub(super) fn is_bold(&self) -> bool {
        self.pieces
            .iter()
            .all(|piece| piece.is_bold || piece.text.trim().is_empty())
    }
}

/// Pieces of one page as lines, from top to bottom.
pub(super) fn lines(mut pieces: Vec<Piece>) -> Vec<Line> {
    pieces.sort_by(|a, b| b.base.total_cmp(&a.base));
    let mut lines: Vec<Line> = Vec::new();
    for piece in pieces {
        match lines.last_mut() {
            Some(line) if (line.base - piece.base).abs() < 0.4 * line.size.max(piece.size) => {
                line.push(piece);
            }
            _ => lines.push(Line::new(piece)),
        }
    }
    for line in &mut lines {
        line.pieces.sort_by(|a, b| a.left.total_cmp(&b.left));
        line.pieces.dedup_by(|b, a| {
            // The same twice at one place makes it look bold.
            let same = a.text == b.text && (a.left - b.left).abs() < 0.1 * a.size;
            a.is_bold |= same;
            same && !a.text.trim().is_empty()
        });
    }
    lines.into_iter().filter_map(Line::trimmed).collect()
}

/// The words of pieces, as they follow one another.
pub(super) fn words<'a>(pieces: impl IntoIterator<Item = &'a Piece>) -> String {
    let mut flow = Flow::default();
    for piece in pieces {
        flow.piece(piece, false);
    }
    flow.words.text()
}

/// Whether words are set in one size, but for what programs round off.
pub(super) fn is_same_size(a: f64, b: f64) -> bool {
    (a - b).abs() < 0.6
}

/// Words as they come line by line.
#[derive(Debug, Default)]
pub(super) struct Flow {
    pub(super) words: Words,
    last: Option<char>,
    /// Where the last piece ended: its base, right end and size.
    end: Option<(f64, f64, f64)>,
}

impl Flow {
    /// Adds a piece: Latin words of two lines are parted, Chinese ones are not.
    pub(super) fn piece(&mut self, piece: &Piece, with_bold: bool) {
        let link = piece.tag.as_ref().and_then(|tag| tag.link.clone());
        let look = Look {
            strong: with_bold && piece.is_bold,
            emphasis: false,
            link,
        };
        let first = piece.text.chars().next();
        if let (Some((base, right, size)), Some(last), Some(first)) = (self.end, self.last, first) {
            let is_same =
                (base - piece.base).abs() < 0.5 * size.max(piece.size) && piece.left > right - size;
            let latin = |c: char| c.is_ascii_alphanumeric();
            let gap = match is_same {
                true => piece.left - right > 0.2 * size && latin(last) && latin(first),
                false => latin_end(last) && latin(first),
            };
            if gap {
                self.words.push(" ", &look);
            }
        }
        self.words.push(&piece.text, &look);
        self.last = piece.text.chars().next_back().or(self.last);
        self.end = Some((piece.base, piece.right, piece.size));
    }
}

/// Whether a line that ends so is parted from a Latin word on the next.
fn latin_end(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, ',' | '.' | ';' | ':' | ')' | '%')
}
