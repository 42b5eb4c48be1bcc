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
    agency: Option<&'a str>,
    year: Option<u16>,
    findings: Vec<Record<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    written: Option<Vec<String>>,
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
    /// The place in a workbook, a Word file or a page, which has no lines.
    within: Option<String>,
    line: Option<usize>,
    column: Option<usize>,
    end_line: Option<usize>,
    end_column: Option<usize>,
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
        agency: file
            .about
            .map(|(agency, _)| agency)
            .filter(|name| !name.is_empty()),
        year: file.about.and_then(|(_, year)| year),
        findings: findings
            .map(|finding| record(file.sources, finding))
            .collect(),
        written: file.written.map(|paths| {
            paths
                .iter()
                .map(|path| path.display().to_string())
                .collect()
        }),
    };
    vec![pretty(&record)]
}

fn record<'a>(sources: &'a Sources, finding: &'a Finding) -> Record<'a> {
    let place = sources.place(finding.place);
    let start = place.position();
    let end = start.map(|_| sources.end(finding.place));
    let some = |text: &'a str| (!text.is_empty()).then_some(text);
    Record {
        rule: finding.rule.code,
        severity: finding.severity.code(),
        basis: finding.rule.basis.chinese(),
        path: some(&finding.path),
        place: sources.get(finding.place.file).name(),
        within: place.origin().map(ToString::to_string),
        line: start.map(|at| at.line),
        column: start.map(|at| at.column),
        end_line: end.map(|at| at.line),
        end_column: end.map(|at| at.column),
        message: &finding.message,
        help: some(&finding.help),
        stated: finding.stated.as_deref(),
        expected: finding.expected.as_deref(),
        waived: finding.waived.as_deref(),
    }
}
