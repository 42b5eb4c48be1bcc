//! No page, of one file (.mht) or plain, makes an import panic, and what it gives can be read.
#![no_main]

use nianbao::read::read;
use nianbao_fuzz::{take_in, target};

target!(|bytes: &[u8]| {
    if let Ok(published) = read("fuzz.html", bytes) {
        take_in(&published);
    }
});
