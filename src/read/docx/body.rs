//! The blocks of a Word file.

use super::{
    contents::Contents,
    drawing::chosen,
    field::Fields,
    line::Line,
    notes::{Note, Notes},
    numbering::{self, Label, Numbering},
    package::Relations,
    seen::Seen,
    styles::Styles,
    xml::Element,
};
use crate::read::{
    published::{Block, Origin, Paragraph, Role},
    words::Words,
};

/// What reading goes along with.
pub(super) struct Reader<'a> {
    pub(super) relations: &'a Relations,
    pub(super) styles: Styles,
    pub(super) notes: Notes<'a>,
    pub(super) fields: Fields,
    pub(super) seen: Seen,
    numbering: Numbering,
    contents: Contents,
    /// Words of a paragraph whose end has been deleted: the next one goes on with them.
    carried: Option<Words>,
}

impl<'a> Reader<'a> {
    /// A reader of a file's parts.
    pub(super) fn new(
        relations: &'a Relations,
        styles: Option<&Element>,
        numbering: Option<&Element>,
    ) -> Self {
        Reader {
            relations,
            styles: styles.map(Styles::read).unwrap_or_default(),
            notes: Notes::default(),
            fields: Fields::default(),
            seen: Seen::default(),
            numbering: numbering.map(Numbering::read).unwrap_or_default(),
            contents: Contents::default(),
            carried: None,
        }
    }

    /// The blocks of the whole document.
    pub(super) fn document(&mut self, body: &'a Element) -> Vec<Block> {
        let mut blocks = Vec::new();
        self.blocks(body, false, &mut blocks);
        self.end(&mut blocks);
        self.seen.contents = self.contents.settle(&mut blocks);
        blocks
    }

    /// The end of the document or of a cell: no paragraph goes on behind it.
    pub(super) fn end(&mut self, out: &mut Vec<Block>) {
        if let Some(words) = self.carried.take() {
            push(paragraph(&words, Role::Body), out);
        }
    }

    /// The blocks in an element, which may be a cell.
    pub(super) fn blocks(&mut self, parent: &'a Element, in_cell: bool, out: &mut Vec<Block>) {
        for element in parent.elements() {
            match element.name.as_str() {
                "w:p" => self.paragraph(element, in_cell, out),
                "w:tbl" => self.table(element, in_cell, out),
                "w:ins" | "w:moveTo" => {
                    self.seen.changes = true;
                    self.blocks(element, in_cell, out);
                }
                "w:del" | "w:moveFrom" => self.seen.changes = true,
                "mc:AlternateContent" => {
                    if let Some(chosen) = chosen(element) {
                        self.blocks(chosen, in_cell, out);
                    }
                }
                "w:altChunk" | "w:subDoc" => self.seen.foreign = true,
                "w:sdt" | "w:sdtContent" | "w:customXml" | "w:smartTag" => {
                    self.blocks(element, in_cell, out);
                }
                _ => {}
            }
        }
    }

    fn paragraph(&mut self, element: &'a Element, in_cell: bool, out: &mut Vec<Block>) {
        let properties = element.child("w:pPr");
        let own = properties.and_then(|e| e.value("w:pStyle"));
        let level = self.heading(properties, own);
        let mut line = Line {
            style: own,
            is_heading: level.is_some() && !in_cell,
            in_cell,
            ..Line::default()
        };
        self.inline(element, &mut line);
        if self.styles.is_contents(own) && !in_cell {
            self.contents
                .add(out.len(), paragraph(&line.words, Role::Body));
            return self.behind(line, in_cell, out);
        }
        let mark = properties.and_then(|e| e.child("w:rPr"));
        if let Some(mut words) = self.carried.take() {
            words.append(&line.words);
            line.words = words;
        }
        if mark.is_some_and(|mark| mark.child("w:del").is_some()) {
            self.seen.changes = true;
            self.carried = Some(std::mem::take(&mut line.words));
        } else {
            let role = self.role(properties, own, level, in_cell, &mut line);
            push(paragraph(&line.words, role), out);
        }
        self.behind(line, in_cell, out);
    }

    /// What hangs on a paragraph, put behind it.
    fn behind(&mut self, line: Line<'a>, in_cell: bool, out: &mut Vec<Block>) {
        out.extend(line.pictures.into_iter().map(Block::Paragraph));
        for words in line.drawn {
            push(plain(&words), out);
        }
        for content in line.boxes {
            self.seen.boxes += 1;
            self.blocks(content, in_cell, out);
        }
        for (number, note) in line.notes {
            let mut blocks = Vec::new();
            self.blocks(note, true, &mut blocks);
            let texts = blocks.iter().filter_map(|block| match block {
                Block::Paragraph(paragraph) => Some(paragraph.text.as_str()),
                Block::Table(_) => None,
            });
            let words = texts.collect::<Vec<_>>().join(" ");
            let note = Note { number, words };
            match (in_cell, number) {
                // A note stands behind its paragraph, but never among the figures of a table.
                (true, _) => self.notes.of_cell.push(note),
                (false, Some(_)) => push(plain(&note.text(None)), out),
                (false, None) => self.seen.comment(&note.words),
            }
        }
    }

    fn heading(&self, properties: Option<&Element>, style: Option<&str>) -> Option<u8> {
        let direct = properties.and_then(|e| e.value("w:outlineLvl")?.parse::<u8>().ok());
        match direct {
            Some(level) if level < 9 => Some(level + 1),
            Some(_) => None,
            None => {
                let style = style.or(self.styles.usual());
                self.styles.heading(style).filter(|&level| level > 0)
            }
        }
    }

    /// What a paragraph is. The number that Word puts before it joins its words, unless
    /// it makes the paragraph an item.
    fn role(
        &mut self,
        properties: Option<&Element>,
        style: Option<&str>,
        level: Option<u8>,
        in_cell: bool,
        line: &mut Line<'a>,
    ) -> Role {
        let shows = !line.words.text().is_empty();
        let (label, depth) = match self.label(properties, style, shows) {
            Some(found) => found,
            None if self.styles.is_quote(style) && !in_cell => return Role::Quote,
            None => return level.map_or(Role::Body, Role::Heading),
        };
        let number = match label {
            Label::Number(number) => Some(Some(number)),
            Label::Bullet => Some(None),
            Label::Words(_) => None,
        };
        match (level, number) {
            (None, Some(number)) if !in_cell => Role::Item { depth, number },
            _ => {
                line.words.prepend(&numbering::words(&label));
                level.map_or(Role::Body, Role::Heading)
            }
        }
    }

    fn label(
        &mut self,
        properties: Option<&Element>,
        style: Option<&str>,
        shows: bool,
    ) -> Option<(Label, u8)> {
        let own = properties.and_then(|e| e.child("w:numPr"));
        let above = self.styles.list(style);
        let list = own.and_then(|e| e.value("w:numId"));
        let list = list.or(above.map(|(_, list, _)| list))?;
        let depth = own.and_then(|e| e.value("w:ilvl")?.parse::<usize>().ok());
        let depth = depth.or_else(|| {
            let (style, list, depth) = above?;
            depth.or_else(|| self.numbering.level_of_style(list, style))
        });
        let depth = depth.unwrap_or(0);
        // Word counts a paragraph without words too, but there is nothing to label.
        let label = self.numbering.next(list, depth)?;
        shows.then_some((label, u8::try_from(depth).unwrap_or(u8::MAX)))
    }
}

fn paragraph(words: &Words, role: Role) -> Paragraph {
    Paragraph {
        text: words.text(),
        markdown: words.markdown(),
        role,
        origin: Origin::default(),
    }
}

/// A paragraph of words that all look the same.
pub(super) fn plain(text: &str) -> Paragraph {
    let mut words = Words::default();
    words.push(text, &Default::default());
    paragraph(&words, Role::Body)
}

fn push(paragraph: Paragraph, out: &mut Vec<Block>) {
    if !paragraph.text.is_empty() {
        out.push(Block::Paragraph(paragraph));
    }
}
