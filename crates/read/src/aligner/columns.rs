//! Which of a row's cells lies in which column of the form.

use super::{
    chain::{Match, chain},
    expect::{Expected, Names},
    rows::{Cell, Row, TableRow},
    surplus::{self, Spoilt},
};
use crate::{
    figure::{self, Reading},
    label::half_width,
    published::{Doubt, Spot},
};
use base::number::Kind;
use form::{
    datafile::Entry,
    figure::{Figure, Unread},
};

/// Heads so alike may name the same column, and these do.
const LIKE: f64 = 0.6;
const SAME: f64 = 0.9;

/// What a row holds for a cell of the form.
#[derive(Clone, Debug)]
pub struct Content {
    /// The words.
    words: String,
    /// Why they may not be the cell's.
    doubt: Option<Doubt>,
    /// Where they stand.
    pub spot: Spot,
}

impl Content {
    /// Words of a row, of which cell is not certain.
    pub fn unsure(words: String, doubt: Doubt, spot: Spot) -> Self {
        Content {
            words,
            doubt: Some(doubt),
            spot,
        }
    }

    fn of_row(row: &TableRow, doubt: Doubt) -> Self {
        Content::unsure(row.quote(), doubt, row.spot())
    }

    fn of_cell(cell: &Cell) -> Self {
        let merged = (cell.above && !cell.is_blank()).then_some(Doubt::Merged);
        Content {
            words: cell.text.clone(),
            doubt: cell.doubt.or(merged),
            spot: cell.spot.clone(),
        }
    }

    /// The figure, as far as it is certain.
    pub fn entry(self, kind: Kind) -> Entry {
        let (figure, note) = match (self.doubt, figure::read(&self.words, kind)) {
            (None, Reading::Blank) => (Figure::Blank, None),
            (None, Reading::Figure(number, note)) => (Figure::Stated(number), note),
            (doubt, _) => {
                let doubt = doubt.unwrap_or(Doubt::NoFigure);
                let words = self.words;
                (Figure::Unread(Unread { words, doubt }), None)
            }
        };
        Entry {
            figure,
            note,
            remark: None,
        }
    }
}

/// The heads above some rows.
#[derive(Debug, Default)]
pub struct Heads {
    /// The heads.
    pub cells: Vec<Cell>,
    /// The first of their last row.
    last: usize,
    /// By head, whether the form has none like it.
    pub strange: Vec<bool>,
    /// By block and column of the form, what spoils it.
    pub spoilt: Vec<Vec<Spoilt>>,
    /// What the table, or words above it, say of its units.
    pub units: Vec<String>,
}

impl Heads {
    /// The heads in some rows.
    pub fn of(expected: &Expected, rows: &[Row], units: &[String]) -> Self {
        let (mut cells, mut last): (Vec<Cell>, usize) = (Vec::new(), 0);
        for row in rows {
            last = cells.len();
            for cell in row
                .cells
                .iter()
                .filter(|cell| !cell.above && !cell.is_blank())
            {
                match cells[last..].last_mut() {
                    Some(before)
                        if before.column + before.columns == cell.column
                            && before.text == cell.text =>
                    {
                        before.columns += cell.columns;
                        before.repeated = true;
                    }
                    _ => cells.push(cell.clone()),
                }
            }
        }
        let blocks = expected.blocks.iter();
        Heads {
            strange: cells
                .iter()
                .map(|head| surplus::is_strange(expected, &head.label))
                .collect(),
            spoilt: blocks
                .map(|block| surplus::in_heads(&block.columns, &cells))
                .collect(),
            cells,
            last,
            units: units.to_vec(),
        }
    }

    /// The heads that tell which cell of a row is which: in rows of different lengths only
    /// those of a row as long, if it begins with what heads the names of the rows.
    fn of_row(&self, expected: &Expected, row: &TableRow) -> Option<&[Cell]> {
        let last = &self.cells[self.last..];
        let corner = last
            .first()
            .is_some_and(|first| expected.is_corner(&first.label));
        match row.is_even {
            true => Some(&self.cells),
            false => Some(last).filter(|last| corner && row.values.len() + 1 == last.len()),
        }
    }

    /// What of a row stands beneath heads that the form does not have, with these heads.
    pub fn beside<'a>(&'a self, row: &TableRow<'a>) -> Vec<(&'a Cell, &'a Cell)> {
        let heads = self.cells.iter().zip(&self.strange);
        let strange = heads.filter(|(_, strange)| **strange && row.is_even);
        let beneath = |(head, _): (&'a Cell, _)| {
            let values = row.values.iter().filter(|cell| !cell.is_blank());
            let within = values.filter(move |cell| {
                head.column <= cell.column
                    && cell.column + cell.columns <= head.column + head.columns
            });
            within.map(move |cell| (head, *cell)).collect::<Vec<_>>()
        };
        strange.flat_map(beneath).collect()
    }
}

fn holds(head: &Cell, cell: &Cell) -> bool {
    cell.column < head.column + head.columns && head.column < cell.column + cell.columns
}

/// By column of the form, its head. None where the heads stand in another order.
fn column_map<'a>(columns: &[Names], heads: &'a [Cell]) -> Option<Vec<Option<&'a Cell>>> {
    let mut heads: Vec<&Cell> = heads.iter().collect();
    heads.sort_by_key(|head| head.column);
    let mut matches = Vec::new();
    for (row, head) in heads.iter().enumerate() {
        for (item, column) in columns.iter().enumerate() {
            let alike = column.likeness(&head.label);
            if alike >= LIKE {
                matches.push(Match {
                    row,
                    item,
                    worth: alike - LIKE + 0.1,
                    is_sure: alike > SAME,
                });
            }
        }
    }
    let (_, taken) = chain(&matches);
    let mut map = vec![None; columns.len()];
    for own in &taken {
        map[own.item] = Some(heads[own.row]);
    }
    let is_crossed = matches.iter().any(|own| {
        own.is_sure && map[own.item].is_none() && !taken.iter().any(|other| other.row == own.row)
    });
    (!is_crossed).then_some(map)
}

/// What a row puts into the cells of a block, by its heads or by an exact run of cells; nothing
/// where the table has no such column. The other rows of the block tell how long rows are.
pub fn lay(
    expected: &Expected,
    block: usize,
    row: &TableRow,
    others: &[&TableRow],
) -> Vec<Option<Content>> {
    let columns = &expected.blocks[block].columns;
    let found = by_heads(expected, columns, row).or_else(|| by_run(columns, row, others));
    let why = match row.values.len() {
        0 => Doubt::NoFigures,
        count if count < columns.len() => Doubt::FewerFigures,
        _ => Doubt::CellCount,
    };
    found.unwrap_or_else(|| vec![Some(Content::of_row(row, why)); columns.len()])
}

/// What rows put together into the cells of a table with a single row, where they are just as
/// many: some print a table for each group of columns.
pub fn lay_together(count: usize, rows: &[&TableRow]) -> Option<Vec<Option<Content>>> {
    let cells = rows.iter().flat_map(|row| &row.values);
    let cells: Vec<_> = cells.map(|cell| Some(Content::of_cell(cell))).collect();
    Some(cells).filter(|cells| cells.len() == count)
}

/// Where values begin whose first and last columns are filled.
fn pinned(values: &[&Cell], columns: usize) -> Option<usize> {
    let first = values.iter().position(|cell| !cell.is_blank())?;
    let last = values.iter().rposition(|cell| !cell.is_blank())?;
    (last + 1 - first == columns).then_some(first)
}

/// A run of cells exactly as long as the line. Blank cells before or behind it count for none;
/// one within a row of more cells than most of the others have tells that the row was broken,
/// unless its figures add up to the one in the column of totals.
fn by_run(columns: &[Names], row: &TableRow, others: &[&TableRow]) -> Option<Vec<Option<Content>>> {
    let (values, count) = (&row.values, columns.len());
    let is_named = row.label().is_some();
    // Whether no row shows blank cells between its name and its figures.
    let mut starts = others.iter().filter_map(|row| pinned(&row.values, count));
    let is_flush = starts.all(|start| start == 0);
    let start = pinned(values, count).or((is_flush && values.len() >= count).then_some(0))?;
    let own = values
        .get(start..start + count)
        .filter(|own| !own.is_empty())?;
    let mut outside = values[..start].iter().chain(&values[start + count..]);
    let is_run = outside.all(|cell| cell.is_blank()) && (start == 0 || is_named);
    let alike = others.iter().filter(|other| other.place == row.place);
    let exact = alike.clone().filter(|other| other.values.len() == count);
    let is_longer = values.len() > count && exact.count() * 2 > alike.count();
    let has_blank = own.iter().any(|cell| cell.is_blank()) && row.filled() > 0;
    let is_broken = is_longer && has_blank && !adds_up(columns, own);
    // Words among figures may be the rest of a name that a dump tore to pieces.
    let is_figure =
        |cell: &&Cell| cell.value || cell.text.contains(|c: char| half_width(c).is_ascii_digit());
    let is_sound = is_run && !is_broken && (!is_named || own.iter().all(is_figure));
    let contents = own.iter().map(|cell| Some(Content::of_cell(cell)));
    is_sound.then(|| contents.collect())
}

/// Whether the figures of a row add up to the one in the column of totals.
fn adds_up(columns: &[Names], own: &[&Cell]) -> bool {
    let figure = |cell: &&Cell| match figure::read(&cell.text, Kind::Count) {
        Reading::Figure(number, _) => Some(number.millionths()),
        Reading::Blank => Some(0),
        Reading::Unsure => None,
    };
    let figures: Option<Vec<i128>> = own.iter().map(figure).collect();
    let total = columns.iter().position(|column| column.is_total);
    let both = figures.zip(total);
    both.is_some_and(|(own, total)| own.iter().sum::<i128>() == own[total] * 2)
}

/// By the heads of the table's columns, where all of them are known, or as many as there
/// are values.
fn by_heads(
    expected: &Expected,
    columns: &[Names],
    row: &TableRow,
) -> Option<Vec<Option<Content>>> {
    let values = &row.values;
    let Some(map) = column_map(columns, row.heads.of_row(expected, row)?) else {
        let crossed = Content::of_row(row, Doubt::ColumnOrder);
        return Some(vec![Some(crossed); columns.len()]);
    };
    let known = map.iter().flatten().count();
    let is_whole = known == columns.len();
    if !is_whole && (known == 0 || known != values.len()) {
        return None;
    }
    // Spans that differ from the heads' by a column leave no doubt where every cell
    // still lies under its own head.
    let mut own = values.iter().zip(&map);
    let is_beneath =
        |(cell, head): (&&Cell, &Option<&Cell>)| head.is_some_and(|head| holds(head, cell));
    if is_whole && values.len() == known && own.all(is_beneath) {
        return Some(
            values
                .iter()
                .map(|cell| Some(Content::of_cell(cell)))
                .collect(),
        );
    }
    // A figure that no column holds would be lost.
    let beside = row.heads.beside(row);
    let is_held = |cell: &Cell| {
        let told = beside.iter().any(|(_, other)| other.column == cell.column);
        told || map.iter().flatten().any(|head| holds(head, cell))
    };
    if !values.iter().all(|cell| cell.is_blank() || is_held(cell)) {
        return None;
    }
    let beneath = |head: &Option<&Cell>| Some(beneath((*head)?, &map, row));
    Some(map.iter().map(beneath).collect())
}

/// What a row holds beneath the head of a column; `map` has all heads.
fn beneath(head: &Cell, map: &[Option<&Cell>], row: &TableRow) -> Content {
    let here: Vec<&Cell> = row
        .values
        .iter()
        .copied()
        .filter(|cell| holds(head, cell))
        .collect();
    let filled: Vec<&Cell> = here
        .iter()
        .copied()
        .filter(|cell| !cell.is_blank())
        .collect();
    let is_repeated = head.repeated
        && filled.len() == here.len()
        && filled.iter().all(|cell| cell.text == filled[0].text);
    match (&here[..], &filled[..]) {
        ([first, ..], []) => match here.iter().find_map(|cell| cell.doubt) {
            Some(doubt) => Content::of_row(row, doubt),
            None => Content::of_cell(first),
        },
        (_, [cell]) => {
            let shared = map.iter().flatten().filter(|other| holds(other, cell));
            match shared.count() {
                1 => Content::of_cell(cell),
                _ => Content::unsure(cell.text.clone(), Doubt::Merged, cell.spot.clone()),
            }
        }
        (_, [first, ..]) if is_repeated => Content::of_cell(first),
        _ => Content::of_row(row, Doubt::CellCount),
    }
}
