//! No body and no numbering of a Word file make reading it panic; a NUL parts the two.
#![no_main]

use std::io::{Cursor, Write};

use libfuzzer_sys::fuzz_target;
use nianbao::{import::docx, published::Block};
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

fuzz_target!(|bytes: &[u8]| {
    let mut parts = bytes.splitn(2, |byte| *byte == 0);
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for name in ["word/document.xml", "word/numbering.xml"] {
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
});
