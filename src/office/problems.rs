//! Findings of many files as a table for the office that hands them out: a line for each.

use super::export::{Column, Record, Value};
use crate::{
    form::report::Report,
    ground::diagnostic::{FileFindings, terminal::safe},
};

/// A finding, as a line of the table.
pub struct Problem {
    year: Option<u16>,
    /// What stands in the columns, that of the year left out.
    words: [String; 9],
}

/// A column of words.
macro_rules! words {
    ($name:literal, $width:literal, $at:literal) => {
        ($name, $width, |problem| {
            Value::Words(Some(&problem.words[$at]))
        })
    };
}

impl Record for Problem {
    const COLUMNS: &'static [Column<Self>] = &[
        words!("机关", 26.0, 0),
        ("年度", 7.0, |problem| {
            problem.year.map_or(Value::Words(None), Value::Year)
        }),
        words!("级别", 7.0, 1),
        words!("规则", 30.0, 2),
        words!("规则代号", 18.0, 3),
        words!("文件:行:列", 30.0, 4),
        words!("报告中的位置", 34.0, 5),
        words!("问题", 64.0, 6),
        words!("怎么办", 64.0, 7),
        words!("豁免理由", 24.0, 8),
    ];
    const SHEET: &'static str = "检查结果";
    const TITLE: &'static str = "政府信息公开工作年度报告：检查结果";
    const IS_PROSE: bool = true;
}

/// The findings of a file, of which a report may have been made.
pub fn problems(report: Option<&Report>, file: FileFindings<'_>) -> Vec<Problem> {
    let problems = file.findings.iter().map(|finding| {
        let surface = finding.surface(file.sources);
        let words = [
            report.map_or("", |report| &report.agency.text),
            finding.severity.chinese(),
            finding.rule.title,
            finding.rule.code,
            &file.sources.told(finding.place),
            &finding.subject.path,
            finding.message.on(surface),
            finding.help.on(surface),
            finding.waived.as_deref().unwrap_or_default(),
        ];
        Problem {
            year: report.map(|report| report.year),
            words: words.map(|words| safe(words).into_owned()),
        }
    });
    problems.collect()
}
