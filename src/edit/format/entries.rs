//! A file as its author wrote it: keys, values, comments and blank lines.

use super::one_line::Flow;

/// The whole file.
#[derive(Debug)]
pub struct Top {
    /// The entries.
    pub items: Vec<Item>,
    /// Comments and blank lines behind the last one.
    pub trailing: Vec<String>,
}

/// A key with its value and the comments that belong to it.
#[derive(Debug)]
pub struct Item {
    /// Comments above it, a blank line as an empty one.
    pub above: Vec<String>,
    /// The key as it is written.
    pub key: String,
    /// The key as it is read.
    pub name: String,
    /// The value.
    pub content: Content,
    /// The comment beside it.
    pub beside: Option<String>,
    /// The first line, from 1, and the last.
    pub lines: (usize, usize),
    /// The column of the key, from 0, in characters.
    pub column: usize,
}

/// A value.
#[derive(Debug)]
pub enum Content {
    /// Nothing.
    Nothing,
    /// A value on one line.
    Flow(Flow),
    /// A block of text: its header, and its lines without indentation.
    Block(String, Vec<String>),
    /// Keys below this one, and the comments behind the last of them.
    Map(Vec<Item>, Vec<String>),
    /// A list, an item a line, likewise.
    List(Vec<Entry>, Vec<String>),
    /// A value over several lines that is left as it is.
    Raw(String, Vec<String>),
    /// What cannot be told apart: the top-level entry that has it is left as it is.
    Odd,
}

/// An item of a list.
#[derive(Debug)]
pub struct Entry {
    /// Comments above it.
    pub above: Vec<String>,
    /// The value on one line, or keys of which the first stands behind the dash.
    pub content: Content,
    /// The comment beside a value on one line.
    pub beside: Option<String>,
}

impl Item {
    /// Whether it can be laid out at a depth.
    pub fn is_movable(&self, level: usize) -> bool {
        match &self.content {
            Content::Odd => false,
            // Its lines keep their indentation, so their key must too.
            Content::Raw(..) => self.column == 2 * level,
            Content::Map(items, _) => items.iter().all(|item| item.is_movable(level + 1)),
            Content::List(entries, _) => entries.iter().all(|entry| match &entry.content {
                Content::Map(items, _) => {
                    let block = |item: &Item| matches!(item.content, Content::Block(..));
                    // The dash stands where the lines of such a block would.
                    let first = items.first().is_some_and(block);
                    !first && items.iter().all(|item| item.is_movable(level + 2))
                }
                Content::Flow(_) => true,
                _ => false,
            }),
            Content::Nothing | Content::Flow(_) | Content::Block(..) => true,
        }
    }
}
