//! The sums of a report's tables, each with how far it is off.

use crate::form::{
    edition::{Axis, Balance, SlotId, Sum},
    report::{Figure, Report},
};

/// Which sum an equation is.
#[derive(Clone, Copy)]
pub enum Source {
    /// A total is the sum of its parts.
    Sum(&'static Sum),
    /// Two sums are equal.
    Balance(&'static Balance),
}

/// Something that must come out as nought.
pub struct Equation {
    /// Where it comes from.
    pub source: Source,
    /// The cells with the sign by which they count.
    pub terms: Vec<(SlotId, i128)>,
    /// How far it is off, in millionths: a total minus its parts, the left side minus the right.
    pub off: i128,
}

impl Equation {
    /// Whether it comes out.
    pub fn holds(&self) -> bool {
        self.off == 0
    }

    /// The sign by which a cell counts, if it counts.
    pub fn sign(&self, slot: SlotId) -> Option<i128> {
        let term = self.terms.iter().find(|(term, _)| *term == slot);
        term.map(|(_, sign)| *sign)
    }

    /// The direction of a total.
    pub fn axis(&self) -> Option<Axis> {
        match self.source {
            Source::Sum(sum) => Some(sum.axis),
            Source::Balance(_) => None,
        }
    }
}

/// Every equation that can be checked: totals that the author stated, and balances,
/// as far as all their figures are known.
pub fn equations(report: &Report) -> Vec<Equation> {
    let edition = report.edition;
    let stated = |sum: &&Sum| report.cell(sum.total).figure.number().is_some();
    let sums = edition.sums.iter().filter(stated).map(|sum| {
        let parts = sum.parts.iter().map(|&part| (part, -1));
        (
            Source::Sum(sum),
            [(sum.total, 1)].into_iter().chain(parts).collect(),
        )
    });
    let balances = edition.balances.iter().map(|balance| {
        let left = balance.left.iter().map(|&slot| (slot, 1));
        let right = balance.right.iter().map(|&slot| (slot, -1));
        (Source::Balance(balance), left.chain(right).collect())
    });
    sums.chain(balances)
        .filter_map(|(source, terms): (Source, Vec<(SlotId, i128)>)| {
            let off = terms.iter().try_fold(0_i128, |sum, (slot, sign)| {
                sum.checked_add(report.value(*slot)?.checked_mul(*sign)?)
            })?;
            Some(Equation { source, terms, off })
        })
        .collect()
}

/// Whether the author wrote this very figure, so that it can be wrong by itself.
pub fn own(report: &Report, slot: SlotId) -> bool {
    matches!(report.cell(slot).figure, Figure::Stated(_))
}
