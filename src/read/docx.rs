//! The reader of Word files (.docx), also as WPS and LibreOffice write them.
//!
//! What Word shows is read, not what it stores: numbers that it puts before paragraphs
//! by itself are written out, changes are taken as accepted, a field is its result.

mod body;
mod contents;
mod drawing;
mod field;
mod line;
mod math;
mod notes;
mod numbering;
mod numerals;
mod package;
mod seen;
mod styles;
mod table;
mod xml;

#[cfg(test)]
mod tests;

use super::Fault;
use crate::read::published::Published;
use body::Reader;
use package::{Package, Relations, of_kind};

/// How the containers of old Word files, and of encrypted ones, start.
const OLD: [u8; 8] = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

/// Reads a Word file.
///
/// # Errors
/// It is none, is encrypted, is an old one (.doc, .wps), is broken, or unpacks to more
/// than any report holds.
pub fn read(bytes: &[u8]) -> Result<Published, Fault> {
    if bytes.starts_with(&OLD) {
        return Err(old(bytes));
    }
    let mut package = Package::open(bytes)?;
    let whole = package.relations("")?;
    let main = of_kind(&whole, "officeDocument").unwrap_or("word/document.xml");
    let document = package.part(main)?.ok_or_else(no_word)?;
    let body = document.child("w:body").ok_or_else(no_word)?;
    let relations = package.relations(main)?;
    let mut other = |kind: &str, usual: &str| match of_kind(&relations, kind) {
        Some(name) => package.part(name),
        None => package.part(usual),
    };
    let styles = other("styles", "word/styles.xml")?;
    let numbering = other("numbering", "word/numbering.xml")?;
    let footnotes = other("footnotes", "word/footnotes.xml")?;
    let endnotes = other("endnotes", "word/endnotes.xml")?;
    let comments = other("comments", "word/comments.xml")?;
    let properties = match of_kind(&whole, "core-properties") {
        Some(name) => package.part(name)?,
        None => None,
    };
    let mut reader = Reader::new(&relations, styles.as_ref(), numbering.as_ref());
    reader.notes.add(footnotes.as_ref(), "w:footnote");
    reader.notes.add(endnotes.as_ref(), "w:endnote");
    reader.notes.add(comments.as_ref(), "w:comment");
    let mut blocks = reader.document(body);
    if reader.fields.are_torn() {
        // What a field that never ends would hide is read after all.
        reader = Reader::new(&relations, styles.as_ref(), numbering.as_ref());
        reader.notes.add(footnotes.as_ref(), "w:footnote");
        reader.notes.add(endnotes.as_ref(), "w:endnote");
        reader.notes.add(comments.as_ref(), "w:comment");
        reader.fields.ignored = true;
        reader.seen.torn_fields = true;
        blocks = reader.document(body);
    }
    reader.seen.margins = margins(&mut package, &relations)?;
    let title = properties.and_then(|part| Some(part.child("dc:title")?.text().trim().to_owned()));
    Ok(Published {
        title: title.filter(|title| !title.is_empty()),
        blocks,
        remarks: reader.seen.remarks(reader.notes.count),
        cautions: reader.seen.cautions(),
    })
}

/// The words above and below every page, but for page numbers.
fn margins(package: &mut Package, relations: &Relations) -> Result<Vec<String>, Fault> {
    let mut found = Vec::new();
    let named = relations.values();
    for relation in named.filter(|it| matches!(it.kind.as_str(), "header" | "footer")) {
        let Some(part) = package.part(&relation.target)? else {
            continue;
        };
        let words = part
            .words()
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        let says = |c: char| c.is_alphabetic() && !"第页共".contains(c);
        if words.chars().any(says) && !found.contains(&words) {
            found.push(words);
        }
    }
    Ok(found)
}

fn old(bytes: &[u8]) -> Fault {
    let name: Vec<u8> = "EncryptedPackage"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    match bytes.windows(name.len()).any(|window| window == name) {
        true => Fault::new(
            "这个 Word 文件设有打开密码，读不了",
            "用 Word 或 WPS 打开，取消密码后另存为 .docx，再导入",
        ),
        false => Fault::new(
            "这是旧格式的 Word 或 WPS 文件（.doc、.wps），读不了",
            "用 Word 或 WPS 打开，另存为“Word 文档（*.docx）”，再导入另存的文件",
        ),
    }
}

fn broken() -> Fault {
    Fault::new(
        "这个 Word 文件已损坏，读不了",
        "用 Word 或 WPS 打开，另存为新的 .docx，再导入；打不开的，换一份完好的文件",
    )
}

fn no_word() -> Fault {
    Fault::new(
        "这个文件里没有 Word 正文",
        "确认它是 Word 文件（.docx）；Excel、PPT 等文件不能导入",
    )
}

fn too_much() -> Fault {
    Fault::new(
        "这个 Word 文件展开后大得不像一份年度报告，没有读",
        "用 Word 或 WPS 打开，删去与报告无关的内容，另存为新的 .docx，再导入",
    )
}
