//! The reader of web pages, whole ones and parts that were pasted from one.
//!
//! In goes the text of a page, out come its paragraphs and tables:
//!
//! ```text
//! <h2>一、总体情况</h2><table><tr><td rowspan=2>甲<td>1<tr><td>2</table>
//! → a heading of level 2, then a table whose first cell spans two rows
//! ```
//!
//! The tags are read as a stream with a short stack, as browsers do but without a tree: the
//! work and the memory stay in proportion to the page, however its tags are nested or left
//! open. Tables that only lay a page out are taken apart. Style sheets and scripts are not
//! read, so what only they hide or show is not known; navigation and what the page's own
//! attributes hide is left out and counted.

mod element;
mod runs;
mod table;

use std::{borrow::Cow, convert::Infallible};

use html5gum::{
    DefaultEmitter, HtmlString, Spanned, StartTag, Token, Tokenizer, emitters::default,
};

use self::{
    element::{Element, Hidden, Kind, Style},
    runs::Runs,
    table::Building,
};
use super::{
    published::{Block, Published, Role, Spot},
    text,
    words::{PICTURE, STRUCK, counted, off_the_line, one_line},
};

/// So deep may elements lie in one another; those beyond are read as if they did not.
const DEEPEST: usize = 256;
/// So deep may tables lie in one another.
const DEEPEST_TABLE: usize = 16;
/// Stands in a cell for a field that shows nothing that the page itself says.
const FIELD: &str = "［输入框］";

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
    lines: String,
    /// How much had been read where the open field began.
    field: usize,
    /// The blocks of the page, then those of every open cell.
    frames: Vec<Vec<Block>>,
    root: Vec<Block>,
    tables: Vec<Building>,
    title: String,
    stated_title: Option<String>,
    page_data: Option<String>,
    /// Characters left out, by why they are.
    skipped: [usize; 4],
    /// Passages that are struck out.
    struck: usize,
    lists: Vec<Option<u64>>,
    item: Option<Role>,
    remarks: Vec<String>,
}

impl Reader {
    fn open(&mut self, tag: &StartTag<()>) {
        if *tag.name == *b"option" {
            // A choice ends where the next one begins.
            self.stack.pop_if(|e| e.kind == Kind::Choice);
        }
        let element = Element::of(tag, &self.stack, self.is_in_cell());
        if element::draws(&tag.name) && self.is_in_cell() {
            self.picture(tag);
        }
        match element.kind {
            Kind::Break if self.keeps_lines() => return self.lines.push('\n'),
            Kind::Break => return self.flush(),
            Kind::Input => return self.input(tag),
            Kind::Field => self.field = self.runs.length,
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
            Kind::Skipped | Kind::Title | Kind::Inline | Kind::Choice | Kind::Data => {}
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
            b"tr" | b"td" | b"th" => return self.close_cell(),
            b"br" if self.keeps_lines() => return self.lines.push('\n'),
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
            Kind::Inline | Kind::Field | Kind::Choice | Kind::Data => true,
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

    fn style(&self) -> Style {
        let last = self.stack.last();
        last.map(|element| element.style.clone())
            .unwrap_or_default()
    }

    fn words(&mut self, words: &str) {
        let style = self.style();
        match (self.stack.last().map(|element| element.kind), style.hidden) {
            (Some(Kind::Title), _) if self.tables.is_empty() => self.title.push_str(words),
            (Some(Kind::Data), _) => self.page_data.get_or_insert_default().push_str(words),
            (_, Some(hidden)) => {
                let seen = words.chars().filter(|c| !c.is_whitespace()).count();
                self.skipped[hidden as usize] += seen;
            }
            _ => self.shown(words, &style),
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
            _ if self.keeps_lines() => self.lines.push_str(&words),
            true => self
                .runs
                .push(&format!("~~{}~~", words.trim()), &style.look),
            false => self.runs.push(&words, &style.look),
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

    fn picture(&mut self, tag: &StartTag<()>) {
        let style = self.style();
        if style.hidden.is_some() {
            return;
        }
        if self.is_in_cell() {
            return self.runs.push(PICTURE, &style.look);
        }
        let attribute = |name| element::attribute(tag, name).unwrap_or_default();
        self.runs.picture(&attribute("alt"), &attribute("src"));
    }

    /// A field's value is words like others where it is plain to see.
    fn input(&mut self, tag: &StartTag<()>) {
        let style = self.style();
        if style.hidden.is_some() {
            return;
        }
        let kind = element::attribute(tag, "type").unwrap_or_default();
        let value = element::attribute(tag, "value").filter(|value| !value.is_empty());
        let shown = match (&*kind.to_ascii_lowercase(), value) {
            ("hidden" | "submit" | "button" | "reset" | "image", _) => return,
            ("" | "text" | "number" | "tel" | "search", Some(value)) => value,
            _ => FIELD.to_owned(),
        };
        match self.is_in_cell() {
            true => self.runs.push(&shown, &style.look),
            false if shown != FIELD => {
                self.skipped[Hidden::Field as usize] += shown.chars().count();
            }
            false => {}
        }
    }

    /// Ends a field with its words between its tags.
    fn end_field(&mut self) {
        let style = self.style();
        let hidden = matches!(style.hidden, Some(Hidden::Navigation | Hidden::Unshown));
        if self.is_in_cell() && self.runs.length == self.field && !hidden {
            self.runs.push(FIELD, &style.look);
        }
    }

    /// Whether the words that come now stand in lines that count: outside cells, in which
    /// all words are one, and outside blocks of their own, as pages are wrapped whole.
    fn keeps_lines(&self) -> bool {
        let mut blocks = self.stack.iter().rev().map(|element| element.kind);
        let block = blocks.find(|kind| *kind != Kind::Inline);
        self.tables.is_empty() && block == Some(Kind::Lines)
    }

    /// Ends lines that count, which are read as a text is.
    fn flush_lines(&mut self) {
        if self.lines.is_empty() {
            return;
        }
        let mut read = text::read(&std::mem::take(&mut self.lines));
        self.remarks.append(&mut read.remarks);
        for block in &mut read.blocks {
            match block {
                Block::Paragraph(paragraph) => paragraph.spot = Spot::default(),
                Block::Table(table) => table.spot = Spot::default(),
            }
        }
        self.blocks().append(&mut read.blocks);
    }

    /// Ends the paragraph.
    fn flush(&mut self) {
        self.flush_lines();
        let (words, pictures) = self.runs.take();
        if !words.text().is_empty() {
            // An item without words yet keeps its role for those that come.
            let role = self.item.take().unwrap_or_else(|| self.role());
            self.blocks().extend(words.paragraph(role));
        }
        self.blocks().extend(pictures);
    }

    /// The blocks of the page, or of the open cell.
    fn blocks(&mut self) -> &mut Vec<Block> {
        self.frames.last_mut().unwrap_or(&mut self.root)
    }

    fn role(&self) -> Role {
        let mut kinds = self.stack[self.floor()..].iter().rev();
        let told = kinds.find_map(|element| match element.kind {
            Kind::Heading(level) => Some(Role::Heading(level)),
            Kind::Quote => Some(Role::Quote),
            _ => None,
        });
        told.unwrap_or_default()
    }

    fn finish(mut self) -> Published {
        self.flush();
        while !self.tables.is_empty() {
            self.close_table();
        }
        self.flush();
        let title = self.stated_title.unwrap_or(self.title);
        let title = Some(one_line(&title)).filter(|title| !title.is_empty());
        let skipped = |hidden| self.skipped[hidden as usize];
        let mut remarks = counted(&[(skipped(Hidden::Navigation), "没有读页面上的导航：# 字")]);
        remarks.extend(self.remarks);
        Published {
            title,
            blocks: self.root,
            page_data: self.page_data,
            remarks,
            cautions: counted(&[
                (skipped(Hidden::Unshown), "没有读页面上隐藏的内容：# 字"),
                (skipped(Hidden::Field), "没有读表格以外输入框里的内容：# 字"),
                (self.struck, STRUCK),
            ]),
            ..Published::default()
        }
    }
}

#[cfg(test)]
mod tests;
