//! The search for the cheapest lines.

use super::{
    super::{
        break_prices::{EMERGENCY, NEVER},
        glyphs::Glyph,
        spacing::{lead_in, lead_out},
    },
    Line, LineStyle, Measure, Measured, is_lone,
};
use std::ops::Range;

/// The price of each line where few are wanted.
const LINE: f64 = 1000.0;
/// The price of a character alone on a line.
const LONE: f64 = 800.0;
/// The most that a loose line costs.
const LOOSEST: f64 = 50_000.0;
/// Rounding must not push a line over.
const SLACK: f32 = 0.01;

/// Which breaks are tried.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Search {
    /// Those that a reader would make, with lines reasonably full.
    Good,
    /// All.
    Any,
}

/// A way to break glyphs: line after line as full as can be.
#[derive(Default)]
pub(super) struct Filled {
    /// How many lines it takes.
    pub(super) lines: usize,
    /// Whether a line holds a single character.
    pub(super) lone: bool,
}

/// What came of trying a line.
enum Tried {
    /// The price of all lines up to its end.
    Costs(f64),
    /// No reader would break there.
    Shunned,
    /// It holds too much; a longer one may end with a mark that needs no room.
    Overfull,
    /// It and all longer ones hold too much.
    Hopeless,
}

/// The search for the best lines of the glyphs between two breaks that the author asked for.
pub(super) struct Breaker<'a> {
    /// All glyphs of the text.
    pub(super) glyphs: &'a [Glyph],
    /// Those that are broken into lines.
    pub(super) part: Range<usize>,
    /// How wide the lines are.
    pub(super) measure: Measure,
    /// What a good line is.
    pub(super) line_style: LineStyle,
    /// What is known of the glyphs.
    pub(super) measured: &'a Measured,
}

impl Breaker<'_> {
    /// The cheapest lines.
    pub(super) fn lines(&self) -> Vec<Line> {
        let Range { start, end } = self.part;
        if start == end {
            return Vec::new();
        }
        let whole = self.line(start, end);
        if whole.width <= self.measure.width - self.measure.indent {
            return vec![whole];
        }
        // A bad break costs more than all good ones together, so it is made only where there is
        // no other way.
        self.best(Search::Good)
            .or_else(|| self.best(Search::Any))
            .unwrap_or_default()
    }

    /// The cheapest lines with some breaks, if they will do.
    fn best(&self, search: Search) -> Option<Vec<Line>> {
        let Range { start, end } = self.part;
        // The cheapest way to each place, and where its last line starts.
        let mut best = vec![(f64::INFINITY, start); end - start + 1];
        best[0] = (0.0, start);
        for from in start..end {
            if best[from - start].0.is_finite() {
                self.try_from(from, &mut best, search);
            }
        }
        let mut ends = vec![end];
        while let Some(&end) = ends.last().filter(|&&end| end > start) {
            let (price, from) = best[end - start];
            if price.is_infinite() {
                return None;
            }
            ends.push(from);
        }
        ends.reverse();
        let lines = ends.windows(2).map(|pair| self.line(pair[0], pair[1]));
        Some(lines.collect())
    }

    /// Fills line after line; nothing where a line would have to be less than half full.
    pub(super) fn fill(&self) -> Option<Filled> {
        let Range { start, end: last } = self.part;
        let mut filled = Filled::default();
        let mut from = start;
        while from < last {
            let half = self.reach(from, f64::from(self.measure.width) / 2.0);
            let mut longest = None;
            for end in half + 1..=last {
                match self.total(0.0, from, end, Search::Good) {
                    Tried::Costs(_) => longest = Some(end),
                    Tried::Shunned | Tried::Overfull => {}
                    Tried::Hopeless => break,
                }
            }
            let end = longest?;
            filled.lines += 1;
            filled.lone |= is_lone(&self.glyphs[self.line(from, end).glyphs]);
            from = end;
        }
        Some(filled)
    }

    /// Tries all lines that start at a glyph.
    fn try_from(&self, start: usize, best: &mut [(f64, usize)], search: Search) {
        let Range {
            start: origin,
            end: last,
        } = self.part;
        let so_far = best[start - origin].0;
        for end in self.first_end(start, search)..=last {
            match self.total(so_far, start, end, search) {
                Tried::Costs(total) if total < best[end - origin].0 => {
                    best[end - origin] = (total, start);
                }
                Tried::Costs(_) | Tried::Shunned | Tried::Overfull => {}
                Tried::Hopeless => break,
            }
        }
    }

    /// What the lines up to a glyph cost when one more ends there.
    fn total(&self, so_far: f64, start: usize, end: usize, search: Search) -> Tried {
        let shunned = match end < self.part.end {
            true => self.measured.prices[end],
            false => 0.0,
        };
        if search == Search::Good && shunned >= EMERGENCY {
            return Tried::Shunned;
        }
        let line = self.line(start, end);
        match self.price(&line, start == self.part.start) {
            Some(price) => Tried::Costs(so_far + price + shunned),
            None if end == start + 1 && search == Search::Any => {
                Tried::Costs(so_far + NEVER * 10.0 + shunned)
            }
            None if self.is_hopeless(&line) => Tried::Hopeless,
            None => Tried::Overfull,
        }
    }

    /// Where the shortest line that is tried may end: justified lines less than half full are
    /// no good, but the last may be as short as it is.
    fn first_end(&self, start: usize, search: Search) -> usize {
        match (self.line_style, search) {
            (LineStyle::Justified, Search::Good) => {
                self.reach(start, f64::from(self.measure.width) / 2.0) + 1
            }
            _ => start + 1,
        }
    }

    /// The glyph that ends at a distance from the start of another, or the last.
    fn reach(&self, start: usize, width: f64) -> usize {
        let ends = &self.measured.ends[start..self.part.end];
        let least = self.measured.starts[start] + width;
        start + ends.partition_point(|&end| end < least).min(ends.len() - 1)
    }

    /// Whether no longer line can fit either.
    fn is_hopeless(&self, line: &Line) -> bool {
        let Range { start, end } = line.glyphs;
        let em = self.glyphs[start].size;
        line.width - self.shrink(start, end) > self.measure.width + 2.0 * em
    }

    fn line(&self, start: usize, end: usize) -> Line {
        let first = start == self.part.start;
        let stop = self.measured.stops[end - 1].max(start + 1);
        let indented = first && self.measure.indent > 0.0;
        let lead = match self.line_style {
            LineStyle::Justified if !first && !indented => lead_in(&self.glyphs[start]),
            _ => 0.0,
        };
        Line {
            glyphs: start..stop,
            width: (self.measured.ends[stop - 1] - self.measured.starts[start]) as f32 - lead,
            last: end == self.part.end,
            lead,
        }
    }

    /// What a line costs; nothing where it does not fit.
    fn price(&self, line: &Line, first: bool) -> Option<f64> {
        let indent = if first { self.measure.indent } else { 0.0 };
        let width = self.measure.width - indent;
        let room = width - line.width;
        // Nothing is squeezed on a loose line, and a squeezed one is not loose.
        let fit = match room {
            ..0.0 => self.squeeze(line, -room)?,
            0.0 => 0.0,
            _ => self.looseness(line, room, width),
        };
        Some(fit + self.least() + self.loneliness(line, first))
    }

    /// What every line costs: where few are wanted, each counts.
    fn least(&self) -> f64 {
        match self.line_style {
            LineStyle::Justified => 0.0,
            LineStyle::Balanced | LineStyle::Ragged => LINE,
        }
    }

    /// How much can be taken away between two glyphs.
    fn shrink(&self, start: usize, end: usize) -> f32 {
        (self.measured.shrinks[end - 1] - self.measured.shrinks[start]) as f32
    }

    fn squeeze(&self, line: &Line, excess: f32) -> Option<f64> {
        let Range { start, end } = line.glyphs;
        let excess = excess - lead_out(&self.glyphs[end - 1]);
        if excess <= SLACK {
            return Some(0.0);
        }
        let part = excess / self.shrink(start, end).max(f32::EPSILON);
        (part <= 1.0).then(|| 20.0 + 200.0 * f64::from(part * part))
    }

    fn looseness(&self, line: &Line, room: f32, width: f32) -> f64 {
        let Range { start, end } = line.glyphs;
        match self.line_style {
            LineStyle::Justified if line.last => 0.0,
            LineStyle::Justified => {
                let gaps = self.measured.stretches[end - 1] - self.measured.stretches[start];
                let em = self.glyphs[start].size;
                match gaps {
                    // Nothing can be stretched, so the line stays short.
                    0 => (50.0 * f64::from(room / em)).min(3_000.0),
                    _ => {
                        let each = f64::from(room / (gaps as f32 * em)) / 0.05;
                        (100.0 * each * each).min(LOOSEST)
                    }
                }
            }
            LineStyle::Ragged if line.last => 0.0,
            LineStyle::Balanced | LineStyle::Ragged => {
                let empty = f64::from(room / width);
                200.0 * empty * empty
            }
        }
    }

    fn loneliness(&self, line: &Line, first: bool) -> f64 {
        let price = match self.line_style {
            _ if first && line.last => return 0.0,
            LineStyle::Justified if line.last => LONE / 2.0,
            LineStyle::Justified => return 0.0,
            LineStyle::Balanced | LineStyle::Ragged => LONE,
        };
        match is_lone(&self.glyphs[line.glyphs.clone()]) {
            true => price,
            false => 0.0,
        }
    }
}
