//! What is compared over the years: figures of the form and shares of them.
//!
//! Which ones there are stands in `indicators.yaml`, each defined once by the form's paths;
//! in goes a report, out comes a [`Measure`]: a number, or why there is none.

use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

use base::number::Number;
use form::{
    edition::Edition,
    report::{Figure, Report},
};

/// The path by which a definition means the row that the form marks as requests received.
const RECEIVED: &str = "received";
/// One hundred, the whole of a share, in millionths.
const WHOLE: i128 = 100_000_000;

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
struct Formula {
    /// The paths that are added.
    of: Vec<String>,
    /// The paths whose sum that one is divided by; none where it is no share.
    #[serde(default)]
    among: Vec<String>,
}

/// What an indicator comes to in a report.
#[derive(Clone, Copy, Debug)]
pub struct Measure {
    /// The number in millionths of the unit, a share rounded down; or why there is none.
    pub value: Result<i128, Lack>,
    /// What a share is of, in millionths; none for what is no share.
    pub base: Option<i128>,
}

/// Why there is no number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
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
    fn formula(&self, edition: &'static Edition) -> Option<&Formula> {
        let has = |path: &String| {
            let field = edition.field(meant(edition, path));
            field.is_some_and(|field| field.totals().is_some())
        };
        let mut any = self.any.iter();
        any.find(|formula| formula.of.iter().chain(&formula.among).all(has))
    }

    /// What it comes to in a report.
    pub fn measure(&self, report: &Report) -> Measure {
        let sum = |paths: &[String]| {
            paths.iter().try_fold(0_i128, |sum, path| {
                let figure = report.figure(meant(report.edition, path));
                let number = match figure.ok_or(Lack::Unread)? {
                    Figure::Stated(number) | Figure::Covered(number) => number.millionths(),
                    Figure::Blank => return Err(Lack::Blank),
                    Figure::Absent | Figure::Unread(_) => return Err(Lack::Unread),
                };
                sum.checked_add(number).ok_or(Lack::Unread)
            })
        };
        let Some(formula) = self.formula(report.edition) else {
            return Measure {
                value: Err(Lack::Form),
                base: None,
            };
        };
        let (of, among) = (sum(&formula.of), sum(&formula.among));
        let is_share = !formula.among.is_empty();
        let share = || match (of?, among?) {
            (_, 0) => Err(Lack::Nought),
            // Rounded down here, and to the nearest tenth when it is shown, which is then exact.
            (of, whole) => Ok(of.checked_mul(WHOLE).ok_or(Lack::Unread)?.div_euclid(whole)),
        };
        Measure {
            value: if is_share { share() } else { of },
            base: among.ok().filter(|_| is_share),
        }
    }

    /// The cells of a form that it is reckoned from: `申请.新收`, `（甲 + 乙） ÷ 丙`.
    pub fn source(&self, edition: &'static Edition) -> Option<String> {
        let formula = self.formula(edition)?;
        let sum = |paths: &[String]| {
            let paths = paths.iter().map(|path| meant(edition, path));
            let paths: Vec<&str> = paths.collect();
            match paths.as_slice() {
                [only] => (*only).to_owned(),
                several => format!("（{}）", several.join(" + ")),
            }
        };
        Some(match formula.among.as_slice() {
            [] => sum(&formula.of),
            among => format!("{} ÷ {}", sum(&formula.of), sum(among)),
        })
    }

    /// A measure as it is printed; a dash where there is no number or no report.
    pub fn printed(&self, measure: Option<&Measure>) -> String {
        match measure.map(|measure| measure.value) {
            Some(Ok(value)) => self.unit.shown(value),
            Some(Err(Lack::Form)) => "无此项".to_owned(),
            _ => form::chart::NO_FIGURE.to_owned(),
        }
    }
}

/// The path that a definition means in a form.
fn meant<'a>(edition: &'static Edition, path: &'a str) -> &'a str {
    match path {
        RECEIVED => edition.received.as_deref().unwrap_or_default(),
        path => path,
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

    /// A number in millionths, as it is printed: a share with one decimal place, halves
    /// rounded up.
    pub fn rounded(self, millionths: i128) -> Number {
        Number::from_millionths(match self {
            Unit::Count | Unit::Amount => millionths,
            Unit::Share => (millionths + 50_000).div_euclid(100_000) * 100_000,
        })
    }

    /// The same in words, without its unit but for the sign of per cent.
    pub fn shown(self, millionths: i128) -> String {
        let number = self.rounded(millionths);
        match self {
            Unit::Share if number.to_string().contains('.') => format!("{number}%"),
            Unit::Share => format!("{number}.0%"),
            Unit::Count | Unit::Amount => number.to_string(),
        }
    }
}
