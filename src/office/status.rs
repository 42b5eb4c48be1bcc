//! Who has handed in a report for a year, and how it stands with each.

mod board_page;
mod letters;
mod text;

use std::collections::BTreeMap;

use crate::{
    check::due,
    form::report::{Category, Report},
    ground::{
        date::Date,
        diagnostic::Severity,
        source::{Origin, Place},
    },
    office::{copies::Content, roster::Roster},
};

pub use board_page::page;
pub use letters::{Note, Sending, is_note, note};
pub use text::{json, markdown, table};

/// A file that was handed in.
#[derive(Clone, Debug, Default)]
pub struct Handed {
    /// The file.
    pub file: String,
    /// Whether it is a data file, and so never another's copy.
    pub is_data: bool,
    /// The agency's name as the file states it, with its place; nothing where
    /// the file cannot be read that far.
    pub agency: Option<(String, Place)>,
    /// The agency that the file most likely is of, by its name or words.
    pub guess: Option<usize>,
    /// The report year, where the file states one that has a form.
    pub year: Option<u16>,
    /// The day of signature.
    pub date: Option<Date>,
    /// What the agency is.
    pub category: Option<Category>,
    /// How many requests were received in the year, in millionths.
    pub received: Option<i128>,
    /// What is wrong, in file order.
    pub findings: Vec<Told>,
    /// What it says, to tell it from other files of the same agency and year.
    pub content: Option<Content>,
    /// Why nothing of it was read, where that is so.
    pub unread: Option<Fault>,
}

/// Why nothing of a file was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What is wrong.
    pub why: String,
    /// What to do.
    pub help: String,
    /// Whether a report may be in it all the same: it counts as handed in, and as faulty.
    pub may_be_report: bool,
}

/// A file of which nothing was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unread {
    /// The file.
    pub file: String,
    /// The agency whose name the file or its folder has.
    pub agency: Option<String>,
    /// Why.
    pub why: String,
}

/// A finding in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// The rule.
    pub rule: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// The file that it lies in, and where.
    pub place: (String, Place),
    /// The section, row or cell of the form that it is on, as the form prints it.
    pub official: Option<String>,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
}

impl Told {
    /// In a line, its place first.
    pub fn line(&self) -> String {
        let (file, place) = &self.place;
        format!("{}: {}；{}", place.of(file), self.message, self.help)
    }
}

/// How it stands with an agency, the worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// Nothing has come.
    Missing,
    /// What came has errors, cannot be read, or came twice.
    Failing,
    /// It is in order, and signed after the deadline.
    Late,
    /// There are warnings.
    Warned,
    /// Nothing is wrong.
    Clean,
}

impl State {
    /// Every state, the worst first.
    pub const ALL: [State; 5] = [
        State::Missing,
        State::Failing,
        State::Late,
        State::Warned,
        State::Clean,
    ];

    /// The word that people read.
    pub fn chinese(self) -> &'static str {
        match self {
            State::Missing => "未交",
            State::Failing => "有错误",
            State::Late => "逾期",
            State::Warned => "有警告",
            State::Clean => "通过",
        }
    }

    /// The word that programs read.
    pub fn code(self) -> &'static str {
        match self {
            State::Missing => "missing",
            State::Failing => "failing",
            State::Late => "late",
            State::Warned => "warned",
            State::Clean => "clean",
        }
    }
}

/// How it stands with one agency.
#[derive(Clone, Debug)]
pub struct Line {
    /// Its name.
    pub name: String,
    /// What it is.
    pub category: Option<Category>,
    /// Whom to ask.
    pub contact: Option<String>,
    /// How it stands.
    pub state: State,
    /// Whether it was signed after the deadline, whatever else is wrong.
    pub late: bool,
    /// The day by which it is due.
    pub due: Option<Date>,
    /// The day of signature.
    pub date: Option<Date>,
    /// The files for the year that say different things.
    pub files: Vec<String>,
    /// Files that say the same as the first of them: the report in other formats.
    pub copies: Vec<String>,
    /// What else there is to say.
    pub remarks: Vec<String>,
    /// What is wrong, in file order.
    pub findings: Vec<Told>,
    /// Requests received, year by year, the latest last; in millionths.
    pub history: Vec<(u16, Option<i128>)>,
}

impl Line {
    /// How many findings of a severity there are.
    pub fn count(&self, severity: Severity) -> usize {
        let findings = self.findings.iter();
        findings.filter(|told| told.severity == severity).count()
    }
}

/// How it stands with everybody.
#[derive(Clone, Debug)]
pub struct Board {
    /// The report year.
    pub year: u16,
    /// The day that is the deadline of all, in the place of the statute's.
    pub deadline: Option<Date>,
    /// The agencies of the roster, the worst first.
    pub lines: Vec<Line>,
    /// What is wrong with the roster, and reports of agencies that it does not have: each
    /// with its file, line and column.
    pub odd: Vec<Told>,
    /// Files of which nothing was read, in order.
    pub unread: Vec<Unread>,
}

impl Board {
    /// How many agencies stand in a state.
    pub fn count(&self, state: State) -> usize {
        self.lines.iter().filter(|line| line.state == state).count()
    }

    /// Whether somebody must still do something.
    pub fn is_done(&self) -> bool {
        let open = [State::Missing, State::Failing];
        open.into_iter().all(|state| self.count(state) == 0)
            && self.odd.iter().all(|told| told.severity != Severity::Error)
    }

    /// The years that histories span, the earliest first.
    pub fn years(&self) -> Vec<u16> {
        let first = self.lines.first();
        first.map_or_else(Vec::new, |line| {
            line.history.iter().map(|(year, _)| *year).collect()
        })
    }
}

/// Requests received in the year, in millionths, where the form counts them.
pub fn received(report: &Report) -> Option<i128> {
    report.value_of(report.edition.received.as_deref()?)
}

/// Lays what was handed in beside the roster; `deadline` overrides the statute's.
pub fn board(
    roster: &Roster,
    handed: Vec<Handed>,
    year: u16,
    deadline: Option<Date>,
    odd: Vec<Told>,
) -> Board {
    let mut board = Board {
        year,
        deadline,
        lines: Vec::new(),
        odd,
        unread: Vec::new(),
    };
    let mut by_agency: BTreeMap<usize, Vec<Handed>> = BTreeMap::new();
    for file in handed {
        let named = file.agency.as_ref().map(|(name, ..)| roster.find(name));
        let owner = named.unwrap_or(file.guess);
        if let Some(fault) = &file.unread {
            board.unread.push(Unread {
                file: file.file.clone(),
                agency: owner.map(|index| roster.members[index].name.text.clone()),
                why: fault.why.clone(),
            });
        }
        match owner {
            Some(index) => by_agency.entry(index).or_default().push(file),
            None if file.unread.is_none() && file.year.is_none_or(|stated| stated == year) => {
                board.odd.push(stranger(roster, &file));
            }
            None => {}
        }
    }
    let all = by_agency.values().flatten();
    let first = all
        .filter_map(|file| file.year)
        .min()
        .unwrap_or(year)
        .min(year);
    // More years than these no sparkline shows.
    let first = first.max(year.saturating_sub(9));
    for index in 0..roster.members.len() {
        let files = by_agency.remove(&index).unwrap_or_default();
        board
            .lines
            .push(line(roster, index, files, (first, year), deadline));
    }
    let rank = |line: &Line| {
        let counts = [Severity::Error, Severity::Warning].map(|s| usize::MAX - line.count(s));
        (line.state, !line.late, counts)
    };
    board.lines.sort_by_key(rank);
    board.unread.sort_by(|one, other| one.file.cmp(&other.file));
    board
}

/// A report of an agency that the roster does not have.
fn stranger(roster: &Roster, file: &Handed) -> Told {
    let (message, help, place) = match &file.agency {
        Some((name, place)) => {
            let help = roster.advice(name);
            (
                format!("名册里没有「{name}」"),
                help,
                (file.file.clone(), place.clone()),
            )
        }
        None => (
            "看不出这份文件是哪一家的".to_owned(),
            "改正文件里的错误；文件名里写上机关的名称，就认得出来".to_owned(),
            (file.file.clone(), Place::default()),
        ),
    };
    Told {
        rule: "roster",
        severity: Severity::Error,
        place,
        official: None,
        message,
        help,
    }
}

fn line(
    roster: &Roster,
    index: usize,
    files: Vec<Handed>,
    (first, year): (u16, u16),
    deadline: Option<Date>,
) -> Line {
    let member = &roster.members[index];
    let (unread, files): (Vec<Handed>, Vec<Handed>) =
        files.into_iter().partition(|file| file.unread.is_some());
    let (now, other): (Vec<Handed>, Vec<Handed>) = files
        .into_iter()
        .partition(|file| file.year.is_none_or(|stated| stated == year));
    let (mut now, copies, mut remarks) = apart(now);
    // What cannot be read was handed in all the same, and is not what is asked for.
    if now.is_empty() {
        now.extend(unread.iter().filter_map(refused));
    }
    if now.is_empty() {
        let told = unread
            .iter()
            .filter_map(|file| Some(format!("有 {}，{}", file.file, file.unread.as_ref()?.why)));
        remarks.extend(told);
    }
    let latest = now.first();
    let category = member.category.or(latest.and_then(|file| file.category));
    let due = deadline.or_else(|| due(year, category, &member.name.text));
    let date = latest.and_then(|file| file.date);
    let late = matches!((date, due), (Some(date), Some(due)) if date > due);
    if let (true, Some(last)) = (now.is_empty(), other.iter().max_by_key(|file| file.year)) {
        let stated = last.year.unwrap_or_default();
        remarks.push(format!("只有 {stated} 年度的报告（{}）", last.file));
    }
    let history = (first..=year).map(|at| {
        let own = now.iter().chain(&other).find(|file| file.year == Some(at));
        (at, own.and_then(|file| file.received))
    });
    let history = history.collect();
    let mut line = Line {
        name: member.name.text.clone(),
        category,
        contact: member.contact.clone(),
        state: State::Clean,
        late,
        due,
        date,
        files: now.iter().map(|file| file.file.clone()).collect(),
        copies,
        remarks,
        findings: now.into_iter().flat_map(|file| file.findings).collect(),
        history,
    };
    line.state = match (
        line.files.len(),
        line.count(Severity::Error),
        line.count(Severity::Warning),
    ) {
        (0, ..) => State::Missing,
        (1, 0, _) if late => State::Late,
        (1, 0, 0) => State::Clean,
        (1, 0, _) => State::Warned,
        _ => State::Failing,
    };
    line
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
        findings: vec![Told {
            rule: "unreadable",
            severity: Severity::Error,
            place: (file.file.clone(), Place::Document(Origin::Unknown)),
            official: None,
            message: format!("读不出报告：{}", fault.why),
            help: fault.help.clone(),
        }],
        ..file.clone()
    })
}
