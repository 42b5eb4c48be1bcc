//! From what was handed in to how it stands with each agency of the roster.

use std::collections::BTreeMap;

use super::{Board, Handed, Line, State, Term, Unread};
use crate::{
    check::due,
    ground::{
        diagnostic::{Record, Severity},
        source::{Origin, Place},
    },
    office::register::{Member, Register},
};

/// Lays what was handed in beside the roster; a deadline of the term overrides the statute's.
pub fn board(roster: &Register, handed: Vec<Handed>, term: Term, odd: Vec<Record>) -> Board {
    let mut board = Board {
        term,
        lines: Vec::new(),
        odd,
        unread: Vec::new(),
    };
    let mut by_agency = board.sorted(roster, handed);
    for (index, member) in roster.members.iter().enumerate() {
        let files = by_agency.remove(&index).unwrap_or_default();
        board.lines.push(line(member, files, term));
    }
    let rank = |line: &Line| {
        let counts = [Severity::Error, Severity::Warning].map(|s| usize::MAX - line.count(s));
        (line.state, !line.late, counts)
    };
    board.lines.sort_by_key(rank);
    board.unread.sort_by(|one, other| one.file.cmp(&other.file));
    board
}

impl Board {
    /// The files by the number of their agency; what is of none is told.
    fn sorted(&mut self, roster: &Register, handed: Vec<Handed>) -> BTreeMap<usize, Vec<Handed>> {
        let mut by_agency: BTreeMap<usize, Vec<Handed>> = BTreeMap::new();
        for file in handed {
            let named = file.agency.as_ref().map(|(name, ..)| roster.find(name));
            let owner = named.unwrap_or(file.guess);
            if let Some(fault) = &file.unread {
                self.unread.push(Unread {
                    file: file.file.clone(),
                    agency: owner.map(|index| roster.members[index].name.text.clone()),
                    why: fault.why.clone(),
                });
            }
            let is_of_term = file.year.is_none_or(|stated| stated == self.term.year);
            match owner {
                Some(index) => by_agency.entry(index).or_default().push(file),
                None if file.unread.is_none() && is_of_term => {
                    self.odd.push(stranger(roster, &file));
                }
                None => {}
            }
        }
        by_agency
    }
}

/// A report of an agency that the roster does not have.
fn stranger(roster: &Register, file: &Handed) -> Record {
    let (message, help, place) = match &file.agency {
        Some((name, place)) => {
            let help = roster.advice(name);
            (format!("名册里没有「{name}」"), help, place.clone())
        }
        None => (
            "看不出这份文件是哪一家的".to_owned(),
            "改正文件里的错误；文件名里写上机关的名称，就认得出来".to_owned(),
            Place::default(),
        ),
    };
    Record {
        help: Some(help),
        ..Record::new(super::STRANGER, file.file.clone(), &place, message)
    }
}

/// How it stands with one agency that these files are of.
fn line(member: &Member, files: Vec<Handed>, term: Term) -> Line {
    let (unread, files): (Vec<Handed>, Vec<Handed>) =
        files.into_iter().partition(|file| file.unread.is_some());
    let (now, other): (Vec<Handed>, Vec<Handed>) = files
        .into_iter()
        .partition(|file| file.year.is_none_or(|stated| stated == term.year));
    let (mut now, copies, mut remarks) = apart(now);
    remarks.extend(instead(&mut now, &unread, &other));
    let latest = now.first();
    let category = member.category.or(latest.and_then(|file| file.category));
    let due = due(term.year, category, &member.name.text);
    let due = member.due.or(term.deadline).or(due);
    let date = latest.and_then(|file| file.date);
    let mut line = Line {
        name: member.name.text.clone(),
        category,
        contact: member.contact.clone(),
        state: State::Clean,
        late: matches!((date, due), (Some(date), Some(due)) if date > due),
        due,
        date,
        files: now.iter().map(|file| file.file.clone()).collect(),
        copies,
        remarks,
        findings: now.into_iter().flat_map(|file| file.findings).collect(),
        note: None,
    };
    line.state = line.judged();
    line
}

impl Line {
    /// How it stands, by the files and findings.
    fn judged(&self) -> State {
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

/// What there is to say where no report of the year can be read. A file that cannot be read
/// and may be one was handed in all the same; others are not what is asked for.
fn instead(now: &mut Vec<Handed>, unread: &[Handed], other: &[Handed]) -> Vec<String> {
    if now.is_empty() {
        now.extend(unread.iter().filter_map(refused));
    }
    if !now.is_empty() {
        return Vec::new();
    }
    let unread = unread
        .iter()
        .filter_map(|file| Some(format!("有 {}，{}", file.file, file.unread.as_ref()?.why)));
    let last = other.iter().max_by_key(|file| file.year);
    let last = last.map(|last| {
        let stated = last.year.unwrap_or_default();
        format!("只有 {stated} 年度的报告（{}）", last.file)
    });
    unread.chain(last).collect()
}

/// The files that say different things, those that say the same as the first, and what there
/// is to say of it.
fn apart(files: Vec<Handed>) -> (Vec<Handed>, Vec<String>, Vec<String>) {
    let first = files.iter().find_map(|file| file.content.clone());
    let differs = |file: &Handed| first.as_ref()?.differs(file.content.as_ref()?);
    let (mut kept, mut copies, mut reasons) = (Vec::new(), Vec::new(), Vec::new());
    for file in files {
        let is_copy =
            !kept.is_empty() && !file.is_data && file.content.is_some() && first.is_some();
        match differs(&file) {
            None if is_copy => copies.push(file.file),
            None => kept.push(file),
            Some(why) => {
                reasons.push(why);
                kept.push(file);
            }
        }
    }
    let names: Vec<&str> = kept.iter().map(|file| file.file.as_str()).collect();
    let mut remarks = Vec::new();
    if kept.len() > 1 {
        let why = reasons
            .first()
            .map_or(String::new(), |why| format!("（{why}）"));
        remarks.push(format!(
            "交了 {} 份，只留一份：{}{why}",
            kept.len(),
            names.join("、")
        ));
    }
    (kept, copies, remarks)
}

/// A file that cannot be read, as what was handed in.
fn refused(file: &Handed) -> Option<Handed> {
    let fault = file.unread.as_ref().filter(|fault| fault.may_be_report)?;
    Some(Handed {
        findings: vec![Record {
            help: Some(fault.help.clone()),
            ..Record::new(
                "unreadable",
                file.file.clone(),
                &Place::Document(Origin::Unknown),
                format!("读不出报告：{}", fault.why),
            )
        }],
        ..file.clone()
    })
}
