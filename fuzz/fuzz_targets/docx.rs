//! No part of a Word file makes importing it panic; a NUL parts the body, the lists, the
//! styles and the notes.
#![no_main]

use std::io::{Cursor, Write};

use libfuzzer_sys::fuzz_target;
use nianbao::read::{Wishes, docx, import, published::Block};
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

fuzz_target!(|bytes: &[u8]| {
    const NAMES: [&str; 4] = [
        "word/document.xml",
        "word/numbering.xml",
        "word/styles.xml",
        "word/footnotes.xml",
    ];
    let mut parts = bytes.splitn(NAMES.len(), |byte| *byte == 0);
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for name in NAMES {
        if let Some(part) = parts.next() {
            writer.start_file(name, stored).unwrap();
            writer.write_all(part).unwrap();
        }
    }
    let archive = writer.finish().unwrap().into_inner();
    let Ok(published) = docx::read(&archive) else { return };
    for block in &published.blocks {
        if let Block::Table(table) = block {
            let _ = table.grid();
        }
    }
    let _ = import(&published, &Wishes::default());
});
