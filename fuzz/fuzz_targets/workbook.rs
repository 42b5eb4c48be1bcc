//! No part of a workbook makes importing it panic, be it ours or another's; a NUL parts the
//! book, its relations, the shared strings, the styles and two sheets.
#![no_main]

use nianbao::read::{workbook, xlsx};
use nianbao_fuzz::{archive, take_in, target};

const NAMES: [&str; 6] = [
    "xl/workbook.xml",
    "xl/_rels/workbook.xml.rels",
    "xl/sharedStrings.xml",
    "xl/styles.xml",
    "xl/worksheets/sheet1.xml",
    "xl/worksheets/sheet2.xml",
];

target!(|bytes: &[u8]| {
    let archive = archive(&NAMES, bytes);
    if let Ok(Some(import)) = workbook::read(&archive) {
        let _ = import.file.write();
    }
    if let Ok(published) = xlsx::read(&archive) {
        take_in(&published);
    }
});
