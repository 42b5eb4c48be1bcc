//! A note to an agency: what is wrong with its report, and how to mend it.

use serde::Serialize;

use super::{Board, Line, State, Term};
use crate::{
    ground::{
        date::Date,
        diagnostic::{Record, Severity},
    },
    office::{plain, templates::page},
};

/// A note in both forms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// As Markdown.
    pub markdown: String,
    /// As a page of HTML that needs nothing else.
    pub html: String,
}

/// Who sends notes, and what is asked for.
#[derive(Clone, Debug, Default)]
pub struct Sending {
    /// Who signs them, and when; notes that nobody signs have no day either.
    pub by: Option<(String, Option<Date>)>,
    /// The day by which the mended report is to be there.
    pub back: Option<Date>,
}

/// What a note is made of.
#[derive(Serialize)]
struct Letter {
    title: String,
    paragraphs: Vec<String>,
    items: Vec<Item>,
    close: Vec<String>,
    signed: Vec<String>,
}

#[derive(Serialize)]
struct Item {
    head: String,
    message: String,
    help: String,
}

/// What a note is headed with, after the agency's name.
fn subject(year: u16) -> String {
    format!("{year}年度政府信息公开工作年度报告修改意见")
}

/// Whether a text, its end left out perhaps, is a note on a report of the year.
pub fn is_note(text: &str, year: u16) -> bool {
    let mut lines = text.lines();
    let heading = match text.starts_with("<!DOCTYPE html>") {
        true => lines.find_map(|line| line.strip_prefix("<title>")?.strip_suffix("</title>")),
        false => lines.next().and_then(|line| line.strip_prefix("# ")),
    };
    heading.is_some_and(|heading| heading.ends_with(&format!("：{}", subject(year))))
}

/// The note to an agency; none for one whose report is in order.
///
/// # Errors
/// The template of the page cannot be filled.
pub fn note(board: &Board, line: &Line, sending: &Sending) -> Result<Option<Note>, String> {
    if line.state == State::Clean {
        return Ok(None);
    }
    let letter = letter(board, line, sending);
    Ok(Some(Note {
        markdown: markdown(&letter),
        html: page("note.html", &letter)?,
    }))
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

fn letter(board: &Board, line: &Line, sending: &Sending) -> Letter {
    Letter {
        title: format!("{}：{}", line.name, subject(board.term.year)),
        paragraphs: opening(board.term.year, line),
        items: line.findings.iter().map(|told| item(line, told)).collect(),
        close: closing(line, sending),
        signed: signed(sending),
    }
}

fn opening(year: u16, line: &Line) -> Vec<String> {
    let due = line.due.map(Date::chinese);
    let mut told = Vec::new();
    if line.state == State::Missing {
        let due = due
            .as_ref()
            .map_or_else(String::new, |due| format!("，期限是{due}"));
        told.push(format!("还没有收到你单位{year}年度的报告{due}。"));
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
    if let (true, Some(date), Some(due)) = (line.late, line.date, &due) {
        told.push(format!("落款日期是{}，晚于期限{due}。", date.chinese()));
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

/// A finding: first how bad it is, and where in the form's words and in the file.
fn item(line: &Line, told: &Record) -> Item {
    // Whose lines these are is plain where there is one file only.
    let place = match line.files.as_slice() {
        [only] if *only == told.place => told.at.to_string(),
        _ => format!("{} {}", told.place, told.at),
    };
    let place = match &told.name {
        Some(words) => format!("{words}（{place}）"),
        None => place,
    };
    Item {
        head: format!("{}，{place}", told.severity.chinese()),
        message: told.message.clone(),
        help: told.help.clone().unwrap_or_default(),
    }
}

fn markdown(letter: &Letter) -> String {
    let paragraphs = |texts: &[String]| -> String {
        let texts = texts.iter();
        texts
            .map(|text| format!("\n{}\n", plain::markdown(text)))
            .collect()
    };
    let mut out = format!("# {}\n", plain::markdown(&letter.title));
    out += &paragraphs(&letter.paragraphs);
    for (number, item) in (1..).zip(&letter.items) {
        out += &format!(
            "\n{number}. **{}**：{}\n",
            plain::markdown(&item.head),
            plain::markdown(&item.message)
        );
        if !item.help.is_empty() {
            out += &format!("\n   怎么办：{}\n", plain::markdown(&item.help));
        }
    }
    out + &paragraphs(&letter.close) + &paragraphs(&letter.signed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_is_known_by_its_heading() {
        let title = format!("甲局：{}", subject(2025));
        assert!(is_note(&format!("# {title}\n\n收到"), 2025));
        let page = format!("<!DOCTYPE html>\n<html>\n<title>{title}</title>\n");
        assert!(is_note(&page, 2025) && !is_note(&page, 2024));
        assert!(!is_note("# 修改意见\n", 2025) && !is_note("", 2025));
    }
}
