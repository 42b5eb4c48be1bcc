//! The years as a document of headings, charts and tables, for every format.

use super::{Agency, Filed, History, Indicator};
use document::{Block, Cell, Chart, ChartKind, Document, Grid, Inline, Series, Value};

/// Things that stand out or were not read that are listed where there could be very many.
const LISTED: usize = 100;

/// An indicator of an agency over the years, and what it is called among its neighbours.
type Line<'a> = (String, &'a Agency, usize);

/// The years as a document: of one agency its indicators below each other, of several a table
/// for each indicator with the agencies by rank.
pub fn document(history: &History) -> Document {
    let reports = history.reports().count();
    let faulty = history.reports().filter(|filed| filed.errors > 0).count();
    let counts = [
        (history.standouts.len(), "处变化特别大"),
        (faulty, "份检查有错误，数照原样列出"),
        (history.odd.len(), "处要弄清楚"),
        (history.unread.len(), "个文件没有读"),
    ];
    let counts = counts.into_iter().filter(|(count, _)| *count > 0);
    let counts: String = counts
        .map(|(count, words)| format!("；{count} {words}"))
        .collect();
    let agencies = history.agencies.len();
    let lead = format!("{agencies} 家机关的 {reports} 份报告{counts}。");
    let mut blocks = vec![Block::paragraph(&lead)];
    blocks.extend(Block::listed("要弄清楚的", first(history.odd.clone())));
    let unread = history.unread.iter().map(super::Unread::told).collect();
    blocks.extend(Block::listed("没有读的文件", first(unread)));
    let standouts = history.standouts.iter().map(|one| {
        let indicator = &Indicator::all()[one.indicator].name;
        let agency = &history.agencies[one.agency].name;
        format!("{agency} {} 年度{indicator} {}", one.year, one.reason())
    });
    let told = first(standouts.collect());
    blocks.extend(Block::listed(
        "变化特别大的（与上年相差一倍以上，两个数各加 10 再比）",
        told,
    ));
    let all = history.indicators();
    let named = |(number, own, _): &(usize, &Indicator, String), agency| {
        let (name, unit) = (&own.name, own.unit.chinese());
        (format!("{name}（{unit}）"), agency, *number)
    };
    if let [agency] = history.agencies.as_slice() {
        let lines: Vec<Line> = all.iter().map(|one| named(one, agency)).collect();
        blocks.extend(section(history, "各项指标", "指标", &lines));
        let sources = all
            .iter()
            .map(|(_, own, source)| format!("{}：{source}", own.name));
        blocks.extend(Block::listed("各项取自", sources));
    } else {
        for one @ (number, _, source) in &all {
            let ranked = history.ranked(*number).into_iter();
            let lines: Vec<Line> = ranked
                .map(|agency| (agency.name.clone(), agency, *number))
                .collect();
            let heading = named(one, &history.agencies[0]).0;
            blocks.extend(section(history, &heading, "机关", &lines));
            blocks.push(Block::paragraph(&format!("取自 {source}。")));
        }
    }
    let remarks = history.agencies.iter().flat_map(|agency| {
        let former = agency.former().into_iter();
        let former = former.map(|(name, year)| format!("{year} 年度及以前名为「{name}」"));
        let missing: Vec<String> = history.missing(agency).iter().map(u16::to_string).collect();
        let missing =
            (!missing.is_empty()).then(|| format!("没有 {} 年度的报告", missing.join("、")));
        let told = former.chain(missing);
        told.map(|told| format!("{}：{told}", agency.name))
    });
    blocks.extend(Block::listed("缺年和改名", remarks));
    blocks.push(Block::heading(2, "出处"));
    blocks.push(Block::Table(files(history)));
    Document {
        title: title(history),
        year: history.latest(),
        blocks,
        ..Document::default()
    }
}

fn title(history: &History) -> String {
    let who = match history.agencies.as_slice() {
        [one] => one.name.clone(),
        all => format!("{} 家机关", all.len()),
    };
    match history.years.as_slice() {
        [] => "历年：没有报告".to_owned(),
        [only] => format!("{who}：{only} 年度"),
        [first, .., last] => format!("{who}：{first}–{last} 年度"),
    }
}

/// The first lines of those that could be very many.
fn first(mut lines: Vec<String>) -> Vec<String> {
    let more = lines.len().saturating_sub(LISTED);
    lines.truncate(LISTED);
    lines.extend((more > 0).then(|| format!("……还有 {more} 处，--to json 全部列出")));
    lines
}

/// Lines under a heading: of one agency a chart of the first, and a table.
fn section(history: &History, heading: &str, column: &str, lines: &[Line<'_>]) -> Vec<Block> {
    let heads = [column.to_owned()].into_iter();
    let heads: Vec<String> = heads
        .chain(history.years.iter().map(u16::to_string))
        .collect();
    let rows = lines.iter().map(|(name, agency, number)| {
        let years = history.years.iter().map(|year| {
            let measure = agency.measure(*number, *year);
            Cell::right(Indicator::all()[*number].printed(measure))
        });
        [Cell::left(&**name)].into_iter().chain(years).collect()
    });
    let grid = Grid::of(heading, &heads, rows);
    let first = lines.first().filter(|_| history.agencies.len() == 1);
    let chart = first
        .and_then(|line| chart(history, line))
        .map(Block::Chart);
    [Block::heading(2, heading)]
        .into_iter()
        .chain(chart)
        .chain([Block::Table(grid)])
        .collect()
}

/// A line over the years; nothing where there is nothing to draw.
fn chart(history: &History, (_, agency, number): &Line<'_>) -> Option<Chart> {
    let indicator = &Indicator::all()[*number];
    let unit = indicator.unit;
    let values = history.years.iter().map(|year| Value {
        number: agency
            .value(*number, *year)
            .map(|value| unit.rounded(value)),
        path: String::new(),
        year: Some(*year),
    });
    let values: Vec<Value> = values.collect();
    let is_drawn = |value: &Value| value.millionths().is_some_and(|value| value != 0);
    values.iter().any(is_drawn).then(|| Chart {
        title: indicator.name.clone(),
        unit: unit.chinese().to_owned(),
        kind: ChartKind::Bars,
        labels: history.years.iter().map(u16::to_string).collect(),
        series: vec![Series {
            name: String::new(),
            values,
        }],
        place: None,
    })
}

/// Which file each report is.
fn files(history: &History) -> Grid {
    let rows = history.reports().map(|filed: &Filed| {
        let words = Inline::plain(&*filed.file);
        let file = match filed.address.as_str() {
            "" => words,
            url => Inline::Link {
                url: url.to_owned(),
                content: vec![words],
            },
        };
        vec![
            Cell::left(&*filed.agency),
            Cell::left(filed.year.to_string()),
            Cell::left(vec![file]),
        ]
    });
    Grid::of("每份报告的文件", &["机关", "年度", "文件"], rows)
}
