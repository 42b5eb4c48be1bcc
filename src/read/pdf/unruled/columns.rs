//! Rows of cells into the columns of a table.

use super::{
    Draft, Sides,
    blocks::{self, LEADING},
    rows::{Cell, Row, has_figures},
};
use crate::read::{
    label::numbered,
    pdf::{lattice::PageTable, text::Line},
    published::{self, Doubt, Origin, Table},
};

/// A row stands so far below the one above at least, in parts of the size.
const CLOSE: f64 = 1.6;

/// The columns of tables that go on from page to page.
pub(super) struct Columns {
    left: f64,
    sides: Vec<Sides>,
    /// How many columns the names of rows take.
    names: usize,
}

impl Columns {
    pub(super) fn of(chain: &[Draft]) -> Self {
        let mut sides = blocks::columns(chain.iter().flat_map(|draft| &draft.block.columns));
        let bare = chain
            .iter()
            .flat_map(|draft| bare_heads(&draft.rows, &sides));
        let bare: Vec<Sides> = bare.collect();
        sides = blocks::columns(sides.iter().chain(&bare));
        let rows = || chain.iter().flat_map(|draft| &draft.rows);
        let cells = rows().flatten();
        let figures = rows().filter(|row| has_figures(row));
        let most = figures.map(|row| name_count(row, &sides)).max();
        Columns {
            left: cells.map(|cell| cell.left).fold(f64::MAX, f64::min),
            // That a name spans columns tells that the rows are whole.
            names: most.map_or(0, |most| most + usize::from(most > 0)),
            sides,
        }
    }

    /// Whether heads stand between columns: which is whose, nothing tells.
    fn is_askew(&self, heads: &Row) -> bool {
        let mut places = heads.iter().map(|cell| (self.under(cell), self.over(cell)));
        !self.has_each(heads) && places.any(|(under, over)| under.is_none() && over.0 < over.1)
    }

    /// Whether a row heads each column, as many as there are and none above another one.
    fn has_each(&self, row: &Row) -> bool {
        let is_own = |(at, cell): (usize, &Cell)| {
            let under = self.under(cell);
            under.is_none_or(|(first, last)| first <= at && at <= last)
        };
        match row.split_first() {
            Some((corner, heads)) if self.names > 0 && heads.len() == self.sides.len() => {
                !has_figures(row)
                    && corner.right < self.sides[0].0
                    && heads.iter().enumerate().all(is_own)
            }
            _ => false,
        }
    }

    /// Edges of columns, from the left.
    fn edges(&self) -> Vec<f64> {
        let start = self.sides[0].0 - 0.5;
        let width = (start - self.left).max(1.0) / self.names.max(1) as f64;
        let names = (0..self.names).map(|at| self.left + width * at as f64);
        let pairs = self.sides.windows(2);
        let between = pairs.map(|pair| (pair[0].1 + pair[1].0) / 2.0);
        let end = self.sides[self.sides.len() - 1].1 + 0.5;
        names.chain([start]).chain(between).chain([end]).collect()
    }

    /// The first and the last column that words stand in.
    fn under(&self, cell: &Cell) -> Option<(usize, usize)> {
        let is_under = |side: &Sides| cell.is_over(*side);
        let first = self.sides.iter().position(is_under)?;
        Some((first, self.sides.iter().rposition(is_under)?))
    }

    /// The columns that words stand in, or else beside.
    fn over(&self, cell: &Cell) -> (usize, usize) {
        self.under(cell).unwrap_or_else(|| {
            let next = self.sides.partition_point(|side| side.1 <= cell.left);
            (next.saturating_sub(1), next.min(self.sides.len() - 1))
        })
    }

    /// The cells of a table on one page, below heads that are askew or not.
    pub(super) fn table(&self, draft: &Draft, lines: &[Line], is_askew: &mut bool) -> PageTable {
        let rows = (0..draft.rows.len()).map(|at| {
            let row = &draft.rows[at];
            if !has_figures(row) && row.len() > 1 {
                *is_askew = self.is_askew(row);
            }
            let doubt = match () {
                () if !draft.is_sound => Some(Doubt::OtherRow),
                () => is_askew.then_some(Doubt::BetweenColumns),
            };
            self.row(&draft.rows[at..], doubt)
        });
        let mut rows: Vec<Vec<published::Cell>> = rows.collect();
        self.doubt_nameless(&mut rows, &draft.rows);
        let (first, last) = (&lines[0], &lines[lines.len() - 1]);
        PageTable {
            columns: self.edges(),
            top: first.base + first.size,
            bottom: last.base - 0.3 * last.size,
            foot: Vec::new(),
            stated: match rows.len() == draft.rows.len() {
                true => draft.rows.iter().map(|row| row[0].stated.0).collect(),
                false => vec![None; rows.len()],
            },
            chain: Some(draft.chain),
            table: Table {
                rows,
                spot: Origin::Page(draft.page + 1).into(),
            },
        }
    }

    /// The cells of the first of some rows, and why its figures are not certain.
    fn row(&self, rows: &[Row], doubt: Option<Doubt>) -> Vec<published::Cell> {
        let has_each = self.has_each(&rows[0]);
        let count = match self.names {
            0 => 0,
            _ if has_each => 1,
            _ => name_count(&rows[0], &self.sides),
        };
        let (names, values) = rows[0].split_at(count);
        let doubt = match has_figures(&rows[0]) {
            true => doubt,
            false => (values.is_empty() && has_figures_below(rows)).then_some(Doubt::RowBelow),
        };
        let mut cells = named(names, self.names);
        if has_each {
            let heads = values.iter().map(|head| published::Cell::new(&*head.text));
            return cells.into_iter().chain(heads).collect();
        }
        for mut cell in self.spread(values) {
            // Words over several columns head them all.
            let own = cell.doubt.filter(|_| has_figures(&rows[0]));
            cell.doubt = own.or(doubt);
            cells.push(cell);
        }
        cells
    }

    /// A cell for each column, with what stands in it, or else beside it.
    fn spread(&self, values: &[Cell]) -> Vec<published::Cell> {
        let mut cells = vec![published::Cell::new(""); self.sides.len()];
        for value in values {
            let (first, last) = self.over(value);
            for cell in &mut cells[first..=last] {
                join(&mut cell.text, &value.text);
                let is_clear = self.under(value).is_some() && first == last;
                cell.doubt = cell.doubt.or((!is_clear).then_some(Doubt::BetweenColumns));
            }
        }
        cells
    }

    /// Doubts figures that no name stands before, though others have one: they are noted in
    /// the row above, if it is near enough to be theirs, or else in blank cells beside them.
    fn doubt_nameless(&self, rows: &mut Vec<Vec<published::Cell>>, shown: &[Row]) {
        let last = |at: usize| shown[at].last();
        for at in (0..rows.len()).rev() {
            let has_name = self.names == 0 || !rows[at][0].text.is_empty();
            if has_name || !has_figures(&shown[at]) {
                continue;
            }
            let above = at.checked_sub(1).and_then(last);
            let is_near = |(above, own): (&Cell, &Cell)| above.top - own.top < CLOSE * own.size;
            let is_part = above.zip(last(at)).is_some_and(is_near);
            let own = rows[at].clone();
            if at > 0 {
                note(&mut rows[at - 1], &own, !is_part);
            }
            if is_part {
                rows.remove(at);
                continue;
            }
            if let Some(below) = rows.get_mut(at + 1) {
                note(below, &own, true);
            }
            // What a page starts with is compared with the end of the page before.
            for cell in rows[at].iter_mut().filter(|_| at > 0) {
                cell.doubt = cell.doubt.or(Some(Doubt::OtherRow));
            }
        }
    }
}

/// Adds words behind others.
fn join(text: &mut String, other: &str) {
    if !text.is_empty() {
        text.push(' ');
    }
    text.push_str(other);
}

/// The heads beneath which no figure stands, where there are more heads than columns with
/// figures: each is a column of its own.
fn bare_heads(rows: &[Row], sides: &[Sides]) -> Vec<Sides> {
    let count = rows.iter().take_while(|row| !has_figures(row)).count();
    let mut last = Vec::new();
    for (at, row) in rows[..count].iter().enumerate() {
        for cell in row.iter().filter(|cell| cell.right > sides[0].0) {
            let own = (cell.left, cell.right);
            let mut below = rows[at + 1..count].iter().flatten();
            if !below.any(|other| other.is_over(own)) {
                last.push(cell);
            }
        }
    }
    let is_more = last.len() > sides.len();
    last.retain(|head| is_more && !sides.iter().any(|&column| head.is_over(column)));
    last.iter().map(|head| (head.left, head.right)).collect()
}

/// How many of a row's first cells name it.
fn name_count(row: &Row, sides: &[Sides]) -> usize {
    let is_name = |&(at, cell): &(usize, &Cell)| {
        let is_under = at > 0 && cell.is_over(sides[0]);
        !cell.is_figure() && cell.middle() < sides[0].0 && !is_under
    };
    row.iter().enumerate().take_while(is_name).count()
}

/// Whether the first of some rows is nothing but a name that the next one may go on with:
/// its figures then stand there.
fn has_figures_below(rows: &[Row]) -> bool {
    let [own, next, ..] = rows else {
        return false;
    };
    let ([name], Some(first)) = (own.as_slice(), next.first()) else {
        return false;
    };
    has_figures(next)
        && !first.is_figure()
        && numbered(&first.text).0.is_none()
        && first.left < name.right
        && name.bottom - first.top < LEADING * name.size
}

/// The cells of a row's name, over so many columns.
fn named(names: &[Cell], width: usize) -> Vec<published::Cell> {
    let Some(kept) = names.len().min(width).checked_sub(1) else {
        let blank = published::Cell::new("").spanning(1, width);
        return Vec::from_iter((width > 0).then_some(blank));
    };
    let (groups, rest) = names.split_at(kept);
    let groups = groups.iter().map(|cell| published::Cell::new(&*cell.text));
    let texts: Vec<&str> = rest.iter().map(|cell| cell.text.as_str()).collect();
    let last = published::Cell::new(texts.join(" ")).spanning(1, width - kept);
    groups.chain([last]).collect()
}

/// Notes figures without a name in the cells above or below them, or the blank ones of these.
fn note(cells: &mut [published::Cell], nameless: &[published::Cell], only_blank: bool) {
    let both = cells.iter_mut().rev().zip(nameless.iter().rev());
    for (own, other) in both.filter(|(_, other)| !other.text.is_empty()) {
        if own.text.is_empty() || !only_blank {
            join(&mut own.text, &other.text);
            own.doubt = Some(Doubt::OtherRow);
        }
    }
}
