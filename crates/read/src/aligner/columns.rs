//! Which of a row's cells lies in which column of the form.

use super::{
    expect::{Expected, Names},
    rows::{Piece, Row},
    sequence, surplus,
};
use crate::{
    figure::{self, Reading},
    label::half_width,
    published::{Doubt, Spot},
};
use base::number::Kind;

/// Heads so alike name the same column.
const SAME: f64 = 0.9;

/// What a published row holds for a cell of the form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// The words of a cell, and where they stand.
    Words(String, Spot),
    /// Words that may belong to this cell or to another, why, and where they stand.
    Unsure(String, Doubt, Spot),
    /// The table has no such column.
    NoColumn,
}

impl Content {
    /// A cell in which nothing stands.
    fn blank(spot: &Spot) -> Self {
        Content::Words(String::new(), spot.clone())
    }

    /// Words of a whole row.
    fn of_row(row: &Row, why: Doubt) -> Self {
        Content::Unsure(row.quote(), why, row.spot.clone())
    }

    /// Words of a cell that may belong to another.
    fn unsure(piece: &Piece, why: Doubt) -> Self {
        Content::Unsure(piece.text.clone(), why, piece.spot.clone())
    }
}

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
        let start = self.cells.len();
        let own = pieces
            .iter()
            .filter(|piece| !piece.above && !piece.is_blank());
        for piece in own {
            match self.cells[start..].last_mut() {
                Some(last) if last.goes_on_in(piece) => {
                    last.columns += piece.columns;
                    last.repeated = true;
                }
                _ => self.cells.push(piece.clone()),
            }
        }
        self.ends.push(self.cells.len());
    }

    /// Every head.
    pub fn cells(&self) -> &[Piece] {
        &self.cells
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

    /// By column of the form, where its head stands. None where the heads stand in another
    /// order than the form's.
    fn map(&self, columns: &[Names]) -> Option<Vec<Option<Place>>> {
        let mut cells: Vec<&Piece> = self.cells.iter().collect();
        cells.sort_by_key(|piece| piece.column);
        let pairs = sequence::align(cells.len(), columns.len(), |cell, column| {
            columns[column].likeness(&cells[cell].label)
        });
        let mut map = vec![None; columns.len()];
        let mut used = vec![false; cells.len()];
        for (cell, column) in pairs {
            used[cell] = true;
            map[column] = Some(Place {
                first: cells[cell].column,
                count: cells[cell].columns,
                repeated: cells[cell].repeated,
            });
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

/// Where the head of a column stands.
#[derive(Clone, Copy, Debug)]
struct Place {
    /// The first column of the table that it covers.
    first: usize,
    /// How many it covers.
    count: usize,
    /// Whether it stands once in each of them, as where a program resolved merged cells.
    repeated: bool,
}

impl Place {
    fn holds(self, piece: &Piece) -> bool {
        piece.column < self.first + self.count && self.first < piece.column + piece.columns
    }
}

/// How the rows of a block hold their figures.
#[derive(Clone, Copy, Debug)]
pub struct Fit {
    /// Most have just as many cells as the form has columns: one that has more was broken.
    exact: bool,
    /// No row shows blank cells between its name and its figures.
    flush: bool,
}

impl Fit {
    /// Of the rows of a block with so many columns, for those with their name in some place.
    pub fn of<'a>(
        rows: impl Iterator<Item = &'a Row> + Clone,
        place: usize,
        columns: usize,
    ) -> Self {
        let alike = rows.clone().filter(|row| row.place == place);
        let own = alike.clone().filter(|row| row.values.len() == columns);
        let mut starts = rows.filter_map(|row| pinned(&row.values, columns));
        Fit {
            exact: own.count() * 2 > alike.count(),
            flush: starts.all(|start| start == 0),
        }
    }
}

/// What a row puts into the cells of a block, by its heads or by an exact run of cells.
pub fn assign(expected: &Expected, block: usize, row: &Row, fit: Fit) -> Vec<Content> {
    let columns = &expected.columns[block];
    let why = match row.values.len() {
        0 => Doubt::NoFigures,
        count if count < columns.len() => Doubt::FewerFigures,
        _ => Doubt::CellCount,
    };
    by_columns(expected, columns, row)
        .or_else(|| by_run(columns.len(), row, fit, expected.totals[block]))
        .unwrap_or_else(|| vec![Content::of_row(row, why); columns.len()])
}

/// What rows put together into the cells of a table with a single row, where they are just as
/// many: some print a table for each group of columns.
pub fn assign_together(count: usize, rows: &[&Row]) -> Option<Vec<Content>> {
    let cells = rows.iter().flat_map(|row| &row.values).map(text);
    Some(cells.collect::<Vec<_>>()).filter(|cells| cells.len() == count)
}

/// Where values begin whose first and last columns are filled.
fn pinned(values: &[Piece], columns: usize) -> Option<usize> {
    let first = values.iter().position(|piece| !piece.is_blank())?;
    let last = values.iter().rposition(|piece| !piece.is_blank())?;
    (last + 1 - first == columns).then_some(first)
}

/// A run of cells exactly as long as the line. Blank cells before or behind it count for none;
/// one within a row of more cells than most have tells that the row was broken, unless its
/// figures add up to the one in the column of totals.
fn by_run(columns: usize, row: &Row, fit: Fit, total: Option<usize>) -> Option<Vec<Content>> {
    let values = &row.values;
    let start = pinned(values, columns).or((fit.flush && values.len() >= columns).then_some(0))?;
    let own = values.get(start..start + columns)?;
    let is_named = row.label.is_some();
    let outside = || values[..start].iter().chain(&values[start + columns..]);
    let is_run = outside().all(Piece::is_blank) && (start == 0 || is_named);
    let is_broken = fit.exact
        && values.len() > columns
        && own.iter().any(Piece::is_blank)
        && !own.iter().all(Piece::is_blank)
        && !adds_up(own, total);
    // Words among figures may be the rest of a name that a dump tore to pieces.
    let is_sound = !is_named || own.iter().all(is_sound);
    (is_run && !is_broken && is_sound && columns > 0).then(|| own.iter().map(text).collect())
}

/// Whether the figures of a row add up to the one in the column of totals.
fn adds_up(own: &[Piece], total: Option<usize>) -> bool {
    let figure = |piece: &Piece| match figure::read(&piece.text, Kind::Count) {
        Reading::Figure(number, _) => Some(number.millionths()),
        Reading::Blank => Some(0),
        Reading::Unsure => None,
    };
    let figures: Option<Vec<i128>> = own.iter().map(figure).collect();
    let both = total.zip(figures);
    both.is_some_and(|(total, own)| own.iter().sum::<i128>() == own[total] * 2)
}

/// Whether a figure stands in a cell, or nothing, or words that are no piece of a name.
fn is_sound(piece: &Piece) -> bool {
    let is_digit = |c: char| half_width(c).is_ascii_digit();
    piece.value || piece.text.contains(is_digit)
}

fn text(piece: &Piece) -> Content {
    let merged = (piece.above && !piece.is_blank()).then_some(Doubt::Merged);
    match piece.doubt.or(merged) {
        Some(doubt) => Content::unsure(piece, doubt),
        None => Content::Words(piece.text.clone(), piece.spot.clone()),
    }
}

/// By the heads of the table's columns, where all of them are known, or as many as there
/// are values.
fn by_columns(expected: &Expected, columns: &[Names], row: &Row) -> Option<Vec<Content>> {
    let header = row.header.as_ref()?;
    let map = match header.map(columns) {
        Some(map) => map,
        None => {
            return Some(vec![
                Content::of_row(row, Doubt::ColumnOrder);
                columns.len()
            ]);
        }
    };
    let known = map.iter().flatten().count();
    if known < columns.len() && (known == 0 || known != row.values.len()) {
        return None;
    }
    // Spans that differ from the heads' by a column leave no doubt where every cell
    // still lies under its own head.
    let own = row.values.iter().zip(&map);
    let beneath = known == columns.len()
        && row.values.len() == known
        && own
            .into_iter()
            .all(|(piece, place)| place.is_some_and(|place| place.holds(piece)));
    if beneath {
        return Some(row.values.iter().map(text).collect());
    }
    let columns = map.iter().map(|place| match place {
        Some(place) => beneath_head(*place, &map, row),
        None => Content::NoColumn,
    });
    let contents: Vec<Content> = columns.collect();
    // A figure that no column holds would be lost.
    let held = |piece: &Piece| map.iter().flatten().any(|place| place.holds(piece));
    let beside = surplus::beside(expected, row);
    let told = |piece: &Piece| beside.iter().any(|(_, other)| other.column == piece.column);
    let lost = row
        .values
        .iter()
        .any(|piece| !piece.is_blank() && !held(piece) && !told(piece));
    (!lost).then_some(contents)
}

/// What a row holds beneath the head of a column; `map` says where all heads stand.
fn beneath_head(place: Place, map: &[Option<Place>], row: &Row) -> Content {
    let here = row.values.iter().filter(|piece| place.holds(piece));
    let here: Vec<&Piece> = here.collect();
    let filled: Vec<&&Piece> = here.iter().filter(|piece| !piece.is_blank()).collect();
    match (&here[..], &filled[..]) {
        ([], _) => Content::of_row(row, Doubt::CellCount),
        ([first, ..], []) => match here.iter().find_map(|piece| piece.doubt) {
            Some(doubt) => Content::of_row(row, doubt),
            None => Content::blank(&first.spot),
        },
        (_, [piece]) => {
            let shared = map.iter().flatten().filter(|other| other.holds(piece));
            match shared.count() {
                1 => text(piece),
                _ => Content::unsure(piece, Doubt::Merged),
            }
        }
        (all, [first, others @ ..])
            if place.repeated
                && filled.len() == all.len()
                && others.iter().all(|other| other.text == first.text) =>
        {
            text(first)
        }
        _ => Content::of_row(row, Doubt::CellCount),
    }
}
