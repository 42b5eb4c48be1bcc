//! This year's report against last year's.

use std::collections::BTreeMap;

use super::likeness::likeness;
use base::{
    diagnostic::{Finding, Severity, message, rules, terminal::excerpt},
    number::Number,
    source::Span,
};
use form::{
    edition::{Axis, SlotId, Tie},
    report::Report,
};

/// Compares two reports of the same agency in successive years.
pub fn check(report: &Report, previous: &Report) -> Vec<Finding> {
    let mut findings = brought_forward(report, previous);
    findings.extend(in_force(report, Some(previous)));
    findings.extend(same_figures(report, previous));
    findings.extend(copied_text(report, previous));
    findings
}

/// Whether a report is last year's, and what is odd about it.
///
/// `place` is where the author or the command names it.
pub fn suits(report: &Report, previous: &Report, place: Span) -> (bool, Option<Finding>) {
    let finding = |message: String, help: &str| {
        let finding = Finding::new(&rules::PREVIOUS_FILE, place, message);
        Some(finding.at("上年").help(help))
    };
    if previous.year + 1 != report.year {
        let message = format!(
            "上年的数据文件是 {} 年度的，应为 {} 年度",
            previous.year,
            report.year - 1
        );
        let help = "换成上一年度的数据文件；没有就不写，有关上年的检查会略过";
        return (false, finding(message, help));
    }
    if previous.agency.text != report.agency.text {
        let message = format!(
            "上年的数据文件是「{}」的，本报告是「{}」的",
            previous.agency.text, report.agency.text
        );
        let help = "机关改了名称就可以不管；不是同一个机关就换成对的文件";
        let odd = finding(message, help).map(|finding| Finding {
            severity: Severity::Warning,
            ..finding
        });
        return (true, odd);
    }
    (true, None)
}

fn show(millionths: i128) -> String {
    Number::from_millionths(millionths).to_string()
}

/// 上年结转 is what last year's report carried over, in every column.
fn brought_forward(report: &Report, previous: &Report) -> Vec<Finding> {
    let off = |tie: &'static Tie| {
        let before = previous.edition.find(&tie.previous)?;
        let (now, before) = (report.value(tie.slot)?, previous.value(before)?);
        (now != before).then_some((tie, now, before))
    };
    let wrong: Vec<_> = report.edition.ties.iter().filter_map(off).collect();
    let follows = |slot: SlotId, difference: i128| {
        let sums = report.edition.sums.iter();
        let sum = sums
            .into_iter()
            .find(|s| s.total == slot && s.axis == Axis::Row);
        let parts: i128 = wrong
            .iter()
            .filter(|(tie, ..)| sum.is_some_and(|sum| sum.parts.contains(&tie.slot)))
            .map(|(_, now, before)| now - before)
            .sum();
        sum.is_some() && parts == difference
    };
    wrong
        .iter()
        .filter(|(tie, now, before)| !follows(tie.slot, now - before))
        .map(|(tie, now, before)| {
            let cell = report.edition.subject(&report.edition.slot(tie.slot).path);
            let other = previous.edition.subject(&tie.previous);
            let place = report.cell(tie.slot).place.unwrap_or(report.year_place);
            let message = message!(cell, other;
                "「{cell}」写 {}，上年报告的「{other}」是 {}",
                show(*now),
                show(*before)
            );
            let finding = Finding::new(&rules::BROUGHT_FORWARD, place, message)
                .at(cell)
                .stated(show(*now))
                .expected(show(*before))
                .label(format!("上年报告里是 {}", show(*before)))
                .help("两处应当相同；上年报告有错时先更正上年");
            let cell = previous.edition.find(&tie.previous);
            match cell.and_then(|slot| previous.cell(slot).place) {
                Some(place) => finding.related(place, "上年报告写在这里"),
                None => finding,
            }
        })
        .collect()
}

/// 现行有效 is last year's, plus what was made, minus what was repealed; without last year's
/// it is no less than the two.
pub(super) fn in_force(report: &Report, previous: Option<&Report>) -> Vec<Finding> {
    let stated = |report: &Report, slot| report.cell(slot).figure.number().map(Number::millionths);
    let wrong = report.edition.stocks.iter().filter_map(|stock| {
        let path = &report.edition.slot(stock.slot).path;
        let before = match previous {
            Some(previous) => Some(stated(previous, previous.edition.find(path)?)?),
            None => None,
        };
        let now = stated(report, stock.slot)?;
        let (plus, minus) = (stated(report, stock.plus)?, stated(report, stock.minus)?);
        let expected = before.unwrap_or(0).checked_add(plus)?.checked_sub(minus)?;
        if now == expected || before.is_none() && now > expected {
            return None;
        }
        let cell = report.edition.subject(path);
        let change = |slot, figure| {
            let key = report.edition.slot(slot).key();
            format!("本年{key} {}", show(figure))
        };
        let change = [change(stock.plus, plus), change(stock.minus, minus)].join(" − ");
        let how = match before {
            Some(before) => format!("按上年 {} + {change} 算是", show(before)),
            None => format!("{change} 已经是"),
        };
        let (now, expected) = (show(now), show(expected));
        let message = message!(cell; "「{cell}」写 {now}，{how} {expected}");
        let finding = Finding::new(&rules::IN_FORCE, report.place(stock.slot), message);
        let finding = finding.at(cell).stated(now).expected(expected);
        Some(finding.help("核对这几个数；确有清理、移交等原因时可以豁免并写明理由"))
    });
    wrong.collect()
}

/// A table in which nothing has changed since last year.
fn same_figures(report: &Report, previous: &Report) -> Vec<Finding> {
    if report.edition.name != previous.edition.name {
        return Vec::new();
    }
    let mut tables: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, slot) in report.edition.slots.iter().enumerate() {
        let section = slot.path.split('.').next().unwrap_or_default();
        tables.entry(section).or_default().push(index);
    }
    let values = |report: &Report, slots: &[usize]| -> Vec<Option<i128>> {
        let slots = slots.iter();
        slots.map(|&slot| report.value(SlotId(slot))).collect()
    };
    tables.retain(|_, slots| {
        let now = values(report, slots);
        now == values(previous, slots) && now.iter().flatten().any(|value| *value != 0)
    });
    let told = tables.into_iter().map(|(section, slots)| {
        let first = slots.iter().find_map(|&slot| report.cells[slot].place);
        let place = first.unwrap_or(report.year_place);
        let section = report.edition.subject(section);
        let message = message!(section; "「{section}」整张表的数字与上年完全相同");
        let finding = Finding::new(&rules::SAME_FIGURES, place, message).at(section);
        finding.help("核对是不是照抄了上年的表")
    });
    told.collect()
}

/// A shorter section repeats itself without copying, but for one that must say more.
const SHORT: usize = 100;

/// Sections most of whose text stands in last year's report too.
fn copied_text(report: &Report, previous: &Report) -> Vec<Finding> {
    let mut findings = Vec::new();
    for section in &report.edition.sections {
        let Some(likeness) = likeness(report, previous, &section.key) else {
            continue;
        };
        let Some((words, range)) = &likeness.longest else {
            continue;
        };
        let short = if section.least > 0 {
            section.least
        } else {
            SHORT
        };
        if likeness.length < short || likeness.copied * 2 <= likeness.length {
            continue;
        }
        let percent = likeness.percent();
        let passage = excerpt(words.text()[range.clone()].trim(), 40);
        let section = report.edition.subject(&section.key);
        findings.push(
            Finding::new(
                &rules::COPIED_TEXT,
                words.place(range.clone()),
                message!(section;
                    "「{section}」有 {percent}% 的文字与上年相同，超过 50%；最长的一段是「{passage}」"
                ),
            )
            .at(section)
            .stated(format!("{percent}%"))
            .expected("不超过 50%")
            .label("这一段上年也有")
            .help("按本年的实际情况重写；格式文件要求防止内容雷同、敷衍塞责（太短的部分不比较）"),
        );
    }
    findings
}
