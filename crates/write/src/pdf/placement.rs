//! The glyphs of a line, each at its place.

use super::{
    glyphs::Glyph,
    line_breaking::{Line, LineStyle},
    spacing::{gap, lead_out},
};
use document::Side;

/// A glyph at its place on a line.
#[derive(Clone, Copy, Debug)]
pub(super) struct Placed {
    /// The glyph.
    pub(super) glyph: Glyph,
    /// Where it starts, in points from the line's start.
    pub(super) x: f32,
}

/// How far a line that leaves room stands in.
pub(super) fn shift(side: Side, room: f32) -> f32 {
    match side {
        Side::Left => 0.0,
        Side::Centre => room / 2.0,
        Side::Right => room,
    }
}

/// Puts a line's glyphs at their places within a width: justified text fills it, and no line
/// is wider.
pub(super) fn place(
    glyphs: &[Glyph],
    line: &Line,
    width: f32,
    line_style: LineStyle,
) -> Vec<Placed> {
    let on_line = &glyphs[line.glyphs.clone()];
    let room = width - line.width;
    // Only a picture that begins the next line left so much room: no word would have.
    let is_short = glyphs
        .get(line.glyphs.end)
        .is_some_and(|next| next.picture.is_some());
    let add = match line_style {
        LineStyle::Justified if !line.last && !is_short && room > 0.0 => stretch(on_line, room),
        _ => 0.0,
    };
    let take = match room < 0.0 {
        true => squeeze(on_line, -room),
        false => 0.0,
    };
    let mut x = -line.lead;
    let mut placed = Vec::with_capacity(on_line.len());
    for (at, glyph) in on_line.iter().enumerate() {
        if let Some(before) = at.checked_sub(1).map(|before| &on_line[before]) {
            let gap = gap(before, glyph);
            x += gap.natural - gap.shrink * take + if gap.stretches { add } else { 0.0 };
        }
        placed.push(Placed { glyph: *glyph, x });
        x += glyph.advance;
    }
    placed
}

/// How much of a character a gap may grow: beyond that a line falls apart, as before an
/// address that cannot be broken, and stays ragged.
const MOST: f32 = 0.25;

/// What each gap gets on a loose line.
fn stretch(glyphs: &[Glyph], room: f32) -> f32 {
    let pairs = glyphs.windows(2);
    let gaps = pairs
        .filter(|pair| gap(&pair[0], &pair[1]).stretches)
        .count();
    let em = glyphs.first().map_or(0.0, |glyph| glyph.size);
    match gaps {
        0 => 0.0,
        _ if room / gaps as f32 > em * MOST => 0.0,
        _ => room / gaps as f32,
    }
}

/// Which part of what can be taken away a tight line takes.
fn squeeze(glyphs: &[Glyph], excess: f32) -> f32 {
    let excess = excess - glyphs.last().map_or(0.0, lead_out);
    if excess <= 0.0 {
        return 0.0;
    }
    let pairs = glyphs.windows(2);
    let all: f32 = pairs.map(|pair| gap(&pair[0], &pair[1]).shrink).sum();
    (excess / all.max(f32::EPSILON)).min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pdf::{
        faces::Role,
        figures::Pictured,
        glyphs::{Style, set},
    };

    #[test]
    fn a_line_before_a_picture_is_not_stretched() {
        let mut glyphs = set("甲乙丙", Style::new(Role::Text, 16.0));
        let line = Line {
            glyphs: 0..2,
            width: 32.0,
            last: false,
            lead: 0.0,
        };
        let last = |glyphs: &[Glyph]| place(glyphs, &line, 34.0, LineStyle::Justified)[1].x;
        assert_eq!(last(&glyphs), 18.0);
        glyphs[2].picture = Some(Pictured {
            number: 0,
            bottom: 0.0,
            top: 100.0,
        });
        assert_eq!(last(&glyphs), 16.0);
    }
}
