//! A line along years: a gap where a figure is blank.

use super::{
    Anchor, Chart, DROP, Drawing, GAP, LEADING, MOST_LINES, SIZE, Scale, Shape, Tone, extent,
    figure, figure::written, figures, shown, widest, width, wrapped,
};
use base::number::{Number, ONE};
use document::{Series, Value};
use form::chart::NO_FIGURE;

/// The height of the highest point above the axis, at the least.
const HEIGHT: f32 = 130.0;

/// Where points lie.
struct Field {
    scale: Scale,
    /// Round figures along the axis, and how wide they are.
    ticks: Vec<i128>,
    room: f32,
    left: f32,
    right: f32,
    step: f32,
    count: usize,
    /// Where the labels begin.
    foot: f32,
}

/// Whether it is one line, with labels short enough to stand below the axis.
pub(super) fn fit(chart: &Chart) -> bool {
    chart.series.len() == 1 && super::fit(chart, 2.0 * half_label(chart) + 0.1)
}

pub(super) fn lay_out(chart: &Chart, width: f32) -> Drawing {
    let mut drawing = Drawing::new(width);
    let field = Field::of(chart, width);
    field.guide(&mut drawing, chart);
    let below = labels(&mut drawing, chart, &field);
    for series in &chart.series {
        line(&mut drawing, chart, series, &field);
    }
    drawing.height = field.foot + below;
    drawing
}

impl Field {
    /// Shares the width out among the axis, the lines and what stands at their ends.
    fn of(chart: &Chart, width: f32) -> Self {
        let (low, high) = extent(chart);
        let ticks = ticks(chart, low, high);
        let room = widest(ticks.iter().map(|tick| mark(chart, *tick)));
        let edge = widest(figures(chart)) / 2.0;
        let half = half_label(chart);
        let left = (room + GAP + edge).max(half + 1.0);
        let beside = 2.0 * GAP + edge;
        let right = (width - beside.max(half + 1.0)).max(left + 20.0);
        let least = ticks.first().copied().unwrap_or(0).min(low);
        let most = ticks.last().copied().unwrap_or(0).max(high);
        Field {
            scale: Scale::of((least, most), LEADING + HEIGHT, LEADING),
            ticks,
            room,
            left,
            right,
            step: (right - left) / (chart.labels.len().max(2) - 1) as f32,
            count: chart.labels.len(),
            foot: LEADING + HEIGHT + GAP,
        }
    }

    fn x(&self, at: usize) -> f32 {
        match self.count {
            1 => self.left + self.step / 2.0,
            _ => self.left + self.step * at as f32,
        }
    }

    /// Draws the round figures along the axis.
    fn guide(&self, drawing: &mut Drawing, chart: &Chart) {
        for tick in &self.ticks {
            let y = self.scale.at(*tick);
            let tone = if *tick == 0 { Tone::Faint } else { Tone::Rule };
            drawing.add(
                Shape::rule([self.room + GAP, y], [self.right + GAP, y]),
                tone,
            );
            let at = [self.room, y + DROP];
            drawing.words(at, Anchor::End, SIZE, &mark(chart, *tick), Tone::Faint);
        }
    }
}

/// A line with its points, broken where a figure is blank.
fn line(drawing: &mut Drawing, chart: &Chart, series: &Series, field: &Field) {
    let point = |(at, value): (usize, &Value)| {
        let figure = value.millionths()?;
        Some([field.x(at), field.scale.at(figure)])
    };
    let points: Vec<Option<[f32; 2]>> = series.values.iter().enumerate().map(point).collect();
    for run in points.split(Option::is_none).filter(|run| run.len() > 1) {
        let points = run.iter().copied().flatten().collect();
        drawing.add(
            Shape::Line {
                points,
                weight: 2.0,
            },
            Tone::Accent,
        );
    }
    let written = written_at(chart, series, field);
    for (at, (value, point)) in series.values.iter().zip(&points).enumerate() {
        let Some([x, y]) = *point else {
            let at = [field.x(at), field.scale.at(0) - 4.0];
            let shape = Shape::words(at, Anchor::Middle, SIZE, NO_FIGURE);
            shown(drawing, shape, Tone::Faint, value);
            continue;
        };
        let (middle, radius) = ([x, y], 3.0);
        shown(drawing, Shape::Dot { middle, radius }, Tone::Accent, value);
        if written.contains(&at) {
            let words = figure(value, &chart.unit);
            let lower = |other: Option<&Option<[f32; 2]>>| match other {
                Some(Some([_, other])) => *other < y,
                _ => false,
            };
            // In a valley above the axis the line would strike it through.
            let below = lower(points.get(at.wrapping_sub(1)))
                && lower(points.get(at + 1))
                && y + LEADING + 4.0 < field.foot;
            let y = if below { y + LEADING } else { y - GAP };
            let shape = Shape::words([x, y], Anchor::Middle, SIZE, &words);
            shown(drawing, shape, Tone::Ink, value);
        }
    }
}

/// The points of a line that have their figures: the last, the first, the highest and
/// the lowest before all others, as many as find room.
fn written_at(chart: &Chart, series: &Series, field: &Field) -> Vec<usize> {
    let filled = series.values.iter().enumerate();
    let filled = filled.filter_map(|(at, value)| Some((at, value.millionths()?)));
    let filled: Vec<(usize, i128)> = filled.collect();
    let highest = filled
        .iter()
        .max_by_key(|(at, figure)| (*figure, usize::MAX - at));
    let lowest = filled.iter().min_by_key(|(_, figure)| *figure);
    let ends = [filled.last(), filled.first(), highest, lowest];
    let mut taken: Vec<(usize, [f32; 2])> = Vec::new();
    for (at, _) in ends.into_iter().flatten().chain(&filled) {
        let half = width(&figure(&series.values[*at], &chart.unit)) / 2.0 + GAP / 2.0;
        let [left, right] = [field.x(*at) - half, field.x(*at) + half];
        let free = |(_, [from, to]): &(usize, [f32; 2])| right <= *from || *to <= left;
        if taken.iter().all(free) {
            taken.push((*at, [left, right]));
        }
    }
    taken.into_iter().map(|(at, _)| at).collect()
}

/// Half of the width that a label may have.
fn half_label(chart: &Chart) -> f32 {
    widest(&chart.labels).min(SIZE * 5.0) / 2.0
}

/// The labels below the axis, as many as find room; gives how high they are.
fn labels(drawing: &mut Drawing, chart: &Chart, field: &Field) -> f32 {
    let room = match chart.labels.len() {
        1 => drawing.width / 2.0,
        _ => field.step - 2.0,
    };
    let widest = 2.0 * half_label(chart);
    // Where they would run into each other only every second is written, or every third.
    let skip = match room >= SIZE * 3.0 {
        true => 1,
        false => (widest / room.max(1.0)).ceil().max(1.0) as usize,
    };
    let last = chart.labels.len().saturating_sub(1);
    let mut most = 0;
    for (at, label) in chart
        .labels
        .iter()
        .enumerate()
        .filter(|(at, _)| (last - at).is_multiple_of(skip))
    {
        let lines = wrapped(
            label,
            SIZE,
            widest.min(room * skip as f32) + 0.1,
            MOST_LINES,
        );
        most = most.max(lines.len());
        for (index, line) in lines.iter().enumerate() {
            let at = [field.x(at), field.foot + SIZE + index as f32 * LEADING];
            drawing.words(at, Anchor::Middle, SIZE, line, Tone::Ink);
        }
    }
    most as f32 * LEADING + 4.0
}

/// Round figures along the axis, nought among them.
fn ticks(chart: &Chart, low: i128, high: i128) -> Vec<i128> {
    let whole = chart
        .values()
        .filter_map(Value::millionths)
        .all(|value| value % ONE == 0);
    let raw = (high.saturating_sub(low) / 4).max(1);
    let mut step = 1_i128;
    let round = |step: i128| [1, 2, 5].map(|digit| step.saturating_mul(digit));
    while round(step)[2] < raw {
        step = step.saturating_mul(10);
    }
    let step = round(step)
        .into_iter()
        .find(|step| *step >= raw)
        .unwrap_or(raw);
    let step = if whole { step.max(ONE) } else { step };
    let first = low.div_euclid(step);
    let last = (high + step - 1).div_euclid(step).max(first + 1);
    (first..=last).map(|at| at.saturating_mul(step)).collect()
}

fn mark(chart: &Chart, tick: i128) -> String {
    written(Number::from_millionths(tick), &chart.unit)
}
