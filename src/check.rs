//! What a report must satisfy beyond being readable: one file for each theme.
//!
//! In goes a [`Report`], last year's too where there is one, and what was found when it was
//! read; out come all findings in the order of the file, with what was stated, what was
//! expected and what to do, those marked that the author accepts.
//!
//! ```
//! use nianbao::{check::check, form::report::{self, Alone}, ground::source::Sources};
//!
//! let text = "年度: 2024\n机关: {名称: 某局}\n申请: {新收: [6, 0, 0, 0, 0, 0, 7], 其余: 0}\n";
//! let mut sources = Sources::new();
//! let file = sources.add("report.yaml", text);
//! let (report, found) = report::read(&mut sources, file, &Alone);
//! let findings = check(&report.expect("it can be read"), None, found, false);
//! let total = findings.iter().find(|finding| finding.rule.code == "row-total");
//! assert_eq!(total.expect("7 is wrong").expected.as_deref(), Some("6"));
//! ```
//!
//! Use it after reading, and after references are replaced
//! ([`expand`](crate::form::report::expand)). Every file looks at the report only and knows
//! no row by its name: sums, balances, ties and phrases come from the edition. A finding
//! that depends on an earlier one is left out, so that one mistake is told of once.
//!
//! It does not read files, mend anything, or decide what a finding prevents: that is for the
//! commands.

mod agency;
mod arithmetic;
mod continuity;
mod dates;
mod equations;
mod likeness;
mod markup;
mod narrative;
mod scale;
mod sentences;
mod together;
mod topics;
mod waivers;
mod wording;

pub use continuity::suits;
pub use dates::due;
pub use likeness::{Likeness, likeness};
pub use together::together;

use crate::{
    form::{
        edition::SlotId,
        report::{Figure, Report},
    },
    ground::diagnostic::{Finding, Gap, bounded, rules, sort},
};

/// Checks a report; `reading` are the findings that reading it gave.
///
/// Returns all findings in file order, of each rule within bounds. `previous` is last
/// year's report; `draft` says that the report is built as a draft only, where more may be
/// waived.
pub fn check(
    report: &Report,
    previous: Option<&Report>,
    reading: Vec<Finding>,
    draft: bool,
) -> Vec<Finding> {
    let mut findings = reading;
    unread(report, &mut findings);
    findings.extend(blanks(report));
    findings.extend(arithmetic::check(report));
    findings.extend(topics::check(report));
    findings.extend(narrative::check(report, previous));
    findings.extend(dates::check(report));
    findings.extend(wording::check(report));
    findings.extend(markup::check(report));
    findings.extend(agency::check(report));
    if let Some(previous) = previous {
        findings.extend(continuity::check(report, previous));
        // An amount that the text has shown to be off is told of once.
        for finding in scale::check(report, previous) {
            let alike = |other: &Finding| other.rule == finding.rule && other.path == finding.path;
            if !findings.iter().any(alike) {
                findings.push(finding);
            }
        }
    }
    waivers::apply(report, &mut findings, draft);
    sort(&mut findings);
    bounded(findings)
}

/// Cells left blank are printed blank and are unknown: one warning for every row or group, with
/// what they must be for the sums to hold.
fn blanks(report: &Report) -> Vec<Finding> {
    report
        .blanks
        .iter()
        .map(|blank| {
            let message = match &blank.slots[..] {
                [slot] => format!("「{}」留空", report.edition.slot(*slot).path),
                slots => format!("「{}」有 {} 格留空", blank.path, slots.len()),
            };
            let demanded = demanded(report, &blank.slots);
            let path = match &blank.slots[..] {
                [slot] => &report.edition.slot(*slot).path,
                _ => &blank.path,
            };
            let mut columns: Vec<String> = Vec::new();
            for slot in &blank.slots {
                let key = report.edition.slot(*slot).key();
                if columns.iter().all(|column| column != key) {
                    columns.push(key.to_owned());
                }
            }
            let cells = blank.slots.len();
            // What is demanded of some cells is said of them alone.
            let gap = demanded.is_empty().then_some(Gap::Blank { columns, cells });
            let finding = Finding::new(&rules::BLANK_CELL, blank.place, message + &demanded);
            Finding { gap, ..finding }.at(path).help(
                "空白照样印成空白，不当作 0；数量是零的，写 0；旁边的注释里有原文的，对照着写",
            )
        })
        .collect()
}

/// Says of cells that an import could not read what they must be for the sums to hold.
fn unread(report: &Report, findings: &mut [Finding]) {
    let slots = (0..report.cells.len()).map(SlotId);
    let is_unread = |slot: &SlotId| matches!(report.cell(*slot).figure, Figure::Unread(_));
    let unread: Vec<SlotId> = slots.filter(is_unread).collect();
    for finding in findings
        .iter_mut()
        .filter(|f| f.rule == &rules::UNSURE_IMPORT)
    {
        let own = |slot: &&SlotId| {
            let below = report.edition.slot(**slot).path.strip_prefix(&finding.path);
            below.is_some_and(|below| below.is_empty() || below.starts_with('.'))
        };
        let cells: Vec<SlotId> = unread.iter().filter(own).copied().collect();
        if !cells.is_empty() {
            finding.message += &demanded(report, &cells);
        }
    }
}

/// What unknown cells must be, as words behind a message: nothing where no sum tells.
fn demanded(report: &Report, cells: &[SlotId]) -> String {
    let these = if cells.len() == 1 {
        "这格"
    } else {
        "这几格加起来"
    };
    match &arithmetic::demand(report, cells)[..] {
        [] => String::new(),
        [(sum, figure)] => format!("；{these}要是 {figure}，{sum}才对得上"),
        several => {
            let each = several
                .iter()
                .map(|(sum, figure)| format!("按{sum}要是 {figure}"));
            let each: Vec<String> = each.collect();
            format!("；{these}{}，其中必有一处写错了", each.join("，"))
        }
    }
}

#[cfg(test)]
mod tests;
