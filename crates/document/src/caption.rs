//! The words below a picture: what it shows, and its number where there are several.
//!
//! In: the pictures of a document, each with the words that its author gave for those who
//! cannot see it. Out: a [`Caption`] of the same words, 「图1　办理流程」 where the report has
//! more pictures than one. An author who numbers pictures by hand is left alone.

use std::fmt;

use super::{Block, plain_text};

/// What stands between a number and its words.
const BETWEEN: char = '\u{3000}';

/// The words below a picture.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Caption {
    /// Its number from 1, where there are several.
    pub number: Option<usize>,
    /// What the picture shows.
    pub words: String,
}

impl Caption {
    /// A caption of some words, without a number yet; none where there are no words.
    pub fn of(words: &str) -> Option<Self> {
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        let number = None;
        (!words.is_empty()).then_some(Caption { number, words })
    }

    /// Whether its author numbered it: 「图1 办理流程」.
    fn is_numbered(&self) -> bool {
        self.words.len() > without_number(&self.words).len()
    }
}

impl fmt::Display for Caption {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.number {
            Some(number) => write!(f, "图{number}{BETWEEN}{}", self.words),
            None => f.write_str(&self.words),
        }
    }
}

/// Gives the pictures of a document their captions: a paragraph below one that repeats its
/// words is its author's own; where there are several, they are numbered in reading order.
pub(super) fn number(blocks: &mut Vec<Block>) {
    for at in (1..blocks.len()).rev() {
        if let [Block::Figure(figure), Block::Paragraph(content)] = &mut blocks[at - 1..=at]
            && repeats(&plain_text(content), &figure.image.alt)
        {
            figure.caption = Caption::of(&plain_text(content));
            blocks.remove(at);
        }
    }
    let found = all(blocks);
    if found.len() < 2 || found.iter().any(|caption| caption.is_numbered()) {
        return;
    }
    for (number, caption) in (1..).zip(found) {
        caption.number = Some(number);
    }
}

/// The captions of blocks, in reading order.
fn all(blocks: &mut [Block]) -> Vec<&mut Caption> {
    let mut found = Vec::new();
    for block in blocks {
        match block {
            Block::Figure(figure) => found.extend(&mut figure.caption),
            Block::Quote(blocks) => found.extend(all(blocks)),
            Block::List { items, .. } => found.extend(items.iter_mut().flat_map(|item| all(item))),
            _ => {}
        }
    }
    found
}

/// Whether words below a picture say no more than those for who cannot see it.
pub fn repeats(below: &str, alt: &str) -> bool {
    // Containers keep neither every space nor every bracket.
    let plain = |words: &str| -> String {
        let words = without_number(words.trim()).chars();
        words
            .filter(|c| !c.is_whitespace() && !"[]\\".contains(*c))
            .collect()
    };
    let alt = plain(alt);
    !alt.is_empty() && plain(below) == alt
}

/// The words behind 「图1」.
fn without_number(words: &str) -> &str {
    let Some(rest) = words.strip_prefix('图') else {
        return words;
    };
    let rest = rest.trim_start();
    let behind = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    match behind.len() < rest.len() {
        true => behind.trim_start_matches(|c: char| c.is_whitespace() || "：:、.．-".contains(c)),
        false => words,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Figure, Image};

    fn figure(alt: &str) -> Block {
        Block::Figure(Figure::of(Image {
            alt: alt.to_owned(),
            target: "a.png".to_owned(),
            bytes: b"".as_slice().into(),
            place: None,
        }))
    }

    fn numbered(mut blocks: Vec<Block>) -> Vec<String> {
        number(&mut blocks);
        let found = all(&mut blocks).into_iter();
        found.map(|caption| caption.to_string()).collect()
    }

    #[test]
    fn several_pictures_are_numbered_in_reading_order() {
        assert_eq!(numbered(vec![figure("流程")]), ["流程"]);
        let item = vec![Block::paragraph("见图"), figure("大厅")];
        let list = Block::List {
            start: None,
            items: vec![item],
        };
        let blocks = vec![figure("流程"), figure(" "), list, figure("窗口")];
        assert_eq!(numbered(blocks), ["图1　流程", "图2　大厅", "图3　窗口"]);
        // Who numbers by hand is left alone.
        let blocks = vec![figure("图1：流程"), figure("大厅")];
        assert_eq!(numbered(blocks), ["图1：流程", "大厅"]);
    }

    #[test]
    fn an_authors_own_caption_is_the_only_one() {
        let own = Block::paragraph("图3 流程");
        let mut blocks = vec![
            figure("流程"),
            own,
            figure("大厅"),
            Block::paragraph("文字。"),
        ];
        number(&mut blocks);
        assert_eq!(blocks.len(), 3);
        assert_eq!(numbered(blocks), ["图3 流程", "大厅"]);
    }

    #[test]
    fn a_caption_is_known_by_its_picture() {
        for (below, alt, is_one) in [
            ("图1　流程", "流程", true),
            ("图 12：流 程", "流程", true),
            ("图1 流程", "图1　流程", true),
            ("流程图", "流程图", true),
            ("图书借阅", "书借阅", false),
            ("图1　流程", "大厅", false),
            ("", "", false),
        ] {
            assert_eq!(repeats(below, alt), is_one, "{below} {alt}");
        }
    }
}
