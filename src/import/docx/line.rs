//! The words of a paragraph: runs, fields, links, what is drawn among them.

use super::{
    body::Reader,
    xml::{Element, Node},
};
use crate::import::words::{Look, Words};

/// Fields within one another, at the most.
const DEEPEST_FIELD: usize = 32;

/// An address is cut after so many bytes of a field's instruction.
const LONGEST_INSTRUCTION: usize = 4000;

/// A field that has begun and not ended.
#[derive(Debug, Default)]
pub(super) struct Field {
    instruction: String,
    /// The result has begun.
    shows: bool,
    /// Where the result leads.
    link: Option<String>,
}

/// A paragraph's words, and what hangs on them.
#[derive(Debug, Default)]
pub(super) struct Line<'a> {
    pub(super) words: Words,
    /// Text boxes that are anchored here.
    pub(super) boxes: Vec<&'a Element>,
    /// Notes that are referred to here, with their numbers.
    pub(super) notes: Vec<(usize, &'a Element)>,
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
                    self.has_changes = true;
                    self.inline(element, line);
                }
                "w:del" | "w:moveFrom" => self.has_changes = true,
                "mc:AlternateContent" => {
                    if let Some(chosen) = chosen(element) {
                        self.inline(chosen, line);
                    }
                }
                "m:t" => line.words.push(&element.text(), &Look::default()),
                "w:pPr" | "w:rPr" | "w:rt" | "w:rubyPr" | "w:sdtPr" | "w:sdtEndPr" | "m:rPr" => {}
                // w:sdt, w:smartTag, w:fldSimple, m:oMath and the like hold runs.
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
        for node in &run.nodes {
            if let Node::Element(element) = node {
                self.piece(element, &look, hidden, line);
            }
        }
    }

    /// One thing in a run.
    fn piece(&mut self, element: &'a Element, look: &Look, hidden: bool, line: &mut Line<'a>) {
        if self.fields.iter().any(|field| !field.shows) || hidden {
            match element.name.as_str() {
                "w:fldChar" => self.field(element),
                "w:instrText" => self.instruct(&element.text()),
                _ => {}
            }
            return;
        }
        let link = self
            .fields
            .iter()
            .rev()
            .find_map(|field| field.link.as_ref());
        let look = &Look {
            link: look.link.as_ref().or(link).cloned(),
            ..look.clone()
        };
        let words = &mut line.words;
        match element.name.as_str() {
            "w:t" => words.push(&element.text().replace(['\n', '\r', '\t'], " "), look),
            "w:tab" | "w:ptab" => words.push(" ", look),
            "w:br" => match element.attribute("type") {
                None | Some("textWrapping") => words.push("\n", look),
                Some(_) => {}
            },
            "w:cr" => words.push("\n", look),
            "w:noBreakHyphen" => words.push("-", look),
            "w:sym" => {
                let symbol = self.symbol(element);
                line.words.push(symbol.encode_utf8(&mut [0; 4]), look);
            }
            "w:fldChar" => self.field(element),
            "w:footnoteReference" | "w:endnoteReference" => self.note(element, line),
            "w:drawing" | "w:pict" => self.drawing(element, line),
            "w:object" => {
                self.objects += 1;
                self.drawing(element, line);
            }
            "w:ruby" => self.inline(element, line),
            "mc:AlternateContent" => {
                for inner in chosen(element).into_iter().flat_map(Element::elements) {
                    self.piece(inner, look, hidden, line);
                }
            }
            _ => {}
        }
    }

    fn field(&mut self, element: &Element) {
        match element.attribute("fldCharType") {
            Some("begin") if self.fields.len() < DEEPEST_FIELD => {
                self.fields.push(Field::default())
            }
            Some("separate") => {
                if let Some(field) = self.fields.last_mut() {
                    field.shows = true;
                    field.link = address(&field.instruction);
                }
            }
            Some("end") => {
                self.fields.pop();
            }
            _ => {}
        }
    }

    fn instruct(&mut self, words: &str) {
        if let Some(field) = self.fields.last_mut()
            && field.instruction.len() + words.len() < LONGEST_INSTRUCTION
        {
            field.instruction.push_str(words);
        }
    }

    fn note(&mut self, element: &'a Element, line: &mut Line<'a>) {
        if let Some((number, note)) = self.notes.take(element) {
            if !line.in_cell {
                line.words
                    .push(&format!("［注{number}］"), &Look::default());
            }
            line.notes.push((number, note));
        }
    }

    /// What is drawn: the text boxes and pictures in it.
    fn drawing(&mut self, element: &'a Element, line: &mut Line<'a>) {
        for inner in element.elements() {
            match inner.name.as_str() {
                "w:txbxContent" => line.boxes.push(inner),
                "pic:pic" | "v:imagedata" => self.pictures += 1,
                "mc:AlternateContent" => {
                    if let Some(chosen) = chosen(inner) {
                        self.drawing(chosen, line);
                    }
                }
                _ => self.drawing(inner, line),
            }
        }
    }

    /// A character of a symbol font.
    fn symbol(&mut self, element: &Element) -> char {
        let code = element.attribute("char").unwrap_or_default();
        let code = u32::from_str_radix(code, 16).unwrap_or_default();
        let font = element.attribute("font").unwrap_or_default().to_lowercase();
        let known = match (font.as_str(), code & 0xff) {
            _ if !(0xe000..=0xf8ff).contains(&code) => char::from_u32(code),
            ("wingdings", 0x6c) => Some('●'),
            ("wingdings", 0x6e) => Some('■'),
            ("wingdings", 0x6f | 0x71 | 0xa8) => Some('□'),
            ("wingdings", 0x76) => Some('❖'),
            ("wingdings", 0x9f) => Some('•'),
            ("wingdings", 0xd8) => Some('➢'),
            ("wingdings", 0xfb) => Some('✗'),
            ("wingdings", 0xfc) => Some('✓'),
            ("wingdings", 0xfd) => Some('☒'),
            ("wingdings", 0xfe) => Some('☑'),
            ("wingdings 2", 0x52) => Some('☑'),
            ("wingdings 2", 0x50) => Some('✓'),
            ("wingdings 2", 0xa3) => Some('□'),
            ("symbol", 0xb7) => Some('•'),
            ("symbol", 0xb4) => Some('×'),
            ("symbol", 0xb1) => Some('±'),
            _ => None,
        };
        known.filter(|c| !c.is_control()).unwrap_or_else(|| {
            self.symbols += 1;
            '□'
        })
    }
}

/// The part of a choice that is read: one of them only.
pub(super) fn chosen(element: &Element) -> Option<&Element> {
    let has_content = |e: &&Element| e.elements().next().is_some();
    element
        .elements()
        .filter(|e| matches!(e.name.as_str(), "mc:Choice" | "mc:Fallback"))
        .find(has_content)
}

/// Where a field leads: `HYPERLINK "address"`.
fn address(instruction: &str) -> Option<String> {
    let rest = instruction.trim_start().strip_prefix("HYPERLINK")?;
    let quoted = rest.trim_start().strip_prefix('"')?;
    Some(quoted.split('"').next()?.to_owned())
}
