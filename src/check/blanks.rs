//! Cells left blank: printed blank, counted as 0, and told of once a row or group.

use crate::{
    form::report::Report,
    ground::diagnostic::{Finding, rules},
};

/// One warning for every row or group with blank cells.
pub fn check(report: &Report) -> Vec<Finding> {
    report
        .blanks
        .iter()
        .map(|blank| {
            let message = match &blank.slots[..] {
                [slot] => format!("「{}」留空", report.edition.slot(*slot).path),
                slots => format!("「{}」有 {} 格留空", blank.path, slots.len()),
            };
            let path = match &blank.slots[..] {
                [slot] => &report.edition.slot(*slot).path,
                _ => &blank.path,
            };
            Finding::new(&rules::BLANK_CELL, blank.place, message)
                .at(path)
                .help("空白会照样印成空白，合计时算作 0；数量是零的，写 0；旁边的注释里有原文的，对照着写")
        })
        .collect()
}
