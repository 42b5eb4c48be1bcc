//! Growth that a text states, against last year's file.

use super::Sentence;
use crate::{
    check::text::{Quantity, any},
    form::{edition::Saying, report::Report},
    ground::{
        diagnostic::{Finding, rules},
        number::Number,
    },
};

impl Sentence<'_> {
    /// 「收到申请6件，同比增长20%」 against last year's file.
    pub(super) fn change(
        &self,
        saying: &Saying,
        number: &Quantity,
        rate: &Quantity,
        previous: &Report,
    ) -> Option<Finding> {
        let between = &self.words.text()[number.range.end..rate.range.start];
        let compared = "同比 比上年 比去年 较上年 较去年 比上一年 较上一年".split(' ');
        if rate.unit != "%" || between.chars().count() > 14 || !any(between, compared) {
            return None;
        }
        let sign = match between {
            _ if any(between, ["增长", "增加", "上升", "增"]) => 1,
            _ if any(between, ["下降", "减少", "降低", "减"]) => -1,
            _ => return None,
        };
        let path = saying.any.first()?.first()?;
        let (now, before) = (self.report.value_of(path)?, previous.value_of(path)?);
        if before == 0 || rate.rough {
            return None;
        }
        let stated = sign * rate.value;
        let change = (now - before).checked_mul(100 * 1_000_000)?;
        let exact = rounded(change, before, rate.places);
        (exact != stated).then(|| {
            let shown = Number::from_millionths(exact.abs());
            let word = if exact < 0 { "下降" } else { "增长" };
            let message = format!(
                "文字里写{}「{}」，按上年 {}、本年 {} 算是{word} {shown}%",
                if sign < 0 { "下降" } else { "增长" },
                &self.words.text()[rate.range.clone()],
                Number::from_millionths(before),
                Number::from_millionths(now),
            );
            let finding = self
                .words
                .finding(&rules::SHARE, rate.range.clone(), message);
            finding
                .stated(Number::from_millionths(stated.abs()))
                .expected(shown)
                .help("核对百分数；也可以写成引用 {{…|同比}}，由程序算出")
        })
    }
}

/// A ratio of millionths, rounded half up to some decimal places, in millionths.
pub(super) fn rounded(scaled: i128, whole: i128, places: u32) -> i128 {
    let unit = 1_000_000 / 10_i128.pow(places.min(6));
    let (sign, scaled) = (scaled.signum(), scaled.abs());
    sign * ((scaled + whole * unit / 2) / (whole * unit)) * unit
}
