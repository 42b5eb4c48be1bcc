//! The blocks of a Word file.

use super::{
    line::{Field, Line, chosen},
    notes::Notes,
    numbering::{self, Label, Numbering},
    package::Relations,
    styles::Styles,
    xml::Element,
};
use crate::{
    import::words::Words,
    published::{Block, Origin, Paragraph, Role},
};

/// What reading goes along with.
pub(super) struct Reader<'a> {
    pub(super) relations: &'a Relations,
    pub(super) styles: Styles,
    pub(super) notes: Notes<'a>,
    pub(super) fields: Vec<Field>,
    pub(super) has_changes: bool,
    pub(super) has_contents: bool,
    pub(super) has_foreign: bool,
    pub(super) pictures: usize,
    pub(super) objects: usize,
    pub(super) symbols: usize,
    pub(super) boxes: usize,
    pub(super) nested: usize,
    numbering: Numbering,
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
            fields: Vec::new(),
            has_changes: false,
            has_contents: false,
            has_foreign: false,
            pictures: 0,
            objects: 0,
            symbols: 0,
            boxes: 0,
            nested: 0,
            numbering: numbering.map(Numbering::read).unwrap_or_default(),
            carried: None,
        }
    }

    /// The blocks of the whole document.
    pub(super) fn document(&mut self, body: &'a Element) -> Vec<Block> {
        let mut blocks = Vec::new();
        self.blocks(body, false, &mut blocks);
        if let Some(words) = self.carried.take() {
            push(paragraph(&words, Role::Body), &mut blocks);
        }
        blocks
    }

    /// The blocks in an element, which may be a cell.
    pub(super) fn blocks(&mut self, parent: &'a Element, in_cell: bool, out: &mut Vec<Block>) {
        for element in parent.elements() {
            match element.name.as_str() {
                "w:p" => self.paragraph(element, in_cell, out),
                "w:tbl" => self.table(element, in_cell, out),
                "w:ins" | "w:moveTo" => {
                    self.has_changes = true;
                    self.blocks(element, in_cell, out);
                }
                "w:del" | "w:moveFrom" => self.has_changes = true,
                "mc:AlternateContent" => {
                    if let Some(chosen) = chosen(element) {
                        self.blocks(chosen, in_cell, out);
                    }
                }
                "w:altChunk" | "w:subDoc" => self.has_foreign = true,
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
        if self.styles.is_contents(own) {
            self.has_contents = true;
            return;
        }
        let mark = properties.and_then(|e| e.child("w:rPr"));
        if let Some(mut words) = self.carried.take() {
            words.append(&line.words);
            line.words = words;
        }
        if mark.is_some_and(|mark| mark.child("w:del").is_some()) {
            self.has_changes = true;
            self.carried = Some(std::mem::take(&mut line.words));
        } else {
            let role = self.role(properties, own, level, in_cell, &mut line);
            push(paragraph(&line.words, role), out);
        }
        self.behind(line, in_cell, out);
    }

    /// What hangs on a paragraph, put behind it.
    fn behind(&mut self, line: Line<'a>, in_cell: bool, out: &mut Vec<Block>) {
        for content in line.boxes {
            self.boxes += 1;
            self.blocks(content, in_cell, out);
        }
        for (number, note) in line.notes {
            let mut blocks = Vec::new();
            self.blocks(note, true, &mut blocks);
            let texts = blocks.iter().filter_map(|block| match block {
                Block::Paragraph(paragraph) => Some(paragraph.text.as_str()),
                Block::Table(_) => None,
            });
            let text = format!("［注{number}］{}", texts.collect::<Vec<_>>().join(" "));
            let mut words = Words::default();
            words.push(&text, &Default::default());
            self.aside(paragraph(&words, Role::Body), in_cell, out);
        }
    }

    /// A note: behind its paragraph, but never among the figures of a table.
    fn aside(&mut self, paragraph: Paragraph, in_cell: bool, out: &mut Vec<Block>) {
        match in_cell {
            true => self.notes.pending.push(paragraph),
            false => push(paragraph, out),
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

    /// What could not be read as it stands.
    pub(super) fn remarks(&self) -> Vec<String> {
        let mut remarks = Vec::new();
        let mut remark = |count: usize, text: &str| {
            if count > 0 {
                remarks.push(text.replace('#', &count.to_string()));
            }
        };
        remark(
            self.has_changes.into(),
            "文件里有修订：插入的文字读入了，删除的文字没有读入，请核对",
        );
        remark(
            self.notes.count,
            "脚注、尾注 # 条，作为文字放在所在段落或表格之后",
        );
        remark(self.boxes, "文本框 # 个，其中的文字放在所在段落之后");
        remark(self.nested, "表中套表 # 处，里面的表作为单元格的文字读入");
        remark(self.pictures, "图片 # 张没有读入");
        remark(self.objects, "嵌入的对象（如 Excel 表格）# 个没有读入");
        remark(self.symbols, "符号字体的字符 # 个认不出，写作“□”");
        remark(self.has_contents.into(), "目录没有读入");
        remark(self.has_foreign.into(), "引用的其他文档没有读入");
        remarks
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

fn push(paragraph: Paragraph, out: &mut Vec<Block>) {
    if !paragraph.text.is_empty() {
        out.push(Block::Paragraph(paragraph));
    }
}
