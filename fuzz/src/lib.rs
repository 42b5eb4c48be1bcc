//! What several targets need: `target!` instead of `fuzz_target!`, texts by name, archives of
//! parts, and all that follows the reading of a published report.

use std::{
    io::{Cursor, Write},
    sync::{
        LazyLock,
        atomic::{AtomicU64, Ordering},
    },
    time::Instant,
};

use nianbao::{form::report::Library, base::{source::Sources, yaml}, read::{ImportOptions, findings, import, published::{Block, Published}}, write::Templates};
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

/// Declares a target that says how long its slowest unit took; libFuzzer counts in seconds.
#[macro_export]
macro_rules! target {
    (|$input:ident: $kind:ty| $body:block) => {
        libfuzzer_sys::fuzz_target!(|$input: $kind| {
            $crate::timed(|| $body);
        });
    };
}

/// Runs a unit; tells of it where none took longer.
pub fn timed(unit: impl FnOnce()) {
    static SLOWEST: AtomicU64 = AtomicU64::new(0);
    let start = Instant::now();
    unit();
    let taken = start.elapsed().as_millis() as u64;
    if SLOWEST.fetch_max(taken, Ordering::Relaxed) < taken {
        eprintln!("slowest unit: {taken} ms");
    }
}

/// The program's own templates, read once.
pub static TEMPLATES: LazyLock<Templates> =
    LazyLock::new(|| Templates::new(&Default::default()).expect("they are right"));

/// One text, by whatever name it is asked for; or none.
pub struct One<'a>(pub Option<&'a str>);

impl Library for One<'_> {
    fn text(&self, target: &str) -> Result<(String, String), (String, String)> {
        match self.0 {
            Some(text) => Ok(("fuzz.md".to_owned(), text.to_owned())),
            None => Err((format!("没有「{target}」"), String::new())),
        }
    }
}

/// An archive: the bytes as they are if they are one, or parts between NULs under these names.
pub fn archive(names: &[&str], bytes: &[u8]) -> Vec<u8> {
    if bytes.starts_with(b"PK") {
        return bytes.to_vec();
    }
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let parts = bytes.splitn(names.len(), |byte| *byte == 0);
    for (name, part) in names.iter().zip(parts) {
        writer.start_file(*name, stored).expect("it is in memory");
        writer.write_all(part).expect("it is in memory");
    }
    writer.finish().expect("it is in memory").into_inner()
}

/// Lays a published report along the form; the data file that it gives can be read.
pub fn take_in(published: &Published) {
    for block in &published.blocks {
        if let Block::Table(table) = block {
            let _ = table.grid();
        }
    }
    if let Ok(imported) = import(published, &ImportOptions::default()) {
        let mut sources = Sources::new();
        let file = sources.add("fuzz.yaml", imported.file.write());
        assert!(yaml::parse(&sources, file).is_ok());
        findings(&mut sources, file, &imported.doubts);
    }
}
