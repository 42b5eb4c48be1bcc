//! One line a finding: `file:line:column: 错误[rule]: message`.

use super::{FileFindings, terminal::safe};

/// Writes findings a line each, for editors and `grep`.
pub fn short(file: FileFindings<'_>) -> String {
    let mut out = String::new();
    for finding in file.findings {
        let at = file.sources.start(finding.place);
        let name = file.sources.get(finding.place.file).name();
        let waived = finding.waived.as_ref().map_or("", |_| "（已豁免）");
        let line = format!(
            "{name}:{}:{}: {}[{}]: {}{waived}",
            at.line,
            at.column,
            finding.severity.chinese(),
            finding.rule.code,
            finding.message,
        );
        out.push_str(&safe(&line));
        out.push('\n');
    }
    out
}
