//! What a report must satisfy beyond being readable.
//!
//! One file per theme; each looks at the [`Report`] only and returns findings.

mod arithmetic;
mod blanks;
mod continuity;
mod dates;
mod equations;
mod likeness;
mod narrative;
mod text;
mod topics;
mod waivers;
mod wording;

pub use continuity::suits;
pub use dates::due;
pub use likeness::{Likeness, likeness};

use crate::{
    form::report::Report,
    ground::diagnostic::{Finding, sort},
};

/// Checks a report; `reading` are the findings that reading it gave.
///
/// Returns all findings in file order. `previous` is last year's report; `draft`
/// says that the report is built as a draft only, where more may be waived.
pub fn check(
    report: &Report,
    previous: Option<&Report>,
    reading: Vec<Finding>,
    draft: bool,
) -> Vec<Finding> {
    let mut findings = reading;
    findings.extend(blanks::check(report));
    findings.extend(arithmetic::check(report));
    findings.extend(topics::check(report));
    findings.extend(narrative::check(report, previous));
    findings.extend(dates::check(report));
    findings.extend(wording::check(report));
    if let Some(previous) = previous {
        findings.extend(continuity::check(report, previous));
    }
    waivers::apply(report, &mut findings, draft);
    sort(&mut findings);
    findings
}

#[cfg(test)]
mod tests;
