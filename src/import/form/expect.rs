//! What the form's tables hold, in words that can be compared.

use super::rows::Shape;
use crate::{
    edition::{Block, Edition, Head, SlotId},
    import::label::Label,
};

/// Labels so alike are the same.
const SAME: f64 = 0.85;

/// Every way in which a row or column is named.
#[derive(Debug)]
pub struct Names(Vec<Label>);

impl Names {
    fn of(head: &Head) -> Self {
        let also = head.also.iter().map(|text| Label::of(text));
        Names(
            std::iter::once(Label::of(&head.heading))
                .chain(also)
                .collect(),
        )
    }

    fn word(text: &str) -> Self {
        Names(vec![Label::of(text)])
    }

    /// Whether something holds for a label and each of them.
    fn every(&self, holds: impl Fn(&Label) -> bool) -> bool {
        self.0.iter().all(holds)
    }

    /// How alike a label is to the likest of them.
    pub fn likeness(&self, label: &Label) -> f64 {
        self.0
            .iter()
            .map(|name| name.likeness(label))
            .fold(0.0, f64::max)
    }
}

/// A row of the form.
#[derive(Debug)]
pub struct Line {
    /// The block that it stands in.
    pub block: usize,
    /// Its cells.
    pub slots: Vec<SlotId>,
    names: Names,
    groups: Vec<Names>,
}

impl Line {
    /// Whether a published row's name holds a figure that the form's does not.
    pub fn has_figure_beyond(&self, label: &Label) -> bool {
        self.names.every(|name| label.has_figure_beyond(name))
    }

    /// Whether a published row's name holds a note that the form's does not.
    pub fn has_note_beyond(&self, label: &Label) -> bool {
        self.names.every(|name| label.has_note_beyond(name))
    }

    /// How alike it is to a published row, which may say its groups too.
    pub fn likeness(&self, label: &Label, groups: &[Label]) -> f64 {
        let own = self.names.likeness(label);
        let group = self.groups.last().filter(|_| !groups.is_empty());
        let in_group = group.is_some_and(|group| groups.iter().any(|l| group.likeness(l) > SAME));
        match in_group {
            true => own + 0.05,
            false => own,
        }
    }
}

/// The mandated table of a section.
#[derive(Debug)]
pub struct Expected {
    /// Its rows; none where it is a single row of figures.
    pub lines: Vec<Line>,
    /// The single row's cells.
    pub single: Vec<SlotId>,
    /// By block, the columns.
    pub columns: Vec<Vec<Names>>,
    /// How many cells the single rows of other tables have.
    pub others: Vec<usize>,
    /// Where a table of a single row may be cut in two: how many cells stand before.
    pub cuts: Vec<usize>,
    /// The groups of columns that stand beside each other, from left to right.
    beside: Vec<Vec<Names>>,
    /// The groups of rows.
    groups: Vec<Names>,
    /// The groups of columns, captions and corners.
    heads: Vec<Names>,
    /// What heads the names of rows.
    corners: Vec<Names>,
}

impl Expected {
    /// The table of a section, if it has one.
    pub fn of(edition: &Edition, section: usize) -> Option<Self> {
        let table = edition.sections[section].table.as_ref()?;
        let mut expected = Expected {
            lines: Vec::new(),
            single: Vec::new(),
            columns: Vec::new(),
            others: others(edition),
            cuts: Vec::new(),
            beside: Vec::new(),
            groups: Vec::new(),
            heads: Vec::new(),
            corners: Vec::new(),
        };
        for (index, block) in table.blocks.iter().enumerate() {
            expected.block(index, block);
        }
        Some(expected)
    }

    fn block(&mut self, index: usize, block: &Block) {
        let words = [&block.caption, &block.corner];
        self.heads
            .extend(words.into_iter().flatten().map(|word| Names::word(word)));
        self.corners
            .extend(block.corner.iter().map(|word| Names::word(word)));
        let leaves = Head::leaves(&block.columns);
        let last = |leaf: &Vec<&Head>| {
            leaf.last()
                .map_or(Names(Vec::new()), |head| Names::of(head))
        };
        self.columns.push(leaves.iter().map(last).collect());
        let above = leaves.iter().flat_map(|leaf| &leaf[..leaf.len() - 1]);
        self.heads.extend(above.map(|head| Names::of(head)));
        self.groups_beside(&block.columns);
        let mut before = 0;
        for head in &block.columns {
            self.cuts.push(before);
            before += head.width();
        }
        let rows = Head::leaves(&block.rows);
        if rows.is_empty() {
            self.single.extend(block.slots.iter().flatten());
        }
        for (row, slots) in rows.iter().zip(&block.slots) {
            let above = || row[..row.len() - 1].iter().map(|head| Names::of(head));
            self.groups.extend(above());
            self.lines.push(Line {
                block: index,
                slots: slots.clone(),
                names: last(row),
                groups: above().collect(),
            });
        }
    }

    fn groups_beside(&mut self, heads: &[Head]) {
        let groups = || heads.iter().filter(|head| !head.children.is_empty());
        self.beside.push(groups().map(Names::of).collect());
        groups().for_each(|group| self.groups_beside(&group.children));
    }

    /// Whether groups of columns stand in another order than the form's.
    pub fn is_crossed<'a>(&self, labels: impl Iterator<Item = &'a Label>) -> bool {
        let labels: Vec<&Label> = labels.collect();
        let first = |names: &Names| labels.iter().position(|label| names.likeness(label) > SAME);
        self.beside.iter().any(|groups| {
            let places: Vec<usize> = groups.iter().filter_map(first).collect();
            !places.is_sorted()
        })
    }

    /// Whether words name a row of figures, and nothing else.
    pub fn is_line(&self, text: &str) -> bool {
        let label = Label::of(text);
        let line = likest(self.lines.iter().map(|line| &line.names), &label);
        line > SAME && line > self.head_likeness(&label)
    }

    /// How alike words are to a row, or to a group of rows.
    pub fn row_likeness(&self, label: &Label) -> f64 {
        let lines = self.lines.iter().map(|line| &line.names);
        likest(lines.chain(&self.groups), label)
    }

    /// How alike words are to a column, a group of columns, a caption or a corner.
    pub fn head_likeness(&self, label: &Label) -> f64 {
        likest(self.columns.iter().flatten().chain(&self.heads), label)
    }

    /// Whether words head the names of rows.
    pub fn is_corner(&self, label: &Label) -> bool {
        likest(self.corners.iter(), label) > SAME
    }

    /// How many different words of the form a table holds.
    pub fn weight(&self, shape: &Shape) -> usize {
        let labels: Vec<&Label> = shape.labels().collect();
        let names = self.lines.iter().map(|line| &line.names);
        let names = names
            .chain(&self.groups)
            .chain(self.columns.iter().flatten())
            .chain(&self.heads);
        names
            .filter(|names| labels.iter().any(|label| names.likeness(label) > SAME))
            .count()
    }
}

fn likest<'a>(names: impl Iterator<Item = &'a Names>, label: &Label) -> f64 {
    names.map(|names| names.likeness(label)).fold(0.0, f64::max)
}

fn others(edition: &Edition) -> Vec<usize> {
    let tables = edition
        .sections
        .iter()
        .filter_map(|section| section.table.as_ref());
    let single = tables
        .flat_map(|table| &table.blocks)
        .filter(|block| block.rows.is_empty());
    single
        .map(|block| block.slots.iter().flatten().count())
        .collect()
}
