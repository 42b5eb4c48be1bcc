//! Findings for programs.

use serde::Serialize;

use super::{
    FileFindings, Finding,
    stream::{Stream, pretty},
};
use crate::ground::source::Sources;

#[derive(Serialize)]
struct File<'a> {
    file: &'a str,
    findings: Vec<Record<'a>>,
}

/// A key that does not apply is null.
#[derive(Serialize)]
struct Record<'a> {
    rule: &'a str,
    severity: &'a str,
    basis: &'a str,
    path: Option<&'a str>,
    /// The file that the place lies in: an included text or last year's file can be another.
    place: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    message: &'a str,
    help: Option<&'a str>,
    stated: Option<&'a str>,
    expected: Option<&'a str>,
    waived: Option<&'a str>,
}

/// Writes the findings of many files as one JSON document, with a line break at the end.
pub fn json(files: &[FileFindings<'_>]) -> String {
    Stream::json().all(files)
}

/// The record of one file.
pub(super) fn file(file: FileFindings<'_>) -> Vec<String> {
    let findings = file.findings.iter();
    let record = File {
        file: file.name,
        findings: findings
            .map(|finding| record(file.sources, finding))
            .collect(),
    };
    vec![pretty(&record)]
}

fn record<'a>(sources: &'a Sources, finding: &'a Finding) -> Record<'a> {
    let (start, end) = (sources.start(finding.place), sources.end(finding.place));
    let some = |text: &'a str| (!text.is_empty()).then_some(text);
    Record {
        rule: finding.rule.code,
        severity: finding.severity.code(),
        basis: finding.rule.basis.chinese(),
        path: some(&finding.path),
        place: sources.get(finding.place.file).name(),
        line: start.line,
        column: start.column,
        end_line: end.line,
        end_column: end.column,
        message: &finding.message,
        help: some(&finding.help),
        stated: finding.stated.as_deref(),
        expected: finding.expected.as_deref(),
        waived: finding.waived.as_deref(),
    }
}
