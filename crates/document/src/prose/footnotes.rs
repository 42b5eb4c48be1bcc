//! Footnotes: what they say stands on lines of its own, and is printed where one is named.

use std::collections::BTreeMap;

use pulldown_cmark::{Event, Tag};

use super::Builder;
use crate::{Block, Inline};

/// The footnotes of a passage.
#[derive(Default)]
pub(super) struct Notes {
    /// What they say, as long as nothing has named them.
    pub(super) said: BTreeMap<String, Vec<Inline>>,
    /// The numbers of those that were named.
    pub(super) numbers: BTreeMap<String, usize>,
    /// How many were named in the report so far.
    pub(super) count: usize,
}

impl Notes {
    /// The mark of a note; nothing for one that says nothing.
    pub(super) fn mark(&mut self, label: &str) -> Option<Inline> {
        if let Some(&number) = self.numbers.get(label) {
            let content = Vec::new();
            return Some(Inline::Note { number, content });
        }
        let content = self.said.remove(label).filter(|said| !said.is_empty())?;
        self.count += 1;
        self.numbers.insert(label.to_owned(), self.count);
        let number = self.count;
        Some(Inline::Note { number, content })
    }
}

impl Builder<'_> {
    /// What the footnotes say, each on lines of its own; a note in a note is none.
    pub(super) fn definitions(&mut self) -> BTreeMap<String, Vec<Inline>> {
        let mut found = BTreeMap::new();
        while let Some((event, _)) = self.events.next() {
            if let Event::Start(Tag::FootnoteDefinition(label)) = event {
                let blocks = self.blocks();
                let lines = blocks.into_iter().filter_map(|block| match block {
                    Block::Paragraph(content) | Block::Heading { content, .. } => Some(content),
                    Block::Figure(figure) => Some(vec![Inline::Picture(figure.image)]),
                    _ => None,
                });
                let lines = lines.map(without_pictures);
                let said = lines.reduce(|mut said, line| {
                    said.push(Inline::Break);
                    said.extend(line);
                    said
                });
                found.insert(label.into_string(), said.unwrap_or_default());
            }
        }
        found
    }
}

/// What a footnote says: of a picture only its words, as Word's notes hold no more.
fn without_pictures(content: Vec<Inline>) -> Vec<Inline> {
    let words = |inline| match inline {
        Inline::Picture(image) => Inline::plain(format!("（图片：{}）", image.words())),
        Inline::Strong(content) => Inline::Strong(without_pictures(content)),
        Inline::Emphasis(content) => Inline::Emphasis(without_pictures(content)),
        Inline::Link { url, content } => Inline::Link {
            url,
            content: without_pictures(content),
        },
        inline => inline,
    };
    content.into_iter().map(words).collect()
}
