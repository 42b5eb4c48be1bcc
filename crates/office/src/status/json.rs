//! How it stands, for programs.

use serde_json::{Value, json};

use super::{Board, Line, Sending, State, letters};
use crate::plain::pretty;
use base::{date::Date, diagnostic::Record};

fn finding(told: &Record) -> Value {
    let mut value = json!(told);
    value["official"] = json!(told.name);
    value
}

/// An agency.
fn agency(line: &Line) -> Value {
    json!({
        "name": line.name,
        "category": line.category.map(|category| category.chinese()),
        "contact": line.contact,
        "state": line.state.code(),
        "late": line.late,
        "due": day(line.due),
        "date": day(line.date),
        "files": line.files,
        "copies": line.copies,
        "note": line.note,
        "received": line.received,
        "remarks": line.remarks,
        "findings": line.findings.iter().map(finding).collect::<Vec<_>>(),
    })
}

fn day(date: Option<Date>) -> Option<String> {
    date.map(|date| date.to_string())
}

/// Writes it for programs.
pub fn json(board: &Board, sending: &Sending) -> String {
    let counts: serde_json::Map<String, Value> = State::ALL
        .into_iter()
        .map(|state| (state.code().to_owned(), board.count(state).into()))
        .collect();
    let value = json!({
        "year": board.term.year,
        "as_of": day(board.term.as_of),
        "counts": counts,
        "agencies": board.lines.iter().map(agency).collect::<Vec<_>>(),
        "reminder": letters::reminder(board, sending),
        "unread": board.unread,
        "alike": board.alike.iter().map(|(agencies, percent)| {
            json!({"agencies": agencies, "percent": percent})
        }).collect::<Vec<_>>(),
        "odd": board.odd.iter().map(finding).collect::<Vec<_>>(),
    });
    pretty(&value)
}
