//! The report's figures for programs: a block of JSON inside the page.
//!
//! What a reader sees as a table, a program reads back losslessly: every figure by
//! the form's path, as the exact string, with its note and whether it was added up
//! here. A blank cell is null, never 0.

use serde::{Serialize, Serializer};

use crate::{
    document::{Block, Cell, Document, plain_text},
    ground::characters::visible_json,
    write::markdown::block_markdown,
};

/// The layout of this block; it grows by one when a reader of the old one would err.
const VERSION: u8 = 1;

#[derive(Serialize)]
struct Data<'a> {
    nianbao: u8,
    title: &'a str,
    agency: &'a str,
    year: u16,
    edition: &'a str,
    decree: &'a str,
    date: Option<String>,
    draft: bool,
    figures: Figures<'a>,
    texts: Vec<Text>,
}

/// A map that keeps the form's order.
struct Figures<'a>(Vec<&'a Cell>);

#[derive(Serialize)]
struct Figure<'a> {
    value: Option<String>,
    note: Option<&'a str>,
    computed: bool,
}

#[derive(Serialize)]
struct Text {
    /// The section's heading; null for what stands before the first.
    heading: Option<String>,
    markdown: String,
}

impl Serialize for Figures<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|cell| (&cell.path, figure(cell))))
    }
}

fn figure(cell: &Cell) -> Figure<'_> {
    let value = plain_text(&cell.content);
    Figure {
        computed: cell.is_computed(),
        value: (!value.is_empty()).then_some(value),
        note: cell.note.as_deref(),
    }
}

/// The block's text, safe inside a `script` element.
pub fn json(document: &Document) -> String {
    let data = Data {
        nianbao: VERSION,
        title: &document.title,
        agency: &document.agency,
        year: document.year,
        edition: &document.form.edition,
        decree: &document.form.decree,
        date: document.date.map(|date| date.to_string()),
        draft: document.draft,
        figures: Figures(document.figures().collect()),
        texts: texts(document),
    };
    let json = serde_json::to_string(&data).expect("strings and numbers always serialize");
    // Neither the end of the element nor a comment may begin inside it.
    visible_json(&json.replace('<', "\\u003c")).into_owned()
}

/// The texts of the sections, as Markdown.
fn texts(document: &Document) -> Vec<Text> {
    let mut texts = vec![Text {
        heading: None,
        markdown: String::new(),
    }];
    for block in &document.blocks {
        match block {
            Block::Heading { level: 2, content } => texts.push(Text {
                heading: Some(plain_text(content).replace('\n', " ")),
                markdown: String::new(),
            }),
            Block::Signature { .. } => {}
            Block::Table(grid) if grid.is_form() => {}
            block => {
                let text = texts.last_mut().expect("it begins with one");
                text.markdown.push_str(&block_markdown(block));
            }
        }
    }
    for text in &mut texts {
        text.markdown.truncate(text.markdown.trim_end().len());
    }
    texts.retain(|text| !text.markdown.is_empty());
    texts
}
