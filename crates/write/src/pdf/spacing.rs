//! The space between two neighbours: squeezed marks, the gap between Chinese and Latin.

use super::{
    character::{Class, is_joined, is_latin_of},
    glyphs::Glyph,
};

/// The space between two glyphs beyond the first one's advance.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Gap {
    /// What stands there on an unhurried line; negative where marks are squeezed.
    pub(super) natural: f32,
    /// How much of it, and of the marks beside it, a tight line may take away.
    pub(super) shrink: f32,
    /// Whether a loose line may add to it.
    pub(super) stretches: bool,
}

/// The space between two neighbours on a line.
pub(super) fn gap(before: &Glyph, after: &Glyph) -> Gap {
    let (left, right) = (before.class, after.class);
    let closing = left == Class::Closing && is_full(before);
    let opening = right == Class::Opening && is_full(after);
    let (natural, shrink) = match () {
        _ if closing && opening => (-half(before).min(half(after)), 0.0),
        _ if closing && right == Class::Closing => (-half(before), 0.0),
        _ if opening && left == Class::Opening => (-half(after), 0.0),
        _ if closing => (0.0, half(before)),
        _ if opening => (0.0, half(after)),
        _ if meets_latin(left, right) => {
            let em = before.size.min(after.size);
            (em / 4.0, em / 8.0)
        }
        _ if left == Class::Space => (0.0, before.advance / 4.0),
        _ => (0.0, 0.0),
    };
    Gap {
        natural,
        shrink,
        stretches: !is_whole(before, after),
    }
}

/// Whether two neighbours belong to one word, number or sign.
fn is_whole(before: &Glyph, after: &Glyph) -> bool {
    is_joined(before.character, after.character)
        || [before, after]
            .iter()
            .all(|glyph| is_latin_of(glyph.class, glyph.character))
}

/// How far an opening mark at the start of a line moves into the margin.
pub(super) fn lead_in(glyph: &Glyph) -> f32 {
    match glyph.class {
        Class::Opening if is_full(glyph) => half(glyph),
        _ => 0.0,
    }
}

/// How much of a closing mark at the end of a line may stand in the margin.
pub(super) fn lead_out(glyph: &Glyph) -> f32 {
    match glyph.class {
        Class::Closing if is_full(glyph) => half(glyph),
        _ => 0.0,
    }
}

fn meets_latin(left: Class, right: Class) -> bool {
    let latin = |class| matches!(class, Class::Letter | Class::Digit);
    (left == Class::Ideograph && latin(right)) || (latin(left) && right == Class::Ideograph)
}

fn is_full(glyph: &Glyph) -> bool {
    glyph.advance >= glyph.size * 0.9
}

fn half(glyph: &Glyph) -> f32 {
    glyph.size / 2.0
}
