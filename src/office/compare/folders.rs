//! Two years of many agencies side by side: who came and went, and what changed with each.
//!
//! In go the reports of two folders, [`year`] by year; out come pairs of one agency each,
//! found across renames by the aliases of the roster, those that changed most first.

mod formats;

pub use formats::{html, json, markdown, table};

use std::{cmp::Reverse, collections::BTreeMap};

use serde::Serialize;

use super::{Comparison, Row, beside, row};
use crate::{
    form::report::Report,
    ground::number::Number,
    office::{agency::nearest, copies::Content, register::Register},
};

/// A report and its file.
#[derive(Debug)]
pub struct Filed {
    /// The file.
    pub file: String,
    /// The report.
    pub report: Report,
}

/// The reports of one year, one of each agency.
#[derive(Debug, Default)]
pub struct Year {
    /// The year that most are of.
    pub year: u16,
    /// The reports, by what the names of an agency have in common.
    reports: BTreeMap<String, Filed>,
    /// Files that are not compared, and why; each a line.
    pub odd: Vec<String>,
}

/// Sorts a folder's reports: the year that most are of, and one report of each agency.
pub fn year(files: Vec<Filed>, roster: &Register) -> Year {
    let mut counts: BTreeMap<u16, usize> = BTreeMap::new();
    for filed in &files {
        *counts.entry(filed.report.year).or_default() += 1;
    }
    let most = counts.iter().max_by_key(|(year, count)| (**count, **year));
    let year = most.map_or(0, |(year, _)| *year);
    let mut odd = Vec::new();
    let mut agencies: BTreeMap<String, Vec<Filed>> = BTreeMap::new();
    for filed in files {
        let (file, report) = (&filed.file, &filed.report);
        match (report.year == year, report.agency.text.as_str()) {
            (false, _) => odd.push(format!(
                "{file}：是 {} 年度的，其余是 {year} 年度，没有比较",
                report.year
            )),
            (true, "") => odd.push(format!("{file}：没有写机关的名称，没有比较")),
            (true, name) => agencies
                .entry(roster.identity(name))
                .or_default()
                .push(filed),
        }
    }
    let mut reports = BTreeMap::new();
    for (identity, mut files) in agencies {
        let first = files.remove(0);
        let content = Content::of(&first.report);
        let differs = |other: &Filed| content.differs(&Content::of(&other.report));
        match files
            .iter()
            .find_map(|other| Some((other, differs(other)?)))
        {
            Some((other, why)) => odd.push(format!(
                "{}和{}：同是「{}」的，{why}；留下一份再比较",
                first.file, other.file, first.report.agency.text
            )),
            None => {
                reports.insert(identity, first);
            }
        }
    }
    Year { year, reports, odd }
}

/// An agency with a report in both years.
#[derive(Clone, Debug)]
pub struct Pair {
    /// Both files, the earlier year's first.
    pub files: [String; 2],
    /// What changed.
    pub comparison: Comparison,
    /// Requests received, where both forms count them.
    pub received: Option<Row>,
}

impl Pair {
    /// Its name, and the one that it had.
    pub fn name(&self) -> String {
        let (before, now) = (&self.comparison.last.agency, &self.comparison.this.agency);
        match before == now {
            true => now.clone(),
            false => format!("{now}（原{before}）"),
        }
    }

    /// The figures that differ, but for totals, the greatest change first.
    pub fn changes(&self) -> Vec<&Row> {
        let rows = self.comparison.figures.iter();
        let mut rows: Vec<&Row> = rows.filter(|row| row.weight > 0 && !row.total).collect();
        rows.sort_by_key(|row| Reverse(row.weight));
        rows
    }

    /// How much the greatest change weighs.
    fn weight(&self) -> u32 {
        let rows = self.comparison.figures.iter();
        rows.map(|row| row.weight).max().unwrap_or(0)
    }

    /// How many per cent of the letters of all texts stand in the earlier ones.
    pub fn likeness(&self) -> Option<usize> {
        let letters = self.comparison.texts.iter().map(|text| text.letters);
        let (copied, all) = letters.fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
        (copied * 100).checked_div(all)
    }
}

/// An agency with a report in one of the years only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Lone {
    /// Its name.
    pub agency: String,
    /// Its file.
    pub file: String,
    /// An agency of the other year alone whose name is much like it.
    pub alike: Option<String>,
}

/// Two years of many agencies.
#[derive(Clone, Debug)]
pub struct Years {
    /// Both years, the first folder's first.
    pub years: [u16; 2],
    /// Agencies that only the first one has.
    pub gone: Vec<Lone>,
    /// Agencies that only the second one has.
    pub new: Vec<Lone>,
    /// Agencies that both have, the greatest change first.
    pub pairs: Vec<Pair>,
    /// What could not be compared, a line each.
    pub odd: Vec<String>,
}

/// Lays two years side by side. `all` asks for the figures that are 0 or blank in both, too.
pub fn compare(last: Year, mut this: Year, all: bool) -> Years {
    let mut odd = last.odd;
    odd.append(&mut this.odd);
    let both = |identity: &String| this.reports.contains_key(identity);
    let (shared, gone): (Vec<_>, Vec<_>) = last
        .reports
        .into_iter()
        .partition(|(identity, _)| both(identity));
    let mut pairs: Vec<Pair> = shared
        .into_iter()
        .filter_map(|(identity, before)| Some(pair(&before, &this.reports.remove(&identity)?, all)))
        .collect();
    // In the order of their names where nothing tells them apart.
    pairs.sort_by_key(|pair| (Reverse(pair.weight()), pair.name()));
    let gone: Vec<Filed> = gone.into_iter().map(|(_, filed)| filed).collect();
    let new: Vec<Filed> = this.reports.into_values().collect();
    Years {
        years: [last.year, this.year],
        gone: alone(&gone, &new),
        new: alone(&new, &gone),
        pairs,
        odd,
    }
}

fn pair(last: &Filed, this: &Filed, all: bool) -> Pair {
    let mut comparison = beside(&last.report, &this.report, all);
    let changed = |row: &Row| row.weight > 0 || row.last.is_none() != row.this.is_none();
    comparison.figures.retain(|row| all || changed(row));
    let known = |report: &Report, path: &str| {
        let value = report.number(path).map(Number::millionths);
        (
            value,
            value.map(|value| Number::from_millionths(value).to_string()),
        )
    };
    let received = this.report.edition.received.as_deref();
    let received =
        received.map(|path| row(path, known(&last.report, path), known(&this.report, path)));
    Pair {
        files: [last.file.clone(), this.file.clone()],
        comparison,
        received,
    }
}

fn alone(here: &[Filed], there: &[Filed]) -> Vec<Lone> {
    let name = |filed: &Filed| filed.report.agency.text.clone();
    let others: Vec<String> = there.iter().map(name).collect();
    let lone = here.iter().map(|filed| Lone {
        agency: name(filed),
        file: filed.file.clone(),
        alike: nearest(&name(filed), others.iter()).map(|at| others[at].clone()),
    });
    lone.collect()
}
