//! Next year's data file from last year's.
//!
//! What stays the same from year to year is kept: the agency, its title, who signs, the
//! sub-headings, the author's comments. What last year's report hands on is filled in.
//! Everything else is left for the author; none of last year's sentences is copied.

mod headings;

use headings::{deeper, sections};

use crate::format::Comments;
use base::{numeral, source::Sources};
use form::{
    datafile::{DataFile, Entry, Remarked, Signature, Text, layout, table},
    edition::{Body, Edition, Field, SlotId},
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
pub fn successor(file: &Opened, plan: &Plan<'_>) -> Option<DataFile> {
    let last = file.plain.as_ref()?;
    // Nobody comments on anything in a document.
    let comments = match file.is_document() {
        true => Comments::default(),
        false => Comments::of(&file.sources, file.file),
    };
    let follows = last.year.checked_add(1) == Some(plan.year);
    let successor = Successor {
        last,
        comments: &comments,
        written: written(last),
        plan,
        follows,
    };
    let mut file = scaffold::blank(plan.edition, plan.year, None);
    successor.particulars(&mut file);
    successor.texts(&mut file);
    successor.remarks(&mut file);
    successor.carried(&mut file);
    successor.unmatched(&mut file);
    successor.waivers(&mut file);
    Some(file)
}

struct Successor<'a> {
    last: &'a Report,
    comments: &'a Comments,
    /// The comments of a blank file of last year's: they are not the author's.
    written: Comments,
    plan: &'a Plan<'a>,
    /// Whether the new year is the very next one.
    follows: bool,
}

impl Successor<'_> {
    /// A comment of this program's with what the author added to that of last year.
    fn remark(&self, path: &str, own: Option<String>) -> Option<String> {
        let (all, written) = (self.comments.at(path), self.written.at(path));
        let written: Vec<&str> = written.lines().collect();
        let authors = all
            .lines()
            .filter(|line| !written.contains(line) && !OF_LAST.iter().any(|s| line.starts_with(s)));
        let lines: Vec<&str> = own
            .iter()
            .flat_map(|own| own.lines())
            .chain(authors)
            .collect();
        (!lines.is_empty()).then(|| lines.join("\n"))
    }

    fn particulars(&self, file: &mut DataFile) {
        let (last, plan) = (self.last, self.plan);
        let schema = self.comments.head.iter();
        let schema = schema.filter(|line| line.starts_with("yaml-language-server:"));
        let renamed = |line: &String| {
            let (old, new) = (&last.edition.name, &plan.edition.name);
            line.replace(&format!("-{old}."), &format!("-{new}."))
        };
        let notes = std::mem::take(&mut file.head).into_iter().skip(1);
        file.head = schema.map(renamed).collect();
        file.head.push(format!(
            "{} 年政府信息公开工作年度报告的数据文件（格式：{}），由 {} 年度的 {} 生成。",
            plan.year, plan.edition.document, last.year, plan.previous
        ));
        file.head.extend(notes);
        file.head
            .extend(own_lines(&self.comments.head, last.edition, last.year));
        file.year.remark = self.remark(keys::YEAR, None);
        let name = plan.agency.unwrap_or(&last.agency.text);
        file.agency.value = Some(name.to_owned()).filter(|name| !name.is_empty());
        let path = |key| format!("{}.{key}", keys::AGENCY);
        file.agency.remark = self.remark(&path(keys::NAME), file.agency.remark.take());
        self.remark_of(keys::AGENCY, file);
        let inferred = plan.agency.and_then(Category::of_name);
        let category = inferred.or(last.category);
        let hint = file.category.remark.take();
        file.category = Remarked {
            value: category,
            remark: self.remark(&path(keys::CATEGORY), hint.filter(|_| category.is_none())),
        };
        file.date.remark = self.remark(keys::DATE, file.date.remark.take());
        file.title = last.title.as_ref().map(|title| Remarked {
            value: renewed(&title.text, last.year, plan.year),
            remark: self.remark(keys::TITLE, None),
        });
        file.signature = match &last.signature {
            None => Signature::None,
            Some(name) if *name == last.agency.text => Signature::Agency,
            Some(name) => Signature::Named(name.clone()),
        };
        file.seal = last.seal;
        file.previous = self.follows.then(|| plan.previous.to_owned().into());
    }

    fn texts(&self, file: &mut DataFile) {
        file.preamble = self.last.preamble.as_ref().map(|prose| {
            let mut text = self.text(prose);
            text.remark = self.remark(keys::PREAMBLE, None);
            text
        });
        for (index, section) in self.plan.edition.sections.iter().enumerate() {
            let old = self.last.edition.sections.iter();
            let old = old
                .zip(&self.last.texts)
                .find(|(s, _)| s.key == section.key);
            if let Some(text) = &mut file.texts[index] {
                let prose = old.and_then(|(_, prose)| prose.as_ref());
                *text = Text {
                    remark: self.remark(&section.key, text.remark.take()),
                    ..prose.map(|prose| self.text(prose)).unwrap_or_default()
                };
            }
        }
    }

    /// A text's sub-headings with nothing below them.
    fn text(&self, prose: &Prose) -> Text {
        let mut passages: Vec<(Option<String>, String)> = Vec::new();
        for passage in &prose.passages {
            let own = passage.heading.as_ref().map(|words| words.text.clone());
            match own {
                Some(heading) => passages.push((Some(heading), deeper(&passage.text))),
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

    /// Adds what the author remarked of tables, groups and rows.
    fn remarks(&self, file: &mut DataFile) {
        for section in &self.plan.edition.sections {
            if let Some(table) = &section.table {
                self.remark_of(&section.key, file);
                self.rows(&table.fields, file);
            }
        }
    }

    fn rows(&self, fields: &[Field], file: &mut DataFile) {
        for field in fields.iter().filter(|field| !field.total) {
            match &field.body {
                Body::Group(below) if field.line().is_none() => {
                    self.remark_of(&field.path, file);
                    self.rows(below, file);
                }
                _ => {
                    for slot in field.slots() {
                        let entry = &mut file.entries[slot.0];
                        entry.remark = self.remark(&field.path, entry.remark.take());
                    }
                }
            }
        }
    }

    fn remark_of(&self, path: &str, file: &mut DataFile) {
        let remark = self.remark(path, None);
        file.remarks
            .extend(remark.map(|remark| (path.to_owned(), remark)));
    }

    /// Fills in what last year's report hands on, row by row.
    fn carried(&self, file: &mut DataFile) {
        let edition = self.plan.edition;
        let mut rows: Vec<(&str, &str, Vec<Pair>)> = Vec::new();
        for tie in &edition.ties {
            let row = parent(&edition.slot(tie.slot).path);
            let pair = (tie.slot, self.last.edition.find(&tie.previous));
            match rows.last_mut().filter(|(known, ..)| *known == row) {
                Some((_, _, pairs)) => pairs.push(pair),
                None => rows.push((row, parent(&tie.previous), vec![pair])),
            }
        }
        for (row, previous, pairs) in rows {
            let figures: Option<Vec<(SlotId, Figure)>> = pairs
                .iter()
                .map(|&(slot, before)| Some((slot, self.handed_on(before?)?)))
                .collect();
            let remark = match (&figures, self.follows) {
                (_, false) => Some(format!(
                    "上年没有数据文件：填 {} 年度的「{previous}」",
                    self.plan.year - 1
                )),
                (None, true) => Some(format!("上年的「{previous}」没有填全，核对后填写")),
                (Some(_), true) => None,
            };
            let filled = figures.filter(|_| self.follows).unwrap_or_default();
            for (slot, figure) in filled {
                file.entries[slot.0].figure = figure;
            }
            let slots = edition.field(row).map(Field::slots).unwrap_or_default();
            for (slot, remark) in slots.into_iter().zip(remark.iter().cycle()) {
                add(&mut file.entries[slot.0], remark);
            }
        }
    }

    /// A figure of last year's; nothing where it is not known.
    fn handed_on(&self, slot: SlotId) -> Option<Figure> {
        let total = self.last.edition.slot(slot).total;
        match &self.last.cell(slot).figure {
            Figure::Stated(number) | Figure::Covered(number) => Some(Figure::Stated(*number)),
            Figure::Absent | Figure::Blank if total => Some(Figure::Absent),
            Figure::Absent | Figure::Blank | Figure::Unread(_) => None,
        }
    }

    /// Last year's figures that this year's form has no place for, as comments.
    fn unmatched(&self, file: &mut DataFile) {
        let (old, new) = (self.last.edition, self.plan.edition);
        if old.name == new.name {
            return;
        }
        let stated = DataFile::of(self.last);
        for section in &old.sections {
            let Some(old_table) = &section.table else {
                continue;
            };
            for field in lines(&old_table.fields) {
                let slots = field.slots();
                let known = |slot: &SlotId| new.find(&old.slot(*slot).path).is_some();
                let nought = |slot: &SlotId| {
                    let number = self.last.cell(*slot).figure.number();
                    number.is_none_or(|number| number.millionths() == 0)
                };
                if slots.iter().all(known) || slots.iter().all(nought) {
                    continue;
                }
                let written = layout::value(&table::value(&stated, field));
                match new.field(&field.path) {
                    Some(row) => {
                        let said = format!("上年是 {written}");
                        for slot in row.slots() {
                            add(&mut file.entries[slot.0], &said);
                        }
                    }
                    None => {
                        let said =
                            format!("上年的「{}」是 {written}，本年的格式没有这一项", field.path);
                        match file.remarks.iter_mut().find(|(key, _)| *key == section.key) {
                            Some((_, remark)) => *remark += &format!("\n{said}"),
                            None => file.remarks.push((section.key.clone(), said)),
                        }
                    }
                }
            }
        }
    }

    /// Waivers were granted for last year's reasons: they are only shown.
    fn waivers(&self, file: &mut DataFile) {
        let waivers = DataFile::of(self.last).waivers;
        if waivers.is_empty() {
            return;
        }
        file.tail
            .push("上年的豁免没有带过来；今年仍有理由的，另写一份：".to_owned());
        file.tail.push(format!("{}:", keys::WAIVERS));
        let items = waivers.iter();
        file.tail
            .extend(items.map(|waiver| format!("  {}", waiver.written())));
    }
}

/// A figure, and the one of last year that it repeats, if that is there.
type Pair = (SlotId, Option<SlotId>);

/// One more comment on a cell.
fn add(entry: &mut Entry, words: &str) {
    entry.remark = Some(match &entry.remark {
        Some(remark) => format!("{remark}\n{words}"),
        None => words.to_owned(),
    });
}

fn parent(path: &str) -> &str {
    path.rsplit_once('.').map_or(path, |(parent, _)| parent)
}

/// The rows of figures and the single figures below some fields.
fn lines(fields: &[Field]) -> Vec<&Field> {
    let parts = fields.iter().filter(|field| !field.total);
    parts
        .flat_map(|field| match &field.body {
            Body::Group(inner) if field.line().is_none() => lines(inner),
            _ => vec![field],
        })
        .collect()
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

/// The comments of a blank file of last year's.
fn written(last: &Report) -> Comments {
    let mut sources = Sources::new();
    let file = sources.add("", scaffold::scaffold(last.edition, last.year, None));
    Comments::of(&sources, file)
}

/// How the comments begin that this program puts beside a year's own figures.
const OF_LAST: [&str; 5] = ["上年的「", "上年没有", "上年是 ", "原文", "按名称推断"];

/// What stands before the lines that the author wrote at the head of last year's file.
const LAST: &str = "上年的文件开头写着：";

/// The lines that this program did not write, as words of last year's file.
fn own_lines(head: &[String], edition: &'static Edition, year: u16) -> Vec<String> {
    let guide = scaffold::blank(edition, year, None).head;
    let guide: Vec<&str> = guide.iter().map(|line| bare(line)).collect();
    let own = head.iter().map(|line| bare(line));
    let own = own.filter(|line| !is_written(line) && !guide.contains(line));
    own.map(|line| format!("{LAST}{line}")).collect()
}

fn bare(line: &str) -> &str {
    line.trim_start_matches('#').trim()
}

/// Whether this program writes such a line.
fn is_written(line: &str) -> bool {
    line.is_empty()
        || line.starts_with("yaml-language-server:")
        || line.starts_with("填好后检查：nianbao")
        || line.starts_with(LAST)
        || line.contains("年政府信息公开工作年度报告的数据文件（格式：")
        || (line.starts_with("从 ") && line.contains(" 导入。带 ~ 和"))
}

#[cfg(test)]
mod tests;
