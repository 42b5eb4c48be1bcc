//! From a chart to a drawing: what stands where, for a width.
//!
//! In: a [`Chart`] and a width. Out: a [`Drawing`] as high as the figures need. Every
//! figure is written beside what shows it, so there is no legend; bars begin at
//! nought; what is blank is a gap with 「—」. A figure is never rounded: large ones are
//! written in 万 or 亿 with all their digits.
//!
//! ```
//! use document::{Chart, ChartKind, Series, Value};
//! use base::number::Number;
//! use write::chart::lay_out;
//!
//! let value = |figure| Value { number: Some(Number::whole(figure)), ..Value::default() };
//! let chart = Chart {
//!     title: "办理结果".to_owned(),
//!     unit: "件".to_owned(),
//!     kind: ChartKind::Bars,
//!     labels: vec!["予以公开".to_owned(), "不予公开".to_owned()],
//!     series: vec![Series { name: String::new(), values: vec![value(3), value(1)] }],
//!     place: None,
//! };
//! assert_eq!(lay_out(&chart, 360.0).width, 360.0);
//! ```

mod bars;
mod figure;
mod lines;
mod parts;

use std::borrow::Cow;

use super::drawing::{Anchor, Drawing, Mark, Shape, Shown, Tone, ems, wrapped};
use document::{Chart, ChartKind, Series, Value};
pub use figure::figure;

/// The size of words.
const SIZE: f32 = 12.0;
/// How far apart lines of words stand.
const LEADING: f32 = 15.0;
/// The space between things that belong together.
const GAP: f32 = 6.0;
/// How far a base line lies below the middle of its words.
const DROP: f32 = SIZE * 0.36;
/// Lines of a label, at the most.
const MOST_LINES: usize = 3;

/// Lays a chart out for a width, in points.
pub fn lay_out(chart: &Chart, width: f32) -> Drawing {
    let chart = &*fitted(chart);
    let body = match chart.kind {
        ChartKind::Bars => bars::lay_out(chart, width),
        ChartKind::Parts => parts::lay_out(chart, width),
        ChartKind::Lines => lines::lay_out(chart, width),
    };
    headed(chart, body)
}

/// A chart as it is drawn: several lines, or labels that find no room, become bars.
pub fn fitted(chart: &Chart) -> Cow<'_, Chart> {
    match chart.kind == ChartKind::Lines && !lines::fit(chart) {
        false => Cow::Borrowed(chart),
        true => Cow::Owned(Chart {
            kind: ChartKind::Bars,
            ..chart.clone()
        }),
    }
}

/// Lays a chart out on pages of a height: bars that are more than fit go on overleaf, on the
/// same scale.
pub fn pages(chart: &Chart, width: f32, height: f32) -> Vec<(Chart, Drawing)> {
    let chart = &*fitted(chart);
    let whole = lay_out(chart, width);
    if whole.height <= height || chart.kind != ChartKind::Bars {
        return vec![(chart.clone(), whole)];
    }
    let columns = bars::share(chart, width, true);
    let title = |part: usize| match part {
        0 => chart.title.clone(),
        _ => format!("{}（续）", chart.title),
    };
    let titled = Chart {
        title: title(1),
        ..chart.clone()
    };
    let room = height - head(&titled, width).height;
    let counts = bars::cut(chart, columns, width, room);
    let mut start = 0;
    let part = |(part, count): (usize, usize)| {
        let range = start..start + count;
        start = range.end;
        let series = chart.series.iter().map(|series| Series {
            name: series.name.clone(),
            values: series.values[range.clone()].to_vec(),
        });
        let part = Chart {
            title: title(part),
            labels: chart.labels[range.clone()].to_vec(),
            series: series.collect(),
            ..chart.clone()
        };
        let drawing = headed(&part, bars::draw(&part, columns, width));
        (part, drawing)
    };
    counts.into_iter().enumerate().map(part).collect()
}

/// A drawing below the title of its chart.
fn headed(chart: &Chart, mut body: Drawing) -> Drawing {
    let head = head(chart, body.width);
    body.put_below(head);
    body
}

/// The title, and the unit of all figures.
fn head(chart: &Chart, width: f32) -> Drawing {
    /// Lines of a title, at the most.
    const MOST: usize = 4;
    let mut head = Drawing::new(width);
    let unit = match chart.unit.as_str() {
        "" => String::new(),
        unit => format!("（单位：{unit}）"),
    };
    // Bold words are a little wider.
    let lines = match chart.title.as_str() {
        "" => Vec::new(),
        title => wrapped(title, SIZE * 1.04, width, MOST),
    };
    for line in &lines {
        head.height += LEADING + 1.0;
        let at = [0.0, head.height - 4.0];
        head.add(Shape::bold(at, Anchor::Start, SIZE, line), Tone::Ink);
    }
    if !lines.is_empty() && !unit.is_empty() {
        let end = lines.last().map_or(0.0, |line| ems(line) * SIZE * 1.04);
        let beside = end + ems(&unit) * SIZE <= width;
        if !beside {
            head.height += LEADING;
        }
        let at = [if beside { end } else { 0.0 }, head.height - 4.0];
        head.words(at, Anchor::Start, SIZE, &unit, Tone::Faint);
    }
    if !lines.is_empty() {
        head.height += GAP;
    }
    head
}

/// From figures to places along an axis.
#[derive(Clone, Copy)]
struct Scale {
    low: i128,
    high: i128,
    from: f32,
    to: f32,
}

impl Scale {
    /// The scale of figures, nought among them, between two places.
    fn of((low, high): (i128, i128), from: f32, to: f32) -> Self {
        Scale {
            low,
            high,
            from,
            to,
        }
    }

    /// Where a figure lies.
    fn at(self, figure: i128) -> f32 {
        let whole = (self.high.saturating_sub(self.low)) as f64;
        let part = match whole > 0.0 {
            true => figure.saturating_sub(self.low) as f64 / whole,
            false => 0.0,
        };
        self.from + (f64::from(self.to - self.from) * part) as f32
    }
}

/// The least and the greatest figure of a chart, nought among them.
fn extent(chart: &Chart) -> (i128, i128) {
    let figures = chart.values().filter_map(Value::millionths);
    figures.fold((0, 0), |(low, high), figure| {
        (low.min(figure), high.max(figure))
    })
}

/// A mark that shows a figure.
pub(super) fn shown(drawing: &mut Drawing, shape: Shape, tone: Tone, value: &Value) {
    let written = value.number.map_or_else(String::new, |n| n.to_string());
    drawing.marks.push(Mark {
        shape,
        tone,
        shows: Some(Shown {
            path: value.path.clone(),
            value: written,
            year: value.year,
        }),
    });
}

/// The tone of a series: the last is this year.
fn tone(chart: &Chart, series: usize) -> Tone {
    match series + 1 == chart.series.len() {
        true => Tone::Accent,
        false => Tone::Pale,
    }
}

/// Lines of words whose middle is at a height.
fn label(drawing: &mut Drawing, lines: &[String], x: f32, middle: f32, anchor: Anchor) {
    let top = middle - (lines.len() as f32 - 1.0) * LEADING / 2.0;
    for (at, line) in lines.iter().enumerate() {
        let y = top + at as f32 * LEADING + DROP;
        drawing.words([x, y], anchor, SIZE, line, Tone::Ink);
    }
}

/// The label of a row, beside its bars or above them, and where bars of a height begin and the
/// row ends.
fn labelled(
    drawing: &mut Drawing,
    name: &str,
    beside: Option<f32>,
    top: f32,
    bars: f32,
) -> [f32; 2] {
    let lines = wrapped(name, SIZE, beside.unwrap_or(drawing.width), MOST_LINES);
    let words = lines.len() as f32 * LEADING;
    match beside {
        Some(room) => {
            let height = words.max(bars);
            label(drawing, &lines, room, top + height / 2.0, Anchor::End);
            [top + (height - bars) / 2.0, top + height]
        }
        None => {
            label(drawing, &lines, 0.0, top + words / 2.0, Anchor::Start);
            [top + words + 1.0, top + words + 1.0 + bars]
        }
    }
}

/// A figure in words beside what shows it; a blank one is faint.
fn told(drawing: &mut Drawing, at: [f32; 2], anchor: Anchor, words: &str, value: &Value) {
    let tone = match value.number {
        Some(_) => Tone::Ink,
        None => Tone::Faint,
    };
    shown(drawing, Shape::words(at, anchor, SIZE, words), tone, value);
}

/// Whether every label is whole in a room so wide.
fn fit(chart: &Chart, room: f32) -> bool {
    let lines = |label: &String| wrapped(label, SIZE, room, MOST_LINES + 1).len();
    chart.labels.iter().all(|label| lines(label) <= MOST_LINES)
}

/// How wide words of the usual size are.
fn width(words: &str) -> f32 {
    ems(words) * SIZE
}

/// How wide the widest of them are.
fn widest(words: impl IntoIterator<Item = impl AsRef<str>>) -> f32 {
    let widths = words.into_iter().map(|words| width(words.as_ref()));
    widths.fold(0.0, f32::max)
}

/// The figures of a chart in its unit.
fn figures(chart: &Chart) -> impl Iterator<Item = String> {
    chart.values().map(|value| figure(value, &chart.unit))
}

#[cfg(test)]
mod tests;
