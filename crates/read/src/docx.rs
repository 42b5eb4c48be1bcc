//! The reader of Word files (.docx), also as WPS and LibreOffice write them.
//!
//! In go the bytes of a file, out come its paragraphs and tables:
//!
//! ```text
//! <w:p><w:pPr><w:pStyle w:val="1"/></w:pPr><w:r><w:t>总体情况</w:t></w:r></w:p>
//! → a heading 「一、总体情况」, if the style 1 has an outline level and a list
//! ```
//!
//! What Word shows is read, not what it stores: numbers that it puts before paragraphs
//! by itself are written out, changes are taken as accepted, a field is its result, a table
//! that only lays others out is taken apart. Not read are old files (.doc), what pictures
//! and embedded objects show, and what stands above and below every page; all of that is
//! told as remarks and cautions.
//!
//! `package` finds the parts, `tree` holds their XML within bounds, `body` goes through it.

mod body;
mod drawing;
mod field;
mod line;
mod notes;
mod numbering;
mod package;
mod seen;
mod styles;
mod table;
mod tree;

#[cfg(test)]
mod tests;

use super::{
    Fault,
    container::{self, OLE},
    published::Published,
    words::one_line,
};
use body::Reader;
use package::{Package, Relations, of_kind};
use tree::Element;

/// The parts beside the text, by their kind.
const BESIDE: [&str; 4] = ["styles", "numbering", "footnotes", "endnotes"];

/// Reads a Word file.
///
/// # Errors
/// It is none, is encrypted, is an old one (.doc, .wps), is broken, or unpacks to more
/// than any report holds.
pub fn read(bytes: &[u8]) -> Result<Published, Fault> {
    if bytes.starts_with(OLE) {
        return Err(container::unreadable(bytes).unwrap_or_else(broken));
    }
    let mut package = Package::open(bytes)?;
    let whole = package.relations("")?;
    let main = of_kind(&whole, "officeDocument").unwrap_or("word/document.xml");
    let text = package.part(main)?.ok_or_else(no_word)?;
    let document = tree::parse(&text)?;
    let root = Element::root(&document);
    let body = root.child("w:body").ok_or_else(no_word)?;
    let relations = package.relations(main)?;
    let mut texts = Vec::new();
    for kind in BESIDE {
        let usual = format!("word/{kind}.xml");
        let part = package.part(of_kind(&relations, kind).unwrap_or(&usual))?;
        texts.push(part.unwrap_or_else(|| "<none/>".to_owned()));
    }
    let trees = texts.iter().map(|text| tree::parse(text));
    let trees: Vec<_> = trees.collect::<Result<_, _>>()?;
    let roots: Vec<Element<'_>> = trees.iter().map(Element::root).collect();
    let parts = <[Element<'_>; 4]>::try_from(roots).map_err(|_| broken())?;
    let mut reader = Reader::new(parts, &relations);
    let blocks = reader.document(body);
    reader.seen.margins = margins(&mut package, &relations)?;
    Ok(Published {
        title: title(&mut package, &whole)?,
        blocks,
        remarks: reader.seen.remarks(reader.notes.count),
        cautions: reader.seen.cautions(),
        ..Published::default()
    })
}

/// The title among the file's properties.
fn title(package: &mut Package<'_>, whole: &Relations) -> Result<Option<String>, Fault> {
    let properties = match of_kind(whole, "core-properties") {
        Some(name) => package.part(name)?,
        None => None,
    };
    let Some(properties) = properties else {
        return Ok(None);
    };
    let tree = tree::parse(&properties)?;
    let title = Element::root(&tree).child("dc:title");
    let title = title.map(|title| title.text().trim().to_owned());
    Ok(title.filter(|title| !title.is_empty()))
}

/// The words above and below every page, but for page numbers.
fn margins(package: &mut Package<'_>, relations: &Relations) -> Result<Vec<String>, Fault> {
    let mut found = Vec::new();
    let named = relations.values();
    for relation in named.filter(|it| matches!(it.kind.as_str(), "header" | "footer")) {
        let Some(part) = package.part(&relation.target)? else {
            continue;
        };
        let words = one_line(&Element::root(&tree::parse(&part)?).words());
        let says = |c: char| c.is_alphabetic() && !"第页共".contains(c);
        if words.chars().any(says) && !found.contains(&words) {
            found.push(words);
        }
    }
    Ok(found)
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
