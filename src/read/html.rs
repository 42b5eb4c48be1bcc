//! A web page as paragraphs and tables.
//!
//! The page's tags are read as a stream with a short stack, as browsers do but
//! without a tree: the work and the memory stay in proportion to the page,
//! however its tags are nested or left open. Tables that only lay a page out are
//! taken apart, navigation and what is hidden are left out and counted.

mod element;
mod field;
mod lines;
mod runs;
mod table;

use std::{borrow::Cow, convert::Infallible};

use html5gum::{
    DefaultEmitter, HtmlString, Spanned, StartTag, Token, Tokenizer, emitters::default,
};

use self::{
    element::{Element, Kind, Style},
    lines::Lines,
    runs::Runs,
    table::Building,
};
use super::words::off_the_line;
use crate::read::published::{Block, Origin, Paragraph, Published, Role};

/// So deep may elements lie in one another; those beyond are read as if they did not.
const DEEPEST: usize = 256;
/// So deep may tables lie in one another.
const DEEPEST_TABLE: usize = 16;

/// Reads a page or a part of one.
pub fn read(page: &str) -> Published {
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    let mut reader = Reader::default();
    for token in Tokenizer::new_with_emitter(page, emitter) {
        let token: Result<default::Token<()>, Infallible> = token;
        match token {
            Ok(Token::StartTag(tag)) => reader.open(&tag),
            Ok(Token::EndTag(tag)) => reader.close(&tag.name),
            Ok(Token::String(Spanned { value, .. })) => {
                reader.words(&String::from_utf8_lossy(&value));
            }
            _ => {}
        }
    }
    reader.finish()
}

#[derive(Default)]
struct Reader {
    stack: Vec<Element>,
    runs: Runs,
    /// Words whose lines and tabs count.
    lines: Lines,
    /// How much had been read where the open field began.
    field: usize,
    /// The blocks of the page, then those of every open cell.
    frames: Vec<Vec<Block>>,
    root: Vec<Block>,
    tables: Vec<Building>,
    title: String,
    stated_title: Option<String>,
    /// Characters left out: navigation, what is hidden, and what stands in fields.
    skipped: [usize; 3],
    /// Passages that are struck out.
    struck: usize,
    lists: Vec<Option<u64>>,
    item: Option<Role>,
}

impl Reader {
    fn open(&mut self, tag: &StartTag<()>) {
        if *tag.name == *b"option" {
            self.end_choice();
        }
        let element = Element::of(tag, &self.stack, self.is_in_cell());
        if element::draws(&tag.name) && self.is_in_cell() {
            self.picture(tag);
        }
        match element.kind {
            Kind::Break if self.keeps_lines() => return self.lines.push("\n"),
            Kind::Break => return self.flush(),
            Kind::Input => return self.input(tag),
            Kind::Field => self.field = self.runs.length(),
            Kind::Picture => return self.picture(tag),
            Kind::Meta => return self.meta(tag),
            Kind::Void => return,
            Kind::Table if self.tables.len() >= DEEPEST_TABLE => return self.flush(),
            Kind::Table => {
                self.flush();
                self.tables.push(Building::new(self.stack.len()));
            }
            Kind::Row => return self.row(),
            Kind::Cell => return self.cell(tag),
            Kind::Block | Kind::Quote | Kind::Heading(_) | Kind::Lines => self.flush(),
            Kind::List(start) => {
                self.flush();
                if self.lists.len() < DEEPEST {
                    self.lists.push(start);
                }
            }
            Kind::Item => {
                self.flush();
                self.begin_item();
            }
            Kind::Skipped | Kind::Title | Kind::Inline | Kind::Choice => {}
        }
        if self.stack.len() < DEEPEST && !tag.self_closing {
            self.stack.push(element);
        }
    }

    fn begin_item(&mut self) {
        let depth = self.lists.len().saturating_sub(1).min(usize::from(u8::MAX));
        let number = match self.lists.last_mut() {
            Some(Some(next)) => {
                *next = next.saturating_add(1);
                Some(*next - 1)
            }
            _ => None,
        };
        let depth = depth as u8;
        self.item = Some(Role::Item { depth, number });
    }

    fn close(&mut self, name: &HtmlString) {
        match name.as_slice() {
            b"table" => return self.close_table(),
            b"tr" => return self.close_row(),
            b"td" | b"th" => return self.close_cell(),
            b"br" if self.keeps_lines() => return self.lines.push("\n"),
            b"br" => return self.flush(),
            _ => {}
        }
        let floor = self.floor();
        let open = self.stack[floor..]
            .iter()
            .rposition(|element| element.name == name.as_slice());
        let Some(open) = open else {
            if element::is_block(name) {
                self.flush();
            }
            return;
        };
        self.unwind(floor + open);
    }

    /// Closes the elements from a place in the stack on.
    fn unwind(&mut self, to: usize) {
        let within = |element: &Element| match element.kind {
            Kind::Inline | Kind::Field | Kind::Choice => true,
            Kind::Skipped => element.name != b"nav",
            _ => false,
        };
        if self.stack[to..].iter().any(|e| e.kind == Kind::Field) {
            self.end_field();
        }
        if self.stack[to..].iter().any(|e| !within(e)) {
            self.flush();
        }
        for element in self.stack.drain(to..) {
            match element.kind {
                Kind::List(_) => {
                    self.lists.pop();
                }
                Kind::Item => self.item = None,
                _ => {}
            }
        }
    }

    /// Below it lie elements that an end tag here does not reach.
    fn floor(&self) -> usize {
        self.tables
            .last()
            .map_or(0, Building::floor)
            .min(self.stack.len())
    }

    fn words(&mut self, words: &str) {
        match self
            .stack
            .last()
            .map(|element| (element.kind, element.style.hidden))
        {
            Some((Kind::Title, _)) if self.tables.is_empty() => self.title.push_str(words),
            Some((_, Some(hidden))) => {
                let seen = words.chars().filter(|c| !c.is_whitespace()).count();
                if let Some(count) = self.skipped.get_mut(hidden) {
                    *count += seen;
                }
            }
            _ => {
                let style = self.stack.last().map(|element| element.style.clone());
                self.shown(words, &style.unwrap_or_default());
            }
        }
    }

    /// Small digits above or below the line are no digits of a figure, and words that are
    /// struck out are none either.
    fn shown(&mut self, words: &str, style: &Style) {
        let words = match style.raised {
            Some(above) => Cow::Owned(off_the_line(words, above)),
            None => Cow::Borrowed(words),
        };
        let says = !words.trim().is_empty();
        self.struck += usize::from(style.struck && says);
        match style.struck && says && self.is_in_cell() {
            _ if self.keeps_lines() => self.lines.push(&words),
            true => self.runs.push(&format!("~~{}~~", words.trim()), style),
            false => self.runs.push(&words, style),
        }
    }

    fn is_in_cell(&self) -> bool {
        self.tables.last().is_some_and(Building::is_in_cell)
    }

    fn meta(&mut self, tag: &StartTag<()>) {
        let is_title = element::attribute(tag, "name")
            .is_some_and(|name| name.eq_ignore_ascii_case("ArticleTitle"));
        if is_title {
            self.stated_title = element::attribute(tag, "content");
        }
    }

    /// A picture in a cell could be a figure, so the cell must not seem empty.
    fn picture(&mut self, tag: &StartTag<()>) {
        if self.stack.last().is_some_and(|e| e.style.hidden.is_some()) {
            return;
        }
        let alt = element::attribute(tag, "alt").unwrap_or_default();
        let source = element::attribute(tag, "src").unwrap_or_default();
        match self.tables.last() {
            Some(table) if table.is_in_cell() => {
                let style = self.stack.last().map(|element| element.style.clone());
                self.runs.push("［图片］", &style.unwrap_or_default());
            }
            _ => self.runs.picture(&alt, &source),
        }
    }

    /// Ends the paragraph.
    fn flush(&mut self) {
        self.flush_lines();
        let (paragraph, pictures) = self.runs.take();
        let role = self.role();
        let item = self.item.take();
        let blocks = self.frames.last_mut().unwrap_or(&mut self.root);
        match paragraph {
            Some((text, markdown)) => blocks.push(Block::Paragraph(Paragraph {
                text,
                markdown,
                role: item.unwrap_or(role),
                origin: Origin::default(),
            })),
            // The item's words are still to come.
            None => self.item = item,
        }
        for markdown in pictures {
            blocks.push(Block::Paragraph(Paragraph {
                text: String::new(),
                markdown,
                role: Role::Body,
                origin: Origin::default(),
            }));
        }
    }

    fn role(&self) -> Role {
        let kinds = self.stack[self.floor()..].iter().rev();
        let told = kinds.filter_map(|element| match element.kind {
            Kind::Heading(level) => Some(Role::Heading(level)),
            Kind::Quote => Some(Role::Quote),
            _ => None,
        });
        told.take(1).next().unwrap_or_default()
    }

    fn finish(mut self) -> Published {
        self.flush();
        while !self.tables.is_empty() {
            self.close_table();
        }
        self.flush();
        let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let title = self.stated_title.unwrap_or(self.title);
        let title = Some(words(&title)).filter(|title| !title.is_empty());
        let [navigation, hidden, fields] = self.skipped;
        let counted =
            |count: usize, told: &str| (count > 0).then(|| told.replace('#', &count.to_string()));
        let remarks = counted(navigation, "没有读页面上的导航：# 字");
        let cautions = [
            counted(hidden, "没有读页面上隐藏的内容：# 字"),
            counted(fields, "没有读表格以外输入框里的内容：# 字"),
            counted(self.struck, "带删除线的文字 # 处照样读入，请核对"),
        ];
        Published {
            title,
            blocks: self.root,
            remarks: remarks.into_iter().chain(self.lines.remarks).collect(),
            cautions: cautions.into_iter().flatten().collect(),
        }
    }
}

#[cfg(test)]
mod tests;
