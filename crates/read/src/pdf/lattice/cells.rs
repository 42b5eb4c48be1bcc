//! What the cells of a grid hold.

use std::collections::HashSet;

use super::grid::{Box, Lattice, centre};
use crate::{
    figure::is_part,
    pdf::{
        page::Piece,
        text::{Line, lines, words},
    },
};

/// A cell's words keep so far from its sides at most, both together.
const PADDING: f64 = 11.5;
/// A figure goes over so many lines at most.
const MOST_LINES: usize = 3;

/// What a cell holds.
#[derive(Debug, Default)]
pub(super) struct Content {
    pub(super) pieces: Vec<Piece>,
    lines: Vec<Line>,
}

impl Content {
    fn is_figure(&self) -> bool {
        !self.lines.is_empty() && self.pieces.iter().all(|own| is_part(&own.text))
    }
}

/// Lays pieces into the cells; what lies in none joins the rest.
pub(super) fn contents(
    lattice: &Lattice,
    boxes: &[Box],
    inside: &[Piece],
    rest: &mut Vec<Piece>,
) -> Vec<Content> {
    let mut contents: Vec<Content> = boxes.iter().map(|_| Content::default()).collect();
    for strand in inside.chunk_by(is_one_figure) {
        let cells: Vec<Option<usize>> =
            strand.iter().map(|own| lattice.cell(centre(own))).collect();
        match cells[0] {
            _ if !is_of_first(lattice, strand, &cells) => tear(strand, &cells, &mut contents),
            Some(at) => contents[at].pieces.extend_from_slice(strand),
            None => rest.extend_from_slice(strand),
        }
    }
    for content in &mut contents {
        content.lines = lines(content.pieces.clone());
    }
    contents
}

/// Whether pieces of a figure follow one another closely.
fn is_one_figure(before: &Piece, piece: &Piece) -> bool {
    is_part(&before.text)
        && is_part(&piece.text)
        && (before.base - piece.base).abs() < 0.1 * piece.size
        && (piece.left - before.right).abs() < 0.15 * piece.size
}

/// How wide a digit of a line is.
fn digit(line: &Line) -> f64 {
    let texts = line.pieces.iter().map(|piece| piece.text.trim());
    let count: usize = texts.map(|text| text.chars().count()).sum();
    (line.right - line.left) / count.max(1) as f64
}

/// Whether a figure belongs to the cell where it starts: though it runs over a rule, most of it
/// stands there and it is shown at once.
fn is_of_first(lattice: &Lattice, strand: &[Piece], cells: &[Option<usize>]) -> bool {
    let (first, last) = (&strand[0], &strand[strand.len() - 1]);
    let middle = ((first.left + last.right) / 2.0, centre(first).1);
    let is_shown_at_once = strand.iter().all(|own| own.operator == first.operator);
    cells.iter().all(|cell| *cell == cells[0])
        || is_shown_at_once && lattice.cell(middle) == cells[0]
}

/// Notes a figure with every cell that it may belong to, parted where a rule goes through.
fn tear(strand: &[Piece], cells: &[Option<usize>], contents: &mut [Content]) {
    let mut pieces: Vec<Piece> = Vec::new();
    for (at, piece) in strand.iter().enumerate() {
        if at > 0 && cells[at] != cells[at - 1] {
            pieces.push(Piece {
                text: " ".to_owned(),
                right: piece.left,
                ..piece.clone()
            });
        }
        pieces.push(piece.clone());
    }
    let touched: HashSet<usize> = cells.iter().flatten().copied().collect();
    for at in touched {
        contents[at].pieces.extend_from_slice(&pieces);
    }
}

/// Rows, by the first and how many there are, in which a figure stands on one line.
pub(super) fn single_lined(boxes: &[Box], contents: &[Content]) -> HashSet<(usize, usize)> {
    let both = boxes.iter().zip(contents);
    both.filter(|(_, content)| content.lines.len() == 1 && content.is_figure())
        .map(|(own, _)| (own.row, own.rows))
        .collect()
}

/// The words of a cell, of a row in which a figure stands on one line or not.
pub(super) fn text(own: &Box, content: &Content, is_single_lined: bool) -> String {
    match is_single_lined && is_wrapped(own, content) {
        true => content.lines.iter().map(Line::text).collect(),
        false => words(content.lines.iter().flat_map(|line| &line.pieces)),
    }
}

/// Whether lines are one figure for which the cell is too narrow: each but the last is
/// full.
fn is_wrapped(own: &Box, content: &Content) -> bool {
    let is_full = |pair: &[Line]| {
        let (line, next) = (&pair[0], &pair[1]);
        let width = line.right - line.left;
        own.right - own.left - width - digit(line) < PADDING
            && next.right - next.left <= width + 0.5
            && line.base - next.base < 1.7 * line.size
    };
    (2..=MOST_LINES).contains(&content.lines.len())
        && content.is_figure()
        && content.lines.windows(2).all(is_full)
}
