//! Which of a row's cells lies in which column of the form.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    expect::{Expected, Names},
    rows::{Piece, Row},
    sequence,
    starts::{Starts, Window},
    surplus,
};
use crate::{
    ground::number::Kind,
    read::{
        figure::{self, Reading},
        label::half_width,
        published::{Doubt, Spot},
    },
};

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

    fn is_blank(&self) -> bool {
        matches!(self, Content::Words(words, _) if words.is_empty())
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

/// By block and place of the name, whether most rows have as many cells as the form has
/// columns: one that has more was broken somewhere.
pub fn exact(
    expected: &Expected,
    rows: &[Row],
    pairs: &[(usize, usize)],
) -> BTreeSet<(usize, usize)> {
    let mut counts: BTreeMap<(usize, usize), (usize, usize)> = BTreeMap::new();
    for &(row, line) in pairs {
        let block = expected.lines[line].block;
        let (own, all) = counts.entry((block, rows[row].place)).or_default();
        *own += usize::from(rows[row].values.len() == expected.columns[block].len());
        *all += 1;
    }
    let most = counts.into_iter().filter(|(_, (own, all))| own * 2 > *all);
    most.map(|(place, _)| place).collect()
}

/// What a row with a name puts into the cells of a line of the form.
pub fn assign(
    expected: &Expected,
    line: usize,
    row: &Row,
    (exact, starts): (bool, &Starts),
) -> Vec<Content> {
    let block = expected.lines[line].block;
    let columns = &expected.columns[block];
    // Of a broken row nothing is certain but figures side by side, or that add up.
    let total = expected.totals[block];
    let broken = |laid: &Vec<Content>| {
        let blank = laid.iter().any(Content::is_blank);
        exact && row.values.len() > columns.len() && blank && !adds_up(laid, total)
    };
    let by_place = || match starts.window(block, columns.len(), row.place, &row.values) {
        // Words among figures may be the rest of a name that a dump tore to pieces.
        Window::Certain(own, cut) if !row.values.is_empty() && own.iter().all(is_sound) => {
            let cut = std::iter::repeat_n(Content::blank(&row.spot), cut);
            Some(own.iter().map(text).chain(cut).collect())
        }
        _ => None,
    };
    by_columns(expected, columns, row)
        .or_else(|| by_place().filter(|laid| !broken(laid)))
        .unwrap_or_else(|| doubtful(columns.len(), row))
}

/// Whether a figure stands in a cell, or nothing, or words that are no piece of a name.
fn is_sound(piece: &Piece) -> bool {
    piece.value
        || piece
            .text
            .contains(|c: char| half_width(c).is_ascii_digit())
}

/// Whether the figures of a row add up to the one in the column of totals.
fn adds_up(laid: &[Content], total: Option<usize>) -> bool {
    let figure = |laid: &Content| match laid {
        Content::Words(text, _) => match figure::read(text, Kind::Count) {
            Reading::Figure(number, _) => Some(number.millionths()),
            Reading::Blank => Some(0),
            Reading::Unsure => None,
        },
        _ => None,
    };
    let figures: Option<Vec<i128>> = laid.iter().map(figure).collect();
    let Some((total, figures)) = total.zip(figures) else {
        return false;
    };
    figures.iter().sum::<i128>() == figures[total] * 2
}

/// A row whose cells are too many or too few.
fn doubtful(columns: usize, row: &Row) -> Vec<Content> {
    let why = match row.values.len() {
        0 => Doubt::NoFigures,
        count if count < columns => Doubt::FewerFigures,
        _ => Doubt::CellCount,
    };
    vec![Content::of_row(row, why); columns]
}

/// What a row puts into the cells of a table that has no other.
pub fn assign_single(expected: &Expected, row: &Row) -> Option<Vec<Content>> {
    let columns = &expected.columns[0];
    let laid = by_columns(expected, columns, row).or_else(|| by_count(columns.len(), &row.values));
    Some(laid.unwrap_or_else(|| doubtful(columns.len(), row)))
}

/// What rows put into the cells of a table that was cut where a group ends.
pub fn assign_halves(expected: &Expected, rows: &[&Row]) -> Option<Vec<Content>> {
    let mut laid: Vec<Content> = Vec::new();
    for row in rows {
        let sound = expected.cuts.contains(&laid.len());
        laid.extend(sound.then(|| row.values.iter().map(text))?);
    }
    (laid.len() == expected.single.len()).then_some(laid)
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

/// By their number; blank cells behind them that are too many are left out.
fn by_count(columns: usize, values: &[Piece]) -> Option<Vec<Content>> {
    let (own, rest) = values.split_at_checked(columns)?;
    let sound = rest.iter().all(Piece::is_blank);
    sound.then(|| own.iter().map(text).collect())
}

#[cfg(test)]
mod tests {
    use crate::{
        form::{edition::Edition, figure::Figure},
        read::{
            aligner::{lay, match_tables},
            published::{Block, Cell, Doubt, Table},
        },
    };

    #[test]
    fn a_cell_in_doubt_is_not_blank() {
        let edition = Edition::all().iter().find(|edition| edition.covers(2024));
        let heads = ["信息内容", "本年制发件数", "本年废止件数"].map(Cell::new);
        let figures = ["规章", "1", "2", ""].map(Cell::new);
        let between = Cell {
            doubt: Some(Doubt::BetweenColumns),
            ..Cell::new("")
        };
        let rows = vec![
            [&heads[..], &[Cell::new("现行有效件数").spanning(1, 2)]].concat(),
            [&figures[..], &[between]].concat(),
        ];
        let table = Table {
            rows,
            ..Table::default()
        };
        let edition = edition.unwrap();
        let found = match_tables(edition, lay(edition, &[Block::Table(table)]));
        let doubts = found.cells.values().map(|cell| match &cell.figure {
            Figure::Unread(unread) => Some(unread.doubt),
            _ => None,
        });
        let doubts: Vec<Option<Doubt>> = doubts.collect();
        assert_eq!(doubts, [None, None, Some(Doubt::BetweenColumns)]);
    }
}
