//! What is drawn among words: pictures, text boxes, objects of other programs.

use super::{body::Reader, line::Line, tree::Element};
use crate::words::{Look, PICTURE, one_line, picture};

/// What objects of other programs leave in a cell.
const OBJECT: &str = "［嵌入的对象］";
/// A picture's description is cut after so many characters.
const LONGEST: usize = 200;

impl<'a> Reader<'a> {
    /// What is drawn: the text boxes and pictures in it. `alt` describes it.
    pub(super) fn drawing(&mut self, element: Element<'a>, alt: &'a str, line: &mut Line<'a>) {
        let alt = described(element).unwrap_or(alt);
        for inner in element.shown() {
            match inner.name() {
                ("w", "txbxContent") if self.is_of_chart(inner) => {}
                ("w", "txbxContent") => line.boxes.push(inner),
                ("pic", "pic") | ("v", "imagedata") => self.picture(inner, alt, line),
                _ => self.drawing(inner, alt, line),
            }
        }
    }

    /// Whether words are those of a chart, as this program styles them.
    fn is_of_chart(&self, content: Element<'a>) -> bool {
        let style = content.find(&["w:p", "w:pPr", "w:pStyle"]);
        let style = style.and_then(|style| style.attribute("val"));
        self.styles.is_named(style, &["年报图表文字"])
    }

    fn picture(&mut self, element: Element<'a>, alt: &'a str, line: &mut Line<'a>) {
        self.seen.pictures += 1;
        if line.in_cell {
            return line.words.push(PICTURE, &Look::default());
        }
        let alt = match described(element) {
            Some(own) if alt.is_empty() => own,
            _ => alt,
        };
        let alt = one_line(alt).replace(['[', ']'], "");
        let alt: String = alt.chars().take(LONGEST).collect();
        line.pictures.push(picture(&alt, "在 Word 文件里"));
    }

    /// An object of another program, with the text boxes in the picture that stands for it.
    pub(super) fn object(&mut self, element: Element<'a>, line: &mut Line<'a>) {
        self.seen.objects += 1;
        if line.in_cell {
            line.words.push(OBJECT, &Look::default());
        }
        line.boxes.extend(element.every("w:txbxContent"));
    }
}

/// What a drawing says of itself.
fn described(element: Element<'_>) -> Option<&str> {
    let properties = |inner: &Element<'_>| matches!(inner.name().1, "docPr" | "cNvPr");
    let inner = element.elements().filter(properties);
    std::iter::once(element).chain(inner).find_map(|element| {
        let mut texts = ["descr", "alt"]
            .iter()
            .filter_map(|name| element.attribute(name));
        texts.find(|text| !text.trim().is_empty())
    })
}
