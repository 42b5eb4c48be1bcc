//! One of many small charts on one scale: a column for each label, and no words but a dash
//! for what is blank. Whoever shows it writes its first and last figure beside it.

use super::{Anchor, Chart, Drawing, Frame, Scale, Shape, Tone, shown};
use crate::form::chart::NO_FIGURE;

/// The height of the greatest column.
const HEIGHT: f32 = 48.0;
/// The greatest part of its place that a column takes.
const PART: f32 = 0.72;
/// The size of the dash.
const SIZE: f32 = 9.0;

/// Lays the first series of a chart out small.
pub fn small(chart: &Chart, frame: Frame) -> Drawing {
    let mut drawing = Drawing::new(frame.width);
    drawing.height = HEIGHT + 1.0;
    let scale = Scale::of(chart, frame, HEIGHT, 0.0);
    let step = frame.width / chart.labels.len().max(1) as f32;
    let column = step.min(HEIGHT) * PART;
    let values = chart
        .series
        .first()
        .map_or(&[][..], |series| &series.values);
    let last = values.iter().rposition(|value| value.number.is_some());
    for (at, value) in values.iter().enumerate() {
        let middle = (at as f32 + 0.5) * step;
        let Some(figure) = value.millionths() else {
            let place = [middle, scale.at(0) - 2.0];
            let dash = Shape::words(place, Anchor::Middle, SIZE, NO_FIGURE);
            shown(&mut drawing, dash, Tone::Faint, value);
            continue;
        };
        let (zero, end) = (scale.at(0), scale.at(figure));
        let corner = [middle - column / 2.0, zero.min(end)];
        let shape = Shape::rectangle(corner, [column, (end - zero).abs()]);
        let tone = match Some(at) == last {
            true => Tone::Accent,
            false => Tone::Pale,
        };
        shown(&mut drawing, shape, tone, value);
    }
    let zero = scale.at(0);
    drawing.add(Shape::rule([0.0, zero], [frame.width, zero]), Tone::Faint);
    drawing
}
