//! Findings on a line each, for editors and `grep`, or for GitHub Actions:
//!
//! ```text
//! a.yaml:32:42: 错误[row-total]: 「申请.新收」的总计写 1，各项之和是 0（规则：行的总计不等于各列之和）
//! ::error file=a.yaml,line=32,col=42,endLine=32,endColumn=43,title=row-total::「申请.新收」…
//! ```

use super::{FileFindings, Finding, Severity, terminal::safe};
use crate::source::Sources;

/// Writes findings a line each, for editors and `grep`.
pub fn short(file: FileFindings<'_>) -> String {
    let mut out = String::new();
    for finding in file.findings {
        let waived = finding.waived.as_ref().map_or("", |_| "（已豁免）");
        let line = format!(
            "{}: {}[{}]: {}（规则：{}）{waived}",
            file.sources.told(finding.place),
            finding.severity.chinese(),
            finding.rule.code,
            finding.message.on(finding.surface(file.sources)),
            finding.rule.title,
        );
        out.push_str(&safe(&line));
        out.push('\n');
    }
    out
}

/// Writes a workflow command of GitHub Actions, which marks a line of a change, for every
/// finding that is not waived.
pub fn github(file: FileFindings<'_>) -> String {
    let findings = file.findings.iter();
    let open = findings.filter(|finding| finding.waived.is_none());
    open.map(|finding| command(file.sources, finding)).collect()
}

fn command(sources: &Sources, finding: &Finding) -> String {
    let level = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Hint => "notice",
    };
    let place = sources.place(finding.place);
    let (lines, within) = match (place.position(), place.origin()) {
        (Some(start), _) => {
            let end = sources.end(finding.place);
            let (from, to) = (start.column, end.column);
            let (first, last) = (start.line, end.line);
            let lines = format!(",line={first},col={from},endLine={last},endColumn={to}");
            (lines, String::new())
        }
        (None, origin) => {
            let within = origin
                .map(|origin| format!("{origin}："))
                .unwrap_or_default();
            (String::new(), within)
        }
    };
    format!(
        "::{level} file={}{lines},title={}::{}\n",
        property(&safe(sources.get(finding.place.file).name())),
        property(finding.rule.code),
        data(&(within + &finding.told(finding.surface(sources)))),
    )
}

/// The escapes of a command's message.
fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// The escapes of a command's property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_breaks_out_of_a_command() {
        assert_eq!(data("50%\n::error::"), "50%25%0A::error::");
        assert_eq!(property("a:b,c"), "a%3Ab%2Cc");
    }
}
