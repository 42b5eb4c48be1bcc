//! How it stands, as a document for every format.

use super::{Board, Line, Sending, State, brief, letters};
use base::{
    date::Date,
    diagnostic::{Record, Severity},
};
use document::{Block, Cell, Document, Grid, Inline, Side};

/// How a document leads to a file: its address; empty where nothing leads there.
pub type Way<'a> = &'a dyn Fn(&str) -> String;

/// Files that are listed where there could be very many.
const LISTED: usize = 50;
/// Names that a line has, at the most.
const NAMED: usize = 20;

/// Who has handed in and how it stands with each, what is to be mended, and what is not clear.
/// The first look, on a terminal say, has no more than a line for each agency.
pub fn document(board: &Board, sending: &Sending, way: Way<'_>, is_whole: bool) -> Document {
    let mut blocks = vec![Block::paragraph(&lead(board))];
    blocks.extend(terms(board).map(|terms| Block::paragraph(&terms)));
    let odd = board.odd.iter().map(brief);
    blocks.extend(Block::listed("要弄清楚的", odd));
    blocks.push(Block::heading(2, "各机关"));
    let rows = board.lines.iter().map(|line| row(line, way));
    let heads = ["状态", "机关", "错误", "警告", "日期", "期限", "说明"];
    blocks.push(Block::Table(Grid::of("各机关", &heads, rows)));
    let alike = board.alike.iter().map(|(names, percent)| {
        let shown = names.iter().take(NAMED).map(String::as_str);
        let shown: Vec<&str> = shown.collect();
        let more = names.len().saturating_sub(NAMED);
        let more = (more > 0).then(|| format!("等 {} 家", names.len()));
        let (shown, more) = (shown.join("、"), more.unwrap_or_default());
        format!("{shown}{more}：文字至少有 {percent}% 相同")
    });
    blocks.extend(Block::listed("文字大体相同的", alike));
    let faulty: Vec<&Line> = board
        .lines
        .iter()
        .filter(|line| !line.findings.is_empty())
        .collect();
    if is_whole && !faulty.is_empty() {
        blocks.push(Block::heading(2, "要改的"));
        let rows = faulty.iter().flat_map(|line| {
            let mut findings: Vec<&Record> = line.findings.iter().collect();
            findings.sort_by_key(|told| told.severity);
            findings.into_iter().map(|told| finding(line, told))
        });
        let heads = ["机关", "级别", "位置", "问题", "怎么办"];
        blocks.push(Block::Table(Grid::of("要改的", &heads, rows)));
    }
    let unread = board.unread.iter().take(LISTED).map(|unread| unread.told());
    let more = board.unread.len().saturating_sub(LISTED);
    let more = (more > 0).then(|| format!("……还有 {more} 个，--to json 全部列出"));
    let heading = format!("没有读的文件（{} 个）", board.unread.len());
    blocks.extend(Block::listed(&heading, unread.chain(more)));
    if let Some(reminder) = letters::reminder(board, sending).filter(|_| is_whole) {
        blocks.push(Block::heading(2, "提醒的话"));
        let lines = reminder.lines().filter(|line| !line.is_empty());
        blocks.push(Block::Quote(lines.map(Block::paragraph).collect()));
    }
    Document {
        title: format!("{}年度政府信息公开工作年度报告报送情况", board.term.year),
        year: board.term.year,
        date: board.term.as_of,
        blocks,
        ..Document::default()
    }
}

/// The counts of every state: `应交 5 家：未交 1，有错误 2，……`.
fn lead(board: &Board) -> String {
    let as_of = board.term.as_of.map(Date::chinese);
    let as_of = as_of.map_or_else(String::new, |day| format!("截至{day}，"));
    let counts = State::ALL.map(|state| format!("{} {}", state.chinese(), board.count(state)));
    format!(
        "{as_of}{} 年度，应交 {} 家：{}。交来的都算已交，有错误的、逾期的、读不出的也在内；只有往年的报告不算。",
        board.term.year,
        board.lines.len(),
        counts.join("，")
    )
}

/// The deadlines, each with how many agencies it is for and how far off it is.
fn terms(board: &Board) -> Option<String> {
    let mut days: Vec<Date> = board.lines.iter().filter_map(|line| line.due).collect();
    days.sort_unstable();
    days.dedup();
    let terms = days.into_iter().map(|due| {
        let own = board.lines.iter().filter(|line| line.due == Some(due));
        let left = board.term.as_of.map(|day| due.unix_day() - day.unix_day());
        let left = match left {
            None => String::new(),
            Some(0) => "，就是今天".to_owned(),
            Some(left @ 1..) => format!("，还有 {left} 天"),
            Some(left) => format!("，过了 {} 天", -left),
        };
        format!("{}（{} 家）{left}", due.chinese(), own.count())
    });
    let terms: Vec<String> = terms.collect();
    (!terms.is_empty()).then(|| format!("期限：{}。", terms.join("；")))
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
    let name = match line.files.first().map(|file| way(file)) {
        Some(url) if !url.is_empty() => link(&line.name, url),
        _ => Inline::plain(&*line.name),
    };
    let mut told = vec![Inline::plain(remarks(line))];
    if let Some(note) = &line.note {
        let words = if remarks(line).is_empty() { "" } else { "；" };
        told.extend([Inline::plain(words), link("修改意见", way(note))]);
    }
    vec![
        Cell::from(line.state.chinese().to_owned()).found(tint),
        Cell::from(vec![name]).at(Side::Left),
        count(Severity::Error).into(),
        count(Severity::Warning).into(),
        day(line.date).into(),
        day(line.due).into(),
        Cell::from(told).at(Side::Left),
    ]
}

fn link(words: &str, url: String) -> Inline {
    Inline::Link {
        url,
        content: vec![Inline::plain(words)],
    }
}

/// What there is to say of an agency in a few words.
fn remarks(line: &Line) -> String {
    let mut told = line.remarks.clone();
    told.extend(line.received.as_ref().map(|received| {
        let (round, state) = (received.round, received.state.chinese());
        format!("第 {round} 次 {} 收到，{state}", received.day)
    }));
    let mut findings = line.findings.iter();
    if let Some(first) = findings.find(|told| told.severity == Severity::Error) {
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
    if !line.copies.is_empty() {
        told.push(format!("同一份报告另有 {} 个文件", line.copies.len()));
    }
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
    vec![
        Cell::from(line.name.clone()).at(Side::Left),
        Cell::from(told.severity.chinese().to_owned()).found(Some(told.severity)),
        Cell::from(place).at(Side::Left),
        Cell::from(told.message.clone()).at(Side::Left),
        Cell::from(told.help.clone().unwrap_or_default()).at(Side::Left),
    ]
}
