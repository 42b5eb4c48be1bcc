//! Findings that the author accepts, with a reason.

use crate::{
    diagnostic::{Basis, Finding, Severity},
    report::Report,
};

/// Marks the findings that the report's waivers cover.
///
/// Errors of basis 法定, 格式 and 表内 can be waived only for a draft.
pub fn apply(report: &Report, findings: &mut [Finding], draft: bool) {
    for waiver in &report.waivers {
        let covered = findings
            .iter_mut()
            .filter(|finding| finding.rule.code == waiver.rule.text)
            .filter(|finding| {
                waiver
                    .path
                    .as_ref()
                    .is_none_or(|path| below(&finding.path, path))
            })
            .filter(|finding| draft || !is_binding(finding));
        for finding in covered {
            finding.waived.get_or_insert_with(|| waiver.reason.clone());
        }
    }
}

fn is_binding(finding: &Finding) -> bool {
    finding.severity == Severity::Error
        && matches!(
            finding.rule.basis,
            Basis::Statute | Basis::Form | Basis::Table
        )
}

/// Whether a path is another or lies below it.
fn below(path: &str, above: &str) -> bool {
    path.strip_prefix(above)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}
