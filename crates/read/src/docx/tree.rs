//! XML of a Word file as a tree of bounded size.

use std::{collections::BTreeSet, str::FromStr};

use roxmltree::{Document, Error, Node, ParsingOptions};

use crate::Fault;

/// Elements and texts within one part, at the most.
const MOST_NODES: u32 = 400_000;
/// Elements within one another, at the most. It bounds every recursion over the tree.
const DEEPEST: u8 = 160;
/// The parser compares the attributes of an element with one another, so many at the most.
const MOST_COMPARED: usize = 20_000_000;
/// Declarations of namespaces in a part, at the most, and different prefixes among them: an
/// element with one of its own is compared with all that it inherits.
const MOST_NAMESPACES: usize = 5_000;
const MOST_PREFIXES: usize = 200;

/// Reads a part.
///
/// # Errors
/// It is not XML, or larger or deeper than any report.
pub(super) fn parse(text: &str) -> Result<Document<'_>, Fault> {
    if !seems_bounded(text) {
        return Err(super::too_much());
    }
    let options = ParsingOptions {
        // Word declares no types; what may be declared with them is never wanted.
        allow_dtd: false,
        nodes_limit: MOST_NODES,
        ..ParsingOptions::default()
    };
    let tree = Document::parse_with_options(text, options).map_err(|error| match error {
        Error::NodesLimitReached => super::too_much(),
        _ => super::broken(),
    })?;
    match is_shallow(&tree) {
        true => Ok(tree),
        false => Err(super::too_much()),
    }
}

/// Whether the parser has no more work with a text than with a report; a text that is no XML
/// at all may seem so too.
fn seems_bounded(text: &str) -> bool {
    let (mut depth, mut compared) = (0_usize, 0_usize);
    for tag in text.split('<').skip(1) {
        let attributes = tag.bytes().filter(|byte| *byte == b'=').count();
        compared = compared.saturating_add(attributes * attributes);
        let inner = tag.split('>').next().unwrap_or_default();
        match inner.as_bytes() {
            [b'/', ..] => depth = depth.saturating_sub(1),
            [b'!' | b'?', ..] | [.., b'/'] => {}
            _ => depth += 1,
        }
        if depth > 2 * usize::from(DEEPEST) || compared > MOST_COMPARED {
            return false;
        }
    }
    let declared = text.split("xmlns").skip(1);
    let prefixes: BTreeSet<&str> = declared
        .clone()
        .filter_map(|rest| rest.split('=').next())
        .collect();
    declared.count() <= MOST_NAMESPACES && prefixes.len() <= MOST_PREFIXES
}

fn is_shallow(tree: &Document<'_>) -> bool {
    let mut depths: Vec<u8> = Vec::new();
    tree.descendants().all(|node| {
        let above = node.parent().and_then(|it| depths.get(it.id().get_usize()));
        let depth = above.map_or(0, |above| above + 1);
        depths.push(depth);
        depth <= DEEPEST
    })
}

/// An element.
#[derive(Clone, Copy, Debug)]
pub(super) struct Element<'a>(Node<'a, 'a>);

impl<'a> Element<'a> {
    /// The element that a part consists of.
    pub(super) fn root(tree: &'a Document<'a>) -> Self {
        Element(tree.root_element())
    }

    /// The prefix that Word gives its namespace, whatever the file's is, and its name; no
    /// prefix where the namespace is none that matters.
    pub(super) fn name(self) -> (&'static str, &'a str) {
        let name = self.0.tag_name();
        (prefix(name.namespace()), name.name())
    }

    /// Whether it has a name such as `w:p`.
    pub(super) fn is(self, name: &str) -> bool {
        name.split_once(':') == Some(self.name())
    }

    /// The elements in it.
    pub(super) fn elements(self) -> impl Iterator<Item = Element<'a>> {
        let nodes = self.0.children().filter(|node| node.is_element());
        nodes.map(Element)
    }

    /// The elements in it of a name.
    pub(super) fn all(self, name: &str) -> impl Iterator<Item = Element<'a>> {
        self.elements().filter(move |element| element.is(name))
    }

    /// The first element in it of a name.
    pub(super) fn child(self, name: &str) -> Option<Element<'a>> {
        self.all(name).next()
    }

    /// The first element at the end of a path of names.
    pub(super) fn find(self, path: &[&str]) -> Option<Element<'a>> {
        path.iter()
            .try_fold(self, |element, name| element.child(name))
    }

    /// The elements of a name anywhere below it.
    pub(super) fn every(self, name: &str) -> impl Iterator<Item = Element<'a>> {
        let below = self.0.descendants().map(Element);
        below.filter(move |element| element.is(name))
    }

    /// The elements in it as Word shows them once changes are accepted: those of what only
    /// groups others in its place, one of what is to be chosen from, none of what is deleted.
    pub(super) fn shown(self) -> Vec<Element<'a>> {
        let mut shown = Vec::new();
        for element in self.elements() {
            match element.name() {
                ("w", "sdt" | "sdtContent" | "customXml" | "smartTag" | "ins" | "moveTo") => {
                    shown.extend(element.shown());
                }
                ("mc", "AlternateContent") => {
                    let mut ways = element
                        .elements()
                        .filter(|way| matches!(way.name(), ("mc", "Choice" | "Fallback")));
                    let chosen = ways.find(|way| way.elements().next().is_some());
                    shown.extend(chosen.into_iter().flat_map(Element::shown));
                }
                ("w", "del" | "moveFrom") => {}
                _ => shown.push(element),
            }
        }
        shown
    }

    /// The value of an attribute, whatever its namespace; that of a relationship is `r:id`.
    pub(super) fn attribute(self, name: &str) -> Option<&'a str> {
        let (space, local) = name.split_once(':').unwrap_or(("", name));
        let mut attributes = self.0.attributes();
        let relates = space == "r";
        let found = attributes
            .find(|it| it.name() == local && (prefix(it.namespace()) == "r") == relates)?;
        Some(found.value())
    }

    /// `w:val` of an element in it.
    pub(super) fn value(self, name: &str) -> Option<&'a str> {
        self.child(name)?.attribute("val")
    }

    /// The number that such a value is.
    pub(super) fn number<T: FromStr>(self, name: &str) -> Option<T> {
        self.value(name)?.parse().ok()
    }

    /// Whether an element in it is there and does not say that it is off.
    pub(super) fn is_on(self, name: &str) -> Option<bool> {
        let off = |value| matches!(value, "0" | "false" | "off" | "none");
        Some(!self.child(name)?.attribute("val").is_some_and(off))
    }

    /// Whether something below it is inserted, deleted or moved by a change that is recorded.
    pub(super) fn has_changes(self) -> bool {
        let changes = ["ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel"];
        let mut below = self.0.descendants().map(Element);
        below.any(|it| changes.contains(&it.name().1) && it.name().0 == "w")
    }

    /// The text right in it.
    pub(super) fn text(self) -> String {
        let texts = self.0.children().filter(|node| node.is_text());
        texts.filter_map(|node| node.text()).collect()
    }

    /// All words below it.
    pub(super) fn words(self) -> String {
        let inner = || self.shown().into_iter().map(Element::words);
        match self.name() {
            ("w", "t") => self.text(),
            ("w", "p") => inner().chain([" ".to_owned()]).collect(),
            _ => inner().collect(),
        }
    }
}

/// The prefix that Word gives a namespace, in either dialect of the standard.
fn prefix(namespace: Option<&str>) -> &'static str {
    match namespace.unwrap_or_default() {
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
        | "http://purl.oclc.org/ooxml/wordprocessingml/main" => "w",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        | "http://purl.oclc.org/ooxml/officeDocument/relationships" => "r",
        "http://schemas.openxmlformats.org/officeDocument/2006/math"
        | "http://purl.oclc.org/ooxml/officeDocument/math" => "m",
        "http://schemas.openxmlformats.org/markup-compatibility/2006" => "mc",
        "http://schemas.openxmlformats.org/drawingml/2006/main"
        | "http://purl.oclc.org/ooxml/drawingml/main" => "a",
        "http://schemas.openxmlformats.org/drawingml/2006/picture"
        | "http://purl.oclc.org/ooxml/drawingml/picture" => "pic",
        "urn:schemas-microsoft-com:vml" => "v",
        "http://purl.org/dc/elements/1.1/" => "dc",
        _ => "",
    }
}
