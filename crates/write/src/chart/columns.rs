//! Standing columns: figures above them, labels below, where all of it finds room.

use super::{
    Anchor, Chart, Drawing, Frame, GAP, LEADING, MOST_LINES, SIZE, Scale, Shape, Tone, figure,
    figures, shown, tone, widest, wrapped,
};

/// The height of the tallest column.
const HEIGHT: f32 = 140.0;
/// The greatest width of a column.
const WIDEST: f32 = 38.0;

/// Whether no figures and no labels run into each other.
pub(super) fn fit(chart: &Chart, frame: Frame) -> bool {
    let count = chart.series.len();
    let places = (chart.labels.len() * count).max(1) as f32;
    let own = frame.width / places - if count > 1 { 2.0 } else { GAP };
    let names = chart.series.iter().map(|series| series.name.clone());
    let widest = widest(figures(chart).chain(names.filter(|_| count > 1)));
    let room = slot(chart, frame) - GAP;
    widest <= own && room >= SIZE * 2.0 && super::fit(chart, room)
}

/// The width for a label and its columns.
fn slot(chart: &Chart, frame: Frame) -> f32 {
    frame.width / chart.labels.len().max(1) as f32
}

pub(super) fn lay_out(chart: &Chart, frame: Frame) -> Drawing {
    let count = chart.series.len();
    let slot = slot(chart, frame);
    let named = if count > 1 { LEADING } else { 0.0 };
    let labels = chart.labels.iter();
    let labels: Vec<Vec<String>> = labels
        .map(|label| wrapped(label, SIZE, slot - GAP, MOST_LINES))
        .collect();
    let lines = labels.iter().map(Vec::len).max().unwrap_or(0);
    let mut drawing = Drawing::new(frame.width);
    // From below: figures stand above a column, or below one that is below nought.
    let scale = Scale::of(chart, frame, LEADING + HEIGHT, LEADING);
    let below = if scale.low < 0 { LEADING } else { 0.0 };
    let foot = LEADING + HEIGHT + below;
    let own = slot / count.max(1) as f32 - if count > 1 { 2.0 } else { GAP };
    let column = own.min(WIDEST);
    for (row, lines) in labels.iter().enumerate() {
        let middle = (row as f32 + 0.5) * slot;
        for (at, series) in chart.series.iter().enumerate() {
            let step = slot / count as f32;
            let x = row as f32 * slot + (at as f32 + 0.5) * step;
            let value = &series.values[row];
            let (zero, end) = (scale.at(0), scale.at(value.millionths().unwrap_or(0)));
            if value.number.is_some() {
                let corner = [x - column / 2.0, zero.min(end)];
                let shape = Shape::rectangle(corner, [column, (end - zero).abs()]);
                shown(&mut drawing, shape, tone(chart, at), value);
            }
            let y = if end > zero { end + SIZE } else { end - 4.0 };
            let shape = Shape::words([x, y], Anchor::Middle, SIZE, &figure(value, &chart.unit));
            shown(&mut drawing, shape, Tone::Ink, value);
            let name = if count > 1 { &series.name } else { "" };
            let at = [x, foot + SIZE];
            drawing.words(at, Anchor::Middle, SIZE - 1.0, name, Tone::Faint);
        }
        for (at, line) in lines.iter().enumerate() {
            let y = foot + named + SIZE + 1.0 + at as f32 * LEADING;
            drawing.words([middle, y], Anchor::Middle, SIZE, line, Tone::Ink);
        }
    }
    let zero = scale.at(0);
    drawing.add(Shape::rule([0.0, zero], [frame.width, zero]), Tone::Faint);
    drawing.height = foot + named + lines as f32 * LEADING + 4.0;
    drawing
}
