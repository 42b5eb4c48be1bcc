//! A drawing: what a chart looks like, in points, for whoever paints it.
//!
//! In: nothing of a report; whoever lays out makes [`Mark`]s. Out: rectangles, lines, dots and
//! words with a [`Tone`], which HTML writes as SVG, the PDF as operators of a page and Word as
//! shapes. Tones differ in lightness, so that they are told apart without colour.

use base::diagnostic::terminal;

/// Marks on a field of a size, the origin at its upper left.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Drawing {
    /// Its width, in points.
    pub width: f32,
    /// Its height, in points.
    pub height: f32,
    /// What is painted, in this order.
    pub marks: Vec<Mark>,
    /// Colours in the place of those that tones have by themselves.
    pub colours: Vec<(Tone, [u8; 3])>,
}

/// Something that is painted.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// Its shape and place.
    pub shape: Shape,
    /// Its tone.
    pub tone: Tone,
    /// The figure that it shows, if it shows one.
    pub shows: Option<Shown>,
}

/// A figure that a mark shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// The path of its cell; empty for a figure of the author's own.
    pub path: String,
    /// The figure as it stands in the cell; empty for a blank one.
    pub value: String,
    /// The report year that it is of, if it is of the form.
    pub year: Option<u16>,
}

/// The shape of a mark.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// A filled rectangle.
    Rectangle {
        /// Its upper left corner.
        corner: [f32; 2],
        /// Its width and its height.
        size: [f32; 2],
    },
    /// A line from point to point.
    Line {
        /// The points.
        points: Vec<[f32; 2]>,
        /// How thick it is.
        weight: f32,
    },
    /// A filled ribbon that runs level from its left edge to its right one.
    Ribbon {
        /// Its left and right edges.
        x: [f32; 2],
        /// The upper and lower end of its left edge.
        left: [f32; 2],
        /// The upper and lower end of its right edge.
        right: [f32; 2],
    },
    /// A filled circle.
    Dot {
        /// Its middle.
        middle: [f32; 2],
        /// Its radius.
        radius: f32,
    },
    /// Words on one line.
    Words(Words),
}

/// Words on one line.
#[derive(Clone, Debug, PartialEq)]
pub struct Words {
    /// Where they are anchored, on their base line.
    pub at: [f32; 2],
    /// Which part of them stands there.
    pub anchor: Anchor,
    /// Their size.
    pub size: f32,
    /// Whether they are bold.
    pub bold: bool,
    /// The words.
    pub words: String,
}

/// Which part of words stands at their place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// Their start.
    Start,
    /// Their middle.
    Middle,
    /// Their end.
    End,
}

/// How dark something is, and of which of two hues.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Words.
    Ink,
    /// Words of less weight, and axes.
    Faint,
    /// Lines that only guide the eye.
    Rule,
    /// Figures.
    Accent,
    /// Other figures beside them, lighter.
    Second,
    /// What lies behind figures, or is of earlier years.
    Pale,
}

impl Tone {
    /// Red, green and blue on white paper.
    pub fn colour(self) -> [u8; 3] {
        match self {
            Tone::Ink => [0x1c, 0x1c, 0x1e],
            Tone::Faint => [0x5c, 0x5c, 0x62],
            Tone::Rule => [0xda, 0xd7, 0xd0],
            Tone::Accent => [0x2b, 0x57, 0x86],
            Tone::Second => [0xb9, 0x82, 0x3c],
            Tone::Pale => [0xb3, 0xc4, 0xd6],
        }
    }
}

/// How wide words are at the most, in widths of a Chinese character: the layout asks no font.
pub fn ems(words: &str) -> f32 {
    let width = |c: char| match c {
        '0'..='9' => 0.56,
        'm' | 'w' | 'M' | 'W' | '%' => 0.9,
        '.' | ',' | ' ' | 'i' | 'l' => 0.32,
        c if c.is_ascii() => 0.62,
        // Narrow to a terminal, wide in Chinese faces.
        '·' | '—' | '…' | '“' | '”' | '‘' | '’' => 1.0,
        _ => terminal::columns(c.encode_utf8(&mut [0; 4])) as f32 / 2.0,
    };
    words.chars().map(width).sum()
}

/// Words in lines of a width, so many at the most; what does not fit ends in 「…」.
pub fn wrapped(words: &str, size: f32, width: f32, most: usize) -> Vec<String> {
    let room = (width / size).max(1.0);
    let mut lines: Vec<String> = vec![String::new()];
    let mut used = 0.0;
    for part in pieces(words) {
        let own = ems(&part);
        if used + own > room && used > 0.0 {
            if lines.len() == most {
                cut(lines.last_mut(), room);
                return lines;
            }
            lines.push(String::new());
            used = 0.0;
        }
        if let Some(line) = lines.last_mut() {
            line.push_str(&part);
            used += own;
        }
    }
    lines
}

/// What stays on one line: a Chinese character with the marks after it, a Latin word.
fn pieces(words: &str) -> Vec<String> {
    /// A word is broken where it is longer.
    const LONGEST: usize = 12;
    let mut pieces: Vec<String> = Vec::new();
    let mut latin = false;
    for c in words.chars() {
        let word = c.is_ascii_alphanumeric() || c == '.';
        let closes = "，。、；：！？）》〉」』】〕”’%·".contains(c);
        match pieces.last_mut() {
            Some(last) if closes || (word && latin && last.chars().count() < LONGEST) => {
                last.push(c);
            }
            Some(last) if last.ends_with(['（', '《', '〈', '「', '『', '【', '〔', '“', '‘']) =>
            {
                last.push(c);
            }
            _ => pieces.push(c.to_string()),
        }
        latin = word;
    }
    pieces
}

/// Ends a line by 「…」 within so many characters.
fn cut(line: Option<&mut String>, room: f32) {
    let Some(line) = line else { return };
    while ems(line) + 1.0 > room && line.pop().is_some() {}
    line.push('…');
}

impl Drawing {
    /// An empty drawing of a width.
    pub fn new(width: f32) -> Self {
        Drawing {
            width,
            ..Drawing::default()
        }
    }

    /// The colour of a tone on white paper.
    pub fn colour(&self, tone: Tone) -> [u8; 3] {
        let own = self.colours.iter().find(|(known, _)| *known == tone);
        own.map_or_else(|| tone.colour(), |(_, colour)| *colour)
    }

    /// Adds a mark that shows no figure.
    pub fn add(&mut self, shape: Shape, tone: Tone) {
        self.marks.push(Mark {
            shape,
            tone,
            shows: None,
        });
    }

    /// Adds words at a place on a base line.
    pub fn words(&mut self, at: [f32; 2], anchor: Anchor, size: f32, words: &str, tone: Tone) {
        if !words.is_empty() {
            self.add(Shape::words(at, anchor, size, words), tone);
        }
    }

    /// Puts everything below a head.
    pub fn put_below(&mut self, head: Drawing) {
        self.lower(head.height);
        self.marks.splice(0..0, head.marks);
    }

    fn lower(&mut self, by: f32) {
        for mark in &mut self.marks {
            match &mut mark.shape {
                Shape::Rectangle { corner: at, .. }
                | Shape::Dot { middle: at, .. }
                | Shape::Words(Words { at, .. }) => at[1] += by,
                Shape::Ribbon { left, right, .. } => {
                    left.iter_mut().chain(right).for_each(|end| *end += by);
                }
                Shape::Line { points, .. } => points.iter_mut().for_each(|point| point[1] += by),
            }
        }
        self.height += by;
    }
}

impl Words {
    /// How far their start lies before their place, where they are so wide.
    pub fn before(&self, width: f32) -> f32 {
        match self.anchor {
            Anchor::Start => 0.0,
            Anchor::Middle => width / 2.0,
            Anchor::End => width,
        }
    }
}

impl Shape {
    /// Words of normal weight at a place on a base line.
    pub fn words(at: [f32; 2], anchor: Anchor, size: f32, words: &str) -> Self {
        Shape::Words(Words {
            at,
            anchor,
            size,
            bold: false,
            words: words.to_owned(),
        })
    }

    /// Bold words at a place on a base line.
    pub fn bold(at: [f32; 2], anchor: Anchor, size: f32, words: &str) -> Self {
        Shape::Words(Words {
            at,
            anchor,
            size,
            bold: true,
            words: words.to_owned(),
        })
    }

    /// A rectangle by its upper left corner, its width and its height.
    pub fn rectangle(corner: [f32; 2], size: [f32; 2]) -> Self {
        Shape::Rectangle { corner, size }
    }

    /// A thin line between two points.
    pub fn rule(from: [f32; 2], to: [f32; 2]) -> Self {
        Shape::Line {
            points: vec![from, to],
            weight: 0.75,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_wrapped_where_they_may_be() {
        let lines = |words, width, most| wrapped(words, 10.0, width, most).join("/");
        assert_eq!(
            lines("法律行政法规禁止公开", 50.0, 3),
            "法律行政法/规禁止公开"
        );
        assert_eq!(lines("一二三四、五六", 40.0, 3), "一二三/四、五六");
        assert_eq!(lines("一二三（四）五", 40.0, 3), "一二三/（四）五");
        assert_eq!(lines("一二三四五六七八九十", 30.0, 2), "一二三/四五…");
        assert_eq!(lines("2024年数", 30.0, 2), "2024/年数");
        assert_eq!(lines("", 30.0, 2), "");
    }

    #[test]
    fn tones_differ_without_colour() {
        let light = |tone: Tone| {
            let [red, green, blue] = tone.colour().map(f32::from);
            0.2126 * red + 0.7152 * green + 0.0722 * blue
        };
        let figures = [Tone::Accent, Tone::Second, Tone::Pale].map(light);
        assert!(
            figures.windows(2).all(|pair| pair[1] - pair[0] > 40.0),
            "{figures:?}"
        );
    }
}
