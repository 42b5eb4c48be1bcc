//! The words of a paragraph: runs, fields, links, what is drawn among them.

use std::rc::Rc;

use super::{body::Reader, seen::UNREAD, styles::Manner, tree::Element};
use crate::{
    published::Block,
    words::{Look, Words, off_the_line},
};

/// Stands around words of a cell that are struck out, which are no figure.
const STRUCK: &str = "~~";
/// So many bytes of hidden words are kept to be quoted.
const MOST_HIDDEN: usize = 1000;

/// How a run is shown.
struct Shown<'a> {
    look: Look,
    hidden: bool,
    /// Above or below the line.
    place: Option<&'a str>,
}

/// A paragraph's words, and what hangs on them.
#[derive(Debug, Default)]
pub(super) struct Line<'a> {
    pub(super) words: Words,
    /// Text boxes that are anchored here.
    pub(super) boxes: Vec<Element<'a>>,
    /// Pictures that stand here.
    pub(super) pictures: Vec<Block>,
    /// Words that are drawn here as a picture.
    pub(super) drawn: Vec<&'a str>,
    /// Notes that are referred to here, with their numbers; comments have none.
    pub(super) notes: Vec<(Option<usize>, Element<'a>)>,
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
    /// A mark for something that is shown here and not read.
    fn unread(&mut self) {
        self.words.push(&UNREAD.to_string(), &Look::default());
        self.unread += 1;
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
                ("m", "oMath") => line.unread(),
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
        let shown = Shown {
            look: Look {
                strong: !line.is_heading && manner.bold.unwrap_or(false),
                emphasis: !line.is_heading && manner.italic.unwrap_or(false),
                link: line.link.clone(),
            },
            hidden: manner.hidden.unwrap_or(false),
            place: properties.and_then(|e| e.value("w:vertAlign")),
        };
        let struck = own("w:strike") || own("w:dstrike");
        self.seen.struck += usize::from(struck && !shown.hidden);
        let mark = if struck && line.in_cell { STRUCK } else { "" };
        line.words.push(mark, &Look::default());
        for element in run.shown() {
            self.piece(element, &shown, line);
        }
        line.words.push(mark, &Look::default());
    }

    /// One thing in a run.
    fn piece(&mut self, element: Element<'a>, shown: &Shown<'a>, line: &mut Line<'a>) {
        match element.name() {
            ("w", "fldChar") => {
                if self.fields.mark(element) {
                    line.unread();
                }
            }
            ("w", "instrText") => self.fields.instruct(&element.text()),
            _ if self.fields.hide() => {}
            ("w", "t") if shown.hidden => {
                if self.seen.hidden.len() < MOST_HIDDEN {
                    self.seen.hidden.push_str(&element.text());
                }
            }
            _ if shown.hidden => {}
            _ => self.seen_piece(element, shown, line),
        }
    }

    /// One thing in a run that is shown.
    fn seen_piece(&mut self, element: Element<'a>, shown: &Shown<'a>, line: &mut Line<'a>) {
        let look = &Look {
            link: shown.look.link.as_ref().or(self.fields.link()).cloned(),
            ..shown.look.clone()
        };
        let words = &mut line.words;
        match element.name() {
            ("w", "t") => words.push(&placed(&element.text(), shown.place), look),
            ("w", "tab" | "ptab") => words.push(" ", look),
            ("w", "br" | "cr") => words.push("\n", look),
            ("w", "noBreakHyphen") => words.push("-", look),
            ("w", "sym") => match symbol(element) {
                Some(symbol) => words.push(&symbol.to_string(), look),
                None => line.unread(),
            },
            ("w", "footnoteReference" | "endnoteReference" | "commentReference") => {
                self.note(element, line);
            }
            ("w", "drawing" | "pict") => self.drawing(element, "", line),
            ("w", "object") => self.object(element, line),
            ("w", "ruby") => self.inline(element, line),
            _ => {}
        }
    }

    fn note(&mut self, element: Element<'a>, line: &mut Line<'a>) {
        match self.notes.take(element) {
            Some((number, note)) => {
                if let Some(number) = number.filter(|_| !line.in_cell) {
                    let mark = format!("［注{number}］");
                    line.words.push(&mark, &Look::default());
                }
                line.notes.push((number, note));
            }
            None if element.is("w:commentReference") => self.seen.comment(""),
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

/// A character of a font, unless only that font knows what it shows.
fn symbol(element: Element<'_>) -> Option<char> {
    let code = u32::from_str_radix(element.attribute("char")?, 16).ok()?;
    let is_own = (0xe000..=0xf8ff).contains(&code);
    char::from_u32(code).filter(|c| !is_own && !c.is_control())
}
