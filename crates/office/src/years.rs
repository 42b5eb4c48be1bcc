//! The years of an agency, or of all agencies of an office: what grew, what fell, who stands out.
//!
//! In go reports of any years, [`Filed`] one by one with what each comes to by every
//! [`Indicator`]; out comes a [`History`]: an agency found across its renames, year by year.
//! What a form does not ask for, what was left blank and what would be divided by nought is
//! no number, and says why.
//!
//! A change from one year to the next stands out where the greater number is at least twice the
//! lesser, ten added to each so that small numbers do not shout; a share of fewer than ten says
//! nothing. It finds no files and checks no report.

mod indicator;
mod paper;

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

use serde_json::{Value, json as object};

use super::plain::with_agencies;
use form::{edition::Edition, report::Report};

pub use super::collection::Unread;
pub use indicator::{Indicator, Lack, Measure, Unit};
pub use paper::document;

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
    pub fn of(report: &Report, file: String, owner: String) -> Self {
        let indicators = Indicator::all().iter();
        Filed {
            address: String::new(),
            owner,
            file,
            agency: report.agency.text.clone(),
            year: report.year,
            edition: report.edition,
            errors: 0,
            measures: indicators
                .map(|indicator| indicator.measure(report))
                .collect(),
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
    pub fn former(&self) -> BTreeMap<&str, u16> {
        let names = self
            .reports
            .iter()
            .map(|(year, filed)| (&*filed.agency, *year));
        names.filter(|(name, _)| *name != self.name).collect()
    }

    /// What it comes to by an indicator in a year; nothing where there is no report.
    pub fn measure(&self, indicator: usize, year: u16) -> Option<&Measure> {
        self.reports.get(&year)?.measures.get(indicator)
    }

    /// The number of an indicator in a year.
    pub fn value(&self, indicator: usize, year: u16) -> Option<i128> {
        self.measure(indicator, year)?.value.ok()
    }
}

/// A change that stands out; numbers are in millionths.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standout {
    /// The number of the agency.
    pub agency: usize,
    /// The number of the indicator.
    pub indicator: usize,
    /// The year.
    pub year: u16,
    /// The number.
    pub value: i128,
    /// That of the year before.
    pub before: i128,
}

impl Standout {
    /// `80 件，上年 15 件`.
    pub fn reason(&self) -> String {
        let unit = Indicator::all()[self.indicator].unit;
        let [now, then] = [self.value, self.before].map(|value| match unit {
            Unit::Share => unit.shown(value),
            _ => format!("{} {}", unit.shown(value), unit.chinese()),
        });
        format!("{now}，上年 {then}")
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
/// The weight of a doubling, in thousandths of the natural logarithm.
const DOUBLE: u32 = 693;
/// A share takes so many, in millionths.
const CASES: i128 = 10_000_000;

impl History {
    /// Lays reports out by agency and year, of each there is one.
    pub fn of(files: Vec<Filed>, odd: Vec<String>, unread: Vec<Unread>) -> Self {
        let mut agencies: BTreeMap<String, BTreeMap<u16, Filed>> = BTreeMap::new();
        let mut years = BTreeSet::new();
        for filed in files {
            years.insert(filed.year);
            let own = agencies.entry(filed.owner.clone()).or_default();
            own.insert(filed.year, filed);
        }
        let agencies = agencies.into_values().filter_map(|reports| {
            let name = reports.values().next_back()?.agency.clone();
            Some(Agency { name, reports })
        });
        let mut agencies: Vec<Agency> = agencies.collect();
        agencies.sort_by(|one, other| one.name.cmp(&other.name));
        if let (Some(&first), Some(&last)) = (years.first(), years.last())
            && last - first < SPAN
        {
            years.extend(first..=last);
        }
        History {
            years: years.into_iter().collect(),
            standouts: standouts(&agencies),
            agencies,
            odd,
            unread,
        }
    }

    /// The latest year.
    pub fn latest(&self) -> u16 {
        self.years.last().copied().unwrap_or_default()
    }

    /// The reports.
    fn reports(&self) -> impl Iterator<Item = &Filed> {
        self.agencies.iter().flat_map(|one| one.reports.values())
    }

    /// The indicators that some form of these has, by their number, each with the cells that it
    /// is reckoned from in the latest of them.
    pub fn indicators(&self) -> Vec<(usize, &'static Indicator, String)> {
        let mut editions: Vec<&'static Edition> = Vec::new();
        for filed in self.reports() {
            if editions.iter().all(|one| one.name != filed.edition.name) {
                editions.push(filed.edition);
            }
        }
        editions.sort_by_key(|edition| Reverse(edition.from));
        let all = Indicator::all().iter().enumerate();
        let all = all.filter_map(|(number, own)| {
            let source = editions.iter().find_map(|edition| own.source(edition))?;
            Some((number, own, source))
        });
        all.collect()
    }

    /// The years for which an agency has no report.
    pub fn missing(&self, agency: &Agency) -> Vec<u16> {
        let mut years = self.years.clone();
        years.retain(|year| !agency.reports.contains_key(year));
        years
    }

    /// The agencies by an indicator in the latest year, the greatest first; then those that have
    /// no number.
    pub fn ranked(&self, indicator: usize) -> Vec<&Agency> {
        let mut agencies: Vec<&Agency> = self.agencies.iter().collect();
        agencies.sort_by_key(|one| Reverse(one.value(indicator, self.latest())));
        agencies
    }

    /// Whether nothing is left to be seen to.
    pub fn is_sound(&self) -> bool {
        self.odd.is_empty() && self.unread.is_empty() && !self.agencies.is_empty()
    }

    /// For programs: figures are exact texts, agencies one by one, for a thousand are long.
    pub fn json(&self) -> String {
        let indicators = self.indicators();
        let exact = |indicator: usize, value: i128| {
            let unit = Indicator::all()[indicator].unit;
            unit.shown(value).trim_end_matches('%').to_owned()
        };
        let report = |filed: &Filed| -> Value {
            let values = indicators.iter().map(|(number, indicator, _)| {
                let value = filed.measures[*number].value;
                object!({
                    "indicator": indicator.name,
                    "value": value.ok().map(|value| exact(*number, value)),
                    "lack": value.err(),
                })
            });
            object!({
                "year": filed.year,
                "agency": filed.agency,
                "edition": filed.edition.name,
                "file": filed.file,
                "errors": filed.errors,
                "values": values.collect::<Vec<_>>(),
            })
        };
        let head = object!({
            "years": self.years,
            "indicators": indicators.iter().map(|(_, own, source)| {
                object!({"name": own.name, "unit": own.unit.chinese(), "of": source})
            }).collect::<Vec<_>>(),
            "standouts": self.standouts.iter().map(|one| object!({
                "agency": self.agencies[one.agency].name,
                "indicator": Indicator::all()[one.indicator].name,
                "year": one.year,
                "value": exact(one.indicator, one.value),
                "before": exact(one.indicator, one.before),
                "message": one.reason(),
            })).collect::<Vec<_>>(),
            "odd": self.odd,
            "unread": self.unread,
        });
        let agencies = self.agencies.iter().map(|agency| {
            let former = agency.former().into_iter();
            let former = former.map(|(name, year)| object!({"name": name, "until": year}));
            object!({
                "name": agency.name,
                "former": former.collect::<Vec<_>>(),
                "missing": self.missing(agency),
                "reports": agency.reports.values().map(report).collect::<Vec<_>>(),
            })
        });
        with_agencies(&head, agencies)
    }
}

/// What stands out among some agencies: the latest year first, in it the greatest difference.
fn standouts(agencies: &[Agency]) -> Vec<Standout> {
    let telling = |measure: &Measure| {
        let is_of_few = measure.base.is_some_and(|base| base < CASES);
        measure.value.ok().filter(|_| !is_of_few)
    };
    let mut found = Vec::new();
    for (agency, own) in agencies.iter().enumerate() {
        for (&year, filed) in &own.reports {
            let before = year.checked_sub(1).and_then(|year| own.reports.get(&year));
            let pairs = before.map(|before| before.measures.iter().zip(&filed.measures));
            for (indicator, (before, now)) in pairs.into_iter().flatten().enumerate() {
                let Some((before, value)) = telling(before).zip(telling(now)) else {
                    continue;
                };
                found.push(Standout {
                    agency,
                    indicator,
                    year,
                    value,
                    before,
                });
            }
        }
    }
    let far = |one: &Standout| weight(one.before, one.value);
    found.retain(|one| far(one) >= DOUBLE);
    found.sort_by_key(|one| (Reverse((one.year, far(one))), one.agency, one.indicator));
    found
}

/// How far apart two figures are, in thousandths: the logarithm of their ratio, each raised
/// by ten so that three after one is not more than three hundred after two hundred.
fn weight(before: i128, now: i128) -> u32 {
    let raised = |millionths: i128| millionths.unsigned_abs() as f64 / 1e6 + 10.0;
    let ratio = (raised(now) / raised(before)).ln().abs() * 1000.0;
    match before == now {
        true => 0,
        // A change of sign, or one too small for this measure, is a change all the same.
        false => (ratio as u32).max(1),
    }
}

#[cfg(test)]
mod tests;
