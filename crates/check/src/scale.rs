//! Amounts thousands of times too large: yuan where the form asks for 万元.

use base::{
    diagnostic::{Finding, message, rules},
    number::{Kind, Number},
    source::Span,
};
use form::report::Report;

/// Looks for amounts thousands of times last year's.
pub fn check(report: &Report, previous: &Report) -> Vec<Finding> {
    let slots = report.edition.slots.iter();
    let amounts = slots.filter(|slot| slot.kind == Kind::Amount);
    let odd = amounts.filter_map(|slot| {
        let before = previous.edition.find(&slot.path)?;
        let was = previous.value(before)?;
        let other = format!("上年报告是 {} 万元", Number::from_millionths(was));
        is_off(report.number(&slot.path)?.millionths(), was)
            .then(|| finding(report, &slot.path, &other, was, previous.place(before)))?
    });
    odd.collect()
}

/// Whether an amount is 5,000 times another or more: nobody's fees change so much.
pub fn is_off(amount: i128, other: i128) -> bool {
    other > 0 && amount / other >= 5_000
}

/// The finding on an amount of a table; `other` says what it is compared with, a number.
pub fn finding(
    report: &Report,
    path: &str,
    other: &str,
    number: i128,
    related: Span,
) -> Option<Finding> {
    let slot = report.edition.find(path)?;
    let amount = report.value(slot)?;
    let stated = Number::from_millionths(amount);
    let meant = Number::from_millionths(amount / 10_000);
    let cell = report.edition.subject(path);
    let times = amount / number.max(1);
    // So far apart as yuan and 万元 are, one is likely to stand for the other.
    let (told, help, meant) = match times <= 20_000 {
        true => (
            "约一万倍".to_owned(),
            format!("如果填的是元，改成 {meant}"),
            Some(meant),
        ),
        false => (format!(" {times} 倍"), "核对填的是不是元".to_owned(), None),
    };
    let message = message!(cell; "「{cell}」写 {stated} 万元，{other}，相差{told}");
    let finding = Finding::new(&rules::UNIT_SCALE, report.place(slot), message)
        .at(cell)
        .stated(stated)
        .related(related, "与这里比较")
        .help(format!(
            "这一格的单位是万元；{help}（相差 5000 倍以上时提示）"
        ));
    Some(match meant {
        Some(meant) => finding.expected(meant),
        None => finding,
    })
}
