//! From what is asked for to figures: cells by their paths, this year's and earlier ones.

use super::{
    AGAIN, Desk, Drawn, fault,
    request::{Data, Request},
};
use crate::{
    chart::{Chart, ChartKind, Series, Value},
    edition::{Body, Field},
    report::{Report, expand::nearest},
};
use base::{
    diagnostic::{Finding, Message, either, message, terminal::excerpt},
    number::Number,
    source::Span,
};

/// Labels of a chart, at the most.
const MOST_LABELS: usize = 100;
/// Parts of a whole that can be told from each other, and points of a line, at the most.
const MOST_APART: usize = 24;
/// Parts of a whole that are shown as such where the author does not say how.
const MOST_PARTS: usize = 6;

/// A figure that is to be drawn, with its label and unit.
struct Entry<'a> {
    label: Option<String>,
    /// The path of the form, and its unit; else a figure of the author's own.
    source: Result<&'a Field, Option<Number>>,
    unit: Option<&'a str>,
    place: Span,
    /// Whether it was asked for by itself, and is no part of a row or group that was.
    is_single: bool,
}

impl Desk<'_> {
    /// The chart of a row or group, as the short form asks for it.
    pub fn of_path(&self, path: &str, at: Span, place: Span) -> Drawn<Chart> {
        let request = Request {
            title: None,
            data: Data::Parts(path.to_owned(), at),
            style: None,
            years: (1, at),
            unit: None,
        };
        self.of_request(&request, place)
    }

    /// The chart that a block asks for.
    pub fn of_request(&self, request: &Request, place: Span) -> Drawn<Chart> {
        let entries = self.entries(&request.data, place)?;
        let unit = unit(&entries, request)?;
        let reports = self.reports(request)?;
        let labels = labels(&entries);
        let value = |entry: &Entry<'_>, report: &Report| match &entry.source {
            Ok(field) => value_of(report, &field.path),
            Err(number) => Value {
                number: *number,
                ..Value::default()
            },
        };
        let years = |entry| reports.iter().map(|report| value(entry, report)).collect();
        let rows: Vec<Vec<Value>> = entries.iter().map(years).collect();
        // Several rows along the years stand side by side.
        let is_side_by_side = reports.len() > 1 && rows.len() > 1;
        let kind = match request.style.unwrap_or_else(|| self.kind(request, &rows)) {
            ChartKind::Lines if is_side_by_side => ChartKind::Bars,
            kind => kind,
        };
        if matches!(kind, ChartKind::Parts | ChartKind::Lines) && rows.len() > MOST_APART {
            let (style, count) = (kind.chinese(), rows.len());
            let message = format!("这幅{style}图有 {count} 项，最多 {MOST_APART} 项，再多看不清");
            let help = "改用「样式: 条形」，一页画不下的接到下一页；或分成几幅";
            return Err(vec![fault(place, message, help)]);
        }
        parts_of_a_whole(kind, &rows, &entries)?;
        let years = reports.iter().map(|report| format!("{}年", report.year));
        let years: Vec<String> = years.collect();
        let is_along_years = kind == ChartKind::Lines && years.len() > 1;
        let (labels, names, values) = match is_along_years {
            true => (years, labels, rows),
            false => {
                let year = |at: usize| rows.iter().map(|row| row[at].clone()).collect();
                let values = (0..years.len()).map(year).collect();
                (labels, years, values)
            }
        };
        let series = names.into_iter().zip(values);
        let series = series.map(|(name, values)| Series { name, values });
        Ok(Chart {
            title: self.title(request),
            unit,
            kind,
            labels,
            series: series.collect(),
            place: Some(place),
        })
    }

    /// The figures that are asked for.
    fn entries(&self, data: &Data, place: Span) -> Drawn<Vec<Entry<'_>>> {
        let edition = self.report.edition;
        let few = |count: usize| match count > MOST_LABELS {
            true => {
                let message = format!("这幅图有 {count} 项，最多 {MOST_LABELS} 项");
                Err(vec![fault(place, message, "分成几幅，或只画最要紧的几项")])
            }
            false => Ok(()),
        };
        match data {
            Data::Own(figures) => {
                few(figures.len())?;
                let entry = |(label, number, place): &(String, Option<Number>, Span)| Entry {
                    label: Some(label.clone()),
                    source: Err(*number),
                    unit: None,
                    place: *place,
                    is_single: true,
                };
                Ok(figures.iter().map(entry).collect())
            }
            // Among others a row or group is its total.
            Data::Totals(paths) => {
                few(paths.len())?;
                let (mut found, mut faults) = (Vec::new(), Vec::new());
                for (path, place) in paths {
                    let field = edition.field(path);
                    let field = field.ok_or_else(|| vec![self.unknown(path, *place)]);
                    match field.and_then(|field| self.entry(field, *place, true)) {
                        Ok(entry) => found.push(entry),
                        Err(fault) => faults.extend(fault),
                    }
                }
                unless(faults).map(|()| found)
            }
            Data::Parts(path, at) => {
                let mut sections = edition.sections.iter();
                let mut table = || sections.find(|s| s.key == *path)?.table.as_ref();
                let below = match edition.field(path).map(|field| (field, &field.body)) {
                    Some((field, Body::Slot(_))) => vec![field],
                    Some((_, Body::Group(fields))) => parts(fields),
                    None => match table() {
                        Some(table) => parts(&table.fields),
                        None => return Err(vec![self.unknown(path, *at)]),
                    },
                };
                few(below.len())?;
                let entry = |field| self.entry(field, *at, false);
                below.into_iter().map(entry).collect()
            }
        }
    }

    fn entry<'a>(&self, field: &'a Field, place: Span, is_single: bool) -> Drawn<Entry<'a>> {
        let edition = self.report.edition;
        let Some(slots) = field.totals() else {
            let (path, row) = (&field.path, edition.subject(&field.path));
            let message = message!(row; "「{row}」没有总计，画不成一个数");
            let help = either(
                format!("写明是其中哪一格；单画这一行，写「数据: {path}」"),
                AGAIN,
            );
            return Err(vec![fault(place, message, help)]);
        };
        Ok(Entry {
            label: None,
            source: Ok(field),
            unit: slots.first().map(|slot| edition.slot(*slot).unit.as_str()),
            place,
            is_single,
        })
    }

    fn unknown(&self, path: &str, place: Span) -> Finding {
        let near = nearest(self.report, path);
        let help = match near {
            // A row or group is drawn without its total.
            Some(near) => format!("是不是 {}？", near.strip_suffix(".总计").unwrap_or(near)),
            None => "写表里的一行、一组或一格，例如 申请.新收；自己的数写「标签: 数」".to_owned(),
        };
        let written = excerpt(path, 40);
        let message = match path {
            "" => "图的「数据」没有写路径".to_owned(),
            _ => format!("图的「{written}」不是格式里的一行、一组或一格"),
        };
        let message = either(message, "图要画的一项不是格式里的一行、一组或一格");
        fault(place, message, either(help, AGAIN)).stated(written)
    }

    /// The reports of the years that are asked for, the oldest first.
    fn reports(&self, request: &Request) -> Drawn<Vec<&Report>> {
        let mut reports = vec![self.report];
        let (asked, place) = request.years;
        if asked == 1 {
            return Ok(reports);
        }
        let wrong = |message: String, help: Message| Err(vec![fault(place, message, help)]);
        if matches!(request.data, Data::Own(_)) {
            let help = "删去「年度」，或把「标签: 数」换成表里的路径";
            let message = "自己写的数只有一年，不能再写「年度」".to_owned();
            return wrong(message, help.into());
        }
        let mut next = self.previous;
        while let Some(report) = next.filter(|_| reports.len() < asked) {
            reports.push(report);
            next = report.before.as_deref();
        }
        if reports.len() < asked {
            let there = reports.len();
            let last = reports[there - 1].year;
            let message = format!("要画 {asked} 年，只找到 {there} 年的数据文件，最早是 {last} 年");
            let help = match there {
                1 => either(
                    "在数据文件里写 上年: 上年文件名.yaml，或运行时加 --previous；或删去「年度」",
                    "在「上年」里选定上年的报告；或删去「年度」",
                ),
                _ => format!("在 {last} 年的数据文件里写上它的「上年」；或写「年度: {there}」")
                    .into(),
            };
            return wrong(message, help);
        }
        reports.reverse();
        Ok(reports)
    }

    /// How figures are shown where the author does not say.
    fn kind(&self, request: &Request, rows: &[Vec<Value>]) -> ChartKind {
        let years = rows.first().map_or(1, Vec::len);
        let has_total = match &request.data {
            Data::Parts(path, _) => self.report.edition.field(path).is_some_and(has_total),
            Data::Totals(_) | Data::Own(_) => false,
        };
        let figures = || rows.iter().flatten().map(Value::millionths);
        let is_whole = has_total
            && (2..=MOST_PARTS).contains(&rows.len())
            && figures().all(|figure| figure >= Some(0))
            && figures().sum::<Option<i128>>() > Some(0);
        match (years, is_whole) {
            (2.., _) => ChartKind::Lines,
            (1, true) => ChartKind::Parts,
            _ => ChartKind::Bars,
        }
    }

    /// The author's title, or what the path says.
    fn title(&self, request: &Request) -> String {
        let path = match &request.data {
            Data::Parts(path, _) => Some(path.replace('.', "·")),
            Data::Totals(_) | Data::Own(_) => None,
        };
        request.title.clone().or(path).unwrap_or_default()
    }
}

/// Whether a field is a group with a total of its own.
fn has_total(field: &Field) -> bool {
    match &field.body {
        Body::Group(fields) => fields.iter().any(|field| field.total),
        Body::Slot(_) => false,
    }
}

/// Fields without those that are the totals of the others.
fn parts(fields: &[Field]) -> Vec<&Field> {
    fields.iter().filter(|field| !field.total).collect()
}

/// The unit that all figures have.
fn unit(entries: &[Entry<'_>], request: &Request) -> Drawn<String> {
    let stated = request
        .unit
        .iter()
        .map(|(unit, place)| (unit.as_str(), *place));
    let own = entries
        .iter()
        .filter_map(|entry| Some((entry.unit?, entry.place)));
    let mut units = stated.chain(own);
    let Some((first, _)) = units.next() else {
        return Ok(String::new());
    };
    match units.find(|(unit, _)| *unit != first) {
        None => Ok(first.to_owned()),
        Some((other, place)) => {
            let message =
                format!("这幅图里有的数单位是「{first}」，有的是「{other}」，长短不能相比");
            Err(vec![fault(place, message, "分成两幅图，一幅一个单位")])
        }
    }
}

/// A short name for each figure that no other has: the last keys of its path.
fn labels(entries: &[Entry<'_>]) -> Vec<String> {
    let keys = |entry: &Entry<'_>, count: usize| -> Option<String> {
        let keys: Vec<&str> = entry.source.as_ref().ok()?.path.split('.').collect();
        let from = keys.len().saturating_sub(count);
        Some(keys[from..].join("·"))
    };
    let alone = |entry: &Entry<'_>, own: &String, count: usize| {
        let others = entries.iter().filter(|other| !std::ptr::eq(*other, entry));
        let mut others = others.filter_map(|other| keys(other, count));
        others.all(|other| other != *own)
    };
    let label = |entry: &Entry<'_>| {
        // A column by itself, or a total, says too little.
        let needs_row = |field: &&Field| {
            let column = entry.is_single && matches!(field.body, Body::Slot(_));
            field.total || column && field.path.split('.').count() > 2
        };
        let least = 1 + usize::from(entry.source.as_ref().is_ok_and(needs_row));
        let names = (least..6).filter_map(|count| {
            let own = keys(entry, count)?;
            alone(entry, &own, count).then_some(own)
        });
        let named = || names.into_iter().next().or_else(|| keys(entry, 6));
        entry.label.clone().or_else(named).unwrap_or_default()
    };
    entries.iter().map(label).collect()
}

/// The figure of a cell, a row or a group of a report.
pub fn value_of(report: &Report, path: &str) -> Value {
    Value {
        number: report.number(path),
        path: path.to_owned(),
        year: Some(report.year),
    }
}

/// Finds fault with parts below nought.
fn parts_of_a_whole(kind: ChartKind, rows: &[Vec<Value>], entries: &[Entry<'_>]) -> Drawn<()> {
    if kind != ChartKind::Parts {
        return Ok(());
    }
    let rows = rows.iter().zip(entries);
    let faults = rows.filter_map(|(row, entry)| {
        let mut numbers = row.iter().filter_map(|value| value.number);
        let number = numbers.find(|number| number.millionths() < 0)?;
        let message = format!("构成图里的一项是 {number}，负数不是整体的一部分");
        let help = "改用「样式: 条形」，负数画在零的左边";
        Some(fault(entry.place, message, help))
    });
    unless(faults.collect())
}

/// Nothing, unless there are faults.
fn unless(faults: Vec<Finding>) -> Drawn<()> {
    match faults.is_empty() {
        true => Ok(()),
        false => Err(faults),
    }
}
