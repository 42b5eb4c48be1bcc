//! A picture within a paragraph.

use super::xml::Xml;

const DRAWING: &str = "http://schemas.openxmlformats.org/drawingml/2006/main";
const PICTURE: &str = "http://schemas.openxmlformats.org/drawingml/2006/picture";

/// Writes a picture; `alt` are the words for those who cannot see it, `size` its width and
/// height in the units of drawings (12700 to the point).
pub(super) fn drawing(xml: &mut Xml, number: usize, alt: &str, id: &str, size: &[String; 2]) {
    let number = number.to_string();
    let name = format!("图片 {number}");
    let extent = [("cx", &*size[0]), ("cy", &*size[1])];
    let own = [("id", &*number), ("name", &*name), ("descr", alt)];
    xml.constant(r#"<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">"#);
    xml.empty("wp:extent", &extent);
    xml.empty("wp:docPr", &own);
    xml.constant("<wp:cNvGraphicFramePr>");
    let locks = [("xmlns:a", DRAWING), ("noChangeAspect", "1")];
    xml.empty("a:graphicFrameLocks", &locks);
    xml.constant("</wp:cNvGraphicFramePr>");
    xml.open("a:graphic", &[("xmlns:a", DRAWING)]);
    xml.open("a:graphicData", &[("uri", PICTURE)]);
    xml.open("pic:pic", &[("xmlns:pic", PICTURE)]);
    xml.constant("<pic:nvPicPr>");
    xml.empty("pic:cNvPr", &own);
    xml.constant("<pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>");
    xml.empty("a:blip", &[("r:embed", id)]);
    xml.constant("<a:stretch><a:fillRect/></a:stretch></pic:blipFill>");
    xml.constant(r#"<pic:spPr><a:xfrm><a:off x="0" y="0"/>"#);
    xml.empty("a:ext", &extent);
    xml.constant(r#"</a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>"#);
    for _ in 0..3 {
        xml.close();
    }
    xml.constant("</wp:inline></w:drawing></w:r>");
}
