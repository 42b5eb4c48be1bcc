//! Lines that are drawn: the rules of tables.

use super::state::State;
use crate::read::pdf::token::Token;

/// A rule is so thick at most, in points.
const THICKEST: f64 = 3.2;
/// A rule is so long at least.
const SHORTEST: f64 = 3.0;
/// A path has so many corners at most.
const MOST_CORNERS: usize = 50_000;

/// A rule, along or up the page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::read::pdf) struct Rule {
    /// It goes along the page, not up.
    pub(in crate::read::pdf) is_level: bool,
    /// Its height, or how far right it stands.
    pub(in crate::read::pdf) at: f64,
    /// Its left or lower end.
    pub(in crate::read::pdf) from: f64,
    /// Its right or upper end.
    pub(in crate::read::pdf) to: f64,
}

/// The path so far: strokes of corners, on the page.
#[derive(Debug, Default)]
pub(super) struct Path {
    parts: Vec<Vec<(f64, f64)>>,
    corners: usize,
    /// A part has a bend: it is no rule.
    is_bent: bool,
    /// From its end on, only what lies in it is shown.
    clips: bool,
}

impl Path {
    /// Carries out an operator of paths.
    pub(super) fn draw(
        &mut self,
        operator: &[u8],
        operands: &[Token],
        state: &mut State,
        rules: &mut Vec<Rule>,
    ) {
        let numbers: Vec<f64> = operands.iter().filter_map(Token::number).collect();
        let page = state.page;
        let place = |x: f64, y: f64| page.place(x, y);
        match (operator, numbers.as_slice()) {
            (b"m", &[x, y]) => self.start(place(x, y)),
            (b"l", &[x, y]) => self.corner(place(x, y)),
            (b"c", &[.., x, y]) | (b"v" | b"y", &[.., x, y]) => {
                self.is_bent = true;
                self.corner(place(x, y));
            }
            (b"re", &[x, y, width, height]) => {
                self.start(place(x, y));
                self.corner(place(x + width, y));
                self.corner(place(x + width, y + height));
                self.corner(place(x, y + height));
                self.corner(place(x, y));
            }
            (b"h", _) => self.close(),
            (b"W" | b"W*", _) => self.clips = true,
            (b"s" | b"S", _) => {
                if operator == b"s" {
                    self.close();
                }
                self.stroke(rules);
                self.end(state);
            }
            (b"f" | b"F" | b"f*", _) => {
                self.fill(rules);
                self.end(state);
            }
            (b"B" | b"B*" | b"b" | b"b*", _) => {
                self.close();
                self.stroke(rules);
                self.fill(rules);
                self.end(state);
            }
            (b"n", _) => self.end(state),
            _ => {}
        }
    }

    /// Forgets the path, which may narrow what is shown.
    fn end(&mut self, state: &mut State) {
        if self.clips {
            let corners: Vec<(f64, f64)> = self.parts.concat();
            if !corners.is_empty() {
                state.narrow(bounds(&corners));
            }
        }
        *self = Path::default();
    }

    fn start(&mut self, place: (f64, f64)) {
        if self.corners < MOST_CORNERS {
            self.corners += 1;
            self.parts.push(vec![place]);
        }
    }

    fn corner(&mut self, place: (f64, f64)) {
        if self.corners < MOST_CORNERS
            && let Some(part) = self.parts.last_mut()
        {
            self.corners += 1;
            part.push(place);
        }
    }

    fn close(&mut self) {
        let first = self.parts.last().and_then(|part| part.first().copied());
        if let Some(first) = first {
            self.corner(first);
        }
    }

    fn stroke(&self, rules: &mut Vec<Rule>) {
        if self.is_bent {
            return;
        }
        for part in &self.parts {
            for pair in part.windows(2) {
                rules.extend(rule(bounds(pair)));
            }
        }
    }

    fn fill(&self, rules: &mut Vec<Rule>) {
        if self.is_bent {
            return;
        }
        if let [a, b] = self.parts.as_slice() {
            rules.extend(frame(bounds(a), bounds(b)).into_iter().flatten());
        }
        for part in self
            .parts
            .iter()
            .filter(|part| (3..=8).contains(&part.len()))
        {
            rules.extend(rule(bounds(part)));
        }
    }
}

/// Left, bottom, right and top.
fn bounds(corners: &[(f64, f64)]) -> [f64; 4] {
    let start = [f64::MAX, f64::MAX, f64::MIN, f64::MIN];
    corners
        .iter()
        .fold(start, |[left, bottom, right, top], &(x, y)| {
            [left.min(x), bottom.min(y), right.max(x), top.max(y)]
        })
}

/// The four rules that the space between two rectangles makes, if it is thin.
fn frame(a: [f64; 4], b: [f64; 4]) -> Option<[Rule; 4]> {
    let is_near = |side: usize| (a[side] - b[side]).abs() <= THICKEST;
    let middle = |side: usize| (a[side] + b[side]) / 2.0;
    let (left, bottom, right, top) = (middle(0), middle(1), middle(2), middle(3));
    let rule = |is_level, at, from, to| Rule {
        is_level,
        at,
        from,
        to,
    };
    let is_box = right - left > THICKEST && top - bottom > THICKEST;
    ((0..4).all(is_near) && is_box).then(|| {
        [
            rule(true, bottom, left, right),
            rule(true, top, left, right),
            rule(false, left, bottom, top),
            rule(false, right, bottom, top),
        ]
    })
}

/// What is thin and long is a rule.
fn rule([left, bottom, right, top]: [f64; 4]) -> Option<Rule> {
    let (width, height) = (right - left, top - bottom);
    match (width <= THICKEST, height <= THICKEST) {
        (false, true) => Some(Rule {
            is_level: true,
            at: (bottom + top) / 2.0,
            from: left,
            to: right,
        }),
        (true, false) => Some(Rule {
            is_level: false,
            at: (left + right) / 2.0,
            from: bottom,
            to: top,
        }),
        // Browsers draw short pieces where borders meet.
        (true, true) if width.max(height) >= SHORTEST => Some(match width > height {
            true => Rule {
                is_level: true,
                at: (bottom + top) / 2.0,
                from: left,
                to: right,
            },
            false => Rule {
                is_level: false,
                at: (left + right) / 2.0,
                from: bottom,
                to: top,
            },
        }),
        _ => None,
    }
}
