//! Charts and sheets among the pieces, and a drawing as operators of a page.

use std::{fmt::Display, rc::Rc};

use super::{
    canvas::{Canvas, number},
    chart,
    composer::{AIR, Composer},
    drawn::{Drawing, Shape},
    faces::Role,
    font_embedding::Embedding,
    glyphs::{Glyph, Style, Typesetter},
    painter::{BODY, MEASURE, at_ease},
    piece::{Piece, Show},
    sheet,
    structure_tree::NodeId,
};
use base::source::Span;
use document::{Chart, Sheet};

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

impl Composer<'_, '_> {
    /// A chart; one that is higher than a page goes on overleaf.
    pub(super) fn chart(&mut self, chart: &Chart, parent: NodeId) {
        let room = BODY - 2.0 * AIR;
        for (chart, drawing) in chart::pages(chart, MEASURE, room) {
            let sketch = Sketch::of(&drawing, room, self.setter, chart.place);
            self.space(AIR);
            self.sketch(sketch, chart.alt(), parent);
            self.space(AIR);
        }
    }

    /// The panels of a sheet: all of them on the page where it begins, smaller if need be.
    pub(super) fn sheet(&mut self, sheet: &Sheet, parent: NodeId) {
        /// Room for the note at the foot.
        const FOOT: f32 = 64.0;
        let used: f32 = self.pieces.iter().map(|piece| piece.height).sum();
        let apart = sheet::APART * sheet.panels.len() as f32;
        let room = (BODY - used - apart - FOOT).max(BODY / 4.0);
        let (drawings, scale) = sheet::fitted(sheet, [MEASURE, room]);
        for (panel, drawing) in sheet.panels.iter().zip(drawings) {
            let sketch = Sketch::of(&drawing, drawing.height * scale, self.setter, None);
            self.sketch(sketch, panel.alt(), parent);
            self.space(sheet::APART);
        }
        let note = self.tree.add(parent, "Div");
        self.caption(&sheet.note, None, note);
    }

    /// Adds a drawing with the words for those who do not see it.
    fn sketch(&mut self, sketch: Sketch, alt: String, parent: NodeId) {
        let node = self.tree.add(parent, "Figure");
        self.tree.nodes[node.0].alt = Some(alt);
        let height = sketch.height();
        let sketch = Rc::new(sketch);
        let show = Show::Drawing { node, sketch };
        self.pieces.push(Piece::new(show, height));
    }
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
                Shape::Words(own) => {
                    let style = Style {
                        thick: own.bold,
                        ..Style::new(Role::Heading, own.size)
                    };
                    let glyphs = setter.words(&own.words, style, place);
                    let width: f32 = glyphs.iter().map(|glyph| glyph.advance).sum();
                    Paint::Words(glyphs, [own.at[0] - own.before(width), own.at[1]])
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
                corner: [x, y],
                size: [width, height],
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
            Shape::Dot { middle, radius } => {
                let (x, y) = (number(middle[0]), number(self.height - middle[1]));
                let width = number(radius * 2.0);
                canvas.push(format_args!(
                    "{colour} RG {width} w 1 J {x} {y} m {x} {y} l S 0 J\n"
                ));
            }
            Shape::Words(_) => {}
        }
    }
}
