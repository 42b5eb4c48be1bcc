//! Which agencies handed in much the same texts.
//!
//! Each text is reduced to a sketch, a part of its stretches of eight characters as numbers,
//! without the form's headings and set phrases; two sketches have about as much in common as
//! their texts. A group is found by its first member, so that a thousand copies of one model
//! are one line and take no more time than a thousand texts.

use std::collections::HashMap;

use check::own_words;
use form::report::Report;

/// Per cent of the shorter text that two have in common at least.
const ALIKE: usize = 70;
/// Letters of a report's texts at least; shorter ones repeat each other without copying.
const SHORT: usize = 200;
/// One stretch in so many is kept.
const KEPT: u64 = 4;
/// Groups that are looked up by a stretch, at the most.
const GROUPS: usize = 8;

/// A text as the numbers of some of its stretches, in order.
#[derive(Clone, Debug)]
pub struct Sketch(Box<[u64]>);

impl Sketch {
    /// The sketch of a report's texts; none where they are short.
    pub fn of(report: &Report) -> Option<Self> {
        let words = own_words(report);
        let letters: usize = words.iter().map(|words| words.letters().count()).sum();
        let hashes = words.iter().flat_map(|words| words.shingles());
        let mut kept: Vec<u64> = hashes.filter(|hash| hash % KEPT == 0).collect();
        kept.sort_unstable();
        kept.dedup();
        (letters >= SHORT && !kept.is_empty()).then(|| Sketch(kept.into()))
    }

    /// Per cent of the shorter sketch that stand in the longer one.
    fn percent(&self, other: &Sketch) -> usize {
        let (short, long) = match self.0.len() <= other.0.len() {
            true => (self, other),
            false => (other, self),
        };
        let shared = short
            .0
            .iter()
            .filter(|hash| long.0.binary_search(hash).is_ok());
        (shared.count() * 100)
            .checked_div(short.0.len())
            .unwrap_or(0)
    }
}

/// The groups of agencies whose texts are much the same, the largest first, each with how many
/// per cent every one has in common with the first at least.
pub fn groups(agencies: &[(String, &Sketch)]) -> Vec<(Vec<String>, usize)> {
    let mut groups: Vec<(Vec<usize>, usize)> = Vec::new();
    let mut known: HashMap<u64, Vec<usize>> = HashMap::new();
    for (at, (_, sketch)) in agencies.iter().enumerate() {
        let mut hits: HashMap<usize, usize> = HashMap::new();
        for group in sketch.0.iter().filter_map(|hash| known.get(hash)).flatten() {
            *hits.entry(*group).or_default() += 1;
        }
        let best = hits
            .into_iter()
            .max_by_key(|(group, hits)| (*hits, usize::MAX - group));
        let found = best.and_then(|(group, _)| {
            let percent = agencies[groups[group].0[0]].1.percent(sketch);
            (percent >= ALIKE).then_some((group, percent))
        });
        match found {
            Some((group, percent)) => {
                groups[group].0.push(at);
                groups[group].1 = groups[group].1.min(percent);
            }
            None => {
                for hash in &sketch.0 {
                    let own = known.entry(*hash).or_default();
                    if own.len() < GROUPS {
                        own.push(groups.len());
                    }
                }
                groups.push((vec![at], 100));
            }
        }
    }
    groups.retain(|(members, _)| members.len() > 1);
    groups.sort_by_key(|(members, _)| usize::MAX - members.len());
    let named = groups.into_iter().map(|(members, percent)| {
        let names = members.into_iter().map(|at| agencies[at].0.clone());
        (names.collect(), percent)
    });
    named.collect()
}
