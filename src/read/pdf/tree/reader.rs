//! Reading the elements of a structure with their content.

use std::collections::{HashMap, HashSet};

use hayro_interpret::hayro_syntax::{
    object::{Array, Dict, MaybeRef, Name, Object, ObjectIdentifier, String as Bytes},
    xref::XRef,
};

use super::{
    element::{Element, Node},
    in_order,
};
use crate::read::pdf::{page::Piece, string};

/// Elements within one another, at the most.
const DEEPEST: usize = 60;
/// Elements of a file, at the most.
pub(super) const MOST: usize = 300_000;
/// Lists of attributes of an element, at the most.
const MOST_ATTRIBUTES: usize = 32;
/// A cell spans so many rows or columns at most.
const WIDEST: i64 = 1000;

pub(super) struct Reader<'a, 'p> {
    pub(super) xref: &'a XRef,
    pub(super) pages: HashMap<ObjectIdentifier, usize>,
    /// Content that no element has taken yet.
    pub(super) content: HashMap<(usize, i64), Vec<&'p Piece>>,
    /// The standard's names of roles.
    pub(super) roles: Dict<'a>,
    pub(super) seen: HashSet<ObjectIdentifier>,
    pub(super) count: usize,
}

impl<'a, 'p> Reader<'a, 'p> {
    pub(super) fn kids(
        &mut self,
        element: &Dict<'a>,
        page: Option<usize>,
        depth: usize,
    ) -> Vec<Node<'p>> {
        let page = self.page(element).or(page);
        let mut nodes = Vec::new();
        match element.get::<Array<'_>>("K") {
            Some(kids) => {
                for kid in kids.raw_iter() {
                    self.kid(kid, page, depth, &mut nodes);
                }
            }
            None => {
                if let Some(kid) = element.get_raw("K") {
                    self.kid(kid, page, depth, &mut nodes);
                }
            }
        }
        nodes
    }

    fn page(&self, element: &Dict<'a>) -> Option<usize> {
        self.pages.get(&element.get_ref("Pg")?.into()).copied()
    }

    fn kid(
        &mut self,
        kid: MaybeRef<Object<'a>>,
        page: Option<usize>,
        depth: usize,
        out: &mut Vec<Node<'p>>,
    ) {
        if self.count >= MOST || depth > DEEPEST {
            return;
        }
        self.count += 1;
        let kid = match kid {
            MaybeRef::Ref(id) if !self.seen.insert(id.into()) => return,
            MaybeRef::Ref(id) => self.xref.get(id.into()),
            MaybeRef::NotRef(kid) => Some(kid),
        };
        match kid {
            Some(Object::Number(mark)) => self.take(page, mark.as_i64(), out),
            Some(Object::Dict(kid)) => self.dictionary(&kid, page, depth, out),
            _ => {}
        }
    }

    fn take(&mut self, page: Option<usize>, mark: i64, out: &mut Vec<Node<'p>>) {
        if let Some(pieces) = page.and_then(|page| self.content.remove(&(page, mark))) {
            out.push(Node::Content(in_order(pieces)));
        }
    }

    fn dictionary(
        &mut self,
        kid: &Dict<'a>,
        page: Option<usize>,
        depth: usize,
        out: &mut Vec<Node<'p>>,
    ) {
        match kid.get::<Name<'_>>("Type").as_deref() {
            Some(b"MCR") => {
                if let Some(mark) = kid.get("MCID") {
                    self.take(self.page(kid).or(page), mark, out);
                }
            }
            Some(b"OBJR") => out.extend(target(kid).map(Node::Target)),
            _ => {
                let (row_span, column_span) = spans(kid);
                out.push(Node::Element(Element {
                    role: self.role(kid),
                    row_span,
                    column_span,
                    actual: kid.get::<Bytes<'_>>("ActualText").map(|text| string(&text)),
                    nodes: self.kids(kid, page, depth + 1),
                }));
            }
        }
    }

    /// A role, by the standard's names.
    fn role(&self, element: &Dict<'a>) -> String {
        let Some(mut role) = element.get::<Name<'_>>("S") else {
            return String::new();
        };
        for _ in 0..8 {
            match self.roles.get::<Name<'_>>(&role) {
                Some(next) if next != role => role = next,
                _ => break,
            }
        }
        String::from_utf8_lossy(&role).into_owned()
    }
}

/// How many rows and columns a cell spans.
fn spans(element: &Dict<'_>) -> (usize, usize) {
    let lists = match element.get::<Object<'_>>("A") {
        Some(Object::Dict(attributes)) => vec![attributes],
        Some(Object::Array(lists)) => {
            let lists = lists.iter::<Object<'_>>().take(MOST_ATTRIBUTES);
            lists.filter_map(Object::into_dict).collect()
        }
        _ => Vec::new(),
    };
    let span = |key: &str| {
        let stated = lists.iter().rev().filter_map(|list| list.get::<i64>(key));
        let mut stated = stated.filter(|span| (1..=WIDEST).contains(span));
        stated.next().map_or(1, |span| span as usize)
    };
    (span("RowSpan"), span("ColSpan"))
}

/// Where the link leads that an element refers to.
fn target(reference: &Dict<'_>) -> Option<String> {
    let action = reference.get::<Dict<'_>>("Obj")?.get::<Dict<'_>>("A")?;
    let address = action.get::<Bytes<'_>>("URI")?;
    Some(String::from_utf8_lossy(&address).into_owned())
}
