//! What is told of the place under the pointer: what a reference shows, what a rule demands.

use super::{Document, reference::reference};
use crate::ground::{
    diagnostic::{Finding, Rule},
    source::Span,
};

/// The words for what stands at a byte, in Markdown, and the place that they speak of.
pub fn hover(document: Document<'_>, at: usize) -> Option<(Span, String)> {
    let findings = document.findings.iter().flat_map(Finding::each);
    let touched = findings.filter(|finding| {
        let range = finding.place.range();
        finding.place.file == document.file && (range.start..=range.end).contains(&at)
    });
    let demands = touched.map(|finding| (finding.place, demand(finding.rule)));
    let figure = reference(document, at)
        .and_then(|reference| Some((reference.place, figure(document, &reference.path)?)));
    let told: Vec<(Span, String)> = figure.into_iter().chain(demands).collect();
    let (place, _) = *told.first()?;
    let mut parts: Vec<String> = told.into_iter().map(|(_, words)| words).collect();
    parts.dedup();
    Some((place, parts.join("\n\n---\n\n")))
}

/// What a rule demands, from its page.
fn demand(rule: &Rule) -> String {
    let page = rule.page();
    let section = page.split_once("\n## 要求\n").map_or("", |(_, rest)| rest);
    let section = section.split("\n## ").next().unwrap_or_default().trim();
    format!("**{}**（{}）\n\n{section}", rule.code, rule.title)
}

/// The official words for a path, its figure and last year's.
fn figure(document: Document<'_>, path: &str) -> Option<String> {
    let field = document.edition().field(path)?;
    let now = document
        .report
        .map(|report| ("现在的数".to_owned(), report));
    let last = document
        .previous
        .map(|report| (format!("{} 年的数", report.year), report));
    let figures = now.into_iter().chain(last).filter_map(|(when, report)| {
        let value = report.number(path)?;
        Some(format!("\n\n{when}：{value}"))
    });
    let figures: String = figures.collect();
    Some(format!("**{}**　`{path}`{figures}", field.heading))
}
