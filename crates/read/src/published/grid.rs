//! A table of a container resolved: which cell covers which place.

use super::{Cell, Table};

/// Cells that span many columns span this many at most.
const WIDEST: usize = 1000;

/// So many places are covered by spans at most; beyond, a cell covers its own alone.
const MOST: usize = 1 << 20;

/// A table in which every place knows the cell that covers it.
#[derive(Clone, Debug)]
pub struct Grid<'a> {
    /// The cells in reading order.
    pub cells: Vec<Spread<'a>>,
    rows: Vec<Vec<Option<usize>>>,
    width: usize,
}

/// A cell with the places that it covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spread<'a> {
    /// The cell.
    pub cell: &'a Cell,
    /// Its first row, from 0.
    pub row: usize,
    /// Its first column, from 0.
    pub column: usize,
    /// How many rows it covers: never beyond the table's last.
    pub rows: usize,
    /// How many columns it covers.
    pub columns: usize,
}

impl Spread<'_> {
    /// Its words.
    pub fn text(&self) -> &str {
        &self.cell.text
    }
}

impl Table {
    /// Resolves the spans as browsers do: a cell takes the first free place of its row.
    /// Spans that lie about the table's size are cut, so that the work stays in
    /// proportion to what the container holds.
    pub fn grid(&self) -> Grid<'_> {
        let mut grid = Grid {
            cells: Vec::new(),
            rows: vec![Vec::new(); self.rows.len()],
            width: 0,
        };
        let mut spare = MOST;
        for (row, cells) in self.rows.iter().enumerate() {
            let mut column = 0;
            for cell in cells {
                while grid.is_covered(row, column) {
                    column += 1;
                }
                let mut rows = cell.row_span.clamp(1, self.rows.len() - row);
                let mut columns = grid.free(row, column, cell.column_span.clamp(1, WIDEST));
                if rows * columns - 1 > spare {
                    (rows, columns) = (1, 1);
                }
                spare -= rows * columns - 1;
                grid.cover(Spread {
                    cell,
                    row,
                    column,
                    rows,
                    columns,
                });
                column += columns;
            }
        }
        grid.width = grid.rows.iter().map(Vec::len).max().unwrap_or(0);
        grid
    }
}

impl<'a> Grid<'a> {
    /// How many rows there are.
    pub fn height(&self) -> usize {
        self.rows.len()
    }

    /// How many columns the widest row has.
    pub fn width(&self) -> usize {
        self.width
    }

    /// The cell that covers a place; none where a row is shorter than others.
    pub fn at(&self, row: usize, column: usize) -> Option<&Spread<'a>> {
        let index = (*self.rows.get(row)?.get(column)?)?;
        self.cells.get(index)
    }

    fn is_covered(&self, row: usize, column: usize) -> bool {
        matches!(self.rows[row].get(column), Some(Some(_)))
    }

    /// How many of so many places from here on nothing covers yet.
    fn free(&self, row: usize, column: usize, most: usize) -> usize {
        let known = self.rows[row].len().saturating_sub(column);
        (1..most.min(known))
            .find(|further| self.is_covered(row, column + further))
            .unwrap_or(most)
    }

    fn cover(&mut self, spread: Spread<'a>) {
        let end = spread.column + spread.columns;
        for line in &mut self.rows[spread.row..spread.row + spread.rows] {
            if line.len() < end {
                line.resize(end, None);
            }
            for place in &mut line[spread.column..end] {
                place.get_or_insert(self.cells.len());
            }
        }
        self.cells.push(spread);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(rows: &[&[(&str, usize, usize)]]) -> Table {
        let cell = |&(text, row_span, column_span): &(&str, usize, usize)| {
            Cell::new(text).spanning(row_span, column_span)
        };
        Table {
            rows: rows
                .iter()
                .map(|row| row.iter().map(cell).collect())
                .collect(),
            ..Table::default()
        }
    }

    fn lines(table: &Table) -> Vec<String> {
        let grid = table.grid();
        let text = |row, column| grid.at(row, column).map_or("·", |spread| spread.text());
        (0..grid.height())
            .map(|row| (0..grid.width()).map(|column| text(row, column)).collect())
            .collect()
    }

    #[test]
    fn spans_cover_their_places() {
        let table = table(&[
            &[("a", 2, 1), ("b", 1, 2)],
            &[("c", 1, 1), ("d", 2, 1)],
            &[("e", 1, 2)],
        ]);
        assert_eq!(lines(&table), ["abb", "acd", "eed"]);
    }

    #[test]
    fn short_rows_leave_places_free() {
        let table = table(&[&[("a", 1, 1)], &[("b", 1, 1), ("c", 1, 1)]]);
        assert_eq!(lines(&table), ["a·", "bc"]);
    }

    #[test]
    fn a_wide_cell_stops_before_one_from_above() {
        let table = table(&[&[("a", 1, 1), ("b", 2, 1)], &[("c", 1, 2), ("d", 1, 1)]]);
        assert_eq!(lines(&table), ["ab·", "cbd"]);
    }

    #[test]
    fn spans_that_lie_are_cut() {
        let table = table(&[&[("a", 65_535, 65_535), ("b", 0, 0)], &[("c", 9, 1)]]);
        let grid = table.grid();
        assert_eq!((grid.height(), grid.width()), (2, WIDEST + 1));
        assert_eq!(grid.at(1, WIDEST - 1).map(Spread::text), Some("a"));
        assert_eq!(grid.at(1, WIDEST).map(Spread::text), Some("c"));
    }

    #[test]
    fn the_work_stays_in_proportion() {
        let wide: Vec<_> = (0..300).map(|_| ("x", usize::MAX, usize::MAX)).collect();
        let rows: Vec<&[_]> = (0..100).map(|_| &wide[..]).collect();
        let table = table(&rows);
        let grid = table.grid();
        assert_eq!(grid.cells.len(), 30_000);
        assert!(grid.rows.iter().map(Vec::len).sum::<usize>() < 3 * MOST);
    }
}
