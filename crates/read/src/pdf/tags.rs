//! What a file states of its words beside their places: its logical structure.
//!
//! In: a file and its pages. Out: the same pages, their words with a [`Tag`] each that says
//! which paragraph, cell and row they belong to, and where a link leads. Where words stand
//! is left to `flow`: a file may state its structure in part, wrongly or not at all.

use std::{
    collections::{HashMap, HashSet},
    rc::Rc,
};

use hayro_interpret::hayro_syntax::{
    Pdf,
    object::{Array, Dict, MaybeRef, Name, Object, ObjectIdentifier, String as Bytes},
    xref::XRef,
};

use super::page::Page;
use crate::published::Role;

/// Elements within one another, at the most.
const DEEPEST: usize = 60;
/// Elements of a file, at the most.
const MOST: usize = 300_000;
/// A cell goes over so many rows or columns at most.
const MOST_SPANNED: usize = 1000;
/// Where a link leads is looked for in so many of its kids.
const MOST_LINKED: usize = 32;

/// What the file states of words. Numbers rise in its order.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Tag {
    /// The number and kind of the paragraph, if it is more than a mere container.
    pub(super) block: Option<(usize, Role)>,
    /// The row of a table.
    pub(super) row: Option<usize>,
    /// The cell: which of its row, and over how many rows and columns.
    pub(super) cell: Option<[usize; 3]>,
    /// Where the link leads.
    pub(super) link: Option<Rc<str>>,
    /// The words that stand for the picture that they are the caption of.
    pub(super) pictured: Option<Rc<str>>,
    /// They are the number or dot of an item.
    pub(super) is_label: bool,
    /// They are no part of the text.
    is_artifact: bool,
    /// Lists and quotations around.
    lists: u8,
    is_quote: bool,
}

/// Tags the words of pages, as far as the file has a structure.
pub(super) fn tag(pdf: &Pdf, pages: &mut [Page]) {
    let catalog = pdf.xref().get::<Dict<'_>>(pdf.xref().root_id());
    let Some(root) = catalog.and_then(|catalog| catalog.get::<Dict<'_>>("StructTreeRoot")) else {
        return;
    };
    let ids = pdf.pages().iter().map(|page| page.raw().obj_id());
    let mut reader = Reader {
        xref: pdf.xref(),
        pages: (0..)
            .zip(ids)
            .filter_map(|(number, id)| Some((id?, number)))
            .collect(),
        roles: root.get("RoleMap").unwrap_or_default(),
        tags: HashMap::new(),
        seen: HashSet::new(),
        count: 0,
        cells: 0,
        item: None,
        picture: None,
    };
    reader.kids(&root, &Rc::default(), None, 0);
    for piece in pages.iter_mut().flat_map(|page| &mut page.pieces) {
        let mark = piece.mark.map(|mark| (piece.page, mark));
        piece.tag = mark.and_then(|mark| reader.tags.get(&mark).cloned());
        piece.is_artifact |= piece.tag.as_ref().is_some_and(|tag| tag.is_artifact);
    }
}

struct Reader<'a> {
    xref: &'a XRef,
    pages: HashMap<ObjectIdentifier, usize>,
    /// The standard's names of roles.
    roles: Dict<'a>,
    /// By page and number, what is stated of marked content.
    tags: HashMap<(usize, i64), Rc<Tag>>,
    seen: HashSet<ObjectIdentifier>,
    count: usize,
    /// Cells of a row so far.
    cells: usize,
    /// An item whose first paragraph has not begun.
    item: Option<(usize, Role)>,
    /// The words that stand for the picture right before.
    picture: Option<Rc<str>>,
}

impl<'a> Reader<'a> {
    fn kids(&mut self, element: &Dict<'a>, tag: &Rc<Tag>, page: Option<usize>, depth: usize) {
        let page = self.page(element).or(page);
        for kid in kids(element, MOST.saturating_sub(self.count)) {
            if self.count >= MOST {
                return;
            }
            self.count += 1;
            let kid = match kid {
                MaybeRef::Ref(id) if !self.seen.insert(id.into()) => continue,
                MaybeRef::Ref(id) => self.xref.get(id.into()),
                MaybeRef::NotRef(kid) => Some(kid),
            };
            match kid {
                Some(Object::Number(mark)) => self.mark(page, mark.as_i64(), tag),
                Some(Object::Dict(kid)) => match kid.get::<Name<'_>>("Type").as_deref() {
                    Some(b"MCR") => {
                        if let Some(mark) = kid.get("MCID") {
                            self.mark(self.page(&kid).or(page), mark, tag);
                        }
                    }
                    Some(b"OBJR") => {}
                    _ if depth >= DEEPEST => {}
                    _ => {
                        let tag = Rc::new(self.element(&kid, tag));
                        let cells = std::mem::take(&mut self.cells);
                        self.kids(&kid, &tag, page, depth + 1);
                        self.cells = cells;
                    }
                },
                _ => {}
            }
        }
    }

    fn page(&self, element: &Dict<'a>) -> Option<usize> {
        self.pages.get(&element.get_ref("Pg")?.into()).copied()
    }

    fn mark(&mut self, page: Option<usize>, mark: i64, tag: &Rc<Tag>) {
        if let Some(page) = page {
            self.tags.entry((page, mark)).or_insert_with(|| tag.clone());
        }
    }

    /// What is stated of an element's words, within another one.
    fn element(&mut self, element: &Dict<'a>, around: &Tag) -> Tag {
        let mut tag = around.clone();
        let number = self.count;
        let role = self.role(element);
        let picture = self.picture.take();
        match role.as_str() {
            "Figure" => self.picture = alt(element),
            "Caption" => tag.pictured = picture,
            _ => {}
        }
        let level = role.strip_prefix('H').and_then(|level| level.parse().ok());
        match (role.as_str(), level) {
            (_, Some(level @ 1..=9)) => tag.block = Some((number, Role::Heading(level))),
            ("H" | "Title", _) => tag.block = Some((number, Role::Heading(1))),
            ("P" | "Caption" | "Note" | "FENote" | "Figure", _) => {
                let role = match around.is_quote {
                    true => Role::Quote,
                    false => Role::Body,
                };
                let item = self.item.take();
                let item = item.filter(|item| around.block.as_ref() == Some(item));
                tag.block = Some(item.unwrap_or((number, role)));
            }
            ("BlockQuote", _) => {
                tag.is_quote = true;
                tag.block = Some((number, Role::Quote));
            }
            ("L", _) => tag.lists = tag.lists.saturating_add(1),
            ("LI", _) => {
                let depth = tag.lists.saturating_sub(1);
                let role = Role::Item {
                    depth,
                    number: None,
                };
                self.item = Some((number, role));
                tag.block.clone_from(&self.item);
            }
            ("Lbl", _) => tag.is_label = true,
            ("Link", _) => tag.link = self.target(element).or(tag.link),
            ("TR", _) => tag.row = Some(number),
            ("TD" | "TH", _) => {
                let spans = ["RowSpan", "ColSpan"].map(|name| span(element, name));
                (tag.cell, tag.block) = (Some([self.cells, spans[0], spans[1]]), None);
                self.cells += 1;
            }
            ("TOC" | "Artifact", _) => tag.is_artifact = true,
            _ => {}
        }
        tag
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

    /// Where a link leads.
    fn target(&self, link: &Dict<'a>) -> Option<Rc<str>> {
        kids(link, MOST_LINKED).into_iter().find_map(|kid| {
            let kid = match kid {
                MaybeRef::Ref(id) => self.xref.get(id.into())?,
                MaybeRef::NotRef(kid) => kid,
            };
            let annotation = kid.into_dict()?.get::<Dict<'_>>("Obj")?;
            let address = annotation.get::<Dict<'_>>("A")?.get::<Bytes<'_>>("URI")?;
            Some(String::from_utf8_lossy(&address).into())
        })
    }
}

/// Over how many rows or columns a cell goes.
fn span(cell: &Dict<'_>, name: &str) -> usize {
    let one = cell.get::<Dict<'_>>("A");
    let several = cell.get::<Array<'_>>("A");
    let several = several.iter().flat_map(|own| own.iter::<Dict<'_>>());
    let said = one.into_iter().chain(several).find_map(|own| own.get(name));
    said.map_or(1, |span: u32| (span as usize).clamp(1, MOST_SPANNED))
}

/// The words that stand for an element.
fn alt(element: &Dict<'_>) -> Option<Rc<str>> {
    let words = element.get::<Bytes<'_>>("Alt")?;
    Some(super::string(&words).into())
}

/// The first kids of an element; several may share a list of them.
fn kids<'a>(element: &Dict<'a>, most: usize) -> Vec<MaybeRef<Object<'a>>> {
    match element.get::<Array<'_>>("K") {
        Some(kids) => kids.raw_iter().take(most).collect(),
        None => element.get_raw("K").into_iter().collect(),
    }
}
