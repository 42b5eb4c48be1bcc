//! The texts of a filled workbook: rows of sub-headings and paragraphs.
//!
//! In go the rows below a named cell, out come paragraphs: of the first column sub-headings,
//! of the second Markdown as the clerk wrote it, every line of a cell a paragraph; only the
//! lines of a table stay together.

use std::collections::BTreeMap;

use super::{Place, anew, is_there};
use crate::{
    Fault, Import, Notice, escape,
    label::brief,
    published::{Block, Paragraph, Role, Spot},
    xlsx::{Book, Value, huge, origin, place, words},
};
use base::source::indent;
use form::{edition::Edition, fill::without_guides, report::keys::PREAMBLE};

/// Paragraphs of a text, at the most: more are no report's.
const MOST: usize = 20_000;

/// The keys of an edition's texts, with the number of the section; the preamble has none.
pub(super) fn keys(
    edition: &'static Edition,
) -> impl Iterator<Item = (&'static str, Option<usize>)> {
    let sections = edition.sections.iter().enumerate();
    let texts = sections.filter(|(_, section)| section.table.is_none());
    let texts = texts.map(|(number, section)| (section.key.as_str(), Some(number)));
    std::iter::once((PREAMBLE, None)).chain(texts)
}

/// Reads the texts of a workbook; one of before has none.
///
/// # Errors
/// A sheet is not there or broken.
pub(super) fn read(
    import: &mut Import,
    book: &mut Book,
    names: &BTreeMap<String, Place>,
) -> Result<(), Fault> {
    for (key, number) in keys(import.file.edition) {
        let blocks = match names.get(key) {
            None => continue,
            Some(None) => {
                import.doubts.push(Notice::unsure(
                    key,
                    format!("「{key}」的工作表或开头的几行不在工作簿里了"),
                    anew("文字"),
                ));
                continue;
            }
            Some(Some((sheet, row, column))) => {
                is_there(book, sheet)?;
                blocks(import, book, (sheet, *row, *column))?
            }
        };
        match number {
            Some(number) => {
                import.text(number, key, &blocks);
            }
            None => import.preamble(&blocks),
        }
    }
    Ok(())
}

/// The paragraphs of the rows from a cell on, in its column and the next one.
fn blocks(
    import: &mut Import,
    book: &mut Book,
    (sheet, top, left): (&str, u32, u32),
) -> Result<Vec<Block>, Fault> {
    let mut blocks = Vec::new();
    let mut beside = Vec::new();
    for ((row, column), found) in book.cells(sheet, |row, _| row >= top)? {
        if found.value == Value::Empty {
            continue;
        }
        let text = words(&found.value);
        let mut spot = || {
            let origin = origin(&sheet.into(), (row, column));
            import.places.line(&text, &origin)
        };
        match column.checked_sub(left) {
            Some(0) => blocks.push(block(&text.replace('\n', ""), Role::Heading(1), spot())),
            Some(1) => {
                blocks.extend(paragraphs(without_guides(&text), &spot()));
            }
            _ => beside.push((place(sheet, row, column), text)),
        }
        if blocks.len() > MOST {
            return Err(huge(&format!(
                "在工作表「{sheet}」里有 {MOST} 段以上的文字"
            )));
        }
    }
    if let Some((place, text)) = beside.first() {
        let more = match beside.len() {
            1 => String::new(),
            count => format!("等 {count} 格"),
        };
        let caution = format!(
            "{place} 写的「{}」{more}不在正文的两列里，没有读入",
            brief(text)
        );
        import.summary.cautions.push(caution);
    }
    Ok(blocks)
}

fn block(text: &str, role: Role, spot: Spot) -> Block {
    let is_own = matches!(role, Role::Heading(1));
    Block::Paragraph(Paragraph {
        text: text.to_owned(),
        markdown: match is_own {
            true => escape::plain(text),
            false => text.to_owned(),
        },
        role,
        spot,
    })
}

/// The lines of a cell as paragraphs; those of a table are one.
fn paragraphs(text: &str, spot: &Spot) -> Vec<Block> {
    let mut found: Vec<(String, Role)> = Vec::new();
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let bare = line.trim();
        match found.last_mut() {
            Some((last, _)) if bare.starts_with('|') && last.starts_with('|') => {
                *last += &format!("\n{bare}");
            }
            _ => {
                let (role, words) = marked(line);
                found.push((words.to_owned(), role));
            }
        }
    }
    let found = found.into_iter();
    found
        .map(|(words, role)| block(&words, role, spot.clone()))
        .collect()
}

/// What the mark at the beginning of a line makes of it, and the words behind.
fn marked(line: &str) -> (Role, &str) {
    let bare = line.trim();
    let Some((mark, words)) = bare.split_once(' ') else {
        return (Role::Body, bare);
    };
    let depth = u8::try_from(indent(line) / 2).unwrap_or(u8::MAX);
    let number = || mark.strip_suffix('.')?.parse().ok();
    let role = match mark {
        "-" | "*" | "+" => Role::Item {
            depth,
            number: None,
        },
        ">" => Role::Quote,
        "#" | "##" | "###" => Role::Heading(1),
        "####" | "#####" | "######" => Role::Heading(2),
        _ => match number() {
            Some(number) => Role::Item {
                depth,
                number: Some(number),
            },
            None => return (Role::Body, bare),
        },
    };
    (role, words.trim())
}
