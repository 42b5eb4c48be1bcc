//! A note to an agency: what is wrong with its report, and how to mend it.

use super::{Board, Line, State, Told};
use crate::{
    ground::diagnostic::{Severity, terminal::safe},
    office::plain,
};

/// A note in both forms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// As Markdown.
    pub markdown: String,
    /// As a page of HTML that needs nothing else.
    pub html: String,
}

/// What a note is made of.
struct Letter {
    title: String,
    paragraphs: Vec<String>,
    items: Vec<Item>,
    close: Vec<String>,
}

struct Item {
    head: String,
    message: String,
    help: String,
}

/// The note to an agency; none for one whose report is in order.
pub fn note(board: &Board, line: &Line) -> Option<Note> {
    let letter = letter(board, line)?;
    Some(Note {
        markdown: markdown(&letter),
        html: html(&letter),
    })
}

fn letter(board: &Board, line: &Line) -> Option<Letter> {
    let year = board.year;
    let title = format!("{}：{year} 年度政府信息公开工作年度报告", line.name);
    let due = line.due.map(|due| due.chinese());
    let mut paragraphs = Vec::new();
    match line.state {
        State::Clean => return None,
        State::Missing => paragraphs.push(match &due {
            Some(due) => {
                format!("还没有收到你单位 {year} 年度的报告，应于 {due} 前公布。请尽快报送。")
            }
            None => format!("还没有收到你单位 {year} 年度的报告。请尽快报送。"),
        }),
        State::Failing | State::Late | State::Warned => {
            let counts = [Severity::Error, Severity::Warning, Severity::Hint];
            let counts = counts.map(|severity| (line.count(severity), severity.chinese()));
            let told = counts.iter().filter(|(count, _)| *count > 0);
            let told: Vec<String> = told
                .map(|(count, word)| format!("{count} 个{word}"))
                .collect();
            let files = line.files.join("、");
            paragraphs.push(match told.is_empty() {
                true => format!("收到你单位报送的 {files}。"),
                false => format!("收到你单位报送的 {files}，检查发现 {}。", told.join("、")),
            });
        }
    }
    paragraphs.extend(line.remarks.iter().map(|remark| format!("{remark}。")));
    if let (true, Some(date), Some(due)) = (line.late, line.date, &due) {
        let date = date.chinese();
        paragraphs.push(format!("落款日期是 {date}，晚于 {due} 的期限。"));
    }
    let mut close = Vec::new();
    if line.state == State::Failing {
        close.push(
            "有错误的报告不能发布。请改正后重新报送；改完用 nianbao check 再检查一遍。".to_owned(),
        );
    } else if line.count(Severity::Warning) > 0 {
        close.push("警告不妨碍发布，请逐条核对，确有原因的可以不改。".to_owned());
    }
    Some(Letter {
        title,
        paragraphs,
        items: line.findings.iter().map(|told| item(line, told)).collect(),
        close,
    })
}

fn item(line: &Line, told: &Told) -> Item {
    let (file, place) = &told.place;
    // Whose lines these are is plain where there is one file only.
    let file = match line.files.as_slice() {
        [only] if only == file => String::new(),
        _ => format!("{file} "),
    };
    Item {
        head: format!("{}，{file}{place}", told.severity.chinese()),
        message: told.message.clone(),
        help: told.help.clone(),
    }
}

fn markdown(letter: &Letter) -> String {
    let mut out = format!("# {}\n", plain::markdown(&letter.title));
    for paragraph in &letter.paragraphs {
        out += &format!("\n{}\n", plain::markdown(paragraph));
    }
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
    for paragraph in &letter.close {
        out += &format!("\n{}\n", plain::markdown(paragraph));
    }
    out
}

fn html(letter: &Letter) -> String {
    let plain = |text: &str| {
        let text = safe(text).replace('&', "&amp;").replace('<', "&lt;");
        text.replace('>', "&gt;").replace('"', "&quot;")
    };
    let paragraphs = |texts: &[String]| -> String {
        texts
            .iter()
            .map(|text| format!("<p>{}</p>\n", plain(text)))
            .collect()
    };
    let items = letter.items.iter().map(|item| {
        let help = match item.help.as_str() {
            "" => String::new(),
            help => format!("<br>怎么办：{}", plain(help)),
        };
        format!(
            "<li><b>{}</b>：{}{help}</li>\n",
            plain(&item.head),
            plain(&item.message)
        )
    });
    let items = match letter.items.is_empty() {
        true => String::new(),
        false => format!("<ol>\n{}</ol>\n", items.collect::<String>()),
    };
    format!(
        "<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{title}</title>\n<style>\n\
         :root {{ color-scheme: light dark; }}\n\
         body {{ max-width: 42rem; margin: 2rem auto; padding: 0 1rem; font: 17px/1.8 \"Noto Serif CJK SC\", \"Source Han Serif SC\", SimSun, serif; overflow-wrap: anywhere; }}\n\
         h1 {{ font-size: 1.3rem; line-height: 1.5; }}\n\
         li {{ margin: .6rem 0; }}\n\
         </style>\n</head>\n<body>\n<h1>{title}</h1>\n{before}{items}{after}</body>\n</html>\n",
        title = plain(&letter.title),
        before = paragraphs(&letter.paragraphs),
        after = paragraphs(&letter.close),
    )
}
