//! Words that do not stand upright: whole pages on their side, and labels in cells.

use hayro_interpret::kurbo::{Affine, Point};

use super::{Page, Piece, Rule};

/// How words are turned, in quarters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Turn {
    /// They stand upright.
    None,
    /// They go up the page.
    Left,
    /// They stand on their heads.
    Over,
    /// They go down the page.
    Right,
}

impl Turn {
    /// How words are turned that are placed so; none if they are slanted or mirrored.
    pub(super) fn of(place: Affine) -> Option<Turn> {
        let turns = [Turn::None, Turn::Left, Turn::Over, Turn::Right];
        turns.into_iter().find(|turn| {
            let [a, b, c, d, ..] = (turn.back() * place).as_coeffs();
            a > 0.0 && b.abs() < 0.05 * a && c.abs() < 0.4 * d.abs().max(1e-12)
        })
    }

    /// What makes turned words upright.
    fn back(self) -> Affine {
        let (a, b, c, d) = match self {
            Turn::None => (1.0, 0.0, 0.0, 1.0),
            Turn::Left => (0.0, -1.0, 1.0, 0.0),
            Turn::Over => (-1.0, 0.0, 0.0, -1.0),
            Turn::Right => (0.0, 1.0, -1.0, 0.0),
        };
        Affine::new([a, b, c, d, 0.0, 0.0])
    }

    /// A place on the page that is turned so that the words are upright.
    pub(super) fn upright(self, place: Point) -> Point {
        self.back() * place
    }

    /// The place on the page as it is.
    fn own(self, place: Point) -> Point {
        self.back().inverse() * place
    }
}

/// Words that are turned, at their place on the page turned back.
#[derive(Debug)]
pub(super) struct Turned {
    pub(super) piece: Piece,
    pub(super) turn: Turn,
}

/// Turns a page on which most words are turned, and puts the other ones where they stand.
pub(super) fn settle(page: &mut Page, turned: Vec<Turned>, width: f64) {
    if turned.is_empty() {
        return;
    }
    let size = |piece: &Piece| piece.text.trim().chars().count();
    let count = |turn: Turn| -> usize {
        let own = turned.iter().filter(|words| words.turn == turn);
        own.map(|words| size(&words.piece)).sum()
    };
    let upright: usize = page.pieces.iter().map(size).sum();
    let most = [Turn::Left, Turn::Over, Turn::Right]
        .into_iter()
        .map(|turn| (count(turn), turn))
        .fold((upright, Turn::None), |most, next| match next.0 > most.0 {
            true => next,
            false => most,
        })
        .1;
    match most {
        Turn::None => page.pieces.extend(labels(turned, |place| place)),
        turn => lay(page, turned, turn, width),
    }
}

/// Lays a page so that words turned in one way stand upright on it.
fn lay(page: &mut Page, turned: Vec<Turned>, turn: Turn, width: f64) {
    let (right, up) = match turn {
        Turn::None => (0.0, 0.0),
        Turn::Left => (0.0, width),
        Turn::Over => (width, page.height),
        Turn::Right => (page.height, 0.0),
    };
    let place = |place: Point| {
        let Point { x, y } = turn.upright(place);
        Point::new(x + right, y + up)
    };
    let upright = std::mem::take(&mut page.pieces).into_iter();
    let upright = upright.map(|piece| Turned {
        piece,
        turn: Turn::None,
    });
    let (own, others): (Vec<Turned>, Vec<Turned>) =
        turned.into_iter().partition(|words| words.turn == turn);
    page.pieces.extend(own.into_iter().map(|words| Piece {
        left: words.piece.left + right,
        right: words.piece.right + right,
        base: words.piece.base + up,
        ..words.piece
    }));
    page.pieces
        .extend(labels(upright.chain(others).collect(), place));
    for rule in &mut page.rules {
        *rule = laid(rule, place);
    }
    if turn != Turn::Over {
        page.height = width;
    }
}

fn laid(rule: &Rule, place: impl Fn(Point) -> Point) -> Rule {
    let ends = match rule.is_level {
        true => [(rule.from, rule.at), (rule.to, rule.at)],
        false => [(rule.at, rule.from), (rule.at, rule.to)],
    };
    let [start, end] = ends.map(|end| place(end.into()));
    let is_level = (start.x - end.x).abs() > (start.y - end.y).abs();
    let (at, from, to) = match is_level {
        true => (start.y, start.x, end.x),
        false => (start.x, start.y, end.y),
    };
    Rule {
        is_level,
        at,
        from: from.min(to),
        to: from.max(to),
    }
}

/// Turned words that follow one another, each as one piece in the middle of its place.
fn labels(turned: Vec<Turned>, place: impl Fn(Point) -> Point) -> Vec<Piece> {
    let mut labels: Vec<Turned> = Vec::new();
    for words in turned {
        match labels.last_mut() {
            Some(label) if follows(label, &words) => {
                label.piece.text.push_str(&words.piece.text);
                label.piece.right = words.piece.right;
            }
            _ => labels.push(words),
        }
    }
    let label = |Turned { piece, turn }: Turned| {
        let middle = Point::new(
            (piece.left + piece.right) / 2.0,
            piece.base + 0.35 * piece.size,
        );
        let Point { x, y } = place(turn.own(middle));
        Piece {
            left: x - piece.size / 2.0,
            right: x + piece.size / 2.0,
            base: y - 0.35 * piece.size,
            ..piece
        }
    };
    labels.into_iter().map(label).collect()
}

fn follows(label: &Turned, words: &Turned) -> bool {
    let (before, next) = (&label.piece, &words.piece);
    label.turn == words.turn
        && before.mark == next.mark
        && (before.base - next.base).abs() < 0.3 * next.size
        && (-0.5..1.5).contains(&((next.left - before.right) / next.size))
}
