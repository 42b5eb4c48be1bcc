//! Pictures: within a paragraph of words, or in one of their own with a caption below it.

use super::{
    body::{Shape, Writer},
    package::{Part, Relations},
    page::{BODY, MEASURE},
    runs::{self, Manner},
    shapes::{self, Named},
    styles::INDENT,
    xml::Xml,
};
use crate::{pdf, pictures};
use document::{Caption, Figure, Image, Inline};

const PICTURE: &str = "http://schemas.openxmlformats.org/drawingml/2006/picture";
/// The size of running text.
const TEXT: f32 = 16.0;

/// The type area in points, without what is to the left of the words.
fn area(left: u32) -> [f32; 2] {
    [(MEASURE - left) as f32 / 20.0, BODY as f32 / 20.0]
}

/// What pictures may take among words that stand in so far. One that takes a whole line
/// leaves no place for a character beside it; the first one stands behind the indent.
pub(super) fn room(content: &[Inline], left: u32) -> [f32; 2] {
    match content.first() {
        Some(Inline::Picture(_)) => area(left + INDENT),
        _ => area(left),
    }
}

/// Whether a picture among words is higher than a line, which must then grow.
pub(super) fn is_high(content: &[Inline]) -> bool {
    content.iter().any(|inline| match inline {
        Inline::Picture(image) => pdf::picture_size(image)
            .is_ok_and(|pixels| pictures::among_words(pixels, TEXT, Some(area(0)))[1] > TEXT),
        Inline::Strong(content) | Inline::Emphasis(content) | Inline::Link { content, .. } => {
            is_high(content)
        }
        _ => false,
    })
}

/// Writes a picture among words of a size in points.
pub(super) fn among_words(
    xml: &mut Xml,
    image: &Image,
    (size, room): (f32, Option<[f32; 2]>),
    relations: &mut Relations,
) {
    if let Some((number, id, pixels)) = taken(image, relations) {
        let size = pictures::among_words(pixels, size, room);
        picture(xml, (number, &id), image.words(), size);
    }
}

impl Writer<'_> {
    /// A picture in a paragraph of its own, kept with its caption.
    pub(super) fn figure(&mut self, figure: &Figure, keep: bool) {
        let Some((number, id, pixels)) = taken(&figure.image, &mut self.relations) else {
            return;
        };
        let picture = Shape::of("Picture", keep || figure.caption.is_some());
        self.paragraph(&picture, |writer| {
            let size = pictures::alone(pixels, area(0));
            self::picture(&mut writer.xml, (number, &id), figure.image.words(), size);
        });
        if let Some(caption) = &figure.caption {
            self.caption(caption, &Shape::of("Caption", keep));
        }
    }

    /// A caption as Word makes them: its number is a field that Word counts on.
    fn caption(&mut self, caption: &Caption, shape: &Shape) {
        self.paragraph(shape, |writer| {
            let xml = &mut writer.xml;
            let mut words = caption.to_string();
            if let Some(number) = caption.number {
                runs::run(xml, "图", Manner::default());
                let number = number.to_string();
                xml.open("w:fldSimple", &[("w:instr", r" SEQ 图 \* ARABIC ")]);
                runs::run(xml, &number, Manner::default());
                xml.close();
                words = words.split_off("图".len() + number.len());
            }
            runs::run(xml, &words, Manner::default());
        });
    }
}

/// Takes a picture into the file: its number, its identifier and how many pixels it has.
fn taken(image: &Image, relations: &mut Relations) -> Option<(usize, String, [u32; 2])> {
    let pixels = match pdf::picture_size(image) {
        Ok(pixels) => pixels,
        Err(error) => {
            relations.refused.get_or_insert(error);
            return None;
        }
    };
    let number = relations.number();
    let extension = match *image.bytes {
        [0xff, ..] => "jpeg",
        _ => "png",
    };
    let name = format!("media/{number}.{extension}");
    let id = relations.part("image", &name);
    relations.pictures.push(Part {
        name,
        kind: "image",
        bytes: image.bytes.to_vec(),
    });
    Some((number, id, pixels))
}

/// Writes a picture; `alt` are the words for those who cannot see it, `size` its width and
/// height in points.
fn picture(xml: &mut Xml, (number, id): (usize, &str), alt: &str, size: [f32; 2]) {
    let kind = "图片";
    let named = Named { number, kind, alt };
    xml.open("w:r", &[]);
    shapes::inline(xml, named, size, PICTURE, |xml| {
        xml.open("pic:pic", &[("xmlns:pic", PICTURE)]);
        xml.constant("<pic:nvPicPr>");
        let (number, name) = (number.to_string(), named.to_string());
        let own = [("id", &*number), ("name", &*name), ("descr", alt)];
        xml.empty("pic:cNvPr", &own);
        xml.constant("<pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>");
        xml.empty("a:blip", &[("r:embed", id)]);
        xml.constant("<a:stretch><a:fillRect/></a:stretch></pic:blipFill>");
        xml.constant("<pic:spPr><a:xfrm>");
        shapes::place(xml, ["a:off", "a:ext"], [0.0; 2], size);
        xml.constant(r#"</a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>"#);
        xml.close();
    });
    xml.close();
}
