//! Findings for the panel beside the page.

use std::borrow::Cow;

use serde::Serialize;

use crate::{
    cli::load::Loaded,
    ground::{
        diagnostic::{Finding, terminal::safe},
        source::{Sources, Span},
    },
};

/// Bytes of the author's words that the panel is given to mark, at the most.
const WORDS: usize = 600;

/// A finding as the panel shows it.
#[derive(Serialize)]
pub struct FindingView<'a> {
    rule: &'a str,
    title: &'a str,
    /// `error`, `warning` or `hint`.
    severity: &'a str,
    /// The severity in Chinese.
    word: &'a str,
    basis: &'a str,
    message: &'a str,
    help: &'a str,
    path: &'a str,
    /// The file it lies in, where that is not the data file.
    file: Option<Cow<'a, str>>,
    line: usize,
    column: usize,
    place: Place,
    /// The author's words at the place, to mark them in the page.
    words: &'a str,
    waived: Option<&'a str>,
}

/// A stretch of bytes as the page names it.
#[derive(Serialize)]
struct Place {
    file: u16,
    start: u32,
    end: u32,
}

/// The findings on a file, those that somebody accepted last.
pub fn views(file: &Loaded) -> Vec<FindingView<'_>> {
    let mut findings: Vec<&Finding> = file.findings.iter().collect();
    findings.sort_by_key(|finding| (finding.waived.is_some(), finding.severity));
    let data = file.sources.all().first().map(|source| source.name());
    findings
        .into_iter()
        .map(|finding| view(&file.sources, data, finding))
        .collect()
}

fn view<'a>(sources: &'a Sources, data: Option<&str>, finding: &'a Finding) -> FindingView<'a> {
    let Span { file, start, end } = finding.place;
    let at = sources.start(finding.place);
    let name = sources.get(file).name();
    let words = match finding.place.range().len() <= WORDS {
        true => sources.slice(finding.place),
        false => "",
    };
    FindingView {
        rule: finding.rule.code,
        title: finding.rule.title,
        severity: finding.severity.code(),
        word: finding.severity.chinese(),
        basis: finding.rule.basis.chinese(),
        message: &finding.message,
        help: &finding.help,
        path: &finding.path,
        file: (data != Some(name)).then(|| safe(name)),
        line: at.line,
        column: at.column,
        place: Place {
            file: file.number(),
            start,
            end,
        },
        words,
        waived: finding.waived.as_deref(),
    }
}
