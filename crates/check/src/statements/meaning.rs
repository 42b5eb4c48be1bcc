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
    /// Whether it is of columns, whichever rows.
    pub columns: bool,
    /// Whether it is an amount of money.
    pub money: bool,
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
    fn of(saying: &Saying) -> Self {
        Meaning {
            any: saying.any.clone(),
            money: saying.unit.is_some(),
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
        // What other matters have too is meant where this matter is spoken of, or denied.
        let vague = !own.context.is_empty() && !before.topic && !denied;
        if !named || vague || !own.verbs.is_empty() || own.weak || !own.over.is_empty() {
            continue;
        }
        match own.keys.is_empty() {
            true => nest(&mut rows, Meaning::of(own)),
            false => columns.push(own),
        }
    }
    if !columns.is_empty() {
        // Across the rows that are named with them, or were before them, or as a rule.
        let known = rows.first().or(before.row.as_ref());
        let crossed = columns.into_iter().map(|column| {
            let across = |rows: &[Sum]| -> Vec<Sum> {
                let sums = rows.iter();
                sums.filter_map(|sum| cross(edition, sum, &column.keys))
                    .collect()
            };
            let mut any = known.map_or_else(Vec::new, |row| across(&row.any));
            if any.is_empty() && !before.nouns.is_empty() {
                any = across(&column.any);
            }
            Meaning {
                any,
                columns: true,
                within: true,
                ..Meaning::default()
            }
        });
        return crossed.filter(|found| !found.any.is_empty()).collect();
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
    vec![Meaning {
        within: !verbs.is_empty() && nouns.is_empty(),
        verbs,
        ..Meaning::of(saying)
    }]
}

/// The sum of several rows of one table.
pub fn summed(found: &[Meaning]) -> Option<Meaning> {
    let table = |one: &Meaning| Some(one.first().first()?.split('.').next()?.to_owned());
    let first = table(found.first()?);
    let strange = |one: &Meaning| table(one) != first || one.money;
    let sum: Sum = found.iter().flat_map(|one| one.first()).cloned().collect();
    (!found.iter().any(strange)).then(|| Meaning {
        any: vec![sum],
        within: found.iter().all(|one| one.within),
        ..Meaning::default()
    })
}

/// Adds a row; of one that is named within another the narrower is meant.
fn nest(rows: &mut Vec<Meaning>, new: Meaning) {
    let path = |meaning: &Meaning| meaning.first().concat() + ".";
    match rows.last_mut() {
        Some(old) if path(&new).starts_with(&path(old)) => *old = new,
        Some(old) if path(old).starts_with(&path(&new)) => {}
        _ => rows.push(new),
    }
}

/// The cells of some rows, or of every row of a group, in some columns.
fn cross(edition: &Edition, rows: &[String], keys: &[String]) -> Option<Sum> {
    let exists = |path: String| edition.field(&path).map(|_| path);
    let below = |row: &String, key: &String| match exists(format!("{row}.{key}")) {
        Some(path) => Some(vec![path]),
        None => {
            let slots = edition.field(row)?.totals()?.into_iter();
            let rows = slots.map(|slot| edition.slot(slot).row());
            rows.map(|row| exists(format!("{row}.{key}"))).collect()
        }
    };
    let cells = rows
        .iter()
        .flat_map(|row| keys.iter().map(move |key| (row, key)));
    let cells: Option<Vec<Sum>> = cells.map(|(row, key)| below(row, key)).collect();
    cells.map(|cells| cells.concat())
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
