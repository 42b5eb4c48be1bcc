//! Words of a line that stand together: `规章 12 34` is three runs.

use crate::{
    figure,
    pdf::{
        page::Piece,
        text::{Line, words},
    },
};

/// Words so far apart, in parts of their size, are two cells.
const GAP: f64 = 0.8;
/// Words shown apart, at least so far apart, are two cells; Latin ones beside Chinese ones stand
/// a little apart in sentences too.
const SLIT: f64 = 0.15;
const SPACE: f64 = 0.35;
/// Of so many characters one may be shown apart from the one before.
const SPELLED: usize = 3;

/// Words that stand together.
#[derive(Debug)]
pub(super) struct Run {
    pub(super) text: String,
    pub(super) left: f64,
    pub(super) right: f64,
    /// Its height, those of later pages being lower.
    pub(super) base: f64,
    pub(super) size: f64,
    /// The sheet, and the page, both from 0.
    pub(super) sheet: usize,
    pub(super) page: usize,
    /// The row and the cell that the file states.
    pub(super) stated: Option<(usize, usize)>,
    /// When it is shown.
    pub(super) order: usize,
    /// It is a figure and nothing else.
    pub(super) is_figure: bool,
}

fn stated(piece: &Piece) -> Option<(usize, usize)> {
    let tag = piece.tag.as_ref()?;
    tag.row.zip(tag.cell)
}

/// Whether a page shows one word apart from the one before.
pub(super) type Sign = fn(&Piece, &Piece) -> bool;

/// How pages show words apart, not each character by itself: by operators, or as pieces of text
/// that the file marks.
pub(super) fn sign<'a>(lines: impl Iterator<Item = &'a Line> + Clone) -> Option<Sign> {
    let signs: [Sign; 2] = [|a, b| a.operator != b.operator, |a, b| a.mark != b.mark];
    signs.into_iter().find(|sign| {
        let pairs = lines.clone().flat_map(|line| line.pieces.windows(2));
        let close = pairs.filter(|pair| (pair[1].left - pair[0].right).abs() < 0.05 * pair[0].size);
        let (count, parted) = close.fold((0, 0), |(count, parted), pair| {
            (count + 1, parted + usize::from(sign(&pair[0], &pair[1])))
        });
        parted * SPELLED <= count
    })
}

/// The least gap between two cells, in parts of the size.
fn least_gap(before: &Piece, piece: &Piece) -> f64 {
    let last = before.text.chars().next_back();
    let first = piece.text.chars().next();
    let [last, first] = [last, first].map(|c| c.is_some_and(|c| c.is_ascii_graphic()));
    if last == first { SLIT } else { SPACE }
}

/// The runs of a line on a page, from the left.
pub(super) fn of(line: &Line, sheet: usize, above: f64, sign: Option<Sign>) -> Vec<Run> {
    let shown: Vec<&Piece> = line
        .pieces
        .iter()
        .filter(|piece| !piece.text.trim().is_empty())
        .collect();
    let is_one = |before: &&Piece, piece: &&Piece| match (stated(before), stated(piece)) {
        (Some(before), Some(own)) => before == own,
        _ if sign.is_some_and(|sign| sign(before, piece)) => {
            piece.left - before.right <= least_gap(before, piece) * line.size
        }
        _ => piece.left - before.right < GAP * line.size,
    };
    let run = |pieces: &[&Piece]| {
        let text = words(pieces.iter().copied());
        let has_digit = text.contains(|c: char| c.is_ascii_digit() || ('０'..='９').contains(&c));
        Run {
            left: pieces
                .iter()
                .map(|piece| piece.left)
                .fold(f64::MAX, f64::min),
            right: pieces
                .iter()
                .map(|piece| piece.right)
                .fold(f64::MIN, f64::max),
            base: line.base - above,
            size: line.size,
            sheet,
            page: pieces[0].page,
            stated: stated(pieces[0]),
            // Operators are counted down.
            order: usize::MAX - pieces.iter().map(|piece| piece.operator).max().unwrap_or(0),
            is_figure: has_digit && figure::is_value(&text),
            text,
        }
    };
    shown.chunk_by(is_one).map(run).collect()
}
