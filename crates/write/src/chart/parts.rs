//! The parts of a whole: one bar of all parts, and below it each part in its place, with its
//! label, figure and share. What hangs below a part needs no legend and no colour.

use super::{
    Anchor, Chart, DROP, Drawing, GAP, LEADING, SIZE, Shape, Tone, figure, fit, labelled, shown,
    told, widest,
};
use document::{Series, Value};
use form::chart::share_of;

/// The height of the bar of all parts.
const WHOLE: f32 = 18.0;
/// The height of a part.
const PART: f32 = 12.0;
/// The space between rows.
const AIR: f32 = 7.0;
/// The white between two parts.
const CUT: f32 = 0.6;

/// How the width is shared out.
struct Columns {
    /// The width of the labels; none where they stand above their parts.
    labels: Option<f32>,
    from: f32,
    to: f32,
}

impl Columns {
    /// Shows where the whole begins and ends.
    fn edges(&self, drawing: &mut Drawing, top: f32, bottom: f32) {
        for x in [self.from, self.to] {
            drawing.add(Shape::rule([x, top], [x, bottom]), Tone::Rule);
        }
    }
}

pub(super) fn lay_out(chart: &Chart, width: f32) -> Drawing {
    let mut drawing = Drawing::new(width);
    let columns = share(chart, width);
    let mut top = 0.0;
    for (at, series) in chart.series.iter().enumerate() {
        if at > 0 {
            top += AIR * 2.0;
        }
        if chart.series.len() > 1 {
            drawing.words(
                [0.0, top + SIZE],
                Anchor::Start,
                SIZE,
                &series.name,
                Tone::Faint,
            );
            top += LEADING + 2.0;
        }
        top = whole(&mut drawing, chart, series, &columns, top);
    }
    drawing.height = top;
    drawing
}

/// The parts of one series; gives where it ends.
fn whole(
    drawing: &mut Drawing,
    chart: &Chart,
    series: &Series,
    columns: &Columns,
    start: f32,
) -> f32 {
    let sum = chart.whole(series).unwrap_or(0);
    let place = |figure: i128| {
        let part = figure as f64 / sum.max(1) as f64;
        columns.from + (f64::from(columns.to - columns.from) * part) as f32
    };
    let mut top = start + WHOLE + AIR;
    let mut before = 0_i128;
    for (name, value) in chart.labels.iter().zip(&series.values) {
        let after = before.saturating_add(value.millionths().unwrap_or(0));
        let (left, right) = (place(before), place(after));
        before = after;
        let [hung, end] = labelled(drawing, name, columns.labels, top, PART);
        if columns.labels.is_none() {
            columns.edges(drawing, hung - 1.0, end);
        }
        if value.number.is_some() {
            let gap = CUT.min((right - left) / 4.0);
            let shape = |y: f32, height: f32, gap: f32| {
                Shape::rectangle([left + gap, y], [right - left - 2.0 * gap, height])
            };
            drawing.add(shape(start, WHOLE, gap), Tone::Accent);
            shown(drawing, shape(hung, PART, 0.0), Tone::Accent, value);
        }
        let words = words_of(chart, value, sum);
        let at = [columns.to + GAP, hung + PART / 2.0 + DROP];
        told(drawing, at, Anchor::Start, &words, value);
        top = end + AIR;
    }
    let end = top - AIR + 2.0;
    if columns.labels.is_some() {
        columns.edges(drawing, start, end);
    }
    end
}

/// The figure, and its share of the whole.
fn words_of(chart: &Chart, value: &Value, whole: i128) -> String {
    let share = value.millionths().and_then(|part| share_of(part, whole));
    let figure = figure(value, &chart.unit);
    match share {
        Some(share) => format!("{figure}（{share}）"),
        None => figure,
    }
}

fn share(chart: &Chart, width: f32) -> Columns {
    let beside = widest(&chart.labels).min(width * 0.32);
    let labels = fit(chart, beside).then_some(beside);
    let words = chart.series.iter().flat_map(|series| {
        let whole = chart.whole(series).unwrap_or(0);
        series
            .values
            .iter()
            .map(move |value| words_of(chart, value, whole))
    });
    let words = widest(words);
    let from = labels.map_or(0.5, |width| width + GAP);
    Columns {
        labels,
        from,
        to: (width - words - GAP).max(from + 20.0),
    }
}
