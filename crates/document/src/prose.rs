//! The author's Markdown as blocks.
//!
//! What clerks paste is Markdown only by courtesy, so three things are read
//! kindly: a line that ends a sentence ends a paragraph, indentation is not
//! code, and HTML is words.

mod address;
mod footnotes;
mod paragraphs;

use std::{collections::BTreeMap, iter::Peekable, ops::Range, sync::Arc};

use pulldown_cmark::{Alignment, Event, HeadingLevel, Tag, TagEnd};

use self::{
    address::is_safe,
    footnotes::Notes,
    paragraphs::{join, paragraphs, push_text},
};
use super::{Block, Cell, CellKind, Grid, Image, Inline, Row, Side, Text, plain_text};
use base::characters::seen;
use form::report::{Passage, commonmark::Prepared};

/// Lists, quotes and marks within one another, at the most; what lies deeper is set as
/// if it did not. It bounds the recursion, here and in the writers.
const MAX_DEPTH: usize = 24;

/// The blocks of a passage. The uppermost heading in it gets the level `top`.
///
/// `images` are the pictures that could be read, `notes` counts the footnotes of the report.
pub fn blocks(
    passage: &Passage,
    top: u8,
    images: &BTreeMap<String, Arc<[u8]>>,
    notes: &mut usize,
) -> Vec<Block> {
    let text = Prepared::of(&passage.text);
    let levels = text.events().filter_map(|(event, _)| match event {
        Event::Start(Tag::Heading { level, .. }) => Some(level as u8),
        _ => None,
    });
    let shift = levels.min().unwrap_or(HeadingLevel::H1 as u8);
    let builder = || Builder {
        passage,
        images,
        events: Shallow {
            events: Box::new(text.events()),
            depth: 0,
        }
        .peekable(),
        top,
        shift,
        notes: Notes::default(),
    };
    let mut main = builder();
    main.notes = Notes {
        said: builder().definitions(),
        numbers: BTreeMap::new(),
        count: *notes,
    };
    let blocks = main.blocks();
    *notes = main.notes.count;
    blocks
}

/// Events without the tags that lie too deep.
struct Shallow<'a> {
    events: Box<dyn Iterator<Item = (Event<'a>, Range<usize>)> + 'a>,
    depth: usize,
}

impl<'a> Iterator for Shallow<'a> {
    type Item = (Event<'a>, Range<usize>);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let (event, range) = self.events.next()?;
            let deep = self.depth >= MAX_DEPTH;
            match event {
                Event::Start(_) => self.depth += 1,
                Event::End(_) => self.depth -= 1,
                _ => return Some((event, range)),
            }
            if !(deep && self.depth >= MAX_DEPTH) {
                return Some((event, range));
            }
        }
    }
}

struct Builder<'a> {
    passage: &'a Passage,
    images: &'a BTreeMap<String, Arc<[u8]>>,
    events: Peekable<Shallow<'a>>,
    top: u8,
    shift: u8,
    notes: Notes,
}

impl Builder<'_> {
    /// Blocks up to the end of the enclosing one, which is taken too.
    fn blocks(&mut self) -> Vec<Block> {
        let mut blocks = Vec::new();
        while let Some((event, range)) = self.events.peek() {
            match event {
                Event::Start(Tag::Image { .. }) if self.passage.chart_at(range.start).is_some() => {
                    blocks.extend(self.chart());
                }
                Event::End(_) => {
                    self.events.next();
                    break;
                }
                Event::Start(tag) if is_block(tag) => {
                    let tag = tag.clone();
                    self.events.next();
                    self.block(tag, &mut blocks);
                }
                Event::Rule => {
                    self.events.next();
                    blocks.push(Block::Divider);
                }
                // A tight list's items hold their words without a paragraph.
                _ => paragraphs(self.inlines(None), &mut blocks),
            }
        }
        blocks
    }

    fn block(&mut self, tag: Tag<'_>, blocks: &mut Vec<Block>) {
        match tag {
            // A chart stands by itself, between what is written before and after it.
            Tag::Paragraph => loop {
                paragraphs(self.inlines(Some(TagEnd::Paragraph)), blocks);
                match self.chart() {
                    Some(chart) => blocks.push(chart),
                    None => break,
                }
            },
            Tag::Heading { level, .. } => {
                let content = join(self.inlines(Some(TagEnd::Heading(level))));
                let level = (self.top + level as u8 - self.shift).min(6);
                if !content.is_empty() {
                    blocks.push(Block::Heading { level, content });
                }
            }
            Tag::List(start) => blocks.push(Block::List {
                start,
                items: self.items(),
            }),
            Tag::BlockQuote(_) => blocks.push(Block::Quote(self.blocks())),
            Tag::CodeBlock(_) | Tag::HtmlBlock => self.lines(blocks),
            Tag::Table(sides) => blocks.push(Block::Table(self.table(&sides))),
            // It stands where it is named.
            Tag::FootnoteDefinition(_) => drop(self.blocks()),
            _ => blocks.extend(self.blocks()),
        }
    }

    /// The chart that comes next, if one does.
    fn chart(&mut self) -> Option<Block> {
        let (Event::Start(Tag::Image { .. }), range) = self.events.peek()? else {
            return None;
        };
        let chart = self.passage.chart_at(range.start)?;
        let block = match chart {
            Some(chart) => Block::Chart(chart.clone()),
            None => Block::paragraph("（这里的图画不出来）"),
        };
        self.events.next();
        self.inlines(Some(TagEnd::Image));
        Some(block)
    }

    /// A picture; the words for those who cannot see it where there is none.
    fn picture(&self, target: String, alt: String, range: Range<usize>) -> Inline {
        match self.images.get(&target) {
            Some(bytes) => Inline::Picture(Image {
                alt,
                target,
                bytes: bytes.clone(),
                place: Some(self.passage.map.span(range)),
            }),
            None => Inline::plain(format!("（图片：{alt}）")),
        }
    }

    fn items(&mut self) -> Vec<Vec<Block>> {
        let mut items = Vec::new();
        while let Some((event, _)) = self.events.next() {
            match event {
                Event::Start(Tag::Item) => items.push(self.blocks()),
                Event::End(TagEnd::List(_)) => break,
                _ => {}
            }
        }
        items
    }

    /// Indented text or HTML: each line is a paragraph of plain words.
    fn lines(&mut self, blocks: &mut Vec<Block>) {
        while let Some((event, range)) = self.events.next() {
            let words = match event {
                Event::Text(words) | Event::Html(words) | Event::Code(words) => words,
                Event::End(TagEnd::CodeBlock | TagEnd::HtmlBlock) => break,
                _ => continue,
            };
            let mut at = range.start;
            for line in words.split_inclusive('\n') {
                let range = at..at + line.len();
                at = range.end;
                let line = line.trim();
                if !line.is_empty() {
                    let text = self.text(line, range);
                    blocks.push(Block::Paragraph(vec![Inline::Text(text)]));
                }
            }
        }
    }

    /// Inlines, line by line, up to an end tag, which is taken too; without one, up to
    /// the next block or end.
    fn inlines(&mut self, until: Option<TagEnd>) -> Vec<Vec<Inline>> {
        let mut lines = vec![Vec::new()];
        while let Some((event, range)) = self.events.peek() {
            let stop = match event {
                Event::End(end) if Some(*end) == until => {
                    self.events.next();
                    break;
                }
                Event::Start(Tag::Image { .. }) => self.passage.chart_at(range.start).is_some(),
                Event::End(_) => true,
                Event::Start(tag) => is_block(tag),
                Event::Rule => true,
                _ => false,
            };
            if stop {
                break;
            }
            let (event, range) = self.events.next().expect("it was peeked at");
            if event == Event::SoftBreak {
                lines.push(Vec::new());
                continue;
            }
            let line = lines.last_mut().expect("there is always a line");
            self.inline(event, range, line);
        }
        lines
    }

    fn inline(&mut self, event: Event<'_>, range: Range<usize>, line: &mut Vec<Inline>) {
        match event {
            Event::Text(words) | Event::InlineHtml(words) | Event::Html(words) => {
                push_text(line, self.text(&words, range));
            }
            Event::Code(words) => line.push(Inline::Code(self.text(&words, range))),
            Event::HardBreak => line.push(Inline::Break),
            Event::FootnoteReference(label) => match self.notes.mark(&label) {
                Some(mark) => line.push(mark),
                None => push_text(line, self.text(&format!("[^{label}]"), range)),
            },
            Event::Start(tag) => {
                let content = join(self.inlines(Some(tag.to_end())));
                match tag {
                    Tag::Strong => line.push(Inline::Strong(content)),
                    Tag::Emphasis => line.push(Inline::Emphasis(content)),
                    Tag::Link { dest_url, .. } if is_safe(&dest_url) => {
                        let url = dest_url.into_string();
                        line.push(Inline::Link { url, content });
                    }
                    Tag::Image { dest_url, .. } => {
                        let (target, alt) = (dest_url.into_string(), plain_text(&content));
                        line.push(self.picture(target, alt, range));
                    }
                    _ => line.extend(content),
                }
            }
            _ => {}
        }
    }

    fn text(&self, words: &str, range: Range<usize>) -> Text {
        // The event's range can hold a mark that is not part of the words.
        let written = &self.passage.text[range.clone()];
        let range = match written.find(words) {
            Some(at) => range.start + at..range.start + at + words.len(),
            None => range,
        };
        // A line can end by `&#13;` only here.
        // The small brackets of a 文号 are those that look like it, as large in bytes.
        let text = seen(words).replace(['\r', '\n'], " ");
        let text = text.replace('﹝', "〔").replace('﹞', "〕");
        Text {
            text,
            place: Some(self.passage.map.span(range)),
        }
    }

    fn table(&mut self, sides: &[Alignment]) -> Grid {
        let mut rows = Vec::new();
        while let Some((event, _)) = self.events.next() {
            match event {
                Event::Start(Tag::TableHead) => rows.push(self.row(CellKind::ColumnHead, sides)),
                Event::Start(Tag::TableRow) => rows.push(self.row(CellKind::Text, sides)),
                Event::End(TagEnd::Table) => break,
                _ => {}
            }
        }
        let columns = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
        Grid {
            summary: String::new(),
            columns,
            header_rows: 1.min(rows.len()),
            rows,
        }
    }

    fn row(&mut self, kind: CellKind, sides: &[Alignment]) -> Row {
        let mut cells = Vec::new();
        while let Some((event, _)) = self.events.next() {
            match event {
                Event::Start(Tag::TableCell) => {
                    let content = join(self.inlines(Some(TagEnd::TableCell)));
                    cells.push(Cell {
                        side: sides.get(cells.len()).and_then(|side| side_of(*side)),
                        ..Cell::new(kind, cells.len(), content)
                    });
                }
                Event::End(TagEnd::TableHead | TagEnd::TableRow) => break,
                _ => {}
            }
        }
        Row {
            cells,
            keep_with_next: kind == CellKind::ColumnHead,
        }
    }
}

fn side_of(alignment: Alignment) -> Option<Side> {
    match alignment {
        Alignment::None => None,
        Alignment::Left => Some(Side::Left),
        Alignment::Center => Some(Side::Centre),
        Alignment::Right => Some(Side::Right),
    }
}

fn is_block(tag: &Tag<'_>) -> bool {
    !matches!(
        tag,
        Tag::Strong
            | Tag::Emphasis
            | Tag::Strikethrough
            | Tag::Superscript
            | Tag::Subscript
            | Tag::Link { .. }
            | Tag::Image { .. }
    )
}
