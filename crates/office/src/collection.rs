//! Many files, each known: whose it is, of which year, and which others say the same.
//!
//! In goes what was read of every file ([`Entry`]), out comes for each its agency across
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

/// A file, and where it lies.
#[derive(Clone, Debug)]
pub struct Entry<I = ()> {
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
    /// What is known of the report that it holds, or why nothing of it was read.
    pub held: Result<Box<Known>, Fault>,
    /// How it stands beside others of its agency and year.
    pub standing: Standing,
    /// Where it lies.
    pub input: I,
}

impl<I> Entry<I> {
    /// The agency of the roster that it is of, where that is certain.
    pub fn member(&self) -> Option<usize> {
        self.owner.one()
    }

    /// What is known of its report.
    pub fn report(&self) -> Option<&Known> {
        self.held.as_deref().ok()
    }

    /// The report year, where it is known.
    pub fn year(&self) -> Option<u16> {
        self.report()?.year
    }

    /// Whether it is of a year, or of none that can be known.
    pub fn is_of(&self, year: Option<u16>) -> bool {
        year.is_none() || self.year().is_none() || self.year() == year
    }

    /// Why nothing of it was read.
    pub fn fault(&self) -> Option<&Fault> {
        self.held.as_ref().err()
    }

    /// That nothing of it was read, where that is so.
    pub fn unread(&self, roster: &Register) -> Option<Unread> {
        let agency = self.member().map(|at| &roster.members[at].name.text);
        Some(Unread {
            file: self.file.clone(),
            agency: agency.cloned(),
            why: self.fault()?.why.clone(),
        })
    }
}

/// How a report stands beside others of its agency and year, which are named by their files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Standing {
    /// It is the first, or the only one.
    #[default]
    First,
    /// It says the same as that one.
    Copy(String),
    /// That one came later, and counts in its place.
    Earlier(String),
    /// It says something else than that one, and what: the first counts, and somebody has to say.
    Other(String, String),
}

impl Standing {
    /// Whether it is one that counts, or might.
    pub fn counts(&self) -> bool {
        matches!(self, Standing::First | Standing::Other(..))
    }

    /// What there is to say of it.
    pub fn told(&self) -> Option<String> {
        match self {
            Standing::First => None,
            Standing::Copy(other) => Some(format!("与 {other} 是同一份报告")),
            Standing::Earlier(other) => Some(format!("后来又交了 {other}，以那一份为准")),
            Standing::Other(other, why) => Some(format!(
                "与 {other} 同一机关、同一年度，不一样（{why}）；留下一份"
            )),
        }
    }
}

/// The one report of each agency and year that counts, and what does not count.
pub struct Counted<'a, I> {
    /// Those that count, each with what the names of its agency have in common.
    pub files: Vec<(String, &'a Entry<I>)>,
    /// What is not certain, a line each.
    pub odd: Vec<String>,
    /// Files that may be reports, and cannot be read.
    pub unread: Vec<Unread>,
}

/// Files with what is known of them.
#[derive(Debug)]
pub struct Collection<I = ()> {
    /// Who must hand in a report; nobody where there is no roster.
    pub roster: Register,
    /// The files.
    pub entries: Vec<Entry<I>>,
    /// How many of them are asked for; those behind them are of earlier years.
    own: usize,
    /// What the names of an agency have in common, by those of an earlier name.
    renamed: BTreeMap<String, String>,
    /// The reports of an agency and year, in the order in which they count.
    reports: BTreeMap<(String, u16), Vec<usize>>,
}

impl<I> Collection<I> {
    /// Files, the first so many of which are asked for, in the order in which they count: what
    /// was received last before all others, data files before documents. What comes later and
    /// says the same is a copy. Agencies are told apart by name; a roster's other names are one
    /// with it, and so is what a data file names as its report of last year.
    pub fn of(entries: Vec<Entry<I>>, own: usize, roster: Register) -> Self {
        let mut collection = Collection {
            renamed: renamed(&entries, &roster),
            roster,
            entries,
            own,
            reports: BTreeMap::new(),
        };
        let mut order: Vec<usize> = (0..collection.entries.len()).collect();
        order.sort_by_key(|at| {
            let entry = &collection.entries[*at];
            (std::cmp::Reverse(entry.round), !entry.is_data)
        });
        for at in order {
            let entries = &collection.entries;
            let entry = &entries[at];
            let Some((known, year)) = entry.report().zip(entry.year()) else {
                continue;
            };
            let owner = collection.owner(&known.agency);
            if owner.is_empty() {
                continue;
            }
            let before = collection.reports.entry((owner, year)).or_default();
            let same = before
                .iter()
                .find(|other| differs(&entries[**other], entry).is_none());
            let first = before.first().map(|first| &entries[*first]);
            let standing = match (same, first) {
                (Some(same), _) => Standing::Copy(entries[*same].file.clone()),
                (None, Some(first)) if first.round > entry.round => {
                    Standing::Earlier(first.file.clone())
                }
                (None, Some(first)) => {
                    let why = differs(first, entry).unwrap_or_default();
                    Standing::Other(first.file.clone(), why)
                }
                (None, None) => Standing::First,
            };
            before.push(at);
            collection.entries[at].standing = standing;
        }
        collection
    }

    /// The files that are asked for.
    pub fn files(&self) -> &[Entry<I>] {
        &self.entries[..self.own]
    }

    /// Those of earlier years behind them.
    pub fn earlier(&self) -> &[Entry<I>] {
        &self.entries[self.own..]
    }

    /// What the names of an agency have in common, over the years too.
    pub fn owner(&self, agency: &str) -> String {
        let own = self.roster.identity(agency);
        self.renamed.get(&own).cloned().unwrap_or(own)
    }

    /// The report of an agency and year, and whether it is of those that are asked for; none
    /// where there are several that differ.
    pub fn report(&self, agency: &str, year: u16) -> Option<(&Entry<I>, bool)> {
        let own = self.reports.get(&(self.owner(agency), year))?;
        let mut all = own.iter().map(|at| &self.entries[*at].standing);
        let first = *own.first()?;
        let is_certain = !all.any(|one| matches!(one, Standing::Other(..)));
        is_certain.then(|| (&self.entries[first], first < self.own))
    }

    /// Of some files the one of each agency and year that counts. Of several that differ the
    /// first does, and it is told.
    pub fn counted<'a>(&self, files: &'a [Entry<I>]) -> Counted<'a, I> {
        let mut counted = Counted {
            files: Vec::new(),
            odd: Vec::new(),
            unread: Vec::new(),
        };
        for entry in files {
            let file = &entry.file;
            match &entry.held {
                Err(fault) if !fault.may_be_report => {}
                Err(_) => counted.unread.extend(entry.unread(&self.roster)),
                Ok(known) if known.agency.is_empty() => {
                    let told = format!("{file}：没有写机关的名称，没有列入");
                    counted.odd.push(told);
                }
                Ok(known) => match &entry.standing {
                    Standing::First => counted.files.push((self.owner(&known.agency), entry)),
                    other @ Standing::Other(..) => {
                        let told = other.told().unwrap_or_default();
                        counted.odd.push(format!("{file}：{told}，这里没有用"));
                    }
                    Standing::Copy(_) | Standing::Earlier(_) => {}
                },
            }
        }
        counted
    }
}

fn differs<I>(one: &Entry<I>, other: &Entry<I>) -> Option<String> {
    match (one.report(), other.report()) {
        (Some(one), Some(other)) => one.content.differs(&other.content),
        _ => Some("有一份读不全".to_owned()),
    }
}

/// By what the names of an agency have in common, the same of its later name, where a report
/// of the next year names one of the earlier name as last year's.
fn renamed<I>(entries: &[Entry<I>], roster: &Register) -> BTreeMap<String, String> {
    let mut years: BTreeMap<String, BTreeSet<u16>> = BTreeMap::new();
    let mut at: BTreeMap<&str, (&str, u16)> = BTreeMap::new();
    for entry in entries {
        if let Some((known, year)) = entry.report().zip(entry.year()) {
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
            held: Ok(Box::new(known)),
            standing: Standing::First,
            input: (),
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
        let all = Collection::of(files, 4, roster);
        let report = |year| Some(&*all.report("甲局", year)?.0.file);
        assert_eq!(all.entries[0].standing, Standing::Copy("c.yaml".to_owned()));
        assert!(
            matches!(&all.entries[1].standing, Standing::Other(file, why) if file == "c.yaml" && why.contains("1 个数不同"))
        );
        assert_eq!(all.entries[2].standing, Standing::First);
        assert_eq!(report(2024), None);
        assert_eq!(report(2023), Some("d.yaml"));
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
        let all = Collection::of(files, 4, roster);
        let report = |year| Some(&*all.report("甲局", year)?.0.file);
        assert_eq!(
            all.entries[0].standing,
            Standing::Earlier("二.docx".to_owned())
        );
        assert_eq!(
            all.entries[2].standing,
            Standing::Copy("一.yaml".to_owned())
        );
        assert_eq!(report(2024), Some("二.docx"));
    }

    #[test]
    fn last_year_by_another_name_is_the_same_agency_unless_both_reported() {
        let renamed = |year: u16, more: Option<Entry>| {
            let mut this = entry("新局.yaml", "新局", 2024, 0);
            if let Ok(known) = &mut this.held {
                let name = "旧局.yaml".to_owned();
                known.before = Some((name.clone(), name));
            }
            let files = [entry("旧局.yaml", "旧局", year, 0), this]
                .into_iter()
                .chain(more);
            Collection::of(files.collect(), 2, Register::default()).owner("旧局")
        };
        assert_eq!(renamed(2023, None), "新局");
        // A file of another year is not last year's.
        assert_eq!(renamed(2022, None), "旧局");
        let both = entry("旧.yaml", "旧局", 2024, 0);
        assert_eq!(renamed(2023, Some(both)), "旧局");
    }
}
