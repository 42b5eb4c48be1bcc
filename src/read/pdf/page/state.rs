//! Where and how words are shown.

use std::rc::Rc;

use crate::read::pdf::{
    font::{Font, Shown},
    matrix::Matrix,
    token::Token,
};

/// How far above a character its place lies in lines that go down, in parts of the size.
const VERTICAL_ORIGIN: f64 = 0.88;

/// Where and how words are shown.
#[derive(Clone, Debug)]
pub(super) struct State {
    /// From the program's places to the page's.
    pub(super) page: Matrix,
    pub(super) font: Option<Rc<Font>>,
    pub(super) size: f64,
    pub(super) character_space: f64,
    pub(super) word_space: f64,
    pub(super) stretch: f64,
    /// Words are drawn with an outline, which makes them bold.
    pub(super) is_stroked: bool,
    /// Words are there but not drawn.
    pub(super) is_hidden: bool,
    /// What is shown of the page: left, bottom, right and top.
    pub(super) clip: [f64; 4],
    leading: f64,
    rise: f64,
    text: Matrix,
    line: Matrix,
}

impl State {
    /// How a page starts.
    pub(super) fn new(page: Matrix) -> Self {
        State {
            page,
            font: None,
            size: 1.0,
            character_space: 0.0,
            word_space: 0.0,
            stretch: 1.0,
            is_stroked: false,
            is_hidden: false,
            clip: [-1e9, -1e9, 1e9, 1e9],
            leading: 0.0,
            rise: 0.0,
            text: Matrix::SAME,
            line: Matrix::SAME,
        }
    }

    /// Carries out an operator of text, if it is one.
    pub(super) fn set(&mut self, operator: &[u8], operands: &[Token]) -> bool {
        let first = operands.first().and_then(Token::number).unwrap_or_default();
        let second = operands.get(1).and_then(Token::number).unwrap_or_default();
        match operator {
            b"BT" => self.start(Matrix::SAME),
            b"Tm" => {
                if let Some(matrix) = Matrix::read(operands) {
                    self.start(matrix);
                }
            }
            b"Td" => self.move_line(first, second),
            b"TD" => {
                self.leading = -second;
                self.move_line(first, second);
            }
            b"T*" => self.next_line(),
            b"TL" => self.leading = first,
            b"Tc" => self.character_space = first,
            b"Tw" => self.word_space = first,
            b"Tz" => self.stretch = first / 100.0,
            b"Ts" => self.rise = first,
            b"Tr" => {
                self.is_stroked = first == 2.0;
                self.is_hidden = first == 3.0;
            }
            _ => return false,
        }
        true
    }

    fn start(&mut self, matrix: Matrix) {
        self.text = matrix;
        self.line = matrix;
    }

    fn move_line(&mut self, x: f64, y: f64) {
        self.start(Matrix::shift(x, y).then(&self.line));
    }

    /// Goes to the start of the next line.
    pub(super) fn next_line(&mut self) {
        self.move_line(0.0, -self.leading);
    }

    /// Goes back along the line by thousandths of the size.
    pub(super) fn kern(&mut self, back: f64) {
        let by = -back / 1000.0 * self.size;
        match self.is_vertical() {
            true => self.advance(0.0, by),
            false => self.advance(by * self.stretch, 0.0),
        }
    }

    /// Goes on behind a code, and tells where it starts and ends.
    pub(super) fn pass(&mut self, shown: &Shown) -> ((f64, f64), (f64, f64)) {
        let across = shown.width * self.size;
        let space = match shown.is_blank {
            true => self.character_space + self.word_space,
            false => self.character_space,
        };
        match self.is_vertical() {
            true => {
                let (left, down) = (-across / 2.0, -VERTICAL_ORIGIN * self.size);
                let places = (self.place(left, down), self.place(left + across, down));
                self.advance(0.0, -self.size + space);
                places
            }
            false => {
                let places = (self.place(0.0, 0.0), self.place(across * self.stretch, 0.0));
                self.advance((across + space) * self.stretch, 0.0);
                places
            }
        }
    }

    fn is_vertical(&self) -> bool {
        self.font.as_ref().is_some_and(|font| font.is_vertical)
    }

    fn advance(&mut self, x: f64, y: f64) {
        self.text = Matrix::shift(x, y).then(&self.text);
    }

    fn whole(&self) -> Matrix {
        self.text.then(&self.page)
    }

    fn place(&self, x: f64, y: f64) -> (f64, f64) {
        self.whole().place(x, self.rise + y)
    }

    /// How words are turned; none if they are slanted or mirrored.
    pub(super) fn turn(&self) -> Option<Turn> {
        let whole = self.whole();
        let turns = [Turn::None, Turn::Left, Turn::Over, Turn::Right];
        turns.into_iter().find(|turn| {
            turn.back()
                .map(|back| whole.then(&back))
                .unwrap_or(whole)
                .is_upright()
        })
    }

    /// Shows no more than what lies within bounds too.
    pub(super) fn narrow(&mut self, bounds: [f64; 4]) {
        let [left, bottom, right, top] = self.clip;
        self.clip = [
            left.max(bounds[0]),
            bottom.max(bounds[1]),
            right.min(bounds[2]),
            top.min(bounds[3]),
        ];
    }

    /// Whether a place is shown.
    pub(super) fn shows(&self, x: f64, y: f64) -> bool {
        let [left, bottom, right, top] = self.clip;
        left <= x && x <= right && bottom <= y && y <= top
    }

    /// The size of the face on the page.
    pub(super) fn height(&self) -> f64 {
        let whole = self.whole();
        (self.size * whole.d.hypot(whole.c)).abs()
    }
}

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
    /// What makes turned words upright; nothing if they are.
    pub(super) fn back(self) -> Option<Matrix> {
        let (a, b, c, d) = match self {
            Turn::None => return None,
            Turn::Left => (0.0, -1.0, 1.0, 0.0),
            Turn::Over => (-1.0, 0.0, 0.0, -1.0),
            Turn::Right => (0.0, 1.0, -1.0, 0.0),
        };
        Some(Matrix {
            a,
            b,
            c,
            d,
            e: 0.0,
            f: 0.0,
        })
    }

    /// A place on the page that is turned so that the words are upright.
    pub(super) fn upright(self, (x, y): (f64, f64)) -> (f64, f64) {
        self.back().map_or((x, y), |back| back.place(x, y))
    }

    /// The place on the page as it is.
    pub(super) fn own(self, (x, y): (f64, f64)) -> (f64, f64) {
        let other = match self {
            Turn::Left => Turn::Right,
            Turn::Right => Turn::Left,
            turn => turn,
        };
        other.upright((x, y))
    }
}
