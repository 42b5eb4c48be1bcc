//! Findings for programs.

use std::fmt;

use serde::Serialize;

use super::{Basis, FileFindings, Finding, Severity, Surface, terminal::safe};
use crate::{
    characters::visible_json,
    source::{Place, Sources},
};

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
    /// What the form prints for that: `一、本年新收政府信息公开申请数量 · 总计`.
    pub name: Option<String>,
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
    /// Where in the file, for people.
    #[serde(skip)]
    #[doc(hidden)]
    pub at: Place,
}

impl Record {
    /// With what to do.
    #[doc(hidden)]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// An error at a place of a file.
    #[doc(hidden)]
    pub fn new(rule: &'static str, file: String, place: &Place, message: String) -> Self {
        let start = place.position();
        Record {
            rule,
            severity: Severity::Error,
            basis: Basis::Housekeeping,
            path: None,
            name: None,
            place: file,
            within: place.origin().map(ToString::to_string),
            line: start.map(|at| at.line),
            column: start.map(|at| at.column),
            end_line: None,
            end_column: None,
            message,
            help: None,
            stated: None,
            expected: None,
            waived: None,
            at: place.clone(),
        }
    }

    /// Whether it keeps a report from being published: an error that nobody has accepted.
    pub fn blocks(&self) -> bool {
        self.severity == Severity::Error && self.waived.is_none()
    }
}

impl fmt::Display for Record {
    /// `2024.yaml:3:10: 错误[row-total]: …。…。`, in which nothing steers a terminal.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = self.at.of(&self.place);
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
    let mut stream = JsonStream::default();
    let items: String = files.iter().map(|&file| stream.next(file)).collect();
    items + &stream.close()
}

/// A JSON document whose list grows with every file, so that none need be kept.
#[derive(Default)]
pub struct JsonStream {
    is_begun: bool,
}

impl JsonStream {
    /// What is to be written for one more file.
    pub fn next(&mut self, file: FileFindings<'_>) -> String {
        let before = match std::mem::replace(&mut self.is_begun, true) {
            true => ",",
            false => BEFORE,
        };
        let text = serde_json::to_string_pretty(&record(file));
        let text = text.expect("strings and numbers always serialize");
        let lines = visible_json(&text).replace('\n', "\n    ");
        format!("{before}\n    {lines}")
    }

    /// What is to be written at the end.
    pub fn close(self) -> String {
        match self.is_begun {
            true => "\n  ]\n}\n".to_owned(),
            false => format!("{BEFORE}]\n}}\n"),
        }
    }
}

/// What stands before the first file.
const BEFORE: &str = "{\n  \"files\": [";

/// The record of one file.
fn record(file: FileFindings<'_>) -> File<'_> {
    let findings = file.findings.iter();
    File {
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
    }
}

impl Finding {
    /// As programs are told it, with its place among some texts.
    pub fn record(&self, sources: &Sources) -> Record {
        self.record_on(sources, self.surface(sources))
    }

    /// The same in the words of a surface.
    pub fn record_on(&self, sources: &Sources, surface: Surface) -> Record {
        let place = sources.place(self.place);
        let end = place.position().map(|_| sources.end(self.place));
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let file = sources.get(self.place.file).name().to_owned();
        let message = self.message.on(surface).to_owned();
        Record {
            severity: self.severity,
            basis: self.rule.basis,
            path: some(&self.subject.path),
            name: some(&self.subject.name),
            end_line: end.map(|at| at.line),
            end_column: end.map(|at| at.column),
            help: some(self.help.on(surface)),
            stated: self.stated.clone(),
            expected: self.expected.clone(),
            waived: self.waived.clone(),
            ..Record::new(self.rule.code, file, &place, message)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{diagnostic::rules, source::Span};

    #[test]
    fn what_comes_file_by_file_is_as_if_written_at_once() {
        let mut sources = Sources::new();
        let file = sources.add("甲.yaml", "年度: 2024\n");
        let place = Span::new(file, 0..6);
        let finding = Finding::new(&rules::UNFILLED, place, "还没有\n填写「X」");
        let findings = [finding.clone(), finding];
        for files in [0, 1, 3] {
            let view = |name, findings| FileFindings {
                name,
                sources: &sources,
                findings,
                about: Some(("某局", Some(2024))),
                written: None,
            };
            let views = [view("a", &findings), view("b", &[]), view("c", &findings)];
            let text = json(&views[..files]);
            let value: serde_json::Value = serde_json::from_str(&text).unwrap();
            let again = serde_json::to_string_pretty(&value).unwrap();
            assert_eq!(text.len(), again.len() + 1, "{text}");
        }
    }
}
