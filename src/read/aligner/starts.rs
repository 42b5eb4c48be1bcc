//! Where the values of a row begin, as the other rows of its table tell.
//!
//! A row that holds a figure in its first column and in its last leaves no doubt where
//! its values begin. One with blank cells at an end does: blank cells behind a name may
//! belong to the name, and programs cut blank cells off at the end of a row.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    expect::Expected,
    rows::{Piece, Row},
};

/// So many rows without doubt tell where the columns of a table stand.
const LEAST: usize = 3;

/// How many cells stand between the names of rows and their values.
#[derive(Debug, Default)]
pub struct Starts {
    /// By block, the places of names, and where the values of their rows begin.
    blocks: BTreeMap<usize, Vec<(usize, usize)>>,
}

/// The values that a row has for some columns.
pub enum Window<'a> {
    /// They are these, and behind them so many that were cut off.
    Certain(&'a [Piece], usize),
    /// They may be these or others.
    Unsure,
}

impl Starts {
    /// Of the rows that are laid along lines of the form.
    pub fn of(expected: &Expected, rows: &[Row], pairs: &[(usize, usize)]) -> Self {
        let mut starts = Starts::default();
        for &(row, line) in pairs {
            let block = expected.lines[line].block;
            let Row { values, place, .. } = &rows[row];
            if let Some(start) = pinned(values, expected.columns[block].len()) {
                let of_block = starts.blocks.entry(block).or_default();
                of_block.push((*place, place + start));
            }
        }
        starts
    }

    /// Where the values of a row of a block may begin behind its name.
    fn possible(&self, block: usize, place: usize) -> BTreeSet<usize> {
        let starts = |(other, column): &(usize, usize)| column - other;
        let own = |rows: &[(usize, usize)]| -> BTreeSet<usize> {
            let own = rows.iter().filter(|(other, _)| *other == place);
            own.map(starts).collect()
        };
        let Some(rows) = self.blocks.get(&block) else {
            let all: Vec<(usize, usize)> = self.blocks.values().flatten().copied().collect();
            return own(&all);
        };
        let own = own(rows);
        // Where every row's values stand right behind its name, others tell nothing more.
        if !own.is_empty() && rows.iter().all(|row| starts(row) == 0) {
            return own;
        }
        let others = rows.iter().map(starts);
        let columns = rows
            .iter()
            .filter_map(|(_, column)| column.checked_sub(place));
        own.into_iter().chain(others).chain(columns).collect()
    }

    /// The values of a row of a block for so many columns.
    pub fn window<'a>(
        &self,
        block: usize,
        columns: usize,
        place: usize,
        values: &'a [Piece],
    ) -> Window<'a> {
        if let Some(start) = pinned(values, columns) {
            return Window::Certain(&values[start..start + columns], 0);
        }
        let of_block = self.blocks.get(&block).map_or(&[][..], Vec::as_slice);
        let grid = grid(of_block);
        let mut candidates = match grid {
            Some(column) => column.checked_sub(place).into_iter().collect(),
            None => self.possible(block, place),
        };
        let first = values.first().is_some_and(|first| !first.is_blank());
        if grid.is_none() && candidates.is_empty() && first {
            candidates.insert(0);
        }
        let fitting = candidates.into_iter().filter(|start| {
            let outside = |at: &usize| *at < *start || *at >= start + columns;
            let mut filled = (0..values.len()).filter(|at| !values[*at].is_blank());
            *start <= values.len() && !filled.any(|at| outside(&at))
        });
        let mut windows = fitting.map(|start| {
            let end = values.len().min(start + columns);
            (&values[start..end], start + columns - end)
        });
        let Some((own, cut)) = windows.next() else {
            return Window::Unsure;
        };
        let same = |(other, _): (&[Piece], usize)| {
            let texts = |pieces: &[Piece]| -> Vec<String> {
                pieces.iter().map(|piece| piece.text.clone()).collect()
            };
            texts(own) == texts(other)
        };
        let blank = values.iter().all(Piece::is_blank);
        match windows.all(same) && (cut == 0 || grid.is_some() || blank) {
            true => Window::Certain(own, cut),
            false => Window::Unsure,
        }
    }
}

/// Where values begin whose first and last columns are filled.
fn pinned(values: &[Piece], columns: usize) -> Option<usize> {
    let first = values.iter().position(|piece| !piece.is_blank())?;
    let last = values.iter().rposition(|piece| !piece.is_blank())?;
    (last + 1 - first == columns).then_some(first)
}

/// The one column in which the values of every row begin, wherever its name stands, if
/// there are enough rows to tell.
fn grid(of_block: &[(usize, usize)]) -> Option<usize> {
    let &(place, column) = of_block.first()?;
    let same = of_block.iter().all(|&(_, other)| other == column);
    let places = of_block.iter().any(|&(other, _)| other != place);
    (same && places && of_block.len() >= LEAST).then_some(column)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::label::Label;

    fn values(texts: &str) -> Vec<Piece> {
        let piece = |(column, text): (usize, &str)| Piece {
            text: text.trim().to_owned(),
            label: Label::of(text),
            column,
            columns: 1,
            above: false,
            value: true,
            repeated: false,
            doubt: None,
            spot: Default::default(),
        };
        texts.split('|').enumerate().map(piece).collect()
    }

    /// What a row with a name at a place gives for three columns, beside rows of a block
    /// whose names stand at places and whose values begin in columns.
    fn told(rows: &[(usize, usize)], place: usize, texts: &str) -> String {
        let starts = Starts {
            blocks: BTreeMap::from([(0, rows.to_vec())]),
        };
        match starts.window(0, 3, place, &values(texts)) {
            Window::Certain(own, cut) => {
                let texts = own.iter().map(|piece| piece.text.as_str());
                texts
                    .chain(std::iter::repeat_n("", cut))
                    .collect::<Vec<_>>()
                    .join("|")
            }
            Window::Unsure => "?".to_owned(),
        }
    }

    #[test]
    fn rows_of_a_grid_are_counted_from_its_column() {
        let grid = [(1, 3), (2, 3), (3, 3)];
        assert_eq!(told(&grid, 1, "||7|8"), "7|8|");
        assert_eq!(told(&grid, 1, "|||8"), "|8|");
        assert_eq!(told(&grid, 2, "||8|9"), "|8|9");
        assert_eq!(told(&grid, 3, "7"), "7||");
        assert_eq!(told(&grid, 1, "|7|8"), "?");
        assert_eq!(told(&grid, 4, "7|8|9"), "7|8|9");
        assert_eq!(told(&grid, 4, "7|8"), "?");
    }

    #[test]
    fn rows_of_other_tables_are_counted_as_those_with_names_in_their_place() {
        let behind = [(1, 1), (2, 2), (3, 3)];
        assert_eq!(told(&behind, 1, "|8|9"), "|8|9");
        assert_eq!(told(&behind, 1, "|8|9|"), "|8|9");
        assert_eq!(told(&behind, 1, "7|8"), "?");
        assert_eq!(told(&[(1, 3), (2, 2)], 1, "|8|9"), "?");
        assert_eq!(told(&[], 1, "|8|9"), "?");
        assert_eq!(told(&[], 1, "7|8|"), "7|8|");
    }
}
