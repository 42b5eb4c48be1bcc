//! Two changes of one text: both, where they are of different places.
//!
//! The lines are compared; where both changed one line of figures, its parts are. What both
//! changed in different ways is a clash, which somebody has to decide.

use std::ops::Range;

use similar::{Algorithm, DiffTag, capture_diff_slices};

use super::{change::smallest, messages::Keep};

/// What both changed in different ways.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clash {
    /// The first byte of the place in the first text.
    pub at: usize,
    /// The one version.
    pub mine: String,
    /// The other.
    pub theirs: String,
}

/// Pairs of lines that are compared one with another, at the most: beyond it all that lies
/// between what is alike at both ends is one change.
const COMPARED: usize = 20_000_000;

/// Lines of the base, and what came in their place.
#[derive(Clone, Debug)]
struct Hunk {
    base: Range<usize>,
    new: Range<usize>,
}

/// What was decided of the clashes so far, in their order.
pub struct Decided<'a>(std::slice::Iter<'a, Keep>);

impl<'a> Decided<'a> {
    /// Some decisions.
    pub fn of(decisions: &'a [Keep]) -> Self {
        Decided(decisions.iter())
    }

    /// The version that was chosen of a clash.
    fn choose<'t>(
        &mut self,
        clash: Clash,
        mine: &'t str,
        theirs: &'t str,
    ) -> Result<&'t str, Clash> {
        match self.0.next() {
            Some(Keep::Mine) => Ok(mine),
            Some(Keep::Theirs) => Ok(theirs),
            None => Err(clash),
        }
    }
}

/// What both of two changes of a text make of it together.
///
/// # Errors
/// Both changed the same place in different ways, and that is not decided.
pub fn merge(
    base: &str,
    mine: &str,
    theirs: &str,
    decided: &mut Decided<'_>,
) -> Result<String, Clash> {
    if let Some(one) = unopposed(base, mine, theirs) {
        return Ok(one.to_owned());
    }
    let lines = |text: &'_ str| text.split_inclusive('\n').map(str::to_owned).collect();
    let (base, mine, theirs): (Vec<String>, Vec<String>, Vec<String>) =
        (lines(base), lines(mine), lines(theirs));
    let (own, other) = (hunks(&base, &mine), hunks(&base, &theirs));
    let (mut own, mut other) = (own.as_slice(), other.as_slice());
    let mut out = String::new();
    let mut at = 0;
    while let Some(region) = next(own, other) {
        out.extend(base[at..region.start].iter().map(String::as_str));
        at = region.end;
        let (a, b) = (taken(&mut own, &region), taken(&mut other, &region));
        let old: Vec<&str> = base[region.clone()].iter().map(String::as_str).collect();
        let (one, two) = (
            version(&base, &mine, &region, a),
            version(&base, &theirs, &region, b),
        );
        out += &match (a.is_empty(), b.is_empty()) {
            (false, true) => one.concat(),
            (true, false) => two.concat(),
            _ => together(&old, &one, &two, offset(&mine, a), decided)?,
        };
    }
    out.extend(base[at..].iter().map(String::as_str));
    Ok(out)
}

/// Two versions of some lines in one: line by line where there are as many.
fn together(
    base: &[&str],
    mine: &[&str],
    theirs: &[&str],
    mut at: usize,
    decided: &mut Decided<'_>,
) -> Result<String, Clash> {
    if mine == theirs {
        return Ok(mine.concat());
    }
    if base.len() != mine.len() || base.len() != theirs.len() {
        let (mine, theirs) = (mine.concat(), theirs.concat());
        let clash = clash(at, &mine, &theirs);
        return decided.choose(clash, &mine, &theirs).map(str::to_owned);
    }
    let mut out = String::new();
    for ((base, mine), theirs) in base.iter().zip(mine).zip(theirs) {
        out += &one_line(base, mine, theirs, at, decided)?;
        at += mine.len();
    }
    Ok(out)
}

fn one_line(
    base: &str,
    mine: &str,
    theirs: &str,
    at: usize,
    decided: &mut Decided<'_>,
) -> Result<String, Clash> {
    if let Some(line) = unopposed(base, mine, theirs) {
        return Ok(line.to_owned());
    }
    // Only what stands in braces or brackets has parts of its own.
    let parts = |line: &'_ str| match line.contains(['{', '[']) {
        true => line
            .split_inclusive(['{', '[', ',', ':', ']', '}'])
            .map(str::to_owned)
            .collect(),
        false => vec![line.to_owned()],
    };
    let (old, one, two): (Vec<String>, Vec<String>, Vec<String>) =
        (parts(base), parts(mine), parts(theirs));
    if old.len() == one.len() && old.len() == two.len() {
        let mut out = String::new();
        let mut at = at;
        for ((old, one), two) in old.iter().zip(&one).zip(&two) {
            out += match unopposed(old, one, two) {
                Some(part) => part,
                None => decided.choose(clash(at, one, two), one, two)?,
            };
            at += one.len();
        }
        return Ok(out);
    }
    match apart(base, mine, theirs) {
        Some(line) => Ok(line),
        None => decided
            .choose(clash(at, mine, theirs), mine, theirs)
            .map(str::to_owned),
    }
}

/// What stands where only one changed something, or both the same.
fn unopposed<'t>(base: &str, mine: &'t str, theirs: &'t str) -> Option<&'t str> {
    match () {
        () if mine == base || mine == theirs => Some(theirs),
        () if theirs == base => Some(mine),
        () => None,
    }
}

/// A row that both changed, where a part that neither changed lies between.
fn apart(base: &str, mine: &str, theirs: &str) -> Option<String> {
    let (a, one) = smallest(base, mine);
    let (b, two) = smallest(base, theirs);
    let ((first, one), (second, two)) = match a.start <= b.start {
        true => ((a, one), (b, two)),
        false => ((b, two), (a, one)),
    };
    let between = base.get(first.end..second.start)?;
    let inside = base[..first.start].contains(['{', '[']) && between.contains([',', '{', '[']);
    inside.then(|| {
        let (head, tail) = (&base[..first.start], &base[second.end..]);
        format!("{head}{one}{between}{two}{tail}")
    })
}

/// A clash of two versions that begin at a byte, as it is shown.
fn clash(at: usize, mine: &str, theirs: &str) -> Clash {
    let (first, _) = smallest(mine, theirs);
    let shown = |words: &str| {
        let words = words.trim_end_matches([',', '}', ']']);
        let lines: Vec<&str> = words.lines().map(str::trim).collect();
        lines.join("\n")
    };
    Clash {
        at: at + first.start,
        mine: shown(mine),
        theirs: shown(theirs),
    }
}

fn offset(lines: &[String], hunks: &[Hunk]) -> usize {
    let first = hunks.first().map_or(0, |hunk| hunk.new.start);
    lines[..first].iter().map(String::len).sum()
}

fn hunks(base: &[String], new: &[String]) -> Vec<Hunk> {
    let head = base.iter().zip(new).take_while(|(a, b)| a == b).count();
    let (left, right) = (&base[head..], &new[head..]);
    let tail = left.iter().rev().zip(right.iter().rev());
    let tail = tail.take_while(|(a, b)| a == b).count();
    let (left, right) = (&left[..left.len() - tail], &right[..right.len() - tail]);
    if left.is_empty() && right.is_empty() {
        return Vec::new();
    }
    let shift = |range: Range<usize>| range.start + head..range.end + head;
    if left.len().saturating_mul(right.len()) > COMPARED {
        return vec![Hunk {
            base: shift(0..left.len()),
            new: shift(0..right.len()),
        }];
    }
    let ops = capture_diff_slices(Algorithm::Myers, left, right);
    let equal = ops.iter().filter(|op| op.tag() == DiffTag::Equal);
    // What lies between lines that are the same is a change, whatever it is called.
    let same = equal.map(|op| (shift(op.old_range()), shift(op.new_range())));
    let end = (base.len() - tail, new.len() - tail);
    let mut at = (head, head);
    let mut found = Vec::new();
    for (old, new) in same.chain([(end.0..end.0, end.1..end.1)]) {
        if at != (old.start, new.start) {
            found.push(Hunk {
                base: at.0..old.start,
                new: at.1..new.start,
            });
        }
        at = (old.end, new.end);
    }
    found
}

/// Whether two changes are of one place: they share a line, or both add at one point.
fn meet(a: &Range<usize>, b: &Range<usize>) -> bool {
    (a.start < b.end && b.start < a.end) || (a.is_empty() && b.is_empty() && a.start == b.start)
}

/// The next lines of the base that anybody changed, as far as changes meet one another.
fn next(own: &[Hunk], other: &[Hunk]) -> Option<Range<usize>> {
    let first = own.first().into_iter().chain(other.first());
    let mut region = first
        .map(|hunk| hunk.base.clone())
        .min_by_key(|range| (range.start, range.end))?;
    loop {
        let near = |hunks: &'_ [Hunk]| {
            let near = hunks
                .iter()
                .take_while(|hunk| hunk.base.start <= region.end);
            near.cloned().collect::<Vec<_>>()
        };
        let all = near(own).into_iter().chain(near(other));
        let grown = all
            .filter(|hunk| meet(&hunk.base, &region))
            .fold(region.clone(), |region, hunk| {
                region.start.min(hunk.base.start)..region.end.max(hunk.base.end)
            });
        if grown == region {
            return Some(region);
        }
        region = grown;
    }
}

/// Takes the changes of a region from those that are left.
fn taken<'h>(hunks: &mut &'h [Hunk], region: &Range<usize>) -> &'h [Hunk] {
    let inside = |hunk: &Hunk| meet(&hunk.base, region) || hunk.base == *region;
    let count = hunks.iter().take_while(|hunk| inside(hunk)).count();
    let (now, later) = hunks.split_at(count);
    *hunks = later;
    now
}

/// A region of the base as one of the two texts has it.
fn version<'t>(
    base: &'t [String],
    text: &'t [String],
    region: &Range<usize>,
    hunks: &[Hunk],
) -> Vec<&'t str> {
    let mut lines = Vec::new();
    let mut at = region.start;
    for hunk in hunks {
        lines.extend(base[at..hunk.base.start].iter().map(String::as_str));
        lines.extend(text[hunk.new.clone()].iter().map(String::as_str));
        at = hunk.base.end;
    }
    lines.extend(base[at..region.end].iter().map(String::as_str));
    lines
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn merged(base: &str, mine: &str, theirs: &str) -> Option<String> {
        let one = merge(base, mine, theirs, &mut Decided::of(&[])).ok();
        let two = merge(base, theirs, mine, &mut Decided::of(&[])).ok();
        assert_eq!(one, two);
        one
    }

    #[test]
    fn different_places_merge_and_the_same_place_clashes() {
        let base = "一\n二\n三\n四\n";
        assert_eq!(
            merged(base, "壹\n二\n三\n四\n", "一\n贰\n三\n").unwrap(),
            "壹\n贰\n三\n"
        );
        assert_eq!(
            merged(base, "一\n二\n四\n", "一\n二\n三\n四\n五\n").unwrap(),
            "一\n二\n四\n五\n"
        );
        assert_eq!(merged(base, "一\n", "一\n").unwrap(), "一\n");
        assert_eq!(merged(base, "一\n甲\n三\n四\n", "一\n乙\n三\n四\n"), None);
        assert_eq!(
            merged(base, "一\n甲\n二\n三\n四\n", "一\n乙\n二\n三\n四\n"),
            None
        );
        assert_eq!(merged(base, "一\n四\n", "一\n二\n叁\n四\n"), None);
        let decide = |mine, theirs, decisions: &[Keep]| {
            merge(base, mine, theirs, &mut Decided::of(decisions))
        };
        let clash = decide("一\n甲\n三\n四\n", "一\n乙\n三\n四\n", &[]).unwrap_err();
        let told = ("甲".to_owned(), "乙".to_owned());
        assert_eq!((clash.at, (clash.mine, clash.theirs)), (4, told));
        // What only one changed beside it stays, whoever is preferred.
        let (mine, theirs) = ("壹\n甲\n三\n丁\n", "一\n乙\n叁\n戊\n");
        for (decisions, both) in [
            ([Keep::Mine, Keep::Theirs], "壹\n甲\n叁\n戊\n"),
            ([Keep::Theirs, Keep::Mine], "壹\n乙\n叁\n丁\n"),
        ] {
            assert_eq!(decide(mine, theirs, &decisions).unwrap(), both);
            let second = decide(mine, theirs, &decisions[..1]).unwrap_err();
            assert_eq!(
                (second.mine, second.theirs),
                ("丁".to_owned(), "戊".to_owned())
            );
        }
    }

    #[test]
    fn figures_of_one_row_merge_and_words_of_one_line_do_not() {
        let base = "  新收: {自然人: 6, 其余: 0}\n";
        let mine = "  新收: {自然人: 7, 其余: 0}\n";
        let theirs = "  新收: {自然人: 6, 商业企业: 1, 其余: 0}\n";
        let both = "  新收: {自然人: 7, 商业企业: 1, 其余: 0}\n";
        assert_eq!(merged(base, mine, theirs).unwrap(), both);
        assert_eq!(
            merged("a: [1, 0, 0]\n", "a: [1, 5, 0]\n", "a: [1, 0, 7]\n").unwrap(),
            "a: [1, 5, 7]\n"
        );
        assert_eq!(merged(base, mine, "  新收: {自然人: 8, 其余: 0}\n"), None);
        assert_eq!(merged("甲, 乙, 丙\n", "壹, 乙, 丙\n", "甲, 乙, 叁\n"), None);
    }

    proptest! {
        #[test]
        fn what_only_one_changed_is_what_he_made_of_it(
            base in "([ab1 ,{}]{0,4}\n){0,8}",
            mine in "([ab1 ,{}]{0,4}\n){0,8}",
        ) {
            prop_assert_eq!(merged(&base, &mine, &base), Some(mine.clone()));
            prop_assert_eq!(merged(&base, &mine, &mine), Some(mine.clone()));
            // With a change before it that is another's.
            let theirs = format!("x\n{base}");
            let lines = |text: &str| format!("=\n{text}");
            let both = merged(&lines(&base), &lines(&mine), &format!("x\n{}", lines(&base)));
            prop_assert_eq!(both, Some(format!("x\n{}", lines(&mine))));
            // And whatever is decided, nothing panics.
            for keep in [Keep::Mine, Keep::Theirs] {
                let _ = merge(&base, &mine, &theirs, &mut Decided::of(&[keep; 30]));
            }
        }
    }
}
