//! Blocks into paragraphs: each with its style, and what stays together.

use super::{
    Error,
    lists::{Label, Lists},
    package::Relations,
    page::{MEASURE, Marks},
    particulars, picture,
    runs::{self, Manner},
    styles::{self, DEEPEST, INDENT},
    word_table::{self, MOST_COLUMNS},
    xml::Xml,
};
use crate::{
    pdf::{self, Fonts},
    signature,
};
use document::{Blank, Block, CellKind, Document, Grid, Inline, plain_text};
use form::report::Seal;

/// How far an item's words stand in from its mark, in twentieths of a point.
const STEP: u32 = 474;
/// The width of a character, in twentieths of a point.
const EM: f32 = 316.0;

/// The blocks of a document on their way into Word's.
pub(super) struct Writer<'a> {
    /// The text so far.
    pub(super) xml: Xml,
    /// What the text refers to.
    pub(super) relations: Relations,
    /// The lists so far.
    pub(super) lists: Lists,
    /// What its pages refer to.
    pub(super) marks: Marks,
    /// Whether its pages lie on their side now.
    pub(super) turned: bool,
    /// For the widths of a table's columns.
    fonts: &'a Fonts,
    /// Whether it is a form to fill in.
    to_fill: bool,
}

/// Where blocks stand, and how.
#[derive(Clone, Copy)]
struct Frame {
    style: &'static str,
    /// How far in, in twentieths of a point.
    left: u32,
    /// Whether a paragraph's first line stands in by two characters.
    indents: bool,
    /// How many lists are around it.
    lists: usize,
    /// Whether the last line stays on the page of what follows: the signature.
    keep: bool,
}

/// What a paragraph has beyond its style.
#[derive(Default)]
pub(super) struct Shape {
    style: &'static str,
    keep: bool,
    label: Option<Label>,
    /// Whether a line grows with what stands on it.
    grows: bool,
    /// Whether its lines are not stretched to the right edge.
    ragged: bool,
    /// Left indent, first line, and how far the first line stands out.
    indent: Option<(u32, u32, u32)>,
}

impl Shape {
    /// A style, and whether the paragraph stays on the page of what follows.
    pub(super) fn of(style: &'static str, keep: bool) -> Self {
        Shape {
            style,
            keep,
            ..Shape::default()
        }
    }
}

impl<'a> Writer<'a> {
    /// An empty text.
    pub(super) fn new(fonts: &'a Fonts, relations: Relations, marks: Marks) -> Self {
        let mut xml = Xml::new("w:document", &super::NAMESPACES);
        xml.open("w:body", &[]);
        Writer {
            xml,
            relations,
            lists: Lists::default(),
            marks,
            turned: false,
            fonts,
            to_fill: false,
        }
    }

    /// Writes title and blocks.
    ///
    /// # Errors
    /// A picture or a table that Word cannot hold.
    pub(super) fn document(&mut self, document: &Document) -> Result<(), Error> {
        let blanks = |block: &Block| matches!(block, Block::Blank(_));
        self.to_fill = document.blocks.iter().any(blanks);
        self.title(document);
        let frame = Frame {
            style: "Normal",
            left: 0,
            indents: true,
            lists: 0,
            keep: false,
        };
        self.blocks(&document.blocks, frame)
    }

    /// Broken as in the PDF: Word would leave a word of it alone on a line.
    fn title(&mut self, document: &Document) {
        let lines = pdf::title_lines(document, self.fonts);
        self.paragraph(&Shape::of("Title", false), |writer| {
            runs::lines(&mut writer.xml, &lines, |_| Manner::default());
        });
    }

    pub(super) fn paragraph(&mut self, shape: &Shape, fill: impl FnOnce(&mut Self)) {
        self.turn(false);
        self.xml.open("w:p", &[]);
        self.xml.open("w:pPr", &[]);
        if shape.style != "Normal" {
            self.xml.value("w:pStyle", shape.style);
        }
        if shape.keep {
            self.xml.empty("w:keepNext", &[]);
        }
        if let Some(label) = shape.label {
            label.write(&mut self.xml);
        }
        if shape.grows {
            let line = [("w:line", "579"), ("w:lineRule", "atLeast")];
            self.xml.empty("w:spacing", &line);
        }
        match shape.indent {
            Some((left, first, 0)) => styles::indents(&mut self.xml, left, first),
            Some((left, _, out)) => {
                let (left, out) = (left.to_string(), out.to_string());
                let attributes = [
                    ("w:left", &*left),
                    ("w:hanging", &*out),
                    ("w:firstLineChars", "0"),
                ];
                self.xml.empty("w:ind", &attributes);
            }
            None => {}
        }
        if shape.grows || shape.ragged {
            // Words before a picture or an address that begins the next line are not stretched.
            self.xml.value("w:jc", "left");
        }
        self.xml.close();
        fill(self);
        self.xml.close();
    }

    /// Words that stand in so far.
    fn words(&mut self, content: &[Inline], left: u32) {
        let manner = Manner {
            room: Some(picture::room(content, left)),
            ..Manner::default()
        };
        runs::inlines(&mut self.xml, content, manner, &mut self.relations);
    }

    fn blocks(&mut self, blocks: &[Block], frame: Frame) -> Result<(), Error> {
        for (at, block) in blocks.iter().enumerate() {
            let next = blocks.get(at + 1);
            let signed = matches!(next, Some(Block::Signature { .. }));
            let last = at + 1 == blocks.len();
            let keep = signed || block.announces(next) || (last && frame.keep);
            self.block(block, Frame { keep, ..frame })?;
        }
        Ok(())
    }

    fn block(&mut self, block: &Block, frame: Frame) -> Result<(), Error> {
        if !matches!(block, Block::Table(_)) {
            self.turn(false);
        }
        match block {
            Block::Heading { level, content } => {
                let style = styles::heading(*level);
                self.paragraph(
                    &Shape {
                        style,
                        grows: picture::is_high(content),
                        ..Shape::default()
                    },
                    |writer| writer.words(content, INDENT),
                );
            }
            Block::Paragraph(content) => self.text(content, frame),
            Block::List { start, items } => self.list(*start, items, frame)?,
            Block::Quote(blocks) => {
                let quote = Frame {
                    style: "Quote",
                    left: (frame.left + INDENT).min(DEEPEST),
                    ..frame
                };
                self.blocks(blocks, quote)?;
            }
            Block::Table(grid) => self.table(grid)?,
            Block::Figure(figure) => self.figure(figure, frame.keep),
            Block::Chart(chart) => self.chart(chart, frame.keep),
            Block::Sheet(sheet) => {
                for words in sheet.words() {
                    self.text(&[Inline::plain(words)], frame);
                }
            }
            Block::Divider => self.divider(),
            Block::NewPage => self.new_page(),
            Block::Signature { name, date, seal } => self.signature(name, date, *seal),
            Block::Blank(blank) => self.blank(blank),
        }
        Ok(())
    }

    fn blank(&mut self, blank: &Blank) {
        let shape = |style| Shape::of(style, false);
        match blank {
            Blank::Guide(words) => self.paragraph(&shape("Guide"), |writer| {
                runs::run(&mut writer.xml, words, Manner::default());
            }),
            Blank::Particulars(particulars) => {
                particulars::write(&mut self.xml, particulars);
                self.air(false);
            }
            Blank::Line => self.paragraph(&shape("Normal"), |_| {}),
        }
    }

    fn text(&mut self, content: &[Inline], frame: Frame) {
        let first = if frame.indents { INDENT } else { 0 };
        let shape = Shape {
            style: frame.style,
            keep: frame.keep,
            label: None,
            grows: picture::is_high(content),
            ragged: runs::has_address(content),
            indent: (frame.left > 0).then_some((frame.left, first, 0)),
        };
        self.paragraph(&shape, |writer| writer.words(content, frame.left));
    }

    fn list(
        &mut self,
        start: Option<u64>,
        items: &[Vec<Block>],
        frame: Frame,
    ) -> Result<(), Error> {
        let label = self.lists.begin(start, frame.lists);
        let outer = if frame.indents { INDENT } else { 0 };
        let left = (frame.left + outer + STEP).min(DEEPEST);
        let style = match frame.style {
            "Normal" => "ListParagraph",
            style => style,
        };
        let inside = Frame {
            style,
            left,
            indents: false,
            lists: frame.lists + 1,
            keep: false,
        };
        for (at, blocks) in items.iter().enumerate() {
            let last = at + 1 == items.len();
            let keep = frame.keep && last;
            let (first, rest) = match blocks.split_first() {
                Some((Block::Paragraph(content), rest)) => (&content[..], rest),
                _ => (&[][..], &blocks[..]),
            };
            let shape = Shape {
                style,
                keep: keep && rest.is_empty(),
                label: Some(label),
                grows: picture::is_high(first),
                ragged: runs::has_address(first),
                indent: Some((left, 0, STEP)),
            };
            self.paragraph(&shape, |writer| writer.words(first, left));
            self.blocks(rest, Frame { keep, ..inside })?;
        }
        Ok(())
    }

    fn table(&mut self, grid: &Grid) -> Result<(), Error> {
        if grid.columns > MOST_COLUMNS {
            return Err(Error::WideTable(grid.columns));
        }
        if grid.columns == 0 || grid.rows.is_empty() {
            return Ok(());
        }
        let grid = &word_table::with_footnotes(grid);
        let fit = match self.to_fill {
            true => pdf::fit(&roomy(grid), self.fonts),
            false => pdf::fit(grid, self.fonts),
        };
        self.turn(fit.turned);
        self.air(true);
        word_table::table(&mut self.xml, grid, &fit, &mut self.relations);
        self.air(false);
        Ok(())
    }

    /// A narrow space, which also keeps two tables apart.
    fn air(&mut self, keep: bool) {
        let keep = if keep { "<w:keepNext/>" } else { "" };
        let xml = &mut self.xml;
        xml.constant("<w:p><w:pPr>");
        xml.constant(keep);
        xml.constant(r#"<w:spacing w:line="160" w:lineRule="exact"/></w:pPr></w:p>"#);
    }

    fn new_page(&mut self) {
        let xml = &mut self.xml;
        xml.constant(r#"<w:p><w:pPr><w:spacing w:line="20" w:lineRule="exact"/></w:pPr>"#);
        xml.constant(r#"<w:r><w:br w:type="page"/></w:r></w:p>"#);
    }

    fn divider(&mut self) {
        let xml = &mut self.xml;
        xml.constant("<w:p><w:pPr><w:pBdr>");
        xml.constant(r#"<w:bottom w:val="single" w:sz="4" w:space="1" w:color="auto"/></w:pBdr>"#);
        xml.constant(r#"<w:spacing w:after="280" w:line="299" w:lineRule="exact"/>"#);
        xml.constant("</w:pPr></w:p>");
    }

    /// Name and date at the right, with the last lines of text.
    fn signature(&mut self, name: &str, date: &str, seal: Seal) {
        let names = pdf::signed_lines(name.trim(), self.fonts);
        let width = |line: &str| runs::ems(line) * EM;
        let broad = names.iter().map(|line| width(line)).fold(0.0, f32::max);
        let lefts = signature::lefts(seal, [broad, width(date.trim())], MEASURE as f32, EM);
        let names = names.iter().map(|line| (line.as_str(), broad, lefts[0]));
        let date = (date.trim(), width(date.trim()), lefts[1]);
        let lines: Vec<_> = names
            .chain([date])
            .filter(|line| !line.0.is_empty())
            .collect();
        for (at, (line, broad, left)) in lines.iter().enumerate() {
            self.xml.open("w:p", &[]);
            self.xml.open("w:pPr", &[]);
            self.xml.value("w:pStyle", "Signature");
            if at + 1 == lines.len() {
                self.xml.value("w:keepNext", "0");
            }
            if at == 0 {
                let xml = &mut self.xml;
                xml.constant(r#"<w:spacing w:before="579" w:line="579" w:lineRule="exact"/>"#);
            }
            let (left, right, side) = match seal {
                Seal::Sealed => {
                    let own = left + (broad - width(line)) / 2.0;
                    (0.0, MEASURE as f32 - own - width(line), "right")
                }
                Seal::Unsealed => (*left, 0.0, "left"),
            };
            let [left, right] = [left, right].map(|length| (length.max(0.0) as u32).to_string());
            let indent = [
                ("w:left", &*left),
                ("w:right", &*right),
                ("w:firstLineChars", "0"),
                ("w:firstLine", "0"),
            ];
            self.xml.empty("w:ind", &indent);
            self.xml.value("w:jc", side);
            self.xml.close();
            runs::run(&mut self.xml, line, Manner::default());
            self.xml.close();
        }
    }
}

/// A table with room in its blank cells for what is to be written there.
fn roomy(grid: &Grid) -> Grid {
    let mut roomy = grid.clone();
    let cells = roomy.rows.iter_mut().flat_map(|row| &mut row.cells);
    for cell in cells.filter(|cell| cell.kind == CellKind::Figure) {
        if plain_text(&cell.content).is_empty() {
            cell.content = vec![Inline::plain("0000")];
        }
    }
    roomy
}
