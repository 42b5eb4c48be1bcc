//! Elements of a structure as paragraphs and tables.

use crate::read::{
    label::numbered,
    pdf::{page::Piece, text::Flow},
    published::{Block, Origin, Paragraph, Role},
};

/// So many figures by themselves are no running text.
const FEW: usize = 3;

/// An element, or content.
pub(super) enum Node<'a> {
    Element(Element<'a>),
    Content(Vec<&'a Piece>),
    /// Where a link leads.
    Target(String),
}

pub(super) struct Element<'a> {
    pub(super) role: String,
    pub(super) row_span: usize,
    pub(super) column_span: usize,
    pub(super) actual: Option<String>,
    pub(super) nodes: Vec<Node<'a>>,
}
/// Where blocks stand.
#[derive(Clone, Default)]
pub(super) struct Place {
    /// Lists around.
    lists: u8,
    is_quote: bool,
    item: Option<Option<u64>>,
}

impl<'a> Node<'a> {
    pub(super) fn blocks(&self, place: &Place, out: &mut Vec<Block>) {
        match self {
            Node::Element(element) => element.blocks(place, out),
            Node::Content(_) => paragraph(std::slice::from_ref(self), Role::Body, out),
            Node::Target(_) => {}
        }
    }
}

impl<'a> Element<'a> {
    pub(super) fn elements(&self) -> impl Iterator<Item = &Element<'a>> {
        self.nodes.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            _ => None,
        })
    }

    pub(super) fn blocks(&self, place: &Place, out: &mut Vec<Block>) {
        let level = self
            .role
            .strip_prefix('H')
            .and_then(|level| level.parse::<u8>().ok());
        match (self.role.as_str(), level) {
            (_, Some(level @ 1..=9)) => paragraph(&self.nodes, Role::Heading(level), out),
            ("H" | "Title", _) => paragraph(&self.nodes, Role::Heading(1), out),
            ("Table", _) if self.is_layout() => self.unfolded(place, out),
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
    pub(super) fn mixed(&self, place: &Place, out: &mut Vec<Block>) {
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

    pub(super) fn holds_blocks(&self) -> bool {
        self.elements().any(Element::is_block)
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
pub(super) fn page(nodes: &[Node<'_>]) -> Option<usize> {
    nodes.iter().find_map(|node| match node {
        Node::Content(pieces) => pieces.first().map(|piece| piece.page + 1),
        Node::Element(element) => page(&element.nodes),
        Node::Target(_) => None,
    })
}

/// Adds the paragraphs that nodes without blocks are.
fn paragraph(nodes: &[Node<'_>], role: Role, out: &mut Vec<Block>) {
    match role {
        Role::Heading(_) => one(nodes, role, out),
        // A table that is not stated is found by all of its words.
        _ if figures(nodes) >= FEW => one(nodes, role, out),
        _ => {
            let mut right = f64::MIN;
            each_piece(nodes, &mut |piece| right = right.max(piece.right));
            parted(nodes, right, &role, out);
        }
    }
}

/// How many contents are figures and nothing else.
fn figures(nodes: &[Node<'_>]) -> usize {
    let of = |node: &Node<'_>| match node {
        Node::Content(pieces) => {
            let words: String = pieces.iter().map(|piece| piece.text.trim()).collect();
            let is_figure = |c: char| c.is_ascii_digit() || ",.".contains(c);
            usize::from(!words.is_empty() && words.chars().all(is_figure))
        }
        Node::Element(element) => figures(&element.nodes),
        Node::Target(_) => 0,
    };
    nodes.iter().map(of).sum()
}

/// Adds nodes as paragraphs: elements that browsers state as mere containers may be some.
fn parted(nodes: &[Node<'_>], right: f64, role: &Role, out: &mut Vec<Block>) {
    let mut start = 0;
    for at in 1..nodes.len() {
        if starts(&nodes[start..at], &nodes[at], right) {
            within(&nodes[start..at], right, role, out);
            start = at;
        }
    }
    within(&nodes[start..], right, role, out);
}

fn within(nodes: &[Node<'_>], right: f64, role: &Role, out: &mut Vec<Block>) {
    match nodes {
        [Node::Element(element)]
            if element.actual.is_none()
                && matches!(element.role.as_str(), "NonStruct" | "Div" | "Sect" | "Part") =>
        {
            parted(&element.nodes, right, role, out);
        }
        nodes => one(nodes, role.clone(), out),
    }
}

/// Whether a node starts a paragraph behind others: on a line of its own, with a blank
/// before it, below a line that is not full or behind a sentence and with a number.
fn starts(before: &[Node<'_>], node: &Node<'_>, right: f64) -> bool {
    if !matches!(node, Node::Element(element) if element.role != "Link") {
        return false;
    }
    let (Some(last), Some(first)) = (last_piece(before), first_piece(std::slice::from_ref(node)))
    else {
        return false;
    };
    let is_below = last.page != first.page || last.base - first.base > 0.8 * first.size;
    let is_short = last.page == first.page
        && right - last.right > 2.5 * last.size
        && !first.text.starts_with(|c: char| c.is_ascii_graphic());
    let is_end = last
        .text
        .trim_end()
        .ends_with(['。', '；', '：', '！', '？']);
    let is_item = || is_end && numbered(&text(std::slice::from_ref(node))).0.is_some();
    is_below && (is_blank(node) || is_short || is_item())
}

fn is_seen(piece: &&&Piece) -> bool {
    !piece.text.trim().is_empty()
}

fn first_piece<'n>(nodes: &'n [Node<'_>]) -> Option<&'n Piece> {
    nodes.iter().find_map(|node| match node {
        Node::Content(pieces) => pieces.iter().find(is_seen).copied(),
        Node::Element(element) => first_piece(&element.nodes),
        Node::Target(_) => None,
    })
}

fn last_piece<'n>(nodes: &'n [Node<'_>]) -> Option<&'n Piece> {
    nodes.iter().rev().find_map(|node| match node {
        Node::Content(pieces) => pieces.iter().rfind(is_seen).copied(),
        Node::Element(element) => last_piece(&element.nodes),
        Node::Target(_) => None,
    })
}

/// Whether a wide blank stands first.
fn is_blank(node: &Node<'_>) -> bool {
    match node {
        Node::Content(pieces) => pieces
            .iter()
            .next()
            .is_some_and(|piece| piece.text.starts_with('\u{3000}')),
        Node::Element(element) => element.nodes.first().is_some_and(is_blank),
        Node::Target(_) => false,
    }
}

fn each_piece(nodes: &[Node<'_>], visit: &mut impl FnMut(&Piece)) {
    for node in nodes {
        match node {
            Node::Content(pieces) => pieces.iter().for_each(|piece| visit(piece)),
            Node::Element(element) => each_piece(&element.nodes, visit),
            Node::Target(_) => {}
        }
    }
}

/// Adds nodes as one paragraph.
pub(super) fn one(nodes: &[Node<'_>], role: Role, out: &mut Vec<Block>) {
    let mut words = Flow::default();
    let with_bold = !matches!(role, Role::Heading(_));
    flow(nodes, None, with_bold, &mut words);
    let text = words.words.text();
    if !text.is_empty() {
        out.push(Block::Paragraph(Paragraph {
            text,
            markdown: words.words.markdown(),
            role,
            origin: page(nodes).map_or(Origin::Unknown, Origin::Page),
        }));
    }
}
