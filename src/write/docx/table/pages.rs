//! How a table stands on pages: whole, or cut where a label can be repeated.

use std::{borrow::Cow, ops::Range};

use crate::{
    document::{CellKind, Grid, Inline, plain_text},
    write::{
        docx::{
            page::{BODY, MEASURE},
            runs,
        },
        pdf::Fit,
    },
};

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
pub(in crate::write::docx) fn with_footnotes(grid: &Grid) -> Cow<'_, Grid> {
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

/// How a table with a large group stands on pages: Word cannot repeat a label overleaf.
pub(super) struct Held {
    /// The part of the usual distance that its lines are apart.
    pub(super) closer: f32,
    /// What is above and below the words of a cell, in twentieths of a point.
    pub(super) margin: u32,
    /// The rows of each page; pages after the first begin with the labels of their groups.
    pub(super) parts: Vec<Range<usize>>,
}

/// A table with a large group is held on one page, or cut where its pages end.
/// None where there is no such group.
pub(super) fn held(grid: &Grid, fit: &Fit) -> Option<Held> {
    if !has_large_group(grid) {
        return None;
    }
    let rows = grid.rows.len() as f32;
    let height: f32 = fit.heights.iter().sum();
    let notes: f32 = (0..grid.rows.len()).map(|row| foot(grid, row)).sum();
    let page = if notes > 0.0 { PAGE - LEADING } else { PAGE };
    let spare = (page - notes - height) / rows - RULE;
    let margin = (spare / 2.0).clamp(MARGINS[0], MARGINS[1]);
    let around = 2.0 * margin + RULE;
    let closer = (page - notes - rows * around) / height;
    let is_whole = closer >= CLOSEST;
    Some(Held {
        closer: if is_whole { closer.min(1.0) } else { 1.0 },
        margin: (margin * 20.0) as u32,
        parts: match is_whole {
            true => std::iter::once(0..grid.rows.len()).collect(),
            false => parts(grid, page, |row| fit.heights[row] + around),
        },
    })
}

/// How much of a page the notes of a row take at its foot, in points.
fn foot(grid: &Grid, row: usize) -> f32 {
    /// How wide a line is, in characters, beside the number and a little less.
    const LINE: f32 = MEASURE as f32 / 20.0 / 10.5 - 2.0;
    let inlines = grid.rows[row].cells.iter().flat_map(|cell| &cell.content);
    let lines = inlines.map(|inline| match inline {
        Inline::Note { content, .. } => (runs::ems(&plain_text(content)) / LINE).ceil(),
        _ => 0.0,
    });
    lines.sum::<f32>() * LEADING
}

/// The rows that find room on each page, cut between small groups where there are such.
fn parts(grid: &Grid, page: f32, high: impl Fn(usize) -> f32) -> Vec<Range<usize>> {
    let rows = grid.rows.len();
    let keep = keep(grid, false);
    let head: f32 = (0..header_rows(grid)).map(&high).sum();
    let mut parts = Vec::new();
    let mut start = 0;
    while start < rows {
        let mut room = if start > 0 { page - head } else { page };
        let fits = |row: &usize| {
            room -= high(*row) + foot(grid, *row);
            room >= 0.0
        };
        let least = start.max(header_rows(grid)) + 1;
        let most = (start..rows).take_while(fits).count() + start;
        let cut = (least..=most).rev().find(|cut| !keep[cut - 1]);
        let end = match most < rows {
            true => cut.unwrap_or(most.max(least)),
            false => rows,
        };
        parts.push(start..end);
        start = end;
    }
    parts
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
