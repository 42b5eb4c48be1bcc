//! Pages of two columns of words, as sheets that are read one after the other.
//!
//! In: the tables and words of a page. Out: what stands above its columns, the left one, the
//! right one, what stands below; a page without columns is one sheet. In many lines of a page
//! of columns a wide gap parts words from others, which begin at the same place in all of them.

use super::{
    flow::Sheet,
    lattice::PageTable,
    page::Piece,
    text::{Line, lines},
};

/// So many letters on both sides of a gap are words of two columns, and so many such lines
/// make a page one of columns.
const MANY: usize = 8;

/// The sheets of a page.
pub(super) fn sheets(page: usize, tables: Vec<PageTable>, pieces: Vec<Piece>) -> Vec<Sheet> {
    let mut whole = Sheet {
        page,
        is_column: false,
        tables,
        lines: lines(pieces),
    };
    let Some(gap) = gap(&whole.lines) else {
        return vec![whole];
    };
    let mut sheets = Vec::new();
    while !whole.lines.is_empty() || !whole.tables.is_empty() {
        let is_across = |table: &&PageTable| crosses_table(table, gap);
        let wide_lines = whole.lines.iter().filter(|line| crosses(line, gap));
        let wide = wide_lines.map(|line| line.base);
        let wide = wide.chain(whole.tables.iter().filter(is_across).map(|table| table.top));
        let wide = wide.fold(f64::MIN, f64::max);
        // All that stands above it is parted, or else it stands first.
        let columns = cut(&mut whole, |top| top > wide);
        let [left, right] = halves(columns, gap);
        sheets.extend([left, right]);
        let lines = whole.lines.iter().filter(|line| !crosses(line, gap));
        let tables = whole
            .tables
            .iter()
            .filter(|table| !crosses_table(table, gap));
        let next = lines
            .map(|line| line.base)
            .chain(tables.map(|table| table.top));
        let next = next.fold(f64::MIN, f64::max);
        sheets.push(cut(&mut whole, |top| top > next || top >= wide));
    }
    sheets.retain(|sheet| !sheet.lines.is_empty() || !sheet.tables.is_empty());
    sheets
}

/// Takes from a sheet what stands at some heights.
fn cut(sheet: &mut Sheet, is_own: impl Fn(f64) -> bool) -> Sheet {
    let tables = std::mem::take(&mut sheet.tables).into_iter();
    let lines = std::mem::take(&mut sheet.lines).into_iter();
    let (tables, other_tables) = tables.partition(|table| is_own(table.top));
    let (lines, other_lines) = lines.partition(|line| is_own(line.base));
    (sheet.tables, sheet.lines) = (other_tables, other_lines);
    Sheet {
        tables,
        lines,
        ..*sheet
    }
}

/// Where the second column begins, if there is one.
fn gap(lines: &[Line]) -> Option<f64> {
    let starts: Vec<(f64, f64)> = lines.iter().filter_map(second).collect();
    let is_usual = |(start, size): &&(f64, f64)| {
        let near = |(other, _): &&(f64, f64)| (other - start).abs() < 0.5 * size;
        starts.iter().filter(near).count() >= MANY
    };
    let (start, size) = starts.iter().find(is_usual)?;
    Some(start - 0.5 * size)
}

/// Where the second of two stretches of words begins in a line, and its size.
fn second(line: &Line) -> Option<(f64, f64)> {
    let is_wide = |two: &[Piece]| two[1].left - two[0].right > line.size;
    let mut wide = (1..line.pieces.len()).filter(|&at| is_wide(&line.pieces[at - 1..=at]));
    let at = wide.next().filter(|_| wide.next().is_none())?;
    let is_text = |pieces: &[Piece]| {
        let letters = pieces.iter().flat_map(|piece| piece.text.chars());
        letters.filter(|c| c.is_alphabetic()).count() >= MANY
    };
    let (left, right) = line.pieces.split_at(at);
    (is_text(left) && is_text(right)).then(|| (line.pieces[at].left, line.size))
}

/// Whether words of a line stand on the gap or close to it on both sides.
fn crosses(line: &Line, gap: f64) -> bool {
    let at = line.pieces.partition_point(|piece| piece.left < gap);
    let before = at.checked_sub(1).map(|at| line.pieces[at].right);
    let next = line.pieces.get(at).map(|piece| piece.left);
    let is_close = |(before, next): (f64, f64)| next - before < 0.8 * line.size;
    before.is_some_and(|right| right > gap) || before.zip(next).is_some_and(is_close)
}

fn crosses_table(table: &PageTable, gap: f64) -> bool {
    let ends = table.columns.first().zip(table.columns.last());
    ends.is_some_and(|(left, right)| *left < gap && gap < *right)
}

/// The left and the right column, that one laid over this.
fn halves(columns: Sheet, gap: f64) -> [Sheet; 2] {
    let left_of = |table: &PageTable| table.columns.first().is_some_and(|left| *left < gap);
    let pieces = columns.lines.into_iter().flat_map(|line| line.pieces);
    let (left, mut right): (Vec<Piece>, Vec<Piece>) = pieces.partition(|piece| piece.left < gap);
    let start = |pieces: &[Piece]| {
        let lefts = pieces.iter().map(|piece| piece.left);
        lefts.fold(f64::MAX, f64::min)
    };
    let way = start(&right) - start(&left);
    for piece in &mut right {
        piece.left -= way;
        piece.right -= way;
    }
    let (tables, others) = columns.tables.into_iter().partition(left_of);
    [(tables, left), (others, right)].map(|(tables, pieces)| Sheet {
        page: columns.page,
        is_column: true,
        tables,
        lines: lines(pieces),
    })
}
