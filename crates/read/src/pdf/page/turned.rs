//! Words that do not stand upright: whole pages on their side, and labels in cells.

use hayro_interpret::kurbo::Affine;

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
    /// All of them.
    pub(super) const ALL: [Turn; 4] = [Turn::None, Turn::Left, Turn::Over, Turn::Right];

    /// How words are turned that are placed so; none if they are slanted or mirrored.
    pub(super) fn of(place: Affine) -> Option<Turn> {
        Turn::ALL.into_iter().find(|turn| {
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

    /// What lays a page of a size so that words turned in this way stand upright on it, and the
    /// size that it has then.
    pub(super) fn page(self, (width, height): (f64, f64)) -> (Affine, (f64, f64)) {
        let (right, up, size) = match self {
            Turn::None => (0.0, 0.0, (width, height)),
            Turn::Left => (0.0, width, (height, width)),
            Turn::Over => (width, height, (width, height)),
            Turn::Right => (height, 0.0, (height, width)),
        };
        (Affine::translate((right, up)) * self.back(), size)
    }
}
