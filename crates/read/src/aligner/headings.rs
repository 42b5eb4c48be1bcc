//! Which paragraphs head a section, and where a heading ends that others follow on its line.

use super::{expect::Names, rows::Cell};
use crate::{
    escape,
    label::{Style, half_width, numbered},
    published::{Block, Paragraph, Role},
};

/// Words less alike to a heading's tell nothing.
const LIKE: f64 = 0.7;
/// A heading is one whose words, number and mark are worth so much.
const LEAST: f64 = 0.9;
/// What it is worth that a heading has the number of its section.
const NUMBERED: f64 = 1.0;
/// What it is worth that the container says that it is a heading.
const MARKED: f64 = 0.2;
/// What a number without the words is worth.
pub const NUMBER_ALONE: f64 = 0.3;
/// A heading has this many characters at the most.
const LONGEST: usize = 60;

/// What it is worth that a paragraph heads a section, and whether it has a number or the mark
/// of a heading besides the words.
pub fn heads(section: usize, names: &Names, cell: &Cell, is_marked: bool) -> Option<(f64, bool)> {
    let numbering = cell.label.numbering;
    let style = numbering.map(|own| own.style);
    let is_inner = matches!(style, Some(Style::Bracketed | Style::Inner));
    if is_inner || cell.text.chars().count() > LONGEST {
        return None;
    }
    let is_own = numbering.is_some_and(|own| own.number as usize == section + 1);
    let words = names.likeness(&cell.label);
    let number = if is_own { NUMBERED } else { 0.0 };
    let mark = if is_marked { MARKED } else { 0.0 };
    if words >= LIKE {
        let worth = words + number + mark;
        return (worth >= LEAST).then_some((worth, numbering.is_some() || is_marked));
    }
    let is_alone =
        is_own && style == Some(Style::Chinese) && !cell.text.contains(['。', '，', '；', '：']);
    is_alone.then_some((NUMBER_ALONE, false))
}

/// A heading without the dots and the page of a table of contents.
pub fn untitled(text: &str) -> &str {
    let is_aside = |c: char| c.is_ascii_digit() || c.is_whitespace() || ".…：:。".contains(c);
    text.trim().trim_end_matches(is_aside)
}

/// Blocks in which a section's heading is a paragraph of its own, where it stood with its
/// number at the start of another, or between spaces within it.
pub fn apart(names: &[Names], blocks: &[Block]) -> Vec<Block> {
    let mut apart = Vec::with_capacity(blocks.len());
    for block in blocks {
        let paragraph = block.paragraph();
        let pieces = paragraph.map_or(Vec::new(), |own| pieces(names, &own.text));
        let Some(paragraph) = paragraph.filter(|_| pieces.len() > 1) else {
            apart.push(block.clone());
            continue;
        };
        for (text, is_heading) in pieces {
            let role = if is_heading {
                paragraph.role.clone()
            } else {
                Role::Body
            };
            apart.push(Block::Paragraph(Paragraph {
                text: text.to_owned(),
                markdown: escape::plain(text),
                role,
                spot: paragraph.spot.clone(),
            }));
        }
    }
    apart
}

/// The paragraphs that stand in one, and whether each is a heading.
fn pieces<'a>(names: &[Names], text: &'a str) -> Vec<(&'a str, bool)> {
    let spaces = text.char_indices().filter(|(_, c)| c.is_whitespace());
    let behind = spaces.map(|(at, c)| at + c.len_utf8());
    let (mut pieces, mut from) = (Vec::new(), 0);
    for start in [0]
        .into_iter()
        .chain(behind)
        .filter(|at| text[*at..].starts_with(|c: char| !c.is_whitespace()))
    {
        if let Some(end) = heading_end(names, &text[start..]).filter(|_| start >= from) {
            pieces.extend([
                (&text[from..start], false),
                (&text[start..start + end], true),
            ]);
            from = start + end;
        }
    }
    let is_mark = |c: char| c.is_whitespace() || "：:。．.、，,".contains(c);
    pieces.push((text[from..].trim_start_matches(is_mark), false));
    pieces.iter_mut().for_each(|(text, _)| *text = text.trim());
    pieces.retain(|(text, _)| !text.is_empty());
    pieces
}

/// Where the heading of a section ends with which a text begins, number and all, if no letter
/// stands right behind it.
fn heading_end(names: &[Names], text: &str) -> Option<usize> {
    let (numbering, words) = numbered(text);
    let section = (numbering?.number as usize).checked_sub(1)?;
    let ends = names.get(section)?.stems().filter_map(|stem| {
        let end = covered(words, stem)?;
        let is_over = !words[end..].starts_with(char::is_alphanumeric);
        is_over.then_some(text.len() - words.len() + end)
    });
    ends.max()
}

/// How much of a text the letters of a name cover.
fn covered(text: &str, name: &str) -> Option<usize> {
    let mut left = name.chars();
    let mut end = 0;
    for (at, c) in text.char_indices() {
        if left.as_str().is_empty() {
            break;
        }
        if c.is_alphanumeric() && left.next() != Some(half_width(c)) {
            return None;
        }
        end = at + c.len_utf8();
    }
    left.as_str().is_empty().then_some(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_on_the_line_of_others_are_found() {
        let names = [
            Names::of("一、总体情况", &[]),
            Names::of("二、甲乙情况", &[]),
        ];
        let parts = |text| -> Vec<&str> { pieces(&names, text).iter().map(|own| own.0).collect() };
        assert_eq!(parts("一、总体情况"), ["一、总体情况"]);
        assert_eq!(parts("一、总体情况：甲。"), ["一、总体情况", "甲。"]);
        let line = "引言。 一、总体情况 （一）甲。 二、甲乙 情况 乙";
        let apart = [
            "引言。",
            "一、总体情况",
            "（一）甲。",
            "二、甲乙 情况",
            "乙",
        ];
        assert_eq!(parts(line), apart);
        assert_eq!(parts("一、总体情况良好"), ["一、总体情况良好"]);
        assert_eq!(
            parts("包括一、总体情况，二、甲"),
            ["包括一、总体情况，二、甲"]
        );
    }
}
