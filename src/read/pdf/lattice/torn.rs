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
        false => of_row(&Names::of(names), &Values::of(values)),
    }
}

/// What the names of two rows tell.
struct Names {
    above: bool,
    below: bool,
    /// Whether there is room for a name above, and none.
    is_missing: bool,
    /// Whether the lower one is a name by its number.
    is_new: bool,
    /// Whether the upper one has a number.
    is_item: bool,
    /// Whether the upper one had room for more.
    is_ended: bool,
}

impl Names {
    fn of(names: &[Pair<'_>]) -> Self {
        let any = |is: fn(&Pair<'_>) -> bool| names.iter().any(is);
        let above = any(|pair| pair.above.row_span == 1 && !pair.above.text.is_empty());
        Names {
            above,
            below: any(|pair| pair.below.row_span == 1 && !pair.below.text.is_empty()),
            is_missing: !above && any(|pair| pair.above.row_span == 1),
            is_new: any(|pair| is_item(&pair.above.text, &pair.below.text)),
            is_item: any(|pair| numbered(&pair.above.text).0.is_some()),
            is_ended: any(|pair| !pair.below.text.is_empty() && pair.room == Room::Free),
        }
    }
}

/// What the figures of two rows tell.
struct Values {
    above: bool,
    below: bool,
    /// Whether all that stand below one another are parts of one, if the row is torn.
    is_wrapped: bool,
    /// The same, where there are some.
    may_be_parts: bool,
    /// Whether some of those are none: there was room for the lower one.
    is_free: bool,
}

impl Values {
    fn of(values: &[Pair<'_>]) -> Self {
        let both: Vec<&Pair<'_>> = values.iter().filter(|p| p.has_two_figures()).collect();
        Values {
            above: values.iter().any(|pair| starts(&pair.above.text)),
            below: values.iter().any(|pair| starts(&pair.below.text)),
            is_wrapped: both.iter().all(|pair| pair.is_wrapped()),
            may_be_parts: !both.is_empty() && both.iter().all(|pair| pair.is_wrapped()),
            is_free: both.iter().any(|pair| pair.room == Room::Free),
        }
    }
}

/// What a row is to the one before it.
fn of_row(names: &Names, values: &Values) -> Joint {
    match (names.above, names.below) {
        (_, true) if names.is_missing && values.above && !values.below => Joint::Halves,
        (_, true) if names.is_missing && values.above && !values.is_free => Joint::Doubtful,
        _ if names.is_new => Joint::Apart,
        (true, false) if !values.above => Joint::Halves,
        (true, false) if values.is_wrapped => Joint::Rest,
        (true, false) => Joint::Doubtful,
        (false, false) if !values.above || values.is_free => Joint::Apart,
        (false, false) if values.is_wrapped => Joint::Rest,
        (false, false) => Joint::Doubtful,
        (true, true) if names.is_item && !values.below => Joint::Rest,
        (true, true) if names.is_item && !names.is_ended && !values.above => Joint::Halves,
        (true, true) if names.is_item && !names.is_ended && values.is_wrapped => Joint::Rest,
        (_, true) if values.is_free => Joint::Apart,
        (true, true) if names.is_item => Joint::Doubtful,
        (true, true) if names.is_ended && !values.may_be_parts => Joint::Apart,
        (true, true) => Joint::Doubtful,
        (false, true) => Joint::Apart,
    }
}

/// The words of a cell that a page's end tears, and why they are not certain.
pub(super) fn text(pair: &Pair<'_>, joint: Joint) -> (String, Option<Doubt>) {
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

/// The figures of a row without a name that stand below blank cells, for these: by the row
/// and the place in it. Whose they are, nothing tells.
pub(super) fn below(pairs: &[Pair<'_>], line: &[Cell]) -> Vec<(usize, usize, String)> {
    let mut single = line.iter().filter(|cell| cell.row_span == 1);
    let is_nameless = single.all(|cell| cell.text.is_empty() || starts(&cell.text));
    let is_apart =
        |pair: &&Pair<'_>| is_nameless && pair.above.text.is_empty() && !pair.below.text.is_empty();
    let told = |pair: &Pair<'_>| (pair.row, pair.index, pair.below.text.clone());
    pairs.iter().filter(is_apart).map(told).collect()
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
