//! A paragraph into lines: the whole paragraph is weighed, not line after line.
//!
//! Every way to break a paragraph has a price: for space that is added or taken away, for
//! parting a number from its unit, for one character alone on a line. The cheapest wins.

mod search;
#[cfg(test)]
mod tests;

use super::{
    break_prices,
    character::Class,
    glyphs::{Glyph, is_space},
    spacing::gap,
};
use search::Breaker;
use std::ops::Range;

/// What a good line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LineStyle {
    /// Both edges straight: running text.
    Justified,
    /// As few lines as can be, all about equally long: titles and column heads.
    Balanced,
    /// As few lines as can be: labels.
    Ragged,
}

/// How wide lines are.
#[derive(Clone, Copy, Debug)]
pub(super) struct Measure {
    /// The width of all lines but the first.
    pub(super) width: f32,
    /// How much shorter the first is.
    pub(super) indent: f32,
}

impl Measure {
    /// All lines are equally wide.
    pub(super) const fn even(width: f32) -> Self {
        Measure { width, indent: 0.0 }
    }
}

/// A line of a paragraph.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Line {
    /// The glyphs on it, spaces at its ends left out.
    pub(super) glyphs: Range<usize>,
    /// How wide it is without adjustment.
    pub(super) width: f32,
    /// Whether a break that the author asked for, or the paragraph's end, follows.
    pub(super) last: bool,
    /// How far its first glyph stands left of the line's start.
    pub(super) lead: f32,
}

impl Line {
    /// A line without words.
    pub(super) fn empty() -> Self {
        Line {
            glyphs: 0..0,
            width: 0.0,
            last: true,
            lead: 0.0,
        }
    }
}

/// Breaks glyphs into lines; `extra` adds to the price of a break before each glyph.
pub(super) fn break_lines(
    glyphs: &[Glyph],
    measure: Measure,
    line_style: LineStyle,
    extra: &[f64],
) -> Vec<Line> {
    Measured::new(glyphs, extra).lines(glyphs, measure, line_style)
}

/// How wide glyphs are on one line.
pub(super) fn natural_width(glyphs: &[Glyph]) -> f32 {
    let advances = glyphs.iter().map(|glyph| glyph.advance);
    let pairs = glyphs.windows(2);
    let gaps = pairs.map(|pair| gap(&pair[0], &pair[1]).natural);
    advances.chain(gaps).map(f64::from).sum::<f64>() as f32
}

/// Whether glyphs are a single character, with marks after it or without.
pub(super) fn is_lone(glyphs: &[Glyph]) -> bool {
    let mark = |glyph: &&Glyph| matches!(glyph.class, Class::Closing | Class::Space);
    glyphs.len() - glyphs.iter().rev().take_while(mark).count() < 2
}

/// What is known of glyphs before any width is: made once, good for any number of widths.
#[derive(Clone, Debug, Default)]
pub(super) struct Measured {
    /// The price of a break before each glyph.
    pub(super) prices: Vec<f64>,
    /// Where each glyph starts and ends if all stood on one line.
    /// Doubles, because a paragraph of 5,000 characters is longer than singles are exact.
    starts: Vec<f64>,
    ends: Vec<f64>,
    /// Behind each glyph, the end of what is not space.
    stops: Vec<usize>,
    /// How much could be taken away before each glyph, and how many gaps stretch.
    shrinks: Vec<f64>,
    stretches: Vec<u32>,
}

impl Measured {
    /// Measures glyphs; `extra` adds to the price of a break before each.
    pub(super) fn new(glyphs: &[Glyph], extra: &[f64]) -> Self {
        let characters: Vec<char> = glyphs.iter().map(|glyph| glyph.character).collect();
        let mut prices = break_prices::prices(&characters);
        // The mark of a note stays with what it is on.
        for (price, glyph) in prices.iter_mut().zip(glyphs) {
            if glyph.note > 0 {
                *price = break_prices::NEVER;
            }
        }
        for (price, extra) in prices.iter_mut().zip(extra) {
            *price += extra;
        }
        let mut measured = Measured {
            prices,
            ..Measured::default()
        };
        measured.add_up(glyphs);
        measured
    }

    fn add_up(&mut self, glyphs: &[Glyph]) {
        let (mut x, mut shrink, mut stretches) = (0.0, 0.0, 0);
        for (at, glyph) in glyphs.iter().enumerate() {
            if at > 0 {
                let gap = gap(&glyphs[at - 1], glyph);
                x += f64::from(gap.natural);
                shrink += f64::from(gap.shrink);
                stretches += u32::from(gap.stretches);
            }
            self.starts.push(x);
            x += f64::from(glyph.advance);
            self.ends.push(x);
            let before = self.stops.last().copied().unwrap_or(0);
            let is_space = is_space(glyph);
            self.stops.push(if is_space { before } else { at + 1 });
            self.shrinks.push(shrink);
            self.stretches.push(stretches);
        }
    }

    /// The glyphs that were measured, in lines.
    pub(super) fn lines(
        &self,
        glyphs: &[Glyph],
        measure: Measure,
        line_style: LineStyle,
    ) -> Vec<Line> {
        let breakers = self.breakers(glyphs, measure, line_style);
        breakers.flat_map(|breaker| breaker.lines()).collect()
    }

    /// How many lines the glyphs that were measured fill, none of them with a single
    /// character; nothing where that takes more than filling line after line.
    pub(super) fn filled(
        &self,
        glyphs: &[Glyph],
        measure: Measure,
        line_style: LineStyle,
    ) -> Option<usize> {
        self.breakers(glyphs, measure, line_style)
            .map(|breaker| breaker.fill().filter(|way| !way.lone))
            .map(|way| way.map(|way| way.lines))
            .sum()
    }

    /// One for each part between breaks that the author asked for.
    fn breakers<'a>(
        &'a self,
        glyphs: &'a [Glyph],
        measure: Measure,
        line_style: LineStyle,
    ) -> impl Iterator<Item = Breaker<'a>> {
        let parts = glyphs.split(|glyph| glyph.character == '\n');
        parts.scan(0, move |next, part| {
            let start = *next;
            *next += part.len() + 1;
            let indent = if start == 0 { measure.indent } else { 0.0 };
            Some(Breaker {
                glyphs,
                part: start..start + part.len(),
                measure: Measure { indent, ..measure },
                line_style,
                measured: self,
            })
        })
    }
}
