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
    chart::pages,
    drawing::{Anchor, Drawing, Mark, Shape, Words, ems},
};
use document::Chart;

const MAIN: &str = "http://schemas.openxmlformats.org/drawingml/2006/main";
const CHOICE: &str = "http://schemas.openxmlformats.org/markup-compatibility/2006";
const GROUP: &str = "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup";
const SHAPE: &str = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape";
/// The units of drawings to a point.
const UNITS: f32 = 12_700.0;

/// The outlines that Word has names for.
const RECTANGLE: &str = r#"<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>"#;
const ELLIPSE: &str = r#"<a:prstGeom prst="ellipse"><a:avLst/></a:prstGeom>"#;

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

/// Writes what frames a drawing of a size in points; `uri` says what fills it.
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
        for (chart, drawing) in pages(chart, measure, room) {
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
    let kind = "图表";
    let named = Named { number, kind, alt };
    xml.open("w:r", &[]);
    // Word 2007 knows no shapes but its own old ones.
    xml.open("mc:AlternateContent", &[("xmlns:mc", CHOICE)]);
    let spaces = [("xmlns:wpg", GROUP), ("xmlns:wps", SHAPE)];
    xml.open("mc:Choice", &[("Requires", "wpg"), spaces[0], spaces[1]]);
    inline(xml, named, size, GROUP, |xml| {
        xml.constant("<wpg:wgp><wpg:cNvGrpSpPr/><wpg:grpSpPr><a:xfrm>");
        place(xml, ["a:off", "a:ext"], [0.0; 2], size);
        place(xml, ["a:chOff", "a:chExt"], [0.0; 2], size);
        xml.constant("</a:xfrm></wpg:grpSpPr>");
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
    let [red, green, blue] = drawing.colour(mark.tone);
    let colour = format!("{red:02X}{green:02X}{blue:02X}");
    xml.constant(r#"<wps:wsp><wps:cNvPr id="0" name=""/><wps:cNvSpPr/><wps:spPr>"#);
    match &mark.shape {
        Shape::Rectangle { corner, size } => outline(xml, RECTANGLE, *corner, *size, scale),
        Shape::Dot { middle, radius } => {
            let corner = middle.map(|length| length - radius);
            outline(xml, ELLIPSE, corner, [radius * 2.0; 2], scale);
        }
        Shape::Line { points, .. } => {
            let steps = points.iter().enumerate().map(|(at, point)| match at {
                0 => ("a:moveTo", vec![*point]),
                _ => ("a:lnTo", vec![*point]),
            });
            path(xml, drawing, steps, scale);
        }
        Shape::Ribbon { x, left, right } => {
            let middle = (x[0] + x[1]) / 2.0;
            let bend = |from, to, end| {
                let points = vec![[middle, from], [middle, to], [end, to]];
                ("a:cubicBezTo", points)
            };
            let steps = [
                ("a:moveTo", vec![[x[0], left[0]]]),
                bend(left[0], right[0], x[1]),
                ("a:lnTo", vec![[x[1], right[1]]]),
                bend(right[1], left[1], x[0]),
            ];
            path(xml, drawing, steps, scale);
        }
        Shape::Words(words) => {
            let (corner, size) = room_of(words, drawing.width);
            outline(xml, RECTANGLE, corner, size, scale);
        }
    }
    match &mark.shape {
        Shape::Words(_) => xml.constant("<a:noFill/>"),
        Shape::Line { weight, .. } => {
            xml.constant("<a:noFill/>");
            xml.open("a:ln", &[("w", &units(weight * scale))]);
            fill(xml, &colour);
            xml.close();
        }
        _ => fill(xml, &colour),
    }
    xml.constant("</wps:spPr>");
    if let Shape::Words(own) = &mark.shape {
        words(xml, own, &colour, scale);
    }
    xml.constant(r#"<wps:bodyPr lIns="0" tIns="0" rIns="0" bIns="0"><a:noAutofit/></wps:bodyPr>"#);
    xml.constant("</wps:wsp>");
}

/// Where words lie, with room to spare within the drawing's width.
fn room_of(own: &Words, measure: f32) -> ([f32; 2], [f32; 2]) {
    let [x, y] = own.at;
    let least = ems(&own.words) * own.size;
    let most = match own.anchor {
        Anchor::Start => measure - x,
        Anchor::Middle => 2.0 * x.min(measure - x),
        Anchor::End => x,
    };
    let width = most.min(least + own.size * 2.0).max(least);
    // Four fifths of a line of exact height stand above the base line.
    let corner = [x - own.before(width), y - own.size];
    (corner, [width, own.size * 1.25])
}

/// Writes where a shape lies, and what it is.
fn outline(xml: &mut Xml, kind: &'static str, corner: [f32; 2], size: [f32; 2], scale: f32) {
    let scaled = |lengths: [f32; 2]| lengths.map(|length| length * scale);
    xml.open("a:xfrm", &[]);
    place(xml, ["a:off", "a:ext"], scaled(corner), scaled(size));
    xml.close();
    xml.constant(kind);
}

/// Writes a path over the whole drawing, step by step.
fn path(
    xml: &mut Xml,
    drawing: &Drawing,
    steps: impl IntoIterator<Item = (&'static str, Vec<[f32; 2]>)>,
    scale: f32,
) {
    let size = [drawing.width, drawing.height];
    outline(xml, "<a:custGeom><a:pathLst>", [0.0; 2], size, scale);
    let [width, height] = size.map(units);
    xml.open("a:path", &[("w", &width), ("h", &height)]);
    for (step, points) in steps {
        xml.open(step, &[]);
        for [x, y] in points {
            xml.empty("a:pt", &[("x", &units(x)), ("y", &units(y))]);
        }
        xml.close();
    }
    xml.close();
    xml.constant("</a:pathLst></a:custGeom>");
}

fn fill(xml: &mut Xml, colour: &str) {
    xml.open("a:solidFill", &[]);
    xml.empty("a:srgbClr", &[("val", colour)]);
    xml.close();
}

/// Writes words into their shape.
fn words(xml: &mut Xml, own: &Words, colour: &str, scale: f32) {
    let size = own.size * scale;
    let [half, line] = [size * 2.0, size * 25.0].map(|length| (length.round() as u32).to_string());
    xml.constant(r#"<wps:txbx><w:txbxContent><w:p><w:pPr><w:pStyle w:val="Chart"/>"#);
    xml.empty("w:spacing", &[("w:line", &line), ("w:lineRule", "exact")]);
    let side = match own.anchor {
        Anchor::Start => "left",
        Anchor::Middle => "center",
        Anchor::End => "right",
    };
    xml.value("w:jc", side);
    xml.constant("</w:pPr><w:r><w:rPr>");
    xml.constant(if own.bold { "<w:b/>" } else { "" });
    xml.value("w:color", colour);
    xml.value("w:sz", &half);
    xml.value("w:szCs", &half);
    xml.constant("</w:rPr>");
    xml.words("w:t", &[("xml:space", "preserve")], &own.words);
    xml.constant("</w:r></w:p></w:txbxContent></wps:txbx>");
}

/// Writes where something lies, and how large it is.
pub(super) fn place(
    xml: &mut Xml,
    [offset, extent]: [&'static str; 2],
    corner: [f32; 2],
    size: [f32; 2],
) {
    let ([x, y], [width, height]) = (corner.map(units), size.map(units));
    xml.empty(offset, &[("x", &x), ("y", &y)]);
    xml.empty(extent, &[("cx", &width), ("cy", &height)]);
}

/// A length in points as drawings have it.
fn units(length: f32) -> String {
    ((length * UNITS) as i64).to_string()
}
