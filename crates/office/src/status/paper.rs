//! How it stands, as a document for every format.

use super::{Board, Line, State, brief};
use base::{
    date::Date,
    diagnostic::{Record, Severity},
};
use document::{Block, Cell, Document, Inline};

/// How a document leads to a file: its address; empty where nothing leads there.
pub type Way<'a> = &'a dyn Fn(&str) -> String;

/// Files that are listed where there could be very many.
const LISTED: usize = 50;
/// Names that a line has, at the most.
const NAMED: usize = 20;

/// Who has handed in and how it stands with each, what is to be mended, and what is not clear.
/// The first look, on a terminal say, has no more than a line for each agency.
pub fn document(board: &Board, way: Way<'_>, is_whole: bool) -> Document {
    let year = board.term.year;
    let as_of = board.term.as_of.map(Date::chinese);
    let as_of = as_of.map_or_else(String::new, |day| format!("截至{day}，"));
    let counts = State::ALL.map(|(state, word, _)| format!("{word} {}", board.count(state)));
    let lead = format!(
        "{as_of}{year} 年度，应交 {} 家：{}。交来的都算已交，有错误的、逾期的、读不出的也在内；只有往年的报告不算。",
        board.lines.len(),
        counts.join("，")
    );
    let mut blocks = vec![Block::paragraph(&lead)];
    blocks.extend(Block::listed("要弄清楚的", board.odd.iter().map(brief)));
    let rows = board.lines.iter().map(|line| row(line, way));
    let heads = ["状态", "机关", "错误", "警告", "日期", "期限", "说明"];
    blocks.extend(Block::tabled("各机关", &heads, rows.collect()));
    let alike = board.alike.iter().map(|(names, percent)| {
        let shown = &names[..names.len().min(NAMED)];
        let more = match names.len() {
            count if count > NAMED => format!("等 {count} 家"),
            _ => String::new(),
        };
        format!("{}{more}：文字至少有 {percent}% 相同", shown.join("、"))
    });
    blocks.extend(Block::listed("文字大体相同的", alike));
    let mended = board.lines.iter().flat_map(|line| {
        let mut findings: Vec<&Record> = line.findings.iter().collect();
        findings.sort_by_key(|told| told.severity);
        findings.into_iter().map(|told| finding(line, told))
    });
    if is_whole {
        let heads = ["机关", "级别", "位置", "问题", "怎么办"];
        blocks.extend(Block::tabled("要改的", &heads, mended.collect()));
    }
    let unread = board.unread.iter().take(LISTED).map(|unread| unread.told());
    let more = board.unread.len().saturating_sub(LISTED);
    let more = (more > 0).then(|| format!("……还有 {more} 个，--to json 全部列出"));
    let heading = format!("没有读的文件（{} 个）", board.unread.len());
    blocks.extend(Block::listed(&heading, unread.chain(more)));
    Document {
        title: format!("{year}年度政府信息公开工作年度报告报送情况"),
        year,
        date: board.term.as_of,
        blocks,
        ..Document::default()
    }
}

fn row(line: &Line, way: Way<'_>) -> Vec<Cell> {
    let count = |severity| match (line.files.is_empty(), line.count(severity)) {
        (true, _) => String::new(),
        (false, count) => count.to_string(),
    };
    let day = |date: Option<Date>| date.map_or_else(String::new, |date| date.to_string());
    let tint = match line.state {
        State::Missing | State::Failing => Some(Severity::Error),
        State::Late | State::Warned => Some(Severity::Warning),
        State::Clean => None,
    };
    let linked = |words: &str, file: Option<&String>| match file.map(|file| way(file)) {
        Some(url) if !url.is_empty() => Inline::Link {
            url,
            content: vec![Inline::plain(words)],
        },
        _ => Inline::plain(words),
    };
    let remarks = remarks(line);
    let mut told = vec![Inline::plain(&*remarks)];
    if line.note.is_some() {
        let between = if remarks.is_empty() { "" } else { "；" };
        told.extend([
            Inline::plain(between),
            linked("修改意见", line.note.as_ref()),
        ]);
    }
    vec![
        Cell::from(line.state.chinese().to_owned()).found(tint),
        Cell::left(vec![linked(&line.name, line.files.first())]),
        count(Severity::Error).into(),
        count(Severity::Warning).into(),
        day(line.date).into(),
        day(line.due).into(),
        Cell::left(told),
    ]
}

/// What there is to say of an agency in a few words.
fn remarks(line: &Line) -> String {
    let mut told = line.remarks.clone();
    told.extend(line.received.as_ref().map(|received| {
        let (round, state) = (received.round, received.state.chinese());
        format!("第 {round} 次 {} 收到，{state}", received.day)
    }));
    let mut findings = line.findings.iter();
    let first = findings.find(|told| told.severity == Severity::Error);
    told.extend(first.map(|first| {
        let place = match (&first.name, first.line) {
            (Some(name), _) => name.clone(),
            (None, Some(line)) => format!("第 {line} 行"),
            (None, None) => first.at.to_string(),
        };
        format!("{place}：{}", first.message)
    }));
    told.extend((line.late && line.state != State::Late).then(|| "逾期".to_owned()));
    let copies = line.copies.len();
    told.extend((copies > 0).then(|| format!("同一份报告另有 {copies} 个文件")));
    told.join("；")
}

fn finding(line: &Line, told: &Record) -> Vec<Cell> {
    let place = match line.files.as_slice() {
        [only] if *only == told.place => told.at.to_string(),
        _ => format!("{} {}", told.place, told.at),
    };
    let place = match &told.name {
        Some(name) => format!("{name}（{place}）"),
        None => place,
    };
    let severity = Cell::from(told.severity.chinese().to_owned());
    vec![
        Cell::left(&*line.name),
        severity.found(Some(told.severity)),
        Cell::left(place),
        Cell::left(&*told.message),
        Cell::left(told.help.as_deref().unwrap_or_default()),
    ]
}
