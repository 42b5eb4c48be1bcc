//! The elements of the logical structure as objects, and the way from content back to them.

use lopdf::{Object, ObjectId, dictionary};

use super::{File, real, text_string};
use crate::write::pdf::{
    canvas::Canvas,
    serialization::{self, Written},
    structure_tree::{Attribute, Kid, Node, Tree},
};

impl File<'_> {
    pub(super) fn structure(&mut self) -> ObjectId {
        let root = self.document.new_object_id();
        let mut elements = Written::default();
        for (node, &id) in self.layout.tree.nodes.iter().zip(&self.nodes) {
            let parent = node.parent.map_or(root, |parent| self.nodes[parent.0]);
            elements.add(id, |out| self.element(out, node, parent));
        }
        self.elements = elements;
        let parents = self.parent_tree();
        let parents = self.document.add_object(dictionary! { "Nums" => parents });
        let areas: usize = self.areas.iter().map(Vec::len).sum();
        let mut tree = dictionary! {
            "Type" => "StructTreeRoot",
            "K" => self.nodes[Tree::ROOT.0],
            "ParentTree" => parents,
            "ParentTreeNextKey" => (self.pages.len() + areas) as i64,
        };
        let nodes = self.layout.tree.nodes.iter().zip(&self.nodes);
        let notes = nodes.filter_map(|(node, &id)| Some([identity(note_number(node)?), id.into()]));
        let notes: Vec<Object> = notes.flatten().collect();
        if !notes.is_empty() {
            let names = self.document.add_object(dictionary! { "Names" => notes });
            tree.set("IDTree", names);
        }
        self.document.set_object(root, tree);
        root
    }

    fn element(&self, out: &mut Vec<u8>, node: &Node, parent: ObjectId) {
        // Content on the element's own page is named by its number alone.
        let page = node.kids.iter().find_map(|kid| match *kid {
            Kid::Content { page, .. } => Some(page),
            Kid::Node(_) | Kid::Area { .. } => None,
        });
        out.extend(b"<</Type/StructElem/S/");
        out.extend(node.role.bytes());
        out.extend(b"/P ");
        serialization::reference(out, parent);
        out.extend(b"/K[");
        for (at, kid) in node.kids.iter().enumerate() {
            if at > 0 {
                out.push(b' ');
            }
            self.kid(out, kid, page);
        }
        out.push(b']');
        if let Some(page) = page {
            out.extend(b"/Pg ");
            serialization::reference(out, self.pages[page]);
        }
        if let Some(alt) = &node.alt {
            out.extend(b"/Alt");
            serialization::write(out, &text_string(alt));
        }
        if let Some(number) = note_number(node) {
            out.extend(b"/ID");
            serialization::write(out, &identity(number));
        }
        let attributes = attributes(node);
        if !attributes.is_empty() {
            out.extend(b"/A");
            serialization::write(out, &attributes.into());
        }
        out.extend(b">>");
    }

    fn kid(&self, out: &mut Vec<u8>, kid: &Kid, own: Option<usize>) {
        match *kid {
            Kid::Node(node) => serialization::reference(out, self.nodes[node.0]),
            Kid::Content { page, mark } if own == Some(page) => {
                serialization::integer(out, mark as i64)
            }
            Kid::Content { page, mark } => {
                out.extend(b"<</Type/MCR/Pg ");
                serialization::reference(out, self.pages[page]);
                out.extend(b"/MCID ");
                serialization::integer(out, mark as i64);
                out.extend(b">>");
            }
            Kid::Area { page, area } => {
                out.extend(b"<</Type/OBJR/Pg ");
                serialization::reference(out, self.pages[page]);
                out.extend(b"/Obj ");
                serialization::reference(out, self.areas[page][area]);
                out.extend(b">>");
            }
        }
    }

    /// From content and areas back to their elements: first all pages, then all areas.
    fn parent_tree(&mut self) -> Vec<Object> {
        let blank = |count: fn(&Canvas) -> usize| -> Vec<Vec<Object>> {
            let pages = self.layout.pages.iter();
            pages.map(|page| vec![Object::Null; count(page)]).collect()
        };
        let mut marks = blank(|page| page.marks);
        let mut areas = blank(|page| page.areas.len());
        for (node, &id) in self.layout.tree.nodes.iter().zip(&self.nodes) {
            for kid in &node.kids {
                match *kid {
                    Kid::Node(_) => {}
                    Kid::Content { page, mark } => marks[page][mark] = id.into(),
                    Kid::Area { page, area } => areas[page][area] = id.into(),
                }
            }
        }
        let marks: Vec<Object> = marks
            .into_iter()
            .map(|page| self.document.add_object(page).into())
            .collect();
        let entries = marks.into_iter().chain(areas.into_iter().flatten());
        entries
            .enumerate()
            .flat_map(|(key, entry)| [Object::from(key as i64), entry])
            .collect()
    }
}

fn note_number(node: &Node) -> Option<usize> {
    node.attributes
        .iter()
        .find_map(|attribute| match attribute {
            Attribute::Id(number) => Some(*number),
            _ => None,
        })
}

/// The identifier of a footnote; they are in order as texts are.
fn identity(number: usize) -> Object {
    Object::string_literal(format!("note{number:06}"))
}

fn attributes(node: &Node) -> Vec<Object> {
    let mut table = dictionary! { "O" => "Table" };
    let mut out = Vec::new();
    for attribute in &node.attributes {
        match attribute {
            Attribute::Scope(scope) => table.set("Scope", *scope),
            Attribute::RowSpan(rows) => table.set("RowSpan", *rows as i64),
            Attribute::ColSpan(columns) => table.set("ColSpan", *columns as i64),
            Attribute::Summary(summary) => table.set("Summary", text_string(summary)),
            Attribute::Id(_) => {}
            Attribute::Numbering(numbering) => {
                let list = dictionary! { "O" => "List", "ListNumbering" => *numbering };
                out.push(Object::from(list));
            }
            Attribute::Bounds(bounds) => {
                let bounds = bounds.map(real).to_vec();
                let layout =
                    dictionary! { "O" => "Layout", "Placement" => "Block", "BBox" => bounds };
                out.push(Object::from(layout));
            }
        }
    }
    if table.len() > 1 {
        out.push(Object::from(table));
    }
    out
}
