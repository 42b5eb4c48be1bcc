//! Running text: runs of words, links, line breaks.

use super::{package::Relations, picture, styles, xml::Xml};
use document::{Inline, note_mark, plain_text};

/// How words are set beyond their paragraph's style.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Manner<'a> {
    /// Set bold.
    pub(super) strong: bool,
    /// Set apart.
    pub(super) emphasis: bool,
    /// The size in half points, where it is not the style's.
    pub(super) size: Option<&'a str>,
    /// How much closer than usual characters stand, in twentieths of a point; it counts with
    /// a size.
    pub(super) closer: u32,
    /// Whether they lie in a link.
    pub(super) link: bool,
    /// How wide and high pictures among them may be, where that is more than a character.
    pub(super) room: Option<[f32; 2]>,
}

impl Manner<'_> {
    /// The size in points; running text is 3号.
    fn points(&self) -> f32 {
        let size = self.size.and_then(|half| half.parse::<f32>().ok());
        size.map_or(16.0, |half| half / 2.0)
    }
}

/// The longest address that Word takes.
const LONGEST_LINK: usize = 2000;

/// Writes inlines into a paragraph.
pub(super) fn inlines(
    xml: &mut Xml,
    inlines: &[Inline],
    manner: Manner<'_>,
    relations: &mut Relations,
) {
    for inline in inlines {
        match inline {
            Inline::Text(text) | Inline::Code(text) => run(xml, &text.text, manner),
            Inline::Strong(content) => {
                let strong = Manner {
                    strong: true,
                    ..manner
                };
                self::inlines(xml, content, strong, relations);
            }
            Inline::Emphasis(content) => {
                let apart = Manner {
                    emphasis: true,
                    ..manner
                };
                self::inlines(xml, content, apart, relations);
            }
            Inline::Link { url, content } => link(xml, url, content, manner, relations),
            Inline::Picture(image) => {
                let room = (manner.points(), manner.room);
                picture::among_words(xml, image, room, relations);
            }
            Inline::Break => xml.constant("<w:r><w:br/></w:r>"),
            Inline::Note { number, content } => {
                xml.constant("<w:r>");
                raised(xml, manner.size);
                match content.is_empty() {
                    true => xml.words("w:t", &[], &note_mark(*number)),
                    false => {
                        relations.notes.push(plain_text(content));
                        let id = relations.notes.len().to_string();
                        xml.empty("w:footnoteReference", &[("w:id", &id)]);
                    }
                }
                xml.constant("</w:r>");
            }
        }
    }
}

/// Writes lines that stay as they are broken, each in a manner of its own.
pub(super) fn lines<'m>(xml: &mut Xml, lines: &[String], manner: impl Fn(&str) -> Manner<'m>) {
    for (number, line) in lines.iter().enumerate() {
        if number > 0 {
            xml.constant("<w:r><w:br/></w:r>");
        }
        run(xml, line, manner(line));
    }
}

/// Whether there is a word of many letters and signs, as addresses are: it goes to the next
/// line as a whole.
pub(super) fn has_address(content: &[Inline]) -> bool {
    const LONG: usize = 12;
    let words = plain_text(content);
    let mut words = words.split(|c: char| !c.is_ascii_graphic());
    words.any(|word| word.len() > LONG)
}

/// How wide words are, in characters: a letter or a digit is half a Chinese one, and a
/// quarter stands where both meet.
pub(super) fn ems(words: &str) -> f32 {
    let pairs = words.chars().zip(words.chars().skip(1));
    let gaps = pairs.filter(|(a, b)| a.is_ascii() != b.is_ascii()).count();
    let own = words.chars().map(|c| if c.is_ascii() { 0.5 } else { 1.0 });
    own.sum::<f32>() + gaps as f32 / 4.0
}

/// The part that holds what the footnotes say.
pub(super) fn footnotes(notes: &[String]) -> Vec<u8> {
    let mut xml = Xml::new("w:footnotes", &super::NAMESPACES);
    xml.constant(concat!(
        r#"<w:footnote w:type="separator" w:id="-1"><w:p><w:pPr><w:pStyle w:val="FootnoteText"/>"#,
        "</w:pPr><w:r><w:separator/></w:r></w:p></w:footnote>",
        r#"<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:pPr>"#,
        r#"<w:pStyle w:val="FootnoteText"/></w:pPr><w:r><w:continuationSeparator/></w:r></w:p>"#,
        "</w:footnote>",
    ));
    for (number, note) in (1..).zip(notes) {
        xml.open("w:footnote", &[("w:id", &format!("{number}"))]);
        for (at, line) in note.lines().enumerate() {
            xml.constant(r#"<w:p><w:pPr><w:pStyle w:val="FootnoteText"/></w:pPr>"#);
            if at == 0 {
                xml.constant("<w:r>");
                raised(&mut xml, None);
                xml.constant("<w:footnoteRef/></w:r>");
            }
            run(&mut xml, &format!(" {line}"), Manner::default());
            xml.constant("</w:p>");
        }
        xml.close();
    }
    xml.finish()
}

/// Links cannot lie within one another: the outer one wins.
fn link(
    xml: &mut Xml,
    url: &str,
    content: &[Inline],
    manner: Manner<'_>,
    relations: &mut Relations,
) {
    let address = address(url);
    if manner.link || address.len() > LONGEST_LINK {
        return inlines(xml, content, manner, relations);
    }
    let id = relations.link(address);
    xml.open("w:hyperlink", &[("r:id", &id), ("w:history", "1")]);
    let linked = Manner {
        link: true,
        ..manner
    };
    inlines(xml, content, linked, relations);
    xml.close();
}

/// An address with everything that no address may hold written as `%` and digits: Word
/// calls a file broken that has another.
fn address(url: &str) -> String {
    let mut out = String::with_capacity(url.len());
    let bytes = url.as_bytes();
    for (at, &byte) in bytes.iter().enumerate() {
        let hex = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_hexdigit);
        let plain = match byte {
            b'%' => hex(at + 1) && hex(at + 2),
            b'#' => !bytes[..at].contains(&b'#'),
            _ => byte.is_ascii_alphanumeric() || b"-._~:/?@!$&'()*+,;=".contains(&byte),
        };
        match plain {
            true => out.push(char::from(byte)),
            false => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

/// The size of a paragraph's mark: of words that are typed into it.
pub(super) fn mark(xml: &mut Xml, size: &str) {
    xml.open("w:rPr", &[]);
    self::size(xml, size, 0);
    xml.close();
}

/// The look of a note's mark, as large as the words that it stands among.
fn raised(xml: &mut Xml, size: Option<&str>) {
    xml.open("w:rPr", &[]);
    if let Some(size) = size {
        self::size(xml, size, 0);
    }
    xml.value("w:vertAlign", "superscript");
    xml.close();
}

fn size(xml: &mut Xml, size: &str, closer: u32) {
    let closer = match closer {
        0 => "0".to_owned(),
        closer => format!("-{closer}"),
    };
    xml.value("w:spacing", &closer);
    xml.value("w:sz", size);
    xml.value("w:szCs", size);
}

/// Words of one manner.
pub(super) fn run(xml: &mut Xml, words: &str, manner: Manner<'_>) {
    xml.open("w:r", &[]);
    if manner.strong || manner.emphasis || manner.link || manner.size.is_some() {
        xml.open("w:rPr", &[]);
        match manner {
            Manner { emphasis: true, .. } => xml.value("w:rStyle", "Emphasis"),
            Manner { link: true, .. } => xml.value("w:rStyle", "Hyperlink"),
            _ => {}
        }
        if manner.strong && !manner.emphasis {
            // As in print: strong words stand in the 黑体.
            styles::face(xml, styles::HEADING);
        }
        if manner.strong {
            xml.empty("w:b", &[]);
        }
        if let Some(size) = manner.size {
            self::size(xml, size, manner.closer);
        }
        xml.close();
    }
    xml.words("w:t", &[("xml:space", "preserve")], words);
    xml.close();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_one_that_word_takes() {
        for (url, expected) in [
            ("https://a.gov.cn/b?c=1&d#e", "https://a.gov.cn/b?c=1&d#e"),
            ("附件/表.pdf", "%E9%99%84%E4%BB%B6/%E8%A1%A8.pdf"),
            ("a%20b%zz[1]#x#y", "a%20b%25zz%5B1%5D#x%23y"),
        ] {
            assert_eq!(address(url), expected);
        }
    }
}
