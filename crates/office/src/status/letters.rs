//! A letter to an agency: what is wrong with its report, and how to mend it.
//!
//! In goes how it stands with the agency, out comes a [`Document`] for the ordinary writers:
//! to whom, what came, a table 表｜行｜列｜现填｜应为｜怎么改 with the errors first, what is
//! asked for, who signs.

use std::path::Path;

use super::{Board, Line, State};
use base::{
    date::Date,
    diagnostic::{Record, Severity},
};
use document::{Block, Cell, Document};
use form::{edition::Edition, report::Seal};
use open::is_yaml;

/// Who sends letters, and what is asked for.
#[derive(Clone, Debug, Default)]
pub struct Sending {
    /// Who signs them, and when; letters that nobody signs have no day either.
    pub by: Option<(String, Option<Date>)>,
    /// The day by which the mended report is to be there.
    pub back: Option<Date>,
}

/// What findings of each severity are for those who mend them.
const HEADINGS: [(Severity, &str); 3] = [
    (Severity::Error, "必须改正的"),
    (Severity::Warning, "请逐条核对的"),
    (Severity::Hint, "供参考的"),
];
/// What a line of corrections says.
const COLUMNS: [&str; 6] = ["表", "行", "列", "现填", "应为", "怎么改"];

/// The letter to an agency on its last hand-in, or that nothing has come; none for one whose
/// report is in order.
pub fn letter(board: &Board, line: &Line, sending: &Sending) -> Option<Document> {
    if line.state == State::Clean {
        return None;
    }
    let year = board.term.year;
    let told = [format!("{}：", line.name)].into_iter();
    let told = told.chain(opening(board, line));
    let mut blocks: Vec<Block> = told.map(|words| Block::paragraph(&words)).collect();
    for (severity, heading) in HEADINGS {
        let own = line.findings.iter();
        let own = own.filter(|told| told.severity == severity);
        let rows: Vec<Vec<Cell>> = own.map(|told| correction(year, line, told)).collect();
        blocks.extend(Block::tabled(heading, &COLUMNS, rows));
    }
    blocks.extend(closing(line, sending).map(|words| Block::paragraph(&words)));
    let by = sending.by.as_ref();
    blocks.extend(by.map(|(name, day)| Block::Signature {
        name: name.clone(),
        date: day.map_or_else(String::new, Date::chinese),
        seal: Seal::default(),
    }));
    let subject = match line.state {
        State::Missing => "报送提醒".to_owned(),
        _ => format!("修改意见（第{}次）", line.round()),
    };
    Some(Document {
        title: format!("{year}年度政府信息公开工作年度报告{subject}"),
        agency: by.map_or_else(String::new, |(name, _)| name.clone()),
        year,
        date: by.and_then(|(_, day)| *day),
        blocks,
        ..Document::default()
    })
}

impl Line {
    /// Which hand-in a letter is about, from 1.
    pub fn round(&self) -> usize {
        self.received.as_ref().map_or(1, |received| received.round)
    }
}

/// A line of corrections: where in the form, and where in the file if an agency wrote that
/// itself, line by line.
fn correction(year: u16, line: &Line, told: &Record) -> Vec<Cell> {
    let path = told.path.as_deref().unwrap_or_default();
    let edition = Edition::of_year(year).unwrap_or(Edition::latest());
    let section = path.split('.').next().unwrap_or_default();
    let mut sections = edition.sections.iter();
    let section = sections.find(|own| own.key == section);
    let name = told.name.as_deref().unwrap_or_default();
    let (row, column) = match edition.find(path).and(name.rsplit_once(" · ")) {
        Some(both) => both,
        None => (name, ""),
    };
    let help = told.help.iter().map(|help| format!("。{help}"));
    let mut advice = told.message.clone() + &help.collect::<String>();
    if told.line.is_some() && is_yaml(Path::new(&told.place)) {
        // Whose lines these are is plain where there is one file only.
        let file = match line.files.as_slice() {
            [only] if *only == told.place => String::new(),
            _ => format!("{} ", told.place),
        };
        advice += &format!("（{file}{}）", told.at);
    }
    let words = [
        section.map_or("", |own| &own.heading),
        row,
        column,
        told.stated.as_deref().unwrap_or_default(),
        told.expected.as_deref().unwrap_or_default(),
        &advice,
    ];
    words.map(Cell::left).to_vec()
}

/// What has come, and what has not: never more than is known.
fn opening(board: &Board, line: &Line) -> Vec<String> {
    let year = board.term.year;
    let due = line.due.map(Date::chinese).unwrap_or_default();
    let by = match due.as_str() {
        "" => String::new(),
        due => format!("，期限是{due}"),
    };
    let counts = HEADINGS.map(|(severity, _)| (line.count(severity), severity.chinese()));
    let counts = counts.iter().filter(|(count, _)| *count > 0);
    let counts: Vec<String> = counts
        .map(|(count, word)| format!("{count} 个{word}"))
        .collect();
    let files = line.files.join("、");
    let first = match (line.state, line.remarks.is_empty(), board.unclaimed()) {
        (State::Missing, true, 0) => format!("还没有收到你单位{year}年度的报告{by}。"),
        (State::Missing, true, unclaimed) => format!(
            "收到的文件里没有认出你单位{year}年度的报告{by}；另有 {unclaimed} 份看不出是哪家的，如已报送，请告知文件名。"
        ),
        (State::Missing, false, _) => format!("收到你单位的文件，其中没有{year}年度的报告{by}。"),
        _ if counts.is_empty() => format!("收到你单位报送的 {files}。"),
        _ => format!("收到你单位报送的 {files}，检查发现 {}。", counts.join("、")),
    };
    let signed = line.date.map(|day| format!("落款日期是{}", day.chinese()));
    let late = match (&line.received, signed) {
        (Some(received), Some(signed)) => Some(format!("{} 收到（{signed}）", received.day)),
        (Some(received), None) => Some(format!("{} 收到", received.day)),
        (None, signed) => signed,
    };
    let late = late.filter(|_| line.late && line.state != State::Missing);
    [first]
        .into_iter()
        .chain(line.remarks.iter().map(|remark| format!("{remark}。")))
        .chain(late.map(|late| format!("{late}，晚于期限{due}。")))
        .collect()
}

fn closing(line: &Line, sending: &Sending) -> Option<String> {
    let when = sending.back.map(|day| format!("请在{}前", day.chinese()));
    let to = sending.by.as_ref();
    let to = to.map_or_else(String::new, |(name, _)| format!("至{name}"));
    let soon = when.as_deref().unwrap_or("请尽快");
    match line.state {
        State::Missing => Some(format!("{soon}报送{to}。")),
        State::Failing => Some(format!(
            "有错误的报告不能发布。{soon}改正，重新报送{to}；送出前可以用 nianbao check 自己检查一遍。"
        )),
        _ if line.count(Severity::Warning) > 0 => {
            let when = when.map_or_else(String::new, |when| format!("要改的{when}重新报送{to}。"));
            Some(format!(
                "警告不妨碍发布，请逐条核对，确有原因的可以不改。{when}"
            ))
        }
        _ => None,
    }
}
