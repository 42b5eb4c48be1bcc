//! No bytes make reading a PDF panic, and what is read can be laid out.
#![no_main]

use libfuzzer_sys::fuzz_target;
use nianbao::read::{pdf, published::Block};

fuzz_target!(|bytes: &[u8]| {
    let Ok(published) = pdf::read(bytes) else { return };
    for block in &published.blocks {
        if let Block::Table(table) = block {
            let _ = table.grid();
        }
    }
});
