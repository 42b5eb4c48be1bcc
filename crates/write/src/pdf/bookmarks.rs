//! Bookmarks: the headings as a tree beside the pages.

use super::objects::text_string;
use lopdf::{Dictionary, Document, Object, ObjectId, dictionary};

/// A heading in the reader's side bar.
#[derive(Clone, Debug)]
pub(super) struct Bookmark {
    /// Its depth, from 0.
    pub(super) depth: usize,
    /// Its words.
    pub(super) title: String,
    /// The page, from 0.
    pub(super) page: usize,
    /// The top of the heading on the page.
    pub(super) top: f32,
}

/// Writes the bookmarks; `pages` are the objects of the pages.
pub(super) fn write(document: &mut Document, marks: &[Bookmark], pages: &[ObjectId]) -> ObjectId {
    let root = document.new_object_id();
    let mut outline = dictionary! { "Type" => "Outlines" };
    below(document, marks, pages, (root, &mut outline));
    document.set_object(root, outline);
    root
}

/// Writes bookmarks below another, which is tied to them.
fn below(
    document: &mut Document,
    marks: &[Bookmark],
    pages: &[ObjectId],
    (parent, own): (ObjectId, &mut Dictionary),
) {
    let mut families = Vec::new();
    let mut rest = marks;
    while let [mark, others @ ..] = rest {
        let deeper = others.iter().take_while(|next| next.depth > mark.depth);
        let (inner, next) = others.split_at(deeper.count());
        families.push((document.new_object_id(), mark, inner));
        rest = next;
    }
    for (at, (id, mark, inner)) in families.iter().enumerate() {
        let top = Object::Real(mark.top.round());
        let page = pages[mark.page];
        let mut item = dictionary! {
            "Title" => text_string(&mark.title),
            "Parent" => parent,
            "Dest" => vec![page.into(), "XYZ".into(), Object::Null, top, Object::Null],
        };
        below(document, inner, pages, (*id, &mut item));
        if let Some(before) = at.checked_sub(1) {
            item.set("Prev", families[before].0);
        }
        if let Some(next) = families.get(at + 1) {
            item.set("Next", next.0);
        }
        document.set_object(*id, item);
    }
    if let (Some(first), Some(last)) = (families.first(), families.last()) {
        own.set("First", first.0);
        own.set("Last", last.0);
        own.set("Count", marks.len() as i64);
    }
}
