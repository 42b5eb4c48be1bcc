//! The years as a document of headings, charts and tables, for every format.

use super::{
    Filed, History, Measure, Unread, charts,
    sections::{Line, Section},
    standout::RULE,
};
use base::source::{Origin, Place};
use document::{Block, Cell, Document, Grid, Inline, Side};
use form::chart::NO_FIGURE;

/// Things that stand out or were not read that are listed where there could be very many.
const LISTED: usize = 100;

/// The years as a document, in which numbers lead to where they stand if `linked` asks for it.
pub fn document(history: &History, linked: bool) -> Document {
    let mut blocks = vec![Block::paragraph(&format!("{}。", history.summary()))];
    let told = history.differences().into_iter();
    let told = told.map(|told| format!("{told}。"));
    blocks.extend(told.map(|told| Block::paragraph(&told)));
    blocks.extend(listed("没有列入的", history.odd.clone()));
    let unread = history.unread.iter().map(Unread::told);
    blocks.extend(listed("没有读的文件", unread.collect()));
    let standouts = history.standouts.iter().map(|one| history.line(one));
    if !history.standouts.is_empty() {
        blocks.extend(listed("变化特别大的", standouts.collect()));
        blocks.push(Block::paragraph(RULE));
    }
    for section in history.sections() {
        blocks.push(Block::heading(2, &section.heading));
        // A chart stays with the heading above it.
        blocks.extend(drawn(history, &section));
        blocks.extend(section.told.iter().map(|told| Block::paragraph(told)));
        blocks.push(Block::Table(grid(history, &section, linked)));
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

/// The first lines under a heading, where there are any.
fn listed(heading: &str, lines: Vec<String>) -> Vec<Block> {
    let more = lines.len().saturating_sub(LISTED);
    let more = (more > 0).then(|| format!("……还有 {more} 处，--to json 全部列出"));
    Block::listed(heading, lines.into_iter().take(LISTED).chain(more))
}

/// The lines of a section over the years.
fn grid(history: &History, section: &Section, linked: bool) -> Grid {
    let ranked = history.agencies.len() > 1;
    let heads = ranked.then(|| "名次".to_owned()).into_iter();
    let heads = heads.chain([section.column.to_owned()]);
    let heads = heads.chain(history.years.iter().map(u16::to_string));
    let heads: Vec<String> = heads.collect();
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
            let words = Inline::plain(line.indicator.printed(measure));
            let filed = line.agency.reports.get(year);
            let address = filed
                .zip(measure)
                .and_then(|(filed, one)| address(filed, one));
            let content = match address.filter(|_| linked) {
                Some(url) => Inline::Link {
                    url,
                    content: vec![words],
                },
                None => words,
            };
            Cell::from(vec![content]).at(Side::Right)
        });
        let rank = ranked.then(|| Cell::from(rank).at(Side::Right));
        rank.into_iter()
            .chain([Cell::from(name).at(Side::Left)])
            .chain(years)
            .collect()
    });
    Grid::of(&section.heading, &heads, rows)
}

/// Where a number stands: the line of a text, the page of a PDF, or the file.
fn address(filed: &Filed, measure: &Measure) -> Option<String> {
    let fragment = match measure.of.first().map(|term| &term.place)? {
        Place::Text(at) => format!("#L{}", at.line),
        Place::Document(Origin::Page(page)) => format!("#page={page}"),
        Place::Document(_) => String::new(),
    };
    (!filed.address.is_empty()).then(|| filed.address.clone() + &fragment)
}

/// Which file each report is.
fn files(history: &History) -> Grid {
    let rows = history.agencies.iter().flat_map(|agency| {
        agency.reports.values().map(|filed| {
            let cells = [&filed.agency, &filed.year.to_string(), &filed.file];
            let cells = cells.map(|words| Cell::from(words.clone()).at(Side::Left));
            cells.to_vec()
        })
    });
    Grid::of("每份报告的文件", &["机关", "年度", "文件"], rows)
}
