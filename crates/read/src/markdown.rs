//! Markdown as paragraphs and tables: this program's, with tables in HTML, and others'.
//!
//! In: `| 规章 | 0 |` with the rule and the heads above it. Out: a table with the cells that
//! stand there, whatever the length of the heads. Tables that Markdown does not know are
//! read as those of a text dump. The numbers of pages are left out, with a remark.

use std::{collections::BTreeMap, iter::Peekable, ops::Range};

use pulldown_cmark::{Event, Tag, TagEnd};

use super::{escape, html, label, separated, text};
use crate::published::{Block, Cell, Paragraph, Published, Role, Spot, Table};
use form::report::commonmark::Prepared;
use write::markdown::CHART;

/// The level of a sub-heading that is told by its look alone.
const SUB: u8 = 3;
/// Longer paragraphs are no sub-headings.
const LONGEST: usize = 60;

/// Reads Markdown.
pub fn read(text: &str) -> Published {
    let (kept, numbers) = text::without_page_numbers(text);
    let mut found = blocks(&kept);
    if numbers > 0 {
        found.remarks.push(format!("没有读页码：{numbers} 处"));
    }
    found
}

fn blocks(text: &str) -> Published {
    let prepared = Prepared::of(text);
    let mut reader = Reader {
        text,
        events: (Box::new(prepared.events()) as Events).peekable(),
        lists: Vec::new(),
        quotes: 0,
        item: None,
        plain: true,
        page: String::new(),
        chart: false,
        notes: BTreeMap::new(),
        found: Published::default(),
    };
    while let Some((event, range)) = reader.events.next() {
        reader.event(event, range);
    }
    reader.end_page();
    reader.notes_beside();
    reader.found
}

type Events<'a> = Box<dyn Iterator<Item = (Event<'a>, Range<usize>)> + 'a>;

struct Reader<'a> {
    text: &'a str,
    events: Peekable<Events<'a>>,
    lists: Vec<Option<u64>>,
    quotes: usize,
    item: Option<Role>,
    /// Whether the words read last had no marks.
    plain: bool,
    /// HTML that is still coming in.
    page: String,
    /// Whether the table that follows is that of a chart.
    chart: bool,
    /// The footnotes by their names.
    notes: BTreeMap<String, Paragraph>,
    found: Published,
}

impl Reader<'_> {
    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        if let Event::Html(html) = &event {
            self.chart = html.starts_with(CHART);
            if !self.chart {
                self.page.push_str(html);
            }
            return;
        }
        match event {
            Event::Start(Tag::HtmlBlock) | Event::End(TagEnd::HtmlBlock) => {}
            _ => self.end_page(),
        }
        let chart = std::mem::take(&mut self.chart);
        match event {
            Event::End(TagEnd::HtmlBlock) => self.chart = chart,
            // The figures of a chart are those of the form once more.
            Event::Start(Tag::Table(_)) if chart => {
                let end = |event: &Event<'_>| matches!(event, Event::End(TagEnd::Table));
                while self.events.next().is_some_and(|(event, _)| !end(&event)) {}
            }
            Event::Start(Tag::Heading { level, .. }) => {
                let role = Role::Heading(level as u8);
                self.paragraph(range, role, TagEnd::Heading(level));
            }
            Event::Start(Tag::Paragraph) => {
                let role = self.role();
                self.paragraph(range, role, TagEnd::Paragraph);
            }
            Event::Start(Tag::Table(_)) => self.table(range),
            Event::Start(Tag::CodeBlock(_)) => self.code(),
            Event::Start(Tag::List(first)) => self.lists.push(first),
            Event::End(TagEnd::List(_)) => {
                self.lists.pop();
            }
            Event::Start(Tag::Item) => self.begin_item(),
            Event::End(TagEnd::Item) => self.item = None,
            Event::Start(Tag::BlockQuote(_)) => self.quotes += 1,
            Event::End(TagEnd::BlockQuote(_)) => self.quotes -= 1,
            Event::Start(Tag::FootnoteDefinition(label)) => self.note(label.into_string(), range),
            // A tight item's words stand without a paragraph.
            event if is_inline(&event) => self.tight(event, range),
            _ => {}
        }
    }

    /// A footnote as it is written.
    fn note(&mut self, label: String, range: Range<usize>) {
        let text = self.words(TagEnd::FootnoteDefinition);
        let note = Paragraph {
            text: text.trim().to_owned(),
            markdown: guarded(self.text[range].trim()),
            role: Role::Body,
            spot: Spot::default(),
        };
        self.notes.insert(label, note);
    }

    /// Puts each footnote behind the paragraph that names it first, so that they stay together.
    fn notes_beside(&mut self) {
        if self.notes.is_empty() {
            return;
        }
        for block in std::mem::take(&mut self.found.blocks) {
            let said = block.paragraph().map_or("", |own| &own.markdown);
            let is_named = |label: &&String| said.contains(&format!("[^{label}]"));
            let named: Vec<String> = self.notes.keys().filter(is_named).cloned().collect();
            self.found.blocks.push(block);
            for label in named {
                self.found
                    .blocks
                    .extend(self.notes.remove(&label).map(Block::Paragraph));
            }
        }
        let rest = std::mem::take(&mut self.notes).into_values();
        self.found.blocks.extend(rest.map(Block::Paragraph));
    }

    fn role(&mut self) -> Role {
        match self.item.take() {
            Some(item) => item,
            None if self.quotes > 0 => Role::Quote,
            None => Role::Body,
        }
    }

    fn begin_item(&mut self) {
        let depth = self.lists.len().saturating_sub(1).min(usize::from(u8::MAX)) as u8;
        let number = match self.lists.last_mut() {
            Some(Some(next)) => {
                *next = next.saturating_add(1);
                Some(*next - 1)
            }
            _ => None,
        };
        self.item = Some(Role::Item { depth, number });
    }

    fn end_page(&mut self) {
        let page = std::mem::take(&mut self.page);
        if !page.is_empty() {
            self.found.blocks.extend(html::read(&page).blocks);
        }
    }

    /// The words up to an end, which is taken too.
    fn words(&mut self, until: TagEnd) -> String {
        let mut said = String::new();
        while let Some((event, _)) = self.events.next() {
            match event {
                Event::End(end) if end == until => break,
                event => said += &self.said(event),
            }
        }
        said
    }

    /// The words of an event, and of those up to its end; the words for a picture are none.
    fn said(&mut self, event: Event<'_>) -> String {
        self.plain &= matches!(event, Event::Text(_) | Event::SoftBreak);
        match event {
            Event::Start(tag) => {
                let words = self.words(tag.to_end());
                self.plain = false;
                match tag {
                    Tag::Image { .. } => String::new(),
                    _ => words,
                }
            }
            Event::Text(words) | Event::Code(words) | Event::InlineHtml(words) => {
                words.into_string()
            }
            Event::SoftBreak | Event::HardBreak => "\n".to_owned(),
            _ => String::new(),
        }
    }

    fn paragraph(&mut self, range: Range<usize>, role: Role, until: TagEnd) {
        self.plain = true;
        let text = self.words(until);
        self.add(range, role, text.trim().to_owned());
    }

    /// Words without a paragraph around them: those of a tight item.
    fn tight(&mut self, first: Event<'_>, mut range: Range<usize>) {
        self.plain = true;
        let role = self.role();
        let mut text = self.said(first);
        while let Some((event, own)) = self.events.next_if(|(event, _)| is_inline(event)) {
            range.end = range.end.max(own.end);
            text += &self.said(event);
        }
        self.add(range, role, text.trim().to_owned());
    }

    /// Adds a paragraph of a place in the text.
    fn add(&mut self, range: Range<usize>, role: Role, text: String) {
        // The ends of lines are no breaks, but may be those of paragraphs.
        let is_lines = self.plain && text.contains('\n');
        if role == Role::Body && (is_lines || separated::holds_rows(&text)) {
            return self.found.blocks.extend(text::read(&text).blocks);
        }
        let source = &self.text[range.clone()];
        let lines = source.lines().map(|line| match role {
            Role::Quote => line.trim_start_matches([' ', '>']),
            _ => line.trim_start(),
        });
        let source = lines.collect::<Vec<_>>().join("\n");
        let markdown = match role {
            Role::Heading(_) => source
                .trim_start_matches('#')
                .lines()
                .next()
                .unwrap_or("")
                .trim(),
            _ => source.trim(),
        };
        if !markdown.is_empty() {
            let (markdown, role) = match strong_heading(markdown, &text, &role) {
                Some(inner) => (inner, Role::Heading(SUB)),
                None => (markdown, role),
            };
            self.found.blocks.push(Block::Paragraph(Paragraph {
                markdown: match self.plain && !text.contains('\n') {
                    true => escape::plain(&text),
                    false => guarded(markdown),
                },
                text,
                role,
                spot: Spot::default(),
            }));
        }
    }

    /// Indented or fenced words: lines as those of a text.
    fn code(&mut self) {
        let said = self.words(TagEnd::CodeBlock);
        self.found.blocks.extend(text::read(&said).blocks);
    }

    /// A table with the cells that stand in its lines: rows are neither filled up nor cut to the
    /// length of the heads.
    fn table(&mut self, range: Range<usize>) {
        self.words(TagEnd::Table);
        let lines = self.text[range].lines();
        let lines = lines.filter(|line| !separated::is_rule(line));
        let cell = |source: String| {
            let has_marks = source.contains(['*', '_', '`', '[', '\\', '<', '&', '~']);
            let mut words = has_marks
                .then(|| blocks(&source).blocks)
                .into_iter()
                .flatten();
            let words = words.next().map(|block| block.line().to_owned());
            Cell::new(words.unwrap_or(source))
        };
        let row = |line| separated::in_markdown(line).into_iter().map(cell).collect();
        self.found.blocks.push(Block::Table(Table {
            rows: lines.map(row).collect(),
            ..Table::default()
        }));
    }
}

/// Whether an event is one of words within a paragraph.
fn is_inline(event: &Event<'_>) -> bool {
    match event {
        Event::Start(tag) => matches!(
            tag,
            Tag::Strong | Tag::Emphasis | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. }
        ),
        Event::Text(_) | Event::Code(_) | Event::InlineHtml(_) => true,
        Event::SoftBreak | Event::HardBreak | Event::FootnoteReference(_) => true,
        _ => false,
    }
}

/// The words of a paragraph that is strong as a whole and numbered as a sub-heading.
fn strong_heading<'a>(markdown: &'a str, text: &str, role: &Role) -> Option<&'a str> {
    let inner = |mark| markdown.strip_prefix(mark)?.strip_suffix(mark);
    let inner = inner("**").or_else(|| inner("__"))?;
    let whole = !inner.contains(['*', '_', '\n']) && inner.chars().count() <= LONGEST;
    let numbered = label::numbered(text).0;
    let heads = numbered.is_some_and(|n| n.style == label::Style::Bracketed)
        && !text.ends_with(['。', '；', '：', '，']);
    (*role == Role::Body && whole && heads).then_some(inner)
}

/// Markdown as it stands, but for what would be a reference.
fn guarded(markdown: &str) -> String {
    let bare = markdown.replace("\\{{", "{{");
    escape::guard(&bare)
}

#[cfg(test)]
mod tests;
