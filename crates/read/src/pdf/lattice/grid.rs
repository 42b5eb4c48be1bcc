//! Grids of rules and the cells between them.

use super::{MOST_LINES, NEAR, PageTable, cells, clusters, nearest};
use crate::{
    pdf::page::{Piece, Rule},
    published::{Cell, Origin, Table},
};

/// A side without a rule lies so far outside the last one, in points.
const OPEN: f64 = 6.0;

/// A grid of lines, and which of their parts are drawn.
pub(super) struct Lattice {
    columns: Vec<f64>,
    /// From the top.
    rows: Vec<f64>,
    /// Whether the line above a place is drawn, row by row.
    above: Vec<Vec<bool>>,
    /// Whether the line left of a place is drawn, row by row.
    left: Vec<Vec<bool>>,
    /// Which cell each place is part of, row by row.
    region: Vec<Vec<usize>>,
}

impl Lattice {
    /// The grid of rules that touch one another; none if they are a frame's or a drawing's.
    pub(super) fn new(rules: &[Rule]) -> Option<Self> {
        let long = rules.iter().filter(|rule| rule.to - rule.from > NEAR);
        let (level, upright): (Vec<&Rule>, Vec<&Rule>) = long.partition(|rule| rule.is_level);
        let mut columns = clusters(upright.iter().map(|rule| rule.at));
        let mut rows = clusters(level.iter().map(|rule| rule.at));
        open_sides(&mut columns, &level);
        open_sides(&mut rows, &upright);
        rows.reverse();
        let is_sized = |edges: &[f64]| (2..=MOST_LINES).contains(&edges.len());
        if !is_sized(&columns) || !is_sized(&rows) {
            return None;
        }
        let (height, width) = (rows.len() - 1, columns.len() - 1);
        let mut above = vec![vec![false; width]; height + 1];
        for rule in level {
            let drawn = &mut above[nearest(&rows, rule.at)];
            for (drawn, sides) in drawn.iter_mut().zip(columns.windows(2)) {
                *drawn |= is_beside(rule, sides);
            }
        }
        let mut left = vec![vec![false; width + 1]; height];
        for rule in upright {
            let column = nearest(&columns, rule.at);
            for (drawn, sides) in left.iter_mut().zip(rows.windows(2)) {
                drawn[column] |= is_beside(rule, sides);
            }
        }
        Some(Lattice {
            region: Vec::new(),
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

    /// Finds the cells: places that no line parts.
    fn boxes(&mut self) -> Vec<Box> {
        let (height, width) = (self.rows.len() - 1, self.columns.len() - 1);
        let mut region = vec![vec![usize::MAX; width]; height];
        let mut boxes = Vec::new();
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
                let is_free = |&down: &usize| {
                    (column..right)
                        .all(|at| !self.above[down][at] && region[down][at] == usize::MAX)
                        && (column + 1..right).all(|at| !self.left[down][at])
                };
                let down = (row + 1..height).take_while(is_free).count() + row + 1;
                for line in &mut region[row..down] {
                    line[column..right].fill(boxes.len());
                }
                boxes.push(Box {
                    row,
                    rows: down - row,
                    columns: right - column,
                    left: self.columns[column],
                    right: self.columns[right],
                });
            }
        }
        self.region = region;
        boxes
    }

    /// The cell at a place.
    pub(super) fn cell(&self, (x, y): (f64, f64)) -> Option<usize> {
        let column = self.columns.partition_point(|&edge| edge <= x);
        let row = self.rows.partition_point(|&edge| edge > y);
        let line = self.region.get(row.saturating_sub(1))?;
        line.get(column.saturating_sub(1)).copied()
    }

    /// The table; what lies in none of its cells joins the rest.
    pub(super) fn table(
        mut self,
        inside: Vec<Piece>,
        number: usize,
        rest: &mut Vec<Piece>,
    ) -> Option<PageTable> {
        let (repeated, inside): (Vec<Piece>, Vec<Piece>) =
            inside.into_iter().partition(|piece| piece.is_artifact);
        let boxes = self.boxes();
        if boxes.len() < 2 {
            // A frame, or a rule below a heading.
            rest.extend(inside);
            return None;
        }
        let contents = cells::contents(&self, &boxes, &inside, rest);
        let first = self.head(&boxes, &contents, &repeated);
        Some(self.part(first, &boxes, &contents, number))
    }

    /// The row below those that nothing stands in but what the page repeats.
    fn head(&self, boxes: &[Box], contents: &[cells::Content], repeated: &[Piece]) -> usize {
        let both = boxes.iter().zip(contents);
        let mut filled = both.filter(|(_, content)| !content.pieces.is_empty());
        let first = filled.next().map_or(0, |(own, _)| own.row);
        let is_above = |piece: &Piece| centre(piece).1 > self.rows[first];
        match repeated.iter().any(is_above) {
            true => first,
            false => 0,
        }
    }

    /// The rows from a first one on as a table.
    fn part(
        &self,
        first: usize,
        boxes: &[Box],
        contents: &[cells::Content],
        number: usize,
    ) -> PageTable {
        let height = self.region.len();
        let single_lined = cells::single_lined(boxes, contents);
        let mut table = Table {
            rows: vec![Vec::new(); height - first],
            spot: Origin::Page(number + 1).into(),
        };
        let cells = boxes.iter().zip(contents);
        for (own, content) in cells.filter(|(own, _)| own.row >= first) {
            let is_single = single_lined.contains(&(own.row, own.rows));
            let cell = Cell::new(cells::text(own, content, is_single));
            table.rows[own.row - first].push(cell.spanning(own.rows, own.columns));
        }
        PageTable {
            columns: self.columns.clone(),
            top: self.rows[first],
            table,
        }
    }
}

/// Where a cell lies.
#[derive(Clone, Copy, Debug)]
pub(super) struct Box {
    /// Its first row.
    pub(super) row: usize,
    pub(super) rows: usize,
    columns: usize,
    pub(super) left: f64,
    pub(super) right: f64,
}

/// Whether a rule runs past the middle between two lines.
fn is_beside(rule: &Rule, sides: &[f64]) -> bool {
    let middle = (sides[0] + sides[1]) / 2.0;
    rule.from <= middle && middle <= rule.to
}

/// Adds the sides of a table that no rule closes: where half of the rules across end.
fn open_sides(edges: &mut Vec<f64>, across: &[&Rule]) {
    let (Some(&first), Some(&last)) = (edges.first(), edges.last()) else {
        return;
    };
    let side = |ends: Vec<f64>, outermost: f64| {
        let there = ends.iter().filter(|end| (**end - outermost).abs() < NEAR);
        let count = there.count();
        (count >= 2 && count * 2 >= ends.len()).then_some(outermost)
    };
    let from: Vec<f64> = across.iter().map(|rule| rule.from).collect();
    let to: Vec<f64> = across.iter().map(|rule| rule.to).collect();
    let lowest = from.iter().copied().fold(f64::MAX, f64::min);
    let highest = to.iter().copied().fold(f64::MIN, f64::max);
    if lowest < first - OPEN {
        edges.splice(0..0, side(from, lowest));
    }
    if highest > last + OPEN {
        edges.extend(side(to, highest));
    }
}

pub(super) fn centre(piece: &Piece) -> (f64, f64) {
    (
        (piece.left + piece.right) / 2.0,
        piece.base + 0.35 * piece.size,
    )
}
