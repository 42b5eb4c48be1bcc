//! How it stands, as a table for a terminal and as Markdown.

use super::{Board, Line, State, brief};
use crate::{
    ground::{
        date::Date,
        diagnostic::{
            Severity,
            terminal::{Terminal, Tone, safe},
        },
    },
    office::plain::{markdown as escaped, text_table},
};

/// The counts of every state: `共 5 家：未交 1，有错误 2，……`.
pub(super) fn summary(board: &Board) -> String {
    let counts = State::ALL.map(|state| format!("{} {}", state.chinese(), board.count(state)));
    format!(
        "{} 年度，应交 {} 家：{}",
        board.term.year,
        board.lines.len(),
        counts.join("，")
    )
}

/// What there is to say of an agency in a few words.
pub(super) fn remarks(line: &Line) -> String {
    let mut told = line.remarks.clone();
    let first = line
        .findings
        .iter()
        .find(|told| told.severity == Severity::Error);
    if let Some(first) = first {
        let place = match (&first.name, first.line) {
            (Some(name), _) => name.clone(),
            (None, Some(line)) => format!("第 {line} 行"),
            (None, None) => first.at.to_string(),
        };
        told.push(format!("{place}：{}", first.message));
    }
    if line.late && line.state != State::Late {
        told.push("逾期".to_owned());
    }
    told.join("；")
}

pub(super) fn day(date: Option<Date>) -> String {
    date.map_or_else(String::new, |date| date.to_string())
}

const HEAD: [&str; 7] = ["状态", "机关", "错误", "警告", "日期", "期限", "说明"];

fn cells(line: &Line) -> [String; 7] {
    let count = |severity| match (line.files.is_empty(), line.count(severity)) {
        (true, _) => String::new(),
        (false, count) => count.to_string(),
    };
    [
        line.state.chinese().to_owned(),
        line.name.clone(),
        count(Severity::Error),
        count(Severity::Warning),
        day(line.date),
        day(line.due),
        remarks(line),
    ]
}

/// A table in columns, for a terminal.
pub fn table(board: &Board, terminal: Terminal) -> String {
    let rows = [HEAD.map(str::to_owned)].into_iter();
    let rows: Vec<_> = rows.chain(board.lines.iter().map(cells)).collect();
    let tone = |row: usize, column: usize| match (row.checked_sub(1), column) {
        (None, _) => Tone::Head,
        (Some(at), 0) => match board.lines[at].state {
            State::Missing | State::Failing => Tone::Bad,
            State::Late | State::Warned => Tone::Doubtful,
            State::Clean => Tone::Good,
        },
        (Some(_), _) => Tone::Plain,
    };
    let mut out = text_table("", &rows, HEAD.len(), terminal, tone);
    let wrapped = |deeper, words: &str| terminal.wrapped(deeper, words) + "\n";
    out += &wrapped(2, &format!("\n{}", summary(board)));
    for told in &board.odd {
        out += &wrapped(2, &safe(&brief(told)));
    }
    if !board.unread.is_empty() {
        out += &format!("没有读的 {} 个文件：\n", board.unread.len());
    }
    for told in unread(board) {
        out += &wrapped(2, &format!("  {}", safe(&told)));
    }
    out
}

/// Files that are listed where there could be very many.
const LISTED: usize = 50;

/// The first files of which nothing was read, and why.
pub(super) fn unread(board: &Board) -> impl Iterator<Item = String> {
    let lines = board.unread.iter().take(LISTED);
    let lines = lines.map(|unread| format!("{}：{}", unread.file, unread.why));
    let more = board.unread.len().saturating_sub(LISTED);
    let more = (more > 0).then(|| format!("……还有 {more} 个，--to json 全部列出"));
    lines.chain(more)
}

/// The same in Markdown.
pub fn markdown(board: &Board) -> String {
    let mut out = format!(
        "# {} 年度报告报送情况\n\n{}。\n\n",
        board.term.year,
        summary(board)
    );
    out += &format!("| {} |\n|---|---|--:|--:|---|---|---|\n", HEAD.join(" | "));
    for line in &board.lines {
        let cells = cells(line).map(|cell| escaped(&cell));
        out += &format!("| {} |\n", cells.join(" | "));
    }
    if !board.odd.is_empty() {
        out += "\n## 要弄清楚的\n\n";
        for told in &board.odd {
            out += &format!("- {}\n", escaped(&brief(told)));
        }
    }
    if !board.unread.is_empty() {
        out += &format!("\n## 没有读的文件（{} 个）\n\n", board.unread.len());
    }
    for told in unread(board) {
        out += &format!("- {}\n", escaped(&told));
    }
    out
}
