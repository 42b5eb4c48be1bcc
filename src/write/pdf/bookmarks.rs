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
    let ids: Vec<ObjectId> = marks.iter().map(|_| document.new_object_id()).collect();
    let family = Family::new(marks);
    let id_of = |at: Option<usize>| at.map_or(root, |at| ids[at]);
    for (at, mark) in marks.iter().enumerate() {
        let top = Object::Real(mark.top.round());
        let page = pages[mark.page];
        let mut item = dictionary! {
            "Title" => text_string(&mark.title),
            "Parent" => id_of(family.0[at]),
            "Dest" => vec![page.into(), "XYZ".into(), Object::Null, top, Object::Null],
        };
        family.link(&mut item, Some(at), &ids);
        document.set_object(ids[at], item);
    }
    let mut outline = dictionary! { "Type" => "Outlines" };
    family.link(&mut outline, None, &ids);
    document.set_object(root, outline);
    root
}

/// Which bookmark stands under which: the parent of each.
struct Family(Vec<Option<usize>>);

impl Family {
    fn new(marks: &[Bookmark]) -> Self {
        let parent = |at: usize| (0..at).rfind(|&before| marks[before].depth < marks[at].depth);
        Family((0..marks.len()).map(parent).collect())
    }

    fn children(&self, parent: Option<usize>) -> Vec<usize> {
        let all = 0..self.0.len();
        all.filter(|&at| self.0[at] == parent).collect()
    }

    /// Writes the ties of a bookmark, or of the outline itself.
    fn link(&self, item: &mut Dictionary, at: Option<usize>, ids: &[ObjectId]) {
        let children = self.children(at);
        if let (Some(&first), Some(&last)) = (children.first(), children.last()) {
            item.set("First", ids[first]);
            item.set("Last", ids[last]);
            item.set("Count", self.visible(at));
        }
        let Some(at) = at else { return };
        let siblings = self.children(self.0[at]);
        if let Some(&before) = siblings.iter().rfind(|&&sibling| sibling < at) {
            item.set("Prev", ids[before]);
        }
        if let Some(&next) = siblings.iter().find(|&&sibling| sibling > at) {
            item.set("Next", ids[next]);
        }
    }

    fn visible(&self, at: Option<usize>) -> i64 {
        let children = self.children(at).into_iter();
        children.map(|child| 1 + self.visible(Some(child))).sum()
    }
}
