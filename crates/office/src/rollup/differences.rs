//! A published area report beside the reports of its agencies.

use std::collections::{BTreeMap, BTreeSet};

use super::{Contribution, Hypothesis, Refusal, Source, hypotheses, lacking, suit, sums};
use crate::agency::identity;
use form::{edition::SlotId, report::Report};

/// A cell in which the area's figure is not the sum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The cell.
    pub slot: SlotId,
    /// What the area's report states, in millionths.
    pub stated: i128,
    /// The sum over the agencies.
    pub sum: i128,
}

/// What a comparison shows.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// The cells that differ, in the form's order.
    pub differences: Vec<Difference>,
    /// Which single report could explain them, the likeliest first.
    pub hypotheses: Vec<Hypothesis>,
    /// Agencies that the area's file does not name as sources, if it names any.
    pub unlisted: Vec<String>,
    /// Agencies whose file is no longer the one that was rolled up.
    pub changed: Vec<String>,
    /// Agencies that the area's file names and that are not there.
    pub gone: Vec<String>,
}

/// Lays an area's report beside its agencies' reports.
///
/// `listed` are the sources that the area's file names, if it is a roll-up.
///
/// # Errors
/// The agencies' reports have no common sum, or are of another year than the area's.
pub fn compare(
    area: &Report,
    contributions: &[Contribution],
    listed: &[Source],
) -> Result<Comparison, Refusal> {
    suit(contributions, None, Some(area.year))?;
    let form = area.edition;
    let sums = sums(contributions).ok_or_else(|| Refusal::TooLarge(form.slots[0].path.clone()))?;
    let lacking = lacking(contributions);
    let differences = sums.iter().enumerate().filter_map(|(slot, &sum)| {
        let slot = SlotId(slot);
        // What is unknown of an agency is at least 0. A figure that cannot be read is told of
        // as a finding on the area's file.
        let fits = |stated: i128| match lacking.contains_key(&slot) {
            true => stated >= sum,
            false => stated == sum,
        };
        let stated = area.value(slot).filter(|stated| !fits(*stated))?;
        Some(Difference { slot, stated, sum })
    });
    let differences: Vec<Difference> = differences.collect();
    let (unlisted, changed, gone) = sources(contributions, listed);
    Ok(Comparison {
        hypotheses: hypotheses::explain(form, &sums, &differences, contributions),
        differences,
        unlisted,
        changed,
        gone,
    })
}

/// What has become of the sources since they were rolled up.
fn sources(
    contributions: &[Contribution],
    listed: &[Source],
) -> (Vec<String>, Vec<String>, Vec<String>) {
    if listed.is_empty() {
        return Default::default();
    }
    let known: BTreeMap<String, &Source> = listed
        .iter()
        .map(|source| (identity(&source.agency), source))
        .collect();
    let here: BTreeSet<String> = contributions
        .iter()
        .map(|one| identity(&one.agency))
        .collect();
    let those = |is_meant: fn(Option<&&Source>, &Contribution) -> bool| {
        let those = contributions
            .iter()
            .filter(|one| is_meant(known.get(&identity(&one.agency)), one));
        those.map(|one| one.agency.clone()).collect()
    };
    let gone = listed
        .iter()
        .filter(|source| !here.contains(&identity(&source.agency)));
    (
        those(|source, _| source.is_none()),
        those(|source, one| source.is_some_and(|source| source.digest != one.digest)),
        gone.map(|source| source.agency.clone()).collect(),
    )
}
