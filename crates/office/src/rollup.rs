//! The report of an area: every cell the sum over its agencies, exactly.
//!
//! [`Contribution`] is what an agency's report adds, [`area`] makes the area's data file of
//! many, and [`compare`] lays a published area report beside them and says which single
//! report could explain the differences.

mod differences;
mod hypotheses;

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use crate::agency::identity;
use base::{
    date::Date,
    number::{Number, ONE},
};
use form::{
    datafile::{DataFile, Entry, Remarked},
    edition::{Edition, Field, SlotId},
    figure::Figure,
    report::{Category, Report},
};

pub use differences::{Comparison, Difference, compare};
pub use hypotheses::{Hypothesis, Mistake};

/// What one agency's report adds to that of its area.
#[derive(Clone, Debug)]
pub struct Contribution {
    /// The agency's name.
    pub agency: String,
    /// What every name of the agency has in common.
    pub identity: String,
    /// The data file.
    pub file: String,
    /// The file's SHA-256.
    pub digest: String,
    /// The SHA-256 of each file that it is the sum of, where it says so.
    pub parts: Vec<String>,
    /// The form.
    pub edition: &'static Edition,
    /// The report year.
    pub year: u16,
    /// What the agency is.
    pub category: Option<Category>,
    /// What every cell counts as, in millionths, in the order of the form's slots; 0 where that
    /// is unknown.
    pub figures: Vec<i128>,
    /// The cells whose figure is unknown: left blank, or not to be read.
    pub unknown: Vec<SlotId>,
    /// Cells with a note, with the figure and the note.
    pub notes: Vec<(String, String, String)>,
}

impl Contribution {
    /// What a report adds.
    pub fn of(report: &Report, file: String, digest: String) -> Self {
        let slots = || (0..report.edition.slots.len()).map(SlotId);
        let path = |slot: SlotId| report.edition.slot(slot).path.clone();
        let notes = slots().filter_map(|slot| {
            let note = report.cell(slot).note.as_ref()?;
            Some((path(slot), report.printed(slot), note.text.clone()))
        });
        Contribution {
            agency: report.agency.text.clone(),
            identity: identity(&report.agency.text),
            file,
            digest,
            parts: Vec::new(),
            edition: report.edition,
            year: report.year,
            category: report.category,
            figures: slots()
                .map(|slot| report.value(slot).unwrap_or(0))
                .collect(),
            unknown: slots()
                .filter(|slot| report.value(*slot).is_none())
                .collect(),
            notes: notes.collect(),
        }
    }
}

/// The SHA-256 of a file's bytes, as `sha256sum` prints it.
pub fn digest(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Why reports cannot be rolled up into one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// There are none.
    Nothing,
    /// They are of several years: each year with the files of those years that are fewer.
    Years(BTreeMap<u16, Vec<String>>),
    /// An agency has several: its name and the files.
    Twice(String, Vec<String>),
    /// An agency is the area itself: its file.
    Itself(String),
    /// A file is the sum of others that are there too: how many.
    Sum(String, usize),
    /// A government's report may have those of others below it in it already: its file, and theirs.
    Covers(String, Vec<String>),
    /// A sum has more digits than a data file may state: its path.
    TooLarge(String),
}

/// Adds figures, cell by cell; nothing where a sum is out of all bounds.
pub fn sums(contributions: &[Contribution]) -> Option<Vec<i128>> {
    let slots = contributions.first()?.figures.len();
    (0..slots)
        .map(|slot| {
            contributions
                .iter()
                .try_fold(0_i128, |sum, one| sum.checked_add(one.figures[slot]))
        })
        .collect()
}

/// All that keeps reports from being the parts of an area's, whose name and year may be known.
pub fn problems(
    contributions: &[Contribution],
    area: Option<&str>,
    year: Option<u16>,
) -> Vec<Refusal> {
    let mut years: BTreeMap<u16, Vec<String>> = BTreeMap::new();
    years.extend(year.map(|year| (year, Vec::new())));
    let mut agencies: BTreeMap<&str, Vec<&Contribution>> = BTreeMap::new();
    for one in contributions {
        years.entry(one.year).or_default().push(one.file.clone());
        agencies.entry(&one.identity).or_default().push(one);
    }
    let area = area.map(identity);
    let mut found = Vec::new();
    if contributions.is_empty() {
        found.push(Refusal::Nothing);
    } else if years.len() > 1 {
        found.push(Refusal::Years(years));
    }
    for one in contributions {
        let is_there = |part: &&String| contributions.iter().any(|other| other.digest == **part);
        let count = one.parts.iter().filter(is_there).count();
        found.extend((count > 0).then(|| Refusal::Sum(one.file.clone(), count)));
    }
    for (name, files) in agencies {
        let names = || files.iter().map(|one| one.file.clone());
        if area.as_deref() == Some(name) {
            found.extend(names().map(Refusal::Itself));
        } else if files.len() > 1 {
            found.push(Refusal::Twice(files[0].agency.clone(), names().collect()));
        }
    }
    found
}

/// The reports of governments beside those of agencies that seem to be below them: whose name
/// begins with that of the area. What such a report already has in it would count twice.
pub fn covered(contributions: &[Contribution]) -> Vec<Refusal> {
    let governments = contributions.iter().filter_map(|one| {
        let is_government = one.category == Some(Category::Government);
        let area = one.identity.strip_suffix("人民政府")?;
        is_government.then_some((one, area))
    });
    let covered = governments.filter_map(|(government, area)| {
        let below = contributions.iter().filter(|one| {
            let is_own = one.identity == government.identity;
            !is_own && one.identity.starts_with(area)
        });
        let files: Vec<String> = below.map(|one| one.file.clone()).collect();
        (!files.is_empty()).then(|| Refusal::Covers(government.file.clone(), files))
    });
    covered.collect()
}

/// Refuses what would not be a sum, by its first problem.
fn suit(
    contributions: &[Contribution],
    area: Option<&str>,
    year: Option<u16>,
) -> Result<(), Refusal> {
    let first = problems(contributions, area, year).into_iter().next();
    first.map_or(Ok(()), Err)
}

/// What the area's file states about itself.
#[derive(Clone, Debug)]
pub struct Area {
    /// The name of the government or authority whose report it is.
    pub agency: String,
    /// What it is.
    pub category: Category,
    /// The day of signature, if it is known.
    pub date: Option<Date>,
    /// Agencies that have no report yet.
    pub missing: Vec<String>,
    /// What was left out, a line each.
    pub left_out: Vec<String>,
    /// Agencies that were counted in spite of errors, a line each.
    pub faulty: Vec<String>,
}

/// The area's data file: sums, sources, and texts to be written.
///
/// # Errors
/// The reports cannot be rolled up into one.
pub fn area(area: &Area, contributions: &[Contribution]) -> Result<DataFile, Refusal> {
    suit(contributions, Some(&area.agency), None)?;
    let first = &contributions[0];
    let form = first.edition;
    let too_large = |slot: usize| Refusal::TooLarge(form.slots[slot].path.clone());
    let sums = sums(contributions).ok_or_else(|| too_large(0))?;
    let bound = 10_i128.pow(18) * ONE;
    if let Some(slot) = sums.iter().position(|sum| sum.abs() >= bound) {
        return Err(too_large(slot));
    }
    let lacking = lacking(contributions);
    let entries = sums.iter().zip(&form.slots).enumerate();
    let entries = entries.map(|(at, (&sum, slot))| {
        let sum = Number::of_kind(sum, slot.kind);
        match lacking.get(&SlotId(at)) {
            None => Entry {
                figure: Figure::Stated(sum),
                ..Entry::default()
            },
            // Nobody knows what it adds up to.
            Some(agencies) => Entry {
                remark: Some(format!(
                    "{} 家没有数：{}；其余各家合起来是 {sum}",
                    agencies.len(),
                    agencies.join("、")
                )),
                ..Entry::default()
            },
        }
    });
    let mut file = DataFile::blank(form, first.year);
    file.head = head(area, first.year, contributions);
    file.agency = Some(area.agency.clone()).into();
    file.category = Some(area.category).into();
    if let Some(date) = area.date {
        file.date = Remarked::from(Some(date));
    }
    file.entries = entries.collect();
    file.tail = tail(contributions);
    Ok(file)
}

/// By cell, the agencies of which nobody knows the figure.
fn lacking(contributions: &[Contribution]) -> BTreeMap<SlotId, Vec<&str>> {
    let mut lacking: BTreeMap<SlotId, Vec<&str>> = BTreeMap::new();
    for one in contributions {
        for &slot in &one.unknown {
            lacking.entry(slot).or_default().push(&one.agency);
        }
    }
    lacking
}

fn head(area: &Area, year: u16, contributions: &[Contribution]) -> Vec<String> {
    let mut lines = vec![
        format!(
            "{}{year} 年度的汇总：表里每一格是 {} 家机关的报告之和，来源列在文件末尾。",
            area.agency,
            contributions.len()
        ),
        "文字部分要自己写。改数以前先改各机关的报告，再汇总一次。".to_owned(),
    ];
    lines.extend(part("名册里还没有报告的", "家", &area.missing));
    lines.extend(part("没有计入", "份", &area.left_out));
    lines.extend(part("草稿：有错误、照样计入的", "份", &area.faulty));
    lines
}

/// Items below their title, if there are any.
fn part(title: &str, unit: &str, items: &[String]) -> Vec<String> {
    let title = format!("{title}（{} {unit}）：", items.len());
    let title = (!items.is_empty()).then_some(title).into_iter();
    title
        .chain(items.iter().map(|item| format!("  {item}")))
        .collect()
}

/// The head of the list of sources, by which a file is known to be a roll-up.
const SOURCES: &str = "来源";

fn tail(contributions: &[Contribution]) -> Vec<String> {
    let mut lines = vec![format!(
        "{SOURCES}（{} 份）：SHA-256，文件，机关",
        contributions.len()
    )];
    let plain = |text: &str| text.replace(char::is_control, " ");
    for one in contributions {
        let (file, agency) = (plain(&one.file), plain(&one.agency));
        lines.push(format!("{}  {file}  {agency}", one.digest));
    }
    let each = |of: &dyn Fn(&Contribution) -> Vec<String>| -> Vec<String> {
        let lines = contributions.iter().flat_map(|one| {
            let agency = one.agency.clone();
            of(one)
                .into_iter()
                .map(move |item| format!("{agency}：{item}"))
        });
        lines.collect()
    };
    let unknown = each(&|one| {
        let form = one.edition;
        let rows = one.unknown.iter().map(|slot| {
            let own = form.slot(*slot);
            let row = form.field(own.row()).and_then(Field::line);
            row.map_or(&*own.path, |_| own.row()).to_owned()
        });
        let mut rows: Vec<String> = rows.collect();
        rows.dedup();
        rows
    });
    lines.extend(part("没有数，汇总里也空着", "行", &unknown));
    let note =
        |(path, figure, note): &(String, String, String)| format!("{path} {figure}（{note}）");
    let notes = each(&|one| one.notes.iter().map(note).collect());
    lines.extend(part("略去的注", "处", &notes));
    lines
}

/// A source that a roll-up names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The file's SHA-256.
    pub digest: String,
    /// The agency's name.
    pub agency: String,
}

/// The sources that the text of a roll-up lists; none for a file of another kind.
pub fn sources(text: &str) -> Vec<Source> {
    let lines = text.lines().filter_map(|line| {
        let mut parts = line.strip_prefix("# ")?.splitn(2, "  ");
        let digest = parts.next()?;
        let hex = |b: u8| b.is_ascii_digit() || (b'a'..=b'f').contains(&b);
        if digest.len() != 64 || !digest.bytes().all(hex) {
            return None;
        }
        let (_, agency) = parts.next()?.rsplit_once("  ")?;
        Some(Source {
            digest: digest.to_owned(),
            agency: agency.to_owned(),
        })
    });
    lines.collect()
}
