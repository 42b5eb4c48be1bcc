//! What the cells of a grid hold.

use std::collections::HashSet;

use super::{
    Room,
    grid::{Box, Lattice, centre},
};
use crate::read::pdf::{
    page::Piece,
    text::{Flow, Line, lines},
};

/// More figures than these do not run over a rule in any report.
const MOST_TORN: usize = 300;
/// A cell's words keep so far from its sides at most, both together.
const PADDING: f64 = 11.5;
/// A figure goes over so many lines at most.
const MOST_LINES: usize = 3;

/// What a cell holds.
#[derive(Debug, Default)]
pub(super) struct Content {
    pub(super) pieces: Vec<Piece>,
    /// Figures that run over its rules and may belong to it.
    torn: Vec<String>,
    lines: Vec<Line>,
}

impl Content {
    /// How many characters there are.
    pub(super) fn size(&self) -> usize {
        let texts = self.pieces.iter().map(|piece| piece.text.trim());
        texts.map(|text| text.chars().count()).sum()
    }

    /// Whether the last line would hold more.
    pub(super) fn room(&self, own: &Box) -> Room {
        let Some(line) = self.lines.last() else {
            return Room::Unclear;
        };
        let free = own.right - own.left - (line.right - line.left) - PADDING;
        match self.is_figure() {
            _ if free > 1.2 * line.size => Room::Free,
            true if free < digit(line) => Room::Full,
            _ => Room::Unclear,
        }
    }

    fn is_figure(&self) -> bool {
        !self.lines.is_empty() && self.pieces.iter().all(|piece| is_figure(&piece.text))
    }
}

/// Lays pieces into the cells; what lies in none joins the rest.
pub(super) fn contents(
    lattice: &Lattice,
    region: &[Vec<usize>],
    boxes: &[Box],
    inside: Vec<Piece>,
    rest: &mut Vec<Piece>,
) -> Vec<Content> {
    let mut contents: Vec<Content> = boxes.iter().map(|_| Content::default()).collect();
    let cell = |x: f64, y: f64| lattice.cell(region, x, y);
    let mut cells: Vec<Option<usize>> = inside
        .iter()
        .map(|piece| cell(centre(piece).0, centre(piece).1))
        .collect();
    let mut spare = MOST_TORN;
    for strand in strands(&inside) {
        let own = &inside[strand.clone()];
        let first = cells[strand.start];
        if cells[strand.clone()].iter().all(|&at| at == first) {
            continue;
        }
        spare = spare.saturating_sub(1);
        let middle = (own[0].left + own[own.len() - 1].right) / 2.0;
        let is_clear = spare > 0
            && first == cell(middle, centre(&own[0]).1)
            && (is_shown_at_once(own) || others_are_full(&inside, &cells, &strand));
        match is_clear {
            true => cells[strand].fill(first),
            false => tear(own, &mut cells[strand], &mut contents),
        }
    }
    for (piece, at) in inside.into_iter().zip(cells) {
        match at {
            Some(TORN) => {}
            Some(at) => contents[at].pieces.push(piece),
            None => rest.push(piece),
        }
    }
    for content in &mut contents {
        content.lines = lines(content.pieces.clone());
    }
    contents
}

/// In place of the cell of a piece that may belong to any of several.
const TORN: usize = usize::MAX;

/// Figures of several pieces that follow one another closely.
fn strands(pieces: &[Piece]) -> Vec<std::ops::Range<usize>> {
    let mut strands: Vec<std::ops::Range<usize>> = Vec::new();
    for (at, piece) in pieces.iter().enumerate() {
        if !is_figure(&piece.text) {
            continue;
        }
        let follows = |before: &Piece| {
            (before.base - piece.base).abs() < 0.1 * piece.size
                && (piece.left - before.right).abs() < 0.15 * piece.size
        };
        match strands.last_mut() {
            Some(strand) if strand.end == at && follows(&pieces[at - 1]) => strand.end = at + 1,
            _ => strands.push(at..at + 1),
        }
    }
    strands.retain(|strand| strand.len() > 1);
    strands
}

fn is_figure(text: &str) -> bool {
    text.chars()
        .all(|c| c.is_ascii_digit() || ",.，．".contains(c))
}

/// How wide a digit of a line is.
fn digit(line: &Line) -> f64 {
    let texts = line.pieces.iter().map(|piece| piece.text.trim());
    let count: usize = texts.map(|text| text.chars().count()).sum();
    (line.right - line.left) / count.max(1) as f64
}

fn is_shown_at_once(pieces: &[Piece]) -> bool {
    pieces
        .iter()
        .all(|piece| piece.operator == pieces[0].operator)
}

/// Whether each cell that a figure runs into has another one on the same line: then all
/// of this one belongs to the cell where it starts.
fn others_are_full(
    inside: &[Piece],
    cells: &[Option<usize>],
    strand: &std::ops::Range<usize>,
) -> bool {
    let own = &inside[strand.start];
    let others = || {
        inside
            .iter()
            .enumerate()
            .filter(|(at, _)| !strand.contains(at))
    };
    let has_own = |cell: &Option<usize>| {
        others().any(|(at, piece)| {
            cells[at] == *cell
                && is_figure(&piece.text)
                && (piece.base - own.base).abs() < 0.5 * own.size
        })
    };
    cells[strand.clone()]
        .iter()
        .filter(|cell| **cell != cells[strand.start])
        .all(has_own)
}

/// Notes a figure with every cell that it may belong to, parted where a rule goes through.
fn tear(pieces: &[Piece], cells: &mut [Option<usize>], contents: &mut [Content]) {
    let mut text = String::new();
    for (at, piece) in pieces.iter().enumerate() {
        if at > 0 && cells[at] != cells[at - 1] {
            text.push(' ');
        }
        text.push_str(&piece.text);
    }
    let mut last = None;
    for cell in cells {
        if let Some(at) = *cell
            && last != Some(at)
        {
            contents[at].torn.push(text.clone());
        }
        last = *cell;
        *cell = Some(TORN);
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
    let text = match is_single_lined && is_wrapped(own, content) {
        true => content.lines.iter().map(Line::text).collect(),
        false => {
            let mut flow = Flow::default();
            for line in &content.lines {
                flow.line(line, false);
            }
            flow.words.text()
        }
    };
    let texts = std::iter::once(&text).filter(|text| !text.is_empty());
    let texts: Vec<&str> = texts.chain(&content.torn).map(String::as_str).collect();
    texts.join("\n")
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
        && content.torn.is_empty()
        && content.is_figure()
        && content.lines.windows(2).all(is_full)
}
