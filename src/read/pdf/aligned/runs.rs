//! Words of a line that stand together.

use crate::read::{
    figure,
    pdf::{
        page::Piece,
        text::{Flow, Line},
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

/// Words that stand together.
#[derive(Clone, Debug)]
pub(super) struct Run {
    pub(super) pieces: Vec<Piece>,
    pub(super) text: String,
    pub(super) left: f64,
    pub(super) right: f64,
    pub(super) base: f64,
    pub(super) size: f64,
    /// When they are shown.
    pub(super) order: usize,
    /// No gap parts them from the words before, only how they are shown.
    pub(super) is_tight: bool,
    /// They hold digits and are nothing but a figure, as far as a line can tell.
    pub(super) is_figure: bool,
}

impl Run {
    pub(super) fn middle(&self) -> f64 {
        (self.left + self.right) / 2.0
    }
}

/// What tells that a page shows words apart.
#[derive(Clone, Copy)]
enum Sign {
    Operator,
    /// Pieces of the text that the file marks.
    Mark,
    /// Nothing: it shows each character by itself.
    None,
}

impl Sign {
    fn of(lines: &[Line]) -> Self {
        let signs = [Sign::Operator, Sign::Mark];
        let sign = signs.into_iter().find(|sign| sign.is_sparing(lines));
        sign.unwrap_or(Sign::None)
    }

    fn parts(self, a: &Piece, b: &Piece) -> bool {
        match self {
            Sign::Operator => a.operator != b.operator,
            Sign::Mark => a.mark != b.mark,
            Sign::None => false,
        }
    }

    /// Whether few characters of a word are shown apart.
    fn is_sparing(self, lines: &[Line]) -> bool {
        let pairs = lines.iter().flat_map(|line| line.pieces.windows(2));
        let close = pairs.filter(|pair| (pair[1].left - pair[0].right).abs() < 0.05 * pair[0].size);
        let parted: Vec<bool> = close.map(|pair| self.parts(&pair[0], &pair[1])).collect();
        let count = parted.iter().filter(|&&parted| parted).count();
        count * SPELLED <= parted.len()
    }
}

/// The runs of each line, from the left.
pub(super) fn runs(lines: &[Line]) -> Vec<Vec<Run>> {
    let sign = Sign::of(lines);
    lines.iter().map(|line| of_line(line, sign)).collect()
}

/// Operators are counted down.
fn order(piece: &Piece) -> usize {
    usize::MAX - piece.operator
}

fn of_line(line: &Line, sign: Sign) -> Vec<Run> {
    let shown = line.pieces.iter();
    let shown: Vec<&Piece> = shown
        .filter(|piece| !piece.text.trim().is_empty())
        .collect();
    let mut runs: Vec<Run> = Vec::new();
    for (at, &piece) in shown.iter().enumerate() {
        let parted = match at.checked_sub(1).map(|before| shown[before]) {
            None => Some(false),
            Some(before) if piece.left - before.right >= GAP * line.size => Some(false),
            Some(before) if !sign.parts(before, piece) => None,
            Some(before) => {
                let is_end = || is_figure_at_end(&shown[at..], line.size);
                is_parted(before, piece, line.size, is_end)
            }
        };
        match (parted, runs.last_mut()) {
            (None, Some(run)) => {
                run.right = run.right.max(piece.right);
                run.order = run.order.min(order(piece));
                run.pieces.push(piece.clone());
            }
            _ => runs.push(Run {
                pieces: vec![piece.clone()],
                text: String::new(),
                left: piece.left,
                right: piece.right,
                base: piece.base,
                size: line.size,
                order: order(piece),
                is_tight: parted == Some(true),
                is_figure: false,
            }),
        }
    }
    for run in &mut runs {
        let mut flow = Flow::default();
        for piece in &run.pieces {
            flow.piece(piece, false, None);
        }
        run.text = flow.words.text();
        run.is_figure = is_figure(&run.text);
    }
    runs
}

/// Whether words that are shown apart stand apart, and if so, whether tightly.
fn is_parted(before: &Piece, piece: &Piece, size: f64, is_end: impl Fn() -> bool) -> Option<bool> {
    let gap = piece.left - before.right;
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit() || c == ',');
    let (last, first) = (before.text.chars().next_back(), piece.text.chars().next());
    let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_graphic());
    match (digit(last), digit(first)) {
        // Two figures beside each other.
        (true, true) => Some(gap <= SLIT * size),
        // A figure behind words, with nothing behind it.
        (false, true) if is_end() => Some(gap <= SPACE * size),
        _ if gap <= SLIT * size => None,
        _ if latin(last) != latin(first) && gap <= SPACE * size => None,
        _ => Some(false),
    }
}

/// Whether a line begins with a figure with a gap or nothing behind it.
fn is_figure_at_end(pieces: &[&Piece], size: f64) -> bool {
    let is_part = |piece: &&&Piece| {
        let mut chars = piece.text.chars();
        chars.all(|c| c.is_ascii_digit() || ",.，".contains(c))
    };
    let count = pieces.iter().take_while(is_part).count();
    match (pieces.get(count.wrapping_sub(1)), pieces.get(count)) {
        (Some(_), None) => true,
        (Some(last), Some(next)) => next.left - last.right > SLIT * size,
        (None, _) => false,
    }
}

/// Whether words are a figure and nothing else.
pub(super) fn is_figure(text: &str) -> bool {
    text.contains(|c: char| c.is_ascii_digit() || ('０'..='９').contains(&c))
        && figure::is_value(text)
}
