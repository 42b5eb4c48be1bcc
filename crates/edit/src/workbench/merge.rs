//! Two changes of one text: both, where they are of different places.
//!
//! The texts are cut where their lines begin and, by their trees, where what stands in
//! brackets begins and ends; these pieces are compared. Entries that both added at one place
//! both come, in the form's order. What both changed in different ways is a clash, which
//! somebody has to decide.

use std::ops::Range;

use similar::{Algorithm, DiffTag, capture_diff_slices};

use super::{change::smallest, messages::Keep};
use base::{
    source::Sources,
    yaml::{self, Node, Value},
};
use form::{edition::Edition, report::keys};

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

/// Pairs of pieces that are compared one with another, at the most: beyond it all that lies
/// between what is alike at both ends is one change.
const COMPARED: usize = 20_000_000;

/// Pieces of the base, and what came in their place.
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
    let (base, mine, theirs) = (Pieces::of(base), Pieces::of(mine), Pieces::of(theirs));
    let is_told = [&base, &mine, &theirs].iter().all(|one| one.is_told);
    let (old, own, other) = (base.told(is_told), mine.told(is_told), theirs.told(is_told));
    let (own, other) = (hunks(&old, &own), hunks(&old, &other));
    let (mut own, mut other) = (own.as_slice(), other.as_slice());
    let mut out = String::new();
    let mut at = 0;
    while let Some(region) = next(own, other) {
        out.extend(base.texts[at..region.start].iter().copied());
        at = region.end;
        let (a, b) = (taken(&mut own, &region), taken(&mut other, &region));
        let old = &base.texts[region.clone()];
        let (one, two) = (
            version(&base.texts, &mine.texts, &region, a),
            version(&base.texts, &theirs.texts, &region, b),
        );
        out += &match (a, b) {
            ([], _) => two.concat(),
            (_, []) => one.concat(),
            ([a], [b]) if let Some(both) = mine.with(a, &theirs, b) => both,
            _ => together(old, &one, &two, offset(&mine.texts, a), decided)?,
        };
    }
    out.extend(base.texts[at..].iter().copied());
    Ok(out)
}

/// A text in pieces.
struct Pieces<'t> {
    texts: Vec<&'t str>,
    /// The key of the entry that begins with a piece, and the columns before it.
    keys: Vec<Option<(usize, String)>>,
    /// The path of the entry that each piece is of: those of two rows are never the same.
    paths: Vec<String>,
    /// Whether the text has a tree.
    is_told: bool,
}

impl<'t> Pieces<'t> {
    fn of(text: &'t str) -> Self {
        let ends = text.match_indices('\n').map(|(at, _)| at + 1);
        let mut cuts: Vec<usize> = ends.chain([0, text.len()]).collect();
        let (mut keys, mut marks) = (Vec::new(), vec![(0, String::new())]);
        let mut sources = Sources::new();
        let file = sources.add("", text);
        let same = sources.get(file).text().len() == text.len();
        let tree = yaml::parse(&sources, file).ok().filter(|_| same);
        if let Some(tree) = &tree {
            cut(tree, text, &mut cuts, &mut keys);
            owners(tree, text, "", &mut marks);
        }
        marks.sort_by_key(|(at, _)| *at);
        keys.sort_by_key(|(at, _)| *at);
        cuts.sort_unstable();
        cuts.dedup();
        let keyed = |at: &usize| {
            let found = keys.binary_search_by_key(at, |(at, _)| *at).ok()?;
            Some(keys[found].1.clone())
        };
        let path = |cut: &[usize]| {
            let own = marks.partition_point(|(at, _)| *at <= cut[0]);
            marks[own - 1].1.clone()
        };
        Pieces {
            paths: cuts.windows(2).map(path).collect(),
            is_told: tree.is_some(),
            texts: cuts.windows(2).map(|cut| &text[cut[0]..cut[1]]).collect(),
            keys: cuts.iter().map(keyed).collect(),
        }
    }

    /// The pieces, each with the path of its entry, if that is told of all texts.
    fn told(&self, is_told: bool) -> Vec<(&str, &'t str)> {
        let paths = self
            .paths
            .iter()
            .map(|path| if is_told { path } else { "" });
        paths.zip(self.texts.iter().copied()).collect()
    }

    /// Entries that both added at one place: what lies deeper first, then in the form's
    /// order. Nothing where it is anything else that came, or the same entry.
    fn with(&self, own: &Hunk, other: &Self, others: &Hunk) -> Option<String> {
        let came = |pieces: &Self, hunk: &Hunk| {
            let keys = &pieces.keys[hunk.new.clone()];
            let at = keys.iter().position(Option::is_some)?;
            let (depth, key) = keys[at].clone()?;
            let text = pieces.texts[hunk.new.clone()].concat();
            let place = (std::cmp::Reverse(depth), rank(&key), key);
            (at < 2).then_some((place, at, text))
        };
        let ((own, at, mine), (others, beside, theirs)) =
            match own.base.is_empty() && others.base.is_empty() {
                true => (came(self, own)?, came(other, others)?),
                false => return None,
            };
        match own.cmp(&others) {
            _ if at != beside => None,
            std::cmp::Ordering::Less => Some(mine + &theirs),
            std::cmp::Ordering::Equal => None,
            std::cmp::Ordering::Greater => Some(theirs + &mine),
        }
    }
}

/// Where a tree has pieces of their own, and the keys that begin with one.
fn cut(node: &Node, text: &str, cuts: &mut Vec<usize>, keys: &mut Vec<(usize, (usize, String))>) {
    match &node.value {
        Value::Map(entries) => {
            for entry in entries {
                let start = entry.key_span.range().start;
                let depth = if node.flow { 0 } else { entry.indent(text) };
                if node.flow {
                    cuts.extend([start, entry.end()]);
                }
                keys.push((start - depth, (depth, entry.key.clone())));
                cut(&entry.node, text, cuts, keys);
            }
        }
        Value::List(items) => {
            for item in items {
                if node.flow {
                    cuts.extend([item.span.range().start, item.span.range().end]);
                }
                cut(item, text, cuts, keys);
            }
        }
        Value::Null | Value::Scalar(_) => {}
    }
}

/// Where the lines and brackets of each entry begin and end, with whose they are from there.
fn owners(node: &Node, text: &str, path: &str, marks: &mut Vec<(usize, String)>) {
    for entry in node.entries() {
        let own = format!("{path}.{}", entry.key);
        let (start, end) = match node.flow {
            true => (entry.key_span.range().start, entry.end()),
            false => (entry.lines(text).start, entry.lines(text).end),
        };
        marks.push((start, own.clone()));
        owners(&entry.node, text, &own, marks);
        marks.push((end, path.to_owned()));
    }
}

/// The place of a key in the form.
fn rank(key: &str) -> usize {
    let edition = Edition::latest();
    let sections = edition.sections.iter().map(|section| section.key.as_str());
    let slots = edition.slots.iter().flat_map(|slot| slot.path.split('.'));
    let mut known = keys::TOP.into_iter().chain(sections).chain(slots);
    known.position(|known| known == key).unwrap_or(usize::MAX)
}

/// Two versions of some pieces in one: piece by piece where there are as many.
fn together(
    base: &[&str],
    mine: &[&str],
    theirs: &[&str],
    mut at: usize,
    decided: &mut Decided<'_>,
) -> Result<String, Clash> {
    let whole = |pieces: &[&str]| vec![pieces.concat()];
    let each = |pieces: &[&str]| pieces.iter().map(|piece| (*piece).to_owned()).collect();
    let (base, mine, theirs): (Vec<String>, Vec<String>, Vec<String>) =
        match base.len() == mine.len() && base.len() == theirs.len() {
            true => (each(base), each(mine), each(theirs)),
            false => (whole(base), whole(mine), whole(theirs)),
        };
    let mut out = String::new();
    for ((base, mine), theirs) in base.iter().zip(&mine).zip(&theirs) {
        out += match unopposed(base, mine, theirs) {
            Some(piece) => piece,
            None => decided.choose(clash(at, mine, theirs), mine, theirs)?,
        };
        at += mine.len();
    }
    Ok(out)
}

/// What stands where only one changed something, or both the same.
fn unopposed<'t>(base: &str, mine: &'t str, theirs: &'t str) -> Option<&'t str> {
    match () {
        () if mine == base || mine == theirs => Some(theirs),
        () if theirs == base => Some(mine),
        () => None,
    }
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

fn offset(pieces: &[&str], hunks: &[Hunk]) -> usize {
    let first = hunks.first().map_or(0, |hunk| hunk.new.start);
    pieces[..first].iter().map(|piece| piece.len()).sum()
}

fn hunks<T: Eq + Ord + std::hash::Hash>(base: &[T], new: &[T]) -> Vec<Hunk> {
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
    // What lies between pieces that are the same is a change, whatever it is called.
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

/// Whether two changes are of one place: they share a piece, or both add at one point.
fn meet(a: &Range<usize>, b: &Range<usize>) -> bool {
    (a.start < b.end && b.start < a.end) || (a.is_empty() && b.is_empty() && a.start == b.start)
}

/// The next pieces of the base that anybody changed, as far as changes meet one another.
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
    base: &[&'t str],
    text: &[&'t str],
    region: &Range<usize>,
    hunks: &[Hunk],
) -> Vec<&'t str> {
    let mut pieces = Vec::new();
    let mut at = region.start;
    for hunk in hunks {
        pieces.extend(&base[at..hunk.base.start]);
        pieces.extend(&text[hunk.new.clone()]);
        at = hunk.base.end;
    }
    pieces.extend(&base[at..region.end]);
    pieces
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
        assert_eq!(
            merged(base, &base.replace("其余", "科研机构: 2, 其余"), theirs).unwrap(),
            "  新收: {自然人: 6, 商业企业: 1, 科研机构: 2, 其余: 0}\n"
        );
        assert_eq!(
            merged(
                "机关:\n  名称: 某局\n申请: 0\n",
                "机关:\n  名称: 某局\n日期: 2025-01-10\n申请: 0\n",
                "机关:\n  名称: 某局\n  类别: 部门\n申请: 0\n"
            )
            .unwrap(),
            "机关:\n  名称: 某局\n  类别: 部门\n日期: 2025-01-10\n申请: 0\n"
        );
        assert_eq!(
            merged(base, theirs, &theirs.replace("商业企业: 1", "商业企业: 2")),
            None
        );
        let text = "总体情况: |\n  一。\n  三。\n";
        let (one, two) = (
            text.replace("  三", "  甲: 2\n  三"),
            text.replace("  三", "  乙: 2\n  三"),
        );
        assert_eq!(merged(text, &one, &two), None);
        let (lines, total) = ("  甲:\n结转:\n", "  总计: 1\n结转:");
        assert_eq!(
            merged(lines, "  甲: 0\n结转: 1\n", &lines.replace("结转:", total)),
            None
        );
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
