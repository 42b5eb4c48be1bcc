//! The document's logical structure: what a screen reader walks through.

/// The number of a [`Node`] in its [`Tree`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct NodeId(pub(super) usize);

/// Something inside a structure element.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Kid {
    /// An element.
    Node(NodeId),
    /// Marked content on a page.
    Content {
        /// The page, from 0.
        page: usize,
        /// The content's number on the page.
        mark: usize,
    },
    /// A link's active area.
    Area {
        /// The page, from 0.
        page: usize,
        /// The area's number on the page.
        area: usize,
    },
}

/// What assistive software needs to know beyond the role.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Attribute {
    /// What a table's heading is for.
    Scope(&'static str),
    /// How many rows a cell covers.
    RowSpan(usize),
    /// How many columns a cell covers.
    ColSpan(usize),
    /// What a table is about.
    Summary(String),
    /// How a list is numbered.
    Numbering(&'static str),
    /// The number of a footnote, which every one must have as its identifier.
    Id(usize),
    /// Where a figure lies: left, bottom, right, top.
    Bounds([f32; 4]),
}

/// A structure element.
#[derive(Clone, Debug)]
pub(super) struct Node {
    /// Its standard role: `P`, `H1`, `TD`.
    pub(super) role: &'static str,
    /// The element around it.
    pub(super) parent: Option<NodeId>,
    /// What it holds, in reading order.
    pub(super) kids: Vec<Kid>,
    /// What more is known of it.
    pub(super) attributes: Vec<Attribute>,
    /// Words for what cannot be read.
    pub(super) alt: Option<String>,
}

impl Node {
    fn new(role: &'static str, parent: Option<NodeId>) -> Self {
        Node {
            role,
            parent,
            kids: Vec::new(),
            attributes: Vec::new(),
            alt: None,
        }
    }
}

/// All structure elements; the first is the document.
#[derive(Clone, Debug)]
pub(super) struct Tree {
    /// The elements by their numbers.
    pub(super) nodes: Vec<Node>,
}

/// Roles by the level of a heading, the title being the first.
const HEADINGS: [&str; 6] = ["H1", "H2", "H3", "H4", "H5", "H6"];

impl Tree {
    /// The element of the whole document.
    pub(super) const ROOT: NodeId = NodeId(0);

    /// A document without content.
    pub(super) fn new() -> Self {
        let nodes = vec![Node::new("Document", None)];
        Tree { nodes }
    }

    /// Adds an element at the end of another.
    pub(super) fn add(&mut self, parent: NodeId, role: &'static str) -> NodeId {
        let id = NodeId(self.nodes.len());
        self.nodes.push(Node::new(role, Some(parent)));
        self.nodes[parent.0].kids.push(Kid::Node(id));
        id
    }

    /// Adds an element for a heading of a level from 1.
    pub(super) fn add_heading(&mut self, parent: NodeId, level: u8) -> NodeId {
        let at = usize::from(level.max(1)) - 1;
        self.add(parent, HEADINGS[at.min(HEADINGS.len() - 1)])
    }

    /// Says more of an element.
    pub(super) fn describe(&mut self, node: NodeId, attribute: Attribute) {
        self.nodes[node.0].attributes.push(attribute);
    }

    /// Puts content or an area into an element.
    pub(super) fn fill(&mut self, node: NodeId, kid: Kid) {
        self.nodes[node.0].kids.push(kid);
    }
}
