//! References in texts: `{{申请.新收.总计}}` becomes the figure of that cell, a chart a mark
//! in the text and a value beside it.
//!
//! A reference is not a template: text is data and is never executed. `\{{` is
//! a literal.

use std::ops::Range;

use strsim::jaro;

use super::{Passage, Report, charts, keys};
use crate::{
    chart::{percent, share_of},
    edition::{Field, SlotId},
    figure::Figure,
};
use base::{
    diagnostic::{Finding, MOST_TOLD, Message, Subject, either, message, rules, terminal::excerpt},
    number::Number,
};

/// Replaces the references in every text of a report.
///
/// `previous` is last year's report, which `同比` needs.
pub fn expand(report: &mut Report, previous: Option<&Report>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut count = 0;
    let mut preamble = report.preamble.take();
    let mut texts = std::mem::take(&mut report.texts);
    let sections = report.edition.sections.iter().zip(&mut texts);
    let sections = sections.filter_map(|(section, text)| Some((&*section.key, text.as_mut()?)));
    let preamble_text = preamble.iter_mut().map(|prose| (keys::PREAMBLE, prose));
    for (section, prose) in preamble_text.chain(sections) {
        for passage in &mut prose.passages {
            let own = findings.len();
            expand_passage(report, previous, passage, &mut count, &mut findings);
            for finding in &mut findings[own..] {
                finding.subject = section.into();
                finding.firm = true;
            }
        }
    }
    report.preamble = preamble;
    report.texts = texts;
    findings
}

fn expand_passage(
    report: &Report,
    previous: Option<&Report>,
    passage: &mut Passage,
    count: &mut usize,
    findings: &mut Vec<Finding>,
) {
    let mut text = String::new();
    let mut replaced = Vec::new();
    let mut shares = Vec::new();
    let mut drawn = Vec::new();
    let mut from = 0;
    for (range, reference) in marks(&passage.text) {
        let start = text.len() + range.start - from;
        let new = match reference {
            Reference::Literal => "{{".to_owned(),
            Reference::Chart(place) => {
                *count += 1;
                let chart = charts::draw(report, previous, passage, &place, *count, findings);
                drawn.push((start..start + charts::MARK.len(), chart));
                charts::MARK.to_owned()
            }
            Reference::Figure(inner) if charts::path_of(inner).is_some() => {
                findings.push(charts::misplaced(passage, range.clone()));
                drawn.push((start..start + charts::MARK.len(), None));
                charts::MARK.to_owned()
            }
            Reference::Figure(inner) => {
                match resolve(report, previous, inner, findings.len() < MOST_TOLD) {
                    Ok(Some(new)) => {
                        let base = inner.split_once('|').and_then(|(_, how)| whole(how));
                        shares.extend(base.map(|base| (start..start + new.len(), base.to_owned())));
                        new
                    }
                    // The cell's own finding says what is wrong.
                    Ok(None) => continue,
                    Err((message, help)) => {
                        let stated = &passage.text[range.clone()];
                        let place = passage.map.span(range);
                        let finding = Finding::new(&rules::UNFILLED, place, message);
                        findings.push(finding.stated(stated).help(help));
                        continue;
                    }
                }
            }
        };
        text.push_str(&passage.text[from..range.start]);
        text.push_str(&new);
        from = range.end;
        replaced.push((range, new.len()));
    }
    if !replaced.is_empty() {
        text.push_str(&passage.text[from..]);
        passage.map = passage.map.replace(&replaced);
        passage.shares = shares;
        passage.charts = drawn;
        passage.text = text;
    }
}

/// What to do in the form about a reference.
const AGAIN: &str = "删去它，用「引用表中的数」重新选";

enum Reference<'a> {
    Literal,
    Figure(&'a str),
    Chart(charts::Place),
}

/// What is to be replaced in a text, in order; what lies in a chart is the chart's.
fn marks(text: &str) -> Vec<(Range<usize>, Reference<'_>)> {
    let charts = charts::places(text);
    let mut found = references(text);
    if charts.is_empty() {
        return found;
    }
    found.retain(|(range, _)| {
        let before = charts.partition_point(|chart| chart.range.end <= range.start);
        charts
            .get(before)
            .is_none_or(|chart| range.end <= chart.range.start)
    });
    let charts = charts.into_iter();
    found.extend(charts.map(|chart| (chart.range.clone(), Reference::Chart(chart))));
    found.sort_by_key(|(range, _)| range.start);
    found
}

/// A line with its references replaced.
pub(super) fn filled(report: &Report, previous: Option<&Report>, line: &str) -> Resolved<String> {
    let mut text = String::new();
    let mut from = 0;
    for (range, reference) in references(line) {
        text.push_str(&line[from..range.start]);
        from = range.end;
        match reference {
            Reference::Figure(inner) => {
                text.extend(resolve(report, previous, inner, true)?);
            }
            _ => text.push_str("{{"),
        }
    }
    Ok(text + &line[from..])
}

fn references(text: &str) -> Vec<(Range<usize>, Reference<'_>)> {
    let mut found = Vec::new();
    let (mut at, mut line, mut last) = (0, 0, None);
    while let Some(open) = text[at..].find("{{") {
        let open = at + open;
        if text[..open].ends_with('\\') {
            found.push((open - 1..open + 2, Reference::Literal));
            at = open + 2;
            continue;
        }
        // A line is looked through once, however many are open on it.
        if open >= line {
            line = text[open..].find('\n').map_or(text.len(), |end| open + end);
            last = text[open..line].rfind("}}").map(|close| open + close);
        }
        let closes = last.is_some_and(|last| last >= open + 2);
        let close = closes.then(|| text[open + 2..line].find("}}"));
        let close = close.flatten().map(|close| open + 2 + close);
        let inner = open + 2..close.unwrap_or(open + 2);
        at = close.map_or(open + 2, |close| close + 2);
        found.push((open..at, Reference::Figure(&text[inner])));
    }
    found
}

/// Something, or what is wrong with a reference to it, and what to do.
pub(super) type Resolved<T> = Result<T, (Message, Message)>;

/// What a reference stands for; nothing where the cell is unknown for a reason already told.
///
/// `guess` says that one which is wrong is compared with all that there are.
fn resolve(
    report: &Report,
    previous: Option<&Report>,
    inner: &str,
    guess: bool,
) -> Resolved<Option<String>> {
    let (path, how) = match inner.split_once('|') {
        Some((path, how)) => (path.trim(), Some(how.trim())),
        None => (inner.trim(), None),
    };
    let Some(value) = lookup(report, path, guess)? else {
        return Ok(None);
    };
    let Some(how) = how else {
        return Ok(Some(value.to_string()));
    };
    if how == "同比" {
        let cell = report.edition.subject(path);
        return change(cell, value.millionths(), previous).map(Some);
    }
    if let Some(whole) = whole(how) {
        return share(report, path, value.millionths(), whole, guess);
    }
    let written = excerpt(inner, 40);
    let message = format!("引用「{{{{{written}}}}}」的「|」后面读不懂");
    let help = "「|」后面写「占 申请.办理结果.总计」得到百分比，写「同比」得到与上年的比较";
    Err((either(message, "这处引用读不懂"), either(help, AGAIN)))
}

/// What 占 names behind the stroke of a reference.
fn whole(how: &str) -> Option<&str> {
    how.trim().strip_prefix('占').map(str::trim)
}

/// The figure of a path: a cell, a row's total, or the sum of a group's totals.
fn lookup(report: &Report, path: &str, guess: bool) -> Resolved<Option<Number>> {
    let unknown = || {
        let message = match path {
            "" => "引用里没有写路径".into(),
            path => either(
                format!("引用的「{}」不是格式里的一格", excerpt(path, 40)),
                "引用的不是格式里的一格",
            ),
        };
        let near = guess.then(|| nearest(report, path)).flatten();
        let help = match near {
            Some(near) => format!("是不是 {{{{{near}}}}}？要照写两个大括号时写作 \\{{{{"),
            None => {
                "写「部分.行.列」，例如 {{申请.新收.总计}}；要照写两个大括号时写作 \\{{".to_owned()
            }
        };
        (message, either(help, AGAIN))
    };
    match report.figure(path).ok_or_else(unknown)? {
        Figure::Stated(number) | Figure::Covered(number) => Ok(Some(number)),
        Figure::Absent | Figure::Unread(_) if is_open(report, path) => Ok(None),
        _ => {
            let cell = report.edition.subject(path);
            Err((
                message!(cell; "引用的「{cell}」是空白的，没有数可写"),
                "在表里填上这个数，或把这一句改成文字".into(),
            ))
        }
    }
}

/// Whether a path is of cells that are still to be filled in, which is told of themselves.
fn is_open(report: &Report, path: &str) -> bool {
    fn any(report: &Report, slots: &[SlotId]) -> bool {
        let parts = |slot| report.sum_of(slot).map_or(&[][..], |sum| &sum.parts);
        let mut slots = slots.iter();
        slots.any(|slot| report.is_open(*slot) || any(report, parts(*slot)))
    }
    let slots = report.edition.field(path).and_then(Field::totals);
    slots.is_some_and(|slots| any(report, &slots))
}

/// The cell whose path is most like one that no cell has.
pub(super) fn nearest<'a>(report: &'a Report, path: &str) -> Option<&'a str> {
    let slots = report.edition.slots.iter().map(|slot| slot.path.as_str());
    if path.chars().count() >= 60 {
        return None;
    }
    let alike = slots.map(|slot| (jaro(slot, path), slot));
    let (likeness, best) = alike.max_by(|a, b| a.0.total_cmp(&b.0))?;
    (likeness > 0.7).then_some(best)
}

fn share(
    report: &Report,
    path: &str,
    part: i128,
    whole: &str,
    guess: bool,
) -> Resolved<Option<String>> {
    let Some(whole_value) = lookup(report, whole, guess)? else {
        return Ok(None);
    };
    if let Some(percent) = share_of(part, whole_value.millionths()) {
        return Ok(Some(percent));
    }
    let [part, whole] = [path, whole].map(|path| report.edition.subject(path));
    let message = message!(part, whole; "「{part}」占「{whole}」的百分比算不出来：后者是 0");
    Err((message, "把这一句改成文字".into()))
}

fn change(cell: Subject, now: i128, previous: Option<&Report>) -> Resolved<String> {
    let unknown = |why: &str| message!(cell; "「{cell}」的同比算不出来：{why}");
    let rewrite = || "把这一句改成文字".into();
    let Some(previous) = previous else {
        let help = either(
            "在数据文件里写 上年: 上年文件名.yaml，或运行时加 --previous",
            "在「上年」里选定上年的报告",
        );
        return Err((unknown("没有上年的数据文件"), help));
    };
    let before = lookup(previous, &cell.path, false).ok().flatten();
    let Some(before) = before.map(Number::millionths) else {
        return Err((unknown("上年的数据文件里没有这个数"), rewrite()));
    };
    if now == before {
        return Ok("持平".to_owned());
    }
    let word = if now > before { "增长" } else { "下降" };
    match percent((now - before).abs(), before) {
        Some(percent) if percent == "0%" => Ok("基本持平".to_owned()),
        Some(percent) => Ok(format!("{word}{percent}")),
        None => Err((unknown("上年是 0"), rewrite())),
    }
}
