//! The sums of a report's tables, each with how far it is off.

use base::number::Kind;
use form::{
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
    /// How far the known figures are off, in millionths: a total minus its parts, the left side
    /// minus the right.
    pub off: i128,
    /// The cells whose figure is unknown, at least 0, likewise with their sign; a total that is
    /// left out is its parts.
    pub unknown: Vec<(SlotId, i128)>,
}

impl Equation {
    /// Whether it comes out with some figures in the unknown cells.
    pub fn holds(&self) -> bool {
        self.holds_with(0)
    }

    /// Whether it does where it is off by so much more.
    pub fn holds_with(&self, change: i128) -> bool {
        let off = self.off + change;
        off == 0 || self.unknown.iter().any(|(_, sign)| *sign == -off.signum())
    }

    /// Whether every figure is known.
    pub fn is_known(&self) -> bool {
        self.unknown.is_empty()
    }

    /// What the unknown cells must add up to, so that it comes out; none where some count
    /// against others.
    pub fn demand(&self) -> Option<i128> {
        let (_, sign) = *self.unknown.first()?;
        let alike = self.unknown.iter().all(|(_, own)| *own == sign);
        (alike && self.holds()).then_some(-self.off * sign)
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

    /// Adds what a cell counts as; nothing where that has no bounds.
    fn count(&mut self, report: &Report, slot: SlotId, sign: i128) -> Option<()> {
        match &report.cell(slot).figure {
            Figure::Stated(number) | Figure::Covered(number) => {
                let term = number.millionths().checked_mul(sign)?;
                self.off = self.off.checked_add(term)?;
            }
            Figure::Blank | Figure::Absent if report.sum_of(slot).is_some() => {
                for &part in &report.sum_of(slot)?.parts {
                    self.count(report, part, sign)?;
                }
            }
            Figure::Blank | Figure::Absent | Figure::Unread(_) => {
                // A change may be less than nought.
                let is_bounded = report.edition.slot(slot).kind != Kind::Change;
                self.unknown.push(is_bounded.then_some((slot, sign))?);
            }
        }
        Some(())
    }
}

/// Every equation that can be checked: totals that the author stated, and balances.
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
            let mut equation = Equation {
                source,
                terms: Vec::new(),
                off: 0,
                unknown: Vec::new(),
            };
            for &(slot, sign) in &terms {
                equation.count(report, slot, sign)?;
            }
            Some(Equation { terms, ..equation })
        })
        .collect()
}

/// The least that a cell can count as, in millionths.
pub fn least(report: &Report, slot: SlotId) -> i128 {
    let parts = |sum: &Sum| sum.parts.iter().map(|&part| least(report, part)).sum();
    let value = report.value(slot);
    value.unwrap_or_else(|| match report.cell(slot).figure {
        Figure::Unread(_) => 0,
        _ => report.sum_of(slot).map_or(0, parts),
    })
}

/// Whether the author wrote this very figure, so that it can be wrong by itself.
pub fn own(report: &Report, slot: SlotId) -> bool {
    matches!(report.cell(slot).figure, Figure::Stated(_))
}
