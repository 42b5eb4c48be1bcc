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
            "Parent" => id_of(family.parents[at]),
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

/// Which bookmark stands under which.
struct Family {
    /// The parent of each.
    parents: Vec<Option<usize>>,
    /// The children of each, and at the end those of the outline itself.
    children: Vec<Vec<usize>>,
    /// Which of its parent's children each is.
    places: Vec<usize>,
}

impl Family {
    fn new(marks: &[Bookmark]) -> Self {
        let mut family = Family {
            parents: Vec::new(),
            children: vec![Vec::new(); marks.len() + 1],
            places: Vec::new(),
        };
        let mut above: Vec<usize> = Vec::new();
        for (at, mark) in marks.iter().enumerate() {
            while above
                .pop_if(|last| marks[*last].depth >= mark.depth)
                .is_some()
            {}
            let parent = above.last().copied();
            let siblings = &mut family.children[parent.unwrap_or(marks.len())];
            family.places.push(siblings.len());
            siblings.push(at);
            family.parents.push(parent);
            above.push(at);
        }
        family
    }

    fn children(&self, parent: Option<usize>) -> &[usize] {
        &self.children[parent.unwrap_or(self.parents.len())]
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
        let (siblings, place) = (self.children(self.parents[at]), self.places[at]);
        if let Some(&before) = place.checked_sub(1).and_then(|place| siblings.get(place)) {
            item.set("Prev", ids[before]);
        }
        if let Some(&next) = siblings.get(place + 1) {
            item.set("Next", ids[next]);
        }
    }

    fn visible(&self, at: Option<usize>) -> i64 {
        let children = self.children(at).iter();
        children.map(|&child| 1 + self.visible(Some(child))).sum()
    }
}
