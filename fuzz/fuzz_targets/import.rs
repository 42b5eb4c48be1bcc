//! No page, text or Markdown makes an import panic, and what it writes can be read.
#![no_main]

use libfuzzer_sys::fuzz_target;
use nianbao::{read::{Wishes, findings, import, read}, ground::{source::Sources, yaml}};

fuzz_target!(|bytes: &[u8]| {
    for name in ["a.html", "a.md", "a.txt"] {
        let Ok(published) = read(name, bytes) else {
            continue;
        };
        if let Ok(imported) = import(&published, &Wishes::default()) {
            let mut sources = Sources::new();
            let file = sources.add("fuzz.yaml", imported.file.write());
            assert!(yaml::parse(&sources, file).is_ok());
            findings(&mut sources, file, &imported.doubts);
        }
    }
});
