//! The logical structure that a file states, if it does so wholly.

mod element;
mod reader;
mod shown;
mod table;

use std::collections::{HashMap, HashSet};

use hayro_interpret::hayro_syntax::{Pdf, object::Dict};

use self::{
    element::Place,
    reader::{MOST, Reader},
};
use super::page::{Page, Piece};
use crate::read::published::{Block, Cell, Table};

/// Of so many characters one may lie outside the structure.
const OUTSIDE: usize = 50;
/// So few figures below one another may stand in no table.
const FEW: usize = 3;

/// Reads the structure of a file; `None` where there is none, where it leaves out words,
/// or where its tables have gaps that the rules of the pages do not fill.
pub(super) fn read(pdf: &Pdf, pages: &[Page]) -> Option<Vec<Block>> {
    let catalog = pdf.xref().get::<Dict<'_>>(pdf.xref().root_id())?;
    let root = catalog.get::<Dict<'_>>("StructTreeRoot")?;
    let mut content: HashMap<(usize, i64), Vec<&Piece>> = HashMap::new();
    let mut loose = 0;
    let mut whole = 0;
    for piece in pages.iter().flat_map(|page| &page.pieces) {
        if piece.is_artifact {
            continue;
        }
        let size = piece.text.trim().chars().count();
        whole += size;
        match piece.mark {
            Some(mark) => content.entry((piece.page, mark)).or_default().push(piece),
            // What browsers print above and below a page belongs to no element.
            None if in_margin(piece, pages) => whole -= size,
            None => loose += size,
        }
    }
    let ids = pdf.pages().iter().map(|page| page.raw().obj_id());
    let mut reader = Reader {
        xref: pdf.xref(),
        pages: (0..)
            .zip(ids)
            .filter_map(|(number, id)| Some((id?, number)))
            .collect(),
        content,
        roles: root.get("RoleMap").unwrap_or_default(),
        seen: HashSet::new(),
        count: 0,
    };
    let tree = reader.kids(&root, None, 0);
    loose += reader
        .content
        .values()
        .flatten()
        .map(|piece| piece.text.trim().chars().count())
        .sum::<usize>();
    if whole == 0 || loose * OUTSIDE > whole || reader.count >= MOST {
        return None;
    }
    let mut blocks = Vec::new();
    for node in &tree {
        node.blocks(&Place::default(), &mut blocks);
    }
    let drawn = super::flow::tables(pages);
    // Browsers state no table where no rules are drawn.
    if figures(tables(&blocks)) + FEW < figures(drawn.iter()) {
        return None;
    }
    let is_sound = tables(&blocks).all(is_tiled);
    let lacks = tables(&blocks).count() < drawn.len();
    let blocks = match is_sound {
        true => in_cells(blocks, drawn),
        // Many programs state paragraphs well and spans badly.
        false => with_tables(blocks, drawn)?,
    };
    match lacks {
        true => Some(shown::with_tables(blocks, super::flow::read(pages))),
        false => Some(blocks),
    }
}

fn tables(blocks: &[Block]) -> impl Iterator<Item = &Table> {
    blocks.iter().filter_map(|block| match block {
        Block::Table(table) => Some(table),
        Block::Paragraph(_) => None,
    })
}

/// How many cells of tables hold figures alone.
fn figures<'a>(tables: impl Iterator<Item = &'a Table>) -> usize {
    let cells = tables.flat_map(|table| table.rows.iter().flatten());
    let is_figure = |cell: &&Cell| {
        let text = cell.text.trim();
        !text.is_empty() && text.chars().all(|c| c.is_ascii_digit() || ",.".contains(c))
    };
    cells.filter(is_figure).count()
}

/// Puts the tables that rules draw in the places of those that are stated.
fn with_tables(mut blocks: Vec<Block>, drawn: Vec<Table>) -> Option<Vec<Block>> {
    let mut drawn = drawn.into_iter();
    for block in &mut blocks {
        if let Block::Table(stated) = block {
            let table = drawn.next()?;
            if stated.origin != table.origin || !is_tiled(&table) {
                return None;
            }
            *stated = table;
        }
    }
    drawn.next().is_none().then_some(blocks)
}

/// Takes the words of cells from the drawn tables where they are the same: only there is
/// seen whether a figure goes over two lines or runs over a rule.
fn in_cells(mut blocks: Vec<Block>, drawn: Vec<Table>) -> Vec<Block> {
    let squeezed = |text: &str| -> String { text.chars().filter(|c| !c.is_whitespace()).collect() };
    let stated = blocks.iter_mut().filter_map(|block| match block {
        Block::Table(table) => Some(table),
        Block::Paragraph(_) => None,
    });
    for (stated, drawn) in stated.zip(&drawn) {
        let same =
            |(stated, drawn): (&Cell, &Cell)| squeezed(&stated.text) == squeezed(&drawn.text);
        let (own, other) = (stated.rows.concat(), drawn.rows.concat());
        if own.len() == other.len() && own.iter().zip(&other).all(same) {
            let cells = stated.rows.iter_mut().flatten();
            for (cell, other) in cells.zip(other) {
                cell.text = other.text;
            }
        }
    }
    blocks
}

/// Content line by line from left to right: LibreOffice leaves a gap for a character of
/// another font and shows it after the words behind it.
fn in_order(mut content: Vec<&Piece>) -> Vec<&Piece> {
    let is_level = |a: &&Piece, b: &&Piece| (a.base - b.base).abs() < 0.1 * a.size;
    for line in content.chunk_by_mut(is_level) {
        line.sort_by(|a, b| a.left.total_cmp(&b.left));
    }
    content
}

/// Whether words stand at the very top or bottom of their page.
fn in_margin(piece: &Piece, pages: &[Page]) -> bool {
    let height = pages.get(piece.page).map_or(0.0, |page| page.height);
    piece.base < 0.05 * height || piece.base > 0.95 * height
}

/// Whether the cells of a table cover it without gaps and twice nowhere.
fn is_tiled(table: &Table) -> bool {
    let grid = table.grid();
    let covered: usize = grid
        .cells
        .iter()
        .map(|spread| spread.rows * spread.columns)
        .sum();
    covered == grid.height() * grid.width()
}
#[cfg(test)]
mod tests {
    use super::*;

    fn piece(text: &str, left: f64, base: f64) -> Piece {
        Piece {
            text: text.to_owned(),
            left,
            right: left + 12.0,
            base,
            size: 12.0,
            is_bold: false,
            page: 0,
            mark: Some(0),
            is_artifact: false,
            operator: 0,
        }
    }

    #[test]
    fn a_bracket_shown_late_stands_in_its_gap() {
        let shown = [
            piece("函", 400.0, 640.0),
            piece("〔", 412.0, 640.0),
            piece("2021", 424.0, 640.0),
            piece("30", 460.0, 640.0),
            piece("〕", 448.0, 640.0),
            piece("号", 60.0, 620.0),
        ];
        let read: String = in_order(shown.iter().collect())
            .iter()
            .map(|piece| piece.text.as_str())
            .collect();
        assert_eq!(read, "函〔2021〕30号");
    }
}
