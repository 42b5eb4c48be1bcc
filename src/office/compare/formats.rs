//! A comparison for programs, as Markdown, and on a terminal.

use serde_json::{Value, json as object};

use super::{Comparison, Row, shown};
use crate::{
    ground::diagnostic::terminal::{Terminal, Tone, columns, excerpt, safe},
    office::plain::{markdown as escaped, pretty, text_table},
};

/// A figure for a page.
pub(super) fn page_row(row: &Row) -> Value {
    let direction = match row.change.as_deref() {
        Some(change) if change.starts_with('+') => "up",
        Some(change) if change.starts_with('-') => "down",
        _ => "same",
    };
    object!({
        "name": row.name.replace('.', " · "),
        "last": shown(row.last.as_ref()),
        "this": shown(row.this.as_ref()),
        "change": shown(row.change.as_ref()).replace('-', "−"),
        "percent": shown(row.percent.as_ref()).replace('-', "−"),
        "direction": direction,
    })
}

/// Writes a comparison as JSON. Figures are texts, because they are exact; one that is
/// blank or cannot be computed is null.
pub fn json(comparison: &Comparison) -> String {
    pretty(&object(comparison))
}

pub(super) fn object(comparison: &Comparison) -> Value {
    let figures = comparison.figures.iter().map(|row| {
        object!({
            "path": format!("{}.{}", row.section, row.name),
            "last": row.last,
            "this": row.this,
            "change": row.change,
            "percent": row.percent,
        })
    });
    let alone = |this: bool| -> Vec<Value> {
        let alone = comparison.alone.iter().filter(|alone| alone.this == this);
        alone.map(|alone| object!(alone)).collect()
    };
    object!({
        "last": comparison.last,
        "this": comparison.this,
        "remarks": comparison.remarks,
        "figures": figures.collect::<Vec<_>>(),
        "only_last": alone(false),
        "only_this": alone(true),
        "texts": comparison.texts,
    })
}

/// Writes a comparison as GFM.
pub fn markdown(comparison: &Comparison) -> String {
    let mut out = format!("# {}\n", escaped(&comparison.title()));
    for remark in &comparison.remarks {
        out += &format!("\n> 注意：{}\n", escaped(remark));
    }
    let (last, this) = comparison.years();
    for (section, rows) in comparison.sections() {
        out += &format!("\n## {section}\n\n| 项目 | {last} | {this} | 增减 | 增减% |\n");
        out += "|---|--:|--:|--:|--:|\n";
        for cells in rows.into_iter().map(row) {
            out += &format!("| {} |\n", cells.join(" | "));
        }
    }
    if !comparison.alone.is_empty() {
        out += &format!("\n## 只有一份报告有的项\n\n| 项目 | {last} | {this} |\n|---|--:|--:|\n");
        for alone in &comparison.alone {
            let figure = shown(alone.figure.as_ref());
            let (left, right) = match alone.this {
                true => ("", figure),
                false => (figure, ""),
            };
            out += &format!("| {} | {left} | {right} |\n", alone.path);
        }
    }
    if !comparison.texts.is_empty() {
        out += "\n## 文字\n\n| 部分 | 相同 | 最长的一段 |\n|---|--:|---|\n";
        for text in &comparison.texts {
            let passage = text.passage.as_deref().map(escaped).unwrap_or_default();
            out += &format!("| {} | {}% | {passage} |\n", text.section, text.percent);
        }
    }
    out
}

/// Characters of a shared passage, at the most.
const PASSAGE: usize = 60;

/// Writes a comparison in columns, Chinese characters counted as two.
pub fn table(comparison: &Comparison, terminal: Terminal) -> String {
    let wrapped = |words: &str| terminal.wrapped(2, words) + "\n";
    let mut out = wrapped(&safe(&comparison.title()));
    for remark in &comparison.remarks {
        out += &wrapped(&format!("注意: {}", safe(remark)));
    }
    for (section, rows) in comparison.sections() {
        let mut cells = vec![head(comparison, ["增减", "增减%"])];
        cells.extend(rows.into_iter().map(row));
        let tone = |row: usize, column: usize| match (row, column) {
            (0, _) => Tone::Head,
            (_, 3 | 4) => change_tone(&cells[row][3]),
            _ => Tone::Plain,
        };
        out += &format!("\n{}\n", terminal.paint(Tone::Head, section));
        out += &text_table("  ", &cells, 1, terminal, tone);
    }
    if comparison.figures.is_empty() {
        out += "\n两份报告的数都是 0 或空白；加 --all 全部列出\n";
    }
    out + &alone(comparison, terminal) + &shared(comparison, terminal)
}

fn head(comparison: &Comparison, more: [&str; 2]) -> [String; 5] {
    let (last, this) = comparison.years();
    ["", &last, &this, more[0], more[1]].map(str::to_owned)
}

/// What only one of two reports has.
fn alone(comparison: &Comparison, terminal: Terminal) -> String {
    if comparison.alone.is_empty() {
        return String::new();
    }
    let mut cells = vec![head(comparison, ["", ""])];
    cells.extend(comparison.alone.iter().map(|alone| {
        let mut cells = [const { String::new() }; 5];
        cells[0] = alone.path.clone();
        cells[1 + usize::from(alone.this)] = shown(alone.figure.as_ref()).to_owned();
        cells
    }));
    let tone = |row, _| if row == 0 { Tone::Head } else { Tone::Plain };
    format!(
        "\n只有一份报告有的项\n{}",
        text_table("  ", &cells, 1, terminal, tone)
    )
}

/// How much of the texts two reports share, and the longest passage.
fn shared(comparison: &Comparison, terminal: Terminal) -> String {
    if comparison.texts.is_empty() {
        return String::new();
    }
    let mut out = "\n文字（后一份与前一份相同的比例）\n".to_owned();
    let width = comparison.texts.iter().map(|text| columns(&text.section));
    let width = width.max().unwrap_or(0);
    for text in &comparison.texts {
        let pad = " ".repeat(width - columns(&text.section));
        out += &format!("  {}{pad}  {:>3}%", text.section, text.percent);
        if let Some(passage) = &text.passage {
            let told = format!("最长的一段：「{}」", safe(&excerpt(passage, PASSAGE)));
            // Two spaces before, between and after, and the per cent.
            let indent = width + 10;
            out += "  ";
            out += &terminal.hanging(indent, &told);
        }
        out.push('\n');
    }
    out
}

/// How a change strikes the eye: one that is more as on a page, red.
pub(super) fn change_tone(change: &str) -> Tone {
    match change.chars().next() {
        Some('+') => Tone::Bad,
        Some('-') => Tone::Good,
        _ => Tone::Faint,
    }
}

fn row(row: &Row) -> [String; 5] {
    let figures = [&row.last, &row.this, &row.change, &row.percent];
    let [last, this, change, percent] = figures.map(|figure| shown(figure.as_ref()).to_owned());
    [row.name.clone(), last, this, change, percent]
}
