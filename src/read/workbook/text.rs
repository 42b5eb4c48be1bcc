//! The texts of a filled workbook: rows of sub-headings and paragraphs.
//!
//! In go the rows below a named cell, out come paragraphs: of the first column sub-headings,
//! of the second Markdown as the clerk wrote it, every line of a cell a paragraph; only the
//! lines of a table stay together.

use std::collections::BTreeMap;

use super::{Place, is_there, words};
use crate::{
    form::{edition::Edition, fill::without_guides, report::keys::PREAMBLE},
    read::{
        Fault, Import, Notice, escape,
        published::{Block, Paragraph, Role},
        xlsx::{Book, Value, place},
    },
};

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
                    "用 nianbao new --to xlsx 重新生成一份，把文字填进去；或在数据文件里补上",
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
    for ((row, column), found) in book.cells(sheet, |row, _| row >= top)? {
        if found.value == Value::Empty {
            continue;
        }
        let text = words(&found.value);
        match column.checked_sub(left) {
            Some(0) => blocks.push(block(&text.replace('\n', ""), Role::Heading(1))),
            Some(1) => {
                let paragraphs = paragraphs(without_guides(&text));
                blocks.extend(paragraphs.iter().map(|text| block(text, Role::Body)));
            }
            _ => import.account.cautions.push(format!(
                "{} 写的「{text}」不在正文的两列里，没有读入",
                place(sheet, row, column)
            )),
        }
    }
    Ok(blocks)
}

fn block(text: &str, role: Role) -> Block {
    let markdown = match role {
        Role::Body => text.to_owned(),
        _ => escape::plain(text),
    };
    Block::Paragraph(Paragraph {
        text: text.to_owned(),
        markdown,
        role,
        ..Paragraph::default()
    })
}

/// The lines of a cell as paragraphs; those of a table are one.
fn paragraphs(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let bare = line.trim();
        match found.last_mut() {
            Some(last) if bare.starts_with('|') && last.starts_with('|') => {
                *last += &format!("\n{bare}");
            }
            _ => {
                // How far an item stands in says how deep it lies.
                let is_item = bare.starts_with("- ") || bare.starts_with("* ");
                let line = if is_item { line.trim_end() } else { bare };
                found.push(line.to_owned());
            }
        }
    }
    found
}
