//! Findings that the author accepts, with a reason.

use base::diagnostic::{Basis, Finding, Severity, either, rules};
use form::report::{Report, Waiver};

/// Marks the findings that the report's waivers cover.
///
/// Errors can be waived only for a draft, but for those of basis 评估 and 经验.
pub fn apply(report: &Report, findings: &mut Vec<Finding>, draft: bool) {
    let mut unused = Vec::new();
    for waiver in &report.waivers {
        let covered = findings
            .iter_mut()
            .filter(|finding| finding.rule.code == waiver.rule.text)
            .filter(|finding| {
                waiver
                    .path
                    .as_ref()
                    .is_none_or(|path| below(&finding.subject.path, path))
            });
        let mut used = false;
        // Some are found only when the report is printed.
        let rule = rules::find(&waiver.rule.text);
        let mut binding = rule == Some(&rules::MISSING_GLYPH);
        for finding in covered {
            if !draft && is_binding(finding) {
                binding = true;
                continue;
            }
            used = true;
            finding.waived.get_or_insert_with(|| waiver.reason.clone());
        }
        if !used {
            unused.push(useless(waiver, binding));
        }
    }
    findings.append(&mut unused);
}

fn useless(waiver: &Waiver, binding: bool) -> Finding {
    let rule = &waiver.rule.text;
    let (message, help) = match binding {
        true => (
            format!("「{rule}」这样的错误不能豁免"),
            either(
                "改正错误；豁免这类错误只在生成草稿（--draft）时有效",
                "改正错误；豁免这类错误只在生成草稿时有效",
            ),
        ),
        false => (
            format!("豁免「{rule}」没有豁免任何问题"),
            "问题已经改正，或位置写得不对；删去这一条".into(),
        ),
    };
    Finding::new(&rules::UNUSED_WAIVER, waiver.rule.place, message)
        .at("豁免")
        .stated(rule)
        .help(help)
}

fn is_binding(finding: &Finding) -> bool {
    let lenient = matches!(finding.rule.basis, Basis::Assessment | Basis::Experience);
    finding.severity == Severity::Error && (finding.firm || !lenient)
}

/// Whether a path is another or lies below it.
fn below(path: &str, above: &str) -> bool {
    path.strip_prefix(above)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}
