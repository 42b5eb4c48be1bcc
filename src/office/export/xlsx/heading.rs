//! The headings of a table laid out over columns: a column for each of its cells.

use crate::form::edition::{Block, Head, SlotId, Table};

/// Some words over one or more columns and lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Heading<'a> {
    /// The first line, from 0.
    pub top: usize,
    /// The first column, from 0.
    pub left: usize,
    /// How many lines it covers.
    pub rows: usize,
    /// How many columns it covers.
    pub columns: usize,
    /// The official words.
    pub words: &'a str,
}

/// The headings over all cells of a table.
#[derive(Debug, Default)]
pub(super) struct Headings<'a> {
    /// What is printed.
    pub headings: Vec<Heading<'a>>,
    /// How many lines there are.
    pub lines: usize,
    /// The cell of each column.
    pub slots: Vec<SlotId>,
}

/// Lays a table out: its blocks side by side, in each the rows side by side, in each of
/// these the columns. Every span follows from the trees.
pub(super) fn headings(table: &Table) -> Headings<'_> {
    let lines = table.blocks.iter().map(lines).max().unwrap_or(0);
    let mut all = Headings {
        lines,
        ..Headings::default()
    };
    for block in &table.blocks {
        all.block(block);
    }
    all
}

fn depth(heads: &[Head]) -> usize {
    heads.iter().map(Head::depth).max().unwrap_or(0)
}

fn width(heads: &[Head]) -> usize {
    heads.iter().map(Head::width).sum()
}

fn lines(block: &Block) -> usize {
    usize::from(block.caption.is_some()) + depth(&block.rows) + depth(&block.columns)
}

impl<'a> Headings<'a> {
    fn block(&mut self, block: &'a Block) {
        let left = self.slots.len();
        self.slots.extend(block.slots.iter().flatten());
        let mut top = 0;
        if let Some(words) = &block.caption {
            let columns = self.slots.len() - left;
            self.headings.push(Heading {
                top,
                left,
                rows: 1,
                columns,
                words,
            });
            top += 1;
        }
        let below = top + depth(&block.rows);
        let each = width(&block.columns);
        self.heads(&block.rows, top..below, left, each);
        for row in 0..block.slots.len() {
            self.heads(&block.columns, below..self.lines, left + row * each, 1);
        }
    }

    /// Puts heads side by side, each leaf so many columns wide and down to the last line.
    fn heads(
        &mut self,
        heads: &'a [Head],
        lines: std::ops::Range<usize>,
        mut left: usize,
        each: usize,
    ) {
        for head in heads {
            let columns = head.width() * each;
            let rows = match head.children.is_empty() {
                true => lines.len(),
                false => 1,
            };
            self.headings.push(Heading {
                top: lines.start,
                left,
                rows,
                columns,
                words: &head.heading,
            });
            self.heads(&head.children, lines.start + 1..lines.end, left, each);
            left += columns;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::edition::Edition;

    #[test]
    fn every_place_above_a_cell_is_covered_once() {
        let sections = Edition::all().iter().flat_map(|edition| &edition.sections);
        for table in sections.filter_map(|section| section.table.as_ref()) {
            let laid = headings(table);
            let mut covered = vec![vec![0; laid.slots.len()]; laid.lines];
            for heading in &laid.headings {
                for line in &mut covered[heading.top..heading.top + heading.rows] {
                    for place in &mut line[heading.left..heading.left + heading.columns] {
                        *place += 1;
                    }
                }
            }
            assert!(covered.iter().flatten().all(|times| *times == 1));
            assert!(laid.lines > 1 && laid.slots.len() > 5);
        }
    }
}
