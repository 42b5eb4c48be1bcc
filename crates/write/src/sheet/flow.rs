//! The way of the applications: what comes in, all of it together, and what becomes of it, as
//! ribbons that are as wide as the figures.

use super::{
    Anchor, DROP, Drawing, GAP, Item, Panel, SIZE, Shape, Tone, WIDE, beside, ems, figure, fit,
    lasts, shown, size, sum, tone,
};

/// How high everything together is.
const WHOLE: f32 = 104.0;
/// The least height of a line of words.
const ROW: f32 = 19.0;
/// The same where last year's figures have lines of their own.
const ROWS: f32 = 31.0;
/// The same at the left, where figures stand below their names.
const STACKED: f32 = 44.0;
/// How thick a bar across the flow is.
const BAR: f32 = 4.0;

/// Where the parts of a side stand: the middle and the height of each.
fn places(items: &[Item], scale: f64, least: f32) -> Vec<[f32; 2]> {
    let mut top = 0.0;
    let places = items.iter().map(|item| {
        let height = (size(&item.now) as f64 * scale) as f32;
        let slot = least.max(height + 3.0);
        top += slot;
        [top - slot / 2.0, height]
    });
    places.collect()
}

fn bottom(places: &[[f32; 2]], least: f32) -> f32 {
    places.iter().map(|place| least.max(place[1] + 3.0)).sum()
}

pub(super) fn lay_out(panel: &Panel, into: &[Item], out: &[Item], width: f32) -> Drawing {
    let mut drawing = Drawing::new(width);
    let most = sum(into).max(sum(out)).max(1);
    let scale = f64::from(WHOLE) / most as f64;
    let at = |narrow: f32, wide: f32| width * if width < WIDE { narrow } else { wide };
    let (from, to) = (at(0.2, 0.15), at(0.54, 0.66));
    let ends = [to + BAR + GAP, width];
    let last = lasts(panel, out);
    let is_narrow = !out.iter().all(|item| fits(item, ends, last));
    let row = if is_narrow { ROWS } else { ROW };
    let (mut left, mut right) = (places(into, scale, STACKED), places(out, scale, row));
    let height = bottom(&right, row).max(bottom(&left, STACKED));
    let lower = (height - bottom(&left, STACKED)) / 2.0;
    left.iter_mut().for_each(|place| place[0] += lower);
    let lower = (height - bottom(&right, row)) / 2.0;
    right.iter_mut().for_each(|place| place[0] += lower);
    let middle = from + (to - from) * 0.4;
    ribbons(
        &mut drawing,
        into,
        &left,
        [from + BAR, middle],
        height,
        false,
    );
    ribbons(&mut drawing, out, &right, [middle + BAR, to], height, true);
    if most > 1 {
        drawing.add(bar(middle, height / 2.0, WHOLE), Tone::Accent);
    }
    for (item, [y, high]) in into.iter().zip(&left) {
        node(&mut drawing, item, from, *y, *high);
        entering(&mut drawing, panel, item, [from - GAP, *y]);
    }
    for (item, [y, high]) in out.iter().zip(&right) {
        node(&mut drawing, item, to, *y, *high);
        let beside = (!is_narrow).then_some(last);
        leaving(&mut drawing, panel, item, [ends[0], *y, ends[1]], beside);
    }
    drawing.height = height + 2.0;
    drawing
}

/// Ribbons between a side and the bar in the middle, where they lie upon one another.
fn ribbons(
    drawing: &mut Drawing,
    items: &[Item],
    places: &[[f32; 2]],
    x: [f32; 2],
    height: f32,
    is_right: bool,
) {
    let together: f32 = places.iter().map(|place| place[1]).sum();
    let mut top = (height - together) / 2.0;
    for (item, [y, high]) in items.iter().zip(places) {
        let side = [y - high / 2.0, y + high / 2.0];
        let inner = [top, top + high];
        top += high;
        let (left, right) = if is_right {
            (inner, side)
        } else {
            (side, inner)
        };
        if size(&item.now) > 0 {
            shown(
                drawing,
                Shape::Ribbon { x, left, right },
                Tone::Pale,
                &item.now,
            );
        }
    }
}

fn bar(x: f32, middle: f32, height: f32) -> Shape {
    Shape::rectangle([x, middle - height / 2.0], [BAR, height])
}

/// The end of a ribbon; what is left for next year has the other hue. The smallest figure
/// still leaves a hair's breadth.
fn node(drawing: &mut Drawing, item: &Item, x: f32, y: f32, height: f32) {
    if size(&item.now) > 0 {
        let tone = if item.is_later {
            Tone::Second
        } else {
            Tone::Accent
        };
        drawing.add(bar(x, y, height.max(0.75)), tone);
    }
}

/// Name, figure and last year's one below the other.
fn entering(drawing: &mut Drawing, panel: &Panel, item: &Item, [right, y]: [f32; 2]) {
    let name = fit(&item.name, SIZE, right);
    drawing.words([right, y - 10.5], Anchor::End, name, &item.name, Tone::Ink);
    let words = figure(&item.now);
    let size = fit(&words, 15.0, right);
    let shape = Shape::bold([right, y + 5.5], Anchor::End, size, &words);
    shown(drawing, shape, tone(&item.now, Tone::Ink), &item.now);
    beside(drawing, panel, item, [right, y + 17.0], Anchor::End, right);
}

/// Whether name, figure and last year's find room on one line.
fn fits(item: &Item, [left, right]: [f32; 2], last: f32) -> bool {
    let own = ems(&item.name) * SIZE + GAP + ems(&figure(&item.now)) * (SIZE + 1.0);
    own * 1.06 + last <= right - left
}

/// Name, figure and last year's, which stands below where it has no room beside.
fn leaving(
    drawing: &mut Drawing,
    panel: &Panel,
    item: &Item,
    [left, y, right]: [f32; 3],
    beside_it: Option<f32>,
) {
    let y = y + SIZE * DROP;
    let name = fit(&item.name, SIZE, (right - left) * 0.42);
    let tone = tone(&item.now, Tone::Ink);
    let rest = right - left - ems(&item.name) * name - GAP;
    let (up, last, below) = match beside_it {
        None => (6.0, 0.0, right - left),
        Some(last) => (0.0, last, last),
    };
    drawing.words([left, y - up], Anchor::Start, name, &item.name, tone);
    let words = figure(&item.now);
    let size = fit(&words, SIZE + 1.0, rest - last);
    let shape = Shape::bold([right - last, y - up], Anchor::End, size, &words);
    shown(drawing, shape, tone, &item.now);
    beside(drawing, panel, item, [right, y + up], Anchor::End, below);
}
