//! A comparison as Markdown.

use super::{Comparison, shown};
use crate::ground::markdown::{Care, escape};

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
        for row in rows {
            let figures = [&row.last, &row.this, &row.change, &row.percent];
            let figures = figures.map(|figure| shown(figure.as_ref()));
            out += &format!("| {} | {} |\n", row.name, figures.join(" | "));
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

/// Words of a cell or a line.
fn escaped(words: &str) -> String {
    escape(&words.replace(['\r', '\t'], " "), Care::Wary)
}
