//! Findings of many files as a workbook for the office that hands them out: a line for each.

use std::io;

use base::diagnostic::{FileFindings, terminal::safe};
use form::report::Report;
use write::workbook::tables;

/// The columns, and how many characters wide they are.
const COLUMNS: [(&str, f64); 10] = [
    ("机关", 26.0),
    ("年度", 7.0),
    ("级别", 7.0),
    ("规则", 30.0),
    ("规则代号", 18.0),
    ("文件:行:列", 30.0),
    ("报告中的位置", 34.0),
    ("问题", 64.0),
    ("怎么办", 64.0),
    ("豁免理由", 24.0),
];

/// The lines of the workbook.
#[derive(Default)]
pub struct Problems(Vec<Vec<String>>);

impl Problems {
    /// Takes in the findings of a file, of which a report may have been made.
    pub fn add(&mut self, report: Option<&Report>, file: &FileFindings<'_>) {
        let year = report.map_or_else(String::new, |report| report.year.to_string());
        let lines = file.findings.iter().map(|finding| {
            let surface = finding.surface(file.sources);
            let words = [
                report.map_or("", |report| &report.agency.text),
                &year,
                finding.severity.chinese(),
                finding.rule.title,
                finding.rule.code,
                &file.sources.told(finding.place),
                &finding.subject.path,
                finding.message.on(surface),
                finding.help.on(surface),
                finding.waived.as_deref().unwrap_or_default(),
            ];
            words.map(|words| safe(words).into_owned()).to_vec()
        });
        self.0.extend(lines);
    }

    /// The workbook.
    ///
    /// # Errors
    /// A temporary file cannot be written.
    pub fn workbook(self) -> io::Result<Vec<u8>> {
        tables::list("检查结果", &COLUMNS, self.0)
    }
}
