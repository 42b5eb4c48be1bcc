//! How it stands, as a page that opens in a browser and needs nothing else.

use serde::Serialize;
use serde_json::{Value, json};
use tera::Context;

use super::{Board, Line, State, Told, text};
use crate::{
    ground::{date::Date, diagnostic::Severity, number::Number},
    office::page,
};

/// A small chart of a figure over the years.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(super) struct Spark {
    /// The points of each stretch of years without a gap: `x,y x,y`.
    stretches: Vec<String>,
    /// The latest point.
    x: i128,
    y: i128,
    /// What it shows, in words.
    label: String,
}

/// The chart's width and height, and the room that a point needs.
const WIDTH: i128 = 88;
const HEIGHT: i128 = 22;
const MARGIN: i128 = 3;

/// Writes the page.
///
/// # Errors
/// The template cannot be filled.
pub fn page(board: &Board) -> Result<String, String> {
    let mut context = Context::new();
    context.insert("board", &view(board));
    page::page("status.html", &context)
}

fn view(board: &Board) -> Value {
    let agencies = board.lines.len();
    let share = |count: usize| (count * 1000).checked_div(agencies).unwrap_or(0);
    // How much of the bar a state takes, in thousandths.
    let tiles = State::ALL.map(|state| {
        let count = board.count(state);
        json!({"code": state.code(), "word": state.chinese(), "count": count, "share": share(count)})
    });
    let done = agencies - board.count(State::Missing);
    let errors = board.lines.iter().map(|line| line.count(Severity::Error));
    // The first line of each state is where the tiles lead.
    let states = board.lines.iter().map(|line| Some(line.state));
    let lines = board.lines.iter().zip([None].into_iter().chain(states));
    let lines = lines.map(|(line, before)| row(line, before != Some(line.state)));
    json!({
        "year": board.year,
        "deadline": board.deadline.map(Date::chinese),
        "agencies": agencies,
        "done": done,
        "share": share(done) / 10,
        "errors": errors.sum::<usize>(),
        "tiles": tiles,
        "lines": lines.collect::<Vec<_>>(),
        "unread": text::unread(board).collect::<Vec<_>>(),
        "unread_count": board.unread.len(),
        "odd": board.odd.iter().map(|told| finding(told, true)).collect::<Vec<_>>(),
        "years": board.years().len() > 1,
        "first": board.years().first().copied().unwrap_or(board.year),
    })
}

fn row(line: &Line, first: bool) -> Value {
    let gravest = line.findings.iter().min_by_key(|told| told.severity);
    let findings = line.findings.iter().map(|told| finding(told, false));
    json!({
        "first": first,
        "code": line.state.code(),
        "word": line.state.chinese(),
        "name": line.name,
        "category": line.category.map_or("", |category| category.chinese()),
        "contact": line.contact.as_deref().unwrap_or_default(),
        "late": line.late,
        "errors": line.count(Severity::Error),
        "warnings": line.count(Severity::Warning),
        "date": text::day(line.date),
        "due": text::day(line.due),
        "files": line.files.join("、"),
        "copies": line.copies.join("、"),
        "gist": gravest.map_or("", |told| &told.message),
        "remarks": line.remarks,
        "findings": findings.collect::<Vec<_>>(),
        "spark": spark(&line.history),
    })
}

fn finding(told: &Told, with_file: bool) -> Value {
    let (file, place) = &told.place;
    json!({
        "severity": told.severity.chinese(),
        "code": told.severity.code(),
        "rule": told.rule,
        "place": match with_file {
            true => format!("{file} {place}"),
            false => place.to_string(),
        },
        "official": told.official,
        "message": told.message,
        "help": told.help,
    })
}

/// The chart of some years' figures; none where fewer than two years have one.
pub(super) fn spark(history: &[(u16, Option<i128>)]) -> Option<Spark> {
    let known: Vec<(usize, u16, i128)> = history
        .iter()
        .enumerate()
        .filter_map(|(at, (year, figure))| Some((at, *year, (*figure)?)))
        .collect();
    let last = known.last().filter(|_| known.len() > 1)?;
    let most = known.iter().map(|(.., figure)| *figure).max()?.max(1);
    let steps = (history.len() as i128 - 1).max(1);
    let point = |(at, _, figure): &(usize, u16, i128)| {
        let x = MARGIN + *at as i128 * (WIDTH - 2 * MARGIN) / steps;
        // The lowest line stands for 0.
        let y = HEIGHT - MARGIN - figure.max(&0) * (HEIGHT - 2 * MARGIN) / most;
        (x, y)
    };
    let mut stretches: Vec<String> = Vec::new();
    let mut before = None;
    for year in &known {
        let (x, y) = point(year);
        match stretches.last_mut() {
            Some(stretch) if before == Some(year.0.wrapping_sub(1)) => {
                stretch.push_str(&format!(" {x},{y}"));
            }
            _ => stretches.push(format!("{x},{y}")),
        }
        before = Some(year.0);
    }
    let words = known.iter().map(|(_, year, figure)| {
        let figure = Number::from_millionths(*figure);
        format!("{year} 年 {figure}")
    });
    Some(Spark {
        stretches,
        x: point(last).0,
        y: point(last).1,
        label: format!("本年新收：{}", words.collect::<Vec<_>>().join("，")),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_without_a_report_is_a_gap() {
        let million = |count: i128| Some(count * 1_000_000);
        let history = [
            (2021, million(0)),
            (2022, million(4)),
            (2023, None),
            (2024, million(2)),
        ];
        let spark = spark(&history).unwrap();
        assert_eq!(spark.stretches, ["3,19 30,3", "85,11"]);
        assert_eq!((spark.x, spark.y), (85, 11));
        assert!(
            spark.label.ends_with("2022 年 4，2024 年 2"),
            "{}",
            spark.label
        );
        assert_eq!(super::spark(&history[..1]), None);
        assert!(super::spark(&[(2021, million(0)), (2022, million(0))]).is_some());
    }
}
