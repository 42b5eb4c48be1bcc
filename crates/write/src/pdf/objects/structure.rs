//! The elements of the logical structure as objects, and the way from content back to them.

use lopdf::{Dictionary, Object, ObjectId, dictionary};

use super::{File, real, text_string};
use crate::pdf::{
    canvas::Canvas,
    structure_tree::{Attribute, Kid, Node, Tree},
};

impl File<'_> {
    pub(super) fn structure(&mut self) -> ObjectId {
        let root = self.document.new_object_id();
        for (node, &id) in self.layout.tree.nodes.iter().zip(&self.nodes) {
            let parent = node.parent.map_or(root, |parent| self.nodes[parent.0]);
            let element = self.element(node, parent);
            self.document.set_object(id, element);
        }
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

    fn element(&self, node: &Node, parent: ObjectId) -> Dictionary {
        // Content on the element's own page is named by its number alone.
        let page = node.kids.iter().find_map(|kid| match *kid {
            Kid::Content { page, .. } => Some(page),
            Kid::Node(_) | Kid::Area { .. } => None,
        });
        let kids: Vec<Object> = node.kids.iter().map(|kid| self.kid(kid, page)).collect();
        let mut element = dictionary! {
            "Type" => "StructElem",
            "S" => node.role,
            "P" => parent,
            "K" => kids,
        };
        if let Some(page) = page {
            element.set("Pg", self.pages[page]);
        }
        if let Some(alt) = &node.alt {
            element.set("Alt", text_string(alt));
        }
        if let Some(number) = note_number(node) {
            element.set("ID", identity(number));
        }
        let attributes = attributes(node);
        if !attributes.is_empty() {
            element.set("A", attributes);
        }
        element
    }

    fn kid(&self, kid: &Kid, own: Option<usize>) -> Object {
        match *kid {
            Kid::Node(node) => self.nodes[node.0].into(),
            Kid::Content { page, mark } if own == Some(page) => (mark as i64).into(),
            Kid::Content { page, mark } => Object::from(dictionary! {
                "Type" => "MCR",
                "Pg" => self.pages[page],
                "MCID" => mark as i64,
            }),
            Kid::Area { page, area } => Object::from(dictionary! {
                "Type" => "OBJR",
                "Pg" => self.pages[page],
                "Obj" => self.areas[page][area],
            }),
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
