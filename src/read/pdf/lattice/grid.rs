//! Grids of rules and the cells between them.

use super::{Foot, Found, MOST_LINES, NEAR, cells, clusters, nearest};
use crate::read::{
    pdf::page::{Piece, Rule},
    published::{Cell, Table},
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
        let mut columns = clusters(upright.iter().map(|rule| rule.at));
        let mut rows = clusters(level.iter().map(|rule| rule.at));
        open_sides(&mut columns, &level);
        open_sides(&mut rows, &upright);
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
            around: vec![false; height],
        })
    }

    /// Takes off the narrow blank strips between a frame and the tables in it.
    fn strip(&mut self, inside: &[Piece]) {
        for is_right in [false, true] {
            let last = self.columns.len() - 1;
            let (outer, inner) = match is_right {
                true => (last, last - 1),
                false => (0, 1),
            };
            let (from, to) = (
                self.columns[outer.min(inner)],
                self.columns[outer.max(inner)],
            );
            let is_blank = |piece: &Piece| !(from < centre(piece).0 && centre(piece).0 < to);
            if last < 3 || to - from > STRIP || !inside.iter().all(is_blank) {
                continue;
            }
            for (around, left) in self.around.iter_mut().zip(&mut self.left) {
                *around |= !left[inner];
                left.remove(outer);
            }
            for above in &mut self.above {
                above.remove(outer.min(inner));
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

    /// The cell at a place.
    pub(super) fn cell(&self, region: &[Vec<usize>], x: f64, y: f64) -> Option<usize> {
        let column = self.columns.partition_point(|&edge| edge <= x);
        let row = self.rows.partition_point(|&edge| edge > y);
        let line = region.get(row.saturating_sub(1))?;
        line.get(column.saturating_sub(1)).copied()
    }

    /// The tables; what lies in none of their cells joins the rest. `inner` are tables
    /// that lie within.
    pub(super) fn tables(
        mut self,
        inside: Vec<Piece>,
        number: usize,
        inner: &[Found],
        rest: &mut Vec<Piece>,
    ) -> Vec<Found> {
        self.strip(&inside);
        let region = self.regions();
        let count = region.iter().flatten().max().map_or(0, |last| last + 1);
        if count < 2 {
            // A frame, or a rule below a heading.
            rest.extend(inside);
            return Vec::new();
        }
        let boxes = self.boxes(&region, count);
        let mut contents = cells::contents(&self, &region, &boxes, inside, rest);
        let bands = self.bands(&boxes, &contents, inner);
        let mut found = Vec::new();
        let mut start = 0;
        for band in bands {
            found.extend(self.part(start..band.row, &region, &boxes, &contents, number));
            start = band.row + band.rows;
            rest.append(&mut contents[region[band.row][0]].pieces);
        }
        found.extend(self.part(start..region.len(), &region, &boxes, &contents, number));
        found
    }

    /// Where the cells lie.
    fn boxes(&self, region: &[Vec<usize>], count: usize) -> Vec<Box> {
        let mut boxes: Vec<Option<Box>> = vec![None; count];
        for (row, line) in region.iter().enumerate() {
            for (column, &at) in line.iter().enumerate() {
                let own = boxes[at].get_or_insert(Box {
                    row,
                    rows: 0,
                    columns: 0,
                    left: self.columns[column],
                    right: 0.0,
                });
                own.rows = row + 1 - own.row;
                own.right = own.right.max(self.columns[column + 1]);
                own.columns += usize::from(row == own.row);
            }
        }
        boxes.into_iter().flatten().collect()
    }

    /// The cells from side to side, where a table only lays out a report: some of them
    /// hold running text or whole tables.
    fn bands(&self, boxes: &[Box], contents: &[cells::Content], inner: &[Found]) -> Vec<Box> {
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
        range: std::ops::Range<usize>,
        region: &[Vec<usize>],
        boxes: &[Box],
        contents: &[cells::Content],
        number: usize,
    ) -> Option<Found> {
        let (top, bottom) = (*self.rows.get(range.start)?, *self.rows.get(range.end)?);
        let end = range.end;
        let single_lined = cells::single_lined(boxes, contents);
        let mut rows = Vec::new();
        let mut seen = vec![false; boxes.len()];
        for line in region.get(range).filter(|lines| !lines.is_empty())? {
            let own = line
                .iter()
                .filter(|&&at| !std::mem::replace(&mut seen[at], true));
            let cells = own.map(|&at| {
                let own = &boxes[at];
                let is_single = single_lined.contains(&(own.row, own.rows));
                let text = cells::text(own, &contents[at], is_single);
                Cell::new(text).spanning(own.rows, own.columns)
            });
            rows.push(cells.collect());
        }
        let mut table = Table {
            rows,
            ..Table::default()
        };
        table.origin.page = Some(number + 1);
        let both = boxes.iter().zip(contents);
        let foot = both.filter(|(own, _)| own.row + own.rows == end);
        let foot = foot.map(|(own, content)| Foot {
            left: own.left,
            right: own.right,
            room: content.room(own),
        });
        Some(Found {
            columns: self.columns.clone(),
            top,
            bottom,
            foot: foot.collect(),
            chain: None,
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
