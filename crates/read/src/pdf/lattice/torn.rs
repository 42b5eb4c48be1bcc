//! Rows that the end of a page tears: what the first row of a page is to the last one of the
//! page before, by the first of some named cases that holds.

use crate::{
    figure::is_part,
    label::numbered,
    published::{Cell, Doubt},
};

/// A cell at a page's end, and the one right below it at the next one's start.
pub(super) struct Pair<'a> {
    /// Which cell of its row the lower one is.
    pub(super) at: usize,
    /// The row of the upper one, and which cell of it that is.
    pub(super) row: usize,
    pub(super) index: usize,
    pub(super) above: &'a Cell,
    pub(super) below: &'a Cell,
}

/// What a page's first row is to the last one of the page before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Joint {
    /// A row of its own.
    Apart,
    /// The rest of it.
    Rest,
    /// Perhaps the rest of it.
    Unclear,
}

/// What is known of the two rows.
struct Seam {
    /// Nothing stands in the lower one.
    is_blank: bool,
    /// The lower one has a number, or its figures stand below heads.
    is_new: bool,
    /// The lower one has no words where the upper one has some.
    ends: bool,
    /// Both have names, and the upper one's is no item with a number.
    has_names: bool,
    figures_above: bool,
    figures_below: bool,
    /// Both have figures in all columns.
    all_meet: bool,
}

type Case = (&'static str, fn(&Seam) -> bool, Joint);

/// The cases in their order.
const CASES: [Case; 8] = [
    ("blank", |own| own.is_blank, Joint::Rest),
    ("another name", |own| own.is_new, Joint::Apart),
    (
        "words that end",
        |own| !own.has_figures() && own.ends,
        Joint::Rest,
    ),
    ("words", |own| !own.has_figures(), Joint::Apart),
    (
        "figures, then words",
        |own| !own.figures_below && !own.has_names,
        Joint::Rest,
    ),
    (
        "a name, then figures",
        |own| !own.figures_above && !own.has_names,
        Joint::Rest,
    ),
    (
        "two names with all figures",
        |own| own.all_meet && own.has_names,
        Joint::Apart,
    ),
    ("anything else", |_| true, Joint::Unclear),
];

impl Seam {
    fn of(pairs: &[Pair<'_>]) -> Self {
        let above = |pair: &Pair<'_>| starts(&pair.above.text);
        let below = |pair: &Pair<'_>| starts(&pair.below.text);
        let is_value = |pair: &Pair<'_>| {
            let is_single = pair.above.row_span == 1 && pair.below.row_span == 1;
            is_single && (above(pair) || below(pair))
        };
        let start = pairs.iter().position(is_value);
        let (names, values) = pairs.split_at(start.unwrap_or(pairs.len()));
        let is_named = |cell: &Cell| cell.row_span == 1 && !cell.text.is_empty();
        let is_item = |pair: &Pair<'_>| numbered(&pair.above.text).0.is_some();
        let is_head = |pair: &Pair<'_>| !pair.above.text.is_empty() && !above(pair) && below(pair);
        Seam {
            is_blank: pairs.iter().all(|pair| pair.below.text.is_empty()),
            is_new: values.iter().any(is_head) || names.iter().any(Pair::is_new),
            ends: pairs
                .iter()
                .any(|pair| pair.below.text.is_empty() && !pair.above.text.is_empty()),
            has_names: names.iter().any(|pair| is_named(pair.above))
                && names.iter().any(|pair| is_named(pair.below))
                && !names.iter().any(is_item),
            figures_above: values.iter().any(above),
            figures_below: values.iter().any(below),
            all_meet: values.iter().all(|pair| above(pair) && below(pair)),
        }
    }

    fn has_figures(&self) -> bool {
        self.figures_above || self.figures_below
    }
}

/// What a row is to the one that the page before ends with, if the cells of both stand
/// below one another.
pub(super) fn joint(pairs: &[Pair<'_>]) -> Joint {
    let seam = Seam::of(pairs);
    let case = CASES.iter().find(|(_, holds, _)| holds(&seam));
    case.map_or(Joint::Unclear, |(_, _, joint)| *joint)
}

impl Pair<'_> {
    /// Whether the lower words may be the rest of the upper ones.
    pub(super) fn goes_on(&self) -> bool {
        let (above, below) = (&self.above.text, &self.below.text);
        below.is_empty() || !above.is_empty() && !starts(below) && !self.is_new()
    }

    /// Whether the lower words start with the number of another item.
    fn is_new(&self) -> bool {
        let (above, below) = (&self.above.text, &self.below.text);
        let is_open = above.is_empty() || above.ends_with(['（', '(']);
        let is_cut = above.chars().count() == 1 && below.starts_with(['、', '.', '．', '）', ')']);
        !is_open && !is_cut && !is_part(below) && numbered(below).0.is_some()
    }

    /// The upper cell with what the page's end tore off.
    pub(super) fn joined(&self, joint: Joint) -> Cell {
        let (text, other) = (self.above.text.as_str(), self.below.text.as_str());
        let is_name = !starts(text) && !starts(other);
        let doubt = (joint == Joint::Unclear && !is_name).then_some(match text {
            "" => Doubt::NextPage,
            _ => Doubt::Torn,
        });
        // Two figures in one cell are none.
        let is_parted = !text.is_empty() && (starts(other) || doubt.is_some() && !other.is_empty());
        let between = if is_parted { " " } else { "" };
        let rows = self.above.row_span + self.below.row_span;
        Cell {
            text: format!("{text}{between}{other}"),
            doubt: doubt.or(self.above.doubt).or(self.below.doubt),
            row_span: rows - usize::from(joint != Joint::Apart),
            ..self.above.clone()
        }
    }
}

/// Whether words start with a figure that is no number of an item.
fn starts(text: &str) -> bool {
    let is_digit = text.starts_with(|c: char| c.is_ascii_digit());
    is_part(text) || is_digit && numbered(text).0.is_none()
}
