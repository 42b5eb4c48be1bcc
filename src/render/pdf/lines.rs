//! A paragraph into lines: the whole paragraph is weighed, not line after line.
//!
//! Every way to break a paragraph has a price: for space that is added or taken away, for
//! parting a number from its unit, for one character alone on a line. The cheapest wins.

use super::{
    breaks::{self, NEVER},
    character::Class,
    spacing::{gap, lead_in, lead_out},
    text::{Glyph, is_space},
};
use std::ops::Range;

/// What a good line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Manner {
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

/// The price of each line where few are wanted.
const LINE: f64 = 1000.0;
/// The price of a character alone on a line.
const LONE: f64 = 800.0;
/// Rounding must not push a line over.
const SLACK: f32 = 0.01;

/// Breaks glyphs into lines; `extra` adds to the price of a break before each glyph.
pub(super) fn break_lines(
    glyphs: &[Glyph],
    measure: Measure,
    manner: Manner,
    extra: &[f64],
) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut start = 0;
    for part in glyphs.split(|glyph| glyph.character == '\n') {
        let indent = if start == 0 { measure.indent } else { 0.0 };
        let shunned = extra.get(start..start + part.len()).unwrap_or(&[]);
        let part_measure = Measure { indent, ..measure };
        let broken = Breaker::new(part, part_measure, manner, shunned).lines();
        lines.extend(broken.into_iter().map(|line| Line {
            glyphs: line.glyphs.start + start..line.glyphs.end + start,
            ..line
        }));
        start += part.len() + 1;
    }
    lines
}

/// Whether glyphs are a single character, with marks after it or without.
pub(super) fn is_lone(glyphs: &[Glyph]) -> bool {
    let mark = |glyph: &&Glyph| matches!(glyph.class, Class::Closing | Class::Space);
    glyphs.len() - glyphs.iter().rev().take_while(mark).count() < 2
}

struct Breaker<'a> {
    glyphs: &'a [Glyph],
    measure: Measure,
    manner: Manner,
    prices: Vec<f64>,
    /// Where each glyph starts and ends if all stood on one line.
    starts: Vec<f32>,
    ends: Vec<f32>,
    /// How much could be taken away before each glyph, and how many gaps stretch.
    shrinks: Vec<f32>,
    stretches: Vec<u32>,
}

impl<'a> Breaker<'a> {
    fn new(glyphs: &'a [Glyph], measure: Measure, manner: Manner, extra: &[f64]) -> Self {
        let mut prices = breaks::prices(glyphs);
        for (price, extra) in prices.iter_mut().zip(extra) {
            *price += extra;
        }
        let mut breaker = Breaker {
            glyphs,
            measure,
            manner,
            prices,
            starts: Vec::with_capacity(glyphs.len()),
            ends: Vec::with_capacity(glyphs.len()),
            shrinks: Vec::with_capacity(glyphs.len()),
            stretches: Vec::with_capacity(glyphs.len()),
        };
        breaker.add_up();
        breaker
    }

    fn add_up(&mut self) {
        let (mut x, mut shrink, mut stretches) = (0.0, 0.0, 0);
        for (at, glyph) in self.glyphs.iter().enumerate() {
            if at > 0 {
                let gap = gap(&self.glyphs[at - 1], glyph);
                x += gap.natural;
                shrink += gap.shrink;
                stretches += u32::from(gap.stretches);
            }
            self.starts.push(x);
            x += glyph.advance;
            self.ends.push(x);
            self.shrinks.push(shrink);
            self.stretches.push(stretches);
        }
    }

    fn lines(&self) -> Vec<Line> {
        let count = self.glyphs.len();
        let mut best = vec![(f64::INFINITY, 0); count + 1];
        best[0] = (0.0, 0);
        for start in 0..count {
            if best[start].0.is_finite() {
                self.try_from(start, &mut best);
            }
        }
        let mut ends = vec![count];
        while let Some(&end) = ends.last().filter(|&&end| end > 0) {
            ends.push(best[end].1);
        }
        ends.reverse();
        ends.windows(2)
            .map(|pair| self.line(pair[0], pair[1]))
            .collect()
    }

    /// Tries all lines that start at a glyph.
    fn try_from(&self, start: usize, best: &mut [(f64, usize)]) {
        let so_far = best[start].0;
        for end in start + 1..=self.glyphs.len() {
            let line = self.line(start, end);
            let first = end == start + 1;
            let price = match self.price(&line, start == 0) {
                Some(price) => price,
                None if first => NEVER * 10.0,
                None if self.is_hopeless(&line) => break,
                None => continue,
            };
            let total = so_far + price + self.prices.get(end).copied().unwrap_or(0.0);
            if total < best[end].0 {
                best[end] = (total, start);
            }
        }
    }

    /// Whether no longer line can fit either.
    fn is_hopeless(&self, line: &Line) -> bool {
        let Range { start, end } = line.glyphs;
        let em = self.glyphs[start].size;
        line.width - (self.shrinks[end - 1] - self.shrinks[start]) > self.measure.width + 2.0 * em
    }

    fn line(&self, start: usize, end: usize) -> Line {
        let filled = self.glyphs[start..end]
            .iter()
            .rposition(|glyph| !is_space(glyph));
        let stop = filled.map_or(start + 1, |at| start + at + 1);
        let indented = start == 0 && self.measure.indent > 0.0;
        let lead = match self.manner {
            Manner::Justified if start > 0 && !indented => lead_in(&self.glyphs[start]),
            _ => 0.0,
        };
        Line {
            glyphs: start..stop,
            width: self.ends[stop - 1] - self.starts[start] - lead,
            last: end == self.glyphs.len(),
            lead,
        }
    }

    /// What a line costs; nothing where it does not fit.
    fn price(&self, line: &Line, first: bool) -> Option<f64> {
        let indent = if first { self.measure.indent } else { 0.0 };
        let width = self.measure.width - indent;
        let room = width - line.width;
        let squeeze = if room < 0.0 {
            self.squeeze(line, -room)?
        } else {
            0.0
        };
        let looseness = if room > 0.0 {
            self.looseness(line, room, width)
        } else {
            0.0
        };
        let few = if self.manner == Manner::Justified {
            0.0
        } else {
            LINE
        };
        Some(squeeze + looseness + few + self.loneliness(line, first))
    }

    fn squeeze(&self, line: &Line, excess: f32) -> Option<f64> {
        let Range { start, end } = line.glyphs;
        let excess = excess - lead_out(&self.glyphs[end - 1]);
        if excess <= SLACK {
            return Some(0.0);
        }
        let part = excess / (self.shrinks[end - 1] - self.shrinks[start]).max(f32::EPSILON);
        (part <= 1.0).then(|| 20.0 + 200.0 * f64::from(part * part))
    }

    fn looseness(&self, line: &Line, room: f32, width: f32) -> f64 {
        let Range { start, end } = line.glyphs;
        match self.manner {
            Manner::Justified if line.last => 0.0,
            Manner::Justified => {
                let gaps = (self.stretches[end - 1] - self.stretches[start]).max(1);
                let em = self.glyphs[start].size;
                let each = f64::from(room / (gaps as f32 * em)) / 0.05;
                (100.0 * each * each).min(50_000.0)
            }
            Manner::Ragged if line.last => 0.0,
            Manner::Balanced | Manner::Ragged => {
                let empty = f64::from(room / width);
                200.0 * empty * empty
            }
        }
    }

    fn loneliness(&self, line: &Line, first: bool) -> f64 {
        if first && line.last {
            return 0.0;
        }
        let lone = is_lone(&self.glyphs[line.glyphs.clone()]);
        match self.manner {
            _ if !lone => 0.0,
            Manner::Justified if line.last => LONE / 2.0,
            Manner::Balanced | Manner::Ragged => LONE,
            _ => 0.0,
        }
    }
}
