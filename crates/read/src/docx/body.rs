//! The blocks of a Word file.

use super::{
    field::Fields,
    line::Line,
    notes::{Notes, told},
    numbering::{Label, Numbering},
    package::Relations,
    seen::Seen,
    styles::Styles,
    tree::Element,
};
use crate::{
    published::{Block, Role},
    words::Words,
};

/// Styles of quotations.
const QUOTES: [&str; 4] = ["quote", "intense quote", "quotations", "引用"];

/// What reading goes along with.
pub(super) struct Reader<'a> {
    pub(super) relations: &'a Relations,
    pub(super) styles: Styles<'a>,
    pub(super) notes: Notes<'a>,
    pub(super) fields: Fields,
    pub(super) seen: Seen,
    numbering: Numbering<'a>,
}

impl<'a> Reader<'a> {
    /// A reader of a file's parts: styles, lists, notes.
    pub(super) fn new(parts: [Element<'a>; 4], relations: &'a Relations) -> Self {
        let [styles, numbering, footnotes, endnotes] = parts;
        Reader {
            relations,
            styles: Styles::read(styles),
            notes: Notes::read(&[footnotes, endnotes]),
            fields: Fields::default(),
            seen: Seen::default(),
            numbering: Numbering::read(numbering),
        }
    }

    /// The blocks of the whole document.
    pub(super) fn document(&mut self, body: Element<'a>) -> Vec<Block> {
        let mut blocks = Vec::new();
        self.seen.changes = body.has_changes();
        self.blocks(body, false, &mut blocks);
        blocks
    }

    /// The blocks in an element, which may be a cell.
    pub(super) fn blocks(&mut self, parent: Element<'a>, in_cell: bool, out: &mut Vec<Block>) {
        for element in parent.shown() {
            match element.name() {
                ("w", "p") => self.paragraph(element, in_cell, out),
                ("w", "tbl") => self.table(element, in_cell, out),
                ("w", "altChunk" | "subDoc") => self.seen.foreign = true,
                _ => {}
            }
        }
    }

    fn paragraph(&mut self, element: Element<'a>, in_cell: bool, out: &mut Vec<Block>) {
        let properties = element.child("w:pPr");
        let style = properties.and_then(|e| e.value("w:pStyle"));
        let level = match properties.and_then(|e| e.number("w:outlineLvl")) {
            Some(level @ 0_u8..9) => Some(level + 1),
            Some(_) => None,
            None => self.styles.heading(style),
        };
        let mut line = Line {
            manner: self.styles.manner(style),
            is_heading: level.is_some() && !in_cell,
            in_cell,
            ..Line::default()
        };
        self.inline(element, &mut line);
        self.seen.torn_fields |= self.fields.end_paragraph();
        self.seen.unread(line.unread, &line.words.text());
        let role = self.role(properties, style, level, &mut line);
        out.extend(line.words.paragraph(role));
        self.behind(line, in_cell, out);
    }

    /// What hangs on a paragraph, put behind it.
    fn behind(&mut self, line: Line<'a>, in_cell: bool, out: &mut Vec<Block>) {
        out.extend(line.pictures);
        for content in line.boxes {
            self.seen.boxes += 1;
            self.blocks(content, in_cell, out);
        }
        for (number, note) in line.notes {
            let mut blocks = Vec::new();
            self.blocks(note, true, &mut blocks);
            let texts = blocks.iter().map(Block::line);
            let words = texts.collect::<Vec<_>>().join(" ");
            // A note stands behind its paragraph, but never among the figures of a table.
            match in_cell {
                true => self.notes.of_cell.push((number, words)),
                false => out.extend(plain(&told(number, &words))),
            }
        }
    }

    /// What a paragraph is. The number that Word puts before it joins its words, unless
    /// it makes the paragraph an item.
    fn role(
        &mut self,
        properties: Option<Element<'a>>,
        style: Option<&'a str>,
        level: Option<u8>,
        line: &mut Line<'a>,
    ) -> Role {
        let heading = level.map_or(Role::Body, Role::Heading);
        // Word counts a paragraph without words too, but there is nothing to label.
        let label = self.label(properties, style);
        let label = label.filter(|_| !line.words.text().is_empty());
        let free = !line.in_cell;
        match label {
            None if free && self.styles.is_named(style, &QUOTES) => Role::Quote,
            None => heading,
            Some((Label::Item(number), depth)) if free && level.is_none() => {
                Role::Item { depth, number }
            }
            Some((label, _)) => {
                line.words.prepend(&label.words());
                if let Label::Words(_, unread) = label {
                    self.seen.unread(unread, &line.words.text());
                }
                heading
            }
        }
    }

    fn label(
        &mut self,
        properties: Option<Element<'a>>,
        style: Option<&'a str>,
    ) -> Option<(Label, u8)> {
        let own = properties.and_then(|e| e.child("w:numPr"));
        let above = self.styles.list(style);
        let list = own.and_then(|e| e.value("w:numId"));
        let list = list.or(above.map(|(_, list, _)| list))?;
        let depth = own.and_then(|e| e.number("w:ilvl")).or_else(|| {
            let (style, list, depth) = above?;
            depth.or_else(|| self.numbering.level_of_style(list, style))
        });
        let depth = depth.unwrap_or(0);
        let label = self.numbering.next(list, depth)?;
        Some((label, u8::try_from(depth).unwrap_or(u8::MAX)))
    }
}

/// A paragraph of words that all look the same.
pub(super) fn plain(text: &str) -> Option<Block> {
    let mut words = Words::default();
    words.push(text, &Default::default());
    words.paragraph(Role::Body)
}
