//! What is drawn on one page, as the operators of a content stream.

use super::{
    character::DOUBLE_DASH, font_embedding::Embedding, glyphs::is_space, painter::Posture,
    placement::Placed,
};
use crate::tint;
use base::diagnostic::Severity;
use std::fmt::{self, Write};

/// A link's active area on a page.
#[derive(Clone, Debug)]
pub(super) struct Area {
    /// The link's number in the document.
    pub(super) link: u16,
    /// Left, bottom, right, top.
    pub(super) bounds: [f32; 4],
}

/// A page as it is drawn.
#[derive(Debug, Default)]
pub(super) struct Canvas {
    /// The operators so far.
    pub(super) operators: String,
    /// How many pieces of content were marked.
    pub(super) marks: usize,
    /// The active areas of links.
    pub(super) areas: Vec<Area>,
    /// How the content lies on it.
    pub(super) posture: Posture,
}

/// Software that extracts text takes a space wider than this part of an em for a space
/// character, and marks squeezed by more for a new word, so the character before is given the
/// space, or the lack of it, as part of its own width.
const READ_AS_SPACE: f32 = 0.08;

impl Canvas {
    /// Draws content that belongs to an element of a role; gives its number on the page.
    pub(super) fn marked(&mut self, role: &str, draw: impl FnOnce(&mut Self)) -> usize {
        let mark = self.marks;
        self.marks += 1;
        self.operators.push('/');
        self.operators.push_str(role);
        self.operators.push_str(" <</MCID ");
        push_integer(&mut self.operators, mark as i64);
        self.operators.push_str(">> BDC\n");
        draw(self);
        self.operators.push_str("EMC\n");
        mark
    }

    /// Draws what is not part of the text.
    pub(super) fn artifact(&mut self, kind: &str, draw: impl FnOnce(&mut Self)) {
        self.push(format_args!("/Artifact {kind} BDC\n"));
        draw(self);
        self.operators.push_str("EMC\n");
    }

    /// Draws a line of glyphs that starts at a point.
    pub(super) fn text(&mut self, line: &[Placed], x: f32, y: f32, fonts: &mut Embedding<'_>) {
        self.start_of(line, line.len(), (x, y), fonts);
    }

    /// Draws the first glyphs of a line; what follows them tells how wide the last one is.
    pub(super) fn start_of(
        &mut self,
        line: &[Placed],
        count: usize,
        at: (f32, f32),
        fonts: &mut Embedding<'_>,
    ) {
        let mut start = 0;
        while start < count {
            let first = &line[start].glyph;
            if let Some(bounds) = line[start].pictured(at) {
                let number = first.picture.map_or(0, |picture| picture.number);
                self.picture(number.into(), bounds);
                start += 1;
                continue;
            }
            let same = |placed: &&Placed| {
                let glyph = &placed.glyph;
                glyph.picture.is_none()
                    && (glyph.face, glyph.size, glyph.thick, glyph.note)
                        == (first.face, first.size, first.thick, first.note)
            };
            let length = line[start..count].iter().take_while(same).count();
            self.run(&line[start..], length, at, fonts);
            start += length;
        }
    }

    /// Draws the first glyphs of a line, all of one face and size.
    fn run(&mut self, line: &[Placed], length: usize, at: (f32, f32), fonts: &mut Embedding<'_>) {
        let glyph = &line[0].glyph;
        let (face, size) = (glyph.face, glyph.size);
        let out = &mut self.operators;
        out.push_str("BT /F");
        push_integer(out, face.into());
        out.push(' ');
        number(size).push(out);
        out.push_str(" Tf 1 0 0 1 ");
        number(at.0 + line[0].drawn_at()).push(out);
        out.push(' ');
        number(at.1 + glyph.raised()).push(out);
        out.push_str(" Tm\n");
        if glyph.thick {
            self.push(format_args!("2 Tr {} w\n", number(size * 0.03)));
        }
        let after = |at: usize| {
            line.get(at + 1)
                .map_or(0.0, |next| space_between(&line[at], next))
        };
        let spaces: Vec<f32> = (0..length).map(after).collect();
        let spacing = most_common(&spaces);
        let mut run = Run::new(&mut self.operators, line[0].drawn_at(), size, spacing);
        for (placed, space) in line.iter().zip(spaces) {
            run.glyph(placed, space, fonts);
        }
        run.finish();
        self.operators
            .push_str(if glyph.thick { "0 Tr\nET\n" } else { "ET\n" });
    }

    /// Draws straight lines, each from one point to another.
    pub(super) fn rules(&mut self, rules: &[[f32; 4]], weight: f32) {
        self.push(format_args!("{} w 2 J\n", number(weight)));
        for [x1, y1, x2, y2] in rules.iter().map(|rule| rule.map(number)) {
            self.push(format_args!("{x1} {y1} m {x2} {y2} l\n"));
        }
        self.operators.push_str("S\n");
    }

    /// Draws grounds behind what a draft finds fault with.
    pub(super) fn tints(&mut self, tints: &[(Severity, [f32; 4])]) {
        self.operators.push_str("q\n");
        for (severity, [left, bottom, right, top]) in tints {
            let [x, y, width, height] = [*left, *bottom, right - left, top - bottom].map(number);
            let [red, green, blue] = tint(*severity).map(|part| number(f32::from(part) / 255.0));
            self.push(format_args!(
                "{red} {green} {blue} rg {x} {y} {width} {height} re f\n"
            ));
        }
        self.operators.push_str("Q\n");
    }

    /// Draws a picture of the document into a box.
    pub(super) fn picture(&mut self, picture: usize, bounds: [f32; 4]) {
        let [left, bottom, right, top] = bounds;
        let (width, height) = (number(right - left), number(top - bottom));
        let (x, y) = (number(left), number(bottom));
        self.push(format_args!(
            "q {width} 0 0 {height} {x} {y} cm /I{picture} Do Q\n"
        ));
    }

    /// Writes operators as they are.
    pub(super) fn push(&mut self, operators: fmt::Arguments<'_>) {
        let written = self.operators.write_fmt(operators);
        debug_assert!(written.is_ok(), "a string takes everything");
    }
}

/// Writes the characters that one stands for in UTF-16.
pub(super) fn push_utf16(out: &mut String, character: char) {
    let mut units = [0; 2];
    let units: &[u16] = match character {
        DOUBLE_DASH => &['—' as u16; 2],
        _ => character.encode_utf16(&mut units),
    };
    units.iter().for_each(|&unit| push_hex(out, unit));
}

/// Writes a code in four hexadecimal digits.
pub(super) fn push_hex(out: &mut String, code: u16) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    for shift in [12, 8, 4, 0] {
        out.push(char::from(DIGITS[usize::from(code >> shift & 15)]));
    }
}

impl Placed {
    /// Left, bottom, right and top of the picture that it is, on a line from a point on.
    pub(super) fn pictured(&self, (x, y): (f32, f32)) -> Option<[f32; 4]> {
        let picture = self.glyph.picture?;
        let left = x + self.drawn_at();
        let right = left + self.glyph.own_advance;
        Some([left, y + picture.bottom, right, y + picture.top])
    }

    /// Where the glyph itself starts: a digit stands in the middle of its place.
    fn drawn_at(&self) -> f32 {
        self.x + (self.glyph.advance - self.glyph.own_advance) / 2.0
    }
}

/// The space between two glyphs that stands for nothing.
fn space_between(before: &Placed, after: &Placed) -> f32 {
    if is_space(&before.glyph) || is_space(&after.glyph) {
        return 0.0;
    }
    after.drawn_at() - before.drawn_at() - before.glyph.own_advance
}

/// Glyphs on their way into the operators that show them.
struct Run<'a> {
    out: &'a mut String,
    shown: String,
    in_string: bool,
    /// Where the next glyph would stand by itself.
    pen: f32,
    size: f32,
    /// The space after every glyph.
    spacing: f32,
}

impl<'a> Run<'a> {
    fn new(out: &'a mut String, pen: f32, size: f32, spacing: f32) -> Self {
        if spacing != 0.0 {
            number(spacing).push(out);
            out.push_str(" Tc\n");
        }
        Run {
            out,
            shown: String::new(),
            in_string: false,
            pen,
            size,
            spacing,
        }
    }

    fn glyph(&mut self, placed: &Placed, space: f32, fonts: &mut Embedding<'_>) {
        let character = placed.glyph.character;
        let (code, faithful) = fonts.code(&placed.glyph);
        self.adjust(placed.drawn_at());
        let odd = space.abs() > READ_AS_SPACE * self.size;
        if faithful && !odd {
            self.code(code);
            self.pen += placed.glyph.own_advance + self.spacing;
            return;
        }
        self.flush();
        let space = if odd { rounded(space) } else { self.spacing };
        self.out.push_str("/Span <</ActualText <FEFF");
        push_utf16(self.out, character);
        self.out.push_str(">>> BDC ");
        number(space).push(self.out);
        self.out.push_str(" Tc <");
        push_hex(self.out, code);
        self.out.push_str("> Tj ");
        number(self.spacing).push(self.out);
        self.out.push_str(" Tc EMC\n");
        self.pen += placed.glyph.own_advance + space;
    }

    /// Moves to where a glyph stands.
    fn adjust(&mut self, x: f32) {
        let thousandths = ((self.pen - x) / self.size * 1000.0).round();
        if thousandths != 0.0 {
            self.close();
            push_integer(&mut self.shown, thousandths as i64);
            self.shown.push(' ');
            self.pen -= thousandths / 1000.0 * self.size;
        }
    }

    fn code(&mut self, code: u16) {
        if !std::mem::replace(&mut self.in_string, true) {
            self.shown.push('<');
        }
        push_hex(&mut self.shown, code);
    }

    fn close(&mut self) {
        if std::mem::replace(&mut self.in_string, false) {
            self.shown.push('>');
        }
    }

    fn flush(&mut self) {
        self.close();
        if !self.shown.is_empty() {
            self.out.push('[');
            self.out.push_str(self.shown.trim_end());
            self.out.push_str("] TJ\n");
            self.shown.clear();
        }
    }

    fn finish(mut self) {
        self.flush();
        if self.spacing != 0.0 {
            self.out.push_str("0 Tc\n");
        }
    }
}

/// The space that most glyphs are followed by; none where it is wide enough to be read as one.
fn most_common(spaces: &[f32]) -> f32 {
    let thousandths = spaces.iter().map(|space| (space * 1000.0).round() as i32);
    let mut sorted: Vec<i32> = thousandths.collect();
    sorted.sort_unstable();
    let common = sorted.chunk_by(|a, b| a == b).max_by_key(|run| run.len());
    let space = common.map_or(0.0, |run| run[0] as f32 / 1000.0);
    if space.abs() < 1.0 { space } else { 0.0 }
}

fn rounded(value: f32) -> f32 {
    (value * 1000.0).round() / 1000.0
}

/// A number as content streams have it: at most three places, no exponent.
pub(super) fn number(value: f32) -> Number {
    Number((f64::from(value) * 1000.0).round() as i64)
}

/// A number in thousandths, written without needless zeros.
#[derive(Clone, Copy)]
pub(super) struct Number(i64);

impl Number {
    /// Writes the number behind what is there.
    pub(super) fn push(self, out: &mut String) {
        let (whole, part) = (self.0.unsigned_abs() / 1000, self.0.unsigned_abs() % 1000);
        if self.0 < 0 {
            out.push('-');
        }
        out.push_str(itoa::Buffer::new().format(whole));
        if part > 0 {
            // The thousand keeps the zeros at the start, and becomes the point.
            let mut buffer = itoa::Buffer::new();
            let places = &buffer.format(1000 + part)[1..];
            out.push('.');
            out.push_str(places.trim_end_matches('0'));
        }
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = String::new();
        self.push(&mut out);
        f.write_str(&out)
    }
}

/// Writes an integer behind what is there.
fn push_integer(out: &mut String, value: i64) {
    out.push_str(itoa::Buffer::new().format(value));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short() {
        for (value, written) in [
            (0.0, "0"),
            (-0.0001, "0"),
            (10.0, "10"),
            (10.5, "10.5"),
            (100.0, "100"),
            (-7.1234, "-7.123"),
            (-0.25, "-0.25"),
            (3.007, "3.007"),
        ] {
            assert_eq!(number(value).to_string(), written);
        }
    }
}
