//! A comparison as a document for every format: what changed, and how much did not.

use super::{
    Comparison, Row,
    folders::{Lone, Pair, Years},
    shown,
    wording::Fate,
};
use base::diagnostic::{Severity, terminal::excerpt};
use document::{Block, Cell, Document, Grid, Side};

/// Characters of a shared passage, at the most.
const PASSAGE: usize = 60;
/// Changes of an agency that stand in its line.
const SHOWN: usize = 3;
/// Names and lines that are listed where there could be very many.
const LISTED: usize = 50;

/// A comparison of two reports.
pub fn document(comparison: &Comparison) -> Document {
    let remarks = comparison.remarks.iter();
    let remarks = remarks.map(|remark| Block::paragraph(&format!("注意：{remark}")));
    let mut blocks: Vec<Block> = remarks.collect();
    blocks.extend(figures(comparison));
    let (last, this) = comparison.years();
    if !comparison.alone.is_empty() {
        let rows = comparison.alone.iter().map(|alone| {
            let mut cells = [alone.path.clone(), String::new(), String::new()];
            cells[1 + usize::from(alone.this)] = shown(alone.figure.as_ref()).to_owned();
            row_of(cells)
        });
        blocks.push(Block::heading(2, "只有一份报告有的项"));
        let heads = ["项目", &last, &this];
        blocks.push(Block::Table(Grid::of("只有一份报告有的项", &heads, rows)));
    }
    blocks.extend(texts(comparison));
    Document {
        title: comparison.title(),
        year: comparison.this.year,
        blocks,
        ..Document::default()
    }
}

/// The figures that changed, or all of them where these are asked for, section by section.
fn figures(comparison: &Comparison) -> Vec<Block> {
    let (last, this) = comparison.years();
    let changed = |row: &&Row| comparison.all || row.last != row.this;
    let mut blocks = Vec::new();
    let mut sections: Vec<(&str, Vec<&Row>)> = Vec::new();
    for row in comparison.figures.iter().filter(changed) {
        match sections.last_mut().filter(|(key, _)| *key == row.section) {
            Some((_, rows)) => rows.push(row),
            None => sections.push((&row.section, vec![row])),
        }
    }
    for (section, rows) in sections {
        let rows = rows.into_iter().map(|row| {
            let figures = [&row.last, &row.this, &row.change, &row.percent];
            let [last, this, change, percent] = figures.map(|one| shown(one.as_ref()).to_owned());
            let tone = tone(&change);
            let mut cells = row_of([row.name.clone(), last, this, change, percent]);
            cells[3].finding = tone;
            cells
        });
        blocks.push(Block::heading(2, section));
        let heads = ["项目", &last, &this, "增减", "增减%"];
        blocks.push(Block::Table(Grid::of(section, &heads, rows)));
    }
    let same = comparison
        .figures
        .iter()
        .filter(|row| !changed(row))
        .count();
    let none = blocks.is_empty();
    let told = match (none, same) {
        (true, 0) => Some("两份报告的数都是 0 或空白；加 --all 全部列出。".to_owned()),
        (true, same) => Some(format!("{same} 个数都没有变化；加 --all 全部列出。")),
        (false, 0) => None,
        (false, same) => Some(format!("另有 {same} 个数没有变化；加 --all 全部列出。")),
    };
    blocks.extend(told.map(|told| Block::paragraph(&told)));
    blocks
}

/// A name at the left and figures at the right.
fn row_of<const N: usize>(cells: [String; N]) -> Vec<Cell> {
    let cells = cells.into_iter().enumerate().map(|(at, words)| {
        let side = if at == 0 { Side::Left } else { Side::Right };
        Cell::from(words).at(side)
    });
    cells.collect()
}

/// How a change strikes the eye.
fn tone(change: &str) -> Option<Severity> {
    match change.chars().next() {
        Some('+') => Some(Severity::Error),
        Some('-') => Some(Severity::Hint),
        _ => None,
    }
}

/// How much of the texts is the same, which numbers in them are others, and what was rewritten.
fn texts(comparison: &Comparison) -> Vec<Block> {
    if comparison.texts.is_empty() {
        return Vec::new();
    }
    let rows = comparison.texts.iter().map(|text| {
        let passage = text.passage.as_deref();
        let passage = passage.map(|passage| excerpt(passage, PASSAGE));
        let numbers = text.numbers.iter().map(number);
        vec![
            Cell::from(text.section.clone()).at(Side::Left),
            Cell::from(format!("{}%", text.percent)),
            Cell::from(numbers.collect::<Vec<_>>().join("；")).at(Side::Left),
            Cell::from(passage.unwrap_or_default()).at(Side::Left),
        ]
    });
    let heads = ["部分", "相同", "变了的数", "相同的最长的一段"];
    let mut blocks = vec![
        Block::heading(2, "文字"),
        Block::paragraph("不计标题、数字和套话，后一份的文字有多少与前一份相同。"),
        Block::Table(Grid::of("文字", &heads, rows)),
    ];
    let (last, this) = comparison.years();
    let rewritten = comparison.texts.iter().flat_map(|text| {
        let lines = text.rewritten.iter();
        lines.map(|line| {
            let [before, now] = [Fate::Gone, Fate::New].map(|fate| line.side(fate));
            vec![
                Cell::from(text.section.clone()).at(Side::Left),
                Cell::from(before).at(Side::Left),
                Cell::from(now).at(Side::Left),
            ]
        })
    });
    let rewritten: Vec<Vec<Cell>> = rewritten.collect();
    if !rewritten.is_empty() {
        blocks.push(Block::heading(2, "改动的段落"));
        let heads = ["部分", &last, &this];
        blocks.push(Block::Table(Grid::of("改动的段落", &heads, rewritten)));
    }
    blocks
}

/// `共收到申请 12→9`.
fn number([before, old, new]: &[String; 3]) -> String {
    format!("{before} {old}→{new}").trim_start().to_owned()
}

/// Two years of many agencies: who is lacking, then those that changed, the greatest change
/// first. `whole` asks for every change of each.
pub fn document_of_years(years: &Years, whole: bool) -> Document {
    let [last, this] = years.years;
    let (same, changed): (Vec<&Pair>, Vec<&Pair>) =
        years.pairs.iter().partition(|pair| pair.is_same());
    let mut lead = format!(
        "两年都有报告的 {} 家，{} 家的数有变化；只有 {last} 年度的 {} 家，只有 {this} 年度的 {} 家",
        years.pairs.len(),
        changed.len(),
        years.gone.len(),
        years.new.len(),
    );
    if !years.odd.is_empty() {
        lead += &format!("；没有比较的 {} 处", years.odd.len());
    }
    let mut blocks = vec![Block::paragraph(&format!("{lead}。"))];
    blocks.extend(Block::listed("没有比较的", years.odd.iter().cloned()));
    let gone = years.gone.iter().map(|lone| told(lone, this));
    let new = years.new.iter().map(|lone| told(lone, last));
    blocks.extend(Block::listed("只有一年有报告的", gone.chain(new)));
    if !changed.is_empty() {
        let received = [last, this].map(|year| format!("新收 {year}"));
        let heads = [
            "机关",
            "变化最大的数",
            &received[0],
            &received[1],
            "增减",
            "文字相同",
        ];
        let rows = changed.iter().map(|pair| row(pair));
        blocks.push(Block::heading(2, "有变化的"));
        blocks.push(Block::Table(Grid::of("有变化的", &heads, rows)));
    }
    if !same.is_empty() {
        let names = same.iter().take(LISTED).map(|pair| pair.name());
        let names = names.collect::<Vec<_>>().join("、");
        let more = if same.len() > LISTED { " 等" } else { "" };
        let told = format!("{} 家的数没有变化：{names}{more}。", same.len());
        blocks.push(Block::paragraph(&told));
    }
    if whole && !changed.is_empty() {
        let rows = changed.iter().flat_map(|pair| {
            let changes = pair.comparison.changes().into_iter().take(LISTED);
            changes.map(|row| {
                let figures = [&row.last, &row.this, &row.change, &row.percent];
                let [last, this, change, percent] =
                    figures.map(|one| shown(one.as_ref()).to_owned());
                let name = format!("{}.{}", row.section, row.name);
                let mut cells = row_of([pair.name(), name, last, this, change, percent]);
                cells[1].side = Some(Side::Left);
                cells
            })
        });
        let years = years.years.map(|year| year.to_string());
        let heads = ["机关", "项目", &years[0], &years[1], "增减", "增减%"];
        blocks.push(Block::heading(2, "各家的变化"));
        blocks.push(Block::Table(Grid::of("各家的变化", &heads, rows)));
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
fn row(pair: &Pair) -> Vec<Cell> {
    let changes = pair.comparison.changes().into_iter().take(SHOWN);
    let changes = changes.map(|row| {
        let figures = [&row.last, &row.this].map(|figure| shown(figure.as_ref()));
        format!("{}.{} {}", row.section, row.name, figures.join("→"))
    });
    let numbers = pair.comparison.texts.iter().flat_map(|text| {
        let numbers = text.numbers.iter();
        numbers.map(|one| format!("{}里 {}", text.section, number(one)))
    });
    let told: Vec<String> = changes.chain(numbers.take(SHOWN)).collect();
    let received = |of: fn(&Row) -> &Option<String>| {
        let received = pair.received.as_ref();
        let words = received.map_or("", |row| shown(of(row).as_ref()));
        Cell::from(words.to_owned()).at(Side::Right)
    };
    let change = pair.received.as_ref().and_then(|row| row.change.as_deref());
    let percent = pair.likeness().map(|percent| format!("{percent}%"));
    vec![
        Cell::from(pair.name()).at(Side::Left),
        Cell::from(told.join("；")).at(Side::Left),
        received(|row| &row.last),
        received(|row| &row.this),
        received(|row| &row.change).found(change.and_then(tone)),
        Cell::from(percent.unwrap_or_default()).at(Side::Right),
    ]
}
