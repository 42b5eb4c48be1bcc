//! What the form's tables hold, in words that can be compared.

use crate::label::{Label, alike};
use form::edition::{Block, Edition, Head, SlotId};

/// Labels so alike are the same.
const SAME: f64 = 0.85;

/// Every way in which a row or column is named.
#[derive(Debug)]
pub struct Names {
    /// What the form calls it.
    pub heading: String,
    labels: Vec<Label>,
}

impl Names {
    fn of(head: &Head) -> Self {
        let also = head.also.iter().map(|text| Label::of(text));
        let mut names = Names::word(&head.heading);
        names.labels.extend(also);
        names
    }

    fn word(text: &str) -> Self {
        Names {
            heading: text.to_owned(),
            labels: vec![Label::of(text)],
        }
    }

    /// Whether it is known by a name.
    pub fn has(&self, label: &Label) -> bool {
        self.labels.iter().any(|name| name.says(label))
    }

    /// Whether something holds for each of them.
    pub fn every(&self, holds: impl Fn(&Label) -> bool) -> bool {
        self.labels.iter().all(holds)
    }

    /// Whether others name the same.
    pub fn is_same(&self, other: &Names) -> bool {
        let stem = |names: &Names| names.labels.first().map(|name| name.stem().to_owned());
        stem(self) == stem(other)
    }

    /// How alike a label is to the likest of them.
    pub fn likeness(&self, label: &Label) -> f64 {
        self.labels
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
    /// What names it.
    pub names: Names,
    groups: Vec<Names>,
}

impl Line {
    /// Whether words name the group that it stands in.
    pub fn is_in_group(&self, label: &Label) -> bool {
        let group = self.groups.last();
        group.is_some_and(|group| group.likeness(label) > SAME)
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
    /// By block, the column that the others add up to.
    pub totals: Vec<Option<usize>>,
    /// The groups of columns in the order in which a table names them.
    beside: Vec<Names>,
    /// The groups of rows.
    groups: Vec<Names>,
    /// By block, the groups of columns, the caption and the corner.
    heads: Vec<Vec<Names>>,
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
            totals: Vec::new(),
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
        let words = words.into_iter().flatten().map(|word| Names::word(word));
        let mut heads: Vec<Names> = words.collect();
        self.corners
            .extend(block.corner.iter().map(|word| Names::word(word)));
        let leaves = Head::leaves(&block.columns);
        let last = |leaf: &Vec<&Head>| leaf.last().map_or(Names::word(""), |head| Names::of(head));
        self.columns.push(leaves.iter().map(last).collect());
        let is_total = |leaf: &Vec<&Head>| leaf.last().is_some_and(|head| head.total);
        let totals: Vec<usize> = (0..leaves.len())
            .filter(|&at| is_total(&leaves[at]))
            .collect();
        self.totals.push(match totals[..] {
            [total] => Some(total),
            _ => None,
        });
        let above = leaves.iter().flat_map(|leaf| &leaf[..leaf.len() - 1]);
        heads.extend(above.map(|head| Names::of(head)));
        self.heads.push(heads);
        self.groups_beside(&block.columns);
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
        self.beside.extend(groups().map(Names::of));
        groups().for_each(|group| self.groups_beside(&group.children));
    }

    /// Whether groups of columns stand in another order than the form's.
    pub fn is_crossed<'a>(&self, labels: impl Iterator<Item = &'a Label>) -> bool {
        let labels: Vec<&Label> = labels.collect();
        let first = |names: &Names| labels.iter().position(|label| names.likeness(label) > SAME);
        let places: Vec<usize> = self.beside.iter().filter_map(first).collect();
        !places.is_sorted()
    }

    /// How alike words are to a row, or to a group of rows.
    pub fn row_likeness(&self, label: &Label) -> f64 {
        let lines = self.lines.iter().map(|line| &line.names);
        likest(lines.chain(&self.groups), label)
    }

    /// How alike words are to a column, a group of columns, a caption or a corner.
    pub fn head_likeness(&self, label: &Label) -> f64 {
        likest(self.columns.iter().chain(&self.heads).flatten(), label)
    }

    /// What the form writes in the place of a head; nothing where it writes just that, or
    /// more of it.
    pub fn head_for(&self, label: &Label) -> Option<&str> {
        let heads = || self.columns.iter().chain(&self.heads).flatten();
        let known = heads().any(|names| names.has(label)) || self.says(label.stem());
        let rated = heads().map(|names| (names.likeness(label), names));
        let likest = rated.max_by(|a, b| a.0.total_cmp(&b.0));
        let likest = likest.filter(|(alike, _)| *alike >= SAME - 0.1 && !known);
        likest.map(|(_, names)| names.heading.as_str())
    }

    /// Whether words are part of a name of the form, or nearly one.
    pub fn says(&self, words: &str) -> bool {
        let lines = self.lines.iter().map(|line| &line.names);
        let names = lines.chain(&self.groups);
        let mut names = names.chain(self.columns.iter().chain(&self.heads).flatten());
        names.any(|names| {
            names
                .labels
                .iter()
                .any(|name| name.stem().contains(words) || alike(name.stem(), words) > SAME)
        })
    }

    /// Whether words head the names of rows.
    pub fn is_corner(&self, label: &Label) -> bool {
        likest(self.corners.iter(), label) > SAME
    }

    /// How many heads and captions of each block a row holds, where it holds any.
    pub fn heads_in(&self, labels: &[&Label]) -> Vec<(usize, usize)> {
        let is_in = |names: &&Names| labels.iter().any(|label| names.likeness(label) > SAME);
        let of_block = |(block, above): (usize, &Vec<Names>)| {
            let heads = above.iter().chain(&self.columns[block]);
            (block, heads.filter(is_in).count())
        };
        let counts = self.heads.iter().enumerate().map(of_block);
        counts.filter(|(_, count)| *count > 0).collect()
    }
}

fn likest<'a>(names: impl Iterator<Item = &'a Names>, label: &Label) -> f64 {
    names.map(|names| names.likeness(label)).fold(0.0, f64::max)
}
