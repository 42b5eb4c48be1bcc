//! A letter to an agency: what is wrong with its report, and how to mend it.
//!
//! In goes how it stands with the agency, out comes a [`Document`] for the ordinary writers:
//! to whom, what came, a table 表｜行｜列｜现填｜应为｜怎么改 with the errors first, what is
//! asked for, who signs.

use std::path::Path;

use super::{Board, Line, State, Term};
use base::{
    date::Date,
    diagnostic::{Record, Severity},
};
use document::{Block, Cell, CellKind, Document, Grid, Inline, Row, Side};
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

/// What a letter is headed with.
fn subject(year: u16, round: usize) -> String {
    match round {
        0 => format!("{year}年度政府信息公开工作年度报告报送提醒"),
        _ => format!("{year}年度政府信息公开工作年度报告修改意见（第{round}次）"),
    }
}

/// The letter to an agency on what it handed in for the round of a number, from 1, or that
/// nothing has come, number 0; none for one whose report is in order.
pub fn letter(board: &Board, line: &Line, sending: &Sending, round: usize) -> Option<Document> {
    if line.state == State::Clean {
        return None;
    }
    let mut blocks = vec![Block::paragraph(&format!("{}：", line.name))];
    let opening = opening(board, line);
    blocks.extend(opening.iter().map(|words| Block::paragraph(words)));
    for severity in [Severity::Error, Severity::Warning, Severity::Hint] {
        let told = line
            .findings
            .iter()
            .filter(|told| told.severity == severity);
        let told: Vec<&Record> = told.collect();
        if !told.is_empty() {
            let heading = HEADINGS[severity as usize];
            blocks.push(Block::heading(2, heading));
            let grid = corrections(heading, board.term.year, line, &told);
            blocks.push(Block::Table(grid));
        }
    }
    let closing = closing(line, sending);
    blocks.extend(closing.iter().map(|words| Block::paragraph(words)));
    let by = sending.by.as_ref();
    blocks.extend(by.map(|(name, day)| Block::Signature {
        name: name.clone(),
        date: day.map_or_else(String::new, Date::chinese),
        seal: Seal::default(),
    }));
    Some(Document {
        title: subject(
            board.term.year,
            if line.state == State::Missing {
                0
            } else {
                round
            },
        ),
        agency: by.map_or_else(String::new, |(name, _)| name.clone()),
        year: board.term.year,
        date: by.and_then(|(_, day)| *day),
        blocks,
        ..Document::default()
    })
}

/// What findings of each severity are for those who mend them.
const HEADINGS: [&str; 3] = ["必须改正的", "请逐条核对的", "供参考的"];
/// What a line of corrections says.
const COLUMNS: [&str; 6] = ["表", "行", "列", "现填", "应为", "怎么改"];

/// Findings as lines of corrections.
fn corrections(summary: &str, year: u16, line: &Line, told: &[&Record]) -> Grid {
    let row = |kind, words: [String; 6]| Row {
        cells: (0..)
            .zip(words)
            .map(|(column, words)| Cell {
                side: (kind == CellKind::Text).then_some(Side::Left),
                ..Cell::new(kind, column, vec![Inline::plain(words)])
            })
            .collect(),
        keep_with_next: false,
    };
    let head = row(CellKind::ColumnHead, COLUMNS.map(str::to_owned));
    let rows = told
        .iter()
        .map(|told| row(CellKind::Text, correction(year, line, told)));
    Grid {
        summary: summary.to_owned(),
        columns: COLUMNS.len(),
        header_rows: 1,
        rows: [head].into_iter().chain(rows).collect(),
    }
}

/// A line of corrections: where in the form, and where in the file if an agency wrote that
/// itself, line by line.
fn correction(year: u16, line: &Line, told: &Record) -> [String; 6] {
    let path = told.path.as_deref().unwrap_or_default();
    let edition = Edition::of_year(year).unwrap_or(Edition::latest());
    let section = path.split('.').next().unwrap_or_default();
    let section = edition.sections.iter().find(|own| own.key == section);
    let name = told.name.clone().unwrap_or_default();
    let (row, column) = match edition.find(path).and(name.rsplit_once(" · ")) {
        Some((row, column)) => (row.to_owned(), column.to_owned()),
        None => (name, String::new()),
    };
    let mut advice = told.message.clone();
    if let Some(help) = &told.help {
        advice += &format!("。{help}");
    }
    // Whose lines these are is plain where there is one file only.
    let file = match line.files.as_slice() {
        [only] if *only == told.place => String::new(),
        _ => format!("{} ", told.place),
    };
    if told.line.is_some() && is_yaml(Path::new(&told.place)) {
        advice += &format!("（{file}{}）", told.at);
    }
    [
        section.map_or_else(String::new, |own| own.heading.clone()),
        row,
        column,
        told.stated.clone().unwrap_or_default(),
        told.expected.clone().unwrap_or_default(),
        advice,
    ]
}

/// Who signs, and when.
fn signed(sending: &Sending) -> Vec<String> {
    let by = sending.by.iter();
    let lines = by.flat_map(|(name, day)| [Some(name.clone()), day.map(Date::chinese)]);
    lines.flatten().collect()
}

/// One text to all agencies that have still to hand in or to mend something, to be copied into
/// a message; nothing where all is in order.
pub fn reminder(board: &Board, sending: &Sending) -> Option<String> {
    let lists = [
        (State::Missing, "下列单位的报告还没有收到"),
        (State::Failing, "下列单位的报告有错误，要改正后重新报送"),
    ];
    let lists = lists.map(|(state, head)| {
        let lines = board.lines.iter().filter(|line| line.state == state);
        let lines = (1..).zip(lines).map(|(number, line)| {
            let more = match (state, line.due) {
                (State::Missing, Some(due)) => format!("（期限是{}）", due.chinese()),
                (State::Missing, None) => String::new(),
                _ => format!("（{} 个错误）", line.count(Severity::Error)),
            };
            format!("{number}. {}{more}\n", line.name)
        });
        let lines: String = lines.collect();
        match lines.is_empty() {
            true => String::new(),
            false => format!("\n{head}：\n{lines}"),
        }
    });
    if lists.iter().all(String::is_empty) {
        return None;
    }
    let Term { year, as_of, .. } = board.term;
    let as_of = as_of.map_or_else(String::new, |day| format!("（截至{}）", day.chinese()));
    let (when, to) = wish(sending);
    let when = when.as_deref().unwrap_or("请尽快");
    let signed = signed(sending).join("\n");
    let text = format!(
        "{year}年度政府信息公开工作年度报告报送提醒{as_of}\n{}\n{when}报送{to}。\n\n{signed}",
        lists.concat()
    );
    Some(text.trim_end().to_owned())
}

/// What has come, and what has not: never more than is known.
fn opening(board: &Board, line: &Line) -> Vec<String> {
    let year = board.term.year;
    let due = line.due.map(Date::chinese);
    let mut told = Vec::new();
    if line.state == State::Missing {
        let due = due
            .as_ref()
            .map_or_else(String::new, |due| format!("，期限是{due}"));
        let unclaimed = board.unclaimed();
        told.push(match (line.remarks.is_empty(), unclaimed) {
            (true, 0) => format!("还没有收到你单位{year}年度的报告{due}。"),
            (true, _) => format!(
                "收到的文件里没有认出你单位{year}年度的报告{due}；另有 {unclaimed} 份看不出是哪家的，如已报送，请告知文件名。"
            ),
            (false, _) => format!("收到你单位的文件，其中没有{year}年度的报告{due}。"),
        });
    } else {
        let counts = [Severity::Error, Severity::Warning, Severity::Hint];
        let counts = counts.map(|severity| (line.count(severity), severity.chinese()));
        let counts = counts.iter().filter(|(count, _)| *count > 0);
        let counts: Vec<String> = counts
            .map(|(count, word)| format!("{count} 个{word}"))
            .collect();
        let files = line.files.join("、");
        told.push(match counts.is_empty() {
            true => format!("收到你单位报送的 {files}。"),
            false => format!("收到你单位报送的 {files}，检查发现 {}。", counts.join("、")),
        });
    }
    told.extend(line.remarks.iter().map(|remark| format!("{remark}。")));
    let signed = line.date.map(Date::chinese).filter(|_| line.late);
    let received = line.received.as_ref().filter(|received| received.late);
    match (received, signed, &due) {
        (Some(received), signed, Some(due)) => {
            let signed = signed.map(|day| format!("（落款日期是{day}）"));
            let (day, signed) = (&received.day, signed.unwrap_or_default());
            told.push(format!("{day} 收到{signed}，晚于期限{due}。"));
        }
        (None, Some(signed), Some(due)) => {
            told.push(format!("落款日期是{signed}，晚于期限{due}。"));
        }
        _ => {}
    }
    told
}

/// By when something is wanted, in words that a sentence begins with, and by whom.
fn wish(sending: &Sending) -> (Option<String>, String) {
    let when = sending.back.map(|day| format!("请在{}前", day.chinese()));
    let to = sending.by.as_ref();
    let to = to.map_or_else(String::new, |(name, _)| format!("至{name}"));
    (when, to)
}

fn closing(line: &Line, sending: &Sending) -> Vec<String> {
    let (when, to) = wish(sending);
    let soon = when.as_deref().unwrap_or("请尽快");
    match line.state {
        State::Missing => vec![format!("{soon}报送{to}。")],
        State::Failing => vec![format!(
            "有错误的报告不能发布。{soon}改正，重新报送{to}；送出前可以用 nianbao check 自己检查一遍。"
        )],
        State::Late | State::Warned | State::Clean if line.count(Severity::Warning) > 0 => {
            let when = when.map_or_else(String::new, |when| format!("要改的{when}重新报送{to}。"));
            vec![format!(
                "警告不妨碍发布，请逐条核对，确有原因的可以不改。{when}"
            )]
        }
        State::Late | State::Warned | State::Clean => Vec::new(),
    }
}
