//! The report of an area: every cell the sum over its agencies, exactly.
//!
//! [`Contribution`] is what an agency's report adds, [`area`] makes the area's data file of
//! many, and [`compare`] lays a published area report beside them and says which single
//! report could explain the differences.

mod comparison;

use std::collections::BTreeMap;

use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::agency::identity;
use base::number::{Number, ONE};
use form::{
    datafile::{DataFile, Entry},
    edition::{Edition, Field, SlotId},
    figure::Figure,
    report::{Category, Report},
};

pub use comparison::{Comparison, Difference, Hypothesis, Mistake, compare};

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
    /// Cells with a note: the path, the figure and the note.
    pub notes: Vec<String>,
}

impl Contribution {
    /// What a report adds.
    pub fn of(report: &Report, file: String, digest: String) -> Self {
        let slots = || (0..report.edition.slots.len()).map(SlotId);
        let notes = slots().filter_map(|slot| {
            let (note, path) = (
                report.cell(slot).note.as_ref()?,
                &report.edition.slot(slot).path,
            );
            Some(format!("{path} {}（{}）", report.printed(slot), note.text))
        });
        Contribution {
            agency: report.agency.text.clone(),
            identity: identity(&report.agency.text),
            file,
            digest,
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

/// What a roll-up is made without, or in spite of; a line each.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Asides {
    /// Agencies of the register that have no report.
    pub missing: Vec<String>,
    /// What was left out.
    pub left_out: Vec<String>,
    /// Agencies that were counted in spite of errors.
    pub faulty: Vec<String>,
}

/// Adds figures, cell by cell.
///
/// # Errors
/// A sum has more digits than a data file may state.
fn sums(contributions: &[Contribution]) -> Result<Vec<i128>, String> {
    let slots = contributions
        .first()
        .map_or(&[][..], |one| &one.edition.slots);
    let sums = slots.iter().enumerate().map(|(at, slot)| {
        let mut figures = contributions.iter().map(|one| one.figures[at]);
        let sum = figures.try_fold(0_i128, i128::checked_add);
        let sum = sum.filter(|sum| sum.abs() < 10_i128.pow(18) * ONE);
        let path = &slot.path;
        sum.ok_or_else(|| format!("「{path}」加起来超过 18 位，不像真的；先检查各机关的报告"))
    });
    sums.collect()
}

/// The first of many names.
pub fn few(names: &[String]) -> String {
    const LISTED: usize = 20;
    let more = if names.len() > LISTED { "……" } else { "" };
    names[..names.len().min(LISTED)].join("、") + more
}

/// All that keeps reports from being the parts of an area's, whose name and year may be known:
/// why, and what to do.
pub fn problems(
    contributions: &[Contribution],
    area: Option<&str>,
    year: Option<u16>,
) -> Vec<String> {
    let mut years: BTreeMap<u16, Vec<String>> = BTreeMap::new();
    years.extend(year.map(|year| (year, Vec::new())));
    let mut agencies: BTreeMap<&str, Vec<&Contribution>> = BTreeMap::new();
    for one in contributions {
        years.entry(one.year).or_default().push(one.file.clone());
        agencies.entry(&one.identity).or_default().push(one);
    }
    if contributions.is_empty() {
        return vec!["没有可以汇总的报告".to_owned()];
    }
    let mut found = Vec::new();
    if years.len() > 1 {
        let most = years.values().map(Vec::len).max();
        let told = years.iter().map(|(year, files)| match files.as_slice() {
            [] => format!("汇总报告是 {year} 年度"),
            files if Some(files.len()) == most => format!("{year} 年度 {} 份", files.len()),
            files => format!("{year} 年度 {} 份（{}）", files.len(), few(files)),
        });
        let told = told.collect::<Vec<_>>().join("，");
        found.push(format!(
            "不是同一年度的报告，不能相加：{told}；移走、用 --except 略去，或用 --year 指明年度"
        ));
    } else if contributions.len() > 2
        && let Ok(sums) = sums(contributions)
    {
        // What is the sum of all others was made of them.
        let whole = contributions.iter().filter(|one| {
            let mut pairs = one.figures.iter().zip(&sums);
            pairs.all(|(figure, sum)| figure * 2 == *sum) && sums.iter().any(|sum| *sum != 0)
        });
        found.extend(whole.map(|one| {
            let (file, others) = (&one.file, contributions.len() - 1);
            format!(
                "{file} 等于其余 {others} 份之和，是它们的汇总，加进去会算重；移走或用 --except 略去"
            )
        }));
    }
    let area = area.map(identity);
    for (name, files) in agencies {
        let names: Vec<String> = files.iter().map(|one| one.file.clone()).collect();
        if area.as_deref() == Some(name) {
            found.extend(names.iter().map(|file| {
                format!("{file} 就是汇总的机关自己的报告，加进去会算重；移走或用 --except 略去")
            }));
        } else if names.len() > 1 {
            found.push(format!(
                "「{}」有 {} 份：{}；留下一份，其余移走或用 --except 文件名 略去",
                files[0].agency,
                names.len(),
                few(&names)
            ));
        }
    }
    found
}

/// The reports of governments beside those of agencies that seem to be below them, whose name
/// begins with that of the area: what such a report already has in it would count twice.
pub fn covered(contributions: &[Contribution]) -> Vec<String> {
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
        (!files.is_empty()).then(|| format!(
            "{} 是一级政府的报告，{} 份下级的报告也在这里（{}）；它要是已经包括下级，加进去会算重；用 --except 略去一方，或在名册里写明",
            government.file,
            files.len(),
            few(&files)
        ))
    });
    covered.collect()
}

/// Refuses what would not be a sum, by its first problem.
fn suit(
    contributions: &[Contribution],
    area: Option<&str>,
    year: Option<u16>,
) -> Result<(), String> {
    let first = problems(contributions, area, year).into_iter().next();
    first.map_or(Ok(()), Err)
}

/// The data file of an area's government: sums, sources, and texts to be written.
///
/// # Errors
/// The reports cannot be rolled up into one.
pub fn area(
    agency: &str,
    asides: &Asides,
    contributions: &[Contribution],
) -> Result<DataFile, String> {
    suit(contributions, Some(agency), None)?;
    let first = &contributions[0];
    let (form, year) = (first.edition, first.year);
    let lacking = lacking(contributions);
    let entries = sums(contributions)?
        .into_iter()
        .zip(&form.slots)
        .enumerate();
    let entries = entries.map(|(at, (sum, slot))| {
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
    let mut file = DataFile::blank(form, year);
    file.head = vec![
        format!(
            "{agency}{year} 年度的汇总：表里每一格是 {} 家机关的报告之和，来源列在文件末尾。",
            contributions.len()
        ),
        "文字部分要自己写。改数以前先改各机关的报告，再汇总一次。".to_owned(),
    ];
    file.head
        .extend(part("名册里还没有报告的", "家", &asides.missing));
    file.head.extend(part("没有计入", "份", &asides.left_out));
    file.head
        .extend(part("草稿：有错误、照样计入的", "份", &asides.faulty));
    file.agency = Some(agency.to_owned()).into();
    file.category = Some(Category::Government).into();
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

/// Items below their title, if there are any.
fn part(title: &str, unit: &str, items: &[String]) -> Vec<String> {
    let title = format!("{title}（{} {unit}）：", items.len());
    let title = (!items.is_empty()).then_some(title).into_iter();
    title
        .chain(items.iter().map(|item| format!("  {item}")))
        .collect()
}

fn tail(contributions: &[Contribution]) -> Vec<String> {
    let count = contributions.len();
    let mut lines = vec![format!("来源（{count} 份）：SHA-256，文件，机关")];
    let (mut unknown, mut notes) = (Vec::new(), Vec::new());
    for one in contributions {
        let line = format!("{}  {}  {}", one.digest, one.file, one.agency);
        lines.push(line.replace(char::is_control, " "));
        let rows = one.unknown.iter().map(|slot| {
            let own = one.edition.slot(*slot);
            let row = one.edition.field(own.row()).and_then(Field::line);
            row.map_or(&*own.path, |_| own.row())
        });
        let mut rows: Vec<&str> = rows.collect();
        rows.dedup();
        let named = |item: &dyn std::fmt::Display| format!("{}：{item}", one.agency);
        unknown.extend(rows.iter().map(|row| named(row)));
        notes.extend(one.notes.iter().map(|note| named(note)));
    }
    lines.extend(part("没有数，汇总里也空着", "行", &unknown));
    lines.extend(part("略去的注", "处", &notes));
    lines
}
