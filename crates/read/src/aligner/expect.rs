//! What a form prints, in words that can be compared.

use crate::label::{Label, alike};
use form::edition::{Block, Head, SlotId, Table};

/// Labels so alike are the same.
pub const SAME: f64 = 0.85;

/// Every way in which a section, a row or a column is named.
#[derive(Debug)]
pub struct Names {
    /// What the form calls it.
    pub heading: String,
    /// Whether the others beside it add up to it.
    pub is_total: bool,
    labels: Vec<Label>,
}

impl Names {
    /// Of what the form calls it, and others do.
    pub fn of(heading: &str, also: &[String]) -> Self {
        let labels = also.iter().map(|text| Label::of(text));
        Names {
            heading: heading.to_owned(),
            is_total: false,
            labels: [Label::of(heading)].into_iter().chain(labels).collect(),
        }
    }

    fn of_head(head: &Head) -> Self {
        Names {
            is_total: head.total,
            ..Names::of(&head.heading, &head.also)
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

    /// Letters and digits of each.
    pub fn stems(&self) -> impl Iterator<Item = &str> {
        self.labels.iter().map(Label::stem)
    }

    /// How alike a label is to the likest of them.
    pub fn likeness(&self, label: &Label) -> f64 {
        let alike = self.labels.iter().map(|name| name.likeness(label));
        alike.fold(0.0, f64::max)
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
    /// The group that it stands in.
    group: Option<Names>,
}

impl Line {
    /// Whether words name the group that it stands in.
    pub fn is_in_group(&self, label: &Label) -> bool {
        let group = self.group.as_ref();
        group.is_some_and(|group| group.likeness(label) > SAME)
    }

    /// How alike it is to a published row, which may say its groups too.
    pub fn likeness<'a>(&self, label: &Label, mut groups: impl Iterator<Item = &'a Label>) -> f64 {
        let own = self.names.likeness(label);
        match groups.any(|group| self.is_in_group(group)) {
            true => own + 0.05,
            false => own,
        }
    }
}

/// The columns of a block of the form.
#[derive(Debug)]
pub struct Columns {
    /// The columns themselves.
    pub columns: Vec<Names>,
    /// The groups of columns in the order in which a table names them.
    groups: Vec<Names>,
    /// The caption, and what heads the names of rows.
    words: Vec<Names>,
}

/// The mandated table of a section.
#[derive(Debug, Default)]
pub struct Expected {
    /// Its rows; none where it is a single row of figures.
    pub lines: Vec<Line>,
    /// The single row's cells.
    pub single: Vec<SlotId>,
    /// By block, the columns.
    pub blocks: Vec<Columns>,
    /// The groups of rows.
    groups: Vec<Names>,
    /// What heads the names of rows.
    corners: Vec<Names>,
}

impl Expected {
    /// The table of a section.
    pub fn of(table: &Table) -> Self {
        let mut expected = Expected::default();
        for (index, block) in table.blocks.iter().enumerate() {
            expected.block(index, block);
        }
        expected
    }

    fn block(&mut self, index: usize, block: &Block) {
        let word = |word: &String| Names::of(word, &[]);
        let last = |leaf: &Vec<&Head>| leaf.last().map(|head| Names::of_head(head));
        let mut groups: Vec<Names> = Vec::new();
        let leaves = Head::leaves(&block.columns);
        for head in leaves.iter().flat_map(|leaf| &leaf[..leaf.len() - 1]) {
            if !groups.iter().any(|group| group.heading == head.heading) {
                groups.push(Names::of_head(head));
            }
        }
        self.corners.extend(block.corner.iter().map(word));
        self.blocks.push(Columns {
            columns: leaves.iter().filter_map(last).collect(),
            groups,
            words: block
                .caption
                .iter()
                .chain(&block.corner)
                .map(word)
                .collect(),
        });
        let rows = Head::leaves(&block.rows);
        if rows.is_empty() {
            self.single.extend(block.slots.iter().flatten());
        }
        for (row, slots) in rows.iter().zip(&block.slots) {
            let above = || row[..row.len() - 1].iter().map(|head| Names::of_head(head));
            self.groups.extend(above());
            self.lines.extend(last(row).map(|names| Line {
                block: index,
                slots: slots.clone(),
                names,
                group: above().next_back(),
            }));
        }
    }

    fn rows(&self) -> impl Iterator<Item = &Names> {
        let lines = self.lines.iter().map(|line| &line.names);
        lines.chain(&self.groups)
    }

    fn heads(&self) -> impl Iterator<Item = &Names> {
        self.blocks.iter().flat_map(Columns::all)
    }

    /// Whether groups of columns stand in another order than the form's.
    pub fn is_crossed(&self, labels: &[&Label]) -> bool {
        let first = |names: &Names| labels.iter().position(|label| names.likeness(label) > SAME);
        let groups = self.blocks.iter().flat_map(|block| &block.groups);
        let places: Vec<usize> = groups.filter_map(first).collect();
        !places.is_sorted()
    }

    /// How alike words are to a row, or to a group of rows.
    pub fn row_likeness(&self, label: &Label) -> f64 {
        likest(self.rows(), label)
    }

    /// How alike words are to a column, a group of columns, a caption or a corner.
    pub fn head_likeness(&self, label: &Label) -> f64 {
        likest(self.heads(), label)
    }

    /// What the form writes in the place of a head; nothing where it writes just that, or
    /// more of it.
    pub fn head_for(&self, label: &Label) -> Option<&str> {
        let known = self.heads().any(|names| names.has(label)) || self.says(label.stem());
        let rated = self.heads().map(|names| (names.likeness(label), names));
        let likest = rated.max_by(|a, b| a.0.total_cmp(&b.0));
        let likest = likest.filter(|(alike, _)| *alike >= SAME - 0.1 && !known);
        likest.map(|(_, names)| names.heading.as_str())
    }

    /// Whether words are part of a name of the form, or nearly one.
    pub fn says(&self, words: &str) -> bool {
        let mut stems = self.rows().chain(self.heads()).flat_map(Names::stems);
        stems.any(|stem| stem.contains(words) || alike(stem, words) > SAME)
    }

    /// Whether words head the names of rows.
    pub fn is_corner(&self, label: &Label) -> bool {
        likest(self.corners.iter(), label) > SAME
    }
}

impl Columns {
    fn all(&self) -> impl Iterator<Item = &Names> {
        self.words.iter().chain(&self.groups).chain(&self.columns)
    }

    /// How many of its heads and captions are among some words.
    pub fn count_in(&self, labels: &[&Label]) -> usize {
        let is_in = |names: &&Names| labels.iter().any(|label| names.likeness(label) > SAME);
        self.all().filter(is_in).count()
    }
}

fn likest<'a>(names: impl Iterator<Item = &'a Names>, label: &Label) -> f64 {
    names.map(|names| names.likeness(label)).fold(0.0, f64::max)
}
