//! What is wrong with a template, with its place.

use serde_saphyr::Error as PlanError;
use tera::{Error, ErrorKind, ReportError};

use super::PLAN;

/// A template that cannot be read or filled.
#[derive(Debug, thiserror::Error)]
#[error("模板有误：{0}")]
pub struct TemplateError(String);

impl From<Error> for TemplateError {
    fn from(error: Error) -> Self {
        let told = |what: &str, report: &ReportError| {
            let (file, at) = (report.filename(), report.span());
            let (line, column) = (at.start_line, at.start_col + 1);
            let said = report.message();
            format!("{file}:{line}:{column} {what}（{said}）；照自带的模板改")
        };
        TemplateError(match error.kind() {
            ErrorKind::SyntaxError(report) => told("写法不对", report),
            ErrorKind::RenderingError(report) => told("填不出来", report),
            _ => error.to_string(),
        })
    }
}

impl From<PlanError> for TemplateError {
    fn from(error: PlanError) -> Self {
        let error = error.without_snippet();
        let what = match error {
            PlanError::SerdeUnknownField {
                field, expected, ..
            } => format!("没有「{field}」这一项；可以写 {}", expected.join("、")),
            PlanError::SerdeMissingField { field, .. } => format!("缺少「{field}」；补上它"),
            other => format!("写法不对（{other}）；照自带的改"),
        };
        let place = error.location();
        let place = place.map_or_else(String::new, |at| format!(":{}:{}", at.line(), at.column()));
        TemplateError(format!("{PLAN}{place} {what}"))
    }
}

impl TemplateError {
    /// For a plan that says something impossible.
    pub(super) fn of_plan(what: &str) -> Self {
        TemplateError(format!("{PLAN}：{what}"))
    }
}
