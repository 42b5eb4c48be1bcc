//! What words mean in the tables: cells, and sums of cells.

use super::{
    clauses::Words,
    tokens::{Lexicon, Use},
};
use base::diagnostic::{Message, joined, message};
use base::number::Number;
use form::{
    edition::{Edition, Saying},
    report::Report,
};

/// A sum of cells, each by its path.
pub type Sum = Vec<String>;

/// Cells that a number may be, the likeliest first.
#[derive(Clone, Debug, Default)]
pub struct Meaning {
    /// What it may be.
    pub any: Vec<Sum>,
    /// The same before columns were taken of them.
    pub rows: Vec<Sum>,
    /// The columns that were.
    pub keys: Vec<String>,
    /// The unit that the form wants.
    pub unit: Option<&'static str>,
    /// Whether the words may speak of more than the form does.
    pub general: bool,
    /// Whether it says nothing without what was spoken of before.
    pub within: bool,
    /// The sayings whose noun it is.
    pub nouns: Vec<usize>,
    /// Where its words stand: the first token.
    pub at: usize,
}

/// What was spoken of before.
#[derive(Clone, Debug, Default)]
pub struct Before {
    /// The sayings whose noun the sentence has, or the paragraph.
    pub nouns: Vec<usize>,
    /// The rows that columns are of.
    pub row: Option<Meaning>,
    /// Whether a word for the matter of all reports stands in the sentence.
    pub topic: bool,
}

/// What some words mean, thing by thing; nothing where they name no cell.
pub fn meanings(
    lexicon: &Lexicon,
    edition: &Edition,
    words: &Words,
    before: &Before,
    denied: bool,
) -> Vec<Meaning> {
    let saying = |at: usize| lexicon.sayings[at];
    let named = |how: Use| how == Use::Noun || denied && how == Use::Denied;
    let nouns = words.nouns();
    let known = |at: &usize| nouns.contains(at) || nouns.is_empty() && before.nouns.contains(at);
    let mut rows: Vec<Meaning> = Vec::new();
    let mut keys: Vec<(Vec<String>, &Saying, usize)> = Vec::new();
    for (at, _, place) in words.said.iter().filter(|(_, how, _)| named(*how)) {
        let own = saying(*at);
        if !own.verbs.is_empty() || own.weak || !own.over.is_empty() {
            continue;
        }
        if !own.keys.is_empty() {
            keys.push((own.keys.clone(), own, *place));
            continue;
        }
        let meaning = Meaning {
            general: !own.context.is_empty() && !before.topic,
            within: own.within,
            ..of(own, *place)
        };
        nest(&mut rows, meaning);
    }
    if !keys.is_empty() {
        return crossed(edition, keys, rows, before);
    }
    if !rows.is_empty() {
        return rows;
    }
    let mut verbal = Meaning::default();
    for (at, how, place) in &words.said {
        if *how == Use::Verb && known(at) {
            let own = of(saying(*at), *place);
            let fresh = own
                .any
                .into_iter()
                .filter(|sum| !verbal.any.contains(sum))
                .collect::<Vec<_>>();
            verbal.any.extend(fresh);
            verbal.within |= nouns.is_empty();
            verbal.nouns.push(*at);
            verbal.at = *place;
        }
    }
    if verbal.any.is_empty() {
        let weak = words
            .said
            .iter()
            .find(|(at, how, _)| *how == Use::Noun && saying(*at).weak);
        let Some((at, _, place)) = weak else {
            return Vec::new();
        };
        verbal = of(saying(*at), *place);
    }
    verbal.rows.clone_from(&verbal.any);
    vec![verbal]
}

fn of(saying: &'static Saying, at: usize) -> Meaning {
    let unit = saying.unit.as_deref();
    Meaning {
        any: saying.any.clone(),
        rows: saying.any.clone(),
        unit,
        at,
        ..Meaning::default()
    }
}

/// The sum of several rows of one table.
pub fn summed(found: &[Meaning]) -> Option<Meaning> {
    let table = |one: &Meaning| Some(one.any.first()?.first()?.split('.').next()?.to_owned());
    let first = table(found.first()?);
    let strange = |one: &Meaning| table(one) != first || one.unit.is_some();
    let firsts = found.iter().filter_map(|one| one.any.first());
    let sum: Sum = firsts.flatten().cloned().collect();
    (!found.iter().any(strange)).then(|| Meaning {
        any: vec![sum.clone()],
        rows: vec![sum],
        general: found.iter().any(|one| one.general),
        within: found.iter().all(|one| one.within),
        at: found[0].at,
        ..Meaning::default()
    })
}

/// Adds a row; of one that is named within another both may be meant, the narrower first.
fn nest(rows: &mut Vec<Meaning>, new: Meaning) {
    let first = |meaning: &Meaning| {
        meaning
            .any
            .first()
            .and_then(|sum| sum.first())
            .cloned()
            .unwrap_or_default()
    };
    let path = first(&new);
    if let Some(old) = rows.last_mut() {
        let old_path = first(old);
        let below = |a: &str, b: &str| {
            a.strip_prefix(b)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        if below(&path, &old_path) {
            let wider = std::mem::replace(old, new);
            old.any.extend(wider.any);
            old.any.dedup();
            return;
        }
        if below(&old_path, &path) {
            old.any.extend(new.any);
            return;
        }
    }
    rows.push(new);
}

/// Columns across rows: those named with them, before them, or as a rule.
fn crossed(
    edition: &Edition,
    keys: Vec<(Vec<String>, &'static Saying, usize)>,
    rows: Vec<Meaning>,
    before: &Before,
) -> Vec<Meaning> {
    let found = keys.into_iter().filter_map(|(keys, saying, at)| {
        let known = rows.first().or(before.row.as_ref());
        let row =
            known.filter(|row| { row.rows.iter() }.any(|sum| cross(edition, sum, &keys).is_some()));
        let (rows, general) = match row {
            Some(row) => (row.rows.clone(), row.general),
            None if !before.nouns.is_empty() => (saying.any.clone(), false),
            None => return None,
        };
        let any: Vec<Sum> = rows
            .iter()
            .filter_map(|sum| cross(edition, sum, &keys))
            .collect();
        let meaning = Meaning {
            any,
            rows,
            keys,
            general,
            within: true,
            at,
            ..Meaning::default()
        };
        (!meaning.any.is_empty()).then_some(meaning)
    });
    found.collect()
}

/// The cells of some rows in some columns.
pub fn cross(edition: &Edition, rows: &[String], keys: &[String]) -> Option<Sum> {
    let paths = rows
        .iter()
        .flat_map(|row| keys.iter().map(move |key| below(edition, row, key)));
    let paths: Option<Vec<Vec<String>>> = paths.collect();
    paths.map(|paths| paths.concat())
}

/// A column of a row, or of every row of a group.
fn below(edition: &Edition, row: &str, key: &str) -> Option<Sum> {
    let path = format!("{row}.{key}");
    if edition.field(&path).is_some() {
        return Some(vec![path]);
    }
    let slots = edition.field(row)?.totals()?;
    let rows = slots
        .iter()
        .map(|slot| format!("{}.{key}", edition.slot(*slot).row()));
    let paths: Vec<String> = rows.collect();
    paths
        .iter()
        .all(|path| edition.find(path).is_some())
        .then_some(paths)
}

/// What some cells of a report add up to, in millionths.
pub fn value(report: &Report, sum: &[String]) -> Option<i128> {
    sum.iter().try_fold(0_i128, |total, path| {
        total.checked_add(report.number(path)?.millionths())
    })
}

/// What cells are called, with the figures of several: 「A」 60 + 「B」 13 = 73.
pub fn named(report: &Report, sum: &[String]) -> Message {
    let name = |path: &String| report.edition.subject(path);
    let figure = |path: &String| {
        report
            .number(path)
            .map_or_else(String::new, |number| number.to_string())
    };
    match sum {
        [path] => {
            let name = name(path);
            message!(name; "「{name}」是 {}", figure(path))
        }
        several => {
            let parts = several.iter().map(|path| {
                let name = name(path);
                message!(name; "「{name}」{}", figure(path))
            });
            let parts = joined(parts, " + ");
            let total = value(report, several).map(Number::from_millionths);
            message!(parts; "{parts} = {}", total.map_or_else(String::new, |total| total.to_string()))
        }
    }
}
