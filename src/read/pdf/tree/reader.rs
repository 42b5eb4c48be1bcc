//! Reading the elements of a structure with their content.

use std::collections::{HashMap, HashSet};

use lopdf::{Dictionary, Document, Object, ObjectId};

use super::{
    element::{Element, Node},
    in_order,
};
use crate::read::pdf::{font::resolve, page::Piece, string};

/// Elements within one another, at the most.
const DEEPEST: usize = 60;
/// Elements of a file, at the most.
pub(super) const MOST: usize = 300_000;

pub(super) struct Reader<'a> {
    pub(super) document: &'a Document,
    pub(super) pages: HashMap<ObjectId, usize>,
    /// Content that no element has taken yet.
    pub(super) content: HashMap<(usize, i64), Vec<&'a Piece>>,
    pub(super) roles: Option<&'a Dictionary>,
    pub(super) seen: HashSet<ObjectId>,
    pub(super) count: usize,
}
impl<'a> Reader<'a> {
    pub(super) fn kids(
        &mut self,
        element: &'a Dictionary,
        page: Option<usize>,
        depth: usize,
    ) -> Vec<Node<'a>> {
        let own = element.get(b"Pg").and_then(Object::as_reference).ok();
        let page = own.and_then(|id| self.pages.get(&id).copied()).or(page);
        let mut nodes = Vec::new();
        match element.get(b"K") {
            Ok(Object::Array(kids)) => {
                for kid in kids {
                    self.kid(kid, page, depth, &mut nodes);
                }
            }
            Ok(kid) => match resolve(self.document, kid) {
                Some(Object::Array(kids)) => {
                    for kid in kids {
                        self.kid(kid, page, depth, &mut nodes);
                    }
                }
                _ => self.kid(kid, page, depth, &mut nodes),
            },
            Err(_) => {}
        }
        nodes
    }

    fn kid(&mut self, kid: &'a Object, page: Option<usize>, depth: usize, out: &mut Vec<Node<'a>>) {
        if self.count >= MOST || depth > DEEPEST {
            return;
        }
        self.count += 1;
        if let Ok(id) = kid.as_reference()
            && !self.seen.insert(id)
        {
            return;
        }
        match resolve(self.document, kid) {
            Some(Object::Integer(mark)) => self.take(page, *mark, out),
            Some(Object::Dictionary(kid)) => self.dictionary(kid, page, depth, out),
            _ => {}
        }
    }

    fn take(&mut self, page: Option<usize>, mark: i64, out: &mut Vec<Node<'a>>) {
        if let Some(pieces) = page.and_then(|page| self.content.remove(&(page, mark))) {
            out.push(Node::Content(in_order(pieces)));
        }
    }

    fn dictionary(
        &mut self,
        kid: &'a Dictionary,
        page: Option<usize>,
        depth: usize,
        out: &mut Vec<Node<'a>>,
    ) {
        let kind = kid
            .get(b"Type")
            .and_then(Object::as_name)
            .unwrap_or_default();
        match kind {
            b"MCR" => {
                let own = kid.get(b"Pg").and_then(Object::as_reference).ok();
                let page = own.and_then(|id| self.pages.get(&id).copied()).or(page);
                if let Ok(mark) = kid.get(b"MCID").and_then(Object::as_i64) {
                    self.take(page, mark, out);
                }
            }
            b"OBJR" => out.extend(self.target(kid).map(Node::Target)),
            _ => {
                let role = kid.get_deref(b"S", self.document).and_then(Object::as_name);
                let role = self.role(role.unwrap_or_default());
                let (row_span, column_span) = self.spans(kid);
                let actual = kid
                    .get_deref(b"ActualText", self.document)
                    .and_then(Object::as_str);
                let nodes = self.kids(kid, page, depth + 1);
                out.push(Node::Element(Element {
                    role,
                    row_span,
                    column_span,
                    actual: actual.ok().map(string),
                    nodes,
                }));
            }
        }
    }

    /// A role, by the standard's names.
    fn role(&self, role: &[u8]) -> String {
        let mut role = role;
        for _ in 0..8 {
            match self
                .roles
                .and_then(|roles| roles.get(role).ok()?.as_name().ok())
            {
                Some(next) if next != role => role = next,
                _ => break,
            }
        }
        String::from_utf8_lossy(role).into_owned()
    }

    fn spans(&self, element: &Dictionary) -> (usize, usize) {
        let mut spans = (1, 1);
        let mut read = |attributes: &Dictionary| {
            let number = |key: &[u8]| {
                let number = attributes
                    .get_deref(key, self.document)
                    .and_then(Object::as_i64)
                    .ok()?;
                usize::try_from(number)
                    .ok()
                    .filter(|number| (1..=1000).contains(number))
            };
            spans.0 = number(b"RowSpan").unwrap_or(spans.0);
            spans.1 = number(b"ColSpan").unwrap_or(spans.1);
        };
        match element.get_deref(b"A", self.document) {
            Ok(Object::Dictionary(attributes)) => read(attributes),
            Ok(Object::Array(list)) => {
                for object in list.iter().take(32) {
                    if let Some(Object::Dictionary(attributes)) = resolve(self.document, object) {
                        read(attributes);
                    }
                }
            }
            _ => {}
        }
        spans
    }

    /// Where the link leads that an element refers to.
    fn target(&self, reference: &Dictionary) -> Option<String> {
        let link = reference
            .get_deref(b"Obj", self.document)
            .ok()?
            .as_dict()
            .ok()?;
        let action = link.get_deref(b"A", self.document).ok()?.as_dict().ok()?;
        let address = action
            .get_deref(b"URI", self.document)
            .ok()?
            .as_str()
            .ok()?;
        Some(String::from_utf8_lossy(address).into_owned())
    }
}
