//! The years as charts: the same figures as in the tables, on the scale that is stated.

use super::{
    History, Unit,
    sections::{Line, Section},
};
use base::number::Number;
use document::{Chart, ChartKind, Series, Value};

/// Agencies that have a chart in a section; the table has all.
pub const CHARTS: usize = 24;
/// A tenth of a per cent, in millionths.
const TENTH: i128 = 100_000;

/// A line over the years.
pub fn over_years(history: &History, line: &Line) -> Chart {
    let name = match line.formula {
        Some(_) => line.name.to_owned(),
        None => format!("{} {}", line.name, line.indicator.name),
    };
    let values = history.years.iter().map(|year| value(line, *year));
    Chart {
        title: name,
        unit: line.indicator.unit.chinese().to_owned(),
        kind: ChartKind::Columns,
        labels: history.years.iter().map(u16::to_string).collect(),
        series: vec![Series {
            name: String::new(),
            values: values.collect(),
        }],
        place: None,
    }
}

/// The first lines of a section in the first and in the latest year.
pub fn ranked(history: &History, section: &Section) -> Option<Chart> {
    let lines = &section.lines[..section.lines.len().min(CHARTS)];
    let unit = lines.first()?.indicator.unit.chinese();
    let latest = history.latest()?;
    let first = history.years.iter().copied().find(|year| {
        let mut values = lines
            .iter()
            .map(|line| line.agency.value(line.number, *year));
        values.any(|value| value.is_some())
    })?;
    let years = if first < latest {
        vec![first, latest]
    } else {
        vec![latest]
    };
    let series = years.into_iter().map(|year| Series {
        name: year.to_string(),
        values: lines.iter().map(|line| value(line, year)).collect(),
    });
    Some(Chart {
        title: lines.first()?.indicator.name.clone(),
        unit: unit.to_owned(),
        kind: ChartKind::Bars,
        labels: lines.iter().map(|line| line.name.to_owned()).collect(),
        series: series.collect(),
        place: None,
    })
}

/// The number of a year as it is printed, with its cell where it is one.
fn value(line: &Line, year: u16) -> Value {
    let measure = line.agency.measure(line.number, year);
    let number = measure.and_then(|measure| measure.value.ok());
    let shown = |value: i128| match line.indicator.unit {
        Unit::Share => (value + TENTH / 2).div_euclid(TENTH) * TENTH,
        Unit::Count | Unit::Amount => value,
    };
    let cell = measure.and_then(|measure| match (&*measure.of, &*measure.among) {
        ([cell], []) => Some(cell.path.to_owned()),
        _ => None,
    });
    Value {
        number: number.map(|value| Number::from_millionths(shown(value))),
        path: cell.unwrap_or_default(),
        year: Some(year),
    }
}
