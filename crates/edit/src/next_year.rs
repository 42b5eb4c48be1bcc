//! Next year's data file from last year's.
//!
//! What stays the same from year to year is kept: the agency, its title, who signs, the
//! sub-headings. What last year's report hands on is filled in. Everything else is left for
//! the author; none of last year's sentences or comments is copied.

mod headings;

use headings::{deeper, sections};

use base::{numeral, yaml};
use form::{
    datafile::{DataFile, Signature, Text},
    edition::{Edition, Field, SlotId},
    report::{Category, Figure, Prose, Report, keys},
    scaffold,
};
use open::Opened;

/// What is asked for.
pub struct Plan<'a> {
    /// The report year of the new file, later than last year's.
    pub year: u16,
    /// Its form.
    pub edition: &'static Edition,
    /// What the new file calls last year's, by a path from its own folder.
    pub previous: &'a str,
    /// The agency's name, where it is another one.
    pub agency: Option<&'a str>,
}

/// Makes next year's data file from last year's file, of whatever kind; nothing where that
/// cannot be read.
pub fn next_year(opened: &Opened, plan: &Plan<'_>) -> Option<DataFile> {
    let last = opened.plain.as_ref()?;
    let mut file = scaffold::blank(plan.edition, plan.year, None);
    let schema = yaml::comments(opened.text()).into_iter();
    let schema = schema.map(|line| line.trim_start_matches(['#', ' ']).to_owned());
    let schema = schema.filter(|line| line.starts_with("yaml-language-server:"));
    let (old, new) = (&last.edition.name, &plan.edition.name);
    let schema = schema.map(|line| line.replace(&format!("-{old}."), &format!("-{new}.")));
    let title = format!(
        "{} 年政府信息公开工作年度报告的数据文件（格式：{}），由 {} 年度的 {} 生成。",
        plan.year, plan.edition.document, last.year, plan.previous
    );
    file.head[0] = title;
    file.head.splice(0..0, schema);
    let follows = last.year.checked_add(1) == Some(plan.year);
    particulars(last, plan, follows, &mut file);
    texts(last, &mut file);
    carried(last, plan, follows, &mut file);
    waivers(last, &mut file);
    Some(file)
}

/// The agency and its like.
fn particulars(last: &Report, plan: &Plan<'_>, follows: bool, file: &mut DataFile) {
    let name = plan.agency.unwrap_or(&last.agency.text);
    file.agency.value = Some(name.to_owned()).filter(|name| !name.is_empty());
    // Another agency may be of another kind; its name mostly says which.
    let category = plan.agency.and_then(Category::of_name).or(last.category);
    if category.is_some() {
        file.category = category.into();
    }
    file.title = last
        .title
        .as_ref()
        .map(|title| renewed(&title.text, last.year, plan.year).into());
    file.signature = match &last.signature {
        None => Signature::None,
        Some(name) if *name == last.agency.text => Signature::Agency,
        Some(name) => Signature::Named(name.clone()),
    };
    file.seal = last.seal;
    file.previous = follows.then(|| plan.previous.to_owned().into());
}

/// The sub-headings of last year's texts, for words to be written below them.
fn texts(last: &Report, file: &mut DataFile) {
    file.preamble = last.preamble.as_ref().map(text);
    for (section, new) in file.edition.sections.iter().zip(&mut file.texts) {
        let mut old = last.edition.sections.iter().zip(&last.texts);
        let prose = old.find(|(old, _)| old.key == section.key);
        if let (Some(new), Some((_, Some(prose)))) = (new, prose) {
            new.passages = text(prose).passages;
        }
    }
}

/// A text's sub-headings; nothing where it has none.
fn text(prose: &Prose) -> Text {
    let mut passages: Vec<(Option<String>, String)> = Vec::new();
    for passage in &prose.passages {
        match &passage.heading {
            Some(heading) => passages.push((Some(heading.text.clone()), deeper(&passage.text))),
            None => passages.extend(sections(&passage.text)),
        }
    }
    if passages.iter().all(|(heading, _)| heading.is_none()) {
        passages.clear();
    }
    Text {
        passages,
        remark: None,
    }
}

/// Fills in what last year's report hands on, row by row.
fn carried(last: &Report, plan: &Plan<'_>, follows: bool, file: &mut DataFile) {
    let edition = plan.edition;
    let row_of = |slot: SlotId| parent(&edition.slot(slot).path);
    for ties in edition
        .ties
        .chunk_by(|a, b| row_of(a.slot) == row_of(b.slot))
    {
        let figure = |previous: &str| handed_on(last, last.edition.find(previous)?);
        let figures: Option<Vec<Figure>> = ties.iter().map(|tie| figure(&tie.previous)).collect();
        let previous = parent(&ties[0].previous);
        let remark = match figures {
            Some(figures) if follows => {
                for (tie, figure) in ties.iter().zip(figures) {
                    file.entries[tie.slot.0].figure = figure;
                }
                continue;
            }
            None if follows => format!("上年的「{previous}」没有填全，核对后填写"),
            _ => format!(
                "上年没有数据文件：填 {} 年度的「{previous}」",
                plan.year - 1
            ),
        };
        let row = edition.field(row_of(ties[0].slot));
        for slot in row.map(Field::slots).unwrap_or_default() {
            let own = &mut file.entries[slot.0].remark;
            let lines: Vec<&str> = own.iter().map(String::as_str).chain([&*remark]).collect();
            *own = Some(lines.join("\n"));
        }
    }
}

/// A figure of last year's; nothing where it is not known.
fn handed_on(last: &Report, slot: SlotId) -> Option<Figure> {
    let total = last.edition.slot(slot).total;
    match &last.cell(slot).figure {
        Figure::Stated(number) | Figure::Covered(number) => Some(Figure::Stated(*number)),
        Figure::Absent | Figure::Blank if total => Some(Figure::Absent),
        Figure::Absent | Figure::Blank | Figure::Unread(_) => None,
    }
}

/// Waivers were granted for last year's reasons: they are only shown.
fn waivers(last: &Report, file: &mut DataFile) {
    let waivers = DataFile::of(last).waivers;
    if waivers.is_empty() {
        return;
    }
    let told = "上年的豁免没有带过来；今年仍有理由的，另写一份：".to_owned();
    file.tail.extend([told, format!("{}:", keys::WAIVERS)]);
    let items = waivers.iter();
    file.tail
        .extend(items.map(|waiver| format!("  {}", waiver.written())));
}

fn parent(path: &str) -> &str {
    path.rsplit_once('.').map_or(path, |(parent, _)| parent)
}

/// A title with the new year where it has the old one.
fn renewed(title: &str, old: u16, new: u16) -> String {
    let chinese = |year: u16| numeral::digits(year.into());
    let round = |year: u16| chinese(year).replace('〇', "○");
    title
        .replace(&old.to_string(), &new.to_string())
        .replace(&chinese(old), &chinese(new))
        .replace(&round(old), &round(new))
}

#[cfg(test)]
mod tests;
