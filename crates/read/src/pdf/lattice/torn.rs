//! Rows that the end of a page tears.
//!
//! The last row of a page and the first one of the next, cell below cell:
//!
//! | the lower row | they are |
//! |---|---|
//! | is blank | one row |
//! | stands below heads, has a number, or its name had found room above | two rows |
//! | has the name or the figures that the upper one lacks, or the end of its name | one row |
//! | has figures in all columns, as the upper one, and both have names without a number | two rows |
//! | is anything else | perhaps one row: its figures are not certain |

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
}

/// What a row is to the one that the page before ends with, if the cells of both stand
/// below one another.
pub(super) fn joint(pairs: &[Pair<'_>]) -> Joint {
    let start = pairs.iter().position(Pair::has_figure);
    let (names, values) = pairs.split_at(start.unwrap_or(pairs.len()));
    let is_named = |cell: &Cell| cell.row_span == 1 && !cell.text.is_empty();
    let above = names.iter().any(|pair| is_named(pair.above));
    let below = names.iter().any(|pair| is_named(pair.below));
    let is_numbered = names
        .iter()
        .any(|pair| numbered(&pair.above.text).0.is_some());
    let is_both = |pair: &Pair<'_>| starts(&pair.above.text) && starts(&pair.below.text);
    let has_above = values.iter().any(|pair| starts(&pair.above.text));
    let has_below = values.iter().any(|pair| starts(&pair.below.text));
    let is_head = |pair: &Pair<'_>| !is_value(&pair.above.text) && starts(&pair.below.text);
    let is_rest = |pair: &Pair<'_>| pair.below.text.is_empty() && !pair.above.text.is_empty();
    match () {
        () if pairs.iter().all(|pair| pair.below.text.is_empty()) => Joint::Rest,
        () if values.is_empty() => match pairs.iter().all(Pair::goes_on) {
            true if pairs.iter().any(is_rest) => Joint::Rest,
            _ => Joint::Apart,
        },
        () if values.iter().any(is_head) || names.iter().any(Pair::is_new) => Joint::Apart,
        () if !has_above && (!below || !above || is_numbered) => Joint::Halves,
        () if !has_below => Joint::Halves,
        () if !values.iter().any(is_both) && (!below || !above || is_numbered) => Joint::Rest,
        () if values.iter().all(is_both) && above && below && !is_numbered => Joint::Apart,
        () => Joint::Unclear,
    }
}

/// The upper cell with what the page's end tore off.
pub(super) fn joined(pair: &Pair<'_>, joint: Joint) -> Cell {
    let (above, below) = (pair.above, pair.below);
    let (text, other) = (above.text.as_str(), below.text.as_str());
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
    Cell {
        text: format!("{text}{between}{other}"),
        doubt: doubt.or(above.doubt).or(below.doubt),
        row_span: above.row_span + below.row_span - usize::from(joint != Joint::Apart),
        ..above.clone()
    }
}

/// Whether a row has no name of its own, only figures.
pub(super) fn is_nameless(line: &[Cell]) -> bool {
    let mut single = line.iter().filter(|cell| cell.row_span == 1);
    single.all(|cell| is_value(&cell.text))
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

fn is_value(text: &str) -> bool {
    text.is_empty() || starts(text)
}

/// Whether words are a figure, a part of one, or a dash.
fn is_figure(text: &str) -> bool {
    let fits = |c: char| c.is_ascii_digit() || "+-.,，－/—".contains(c);
    !text.is_empty() && text.chars().all(fits)
}
