//! Amounts ten thousand times too large: yuan where the form asks for 万元.

use crate::{
    form::report::Report,
    ground::{
        diagnostic::{Finding, message, rules},
        number::{Kind, Number},
        source::Span,
    },
};

/// Looks for amounts about ten thousand times last year's.
pub fn check(report: &Report, previous: &Report) -> Vec<Finding> {
    let slots = report.edition.slots.iter();
    let amounts = slots.filter(|slot| slot.kind == Kind::Amount);
    let odd = amounts.filter_map(|slot| {
        let before = previous.edition.find(&slot.path)?;
        let was = previous.value(before)?;
        let other = format!("上年报告是 {} 万元", Number::from_millionths(was));
        is_off(report.number(&slot.path)?.millionths(), was)
            .then(|| finding(report, &slot.path, &other, previous.place(before)))?
    });
    odd.collect()
}

/// Whether an amount is between 5,000 and 20,000 times another: nobody's fees change so much.
pub fn is_off(amount: i128, other: i128) -> bool {
    other > 0 && (5_000..=20_000).contains(&(amount / other))
}

/// The finding on an amount of a table; `other` says what it is compared with.
pub fn finding(report: &Report, path: &str, other: &str, related: Span) -> Option<Finding> {
    let slot = report.edition.find(path)?;
    let stated = Number::from_millionths(report.value(slot)?);
    let meant = Number::from_millionths(stated.millionths() / 10_000);
    let cell = report.edition.subject(path);
    let message = message!(cell; "「{cell}」写 {stated} 万元，{other}，相差约一万倍");
    Some(
        Finding::new(&rules::UNIT_SCALE, report.place(slot), message)
            .at(cell)
            .stated(stated)
            .expected(meant)
            .related(related, "与这里比较")
            .help(format!(
                "这一格的单位是万元；如果填的是元，改成 {meant}（相差 5000 到 20000 倍时提示）"
            )),
    )
}
