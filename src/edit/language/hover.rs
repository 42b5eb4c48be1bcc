//! What is told of the place under the pointer.

use super::{Document, reference::reference, tree_paths};
use crate::{
    form::{
        edition::{Axis, Field, SlotId, Sum},
        report::Report,
        schema::Guide,
    },
    ground::{diagnostic::Finding, number::Number, source::Span},
};

/// More operands than this are told of only if they are not 0.
const MOST: usize = 8;

/// The words for what stands at a byte, in Markdown, and the place that they speak of.
pub fn hover(document: Document<'_>, at: usize) -> Option<(Span, String)> {
    let (place, mut parts) = match reference(document.text(), at) {
        Some(reference) => {
            let place = Span::new(document.file, reference.range);
            (place, about(document, reference.path, false))
        }
        None => {
            let tree = document.tree()?;
            let spot = tree_paths::spot(&tree, at)?;
            let mut path = spot.path.join(".");
            if let Some(column) = spot.item.and_then(|item| {
                let field = document.edition().field(&path)?;
                field.line()?.get(item)
            }) {
                path = column.path.clone();
            }
            (spot.entry.key_span, about(document, &path, true))
        }
    };
    let findings = document.findings.iter().flat_map(Finding::each);
    let touched = findings.filter(|finding| {
        let range = finding.place.range();
        finding.place.file == document.file && (range.start..=range.end).contains(&at)
    });
    parts.extend(touched.map(|finding| demand(finding.rule)));
    parts.dedup();
    (!parts.is_empty()).then(|| (place, parts.join("\n\n---\n\n")))
}

/// What a rule demands, from its page.
fn demand(rule: &crate::ground::diagnostic::Rule) -> String {
    let page = rule.page();
    let section = page.split_once("\n## 要求\n").map_or("", |(_, rest)| rest);
    let section = section.split("\n## ").next().unwrap_or_default().trim();
    format!("**{}**（{}）\n\n{section}", rule.code, rule.title)
}

/// The official words for a path, how it is written if that is asked, and its figures.
fn about(document: Document<'_>, path: &str, how: bool) -> Vec<String> {
    let guide = Guide::of(document.edition());
    let mut parts = Vec::new();
    if let Some(place) = guide.at(path.split('.')) {
        let words = if how { place.description() } else { "" };
        let head = format!("**{}**　`{path}`\n\n{words}", place.title());
        parts.push(head.trim_end().to_owned());
    }
    let field = document.edition().field(path);
    if let (Some(report), Some(field)) = (document.report, field) {
        let told = figures(report, document.previous, field);
        parts.extend((!told.is_empty()).then(|| told.join("\n\n")));
    }
    parts
}

fn figures(report: &Report, previous: Option<&Report>, field: &Field) -> Vec<String> {
    let mut told = Vec::new();
    let slots = field.totals().unwrap_or_default();
    if let Some(value) = report.value_of(&field.path) {
        told.push(format!("现在的数：{}", shown(value)));
    }
    for &slot in &slots {
        let sums = report.edition.sums.iter();
        let sums = sums.filter(|sum| sum.total == slot);
        told.extend(sums.filter_map(|sum| addition(report, sum)));
        let balances = report.edition.balances.iter();
        let own = balances.filter(|b| b.left.contains(&slot) || b.right.contains(&slot));
        told.extend(own.filter_map(|balance| {
            let left = side(report, &balance.left)?;
            let right = side(report, &balance.right)?;
            Some(format!("勾稽关系：{left}；{right}"))
        }));
    }
    if let Some(previous) = previous {
        let year = previous.year;
        let ties = report.edition.ties.iter();
        let tie = ties.filter(|tie| slots == [tie.slot]).find_map(|tie| {
            let value = previous.value_of(&tie.previous)?;
            let (row, value) = (&tie.previous, shown(value));
            Some(format!("应与 {year} 年报告的「{row}」一致：{value}"))
        });
        let same = previous.value_of(&field.path);
        told.extend(same.map(|value| format!("{year} 年的数：{}", shown(value))));
        told.extend(tie);
    }
    told
}

/// `总计 = 自然人 6 + 商业企业 0 = 6`.
fn addition(report: &Report, sum: &Sum) -> Option<String> {
    let parts = sum.parts.iter();
    let values = parts.map(|&part| Some((name(report, sum, part), report.value(part)?)));
    let values: Vec<(String, i128)> = values.collect::<Option<_>>()?;
    let few = values.len() <= MOST;
    let told = values.iter().filter(|(_, value)| few || *value != 0);
    let told = told.map(|(name, value)| format!("{name} {}", shown(*value)));
    let told: Vec<String> = told.collect();
    let rest = match (few, told.is_empty()) {
        (true, _) => "",
        (false, true) => "各项都是 0",
        (false, false) => "（其余各项是 0）",
    };
    let mut parts = values.iter();
    let computed = parts.try_fold(0_i128, |sum, (_, value)| sum.checked_add(*value))?;
    Some(format!(
        "{} = {}{rest} = {}",
        name(report, sum, sum.total),
        told.join(" + "),
        shown(computed)
    ))
}

/// The part of a path by which a sum's figures differ.
fn name(report: &Report, sum: &Sum, slot: SlotId) -> String {
    let path = report.edition.slot(slot).path.as_str();
    let below = path.strip_prefix(sum.path.as_str()).unwrap_or(path);
    let below = below.trim_start_matches('.');
    match (sum.axis, below.rsplit_once('.')) {
        (Axis::Column, Some((row, _))) => row.to_owned(),
        _ => below.to_owned(),
    }
}

fn side(report: &Report, slots: &[SlotId]) -> Option<String> {
    let mut sum = 0_i128;
    let mut told = Vec::new();
    for &slot in slots {
        let value = report.value(slot)?;
        sum = sum.checked_add(value)?;
        let path = report.edition.slot(slot).path.as_str();
        let row = path.rsplit_once('.').map_or(path, |(row, _)| row);
        told.push(format!("{row} {}", shown(value)));
    }
    Some(format!("{} = {}", told.join(" + "), shown(sum)))
}

fn shown(millionths: i128) -> String {
    Number::from_millionths(millionths).to_string()
}
