//! A drawing as operators of a page.

use std::fmt::Display;

use super::{
    canvas::{Canvas, number},
    drawn::{Anchor, Drawing, Shape},
    faces::Role,
    font_embedding::Embedding,
    glyphs::{Glyph, Style, Typesetter},
    painter::at_ease,
};
use crate::ground::source::Span;

/// How the content of a drawing is marked, so that whoever reads the file again takes none of
/// it for figures and rules of a table.
pub(super) const DRAWING: &str = "Chart";

/// A drawing with its words set.
#[derive(Clone, Debug)]
pub(super) struct Sketch {
    width: f32,
    height: f32,
    /// How much smaller it is painted, where it is higher than its room.
    scale: f32,
    marks: Vec<([u8; 3], Paint)>,
}

/// What is painted.
#[derive(Clone, Debug)]
enum Paint {
    Shape(Shape),
    /// Glyphs that start at a place.
    Words(Vec<Glyph>, [f32; 2]),
}

impl Sketch {
    /// Sets the words of a drawing, which is to be no higher than its room.
    pub(super) fn of(
        drawing: &Drawing,
        room: f32,
        setter: &mut Typesetter<'_>,
        place: Option<Span>,
    ) -> Self {
        let marks = drawing.marks.iter().map(|mark| {
            let paint = match &mark.shape {
                Shape::Words {
                    x,
                    y,
                    anchor,
                    size,
                    bold,
                    words,
                } => {
                    let style = Style {
                        thick: *bold,
                        ..Style::new(Role::Heading, *size)
                    };
                    let glyphs = setter.words(words, style, place);
                    let width: f32 = glyphs.iter().map(|glyph| glyph.advance).sum();
                    let before = match anchor {
                        Anchor::Start => 0.0,
                        Anchor::Middle => width / 2.0,
                        Anchor::End => width,
                    };
                    Paint::Words(glyphs, [x - before, *y])
                }
                shape => Paint::Shape(shape.clone()),
            };
            (drawing.colour(mark.tone), paint)
        });
        Sketch {
            width: drawing.width,
            height: drawing.height,
            scale: (room / drawing.height.max(1.0)).min(1.0),
            marks: marks.collect(),
        }
    }

    /// How wide it is on the page.
    pub(super) fn width(&self) -> f32 {
        self.width * self.scale
    }

    /// How high it is on the page.
    pub(super) fn height(&self) -> f32 {
        self.height * self.scale
    }

    /// Paints it into a box.
    pub(super) fn paint(&self, canvas: &mut Canvas, bounds: [f32; 4], fonts: &mut Embedding<'_>) {
        let (scale, left, bottom) = (number(self.scale), number(bounds[0]), number(bounds[1]));
        canvas.push(format_args!("q {scale} 0 0 {scale} {left} {bottom} cm\n"));
        for (colour, paint) in &self.marks {
            let [red, green, blue] = colour.map(|part| number(f32::from(part) / 255.0));
            match paint {
                Paint::Words(glyphs, [x, y]) => {
                    canvas.push(format_args!(
                        "{red} {green} {blue} rg {red} {green} {blue} RG\n"
                    ));
                    canvas.text(&at_ease(glyphs), *x, self.height - y, fonts);
                }
                Paint::Shape(shape) => {
                    self.shape(canvas, shape, &format_args!("{red} {green} {blue}"));
                }
            }
        }
        canvas.push(format_args!("Q\n"));
    }

    fn shape(&self, canvas: &mut Canvas, shape: &Shape, colour: &impl Display) {
        match shape {
            Shape::Rectangle {
                x,
                y,
                width,
                height,
            } => {
                let lower = self.height - y - height;
                let [x, y, width, height] = [*x, lower, *width, *height].map(number);
                canvas.push(format_args!("{colour} rg {x} {y} {width} {height} re f\n"));
            }
            Shape::Line { points, weight } => {
                let weight = number(*weight);
                canvas.push(format_args!("{colour} RG {weight} w 1 j\n"));
                for (at, [x, y]) in points.iter().enumerate() {
                    let (x, y) = (number(*x), number(self.height - y));
                    let operator = if at == 0 { 'm' } else { 'l' };
                    canvas.push(format_args!("{x} {y} {operator}\n"));
                }
                canvas.push(format_args!("S\n"));
            }
            Shape::Ribbon { x, left, right } => {
                let middle = number((x[0] + x[1]) / 2.0);
                let up = |y: &f32| number(self.height - y);
                let ([x0, x1], [l0, l1], [r0, r1]) = (
                    x.map(number),
                    left.each_ref().map(up),
                    right.each_ref().map(up),
                );
                canvas.push(format_args!(
                    "{colour} rg {x0} {l0} m {middle} {l0} {middle} {r0} {x1} {r0} c {x1} {r1} l {middle} {r1} {middle} {l1} {x0} {l1} c f\n"
                ));
            }
            // A line without length with a round end is a dot.
            Shape::Dot { x, y, radius } => {
                let [x, y, width] = [*x, self.height - y, radius * 2.0].map(number);
                canvas.push(format_args!(
                    "{colour} RG {width} w 1 J {x} {y} m {x} {y} l S 0 J\n"
                ));
            }
            Shape::Words { .. } => {}
        }
    }
}
