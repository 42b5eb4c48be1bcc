//! The logical structure that a file states, if it does so wholly.

use std::collections::{HashMap, HashSet};

use lopdf::{Dictionary, Document, Object, ObjectId};

use super::{
    font::resolve,
    page::{Page, Piece},
    text::Flow,
};
use crate::published::{Block, Cell, Origin, Paragraph, Role, Table};

/// Elements within one another, at the most.
const DEEPEST: usize = 60;
/// Elements of a file, at the most.
const MOST: usize = 300_000;
/// Of so many characters one may lie outside the structure.
const OUTSIDE: usize = 50;

/// Reads the structure of a file; `None` where there is none, where it leaves out words,
/// or where its tables have gaps that the rules of the pages do not fill.
pub(super) fn read(document: &Document, ids: &[ObjectId], pages: &[Page]) -> Option<Vec<Block>> {
    let root = document
        .catalog()
        .ok()?
        .get_deref(b"StructTreeRoot", document)
        .ok()?;
    let root = root.as_dict().ok()?;
    let mut content: HashMap<(usize, i64), Vec<&Piece>> = HashMap::new();
    let mut loose = 0;
    let mut whole = 0;
    for piece in pages.iter().flat_map(|page| &page.pieces) {
        if piece.is_artifact {
            continue;
        }
        let size = piece.text.trim().chars().count();
        whole += size;
        match piece.mark {
            Some(mark) => content.entry((piece.page, mark)).or_default().push(piece),
            // What browsers print above and below a page belongs to no element.
            None if in_margin(piece, pages) => whole -= size,
            None => loose += size,
        }
    }
    let roles = root.get_deref(b"RoleMap", document).ok();
    let mut reader = Reader {
        document,
        pages: (0..).zip(ids).map(|(number, id)| (*id, number)).collect(),
        content,
        roles: roles.and_then(|roles| roles.as_dict().ok()),
        seen: HashSet::new(),
        count: 0,
    };
    let tree = reader.kids(root, None, 0);
    loose += reader
        .content
        .values()
        .flatten()
        .map(|piece| piece.text.trim().chars().count())
        .sum::<usize>();
    if whole == 0 || loose * OUTSIDE > whole || reader.count >= MOST {
        return None;
    }
    let mut blocks = Vec::new();
    for node in &tree {
        node.blocks(&Place::default(), &mut blocks);
    }
    let is_sound = blocks.iter().all(|block| match block {
        Block::Table(table) => is_tiled(table),
        Block::Paragraph(_) => true,
    });
    match is_sound {
        true => Some(blocks),
        // Many programs state paragraphs well and spans badly.
        false => with_tables(blocks, super::flow::tables(pages)),
    }
}

/// Puts the tables that rules draw in the places of those that are stated.
fn with_tables(mut blocks: Vec<Block>, drawn: Vec<Table>) -> Option<Vec<Block>> {
    let mut drawn = drawn.into_iter();
    for block in &mut blocks {
        if let Block::Table(stated) = block {
            let table = drawn.next()?;
            if stated.origin.page != table.origin.page || !is_tiled(&table) {
                return None;
            }
            *stated = table;
        }
    }
    drawn.next().is_none().then_some(blocks)
}

/// Content line by line from left to right: LibreOffice leaves a gap for a character of
/// another font and shows it after the words behind it.
fn in_order(mut content: Vec<&Piece>) -> Vec<&Piece> {
    let is_level = |a: &&Piece, b: &&Piece| (a.base - b.base).abs() < 0.1 * a.size;
    for line in content.chunk_by_mut(is_level) {
        line.sort_by(|a, b| a.left.total_cmp(&b.left));
    }
    content
}

/// Whether words stand at the very top or bottom of their page.
fn in_margin(piece: &Piece, pages: &[Page]) -> bool {
    let height = pages.get(piece.page).map_or(0.0, |page| page.height);
    piece.base < 0.05 * height || piece.base > 0.95 * height
}

/// Whether the cells of a table cover it without gaps and twice nowhere.
fn is_tiled(table: &Table) -> bool {
    let grid = table.grid();
    let covered: usize = grid
        .cells
        .iter()
        .map(|spread| spread.rows * spread.columns)
        .sum();
    covered == grid.height() * grid.width()
}

struct Reader<'a> {
    document: &'a Document,
    pages: HashMap<ObjectId, usize>,
    /// Content that no element has taken yet.
    content: HashMap<(usize, i64), Vec<&'a Piece>>,
    roles: Option<&'a Dictionary>,
    seen: HashSet<ObjectId>,
    count: usize,
}

/// An element, or content.
enum Node<'a> {
    Element(Element<'a>),
    Content(Vec<&'a Piece>),
    /// Where a link leads.
    Target(String),
}

struct Element<'a> {
    role: String,
    row_span: usize,
    column_span: usize,
    actual: Option<String>,
    nodes: Vec<Node<'a>>,
}

impl<'a> Reader<'a> {
    fn kids(
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
                    actual: actual.ok().map(super::string),
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

/// Where blocks stand.
#[derive(Clone, Default)]
struct Place {
    /// Lists around.
    lists: u8,
    is_quote: bool,
    item: Option<Option<u64>>,
}

impl<'a> Node<'a> {
    fn blocks(&self, place: &Place, out: &mut Vec<Block>) {
        match self {
            Node::Element(element) => element.blocks(place, out),
            Node::Content(_) => paragraph(std::slice::from_ref(self), Role::Body, out),
            Node::Target(_) => {}
        }
    }
}

impl<'a> Element<'a> {
    fn elements(&self) -> impl Iterator<Item = &Element<'a>> {
        self.nodes.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            _ => None,
        })
    }

    fn blocks(&self, place: &Place, out: &mut Vec<Block>) {
        let level = self
            .role
            .strip_prefix('H')
            .and_then(|level| level.parse::<u8>().ok());
        match (self.role.as_str(), level) {
            (_, Some(level @ 1..=9)) => paragraph(&self.nodes, Role::Heading(level), out),
            ("H" | "Title", _) => paragraph(&self.nodes, Role::Heading(1), out),
            ("Table", _) => out.extend(self.table()),
            ("L", _) => {
                let inside = Place {
                    lists: place.lists + u8::from(place.lists < u8::MAX),
                    ..place.clone()
                };
                self.each(&inside, out);
            }
            ("LI", _) => self.item(place, out),
            ("BlockQuote", _) => self.each(
                &Place {
                    is_quote: true,
                    ..place.clone()
                },
                out,
            ),
            ("TOC" | "Artifact", _) => {}
            (
                "Document" | "Part" | "Art" | "Sect" | "Div" | "NonStruct" | "Private" | "LBody"
                | "DocumentFragment" | "Aside",
                _,
            ) if self.holds_blocks() => self.mixed(place, out),
            _ => paragraph(&self.nodes, place.role(), out),
        }
    }

    /// The blocks of each element in turn.
    fn each(&self, place: &Place, out: &mut Vec<Block>) {
        for node in &self.nodes {
            node.blocks(place, out);
        }
    }

    /// Blocks, with words between them.
    fn mixed(&self, place: &Place, out: &mut Vec<Block>) {
        let mut place = place.clone();
        let mut at = 0;
        while at < self.nodes.len() {
            let is_block =
                |node: &Node<'_>| matches!(node, Node::Element(element) if element.is_block());
            if is_block(&self.nodes[at]) {
                let before = out.len();
                self.nodes[at].blocks(&place, out);
                if out.len() > before {
                    place.item = None;
                }
                at += 1;
                continue;
            }
            let end = self.nodes[at..]
                .iter()
                .position(is_block)
                .map_or(self.nodes.len(), |end| at + end);
            let before = out.len();
            paragraph(&self.nodes[at..end], place.role(), out);
            if out.len() > before {
                place.item = None;
            }
            at = end;
        }
    }

    fn item(&self, place: &Place, out: &mut Vec<Block>) {
        let label = self.elements().find(|element| element.role == "Lbl");
        let label = label.map(|label| text(&label.nodes)).unwrap_or_default();
        let digits: String = label.chars().filter(char::is_ascii_digit).collect();
        let number = digits.parse().ok();
        let mut place = place.clone();
        place.item = Some(number);
        for node in &self.nodes {
            match node {
                Node::Element(element) if element.role == "Lbl" => {}
                Node::Element(element) if element.role == "LBody" => element.mixed(&place, out),
                node => node.blocks(&place, out),
            }
        }
    }

    fn is_block(&self) -> bool {
        let is_heading = self
            .role
            .strip_prefix('H')
            .is_some_and(|rest| rest.parse::<u8>().is_ok());
        is_heading
            || matches!(
                self.role.as_str(),
                "P" | "H"
                    | "Title"
                    | "Table"
                    | "L"
                    | "LI"
                    | "BlockQuote"
                    | "TOC"
                    | "Document"
                    | "Part"
                    | "Art"
                    | "Sect"
                    | "Div"
                    | "DocumentFragment"
                    | "Aside"
                    | "Figure"
                    | "Note"
                    | "FENote"
            )
            || self.holds_blocks()
    }

    fn holds_blocks(&self) -> bool {
        self.elements().any(Element::is_block)
    }

    fn table(&self) -> Option<Block> {
        let mut rows = Vec::new();
        let mut origin = Origin::default();
        self.rows(&mut rows, &mut origin);
        (!rows.is_empty()).then_some(Block::Table(Table { rows, origin }))
    }

    fn rows(&self, rows: &mut Vec<Vec<Cell>>, origin: &mut Origin) {
        for element in self.elements() {
            match element.role.as_str() {
                "TR" => {
                    let cells = element
                        .elements()
                        .filter(|cell| matches!(cell.role.as_str(), "TD" | "TH"));
                    let cells = cells.map(|cell| {
                        origin.page = origin.page.or(page(&cell.nodes));
                        Cell {
                            text: cell.cell_text(),
                            row_span: cell.row_span,
                            column_span: cell.column_span,
                        }
                    });
                    rows.push(cells.collect());
                }
                _ => element.rows(rows, origin),
            }
        }
    }

    /// The words of a cell, a paragraph a line.
    fn cell_text(&self) -> String {
        let mut blocks = Vec::new();
        match self.holds_blocks() {
            true => self.mixed(&Place::default(), &mut blocks),
            false => paragraph(&self.nodes, Role::Body, &mut blocks),
        }
        let texts = blocks.into_iter().flat_map(|block| match block {
            Block::Paragraph(paragraph) => vec![paragraph.text],
            Block::Table(table) => table
                .rows
                .into_iter()
                .flatten()
                .map(|cell| cell.text)
                .collect(),
        });
        texts.collect::<Vec<_>>().join("\n")
    }
}

impl Place {
    fn role(&self) -> Role {
        match self.item {
            Some(number) => Role::Item {
                depth: self.lists.saturating_sub(1),
                number,
            },
            None if self.is_quote => Role::Quote,
            None => Role::Body,
        }
    }
}

fn flow(nodes: &[Node<'_>], link: Option<&str>, with_bold: bool, out: &mut Flow) {
    for node in nodes {
        match node {
            Node::Content(pieces) => {
                for piece in pieces {
                    out.piece(piece, with_bold, link);
                }
            }
            Node::Element(element) => {
                let target = element.nodes.iter().find_map(|node| match node {
                    Node::Target(target) => Some(target.as_str()),
                    _ => None,
                });
                match &element.actual {
                    Some(actual) => out.words.push(actual, &Default::default()),
                    None => flow(&element.nodes, target.or(link), with_bold, out),
                }
            }
            Node::Target(_) => {}
        }
    }
}

fn text(nodes: &[Node<'_>]) -> String {
    let mut out = Flow::default();
    flow(nodes, None, false, &mut out);
    out.words.text()
}

/// The page of the first words.
fn page(nodes: &[Node<'_>]) -> Option<usize> {
    nodes.iter().find_map(|node| match node {
        Node::Content(pieces) => pieces.first().map(|piece| piece.page + 1),
        Node::Element(element) => page(&element.nodes),
        Node::Target(_) => None,
    })
}

fn paragraph(nodes: &[Node<'_>], role: Role, out: &mut Vec<Block>) {
    let mut words = Flow::default();
    let with_bold = !matches!(role, Role::Heading(_));
    flow(nodes, None, with_bold, &mut words);
    let text = words.words.text();
    if !text.is_empty() {
        out.push(Block::Paragraph(Paragraph {
            text,
            markdown: words.words.markdown(),
            role,
            origin: Origin {
                page: page(nodes),
                line: None,
            },
        }));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece(text: &str, left: f64, base: f64) -> Piece {
        Piece {
            text: text.to_owned(),
            left,
            right: left + 12.0,
            base,
            size: 12.0,
            is_bold: false,
            page: 0,
            mark: Some(0),
            is_artifact: false,
        }
    }

    #[test]
    fn a_bracket_shown_late_stands_in_its_gap() {
        let shown = [
            piece("函", 400.0, 640.0),
            piece("〔", 412.0, 640.0),
            piece("2021", 424.0, 640.0),
            piece("30", 460.0, 640.0),
            piece("〕", 448.0, 640.0),
            piece("号", 60.0, 620.0),
        ];
        let read: String = in_order(shown.iter().collect())
            .iter()
            .map(|piece| piece.text.as_str())
            .collect();
        assert_eq!(read, "函〔2021〕30号");
    }
}
