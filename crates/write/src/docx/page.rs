//! The page after GB/T 9704—2012.

use super::{body::Writer, xml::Xml};

/// The width of the type area, 156 mm, in twentieths of a point.
pub(super) const MEASURE: u32 = 8845;
/// The height of the type area, 225 mm, in twentieths of a point.
pub(super) const BODY: u32 = 12756;

/// The parts that a page refers to, by their identifiers.
#[derive(Debug)]
pub(super) struct Marks {
    /// The foot of odd pages, then that of even ones.
    pub(super) feet: [String; 2],
    /// The head of odd pages and that of even ones, for a draft.
    pub(super) heads: Option<[String; 2]>,
}

impl Writer<'_> {
    /// Goes on a new page where those before do not lie like what follows.
    pub(super) fn turn(&mut self, turned: bool) {
        if self.turned != turned {
            let xml = &mut self.xml;
            xml.constant(r#"<w:p><w:pPr><w:spacing w:line="20" w:lineRule="exact"/>"#);
            self.section();
            self.xml.constant("</w:pPr></w:p>");
            self.turned = turned;
        }
    }

    /// Ends a section: the measures of its pages.
    pub(super) fn section(&mut self) {
        let notes = !self.relations.notes.is_empty();
        section(&mut self.xml, &self.marks, notes, self.turned);
    }
}

/// The measures of pages; turned ones lie on their side.
fn section(xml: &mut Xml, marks: &Marks, notes: bool, turned: bool) {
    xml.open("w:sectPr", &[]);
    let sides = ["default", "even"];
    for (side, id) in sides.iter().zip(marks.heads.iter().flatten()) {
        xml.empty("w:headerReference", &[("w:type", side), ("r:id", id)]);
    }
    for (side, id) in sides.iter().zip(&marks.feet) {
        xml.empty("w:footerReference", &[("w:type", side), ("r:id", id)]);
    }
    if notes {
        // ① ② ③, as in print.
        xml.constant(r#"<w:footnotePr><w:numFmt w:val="decimalEnclosedCircle"/></w:footnotePr>"#);
    }
    // 37 mm above, 28 mm at the left; what is left of the paper at the others.
    match turned {
        false => {
            xml.constant(r#"<w:pgSz w:w="11906" w:h="16838"/>"#);
            xml.constant(r#"<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1587" "#);
        }
        true => {
            xml.constant(r#"<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>"#);
            xml.constant(r#"<w:pgMar w:top="1587" w:right="2098" w:bottom="1474" w:left="1984" "#);
        }
    }
    xml.constant(r#"w:header="851" w:footer="1400" w:gutter="0"/>"#);
    xml.constant(r#"<w:cols w:space="720"/><w:docGrid w:linePitch="579"/>"#);
    xml.close();
}
