//! How a report closes: who signs and the day, at the right.

use super::{
    composer::{Composer, body, by_sense},
    faces::Role,
    glyphs::{Glyph, Typesetter},
    line_breaking::{Line, LineStyle, Measure},
    painter::{LEADING, LEFT, MEASURE, PITCH, SIZE},
    piece::{NEVER, Show, Text},
    signature,
    structure_tree::NodeId,
};
use document::Side;
use form::report::Seal;

/// The name of who signs, or the day, and the lines that it is broken into.
pub(super) fn signed(setter: &mut Typesetter<'_>, words: &str) -> (Vec<Glyph>, Vec<Line>) {
    let glyphs = setter.words(words, body(Role::Text), None);
    by_sense(glyphs, words, Measure::even(MEASURE - 4.0 * SIZE))
}

impl Composer<'_, '_> {
    /// Name and date at the right, with the last lines of text.
    pub(super) fn signature(&mut self, words: [&str; 2], seal: Seal, parent: NodeId) {
        let broken = words.map(|words| signed(self.setter, words));
        let width = |(_, lines): &(_, Vec<Line>)| {
            let widths = lines.iter().map(|line| line.width);
            widths.fold(0.0, f32::max)
        };
        let widths = [width(&broken[0]), width(&broken[1])];
        if widths == [0.0; 2] {
            return;
        }
        self.hold_last_lines();
        self.space(LEADING);
        let start = self.pieces.len();
        let lefts = signature::lefts(seal, widths, MEASURE, SIZE * PITCH);
        for ((glyphs, lines), (width, left)) in
            broken.into_iter().zip(widths.into_iter().zip(lefts))
        {
            if lines.is_empty() {
                continue;
            }
            let node = self.tree.add(parent, "P");
            let broken = (LineStyle::Balanced, Measure::even(width));
            let text = Text {
                align: match seal {
                    Seal::Sealed => Side::Centre,
                    Seal::Unsealed => Side::Left,
                },
                ..Text::new(glyphs, lines, broken, LEFT + left, node)
            };
            self.lines(text, LEADING);
        }
        let last = self.pieces.len() - 1;
        self.stick(start);
        self.pieces[last].price = 0.0;
    }

    /// Ties the last two lines of text, or the last drawing, to what follows.
    fn hold_last_lines(&mut self) {
        let mut held = 0;
        for piece in self.pieces.iter_mut().rev() {
            held += match piece.show {
                Show::Line(..) => 1,
                Show::Drawing { .. } => 2,
                Show::Space => 0,
                _ => break,
            };
            piece.price = NEVER;
            if held >= 2 {
                break;
            }
        }
    }
}
