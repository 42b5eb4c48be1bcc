//! A published area report beside the reports of its agencies: the cells that differ, and which
//! single report explains them.
//!
//! A report that was left out, counted twice, shifted by ten or with two digits swapped makes
//! such differences: those come first that explain most. Two mistakes at once are found one
//! after the other, as the first is mended.

use std::{cmp::Reverse, collections::BTreeMap};

use serde::Serialize;
use serde_json::json;

use super::{Asides, Contribution, lacking, suit, sums};
use crate::plain::pretty;
use base::{
    number::{Kind, Number},
    source::{Place, Sources},
};
use document::{Block, Cell, Document, Grid};
use form::{
    edition::{Edition, SlotId},
    report::Report,
};

/// Hypotheses that are kept, at the most.
const MOST: usize = 12;
/// Hypotheses that people are shown.
const SHOWN: usize = 3;
/// Agencies that a hypothesis names, at the most.
const NAMED: usize = 5;

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
    /// How many reports were added.
    agencies: usize,
}

/// Lays an area's report beside its agencies' reports.
///
/// # Errors
/// The agencies' reports have no common sum, or are of another year than the area's.
pub fn compare(area: &Report, contributions: &[Contribution]) -> Result<Comparison, String> {
    suit(contributions, None, Some(area.year))?;
    let sums = sums(contributions)?;
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
    Ok(Comparison {
        hypotheses: explain(area.edition, &sums, &differences, contributions),
        differences,
        agencies: contributions.len(),
    })
}

impl Comparison {
    /// As a document.
    pub fn document(&self, area: &Report, sources: &Sources, asides: &Asides) -> Document {
        let (name, count, cells) = (&area.agency.text, self.agencies, self.differences.len());
        let lead = match cells {
            0 => format!("{name}: 与 {count} 家机关之和完全相符"),
            _ => format!("{name}: 与 {count} 家机关之和相比，{cells} 格不同"),
        };
        let mut blocks = vec![Block::paragraph(&lead)];
        let rows = self.differences.iter().map(|one| {
            let slot = area.edition.slot(one.slot);
            let figure = |value| Number::of_kind(value, slot.kind).to_string();
            let file = sources.get(area.year_place.file).name();
            let place = sources.place(area.place(one.slot)).of(file);
            let change = Number::of_kind(one.stated - one.sum, Kind::Change);
            vec![
                Cell::left(&*slot.path),
                Cell::right(figure(one.stated)),
                Cell::right(figure(one.sum)),
                Cell::right(change.to_string()),
                Cell::left(place.to_string()),
            ]
        });
        if cells > 0 {
            let heads = ["格", "汇总写的", "各机关之和", "差", "位置"];
            blocks.push(Block::Table(Grid::of("不同的格", &heads, rows)));
            let heading = match self.hypotheses.first() {
                Some(first) if first.explained == first.cells => "可能的原因",
                Some(_) => "没有一份报告能解释全部不同的格；改正最像的一处，再核对一次",
                None => "没有一份报告的差错能解释不同的格；逐格核对",
            };
            let hypotheses = self.hypotheses.iter().take(SHOWN).map(Hypothesis::reason);
            let none = self.hypotheses.is_empty();
            blocks.extend(none.then(|| Block::paragraph(heading)));
            blocks.extend(Block::listed(heading, hypotheses));
        }
        let told = |heading: &str, lines: &[String]| {
            let heading = format!("{heading}（{}）", lines.len());
            Block::listed(&heading, lines.to_vec())
        };
        blocks.extend(told("名册里还没有报告的", &asides.missing));
        blocks.extend(told("没有计入的", &asides.left_out));
        blocks.extend(told("有错误、照样计入的", &asides.faulty));
        Document {
            title: format!("{name}{}年度：与各机关核对", area.year),
            year: area.year,
            blocks,
            ..Document::default()
        }
    }

    /// For programs.
    pub fn json(&self, area: &Report, sources: &Sources, asides: &Asides) -> String {
        let number = |millionths| Number::from_millionths(millionths).to_string();
        let cells = self.differences.iter().map(|one| {
            let place: Place = sources.place(area.place(one.slot));
            let at = place.position();
            json!({
                "path": area.edition.slot(one.slot).path,
                "within": place.origin().map(ToString::to_string),
                "line": at.map(|at| at.line),
                "column": at.map(|at| at.column),
                "stated": number(one.stated),
                "sum": number(one.sum),
                "difference": number(one.stated - one.sum),
            })
        });
        let hypotheses = self.hypotheses.iter().map(|hypothesis| {
            let mut value = json!(hypothesis);
            value["message"] = hypothesis.reason().into();
            value
        });
        let mut value = json!(asides);
        value["file"] = sources.get(area.year_place.file).name().into();
        value["agency"] = area.agency.text.as_str().into();
        value["year"] = area.year.into();
        value["agencies"] = self.agencies.into();
        value["cells"] = cells.collect::<Vec<_>>().into();
        value["hypotheses"] = hypotheses.collect::<Vec<_>>().into();
        pretty(&value)
    }
}

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

impl Hypothesis {
    /// `漏计「某局」，能解释 12 格中的 9 格`.
    fn reason(&self) -> String {
        let whose = match self.agencies.as_slice() {
            [] => "汇总报告".to_owned(),
            [name] => format!("「{name}」"),
            many => {
                let shown = many[..many.len().min(NAMED)].join("、");
                let more = if many.len() > NAMED { "等" } else { "" };
                format!("「{shown}」{more} {} 家中的一家", many.len())
            }
        };
        let what = match self.mistake {
            Mistake::Missing => format!("漏计{whose}"),
            Mistake::Doubled => format!("重复计入{whose}"),
            Mistake::Shifted => format!("{whose}的数差了 10 倍，像是多写或少写了一个 0"),
            Mistake::Swapped => format!("{whose}的数有相邻两位写颠倒了"),
        };
        let (explained, cells) = (self.explained, self.cells);
        match (explained == cells, self.is_whole) {
            (true, true) => what,
            (true, false) => format!("{what}，但只在不同的格里"),
            (false, _) => format!("{what}，能解释 {cells} 格中的 {explained} 格"),
        }
    }
}

/// What could explain the cells that differ, the likeliest first: what explains more of them,
/// then what could have befallen fewer agencies.
fn explain(
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
