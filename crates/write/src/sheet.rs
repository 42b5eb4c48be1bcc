//! From a panel of a sheet to a drawing, for a page of A4 and for a phone alike.
//!
//! In: a [`Panel`] and a width. Out: a [`Drawing`] as high as its figures need. Every figure
//! stands in full beside what shows it, and last year's beside it; words that find no room
//! become smaller, never fewer.

mod bars;
mod flow;

use super::{
    chart::{self, shown},
    drawing::{Anchor, Drawing, Shape, Tone, ems, wrapped},
};
use document::{Panel, PanelBody, Sheet, Value, sheet::Item};

/// The size of words.
const SIZE: f32 = 11.0;
/// The size of figures of last year.
const SMALL: f32 = 9.0;
/// The space between things that belong together.
const GAP: f32 = 6.0;
/// How far a base line lies below the middle of its words, in sizes.
const DROP: f32 = 0.36;
/// From here on there is room for more beside one another.
const WIDE: f32 = 400.0;
/// How far apart panels stand.
pub const APART: f32 = 14.0;

/// Lays the panels of a sheet out.
pub fn lay_out(sheet: &Sheet, width: f32) -> Vec<Drawing> {
    let panels = sheet.panels.iter().map(|panel| {
        let mut drawing = body(panel, width);
        drawing.put_below(head(&panel.title, width));
        let colours = &sheet.colours;
        drawing.colours = vec![
            (Tone::Accent, colours.accent.0),
            (Tone::Second, colours.second.0),
            (Tone::Pale, colours.pale.0),
        ];
        drawing
    });
    panels.collect()
}

/// Lays the panels of a sheet out for a width and a height, and says how much smaller they
/// must be: what is laid out wider and then made smaller is as wide as the page.
pub fn fitted(sheet: &Sheet, [width, height]: [f32; 2]) -> (Vec<Drawing>, f32) {
    /// By how much it is laid out wider at a time, and how often at the most.
    const STEP: (f32, u8) = (0.04, 50);
    let laid_out = (0..=STEP.1).map(|step| {
        let wider = 1.0 + STEP.0 * f32::from(step);
        let drawings = lay_out(sheet, width * wider);
        let high: f32 = drawings.iter().map(|drawing| drawing.height).sum();
        (drawings, 1.0 / wider, high)
    });
    let mut last = (Vec::new(), 1.0, 0.0);
    for tried in laid_out {
        last = tried;
        if last.2 * last.1 <= height {
            break;
        }
    }
    let (drawings, scale, high) = last;
    (drawings, scale.min(height / high.max(1.0)))
}

fn body(panel: &Panel, width: f32) -> Drawing {
    match &panel.body {
        PanelBody::Figures(items) => figures(panel, items, width),
        PanelBody::Flow { into, out } => flow::lay_out(panel, into, out, width),
        PanelBody::Bars(rows) => bars::lay_out(panel, rows, width),
        PanelBody::Words(words) => {
            let mut drawing = Drawing::new(width);
            for line in wrapped(words, SIZE + 1.0, width, 4) {
                drawing.height += 18.0;
                let at = [0.0, drawing.height - 5.0];
                drawing.words(at, Anchor::Start, SIZE + 1.0, &line, Tone::Ink);
            }
            drawing
        }
    }
}

/// The title over a line.
fn head(title: &str, width: f32) -> Drawing {
    let mut head = Drawing::new(width);
    head.add(Shape::rule([0.0, 0.5], [width, 0.5]), Tone::Rule);
    head.add(Shape::rectangle([0.0; 2], [28.0, 2.5]), Tone::Accent);
    let size = fit(title, 14.0, width);
    let shape = Shape::bold([0.0, 20.0], Anchor::Start, size, title);
    head.add(shape, Tone::Ink);
    head.height = 32.0;
    head
}

/// The first figure large at the left, or above where there is no room, the others in twos.
fn figures(panel: &Panel, items: &[Item], width: f32) -> Drawing {
    /// The height of a figure with its words.
    const CELL: f32 = 62.0;
    let mut drawing = Drawing::new(width);
    let Some((first, others)) = items.split_first() else {
        return drawing;
    };
    let is_wide = width >= WIDE && !others.is_empty();
    let rows = others.len().div_ceil(2) as f32;
    let (hero, left, top) = match is_wide {
        true => (width * 0.32, width * 0.32, 0.0),
        false => (width, 0.0, 86.0),
    };
    large(&mut drawing, panel, first, [0.0, 0.0, hero], 46.0);
    let column = (width - left) / 2.0;
    for (at, item) in others.iter().enumerate() {
        let x = left + column * (at % 2) as f32;
        let y = top + CELL * (at / 2) as f32;
        large(&mut drawing, panel, item, [x, y, column], 25.0);
    }
    drawing.height = (top + rows * CELL).max(76.0) - 8.0;
    drawing
}

/// A large figure, its name below it, and last year's.
fn large(drawing: &mut Drawing, panel: &Panel, item: &Item, [x, y, width]: [f32; 3], size: f32) {
    let room = width - GAP * 1.5;
    let words = figure(&item.now);
    let base = y + size * 0.86;
    let shape = Shape::bold([x, base], Anchor::Start, fit(&words, size, room), &words);
    shown(drawing, shape, tone(&item.now, Tone::Accent), &item.now);
    let own = fit(&item.name, SIZE, room);
    let at = [x, base + 15.0];
    drawing.words(at, Anchor::Start, own, &item.name, Tone::Ink);
    beside(drawing, panel, item, [x, base + 28.0], Anchor::Start, room);
}

/// The figure of last year, in a room.
fn beside(
    drawing: &mut Drawing,
    panel: &Panel,
    item: &Item,
    at: [f32; 2],
    anchor: Anchor,
    room: f32,
) {
    if let Some(last) = &item.last {
        let words = told_last(panel, last);
        let shape = Shape::words(at, anchor, fit(&words, SMALL, room), &words);
        shown(drawing, shape, Tone::Faint, last);
    }
}

fn told_last(panel: &Panel, last: &Value) -> String {
    format!("{} {}", panel.last, figure(last))
}

/// The room that last year's figures take beside those of this year, which end in one line.
fn lasts<'a>(panel: &Panel, items: impl IntoIterator<Item = &'a Item>) -> f32 {
    let lasts = items.into_iter().filter_map(|item| item.last.as_ref());
    let widths = lasts.map(|last| ems(&told_last(panel, last)) * SMALL * 1.06 + GAP);
    widths.fold(0.0, f32::max)
}

/// A figure with all its digits.
fn figure(value: &Value) -> String {
    chart::figure(value, "")
}

/// A tone for a figure; one that is nought or blank is faint.
fn tone(value: &Value, tone: Tone) -> Tone {
    match size(value) > 0 {
        true => tone,
        false => Tone::Faint,
    }
}

/// How much room a figure takes; none below nought.
fn size(value: &Value) -> i128 {
    value.millionths().unwrap_or(0).max(0)
}

/// The same of several together.
fn sum(items: &[Item]) -> i128 {
    let sizes = items.iter().map(|item| size(&item.now));
    sizes.fold(0, i128::saturating_add)
}

/// The size in which words find room.
fn fit(words: &str, size: f32, room: f32) -> f32 {
    // Bold words are a little wider.
    size.min(room.max(1.0) / (ems(words) * 1.06).max(0.1))
}

#[cfg(test)]
mod tests;
