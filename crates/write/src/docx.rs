//! The Word writer: a document that a clerk opens, circulates, signs off and prints.
//!
//! It has the layout of the PDF: the page after GB/T 9704—2012, tables with the same columns
//! at the same size. Each part of the package is a module: `body` with `runs`, `table`,
//! `picture`, `drawing` and `lists` for what is said, `styles` and `page` for how it looks,
//! `properties` for what is known of it; `package` puts them together. What is the same in
//! every file stands in `parts/` as Word's XML.
//!
//! The parts are written as XML here. The writer crate for Word files in Rust, docx-rs, can
//! say neither that a table's head is repeated on every page, nor the words for those who
//! cannot see a picture or a table, nor the language of a text; it takes pictures as PNG only
//! and numbers them by a counter of the whole process.

mod body;
mod lists;
mod package;
mod page;
mod particulars;
mod picture;
mod properties;
mod runs;
mod shapes;
mod styles;
mod word_table;
mod xml;

#[cfg(test)]
mod tests;

use super::pdf::{self, Fonts};
use body::Writer;
use document::Document;
use package::{Part, Relations};
use page::Marks;

/// The namespaces of a text's parts.
const NAMESPACES: [(&str, &str); 5] = [
    (
        "xmlns:w",
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (
        "xmlns:r",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
    (
        "xmlns:wp",
        "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    ),
    ("xmlns:v", "urn:schemas-microsoft-com:vml"),
    ("xmlns:o", "urn:schemas-microsoft-com:office:office"),
];

/// Why a document cannot be made a Word file.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Error {
    /// A picture cannot be used.
    #[error(transparent)]
    Picture(#[from] pdf::BadPicture),
    /// A table that the author wrote has more columns than Word opens: so many.
    #[error(
        "正文里的一个表格有 {0} 列，Word 最多 {most} 列；把表格拆开，或不生成 docx",
        most = word_table::MOST_COLUMNS
    )]
    WideTable(usize),
    /// The file cannot be put together.
    #[error("无法生成 Word 文件")]
    Output,
}

/// Makes a document a Word file: the same document gives the same bytes.
///
/// The fonts tell only how wide a table's columns must be; none is embedded.
///
/// # Errors
/// A picture or a table that Word cannot hold.
pub fn render(document: &Document, fonts: &Fonts) -> Result<Vec<u8>, Error> {
    let mut relations = Relations::default();
    let mut parts = Vec::new();
    let mut add = |relations: &mut Relations, kind, name: &str, bytes| {
        parts.push(Part {
            name: name.to_owned(),
            kind,
            bytes,
        });
        relations.part(kind, name)
    };
    let fixed = xml::fixed;
    let odd = include_str!("docx/parts/footer.xml");
    let even = odd.replace("<w:jc w:val=\"right\"/>", "<w:jc w:val=\"left\"/>");
    let mut foot = |name, text| add(&mut relations, "footer", name, fixed(text));
    let feet = [foot("footer1.xml", odd), foot("footer2.xml", &even)];
    let draft = include_str!("docx/parts/header.xml");
    let mut head = |name| add(&mut relations, "header", name, fixed(draft));
    let heads = document
        .draft
        .then(|| ["header1.xml", "header2.xml"].map(&mut head));
    let mut writer = Writer::new(fonts, relations, Marks { feet, heads });
    writer.document(document)?;
    if let Some(picture) = writer.relations.refused.take() {
        return Err(picture.into());
    }
    let relations = &mut writer.relations;
    for (kind, bytes) in [
        ("styles", fixed(include_str!("docx/parts/styles.xml"))),
        ("settings", fixed(include_str!("docx/parts/settings.xml"))),
        ("fontTable", fixed(include_str!("docx/parts/fontTable.xml"))),
        ("numbering", writer.lists.xml()),
    ] {
        add(relations, kind, &format!("{kind}.xml"), bytes);
    }
    if !relations.notes.is_empty() {
        let part = runs::footnotes(&relations.notes);
        add(relations, "footnotes", "footnotes.xml", part);
    }
    writer.section();
    parts.insert(
        0,
        Part {
            name: "document.xml".to_owned(),
            kind: "officeDocument",
            bytes: writer.xml.finish(),
        },
    );
    parts.append(&mut writer.relations.pictures);
    let properties = [
        properties::application(document),
        properties::core(document),
    ];
    package::pack(properties, parts, &writer.relations).map_err(|_| Error::Output)
}
