//! How a table stands on pages: what of it is repeated, and which rows stay together.

use std::{borrow::Cow, ops::Range};

use crate::{
    docx::{
        page::{BODY, MEASURE},
        runs,
    },
    pdf::Fit,
};
use document::{CellKind, Grid, Inline, plain_text};

/// The size of words in a table with room, and the space beside them in a cell, in points.
const SIZE: f32 = 10.5;
const PADDING: f32 = 6.0;
/// A table or a part of one of up to this many rows stays on one page.
const SMALL: usize = 8;
/// The rule between rows, in points.
const RULE: f32 = 0.5;
/// What is above and below the words of a cell at the least, and as a rule, in points.
const MARGINS: [f32; 2] = [0.75, 2.5];
/// The room of a page beside the heading before a table, in points, and a little less.
const PAGE: f32 = BODY as f32 / 20.0 - 29.0 - 10.0;
/// How much closer lines may stand than in print.
const CLOSEST: f32 = 0.88;

/// How far the lines at the foot of a page are apart, the rule above them too, in points.
const LEADING: f32 = 15.0;

/// A table with notes of its figures at the foot of the page: those that have no room beside
/// their figure, and all where rows must not grow.
pub(in crate::docx) fn with_footnotes(grid: &Grid) -> Cow<'_, Grid> {
    if grid.cells().all(|cell| cell.note.is_none()) {
        return Cow::Borrowed(grid);
    }
    let column = MEASURE as f32 / 20.0 / grid.columns as f32;
    let (all, mut grid) = (has_large_group(grid), grid.clone());
    for cell in grid.rows.iter_mut().flat_map(|row| &mut row.cells) {
        let note = cell.note.clone().unwrap_or_default();
        let words = plain_text(&cell.content) + &note;
        let room = column * cell.colspan as f32 - PADDING;
        let apart = all || (runs::ems(&words) + 2.0) * SIZE > room;
        if apart && !note.trim().is_empty() {
            cell.note = None;
            cell.content = cell.shown().into_owned();
            cell.content.push(Inline::Note {
                number: 1,
                content: vec![Inline::plain(note.trim())],
            });
        }
    }
    Cow::Owned(grid)
}

/// Whether there is a group of rows that may not find room on a page with others.
fn has_large_group(grid: &Grid) -> bool {
    grid.cells().any(|cell| cell.rowspan > SMALL)
}

/// A head that takes most of a page is not repeated.
pub(super) fn header_rows(grid: &Grid) -> usize {
    let height = grid.header_rows as u32 * 600;
    match height < BODY / 2 {
        true => grid.header_rows.min(grid.rows.len().saturating_sub(1)),
        false => 0,
    }
}

/// How a table with a large group is held on one page: Word cannot repeat a label overleaf.
pub(super) struct Held {
    /// The part of the usual distance that its lines are apart.
    pub(super) closer: f32,
    /// What is above and below the words of a cell, in twentieths of a point.
    pub(super) margin: u32,
}

/// How a table with a large group is held on one page. None where there is no such group, or
/// no page holds it.
pub(super) fn held(grid: &Grid, fit: &Fit) -> Option<Held> {
    if !has_large_group(grid) {
        return None;
    }
    let rows = grid.rows.len() as f32;
    let height: f32 = fit.heights.iter().sum();
    let room = PAGE - foot(grid);
    let spare = (room - height) / rows - RULE;
    let margin = (spare / 2.0).clamp(MARGINS[0], MARGINS[1]);
    let closer = (room - rows * (2.0 * margin + RULE)) / height;
    (closer >= CLOSEST).then_some(Held {
        closer: closer.min(1.0),
        margin: (margin * 20.0) as u32,
    })
}

/// How much of a page the notes of a table take at its foot with the rule above them, in points.
fn foot(grid: &Grid) -> f32 {
    /// How wide a line is, in characters, beside the number and a little less.
    const LINE: f32 = MEASURE as f32 / 20.0 / 10.5 - 2.0;
    let inlines = grid.cells().flat_map(|cell| &cell.content);
    let lines = inlines.map(|inline| match inline {
        Inline::Note { content, .. } => (runs::ems(&plain_text(content)) / LINE).ceil(),
        _ => 0.0,
    });
    match lines.sum::<f32>() {
        0.0 => 0.0,
        lines => (lines + 1.0) * LEADING,
    }
}

/// Which rows stay on the page of the next one: heads, captions, small groups, and all of
/// a table that is small or held.
pub(super) fn keep(grid: &Grid, is_held: bool) -> Vec<bool> {
    let rows = grid.rows.len();
    let mut keep: Vec<bool> = grid.rows.iter().map(|row| row.keep_with_next).collect();
    let mut hold = |range: Range<usize>, is_held: bool| {
        if is_held {
            let last = range.end.min(rows).saturating_sub(1);
            keep.iter_mut()
                .take(last)
                .skip(range.start)
                .for_each(|keep| *keep = true);
        }
    };
    hold(0..rows, is_held || rows <= SMALL);
    let mut block = 0;
    for (row, cells) in grid.rows.iter().enumerate() {
        for cell in &cells.cells {
            let group = row..row + cell.rowspan;
            let is_small = group.len() <= SMALL;
            hold(group, is_small);
            if cell.kind == CellKind::Caption {
                hold(block..row, row - block <= SMALL);
                block = row;
            }
        }
    }
    hold(block..rows, rows - block <= SMALL);
    if let Some(last) = keep.last_mut() {
        *last = false;
    }
    keep
}
