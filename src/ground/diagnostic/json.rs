//! Findings for programs.

use std::fmt;

use serde::Serialize;

use super::{
    Basis, FileFindings, Finding, Severity,
    stream::{Stream, pretty},
    terminal::safe,
};
use crate::ground::source::Sources;

#[derive(Serialize)]
struct File<'a> {
    file: &'a str,
    agency: Option<&'a str>,
    year: Option<u16>,
    findings: Vec<Record>,
    #[serde(skip_serializing_if = "Option::is_none")]
    written: Option<Vec<String>>,
}

/// What is wrong, where, what was expected, and what to do: a finding as programs are told it.
///
/// `nianbao check --format json` writes the same keys, null where there is nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Record {
    /// The rule's stable name: `row-total`.
    pub rule: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// Why anybody may demand it.
    pub basis: Basis,
    /// The form's path: `申请.新收.总计`.
    pub path: Option<String>,
    /// The file that it stands in: a text of its own or last year's may be another.
    pub place: String,
    /// The place in a workbook, a Word file or a page, which has no lines: `表 2 第 5 行第 3 列`.
    pub within: Option<String>,
    /// The line, from 1.
    pub line: Option<usize>,
    /// The column in characters, from 1.
    pub column: Option<usize>,
    /// The line in which it ends.
    pub end_line: Option<usize>,
    /// The column behind its last character.
    pub end_column: Option<usize>,
    /// What is wrong, in Chinese.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
    /// What was stated, if it is one figure or word.
    pub stated: Option<String>,
    /// What was expected, likewise.
    pub expected: Option<String>,
    /// The author's reason for accepting it.
    pub waived: Option<String>,
}

impl Record {
    /// Whether it keeps a report from being published: an error that nobody has accepted.
    pub fn blocks(&self) -> bool {
        self.severity == Severity::Error && self.waived.is_none()
    }
}

impl fmt::Display for Record {
    /// `2024.yaml:3:10: 错误[row-total]: …。…。`, in which nothing steers a terminal.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = match (self.line, self.column, &self.within) {
            (Some(line), Some(column), _) => format!("{}:{line}:{column}", self.place),
            (.., Some(within)) => format!("{}:{within}", self.place),
            _ => self.place.clone(),
        };
        let (severity, waived) = (self.severity.chinese(), self.waived.as_deref());
        let (rule, message) = (self.rule, &self.message);
        let waived = waived.map_or("", |_| "（已豁免）");
        let help = self.help.as_deref().map(|help| format!("。{help}。"));
        let help = help.unwrap_or_default();
        let line = format!("{place}: {severity}[{rule}]{waived}: {message}{help}");
        out.write_str(&safe(&line))
    }
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
            .map(|finding| finding.record(file.sources))
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

impl Finding {
    /// As programs are told it, with its place among some texts.
    pub fn record(&self, sources: &Sources) -> Record {
        let place = sources.place(self.place);
        let start = place.position();
        let end = start.map(|_| sources.end(self.place));
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Record {
            rule: self.rule.code,
            severity: self.severity,
            basis: self.rule.basis,
            path: some(&self.path),
            place: sources.get(self.place.file).name().to_owned(),
            within: place.origin().map(ToString::to_string),
            line: start.map(|at| at.line),
            column: start.map(|at| at.column),
            end_line: end.map(|at| at.line),
            end_column: end.map(|at| at.column),
            message: self.message.clone(),
            help: some(&self.help),
            stated: self.stated.clone(),
            expected: self.expected.clone(),
            waived: self.waived.clone(),
        }
    }
}
