//! XML, written as it is said: open, words, close.

use crate::escape_xml;

/// How every part begins.
const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

/// A part that is the same in every file. How its text is laid out in lines, and the lines
/// that are comments, are for its readers here.
pub(super) fn fixed(text: &str) -> Vec<u8> {
    let lines = text.lines().map(str::trim);
    let lines = lines.filter(|line| !line.starts_with("<!--"));
    let part: String = std::iter::once(DECLARATION).chain(lines).collect();
    part.into_bytes()
}

/// A part of the package on its way.
pub(super) struct Xml {
    text: String,
    open: Vec<&'static str>,
}

impl Xml {
    /// A part whose root element is named and has the namespaces that it uses.
    pub(super) fn new(root: &'static str, namespaces: &[(&str, &str)]) -> Self {
        let mut xml = Xml {
            text: DECLARATION.to_owned(),
            open: Vec::new(),
        };
        xml.open(root, namespaces);
        xml
    }

    /// Begins an element.
    pub(super) fn open(&mut self, name: &'static str, attributes: &[(&str, &str)]) {
        self.tag(name, attributes);
        self.text.push('>');
        self.open.push(name);
    }

    /// Ends the element that was begun last.
    pub(super) fn close(&mut self) {
        if let Some(name) = self.open.pop() {
            self.text.push_str("</");
            self.text.push_str(name);
            self.text.push('>');
        }
    }

    /// Elements that are always the same.
    pub(super) fn constant(&mut self, elements: &'static str) {
        self.text.push_str(elements);
    }

    /// An element without content.
    pub(super) fn empty(&mut self, name: &'static str, attributes: &[(&str, &str)]) {
        self.tag(name, attributes);
        self.text.push_str("/>");
    }

    /// An element whose only attribute is `w:val`.
    pub(super) fn value(&mut self, name: &'static str, value: &str) {
        self.empty(name, &[("w:val", value)]);
    }

    /// An element that holds words.
    pub(super) fn words(&mut self, name: &'static str, attributes: &[(&str, &str)], words: &str) {
        self.open(name, attributes);
        self.text(words);
        self.close();
    }

    /// Words in the element that is open.
    pub(super) fn text(&mut self, words: &str) {
        self.text.push_str(&escape_xml(words));
    }

    /// The whole part; what is still open is closed.
    pub(super) fn finish(mut self) -> Vec<u8> {
        while !self.open.is_empty() {
            self.close();
        }
        self.text.into_bytes()
    }

    fn tag(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.text.push('<');
        self.text.push_str(name);
        for (name, value) in attributes {
            self.text.push(' ');
            self.text.push_str(name);
            self.text.push_str("=\"");
            self.text.push_str(&escape_xml(value));
            self.text.push('"');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_escaped_and_everything_open_is_closed() {
        let mut xml = Xml::new("a", &[("xmlns", "urn:x")]);
        xml.open("b", &[("k", "\"<\u{1}&")]);
        xml.words("c", &[], "甲<乙>\u{202e}\n丙");
        assert_eq!(
            String::from_utf8(xml.finish()).unwrap(),
            "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
             <a xmlns=\"urn:x\"><b k=\"&quot;&lt;&amp;\"><c>甲&lt;乙&gt; 丙</c></b></a>"
        );
    }
}
