//! The year, the agency, the date and who signs.

use super::{
    change::Cut,
    messages::{Particular, Refusal},
    places::{colon, is_flow, placed, whole},
    prose::top,
};
use crate::open::Opened;
use crate::{
    form::{
        datafile::table::single_line,
        report::{Category, Seal, keys},
    },
    ground::{
        characters::half_width,
        date::Date,
        source::{line_end, line_start},
        yaml::{Entry, Node, Value, write},
    },
};

/// The particulars in the order of the form.
const ALL: [&str; 8] = [
    keys::YEAR,
    keys::NAME,
    keys::CATEGORY,
    keys::DATE,
    keys::TITLE,
    keys::SIGNATURE,
    keys::SEAL,
    keys::PREVIOUS,
];

/// Those that may be left out with their keys.
const OPTIONAL: [&str; 4] = [keys::TITLE, keys::SIGNATURE, keys::SEAL, keys::PREVIOUS];

/// Where a particular stands: its map, if it is there, and its entry.
fn entry<'t>(tree: &'t Node, key: &str) -> Option<&'t Entry> {
    match key {
        keys::NAME | keys::CATEGORY => match &top(tree, keys::AGENCY)?.node.value {
            Value::Map(entries) => entries.iter().find(|entry| entry.key == key),
            _ => None,
        },
        _ => top(tree, key),
    }
}

/// What is stated of the year, the agency and such, and what is taken where nothing is.
pub fn particulars(paper: &Opened) -> Vec<Particular> {
    let words = |key: &str| {
        let found = paper.tree.as_ref().and_then(|tree| entry(tree, key));
        match found.map(|entry| (&entry.node.value, whole(paper.text(), &entry.node))) {
            Some((Value::Scalar(scalar), _)) => scalar.text.trim().to_owned(),
            Some((Value::Null, range)) if !range.is_empty() && key == keys::SIGNATURE => "~".into(),
            _ => String::new(),
        }
    };
    let report = paper.report.as_ref();
    let fallback = |key: &str| match (key, report) {
        (keys::TITLE, Some(report)) => report.edition.title_of(&report.agency.text, report.year),
        (keys::SIGNATURE, Some(report)) => report.agency.text.clone(),
        _ => String::new(),
    };
    let particular = |key: &'static str| Particular {
        key,
        words: words(key),
        fallback: fallback(key),
        choices: match key {
            keys::CATEGORY => Some(Category::ALL.map(Category::chinese).to_vec()),
            keys::SEAL => Some(Seal::ALL.map(Seal::chinese).to_vec()),
            _ => None,
        },
        required: !OPTIONAL.contains(&key),
    };
    ALL.into_iter().map(particular).collect()
}

/// The cuts that state a particular.
pub fn cuts(paper: &Opened, order: &[&str], key: &str, words: &str) -> Result<Vec<Cut>, Refusal> {
    let unreadable = || Refusal::new("文件现在读不懂", "先改正全文里的错误");
    let tree = paper.tree.as_ref().ok_or_else(unreadable)?;
    if !ALL.contains(&key) {
        return Err(Refusal::new(format!("没有「{key}」这一项"), "刷新页面再试"));
    }
    let text = paper.text();
    let value = written(key, &single_line(words));
    let agency = matches!(key, keys::NAME | keys::CATEGORY);
    if let Some(entry) = entry(tree, key) {
        return Ok(vec![
            match value.is_empty() && OPTIONAL.contains(&key) && !is_flow(text, tree) {
                true => (lines(text, entry), String::new()),
                false => set(text, entry, &value),
            },
        ]);
    }
    if value.is_empty() {
        return Ok(Vec::new());
    }
    let pair = format!("{key}: {value}");
    let ranked = |order: &[&str], key: &str| order.iter().position(|known| *known == key);
    let inner = [keys::NAME, keys::CATEGORY];
    Ok(match top(tree, keys::AGENCY).filter(|_| agency) {
        None if agency => {
            let pair = format!("{}:\n  {pair}", keys::AGENCY);
            placed(
                text,
                tree,
                &|key| ranked(order, key),
                &[(keys::AGENCY, pair)],
            )
        }
        None => placed(text, tree, &|key| ranked(order, key), &[(key, pair)]),
        Some(agency) => match &agency.node.value {
            Value::Map(entries) if !entries.is_empty() => placed(
                text,
                &agency.node,
                &|key| ranked(&inner, key),
                &[(key, pair)],
            ),
            Value::Null if agency.node.span.range().is_empty() => {
                let end = line_end(text, colon(text, agency));
                vec![(end..end, format!("\n  {pair}"))]
            }
            // Words behind the key are the name, as far as anybody can tell.
            Value::Scalar(scalar) if key == keys::CATEGORY => {
                let name = write::word(&scalar.text);
                vec![set(
                    text,
                    agency,
                    &format!("{{{}: {name}, {pair}}}", keys::NAME),
                )]
            }
            _ => vec![set(text, agency, &format!("{{{pair}}}"))],
        },
    })
}

/// What a data file writes for some words.
fn written(key: &str, words: &str) -> String {
    let half = || words.chars().map(half_width).collect::<String>();
    match key {
        _ if words.is_empty() => String::new(),
        keys::SIGNATURE if words == "~" => "~".to_owned(),
        keys::YEAR => {
            let half = half();
            let digits = half.trim().trim_end_matches(['年', '度']);
            match digits.bytes().all(|b| b.is_ascii_digit()) {
                true => digits.to_owned(),
                false => write::word(words),
            }
        }
        keys::DATE => match Date::parse(words).or_else(|| Date::loose(&half())) {
            Some(date) => date.to_string(),
            None => write::word(words),
        },
        _ => write::word(words),
    }
}

/// Another value behind a key.
fn set(text: &str, entry: &Entry, value: &str) -> Cut {
    let range = whole(text, &entry.node);
    let start = colon(text, entry);
    // A block of text begins behind the key, whatever it says.
    let block = text[start..]
        .trim_start_matches(' ')
        .starts_with(['|', '>']);
    let range = match block || value.is_empty() {
        true => start..range.end.max(start),
        false => range,
    };
    let space = text[..range.start].ends_with(':') && !value.is_empty();
    (range, format!("{}{value}", if space { " " } else { "" }))
}

/// The lines of an entry of the top level.
fn lines(text: &str, entry: &Entry) -> std::ops::Range<usize> {
    let start = line_start(text, entry.key_span.range().start);
    let end = whole(text, &entry.node).end.max(entry.key_span.range().end);
    start..(line_end(text, end) + 1).min(text.len())
}
