//! What a data file says, without where it says it: to compare two layouts of one file.

use crate::{
    form::{
        edition::SlotId,
        report::{Prose, Report},
    },
    ground::diagnostic::Finding,
};

/// Something that is said: what it is about, and what is said.
pub type Fact = (String, String);

/// Everything that a report says; `exact` tells a total that is left out from one that is stated.
pub fn facts(report: &Report, findings: &[Finding], exact: bool) -> Vec<Fact> {
    let date = report.date.map(|(date, _)| date);
    let title = report.title.as_ref().map(|words| &words.text);
    let previous = report.previous.as_ref().map(|words| &words.text);
    let mut facts: Vec<Fact> = [
        ("年度", format!("{} {}", report.year, report.year_is_sound)),
        ("版式", report.edition.name.clone()),
        (
            "机关",
            format!("{} {:?}", report.agency.text, report.category),
        ),
        ("日期", format!("{date:?}")),
        ("标题", format!("{title:?}")),
        ("落款", format!("{:?}", report.signature)),
        ("印章", format!("{:?}", report.seal)),
        ("上年", format!("{previous:?}")),
    ]
    .map(|(what, said)| (what.to_owned(), said))
    .into();
    facts.extend(report.preamble.iter().flat_map(|prose| text("引言", prose)));
    let sections = report.edition.sections.iter().zip(&report.texts);
    facts.extend(
        sections
            .flat_map(|(section, prose)| prose.iter().flat_map(|prose| text(&section.key, prose))),
    );
    for (at, slot) in report.edition.slots.iter().enumerate() {
        let slot_id = SlotId(at);
        let cell = report.cell(slot_id);
        let figure = match exact {
            true => format!("{:?}", cell.figure),
            false => format!("{:?} {}", report.value(slot_id), report.printed(slot_id)),
        };
        let note = cell.note.as_ref().map(|note| &note.text);
        facts.push((slot.path.clone(), format!("{figure} {note:?}")));
    }
    for blank in &report.blanks {
        facts.push((blank.path.clone(), format!("{:?}", blank.slots)));
    }
    for waiver in &report.waivers {
        let said = format!("{} {:?} {}", waiver.rule.text, waiver.path, waiver.reason);
        facts.push(("豁免".into(), said));
    }
    for finding in findings {
        let said = format!("{} {:?}", finding.rule.code, finding.stated);
        facts.push((finding.subject.path.clone(), said));
    }
    facts
}

fn text(key: &str, prose: &Prose) -> Vec<Fact> {
    let passages = prose.passages.iter().map(|passage| {
        let heading = passage.heading.as_ref().map(|words| &words.text);
        // A file whose last line has no end gains one.
        let words = passage.text.strip_suffix('\n').unwrap_or(&passage.text);
        (key.to_owned(), format!("{heading:?} {words}"))
    });
    passages.collect()
}

/// What the first difference is about.
pub fn difference(before: &[Fact], after: Option<&[Fact]>) -> Option<String> {
    let Some(after) = after else {
        return Some("整个文件".to_owned());
    };
    let pairs = before.iter().zip(after);
    let different = pairs.into_iter().find(|(a, b)| a != b);
    match different {
        Some(((what, _), _)) => Some(what.clone()),
        None if before.len() != after.len() => Some("检查结果".to_owned()),
        None => None,
    }
}
