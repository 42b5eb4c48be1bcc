//! Which single report explains how an area's report differs from the sum.
//!
//! In go the cells that differ, out come the reports that, left out, counted twice, shifted
//! by ten or with two digits swapped, make such differences: those first that explain most.
//! Two mistakes at once are found one after the other, as the first is mended.

use std::{cmp::Reverse, collections::BTreeMap};

use serde::Serialize;

use super::{Contribution, Difference};
use form::edition::Edition;

/// A mistake that is made with a report when it is added to others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Mistake {
    /// It was left out.
    Missing,
    /// It was counted twice.
    Doubled,
    /// A figure counted as ten times itself, or as a tenth.
    Shifted,
    /// Two neighbouring digits of a figure changed places.
    Swapped,
}

impl Mistake {
    /// All of them.
    pub const ALL: [Mistake; 4] = [
        Mistake::Missing,
        Mistake::Doubled,
        Mistake::Shifted,
        Mistake::Swapped,
    ];

    /// Whether it makes a difference of a figure, all in millionths.
    fn makes(self, difference: i128, figure: i128) -> bool {
        match self {
            Mistake::Missing => difference == -figure,
            Mistake::Doubled => difference == figure,
            Mistake::Shifted => difference == figure * 9 || difference * 10 == figure * -9,
            Mistake::Swapped => are_swapped(figure, figure + difference),
        }
    }

    /// Whether it befalls all figures of a report at once.
    fn is_of_all(self) -> bool {
        matches!(self, Mistake::Missing | Mistake::Doubled)
    }
}

/// Whether two figures differ by two neighbouring digits that changed places.
fn are_swapped(right: i128, wrong: i128) -> bool {
    let (right, wrong) = (right.to_string(), wrong.to_string());
    let (right, wrong) = (right.as_bytes(), wrong.as_bytes());
    let differ = (0..right.len()).filter(|&at| right.get(at) != wrong.get(at));
    match differ.collect::<Vec<_>>()[..] {
        [i, j] if right.len() == wrong.len() => {
            j == i + 1 && right[i] == wrong[j] && right[j] == wrong[i]
        }
        _ => false,
    }
}

/// A mistake with one report that explains differing cells.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Hypothesis {
    /// The mistake.
    #[serde(rename = "kind")]
    pub mistake: Mistake,
    /// The agencies that could be meant, each alone; none for a slip of the pen in the area's
    /// own report.
    pub agencies: Vec<String>,
    /// How many of the cells it explains.
    pub explained: usize,
    /// How many there are, without totals that only follow their parts.
    pub cells: usize,
    /// Whether no other figure of the report speaks against it.
    #[serde(skip)]
    pub is_whole: bool,
}

/// Hypotheses that are kept, at the most.
const MOST: usize = 12;

/// What could explain the cells that differ, the likeliest first: what explains more of them,
/// then what could have befallen fewer agencies.
pub fn explain(
    form: &Edition,
    sums: &[i128],
    differences: &[Difference],
    contributions: &[Contribution],
) -> Vec<Hypothesis> {
    let is_total = |difference: &Difference| form.slot(difference.slot).total;
    let only_totals = differences.iter().all(is_total);
    let looked_at = |total: bool| only_totals || !total;
    let cells: Vec<&Difference> = differences
        .iter()
        .filter(|difference| looked_at(is_total(difference)))
        .collect();
    let agencies = contributions
        .iter()
        .map(|one| (Some(&one.agency), one.figures.as_slice()));
    let mut found: BTreeMap<_, Vec<String>> = BTreeMap::new();
    for (agency, figures) in agencies.chain([(None, sums)]) {
        let slots = form.slots.iter().zip(figures);
        let filled = slots.filter(|(slot, figure)| looked_at(slot.total) && **figure != 0);
        let filled = filled.count();
        let mistakes = Mistake::ALL.into_iter();
        for mistake in mistakes.filter(|one| agency.is_some() || !one.is_of_all()) {
            let makes =
                |cell: &&&Difference| mistake.makes(cell.stated - cell.sum, figures[cell.slot.0]);
            let explained = cells.iter().filter(makes).count();
            if explained > 0 {
                let is_whole = !mistake.is_of_all() || explained == filled;
                let key = (explained, is_whole, agency.is_some(), mistake);
                found.entry(key).or_default().extend(agency.cloned());
            }
        }
    }
    let found = found.into_iter();
    let mut found: Vec<Hypothesis> = found
        .map(|((explained, is_whole, _, mistake), agencies)| Hypothesis {
            mistake,
            agencies,
            explained,
            cells: cells.len(),
            is_whole,
        })
        .collect();
    let order = |one: &Hypothesis| (one.explained, one.is_whole, Reverse(one.agencies.len()));
    found.sort_by_key(|one| Reverse(order(one)));
    found.truncate(MOST);
    found
}

#[cfg(test)]
mod tests {
    use super::are_swapped;

    #[test]
    fn only_neighbours_are_swapped() {
        assert!(are_swapped(1_234_000_000, 1_324_000_000));
        assert!(!are_swapped(1_234_000_000, 4_231_000_000));
        assert!(!are_swapped(10_000_000, 1_000_000));
        assert!(!are_swapped(11_000_000, 11_000_000));
    }
}
