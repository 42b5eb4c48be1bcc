//! Where and how words are shown.

use std::rc::Rc;

use crate::import::pdf::{font::Font, matrix::Matrix, token::Token};

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
            b"Tr" => self.is_stroked = first == 2.0,
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

    /// Goes on along the line.
    pub(super) fn advance(&mut self, by: f64) {
        self.text = Matrix::shift(by, 0.0).then(&self.text);
    }

    fn whole(&self) -> Matrix {
        self.text.then(&self.page)
    }

    /// Where the next words start.
    pub(super) fn place(&self) -> (f64, f64) {
        self.whole().place(0.0, self.rise)
    }

    /// Where words end that go so far.
    pub(super) fn place_after(&self, across: f64) -> (f64, f64) {
        self.whole().place(across, self.rise)
    }

    /// Whether words stand upright.
    pub(super) fn is_upright(&self) -> bool {
        self.whole().is_upright()
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
