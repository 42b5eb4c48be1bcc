//! XML of a Word file as a tree of bounded size.

use quick_xml::{
    NsReader,
    escape::resolve_predefined_entity,
    events::{BytesStart, Event},
    name::{Namespace, NamespaceResolver, ResolveResult},
};

use crate::read::Fault;

/// Elements and texts within one part, at the most.
const MOST_NODES: usize = 400_000;

/// Elements within one another, at the most. It bounds every recursion over the tree.
const DEEPEST: usize = 160;

/// An element. Names have the prefixes that Word gives them, whatever the file's are.
#[derive(Debug, Default)]
pub(super) struct Element {
    /// The name, as `w:p`; without a prefix where the namespace is none that matters.
    pub(super) name: String,
    /// The attributes that have a value: names without a prefix, but for relationships' `r:id`.
    attributes: Vec<(String, String)>,
    /// What it holds.
    pub(super) nodes: Vec<Node>,
}

/// What an element holds.
#[derive(Debug)]
pub(super) enum Node {
    /// An element.
    Element(Element),
    /// Text.
    Text(String),
}

impl Element {
    /// The elements in it.
    pub(super) fn elements(&self) -> impl Iterator<Item = &Element> {
        self.nodes.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// The elements in it.
    pub(super) fn into_elements(self) -> impl Iterator<Item = Element> {
        self.nodes.into_iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// The first element in it of a name, taken out of it.
    pub(super) fn take(&mut self, name: &str) -> Option<Element> {
        let nodes = std::mem::take(&mut self.nodes);
        Element {
            nodes,
            ..Element::default()
        }
        .into_elements()
        .find(|element| element.name == name)
    }

    /// The first element in it of a name.
    pub(super) fn child(&self, name: &str) -> Option<&Element> {
        self.elements().find(|element| element.name == name)
    }

    /// The first element at the end of a path of names.
    pub(super) fn find(&self, path: &[&str]) -> Option<&Element> {
        path.iter()
            .try_fold(self, |element, name| element.child(name))
    }

    /// The value of an attribute.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str())
    }

    /// `w:val` of an element in it.
    pub(super) fn value(&self, name: &str) -> Option<&str> {
        self.child(name)?.attribute("val")
    }

    /// Whether an element in it is there and does not say that it is off.
    pub(super) fn is_on(&self, name: &str) -> Option<bool> {
        let off = |value| matches!(value, "0" | "false" | "off" | "none");
        let element = self.child(name)?;
        Some(!element.attribute("val").is_some_and(off))
    }

    /// All words below it.
    pub(super) fn words(&self) -> String {
        match self.name.as_str() {
            "w:t" => self.text(),
            "w:p" => self
                .elements()
                .map(Element::words)
                .chain([" ".to_owned()])
                .collect(),
            "w:del" | "mc:Fallback" => String::new(),
            _ => self.elements().map(Element::words).collect(),
        }
    }

    /// The text right in it.
    pub(super) fn text(&self) -> String {
        let texts = self.nodes.iter().filter_map(|node| match node {
            Node::Text(text) => Some(text.as_str()),
            Node::Element(_) => None,
        });
        texts.collect()
    }
}

/// The prefix that Word gives a namespace, in either dialect of the standard.
fn prefix(namespace: &str) -> &'static str {
    match namespace {
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
        | "http://purl.oclc.org/ooxml/wordprocessingml/main" => "w:",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        | "http://purl.oclc.org/ooxml/officeDocument/relationships" => "r:",
        "http://schemas.openxmlformats.org/officeDocument/2006/math"
        | "http://purl.oclc.org/ooxml/officeDocument/math" => "m:",
        "http://schemas.openxmlformats.org/markup-compatibility/2006" => "mc:",
        "http://schemas.openxmlformats.org/drawingml/2006/main"
        | "http://purl.oclc.org/ooxml/drawingml/main" => "a:",
        "http://schemas.openxmlformats.org/drawingml/2006/picture"
        | "http://purl.oclc.org/ooxml/drawingml/picture" => "pic:",
        "urn:schemas-microsoft-com:vml" => "v:",
        "http://schemas.microsoft.com/office/2006/xmlPackage" => "pkg:",
        "http://purl.org/dc/elements/1.1/" => "dc:",
        _ => "",
    }
}

fn named(resolved: &ResolveResult<'_>, local: &str) -> String {
    match resolved {
        ResolveResult::Bound(Namespace(namespace)) => format!("{}{local}", prefix(namespace)),
        _ => local.to_owned(),
    }
}

/// Reads a part.
///
/// # Errors
/// It is not XML, or larger or deeper than any report.
pub(super) fn parse(bytes: &[u8]) -> Result<Element, Fault> {
    let (text, _, broken) = encoding_rs::UTF_8.decode(bytes);
    if broken {
        return Err(super::broken());
    }
    let mut reader = NsReader::from_str(&text);
    let mut open: Vec<Element> = vec![Element::default()];
    let mut count = 0;
    loop {
        let event = reader.read_event().map_err(|_| super::broken())?;
        count += 1;
        if count > MOST_NODES || open.len() > DEEPEST {
            return Err(super::too_much());
        }
        match event {
            Event::Start(start) => open.push(element(&start, reader.resolver())?),
            Event::Empty(start) => add(
                &mut open,
                Node::Element(element(&start, reader.resolver())?),
            ),
            Event::End(_) => {
                let closed = open
                    .pop()
                    .filter(|_| !open.is_empty())
                    .ok_or_else(super::broken)?;
                add(&mut open, Node::Element(closed));
            }
            Event::Text(words) => add_text(&mut open, &words.xml10_content()),
            Event::CData(words) => add_text(&mut open, &words.xml10_content()),
            Event::GeneralRef(reference) => {
                let character = reference.resolve_char_ref().map_err(|_| super::broken())?;
                match character {
                    Some(character) => add_text(&mut open, character.encode_utf8(&mut [0; 4])),
                    None => match resolve_predefined_entity(&reference.into_inner()) {
                        Some(words) => add_text(&mut open, words),
                        None => return Err(super::broken()),
                    },
                }
            }
            // Word writes none; what it may declare is never wanted.
            Event::DocType(_) => return Err(super::broken()),
            Event::Eof => break,
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
        }
    }
    let [root] = <[Element; 1]>::try_from(open).map_err(|_| super::broken())?;
    let root = root.nodes.into_iter().find_map(|node| match node {
        Node::Element(element) => Some(element),
        Node::Text(_) => None,
    });
    root.ok_or_else(super::broken)
}

fn add(open: &mut [Element], node: Node) {
    if let Some(last) = open.last_mut() {
        last.nodes.push(node);
    }
}

fn add_text(open: &mut [Element], words: &str) {
    if let Some(last) = open.last_mut() {
        match last.nodes.last_mut() {
            Some(Node::Text(text)) => text.push_str(words),
            _ => last.nodes.push(Node::Text(words.to_owned())),
        }
    }
}

fn element(start: &BytesStart<'_>, resolver: &NamespaceResolver) -> Result<Element, Fault> {
    let (resolved, local) = resolver.resolve_element(start.name());
    let mut found = Element {
        name: named(&resolved, local.as_ref()),
        ..Element::default()
    };
    for attribute in start.attributes().with_checks(false) {
        let attribute = attribute.map_err(|_| super::broken())?;
        if attribute.key.as_namespace_binding().is_some() {
            continue;
        }
        let (resolved, local) = resolver.resolve_attribute(attribute.key);
        let name = match named(&resolved, local.as_ref()) {
            name if name.starts_with("r:") => name,
            _ => local.as_ref().to_owned(),
        };
        let value = attribute
            .normalized_value(quick_xml::XmlVersion::Implicit1_0)
            .map_err(|_| super::broken())?;
        found.attributes.push((name, value.into_owned()));
    }
    Ok(found)
}
