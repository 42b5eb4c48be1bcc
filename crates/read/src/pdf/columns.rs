//! Pages of two columns of words, as sheets that are read one after the other.
//!
//! In: the tables and words of a page. Out: what stands above its columns, the left one, the
//! right one, what stands below; a page without columns is one sheet. In many lines of a page
//! of columns words stand beside others, on both sides of one place.

use super::{
    flow::Sheet,
    lattice::PageTable,
    page::Piece,
    text::{Line, lines},
};

/// So many letters on both sides of a gap are words of two columns, and so many such lines
/// make a page one of columns.
const LETTERS: usize = 8;
const LINES: usize = 4;
/// So many places are tried on a page.
const MOST: usize = 100;
/// Words at most so far above or below others stand beside them, in parts of the size.
const BESIDE: f64 = 2.0;
/// A gap is so wide at least, in parts of the size.
const NARROWEST: f64 = 0.5;

/// The sheets of a page.
pub(super) fn sheets(page: usize, tables: Vec<PageTable>, pieces: Vec<Piece>) -> Vec<Sheet> {
    let sheet = |is_column, tables, pieces| Sheet {
        page,
        is_column,
        tables,
        lines: lines(pieces),
    };
    let own = lines(pieces.clone());
    let Some(gap) = gap(&own) else {
        return vec![sheet(false, tables, pieces)];
    };
    // By height, what stands there: where it starts, and whether it goes across the gap.
    let own = own.into_iter().map(|line| {
        let is_across = crosses(&line, gap);
        (line.base, is_across, Vec::new(), line.pieces)
    });
    let tables = tables.into_iter().map(|table| {
        let ends = table.columns.first().zip(table.columns.last());
        let is_across = ends.is_some_and(|(left, right)| *left < gap && gap < *right);
        (table.top, is_across, vec![table], Vec::new())
    });
    let mut parts: Vec<_> = own.chain(tables).collect();
    parts.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut sheets = Vec::new();
    for band in parts.chunk_by_mut(|above, below| above.1 == below.1) {
        let is_column = !band[0].1;
        let is_right = |table: &PageTable| table.columns.first().is_some_and(|left| *left > gap);
        let (mut tables, mut pieces) = (Vec::new(), Vec::new());
        for (_, _, own, words) in band {
            tables.append(own);
            pieces.append(words);
        }
        if !is_column {
            sheets.push(sheet(false, tables, pieces));
            continue;
        }
        let (others, tables) = tables.into_iter().partition(is_right);
        let (left, mut right): (Vec<Piece>, _) =
            pieces.into_iter().partition(|piece| piece.left < gap);
        // The right one is laid over the left one.
        let start = |own: &[Piece]| own.iter().map(|own| own.left).fold(f64::MAX, f64::min);
        let way = start(&right) - start(&left);
        for piece in &mut right {
            piece.left -= way;
            piece.right -= way;
        }
        sheets.extend([sheet(true, tables, left), sheet(true, others, right)]);
    }
    sheets.retain(|sheet| !sheet.lines.is_empty() || !sheet.tables.is_empty());
    sheets
}

/// Words of a line without a wide gap among them.
#[derive(Clone, Copy)]
struct Stretch {
    left: f64,
    right: f64,
    base: f64,
    size: f64,
}

/// Where the second column begins, if there is one: what stands before it has other words beside
/// it behind it, in many lines, and hardly anything among those goes across.
fn gap(lines: &[Line]) -> Option<f64> {
    let own: Vec<Stretch> = lines.iter().flat_map(stretches).collect();
    let mut starts = own.clone();
    starts.sort_by(|a, b| a.left.total_cmp(&b.left));
    let clusters = starts.chunk_by(|a, b| b.left - a.left < NARROWEST * a.size);
    let parted = clusters.take(MOST).map(|cluster| {
        let start = cluster[0].left;
        let (left, right): (Vec<Stretch>, Vec<Stretch>) =
            own.iter().partition(|own| own.left < start);
        let (left, across): (Vec<Stretch>, Vec<Stretch>) =
            left.into_iter().partition(|own| own.right < start);
        let is_beside = |own: &&Stretch| {
            let (top, bottom) = (own.base + BESIDE * own.size, own.base - BESIDE * own.size);
            let at = right.partition_point(|right| right.base > top);
            right.get(at).is_some_and(|next| next.base > bottom)
        };
        let beside: Vec<&Stretch> = left.iter().filter(is_beside).collect();
        let ends = beside.first().zip(beside.last());
        let is_among = |own: &&Stretch| {
            ends.is_some_and(|(top, bottom)| own.base < top.base && own.base > bottom.base)
        };
        let across = across.iter().filter(is_among).count();
        (beside.len().saturating_sub(2 * across), cluster[0])
    });
    let (count, first) = parted.max_by_key(|(count, _)| *count)?;
    let start = first.left - NARROWEST / 2.0 * first.size;
    (count >= LINES).then_some(start)
}

fn stretches(line: &Line) -> impl Iterator<Item = Stretch> {
    let is_one = |a: &Piece, b: &Piece| b.left - a.right <= NARROWEST * line.size;
    let stretches = line.pieces.chunk_by(is_one);
    let words = stretches.filter(|own| {
        let letters = own.iter().flat_map(|piece| piece.text.chars());
        letters.filter(|c| c.is_alphabetic()).count() >= LETTERS
    });
    let own = words.map(|own| Stretch {
        left: own[0].left,
        right: own[own.len() - 1].right,
        base: line.base,
        size: line.size,
    });
    own.collect::<Vec<_>>().into_iter()
}

/// Whether words of a line stand on the gap or close to it on both sides.
fn crosses(line: &Line, gap: f64) -> bool {
    let at = line.pieces.partition_point(|piece| piece.left < gap);
    let before = at.checked_sub(1).map(|at| line.pieces[at].right);
    let next = line.pieces.get(at).map(|piece| piece.left);
    let is_close = |(before, next): (f64, f64)| next - before < 0.8 * NARROWEST * line.size;
    before.is_some_and(|right| right > gap) || before.zip(next).is_some_and(is_close)
}
