//! No text, Markdown or table of separated values makes an import panic, and what it gives
//! can be read.
#![no_main]

use nianbao::read::read;
use nianbao_fuzz::{take_in, target};

target!(|bytes: &[u8]| {
    for name in ["fuzz.txt", "fuzz.md"] {
        if let Ok(published) = read(name, bytes) {
            take_in(&published);
        }
    }
});
