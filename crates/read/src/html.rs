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
    published::{Block, Published, Role},
    words::{STRUCK, counted, off_the_line, one_line},
};

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
}

impl Reader {
    fn open(&mut self, tag: &StartTag<()>) {
        let element = Element::of(tag, &self.stack, self.is_in_cell());
        if self.is_in_cell() && self.style().hidden.is_none() {
            // What is drawn or filled in must not seem blank.
            let mark = element::mark(tag);
            self.runs.push(mark, &element.style.look);
        }
        match element.kind {
            Kind::Break => return self.flush(),
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
            Kind::Skipped | Kind::Title | Kind::Inline | Kind::Data => {}
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
            Kind::Inline | Kind::Data => true,
            Kind::Skipped => element.name != b"nav",
            _ => false,
        };
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
            _ if self.keeps_lines() => {
                for line in words.split_inclusive('\n') {
                    self.runs.push(line, &style.look);
                    if line.ends_with('\n') {
                        self.flush();
                    }
                }
            }
            true => self
                .runs
                .push(&format!("~~{}~~", words.trim()), &style.look),
            false => self.runs.push(&words, &style.look),
        }
    }

    /// Whether the words that come now stand in lines that are paragraphs: outside cells, and
    /// outside blocks of their own, as pages are wrapped whole.
    fn keeps_lines(&self) -> bool {
        let mut blocks = self.stack.iter().rev().map(|element| element.kind);
        let block = blocks.find(|kind| *kind != Kind::Inline);
        self.tables.is_empty() && block == Some(Kind::Lines)
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
            return;
        }
        let attribute = |name| element::attribute(tag, name).unwrap_or_default();
        self.runs.picture(&attribute("alt"), &attribute("src"));
    }

    /// Ends the paragraph.
    fn flush(&mut self) {
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
        Published {
            title,
            blocks: self.root,
            page_data: self.page_data,
            remarks: counted(&[(skipped(Hidden::Navigation), "没有读页面上的导航：# 字")]),
            cautions: counted(&[
                (skipped(Hidden::Unshown), "没有读页面上隐藏的内容：# 字"),
                (skipped(Hidden::Field), "没有读输入框里的内容：# 字"),
                (self.struck, STRUCK),
            ]),
            ..Published::default()
        }
    }
}

#[cfg(test)]
mod tests;
