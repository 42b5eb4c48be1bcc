//! Words of a line that stand together: `规章 12 34` is three runs.

use crate::read::{
    figure,
    pdf::{
        page::Piece,
        text::{Line, words},
    },
};

/// Words so far apart, in parts of their size, are two cells.
const GAP: f64 = 0.8;
/// Words so far apart that are shown apart may be.
const SLIT: f64 = 0.15;
/// Programs put so much between Latin and Chinese words at most.
const SPACE: f64 = 0.35;
/// Of so many characters one may be shown apart from the one before.
const SPELLED: usize = 3;

/// The row and the cell of a table.
pub(super) type Stated = (Option<usize>, Option<usize>);

fn stated(piece: &Piece) -> Stated {
    let tag = piece.tag.as_ref();
    tag.map_or((None, None), |tag| (tag.row, tag.cell))
}

/// Words that stand together.
#[derive(Debug)]
pub(super) struct Run {
    pub(super) text: String,
    pub(super) left: f64,
    pub(super) right: f64,
    pub(super) base: f64,
    pub(super) size: f64,
    /// The row and the cell that the file states.
    pub(super) stated: Stated,
    /// When they are shown.
    pub(super) order: usize,
    /// No gap parts them from the words before, only how they are shown.
    pub(super) is_tight: bool,
    /// They hold digits and are nothing but a figure, as far as a line can tell.
    pub(super) is_figure: bool,
}

impl Run {
    fn new(pieces: &[&Piece], size: f64, is_tight: bool) -> Self {
        let text = words(pieces.iter().copied());
        let places = || pieces.iter();
        Run {
            left: places().map(|piece| piece.left).fold(f64::MAX, f64::min),
            right: places().map(|piece| piece.right).fold(f64::MIN, f64::max),
            base: places().next().map_or(0.0, |piece| piece.base),
            // Operators are counted down.
            order: usize::MAX - places().map(|piece| piece.operator).max().unwrap_or(0),
            is_figure: is_figure(&text),
            stated: pieces.first().map_or((None, None), |piece| stated(piece)),
            text,
            size,
            is_tight,
        }
    }

    /// Takes in a figure that touches its own: whether they are one or two, nothing tells.
    fn takes_in(&mut self, next: &Run) -> bool {
        let is_close = next.left - self.right <= SLIT * self.size;
        let touches =
            next.is_figure && is_close && self.text.ends_with(|c: char| c.is_ascii_digit());
        if touches {
            self.text = format!("{} {}", self.text, next.text);
            self.right = next.right;
            self.is_figure = false;
        }
        touches
    }

    /// Whether it overlaps a place, seen from above.
    pub(super) fn is_over(&self, (left, right): super::Sides) -> bool {
        self.left < right && left < self.right
    }
}

/// Whether words are a figure and nothing else.
pub(super) fn is_figure(text: &str) -> bool {
    text.contains(|c: char| c.is_ascii_digit() || ('０'..='９').contains(&c))
        && figure::is_value(text)
}

/// Whether a page shows one word apart from the one before.
type Sign = fn(&Piece, &Piece) -> bool;

/// Pages show words apart by operators, or as pieces of text that the file marks.
const SIGNS: [Sign; 2] = [|a, b| a.operator != b.operator, |a, b| a.mark != b.mark];

/// Whether few characters of a word are shown apart: else each is shown by itself.
fn is_sparing(sign: Sign, lines: &[Line]) -> bool {
    let pairs = lines.iter().flat_map(|line| line.pieces.windows(2));
    let close = pairs.filter(|pair| (pair[1].left - pair[0].right).abs() < 0.05 * pair[0].size);
    let (count, parted) = close.fold((0, 0), |(count, parted), pair| {
        (count + 1, parted + usize::from(sign(&pair[0], &pair[1])))
    });
    parted * SPELLED <= count
}

/// The runs of each line, from the left.
pub(super) fn runs(lines: &[Line]) -> Vec<Vec<Run>> {
    let sign = SIGNS.into_iter().find(|sign| is_sparing(*sign, lines));
    lines.iter().map(|line| of_line(line, sign)).collect()
}

fn of_line(line: &Line, sign: Option<Sign>) -> Vec<Run> {
    let shown = line.pieces.iter();
    let shown: Vec<&Piece> = shown
        .filter(|piece| !piece.text.trim().is_empty())
        .collect();
    let mut runs = Vec::new();
    let (mut start, mut is_tight) = (0, false);
    for at in 1..shown.len() {
        let (before, piece) = (shown[at - 1], shown[at]);
        let gap = (piece.left - before.right) / line.size;
        let is_apart = sign.is_some_and(|sign| sign(before, piece));
        let is_parted = || is_parted(before, &shown[at..], gap, line.size);
        let is_other = match (stated(before).1, stated(piece).1) {
            (Some(before), Some(own)) => before != own,
            _ => gap >= GAP || is_apart && is_parted(),
        };
        if is_other {
            runs.push(Run::new(&shown[start..at], line.size, is_tight));
            (start, is_tight) = (at, gap <= SPACE);
        }
    }
    if start < shown.len() {
        runs.push(Run::new(&shown[start..], line.size, is_tight));
    }
    runs.dedup_by(|run, before| before.takes_in(run));
    runs
}

/// Whether words that are shown apart are two cells.
fn is_parted(before: &Piece, rest: &[&Piece], gap: f64, size: f64) -> bool {
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit() || c == ',');
    let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_graphic());
    let last = before.text.chars().next_back();
    let first = rest[0].text.chars().next();
    match (digit(last), digit(first)) {
        // Two figures beside each other.
        (true, true) => true,
        // A figure behind words, with nothing behind it.
        (false, true) if is_figure_at_end(rest, size) => true,
        _ if latin(last) != latin(first) => gap > SPACE,
        _ => gap > SLIT,
    }
}

/// Whether a line begins with a figure with a gap or nothing behind it.
fn is_figure_at_end(pieces: &[&Piece], size: f64) -> bool {
    let is_part = |c: char| c.is_ascii_digit() || ",.，".contains(c);
    let parts = pieces
        .iter()
        .take_while(|piece| piece.text.chars().all(is_part));
    let count = parts.count();
    let next = pieces.get(count);
    count > 0 && next.is_none_or(|next| next.left - pieces[count - 1].right > SLIT * size)
}
