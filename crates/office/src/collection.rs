//! Many files, each known: whose it is, of which year, and which others say the same.
//!
//! In goes what was read of every file ([`Held`]), out comes for each its agency across
//! names, its [`Standing`] beside others of the same agency and year, and where its report
//! of last year is:
//!
//! | file | agency | year | standing |
//! |---|---|---|---|
//! | `教育局.yaml` | 某县教育局 | 2025 | the first |
//! | `教育局.docx` | 某县教育局 | 2025 | a copy of it: the same figures and words |
//! | `教育局改.pdf` | 某县教育局 | 2025 | another report, in which 3 figures differ |
//!
//! Every command of an office stands on it. It keeps no report, so that 20,000 of them fit:
//! what a report says is a kilobyte, [`Content`].

use std::{
    collections::{BTreeMap, BTreeSet},
    hash::{DefaultHasher, Hash, Hasher},
};

use serde::Serialize;

use crate::register::{Match, Register};
use base::{characters::half_width, date::Date, number::Number, source::Place};
use form::{
    edition::{Edition, SlotId},
    report::{Category, Report},
};

/// What a report says, however it is written down, in a kilobyte.
#[derive(Clone, Debug)]
pub struct Content {
    edition: &'static Edition,
    /// A digest of what every cell counts as; 0 where it is blank or could not be read, which is
    /// told elsewhere and says nothing here.
    figures: Box<[u64]>,
    /// A digest of the letters and digits of every text, in the order of the form's sections.
    texts: Box<[u64]>,
}

/// A number by which things that are not the same are told apart.
fn digest(things: impl Iterator<Item = impl Hash>) -> u64 {
    let mut digest = DefaultHasher::new();
    things.for_each(|thing| thing.hash(&mut digest));
    digest.finish()
}

impl Content {
    /// What a report says.
    pub fn of(report: &Report) -> Self {
        let slots = (0..report.edition.slots.len()).map(SlotId);
        let figures = slots.map(|slot| {
            let figure = report.shown(slot).number().map(Number::millionths);
            figure.map_or(0, |figure| digest([figure].iter()))
        });
        let texts = report.texts.iter().map(|prose| {
            let passages = prose.iter().flat_map(|prose| &prose.passages);
            let words = passages.flat_map(|passage| {
                let heading = passage.heading.as_ref();
                [heading.map_or("", |words| &*words.text), &passage.text]
            });
            let letters = words.flat_map(str::chars).map(half_width);
            digest(letters.filter(|c| c.is_alphanumeric()))
        });
        Content {
            edition: report.edition,
            figures: figures.collect(),
            texts: texts.collect(),
        }
    }

    /// Where another file says something else, in words; nothing where both are one report.
    pub fn differs(&self, other: &Content) -> Option<String> {
        if self.edition.name != other.edition.name {
            return Some("格式不同".to_owned());
        }
        let figures = self.figures.iter().zip(&other.figures).enumerate();
        let mut figures =
            figures.filter(|(_, (one, other))| **one != 0 && **other != 0 && one != other);
        if let Some((first, _)) = figures.next() {
            let path = &self.edition.slots[first].path;
            return Some(format!(
                "{} 个数不同，第一个是「{path}」",
                figures.count() + 1
            ));
        }
        let texts = self.texts.iter().zip(&other.texts);
        let texts = texts.zip(&self.edition.sections);
        let texts = texts.filter(|((one, other), _)| one != other);
        let texts: Vec<&str> = texts.map(|(_, section)| section.key.as_str()).collect();
        (!texts.is_empty()).then(|| format!("数相同，文字不同：{}", texts.join("、")))
    }
}

/// What there is to know of a report beside others.
#[derive(Clone, Debug)]
pub struct Known {
    /// The agency's name, with its place; empty where the report states none.
    pub agency: String,
    /// Where it stands.
    pub at: Place,
    /// The report year, where it states one that has a form.
    pub year: Option<u16>,
    /// The day of signature.
    pub date: Option<Date>,
    /// What the agency is.
    pub category: Option<Category>,
    /// What it says.
    pub content: Content,
    /// The file that it names as last year's: as a key of [`Entry`], and as it is called.
    pub before: Option<(String, String)>,
}

/// Why nothing of a file was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fault {
    /// What is wrong.
    pub why: String,
    /// What to do.
    pub help: String,
    /// Whether a report may be in it all the same: it counts as handed in, and as faulty.
    pub may_be_report: bool,
}

/// A file of which nothing was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Unread {
    /// The file.
    pub file: String,
    /// The agency whose name the file or its folder has.
    pub agency: Option<String>,
    /// Why.
    #[serde(rename = "reason")]
    pub why: String,
}

impl Unread {
    /// Which file, and why.
    pub fn told(&self) -> String {
        format!("{}：{}", self.file, self.why)
    }
}

/// What a file holds.
#[derive(Clone, Debug)]
pub enum Held {
    /// A report.
    Report(Box<Known>),
    /// Nothing that could be read.
    Fault(Fault),
}

/// A file.
#[derive(Clone, Debug)]
pub struct Entry {
    /// What it is called in messages.
    pub file: String,
    /// What tells it from every other file.
    pub key: String,
    /// Whether it is a data file, by which others are measured.
    pub is_data: bool,
    /// The agency of the roster that it is of, by its words, its name or its folder.
    pub owner: Match,
    /// In which round it was received, where that was written down; else 0.
    pub round: usize,
    /// What it holds.
    pub held: Held,
}

impl Entry {
    /// The agency of the roster that it is of, where that is certain.
    pub fn member(&self) -> Option<usize> {
        self.owner.one()
    }

    /// What is known of its report.
    pub fn report(&self) -> Option<&Known> {
        match &self.held {
            Held::Report(known) => Some(known),
            Held::Fault(_) => None,
        }
    }

    /// Which file it is and why nothing of it was read, where that is so.
    pub fn told(&self) -> Option<String> {
        Some(format!("{}：{}", self.file, self.fault()?.why))
    }

    /// Why nothing of it was read.
    pub fn fault(&self) -> Option<&Fault> {
        match &self.held {
            Held::Report(_) => None,
            Held::Fault(fault) => Some(fault),
        }
    }
}

/// How a report stands beside others of its agency and year.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Standing {
    /// It is the first, or the only one.
    #[default]
    First,
    /// It says the same as that one.
    Copy(usize),
    /// That one came later, and counts in its place.
    Earlier(usize),
    /// It says something else than that one, and what: the first counts, and somebody has to say.
    Other(usize, String),
}

/// Files with what is known of them.
#[derive(Debug, Default)]
pub struct Collection {
    /// The files.
    pub entries: Vec<Entry>,
    standings: Vec<Standing>,
    /// What the names of an agency have in common, by those of an earlier name.
    renamed: BTreeMap<String, String>,
    /// The reports of an agency and year, in the order in which they count.
    reports: BTreeMap<(String, u16), Vec<usize>>,
}

impl Collection {
    /// Files in the order in which they count, what was received last before all others, data
    /// files before documents: what comes later and says the same is a copy.
    /// Agencies are told apart by name; a roster's other names are one with it, and so is what
    /// a data file names as its report of last year.
    pub fn of(entries: Vec<Entry>, roster: &Register) -> Self {
        let mut collection = Collection {
            standings: vec![Standing::First; entries.len()],
            renamed: renamed(&entries, roster),
            entries,
            reports: BTreeMap::new(),
        };
        let mut order: Vec<usize> = (0..collection.entries.len()).collect();
        order.sort_by_key(|at| {
            let entry = &collection.entries[*at];
            (std::cmp::Reverse(entry.round), !entry.is_data)
        });
        for at in order {
            let Some(key) = collection.key(at, roster) else {
                continue;
            };
            let before = collection.reports.entry(key).or_default();
            if let Some(first) = before.first() {
                let entries = &collection.entries;
                let same = before
                    .iter()
                    .find(|other| differs(&entries[**other], &entries[at]).is_none());
                collection.standings[at] = match same {
                    Some(same) => Standing::Copy(*same),
                    None if entries[*first].round > entries[at].round => Standing::Earlier(*first),
                    None => {
                        let why = differs(&entries[*first], &entries[at]);
                        Standing::Other(*first, why.unwrap_or_default())
                    }
                };
            }
            before.push(at);
        }
        collection
    }

    /// The agency and year of a file.
    fn key(&self, at: usize, roster: &Register) -> Option<(String, u16)> {
        let known = self.entries[at].report()?;
        let owner = Some(self.owner(&known.agency, roster));
        Some((owner.filter(|owner| !owner.is_empty())?, known.year?))
    }

    /// What the names of an agency have in common, over the years too.
    pub fn owner(&self, agency: &str, roster: &Register) -> String {
        let own = roster.identity(agency);
        self.renamed.get(&own).cloned().unwrap_or(own)
    }

    /// How a file stands beside others of its agency and year.
    pub fn standing(&self, at: usize) -> &Standing {
        &self.standings[at]
    }

    /// The report of an agency and year; none where there are several that differ.
    pub fn report(&self, agency: &str, year: u16, roster: &Register) -> Option<usize> {
        let own = self.reports.get(&(self.owner(agency, roster), year))?;
        let is_other = |at: &usize| matches!(self.standings[*at], Standing::Other(..));
        let first = own.first().copied();
        first.filter(|_| !own.iter().any(is_other))
    }

    /// The year that most reports of some files are of.
    pub fn usual_year(&self, files: impl Iterator<Item = usize>) -> Option<u16> {
        let mut counts: BTreeMap<u16, usize> = BTreeMap::new();
        for year in files.filter_map(|at| self.entries[at].report()?.year) {
            *counts.entry(year).or_default() += 1;
        }
        let most = counts.iter().max_by_key(|(year, count)| (**count, **year));
        most.map(|(year, _)| *year)
    }
}

fn differs(one: &Entry, other: &Entry) -> Option<String> {
    match (one.report(), other.report()) {
        (Some(one), Some(other)) => one.content.differs(&other.content),
        _ => Some("有一份读不全".to_owned()),
    }
}

/// By what the names of an agency have in common, the same of its later name, where a report
/// of the next year names one of the earlier name as last year's.
fn renamed(entries: &[Entry], roster: &Register) -> BTreeMap<String, String> {
    let mut years: BTreeMap<String, BTreeSet<u16>> = BTreeMap::new();
    let mut at: BTreeMap<&str, (&str, u16)> = BTreeMap::new();
    for entry in entries {
        if let Some((known, year)) = entry.report().and_then(|known| Some((known, known.year?))) {
            let own = years.entry(roster.identity(&known.agency)).or_default();
            own.insert(year);
            at.insert(&entry.key, (&known.agency, year));
        }
    }
    let mut renamed: BTreeMap<String, String> = BTreeMap::new();
    for known in entries.iter().filter_map(Entry::report) {
        let last = known
            .before
            .as_ref()
            .and_then(|(key, _)| at.get(key.as_str()));
        let Some((last, year)) = last.filter(|(_, year)| Some(year + 1) == known.year) else {
            continue;
        };
        let now = |own: String| renamed.get(&own).cloned().unwrap_or(own);
        let (from, to) = (
            now(roster.identity(last)),
            now(roster.identity(&known.agency)),
        );
        let years_of = |owner: &String| years.get(owner).cloned().unwrap_or_default();
        let (before, mut after) = (years_of(&from), years_of(&to));
        // Two that both reported for a year are two agencies, whatever a file says.
        if from == to || !before.is_disjoint(&after) || !before.contains(year) {
            continue;
        }
        after.extend(before);
        years.insert(to.clone(), after);
        for owner in renamed.values_mut().filter(|owner| **owner == from) {
            owner.clone_from(&to);
        }
        renamed.insert(from, to);
    }
    renamed
}

#[cfg(test)]
mod tests {
    use super::*;
    use base::source::Sources;
    use form::report::{self, Alone};

    fn entry(file: &str, agency: &str, year: u16, permits: u64) -> Entry {
        let text = format!(
            "年度: {year}\n机关: {{名称: {agency}}}\n主动公开: {{行政许可: {permits}, 其余: 0}}\n"
        );
        let mut sources = Sources::new();
        let id = sources.add(file, text);
        let report = report::read(&mut sources, id, &Alone)
            .0
            .expect("it can be read");
        let known = Known {
            agency: agency.to_owned(),
            at: Place::default(),
            year: Some(year),
            date: None,
            category: None,
            content: Content::of(&report),
            before: None,
        };
        Entry {
            file: file.to_owned(),
            key: file.to_owned(),
            is_data: file.ends_with(".yaml"),
            owner: Match::None,
            round: 0,
            held: Held::Report(Box::new(known)),
        }
    }

    #[test]
    fn figures_are_kept_as_they_are() {
        let content = |figure: &str| {
            let text = format!(
                "年度: 2024\n机关: {{名称: 某局}}\n主动公开: {{行政事业性收费: {figure}, 其余: 0}}\n"
            );
            let mut sources = Sources::new();
            let id = sources.add("a.yaml", text);
            Content::of(
                &report::read(&mut sources, id, &Alone)
                    .0
                    .expect("it can be read"),
            )
        };
        for (one, other, same) in [
            ("0", "0", true),
            ("0", "~", true),
            ("999999999999.999999", "999999999999.999999", true),
            ("999999999999.999999", "999999999999.999998", false),
            ("64", "63", false),
            ("64", "8192", false),
        ] {
            let differs = content(one).differs(&content(other));
            assert_eq!(differs.is_none(), same, "{one} {other}: {differs:?}");
        }
    }

    #[test]
    fn copies_follow_the_data_file_and_others_are_disputed() {
        let roster = Register::default();
        let files = vec![
            entry("a.docx", "甲局", 2024, 1),
            entry("b.pdf", "甲 局", 2024, 2),
            entry("c.yaml", "甲局", 2024, 1),
            entry("d.yaml", "甲局", 2023, 1),
        ];
        let all = Collection::of(files, &roster);
        assert_eq!(all.standing(0), &Standing::Copy(2));
        assert!(matches!(all.standing(1), Standing::Other(2, why) if why.contains("1 个数不同")));
        assert_eq!(all.standing(2), &Standing::First);
        assert_eq!(all.report("甲局", 2024, &roster), None);
        assert_eq!(all.report("甲局", 2023, &roster), Some(3));
    }

    #[test]
    fn what_was_received_last_counts() {
        let roster = Register::default();
        let mut files = vec![
            entry("一.yaml", "甲局", 2024, 1),
            entry("二.docx", "甲局", 2024, 2),
            entry("三.docx", "甲局", 2024, 1),
        ];
        (files[0].round, files[1].round) = (1, 2);
        let all = Collection::of(files, &roster);
        assert_eq!(all.standing(0), &Standing::Earlier(1));
        assert_eq!(all.standing(2), &Standing::Copy(0));
        assert_eq!(all.report("甲局", 2024, &roster), Some(1));
    }

    #[test]
    fn last_year_by_another_name_is_the_same_agency_unless_both_reported() {
        let roster = Register::default();
        let renamed = |year: u16, more: Option<Entry>| {
            let mut this = entry("新局.yaml", "新局", 2024, 0);
            if let Held::Report(known) = &mut this.held {
                let name = "旧局.yaml".to_owned();
                known.before = Some((name.clone(), name));
            }
            let files = [entry("旧局.yaml", "旧局", year, 0), this]
                .into_iter()
                .chain(more);
            Collection::of(files.collect(), &roster).owner("旧局", &roster)
        };
        assert_eq!(renamed(2023, None), "新局");
        // A file of another year is not last year's.
        assert_eq!(renamed(2022, None), "旧局");
        let both = entry("旧.yaml", "旧局", 2024, 0);
        assert_eq!(renamed(2023, Some(both)), "旧局");
    }
}
