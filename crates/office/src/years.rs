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
mod paper;
mod sections;
mod standout;
mod words;

use std::collections::{BTreeMap, BTreeSet};

use base::source::Sources;
use form::{
    edition::Edition,
    report::{Category, Report},
};

pub use super::collection::Unread;
pub use formats::json;
pub use indicator::{Formula, Indicator, Lack, Measure, Term, Unit};
pub use paper::document;
pub use standout::{Against, Standout, standouts};

/// A report, as far as years are compared by it.
#[derive(Debug)]
pub struct Filed {
    /// The file.
    pub file: String,
    /// Its address, from where the page will lie.
    pub address: String,
    /// What the names of its agency have in common, over the years.
    pub owner: String,
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
}

impl Filed {
    /// A report of a file and an owner.
    pub fn of(report: &Report, sources: &Sources, file: String, owner: String) -> Self {
        let indicators = Indicator::all().iter();
        let measures = indicators.map(|indicator| indicator.measure(report, sources));
        Filed {
            address: String::new(),
            owner,
            file,
            agency: report.agency.text.clone(),
            category: report.category,
            year: report.year,
            edition: report.edition,
            errors: 0,
            measures: measures.collect(),
        }
    }
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
    /// Lays reports out by agency and year, of each there is one.
    pub fn of(files: Vec<Filed>, odd: Vec<String>, unread: Vec<Unread>) -> Self {
        let mut agencies: BTreeMap<String, BTreeMap<u16, Filed>> = BTreeMap::new();
        for filed in files {
            let years = agencies.entry(filed.owner.clone()).or_default();
            years.insert(filed.year, filed);
        }
        let agencies = agencies.into_values().filter_map(|reports| {
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
