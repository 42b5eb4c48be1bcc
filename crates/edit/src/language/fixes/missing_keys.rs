//! Writing what is missing, where the form has it.

use strsim::levenshtein;

use super::{Action, edition, tree};
use base::{
    characters::half_width,
    diagnostic::{Finding, Message, either},
    number::{Kind, Number},
    source::Span,
    yaml::{Entry, Node, Value},
};
use form::{
    edition::{Field, SlotId},
    report::{Figure, Report, keys},
};
use open::Opened;

/// The ways to write what a finding misses.
pub fn missing(opened: &Opened, finding: &Finding) -> Vec<Action> {
    let Some(tree) = tree(opened) else {
        return Vec::new();
    };
    let edition = edition(opened);
    let path = finding.subject.path.as_str();
    let is_figure = edition.field(path).is_some();
    if let Some(unfilled) = unfilled(opened, &tree, path) {
        let fill = |value: &str, what: Message| Action::new(what, unfilled, format!(" {value}"));
        let offers = vec![
            fill("0", "填 0".into()),
            fill("~", either("填 ~（留空）", "留空")),
        ];
        return if is_figure { offers } else { Vec::new() };
    }
    // A row that misses several figures is told of itself.
    let map = |path: &str| {
        tree.at(path)
            .filter(|node| matches!(node.value, Value::Map(_)))
    };
    let row = map(path).filter(|_| is_figure);
    let (above, key) = match (row, path.rsplit_once('.')) {
        (Some(_), _) => (path, keys::REST),
        (None, Some((above, key))) => (above, key),
        (None, None) => ("", path),
    };
    let Some(map) = map(above) else {
        return Vec::new();
    };
    let order = keys::below(edition, above);
    let put = |key: &str, value: &str, title: Message| {
        let pair = format!("{key}: {value}");
        let (place, words) = map.insert(opened.text(), &order, key, pair.trim_end_matches(' '))?;
        Some(Action::new(title, Span::new(opened.file, place), words))
    };
    let rest = || {
        let title = format!("补上「{}: 0」：没有写出来的都是零", keys::REST);
        let title = either(title, "没有写出来的都填 0");
        let safe = is_rest_safe(opened, map, path);
        Some(put(keys::REST, "0", title)?.safe_if(safe))
    };
    if row.is_some() {
        return rest().into_iter().collect();
    }
    let section = edition.sections.iter().find(|s| s.key == path);
    let table = section.is_some_and(|section| section.table.is_some());
    if section.is_some() && !table {
        let title = format!("补上「{key}」，文字待写");
        return put(key, "|\n", title.into()).into_iter().collect();
    }
    if !(is_figure || table) {
        let title = format!("补上「{key}」，待填");
        return put(key, "", title.into()).into_iter().collect();
    }
    let offers = [
        put(key, "0", either(format!("补上「{key}」，填 0"), "填 0")),
        put(
            key,
            "~",
            either(format!("补上「{key}」，留空（~）"), "留空"),
        ),
        is_figure.then(rest).flatten(),
    ];
    offers.into_iter().flatten().collect()
}

/// Whether all that a map does not say is a figure, and proved to be 0.
fn is_rest_safe(opened: &Opened, map: &Node, path: &str) -> bool {
    // Beside a key without a figure, it is that figure which is missing.
    let open = |entry: &Entry| matches!(entry.node.value, Value::Null) || entry.key == keys::REST;
    let slots: Vec<SlotId> = edition(opened)
        .field(path)
        .map(Field::slots)
        .unwrap_or_default();
    let proved = |report| is_proved(report, &slots);
    !map.entries().iter().any(open) && opened.report.as_ref().is_some_and(proved)
}

/// Whether totals that the author states prove every figure to be 0 that is missing.
fn is_proved(report: &Report, slots: &[SlotId]) -> bool {
    let unknown = |slot: &SlotId| report.cell(*slot).figure == Figure::Absent;
    let nought = |slot: SlotId| {
        let sums = report.edition.sums.iter();
        let mut sums = sums.filter(|sum| sum.parts.contains(&slot));
        sums.any(|sum| {
            let known = sum.parts.iter().filter(|part| !unknown(part));
            let known = known.map(|part| report.cell(*part).figure.number());
            let known: Option<i128> = known.map(|number| Some(number?.millionths())).sum();
            let total = report.cell(sum.total).figure.number();
            known.is_some() && total.map(Number::millionths) == known
        })
    };
    let count = |slot: &SlotId| report.edition.slot(*slot).kind == Kind::Count;
    let mut missing = slots.iter().filter(|slot| unknown(slot)).peekable();
    missing.peek().is_some() && missing.all(|slot| count(slot) && nought(*slot))
}

/// Whether a misspelt key is one letter away from a key of its place, and from no other.
pub fn is_one_of(opened: &Opened, finding: &Finding) -> bool {
    let path = finding.subject.path.as_str();
    let (above, key) = path.rsplit_once('.').unwrap_or(("", path));
    let plain: String = key.chars().map(half_width).filter(|c| *c != ' ').collect();
    let near = |known: &&str| levenshtein(known, &plain) <= 1;
    let order = keys::below(edition(opened), above);
    let mut near = order.into_iter().filter(near);
    let only = near.next();
    only.is_some() && only == finding.expected.as_deref() && near.next().is_none()
}

/// The place right behind the colon of a key that has nothing behind it.
fn unfilled(opened: &Opened, tree: &Node, path: &str) -> Option<Span> {
    let (above, key) = path.rsplit_once('.').unwrap_or(("", path));
    let entry = tree.at(above)?.get(key)?;
    let empty = entry.node.is_unwritten();
    let before = opened.text()[..entry.node.span.range().start].ends_with(':');
    (empty && before).then_some(entry.node.span)
}
