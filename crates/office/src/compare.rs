//! Reports side by side: every figure that is another, every number within the texts, every
//! passage that was rewritten.
//!
//! In go two reports, of two years or of two hand-ins, out comes a [`Comparison`], a list of
//! changes as values; of many agencies over two years, [`Years`]. Both become a
//! [`Document`](::document::Document) or JSON. Whoever says what became of a report takes it
//! from here.

mod paper;
mod wording;

use std::cmp::Reverse;

use serde::Serialize;
use serde_json::json as object;

use crate::{
    agency::nearest,
    plain::{pretty, with_agencies},
};
use base::number::{Kind, Number, tenths};
use check::likeness;
use form::report::Report;

pub use paper::{document, document_of_years};
pub use wording::Rewritten;

/// What two reports have in common, and what they do not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Comparison {
    /// The report that was named first.
    pub last: Side,
    /// The report that was named second.
    pub this: Side,
    /// What is odd about comparing them, in Chinese.
    pub remarks: Vec<String>,
    /// The figures, in the order of the second one's form, then those that it lacks.
    pub figures: Vec<Row>,
    /// The texts that both reports have.
    pub texts: Vec<Shared>,
    /// Whether figures that did not change are of interest, too.
    #[serde(skip)]
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
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Row {
    /// Its path.
    pub path: String,
    /// The first report's figure, exact; none where it is blank or unknown.
    pub last: Option<String>,
    /// The second report's.
    pub this: Option<String>,
    /// The second less the first, with its sign; none unless both are known.
    pub change: Option<String>,
    /// The change in per cent of the first, with one decimal place; none unless that is above 0.
    pub percent: Option<String>,
    /// Which report's form alone has it, where that is so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub only: Option<&'static str>,
    /// Whether it is the total of others.
    #[serde(skip)]
    pub total: bool,
    /// How far apart both figures are, the larger the more.
    #[serde(skip)]
    pub weight: u32,
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
    let gone = last.edition.slots.iter();
    let gone = gone.filter(|slot| this.edition.find(&slot.path).is_none());
    let rows = this.edition.slots.iter().chain(gone).filter_map(|slot| {
        let of = |report: &Report| {
            let slot = report.edition.find(&slot.path)?;
            Some(report.shown(slot).number())
        };
        let both = [of(last), of(this)];
        let mut known = both.iter().copied().flatten().flatten();
        let is_of_interest = all || known.any(|number| number.millionths() != 0);
        is_of_interest.then(|| Row {
            total: slot.total,
            only: match both {
                [None, _] => Some("this"),
                [_, None] => Some("last"),
                _ => None,
            },
            ..row(&slot.path, both.map(Option::flatten))
        })
    });
    Comparison {
        figures: rows.collect(),
        last: side(last),
        this: side(this),
        remarks: remarks(last, this),
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
    let [(one, before), (other, now)] = [last, this].map(|one| (&one.agency.text, one.year));
    let apart = i32::from(now) - i32::from(before);
    let documents = [last, this].map(|report| &report.edition.document);
    let told = [
        (one != other).then(|| format!("两份报告不是同一个机关的：「{one}」和「{other}」")),
        match apart {
            1 => None,
            0 => Some(format!("两份报告都是 {now} 年度的")),
            2.. => Some(format!(
                "两份报告不是相邻的年度：{before} 年度和 {now} 年度"
            )),
            _ => Some(format!(
                "次序反了：先写的是 {before} 年度，后写的是 {now} 年度；增减按所写的次序计算"
            )),
        },
        (last.edition.name != this.edition.name).then(|| {
            let [before, now] = documents;
            format!("两份报告的格式不同（{before}、{now}）：对不上的项只有一边有数")
        }),
    ];
    told.into_iter().flatten().collect()
}

fn row(path: &str, [last, this]: [Option<Number>; 2]) -> Row {
    let both = last.zip(this);
    let both = both.map(|(last, this)| (last.millionths(), this.millionths()));
    let change = both.and_then(|(last, this)| Some((this.checked_sub(last)?, last)));
    Row {
        path: path.to_owned(),
        last: last.map(|number| number.to_string()),
        this: this.map(|number| number.to_string()),
        change: change.map(|(change, _)| Number::of_kind(change, Kind::Change).to_string()),
        percent: change.and_then(|(change, base)| percent(change, base)),
        only: None,
        total: false,
        weight: both.map_or(0, |(last, this)| weight(last, this)),
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
    let shared = this.all_prose().filter_map(|(section, _)| {
        let likeness = likeness(this, last, section)?;
        let [before, now] = [last, this].map(|report| wording::lines(report, section));
        let rewritten = wording::rewritten(&before, &now);
        let numbers = rewritten.iter().flat_map(Rewritten::numbers);
        Some(Shared {
            section: section.to_owned(),
            percent: likeness.percent(),
            letters: (likeness.copied, likeness.length),
            passage: likeness.passage().map(str::to_owned),
            numbers: numbers.filter(|one| one[1..] != years).collect(),
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

    /// Whether nothing is other than before, no figure and no number in a text.
    pub fn is_same(&self) -> bool {
        self.figures.iter().all(|row| !row.is_changed())
            && self.texts.iter().all(|text| text.numbers.is_empty())
    }

    /// What is other than before, a line each: every figure, every number within the texts, and
    /// that other words are.
    pub fn told(&self) -> Vec<String> {
        let blank = |figure: &Option<String>| figure.clone().unwrap_or_else(|| "空白".to_owned());
        let figures = self.figures.iter().filter(|row| row.is_changed());
        let figures =
            figures.map(|row| format!("{}：{} → {}", row.path, blank(&row.last), blank(&row.this)));
        let texts = self.texts.iter().flat_map(|text| {
            let numbers = text.numbers.iter().map(|[before, old, new]| {
                format!("{}「…{before}」之后：{old} → {new}", text.section)
            });
            let words = text.rewritten.iter().map(Rewritten::words).sum::<usize>();
            let words = (words > 0).then(|| format!("{}：文字改了约 {words} 字", text.section));
            numbers.chain(words)
        });
        figures.chain(texts).collect()
    }

    /// As JSON. Figures are texts, because they are exact; one that is blank or cannot be
    /// computed is null.
    pub fn json(&self) -> String {
        pretty(&object!(self))
    }
}

impl Row {
    fn is_changed(&self) -> bool {
        self.only.is_none() && (self.weight > 0 || self.last.is_none() != self.this.is_none())
    }
}

/// An agency with a report in both years.
#[derive(Clone, Debug, Serialize)]
pub struct Pair {
    /// Its name.
    agency: String,
    /// Both files, the earlier year's first.
    files: [String; 2],
    /// What changed.
    #[serde(flatten)]
    pub comparison: Comparison,
    /// Requests received, where both forms count them.
    #[serde(skip)]
    received: Option<Row>,
}

impl Pair {
    /// What changed with an agency from one report to the other, each of a file. `all` asks for
    /// the figures that did not change, too.
    pub fn of(files: [String; 2], last: &Report, this: &Report, all: bool) -> Self {
        let mut comparison = compare(last, this, all);
        let received = this.edition.received.as_deref();
        let received = received.map(|path| {
            row(
                path,
                [last, this].map(|report| report.figure(path)?.number()),
            )
        });
        // What there is to remark is remarked of all at once.
        comparison.remarks = Vec::new();
        comparison.figures.retain(|row| all || row.is_changed());
        for text in &mut comparison.texts {
            text.rewritten = Vec::new();
        }
        Pair {
            agency: this.agency.text.clone(),
            files,
            comparison,
            received,
        }
    }

    /// Its name, and the one that it had.
    fn name(&self) -> String {
        match &self.comparison.last.agency {
            before if *before == self.agency => self.agency.clone(),
            before => format!("{}（原{before}）", self.agency),
        }
    }

    /// How many per cent of the letters of all texts stand in the earlier ones.
    fn likeness(&self) -> Option<usize> {
        let letters = self.comparison.texts.iter().map(|text| text.letters);
        let (copied, all) = letters.fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
        (copied * 100).checked_div(all)
    }
}

/// An agency with a report in one of the years only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Lone {
    /// Its name.
    pub agency: String,
    /// Its file.
    pub file: String,
    /// An agency of the other year alone whose name is much like it.
    pub alike: Option<String>,
}

/// Two years of many agencies.
#[derive(Clone, Debug)]
pub struct Years {
    /// Both years, the first folder's first.
    years: [u16; 2],
    /// Agencies that only the first year has, and that only the second one has.
    lone: [Vec<Lone>; 2],
    /// Agencies that both have, the greatest change first.
    pairs: Vec<Pair>,
    /// What could not be compared, a line each.
    odd: Vec<String>,
}

impl Years {
    /// Lays two years side by side: pairs, and who is in one of the years only.
    pub fn of(
        years: [u16; 2],
        mut pairs: Vec<Pair>,
        mut lone: [Vec<Lone>; 2],
        odd: Vec<String>,
    ) -> Self {
        // In the order of their names where nothing tells them apart.
        pairs.sort_by_cached_key(|pair| {
            let rows = pair.comparison.figures.iter();
            (Reverse(rows.map(|row| row.weight).max()), pair.name())
        });
        let names = |lone: &Vec<Lone>| lone.iter().map(|one| one.agency.clone()).collect();
        let [before, now]: [Vec<String>; 2] = lone.each_ref().map(names);
        for (lone, others) in lone.iter_mut().zip([now, before]) {
            for one in lone {
                let at = nearest(&one.agency, others.iter());
                one.alike = at.map(|at| others[at].clone());
            }
        }
        Years {
            years,
            lone,
            pairs,
            odd,
        }
    }

    /// As JSON: of every agency what is given of two files, but for what did not change.
    pub fn json(&self) -> String {
        let head = object!({
            "last": {"year": self.years[0]},
            "this": {"year": self.years[1]},
            "only_last": self.lone[0],
            "only_this": self.lone[1],
            "odd": self.odd,
        });
        with_agencies(&head, self.pairs.iter().map(|pair| object!(pair)))
    }
}

/// A figure as readers see it.
fn shown(figure: &Option<String>) -> &str {
    figure.as_deref().unwrap_or("—")
}

#[cfg(test)]
mod tests;
