//! The size at which a table fits its page, and the sides of its columns.

use std::collections::BTreeMap;

use crate::pdf::{
    Fit,
    column_widths::{CELL_LEADING, PADDING, PADDING_ROWS, forced_widths, widths},
    glyphs::Typesetter,
    painter::Posture,
    table_cell::{Entry, Sizes},
    table_layout::row_heights,
    table_notes::Note,
};
use document::{CellKind, Grid, Side};

/// The sizes that are tried for a table, in points, and how narrow its words may get.
const SIZES: [Sizes; 12] = [
    Sizes::even(10.5),
    Sizes::even(10.0),
    Sizes::even(9.5),
    Sizes::even(9.0),
    Sizes::even(8.0),
    Sizes::narrow(9.0),
    Sizes::narrow(8.0),
    Sizes::even(7.0),
    // Figures beyond all measure stay whole, small as they are.
    Sizes::small_figures(8.0, 6.0),
    Sizes::small_figures(8.0, 5.5),
    Sizes::small_figures(8.0, 5.0),
    Sizes::narrow(6.0),
];
/// How many of them, from the first, are read with ease.
const READABLE: usize = 5;

/// How a grid fits the type area of a page.
pub(in crate::pdf) fn fit(setter: &mut Typesetter<'_>, grid: &Grid) -> Fit {
    let fitted = fitted(setter, grid, &[], !grid.is_form());
    let leading = fitted.size * CELL_LEADING;
    let lines = fitted.entries.iter().map(|entry| {
        let width = fitted.widths[entry.columns()].iter().sum::<f32>() - PADDING;
        (entry.rows(), entry.lines(width).len())
    });
    let heights = row_heights(lines, grid.rows.len(), leading);
    Fit {
        size: fitted.size,
        leading,
        heights: heights.iter().map(|high| high - PADDING_ROWS).collect(),
        sides: sides(&fitted.entries, grid, fitted.size),
        turned: fitted.posture == Posture::Turned,
        broken: broken(&fitted),
        widths: fitted.widths,
    }
}

/// The labels that have several lines.
fn broken(fitted: &Fitted) -> BTreeMap<(usize, usize), Vec<String>> {
    let label = |entry: &&Entry| !matches!(entry.kind, CellKind::Figure | CellKind::Text);
    let lines = |entry: &Entry| {
        let width = fitted.widths[entry.columns()].iter().sum::<f32>() - PADDING;
        let lines = entry.lines(width).into_iter();
        let words = lines.map(|line| {
            let glyphs = entry.glyphs[line.glyphs].iter();
            glyphs.map(|glyph| glyph.character).collect()
        });
        ((entry.row, entry.column), words.collect::<Vec<String>>())
    };
    let lines = fitted.entries.iter().filter(label).map(lines);
    lines.filter(|(_, lines)| lines.len() > 1).collect()
}

/// A grid's cells in their size, and the columns that hold them.
pub(super) struct Fitted {
    pub(super) entries: Vec<Entry>,
    pub(super) size: f32,
    pub(super) widths: Vec<f32>,
    pub(super) posture: Posture,
}

/// The largest size at which everything fits, and the columns' widths at it. A table that
/// turns lies on its side before it gets hard to read.
pub(super) fn fitted(
    setter: &mut Typesetter<'_>,
    grid: &Grid,
    notes: &[Note],
    turns: bool,
) -> Fitted {
    let links = setter.links.len();
    let missing = setter.missing.len();
    let named = setter.notes.len();
    let mut entries_of = |sizes| {
        setter.links.truncate(links);
        setter.missing.truncate(missing);
        setter.notes.truncate(named);
        entries(setter, grid, sizes, notes)
    };
    let (readable, small) = SIZES.split_at(READABLE);
    let upright = readable.iter().map(|sizes| (Posture::Upright, *sizes));
    let rest: Vec<(Posture, Sizes)> = match turns {
        true => SIZES.map(|sizes| (Posture::Turned, sizes)).to_vec(),
        false => small
            .iter()
            .map(|sizes| (Posture::Upright, *sizes))
            .collect(),
    };
    for (posture, sizes) in upright.chain(rest) {
        let entries = entries_of(sizes);
        let widths = widths(&entries, grid.columns, posture.measure(), sizes.words);
        if let Some(widths) = widths {
            return Fitted {
                entries,
                size: sizes.words,
                widths,
                posture,
            };
        }
    }
    let sizes = Sizes::small_figures(8.0, 6.0);
    let entries = entries_of(sizes);
    let posture = if turns {
        Posture::Turned
    } else {
        Posture::Upright
    };
    Fitted {
        widths: forced_widths(&entries, grid.columns, posture.measure()),
        size: sizes.words,
        entries,
        posture,
    }
}

/// The cells of a grid, cut to its edges.
fn entries(setter: &mut Typesetter<'_>, grid: &Grid, sizes: Sizes, notes: &[Note]) -> Vec<Entry> {
    let mut out = Vec::new();
    for (row, cells) in grid.rows.iter().enumerate() {
        for cell in cells.cells.iter().filter(|cell| cell.column < grid.columns) {
            let beneath = notes.iter().find(|note| note.is_of(row, cell.column));
            let mut entry = Entry::new(setter, row, cell, sizes, beneath);
            entry.colspan = entry.colspan.min(grid.columns - entry.column);
            entry.rowspan = entry.rowspan.min(grid.rows.len() - row);
            out.push(entry);
        }
    }
    out
}

/// Where the words of a column stand: labels that come in steps, or are long, at the left.
pub(super) fn sides(entries: &[Entry], grid: &Grid, size: f32) -> Vec<Side> {
    let label = |entry: &&Entry| entry.kind == CellKind::RowHead;
    let step = |entry: &Entry| entry.kind == CellKind::RowHead && entry.column > 0;
    let mut centred = vec![!entries.iter().any(step); grid.columns];
    for entry in entries.iter().filter(label) {
        centred[entry.column] &= entry.natural() <= size * 10.0;
    }
    let side = |(side, centred): (Option<Side>, bool)| match side {
        Some(side) => side,
        None if centred => Side::Centre,
        None => Side::Left,
    };
    grid.sides().into_iter().zip(centred).map(side).collect()
}
