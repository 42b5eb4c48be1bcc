//! Markdown as paragraphs and tables: this program's, with tables in HTML, and others'.
//!
//! In: `| 规章 | 0 |` with the rule and the heads above it. Out: a table with the cells that
//! stand there, whatever the length of the heads. What is neither a heading nor a table, such
//! as a list, is a paragraph that keeps its marks: the texts of a data file are Markdown too.
//! Tables that Markdown does not know are read as those of a text dump. The numbers of pages
//! are left out, with a remark.

use std::{collections::BTreeMap, ops::Range};

use pulldown_cmark::{Event, Tag, TagEnd};

use super::{escape, html, separated, text, words::counted};
use crate::published::{Block, Cell, Paragraph, Published, Role, Table};
use form::report::commonmark::Prepared;
use write::markdown::CHART;

/// Reads Markdown.
pub fn read(text: &str) -> Published {
    let (kept, numbers) = text::without_page_numbers(text);
    Published {
        blocks: blocks(&kept),
        remarks: counted(&[(numbers, "没有读页码：# 处")]),
        ..Published::default()
    }
}

fn blocks(text: &str) -> Vec<Block> {
    let prepared = Prepared::of(text);
    let mut events = prepared.events();
    let mut reader = Reader {
        text,
        page: String::new(),
        is_chart: false,
        notes: BTreeMap::new(),
        blocks: Vec::new(),
    };
    while let Some((event, range)) = events.next() {
        if let Event::Start(tag) = event {
            let end = tag.to_end();
            let within = events.by_ref().map(|(event, _)| event);
            let (said, is_plain) = said(within.take_while(|own| *own != Event::End(end)));
            reader.block(tag, range, said, is_plain);
        }
    }
    reader.end_page();
    reader.notes_beside();
    // Marks without words say nothing; a picture is one.
    let says = |own: &Paragraph| !own.text.is_empty() || own.markdown.contains("![");
    reader
        .blocks
        .retain(|block| block.paragraph().is_none_or(says));
    reader.blocks
}

/// The words of some events, of which those for a picture are none, and whether nothing marks
/// them.
fn said<'a>(events: impl Iterator<Item = Event<'a>>) -> (String, bool) {
    let (mut said, mut is_plain, mut pictures) = (String::new(), true, 0);
    for event in events {
        is_plain &= matches!(event, Event::Text(_) | Event::SoftBreak);
        match event {
            Event::Start(Tag::Image { .. }) => pictures += 1,
            Event::End(TagEnd::Image) => pictures -= 1,
            _ if pictures > 0 => {}
            Event::Text(words)
            | Event::Code(words)
            | Event::Html(words)
            | Event::InlineHtml(words) => said += &words,
            Event::SoftBreak | Event::HardBreak => said.push('\n'),
            Event::Start(Tag::Paragraph | Tag::Item) if !said.ends_with('\n') => said.push('\n'),
            _ => {}
        }
    }
    (said.trim().to_owned(), is_plain)
}

struct Reader<'a> {
    text: &'a str,
    /// HTML that is still coming in.
    page: String,
    /// Whether the table that follows is that of a chart.
    is_chart: bool,
    /// The footnotes by their names.
    notes: BTreeMap<String, Block>,
    blocks: Vec<Block>,
}

impl Reader<'_> {
    /// A block of some lines, and its words.
    fn block(&mut self, tag: Tag<'_>, range: Range<usize>, said: String, is_plain: bool) {
        let source = self.text[range].trim();
        if tag == Tag::HtmlBlock {
            self.is_chart = source.starts_with(CHART);
            if !self.is_chart {
                self.page.extend([source, "\n"]);
            }
            return;
        }
        self.end_page();
        let is_chart = std::mem::take(&mut self.is_chart);
        match tag {
            // The figures of a chart are those of the form once more.
            Tag::Table(_) if is_chart => {}
            Tag::Table(_) => self.blocks.push(table(source)),
            // Indented or fenced lines are those of a text.
            Tag::CodeBlock(_) => self.blocks.extend(text::read(&said).blocks),
            // The ends of lines are no breaks, but may be those of paragraphs.
            Tag::Paragraph if is_plain && said.contains('\n') || separated::holds_rows(&said) => {
                self.blocks.extend(text::read(&said).blocks);
            }
            Tag::Paragraph if is_plain => {
                let markdown = escape::plain(&said);
                self.blocks.push(paragraph(said, markdown, Role::Body));
            }
            Tag::Heading { level, .. } => {
                let own = source.trim_start_matches('#').lines().next();
                let markdown = match is_plain {
                    true => escape::plain(&said),
                    false => guarded(own.unwrap_or_default().trim()),
                };
                let role = Role::Heading(level as u8);
                self.blocks.push(paragraph(said, markdown, role));
            }
            Tag::FootnoteDefinition(label) => {
                let note = paragraph(said, guarded(source), Role::Body);
                self.notes.insert(label.into_string(), note);
            }
            _ => {
                // Marks around a whole paragraph are no emphasis.
                let inner = source
                    .strip_prefix("**")
                    .and_then(|own| own.strip_suffix("**"));
                let inner = inner.filter(|own| !own.contains('*'));
                let markdown = guarded(inner.unwrap_or(source));
                self.blocks.push(paragraph(said, markdown, Role::Body));
            }
        }
    }

    fn end_page(&mut self) {
        let page = std::mem::take(&mut self.page);
        if !page.is_empty() {
            self.blocks.extend(html::read(&page).blocks);
        }
    }

    /// Puts each footnote behind the paragraph or table that names it first, so that they stay
    /// together.
    fn notes_beside(&mut self) {
        for block in std::mem::take(&mut self.blocks) {
            let said = match block.paragraph() {
                Some(own) => own.markdown.clone(),
                None => block.texts().concat(),
            };
            self.blocks.push(block);
            let named = |label: &String, _: &mut Block| said.contains(&format!("[^{label}]"));
            let named = self.notes.extract_if(.., named);
            self.blocks.extend(named.map(|(_, note)| note));
        }
        let rest = std::mem::take(&mut self.notes);
        self.blocks.extend(rest.into_values());
    }
}

fn paragraph(text: String, markdown: String, role: Role) -> Block {
    Block::Paragraph(Paragraph {
        text,
        markdown,
        role,
        ..Paragraph::default()
    })
}

/// A table with the cells that stand in its lines: rows are neither filled up nor cut to the
/// length of the heads.
fn table(source: &str) -> Block {
    let lines = source.lines().filter(|line| !separated::is_rule(line));
    let cell = |source: String| {
        let has_marks = source.contains(['*', '_', '`', '[', '\\', '<', '&', '~']);
        let own = if has_marks {
            blocks(&source)
        } else {
            Vec::new()
        };
        let words = own.first().map(|block| block.line().to_owned());
        Cell::new(words.unwrap_or(source))
    };
    let row = |line| separated::in_markdown(line).into_iter().map(cell).collect();
    Block::Table(Table {
        rows: lines.map(row).collect(),
        ..Table::default()
    })
}

/// Markdown as it stands, but for what would be a reference.
fn guarded(markdown: &str) -> String {
    escape::guard(&markdown.replace("\\{{", "{{"))
}

#[cfg(test)]
mod tests;
