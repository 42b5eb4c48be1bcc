//! The heaviest chain of matches: rows laid along items, in order and without crossing.
//!
//! In: [`Match`]es, each a row that may be an item and what that is worth. Out: those that
//! together are worth most. Rows in between cost next to nothing, so that of two chains of
//! the same worth the denser one is taken. The work grows with the matches alone.

/// What stands for a worth of 1: worths are whole numbers, so that no order of adding up
/// makes two of them differ.
const ONE: f64 = 1e9;
/// What a row costs that lies between two of a chain, of which [`ONE`] is 1.
const GAP: i64 = 10_000;

/// A row that may be an item.
#[derive(Clone, Copy, Debug)]
pub struct Match {
    /// Which row; matches come in the order of their rows.
    pub row: usize,
    /// Which item.
    pub item: usize,
    /// What it is worth that the row is the item.
    pub worth: f64,
    /// Whether more than the words tells that it is.
    pub is_sure: bool,
}

/// What the matches are worth that together are worth most, and these.
pub fn chain(matches: &[Match]) -> (f64, Vec<Match>) {
    let items = matches.iter().map(|own| own.item + 1).max().unwrap_or(0);
    // By item the best chain that ends there: its worth if no row came behind, and its end.
    let mut best: Vec<Option<(i64, usize)>> = vec![None; items];
    let mut worths: Vec<(i64, Option<usize>)> = Vec::with_capacity(matches.len());
    for of_row in matches.chunk_by(|a, b| a.row == b.row) {
        let start = worths.len();
        let row = of_row[0].row as i64 * GAP;
        for own in of_row {
            let before = best[..own.item].iter().rev().flatten();
            let before = before.max_by_key(|(worth, _)| *worth);
            let before = before.filter(|(worth, _)| *worth > row);
            let (above, end) = before.map_or((0, None), |(worth, end)| (worth - row, Some(*end)));
            worths.push(((own.worth * ONE) as i64 + above, end));
        }
        for (own, at) in of_row.iter().zip(start..) {
            let here = (worths[at].0 + row, at);
            if best[own.item].is_none_or(|most| most.0 < here.0) {
                best[own.item] = Some(here);
            }
        }
    }
    let mut end = (0..worths.len()).rev().max_by_key(|&at| worths[at].0);
    let whole = end.map_or(0.0, |at| worths[at].0 as f64 / ONE);
    let mut taken = Vec::new();
    while let Some(at) = end {
        taken.push(matches[at]);
        end = worths[at].1;
    }
    taken.reverse();
    (whole, taken)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(rows: &str, items: &str) -> Vec<(usize, usize)> {
        let rows = rows.chars().enumerate();
        let matches = rows.flat_map(|(row, c)| {
            let items = items.chars().enumerate();
            let same = items.filter(move |(_, item)| *item == c);
            same.map(move |(item, _)| Match {
                row,
                item,
                worth: 0.5,
                is_sure: false,
            })
        });
        let (_, taken) = chain(&matches.collect::<Vec<_>>());
        taken.iter().map(|own| (own.row, own.item)).collect()
    }

    #[test]
    fn missing_strange_and_doubled_rows_leave_the_rest_in_place() {
        assert_eq!(pairs("abc", "abc"), [(0, 0), (1, 1), (2, 2)]);
        assert_eq!(pairs("ac", "abc"), [(0, 0), (1, 2)]);
        assert_eq!(pairs("axbc", "abc"), [(0, 0), (2, 1), (3, 2)]);
        assert_eq!(pairs("abbc", "abc"), [(0, 0), (1, 1), (3, 2)]);
        assert_eq!(pairs("", "abc"), []);
        assert_eq!(pairs("cab", "abc"), [(1, 0), (2, 1)]);
    }

    #[test]
    fn of_equal_chains_the_denser_one_is_taken() {
        assert_eq!(pairs("axxxab", "ab"), [(4, 0), (5, 1)]);
        assert_eq!(pairs("abxxxab", "ab"), [(0, 0), (1, 1)]);
        assert_eq!(pairs("abcxaxbxc", "abc"), [(0, 0), (1, 1), (2, 2)]);
    }
}
