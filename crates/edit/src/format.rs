//! The canonical layout of a file that a person wrote; its meaning never changes.
//!
//! ```text
//! 申请:                                   申请:
//!    新收: [1,0,0,0,0,12]     becomes       新收:     [  1, 0, 0, 0, 0, 12]
//!    上年结转: [ 100,0,0,0,0,0 ]            上年结转: [100, 0, 0, 0, 0,  0]
//! ```
//!
//! `reading` takes the tree apart into lines with their comments, a text is made of them, and
//! what both texts say is compared.
//!
//! The author's order, comments, quotes and ways of writing a row stay. What is put
//! right: two spaces for every level, one space behind a colon, figures below each
//! other, a blank line between the sections, no spaces at the ends of lines. What
//! cannot be laid out safely is left as it is, and a result that would not say the
//! same is thrown away.

mod reading;

use base::{
    diagnostic::Finding,
    source::{FileId, Source, Sources},
    yaml,
};
use form::{
    datafile::layout,
    edition::{Edition, SlotId},
    report::{self, Library, Prose, Report, keys},
};
use reading::{Part, is_open, spaced};

/// A file in the canonical layout.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Formatted {
    /// Its text.
    pub text: String,
    /// The keys of the top level whose way of writing is left as it is, with their lines.
    pub left: Vec<(String, usize)>,
}

/// Why a file is left alone.
#[derive(Clone, Debug)]
pub enum Refusal {
    /// It cannot be read; the findings say why.
    Faulty(Vec<Finding>),
    /// Its way of writing as a whole cannot be laid out: why, in Chinese.
    Unsuitable(&'static str),
    /// The result would not say the same: what, in Chinese.
    Different(String),
}

/// Lays a data file out anew.
///
/// # Errors
/// The file cannot be read, or cannot be laid out without changing what it says.
pub fn format(
    sources: &mut Sources,
    file: FileId,
    library: &dyn Library,
) -> Result<Formatted, Refusal> {
    let (report, findings) = report::read(sources, file, library);
    let Some(report) = report else {
        return Err(Refusal::Faulty(findings));
    };
    let original = sources.get(file).text();
    // A stray one makes no file of Windows.
    let windows = original.matches("\r\n").count() * 2 > original.matches('\n').count();
    let unix = original.replace("\r\n", "\n");
    if unix.contains('\r') {
        return Err(Refusal::Unsuitable("有些行以单独的回车符结束"));
    }
    let name = sources.get(file).name().to_owned();
    let comments = yaml::comments(&unix);
    let unix = sources.add(name.clone(), unix);
    let tree = yaml::parse(sources, unix).map_err(Refusal::Faulty)?;
    let source = sources.get(unix);
    let (mut parts, trailing) = reading::parse(source, &tree).ok_or(Refusal::Unsuitable(
        "最外层不是一行一个键，或者有多余的标记",
    ))?;
    parts.iter_mut().for_each(unquote);
    let written = write(parts, &trailing, source, report.edition);
    let before = facts(&report, &findings);
    let new = sources.add(name, written.text.clone());
    let (again, findings) = report::read(sources, new, library);
    let same_comments = yaml::comments(&written.text) == comments;
    let after = again.map(|report| facts(&report, &findings));
    match difference(&before, after.as_deref()) {
        Some(what) => Err(Refusal::Different(what)),
        None if !same_comments => Err(Refusal::Different("# 后面的说明".to_owned())),
        None => Ok(Formatted {
            text: match windows {
                true => written.text.replace('\n', "\r\n"),
                false => written.text,
            },
            left: written.left,
        }),
    }
}

/// A year and a date need no quotes.
fn unquote(part: &mut Part) {
    let plain = [keys::YEAR, keys::DATE].contains(&&*part.name);
    let line = part.laid.iter_mut().flatten().next();
    if let (true, Some(line)) = (plain, line)
        && let layout::Value::Word(word) = &mut line.value
    {
        let inner = word.trim_matches(['"', '\'']);
        let digits = |c: char| c.is_ascii_digit() || c == '-';
        if inner.starts_with(|c: char| c.is_ascii_digit()) && inner.chars().all(digits) {
            *word = inner.to_owned();
        }
    }
}

/// Whether a key of the top level has a table.
fn is_table(edition: &Edition, key: &str) -> bool {
    let mut sections = edition.sections.iter();
    sections.any(|section| section.key == key && section.table.is_some())
}

/// The text, and which keys are left as they are written.
struct Written {
    /// The text.
    text: String,
    /// The keys, and their lines from 1.
    left: Vec<(String, usize)>,
}

/// Writes a file of its entries, and what stands behind the last.
fn write(parts: Vec<Part>, trailing: &[String], source: &Source, edition: &Edition) -> Written {
    let mut text = String::new();
    let mut left = Vec::new();
    let mut open = false;
    for part in parts {
        let apart = edition.sections.iter().any(|s| s.key == part.name)
            || [keys::PREAMBLE, keys::WAIVERS].contains(&&*part.name);
        let mut above = spaced(&part.above, text.is_empty() || open);
        if apart && !text.is_empty() && !open && above.first().is_none_or(|l| !l.is_empty()) {
            above.insert(0, String::new());
        }
        let Some(laid) = part.laid else {
            left.push((part.name, part.lines.0));
            let own = (part.lines.0..=part.lines.1).filter_map(|number| source.line(number));
            let own = own.map(|range| source.text()[range].to_owned());
            above
                .into_iter()
                .chain(own)
                .for_each(|line| text += &(line + "\n"));
            open = false;
            continue;
        };
        let mut lines = laid;
        lines[0].above = above;
        text += &match is_table(edition, &part.name) {
            true => layout::aligned(&lines),
            false => layout::plain(&lines),
        };
        open = lines.last().is_some_and(is_open);
    }
    let mut trailing = spaced(trailing, text.is_empty() || open);
    while trailing.last().is_some_and(String::is_empty) {
        trailing.pop();
    }
    trailing
        .iter()
        .for_each(|line| text += &format!("{line}\n"));
    Written { text, left }
}

/// Something that is said: what it is about, and what is said.
type Fact = (String, String);

/// Everything that a report says.
fn facts(report: &Report, findings: &[Finding]) -> Vec<Fact> {
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
        let figure = &cell.figure;
        let note = cell.note.as_ref().map(|note| &note.text);
        facts.push((slot.path.clone(), format!("{figure:?} {note:?}")));
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
fn difference(before: &[Fact], after: Option<&[Fact]>) -> Option<String> {
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

#[cfg(test)]
mod tests;
