//! The words of a paragraph: runs, fields, links, what is drawn among them.

use super::{body::Reader, drawing::chosen, xml::Element};
use crate::read::{
    published::Paragraph,
    words::{Look, Words, off_the_line},
};

/// Stands around words of a cell that are struck out, which are no figure.
const STRUCK: &str = "~~";
/// So many bytes of hidden words are kept to be quoted.
const MOST_HIDDEN: usize = 1000;

/// How a run is shown.
struct Shown<'e> {
    look: Look,
    hidden: bool,
    /// Above or below the line.
    place: Option<&'e str>,
}

/// A paragraph's words, and what hangs on them.
#[derive(Debug, Default)]
pub(super) struct Line<'a> {
    pub(super) words: Words,
    /// Text boxes that are anchored here.
    pub(super) boxes: Vec<&'a Element>,
    /// Pictures that stand here.
    pub(super) pictures: Vec<Paragraph>,
    /// Words that are drawn here as a picture.
    pub(super) drawn: Vec<String>,
    /// Notes that are referred to here, with their numbers; comments have none.
    pub(super) notes: Vec<(Option<usize>, &'a Element)>,
    /// The paragraph's style.
    pub(super) style: Option<&'a str>,
    /// Emphasis is the heading's, not the words'.
    pub(super) is_heading: bool,
    /// In a cell of a table, where notes leave no mark: it would look like a figure.
    pub(super) in_cell: bool,
    /// Where the words lead that come now.
    pub(super) link: Option<String>,
}

impl<'a> Reader<'a> {
    /// The words below an element.
    pub(super) fn inline(&mut self, parent: &'a Element, line: &mut Line<'a>) {
        for element in parent.elements() {
            match element.name.as_str() {
                "w:r" => self.run(element, line),
                "w:hyperlink" => self.hyperlink(element, line),
                "w:ins" | "w:moveTo" => {
                    self.seen.changes = true;
                    self.inline(element, line);
                }
                "w:del" | "w:moveFrom" => self.seen.changes = true,
                "mc:AlternateContent" => {
                    if let Some(chosen) = chosen(element) {
                        self.inline(chosen, line);
                    }
                }
                "m:oMath" => self.formula(element, line),
                "w:pPr" | "w:rPr" | "w:rt" | "w:rubyPr" | "w:sdtPr" | "w:sdtEndPr" => {}
                // w:sdt, w:smartTag, w:fldSimple and the like hold runs.
                _ => self.inline(element, line),
            }
        }
    }

    fn hyperlink(&mut self, element: &'a Element, line: &mut Line<'a>) {
        let relation = element
            .attribute("r:id")
            .and_then(|id| self.relations.get(id));
        let before = line.link.take();
        line.link = relation.map(|relation| relation.target.clone());
        self.inline(element, line);
        line.link = before;
    }

    fn run(&mut self, run: &'a Element, line: &mut Line<'a>) {
        let properties = run.child("w:rPr");
        let own = |name: &str| properties.and_then(|e| e.is_on(name));
        let style = properties.and_then(|e| e.value("w:rStyle"));
        let (styles, above) = (&self.styles, line.style);
        let hidden = own("w:vanish")
            .or_else(|| styles.hidden(style))
            .or_else(|| styles.hidden(above));
        let bold = own("w:b")
            .or_else(|| styles.bold(style))
            .or_else(|| styles.bold(above));
        let italic = own("w:i")
            .or_else(|| styles.italic(style))
            .or_else(|| styles.italic(above));
        let plain = line.is_heading;
        let look = Look {
            strong: !plain && bold.unwrap_or(false),
            emphasis: !plain && italic.unwrap_or(false),
            link: line.link.clone(),
        };
        let hidden = hidden.unwrap_or(false);
        let struck = own("w:strike").unwrap_or(false) || own("w:dstrike").unwrap_or(false);
        let shown = Shown {
            look,
            hidden,
            place: properties.and_then(|e| e.value("w:vertAlign")),
        };
        if struck && !hidden {
            self.seen.struck += 1;
        }
        let mark = if struck && line.in_cell { STRUCK } else { "" };
        line.words.push(mark, &Look::default());
        for element in run.elements() {
            self.piece(element, &shown, line);
        }
        line.words.push(mark, &Look::default());
    }

    /// One thing in a run.
    fn piece(&mut self, element: &'a Element, shown: &Shown<'_>, line: &mut Line<'a>) {
        match element.name.as_str() {
            "w:fldChar" => {
                if let Some(words) = self.fields.mark(element) {
                    line.words.push(&words, &shown.look);
                }
            }
            "w:instrText" => self.fields.instruct(&element.text()),
            _ if self.fields.hide() => {}
            "w:t" if shown.hidden => self.hide(&element.text()),
            _ if shown.hidden => {}
            "mc:AlternateContent" => {
                for inner in chosen(element).into_iter().flat_map(Element::elements) {
                    self.piece(inner, shown, line);
                }
            }
            _ => self.seen_piece(element, shown, line),
        }
    }

    /// One thing in a run that is shown.
    fn seen_piece(&mut self, element: &'a Element, shown: &Shown<'_>, line: &mut Line<'a>) {
        let look = &Look {
            link: shown.look.link.as_ref().or(self.fields.link()).cloned(),
            ..shown.look.clone()
        };
        let words = &mut line.words;
        match element.name.as_str() {
            "w:t" => words.push(&placed(&element.text(), shown.place), look),
            "w:tab" | "w:ptab" => words.push(" ", look),
            "w:br" | "w:cr" => words.push("\n", look),
            "w:noBreakHyphen" => words.push("-", look),
            "w:sym" => {
                let symbol = self.symbol(element);
                line.words.push(symbol.encode_utf8(&mut [0; 4]), look);
            }
            "w:footnoteReference" | "w:endnoteReference" => self.note(element, line),
            "w:commentReference" => self.note(element, line),
            "w:drawing" | "w:pict" => self.drawing(element, "", line),
            "w:object" => self.object(element, line),
            "w:ruby" => self.inline(element, line),
            _ => {}
        }
    }

    fn hide(&mut self, words: &str) {
        if self.seen.hidden.len() < MOST_HIDDEN {
            self.seen.hidden.push_str(words);
        }
    }

    fn note(&mut self, element: &'a Element, line: &mut Line<'a>) {
        match self.notes.take(element) {
            Some((number, note)) => {
                if let Some(number) = number.filter(|_| !line.in_cell) {
                    line.words
                        .push(&format!("［注{number}］"), &Look::default());
                }
                line.notes.push((number, note));
            }
            None if element.name == "w:commentReference" => self.seen.comment(""),
            None => {}
        }
    }
}

/// Words of a run; small digits above or below the line are no digits of a figure.
fn placed(text: &str, place: Option<&str>) -> String {
    let text = text.replace(['\n', '\r', '\t'], " ");
    match place {
        Some("superscript") => off_the_line(&text, true),
        Some("subscript") => off_the_line(&text, false),
        _ => text,
    }
}
