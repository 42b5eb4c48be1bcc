//! Lying bars: labels at the left, figures at the ends, as many rows as there are.

use super::{
    Anchor, Chart, DROP, Drawing, GAP, Scale, Shape, Tone, Value, extent, figure, fit, labelled,
    shown, told, tone, widest, width,
};

/// The least width that bars are drawn in beside their labels.
const LEAST: f32 = 90.0;
/// The space between rows.
const AIR: f32 = 8.0;

/// How the width is shared out.
#[derive(Clone, Copy)]
pub(super) struct Columns {
    /// The width of the labels; none where they stand above their bars.
    labels: Option<f32>,
    scale: Scale,
}

pub(super) fn lay_out(chart: &Chart, width: f32) -> Drawing {
    draw(chart, share(chart, width, false), width)
}

/// The height of a bar, and of those of all series.
fn thickness(chart: &Chart) -> [f32; 2] {
    let count = chart.series.len();
    let bar = if count > 1 { 12.0 } else { 14.0 };
    [bar, bar * count as f32 + count.saturating_sub(1) as f32]
}

/// How many rows from each on find room in a height, drawn alike.
pub(super) fn cut(chart: &Chart, columns: Columns, width: f32, room: f32) -> Vec<usize> {
    let [_, group] = thickness(chart);
    let mut aside = Drawing::new(width);
    let mut high = |label: &String| {
        let [_, end] = labelled(&mut aside, label, columns.labels, 0.0, group);
        end + AIR
    };
    let mut counts = Vec::new();
    let mut used = f32::INFINITY;
    for own in chart.labels.iter().map(&mut high) {
        if used + own > room {
            counts.push(0);
            used = 0.0;
        }
        if let Some(count) = counts.last_mut() {
            *count += 1;
        }
        used += own;
    }
    counts
}

/// Draws all rows.
pub(super) fn draw(chart: &Chart, columns: Columns, width: f32) -> Drawing {
    let mut drawing = Drawing::new(width);
    let [bar, group] = thickness(chart);
    let mut top = 0.0;
    let mut bands: Vec<[f32; 2]> = Vec::new();
    for (row, name) in chart.labels.iter().enumerate() {
        let [start, end] = labelled(&mut drawing, name, columns.labels, top, group);
        for (at, series) in chart.series.iter().enumerate() {
            let y = start + at as f32 * (bar + 1.0);
            let value = &series.values[row];
            let words = words_of(chart, at, row, value);
            let tone = tone(chart, at);
            one(&mut drawing, columns.scale, value, (y, bar), &words, tone);
        }
        // The axis goes on beside a label, but not through one above its bars.
        let from = columns.labels.map_or(start, |_| top);
        bands.push([from - 2.0, end + 2.0]);
        top = end + AIR;
    }
    axis(
        &mut drawing,
        columns.scale.at(0),
        &bands,
        columns.labels.is_some(),
    );
    drawing.height = (top - AIR + 2.0).max(0.0);
    drawing
}

/// A bar from nought to its figure, and the figure at its end.
fn one(
    drawing: &mut Drawing,
    scale: Scale,
    value: &Value,
    (y, height): (f32, f32),
    words: &str,
    tone: Tone,
) {
    let (zero, end) = (scale.at(0), scale.at(value.millionths().unwrap_or(0)));
    if value.number.is_some() {
        let shape = Shape::rectangle([zero.min(end), y], [(end - zero).abs(), height]);
        shown(drawing, shape, tone, value);
    }
    let (x, anchor) = match is_below(value) {
        true => (end - GAP / 1.5, Anchor::End),
        false => (end + GAP / 1.5, Anchor::Start),
    };
    let at = [x, y + height / 2.0 + DROP];
    told(drawing, at, anchor, words, value);
}

fn is_below(value: &Value) -> bool {
    value.millionths().is_some_and(|figure| figure < 0)
}

/// The line from which bars begin.
fn axis(drawing: &mut Drawing, x: f32, bands: &[[f32; 2]], is_whole: bool) {
    let (Some(first), Some(last)) = (bands.first(), bands.last()) else {
        return;
    };
    let whole = [[first[0].max(0.0), last[1]]];
    for [from, to] in if is_whole { &whole[..] } else { bands } {
        drawing.add(Shape::rule([x, *from], [x, *to]), Tone::Faint);
    }
}

/// The figure; among the first bars with the name of its series.
fn words_of(chart: &Chart, series: usize, row: usize, value: &Value) -> String {
    let figure = figure(value, &chart.unit);
    match chart.series.len() > 1 && row == 0 {
        true => format!("{figure}（{}）", chart.series[series].name),
        false => figure,
    }
}

/// Shares the width out among labels, bars and figures, of which the first of a page have the
/// names of their series.
pub(super) fn share(chart: &Chart, measure: f32, has_pages: bool) -> Columns {
    let beside = widest(&chart.labels).min(measure * 0.36);
    let rows = 0..chart.labels.len();
    let words = rows.flat_map(|row| {
        let series = chart.series.iter().enumerate();
        series.map(move |(at, series)| {
            let below = is_below(&series.values[row]);
            let first = if has_pages { 0 } else { row };
            let words = words_of(chart, at, first, &series.values[row]);
            (below, width(&words) + GAP)
        })
    });
    let (mut left, mut right) = (0.0_f32, GAP);
    for (below, width) in words {
        let room = if below { &mut left } else { &mut right };
        *room = room.max(width);
    }
    let plot = measure - beside - GAP - left - right;
    let labels = (plot >= LEAST && fit(chart, beside)).then_some(beside);
    let from = labels.map_or(0.0, |width| width + GAP) + left;
    let to = (measure - right).max(from + 20.0);
    Columns {
        labels,
        scale: Scale::of(extent(chart), from.max(0.5), to),
    }
}
