//! The page: its measures after GB/T 9704—2012, and drawing on it.

use super::{
    canvas::{Area, Canvas},
    font_embedding::Embedding,
    glyphs::Glyph,
    picture::Picture,
    piece::Text,
    placement::{Placed, place, shift},
    structure_tree::{Attribute, Kid, NodeId, Tree},
};
use std::collections::HashMap;

const MM: f32 = 72.0 / 25.4;
/// A4, in points.
pub(super) const WIDTH: f32 = 595.28;
/// A4, in points.
pub(super) const HEIGHT: f32 = 841.89;
/// The left margin of the type area.
pub(super) const LEFT: f32 = 28.0 * MM;
/// The width of the type area: 28 characters.
pub(super) const MEASURE: f32 = 156.0 * MM;
/// The top of the type area, from below.
pub(super) const TOP: f32 = HEIGHT - 37.0 * MM;
/// The height of the type area: 22 lines.
pub(super) const BODY: f32 = 225.0 * MM;
/// The size of text: 3号.
pub(super) const SIZE: f32 = 16.0;
/// How far apart characters of text stand, so that 28 fill a line.
pub(super) const PITCH: f32 = MEASURE / 28.0 / SIZE;
/// How far apart lines of text stand.
pub(super) const LEADING: f32 = 28.95;
/// How far below the type area the page number stands.
const FOOT: f32 = 7.0 * MM;
/// The size of page numbers: 4号.
pub(super) const FOOT_SIZE: f32 = 14.0;
/// The size of the word across a draft.
pub(super) const DRAFT_SIZE: f32 = 150.0;

/// How a page's content lies on it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Posture {
    /// As its number does.
    #[default]
    Upright,
    /// With its head at the left edge, as the standard has tables that are too wide.
    Turned,
}

impl Posture {
    /// How wide the type area is for the content.
    pub(super) fn measure(self) -> f32 {
        match self {
            Posture::Upright => MEASURE,
            Posture::Turned => BODY,
        }
    }

    /// How high it is.
    pub(super) fn body(self) -> f32 {
        match self {
            Posture::Upright => BODY,
            Posture::Turned => MEASURE,
        }
    }

    /// Where a box of the content lies on the page.
    fn on_page(self, [left, bottom, right, top]: [f32; 4]) -> [f32; 4] {
        match self {
            Posture::Upright => [left, bottom, right, top],
            Posture::Turned => {
                let [x, y] = TURN;
                [x - top, y + left, x - bottom, y + right]
            }
        }
    }
}

/// Where the origin of turned content lies on the page.
const TURN: [f32; 2] = [LEFT + TOP, TOP - BODY - LEFT];

/// Draws pieces on pages and notes where each part of the structure came to stand.
pub(super) struct Painter<'a> {
    /// The glyphs in use.
    pub(super) fonts: Embedding<'a>,
    /// The pages so far.
    pub(super) pages: Vec<Canvas>,
    /// The structure to which content is added.
    pub(super) tree: Tree,
    /// The pictures by their numbers.
    pub(super) pictures: Vec<Picture>,
    links: HashMap<(NodeId, u16), NodeId>,
}

impl<'a> Painter<'a> {
    /// A painter with no page yet.
    pub(super) fn new(fonts: Embedding<'a>, tree: Tree) -> Self {
        Painter {
            fonts,
            pages: Vec::new(),
            tree,
            pictures: Vec::new(),
            links: HashMap::new(),
        }
    }

    /// Starts a page; `draft` are the glyphs of the word across it.
    pub(super) fn start_page(&mut self, draft: Option<&[Glyph]>, posture: Posture) {
        let mut canvas = Canvas {
            posture,
            ..Canvas::default()
        };
        if let Some(draft) = draft {
            watermark(&mut canvas, draft, &mut self.fonts);
        }
        if posture == Posture::Turned {
            let [x, y] = TURN;
            canvas.push(format_args!("q 0 1 -1 0 {x:.2} {y:.2} cm\n"));
        }
        self.pages.push(canvas);
    }

    /// The number of the page that is drawn on, from 0.
    pub(super) fn number(&self) -> usize {
        self.pages.len().saturating_sub(1)
    }

    /// The page that is drawn on.
    pub(super) fn canvas(&mut self) -> (&mut Canvas, &mut Embedding<'a>) {
        if self.pages.is_empty() {
            self.pages.push(Canvas::default());
        }
        let last = self.pages.len() - 1;
        (&mut self.pages[last], &mut self.fonts)
    }

    /// Draws one line of a text whose line box has its top at a height.
    pub(super) fn line(&mut self, text: &Text, index: usize, top: f32) {
        let Some(line) = text.lines.get(index) else {
            return;
        };
        let indent = match line.glyphs.start {
            0 => text.measure.indent,
            _ => 0.0,
        };
        let width = text.measure.width - indent;
        let placed = place(&text.glyphs, line, width, text.line_style);
        let room = (width - line.width).max(0.0);
        let shift = shift(text.align, room);
        let y = top - text.extra(index) - text.rise;
        if index == 0
            && let Some(label) = &text.label
        {
            self.content(label.node, &at_ease(&label.glyphs), (label.left, y));
        }
        self.content(text.node, &placed, (text.left + indent + shift, y));
    }

    /// Draws content of an element; what belongs to a link, and every picture, goes into an
    /// element of its own.
    pub(super) fn content(&mut self, node: NodeId, placed: &[Placed], at: (f32, f32)) {
        let mut start = 0;
        let same = |a: &Glyph, b: &Glyph| (a.link, a.picture) == (b.link, b.picture);
        for part in placed.chunk_by(|a, b| same(&a.glyph, &b.glyph)) {
            let rest = &placed[start..];
            start += part.len();
            let link = part[0].glyph.link;
            let node = link.map_or(node, |link| self.link_node(node, link));
            let owner = match part[0].pictured(at) {
                Some(bounds) => self.pictured(node, &part[0].glyph, bounds),
                None => node,
            };
            let role = self.tree.nodes[owner.0].role;
            self.marked(owner, role, |canvas, fonts| {
                canvas.start_of(rest, part.len(), at, fonts);
            });
            if let Some(link) = link {
                self.area(node, link, part, at);
            }
        }
    }

    /// The element of a picture among words.
    fn pictured(&mut self, parent: NodeId, glyph: &Glyph, bounds: [f32; 4]) -> NodeId {
        let node = self.tree.add(parent, "Figure");
        let picture = glyph.picture.map_or(0, |picture| picture.number.into());
        self.tree.nodes[node.0].alt = self.pictures.get(picture).map(|own| own.alt.clone());
        let (canvas, _) = self.canvas();
        let bounds = canvas.posture.on_page(bounds);
        self.tree.describe(node, Attribute::Bounds(bounds));
        node
    }

    fn link_node(&mut self, parent: NodeId, link: u16) -> NodeId {
        let known = self.links.entry((parent, link));
        *known.or_insert_with(|| self.tree.add(parent, "Link"))
    }

    fn area(&mut self, node: NodeId, link: u16, part: &[Placed], (x, y): (f32, f32)) {
        let (Some(first), Some(last)) = (part.first(), part.last()) else {
            return;
        };
        let size = first.glyph.size;
        let right = x + last.x + last.glyph.advance;
        let top = first.glyph.picture.map_or(size * 0.9, |own| own.top);
        let bounds = [x + first.x, y - size * 0.2, right, y + top];
        let page = self.number();
        let (canvas, _) = self.canvas();
        let area = canvas.areas.len();
        let bounds = canvas.posture.on_page(bounds);
        canvas.areas.push(Area { link, bounds });
        self.tree.fill(node, Kid::Area { page, area });
    }

    /// Draws a figure into a box.
    pub(super) fn figure(
        &mut self,
        node: NodeId,
        role: &str,
        bounds: [f32; 4],
        draw: impl FnOnce(&mut Canvas, &mut Embedding<'a>),
    ) {
        self.marked(node, role, draw);
        self.tree.describe(node, Attribute::Bounds(bounds));
    }

    /// Draws content of an element.
    fn marked(
        &mut self,
        node: NodeId,
        role: &str,
        draw: impl FnOnce(&mut Canvas, &mut Embedding<'a>),
    ) {
        let page = self.number();
        let (canvas, fonts) = self.canvas();
        let mark = canvas.marked(role, |canvas| draw(canvas, fonts));
        self.tree.fill(node, Kid::Content { page, mark });
    }

    /// Draws a page's number on its outer side.
    pub(super) fn page_number(&mut self, page: usize, glyphs: &[Glyph]) {
        let placed = at_ease(glyphs);
        let width = glyphs.iter().map(|glyph| glyph.advance).sum::<f32>();
        let outside = match page.is_multiple_of(2) {
            true => MEASURE - width - FOOT_SIZE,
            false => FOOT_SIZE,
        };
        let y = TOP - BODY - FOOT - FOOT_SIZE * 0.4;
        let fonts = &mut self.fonts;
        if let Some(canvas) = self.pages.get_mut(page) {
            if canvas.posture == Posture::Turned {
                canvas.push(format_args!("Q\n"));
            }
            canvas.artifact("<</Type /Pagination /Subtype /Footer>>", |canvas| {
                canvas.text(&placed, LEFT + outside, y, fonts);
            });
        }
    }
}

/// Glyphs one after the other.
pub(super) fn at_ease(glyphs: &[Glyph]) -> Vec<Placed> {
    let mut x = 0.0;
    let mut placed = Vec::with_capacity(glyphs.len());
    for &glyph in glyphs {
        placed.push(Placed { glyph, x });
        x += glyph.advance;
    }
    placed
}

/// A word in light grey from corner to corner, behind everything else.
fn watermark(canvas: &mut Canvas, word: &[Glyph], fonts: &mut Embedding<'_>) {
    /// Sine and cosine of 45°, spelled out so that no machine computes them differently.
    const SLOPE: f32 = 0.707;
    let width: f32 = word.iter().map(|glyph| glyph.advance).sum();
    let placed = at_ease(word);
    canvas.artifact("<</Type /Pagination /Subtype /Watermark>>", |canvas| {
        let (x, y) = (WIDTH / 2.0, HEIGHT / 2.0);
        canvas.push(format_args!(
            "q 0.94 g {SLOPE} {SLOPE} -{SLOPE} {SLOPE} {x} {y} cm\n"
        ));
        canvas.text(&placed, -width / 2.0, -DRAFT_SIZE * 0.36, fonts);
        canvas.push(format_args!("Q\n"));
    });
}

/// How far below the top of a line's box its base line is.
pub(super) fn rise(leading: f32, size: f32) -> f32 {
    (leading - size) / 2.0 + size * 0.88
}
