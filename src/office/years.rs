//! The years of an agency, or of all agencies of an office: what grew, what fell, who stands out.
//!
//! In go reports of any years, [`Filed`] one by one with what each comes to by every
//! [`Indicator`]; out comes a [`History`]: an agency found across its renames, year by year,
//! every number with its file and line. What a form does not ask for, what was left blank
//! and what would be divided by nought is no number, and says why.
//!
//! It finds no files and checks no report; two reports that differ are of no year.

mod charts;
mod formats;
mod indicator;
mod page;
mod paper;
mod sections;
mod standout;
mod words;
mod workbook;

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::{
    form::{
        edition::Edition,
        report::{Category, Report},
    },
    ground::source::Sources,
    office::{copies::Content, register::Register},
};

pub use formats::{json, table};
pub use indicator::{Formula, Indicator, Lack, Measure, Term, Unit};
pub use page::page;
pub use paper::document;
pub use standout::{Against, Standout, standouts};
pub use workbook::workbook;

/// A report, as far as years are compared by it.
#[derive(Debug)]
pub struct Filed {
    /// The file.
    pub file: String,
    /// Its address, from where the page will lie.
    pub address: String,
    /// What tells it from every other file.
    pub key: String,
    /// The key of last year's file, as this one names it.
    pub before: Option<String>,
    /// The agency's name.
    pub agency: String,
    /// What the agency is.
    pub category: Option<Category>,
    /// The report year.
    pub year: u16,
    /// The form.
    pub edition: &'static Edition,
    /// How many errors a check finds in it.
    pub errors: usize,
    /// What it comes to, in the order of [`Indicator::all`].
    pub measures: Vec<Measure>,
    /// What it says, to tell it from others of the agency and year.
    content: Option<Content>,
}

impl Filed {
    /// A report of a file.
    pub fn of(report: &Report, sources: &Sources, file: String) -> Self {
        let indicators = Indicator::all().iter();
        let measures = indicators.map(|indicator| indicator.measure(report, sources));
        Filed {
            address: String::new(),
            key: file.clone(),
            file,
            before: None,
            agency: report.agency.text.clone(),
            category: report.category,
            year: report.year,
            edition: report.edition,
            errors: 0,
            measures: measures.collect(),
            content: Some(Content::of(report)),
        }
    }

    fn differs(&self, other: &Filed) -> Option<String> {
        self.content.as_ref()?.differs(other.content.as_ref()?)
    }
}

/// A file of which nothing was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Unread {
    /// The file.
    pub file: String,
    /// Why.
    #[serde(rename = "reason")]
    pub why: String,
}

/// An agency with its reports.
#[derive(Debug)]
pub struct Agency {
    /// The name in its latest report.
    pub name: String,
    /// Its reports by year.
    pub reports: BTreeMap<u16, Filed>,
}

impl Agency {
    /// The names that it had, each with the last year that it stood over a report.
    pub fn former(&self) -> Vec<(&str, u16)> {
        let mut names: Vec<(&str, u16)> = Vec::new();
        for (year, filed) in &self.reports {
            match names.last_mut() {
                Some(last) if last.0 == filed.agency => last.1 = *year,
                _ => names.push((&filed.agency, *year)),
            }
        }
        names.retain(|(name, _)| *name != self.name);
        names
    }

    /// What it comes to by an indicator in a year; nothing where there is no report.
    pub fn measure(&self, indicator: usize, year: u16) -> Option<&Measure> {
        self.reports.get(&year)?.measures.get(indicator)
    }

    /// The number of an indicator in a year.
    pub fn value(&self, indicator: usize, year: u16) -> Option<i128> {
        self.measure(indicator, year)?.value.ok()
    }

    /// The first and the last year in which an indicator has a number.
    pub fn ends(&self, indicator: usize) -> Option<(u16, u16)> {
        let years = self.reports.keys();
        let mut years = years.filter(|year| self.value(indicator, **year).is_some());
        let first = years.next()?;
        Some((*first, *years.next_back().unwrap_or(first)))
    }
}

/// The years of some agencies.
#[derive(Debug)]
pub struct History {
    /// The years, the earliest first; those without a report too.
    pub years: Vec<u16>,
    /// The agencies in the order of their names.
    pub agencies: Vec<Agency>,
    /// What stands out, the latest year and the greatest change first.
    pub standouts: Vec<Standout>,
    /// What could not be compared, a line each.
    pub odd: Vec<String>,
    /// Files of which nothing was read.
    pub unread: Vec<Unread>,
}

/// More years than these are shown only where there is a report.
const SPAN: u16 = 20;

impl History {
    /// Lays reports out by agency and year. Agencies are told apart by name, the roster's
    /// aliases are one with it, and so is what a data file names as its report of last year.
    pub fn of(files: Vec<Filed>, roster: &Register, unread: Vec<Unread>) -> Self {
        let (files, mut odd) = sound(files, roster);
        let owners = owners(&files, roster);
        let mut agencies: BTreeMap<String, BTreeMap<u16, Vec<Filed>>> = BTreeMap::new();
        for (filed, owner) in files.into_iter().zip(owners) {
            let years = agencies.entry(owner).or_default();
            years.entry(filed.year).or_default().push(filed);
        }
        let agencies = agencies.into_values().filter_map(|years| {
            let reports: BTreeMap<u16, Filed> = years
                .into_iter()
                .filter_map(|(year, files)| Some((year, one(files, &mut odd)?)))
                .collect();
            let name = reports.values().next_back()?.agency.clone();
            Some(Agency { name, reports })
        });
        let mut agencies: Vec<Agency> = agencies.collect();
        agencies.sort_by(|one, other| one.name.cmp(&other.name));
        History {
            years: years(&agencies),
            standouts: standouts(&agencies),
            agencies,
            odd,
            unread,
        }
    }

    /// The indicators that some form of these has, by their number.
    pub fn indicators(&self) -> impl Iterator<Item = (usize, &'static Indicator)> {
        let editions = self.editions();
        let all = Indicator::all().iter().enumerate();
        all.filter(move |(_, indicator)| {
            let mut editions = editions.iter();
            editions.any(|(edition, _)| indicator.formula(edition).is_some())
        })
    }

    /// The forms of the reports, each with the years of those that follow it.
    pub fn editions(&self) -> Vec<(&'static Edition, BTreeSet<u16>)> {
        let mut found: Vec<(&'static Edition, BTreeSet<u16>)> = Vec::new();
        let reports = self.agencies.iter().flat_map(|one| one.reports.values());
        for filed in reports {
            let known = found
                .iter_mut()
                .find(|(edition, _)| edition.name == filed.edition.name);
            match known {
                Some((_, years)) => drop(years.insert(filed.year)),
                None => found.push((filed.edition, BTreeSet::from([filed.year]))),
            }
        }
        found.sort_by_key(|(edition, _)| edition.from);
        found
    }

    /// The years for which an agency has no report.
    pub fn missing(&self, agency: &Agency) -> Vec<u16> {
        let years = self.years.iter().copied();
        years
            .filter(|year| !agency.reports.contains_key(year))
            .collect()
    }

    /// The latest year.
    pub fn latest(&self) -> Option<u16> {
        self.years.last().copied()
    }

    /// The agencies by an indicator in the latest year, the greatest first; equals share a rank.
    pub fn ranking(&self, indicator: usize) -> Vec<(usize, &Agency, i128)> {
        let latest = self.latest().unwrap_or_default();
        let agencies = self.agencies.iter();
        let mut values: Vec<(&Agency, i128)> = agencies
            .filter_map(|one| Some((one, one.value(indicator, latest)?)))
            .collect();
        values.sort_by_key(|(_, value)| std::cmp::Reverse(*value));
        let rank = |value: i128| 1 + values.partition_point(|(_, other)| *other > value);
        let ranked = values
            .iter()
            .map(|(one, value)| (rank(*value), *one, *value));
        ranked.collect()
    }

    /// What an indicator comes to in the middle of all agencies in a year.
    pub fn median(&self, indicator: usize, year: u16) -> Option<i128> {
        let agencies = self.agencies.iter();
        median(
            agencies
                .filter_map(|one| one.value(indicator, year))
                .collect(),
        )
    }

    /// The greatest number of an indicator: the end of the scale that all agencies share.
    pub fn most(&self, indicator: usize) -> i128 {
        let reports = self.agencies.iter().flat_map(|one| one.reports.values());
        let values = reports.filter_map(|filed| filed.measures.get(indicator)?.value.ok());
        values.max().unwrap_or(0)
    }

    /// Whether nothing is left to be seen to.
    pub fn is_sound(&self) -> bool {
        self.odd.is_empty() && self.unread.is_empty() && !self.agencies.is_empty()
    }
}

/// The value in the middle; between two of them the one half way.
fn median(mut values: Vec<i128>) -> Option<i128> {
    values.sort_unstable();
    let upper = *values.get(values.len() / 2)?;
    let lower = values[(values.len() - 1) / 2];
    Some(lower + (upper - lower) / 2)
}

/// The reports that can be laid out, in a fixed order, and what is wrong with the others.
fn sound(files: Vec<Filed>, roster: &Register) -> (Vec<Filed>, Vec<String>) {
    let (mut files, nameless): (Vec<Filed>, Vec<Filed>) = files
        .into_iter()
        .partition(|filed| !filed.agency.is_empty());
    let odd = nameless
        .iter()
        .map(|filed| format!("{}：没有写机关的名称，没有列入", filed.file));
    let odd = odd.collect();
    files.sort_by_cached_key(|filed| (roster.identity(&filed.agency), filed.year));
    (files, odd)
}

/// Whose each report is: what the names of its agency have in common, and across a rename
/// that of the later one, where a report of the next year names it as last year's.
fn owners(files: &[Filed], roster: &Register) -> Vec<String> {
    let mut owners: Vec<String> = files
        .iter()
        .map(|filed| roster.identity(&filed.agency))
        .collect();
    let at: BTreeMap<&str, usize> = files
        .iter()
        .enumerate()
        .map(|(at, filed)| (filed.key.as_str(), at))
        .collect();
    for (this, filed) in files.iter().enumerate() {
        let last = filed.before.as_deref().and_then(|key| at.get(key).copied());
        let last = last.filter(|last| files[*last].year.checked_add(1) == Some(filed.year));
        let Some(last) = last.filter(|last| owners[*last] != owners[this]) else {
            continue;
        };
        let years = |owner: &str| -> BTreeSet<u16> {
            let own = files.iter().zip(&owners);
            let own = own.filter(|(_, other)| *other == owner);
            own.map(|(filed, _)| filed.year).collect()
        };
        // Two that both reported for a year are two agencies, whatever a file says.
        if years(&owners[this]).is_disjoint(&years(&owners[last])) {
            let (from, to) = (owners[last].clone(), owners[this].clone());
            let same = owners.iter_mut().filter(|owner| **owner == from);
            same.for_each(|owner| owner.clone_from(&to));
        }
    }
    owners
}

/// The one report of an agency and year; none where two differ.
fn one(mut files: Vec<Filed>, odd: &mut Vec<String>) -> Option<Filed> {
    let mut first = files.swap_remove(0);
    let differs = files
        .iter()
        .find_map(|other| Some((other, first.differs(other)?)));
    if let Some((other, why)) = differs {
        odd.push(format!(
            "{}和{}：同是「{}」{} 年度的，{why}；留下一份再比较，这一年没有列入",
            first.file, other.file, first.agency, first.year
        ));
        return None;
    }
    first.content = None;
    Some(first)
}

fn years(agencies: &[Agency]) -> Vec<u16> {
    let found: BTreeSet<u16> = agencies
        .iter()
        .flat_map(|one| one.reports.keys().copied())
        .collect();
    match (found.first(), found.last()) {
        (Some(first), Some(last)) if last - first < SPAN => (*first..=*last).collect(),
        _ => found.into_iter().collect(),
    }
}

#[cfg(test)]
mod tests;
