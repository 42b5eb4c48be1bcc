//! Fonts: what codes mean and how far they go.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Object};

use super::{
    cmap::{ToUnicode, utf16, value},
    names,
};

/// Widths of so many codes are kept at most.
const MOST_WIDTHS: usize = 100_000;

/// Streams that fonts need are so large at most.
pub(super) const LARGEST_MAP: usize = 4 << 20;

/// How codes stand in a string.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Coding {
    /// One byte a code.
    Byte,
    /// Two bytes a code, whose meaning only the font knows.
    Pair,
    /// UTF-16.
    Utf16,
    /// GBK: one or two bytes.
    Gbk,
}

/// A font as far as its words matter.
#[derive(Debug)]
pub(super) struct Font {
    coding: Coding,
    to_unicode: ToUnicode,
    /// The characters of single bytes.
    bytes: Vec<Option<String>>,
    widths: BTreeMap<u32, f64>,
    default_width: f64,
    /// Thousandths, but for fonts that are drawn as programs.
    scale: f64,
    /// The face is a bold one.
    pub(super) is_bold: bool,
    /// Its lines go down.
    pub(super) is_vertical: bool,
}

/// A code of a string: its characters and its width, in parts of the size.
pub(super) struct Shown {
    pub(super) text: Option<String>,
    pub(super) width: f64,
    /// It is a blank of one byte, which word spacing widens.
    pub(super) is_blank: bool,
}

impl Font {
    /// Reads a font.
    pub(super) fn read(document: &Document, font: &Dictionary) -> Self {
        let get = |key: &[u8]| font.get_deref(key, document).ok();
        let name = |object: Option<&Object>| {
            object
                .and_then(|object| object.as_name().ok())
                .unwrap_or_default()
                .to_vec()
        };
        let to_unicode = match get(b"ToUnicode") {
            Some(Object::Stream(stream)) => stream
                .get_plain_content_with_limit(LARGEST_MAP)
                .map(|bytes| ToUnicode::read(&bytes))
                .unwrap_or_default(),
            _ => ToUnicode::default(),
        };
        let subtype = name(get(b"Subtype"));
        let base = String::from_utf8_lossy(&name(get(b"BaseFont"))).to_lowercase();
        let is_bold = ["bold", "black", "heavy", "simhei", "黑体"]
            .iter()
            .any(|word| base.contains(word));
        let mut made = Font {
            coding: Coding::Byte,
            to_unicode,
            bytes: Vec::new(),
            widths: BTreeMap::new(),
            default_width: 1000.0,
            scale: 0.001,
            is_bold,
            is_vertical: false,
        };
        match subtype.as_slice() {
            b"Type0" => made.composite(document, font, &name(get(b"Encoding"))),
            other => {
                if other == b"Type3" {
                    made.scale = type3_scale(document, font);
                }
                made.simple(document, font);
            }
        }
        made
    }

    fn composite(&mut self, document: &Document, font: &Dictionary, encoding: &[u8]) {
        let encoding = String::from_utf8_lossy(encoding).into_owned();
        self.is_vertical = encoding == "V" || encoding.ends_with("-V");
        self.coding = match encoding.as_str() {
            name if name.contains("UCS2") || name.contains("UTF16") => Coding::Utf16,
            name if name.starts_with("GB") => Coding::Gbk,
            _ => Coding::Pair,
        };
        let descendants = font
            .get_deref(b"DescendantFonts", document)
            .and_then(Object::as_array);
        let Ok(Some(descendant)) = descendants.map(|fonts| fonts.first()) else {
            return;
        };
        let Some(descendant) = resolve(document, descendant).and_then(|o| o.as_dict().ok()) else {
            return;
        };
        if let Some(width) = descendant.get_deref(b"DW", document).ok().and_then(number) {
            self.default_width = width;
        }
        if let Ok(Object::Array(widths)) = descendant.get_deref(b"W", document) {
            self.read_widths(document, widths);
        }
    }

    fn read_widths(&mut self, document: &Document, widths: &[Object]) {
        let mut at = 0;
        let item = |at: usize| widths.get(at).and_then(|object| resolve(document, object));
        while let Some(first) = item(at).and_then(number) {
            let first = first as u32;
            match item(at + 1) {
                Some(Object::Array(list)) => {
                    for (further, width) in (0..u32::MAX).zip(list) {
                        let code = first.saturating_add(further);
                        self.width(code, resolve(document, width).and_then(number));
                    }
                    at += 2;
                }
                Some(last) => {
                    let width = item(at + 2).and_then(number);
                    let last = number(last).unwrap_or_default() as u32;
                    for code in first..=last.min(first.saturating_add(0xffff)) {
                        self.width(code, width);
                        if self.widths.len() >= MOST_WIDTHS {
                            return;
                        }
                    }
                    at += 3;
                }
                None => return,
            }
        }
    }

    fn width(&mut self, code: u32, width: Option<f64>) {
        if let Some(width) = width
            && self.widths.len() < MOST_WIDTHS
        {
            self.widths.insert(code, width);
        }
    }

    fn simple(&mut self, document: &Document, font: &Dictionary) {
        let get = |key: &[u8]| font.get_deref(key, document).ok();
        self.default_width = 0.0;
        let first = get(b"FirstChar")
            .and_then(number)
            .unwrap_or_default()
            .max(0.0) as u32;
        match get(b"Widths") {
            Some(Object::Array(widths)) => {
                for (further, width) in (0..256).zip(widths) {
                    let code = first.saturating_add(further);
                    self.width(code, resolve(document, width).and_then(number));
                }
            }
            // The fourteen faces that every reader knows; narrow enough for all of them.
            _ => self.default_width = 500.0,
        }
        let (base, differences) = match get(b"Encoding") {
            Some(Object::Name(name)) => (name.clone(), None),
            Some(Object::Dictionary(encoding)) => {
                let base = encoding.get_deref(b"BaseEncoding", document).ok();
                let base = base
                    .and_then(|base| base.as_name().ok())
                    .unwrap_or_default();
                let changes = encoding.get_deref(b"Differences", document).ok();
                (
                    base.to_vec(),
                    changes.and_then(|changes| changes.as_array().ok()),
                )
            }
            _ => (Vec::new(), None),
        };
        self.bytes = (0..=u8::MAX).map(|byte| names::byte(byte, &base)).collect();
        let mut code = 0;
        for change in differences.into_iter().flatten().take(1024) {
            match resolve(document, change) {
                Some(Object::Name(name)) => {
                    if let Some(place) = self.bytes.get_mut(code) {
                        *place = names::glyph(name);
                    }
                    code += 1;
                }
                Some(other) => code = number(other).unwrap_or_default().max(0.0) as usize,
                None => {}
            }
        }
    }

    /// The codes of a string.
    pub(super) fn shown(&self, codes: &[u8]) -> Vec<Shown> {
        let mut shown = Vec::new();
        let mut rest = codes;
        while let [first, ..] = rest {
            let length = match self.coding {
                Coding::Byte => 1,
                Coding::Pair => 2,
                Coding::Utf16 if matches!(first, 0xd8..=0xdb) => 4,
                Coding::Utf16 => 2,
                Coding::Gbk if *first >= 0x81 => 2,
                Coding::Gbk => 1,
            };
            let (code, behind) = rest.split_at(length.min(rest.len()));
            rest = behind;
            shown.push(self.one(code));
        }
        shown
    }

    fn one(&self, bytes: &[u8]) -> Shown {
        let code = value(bytes);
        let known = match self.to_unicode.is_empty() {
            true => None,
            false => self.to_unicode.get(code),
        };
        let text = known.or_else(|| match self.coding {
            Coding::Byte => self.bytes.get(code as usize).cloned().flatten(),
            Coding::Pair => None,
            Coding::Utf16 => Some(utf16(bytes)),
            Coding::Gbk => encoding_rs::GBK
                .decode_without_bom_handling_and_without_replacement(bytes)
                .map(String::from),
        });
        let width = match (self.coding, bytes.len()) {
            // Widths go by the number of the glyph, which these codes are not.
            (Coding::Gbk, 1) => 500.0,
            (Coding::Gbk, _) => 1000.0,
            (Coding::Utf16, _) if code < 0x80 => 500.0,
            (Coding::Utf16, _) => 1000.0,
            _ => self
                .widths
                .get(&code)
                .copied()
                .unwrap_or(self.default_width),
        };
        let unseen = |c: char| c.is_control() || matches!(c, '\u{ad}' | '\u{200b}' | '\u{feff}');
        Shown {
            text: text.map(|text| text.chars().filter(|&c| !unseen(c)).map(plain).collect()),
            width: (width * self.scale).clamp(-10.0, 10.0),
            is_blank: bytes == b" ",
        }
    }
}

/// A radical that looks like a character is that character: some fonts mix them up.
fn plain(c: char) -> char {
    names::radical(c)
}

fn type3_scale(document: &Document, font: &Dictionary) -> f64 {
    let matrix = font
        .get_deref(b"FontMatrix", document)
        .and_then(Object::as_array);
    let first = matrix.ok().and_then(|matrix| number(matrix.first()?));
    first.unwrap_or(0.001)
}

/// An object, or what it refers to.
pub(super) fn resolve<'a>(document: &'a Document, object: &'a Object) -> Option<&'a Object> {
    document.dereference(object).ok().map(|(_, object)| object)
}

/// The number that an object is.
pub(super) fn number(object: &Object) -> Option<f64> {
    match object {
        Object::Integer(number) => Some(*number as f64),
        Object::Real(number) => Some(f64::from(*number)),
        _ => None,
    }
    .filter(|number| number.is_finite() && number.abs() < 1e9)
}
