//! Rows of words into the columns of a table.

use super::{Row, runs::Run};
use crate::{
    label::numbered,
    published::{Cell, Doubt, Origin},
};

/// From where to where something stands, from the left.
type Sides = (f64, f64);

/// A row so near to the one above, in parts of the size, may be its second line.
const CLOSE: f64 = 1.6;

/// The columns that figures stand in, from the left.
pub(super) struct Columns {
    pub(super) sides: Vec<Sides>,
}

/// Whether something stands below something else.
pub(super) fn overlap(a: Sides, b: Sides) -> bool {
    a.0 < b.1 && b.0 < a.1
}

fn middle((left, right): Sides) -> f64 {
    (left + right) / 2.0
}

/// Places that overlap become one.
fn merged(mut places: Vec<Sides>) -> Vec<Sides> {
    places.sort_by(|a, b| a.0.total_cmp(&b.0));
    places.dedup_by(|next, last| {
        let is_one = next.0 < last.1;
        last.1 = if is_one { last.1.max(next.1) } else { last.1 };
        is_one
    });
    places
}

/// The words of a cell: the lines of one below one another.
struct Words {
    text: String,
    sides: Sides,
    stated: Option<(usize, usize)>,
    is_figure: bool,
}

impl Words {
    fn push(&mut self, run: &Run) {
        // Two figures in one cell are none.
        if self.is_figure && run.is_figure {
            self.text.push(' ');
        }
        self.text += &run.text;
        self.sides = (self.sides.0.min(run.left), self.sides.1.max(run.right));
    }
}

/// The cells of a row, from the left.
fn words(row: &Row<'_>) -> Vec<Words> {
    let mut cells: Vec<Words> = Vec::new();
    for run in &row.runs {
        let sides = (run.left, run.right);
        let is_own = |cell: &&mut Words| match (cell.stated, run.stated) {
            (Some(cell), Some(own)) => cell == own,
            _ => overlap(cell.sides, sides),
        };
        match cells.iter_mut().find(is_own) {
            Some(cell) => cell.push(run),
            None => cells.push(Words {
                text: run.text.clone(),
                sides,
                stated: run.stated,
                is_figure: run.is_figure,
            }),
        }
    }
    cells.sort_by(|a, b| a.sides.0.total_cmp(&b.sides.0));
    cells
}

impl Columns {
    /// The columns of rows of figures; none if two figures of a row stand in one.
    pub(super) fn of(rows: &[Vec<Sides>]) -> Option<Self> {
        let sides = merged(rows.concat());
        let columns = Columns { sides };
        let is_clear = |row: &Vec<Sides>| {
            let pairs = row.windows(2);
            pairs
                .into_iter()
                .all(|pair| columns.under(pair[0]) < columns.under(pair[1]))
        };
        rows.iter().all(is_clear).then_some(columns)
    }

    /// The first and the last column that words stand in.
    pub(super) fn under(&self, own: Sides) -> Option<(usize, usize)> {
        let is_under = |side: &Sides| overlap(*side, own);
        let first = self.sides.iter().position(is_under)?;
        Some((first, self.sides.iter().rposition(is_under)?))
    }

    /// The columns that words stand in, or else between.
    fn over(&self, own: Sides) -> (usize, usize) {
        self.under(own).unwrap_or_else(|| {
            let next = self.sides.partition_point(|side| side.1 <= own.0);
            (next.saturating_sub(1), next.min(self.sides.len() - 1))
        })
    }

    /// How many of a row's first cells name it.
    fn name_count(&self, row: &[Words]) -> usize {
        let is_name = |cell: &&Words| middle(cell.sides) < self.sides[0].0 && !cell.is_figure;
        row.iter().take_while(is_name).count()
    }

    /// Whether a row heads each column in their order, though it may stand beside them, behind
    /// the head of the names.
    fn has_each(&self, row: &[Words]) -> bool {
        let Some((_, heads)) = row.split_first() else {
            return false;
        };
        let is_own = |(at, head): (usize, &Words)| {
            let under = self.under(head.sides);
            under.is_none_or(|(first, last)| first <= at && at <= last)
        };
        heads.len() == self.sides.len() && heads.iter().enumerate().all(is_own)
    }

    /// The rows of a table, with doubts where words may belong to another cell.
    pub(super) fn table(mut self, rows: &[Row<'_>]) -> Vec<Vec<Cell>> {
        let cells: Vec<Vec<Words>> = rows.iter().map(words).collect();
        let has_figures: Vec<bool> = rows.iter().map(Row::has_figures).collect();
        self.add_bare(&cells, &has_figures);
        let figures = cells.iter().zip(&has_figures).filter(|(_, has)| **has);
        let names = figures
            .map(|(row, _)| self.name_count(row))
            .max()
            .unwrap_or(0);
        // That a name spans columns tells that the rows are whole.
        let width = names + usize::from(names > 0);
        let mut askew = None;
        let mut table: Vec<Vec<Cell>> = Vec::new();
        for (at, own) in cells.iter().enumerate() {
            let has_each = !has_figures[at] && names > 0 && self.has_each(own);
            let count = if has_each { 1 } else { self.name_count(own) };
            let (named, values) = own.split_at(count);
            if !has_figures[at] && own.len() > 1 {
                let is_between = |head: &Words| self.under(head.sides).is_none();
                let is_askew = !has_each && values.iter().any(is_between);
                askew = is_askew.then_some(Doubt::BetweenColumns);
            }
            // A figure may touch the name before it.
            let reaches_in = named.iter().any(|name| name.sides.1 > self.sides[0].0);
            let touch = reaches_in.then_some(Doubt::BetweenColumns);
            let mut row = named_cells(named, width);
            let doubt = match has_figures[at] {
                true => rows[at].doubt.or(askew).or(touch),
                // Its figures may stand below.
                false if values.is_empty() && has_figures.get(at + 1) == Some(&true) => {
                    Some(Doubt::RowBelow)
                }
                false => None,
            };
            if has_each {
                row.extend(values.iter().map(|head| Cell::new(&*head.text)));
            } else {
                let spread = self.spread(values, has_figures[at]).into_iter();
                row.extend(spread.map(|cell| Cell {
                    doubt: cell.doubt.or(doubt),
                    ..cell
                }));
            }
            for cell in &mut row {
                cell.spot.origin = rows[at]
                    .runs
                    .first()
                    .map_or(Origin::Unknown, |run| Origin::Page(run.page + 1));
            }
            table.push(row);
        }
        self.join_torn(&mut table, rows);
        table
    }

    /// Adds the columns that have heads and no figure, where there are more heads than columns.
    fn add_bare(&mut self, cells: &[Vec<Words>], has_figures: &[bool]) {
        let count = has_figures.iter().take_while(|has| !**has).count();
        let heads = &cells[..count];
        let lowest = |at: usize, head: &Words| {
            let mut below = heads[at + 1..].iter().flatten();
            head.sides.1 > self.sides[0].0 && !below.any(|other| overlap(other.sides, head.sides))
        };
        let rows = heads.iter().enumerate();
        let last: Vec<Sides> = rows
            .flat_map(|(at, row)| row.iter().filter(move |head| lowest(at, head)))
            .map(|head| head.sides)
            .collect();
        if last.len() > self.sides.len() {
            let bare = last.into_iter().filter(|head| self.under(*head).is_none());
            self.sides = merged(self.sides.iter().copied().chain(bare).collect());
        }
    }

    /// A cell for each column, with what stands in it, or else beside it.
    fn spread(&self, values: &[Words], has_figures: bool) -> Vec<Cell> {
        let mut cells = vec![Cell::new(""); self.sides.len()];
        for value in values {
            let (first, last) = self.over(value.sides);
            let is_clear = first == last && self.under(value.sides).is_some();
            for cell in &mut cells[first..=last] {
                join(&mut cell.text, &value.text);
                // Heads over several columns are those of all.
                cell.doubt = cell
                    .doubt
                    .or((has_figures && !is_clear).then_some(Doubt::BetweenColumns));
            }
        }
        cells
    }

    /// Joins rows that a page's end tears, and figures that no name stands before with the row
    /// right above; none of them is certain.
    fn join_torn(&self, table: &mut Vec<Vec<Cell>>, rows: &[Row<'_>]) {
        for at in (1..table.len()).rev() {
            let below = table[at].clone();
            match joint(&table[at - 1], &below, &rows[at - 1..=at]) {
                Joint::Apart => {}
                Joint::Torn => {
                    let why = match rows[at].sheet() == rows[at - 1].sheet() {
                        true => Doubt::OtherRow,
                        false => Doubt::Torn,
                    };
                    let both = table[at - 1].iter_mut().rev().zip(below.iter().rev());
                    for (way, (own, other)) in both.enumerate() {
                        if way >= self.sides.len() {
                            own.text.push_str(&other.text);
                            continue;
                        }
                        join(&mut own.text, &other.text);
                        let is_parted = why == Doubt::Torn || !other.text.is_empty();
                        own.doubt = own.doubt.or(is_parted.then_some(why));
                    }
                    table.remove(at);
                }
                Joint::Nameless => {
                    let beside = table[at - 1..].iter_mut().take(3).enumerate();
                    for (_, row) in beside.filter(|(way, _)| *way != 1) {
                        for (own, other) in row.iter_mut().rev().zip(below.iter().rev()) {
                            if own.text.is_empty() && !other.text.is_empty() {
                                own.text.clone_from(&other.text);
                                own.doubt = Some(Doubt::OtherRow);
                            }
                        }
                    }
                    for cell in &mut table[at] {
                        cell.doubt = cell.doubt.or(Some(Doubt::OtherRow));
                    }
                }
            }
        }
    }
}

/// Adds words behind others.
fn join(text: &mut String, other: &str) {
    if !text.is_empty() && !other.is_empty() {
        text.push(' ');
    }
    text.push_str(other);
}

/// The cells of a row's name, over so many columns.
fn named_cells(names: &[Words], width: usize) -> Vec<Cell> {
    let Some(kept) = names.len().min(width).checked_sub(1) else {
        return Vec::from_iter((width > 0).then(|| Cell::new("").spanning(1, width)));
    };
    let (groups, rest) = names.split_at(kept);
    let groups = groups.iter().map(|cell| Cell::new(&*cell.text));
    let texts: Vec<&str> = rest.iter().map(|cell| cell.text.as_str()).collect();
    groups
        .chain([Cell::new(texts.join(" ")).spanning(1, width - kept)])
        .collect()
}

/// What two rows are to one another of which the second may be the rest of the first.
enum Joint {
    Apart,
    /// One row in two parts, or two of which nothing tells whose the figures are.
    Torn,
    /// The second has no name: its figures may be the first one's or those of the row below.
    Nameless,
}

fn joint(above: &[Cell], below: &[Cell], rows: &[Row<'_>]) -> Joint {
    let [upper, lower] = rows else {
        return Joint::Apart;
    };
    let (Some(last), Some(first)) = (upper.runs.last(), lower.runs.first()) else {
        return Joint::Apart;
    };
    let is_full = |row: &[Cell]| row.iter().all(|cell| !cell.text.is_empty());
    let is_new = numbered(&below[0].text).0.is_some() && !above[0].text.is_empty();
    let is_nameless = lower.has_figures() && below[0].column_span > 1 && below[0].text.is_empty();
    match first.sheet != last.sheet {
        _ if last.stated.is_some() && first.stated.is_some() => Joint::Apart,
        true if !upper.has_figures() && !lower.has_figures() || is_new => Joint::Apart,
        true if is_full(above) && is_full(below) => Joint::Apart,
        true => Joint::Torn,
        false if !is_nameless => Joint::Apart,
        false if last.base - first.base < CLOSE * first.size => Joint::Torn,
        false => Joint::Nameless,
    }
}
