//! The years on paper: a document of headings, charts and tables, for the ordinary writers.

use super::{
    History, Unread, charts,
    sections::{Line, Section},
    standout::RULE,
};
use crate::{
    document::{Block, Cell, CellKind, Document, Grid, Inline, Row, Side},
    form::chart::NO_FIGURE,
};

/// The years as a document.
pub fn document(history: &History) -> Document {
    let mut blocks = vec![Block::paragraph(&format!("{}。", history.summary()))];
    let told = history.differences().into_iter();
    let told = told.map(|told| format!("{told}。"));
    blocks.extend(told.map(|told| Block::paragraph(&told)));
    blocks.extend(listed("没有列入的", history.odd.clone()));
    let unread = history.unread.iter().map(Unread::told);
    blocks.extend(listed("没有读的文件", unread.collect()));
    let standouts = history.standouts.iter().map(|one| history.line(one));
    let standouts: Vec<String> = standouts.collect();
    if !standouts.is_empty() {
        blocks.extend(listed("变化特别大的", standouts));
        blocks.push(Block::paragraph(RULE));
    }
    for section in history.sections() {
        blocks.push(Block::heading(2, &section.heading));
        // A chart stays with the heading above it.
        blocks.extend(drawn(history, &section));
        blocks.extend(section.told.iter().map(|told| Block::paragraph(told)));
        blocks.push(Block::Table(grid(history, &section)));
        let formulas = section.lines.iter().filter_map(formula);
        blocks.extend(formulas.map(|words| Block::paragraph(&words)));
    }
    let remarks = history.remarked();
    let remarks = remarks.map(|(name, told)| format!("{name}：{told}"));
    blocks.extend(listed("缺年和改名", remarks.collect()));
    blocks.push(Block::heading(2, "出处"));
    blocks.push(Block::Table(files(history)));
    Document {
        title: history.title(),
        year: history.latest().unwrap_or_default(),
        blocks,
        ..Document::default()
    }
}

/// The charts of a section: of one agency each indicator, of several their first and latest
/// year side by side.
fn drawn(history: &History, section: &Section) -> Vec<Block> {
    if history.agencies.len() > 1 {
        let chart = charts::ranked(history, section);
        let chart = chart.filter(|_| section.is_drawn());
        return chart.map(Block::Chart).into_iter().collect();
    }
    let lines = section.lines.iter();
    let lines = lines.filter(|line| line.agency.ends(line.number).is_some());
    lines
        .map(|line| Block::Chart(charts::over_years(history, line)))
        .collect()
}

fn formula(line: &Line) -> Option<String> {
    let formula = line.formula.as_ref()?;
    Some(format!("{}：{formula}。", line.name))
}

/// Lines under a heading, where there are any.
fn listed(heading: &str, lines: Vec<String>) -> Vec<Block> {
    if lines.is_empty() {
        return Vec::new();
    }
    let items = lines.iter().map(|line| vec![Block::paragraph(line)]);
    let items = items.collect();
    vec![
        Block::heading(2, heading),
        Block::List { start: None, items },
    ]
}

/// The lines of a section over the years.
fn grid(history: &History, section: &Section) -> Grid {
    let ranked = history.agencies.len() > 1;
    let heads = ranked.then(|| "名次".to_owned()).into_iter();
    let heads = heads.chain([section.column.to_owned()]);
    let heads = heads.chain(history.years.iter().map(u16::to_string));
    let rows = section.lines.iter().map(|line| {
        let rank = line
            .rank
            .map_or_else(|| NO_FIGURE.to_owned(), |rank| rank.to_string());
        let unit = line.indicator.unit.chinese();
        let name = match line.formula {
            Some(_) => format!("{}（{unit}）", line.name),
            None => line.name.to_owned(),
        };
        let years = history.years.iter();
        let years = years.map(|year| {
            let measure = line.agency.measure(line.number, *year);
            (line.indicator.printed(measure), Some(Side::Right))
        });
        let rank = ranked.then_some((rank, Some(Side::Right)));
        rank.into_iter()
            .chain([(name, Some(Side::Left))])
            .chain(years)
            .collect()
    });
    table(&section.heading, heads.collect(), rows.collect())
}

/// Which file each report is.
fn files(history: &History) -> Grid {
    let heads = ["机关", "年度", "文件"].map(str::to_owned).to_vec();
    let rows = history.agencies.iter().flat_map(|agency| {
        agency.reports.values().map(|filed| {
            let cells = [&filed.agency, &filed.year.to_string(), &filed.file];
            cells
                .map(|words| (words.clone(), Some(Side::Left)))
                .to_vec()
        })
    });
    table("每份报告的文件", heads, rows.collect())
}

/// A table of words under a line of heads.
fn table(summary: &str, heads: Vec<String>, rows: Vec<Vec<(String, Option<Side>)>>) -> Grid {
    let columns = heads.len();
    let cell = |kind, (column, (words, side)): (usize, (String, Option<Side>))| Cell {
        side,
        ..Cell::new(kind, column, vec![Inline::plain(words)])
    };
    let row = |kind, words: Vec<(String, Option<Side>)>| Row {
        cells: words
            .into_iter()
            .enumerate()
            .map(|at| cell(kind, at))
            .collect(),
        keep_with_next: false,
    };
    let head = row(
        CellKind::ColumnHead,
        heads.into_iter().map(|words| (words, None)).collect(),
    );
    let rows = rows.into_iter().map(|words| row(CellKind::Text, words));
    Grid {
        summary: summary.to_owned(),
        columns,
        header_rows: 1,
        rows: [head].into_iter().chain(rows).collect(),
    }
}
