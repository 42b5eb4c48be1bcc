//! The words of a paragraph: runs, fields, links, what is drawn among them.

use std::rc::Rc;

use super::{body::Reader, seen::UNREAD, styles::Manner, tree::Element};
use crate::{
    published::Block,
    words::{Look, Words, off_the_line},
};

/// Stands around words of a cell that are struck out, which are no figure.
const STRUCK: &str = "~~";

/// A paragraph's words, and what hangs on them.
#[derive(Debug, Default)]
pub(super) struct Line<'a> {
    pub(super) words: Words,
    /// Text boxes that are anchored here.
    pub(super) boxes: Vec<Element<'a>>,
    /// Pictures that stand here.
    pub(super) pictures: Vec<Block>,
    /// Notes that are referred to here, with their numbers.
    pub(super) notes: Vec<(usize, Element<'a>)>,
    /// How the paragraph's style sets words.
    pub(super) manner: Manner,
    /// Emphasis is the heading's, not the words'.
    pub(super) is_heading: bool,
    /// In a cell of a table, where notes leave no mark: it would look like a figure.
    pub(super) in_cell: bool,
    /// Where the words lead that come now.
    pub(super) link: Option<Rc<str>>,
    /// How many things stand here as a mark only: formulas, symbols, unusual numbers.
    pub(super) unread: usize,
}

impl Line<'_> {
    /// Marks something that is shown here and not read, if it is.
    fn mark(&mut self, is_unread: bool) {
        if is_unread {
            self.words.push(&UNREAD.to_string(), &Look::default());
            self.unread += 1;
        }
    }
}

impl<'a> Reader<'a> {
    /// The words below an element.
    pub(super) fn inline(&mut self, parent: Element<'a>, line: &mut Line<'a>) {
        for element in parent.shown() {
            match element.name() {
                ("w", "r") => self.run(element, line),
                ("w", "hyperlink") => {
                    let id = element.attribute("r:id");
                    let relation = id.and_then(|id| self.relations.get(id));
                    let link = relation.map(|relation| Rc::from(&*relation.target));
                    let before = std::mem::replace(&mut line.link, link);
                    self.inline(element, line);
                    line.link = before;
                }
                ("m", "oMath") => line.mark(true),
                ("w", "pPr" | "rPr" | "rt" | "rubyPr" | "sdtPr" | "sdtEndPr") => {}
                // w:fldSimple and the like hold runs.
                _ => self.inline(element, line),
            }
        }
    }

    fn run(&mut self, run: Element<'a>, line: &mut Line<'a>) {
        let properties = run.child("w:rPr");
        let own = |name: &str| properties.and_then(|e| e.is_on(name)).unwrap_or(false);
        let style = properties.and_then(|e| e.value("w:rStyle"));
        let manner = Manner::of(properties)
            .or(self.styles.manner(style))
            .or(line.manner);
        let look = &Look {
            strong: !line.is_heading && manner.bold.unwrap_or(false),
            emphasis: !line.is_heading && manner.italic.unwrap_or(false),
            link: line.link.clone(),
        };
        let is_hidden = manner.hidden.unwrap_or(false);
        let place = properties.and_then(|e| e.value("w:vertAlign"));
        let is_struck = !is_hidden && (own("w:strike") || own("w:dstrike"));
        self.seen.struck += usize::from(is_struck);
        let mark = if is_struck && line.in_cell {
            STRUCK
        } else {
            ""
        };
        line.words.push(mark, &Look::default());
        for element in run.shown() {
            match element.name() {
                ("w", "fldChar") => line.mark(self.fields.mark(element)),
                ("w", "instrText") => self.fields.instruct(&element.text()),
                _ if self.fields.hide() => {}
                ("w", "t") if is_hidden => self.seen.hide(&element.text()),
                _ if is_hidden => {}
                ("w", "t") => line.words.push(&placed(&element.text(), place), look),
                ("w", "tab" | "ptab") => line.words.push(" ", look),
                ("w", "br" | "cr") => line.words.push("\n", look),
                ("w", "noBreakHyphen") => line.words.push("-", look),
                ("w", "sym") => match symbol(element) {
                    Some(symbol) => line.words.push(&symbol.to_string(), look),
                    None => line.mark(true),
                },
                ("w", "footnoteReference" | "endnoteReference") => self.note(element, line),
                ("w", "commentReference") => self.seen.comments += 1,
                ("w", "drawing" | "pict") => self.drawing(element, "", line),
                ("w", "object") => self.object(element, line),
                ("w", "ruby") => self.inline(element, line),
                _ => {}
            }
        }
        line.words.push(mark, &Look::default());
    }

    fn note(&mut self, reference: Element<'a>, line: &mut Line<'a>) {
        if let Some((number, note)) = self.notes.take(reference) {
            if !line.in_cell {
                let mark = format!("［注{number}］");
                line.words.push(&mark, &Look::default());
            }
            line.notes.push((number, note));
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

/// A character of a font, unless only that font knows what it shows.
fn symbol(element: Element<'_>) -> Option<char> {
    let code = u32::from_str_radix(element.attribute("char")?, 16).ok()?;
    let is_own = (0xe000..=0xf8ff).contains(&code);
    char::from_u32(code).filter(|c| !is_own && !c.is_control())
}
