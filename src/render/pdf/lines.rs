//! A paragraph into lines: the whole paragraph is weighed, not line after line.
//!
//! Every way to break a paragraph has a price: for space that is added or taken away, for
//! parting a number from its unit, for one character alone on a line. The cheapest wins.

use super::{
    breaks::{self, EMERGENCY, NEVER},
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
    Measured::new(glyphs, extra).lines(glyphs, measure, manner)
}

/// How wide glyphs are on one line.
pub(super) fn natural_width(glyphs: &[Glyph]) -> f32 {
    let advances = glyphs.iter().map(|glyph| glyph.advance);
    let gaps = glyphs
        .windows(2)
        .map(|pair| gap(&pair[0], &pair[1]).natural);
    advances.chain(gaps).map(f64::from).sum::<f64>() as f32
}

/// Whether glyphs are a single character, with marks after it or without.
pub(super) fn is_lone(glyphs: &[Glyph]) -> bool {
    let mark = |glyph: &&Glyph| matches!(glyph.class, Class::Closing | Class::Space);
    glyphs.len() - glyphs.iter().rev().take_while(mark).count() < 2
}

/// What is known of glyphs before any width is: made once, good for any number of widths.
#[derive(Clone, Debug)]
pub(super) struct Measured {
    /// The price of a break before each glyph.
    pub(super) prices: Vec<f64>,
    /// Where each glyph starts and ends if all stood on one line.
    /// Doubles, because a paragraph of 5,000 characters is longer than singles are exact.
    starts: Vec<f64>,
    ends: Vec<f64>,
    /// How much could be taken away before each glyph, and how many gaps stretch.
    shrinks: Vec<f64>,
    stretches: Vec<u32>,
}

impl Measured {
    /// Measures glyphs; `extra` adds to the price of a break before each.
    pub(super) fn new(glyphs: &[Glyph], extra: &[f64]) -> Self {
        let mut prices = breaks::prices(glyphs);
        for (price, extra) in prices.iter_mut().zip(extra) {
            *price += extra;
        }
        let count = glyphs.len();
        let mut measured = Measured {
            prices,
            starts: Vec::with_capacity(count),
            ends: Vec::with_capacity(count),
            shrinks: Vec::with_capacity(count),
            stretches: Vec::with_capacity(count),
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
            self.shrinks.push(shrink);
            self.stretches.push(stretches);
        }
    }

    /// The glyphs that were measured, in lines.
    pub(super) fn lines(&self, glyphs: &[Glyph], measure: Measure, manner: Manner) -> Vec<Line> {
        let mut lines = Vec::new();
        let mut start = 0;
        for part in glyphs.split(|glyph| glyph.character == '\n') {
            let indent = if start == 0 { measure.indent } else { 0.0 };
            let breaker = Breaker {
                glyphs,
                part: start..start + part.len(),
                measure: Measure { indent, ..measure },
                manner,
                measured: self,
            };
            lines.extend(breaker.lines());
            start += part.len() + 1;
        }
        lines
    }
}

/// Which breaks are tried.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Search {
    /// Those that a reader would make, with lines reasonably full.
    Good,
    /// All.
    Any,
}

/// The search for the best lines of the glyphs between two breaks that the author asked for.
struct Breaker<'a> {
    glyphs: &'a [Glyph],
    part: Range<usize>,
    measure: Measure,
    manner: Manner,
    measured: &'a Measured,
}

impl Breaker<'_> {
    fn lines(&self) -> Vec<Line> {
        // A bad break costs more than all good ones together, so it is made only where there is
        // no other way.
        self.search(Search::Good)
            .or_else(|| self.search(Search::Any))
            .unwrap_or_default()
    }

    fn search(&self, search: Search) -> Option<Vec<Line>> {
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

    /// Tries all lines that start at a glyph.
    fn try_from(&self, start: usize, best: &mut [(f64, usize)], search: Search) {
        let Range {
            start: origin,
            end: last,
        } = self.part;
        let so_far = best[start - origin].0;
        for end in self.first_end(start, search)..=last {
            let shunned = match end < last {
                true => self.measured.prices[end],
                false => 0.0,
            };
            if search == Search::Good && shunned >= EMERGENCY {
                continue;
            }
            let line = self.line(start, end);
            let price = match self.price(&line, start == origin) {
                Some(price) => price,
                None if end == start + 1 && search == Search::Any => NEVER * 10.0,
                None if self.is_hopeless(&line) => break,
                None => continue,
            };
            let total = so_far + price + shunned;
            if total < best[end - origin].0 {
                best[end - origin] = (total, start);
            }
        }
    }

    /// Where the shortest line that is tried may end: justified lines less than half full are
    /// no good, but the last may be as short as it is.
    fn first_end(&self, start: usize, search: Search) -> usize {
        if search == Search::Any || self.manner != Manner::Justified {
            return start + 1;
        }
        let half = self.measured.starts[start] + f64::from(self.measure.width) / 2.0;
        let ends = &self.measured.ends[start..self.part.end];
        start + 1 + ends.partition_point(|&end| end < half).min(ends.len() - 1)
    }

    /// Whether no longer line can fit either.
    fn is_hopeless(&self, line: &Line) -> bool {
        let Range { start, end } = line.glyphs;
        let em = self.glyphs[start].size;
        line.width - self.shrink(start, end) > self.measure.width + 2.0 * em
    }

    fn line(&self, start: usize, end: usize) -> Line {
        let first = start == self.part.start;
        let filled = self.glyphs[start..end]
            .iter()
            .rposition(|glyph| !is_space(glyph));
        let stop = filled.map_or(start + 1, |at| start + at + 1);
        let indented = first && self.measure.indent > 0.0;
        let lead = match self.manner {
            Manner::Justified if !first && !indented => lead_in(&self.glyphs[start]),
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
        match self.manner {
            Manner::Justified if line.last => 0.0,
            Manner::Justified => {
                let gaps = self.measured.stretches[end - 1] - self.measured.stretches[start];
                let em = self.glyphs[start].size;
                match gaps {
                    // Nothing can be stretched, so the line stays short.
                    0 => (50.0 * f64::from(room / em)).min(3_000.0),
                    _ => {
                        let each = f64::from(room / (gaps as f32 * em)) / 0.05;
                        (100.0 * each * each).min(50_000.0)
                    }
                }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::pdf::{
        Fonts,
        character::{cannot_end, cannot_start},
        font::{Role, Shelf},
        page::{MEASURE, PITCH, SIZE},
        place::place,
        text::{Setter, Style},
    };
    use proptest::prelude::*;

    fn set(text: &str) -> Vec<Glyph> {
        let fonts = Fonts::bundled();
        let style = Style {
            pitch: PITCH,
            ..Style::new(Role::Text, SIZE)
        };
        Setter::new(Shelf::new(&fonts)).words(text, style, None)
    }

    fn measure(width: f32) -> Measure {
        Measure { width, indent: 0.0 }
    }

    /// The lines of a text, each as it reads.
    fn broken(text: &str, characters: f32, manner: Manner) -> Vec<String> {
        let glyphs = set(text);
        let measure = measure(characters * SIZE * PITCH);
        let lines = break_lines(&glyphs, measure, manner, &[]);
        let words = |line: Line| {
            glyphs[line.glyphs]
                .iter()
                .map(|glyph| glyph.character)
                .collect()
        };
        lines.into_iter().map(words).collect()
    }

    #[test]
    fn twenty_eight_characters_fill_a_line() {
        let glyphs = set(&"字".repeat(5000));
        let lines = break_lines(&glyphs, measure(MEASURE), Manner::Justified, &[]);
        let (last, full) = lines.split_last().unwrap();
        assert!(full.iter().all(|line| line.glyphs.len() == 28));
        assert_eq!(last.glyphs.len(), 5000 % 28);
    }

    #[test]
    fn a_number_stays_with_its_unit() {
        let lines = broken(
            "全市累计公开信息共计860余篇，其中政策解读",
            11.5,
            Manner::Justified,
        );
        assert!(
            lines.iter().any(|line| line.contains("860余篇")),
            "{lines:?}"
        );
    }

    #[test]
    fn no_paragraph_ends_with_a_character_alone() {
        let lines = broken(&"字".repeat(57), 28.0, Manner::Justified);
        assert!(lines.last().unwrap().chars().count() > 1, "{lines:?}");
    }

    #[test]
    fn titles_are_balanced() {
        let lines = broken("中华人民共和国某某委员会", 11.0, Manner::Balanced);
        assert_eq!(lines, ["中华人民共和", "国某某委员会"]);
    }

    #[test]
    fn a_long_word_is_broken() {
        let lines = broken(&"w".repeat(500), 28.0, Manner::Justified);
        assert!(lines.len() > 8);
    }

    fn prose() -> impl Strategy<Value = String> {
        let part = prop_oneof![
            6 => "[政府信息公开条例]{1,9}",
            2 => "[，。、；：！]",
            1 => "[政府信息]{1,3}[）》”’]",
            1 => "[（《“‘][政府信息]{1,5}",
            1 => "[0-9]{1,6}(年|件|%|万元)?",
            1 => "[a-z]{1,9}",
            1 => Just("——".to_owned()),
            1 => Just("……".to_owned()),
            1 => Just(" ".to_owned()),
        ];
        prop::collection::vec(part, 1..60).prop_map(|parts| parts.concat())
    }

    proptest! {
        #[test]
        fn lines_hold_all_characters_and_keep_the_rules(
            text in prose(),
            characters in 16.0_f32..28.0,
            manner in prop_oneof![Just(Manner::Justified), Just(Manner::Balanced), Just(Manner::Ragged)],
        ) {
            let glyphs = set(&text);
            let width = characters * SIZE;
            let lines = break_lines(&glyphs, measure(width), manner, &[]);
            let solid = |text: &str| text.chars().filter(|c| *c != ' ').collect::<String>();
            let read: String = lines.iter().flat_map(|line| &glyphs[line.glyphs.clone()])
                .map(|glyph| glyph.character).collect();
            prop_assert_eq!(solid(&read), solid(&text).replace("——", "⸺"));
            for line in &lines {
                let placed = place(&glyphs, line, width, manner);
                let last = placed.last().unwrap();
                let right = last.x + last.glyph.advance - lead_out(&last.glyph);
                prop_assert!(right <= width + 0.1, "{right} > {width}");
            }
            for pair in lines.windows(2) {
                let (end, start) = (pair[0].glyphs.end - 1, pair[1].glyphs.start);
                let (end, start) = (glyphs[end].character, glyphs[start].character);
                let marks = text.chars().filter(|c| cannot_start(*c) || cannot_end(*c)).count();
                // Where marks alone are longer than a line, some line starts with one.
                if marks < 8 {
                    prop_assert!(!cannot_start(start) && !cannot_end(end), "{end}|{start}");
                }
            }
        }
    }
}
