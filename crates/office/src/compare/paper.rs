//! A comparison as a document for every format: what changed, and how much did not.

use super::{Comparison, Lone, Pair, Row, Years, shown, wording::Fate};
use base::diagnostic::{Severity, terminal::excerpt};
use document::{Block, Cell, Document, Grid, Side};

/// Characters of a shared passage, at the most.
const PASSAGE: usize = 60;
/// Changes of an agency that stand in its line.
const SHOWN: usize = 3;
/// Names and lines that are listed where there could be very many.
const LISTED: usize = 50;

/// A table under its heading, where it has rows.
fn table(heading: &str, heads: &[&str], rows: Vec<Vec<Cell>>) -> Vec<Block> {
    if rows.is_empty() {
        return Vec::new();
    }
    let grid = Grid::of(heading, heads, rows);
    vec![Block::heading(2, heading), Block::Table(grid)]
}

/// Words at the left.
fn words(words: impl Into<String>) -> Cell {
    Cell::from(words.into()).at(Side::Left)
}

/// What a figure was and is, and its change.
fn figures(row: &Row) -> Vec<Cell> {
    let tone = match row.change.as_deref().unwrap_or_default().chars().next() {
        Some('+') => Some(Severity::Error),
        Some('-') => Some(Severity::Hint),
        _ => None,
    };
    let cell = |figure| Cell::from(shown(figure).to_owned()).at(Side::Right);
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
            [vec![words(name)], figures(row)].concat()
        });
        let heads = ["项目", last, this, "增减", "增减%"];
        blocks.extend(table(&heading, &heads, rows.collect()));
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
            words(&*text.section),
            format!("{}%", text.percent).into(),
            words(numbers.join("；")),
            words(passage.unwrap_or_default()),
        ]
    });
    let heads = ["部分", "相同", "变了的数", "相同的最长的一段"];
    let mut blocks = table("文字", &heads, rows.collect());
    if !blocks.is_empty() {
        let told = "不计标题、数字和套话，后一份的文字有多少与前一份相同。";
        blocks.insert(1, Block::paragraph(told));
    }
    let rewritten = comparison.texts.iter().flat_map(|text| {
        text.rewritten.iter().map(|line| {
            let side = |fate| Cell::from(line.side(fate)).at(Side::Left);
            vec![words(&*text.section), side(Fate::Gone), side(Fate::New)]
        })
    });
    blocks.extend(table(
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

/// Two years of many agencies: who is lacking, then those that changed, the greatest change
/// first. `whole` asks for every change of each.
pub fn document_of_years(years: &Years, whole: bool) -> Document {
    let ([last, this], [gone, new]) = (years.years, &years.lone);
    let (same, changed): (Vec<&Pair>, Vec<&Pair>) = years
        .pairs
        .iter()
        .partition(|pair| pair.comparison.is_same());
    let odd = match years.odd.len() {
        0 => String::new(),
        odd => format!("；没有比较的 {odd} 处"),
    };
    let lead = format!(
        "两年都有报告的 {} 家，{} 家的数有变化；只有 {last} 年度的 {} 家，只有 {this} 年度的 {} 家{odd}。",
        years.pairs.len(),
        changed.len(),
        gone.len(),
        new.len(),
    );
    let mut blocks = vec![Block::paragraph(&lead)];
    blocks.extend(Block::listed("没有比较的", years.odd.iter().cloned()));
    let lone = gone.iter().map(|lone| told(lone, this));
    let lone = lone.chain(new.iter().map(|lone| told(lone, last)));
    blocks.extend(Block::listed("只有一年有报告的", lone));
    let received = [last, this].map(|year| format!("新收 {year}"));
    let heads = [
        "机关",
        "变化最大的数",
        &received[0],
        &received[1],
        "增减",
        "文字相同",
    ];
    let rows = changed.iter().map(|pair| line(pair)).collect();
    blocks.extend(table("有变化的", &heads, rows));
    if !same.is_empty() {
        let names: Vec<String> = same.iter().take(LISTED).map(|pair| pair.name()).collect();
        let (names, more) = (
            names.join("、"),
            if same.len() > LISTED { " 等" } else { "" },
        );
        let told = format!("{} 家的数没有变化：{names}{more}。", same.len());
        blocks.push(Block::paragraph(&told));
    }
    if whole {
        let rows = changed.iter().flat_map(|pair| {
            let changes = pair.comparison.changes().into_iter().take(LISTED);
            changes.map(|row| [vec![words(pair.name()), words(&*row.path)], figures(row)].concat())
        });
        let years = years.years.map(|year| year.to_string());
        let heads = ["机关", "项目", &years[0], &years[1], "增减", "增减%"];
        blocks.extend(table("各家的变化", &heads, rows.collect()));
    }
    Document {
        title: format!("各机关{last}年度与{this}年度对照"),
        year: this,
        blocks,
        ..Document::default()
    }
}

/// What there is to say of an agency of one year: what it lacks, and who it may be.
fn told(lone: &Lone, lacking: u16) -> String {
    let alike = lone.alike.as_ref().map_or_else(String::new, |alike| {
        format!("；是不是改了名，就是「{alike}」？在名册里写成别名，加 --roster")
    });
    let (agency, file) = (&lone.agency, &lone.file);
    format!("{agency}：没有 {lacking} 年度的报告（{file}）{alike}")
}

/// `申请.新收.自然人 6→60`, the received requests, and how much of the texts is the same.
fn line(pair: &Pair) -> Vec<Cell> {
    let changes = pair.comparison.changes().into_iter().take(SHOWN);
    let changes =
        changes.map(|row| format!("{} {}→{}", row.path, shown(&row.last), shown(&row.this)));
    let numbers = pair.comparison.texts.iter().flat_map(|text| {
        let numbers = text.numbers.iter();
        numbers.map(|one| format!("{}里 {}", text.section, number(one)))
    });
    let told: Vec<String> = changes.chain(numbers.take(SHOWN)).collect();
    let received = match &pair.received {
        Some(row) => figures(row)[..3].to_vec(),
        None => vec![Cell::from(String::new()); 3],
    };
    let percent = pair.likeness().map(|percent| format!("{percent}%"));
    let percent = Cell::from(percent.unwrap_or_default()).at(Side::Right);
    [
        vec![words(pair.name()), words(told.join("；"))],
        received,
        vec![percent],
    ]
    .concat()
}
