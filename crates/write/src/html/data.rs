//! The report's figures for programs: a block of JSON inside the page.
//!
//! What a reader sees as a table, a program reads back losslessly: every figure by
//! the form's path, as the exact string, with its note and whether it was added up
//! here. A blank cell is null, never 0.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::markdown::{block_markdown, markdown};
use base::characters::visible_json;
use document::{Block, Document, plain_text};
use form::report::Seal;

/// The layout of this block; it grows by one when a reader of the old one would err.
pub const VERSION: u8 = 1;
/// By which `id` the block is found.
pub const ID: &str = "nianbao-data";

/// What a page holds for programs, and for this one when it reads the page again.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageData {
    /// The layout: [`VERSION`].
    pub nianbao: u8,
    /// The title.
    pub title: String,
    /// The agency's name.
    pub agency: String,
    /// The agency's category, as data files write it.
    #[serde(default)]
    pub category: Option<String>,
    /// The report year.
    pub year: u16,
    /// The edition's name.
    pub edition: String,
    /// The document that prescribes the form.
    pub decree: String,
    /// The day of signature.
    pub date: Option<String>,
    /// Whether a seal goes over it, as data files write it; none where it is as usual.
    #[serde(default)]
    pub seal: Option<String>,
    /// Whether it is a draft.
    pub draft: bool,
    /// The figures by the form's path, in its order.
    #[serde(serialize_with = "in_order", deserialize_with = "in_any_order")]
    pub figures: Vec<(String, PageFigure)>,
    /// The texts of the sections.
    pub texts: Vec<PageText>,
}

/// A figure.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageFigure {
    /// Its exact words; none where the cell is blank.
    pub value: Option<String>,
    /// The note that stays with it.
    pub note: Option<String>,
    /// Whether it is a total that was added up here.
    pub computed: bool,
}

/// The text of a section.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageText {
    /// The section's heading; none for what stands before the first.
    pub heading: Option<String>,
    /// Its Markdown.
    pub markdown: String,
}

fn in_order<S: Serializer>(
    figures: &[(String, PageFigure)],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_map(figures.iter().map(|(path, figure)| (path, figure)))
}

fn in_any_order<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Vec<(String, PageFigure)>, D::Error> {
    let figures = BTreeMap::deserialize(deserializer)?;
    Ok(figures.into_iter().collect())
}

impl PageData {
    /// What the page of a document holds.
    fn of(document: &Document) -> Self {
        let seal = document.blocks.iter().rev().find_map(|block| match block {
            Block::Signature { seal, .. } if *seal != Seal::default() => Some(seal.chinese()),
            _ => None,
        });
        let figures = document.figures().map(|cell| {
            let value = plain_text(&cell.content);
            let figure = PageFigure {
                computed: cell.is_computed(),
                value: (!value.is_empty()).then_some(value),
                note: cell.note.clone(),
            };
            (cell.path.clone(), figure)
        });
        PageData {
            nianbao: VERSION,
            title: document.title.clone(),
            agency: document.agency.clone(),
            category: document.category.map(|own| own.chinese().to_owned()),
            year: document.year,
            edition: document.form.edition.clone(),
            decree: document.form.decree.clone(),
            date: document.date.map(|date| date.to_string()),
            seal: seal.map(str::to_owned),
            draft: document.draft,
            figures: figures.collect(),
            texts: texts(document),
        }
    }
}

/// The block's text, safe inside a `script` element.
pub fn json(document: &Document) -> String {
    let data = PageData::of(document);
    let json = serde_json::to_string(&data).expect("strings and numbers always serialize");
    // Neither the end of the element nor a comment may begin inside it.
    visible_json(&json.replace('<', "\\u003c")).into_owned()
}

/// The texts of the sections, as Markdown, each with its footnotes.
fn texts(document: &Document) -> Vec<PageText> {
    let heading = |block: &Block| match block {
        Block::Heading { level: 2, content } => Some(plain_text(content).replace('\n', " ")),
        _ => None,
    };
    let sections = document.blocks.chunk_by(|_, next| heading(next).is_none());
    let mut notes = Vec::new();
    let texts = sections.map(|blocks| {
        let before = notes.len();
        let heading = blocks.first().and_then(heading);
        let own = blocks[usize::from(heading.is_some())..].iter();
        let own = own.filter(|block| match block {
            Block::Table(grid) => !grid.is_form(),
            // A chart is a picture of the figures; its page shows it to readers alone.
            block => !matches!(block, Block::Chart(_) | Block::Signature { .. }),
        });
        let mut text = String::new();
        for block in own {
            text += &block_markdown(block);
            block.notes(&mut notes);
        }
        for (number, note) in (1..).zip(&notes).skip(before) {
            text += &format!("[^{number}]: {}\n\n", markdown(note));
        }
        PageText {
            heading,
            markdown: text.trim_end().to_owned(),
        }
    });
    texts.filter(|text| !text.markdown.is_empty()).collect()
}
