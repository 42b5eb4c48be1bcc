//! How it stands, as a page that opens in a browser and needs nothing else.

use serde_json::{Value, json};

use super::{Board, Line, Sending, State, letters, text};
use crate::{
    form::report::Category,
    ground::{
        date::Date,
        diagnostic::{Record, Severity},
    },
    office::templates,
};

/// How the page leads to a file.
type Way<'a> = &'a dyn Fn(&str) -> String;

/// Writes the page, which leads to files by the addresses that it is told.
///
/// # Errors
/// The template cannot be filled.
pub fn page(board: &Board, sending: &Sending, way: Way<'_>) -> Result<String, String> {
    let view = json!({"board": view(board, sending, way)});
    templates::page("status.html", &view)
}

fn view(board: &Board, sending: &Sending, way: Way<'_>) -> Value {
    let agencies = board.lines.len();
    let share = |count: usize| (count * 1000).checked_div(agencies).unwrap_or(0);
    // How much of the bar a state takes, in thousandths.
    let tiles = State::ALL.map(|state| {
        let count = board.count(state);
        json!({"code": state.code(), "word": state.chinese(), "count": count, "share": share(count)})
    });
    let done = agencies - board.count(State::Missing);
    let errors = board.lines.iter().map(|line| line.count(Severity::Error));
    let kinds = kinds(board);
    let lines = board.lines.iter().map(|line| row(line, &kinds, way));
    let passing = board.lines.iter().filter(|line| line.state == State::Clean);
    json!({
        "year": board.term.year,
        "as_of": board.term.as_of.map(Date::chinese),
        "deadline": board.term.deadline.map(Date::chinese),
        "terms": terms(board),
        "agencies": agencies,
        "done": done,
        "share": share(done) / 10,
        "errors": errors.sum::<usize>(),
        "tiles": tiles,
        "kinds": counted(board, &kinds),
        "empty": empty(board, &kinds),
        "lines": lines.collect::<Vec<_>>(),
        "passing": passing.map(|line| &line.name).collect::<Vec<_>>(),
        "reminder": letters::reminder(board, sending),
        "unread": text::unread(board).collect::<Vec<_>>(),
        "unread_count": board.unread.len(),
        "odd": board.odd.iter().map(|told| finding(told, true)).collect::<Vec<_>>(),
    })
}

/// What agencies are, in the order of the categories, those without one last.
type Kinds = Vec<Option<Category>>;

/// The kinds that a board has; none where there is nothing to tell apart.
fn kinds(board: &Board) -> Kinds {
    let all = Category::ALL.map(Some).into_iter().chain([None]);
    let has = |kind: &Option<Category>| board.lines.iter().any(|line| line.category == *kind);
    let found: Kinds = all.filter(has).collect();
    match found.len() {
        0 | 1 => Vec::new(),
        _ => found,
    }
}

/// The kinds with how many agencies are of each.
fn counted(board: &Board, kinds: &Kinds) -> Vec<Value> {
    let counted = kinds.iter().map(|kind| {
        let own = board.lines.iter().filter(|line| line.category == *kind);
        let word = kind.map_or("没有写类别", Category::chinese);
        json!({"word": word, "count": own.count()})
    });
    counted.collect()
}

/// The choices of a state and a kind, by its number from 1, to which nothing belongs.
fn empty(board: &Board, kinds: &Kinds) -> Vec<(&'static str, usize)> {
    let has = |state: State, kind: Option<Category>| {
        let mut lines = board.lines.iter();
        lines.any(|line| line.state == state && line.category == kind)
    };
    let states = State::ALL
        .into_iter()
        .filter(|state| board.count(*state) > 0);
    let pairs = states.flat_map(|state| {
        (1..)
            .zip(kinds)
            .map(move |(number, kind)| (state, number, *kind))
    });
    let pairs = pairs.filter(|(state, _, kind)| !has(*state, *kind));
    pairs
        .map(|(state, number, _)| (state.code(), number))
        .collect()
}

/// The deadlines, each with how many agencies it is for and how far off it is.
fn terms(board: &Board) -> Vec<String> {
    let mut days: Vec<Date> = board.lines.iter().filter_map(|line| line.due).collect();
    days.sort_unstable();
    days.dedup();
    let terms = days.into_iter().map(|due| {
        let own = board
            .lines
            .iter()
            .filter(|line| line.due == Some(due))
            .count();
        let left = board.term.as_of.map(|day| due.unix_day() - day.unix_day());
        let left = match left {
            None => String::new(),
            Some(0) => "，就是今天".to_owned(),
            Some(left @ 1..) => format!("，还有 {left} 天"),
            Some(left) => format!("，过了 {} 天", -left),
        };
        format!("{}（{own} 家）{left}", due.chinese())
    });
    terms.collect()
}

/// What there is to know of an agency besides its name.
fn about(line: &Line) -> Vec<String> {
    let missing = line.due.filter(|_| line.files.is_empty());
    let told = [
        line.category.map(|category| category.chinese().to_owned()),
        line.date.map(|date| date.to_string()),
        line.late.then(|| "逾期".to_owned()),
        missing.map(|due| format!("期限 {due}")),
        line.contact.clone(),
    ];
    told.into_iter().flatten().collect()
}

fn row(line: &Line, kinds: &Kinds, way: Way<'_>) -> Value {
    let gravest = line.findings.iter().min_by_key(|told| told.severity);
    let findings = line.findings.iter().map(|told| finding(told, false));
    let links = |files: &[String]| -> Vec<Value> {
        let links = files
            .iter()
            .map(|file| json!({"name": file, "address": way(file)}));
        links.collect()
    };
    let kind = kinds.iter().position(|kind| *kind == line.category);
    json!({
        "code": line.state.code(),
        "kind": kind.map_or(0, |at| at + 1),
        "word": line.state.chinese(),
        "name": line.name,
        "about": about(line),
        "errors": line.count(Severity::Error),
        "warnings": line.count(Severity::Warning),
        "files": links(&line.files),
        "copies": links(&line.copies),
        "note": line.note.as_deref().map(way),
        "gist": gravest.map_or("", |told| &told.message),
        "remarks": line.remarks,
        "findings": findings.collect::<Vec<_>>(),
    })
}

fn finding(told: &Record, with_file: bool) -> Value {
    json!({
        "severity": told.severity.chinese(),
        "code": told.severity.code(),
        "rule": told.rule,
        "place": match with_file {
            true => format!("{} {}", told.place, told.at),
            false => told.at.to_string(),
        },
        "official": told.name,
        "message": told.message,
        "help": told.help,
    })
}
