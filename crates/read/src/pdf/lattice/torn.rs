//! Rows that the end of a page tears: what the first row of a page is to the last one of the
//! page before, by the first of some named cases that holds.

use crate::{
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
    /// The upper one's last line has room for more.
    pub(super) is_ended: bool,
}

/// What a page's first row is to the last one of the page before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Joint {
    /// A row of its own.
    Apart,
    /// The rest of it: its name or its figures.
    Halves,
    /// The rest of it, and both have figures.
    Rest,
    /// Perhaps the rest of it.
    Unclear,
}

/// What is known of the two rows.
#[derive(Debug, Default)]
struct Seam {
    /// Nothing stands in the lower one.
    is_blank: bool,
    /// The lower one stands below heads, has a number, or its name had found room above.
    is_new: bool,
    /// The words of the lower one may go on those of the upper one, and some end there.
    goes_on: bool,
    /// Both have names, and the upper one's is no item with a number.
    has_names: bool,
    figures_above: bool,
    figures_below: bool,
    /// In some column, or in all of them, both have figures.
    some_meet: bool,
    all_meet: bool,
}

type Case = (&'static str, fn(&Seam) -> bool, Joint);

/// The cases in their order.
const CASES: [Case; 9] = [
    ("blank", |own| own.is_blank, Joint::Rest),
    (
        "words that go on",
        |own| own.goes_on && !own.has_figures(),
        Joint::Rest,
    ),
    ("words", |own| !own.has_figures(), Joint::Apart),
    ("another name", |own| own.is_new, Joint::Apart),
    (
        "figures, then words",
        |own| !own.figures_below,
        Joint::Halves,
    ),
    (
        "a name, then figures",
        |own| !own.figures_above && !own.has_names,
        Joint::Halves,
    ),
    (
        "figures beside others",
        |own| !own.some_meet && !own.has_names,
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
        let start = pairs.iter().position(Pair::has_figure);
        let (names, values) = pairs.split_at(start.unwrap_or(pairs.len()));
        let is_named = |cell: &Cell| cell.row_span == 1 && !cell.text.is_empty();
        let is_item = |pair: &Pair<'_>| numbered(&pair.above.text).0.is_some();
        let above = |pair: &Pair<'_>| starts(&pair.above.text);
        let below = |pair: &Pair<'_>| starts(&pair.below.text);
        let is_head = |pair: &Pair<'_>| !pair.above.text.is_empty() && !above(pair) && below(pair);
        let is_rest = |pair: &Pair<'_>| pair.below.text.is_empty() && !pair.above.text.is_empty();
        Seam {
            is_blank: pairs.iter().all(|pair| pair.below.text.is_empty()),
            is_new: values.iter().any(is_head) || names.iter().any(Pair::is_new),
            goes_on: pairs.iter().all(Pair::goes_on) && pairs.iter().any(is_rest),
            has_names: names.iter().any(|pair| is_named(pair.above))
                && names.iter().any(|pair| is_named(pair.below))
                && !names.iter().any(is_item),
            figures_above: values.iter().any(above),
            figures_below: values.iter().any(below),
            some_meet: values.iter().any(|pair| above(pair) && below(pair)),
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

    /// Whether the lower words are another name.
    fn is_new(&self) -> bool {
        let (above, below) = (&self.above.text, &self.below.text);
        let has_both = !above.is_empty() && !below.is_empty();
        has_both && (self.is_ended || is_item(above, below))
    }

    fn has_figure(&self) -> bool {
        let is_single = self.above.row_span == 1 && self.below.row_span == 1;
        is_single && (starts(&self.above.text) || starts(&self.below.text))
    }

    /// The upper cell with what the page's end tore off.
    pub(super) fn joined(&self, joint: Joint) -> Cell {
        let (text, other) = (self.above.text.as_str(), self.below.text.as_str());
        let is_name = !starts(text) && !starts(other);
        let doubt = match joint {
            _ if is_name => None,
            Joint::Unclear | Joint::Rest if text.is_empty() && !other.is_empty() => {
                Some(Doubt::NextPage)
            }
            Joint::Unclear => Some(Doubt::Torn),
            _ => None,
        };
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

/// Whether words below others start with the number of an item.
fn is_item(above: &str, below: &str) -> bool {
    let is_open = above.ends_with(['（', '(']);
    let is_cut = || above.chars().count() == 1 && below.starts_with(['、', '.', '．', '）', ')']);
    !is_open && !is_cut() && !is_figure(below) && numbered(below).0.is_some()
}

/// Whether words start with a figure that is no number of an item.
fn starts(text: &str) -> bool {
    let is_digit = text.starts_with(|c: char| c.is_ascii_digit());
    is_figure(text) || is_digit && numbered(text).0.is_none()
}

/// Whether words are a figure, a part of one, or a dash.
fn is_figure(text: &str) -> bool {
    let fits = |c: char| c.is_ascii_digit() || "+-.,，－/—".contains(c);
    !text.is_empty() && text.chars().all(fits)
}
