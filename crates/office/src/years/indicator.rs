//! What is compared over the years: figures of the form and shares of them.
//!
//! Which ones there are stands in `indicators.yaml`, each defined once by the form's paths;
//! in goes a report, out comes a [`Measure`], a number with the places of all its figures,
//! or why there is none.

use std::sync::OnceLock;

use serde::Deserialize;

use base::{
    number::Number,
    source::{Place, Sources, Span},
};
use form::{
    edition::{Edition, SlotId},
    report::{Figure, Report},
};

/// The path by which a definition means the row that the form marks as requests received.
const RECEIVED: &str = "received";

/// Something that is compared over the years.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Indicator {
    /// What it is called.
    pub name: String,
    /// What it is counted in.
    pub unit: Unit,
    /// How it is taken from a form: the first of these that the form has.
    any: Vec<Formula>,
}

/// What an indicator is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum Unit {
    /// 件.
    #[serde(rename = "件")]
    Count,
    /// 万元.
    #[serde(rename = "万元")]
    Amount,
    /// Per cent.
    #[serde(rename = "%")]
    Share,
}

/// A sum of figures, or one sum divided by another.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Formula {
    /// The paths that are added.
    of: Vec<String>,
    /// The paths whose sum that one is divided by; none where it is no share.
    #[serde(default)]
    among: Vec<String>,
}

/// What an indicator comes to in a report.
#[derive(Clone, Debug)]
pub struct Measure {
    /// The number in millionths of the unit, a share rounded down; or why there is none.
    pub value: Result<i128, Lack>,
    /// The figures that are added.
    pub of: Vec<Term>,
    /// The figures whose sum that one is divided by.
    pub among: Vec<Term>,
}

/// A figure of a report.
#[derive(Clone, Debug)]
pub struct Term {
    /// Its path.
    pub path: &'static str,
    /// What it is, in millionths.
    pub value: Option<i128>,
    /// Where it stands.
    pub place: Place,
}

/// Why there is no number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lack {
    /// The form does not ask for it.
    Form,
    /// A figure is left blank.
    Blank,
    /// A figure cannot be read.
    Unread,
    /// It would be divided by nought.
    Nought,
}

impl Indicator {
    /// Every indicator, in the order in which they are shown.
    ///
    /// # Panics
    /// The embedded file is faulty; a test reads it.
    pub fn all() -> &'static [Indicator] {
        static ALL: OnceLock<Vec<Indicator>> = OnceLock::new();
        ALL.get_or_init(|| {
            let read = serde_saphyr::from_str(include_str!("indicators.yaml"));
            read.unwrap_or_else(|mistake| panic!("indicators.yaml: {mistake}"))
        })
    }

    /// How it is taken from a form, if the form has what it takes.
    pub fn formula(&self, edition: &'static Edition) -> Option<&Formula> {
        let has = |path: &String| totals(edition, path).is_some();
        let mut any = self.any.iter();
        any.find(|formula| formula.of.iter().chain(&formula.among).all(has))
    }

    /// What it comes to in a report.
    pub fn measure(&self, report: &Report, sources: &Sources) -> Measure {
        let Some(formula) = self.formula(report.edition) else {
            return Measure {
                value: Err(Lack::Form),
                of: Vec::new(),
                among: Vec::new(),
            };
        };
        let terms = |paths: &[String]| -> Vec<(Term, Option<Lack>)> {
            let terms = paths.iter().filter_map(|path| term(report, sources, path));
            terms.collect()
        };
        let (of, among) = (terms(&formula.of), terms(&formula.among));
        let lack = of.iter().chain(&among).find_map(|(_, lack)| *lack);
        let bare = |terms: Vec<(Term, _)>| terms.into_iter().map(|(term, _)| term).collect();
        let (of, among): (Vec<Term>, Vec<Term>) = (bare(of), bare(among));
        Measure {
            value: match lack {
                Some(lack) => Err(lack),
                None => quotient(&of, &among),
            },
            of,
            among,
        }
    }
}

/// The path that a definition means in a form, and the cells whose sum it is.
fn totals(edition: &'static Edition, path: &str) -> Option<(&'static str, Vec<SlotId>)> {
    let path = match path {
        RECEIVED => edition.received.as_deref()?,
        path => path,
    };
    let field = edition.field(path)?;
    Some((&field.path, field.totals()?))
}

fn term(report: &Report, sources: &Sources, path: &str) -> Option<(Term, Option<Lack>)> {
    let (path, slots) = totals(report.edition, path)?;
    let first = *slots.first()?;
    let (value, lack) = match report.figure(path)? {
        Figure::Stated(number) | Figure::Covered(number) => (Some(number.millionths()), None),
        Figure::Blank => (None, Some(Lack::Blank)),
        Figure::Absent | Figure::Unread(_) => (None, Some(Lack::Unread)),
    };
    let term = Term {
        path,
        value,
        place: sources.place(place(report, first)),
    };
    Some((term, lack))
}

/// Where a figure stands; of a total that was left out, where the first of its parts does.
fn place(report: &Report, slot: SlotId) -> Span {
    let stated = |slot| Some(report.place(slot)).filter(|place| *place != report.year_place);
    let parts = || {
        let sums = report.edition.sums.iter().filter(|sum| sum.total == slot);
        sums.flat_map(|sum| &sum.parts)
            .find_map(|part| stated(*part))
    };
    stated(slot).or_else(parts).unwrap_or(report.year_place)
}

/// One hundred, the whole of a share, in millionths.
pub const WHOLE: i128 = 100_000_000;

fn sum(terms: &[Term]) -> Option<i128> {
    let mut values = terms.iter().map(|term| term.value);
    values.try_fold(0_i128, |sum, value| sum.checked_add(value?))
}

fn quotient(of: &[Term], among: &[Term]) -> Result<i128, Lack> {
    let of = sum(of).ok_or(Lack::Unread)?;
    if among.is_empty() {
        return Ok(of);
    }
    match sum(among).ok_or(Lack::Unread)? {
        0 => Err(Lack::Nought),
        // Rounded down here, and to the nearest tenth when it is shown, which is then exact.
        whole => Ok(of.checked_mul(WHOLE).ok_or(Lack::Unread)?.div_euclid(whole)),
    }
}

impl Formula {
    /// How it is reckoned, in words: `申请 · 办理结果：（予以公开 + 部分公开）÷ 总计`.
    pub fn chinese(&self, edition: &'static Edition) -> String {
        let paths = |paths: &[String]| -> Vec<Vec<&'static str>> {
            let paths = paths.iter().filter_map(|path| totals(edition, path));
            paths.map(|(path, _)| path.split('.').collect()).collect()
        };
        let (of, among) = (paths(&self.of), paths(&self.among));
        let shared = shared(of.iter().chain(&among));
        let sum = |paths: &[Vec<&str>]| {
            let own = paths.iter().map(|keys| keys[shared..].join(" · "));
            let own: Vec<String> = own.collect();
            match own.len() {
                1 => own.concat(),
                _ => format!("（{}）", own.join(" + ")),
            }
        };
        let within = of
            .first()
            .map_or(String::new(), |keys| keys[..shared].join(" · "));
        match (among.is_empty(), of.len()) {
            (true, 1) => format!("{within} · {}", sum(&of)),
            (true, _) => format!("{within}：{}", sum(&of)),
            (false, _) => format!("{within}：{}÷ {}", spaced(sum(&of)), sum(&among)),
        }
    }
}

/// How many keys all paths begin with; the last one of a path is its own.
fn shared<'a>(mut paths: impl Iterator<Item = &'a Vec<&'static str>>) -> usize {
    let first = paths.next().map_or(&[][..], Vec::as_slice);
    let most = first.len().saturating_sub(1);
    paths.fold(most, |most, other| {
        let most = most.min(other.len().saturating_sub(1));
        let alike = first.iter().zip(other).take(most);
        alike.take_while(|(one, other)| one == other).count()
    })
}

/// With a space behind, unless a bracket brings its own.
fn spaced(words: String) -> String {
    match words.ends_with('）') {
        true => words,
        false => words + " ",
    }
}

impl Measure {
    /// What a share is of, in millionths; none for what is no share.
    pub fn base(&self) -> Option<i128> {
        sum(&self.among).filter(|_| !self.among.is_empty())
    }
}

impl Unit {
    /// The word behind a number.
    pub fn chinese(self) -> &'static str {
        match self {
            Unit::Count => "件",
            Unit::Amount => "万元",
            Unit::Share => "%",
        }
    }

    /// What programs call it.
    pub fn code(self) -> &'static str {
        match self {
            Unit::Count => "count",
            Unit::Amount => "amount",
            Unit::Share => "share",
        }
    }

    /// A number in millionths, as it is printed: a share with one decimal place, halves
    /// rounded up.
    pub fn bare(self, millionths: i128) -> String {
        match self {
            Unit::Count | Unit::Amount => Number::from_millionths(millionths).to_string(),
            Unit::Share => {
                let tenths = (millionths + 50_000).div_euclid(100_000);
                let sign = if tenths < 0 { "-" } else { "" };
                let tenths = tenths.unsigned_abs();
                format!("{sign}{}.{}", tenths / 10, tenths % 10)
            }
        }
    }

    /// The same with its sign of per cent, where it is a share.
    pub fn shown(self, millionths: i128) -> String {
        let bare = self.bare(millionths);
        match self {
            Unit::Share => bare + "%",
            Unit::Count | Unit::Amount => bare,
        }
    }

    /// A number at the end of a scale, with its unit.
    pub fn scale(self, millionths: i128) -> String {
        let number = Number::from_millionths(millionths);
        match self {
            Unit::Share => format!("{number}%"),
            Unit::Count | Unit::Amount => format!("{number} {}", self.chinese()),
        }
    }

    /// A number as it is printed, with its unit.
    pub fn full(self, millionths: i128) -> String {
        let shown = self.shown(millionths);
        match self {
            Unit::Share => shown,
            Unit::Count | Unit::Amount => format!("{shown} {}", self.chinese()),
        }
    }
}

impl Lack {
    /// Why, in words.
    pub fn chinese(self) -> &'static str {
        match self {
            Lack::Form => "这一年的格式没有这一项",
            Lack::Blank => "报告里留空",
            Lack::Unread => "报告里的数读不出",
            Lack::Nought => "分母是 0，不算比例",
        }
    }

    /// What programs call it.
    pub fn code(self) -> &'static str {
        match self {
            Lack::Form => "form",
            Lack::Blank => "blank",
            Lack::Unread => "unread",
            Lack::Nought => "nought",
        }
    }
}
