//! What words mean in the tables: cells, and sums of cells.

use super::{clauses::Words, tokens::Use};
use base::{
    diagnostic::{Message, joined, message},
    number::Number,
};
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
    /// Whether it is an amount of money.
    pub money: bool,
    /// Whether the words may speak of more than the form does.
    pub general: bool,
    /// Whether it says nothing without what was spoken of before.
    pub within: bool,
    /// The sayings by whose verb it is meant.
    pub verbs: Vec<&'static Saying>,
}

/// What was spoken of before.
#[derive(Clone, Debug, Default)]
pub struct Before {
    /// The sayings whose noun the sentence has, or the paragraph.
    pub nouns: Vec<&'static Saying>,
    /// The rows that columns are of.
    pub row: Option<Meaning>,
    /// Whether a word for the matter of all reports stands in the sentence.
    pub topic: bool,
}

impl Meaning {
    fn of(saying: &Saying, before: &Before) -> Self {
        Meaning {
            any: saying.any.clone(),
            rows: saying.any.clone(),
            money: saying.unit.is_some(),
            general: !saying.context.is_empty() && !before.topic,
            within: saying.within,
            ..Meaning::default()
        }
    }

    /// The cells that it likeliest is.
    pub fn first(&self) -> &[String] {
        self.any.first().map_or(&[], |sum| sum)
    }
}

/// What some words mean, thing by thing; nothing where they name no cell.
pub fn meanings(edition: &Edition, words: &Words, before: &Before, denied: bool) -> Vec<Meaning> {
    let nouns = words.nouns();
    let mut rows: Vec<Meaning> = Vec::new();
    let mut columns: Vec<&Saying> = Vec::new();
    for (own, how) in &words.said {
        let named = *how == Use::Noun || denied && *how == Use::Denied;
        if !named || !own.verbs.is_empty() || own.weak || !own.over.is_empty() {
            continue;
        }
        match own.keys.is_empty() {
            true => nest(&mut rows, Meaning::of(own, before)),
            false => columns.push(own),
        }
    }
    if !columns.is_empty() {
        let known = rows.first().or(before.row.as_ref());
        let columns = columns.into_iter();
        let crossed = columns.filter_map(|one| crossed(edition, one, known, before));
        return crossed.collect();
    }
    if !rows.is_empty() {
        return rows;
    }
    let context = if nouns.is_empty() {
        &before.nouns
    } else {
        &nouns
    };
    let is = |saying: &Saying| context.iter().any(|noun| std::ptr::eq(*noun, saying));
    let verbs = words.used(Use::Verb).filter(|verb| is(verb));
    let verbs: Vec<&Saying> = verbs.collect();
    let weak = words.used(Use::Noun).find(|noun| noun.weak);
    let Some(saying) = verbs.first().copied().or(weak) else {
        return Vec::new();
    };
    let mut meaning = Meaning::of(saying, before);
    for verb in &verbs {
        meaning.any.extend(verb.any.iter().cloned());
    }
    meaning.verbs = verbs;
    let mut known: Vec<Sum> = Vec::new();
    meaning
        .any
        .retain(|sum| !known.contains(sum) && (known.push(sum.clone()), true).1);
    meaning.rows.clone_from(&meaning.any);
    meaning.within = !meaning.verbs.is_empty() && nouns.is_empty();
    vec![meaning]
}

/// The sum of several rows of one table.
pub fn summed(found: &[Meaning]) -> Option<Meaning> {
    let table = |one: &Meaning| Some(one.first().first()?.split('.').next()?.to_owned());
    let first = table(found.first()?);
    let strange = |one: &Meaning| table(one) != first || one.money;
    let sum: Sum = found.iter().flat_map(|one| one.first()).cloned().collect();
    (!found.iter().any(strange)).then(|| Meaning {
        any: vec![sum.clone()],
        rows: vec![sum],
        general: found.iter().any(|one| one.general),
        within: found.iter().all(|one| one.within),
        ..Meaning::default()
    })
}

/// Adds a row; of one that is named within another both may be meant, the narrower first.
fn nest(rows: &mut Vec<Meaning>, new: Meaning) {
    let first = |meaning: &Meaning| meaning.first().first().cloned().unwrap_or_default();
    let below = |a: &str, b: &str| {
        { a.strip_prefix(b) }.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    match rows.last_mut() {
        Some(old) if below(&first(&new), &first(old)) => {
            let wider = std::mem::replace(old, new);
            old.any.extend(wider.any);
            old.any.dedup();
        }
        Some(old) if below(&first(old), &first(&new)) => old.any.extend(new.any),
        _ => rows.push(new),
    }
}

/// Columns across rows: those named with them, before them, or as a rule.
fn crossed(
    edition: &Edition,
    saying: &Saying,
    known: Option<&Meaning>,
    before: &Before,
) -> Option<Meaning> {
    let crosses = |sum: &Sum| cross(edition, sum, &saying.keys);
    let row = known.filter(|row| row.rows.iter().any(|sum| crosses(sum).is_some()));
    let (rows, general) = match row {
        Some(row) => (row.rows.clone(), row.general),
        None => (saying.any.clone(), false),
    };
    let any: Vec<Sum> = rows.iter().filter_map(crosses).collect();
    let found = !any.is_empty() && (row.is_some() || !before.nouns.is_empty());
    found.then(|| Meaning {
        any,
        rows,
        keys: saying.keys.clone(),
        general,
        within: true,
        ..Meaning::default()
    })
}

/// The cells of some rows in some columns.
pub fn cross(edition: &Edition, rows: &[String], keys: &[String]) -> Option<Sum> {
    let pairs = rows
        .iter()
        .flat_map(|row| keys.iter().map(move |key| (row, key)));
    let cells: Option<Vec<Sum>> = pairs.map(|(row, key)| below(edition, row, key)).collect();
    cells.map(|cells| cells.concat())
}

/// A column of a row, or of every row of a group.
fn below(edition: &Edition, row: &str, key: &str) -> Option<Sum> {
    let path = format!("{row}.{key}");
    if edition.field(&path).is_some() {
        return Some(vec![path]);
    }
    let slots = edition.field(row)?.totals()?;
    let cells = slots
        .iter()
        .map(|slot| format!("{}.{key}", edition.slot(*slot).row()));
    cells
        .map(|path| edition.find(&path).map(|_| path))
        .collect()
}

/// What some cells of a report add up to, in millionths.
pub fn value(report: &Report, sum: &[String]) -> Option<i128> {
    sum.iter().try_fold(0_i128, |total, path| {
        total.checked_add(report.number(path)?.millionths())
    })
}

/// What cells are called, with the figures of several: 「A」 60 + 「B」 13 = 73.
pub fn named(report: &Report, sum: &[String]) -> Message {
    let figure = |sum: &[String]| {
        let figure = value(report, sum).map(Number::from_millionths);
        figure.map_or_else(String::new, |figure| figure.to_string())
    };
    if let [path] = sum {
        let name = report.edition.subject(path);
        return message!(name; "「{name}」是 {}", figure(sum));
    }
    let parts = sum.chunks(1).map(|part| {
        let name = report.edition.subject(&part[0]);
        message!(name; "「{name}」{}", figure(part))
    });
    let parts = joined(parts, " + ");
    message!(parts; "{parts} = {}", figure(sum))
}
