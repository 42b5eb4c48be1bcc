//! How wide the columns of a form's table are in a page, from what stands in them.

use document::{Cell, CellKind, Grid, plain_text};

pub(super) fn tenths(number: f64) -> f64 {
    (number * 10.0).round() / 10.0
}

/// Widths as parts of their sum, in per cent.
pub(super) fn shares(widths: &[f64]) -> Vec<f64> {
    let sum: f64 = widths.iter().sum();
    let shares = widths.iter().map(|width| tenths(width * 100.0 / sum));
    shares.collect()
}

/// How wide the columns of a form's table are at least on a screen, in characters: no number
/// is broken there, and no character of a label stands alone.
pub fn least_widths(grid: &Grid) -> Vec<f64> {
    widths(grid, 4.0)
}

/// How wide the columns of a form's table are at least, in characters: figures stand on one
/// line in columns that are alike, short labels on one line, long ones on so many.
pub(super) fn widths(grid: &Grid, lines: f64) -> Vec<f64> {
    /// The space at both sides of a cell.
    const PADDING: f64 = 0.8;
    /// A digit takes a little more than half a character.
    const DIGIT: f64 = 0.56;
    /// Two characters of a heading on a line, and then some.
    const LEAST: f64 = 2.4;
    let length = |cell: &Cell| plain_text(&cell.content).chars().count() as f64;
    let digits = grid.cells().filter(|cell| cell.kind == CellKind::Figure);
    let digits = digits.map(|cell| length(cell) * DIGIT / cell.colspan as f64);
    let heads = grid
        .cells()
        .filter(|cell| cell.kind == CellKind::ColumnHead && cell.colspan == 1);
    let heads = heads.map(|cell| heading(length(cell)));
    let figure = digits.chain(heads).fold(LEAST, f64::max);
    let labels = grid.label_columns();
    (0..grid.columns)
        .map(|column| {
            let own = grid.cells().filter(|cell| {
                cell.kind == CellKind::RowHead && cell.column == column && cell.colspan == 1
            });
            let content = match column < labels {
                true => own
                    .map(|cell| match cell.rowspan {
                        1 => label(length(cell), lines),
                        rows => label(length(cell), rows.min(4) as f64),
                    })
                    .fold(LEAST, f64::max),
                false => figure,
            };
            content + PADDING
        })
        .collect()
}

/// The least width of a heading of so many characters, in lines that are as alike as they
/// can be: the most of them that leave no character alone.
fn heading(length: f64) -> f64 {
    let lines = (1..)
        .map(f64::from)
        .take_while(|lines| lines * 2.0 <= length + 1.0);
    let fits = lines
        .filter(|lines| *lines == 1.0 || length - (lines - 1.0) * (length / lines).ceil() >= 2.0);
    // Three characters and fewer stand on one line.
    let most = if length <= 3.0 {
        1.0
    } else {
        fits.last().unwrap_or(1.0)
    };
    (length / most).ceil()
}

/// The least width of a label of so many characters on so many lines.
fn label(length: f64, lines: f64) -> f64 {
    /// What can be read in one glance.
    const LINE: f64 = 7.5;
    match length <= LINE {
        true => length,
        false => (length / lines).ceil().max(LINE.min(5.0)),
    }
}

#[cfg(test)]
mod tests {
    use super::heading;

    #[test]
    fn a_heading_leaves_no_character_alone() {
        let widths = [2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0].map(heading);
        assert_eq!(widths, [2.0, 3.0, 2.0, 3.0, 2.0, 4.0, 2.0, 3.0]);
    }
}
