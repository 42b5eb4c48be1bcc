//! Rows that the end of a page tears.

use super::Room;
use crate::read::{
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
    /// What room the upper one has.
    pub(super) room: Room,
}

/// What a page's first row is to the last one of the page before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Joint {
    /// A row of its own.
    Apart,
    /// The rest of it.
    Rest,
    /// The rest of it: its name or its figures.
    Halves,
    /// Perhaps the rest of it.
    Doubtful,
}

impl Pair<'_> {
    /// Whether the lower words may be the rest of the upper ones.
    pub(super) fn goes_on(&self) -> bool {
        self.below.text.is_empty() || self.is_rest()
    }

    fn is_rest(&self) -> bool {
        !self.above.text.is_empty()
            && !is_item(&self.above.text, &self.below.text)
            && !starts(&self.below.text)
            && self.room != Room::Free
    }

    fn is_single(&self) -> bool {
        self.above.row_span == 1 && self.below.row_span == 1
    }

    /// Whether both are figures, parts of one or not.
    fn has_two_figures(&self) -> bool {
        is_figure(&self.above.text) && is_figure(&self.below.text)
    }

    /// Whether the lower figure is the rest of the upper one, if the row is torn.
    fn is_wrapped(&self) -> bool {
        self.room == Room::Full && self.below.text.len() <= self.above.text.len()
    }
}

/// What a row is to the one that the page before ends with, if the cells of both stand
/// below one another.
pub(super) fn joint(pairs: &[Pair<'_>]) -> Joint {
    let mut bare = pairs.iter().map(|pair| &pair.below.text);
    let is_bare = bare.all(|text| text.is_empty());
    let is_ended = |pair: &Pair<'_>| pair.below.text.is_empty() && !pair.above.text.is_empty();
    if pairs.iter().all(Pair::goes_on) && (is_bare || pairs.iter().any(is_ended)) {
        return Joint::Rest;
    }
    let value = |pair: &Pair<'_>| {
        pair.is_single() && (starts(&pair.above.text) || starts(&pair.below.text))
    };
    let Some(start) = pairs.iter().position(value) else {
        return Joint::Apart;
    };
    let (names, values) = pairs.split_at(start);
    let is_head = |pair: &Pair<'_>| !is_value(&pair.above.text) && starts(&pair.below.text);
    match values.iter().any(is_head) {
        true => Joint::Apart,
        false => of_row(names, values),
    }
}

/// What a row is to the one before it, by the cells of its name and of its figures.
fn of_row(names: &[Pair<'_>], values: &[Pair<'_>]) -> Joint {
    let named = |is: fn(&Pair<'_>) -> bool| names.iter().any(is);
    let above = named(|pair| pair.above.row_span == 1 && !pair.above.text.is_empty());
    let below = named(|pair| pair.below.row_span == 1 && !pair.below.text.is_empty());
    // There is room for a name above, and none; the lower one is a name by its number; the
    // upper one has a number, or had room for more.
    let is_missing = !above && named(|pair| pair.above.row_span == 1);
    let is_new = named(|pair| is_item(&pair.above.text, &pair.below.text));
    let is_item = named(|pair| numbered(&pair.above.text).0.is_some());
    let is_ended = named(|pair| !pair.below.text.is_empty() && pair.room == Room::Free);

    let has_above = values.iter().any(|pair| starts(&pair.above.text));
    let has_below = values.iter().any(|pair| starts(&pair.below.text));
    let both = || values.iter().filter(|pair| pair.has_two_figures());
    // All that stand below one another are parts of one, or some cannot be.
    let is_wrapped = both().all(|pair| pair.is_wrapped());
    let is_free = both().any(|pair| pair.room == Room::Free);
    let may_be_parts = is_wrapped && both().next().is_some();
    match (above, below) {
        (_, true) if is_missing && has_above && !has_below => Joint::Halves,
        (_, true) if is_missing && has_above && !is_free => Joint::Doubtful,
        _ if is_new => Joint::Apart,
        (true, false) if !has_above => Joint::Halves,
        (false, false) if !has_above || is_free => Joint::Apart,
        (_, false) if is_wrapped => Joint::Rest,
        (false, true) => Joint::Apart,
        (true, true) if is_item && !has_below => Joint::Rest,
        (true, true) if is_item && !is_ended && !has_above => Joint::Halves,
        (true, true) if is_item && !is_ended && is_wrapped => Joint::Rest,
        (true, true) if is_free || !is_item && is_ended && !may_be_parts => Joint::Apart,
        _ => Joint::Doubtful,
    }
}

/// The upper cell with what the page's end tore off.
pub(super) fn joined(pair: &Pair<'_>, joint: Joint) -> Cell {
    let (text, doubt) = text(pair, joint);
    let (above, below) = (pair.above, pair.below);
    Cell {
        text,
        doubt: doubt.or(above.doubt).or(below.doubt),
        row_span: above.row_span + below.row_span - usize::from(joint != Joint::Apart),
        ..above.clone()
    }
}

/// The words of a cell that a page's end tears, and why they are not certain.
fn text(pair: &Pair<'_>, joint: Joint) -> (String, Option<Doubt>) {
    let (above, below) = (pair.above.text.as_str(), pair.below.text.as_str());
    let is_name = !starts(above) && !starts(below);
    let is_clear = is_name || joint != Joint::Doubtful;
    let torn = (!is_clear).then_some(Doubt::Torn);
    match (above.is_empty(), below.is_empty()) {
        (true, true) => (String::new(), None),
        (false, true) => (above.to_owned(), torn),
        (true, false) if is_name || joint == Joint::Halves => (below.to_owned(), None),
        (true, false) => (below.to_owned(), Some(Doubt::NextPage)),
        (false, false) if !is_clear || starts(below) && !pair.is_wrapped() => {
            (format!("{above} {below}"), torn)
        }
        (false, false) => (format!("{above}{below}"), None),
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
