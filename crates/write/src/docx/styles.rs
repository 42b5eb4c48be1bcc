//! How the text refers to the styles by which a clerk goes on working in Word.
//!
//! The styles themselves stand in `parts/styles.xml`. They are Word's own (标题, 标题 1,
//! 正文), so that its navigation, its table of contents and its screen reader know them.
//! Fonts are named, never embedded: an agency's machine has those that official documents
//! are set in.

use super::{page::MEASURE, xml::Xml};

/// The face of headings, and of strong words.
pub(super) const HEADING: &str = "黑体";

/// Two characters of text, in twentieths of a point.
pub(super) const INDENT: u32 = 632;

/// How far a list's item, or a quotation, stands in from the one around it, at the most:
/// half of the line is left for words.
pub(super) const DEEPEST: u32 = MEASURE / 2;

/// The style of a heading of a document's level, from 2.
pub(super) fn heading(level: u8) -> &'static str {
    const HEADINGS: [&str; 6] = [
        "Heading1", "Heading2", "Heading3", "Heading4", "Heading5", "Heading6",
    ];
    HEADINGS[usize::from(level.clamp(2, 7)) - 2]
}

/// A face for every script, quotation marks among them.
pub(super) fn face(xml: &mut Xml, name: &str) {
    xml.empty(
        "w:rFonts",
        &[
            ("w:hint", "eastAsia"),
            ("w:ascii", name),
            ("w:hAnsi", name),
            ("w:eastAsia", name),
            ("w:cs", name),
        ],
    );
}

/// Indents in twentieths of a point; two characters are named so, and follow the size.
pub(super) fn indents(xml: &mut Xml, left: u32, first: u32) {
    let characters = |width: u32| if width == INDENT { "200" } else { "0" };
    let (first_characters, left_characters) = (characters(first), characters(left));
    let (left, first) = (left.to_string(), first.to_string());
    let mut attributes = vec![
        ("w:left", &*left),
        ("w:firstLineChars", first_characters),
        ("w:firstLine", &*first),
    ];
    if left_characters != "0" {
        attributes.insert(0, ("w:leftChars", left_characters));
    }
    xml.empty("w:ind", &attributes);
}
