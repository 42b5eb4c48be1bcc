//! A comparison on a terminal.

use super::{Comparison, Row, shown};
use crate::ground::diagnostic::terminal::{columns, excerpt, safe};

/// Characters of a shared passage, at the most.
const PASSAGE: usize = 60;

/// Writes a comparison in columns, Chinese characters counted as two.
pub fn table(comparison: &Comparison) -> String {
    let mut out = format!("{}\n", safe(&comparison.title()));
    for remark in &comparison.remarks {
        out += &format!("注意: {}\n", safe(remark));
    }
    let (last, this) = comparison.years();
    let head = ["", &last, &this, "增减", "增减%"].map(str::to_owned);
    for (section, rows) in comparison.sections() {
        out += &format!("\n{section}\n");
        let mut cells = vec![head.clone()];
        cells.extend(rows.into_iter().map(row));
        out += &aligned(&cells);
    }
    if comparison.figures.is_empty() {
        out += "\n两份报告的数都是 0 或空白；加 --all 全部列出\n";
    }
    if !comparison.alone.is_empty() {
        out += "\n只有一份报告有的项\n";
        let cells = comparison.alone.iter().map(|alone| {
            let figure = shown(alone.figure.as_ref()).to_owned();
            let (left, right) = match alone.this {
                true => (String::new(), figure),
                false => (figure, String::new()),
            };
            [
                alone.path.clone(),
                left,
                right,
                String::new(),
                String::new(),
            ]
        });
        let mut all = vec![head];
        all[0][3].clear();
        all[0][4].clear();
        all.extend(cells);
        out += &aligned(&all);
    }
    if !comparison.texts.is_empty() {
        out += "\n文字（后一份与前一份相同的比例）\n";
        let width = comparison.texts.iter().map(|text| columns(&text.section));
        let width = width.max().unwrap_or(0);
        for text in &comparison.texts {
            let pad = " ".repeat(width - columns(&text.section));
            out += &format!("  {}{pad}  {:>3}%", text.section, text.percent);
            if let Some(passage) = &text.passage {
                out += &format!("  最长的一段：「{}」", safe(&excerpt(passage, PASSAGE)));
            }
            out.push('\n');
        }
    }
    out
}

fn row(row: &Row) -> [String; 5] {
    [
        row.name.clone(),
        shown(row.last.as_ref()).to_owned(),
        shown(row.this.as_ref()).to_owned(),
        shown(row.change.as_ref()).to_owned(),
        shown(row.percent.as_ref()).to_owned(),
    ]
}

/// The first column to the left, the others to the right.
fn aligned(rows: &[[String; 5]]) -> String {
    let width = |column: usize| rows.iter().map(|row| columns(&row[column])).max();
    let widths: Vec<usize> = (0..5).map(|column| width(column).unwrap_or(0)).collect();
    let mut out = String::new();
    for row in rows {
        let mut line = String::from("  ");
        for (column, cell) in row.iter().enumerate() {
            let pad = " ".repeat(widths[column] - columns(cell));
            match column {
                0 => line += &format!("{cell}{pad}"),
                _ => line += &format!("  {pad}{cell}"),
            }
        }
        out += line.trim_end();
        out.push('\n');
    }
    out
}
