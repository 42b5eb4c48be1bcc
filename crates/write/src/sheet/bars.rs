//! Bars of parts: the whole in one bar, and below it each part with its figure.

use super::{
    Anchor, DROP, Drawing, GAP, Item, Panel, SIZE, Shape, Tone, WIDE, beside, ems, figure, fit,
    lasts, shown, size, sum, tone,
};
use document::sheet::Bar;

/// The height of a bar.
const BAR: f32 = 14.0;
/// How far apart lines stand.
const LINE: f32 = 17.0;
/// The white between two parts.
const CUT: f32 = 0.8;
/// Parts that follow one another differ in lightness.
const TONES: [Tone; 3] = [Tone::Accent, Tone::Pale, Tone::Second];

pub(super) fn lay_out(panel: &Panel, rows: &[Bar], width: f32) -> Drawing {
    let mut drawing = Drawing::new(width);
    let last = lasts(panel, rows.iter().map(|row| &row.whole));
    for (at, row) in rows.iter().enumerate() {
        if at > 0 {
            drawing.height += GAP;
        }
        whole(&mut drawing, panel, &row.whole, last);
        // Where there was nothing, in neither year, there is nothing to be told of its parts.
        let is_told = |item: &Item| {
            item.now.millionths() != Some(0)
                || item.last.as_ref().is_some_and(|last| size(last) > 0)
        };
        if is_told(&row.whole) || row.parts.iter().any(is_told) {
            parts(&mut drawing, panel, &row.parts);
        }
    }
    drawing
}

/// The name, the figure, and last year's at the right.
fn whole(drawing: &mut Drawing, panel: &Panel, item: &Item, last: f32) {
    let width = drawing.width;
    let y = drawing.height + LINE / 2.0 + SIZE * DROP;
    let name = fit(&item.name, SIZE, width * 0.4);
    drawing.words([0.0, y], Anchor::Start, name, &item.name, Tone::Ink);
    figures(drawing, panel, item, [width * 0.42, y, width], last);
    drawing.height += LINE + 2.0;
}

/// A figure and last year's, which end at the right.
fn figures(
    drawing: &mut Drawing,
    panel: &Panel,
    item: &Item,
    [left, y, right]: [f32; 3],
    last: f32,
) {
    let room = right - left;
    let last = last.min(room * 0.55);
    let words = figure(&item.now);
    let size = fit(&words, SIZE, room - last);
    let shape = Shape::bold([right - last, y], Anchor::End, size, &words);
    shown(drawing, shape, tone(&item.now, Tone::Ink), &item.now);
    beside(drawing, panel, item, [right, y], Anchor::End, last - GAP);
}

/// The bar of all parts, and each part below it.
fn parts(drawing: &mut Drawing, panel: &Panel, items: &[Item]) {
    let width = drawing.width;
    let top = drawing.height;
    let sum = sum(items);
    let place = |figure: i128| (f64::from(width) * (figure as f64 / sum.max(1) as f64)) as f32;
    let last = lasts(panel, items);
    let many = columns(items, width, last);
    let column = width / many as f32;
    let key = top + if sum > 0 { BAR + GAP } else { 0.0 };
    let (mut before, mut drawn) = (0_i128, 0);
    for (at, item) in items.iter().enumerate() {
        let after = before.saturating_add(size(&item.now));
        let x = column * (at % many) as f32;
        let middle = key + LINE * (at / many) as f32 + LINE / 2.0;
        if after > before {
            let tone = TONES[drawn % TONES.len()];
            drawn += 1;
            let (left, right) = (place(before), place(after));
            let cut = CUT.min((right - left) / 4.0);
            let [x0, wide] = [left, right - left - cut];
            shown(
                drawing,
                Shape::rectangle([x0, top], [wide, BAR]),
                tone,
                &item.now,
            );
            drawing.add(Shape::rectangle([x, middle - 4.0], [8.0, 8.0]), tone);
        }
        before = after;
        let y = middle + SIZE * DROP;
        let name = fit(&item.name, SIZE, column * 0.5);
        let own = tone(&item.now, Tone::Ink);
        drawing.words([x + 13.0, y], Anchor::Start, name, &item.name, own);
        let left = x + 13.0 + ems(&item.name) * name + GAP;
        let right = x + column - GAP * 2.0;
        figures(drawing, panel, item, [left, y, right], last);
    }
    drawing.height = key + LINE * items.len().div_ceil(many) as f32;
}

/// In how many columns the parts stand: the most in which no words need be smaller.
fn columns(items: &[Item], width: f32, last: f32) -> usize {
    let own = items
        .iter()
        .map(|item| (ems(&item.name) + ems(&figure(&item.now)) * 1.06) * SIZE);
    let needed = own.fold(0.0, f32::max) + last + 13.0 + GAP * 3.0;
    let most = match items.len() % 3 {
        0 => 3,
        _ => 4,
    };
    let most = if width < WIDE { 2 } else { most };
    let fits = |many: &usize| needed <= width / *many as f32;
    [most, 2].into_iter().find(fits).unwrap_or(1)
}
