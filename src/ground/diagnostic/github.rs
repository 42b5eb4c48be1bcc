//! Findings as workflow commands of GitHub Actions: marks on the lines of a change.

use super::{FileFindings, Finding, Severity};
use crate::ground::source::Sources;

/// Writes a command for every finding that is not waived.
pub fn github(file: FileFindings<'_>) -> String {
    let open = file
        .findings
        .iter()
        .filter(|finding| finding.waived.is_none());
    open.map(|finding| command(file.sources, finding)).collect()
}

fn command(sources: &Sources, finding: &Finding) -> String {
    let level = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Hint => "notice",
    };
    let (start, end) = (sources.start(finding.place), sources.end(finding.place));
    let message = match finding.help.is_empty() {
        true => finding.message.clone(),
        false => format!("{}。{}。", finding.message, finding.help),
    };
    format!(
        "::{level} file={},line={},col={},endLine={},endColumn={},title={}::{}\n",
        property(sources.get(finding.place.file).name()),
        start.line,
        start.column,
        end.line,
        end.column,
        property(finding.rule.code),
        data(&message),
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
