//! Lines that are drawn: the rules of tables.

use hayro_interpret::kurbo::{Affine, BezPath, PathEl, Point, Rect};

/// A rule is so thick at most, in points.
const THICKEST: f64 = 3.2;
/// A rule is so long at least.
const SHORTEST: f64 = 3.0;
/// A path has so many corners at most.
const MOST_CORNERS: usize = 50_000;

/// A rule, along or up the page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::pdf) struct Rule {
    /// It goes along the page, not up.
    pub(in crate::pdf) is_level: bool,
    /// Its height, or how far right it stands.
    pub(in crate::pdf) at: f64,
    /// Its left or lower end.
    pub(in crate::pdf) from: f64,
    /// Its right or upper end.
    pub(in crate::pdf) to: f64,
}

/// Adds the rules that a path draws, by its strokes or by its thin areas.
pub(super) fn draw(path: &BezPath, place: Affine, is_stroke: bool, rules: &mut Vec<Rule>) {
    let Some(parts) = parts(path, place) else {
        return;
    };
    if is_stroke {
        for pair in parts.iter().flat_map(|part| part.windows(2)) {
            rules.extend(rule(bounds(pair)));
        }
        return;
    }
    if let [a, b] = parts.as_slice() {
        rules.extend(frame(bounds(a), bounds(b)).into_iter().flatten());
    }
    let areas = parts.iter().filter(|part| (3..=8).contains(&part.len()));
    rules.extend(areas.filter_map(|part| rule(bounds(part))));
}

/// The corners of each part of a path, on the page. One with a bend is no rule.
fn parts(path: &BezPath, place: Affine) -> Option<Vec<Vec<Point>>> {
    let mut parts: Vec<Vec<Point>> = Vec::new();
    for &element in path.elements().iter().take(MOST_CORNERS) {
        match (element, parts.last_mut()) {
            (PathEl::MoveTo(corner), _) => parts.push(vec![place * corner]),
            (PathEl::LineTo(corner), Some(part)) => part.push(place * corner),
            (PathEl::ClosePath, Some(part)) => part.extend_from_within(..1),
            (PathEl::QuadTo(..) | PathEl::CurveTo(..), _) => return None,
            _ => {}
        }
    }
    Some(parts)
}

fn bounds(corners: &[Point]) -> Rect {
    let first = corners.first().copied().unwrap_or_default();
    let start = Rect::from_points(first, first);
    corners
        .iter()
        .fold(start, |bounds, &corner| bounds.union_pt(corner))
}

/// The four rules that the space between two rectangles makes, if it is thin.
fn frame(a: Rect, b: Rect) -> Option<[Rule; 4]> {
    let sides = [(a.x0, b.x0), (a.y0, b.y0), (a.x1, b.x1), (a.y1, b.y1)];
    let is_thin = sides.iter().all(|(a, b)| (a - b).abs() <= THICKEST);
    let [left, bottom, right, top] = sides.map(|(a, b)| (a + b) / 2.0);
    let rule = |is_level, at, from, to| Rule {
        is_level,
        at,
        from,
        to,
    };
    let is_box = right - left > THICKEST && top - bottom > THICKEST;
    (is_thin && is_box).then(|| {
        [
            rule(true, bottom, left, right),
            rule(true, top, left, right),
            rule(false, left, bottom, top),
            rule(false, right, bottom, top),
        ]
    })
}

/// What is thin and long is a rule.
fn rule(bounds: Rect) -> Option<Rule> {
    let (width, height) = (bounds.width(), bounds.height());
    let is_level = match (width <= THICKEST, height <= THICKEST) {
        (false, true) => true,
        (true, false) => false,
        // Browsers draw short pieces where borders meet.
        (true, true) if width.max(height) >= SHORTEST => width > height,
        _ => return None,
    };
    Some(match is_level {
        true => Rule {
            is_level,
            at: (bounds.y0 + bounds.y1) / 2.0,
            from: bounds.x0,
            to: bounds.x1,
        },
        false => Rule {
            is_level,
            at: (bounds.x0 + bounds.x1) / 2.0,
            from: bounds.y0,
            to: bounds.y1,
        },
    })
}
