//! Drawings among words: what frames a picture, and a chart as a group of shapes.
//!
//! In: the [`Drawing`] of a chart, as print has it. Out: a shape of Word's for every mark,
//! words as text boxes. Their paragraphs have a style of their own, by which whoever reads the
//! file again takes none of them for the report's.

use super::{
    body::{Shape as Paragraph, Writer},
    page::{BODY, MEASURE},
    xml::Xml,
};
use crate::{
    document::Chart,
    write::{
        chart::{Frame, pages},
        drawing::{Anchor, Drawing, Mark, Shape, ems},
    },
};

const MAIN: &str = "http://schemas.openxmlformats.org/drawingml/2006/main";
const CHOICE: &str = "http://schemas.openxmlformats.org/markup-compatibility/2006";
const GROUP: &str = "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup";
const SHAPE: &str = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape";
/// The units of drawings to a point.
const UNITS: f32 = 12_700.0;

/// The outline of a rectangle.
const RECTANGLE: &str = r#"<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>"#;
/// How a shape ends.
const END: &str = concat!(
    r#"<wps:bodyPr lIns="0" tIns="0" rIns="0" bIns="0"><a:noAutofit/></wps:bodyPr>"#,
    "</wps:wsp>",
);

/// What a drawing is called, and the words for those who cannot see it.
#[derive(Clone, Copy)]
pub(super) struct Named<'a> {
    /// Its number among the drawings of the file.
    pub(super) number: usize,
    /// Its kind; the number follows.
    pub(super) kind: &'a str,
    /// What it shows, in words.
    pub(super) alt: &'a str,
}

/// Writes a run that shows a drawing of a size in points; `uri` says what fills it.
pub(super) fn inline(
    xml: &mut Xml,
    named: Named<'_>,
    size: [f32; 2],
    uri: &str,
    fill: impl FnOnce(&mut Xml),
) {
    let [width, height] = size.map(|length| units(length.max(0.1)));
    let (number, name) = (named.number.to_string(), named.to_string());
    xml.constant(r#"<w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">"#);
    xml.empty("wp:extent", &[("cx", &width), ("cy", &height)]);
    let own = [("id", &*number), ("name", &*name), ("descr", named.alt)];
    xml.empty("wp:docPr", &own);
    xml.constant("<wp:cNvGraphicFramePr>");
    let locks = [("xmlns:a", MAIN), ("noChangeAspect", "1")];
    xml.empty("a:graphicFrameLocks", &locks);
    xml.constant("</wp:cNvGraphicFramePr>");
    xml.open("a:graphic", &[("xmlns:a", MAIN)]);
    xml.open("a:graphicData", &[("uri", uri)]);
    fill(xml);
    xml.close();
    xml.close();
    xml.constant("</wp:inline></w:drawing>");
}

impl std::fmt::Display for Named<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.kind, self.number)
    }
}

impl Writer<'_> {
    /// A chart as shapes; bars that are more than fit on a page go on overleaf.
    pub(super) fn chart(&mut self, chart: &Chart, keep: bool) {
        let [measure, body] = [MEASURE, BODY].map(|length| length as f32 / 20.0);
        // Air stands above and below.
        let room = body * 0.95;
        for (chart, drawing) in pages(chart, Frame::of(measure), room) {
            let number = self.relations.number();
            self.paragraph(&Paragraph::of("Picture", keep), |writer| {
                group(&mut writer.xml, (number, &chart.alt()), &drawing, room);
            });
        }
    }
}

/// Writes a drawing that is no higher than its room.
fn group(xml: &mut Xml, (number, alt): (usize, &str), drawing: &Drawing, room: f32) {
    let scale = (room / drawing.height.max(1.0)).min(1.0);
    let size = [drawing.width, drawing.height].map(|length| length * scale);
    let named = Named {
        number,
        kind: "图表",
        alt,
    };
    xml.open("w:r", &[]);
    // Word 2007 knows no shapes but its own old ones.
    xml.open("mc:AlternateContent", &[("xmlns:mc", CHOICE)]);
    let spaces = [("xmlns:wpg", GROUP), ("xmlns:wps", SHAPE)];
    xml.open("mc:Choice", &[("Requires", "wpg"), spaces[0], spaces[1]]);
    inline(xml, named, size, GROUP, |xml| {
        xml.constant("<wpg:wgp><wpg:cNvGrpSpPr/><wpg:grpSpPr>");
        xml.open("a:xfrm", &[]);
        place(xml, ["a:off", "a:ext"], [0.0, 0.0, size[0], size[1]]);
        place(xml, ["a:chOff", "a:chExt"], [0.0, 0.0, size[0], size[1]]);
        xml.close();
        xml.constant("</wpg:grpSpPr>");
        // Some programs take a group for as large as its shapes: one has all the room.
        begin(xml, [0.0, 0.0, size[0], size[1]]);
        xml.constant(RECTANGLE);
        xml.constant("<a:noFill/></wps:spPr>");
        xml.constant(END);
        for mark in &drawing.marks {
            shape(xml, mark, drawing, scale);
        }
        xml.constant("</wpg:wgp>");
    });
    xml.close();
    xml.close();
    xml.close();
}

/// Writes a mark as a shape of its own.
fn shape(xml: &mut Xml, mark: &Mark, drawing: &Drawing, scale: f32) {
    let bounds = bounds(&mark.shape, drawing.width).map(|length| length * scale);
    let [red, green, blue] = drawing.colour(mark.tone);
    let colour = format!("{red:02X}{green:02X}{blue:02X}");
    begin(xml, bounds);
    match &mark.shape {
        Shape::Rectangle { .. } | Shape::Words { .. } => {
            xml.constant(RECTANGLE);
        }
        Shape::Dot { .. } => {
            xml.constant(r#"<a:prstGeom prst="ellipse"><a:avLst/></a:prstGeom>"#);
        }
        Shape::Line { points, .. } => {
            let steps = points.iter().enumerate();
            let steps = steps.map(|(at, point)| match at {
                0 => ("a:moveTo", vec![*point]),
                _ => ("a:lnTo", vec![*point]),
            });
            path(xml, steps, bounds, scale);
        }
        Shape::Ribbon { x, left, right } => {
            let middle = (x[0] + x[1]) / 2.0;
            let bend = |from: f32, to: f32, end: f32| {
                let points = vec![[middle, from], [middle, to], [end, to]];
                ("a:cubicBezTo", points)
            };
            let steps = [
                ("a:moveTo", vec![[x[0], left[0]]]),
                bend(left[0], right[0], x[1]),
                ("a:lnTo", vec![[x[1], right[1]]]),
                bend(right[1], left[1], x[0]),
            ];
            path(xml, steps, bounds, scale);
        }
    }
    let fill = |xml: &mut Xml| {
        xml.open("a:solidFill", &[]);
        xml.empty("a:srgbClr", &[("val", &colour)]);
        xml.close();
    };
    match &mark.shape {
        Shape::Words { .. } => xml.constant("<a:noFill/>"),
        Shape::Line { weight, .. } => {
            xml.constant("<a:noFill/>");
            xml.open("a:ln", &[("w", &units(weight * scale))]);
            fill(xml);
            xml.close();
        }
        _ => fill(xml),
    }
    xml.constant("</wps:spPr>");
    words(xml, &mark.shape, &colour, scale);
    xml.constant(END);
}

/// Begins a shape.
fn begin(xml: &mut Xml, bounds: [f32; 4]) {
    xml.constant(r#"<wps:wsp><wps:cNvPr id="0" name=""/><wps:cNvSpPr/><wps:spPr><a:xfrm>"#);
    place(xml, ["a:off", "a:ext"], bounds);
    xml.constant("</a:xfrm>");
}

/// The left and upper edge of a shape, its width and its height; words have room to spare
/// within the drawing's width.
fn bounds(shape: &Shape, measure: f32) -> [f32; 4] {
    let around = |points: &[[f32; 2]]| {
        let edge = |at: usize, pick: fn(f32, f32) -> f32| {
            let own = points.iter().map(|point| point[at]);
            own.reduce(pick).unwrap_or_default()
        };
        let [x, y] = [0, 1].map(|at| edge(at, f32::min));
        [x, y, edge(0, f32::max) - x, edge(1, f32::max) - y]
    };
    match shape {
        Shape::Rectangle {
            x,
            y,
            width,
            height,
        } => [*x, *y, *width, *height],
        Shape::Line { points, .. } => around(points),
        Shape::Ribbon { x, left, right } => {
            let ends = [[x[0], left[0]], [x[0], left[1]], [x[1], right[0]]];
            around(&[ends[0], ends[1], ends[2], [x[1], right[1]]])
        }
        Shape::Dot { x, y, radius } => [x - radius, y - radius, radius * 2.0, radius * 2.0],
        Shape::Words {
            x,
            y,
            anchor,
            size,
            words,
            ..
        } => {
            let (own, spare) = (ems(words) * size, size * 2.0);
            let [before, after] = match anchor {
                Anchor::Start => [0.0, 1.0],
                Anchor::Middle => [0.5, 0.5],
                Anchor::End => [1.0, 0.0],
            };
            let room = [x / before, (measure - x) / after]
                .into_iter()
                .fold(own + spare, f32::min);
            let width = room.max(own);
            let left = x - width * before;
            // Four fifths of a line of exact height stand above the base line.
            [left, y - size, width, size * 1.25]
        }
    }
}

/// Writes where something lies, and how large it is.
pub(super) fn place(xml: &mut Xml, [offset, extent]: [&'static str; 2], bounds: [f32; 4]) {
    let [x, y, width, height] = bounds.map(units);
    xml.empty(offset, &[("x", &x), ("y", &y)]);
    xml.empty(extent, &[("cx", &width), ("cy", &height)]);
}

/// Writes an outline, step by step.
fn path(
    xml: &mut Xml,
    steps: impl IntoIterator<Item = (&'static str, Vec<[f32; 2]>)>,
    [left, top, width, height]: [f32; 4],
    scale: f32,
) {
    xml.constant("<a:custGeom><a:pathLst>");
    // A line that lies or stands has no height or no width, but a path of none is not drawn.
    let [w, h] = [width, height].map(|length| units(length.max(0.1)));
    xml.open("a:path", &[("w", &w), ("h", &h)]);
    for (step, points) in steps {
        xml.open(step, &[]);
        for [x, y] in points {
            let (x, y) = (units(x * scale - left), units(y * scale - top));
            xml.empty("a:pt", &[("x", &x), ("y", &y)]);
        }
        xml.close();
    }
    xml.close();
    xml.constant("</a:pathLst></a:custGeom>");
}

/// Writes the words of a shape.
fn words(xml: &mut Xml, shape: &Shape, colour: &str, scale: f32) {
    let Shape::Words {
        anchor,
        size,
        bold,
        words,
        ..
    } = shape
    else {
        return;
    };
    let half = ((size * scale * 2.0).round() as u32).to_string();
    let line = ((size * scale * 25.0) as u32).to_string();
    xml.constant("<wps:txbx><w:txbxContent><w:p><w:pPr>");
    xml.constant(r#"<w:pStyle w:val="Chart"/>"#);
    xml.empty("w:spacing", &[("w:line", &line), ("w:lineRule", "exact")]);
    xml.value(
        "w:jc",
        match anchor {
            Anchor::Start => "left",
            Anchor::Middle => "center",
            Anchor::End => "right",
        },
    );
    xml.constant("</w:pPr><w:r><w:rPr>");
    if *bold {
        xml.empty("w:b", &[]);
    }
    xml.value("w:color", colour);
    xml.value("w:sz", &half);
    xml.value("w:szCs", &half);
    xml.constant("</w:rPr>");
    xml.words("w:t", &[("xml:space", "preserve")], words);
    xml.constant("</w:r></w:p></w:txbxContent></wps:txbx>");
}

/// A length in points as drawings have it.
fn units(length: f32) -> String {
    ((length * UNITS).round() as i64).to_string()
}
