//! Findings of many files as a table for the office that hands them out: a line for each.

use std::io;

use super::export::{csv, field};
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

/// The table while it is written.
pub enum Problems {
    /// Comma-separated values; whether the head is still to be written.
    Csv(bool),
    /// A workbook: its lines.
    Xlsx(Vec<Vec<String>>),
}

impl Problems {
    /// A table of comma-separated values.
    pub fn csv() -> Self {
        Problems::Csv(true)
    }

    /// A workbook.
    pub fn xlsx() -> Self {
        Problems::Xlsx(Vec::new())
    }

    /// What is to be written for the findings of a file, of which a report may have been made.
    pub fn next(&mut self, report: Option<&Report>, file: &FileFindings<'_>) -> Vec<u8> {
        let mut out = self.head();
        for finding in file.findings {
            let surface = finding.surface(file.sources);
            let words = [
                report.map_or("", |report| &report.agency.text),
                &report.map_or_else(String::new, |report| report.year.to_string()),
                finding.severity.chinese(),
                finding.rule.title,
                finding.rule.code,
                &file.sources.told(finding.place),
                &finding.subject.path,
                finding.message.on(surface),
                finding.help.on(surface),
                finding.waived.as_deref().unwrap_or_default(),
            ];
            let words = words.map(|words| safe(words).into_owned());
            match self {
                Problems::Csv(_) => out += &csv(words.map(|words| field(&words))),
                Problems::Xlsx(lines) => lines.push(words.to_vec()),
            }
        }
        out.into_bytes()
    }

    fn head(&mut self) -> String {
        match self {
            Problems::Csv(first) if *first => {
                *first = false;
                format!("\u{feff}{}", csv(COLUMNS.map(|(name, _)| name.to_owned())))
            }
            _ => String::new(),
        }
    }

    /// What is to be written at the end.
    ///
    /// # Errors
    /// A temporary file cannot be written.
    pub fn close(mut self) -> io::Result<Vec<u8>> {
        let head = self.head();
        match self {
            Problems::Csv(_) => Ok(head.into_bytes()),
            Problems::Xlsx(lines) => tables::list("检查结果", &COLUMNS, lines),
        }
    }
}
