//! The sheets of a file: their measures, how they are turned, what they refer to.

use lopdf::{Dictionary, Document, Object, ObjectId};

use super::{
    font::{number, resolve},
    matrix::Matrix,
};

/// How far up properties of pages are looked for.
const HIGHEST: usize = 40;

/// What a page has of a kind, itself or from the pages above it.
fn inherited<'a>(document: &'a Document, id: ObjectId, key: &[u8]) -> Option<&'a Object> {
    let mut page = document.get_dictionary(id).ok()?;
    for _ in 0..HIGHEST {
        if let Ok(found) = page.get_deref(key, document) {
            return Some(found);
        }
        page = page.get_deref(b"Parent", document).ok()?.as_dict().ok()?;
    }
    None
}

/// What a page's program refers to.
pub(super) fn resources(document: &Document, id: ObjectId) -> Vec<&Dictionary> {
    let found = inherited(document, id, b"Resources").and_then(|object| object.as_dict().ok());
    found.into_iter().collect()
}

/// How a page lies on its sheet, and how wide and high the sheet is.
pub(super) fn sheet(document: &Document, id: ObjectId) -> (Matrix, f64, f64) {
    let area = inherited(document, id, b"CropBox").and_then(|object| rectangle(document, object));
    let area = area.or_else(|| rectangle(document, inherited(document, id, b"MediaBox")?));
    let [left, bottom, right, top] = area.unwrap_or([0.0, 0.0, 595.0, 842.0]);
    let (width, height) = (right - left, top - bottom);
    let turn = inherited(document, id, b"Rotate")
        .and_then(number)
        .unwrap_or_default();
    let unturned = Matrix::shift(-left, -bottom);
    let matrix = |a: f64, b: f64, c: f64, d: f64, e: f64, f: f64| Matrix { a, b, c, d, e, f };
    match (turn as i64).rem_euclid(360) {
        90 => (
            unturned.then(&matrix(0.0, -1.0, 1.0, 0.0, 0.0, width)),
            height,
            width,
        ),
        180 => (
            unturned.then(&matrix(-1.0, 0.0, 0.0, -1.0, width, height)),
            width,
            height,
        ),
        270 => (
            unturned.then(&matrix(0.0, 1.0, -1.0, 0.0, height, 0.0)),
            height,
            width,
        ),
        _ => (unturned, width, height),
    }
}

fn rectangle(document: &Document, object: &Object) -> Option<[f64; 4]> {
    let numbers = object.as_array().ok()?.iter().take(4);
    let numbers: Vec<f64> = numbers
        .filter_map(|object| resolve(document, object).and_then(number))
        .collect();
    let &[a, b, c, d] = numbers.as_slice() else {
        return None;
    };
    let sides = [a.min(c), b.min(d), a.max(c), b.max(d)];
    (sides[2] - sides[0] > 1.0 && sides[3] - sides[1] > 1.0).then_some(sides)
}
