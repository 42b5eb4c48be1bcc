//! What a zip archive is, by the names of its parts: `word/document.xml` makes a Word file.
//!
//! Only its own directory counts: a Word file may hold a workbook, and its bytes then
//! hold the workbook's names.

use std::io::Cursor;

use zip::ZipArchive;

/// Archives of more parts than these are not opened.
const MOST_PARTS: usize = 20_000;

/// What an archive is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Archive {
    /// An Excel workbook.
    Workbook,
    /// A Word file, or another one of Office.
    Word,
    /// An OFD file.
    Ofd,
    /// A file of LibreOffice's own.
    OpenDocument,
    /// Something else.
    Other,
}

/// What an archive is.
pub(super) fn kind(bytes: &[u8]) -> Archive {
    let archive = match parts(bytes) {
        0..=MOST_PARTS => ZipArchive::new(Cursor::new(bytes)).ok(),
        _ => None,
    };
    match archive {
        Some(archive) => of(|name| archive.index_for_name(name).is_some()),
        // A torn archive has no directory: what its bytes tell must do.
        None => of(|name| {
            bytes
                .windows(name.len())
                .any(|part| part == name.as_bytes())
        }),
    }
}

/// How many parts an archive has, by the marks of its directory: known before it is opened.
pub(super) fn parts(bytes: &[u8]) -> usize {
    let marks = bytes.windows(4).filter(|word| word == b"PK\x01\x02");
    marks.count()
}

fn of(holds: impl Fn(&str) -> bool) -> Archive {
    match () {
        () if holds("word/document.xml") => Archive::Word,
        () if holds("xl/workbook.xml") => Archive::Workbook,
        () if holds("OFD.xml") => Archive::Ofd,
        () if holds("[Content_Types].xml") => Archive::Word,
        () if holds("META-INF/manifest.xml") && holds("content.xml") => Archive::OpenDocument,
        () => Archive::Other,
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

    use super::*;

    fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        for (name, bytes) in parts {
            writer.start_file(*name, stored).unwrap();
            writer.write_all(bytes).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    #[test]
    fn what_lies_in_an_archive_does_not_tell_what_it_is() {
        let book = archive(&[("[Content_Types].xml", b""), ("xl/workbook.xml", b"")]);
        let page = archive(&[("[Content_Types].xml", b""), ("word/document2.xml", b"")]);
        assert_eq!(kind(&book), Archive::Workbook);
        assert_eq!(kind(&page), Archive::Word);
        let with_chart = archive(&[
            ("[Content_Types].xml", b""),
            ("word/document2.xml", b""),
            ("word/embeddings/a.xlsx", &book),
        ]);
        assert_eq!(kind(&with_chart), Archive::Word);
        let with_page = archive(&[("xl/workbook.xml", b""), ("xl/embeddings/a.docx", &page)]);
        assert_eq!(kind(&with_page), Archive::Workbook);
        assert_eq!(kind(&archive(&[("OFD.xml", &page)])), Archive::Ofd);
        let odt = archive(&[("content.xml", b""), ("META-INF/manifest.xml", b"")]);
        assert_eq!(kind(&odt), Archive::OpenDocument);
        assert_eq!(kind(&archive(&[("a.txt", &book)])), Archive::Other);
    }

    #[test]
    fn a_torn_archive_is_known_by_its_bytes() {
        let book = archive(&[("xl/workbook.xml", b"")]);
        assert_eq!(kind(&book[..60]), Archive::Workbook);
    }
}
