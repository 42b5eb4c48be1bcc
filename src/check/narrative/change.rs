//! Growth that a text states, against last year's file and the figures beside it.

use super::{Sentence, strip, sum};
use crate::{
    check::sentences::{Quantity, any, clause},
    form::{edition::Saying, report::Report},
    ground::{
        diagnostic::{Finding, either, rules},
        number::{Number, ONE},
    },
};

/// Words that compare with last year.
const COMPARED: &str = "同比 比上年 比去年 较上年 较去年 比上一年 较上一年 与上年 与去年";
const GROWN: [&str; 4] = ["增长", "增加", "上升", "增"];
const SHRUNK: [&str; 4] = ["下降", "减少", "降低", "减"];

/// A figure of this year and one of last year, in millionths.
type Years = (i128, i128);

impl Sentence<'_> {
    /// 「收到申请6件，同比增长20%」, 「较上年的5件增长20%」: each percentage that compares.
    pub(super) fn changes(&self, numbers: &[Quantity], previous: Option<&Report>) -> Vec<Finding> {
        let rates = (0..numbers.len()).filter(|&at| numbers[at].unit == "%" && !numbers[at].rough);
        rates
            .filter_map(|at| self.change(&numbers[..at], &numbers[at], previous))
            .collect()
    }

    fn change(
        &self,
        numbers: &[Quantity],
        rate: &Quantity,
        previous: Option<&Report>,
    ) -> Option<Finding> {
        let text = self.words.text();
        let (last, from) = match numbers.last() {
            Some(last) => (Some(last), last.range.end),
            None => (None, self.at),
        };
        let between = &text[from..rate.range.start];
        let sign = match between {
            _ if any(between, GROWN) => 1,
            _ if any(between, SHRUNK) => -1,
            _ => return None,
        };
        // 「805件，较上年的796件增长」 gives both, 「较上年的796件增长」 last year's only.
        // 「较上年增加12件」 gives neither.
        let is_before = |number: &Quantity| {
            let clause = clause(self.before(number));
            any(clause, COMPARED.split(' ')) && !is_difference(clause)
        };
        if last.is_some_and(|last| is_difference(clause(self.before(last)))) {
            return None;
        }
        let (now, before) = match last {
            Some(last) if is_before(last) && between.chars().count() <= 6 => {
                let now = numbers.iter().rev().nth(1);
                (now.filter(|now| now.unit == last.unit), Some(last))
            }
            _ if !any(between, COMPARED.split(' ')) || between.chars().count() > 40 => return None,
            Some(last) if between.chars().count() <= 14 => (Some(last), None),
            _ => (None, None),
        };
        if [now, before]
            .into_iter()
            .flatten()
            .any(|number| number.rough || number.unit == "%")
        {
            return None;
        }
        let saying = match now {
            Some(now) => self.meant(now, false).into_iter().next(),
            None => self.counted(before.unwrap_or(rate)),
        };
        if now.is_some_and(|now| saying.is_some_and(|saying| !self.agrees(saying, now))) {
            return None; // The figure itself is found fault with.
        }
        let table = |report: &Report| sum(report, saying?.any.first()?);
        let now = [table(self.report), now.map(|now| now.value)];
        let before = [previous.and_then(table), before.map(|before| before.value)];
        self.wrong(rate, sign, now, before)
    }

    /// What the words before a comparison speak of: 「新收政府信息公开申请较上年……」.
    fn counted(&self, number: &Quantity) -> Option<&'static Saying> {
        let text = self.before(number);
        let at = COMPARED
            .split(' ')
            .filter_map(|word| text.rfind(word))
            .max()?;
        let before = text[..at].trim_end_matches(['，', ',', ' ']);
        self.sayings().find(|saying| {
            let verb = saying.verbs.is_empty() || any(before, &saying.verbs);
            let context = saying.context.is_empty() || any(before, &saying.context);
            let head = strip(before, &saying.words);
            head.is_some_and(|head| verb && context && !self.is_elsewhere(head, &saying.words))
        })
    }

    /// The finding, where no figures of the two years give the percentage.
    fn wrong(
        &self,
        rate: &Quantity,
        sign: i128,
        now: [Option<i128>; 2],
        before: [Option<i128>; 2],
    ) -> Option<Finding> {
        let stated = sign * rate.value;
        let years = |now: Option<i128>| {
            let before = before.into_iter().flatten().filter(|&before| before > 0);
            now.into_iter()
                .flat_map(move |now| before.clone().map(move |before| (now, before)))
        };
        let mut given: Vec<(Years, i128)> = Vec::new();
        for (now, before) in now.into_iter().flat_map(years) {
            let change = now.checked_sub(before)?.checked_mul(100 * ONE)?;
            given.push(((now, before), rounded(change, before, rate.places)));
        }
        let ((now, before), exact) = *given.first()?;
        if given.iter().any(|(_, exact)| *exact == stated) {
            return None;
        }
        let said = |sign: i128| if sign < 0 { "下降" } else { "增长" };
        let shown = Number::from_millionths(exact.abs());
        let message = format!(
            "文字里写{}「{}」，按上年 {}、本年 {} 算是{} {shown}%",
            said(sign),
            &self.words.text()[rate.range.clone()],
            Number::from_millionths(before),
            Number::from_millionths(now),
            said(exact),
        );
        let range = rate.range.clone();
        let finding = self.words.finding(&rules::SHARE, range, message);
        Some(
            finding
                .stated(Number::from_millionths(stated.abs()))
                .expected(shown)
                .help(either(
                    "核对百分数；也可以写成引用 {{…|同比}}，由程序算出",
                    "核对百分数，改正错的数",
                )),
        )
    }
}

/// Whether what stands before a number makes it a difference.
pub(super) fn is_difference(clause: &str) -> bool {
    any(clause, GROWN) || any(clause, SHRUNK) || clause.ends_with(['多', '少'])
}

/// A ratio of millionths, rounded half up to some decimal places, in millionths.
pub(super) fn rounded(scaled: i128, whole: i128, places: u32) -> i128 {
    let unit = ONE / 10_i128.pow(places.min(6));
    let (sign, scaled) = (scaled.signum(), scaled.abs());
    sign * ((scaled + whole * unit / 2) / (whole * unit)) * unit
}
