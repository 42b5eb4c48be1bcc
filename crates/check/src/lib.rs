#![doc = include_str!("../README.md")]

mod agency;
mod arithmetic;
mod causes;
mod continuity;
mod dates;
mod equations;
mod likeness;
pub mod local_rules;
mod markup;
mod scale;
mod sentences;
mod statements;
mod topics;
mod waivers;
mod wording;

use causes::group_by_cause;
pub use continuity::suits;
pub use dates::due;
pub use likeness::{Likeness, likeness, own_words};
use local_rules::LocalRules;

use base::diagnostic::{
    Finding, Message, MissingKind, Severity, Subject, bounded, either, joined, message, rules, sort,
};
use form::{
    edition::SlotId,
    report::{Figure, Report},
};

/// Checks a report; `reading` are the findings that reading it gave.
///
/// Returns all findings in file order, of each rule within bounds, those of one cause as one.
/// `previous` is last year's report; `draft` says that the report is built as a draft only, where
/// more may be waived; `local` are the rules of an office's own.
pub fn check(
    report: &Report,
    previous: Option<&Report>,
    reading: Vec<Finding>,
    draft: bool,
    local: Option<&LocalRules>,
) -> Vec<Finding> {
    let mut findings = reading;
    // Laid along the form of another year, everything is missing or strange.
    if findings
        .iter()
        .any(|one| one.rule == &rules::EDITION_YEAR && one.severity == Severity::Error)
    {
        let follows = [&rules::MISSING_KEY, &rules::UNKNOWN_KEY, &rules::ROW_LENGTH];
        findings.retain(|finding| !follows.contains(&finding.rule));
    }
    unread(report, &mut findings);
    findings.extend(blanks(report));
    // What was not understood may be what a sum lacks.
    let strange = findings
        .iter()
        .filter(|finding| finding.rule == &rules::UNKNOWN_KEY);
    let strange = strange.filter_map(|finding| Some(finding.subject.path.rsplit_once('.')?.0));
    let strange: Vec<String> = strange.map(str::to_owned).collect();
    findings.extend(arithmetic::check(report, &strange));
    findings.extend(topics::check(report));
    findings.extend(statements::check(report, previous));
    findings.extend(dates::check(report));
    findings.extend(wording::check(report));
    findings.extend(markup::check(report));
    findings.extend(agency::check(report));
    if previous.is_none() {
        findings.extend(continuity::in_force(report, None));
    }
    if let Some(previous) = previous {
        findings.extend(continuity::check(report, previous));
        // An amount that the text has shown to be off is told of once.
        for finding in scale::check(report, previous) {
            let alike = |other: &Finding| {
                other.rule == finding.rule && other.subject.path == finding.subject.path
            };
            if !findings.iter().any(alike) {
                findings.push(finding);
            }
        }
    }
    for finding in &mut findings {
        finding.subject = report.edition.subject(&finding.subject.path);
    }
    if let Some(local) = local {
        local.apply(report, previous, &mut findings);
    }
    waivers::apply(report, &mut findings, draft);
    sort(&mut findings);
    group_by_cause(report.edition, bounded(findings))
}

/// Cells left blank are printed blank and are unknown: one warning for every row or group, with
/// what they must be for the sums to hold.
fn blanks(report: &Report) -> Vec<Finding> {
    report
        .blanks
        .iter()
        .map(|blank| {
            let edition = report.edition;
            let path = match &blank.slots[..] {
                [slot] => &edition.slot(*slot).path,
                _ => &blank.path,
            };
            let part = edition.subject(path);
            let message = match blank.slots.len() {
                1 => message!(part; "「{part}」留空"),
                cells => message!(part; "「{part}」有 {cells} 格留空"),
            };
            let mut columns: Vec<Subject> = Vec::new();
            for field in blank
                .slots
                .iter()
                .filter_map(|slot| edition.field(&edition.slot(*slot).path))
            {
                if columns.iter().all(|column| column.path != field.key) {
                    columns.push(field.subject());
                }
            }
            let cells = blank.slots.len();
            let help = either(
                "空白照样印成空白，不当作 0；数量是零的，写 0；旁边的注释里有原文的，对照着写",
                "空白照样印成空白，不当作 0；数量是零的，填 0",
            );
            // What is demanded of some cells is said of them alone.
            let demanded = demanded(report, &blank.slots);
            let missing = demanded
                .is_empty()
                .then_some(MissingKind::Blank { columns, cells });
            let message = joined([message, demanded], "");
            let finding = Finding::new(&rules::BLANK_CELL, blank.place, message);
            Finding { missing, ..finding }.at(part).help(help)
        })
        .collect()
}

/// Says of cells that an import could not read what they must be for the sums to hold.
fn unread(report: &Report, findings: &mut [Finding]) {
    let slots = (0..report.cells.len()).map(SlotId);
    let is_unread = |slot: &SlotId| matches!(report.cell(*slot).figure, Figure::Unread(_));
    let unread: Vec<SlotId> = slots.filter(is_unread).collect();
    for finding in findings
        .iter_mut()
        .filter(|f| f.rule == &rules::UNSURE_IMPORT)
    {
        let own = |slot: &&SlotId| {
            let below = report
                .edition
                .slot(**slot)
                .path
                .strip_prefix(&finding.subject.path);
            below.is_some_and(|below| below.is_empty() || below.starts_with('.'))
        };
        let cells: Vec<SlotId> = unread.iter().filter(own).copied().collect();
        if !cells.is_empty() {
            let said = [finding.message.clone(), demanded(report, &cells)];
            finding.message = joined(said, "");
        }
    }
}

/// What unknown cells must be, as words behind a message: nothing where no sum tells.
fn demanded(report: &Report, cells: &[SlotId]) -> Message {
    let these = match cells.len() {
        1 => "这格",
        _ => "这几格加起来",
    };
    match &arithmetic::demand(report, cells)[..] {
        [] => Message::default(),
        [(sum, figure)] => message!(sum; "；{these}要是 {figure}，{sum}才对得上"),
        several => {
            let each = several.iter();
            let each = each.map(|(sum, figure)| message!(sum; "按{sum}要是 {figure}"));
            let each = joined(each, "，");
            message!(each; "；{these}{each}，其中必有一处写错了")
        }
    }
}

#[cfg(test)]
mod tests;
