use std::{
    fs,
    io::{Cursor, Write},
};

use zip::{ZipWriter, write::SimpleFileOptions};

use super::read;
use crate::published::{Block, Published, Role};

const SPACES: &str = r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture""#;

/// A text of a paragraph.
const BODY: &str = "<w:body><w:p><w:r><w:t>总体</w:t></w:r></w:p></w:body>";

fn archive(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        writer
            .start_file(*name, SimpleFileOptions::default())
            .unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn part(inner: &str) -> String {
    format!(r#"<?xml version="1.0"?><w:part {SPACES}>{inner}</w:part>"#)
}

/// Every block in a line: what it is, then its Markdown or cells; then what is told of it.
fn lines(published: &Published) -> Vec<String> {
    let line = |block: &Block| match block {
        Block::Paragraph(p) => {
            let role = match &p.role {
                Role::Body => String::new(),
                Role::Heading(level) => format!("h{level} "),
                Role::Item { depth, number } => format!("item {depth} {number:?} "),
                Role::Quote => "quote ".to_owned(),
            };
            format!("{role}{}", p.markdown)
        }
        Block::Table(table) => {
            let rows = table.rows.iter().map(|row| {
                let cells = row.iter().map(|cell| {
                    let (rows, columns) = (cell.row_span, cell.column_span);
                    format!("{}[{rows}x{columns}]", cell.text)
                });
                cells.collect::<Vec<_>>().join(" ")
            });
            rows.collect::<Vec<_>>().join(" / ")
        }
    };
    let told = |kind: &str, words: &[String]| -> Vec<String> {
        words
            .iter()
            .map(|words| format!("{kind}: {words}"))
            .collect()
    };
    let mut lines: Vec<String> = published.blocks.iter().map(line).collect();
    lines.extend(told("remark", &published.remarks));
    lines.extend(told("caution", &published.cautions));
    lines.iter().map(|line| line.replace('\n', "⏎")).collect()
}

/// Each file in `cases` is named for what it shows: the parts of a Word file, each below its
/// name, and what is read of them.
#[test]
fn cases_are_read_as_they_say() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/docx/cases");
    let mut seen = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let case = fs::read_to_string(&path).unwrap();
        let (parts, told) = case.split_once("@@ read\n").unwrap();
        let parts = parts.split("@@ ").skip(1).map(|text| {
            let (name, inner) = text.split_once('\n').unwrap();
            (name, part(inner))
        });
        let parts: Vec<(&str, String)> = parts.collect();
        let parts: Vec<(&str, &str)> = parts.iter().map(|(name, text)| (*name, &**text)).collect();
        let read = lines(&read(&archive(&parts)).unwrap());
        let told: Vec<&str> = told.lines().collect();
        assert_eq!(read, told, "{}", path.display());
        seen += 1;
    }
    assert!(seen > 12, "{seen}");
}

#[test]
fn parts_are_found_whatever_their_names_case() {
    let relations = part(
        r#"<x Id="m" Type="http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument" Target="/word/Document2.xml"/>"#,
    );
    let file = archive(&[
        ("_rels/.rels", &relations),
        ("word\\document2.xml", &part(BODY)),
    ]);
    assert_eq!(lines(&read(&file).unwrap()), ["总体"]);
}

#[test]
fn other_files_are_named() {
    let fault = |bytes: &[u8]| read(bytes).unwrap_err().message;
    let mut old = crate::container::OLE.to_vec();
    assert!(fault(&old).contains(".doc"));
    old.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    assert!(fault(&old).contains("密码"));
    assert!(fault(b"PK\x03\x04").contains("损坏"));
    assert!(fault(&archive(&[("xl/workbook.xml", "<a/>")])).contains("没有 Word 正文"));
}

#[test]
fn hostile_files_are_refused() {
    let refused = |text: &str| {
        read(&archive(&[("word/document.xml", text)]))
            .unwrap_err()
            .message
    };
    let deep = "<w>".repeat(100_000);
    assert!(refused(&deep).contains("大得不像"));
    let many = part(&"<w:p/>".repeat(410_000));
    assert!(refused(&many).contains("大得不像"));
    let names: String = (0..300).map(|at| format!(" xmlns:n{at}=\"u\"")).collect();
    assert!(refused(&format!("<a{names}/>")).contains("大得不像"));
    let large = format!("<a b=\"{}\"/>", "x".repeat(25 << 20));
    assert!(refused(&large).contains("大得不像"));
    assert!(refused("<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>").contains("损坏"));
    assert!(refused("<a>&b;</a>").contains("损坏"));
    assert!(refused("<a></b>").contains("损坏"));
    assert!(refused("").contains("损坏"));
    let names: Vec<String> = (0..11_000).map(|at| format!("{at}")).collect();
    let parts: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "")).collect();
    assert!(
        read(&archive(&parts))
            .unwrap_err()
            .message
            .contains("大得不像")
    );
}
