//! Which of a row's cells lies in which column of the form.

use std::collections::BTreeSet;

use super::{
    Laid, align,
    expect::{Expected, Names},
    rows::{Piece, Row},
};

const MERGED: &str = "几格合并成一格，不知道是哪一格的";
const COUNT: &str = "格数与格式不同，认不准";
const FEWER: &str = "数比格式的列少，不知道缺的是哪几列";
const BARE: &str = "这一行没有数";
/// Why columns tell nothing that stand in another order than the form's.
pub const ORDER: &str = "各列的次序与格式不同，认不准";
/// Heads so alike name the same column.
const SAME: f64 = 0.9;

/// The heads above some rows.
#[derive(Clone, Debug, Default)]
pub struct Header {
    cells: Vec<Piece>,
    /// How many of the cells stood in the rows up to each.
    ends: Vec<usize>,
}

impl Header {
    /// Adds a row of heads.
    pub fn add(&mut self, pieces: &[Piece]) {
        let own = pieces
            .iter()
            .filter(|piece| !piece.above && !piece.is_blank());
        self.cells.extend(own.cloned());
        self.ends.push(self.cells.len());
    }

    /// The last row of heads alone, if it begins with what heads the names of the rows.
    pub fn last_row(&self, expected: &Expected) -> Option<Self> {
        let above = self.ends.iter().rev().nth(1).copied().unwrap_or(0);
        let cells = self.cells[above..].to_vec();
        let corner = cells
            .first()
            .is_some_and(|first| expected.is_corner(&first.label));
        corner.then(|| Header {
            ends: vec![cells.len()],
            cells,
        })
    }

    /// Whether the columns mean nothing, as where a dump fills short rows up with blank
    /// cells, and every row of heads follows the form's order by itself.
    fn is_pushed_left(&self, columns: &[Names]) -> bool {
        let flat = self.cells.iter().all(|piece| piece.columns == 1);
        let starts = std::iter::once(&0).chain(&self.ends);
        flat && starts
            .zip(&self.ends)
            .all(|(&start, &end)| in_order(columns, &self.cells[start..end]))
    }

    /// By column of the form, the columns of the table that its head covers. None where
    /// the heads stand in another order than the form's.
    fn map(&self, columns: &[Names]) -> Option<Vec<Option<(usize, usize)>>> {
        let mut cells: Vec<&Piece> = self.cells.iter().collect();
        cells.sort_by_key(|piece| piece.column);
        let pairs = align::align(cells.len(), columns.len(), |cell, column| {
            columns[column].likeness(&cells[cell].label)
        });
        let mut map = vec![None; columns.len()];
        let mut used = vec![false; cells.len()];
        for (cell, column) in pairs {
            used[cell] = true;
            map[column] = Some((cells[cell].column, cells[cell].columns));
        }
        let left = columns
            .iter()
            .zip(&map)
            .filter(|(_, place)| place.is_none());
        let crossed = left.into_iter().any(|(column, _)| {
            let unused = cells.iter().zip(&used).filter(|(_, used)| !**used);
            unused
                .into_iter()
                .any(|(cell, _)| column.likeness(&cell.label) > SAME)
        });
        (!crossed).then_some(map)
    }
}

/// Whether heads name columns from left to right.
fn in_order(columns: &[Names], heads: &[Piece]) -> bool {
    let mut next = 0;
    heads.iter().all(|head| {
        let named = |column: &Names| column.likeness(&head.label) > SAME;
        match columns[next..].iter().position(named) {
            Some(further) => {
                next += further + 1;
                true
            }
            None => !columns[..next].iter().any(named),
        }
    })
}

/// The blocks in which nothing but blank cells stands behind as many cells as the form
/// has, while the last of these is filled: dumps fill their rows up like that.
pub fn left_aligned(
    expected: &Expected,
    rows: &[&Row],
    pairs: &[(usize, usize)],
) -> BTreeSet<usize> {
    let mut filled = BTreeSet::new();
    let mut beyond = BTreeSet::new();
    for &(row, line) in pairs {
        let block = expected.lines[line].block;
        let columns = expected.columns[block].len();
        let values = &rows[row].values;
        if values
            .get(columns.saturating_sub(1))
            .is_some_and(|last| !last.is_blank())
        {
            filled.insert(block);
        }
        if values.iter().skip(columns).any(|piece| !piece.is_blank()) {
            beyond.insert(block);
        }
    }
    filled.difference(&beyond).copied().collect()
}

/// What a row with a name puts into the cells of a line of the form.
pub fn assign(expected: &Expected, line: usize, row: &Row, left: bool) -> Vec<Laid> {
    let columns = &expected.columns[expected.lines[line].block];
    let most = match left {
        true => columns.len(),
        false => row.values.len(),
    };
    let values = &row.values[..most.min(row.values.len())];
    by_columns(columns, row)
        .or_else(|| by_count(columns.len(), values, true))
        .unwrap_or_else(|| doubtful(columns.len(), row))
}

/// A row whose cells are too many or too few.
fn doubtful(columns: usize, row: &Row) -> Vec<Laid> {
    let why = match row.values.len() {
        0 => BARE,
        count if count < columns => FEWER,
        _ => COUNT,
    };
    vec![Laid::Doubtful(row.quote(), why); columns]
}

/// What a row puts into the cells of a table that has no other.
pub fn assign_single(expected: &Expected, row: &Row) -> Option<Vec<Laid>> {
    let columns = &expected.columns[0];
    let laid = by_columns(columns, row).or_else(|| by_count(columns.len(), &row.values, false));
    Some(laid.unwrap_or_else(|| doubtful(columns.len(), row)))
}

/// What rows put into the cells of a table that was cut where a group ends.
pub fn assign_halves(expected: &Expected, rows: &[&Row]) -> Option<Vec<Laid>> {
    let mut laid: Vec<Laid> = Vec::new();
    for row in rows {
        let sound = expected.cuts.contains(&laid.len());
        laid.extend(sound.then(|| row.values.iter().map(text))?);
    }
    (laid.len() == expected.single.len()).then_some(laid)
}

fn text(piece: &Piece) -> Laid {
    match piece.above && !piece.is_blank() {
        true => Laid::Doubtful(piece.text.clone(), MERGED),
        false => Laid::Text(piece.text.clone()),
    }
}

/// By the heads of the table's columns, where all of them are known, or as many as there
/// are values.
fn by_columns(columns: &[Names], row: &Row) -> Option<Vec<Laid>> {
    let header = row.header.as_ref()?;
    let map = match header.map(columns) {
        Some(map) => map,
        None if header.is_pushed_left(columns) => return None,
        None => return Some(vec![Laid::Doubtful(row.quote(), ORDER); columns.len()]),
    };
    let known = map.iter().flatten().count();
    if known < columns.len() && (known == 0 || known != row.values.len()) {
        return None;
    }
    let inside = |piece: &Piece, (first, count): (usize, usize)| {
        piece.column < first + count && first < piece.column + piece.columns
    };
    // Spans that differ from the heads' by a column leave no doubt where every cell
    // still lies under its own head.
    let own = row.values.iter().zip(&map);
    let beneath = known == columns.len()
        && row.values.len() == known
        && own
            .into_iter()
            .all(|(piece, place)| place.is_some_and(|place| inside(piece, place)));
    if beneath {
        return Some(row.values.iter().map(text).collect());
    }
    let lay = |place: &Option<(usize, usize)>| -> Laid {
        let Some(place) = *place else {
            return Laid::Nothing;
        };
        let here: Vec<&Piece> = row
            .values
            .iter()
            .filter(|piece| inside(piece, place))
            .collect();
        let filled: Vec<&&Piece> = here.iter().filter(|piece| !piece.is_blank()).collect();
        match (&here[..], &filled[..]) {
            ([], _) => Laid::Doubtful(row.quote(), COUNT),
            (_, []) => Laid::Text(String::new()),
            (_, [piece]) => {
                let shared = map.iter().flatten().filter(|other| inside(piece, **other));
                match shared.count() {
                    1 => text(piece),
                    _ => Laid::Doubtful(piece.text.clone(), MERGED),
                }
            }
            _ => Laid::Doubtful(row.quote(), COUNT),
        }
    };
    let laid: Vec<Laid> = map.iter().map(lay).collect();
    // A figure that no column holds would be lost.
    let held = |piece: &Piece| map.iter().flatten().any(|place| inside(piece, *place));
    let lost = row
        .values
        .iter()
        .any(|piece| !piece.is_blank() && !held(piece));
    (!lost).then_some(laid)
}

/// By their number; blank cells too many are left out where that can be done in one way.
/// Those before the figures may be too many only where a name stands before them.
fn by_count(columns: usize, values: &[Piece], named: bool) -> Option<Vec<Laid>> {
    let filled = |piece: &&Piece| !piece.is_blank();
    let texts = |window: &[Piece]| -> Vec<Laid> { window.iter().map(text).collect() };
    let total = values.iter().filter(filled).count();
    let starts = if named { usize::MAX } else { 1 };
    let mut ways = values
        .windows(columns)
        .take(starts)
        .filter(|window| window.iter().filter(filled).count() == total)
        .map(texts);
    let first = ways.next()?;
    ways.all(|way| way == first).then_some(first)
}
