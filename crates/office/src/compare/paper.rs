//! A comparison as a document for every format: what changed, and how much did not.

use super::{Comparison, Row, shown, wording::Fate};
use base::diagnostic::{Severity, terminal::excerpt};
use document::{Block, Cell, Document};

/// Characters of a shared passage, at the most.
const PASSAGE: usize = 60;

/// What a figure was and is, and its change.
fn figures(row: &Row) -> Vec<Cell> {
    let tone = match row.change.as_deref().unwrap_or_default().chars().next() {
        Some('+') => Some(Severity::Error),
        Some('-') => Some(Severity::Hint),
        _ => None,
    };
    let cell = |figure| Cell::right(shown(figure));
    vec![
        cell(&row.last),
        cell(&row.this),
        cell(&row.change).found(tone),
        cell(&row.percent),
    ]
}

/// A comparison of two reports.
pub fn document(comparison: &Comparison) -> Document {
    let (last, this) = (&comparison.last, &comparison.this);
    let years = match last.year == this.year {
        true => ["第一份", "第二份"].map(str::to_owned),
        false => [last.year, this.year].map(|year| year.to_string()),
    };
    let remarks = comparison.remarks.iter();
    let remarks = remarks.map(|remark| Block::paragraph(&format!("注意：{remark}")));
    let mut blocks: Vec<Block> = remarks.collect();
    blocks.extend(changed(comparison, &years));
    blocks.extend(texts(comparison, &years));
    Document {
        title: match last.agency == this.agency {
            true => format!("{}：{}年度与{}年度", this.agency, last.year, this.year),
            false => format!(
                "{}（{}年度）与{}（{}年度）",
                last.agency, last.year, this.agency, this.year
            ),
        },
        year: this.year,
        blocks,
        ..Document::default()
    }
}

/// The figures that changed, or all of them where these are asked for, section by section.
fn changed(comparison: &Comparison, [last, this]: &[String; 2]) -> Vec<Block> {
    let (mut rows, same): (Vec<&Row>, Vec<&Row>) = comparison
        .figures
        .iter()
        .partition(|row| comparison.all || row.only.is_some() || row.is_changed());
    let section = |row: &Row| row.path.split('.').next().unwrap_or_default().to_owned();
    // What only the earlier form has stands with its section, too.
    let sections: Vec<String> = rows.iter().map(|row| section(row)).collect();
    rows.sort_by_key(|row| sections.iter().position(|one| *one == section(row)));
    let mut blocks = Vec::new();
    for rows in rows.chunk_by(|one, other| section(one) == section(other)) {
        let heading = section(rows[0]);
        let rows = rows.iter().map(|row| {
            let name = row.path.split_once('.').map_or("", |(_, name)| name);
            [vec![Cell::left(name)], figures(row)].concat()
        });
        let heads = ["项目", last, this, "增减", "增减%"];
        blocks.extend(Block::tabled(&heading, &heads, rows.collect()));
    }
    let told = match (blocks.is_empty(), same.len()) {
        (true, 0) => Some("两份报告的数都是 0 或空白；加 --all 全部列出。".to_owned()),
        (true, same) => Some(format!("{same} 个数都没有变化；加 --all 全部列出。")),
        (false, 0) => None,
        (false, same) => Some(format!("另有 {same} 个数没有变化；加 --all 全部列出。")),
    };
    blocks.extend(told.map(|told| Block::paragraph(&told)));
    blocks
}

/// How much of the texts is the same, which numbers in them are others, and what was rewritten.
fn texts(comparison: &Comparison, [last, this]: &[String; 2]) -> Vec<Block> {
    let rows = comparison.texts.iter().map(|text| {
        let passage = text.passage.as_deref();
        let passage = passage.map(|passage| excerpt(passage, PASSAGE));
        let numbers: Vec<String> = text.numbers.iter().map(number).collect();
        vec![
            Cell::left(&*text.section),
            format!("{}%", text.percent).into(),
            Cell::left(numbers.join("；")),
            Cell::left(passage.unwrap_or_default()),
        ]
    });
    let heads = ["部分", "相同", "变了的数", "相同的最长的一段"];
    let mut blocks = Block::tabled("文字", &heads, rows.collect());
    if !blocks.is_empty() {
        let told = "不计标题、数字和套话，后一份的文字有多少与前一份相同。";
        blocks.insert(1, Block::paragraph(told));
    }
    let rewritten = comparison.texts.iter().flat_map(|text| {
        text.rewritten.iter().map(|line| {
            let side = |fate| Cell::left(line.side(fate));
            vec![
                Cell::left(&*text.section),
                side(Fate::Gone),
                side(Fate::New),
            ]
        })
    });
    blocks.extend(Block::tabled(
        "改动的段落",
        &["部分", last, this],
        rewritten.collect(),
    ));
    blocks
}

/// `共收到申请 12→9`.
fn number([before, old, new]: &[String; 3]) -> String {
    format!("{before} {old}→{new}").trim_start().to_owned()
}
