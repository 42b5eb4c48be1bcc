//! What stands out, by one rule.
//!
//! Two numbers are as far apart as the greater is a multiple of the lesser, ten added to each
//! so that small numbers do not shout: the measure of [`compare`](crate::compare). A
//! change from one year to the next stands out where that multiple is at least 2, and at
//! least twice the median multiple of all such changes. A share stands out against the median
//! of all agencies in the latest year by the same rule. A share of fewer than ten says
//! nothing, and a median of fewer than five is none.

use super::{Agency, Indicator, Measure, Unit, median};
use crate::compare::weight;

/// The weight of a doubling, in thousandths of the natural logarithm.
const DOUBLE: u32 = 693;
/// A median takes so many.
const SEVERAL: usize = 5;
/// A share takes so many, in millionths.
const CASES: i128 = 10_000_000;

/// Something that stands out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standout {
    /// The number of the agency.
    pub agency: usize,
    /// The number of the indicator.
    pub indicator: usize,
    /// The year.
    pub year: u16,
    /// The number, in millionths.
    pub value: i128,
    /// What it stands out against.
    pub against: Against,
    /// How far apart both are, in thousandths of the logarithm of their ratio.
    pub weight: u32,
}

/// What a number stands out against; numbers are in millionths.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Against {
    /// The agency's own of the year before.
    LastYear(i128),
    /// The median of so many agencies.
    Median(i128, usize),
}

impl Against {
    /// The number.
    pub fn value(self) -> i128 {
        match self {
            Against::LastYear(value) | Against::Median(value, _) => value,
        }
    }
}

/// What stands out among some agencies: the latest year first, in it the greatest difference.
pub fn standouts(agencies: &[Agency]) -> Vec<Standout> {
    let indicators = 0..Indicator::all().len();
    let mut found: Vec<Standout> = indicators
        .flat_map(|indicator| {
            let mut found = outlying(changes(agencies, indicator));
            if Indicator::all()[indicator].unit == Unit::Share {
                found.extend(outlying(distances(agencies, indicator)));
            }
            found
        })
        .collect();
    let order = |one: &Standout| {
        let first = (std::cmp::Reverse(one.year), std::cmp::Reverse(one.weight));
        (first, one.agency, one.indicator, one.against)
    };
    found.sort_by_key(order);
    found
}

/// Those that weigh at least a doubling more than what is usual.
fn outlying(all: Vec<Standout>) -> Vec<Standout> {
    let usual = match all.len() < SEVERAL {
        true => 0,
        false => median(all.iter().map(|one| one.weight.into()).collect()).unwrap_or(0),
    };
    let far = |one: &Standout| i128::from(one.weight) >= usual + i128::from(DOUBLE);
    all.into_iter().filter(far).collect()
}

/// The number of a measure, unless it is a share of too few.
fn telling(measure: &Measure) -> Option<i128> {
    let is_of_few = measure.base().is_some_and(|base| base < CASES);
    measure.value.ok().filter(|_| !is_of_few)
}

/// Every change of an indicator from one year to the next.
fn changes(agencies: &[Agency], indicator: usize) -> Vec<Standout> {
    let mut found = Vec::new();
    for (agency, one) in agencies.iter().enumerate() {
        for year in one.reports.keys() {
            let telling = |year| one.measure(indicator, year).and_then(telling);
            let before = year.checked_sub(1).and_then(telling);
            let Some((before, value)) = before.zip(telling(*year)) else {
                continue;
            };
            found.push(Standout {
                agency,
                indicator,
                year: *year,
                value,
                against: Against::LastYear(before),
                weight: weight(before, value),
            });
        }
    }
    found
}

/// How far every agency is from the median of the latest year.
fn distances(agencies: &[Agency], indicator: usize) -> Vec<Standout> {
    let years = agencies.iter().flat_map(|one| one.reports.keys());
    let Some(&year) = years.max() else {
        return Vec::new();
    };
    let values: Vec<(usize, i128)> = agencies
        .iter()
        .enumerate()
        .filter_map(|(at, one)| Some((at, telling(one.measure(indicator, year)?)?)))
        .collect();
    let middle = median(values.iter().map(|(_, value)| *value).collect());
    let Some(middle) = middle.filter(|_| values.len() >= SEVERAL) else {
        return Vec::new();
    };
    let against = Against::Median(middle, values.len());
    let distances = values.into_iter().map(|(agency, value)| Standout {
        agency,
        indicator,
        year,
        value,
        against,
        weight: weight(middle, value),
    });
    distances.collect()
}

impl Standout {
    /// Why, in words: `160 件，是上年（30 件）的 5.3 倍`.
    pub fn reason(&self) -> String {
        let unit = Indicator::all()[self.indicator].unit;
        let (value, other) = (self.value, self.against.value());
        let (now, then) = (unit.full(value), unit.full(other));
        let against = match self.against {
            Against::LastYear(_) => "上年".to_owned(),
            Against::Median(_, agencies) => format!("{agencies} 家的中位数"),
        };
        match (unit, other, value) {
            (Unit::Share, ..) => {
                let way = if value > other { "高" } else { "低" };
                let points = unit.bare((value - other).abs());
                format!("{now}，{against}是 {then}，{way} {points} 个百分点")
            }
            (_, 0, _) | (_, _, 0) => format!("{now}，{against}是 {then}"),
            _ if value > other => {
                format!("{now}，是{against}（{then}）的 {} 倍", tenths(value, other))
            }
            _ => format!(
                "{now}，{against}（{then}）是它的 {} 倍",
                tenths(other, value)
            ),
        }
    }
}

/// How many times one number is another, with one decimal place; halves are rounded up.
fn tenths(greater: i128, lesser: i128) -> String {
    let tenths = (greater.saturating_mul(20).saturating_add(lesser)) / lesser.saturating_mul(2);
    format!("{}.{}", tenths / 10, tenths % 10)
}

/// The rule in words.
pub const RULE: &str = "两个数各加 10 再相除，大的除以小的，就是相差的倍数；和自己上年相差不小于 2 倍，并且不小于各家各年一般（中位数）的 2 倍的，列在这里。比例另和各家最近一年的中位数比。分母不到 10 的比例不比；不到 5 个数的，不和它们的中位数比。";
