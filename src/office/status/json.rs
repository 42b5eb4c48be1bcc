//! How it stands, for programs.

use serde_json::{Value, json};

use super::{Board, Line, Sending, State, arrivals::Arrivals, letters, totals::Totals};
use crate::ground::{characters::visible_json, date::Date, diagnostic::Record, number::Number};

fn finding(told: &Record) -> Value {
    let mut value = json!(told);
    value["official"] = json!(told.name);
    value
}

/// An agency.
fn agency(line: &Line) -> Value {
    let history = line.history.iter().map(|(year, received)| {
        let received = received.map(|value| Number::from_millionths(value).to_string());
        json!({"year": year, "received": received})
    });
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
        "remarks": line.remarks,
        "findings": line.findings.iter().map(finding).collect::<Vec<_>>(),
        "history": history.collect::<Vec<_>>(),
    })
}

/// What the reports without errors add up to. Figures are texts, because they are exact.
fn totals(board: &Board) -> Value {
    let totals = Totals::of(board);
    let rows = totals.tables.iter().flat_map(|table| &table.rows);
    let rows = rows.map(|row| json!({"path": row.path, "figure": row.figure}));
    json!({"reports": totals.reports, "figures": rows.collect::<Vec<_>>()})
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
    let arrivals = Arrivals::of(board).days.into_iter();
    let arrivals =
        arrivals.map(|(date, reports)| json!({"date": day(Some(date)), "reports": reports}));
    let value = json!({
        "year": board.term.year,
        "as_of": day(board.term.as_of),
        "counts": counts,
        "agencies": board.lines.iter().map(agency).collect::<Vec<_>>(),
        "arrivals": arrivals.collect::<Vec<_>>(),
        "totals": totals(board),
        "reminder": letters::reminder(board, sending),
        "unread": board.unread.iter().map(|unread| json!({
            "file": unread.file,
            "agency": unread.agency,
            "reason": unread.why,
        })).collect::<Vec<_>>(),
        "odd": board.odd.iter().map(finding).collect::<Vec<_>>(),
    });
    let text = serde_json::to_string_pretty(&value);
    let text = text.expect("strings and numbers always serialize");
    visible_json(&text).into_owned() + "\n"
}
