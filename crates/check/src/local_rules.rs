//! Rules of an office's own (规则.yaml): the severity of rules, and bounds in the form's paths.
//!
//! ```text
//! 规则:
//!   copied-text: 错误                    # 错误 · 警告 · 提示 · 关闭
//! 要求:
//!   - {要求: 申请.新收.总计 ≤ 3 × 上年, 说明: 增长过快, 依据: 某政办〔2025〕3号}
//!   - {要求: 总体情况 ≥ 800 字, 级别: 错误}
//!   - {要求: 总体情况 含 行政执法公示}
//! ```
//!
//! In go such rules, read elsewhere, out come findings on a report. There are
//! paths, sums, multiples, last year's figure and comparisons, and nothing else. A figure that
//! is not known breaks no bound.

use base::{
    diagnostic::{Finding, Rule, Severity, joined, message, rules},
    number::{Kind, Number, ONE},
    source::Span,
};
use form::{
    edition::Edition,
    report::{Report, keys},
};

/// Last year's figure of what stands first.
const LAST_YEAR: &str = "上年";

/// An office's own rules.
#[derive(Clone, Debug, Default)]
pub struct LocalRules {
    /// Rules in another severity, nothing for one that is not used, and the basis.
    pub severities: Vec<(&'static Rule, Option<Severity>, Option<String>)>,
    /// What figures and texts must keep.
    pub bounds: Vec<Bound>,
}

/// A bound that figures or a text must keep.
#[derive(Clone, Debug)]
pub struct Bound {
    /// As it is written.
    pub text: String,
    /// What it demands.
    pub demand: Demand,
    /// How bad it is not to keep it.
    pub severity: Severity,
    /// Why it may be demanded.
    pub basis: Option<String>,
    /// What is said of what breaks it.
    pub words: Option<String>,
    /// What to do about that.
    pub help: Option<String>,
}

/// What a bound demands.
#[derive(Clone, Debug)]
pub enum Demand {
    /// A text has these words.
    Has(String, String),
    /// A text has so many letters.
    Letters(String, Comparison, i128),
    /// A sum is as large as another, or not.
    Figures(Vec<Term>, Comparison, Vec<Term>),
}

/// A part of a sum.
#[derive(Clone, Debug)]
pub struct Term {
    /// What it is taken times, in millionths, its sign with it.
    times: i128,
    of: Quantity,
}

#[derive(Clone, Debug)]
enum Quantity {
    One,
    Path(String),
    LastYear,
}

/// How one figure is to another.
pub type Comparison = fn(&i128, &i128) -> bool;

/// How comparisons are written, the longer first.
const COMPARISONS: [(&str, Comparison); 10] = [
    ("<=", i128::le),
    (">=", i128::ge),
    ("==", i128::eq),
    ("!=", i128::ne),
    ("≤", i128::le),
    ("≥", i128::ge),
    ("≠", i128::ne),
    ("<", i128::lt),
    (">", i128::gt),
    ("=", i128::eq),
];

/// What the words of a bound demand.
///
/// # Errors
/// They cannot be read: why, in Chinese.
pub fn demand(text: &str) -> Result<Demand, String> {
    if let Some((key, wanted)) = text.split_once(" 含 ") {
        return Ok(Demand::Has(text_key(key)?, wanted.trim().to_owned()));
    }
    let mut found = COMPARISONS.iter();
    let found = found.find_map(|(mark, holds)| Some((text.split_once(mark)?, *holds)));
    let ((left, right), comparison) = found.ok_or("没有写比较：≤、≥、<、>、=、≠ 或 含")?;
    let (left, right) = (left.trim(), right.trim());
    if let Some(count) = right.strip_suffix('字') {
        let count = number(count)?;
        return Ok(Demand::Letters(text_key(left)?, comparison, count));
    }
    let left = sum(left)?;
    if !left.iter().any(|term| matches!(term.of, Quantity::Path(_))) {
        return Err("比较的左边要有一个表里的数".to_owned());
    }
    Ok(Demand::Figures(left, comparison, sum(right)?))
}

/// The key of a text that some form has.
fn text_key(key: &str) -> Result<String, String> {
    let key = key.trim();
    let mut sections = Edition::all().iter().flat_map(|edition| &edition.sections);
    let is_known = key == keys::PREAMBLE || sections.any(|section| section.key == key);
    match is_known {
        true => Ok(key.to_owned()),
        false => Err(format!("没有「{key}」这部分文字")),
    }
}

fn number(words: &str) -> Result<i128, String> {
    let parsed = Number::parse(words.trim(), Kind::Amount);
    let parsed = parsed.map_err(|_| format!("「{}」不是数", words.trim()))?;
    Ok(parsed.millionths())
}

fn sum(text: &str) -> Result<Vec<Term>, String> {
    let text = text.replace('−', "-");
    let mut terms = Vec::new();
    for (sign, part) in text.split_inclusive(['+', '-']).scan(1, |sign, part| {
        let own = *sign;
        *sign = if part.ends_with('-') { -1 } else { 1 };
        Some((own, part.trim_end_matches(['+', '-']).trim()))
    }) {
        let factors: Vec<&str> = part.split(['×', '*']).map(str::trim).collect();
        let (times, of) = match factors[..] {
            [one] => (None, one),
            [times, of] => (Some(number(times)?), of),
            _ => return Err(format!("「{part}」乘了不止一次")),
        };
        let (times, of) = match of {
            LAST_YEAR => (times.unwrap_or(ONE), Quantity::LastYear),
            "中位数" => return Err("还不能和各家的「中位数」比".to_owned()),
            _ if times.is_none() && number(of).is_ok() => (number(of)?, Quantity::One),
            path => {
                let known = |edition: &Edition| edition.field(path)?.totals().map(|_| ());
                if !Edition::all()
                    .iter()
                    .any(|edition| known(edition).is_some())
                {
                    return Err(format!("格式里没有「{path}」这个数"));
                }
                (times.unwrap_or(ONE), Quantity::Path(path.to_owned()))
            }
        };
        terms.push(Term {
            times: sign * times,
            of,
        });
    }
    Ok(terms)
}

impl LocalRules {
    /// Brings the findings on a report to what an office demands, and adds what breaks its
    /// bounds.
    pub fn apply(&self, report: &Report, previous: Option<&Report>, findings: &mut Vec<Finding>) {
        for (rule, severity, basis) in &self.severities {
            findings.retain(|finding| finding.rule != *rule || severity.is_some());
            for finding in findings.iter_mut().filter(|finding| finding.rule == *rule) {
                finding.severity = severity.unwrap_or(finding.severity);
                let basis = basis.as_deref().map(because).unwrap_or_default();
                finding.help = joined([finding.help.clone(), basis.into()], "");
            }
        }
        let broken = self.bounds.iter();
        findings.extend(broken.filter_map(|bound| bound.broken(report, previous)));
    }
}

fn because(basis: &str) -> String {
    format!("（依据：{basis}）")
}

impl Bound {
    /// What is said of a report that does not keep it.
    fn broken(&self, report: &Report, previous: Option<&Report>) -> Option<Finding> {
        let (path, place, found, figures) = match &self.demand {
            Demand::Has(key, wanted) => {
                let (place, text) = text_of(report, key);
                let lacks = !text.contains(&**wanted);
                lacks.then(|| (key, place, format!("没有写到「{wanted}」"), None))?
            }
            Demand::Letters(key, holds, count) => {
                let (place, text) = text_of(report, key);
                let own = text.chars().filter(|c| c.is_alphanumeric()).count();
                let wrong = !holds(&(own as i128 * ONE), count);
                wrong.then(|| (key, place, format!("有 {own} 字"), None))?
            }
            Demand::Figures(left, holds, right) => {
                let last = previous.and_then(|previous| value(left, previous, None));
                let (own, other) = (value(left, report, None)?, value(right, report, last)?);
                let path = left.iter().find_map(|term| match &term.of {
                    Quantity::Path(path) => Some(path),
                    _ => None,
                })?;
                let slots = report.edition.field(path)?.totals()?;
                let place = report.place(*slots.first()?);
                let [one, two] =
                    [own, other].map(|value| Number::from_millionths(value).to_string());
                let found = format!("是 {one}，右边是 {two}");
                (!holds(&own, &other)).then_some((path, place, found, Some((one, two))))?
            }
        };
        let subject = report.edition.subject(path);
        let said = { self.words.as_ref() }.map_or_else(String::new, |words| format!("{words}："));
        let bound = &self.text;
        let message = message!(subject; "{said}「{subject}」{found}，本地要求是 {bound}");
        let help = self.help.as_deref();
        let help = help.unwrap_or("核对；确实如此的，向收报告的单位说明原因");
        let basis = self.basis.as_deref().map(because).unwrap_or_default();
        let finding = Finding::new(&rules::LOCAL_RULE, place, message);
        let (stated, expected) = figures.unzip();
        Some(Finding {
            severity: self.severity,
            stated,
            expected,
            ..finding.at(subject).help(format!("{help}{basis}"))
        })
    }
}

/// A text and where its key stands; a text that is not there is empty.
fn text_of(report: &Report, key: &str) -> (Span, String) {
    let found = report.all_prose().find(|(own, _)| *own == key);
    let Some((_, prose)) = found else {
        return (report.year_place, String::new());
    };
    let passages = prose.passages.iter().map(|passage| &*passage.text);
    (prose.place, passages.collect())
}

/// A sum, where all of it is known.
fn value(terms: &[Term], report: &Report, last: Option<i128>) -> Option<i128> {
    terms.iter().try_fold(0_i128, |sum, term| {
        let of = match &term.of {
            Quantity::One => ONE,
            Quantity::LastYear => last?,
            Quantity::Path(path) => report.number(path)?.millionths(),
        };
        sum.checked_add(of.checked_mul(term.times)? / ONE)
    })
}
