//! Blocks into pieces: what each block looks like and which pieces stay together.

use super::{
    bookmarks::Bookmark,
    faces::Role,
    glyphs::{Glyph, Style, Typesetter},
    line_breaking::{Line, LineStyle, Measure, break_lines},
    painter::{BODY, LEADING, LEFT, MEASURE, PITCH, SIZE, rise},
    piece::{Label, NEVER, Piece, Show, Text, price_lines},
    structure_tree::{Attribute, NodeId, Tree},
    table_layout::Table,
    table_notes::{self, Note},
    title_breaks,
};
use document::{Block, Document, Grid, Inline, Side, note_mark, plain_text};
use std::rc::Rc;

/// The line of a title.
const TITLE_MEASURE: Measure = Measure::even(MEASURE);
/// The size of the title: 2号.
const TITLE_SIZE: f32 = 22.0;
const TITLE_LEADING: f32 = 36.0;
/// Space above and below a table or picture.
pub(super) const AIR: f32 = 8.0;
/// How far a list's item, or a quotation, stands in.
const STEP: f32 = 2.0 * SIZE;
/// However deep lists go, this much of a line is left for words.
const LEAST_WIDTH: f32 = MEASURE / 2.0;

/// The blocks of a document on their way into pieces.
pub(super) struct Composer<'a, 'f> {
    /// Turns words into glyphs.
    pub(super) setter: &'a mut Typesetter<'f>,
    /// The elements so far.
    pub(super) tree: Tree,
    /// The pieces so far.
    pub(super) pieces: Vec<Piece>,
    /// The headings so far.
    pub(super) bookmarks: Vec<Bookmark>,
    /// The footnotes so far.
    pub(super) notes: Vec<Rc<Text>>,
    level: u8,
}

/// Where blocks stand, and how their words look.
#[derive(Clone, Copy)]
struct Frame {
    parent: NodeId,
    left: f32,
    role: Role,
    /// Whether paragraphs start with two empty places.
    indents: bool,
}

impl Frame {
    /// The same, further in, as far as words still have room.
    fn inside(self, parent: NodeId, step: f32) -> Self {
        Frame {
            parent,
            left: (self.left + step).min(MEASURE - LEAST_WIDTH),
            ..self
        }
    }

    /// A style of running text, with room for pictures behind the indent of its first line
    /// and before a mark.
    fn style(self, style: Style) -> Style {
        let room = Some([MEASURE - self.left - STEP - SIZE, BODY]);
        Style { room, ..style }
    }
}

/// A document's title, and the lines that it is broken into.
pub(super) fn title(setter: &mut Typesetter<'_>, document: &Document) -> (Vec<Glyph>, Vec<Line>) {
    let style = Style::new(Role::Title, TITLE_SIZE);
    let glyphs = setter.words(&document.title, style, None);
    by_sense(glyphs, &document.agency, TITLE_MEASURE)
}

/// Words in lines that end where their sense lets them.
pub(super) fn by_sense(
    glyphs: Vec<Glyph>,
    name: &str,
    measure: Measure,
) -> (Vec<Glyph>, Vec<Line>) {
    let characters: Vec<char> = glyphs.iter().map(|glyph| glyph.character).collect();
    let prices = title_breaks::prices(&characters, name);
    let lines = match glyphs.is_empty() {
        true => Vec::new(),
        false => break_lines(&glyphs, measure, LineStyle::Balanced, &prices),
    };
    (glyphs, lines)
}

impl<'a, 'f> Composer<'a, 'f> {
    /// An empty document.
    pub(super) fn new(setter: &'a mut Typesetter<'f>) -> Self {
        Composer {
            setter,
            tree: Tree::new(),
            pieces: Vec::new(),
            bookmarks: Vec::new(),
            notes: Vec::new(),
            level: 1,
        }
    }

    /// Composes a whole document.
    pub(super) fn document(&mut self, document: &Document) {
        self.title(document);
        let frame = Frame {
            parent: Tree::ROOT,
            left: 0.0,
            role: Role::Text,
            indents: true,
        };
        self.blocks(&document.blocks, frame);
    }

    fn title(&mut self, document: &Document) {
        let (glyphs, lines) = title(self.setter, document);
        if glyphs.is_empty() {
            return;
        }
        let node = self.tree.add_heading(Tree::ROOT, 1);
        let text = Text {
            align: Side::Centre,
            rise: rise(TITLE_LEADING, TITLE_SIZE),
            ..Text::new(
                glyphs,
                lines,
                (LineStyle::Balanced, TITLE_MEASURE),
                LEFT,
                node,
            )
        };
        let start = self.lines(text, TITLE_LEADING);
        self.stick(start);
        self.space(LEADING);
        self.stick(start);
    }

    fn blocks(&mut self, blocks: &[Block], frame: Frame) {
        for (at, block) in blocks.iter().enumerate() {
            self.block(block, frame);
            if let (Some(last), true) =
                (self.pieces.last_mut(), block.announces(blocks.get(at + 1)))
            {
                last.price = NEVER;
            }
            self.footnotes(frame);
        }
    }

    fn block(&mut self, block: &Block, frame: Frame) {
        match block {
            Block::Heading { level, content } => self.heading(*level, content, frame),
            Block::Paragraph(content) => self.paragraph(content, frame, None),
            Block::List { start, items } => self.list(*start, items, frame),
            Block::Quote(blocks) => {
                let quote = self.tree.add(frame.parent, "BlockQuote");
                let role = Role::Subheading;
                let inside = frame.inside(quote, STEP);
                self.blocks(blocks, Frame { role, ..inside });
            }
            Block::Table(grid) => self.table(grid, frame),
            Block::Figure(figure) => self.figure(figure, frame.parent),
            Block::Chart(chart) => self.chart(chart, frame.parent),
            Block::Sheet(sheet) => self.sheet(sheet, frame.parent),
            Block::NewPage => self.pieces.push(Piece::new(Show::NewPage, 0.0)),
            Block::Divider => self.pieces.push(Piece::new(Show::Divider, LEADING)),
            Block::Signature { name, date, seal } => {
                self.signature([name, date], *seal, frame.parent)
            }
            Block::Blank(_) => {}
        }
    }

    fn heading(&mut self, level: u8, content: &[Inline], frame: Frame) {
        let role = match level {
            ..=2 => Role::Heading,
            3 => Role::Subheading,
            _ => Role::Text,
        };
        let thick = level == 4;
        let style = Style {
            thick,
            ..body(role)
        };
        let glyphs = self.setter.inlines(content, frame.style(style));
        if glyphs.is_empty() {
            return;
        }
        // A screen reader counts on headings that go down one step at a time.
        self.level = level.clamp(2, self.level + 1);
        let node = self.tree.add_heading(frame.parent, self.level);
        let text = self.text(glyphs, frame, node, LineStyle::Ragged);
        let start = self.lines(text, LEADING);
        self.stick(start);
        self.pieces[start].bookmark = Some(self.bookmarks.len());
        self.bookmarks.push(Bookmark {
            depth: usize::from(self.level) - 2,
            title: plain_text(content).replace('\n', " "),
            page: 0,
            top: 0.0,
        });
    }

    fn paragraph(&mut self, content: &[Inline], frame: Frame, label: Option<Label>) {
        let style = frame.style(body(frame.role));
        let glyphs = self.setter.inlines(content, style);
        if glyphs.is_empty() && label.is_none() {
            return;
        }
        let node = self.tree.add(frame.parent, "P");
        let text = self.text(glyphs, frame, node, LineStyle::Justified);
        let start = self.lines(Text { label, ..text }, LEADING);
        price_lines(&mut self.pieces[start..]);
    }

    fn text(&self, glyphs: Vec<Glyph>, frame: Frame, node: NodeId, line_style: LineStyle) -> Text {
        let indented = frame.indents || line_style == LineStyle::Ragged;
        let indent = if indented { 2.0 * (SIZE * PITCH) } else { 0.0 };
        let (left, width) = (LEFT + frame.left, MEASURE - frame.left);
        let (left, measure) = match line_style {
            // A long heading's lines all stand in.
            LineStyle::Ragged => (left + indent, Measure::even(width - indent)),
            _ => (left, Measure { width, indent }),
        };
        let lines = break_lines(&glyphs, measure, line_style, &[]);
        Text::new(glyphs, lines, (line_style, measure), left, node)
    }

    /// Adds a text's lines; gives the first one's place among the pieces.
    pub(super) fn lines(&mut self, mut text: Text, leading: f32) -> usize {
        let start = self.pieces.len();
        if text.lines.is_empty() {
            // A label without words still has its line.
            text.lines.push(Line::empty());
        }
        let text = Rc::new(text);
        self.pieces.extend((0..text.lines.len()).map(|line| Piece {
            notes: text.notes(line),
            ..Piece::new(
                Show::Line(Rc::clone(&text), line),
                leading + text.extra(line),
            )
        }));
        start
    }

    /// Forbids page breaks after all pieces from one on.
    pub(super) fn stick(&mut self, start: usize) {
        for piece in &mut self.pieces[start..] {
            piece.price = NEVER;
        }
    }

    pub(super) fn space(&mut self, height: f32) {
        if let Some(before) = self.pieces.last() {
            let price = before.price;
            self.pieces.push(Piece {
                price,
                ..Piece::new(Show::Space, height)
            });
        }
    }

    fn list(&mut self, start: Option<u64>, items: &[Vec<Block>], frame: Frame) {
        let list = self.tree.add(frame.parent, "L");
        let numbering = if start.is_some() { "Decimal" } else { "Disc" };
        self.tree.describe(list, Attribute::Numbering(numbering));
        for (at, item) in (0..).zip(items) {
            let label = match start {
                Some(start) => format!("{}.", start.saturating_add(at)),
                None => "•".to_owned(),
            };
            self.item(
                &label,
                item,
                Frame {
                    parent: list,
                    ..frame
                },
            );
        }
    }

    fn item(&mut self, label: &str, blocks: &[Block], frame: Frame) {
        let outer = if frame.indents { STEP } else { 0.0 };
        let item = self.tree.add(frame.parent, "LI");
        let node = self.tree.add(item, "Lbl");
        let body_node = self.tree.add(item, "LBody");
        let glyphs = self.setter.words(label, body(frame.role), None);
        let width: f32 = glyphs.iter().map(|glyph| glyph.advance).sum();
        let label_frame = frame.inside(item, outer);
        let step = (width + SIZE / 3.0).max(SIZE * 1.25);
        let inside = Frame {
            indents: false,
            ..label_frame.inside(body_node, step)
        };
        let left = LEFT + inside.left - step;
        let label = Label { glyphs, left, node };
        let (first, rest) = match blocks {
            [Block::Paragraph(content), rest @ ..] => (content.as_slice(), rest),
            _ => (&[][..], blocks),
        };
        self.paragraph(first, inside, Some(label));
        self.blocks(rest, inside);
    }

    fn table(&mut self, grid: &Grid, frame: Frame) {
        let named = self.setter.notes.len();
        let notes = table_notes::beneath(grid);
        let table = Table::new(self.setter, &mut self.tree, frame.parent, grid, &notes);
        let Some(table) = table else { return };
        self.space(AIR);
        self.pieces.extend(table.pieces());
        if let Some(last) = self.pieces.last_mut() {
            last.notes = named..self.setter.notes.len();
        }
        if let (Some(last), false) = (self.pieces.last_mut(), notes.is_empty()) {
            last.price = NEVER;
            self.space(table_notes::AIR);
        }
        for note in &notes {
            self.note(note, frame);
        }
        self.space(AIR);
    }

    /// A note beneath a table.
    fn note(&mut self, note: &Note, frame: Frame) {
        let words = format!("{} {}", note.mark, note.words);
        let style = Style::new(Role::Text, table_notes::SIZE);
        let glyphs = self.setter.words(&words, style, note.place);
        let node = self.tree.add(frame.parent, "P");
        let text = note_text(glyphs, node);
        let start = self.lines(text, table_notes::LEADING);
        price_lines(&mut self.pieces[start..]);
    }

    /// The footnotes that were named and are not set yet.
    fn footnotes(&mut self, frame: Frame) {
        while let Some(content) = self.setter.notes.get(self.notes.len()).cloned() {
            let number = self.notes.len() + 1;
            let style = Style::new(Role::Text, table_notes::SIZE);
            let mark = format!("{}\u{a0}", note_mark(number));
            let content = [vec![Inline::plain(mark)], content].concat();
            let glyphs = self.setter.inlines(&content, style);
            let node = self.tree.add(frame.parent, "Note");
            self.tree.describe(node, Attribute::Id(number));
            self.notes.push(Rc::new(note_text(glyphs, node)));
        }
    }
}

/// A note in lines of its own size.
fn note_text(glyphs: Vec<Glyph>, node: NodeId) -> Text {
    let (line_style, measure) = (LineStyle::Justified, Measure::even(MEASURE));
    let lines = break_lines(&glyphs, measure, line_style, &[]);
    Text {
        rise: rise(table_notes::LEADING, table_notes::SIZE),
        ..Text::new(glyphs, lines, (line_style, measure), LEFT, node)
    }
}

/// Words of the text's size.
pub(super) fn body(role: Role) -> Style {
    Style {
        pitch: PITCH,
        ..Style::new(role, SIZE)
    }
}
