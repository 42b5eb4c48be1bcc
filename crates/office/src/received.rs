//! The ledger of what was received (登记.jsonl): a line of JSON for every arrival, each
//! chained to the one before it, so that a later change shows.
//!
//! ```text
//! {"previous":"9f2c…","time":"2026-01-20T09:30:00Z","file":"气象局年报.wps",…,"hash":"41ab…"}
//! ```
//!
//! `hash` is the SHA-256 of the line before it, `previous` the hash of the last sound line. In
//! goes the ledger's text, out come the arrivals and what is wrong with the text; and the line
//! of one more. Nothing here reads a file or a clock.

use serde::{Deserialize, Serialize};

use crate::rollup::digest;

/// The ledger's name in its folder.
pub const LEDGER: &str = "登记.jsonl";
/// Where files are kept as they came.
pub const KEPT: &str = "原件";

/// How it stands with what an agency handed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum State {
    /// The first hand-in has errors.
    #[serde(rename = "退回")]
    Returned,
    /// A further one has errors still.
    #[serde(rename = "重交")]
    Again,
    /// It has none.
    #[serde(rename = "通过")]
    Passed,
    /// Nobody knows whose it is.
    #[serde(rename = "待认")]
    Unclaimed,
}

impl State {
    /// The state of a hand-in of a round.
    pub fn of(round: usize, errors: usize) -> Self {
        match (round, errors) {
            (0, _) => State::Unclaimed,
            (_, 0) => State::Passed,
            (1, _) => State::Returned,
            _ => State::Again,
        }
    }

    /// The word that people read.
    pub fn chinese(self) -> &'static str {
        match self {
            State::Returned => "退回",
            State::Again => "重交",
            State::Passed => "通过",
            State::Unclaimed => "待认",
        }
    }
}

/// A file that came.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Arrival {
    /// When it was received.
    pub time: String,
    /// The day that counts for the deadline.
    pub day: String,
    /// Its name as it came.
    pub file: String,
    /// Where it is kept, below the ledger's folder.
    pub kept: String,
    /// The SHA-256 of what it holds.
    pub sha256: String,
    /// The report year.
    pub year: u16,
    /// The agency; none where nobody knows.
    pub agency: Option<String>,
    /// By which the office knows that.
    pub id: Option<String>,
    /// Which hand-in of the agency for the year it belongs to, from 1; 0 where it is nobody's.
    pub round: usize,
    /// How it stands.
    pub state: State,
    /// Its errors.
    pub errors: usize,
    /// Its warnings.
    pub warnings: usize,
    /// The day of signature.
    pub signed: Option<String>,
    /// The deadline.
    pub due: Option<String>,
}

impl Arrival {
    /// Whether it came after its deadline.
    pub fn is_late(&self) -> bool {
        self.due.as_ref().is_some_and(|due| self.day > *due)
    }
}

/// The arrivals so far.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    /// The arrivals in order, those of sound lines and of lines that were changed.
    pub arrivals: Vec<Arrival>,
    /// What is wrong: the line, from 1, and what.
    pub faults: Vec<(usize, String)>,
    last: String,
    is_cut: bool,
}

#[derive(Serialize, Deserialize)]
struct Line<T> {
    previous: String,
    #[serde(flatten)]
    arrival: T,
}

/// What stands before the hash of a line.
const HASH: &str = ",\"hash\":\"";

impl Ledger {
    /// Reads a ledger; what is wrong with a line spoils no other.
    pub fn read(text: &str) -> Self {
        let mut ledger = Ledger {
            is_cut: !text.is_empty() && !text.ends_with('\n'),
            ..Ledger::default()
        };
        let lines = text.lines().count();
        for (number, line) in (1..).zip(text.lines()) {
            let parts = line.rsplit_once(HASH);
            let parts = parts.and_then(|(body, hash)| Some((body, hash.strip_suffix("\"}")?)));
            let read = parts.and_then(|(body, hash)| {
                let line: Line<Arrival> = serde_json::from_str(&format!("{body}}}")).ok()?;
                Some((body, hash, line))
            });
            let Some((body, hash, line)) = read else {
                let told = match number == lines && ledger.is_cut {
                    true => {
                        "最后一行不完整，多半是写到一半断了：这一行不算，它登记的文件请重新收一次"
                    }
                    false => "这一行读不懂：写到一半断了，或被改过；这一行不算，前后各行照旧",
                };
                ledger.faults.push((number, told.to_owned()));
                continue;
            };
            if digest(body.as_bytes()) != hash {
                let told = "这一行登记之后被改过：和它的校验值不符";
                ledger.faults.push((number, told.to_owned()));
            }
            if line.previous != ledger.last {
                let told = "这一行和前一行接不上：前面有登记被改过、抽掉或插进来";
                ledger.faults.push((number, told.to_owned()));
            }
            hash.clone_into(&mut ledger.last);
            ledger.arrivals.push(line.arrival);
        }
        ledger
    }

    /// Takes in an arrival, and gives what is to be written behind the ledger's text.
    pub fn add(&mut self, arrival: Arrival) -> String {
        let line = Line {
            previous: self.last.clone(),
            arrival: &arrival,
        };
        let body = serde_json::to_string(&line).unwrap_or_default();
        let body = body.trim_end_matches('}');
        self.last = digest(body.as_bytes());
        // A line that was cut stays as it is, on a line of its own.
        let start = if std::mem::take(&mut self.is_cut) {
            "\n"
        } else {
            ""
        };
        self.arrivals.push(arrival);
        format!("{start}{body}{HASH}{}\"}}\n", self.last)
    }

    /// The hand-ins of an agency for a year.
    pub fn of<'a>(&'a self, agency: &'a str, year: u16) -> impl Iterator<Item = &'a Arrival> {
        let own = move |one: &&Arrival| one.agency.as_deref() == Some(agency) && one.year == year;
        self.arrivals.iter().filter(own)
    }

    /// The last hand-in of an agency for a year: all its files.
    pub fn latest<'a>(&'a self, agency: &'a str, year: u16) -> Vec<&'a Arrival> {
        let round = self.of(agency, year).map(|one| one.round).max();
        self.of(agency, year)
            .filter(|one| Some(one.round) == round)
            .collect()
    }

    /// Whether a file of this content came before, and it is known whose it is.
    pub fn knows(&self, sha256: &str) -> bool {
        let mut arrivals = self.arrivals.iter();
        arrivals.any(|one| one.sha256 == sha256 && one.agency.is_some())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arrival(file: &str) -> Arrival {
        Arrival {
            time: "2026-01-20T01:00:00Z".to_owned(),
            day: "2026-01-20".to_owned(),
            file: file.to_owned(),
            kept: format!("{KEPT}/ab/{file}"),
            sha256: "ab".to_owned(),
            year: 2025,
            agency: Some("甲局".to_owned()),
            id: None,
            round: 1,
            state: State::of(1, 2),
            errors: 2,
            warnings: 0,
            signed: None,
            due: Some("2026-01-19".to_owned()),
        }
    }

    fn three() -> String {
        let mut ledger = Ledger::default();
        let lines = ["a.docx", "b.docx", "c.docx"].map(|file| ledger.add(arrival(file)));
        lines.concat()
    }

    fn faults(text: &str) -> Vec<usize> {
        let faults = Ledger::read(text).faults;
        faults.into_iter().map(|(line, _)| line).collect()
    }

    #[test]
    fn what_was_written_is_read() {
        let ledger = Ledger::read(&three());
        assert_eq!((ledger.arrivals.len(), ledger.faults.len()), (3, 0));
        assert_eq!(ledger.arrivals[1], arrival("b.docx"));
        assert!(ledger.arrivals[0].is_late());
        assert!(three().contains("\"state\":\"退回\""));
    }

    #[test]
    fn a_changed_line_is_told_and_none_is_lost() {
        let text = three();
        assert_eq!(
            faults(&text.replace("b.docx\",\"kept", "x.docx\",\"kept")),
            [2]
        );
        assert_eq!(
            faults(&text.replacen("\"errors\":2", "\"errors\":0", 1)),
            [1]
        );
        let without: String = text
            .split_inclusive('\n')
            .enumerate()
            .filter(|(at, _)| *at != 1)
            .map(|(_, line)| line)
            .collect();
        assert_eq!(faults(&without), [2]);
        assert_eq!(
            Ledger::read(&text.replace("b.docx", "x.docx"))
                .arrivals
                .len(),
            3
        );
    }

    #[test]
    fn a_line_that_was_cut_is_told_and_the_next_goes_on() {
        let text = three();
        let cut = &text[..text.len() - 30];
        let mut ledger = Ledger::read(cut);
        assert_eq!((ledger.arrivals.len(), ledger.faults.len()), (2, 1));
        let text = format!("{cut}{}", ledger.add(arrival("d.docx")));
        assert!(text.starts_with(cut));
        let ledger = Ledger::read(&text);
        assert_eq!(ledger.arrivals.len(), 3);
        assert_eq!(faults(&text), [3]);
    }
}
