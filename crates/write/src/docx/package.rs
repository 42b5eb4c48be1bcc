//! The package: a ZIP of parts, each with its type, tied together by relationships.

use std::io::{Cursor, Write};

use zip::{
    CompressionMethod, DateTime, System, ZipWriter, result::ZipError, write::SimpleFileOptions,
};

use super::xml::{Xml, fixed};
use crate::pdf::BadPicture;

const RELATIONSHIPS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
const TYPES: &str = "http://schemas.openxmlformats.org/package/2006/content-types";
/// Where the kinds of an office document's relationships are named.
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";
const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.";

/// A part of the document: its name below `word/`, what kind it is, and its bytes.
pub(super) struct Part {
    /// The file's name below `word/`.
    pub(super) name: String,
    /// The kind, as relationships and types name it; a picture's is `image`.
    pub(super) kind: &'static str,
    /// The content.
    pub(super) bytes: Vec<u8>,
}

/// What the document's text refers to: parts and addresses, by identifiers `r1`, `r2`, …
#[derive(Default)]
pub(super) struct Relations {
    entries: Vec<(&'static str, String, bool)>,
    /// What the footnotes say, in the order of their numbers.
    pub(super) notes: Vec<String>,
    /// The pictures.
    pub(super) pictures: Vec<Part>,
    /// How many drawings there are, pictures among them.
    drawings: usize,
    /// The first picture that cannot be used.
    pub(super) refused: Option<BadPicture>,
}

impl Relations {
    /// Refers to a part below `word/`; gives the identifier.
    pub(super) fn part(&mut self, kind: &'static str, name: &str) -> String {
        self.add(kind, name.to_owned(), false)
    }

    /// Refers to an address outside the file; gives the identifier.
    pub(super) fn link(&mut self, address: String) -> String {
        self.add("hyperlink", address, true)
    }

    /// The number of one more drawing.
    pub(super) fn number(&mut self) -> usize {
        self.drawings += 1;
        self.drawings
    }

    fn add(&mut self, kind: &'static str, target: String, outside: bool) -> String {
        self.entries.push((kind, target, outside));
        format!("r{}", self.entries.len())
    }

    fn xml(&self) -> Vec<u8> {
        let mut xml = Xml::new("Relationships", &[("xmlns", RELATIONSHIPS)]);
        for (number, (kind, target, outside)) in (1..).zip(&self.entries) {
            let (id, kind) = (format!("r{number}"), format!("{OFFICE}{kind}"));
            let mut attributes = vec![("Id", &*id), ("Type", &*kind), ("Target", &**target)];
            if *outside {
                attributes.push(("TargetMode", "External"));
            }
            xml.empty("Relationship", &attributes);
        }
        xml.finish()
    }
}

/// Puts a file together, with the properties of its program and of its report. The same parts give the same bytes: no clock is asked.
///
/// # Errors
/// The file would be larger than a ZIP may be.
pub(super) fn pack(
    [application, core]: [Vec<u8>; 2],
    parts: Vec<Part>,
    relations: &Relations,
) -> Result<Vec<u8>, ZipError> {
    let file = |name: &str, bytes| (name.to_owned(), bytes, CompressionMethod::Deflated);
    let mut files = vec![
        file("[Content_Types].xml", types(&parts)),
        file("_rels/.rels", fixed(include_str!("parts/roots.xml"))),
        file("docProps/app.xml", application),
        file("docProps/core.xml", core),
        file("word/_rels/document.xml.rels", relations.xml()),
    ];
    files.extend(parts.into_iter().map(|part| {
        let method = match part.kind {
            // Packed already.
            "image" => CompressionMethod::Stored,
            _ => CompressionMethod::Deflated,
        };
        (format!("word/{}", part.name), part.bytes, method)
    }));
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes, method) in files {
        let options = SimpleFileOptions::default()
            .system(System::Unix)
            .last_modified_time(DateTime::default())
            .compression_method(method);
        zip.start_file(name, options)?;
        zip.write_all(&bytes).map_err(ZipError::from)?;
    }
    Ok(zip.finish()?.into_inner())
}

fn types(parts: &[Part]) -> Vec<u8> {
    let mut xml = Xml::new("Types", &[("xmlns", TYPES)]);
    xml.constant(concat!(
        r#"<Default Extension="rels" ContentType="application/"#,
        r#"vnd.openxmlformats-package.relationships+xml"/>"#,
        r#"<Default Extension="xml" ContentType="application/xml"/>"#,
        r#"<Default Extension="png" ContentType="image/png"/>"#,
        r#"<Default Extension="jpeg" ContentType="image/jpeg"/>"#,
        r#"<Override PartName="/docProps/app.xml" ContentType="application/"#,
        r#"vnd.openxmlformats-officedocument.extended-properties+xml"/>"#,
        r#"<Override PartName="/docProps/core.xml" ContentType="application/"#,
        r#"vnd.openxmlformats-package.core-properties+xml"/>"#,
    ));
    for part in parts {
        let kind = match part.kind {
            "image" => continue,
            "officeDocument" => format!("{WORD}document.main+xml"),
            kind => format!("{WORD}{kind}+xml"),
        };
        let name = format!("/word/{}", part.name);
        xml.empty("Override", &[("PartName", &name), ("ContentType", &kind)]);
    }
    xml.finish()
}
