//! Grids of rules and the cells between them.

use super::{Found, MOST_LINES, NEAR, clusters, nearest};
use crate::{
    import::pdf::{
        page::{Piece, Rule},
        text::{Flow, lines},
    },
    published::{Cell, Table},
};

/// A grid of lines, and which of their parts are drawn.
pub(super) struct Lattice {
    columns: Vec<f64>,
    /// From the top.
    rows: Vec<f64>,
    /// Whether the line above a place is drawn, row by row.
    above: Vec<Vec<bool>>,
    /// Whether the line left of a place is drawn, row by row.
    left: Vec<Vec<bool>>,
}

impl Lattice {
    pub(super) fn new(rules: &[Rule]) -> Option<Self> {
        let long = |rule: &&Rule| rule.to - rule.from > NEAR;
        let level: Vec<&Rule> = rules
            .iter()
            .filter(|rule| rule.is_level)
            .filter(long)
            .collect();
        let upright: Vec<&Rule> = rules
            .iter()
            .filter(|rule| !rule.is_level)
            .filter(long)
            .collect();
        let columns = clusters(upright.iter().map(|rule| rule.at));
        let mut rows = clusters(level.iter().map(|rule| rule.at));
        rows.reverse();
        if columns.len() < 2
            || rows.len() < 2
            || columns.len() > MOST_LINES
            || rows.len() > MOST_LINES
        {
            return None;
        }
        let (height, width) = (rows.len() - 1, columns.len() - 1);
        let mut above = vec![vec![false; width]; height + 1];
        for rule in level {
            let row = nearest(&rows, rule.at);
            for column in 0..width {
                let middle = (columns[column] + columns[column + 1]) / 2.0;
                above[row][column] |= rule.from <= middle && middle <= rule.to;
            }
        }
        let mut left = vec![vec![false; width + 1]; height];
        for rule in upright {
            let column = nearest(&columns, rule.at);
            for row in 0..height {
                let middle = (rows[row] + rows[row + 1]) / 2.0;
                left[row][column] |= rule.from <= middle && middle <= rule.to;
            }
        }
        Some(Lattice {
            columns,
            rows,
            above,
            left,
        })
    }

    fn bounds(&self) -> [f64; 4] {
        let end = |edges: &[f64]| (edges[0], edges[edges.len() - 1]);
        let ((left, right), (top, bottom)) = (end(&self.columns), end(&self.rows));
        [left, bottom, right, top]
    }

    pub(super) fn area(&self) -> f64 {
        let [left, bottom, right, top] = self.bounds();
        (right - left) * (top - bottom)
    }

    pub(super) fn holds(&self, piece: &Piece) -> bool {
        let [left, bottom, right, top] = self.bounds();
        let (x, y) = centre(piece);
        left < x && x < right && bottom < y && y < top
    }

    /// The cells: places that no line parts. Outside is what touches the border openly.
    fn regions(&self) -> Vec<Vec<usize>> {
        let (height, width) = (self.rows.len() - 1, self.columns.len() - 1);
        let mut region = vec![vec![usize::MAX; width]; height];
        let mut count = 0;
        for row in 0..height {
            for column in 0..width {
                if region[row][column] != usize::MAX {
                    continue;
                }
                // The widest box of free places from here.
                let mut right = column + 1;
                while right < width && !self.left[row][right] && region[row][right] == usize::MAX {
                    right += 1;
                }
                let mut down = row + 1;
                while down < height
                    && (column..right)
                        .all(|at| !self.above[down][at] && region[down][at] == usize::MAX)
                    && (column + 1..right).all(|at| !self.left[down][at])
                {
                    down += 1;
                }
                for line in &mut region[row..down] {
                    line[column..right].fill(count);
                }
                count += 1;
            }
        }
        region
    }

    /// The table; what lies in none of its cells joins the rest.
    pub(super) fn table(
        &self,
        inside: Vec<Piece>,
        number: usize,
        rest: &mut Vec<Piece>,
    ) -> Option<Found> {
        let region = self.regions();
        let count = region.iter().flatten().max()? + 1;
        if count < 2 {
            // A frame, or a rule below a heading.
            rest.extend(inside);
            return None;
        }
        let mut words: Vec<Vec<Piece>> = vec![Vec::new(); count];
        for piece in inside {
            let (x, y) = centre(&piece);
            let column = self
                .columns
                .partition_point(|&edge| edge <= x)
                .saturating_sub(1);
            let row = self
                .rows
                .partition_point(|&edge| edge > y)
                .saturating_sub(1);
            match region.get(row).and_then(|line| line.get(column)) {
                Some(&at) => words[at].push(piece),
                None => rest.push(piece),
            }
        }
        let mut rows = Vec::new();
        let mut seen = vec![false; count];
        for (row, line) in region.iter().enumerate() {
            let mut cells = Vec::new();
            for (column, &at) in line.iter().enumerate() {
                if std::mem::replace(&mut seen[at], true) {
                    continue;
                }
                let across = line[column..]
                    .iter()
                    .take_while(|&&other| other == at)
                    .count();
                let down = region[row..]
                    .iter()
                    .take_while(|line| line[column] == at)
                    .count();
                cells.push(Cell {
                    text: cell_text(std::mem::take(&mut words[at])),
                    row_span: down,
                    column_span: across,
                });
            }
            rows.push(cells);
        }
        let [_, bottom, _, top] = self.bounds();
        let mut table = Table {
            rows,
            ..Table::default()
        };
        table.origin.page = Some(number + 1);
        Some(Found {
            columns: self.columns.clone(),
            top,
            bottom,
            table,
        })
    }
}

fn cell_text(pieces: Vec<Piece>) -> String {
    let mut flow = Flow::default();
    for line in lines(pieces) {
        flow.line(&line, false);
    }
    flow.words.text()
}

fn centre(piece: &Piece) -> (f64, f64) {
    (
        (piece.left + piece.right) / 2.0,
        piece.base + 0.35 * piece.size,
    )
}
