//! What could explain every difference between an area's report and the sum at once.
//!
//! Each way of going wrong predicts the differences of all cells; it counts only if it
//! predicts exactly those that are there. Ways are ranked by how unlikely they are, in
//! bits: simple mistakes first, and a mistake that many agencies could have made is the
//! less likely to be that of any one of them.
//!
//! Totals are left aside: where the parts are explained, totals that follow them are too.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{
    Contribution,
    regions::{Lines, Region},
    slips::{Slip, slip},
    ways::{FACTORS, Factor, Way},
};
use crate::{
    form::edition::{Edition, SlotId},
    ground::number::{Kind, Number},
};

/// Something that would explain every difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hypothesis {
    /// The kind of mistake: `missing`, `doubled`, `factor`, `sign`, `swapped`, `moved`,
    /// `slip`, or `several` for two at once.
    pub kind: &'static str,
    /// The agencies that could be meant, each alone; none for a mistake in the area's own
    /// report.
    pub agencies: Vec<String>,
    /// What happened, in words.
    pub message: String,
    /// How unlikely it is, in bits.
    pub cost: u32,
}

/// Hypotheses that are kept, at the most.
const MOST: usize = 12;
/// Agencies that a hypothesis names, at the most.
const NAMED: usize = 5;

/// Every single mistake that explains all differences; where there is none, pairs of them.
///
/// `stated` is the area's report and `sums` the sum, cell by cell; `fresh` are those that
/// the area's file does not list as its sources.
pub fn explain(
    form: &Edition,
    stated: &[i128],
    sums: &[i128],
    contributions: &[Contribution],
    fresh: &BTreeSet<usize>,
) -> Vec<Hypothesis> {
    let case = Case::new(form, stated, sums, contributions);
    let mut found = case.found(fresh);
    if found.is_empty() {
        found = case.several(fresh);
    }
    found.sort_by(|a, b| (a.cost, &a.message).cmp(&(b.cost, &b.message)));
    found.truncate(MOST);
    found
}

/// A way, and whose it would be: an agency's, or the area's own.
struct Candidate {
    way: Way,
    agency: Option<usize>,
    cost: u32,
}

/// The differences to be explained.
struct Case<'a> {
    form: &'a Edition,
    stated: &'a [i128],
    sums: Vec<i128>,
    contributions: &'a [Contribution],
    /// Stated less sum.
    difference: Vec<i128>,
    /// The cells that are looked at: all but totals, or all where only totals differ.
    free: Vec<bool>,
    /// The cells among them that differ.
    support: Vec<SlotId>,
    lines: Lines,
}

impl<'a> Case<'a> {
    fn new(
        form: &'a Edition,
        stated: &'a [i128],
        sums: &[i128],
        contributions: &'a [Contribution],
    ) -> Self {
        let difference: Vec<i128> = stated.iter().zip(sums).map(|(a, b)| a - b).collect();
        let parts = |slot: usize| !form.slots[slot].total;
        let totals_only = (0..difference.len()).all(|slot| difference[slot] == 0 || !parts(slot));
        let free: Vec<bool> = (0..difference.len())
            .map(|slot| totals_only || parts(slot))
            .collect();
        let support = (0..difference.len())
            .filter(|&slot| free[slot] && difference[slot] != 0)
            .map(SlotId);
        Case {
            form,
            stated,
            sums: sums.to_vec(),
            contributions,
            support: support.collect(),
            lines: Lines::of(form, &free),
            difference,
            free,
        }
    }

    fn at(&self, slot: SlotId) -> i128 {
        self.difference[slot.0]
    }

    fn path(&self, slot: SlotId) -> String {
        format!("「{}」", self.form.slot(slot).path)
    }

    /// The figures of every agency, and the sum itself for mistakes of the area.
    fn voices(&self) -> impl Iterator<Item = (Option<usize>, &[i128])> {
        let agencies = self.contributions.iter().enumerate();
        let agencies = agencies.map(|(index, one)| (Some(index), one.figures.as_slice()));
        agencies.chain([(None, self.sums.as_slice())])
    }

    /// All single mistakes that explain everything, those of one kind together.
    fn found(&self, fresh: &BTreeSet<usize>) -> Vec<Hypothesis> {
        let mut candidates = Vec::new();
        self.scaled(&mut candidates);
        self.swapped(&mut candidates);
        self.cells(&mut candidates);
        let mut groups: BTreeMap<(bool, Way), Vec<Candidate>> = BTreeMap::new();
        for candidate in candidates {
            let key = (candidate.agency.is_some(), candidate.way.clone());
            groups.entry(key).or_default().push(candidate);
        }
        let groups = groups.into_iter();
        groups
            .map(|((_, way), group)| self.hypothesis(&way, &group, fresh))
            .collect()
    }

    /// Figures that are missing, there twice, or too large or small by a power of ten.
    fn scaled(&self, out: &mut Vec<Candidate>) {
        let Some(&pivot) = self.support.iter().max_by_key(|slot| self.at(**slot).abs()) else {
            return;
        };
        let covers = |region: &&Region| {
            let mut support = self.support.iter();
            support.all(|slot| region.slots.contains(slot))
        };
        let cell = Region {
            name: self.path(pivot),
            slots: vec![pivot],
            cost: 5,
        };
        let special = [&self.lines.amounts, &self.lines.changes, &cell];
        let regions: Vec<&Region> = self
            .lines
            .regions
            .iter()
            .chain(special)
            .filter(covers)
            .collect();
        for (agency, figures) in self.voices() {
            let figure = figures[pivot.0];
            let times = |factor: &&Factor| {
                let (times, of) = factor.part;
                figure != 0 && self.at(pivot) * of == figure * times
            };
            for (index, factor) in FACTORS.iter().enumerate().filter(|(_, f)| times(f)) {
                let fits = |region: &&&Region| {
                    let (times, of) = factor.part;
                    let mut slots = region.slots.iter();
                    slots.all(|slot| {
                        let kind = self.form.slot(*slot).kind;
                        factor.only.is_none_or(|only| only == kind)
                            && self.at(*slot) * of == figures[slot.0] * times
                    })
                };
                let Some(region) = regions.iter().find(fits) else {
                    continue;
                };
                out.push(Candidate {
                    way: Way::Scaled(region.name.clone(), index),
                    agency,
                    cost: factor.cost + region.cost + u32::from(agency.is_none()) * 2,
                });
            }
        }
    }

    /// Rows or columns taken for each other, or put into each other's place.
    fn swapped(&self, out: &mut Vec<Candidate>) {
        for pair in &self.lines.pairs {
            let inside = |slot: &SlotId| pair.cells.iter().any(|(a, b)| a == slot || b == slot);
            if !self.support.iter().all(inside) {
                continue;
            }
            for (agency, figures) in self.voices() {
                let all = |test: &dyn Fn(i128, i128) -> (i128, i128)| {
                    pair.cells.iter().all(|(a, b)| {
                        (self.at(*a), self.at(*b)) == test(figures[a.0], figures[b.0])
                    })
                };
                let cost = 4 + u32::from(agency.is_some());
                if all(&|a, b| (b - a, a - b)) {
                    let way = Way::Swapped(pair.name.clone());
                    out.push(Candidate { way, agency, cost });
                }
            }
        }
    }

    /// Mistakes in one cell or between two.
    fn cells(&self, out: &mut Vec<Candidate>) {
        match self.support[..] {
            [cell] => self.slips(cell, out),
            [a, b] if self.form.slot(a).kind == self.form.slot(b).kind => {
                self.moved(a, b, out);
                self.moved(b, a, out);
            }
            _ => {}
        }
    }

    /// A figure that was put from one cell into the other, or changed places with it.
    fn moved(&self, from: SlotId, to: SlotId, out: &mut Vec<Candidate>) {
        let (lost, won) = (self.at(from), self.at(to));
        if lost + won != 0 {
            return;
        }
        for (agency, figures) in self.voices() {
            let (here, there) = (figures[from.0], figures[to.0]);
            let cost = 5 + u32::from(agency.is_some());
            if here != 0 && lost == -here {
                let way = Way::Moved(self.path(from), self.path(to));
                out.push(Candidate { way, agency, cost });
            } else if from < to && here != 0 && there != 0 && lost == there - here {
                let way = Way::Swapped(format!("{}和{}", self.path(from), self.path(to)));
                out.push(Candidate { way, agency, cost });
            }
        }
    }

    /// A slip of the pen in one cell.
    fn slips(&self, cell: SlotId, out: &mut Vec<Candidate>) {
        for (agency, figures) in self.voices() {
            let right = figures[cell.0];
            let wrong = right + self.at(cell);
            let kind = self.form.slot(cell).kind;
            // Only of a change can the sign be wrong.
            if wrong < 0 && kind != Kind::Change {
                continue;
            }
            // Of an agency's small figures one digit could always be another.
            let telling = |slip: &Slip| agency.is_none() || *slip != Slip::Changed;
            if let Some(slip) = slip(right, wrong).filter(telling) {
                out.push(Candidate {
                    way: Way::Slip(
                        self.path(cell),
                        slip.chinese(),
                        Number::of_kind(right, kind),
                        Number::of_kind(wrong, kind),
                    ),
                    agency,
                    cost: slip.cost() + u32::from(agency.is_some()) * 2,
                });
            }
        }
    }

    /// Two mistakes at once: two agencies missing or there twice, else the agency that
    /// explains most with a single mistake that explains the rest.
    fn several(&self, fresh: &BTreeSet<usize>) -> Vec<Hypothesis> {
        let mut found = self.two_agencies();
        if !found.is_empty() {
            return found;
        }
        let mut partial: Vec<(usize, usize, i128)> = Vec::new();
        for (index, one) in self.contributions.iter().enumerate() {
            for sign in [-1, 1] {
                let left = |slot: usize| self.difference[slot] - sign * one.figures[slot];
                let slots = (0..self.difference.len()).filter(|&slot| self.free[slot]);
                let rest = slots.filter(|&slot| left(slot) != 0).count();
                if rest < self.support.len() {
                    partial.push((rest, index, sign));
                }
            }
        }
        partial.sort_unstable();
        for &(_, index, sign) in partial.iter().take(4) {
            let one = &self.contributions[index];
            let sums = self.sums.iter().zip(&one.figures);
            let sums: Vec<i128> = sums.map(|(sum, figure)| sum + sign * figure).collect();
            let rest = Case::new(self.form, self.stated, &sums, self.contributions);
            let words = FACTORS[usize::from(sign > 0)].words;
            for other in rest.found(fresh) {
                found.push(Hypothesis {
                    kind: "several",
                    agencies: [vec![one.agency.clone()], other.agencies].concat(),
                    message: format!("{words}「{}」；并且{}", one.agency, other.message),
                    cost: other.cost + 4,
                });
            }
        }
        found
    }

    fn two_agencies(&self) -> Vec<Hypothesis> {
        let base = |figures: &[i128]| -> Vec<i128> {
            let slots = (0..figures.len()).filter(|&slot| self.free[slot]);
            slots.map(|slot| figures[slot]).collect()
        };
        let mut by_figures: HashMap<Vec<i128>, Vec<usize>> = HashMap::new();
        for (index, one) in self.contributions.iter().enumerate() {
            by_figures
                .entry(base(&one.figures))
                .or_default()
                .push(index);
        }
        let difference = base(&self.difference);
        let mut found = BTreeSet::new();
        for (index, one) in self.contributions.iter().enumerate() {
            let figures = base(&one.figures);
            for sign in [-1_i128, 1] {
                for other_sign in [-1_i128, 1] {
                    let pairs = difference.iter().zip(&figures);
                    let rest: Vec<i128> = pairs
                        .map(|(difference, figure)| other_sign * (difference - sign * figure))
                        .collect();
                    let others = by_figures.get(&rest).into_iter().flatten();
                    for &other in others.filter(|&&other| other != index) {
                        let mut pair = [(sign, index), (other_sign, other)];
                        pair.sort_unstable();
                        found.insert(pair);
                    }
                }
            }
        }
        let names = |(sign, index): (i128, usize)| {
            let words = FACTORS[usize::from(sign > 0)].words;
            format!("{words}「{}」", self.contributions[index].agency)
        };
        let pairs = found.into_iter().take(MOST).map(|[one, other]| Hypothesis {
            kind: "several",
            agencies: [one.1, other.1]
                .map(|index| self.contributions[index].agency.clone())
                .to_vec(),
            message: format!("{}，并且{}", names(one), names(other)),
            cost: 6,
        });
        pairs.collect()
    }

    /// What a way says, of one agency or of any of several.
    fn hypothesis(&self, way: &Way, group: &[Candidate], fresh: &BTreeSet<usize>) -> Hypothesis {
        let agencies: Vec<usize> = group.iter().filter_map(|one| one.agency).collect();
        let names: Vec<String> = agencies
            .iter()
            .map(|&index| self.contributions[index].agency.clone())
            .collect();
        let cost = group.iter().map(|one| one.cost).min().unwrap_or(0);
        let mut cost = cost + agencies.len().max(1).ilog2();
        let whose = match names.as_slice() {
            [] => "汇总报告".to_owned(),
            [name] => format!("「{name}」"),
            many => {
                let shown = many.iter().take(NAMED).map(String::as_str);
                let shown = shown.collect::<Vec<_>>().join("、");
                let more = if many.len() > NAMED { "等" } else { "" };
                format!("「{shown}」{more} {} 家中的一家", many.len())
            }
        };
        let mut message = way.told(&whose, names.is_empty());
        if let [only] = agencies[..]
            && fresh.contains(&only)
            && matches!(way, Way::Scaled(_, 0))
        {
            message.push_str("（汇总文件的来源里也没有它）");
            cost = cost.saturating_sub(3);
        }
        Hypothesis {
            kind: way.kind(),
            agencies: names,
            message,
            cost,
        }
    }
}
