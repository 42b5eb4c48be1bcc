//! Rules into groups that touch one another.

use super::NEAR;
use crate::pdf::page::Rule;

/// A page has so many rules at most; more make a drawing.
const MOST_RULES: usize = 20_000;
/// Pieces of a rule lie so far apart at most, in points: browsers leave gaps between cells.
const GAP: f64 = 3.2;

/// Rules that touch one another, in groups.
pub(super) fn groups(rules: &[Rule]) -> Vec<Vec<Rule>> {
    if rules.len() > MOST_RULES {
        return Vec::new();
    }
    let joined = join(rules);
    let mut group: Vec<usize> = (0..joined.len()).collect();
    fn root(group: &mut [usize], mut at: usize) -> usize {
        while group[at] != at {
            group[at] = group[group[at]];
            at = group[at];
        }
        at
    }
    let (level, upright): (Vec<usize>, Vec<usize>) =
        (0..joined.len()).partition(|&at| joined[at].is_level);
    for &across in &level {
        let row = joined[across];
        let start = upright.partition_point(|&up| joined[up].at < row.from - NEAR);
        for &up in upright[start..]
            .iter()
            .take_while(|&&up| joined[up].at <= row.to + NEAR)
        {
            let column = joined[up];
            if column.from - NEAR <= row.at && row.at <= column.to + NEAR {
                let (a, b) = (root(&mut group, across), root(&mut group, up));
                group[a] = b;
            }
        }
    }
    let mut groups: Vec<Vec<Rule>> = vec![Vec::new(); joined.len()];
    for (at, rule) in joined.iter().enumerate() {
        let root = root(&mut group, at);
        groups[root].push(*rule);
    }
    groups.retain(|rules| rules.len() >= 4);
    groups
}

/// Pieces of one rule become one; sorted by direction and place.
fn join(rules: &[Rule]) -> Vec<Rule> {
    let mut sorted = rules.to_vec();
    sorted.sort_by(|a, b| {
        let places = a.at.total_cmp(&b.at).then(a.from.total_cmp(&b.from));
        b.is_level.cmp(&a.is_level).then(places)
    });
    let mut joined: Vec<Rule> = Vec::new();
    for rule in sorted {
        let fits = |other: &&mut Rule| {
            other.is_level == rule.is_level
                && (other.at - rule.at).abs() < 0.8
                && rule.from <= other.to + GAP
                && other.from <= rule.to + GAP
        };
        // Only the last few can lie so near.
        match joined.iter_mut().rev().take(40).find(fits) {
            Some(other) => {
                other.from = other.from.min(rule.from);
                other.to = other.to.max(rule.to);
            }
            None => joined.push(rule),
        }
    }
    joined.sort_by(|a, b| b.is_level.cmp(&a.is_level).then(a.at.total_cmp(&b.at)));
    joined
}
