//! Matrices of the plane, as PDF writes them.

use super::token::Token;

/// `x' = ax + cy + e`, `y' = bx + dy + f`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Matrix {
    pub(super) a: f64,
    pub(super) b: f64,
    pub(super) c: f64,
    pub(super) d: f64,
    pub(super) e: f64,
    pub(super) f: f64,
}

impl Matrix {
    /// Leaves everything where it is.
    pub(super) const SAME: Matrix = Matrix {
        a: 1.0,
        b: 0.0,
        c: 0.0,
        d: 1.0,
        e: 0.0,
        f: 0.0,
    };

    /// Six numbers as a matrix.
    pub(super) fn read(operands: &[Token]) -> Option<Self> {
        let numbers: Vec<f64> = operands.iter().filter_map(Token::number).collect();
        let &[a, b, c, d, e, f] = numbers.as_slice() else {
            return None;
        };
        Some(Matrix { a, b, c, d, e, f })
    }

    /// Moves everything.
    pub(super) fn shift(e: f64, f: f64) -> Self {
        Matrix {
            e,
            f,
            ..Matrix::SAME
        }
    }

    /// First this, then another.
    pub(super) fn then(&self, next: &Matrix) -> Matrix {
        let made = Matrix {
            a: self.a * next.a + self.b * next.c,
            b: self.a * next.b + self.b * next.d,
            c: self.c * next.a + self.d * next.c,
            d: self.c * next.b + self.d * next.d,
            e: self.e * next.a + self.f * next.c + next.e,
            f: self.e * next.b + self.f * next.d + next.f,
        };
        let numbers = [made.a, made.b, made.c, made.d, made.e, made.f];
        match numbers.iter().all(|number| number.abs() < 1e9) {
            true => made,
            // Nothing that is seen lies so far off.
            false => Matrix::SAME,
        }
    }

    /// Where a place comes to lie.
    pub(super) fn place(&self, x: f64, y: f64) -> (f64, f64) {
        (
            self.a * x + self.c * y + self.e,
            self.b * x + self.d * y + self.f,
        )
    }

    /// Whether it neither turns nor mirrors from left to right.
    pub(super) fn is_upright(&self) -> bool {
        self.a > 0.0 && self.b.abs() < 0.05 * self.a && self.c.abs() < 0.4 * self.d.abs().max(1e-9)
    }
}
