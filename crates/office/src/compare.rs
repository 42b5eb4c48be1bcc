//! Reports side by side: every figure that is another, every number within the texts, every
//! passage that was rewritten.
//!
//! In go two reports, of two years or of two hand-ins, out comes a [`Comparison`], a list of
//! changes as values, which becomes a [`Document`](::document::Document) or JSON. Whoever says
//! what became of a report takes it from here. Many agencies over many years are
//! [`years`](crate::years).

mod paper;
mod wording;

use serde::Serialize;
use serde_json::json as object;

use crate::plain::pretty;
use base::number::{Kind, Number, tenths};
use check::likeness;
use form::report::Report;

pub use paper::document;
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
}

/// A section's text in both reports.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Shared {
    /// The key of the section.
    pub section: String,
    /// How many per cent of the second report's letters stand in the first one's text.
    pub percent: usize,
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
            passage: likeness.passage().map(str::to_owned),
            numbers: numbers.filter(|one| one[1..] != years).collect(),
            rewritten,
        })
    });
    shared.collect()
}

impl Comparison {
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
        let is_other = self.change.as_ref().is_some_and(|change| change != "0");
        self.only.is_none() && (is_other || self.last.is_none() != self.this.is_none())
    }
}

/// A figure as readers see it.
fn shown(figure: &Option<String>) -> &str {
    figure.as_deref().unwrap_or("—")
}

#[cfg(test)]
mod tests;
