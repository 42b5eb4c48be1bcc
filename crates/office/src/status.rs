//! Who has handed in a report for a year, and how it stands with each.
//!
//! In go the files of a collection with what a check of each shows; out comes a
//! [`Board`], a line for each agency, the worst first. It becomes a document, JSON, and letters.

mod alike;
mod letters;
mod paper;

use std::{collections::BTreeMap, fmt};

use serde::{Serialize, Serializer};
use serde_json::{Map, Value, json};

use crate::{
    collection::{Entry, Standing},
    plain::pretty,
    received::Ledger,
    register::{Member, Register},
};
use base::{
    date::Date,
    diagnostic::{Record, Severity},
    source::{Origin, Place},
};
use check::due;
use form::report::Category;

pub use super::collection::Unread;
pub use alike::Sketch;
pub use letters::{Sending, letter};
pub use paper::document;

/// What a check of a file that was handed in shows.
#[derive(Clone, Debug, Default)]
pub struct Checked {
    /// What is wrong, in file order. What its author accepted with a reason is not told again.
    pub findings: Vec<Record>,
    /// Its words, to be compared with those of other agencies.
    pub words: Option<Sketch>,
}

/// The rule of what is of no agency of the register.
const STRANGER: &str = "roster";

/// A finding in a line, its place first.
pub fn brief(told: &Record) -> String {
    let help = told.help.as_deref().unwrap_or_default();
    format!("{}: {}；{help}", told.at.of(&told.place), told.message)
}

/// How it stands with an agency, the worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// Nothing has come.
    Missing,
    /// What came has errors, cannot be read, or came twice.
    Failing,
    /// It is in order, and late.
    Late,
    /// There are warnings.
    Warned,
    /// Nothing is wrong.
    Clean,
}

impl State {
    /// Every state, the worst first, with the words that people and programs read.
    pub const ALL: [(State, &str, &str); 5] = [
        (State::Missing, "未交", "missing"),
        (State::Failing, "有错误", "failing"),
        (State::Late, "逾期", "late"),
        (State::Warned, "有警告", "warned"),
        (State::Clean, "通过", "clean"),
    ];

    /// The word that people read.
    pub fn chinese(self) -> &'static str {
        Self::ALL[self as usize].1
    }
}

/// How it stands with one agency.
#[derive(Clone, Debug, Serialize)]
pub struct Line {
    /// Its name.
    pub name: String,
    /// What it is.
    #[serde(serialize_with = "named")]
    pub category: Option<Category>,
    /// Whom to ask.
    pub contact: Option<String>,
    /// How it stands.
    pub state: State,
    /// Whether it came after the deadline, whatever else is wrong: by its arrival where that
    /// was written down, else by the day of signature.
    pub late: bool,
    /// The day by which it is due.
    #[serde(serialize_with = "in_words")]
    pub due: Option<Date>,
    /// The day of signature.
    #[serde(serialize_with = "in_words")]
    pub date: Option<Date>,
    /// The files for the year that say different things.
    pub files: Vec<String>,
    /// Files that say the same as the first of them, or came before it.
    pub copies: Vec<String>,
    /// What else there is to say.
    pub remarks: Vec<String>,
    /// What is wrong, in file order.
    #[serde(serialize_with = "told")]
    pub findings: Vec<Record>,
    /// The file of the note that was written to it.
    pub note: Option<String>,
    /// Its last hand-in, where arrivals are written down.
    pub received: Option<Received>,
}

/// The last hand-in of an agency, as the ledger has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Received {
    /// Which one it is, from 1.
    pub round: usize,
    /// How it stood when it came.
    pub state: super::received::State,
    /// The day on which it came.
    pub day: String,
    /// Whether that is after the deadline.
    pub late: bool,
}

/// Of which year reports are asked for, and when.
#[derive(Clone, Copy, Debug)]
pub struct Term {
    /// The report year.
    pub year: u16,
    /// The day that is the deadline of all, in the place of the statute's.
    pub deadline: Option<Date>,
    /// The day on which it stands so.
    pub as_of: Option<Date>,
}

/// How it stands with everybody.
#[derive(Clone, Debug)]
pub struct Board {
    /// The year, and when.
    pub term: Term,
    /// The agencies of the roster, the worst first.
    pub lines: Vec<Line>,
    /// What is wrong with the roster, and reports of agencies that it does not have: each
    /// with its file, line and column.
    pub odd: Vec<Record>,
    /// Files of which nothing was read, in order.
    pub unread: Vec<Unread>,
    /// Agencies whose texts are much the same, and how many per cent of them at least.
    pub alike: Vec<(Vec<String>, usize)>,
}

/// A file with what a check of it shows.
type Handed<'a, I> = (&'a Entry<I>, Vec<Record>);

impl Board {
    /// Lays what was handed in beside the roster, in which these things are odd: files, each
    /// with what a check of it shows, if it was checked; and what the ledger has of each agency's
    /// last hand-in.
    pub fn of<'a, I: 'a>(
        roster: &Register,
        mut odd: Vec<Record>,
        files: impl IntoIterator<Item = (&'a Entry<I>, Checked)>,
        ledger: &Ledger,
        term: Term,
    ) -> Self {
        let mut unread = Vec::new();
        let mut by_agency: BTreeMap<usize, Vec<Handed<'_, I>>> = BTreeMap::new();
        let mut sketches: BTreeMap<usize, Sketch> = BTreeMap::new();
        for (entry, check) in files {
            let is_now = entry.is_of(Some(term.year));
            // A data file that is no report is to be mended, and its findings say how.
            let fault = entry.unread(roster).filter(|_| check.findings.is_empty());
            match entry.member() {
                Some(member) => {
                    let counts = entry.standing == Standing::First && is_now;
                    sketches.extend(check.words.filter(|_| counts).map(|words| (member, words)));
                    let own = by_agency.entry(member).or_default();
                    own.push((entry, check.findings));
                }
                None if fault.is_none() && is_now => odd.push(stranger(roster, entry)),
                None => {}
            }
            unread.extend(fault);
        }
        let members = roster.members.iter().enumerate();
        let lines = members.map(|(index, member)| {
            let files = by_agency.remove(&index).unwrap_or_default();
            Line::of(member, files, ledger, term)
        });
        let mut lines: Vec<Line> = lines.collect();
        lines.sort_by_cached_key(|line| {
            let counts = [Severity::Error, Severity::Warning].map(|s| usize::MAX - line.count(s));
            (line.state, !line.late, counts)
        });
        unread.sort_by(|one: &Unread, other| one.file.cmp(&other.file));
        let named = sketches.iter();
        let named =
            named.map(|(member, sketch)| (roster.members[*member].name.text.clone(), sketch));
        Board {
            alike: alike::groups(&named.collect::<Vec<_>>()),
            term,
            lines,
            odd,
            unread,
        }
    }

    /// How many agencies stand in a state.
    pub fn count(&self, state: State) -> usize {
        self.lines.iter().filter(|line| line.state == state).count()
    }

    /// How many files may be a report that nobody is known to have sent.
    pub fn unclaimed(&self) -> usize {
        let strangers = self.odd.iter().filter(|told| told.rule == STRANGER);
        let unread = self.unread.iter().filter(|file| file.agency.is_none());
        strangers.count() + unread.count()
    }

    /// Whether nobody must do anything any more.
    pub fn is_done(&self) -> bool {
        let open = [State::Missing, State::Failing];
        open.into_iter().all(|state| self.count(state) == 0)
            && self.odd.iter().all(|told| told.severity != Severity::Error)
    }

    /// For programs.
    pub fn json(&self) -> String {
        let counts = State::ALL.into_iter();
        let counts = counts.map(|(state, _, code)| (code.to_owned(), self.count(state).into()));
        let alike = self.alike.iter();
        let alike = alike.map(|(names, percent)| json!({"agencies": names, "percent": percent}));
        pretty(&json!({
            "year": self.term.year,
            "as_of": self.term.as_of.map(|day| day.to_string()),
            "counts": counts.collect::<Map<String, Value>>(),
            "agencies": self.lines,
            "unread": self.unread,
            "alike": alike.collect::<Vec<_>>(),
            "odd": self.odd.iter().map(finding).collect::<Vec<_>>(),
        }))
    }
}

fn finding(told: &Record) -> Value {
    let mut value = json!(told);
    value["official"] = json!(told.name);
    value
}

fn told<S: Serializer>(findings: &[Record], to: S) -> Result<S::Ok, S::Error> {
    to.collect_seq(findings.iter().map(finding))
}

fn in_words<S: Serializer>(value: &Option<impl fmt::Display>, to: S) -> Result<S::Ok, S::Error> {
    value.as_ref().map(ToString::to_string).serialize(to)
}

fn named<S: Serializer>(value: &Option<Category>, to: S) -> Result<S::Ok, S::Error> {
    value.map(Category::chinese).serialize(to)
}

/// A report of an agency that the roster does not have.
fn stranger<I>(roster: &Register, entry: &Entry<I>) -> Record {
    let named = entry.report().filter(|known| !known.agency.is_empty());
    let (message, help, place) = match named {
        Some(known) => {
            let help = roster.advice(&known.agency);
            let message = format!("名册里没有「{}」", known.agency);
            (message, help, known.at.clone())
        }
        None => (
            "看不出这份文件是哪一家的".to_owned(),
            "改正文件里的错误；文件名里写上机关的名称，就认得出来".to_owned(),
            Place::default(),
        ),
    };
    Record::new(STRANGER, entry.file.clone(), &place, message).with_help(help)
}

impl Line {
    /// How it stands with an agency that these files are of.
    fn of<I>(member: &Member, files: Vec<Handed<'_, I>>, ledger: &Ledger, term: Term) -> Self {
        let (mut now, mut copies) = (Vec::new(), Vec::new());
        let (mut unread, mut other) = (Vec::new(), Vec::new());
        for (entry, findings) in files {
            match &entry.held {
                Err(fault) if findings.is_empty() => unread.push((entry, fault)),
                _ if !entry.is_of(Some(term.year)) => other.push(entry),
                _ if !entry.standing.counts() => copies.push(entry.file.clone()),
                _ => now.push((entry, findings)),
            }
        }
        // The one that counts first.
        now.sort_by_key(|(entry, _)| (entry.standing != Standing::First, !entry.is_data));
        let mut remarks: Vec<String> = several(&now).into_iter().collect();
        if now.is_empty() {
            // What cannot be read and may be a report was handed in all the same.
            let may_be = unread.iter().filter(|(_, fault)| fault.may_be_report);
            now.extend(may_be.map(|(entry, fault)| {
                let place = Place::Document(Origin::Unknown);
                let message = format!("读不出报告：{}", fault.why);
                let told = Record::new("unreadable", entry.file.clone(), &place, message);
                (*entry, vec![told.with_help(fault.help.clone())])
            }));
        }
        if now.is_empty() {
            let unread = unread.iter();
            remarks
                .extend(unread.map(|(entry, fault)| format!("有 {}，{}", entry.file, fault.why)));
            let last = other.iter().max_by_key(|entry| entry.year());
            remarks.extend(last.map(|last| {
                let stated = last.year().unwrap_or_default();
                format!("只有 {stated} 年度的报告（{}）", last.file)
            }));
        }
        let first = now.first().and_then(|(entry, _)| entry.report());
        let category = member.category.or(first.and_then(|known| known.category));
        let statute = || due(term.year, category, &member.name.text);
        let due = member.due.or(term.deadline).or_else(statute);
        let date = first.and_then(|known| known.date);
        let files = now.iter().map(|(entry, _)| entry.file.clone());
        let latest = ledger.latest(&member.name.text, term.year);
        let received = latest.first().map(|first| Received {
            round: first.round,
            state: first.state,
            day: first.day.clone(),
            late: latest.iter().all(|one| one.is_late()),
        });
        let signed_late = matches!((date, due), (Some(date), Some(due)) if date > due);
        let mut line = Line {
            name: member.name.text.clone(),
            category,
            contact: member.contact.clone(),
            state: State::Clean,
            late: received.as_ref().map_or(signed_late, |one| one.late),
            due,
            date,
            files: files.collect(),
            copies,
            remarks,
            findings: now.into_iter().flat_map(|(_, findings)| findings).collect(),
            note: None,
            received,
        };
        let counts = [Severity::Error, Severity::Warning].map(|severity| line.count(severity));
        line.state = match (line.files.len(), counts) {
            (0, _) => State::Missing,
            (1, [0, _]) if line.late => State::Late,
            (1, [0, 0]) => State::Clean,
            (1, [0, _]) => State::Warned,
            _ => State::Failing,
        };
        line
    }

    /// How many findings of a severity there are.
    pub fn count(&self, severity: Severity) -> usize {
        let findings = self.findings.iter();
        findings.filter(|told| told.severity == severity).count()
    }
}

/// What there is to say of several files that say different things.
fn several<I>(files: &[Handed<'_, I>]) -> Option<String> {
    let reason = files.iter().find_map(|(entry, _)| match &entry.standing {
        Standing::Other(_, why) => Some(format!("（{why}）")),
        _ => None,
    });
    let names: Vec<&str> = files.iter().map(|(entry, _)| &*entry.file).collect();
    let (why, count) = (reason.unwrap_or_default(), files.len());
    (count > 1).then(|| format!("交了 {count} 份，只留一份：{}{why}", names.join("、")))
}
