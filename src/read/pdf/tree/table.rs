//! Tables that a structure states.

use super::element::{Element, Node, Place, one, page};
use crate::read::published::{Block, Cell, Origin, Role, Table};

/// A cell with so many characters is no cell of a form.
const PROSE: usize = 250;

/// From where to where words stand, from the left.
type Sides = (f64, f64);

/// A cell, and where its words stand.
struct Stated {
    cell: Cell,
    sides: Option<Sides>,
}

impl<'a> Element<'a> {
    /// Whether a table only lays out what stands in it: running text, or other tables.
    pub(super) fn is_layout(&self) -> bool {
        let mut cells = Vec::new();
        self.each_cell(&mut |cell| cells.push(cell));
        cells
            .iter()
            .any(|cell| cell.holds_table() || size(&cell.nodes) > PROSE)
    }

    fn each_cell<'e>(&'e self, visit: &mut impl FnMut(&'e Element<'a>)) {
        for element in self.elements() {
            match element.role.as_str() {
                "TD" | "TH" => visit(element),
                _ => element.each_cell(visit),
            }
        }
    }

    fn holds_table(&self) -> bool {
        self.elements()
            .any(|element| element.role == "Table" || element.holds_table())
    }

    /// What stands in the cells, one after the other.
    pub(super) fn unfolded(&self, place: &Place, out: &mut Vec<Block>) {
        for element in self.elements() {
            match element.role.as_str() {
                "TR" | "THead" | "TBody" | "TFoot" => element.unfolded(place, out),
                _ => element.mixed(place, out),
            }
        }
    }

    /// The table.
    pub(super) fn table(&self) -> Option<Block> {
        let mut rows = Vec::new();
        let mut origin = Origin::default();
        self.rows(&mut rows, &mut origin);
        let rows = completed(rows);
        (!rows.is_empty()).then_some(Block::Table(Table { rows, origin }))
    }

    fn rows(&self, rows: &mut Vec<Vec<Stated>>, origin: &mut Origin) {
        for element in self.elements() {
            match element.role.as_str() {
                "TR" => {
                    let cells = element
                        .elements()
                        .filter(|cell| matches!(cell.role.as_str(), "TD" | "TH"));
                    let cells = cells.map(|cell| {
                        let own = page(&cell.nodes).map_or(Origin::Unknown, Origin::Page);
                        origin.get_or(|| own.clone());
                        Stated {
                            cell: Cell {
                                origin: own,
                                ..Cell::new(cell.cell_text())
                                    .spanning(cell.row_span, cell.column_span)
                            },
                            sides: sides(&cell.nodes),
                        }
                    });
                    rows.push(cells.collect());
                }
                _ => element.rows(rows, origin),
            }
        }
    }

    /// The words of a cell, a paragraph a line.
    fn cell_text(&self) -> String {
        let mut blocks = Vec::new();
        match self.holds_blocks() {
            true => self.mixed(&Place::default(), &mut blocks),
            false => one(&self.nodes, Role::Body, &mut blocks),
        }
        let texts = blocks.into_iter().flat_map(|block| match block {
            Block::Paragraph(paragraph) => vec![paragraph.text],
            Block::Table(table) => table
                .rows
                .into_iter()
                .flatten()
                .map(|cell| cell.text)
                .collect(),
        });
        let texts: Vec<String> = texts.collect();
        once(&texts.join("\n"))
    }
}

/// What a head says that is repeated on each page, once.
fn once(text: &str) -> String {
    let length = text.chars().count();
    for times in 2..=length.min(9) {
        if !length.is_multiple_of(times) {
            continue;
        }
        let part: String = text.chars().take(length / times).collect();
        let is_name = part.chars().count() > 1 && !part.contains(|c: char| c.is_ascii_digit());
        if is_name && part.repeat(times) == text {
            return part;
        }
    }
    text.to_owned()
}

fn size(nodes: &[Node<'_>]) -> usize {
    let size = |node: &Node<'_>| match node {
        Node::Element(element) => size(&element.nodes),
        Node::Content(pieces) => pieces
            .iter()
            .map(|piece| piece.text.trim().chars().count())
            .sum(),
        Node::Target(_) => 0,
    };
    nodes.iter().map(size).sum()
}

/// From where to where words stand.
fn sides(nodes: &[Node<'_>]) -> Option<Sides> {
    let mut found = None;
    for node in nodes {
        let own = match node {
            Node::Element(element) => sides(&element.nodes),
            Node::Content(pieces) => {
                let seen = pieces.iter().filter(|piece| !piece.text.trim().is_empty());
                seen.map(|piece| (piece.left, piece.right)).reduce(around)
            }
            Node::Target(_) => None,
        };
        found = match (found, own) {
            (Some(before), Some(own)) => Some(around(before, own)),
            (before, own) => before.or(own),
        };
    }
    found
}

fn around(a: Sides, b: Sides) -> Sides {
    (a.0.min(b.0), a.1.max(b.1))
}

/// The rows with the blank cells that browsers leave out, by where the other ones stand.
fn completed(rows: Vec<Vec<Stated>>) -> Vec<Vec<Cell>> {
    let bare = |rows: Vec<Vec<Stated>>| -> Vec<Vec<Cell>> {
        let cells = rows
            .into_iter()
            .map(|row| row.into_iter().map(|stated| stated.cell));
        cells.map(Iterator::collect).collect()
    };
    let Some(layout) = Layout::of(&rows) else {
        return bare(rows);
    };
    let mut filled = Vec::new();
    for (row, free) in rows.iter().zip(&layout.free) {
        match layout.row(row, free) {
            Some(cells) => filled.push(cells),
            None => return bare(rows),
        }
    }
    filled
}

/// The columns of a table, and which of them are free in each row.
struct Layout {
    sides: Vec<Sides>,
    free: Vec<Vec<usize>>,
}

impl Layout {
    /// None if no cell is left out, or the columns' places are not known.
    fn of(rows: &[Vec<Stated>]) -> Option<Layout> {
        let span = |row: &Vec<Stated>| {
            row.iter()
                .map(|stated| stated.cell.column_span)
                .sum::<usize>()
        };
        let width = rows.iter().map(span).max().filter(|&width| width <= 100)?;
        let mut taken: Vec<usize> = vec![0; width];
        let mut free = Vec::new();
        let mut sides: Vec<Option<Sides>> = vec![None; width];
        let mut has_gaps = false;
        for row in rows {
            let open: Vec<usize> = (0..width).filter(|&at| taken[at] == 0).collect();
            taken
                .iter_mut()
                .for_each(|rows| *rows = rows.saturating_sub(1));
            match span(row) == open.len() {
                true => {
                    let mut at = 0;
                    for stated in row {
                        let columns = &open[at..at + stated.cell.column_span];
                        if let ([column], Some(own)) = (columns, stated.sides) {
                            let before = sides[*column].unwrap_or(own);
                            sides[*column] = Some(around(before, own));
                        }
                        for &column in columns {
                            taken[column] = taken[column].max(stated.cell.row_span - 1);
                        }
                        at += stated.cell.column_span;
                    }
                }
                false => {
                    has_gaps = true;
                    // What spans rows would have to stand in its place first.
                    if row.iter().any(|stated| stated.cell.row_span > 1) {
                        return None;
                    }
                }
            }
            free.push(open);
        }
        let sides: Option<Vec<Sides>> = sides.into_iter().collect();
        Some(Layout {
            sides: sides.filter(|_| has_gaps)?,
            free,
        })
    }

    /// A row with its blank cells.
    fn row(&self, row: &[Stated], free: &[usize]) -> Option<Vec<Cell>> {
        let wide: usize = row.iter().map(|stated| stated.cell.column_span).sum();
        if wide == free.len() {
            return Some(row.iter().map(|stated| stated.cell.clone()).collect());
        }
        let blank = || Cell::new(String::new());
        let mut cells = Vec::new();
        let mut at = 0;
        for stated in row {
            let span = stated.cell.column_span;
            let mut starts = (at..free.len().checked_sub(span - 1)?)
                .filter(|&start| self.is_at(stated, &free[start..start + span]));
            let (Some(start), None) = (starts.next(), starts.next()) else {
                return None;
            };
            cells.extend((at..start).map(|_| blank()));
            cells.push(stated.cell.clone());
            at = start + span;
        }
        cells.extend((at..free.len()).map(|_| blank()));
        Some(cells)
    }

    /// Whether a cell stands in columns.
    fn is_at(&self, stated: &Stated, columns: &[usize]) -> bool {
        let (Some((left, right)), [first, .., last] | [first @ last]) = (stated.sides, columns)
        else {
            return false;
        };
        let middle = (left + right) / 2.0;
        self.sides[*first].0 - 1.0 < middle && middle < self.sides[*last].1 + 1.0
    }
}

#[cfg(test)]
mod tests {
    use super::{Stated, completed, once};
    use crate::read::published::Cell;

    fn row(cells: &[(&str, usize, f64)]) -> Vec<Stated> {
        let stated = |&(text, column_span, left): &(&str, usize, f64)| Stated {
            cell: Cell::new(text).spanning(1, column_span),
            sides: (!text.is_empty()).then_some((left, left + 10.0)),
        };
        cells.iter().map(stated).collect()
    }

    fn told(rows: Vec<Vec<Stated>>) -> Vec<String> {
        let row = |row: &Vec<Cell>| {
            let texts: Vec<&str> = row.iter().map(|cell| cell.text.as_str()).collect();
            texts.join("|")
        };
        completed(rows).iter().map(row).collect()
    }

    #[test]
    fn blank_cells_that_were_left_out_are_found_by_the_others() {
        let rows = vec![
            row(&[("项目", 1, 50.0), ("甲", 1, 100.0), ("乙", 1, 150.0)]),
            row(&[("己", 1, 40.0), ("1", 1, 103.0), ("1", 1, 153.0)]),
            row(&[("丙", 1, 40.0), ("2", 1, 150.0)]),
            row(&[("丁", 1, 45.0), ("3", 1, 102.0)]),
            row(&[("戊", 1, 44.0)]),
        ];
        assert_eq!(
            told(rows),
            ["项目|甲|乙", "己|1|1", "丙||2", "丁|3|", "戊||"]
        );
    }

    #[test]
    fn where_columns_lie_over_each_other_nothing_is_filled_in() {
        let rows = vec![
            row(&[("项目", 1, 50.0), ("甲", 1, 100.0), ("乙", 1, 104.0)]),
            row(&[("丙", 1, 50.0), ("2", 1, 102.0)]),
        ];
        assert_eq!(told(rows), ["项目|甲|乙", "丙|2"]);
    }

    #[test]
    fn a_repeated_head_is_read_once_and_figures_as_they_are() {
        assert_eq!(once("申请人情况申请人情况"), "申请人情况");
        for text in ["1212", "总总", "结果维持", ""] {
            assert_eq!(once(text), text);
        }
    }
}
