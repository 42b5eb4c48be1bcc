//! Who has handed in a report for a year, and how it stands with each.

mod alike;
mod json;
mod letters;
mod paper;
mod standing;

use serde::Serialize;

use base::{
    date::Date,
    diagnostic::{Record, Severity},
};
use form::report::Category;

pub use super::collection::Unread;
pub use alike::Sketch;
pub use json::json;
pub use letters::{Sending, letter, reminder};
pub use paper::document;
pub use standing::board;

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
    /// Whether it came after the deadline, whatever else is wrong: by its arrival where that
    /// was written down, else by the day of signature.
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
    pub findings: Vec<Record>,
    /// The file of the note that was written to it.
    pub note: Option<String>,
    /// Its last hand-in, where arrivals are written down.
    pub received: Option<Received>,
}

impl Line {
    /// How many findings of a severity there are.
    pub fn count(&self, severity: Severity) -> usize {
        let findings = self.findings.iter();
        findings.filter(|told| told.severity == severity).count()
    }
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

impl Board {
    /// Notes what the ledger has of each agency's last hand-in.
    pub fn take_received(&mut self, ledger: &super::received::Ledger) {
        for line in &mut self.lines {
            let latest = ledger.latest(&line.name, self.term.year);
            let Some(first) = latest.first() else {
                continue;
            };
            let late = latest.iter().all(|one| one.is_late());
            line.received = Some(Received {
                round: first.round,
                state: first.state,
                day: first.day.clone(),
                late,
            });
            line.late = late;
            line.state = line.judged();
        }
        self.sort();
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

    /// Whether somebody must still do something.
    pub fn is_done(&self) -> bool {
        let open = [State::Missing, State::Failing];
        open.into_iter().all(|state| self.count(state) == 0)
            && self.odd.iter().all(|told| told.severity != Severity::Error)
    }
}
