//! What a report must satisfy beyond being readable.
//!
//! One file per theme; each looks at the [`Report`] only and returns findings.

mod arithmetic;
mod blanks;
mod equations;
mod waivers;

use crate::{
    diagnostic::{Finding, sort},
    report::Report,
};

/// Checks a report; `reading` are the findings that reading it gave.
///
/// Returns all findings in file order. `draft` says that the report is built as a
/// draft only, where more may be waived.
pub fn check(report: &Report, reading: Vec<Finding>, draft: bool) -> Vec<Finding> {
    let mut findings = reading;
    findings.extend(blanks::check(report));
    findings.extend(arithmetic::check(report));
    waivers::apply(report, &mut findings, draft);
    sort(&mut findings);
    findings
}

#[cfg(test)]
mod tests;
