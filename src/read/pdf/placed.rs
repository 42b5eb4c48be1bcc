//! Tables that no rules draw and whose words come in no order: figures that stand below
//! one another.
//!
//! Only figures make a row; the words left of them on the same line, and on lines of
//! their own that lie nearer to this row than to another one, are its name. Where the
//! columns are not clear, nothing is a table.

use super::{
    lattice::Found,
    page::Piece,
    text::{Flow, Line},
};
use crate::read::published::{Cell, Doubt, Table};

/// Words so far apart, in parts of their size, are two cells.
const GAP: f64 = 0.8;
/// So many figures on a line make a row of a table.
const LEAST: usize = 3;
/// Rows of one table lie so far apart at most, in parts of the size.
const FAR: f64 = 8.0;
/// Lines of one figure lie so far apart at most, in parts of the size.
const CLOSE: f64 = 1.6;
/// The lines of a row's name lie so far apart at most, in parts of the size.
const NEAR: f64 = 2.0;

/// Words of a line that belong to one cell.
struct Chunk {
    pieces: Vec<Piece>,
    left: f64,
    right: f64,
    text: String,
}

/// A row: its line, and what stands on it.
struct Row {
    line: usize,
    name: Vec<Chunk>,
    figures: Vec<Chunk>,
}

/// The tables among the lines of a page, which lose them.
pub(super) fn tables(lines: &mut Vec<Line>, number: usize) -> Vec<Found> {
    let rows = whole(lines);
    let mut taken = vec![false; lines.len()];
    let mut found = Vec::new();
    for block in blocks(rows, lines) {
        let Some(columns) = columns(&block) else {
            continue;
        };
        let beside = beside(&block, &columns, lines);
        let own = block.iter().map(|row| row.line);
        for line in own.chain(beside.iter().flat_map(|beside| beside.lines.clone())) {
            taken[line] = true;
        }
        found.push(table(&block, &columns, &beside, lines, number));
    }
    let mut at = 0;
    lines.retain(|_| {
        at += 1;
        !taken[at - 1]
    });
    found
}

fn chunks(line: &Line) -> Vec<Chunk> {
    let mut chunks: Vec<Chunk> = Vec::new();
    for piece in line
        .pieces
        .iter()
        .filter(|piece| !piece.text.trim().is_empty())
    {
        match chunks.last_mut() {
            Some(last) if piece.left - last.right < GAP * line.size => {
                last.right = last.right.max(piece.right);
                last.pieces.push(piece.clone());
            }
            _ => chunks.push(Chunk {
                pieces: vec![piece.clone()],
                left: piece.left,
                right: piece.right,
                text: String::new(),
            }),
        }
    }
    for chunk in &mut chunks {
        chunk.text = text(&chunk.pieces);
    }
    chunks
}

fn text(pieces: &[Piece]) -> String {
    let mut flow = Flow::default();
    for piece in pieces {
        flow.piece(piece, false, None);
    }
    flow.words.text()
}

fn is_figure(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit())
        && text
            .chars()
            .all(|c| c.is_ascii_digit() || ",.，".contains(c))
}

/// The rows, without lines that go on with the figures of the row before: closely below
/// it, where one of both has no name.
fn whole(lines: &[Line]) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let Some(row) = row(at, line) else {
            continue;
        };
        let goes_on = |before: &Row| {
            let is_bare = before.name.is_empty() || row.name.is_empty();
            is_bare && lines[before.line].base - line.base < CLOSE * line.size
        };
        if !rows.last().is_some_and(goes_on) {
            rows.push(row);
        }
    }
    rows
}

/// A line that ends in figures, as a row.
fn row(line: usize, words: &Line) -> Option<Row> {
    let mut name = chunks(words);
    let start = name.iter().rposition(|chunk| !is_figure(&chunk.text));
    let figures = name.split_off(start.map_or(0, |at| at + 1));
    (!figures.is_empty()).then_some(Row {
        line,
        name,
        figures,
    })
}

/// Rows that follow one another, in type of one size, with at least one full one. Rows
/// with one figure make blocks of their own.
fn blocks(rows: Vec<Row>, lines: &[Line]) -> Vec<Vec<Row>> {
    let mut blocks: Vec<Vec<Row>> = Vec::new();
    for row in rows {
        let own = &lines[row.line];
        let goes_on = |last: &Row| {
            let before = &lines[last.line];
            (before.size - own.size).abs() < 0.6
                && before.base - own.base < FAR * own.size
                && (last.figures.len() > 1) == (row.figures.len() > 1)
        };
        match blocks.last_mut() {
            Some(block) if block.last().is_some_and(goes_on) => block.push(row),
            _ => blocks.push(vec![row]),
        }
    }
    let full: Vec<f64> = blocks
        .iter()
        .filter(|block| block.iter().any(|row| row.figures.len() >= LEAST))
        .map(|block| lines[block[0].line].size)
        .collect();
    blocks.retain(|block| {
        let size = lines[block[0].line].size;
        let is_full = block.iter().any(|row| row.figures.len() >= LEAST);
        let is_like = full.iter().any(|other| (other - size).abs() < 0.6);
        is_full || is_like && block.iter().all(|row| !row.name.is_empty())
    });
    blocks
}

/// The columns of a block, each from its left to its right end; none if they are not
/// clear.
fn columns(block: &[Row]) -> Option<Vec<(f64, f64)>> {
    let figures = block.iter().flat_map(|row| &row.figures);
    let mut sides: Vec<(f64, f64)> = figures.map(|chunk| (chunk.left, chunk.right)).collect();
    sides.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut columns: Vec<(f64, f64)> = Vec::new();
    for (left, right) in sides {
        match columns.last_mut() {
            Some(last) if left < last.1 => last.1 = last.1.max(right),
            _ => columns.push((left, right)),
        }
    }
    let most = block.iter().map(|row| row.figures.len()).max();
    (most == Some(columns.len())).then_some(columns)
}

/// What stands on lines of their own beside a row.
#[derive(Clone, Default)]
struct Beside {
    lines: Vec<usize>,
    above: String,
    below: String,
    /// Figures, with their columns.
    figures: Vec<(usize, String)>,
}

/// What stands beside each row: words left of its figures, and parts of figures that go
/// over several lines.
fn beside(block: &[Row], columns: &[(f64, f64)], lines: &[Line]) -> Vec<Beside> {
    let mut found = vec![Beside::default(); block.len()];
    let first = block[0].line.saturating_sub(3);
    let last = block[block.len() - 1].line.saturating_add(4);
    for (at, line) in lines.iter().enumerate().take(last).skip(first) {
        let way = |row: usize| (lines[block[row].line].base - line.base).abs();
        let nearest = (0..block.len()).min_by(|&a, &b| way(a).total_cmp(&way(b)));
        let fits = |row: &usize| {
            let own = &lines[block[*row].line];
            block[*row].line != at
                && way(*row) < NEAR * own.size
                && (own.size - line.size).abs() < 0.6
        };
        let Some(row) = nearest.filter(fits) else {
            continue;
        };
        let (mut words, mut figures, mut is_clear) = (String::new(), Vec::new(), true);
        for chunk in chunks(line) {
            match column(columns, &chunk) {
                None if chunk.right < columns[0].0 => words.push_str(&chunk.text),
                Some(column) if is_part(&chunk.text) => figures.push((column, chunk.text)),
                _ => is_clear = false,
            }
        }
        if is_clear {
            let own = &mut found[row];
            own.lines.push(at);
            match at < block[row].line {
                true => own.above.push_str(&words),
                false => own.below.push_str(&words),
            }
            own.figures.extend(figures);
        }
    }
    found
}

fn is_part(text: &str) -> bool {
    text.chars()
        .all(|c| c.is_ascii_digit() || ",.，．".contains(c))
}

/// The column that the middle of words lies in.
fn column(columns: &[(f64, f64)], chunk: &Chunk) -> Option<usize> {
    let middle = (chunk.left + chunk.right) / 2.0;
    let lies = |&(left, right): &(f64, f64)| left <= middle && middle <= right;
    columns.iter().position(lies)
}

fn table(
    block: &[Row],
    columns: &[(f64, f64)],
    beside: &[Beside],
    lines: &[Line],
    number: usize,
) -> Found {
    let rows = block.iter().zip(beside);
    let rows = rows.map(|(row, beside)| cells(row, beside, columns));
    let mut table = Table {
        rows: rows.collect(),
        ..Table::default()
    };
    table.origin.page = Some(number + 1);
    let (first, last) = (&lines[block[0].line], &lines[block[block.len() - 1].line]);
    Found {
        columns: vec![first.left, columns[columns.len() - 1].1],
        top: first.base + first.size,
        bottom: last.base - 0.3 * last.size,
        foot: Vec::new(),
        chain: Some(usize::MAX - number),
        table,
    }
}

/// The cells of a row: its name, if it has one, and a cell for each column.
fn cells(row: &Row, beside: &Beside, columns: &[(f64, f64)]) -> Vec<Cell> {
    let mut name = beside.above.clone();
    name.extend(row.name.iter().map(|chunk| chunk.text.as_str()));
    name.push_str(&beside.below);
    let mut cells = vec![Cell::new(""); columns.len()];
    for chunk in &row.figures {
        match column(columns, chunk) {
            Some(at) => cells[at].text.push_str(&chunk.text),
            // Between two columns: nothing tells which of them it stands in.
            None => cells.iter_mut().for_each(|cell| {
                cell.text.push_str(&chunk.text);
                cell.doubt = Some(Doubt::BetweenColumns);
            }),
        }
    }
    for (at, part) in &beside.figures {
        // Whose figure it is, or which part of it, nothing tells.
        let cell = &mut cells[*at];
        if !cell.text.is_empty() {
            cell.text.push(' ');
        }
        cell.text.push_str(part);
        cell.doubt = Some(Doubt::OtherRow);
    }
    // That a cell spans others tells that the rows are whole.
    let name = Some(name).filter(|name| !name.is_empty());
    let name = name.map(|name| Cell::new(name).spanning(1, 2));
    name.into_iter().chain(cells).collect()
}
