//! Two years of many agencies side by side: who came and went, and what changed with each.
//!
//! In go pairs of reports of one agency each, out comes what changed with each, those that
//! changed most first.

use std::cmp::Reverse;

use serde::Serialize;

use super::{Comparison, Row, beside, row};
use crate::agency::nearest;
use base::number::Number;
use form::report::Report;

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

    /// How much the greatest change weighs.
    pub(super) fn weight(&self) -> u32 {
        let rows = self.comparison.figures.iter();
        rows.map(|row| row.weight).max().unwrap_or(0)
    }

    /// Whether nothing is other than before, no figure and no number in a text.
    pub fn is_same(&self) -> bool {
        self.weight() == 0 && self.comparison.numbers() == 0
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

impl Years {
    /// Lays two years side by side: pairs, and who is in one of the years only.
    pub fn of(
        years: [u16; 2],
        mut pairs: Vec<Pair>,
        [mut gone, mut new]: [Vec<Lone>; 2],
        odd: Vec<String>,
    ) -> Self {
        // In the order of their names where nothing tells them apart.
        pairs.sort_by_key(|pair| (Reverse(pair.weight()), pair.name()));
        let names = |lone: &[Lone]| -> Vec<String> {
            lone.iter().map(|lone| lone.agency.clone()).collect()
        };
        let (before, now) = (names(&gone), names(&new));
        for (lone, others) in [(&mut gone, &now), (&mut new, &before)] {
            for lone in lone {
                let at = nearest(&lone.agency, others.iter());
                lone.alike = at.map(|at| others[at].clone());
            }
        }
        Years {
            years,
            gone,
            new,
            pairs,
            odd,
        }
    }
}

/// What changed with an agency from one report to the other, each of a file. `all` asks for
/// the figures that are 0 or blank in both, too.
pub fn pair(files: [String; 2], last: &Report, this: &Report, all: bool) -> Pair {
    let mut comparison = beside(last, this, all);
    let changed = |row: &Row| row.weight > 0 || row.last.is_none() != row.this.is_none();
    comparison.figures.retain(|row| all || changed(row));
    for text in &mut comparison.texts {
        text.rewritten = Vec::new();
    }
    let known = |report: &Report, path: &str| {
        let value = report.number(path).map(Number::millionths);
        (
            value,
            value.map(|value| Number::from_millionths(value).to_string()),
        )
    };
    let received = this.edition.received.as_deref();
    let received = received.map(|path| row(path, known(last, path), known(this, path)));
    Pair {
        files,
        comparison,
        received,
    }
}
