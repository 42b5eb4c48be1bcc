//! Blocks into paragraphs: each with its style, and what stays together.

use super::{
    Error,
    lists::{Label, Lists},
    package::{Part, Relations},
    page::{BODY, MEASURE},
    particulars,
    styles::{self, DEEPEST, INDENT},
    table::{self, MOST_COLUMNS},
    text::{self, Manner},
    xml::Xml,
};
use crate::{
    document::{Blank, Block, CellKind, Chart, Document, Grid, Image, Inline, plain_text},
    form::report::Seal,
    write::{
        chart::{Frame as Field, lay_out},
        pdf::{self, Fonts},
        signature,
    },
};

/// How far an item's words stand in from its mark, in twentieths of a point.
const STEP: u32 = 474;
/// The width of a character, in twentieths of a point.
const EM: f32 = 316.0;
/// Twentieths of a point of a picture's point, in the units of drawings.
const UNITS: u32 = 635;

/// The blocks of a document on their way into Word's.
pub(super) struct Writer<'a> {
    /// The text so far.
    pub(super) xml: Xml,
    /// What the text refers to.
    pub(super) relations: Relations,
    /// The lists so far.
    pub(super) lists: Lists,
    /// The pictures so far.
    pub(super) pictures: Vec<Part>,
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
struct Shape {
    style: &'static str,
    keep: bool,
    label: Option<Label>,
    /// Left indent, first line, and how far the first line stands out.
    indent: Option<(u32, u32, u32)>,
}

impl<'a> Writer<'a> {
    /// An empty text.
    pub(super) fn new(fonts: &'a Fonts) -> Self {
        let mut xml = Xml::new("w:document", &super::NAMESPACES);
        xml.open("w:body", &[]);
        Writer {
            xml,
            relations: Relations::default(),
            lists: Lists::default(),
            pictures: Vec::new(),
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
        self.paragraph(
            &Shape {
                style: "Title",
                ..Shape::default()
            },
            |writer| {
                text::lines(&mut writer.xml, &lines, |_| Manner::default());
            },
        );
    }

    fn paragraph(&mut self, shape: &Shape, fill: impl FnOnce(&mut Self)) {
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
        self.xml.close();
        fill(self);
        self.xml.close();
    }

    fn words(&mut self, content: &[Inline]) {
        text::inlines(
            &mut self.xml,
            content,
            Manner::default(),
            &mut self.relations,
        );
    }

    fn blocks(&mut self, blocks: &[Block], frame: Frame) -> Result<(), Error> {
        for (at, block) in blocks.iter().enumerate() {
            let signed = matches!(blocks.get(at + 1), Some(Block::Signature { .. }));
            let last = at + 1 == blocks.len();
            let keep = signed || (last && frame.keep);
            self.block(block, Frame { keep, ..frame })?;
        }
        Ok(())
    }

    fn block(&mut self, block: &Block, frame: Frame) -> Result<(), Error> {
        match block {
            Block::Heading { level, content } => {
                let style = styles::heading(*level);
                self.paragraph(
                    &Shape {
                        style,
                        ..Shape::default()
                    },
                    |writer| writer.words(content),
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
            Block::Figure(image) => self.figure(image, frame)?,
            Block::Chart(chart) => self.chart(chart, frame)?,
            Block::Divider => self.divider(),
            Block::NewPage => self.new_page(),
            Block::Signature { name, date, seal } => self.signature(name, date, *seal),
            Block::Blank(blank) => self.blank(blank),
        }
        Ok(())
    }

    fn blank(&mut self, blank: &Blank) {
        let shape = |style| Shape {
            style,
            ..Shape::default()
        };
        match blank {
            Blank::Guide(words) => self.paragraph(&shape("Guide"), |writer| {
                text::run(&mut writer.xml, words, Manner::default());
            }),
            Blank::Particulars(particulars) => {
                particulars::table(&mut self.xml, particulars);
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
            indent: (frame.left > 0).then_some((frame.left, first, 0)),
        };
        self.paragraph(&shape, |writer| writer.words(content));
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
                indent: Some((left, 0, STEP)),
            };
            self.paragraph(&shape, |writer| writer.words(first));
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
        let fit = match self.to_fill {
            true => pdf::fit(&roomy(grid), self.fonts),
            false => pdf::fit(grid, self.fonts),
        };
        self.air(true);
        table::table(&mut self.xml, grid, &fit, &mut self.relations);
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
        let width = |line: &str| text::ems(line) * EM;
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
            text::run(&mut self.xml, line, Manner::default());
            self.xml.close();
        }
    }

    fn figure(&mut self, image: &Image, frame: Frame) -> Result<(), Error> {
        let (width, height) = pdf::picture_size(image).map_err(Error::Picture)?;
        // Three quarters of a point for each pixel, as far as the type area goes.
        let natural = (width as f32 * 15.0, height as f32 * 15.0);
        let scale = (MEASURE as f32 / natural.0)
            .min(BODY as f32 * 0.6 / natural.1)
            .min(1.0);
        let size = [natural.0, natural.1].map(|length| {
            let length = (length * scale) as u32;
            (length.max(1) * UNITS).to_string()
        });
        let number = self.pictures.len() + 1;
        let extension = match *image.bytes {
            [0xff, ..] => "jpeg",
            _ => "png",
        };
        let name = format!("media/{number}.{extension}");
        let id = self.relations.part("image", &name);
        self.pictures.push(Part {
            name,
            kind: "image",
            bytes: image.bytes.to_vec(),
        });
        let alt = match image.alt.trim() {
            "" => &image.target,
            alt => alt,
        };
        let shape = Shape {
            style: "Picture",
            keep: frame.keep,
            ..Shape::default()
        };
        self.paragraph(&shape, |writer| {
            super::picture::drawing(&mut writer.xml, number, alt, &id, &size);
        });
        Ok(())
    }
}

impl Writer<'_> {
    /// A chart that Word draws, about as high as ours.
    fn chart(&mut self, chart: &Chart, frame: Frame) -> Result<(), Error> {
        let number = self.pictures.len() + 1;
        let points = MEASURE as f32 / 20.0;
        let height = lay_out(chart, Field::of(points)).height + 24.0;
        let height = (height * 20.0).clamp(2400.0, BODY as f32 * 0.95);
        let size = [MEASURE, height as u32].map(|length| (length * UNITS).to_string());
        let parts = super::chart::parts(chart, number).map_err(|_| Error::Output)?;
        let id = self.relations.part("chart", &parts[0].name);
        self.pictures.extend(parts);
        let shape = Shape {
            style: "Picture",
            keep: frame.keep,
            ..Shape::default()
        };
        self.paragraph(&shape, |writer| {
            super::chart::drawing(&mut writer.xml, number, &chart.alt(), &id, &size);
        });
        Ok(())
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
