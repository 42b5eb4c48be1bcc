//! Headings within a paragraph: some programs put the paragraphs of a page on one line,
//! with a space between them.

use super::Label;
use crate::{
    escape,
    label::{Style, numbered, stem},
    published::{Block, Paragraph, Role},
};

/// Marks behind which the next words may begin a paragraph.
const STOPS: [char; 8] = ['。', '；', '：', '！', '？', '）', ')', '.'];

/// Blocks in which a section's heading is a paragraph of its own, where it stood with its
/// number between spaces within another.
pub fn apart(names: &[Vec<Label>], blocks: &[Block]) -> Vec<Block> {
    let mut apart = Vec::with_capacity(blocks.len());
    for block in blocks {
        match block {
            Block::Paragraph(paragraph) if paragraph.role == Role::Body => {
                let pieces = pieces(names, &paragraph.text);
                match pieces.len() {
                    0 | 1 => apart.push(block.clone()),
                    _ => apart.extend(pieces.into_iter().map(|text| {
                        Block::Paragraph(Paragraph {
                            text: text.to_owned(),
                            markdown: escape::plain(text),
                            ..paragraph.clone()
                        })
                    })),
                }
            }
            _ => apart.push(block.clone()),
        }
    }
    apart
}

/// The paragraphs that stand on a line. One if no heading stands within it.
fn pieces<'a>(names: &[Vec<Label>], text: &'a str) -> Vec<&'a str> {
    let mut cuts = Vec::new();
    for start in beginnings(text) {
        let heading = heading_end(names, &text[start..]).map(|end| start + end);
        if let Some(end) = heading.filter(|&end| start > 0 || end < text.len()) {
            cuts.extend([start, end]);
        }
    }
    if cuts.is_empty() {
        return vec![text];
    }
    cuts.extend(beginnings(text).filter(|&start| begins_part(text, start)));
    cuts.push(text.len());
    cuts.sort_unstable();
    let mut from = 0;
    let pieces = cuts.into_iter().map(|cut| {
        let piece = text[from..cut].trim();
        from = cut;
        piece
    });
    pieces.filter(|piece| !piece.is_empty()).collect()
}

/// Where words begin: at the start, and behind spaces.
fn beginnings(text: &str) -> impl Iterator<Item = usize> {
    let spaces = text.char_indices().filter(|(_, c)| c.is_whitespace());
    let behind = spaces.map(|(at, c)| at + c.len_utf8());
    let word = |at: &usize| text[*at..].starts_with(|c: char| !c.is_whitespace());
    std::iter::once(0).chain(behind).filter(word)
}

/// Whether a numbered part of a section begins here, behind the end of a sentence.
fn begins_part(text: &str, start: usize) -> bool {
    let numbering = numbered(&text[start..]).0;
    numbering.is_some_and(|n| n.style == Style::Bracketed)
        && text[..start].trim_end().ends_with(STOPS)
}

/// Where the heading of a section ends with which a text begins, and nothing but a space
/// or the text's end stands behind it.
fn heading_end(names: &[Vec<Label>], text: &str) -> Option<usize> {
    let (numbering, words) = numbered(text);
    let numbering = numbering.filter(|n| n.style == Style::Chinese)?;
    let section = (numbering.number as usize).checked_sub(1)?;
    let ends = names.get(section)?.iter().filter_map(|name| {
        let length = covered(words, name.stem())?;
        let rest = &words[length..];
        let open = rest.is_empty() || rest.starts_with(char::is_whitespace);
        open.then_some(text.len() - rest.len())
    });
    ends.max()
}

/// How much of a text the letters of a heading cover.
fn covered(text: &str, heading: &str) -> Option<usize> {
    let mut left = heading.chars().peekable();
    for (at, c) in text.char_indices() {
        let letter = stem(c.encode_utf8(&mut [0; 4]));
        match (left.peek(), letter.chars().next()) {
            (None, _) => return Some(at),
            (Some(_), None) if c.is_whitespace() => return None,
            (Some(_), None) => {}
            (Some(&expected), Some(letter)) if expected == letter => {
                left.next();
            }
            _ => return None,
        }
    }
    left.peek().is_none().then_some(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces_of(text: &str) -> Vec<&str> {
        let names = [
            vec![Label::of("一、总体情况"), Label::of("一、概述")],
            vec![Label::of("二、行政复议、行政诉讼情况")],
        ];
        pieces(&names, text)
    }

    #[test]
    fn headings_between_spaces_stand_apart() {
        assert_eq!(
            pieces_of(
                "电话：1。 一、总体情况 （一）公开。 全年6条。 (二)申请。 2件。 二、行政复议、行政诉讼情况"
            ),
            [
                "电话：1。",
                "一、总体情况",
                "（一）公开。 全年6条。",
                "(二)申请。 2件。",
                "二、行政复议、行政诉讼情况"
            ]
        );
        assert_eq!(pieces_of("一、概述 无。"), ["一、概述", "无。"]);
    }

    #[test]
    fn headings_that_a_sentence_names_do_not() {
        for text in [
            "本报告由一、总体情况，二、行政复议、行政诉讼情况组成。",
            "本报告由 一、总体情况、二、行政复议、行政诉讼情况组成。",
            "一、总体情况",
            "二、总体情况 无。",
            "全年6条。 （二）申请。",
            "",
        ] {
            assert_eq!(pieces_of(text), [text]);
        }
    }
}
