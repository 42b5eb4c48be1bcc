//! Grids of rules and the cells between them.

use super::{MOST_LINES, NEAR, PageTable, cells, clusters, nearest};
use crate::{
    pdf::page::{Piece, Rule},
    published::{Cell, Origin, Table},
};

/// A cell that goes across the table and holds so many characters is no cell of a form.
const PROSE: usize = 100;

/// A frame lies so far outside the tables in it at most, in points.
const STRIP: f64 = 12.0;
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
    /// The rows that lie around a table within a frame.
    around: Vec<bool>,
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
            around: vec![false; height],
            region: Vec::new(),
            columns,
            rows,
            above,
            left,
        })
    }

    /// Takes off the narrow blank strips between a frame and the tables in it.
    fn strip(&mut self, inside: &[Piece]) {
        for is_right in [false, true] {
            let last = self.columns.len() - 1;
            let (outer, inner, gap) = match is_right {
                true => (last, last - 1, last - 1),
                false => (0, 1, 0),
            };
            let (from, to) = (self.columns[gap], self.columns[gap + 1]);
            let is_in = |piece: &Piece| from < centre(piece).0 && centre(piece).0 < to;
            if last < 3 || to - from > STRIP || inside.iter().any(is_in) {
                continue;
            }
            for (around, left) in self.around.iter_mut().zip(&mut self.left) {
                *around |= !left[inner];
                left.remove(outer);
            }
            for above in &mut self.above {
                above.remove(gap);
            }
            self.columns.remove(outer);
        }
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

    /// The tables; what lies in none of their cells joins the rest. `inner` are tables
    /// that lie within.
    pub(super) fn tables(
        mut self,
        inside: Vec<Piece>,
        number: usize,
        inner: &[PageTable],
        rest: &mut Vec<Piece>,
    ) -> Vec<PageTable> {
        let (repeated, inside): (Vec<Piece>, Vec<Piece>) =
            inside.into_iter().partition(|piece| piece.is_artifact);
        self.strip(&inside);
        let boxes = self.boxes();
        if boxes.len() < 2 {
            // A frame, or a rule below a heading.
            rest.extend(inside);
            return Vec::new();
        }
        let mut contents = cells::contents(&self, &boxes, &inside, rest);
        let bands = self.bands(&boxes, &contents, inner);
        let mut found = Vec::new();
        let mut start = self.head(&boxes, &contents, &repeated);
        for band in bands {
            found.extend(self.part(start..band.row, &boxes, &contents, number));
            start = band.row + band.rows;
            rest.append(&mut contents[self.region[band.row][0]].pieces);
        }
        found.extend(self.part(start..self.region.len(), &boxes, &contents, number));
        found
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

    /// The cells from side to side, where a table only lays out a report: some of them
    /// hold running text or whole tables.
    fn bands(&self, boxes: &[Box], contents: &[cells::Content], inner: &[PageTable]) -> Vec<Box> {
        let width = self.columns.len() - 1;
        let wide = || {
            let both = boxes.iter().zip(contents);
            both.filter(|(own, _)| own.columns == width)
        };
        let is_around = |own: &Box| {
            inner.iter().any(|found| {
                let middle = (found.top + found.bottom) / 2.0;
                let side = (found.columns[0] + found.columns[found.columns.len() - 1]) / 2.0;
                self.rows[own.row] > middle
                    && middle > self.rows[own.row + own.rows]
                    && own.left < side
                    && side < own.right
            })
        };
        let in_frame = self.around.contains(&true);
        let is_layout = || wide().any(|(own, content)| content.size() >= PROSE || is_around(own));
        let bands = wide().map(|(own, _)| *own);
        match () {
            () if in_frame => bands.filter(|own| self.around[own.row]).collect(),
            () if is_layout() => bands.collect(),
            () => Vec::new(),
        }
    }

    /// Some rows as a table.
    fn part(
        &self,
        rows: std::ops::Range<usize>,
        boxes: &[Box],
        contents: &[cells::Content],
        number: usize,
    ) -> Option<PageTable> {
        let (top, bottom) = (self.rows[rows.start], self.rows[rows.end]);
        let single_lined = cells::single_lined(boxes, contents);
        let mut table = Table {
            rows: vec![Vec::new(); rows.len()],
            ..Table::default()
        };
        table.spot = Origin::Page(number + 1).into();
        let mut ended = Vec::new();
        let mut stated = vec![None; rows.len()];
        // The cells come row by row.
        for (own, content) in boxes
            .iter()
            .zip(contents)
            .filter(|(own, _)| rows.contains(&own.row))
        {
            let row = &mut stated[own.row - rows.start];
            *row = content.row().max(*row);
            let is_single = single_lined.contains(&(own.row, own.rows));
            let cell = Cell::new(cells::text(own, content, is_single));
            table.rows[own.row - rows.start].push(cell.spanning(own.rows, own.columns));
            let is_ended = own.row + own.rows == rows.end && content.has_room(own);
            ended.extend(is_ended.then_some((own.left, own.right)));
        }
        (!rows.is_empty()).then(|| PageTable {
            columns: self.columns.clone(),
            top,
            bottom,
            ended,
            stated,
            table,
        })
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
