//! Two reports side by side: every figure with its change, every text with its likeness.

pub mod folders;
mod formats;
mod paper;
mod wording;

pub use formats::{json, years as json_of_years};
pub use paper::{document, document_of_years};
pub use wording::Rewritten;
pub(crate) use wording::{compared, pieces};

use std::cmp::Reverse;

use serde::Serialize;

use base::number::{Kind, Number, tenths};
use check::likeness;
use form::{edition::SlotId, report::Report};

/// What two reports have in common, and what they do not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// The report that was named first.
    pub last: Side,
    /// The report that was named second.
    pub this: Side,
    /// What is odd about comparing them, in Chinese.
    pub remarks: Vec<String>,
    /// The figures that both forms have, in the order of the second one's.
    pub figures: Vec<Row>,
    /// The figures that only one of the forms has.
    pub alone: Vec<Alone>,
    /// The texts that both reports have.
    pub texts: Vec<Shared>,
    /// Whether figures that did not change are of interest, too.
    pub all: bool,
}

/// One of the reports.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Side {
    /// The agency's name.
    pub agency: String,
    /// The report year.
    pub year: u16,
    /// The name of its form.
    pub edition: String,
}

/// A figure in both reports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The key of its section.
    pub section: String,
    /// Its path below the section.
    pub name: String,
    /// The first report's figure; none where it is blank or unknown.
    pub last: Option<String>,
    /// The second report's.
    pub this: Option<String>,
    /// The second less the first, with its sign; none unless both are known.
    pub change: Option<String>,
    /// The change in per cent of the first, with one decimal place; none unless that is above 0.
    pub percent: Option<String>,
    /// Whether it is the total of others.
    pub total: bool,
    /// How far apart both figures are, the larger the more.
    pub weight: u32,
}

/// A figure that only one of the forms has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Alone {
    /// Whether it is the second report's.
    #[serde(skip)]
    pub this: bool,
    /// Its path.
    pub path: String,
    /// The figure; none where it is blank or unknown.
    pub figure: Option<String>,
}

/// A section's text in both reports.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Shared {
    /// The key of the section.
    pub section: String,
    /// How many per cent of the second report's letters stand in the first one's text.
    pub percent: usize,
    /// How many letters those are, and how many there are.
    #[serde(skip)]
    pub letters: (usize, usize),
    /// The longest passage that stands in both.
    pub passage: Option<String>,
    /// Numbers that are others: each with the words before it, as it was and as it is.
    pub numbers: Vec<[String; 3]>,
    /// The lines that were rewritten.
    #[serde(skip)]
    pub rewritten: Vec<Rewritten>,
}

/// Compares two reports. `all` asks for the figures that are 0 or blank in both, too.
pub fn compare(last: &Report, this: &Report, all: bool) -> Comparison {
    let mut comparison = beside(last, this, all);
    if last.agency.text != this.agency.text {
        let remark = format!(
            "两份报告不是同一个机关的：「{}」和「{}」",
            last.agency.text, this.agency.text
        );
        comparison.remarks.insert(0, remark);
    }
    comparison
}

/// The same of reports that are known to be one agency's.
fn beside(last: &Report, this: &Report, all: bool) -> Comparison {
    let mut figures = Vec::new();
    let mut alone = Vec::new();
    for (at, slot) in this.edition.slots.iter().enumerate() {
        let now = (value(this, SlotId(at)), printed(this, SlotId(at)));
        let Some(before) = last.edition.find(&slot.path) else {
            if all || says_something(now.0) {
                alone.push(Alone {
                    this: true,
                    path: slot.path.clone(),
                    figure: now.1,
                });
            }
            continue;
        };
        let before = (value(last, before), printed(last, before));
        if all || says_something(now.0) || says_something(before.0) {
            figures.push(Row {
                total: slot.total,
                ..row(&slot.path, before, now)
            });
        }
    }
    let gone = last.edition.slots.iter().enumerate();
    let gone = gone.filter(|(_, slot)| this.edition.find(&slot.path).is_none());
    let gone = gone.filter(|(at, _)| all || says_something(value(last, SlotId(*at))));
    let gone = gone.map(|(at, slot)| Alone {
        this: false,
        path: slot.path.clone(),
        figure: printed(last, SlotId(at)),
    });
    alone.splice(0..0, gone);
    Comparison {
        last: side(last),
        this: side(this),
        remarks: remarks(last, this),
        figures,
        alone,
        texts: texts(last, this),
        all,
    }
}

fn side(report: &Report) -> Side {
    Side {
        agency: report.agency.text.clone(),
        year: report.year,
        edition: report.edition.name.clone(),
    }
}

fn remarks(last: &Report, this: &Report) -> Vec<String> {
    let mut remarks = Vec::new();
    let (before, now) = (last.year, this.year);
    match now.cmp(&before) {
        std::cmp::Ordering::Equal => remarks.push(format!("两份报告都是 {now} 年度的")),
        std::cmp::Ordering::Less => remarks.push(format!(
            "次序反了：先写的是 {before} 年度，后写的是 {now} 年度；增减按所写的次序计算"
        )),
        std::cmp::Ordering::Greater if now - before > 1 => remarks.push(format!(
            "两份报告不是相邻的年度：{before} 年度和 {now} 年度"
        )),
        std::cmp::Ordering::Greater => {}
    }
    if last.edition.name != this.edition.name {
        remarks.push(format!(
            "两份报告的格式不同（{}、{}）：对不上的项另外列出",
            last.edition.document, this.edition.document
        ));
    }
    remarks
}

/// A figure in millionths; none where it is blank or unknown.
fn value(report: &Report, slot: SlotId) -> Option<i128> {
    report.shown(slot).number().map(Number::millionths)
}

fn printed(report: &Report, slot: SlotId) -> Option<String> {
    let number = report.shown(slot).number();
    number.map(|number| number.to_string())
}

fn says_something(value: Option<i128>) -> bool {
    value.is_some_and(|value| value != 0)
}

type Known = (Option<i128>, Option<String>);

fn row(path: &str, (before, last): Known, (now, this): Known) -> Row {
    let (section, name) = path.split_once('.').unwrap_or((path, ""));
    let change = before.zip(now).and_then(|(a, b)| b.checked_sub(a));
    let percent = change
        .zip(before)
        .and_then(|(change, base)| percent(change, base));
    Row {
        section: section.to_owned(),
        name: name.to_owned(),
        last,
        this,
        change: change.map(|change| Number::of_kind(change, Kind::Change).to_string()),
        percent,
        total: false,
        weight: before.zip(now).map_or(0, |(a, b)| weight(a, b)),
    }
}

/// How far apart two figures are, in thousandths: the logarithm of their ratio, each raised
/// by ten so that three after one is not more than three hundred after two hundred.
pub(crate) fn weight(before: i128, now: i128) -> u32 {
    let raised = |millionths: i128| millionths.unsigned_abs() as f64 / 1e6 + 10.0;
    let ratio = (raised(now) / raised(before)).ln().abs() * 1000.0;
    match before == now {
        true => 0,
        // A change of sign, or one too small for this measure, is a change all the same.
        false => (ratio as u32).max(1),
    }
}

/// A change in per cent, with one decimal place, halves rounded away from 0.
fn percent(change: i128, base: i128) -> Option<String> {
    let tenths = tenths(change.checked_abs()?, base)?;
    let sign = match (change.signum(), tenths) {
        (_, 0) | (0, _) => "",
        (1, _) => "+",
        _ => "-",
    };
    Some(format!("{sign}{}.{}%", tenths / 10, tenths % 10))
}

fn texts(last: &Report, this: &Report) -> Vec<Shared> {
    // That a year is another goes without saying.
    let years = [last, this].map(|report| report.year.to_string());
    let is_year = |before: &str, now: &str| years[0] == before && years[1] == now;
    let keys = this.all_prose().map(|(key, _)| key);
    let shared = keys.filter_map(|section| {
        let likeness = likeness(this, last, section)?;
        let [before, now] = [last, this].map(|report| wording::lines(report, section));
        let rewritten = wording::rewritten(&before, &now);
        Some(Shared {
            section: section.to_owned(),
            percent: likeness.percent(),
            letters: (likeness.copied, likeness.length),
            passage: likeness.passage().map(str::to_owned),
            numbers: rewritten
                .iter()
                .flat_map(Rewritten::numbers)
                .filter(|[_, before, now]| !is_year(before, now))
                .collect(),
            rewritten,
        })
    });
    shared.collect()
}

impl Comparison {
    /// The figures that differ, but for totals, the greatest change first.
    pub fn changes(&self) -> Vec<&Row> {
        let rows = self.figures.iter();
        let mut rows: Vec<&Row> = rows.filter(|row| row.weight > 0 && !row.total).collect();
        rows.sort_by_key(|row| Reverse(row.weight));
        rows
    }

    /// How many numbers in the texts are others.
    fn numbers(&self) -> usize {
        self.texts.iter().map(|text| text.numbers.len()).sum()
    }

    /// What is compared: the agencies and the years.
    fn title(&self) -> String {
        let (last, this) = (&self.last, &self.this);
        match last.agency == this.agency {
            true => format!("{}：{}年度与{}年度", this.agency, last.year, this.year),
            false => format!(
                "{}（{}年度）与{}（{}年度）",
                last.agency, last.year, this.agency, this.year
            ),
        }
    }

    /// How the columns of the two reports are headed.
    fn years(&self) -> (String, String) {
        match self.last.year == self.this.year {
            true => ("第一份".to_owned(), "第二份".to_owned()),
            false => (self.last.year.to_string(), self.this.year.to_string()),
        }
    }
}

/// A figure as readers see it.
fn shown(figure: Option<&String>) -> &str {
    figure.map_or("—", String::as_str)
}

#[cfg(test)]
mod tests;
