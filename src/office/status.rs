//! Who has handed in a report for a year, and how it stands with each.

mod board_page;
mod letters;
mod text;

use std::collections::BTreeMap;

use crate::{
    check::due,
    form::report::{Category, Report},
    ground::{date::Date, diagnostic::Severity, source::Place},
    office::roster::Roster,
};

pub use board_page::page;
pub use letters::{Note, note};
pub use text::{json, markdown, table};

/// A file that was handed in.
#[derive(Clone, Debug, Default)]
pub struct Handed {
    /// The data file.
    pub file: String,
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
    /// The files for the year.
    pub files: Vec<String>,
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
    /// The agencies of the roster, the worst first.
    pub lines: Vec<Line>,
    /// What is wrong with the roster, and reports of agencies that it does not have: each
    /// with its file, line and column.
    pub odd: Vec<Told>,
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
        lines: Vec::new(),
        odd,
    };
    let mut by_agency: BTreeMap<usize, Vec<Handed>> = BTreeMap::new();
    for file in handed {
        let named = file.agency.as_ref().map(|(name, ..)| roster.find(name));
        match named.unwrap_or(file.guess) {
            Some(index) => by_agency.entry(index).or_default().push(file),
            None if file.year.is_none_or(|stated| stated == year) => {
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
    let (now, other): (Vec<Handed>, Vec<Handed>) = files
        .into_iter()
        .partition(|file| file.year.is_none_or(|stated| stated == year));
    let latest = now.last();
    let category = member.category.or(latest.and_then(|file| file.category));
    let due = deadline.or_else(|| due(year, category, &member.name.text));
    let date = latest.and_then(|file| file.date);
    let late = matches!((date, due), (Some(date), Some(due)) if date > due);
    let mut remarks = Vec::new();
    if now.len() > 1 {
        let names: Vec<&str> = now.iter().map(|file| file.file.as_str()).collect();
        remarks.push(format!(
            "交了 {} 份，只留一份：{}",
            now.len(),
            names.join("、")
        ));
    }
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
