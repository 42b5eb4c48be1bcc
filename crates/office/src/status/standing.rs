//! From what was handed in to how it stands with each agency of the roster.

use std::collections::BTreeMap;

use super::{Board, Checked, Line, Sketch, State, Term, Unread, alike};
use crate::{
    collection::{Collection, Entry, Standing},
    register::{Member, Register},
};
use base::{
    diagnostic::{Record, Severity},
    source::{Origin, Place},
};
use check::due;

/// A file with what is known of it.
struct Handed<'a> {
    entry: &'a Entry,
    standing: &'a Standing,
    findings: Vec<Record>,
}

impl Handed<'_> {
    fn year(&self) -> Option<u16> {
        self.entry.report()?.year
    }
}

/// Lays what was handed in beside the roster: of a collection the files with these numbers,
/// each with what a check of it shows, where it was checked. A deadline of the term overrides
/// the statute's.
pub fn board(
    collection: &Collection,
    files: impl Iterator<Item = usize>,
    mut checked: BTreeMap<usize, Checked>,
    roster: &Register,
    term: Term,
    odd: Vec<Record>,
) -> Board {
    let mut board = Board {
        term,
        lines: Vec::new(),
        odd,
        unread: Vec::new(),
        alike: Vec::new(),
    };
    let mut by_agency: BTreeMap<usize, Vec<Handed<'_>>> = BTreeMap::new();
    let mut sketches: Vec<(usize, Sketch)> = Vec::new();
    for at in files {
        let (entry, check) = (&collection.entries[at], checked.remove(&at));
        let check = check.unwrap_or_default();
        // A data file that is no report is to be mended, and its findings say how.
        let fault = entry.fault().filter(|_| check.findings.is_empty());
        board.unread.extend(fault.map(|fault| Unread {
            file: entry.file.clone(),
            agency: entry.member.map(|at| roster.members[at].name.text.clone()),
            why: fault.why.clone(),
        }));
        let handed = Handed {
            entry,
            standing: collection.standing(at),
            findings: check.findings,
        };
        let is_of_term = handed.year().is_none_or(|stated| stated == term.year);
        if let (Some(member), Some(words), true) = (entry.member, check.words, is_of_term)
            && *handed.standing == Standing::First
        {
            sketches.push((member, words));
        }
        match entry.member {
            Some(member) => by_agency.entry(member).or_default().push(handed),
            None if fault.is_none() && is_of_term => board.odd.push(stranger(roster, entry)),
            None => {}
        }
    }
    for (index, member) in roster.members.iter().enumerate() {
        let files = by_agency.remove(&index).unwrap_or_default();
        board.lines.push(line(member, files, term));
    }
    board.sort();
    board.unread.sort_by(|one, other| one.file.cmp(&other.file));
    sketches.sort_by_key(|(member, _)| *member);
    let named = sketches.iter().map(|(member, sketch)| {
        let name = roster.members[*member].name.text.clone();
        (name, sketch)
    });
    board.alike = alike::groups(&named.collect::<Vec<_>>());
    board
}

/// A report of an agency that the roster does not have.
fn stranger(roster: &Register, entry: &Entry) -> Record {
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
    Record::new(super::STRANGER, entry.file.clone(), &place, message).with_help(help)
}

/// How it stands with one agency that these files are of.
fn line(member: &Member, files: Vec<Handed<'_>>, term: Term) -> Line {
    let (files, unread): (Vec<Handed>, Vec<Handed>) = files
        .into_iter()
        .partition(|file| file.entry.report().is_some() || !file.findings.is_empty());
    let (now, other): (Vec<Handed>, Vec<Handed>) = files
        .into_iter()
        .partition(|file| file.year().is_none_or(|stated| stated == term.year));
    let (copies, mut now): (Vec<Handed>, Vec<Handed>) = now
        .into_iter()
        .partition(|file| matches!(file.standing, Standing::Copy(_)));
    // What is handed in besides a data file is measured by that.
    now.sort_by_key(|file| !file.entry.is_data);
    let mut remarks = several(&now);
    if now.is_empty() {
        now.extend(unread.iter().filter_map(refused));
    }
    if now.is_empty() {
        remarks.extend(instead(&unread, &other));
    }
    let latest = now.first().and_then(|file| file.entry.report());
    let category = member.category.or(latest.and_then(|known| known.category));
    let due = due(term.year, category, &member.name.text);
    let due = member.due.or(term.deadline).or(due);
    let date = latest.and_then(|known| known.date);
    let names = |files: &[Handed<'_>]| -> Vec<String> {
        files.iter().map(|file| file.entry.file.clone()).collect()
    };
    let mut line = Line {
        name: member.name.text.clone(),
        category,
        contact: member.contact.clone(),
        state: State::Clean,
        late: matches!((date, due), (Some(date), Some(due)) if date > due),
        due,
        date,
        files: names(&now),
        copies: names(&copies),
        remarks,
        findings: now.into_iter().flat_map(|file| file.findings).collect(),
        note: None,
        received: None,
    };
    line.state = line.judged();
    line
}

impl Board {
    /// The agencies, the worst first.
    pub(super) fn sort(&mut self) {
        self.lines.sort_by_key(|line| {
            let counts = [Severity::Error, Severity::Warning].map(|s| usize::MAX - line.count(s));
            (line.state, !line.late, counts)
        });
    }
}

impl Line {
    /// How it stands, by the files and findings.
    pub(super) fn judged(&self) -> State {
        let counts = [Severity::Error, Severity::Warning].map(|severity| self.count(severity));
        match (self.files.len(), counts) {
            (0, _) => State::Missing,
            (1, [0, _]) if self.late => State::Late,
            (1, [0, 0]) => State::Clean,
            (1, [0, _]) => State::Warned,
            _ => State::Failing,
        }
    }
}

/// What there is to say of several files that say different things.
fn several(files: &[Handed<'_>]) -> Vec<String> {
    let reasons = files.iter().find_map(|file| match file.standing {
        Standing::Other(_, why) => Some(format!("（{why}）")),
        Standing::First | Standing::Copy(_) => None,
    });
    let names: Vec<&str> = files.iter().map(|file| &*file.entry.file).collect();
    let (why, count) = (reasons.unwrap_or_default(), files.len());
    let told = format!("交了 {count} 份，只留一份：{}{why}", names.join("、"));
    (count > 1).then_some(told).into_iter().collect()
}

/// A file that cannot be read and may be a report was handed in all the same.
fn refused<'a>(file: &Handed<'a>) -> Option<Handed<'a>> {
    let fault = file.entry.fault().filter(|fault| fault.may_be_report)?;
    let finding = Record::new(
        "unreadable",
        file.entry.file.clone(),
        &Place::Document(Origin::Unknown),
        format!("读不出报告：{}", fault.why),
    )
    .with_help(fault.help.clone());
    Some(Handed {
        findings: vec![finding],
        ..*file
    })
}

/// What there is in the place of a report of the year.
fn instead(unread: &[Handed<'_>], other: &[Handed<'_>]) -> Vec<String> {
    let unread = unread.iter();
    let unread = unread.filter_map(|file| {
        Some(format!(
            "有 {}，{}",
            file.entry.file,
            file.entry.fault()?.why
        ))
    });
    let last = other.iter().max_by_key(|file| file.year());
    let last = last.map(|last| {
        let stated = last.year().unwrap_or_default();
        format!("只有 {stated} 年度的报告（{}）", last.entry.file)
    });
    unread.chain(last).collect()
}
