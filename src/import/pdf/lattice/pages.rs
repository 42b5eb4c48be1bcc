//! A table and its continuation on the next page.

use super::{Found, MOST_LINES, NEAR, clusters, nearest};
use crate::published::{Cell, Table};

/// Joins a table with its continuation on the next page.
///
/// # Errors
/// The other table, where it is none: its edges are not those of the first.
pub(in crate::import::pdf) fn join_tables(
    first: &mut Found,
    next: Found,
) -> Result<(), Box<Found>> {
    let ends = |found: &Found| (found.columns[0], found.columns[found.columns.len() - 1]);
    let ((left, right), (next_left, next_right)) = (ends(first), ends(&next));
    if first.chain != next.chain
        || (left - next_left).abs() > 2.0 * NEAR
        || (right - next_right).abs() > 2.0 * NEAR
    {
        return Err(Box::new(next));
    }
    // Where all cells of a page span two columns, the line between them is missing there.
    let columns = clusters(first.columns.iter().chain(&next.columns).copied());
    if columns.len() > MOST_LINES {
        return Err(Box::new(next));
    }
    first.table.rows = widened(&first.table, &first.columns, &columns);
    let mut rows = widened(&next.table, &next.columns, &columns);
    first.columns = columns;
    let repeated = repeated(&first.table.rows, &rows);
    rows.drain(..repeated);
    extend_spans(first, &mut rows);
    first.table.rows.extend(rows);
    first.bottom = next.bottom;
    first.ended = next.ended;
    Ok(())
}

/// The rows of a table among more columns.
fn widened(table: &Table, from: &[f64], to: &[f64]) -> Vec<Vec<Cell>> {
    let mut rows = vec![Vec::new(); table.rows.len()];
    for spread in &table.grid().cells {
        let edge = |at: usize| nearest(to, from[at.min(from.len() - 1)]);
        let columns = edge(spread.column + spread.columns).saturating_sub(edge(spread.column));
        rows[spread.row].push(Cell {
            column_span: columns.max(1),
            ..spread.cell.clone()
        });
    }
    rows
}

/// How many rows at the start of a continuation repeat the table's first rows.
fn repeated(first: &[Vec<Cell>], next: &[Vec<Cell>]) -> usize {
    let same = first.iter().zip(next).take_while(|(a, b)| a == b).count();
    // A header ends where no cell of it goes on.
    let is_end = |&end: &usize| {
        let rows = next[..end].iter().enumerate();
        let mut cells =
            rows.flat_map(|(row, cells)| cells.iter().map(move |cell| row + cell.row_span));
        cells.all(|last| last <= end)
            && next[..end]
                .iter()
                .flatten()
                .any(|cell| !cell.text.is_empty())
    };
    (1..=same.min(6)).rev().find(is_end).unwrap_or(0)
}

/// What went on over the page's end is one again: a row that was parted, and cells of
/// several rows.
fn extend_spans(first: &mut Found, rows: &mut Vec<Vec<Cell>>) {
    let Some(line) = rows.first() else {
        return;
    };
    let ends = ends(&first.table);
    let mut column = 0;
    let mut pairs = Vec::new();
    for (at, cell) in line.iter().enumerate() {
        let end = ends
            .iter()
            .find(|end| (end.column, end.width) == (column, cell.column_span));
        pairs.extend(end.map(|end| (at, end.row, end.index)));
        column += cell.column_span;
    }
    let above = |&(_, row, index): &(usize, usize, usize)| &first.table.rows[row][index];
    let sides = sides(line, &first.columns);
    let has_ended = |at: usize| {
        let near = |a: f64, b: f64| (a - b).abs() < NEAR;
        let own = sides[at];
        let mut ended = first.ended.iter();
        ended.any(|side| near(side.0, own.0) && near(side.1, own.1))
    };
    let goes_on = |pair: &(usize, usize, usize)| {
        let below = &line[pair.0];
        let is_rest = || !above(pair).text.is_empty() && goes_on(&below.text) && !has_ended(pair.0);
        below.text.is_empty() || is_rest()
    };
    let is_bare = line.iter().all(|cell| cell.text.is_empty());
    let ended =
        |pair: &(usize, usize, usize)| line[pair.0].text.is_empty() && !above(pair).text.is_empty();
    let ends_here = pairs.iter().all(goes_on) && (is_bare || pairs.iter().any(ended));
    let halves = || {
        let own = pairs.iter().filter(|pair| above(pair).row_span == 1);
        let own = own.map(|pair| (above(pair).text.as_str(), line[pair.0].text.as_str()));
        let spans = pairs.iter().filter(|pair| above(pair).row_span > 1);
        spans.into_iter().all(goes_on) && are_halves(&own.collect::<Vec<_>>())
    };
    let is_rest = pairs.len() == line.len() && (ends_here || halves());
    // A figure that found no room on the page before: whose it is, nothing tells.
    let mut single = line.iter().filter(|cell| cell.row_span == 1);
    let is_bare = !is_rest && single.all(|cell| cell.text.is_empty() || starts(&cell.text));
    let torn: Vec<(usize, usize, String)> = pairs
        .iter()
        .filter(|pair| is_bare && above(pair).text.is_empty() && !line[pair.0].text.is_empty())
        .map(|pair| (pair.1, pair.2, format!("（下一页）{}", line[pair.0].text)))
        .collect();
    if !is_rest {
        let spans = |pair: &(usize, usize, usize)| {
            (line[pair.0].row_span > 1 || above(pair).row_span > 1) && goes_on(pair)
        };
        pairs = pairs.into_iter().filter(spans).collect();
    }
    for (row, index, text) in torn {
        first.table.rows[row][index].text = text;
    }
    for (at, row, index) in pairs.into_iter().rev() {
        let below = rows[0].remove(at);
        let above = &mut first.table.rows[row][index];
        above.text.push_str(&below.text);
        above.row_span += below.row_span - usize::from(is_rest);
    }
    if is_rest {
        rows.remove(0);
    }
}

/// From where to where the cells of a row lie that nothing from above spans; as many
/// columns are between them as they say.
fn sides(line: &[Cell], columns: &[f64]) -> Vec<(f64, f64)> {
    let edge = |at: usize| columns[at.min(columns.len() - 1)];
    let starts = line.iter().scan(0, |column, cell| {
        let start = *column;
        *column += cell.column_span;
        Some((edge(start), edge(*column)))
    });
    starts.collect()
}

/// Whether the page's end has parted a row's name from its figures: neither part is a row
/// by itself.
fn are_halves(pairs: &[(&str, &str)]) -> bool {
    let texts = |is_above: bool| {
        let texts = pairs.iter().map(move |pair| match is_above {
            true => pair.0,
            false => pair.1,
        });
        texts.filter(|text| !text.is_empty()).collect::<Vec<_>>()
    };
    let (above, below) = (texts(true), texts(false));
    let figures = |texts: &[&str]| !texts.is_empty() && texts.iter().all(|text| is_figure(text));
    let names = |texts: &[&str]| !texts.is_empty() && !texts.iter().any(|text| is_figure(text));
    pairs
        .iter()
        .all(|(above, below)| above.is_empty() || below.is_empty())
        && (figures(&above) && names(&below) || names(&above) && figures(&below))
}

/// Whether words go on with those of the page before: they are no figure, and no number
/// of an item stands before them.
fn goes_on(text: &str) -> bool {
    let rest = text.trim_start_matches(['（', '(']);
    let is_count = |c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c);
    let behind = rest.trim_start_matches(is_count);
    let is_item = behind.len() < rest.len() && behind.starts_with(['）', ')', '、', '.', '．']);
    !is_item && !is_figure(text)
}

/// Whether words start with a figure that is no number of an item.
fn starts(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit()) && goes_on(text) || is_figure(text)
}

fn is_figure(text: &str) -> bool {
    text.chars()
        .all(|c| c.is_ascii_digit() || "+-.,，－/—".contains(c))
}

/// A cell that ends where its table ends on a page.
struct End {
    column: usize,
    width: usize,
    row: usize,
    index: usize,
}

fn ends(table: &Table) -> Vec<End> {
    let height = table.rows.len();
    let mut count = vec![0; height];
    let mut ends = Vec::new();
    for spread in &table.grid().cells {
        let index = count[spread.row];
        count[spread.row] += 1;
        if spread.row + spread.rows == height {
            ends.push(End {
                column: spread.column,
                width: spread.columns,
                row: spread.row,
                index,
            });
        }
    }
    ends
}
