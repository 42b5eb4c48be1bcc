//! How wide a table's columns are: from what stands in them, so that the table is low.

use super::table_cell::Entry;
use document::CellKind;
use std::cell::RefCell;

/// Space between a cell's edge and its words, left and right together.
pub(super) const PADDING: f32 = 5.0;
/// Space above and below a cell's words together.
pub(super) const PADDING_ROWS: f32 = 6.0;
/// How far apart lines in a cell stand, in em.
pub(super) const CELL_LEADING: f32 = 1.28;
/// What a character alone on a line costs, in points of height.
const LONE: f32 = 12.0;
/// Columns of figures are made equal where that costs no more than this part of the table.
const EQUAL: f32 = 0.05;
/// Words of more characters than this are estimated, not broken, to see how high they get.
const LONG: usize = 200;
/// What a line of a label costs that has room to spare.
const TALL_LABEL: f32 = 0.3;
/// How much lower, in points of height for a point of width, a table must get to be worth it.
const LEAST_GAIN: f32 = 0.001;

/// Widths of columns that sum up to a total; nothing where they cannot hold their words at
/// this size.
pub(super) fn widths(entries: &[Entry], columns: usize, total: f32, size: f32) -> Option<Vec<f32>> {
    let mut widths = least(entries, columns);
    // Before anything is weighed: a table may have more columns than a page has points.
    if widths.iter().sum::<f32>() > total {
        return None;
    }
    let figures = figure_columns(entries, columns);
    let unequal = widths.clone();
    equalise(&mut widths, &figures);
    let mut groups = groups(columns, &figures);
    let (equal, own) = (widths.iter().sum::<f32>(), unequal.iter().sum::<f32>());
    if equal > total || (equal - own > total * EQUAL && equal > total / 2.0) {
        widths = unequal;
        groups = (0..columns).map(|column| vec![column]).collect();
    }
    let heights = Heights::new(entries, &widths, size);
    grow(&mut widths, &groups, total, size, &heights);
    share_out(&mut widths, total);
    Some(widths)
}

/// Widths that sum up to a total whatever the words: what is too long is broken.
pub(super) fn forced_widths(entries: &[Entry], columns: usize, total: f32) -> Vec<f32> {
    let mut widths = least(entries, columns);
    let fair = total / columns.max(1) as f32;
    let short: f32 = widths.iter().filter(|&&width| width <= fair).sum();
    let long: f32 = widths.iter().filter(|&&width| width > fair).sum();
    if long > 0.0 {
        let scale = ((total - short) / long).min(1.0);
        for width in widths.iter_mut().filter(|width| **width > fair) {
            *width *= scale;
        }
    }
    share_out(&mut widths, total);
    widths
}

fn least(entries: &[Entry], columns: usize) -> Vec<f32> {
    let mut widths = vec![PADDING * 2.0; columns];
    let mut wide: Vec<&Entry> = entries.iter().collect();
    wide.sort_by_key(|entry| entry.colspan);
    for entry in wide {
        let range = entry.columns();
        let have: f32 = widths[range.clone()].iter().sum();
        let lack = (entry.least() + PADDING - have).max(0.0) / entry.colspan as f32;
        widths[range].iter_mut().for_each(|width| *width += lack);
    }
    widths
}

/// Columns that hold figures and no words of their own: they look best equally wide.
fn figure_columns(entries: &[Entry], columns: usize) -> Vec<usize> {
    let all_figures = |&column: &usize| {
        let own = |entry: &&Entry| entry.colspan == 1 && entry.column == column;
        let kinds = || entries.iter().filter(own).map(|entry| entry.kind);
        kinds().any(|kind| kind == CellKind::Figure)
            && !kinds().any(|kind| matches!(kind, CellKind::RowHead | CellKind::Text))
    };
    (0..columns).filter(all_figures).collect()
}

fn equalise(widths: &mut [f32], group: &[usize]) {
    let own = group.iter().map(|&column| widths[column]);
    let widest = own.fold(0.0, f32::max);
    for &column in group {
        widths[column] = widest;
    }
}

/// Columns that grow together.
fn groups(columns: usize, figures: &[usize]) -> Vec<Vec<usize>> {
    let single = (0..columns).filter(|column| !figures.contains(column));
    let mut groups: Vec<Vec<usize>> = single.map(|column| vec![column]).collect();
    if !figures.is_empty() {
        groups.push(figures.to_vec());
    }
    groups
}

/// Widens the columns that make the table lower, best bargain first.
fn grow(widths: &mut [f32], groups: &[Vec<usize>], total: f32, size: f32, heights: &Heights<'_>) {
    let step = size / 2.0;
    let mut now = heights.cost(widths).sum();
    loop {
        let spare = total - widths.iter().sum::<f32>();
        let mut best: Option<(f32, usize, f32, f32)> = None;
        for (number, group) in groups.iter().enumerate() {
            let widened = |more: f32| {
                let mut tried = widths.to_vec();
                group.iter().for_each(|&column| tried[column] += more);
                heights.cost(&tried)
            };
            let most = (spare / (step * group.len() as f32)) as usize;
            let most = most.min(heights.tries());
            // Wider columns make no table higher, so this is as low as it gets.
            let lowest = widened(most as f32 * step).height;
            for steps in 1..=most {
                let more = steps as f32 * step;
                let price = more * group.len() as f32;
                let most_gain = (now - lowest) / price;
                if most_gain <= best.map_or(LEAST_GAIN, |best| best.0) {
                    break;
                }
                let cost = widened(more).sum();
                let gain = (now - cost) / price;
                if gain > best.map_or(LEAST_GAIN, |best| best.0) {
                    best = Some((gain, number, more, cost));
                }
            }
        }
        let Some((_, number, more, cost)) = best else {
            return;
        };
        let widened = groups[number].iter();
        widened.for_each(|&column| widths[column] += more);
        now = cost;
    }
}

/// Gives away what is left, to each column by its width.
fn share_out(widths: &mut [f32], total: f32) {
    let sum: f32 = widths.iter().sum();
    if sum > 0.0 {
        widths.iter_mut().for_each(|width| *width *= total / sum);
    }
}

/// What a table costs, in points of height.
#[derive(Clone, Copy, Debug)]
struct Cost {
    /// Its height, and the lines of labels that have room to spare.
    height: f32,
    /// Characters alone on a line.
    lonely: f32,
}

impl Cost {
    fn sum(self) -> f32 {
        self.height + self.lonely
    }
}

/// A width, and how many lines a cell has at it, and how many of those are lone.
type Found = (u32, (usize, usize));

/// How high a table gets, remembered for each cell and width.
struct Heights<'a> {
    /// The cells that are not on one line anyway.
    entries: Vec<&'a Entry>,
    natural: Vec<f32>,
    leading: f32,
    rows: usize,
    /// For each cell, what was found for a width, in order of the widths.
    known: Vec<RefCell<Vec<Found>>>,
}

impl<'a> Heights<'a> {
    fn new(entries: &'a [Entry], least: &[f32], size: f32) -> Self {
        let ends = entries.iter().map(|entry| entry.rows().end);
        let rows = ends.max().unwrap_or(0);
        let high = |entry: &(&Entry, f32)| {
            entry.1 + PADDING > least[entry.0.columns()].iter().sum::<f32>()
        };
        let all = entries.iter().map(|entry| (entry, entry.natural()));
        let (entries, natural): (Vec<_>, Vec<_>) = all.filter(high).unzip();
        Heights {
            known: entries.iter().map(|_| RefCell::default()).collect(),
            entries,
            natural,
            leading: size * CELL_LEADING,
            rows,
        }
    }

    /// How many widths are worth trying: fewer the more there is to weigh each time.
    fn tries(&self) -> usize {
        (60_000 / self.entries.len().max(1)).min(60)
    }

    /// What a table of these widths costs.
    fn cost(&self, widths: &[f32]) -> Cost {
        let mut rows = vec![self.leading + PADDING_ROWS; self.rows];
        let (mut penalty, mut lonely) = (0.0, 0.0);
        let mut tall = Vec::new();
        for (number, entry) in self.entries.iter().enumerate() {
            let width = widths[entry.columns()].iter().sum::<f32>() - PADDING;
            let (lines, lone) = self.lines(number, width);
            lonely += lone as f32 * LONE;
            let height = lines as f32 * self.leading + PADDING_ROWS;
            if entry.rowspan == 1 {
                rows[entry.row] = rows[entry.row].max(height);
            } else {
                penalty += lines as f32 * TALL_LABEL;
                tall.push((entry, height));
            }
        }
        for (entry, height) in tall {
            let have: f32 = rows[entry.rows()].iter().sum();
            rows[entry.rows().end - 1] += (height - have).max(0.0);
        }
        Cost {
            height: rows.iter().sum::<f32>() + penalty,
            lonely,
        }
    }

    fn lines(&self, number: usize, width: f32) -> (usize, usize) {
        if self.natural[number] <= width {
            return (1, 0);
        }
        if self.entries[number].glyphs.len() > LONG {
            return ((self.natural[number] / width.max(1.0)).ceil() as usize, 0);
        }
        let key = (width * 8.0) as u32;
        let mut known = self.known[number].borrow_mut();
        match known.binary_search_by_key(&key, |found| found.0) {
            Ok(at) => known[at].1,
            Err(at) => {
                // A wider cell has no more lines, so between two alike all are alike.
                if let [.., below] = known[..at]
                    && let [above, ..] = known[at..]
                    && below.1 == above.1
                    && below.1.1 == 0
                {
                    return below.1;
                }
                let found = self.entries[number].count(width);
                known.insert(at, (key, found));
                found
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pdf::{
        Fonts, faces::FaceCache, glyphs::Typesetter, line_breaking::LineStyle, painter::MEASURE,
        placement::place, table_cell::Sizes,
    };
    use document::{Cell, Inline};
    use proptest::prelude::*;

    const SIZE: f32 = 10.5;

    fn entries(rows: &[Vec<(CellKind, String)>]) -> Vec<Entry> {
        let fonts = Fonts::bundled();
        let mut setter = Typesetter::new(FaceCache::new(&fonts));
        let mut out = Vec::new();
        for (row, cells) in rows.iter().enumerate() {
            for (column, (kind, text)) in cells.iter().enumerate() {
                let cell = Cell::new(*kind, column, vec![Inline::plain(text)]);
                out.push(Entry::new(&mut setter, row, &cell, Sizes::even(SIZE), None));
            }
        }
        out
    }

    fn head(text: &str) -> (CellKind, String) {
        (CellKind::ColumnHead, text.to_owned())
    }

    #[test]
    fn narrow_heads_wrap_by_twos() {
        let heads = vec![head("结果维持"); 15];
        let widths = widths(&entries(&[heads]), 15, MEASURE, SIZE).unwrap();
        let entry = &entries(&[vec![head("结果维持")]])[0];
        let lines = entry.lines(widths[0] - PADDING);
        let lengths: Vec<usize> = lines.iter().map(|line| line.glyphs.len()).collect();
        assert_eq!(lengths, [2, 2]);
    }

    #[test]
    fn what_is_too_wide_is_said_so() {
        let long = vec![(CellKind::Figure, "9".repeat(40)); 4];
        assert!(widths(&entries(std::slice::from_ref(&long)), 4, MEASURE, SIZE).is_none());
        let forced = forced_widths(&entries(&[long]), 4, MEASURE);
        assert!((forced.iter().sum::<f32>() - MEASURE).abs() < 0.1);
    }

    fn words() -> impl Strategy<Value = (CellKind, String)> {
        let kind = prop_oneof![
            Just(CellKind::RowHead),
            Just(CellKind::ColumnHead),
            Just(CellKind::Figure),
            Just(CellKind::Text),
        ];
        (kind, "[0-9]{0,15}|[政府信息公开（）、]{0,40}|[a-z]{0,20}")
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn columns_fill_the_table_and_hold_their_words(
            rows in prop::collection::vec(prop::collection::vec(words(), 5), 1..6),
        ) {
            let entries = entries(&rows);
            let widths = widths(&entries, 5, MEASURE, SIZE)
                .unwrap_or_else(|| forced_widths(&entries, 5, MEASURE));
            prop_assert!((widths.iter().sum::<f32>() - MEASURE).abs() < 0.1);
            for entry in &entries {
                let width = widths[entry.column] - PADDING;
                for line in entry.lines(width) {
                    let placed = place(&entry.glyphs, &line, width, LineStyle::Ragged);
                    let right = placed.last().map_or(0.0, |last| last.x + last.glyph.advance / 2.0);
                    prop_assert!(right <= width + 0.1, "{right} > {width}");
                }
            }
        }
    }
}
