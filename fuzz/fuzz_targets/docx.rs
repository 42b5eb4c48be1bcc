//! No part of a Word file makes importing it panic; a NUL parts the body, the lists, the
//! styles and the notes.
#![no_main]

use nianbao::read::docx;
use nianbao_fuzz::{archive, take_in, target};

const NAMES: [&str; 4] = [
    "word/document.xml",
    "word/numbering.xml",
    "word/styles.xml",
    "word/footnotes.xml",
];

target!(|bytes: &[u8]| {
    if let Ok(published) = docx::read(&archive(&NAMES, bytes)) {
        take_in(&published);
    }
});
