//! The year, the agency, the date and who signs.

use super::messages::{Particular, Refusal};
use base::{
    characters::half_width,
    date::Date,
    source::line_end,
    yaml::{Entry, Node, Splice, Value, write},
};
use form::{
    datafile::rows::single_line,
    edition::Edition,
    report::{Category, Seal, keys},
};
use open::Opened;

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
        keys::NAME | keys::CATEGORY => tree.get(keys::AGENCY)?.node.get(key),
        _ => tree.get(key),
    }
}

/// What is stated of the year, the agency and such, and what is taken where nothing is.
pub fn particulars(paper: &Opened) -> Vec<Particular> {
    let words = |key: &str| {
        let found = paper.tree.as_ref().and_then(|tree| entry(tree, key));
        match found.map(|entry| (&entry.node.value, entry.node.span.range())) {
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
pub fn cuts(paper: &Opened, key: &str, words: &str) -> Result<Vec<Splice>, Refusal> {
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
            match value.is_empty() && OPTIONAL.contains(&key) && !tree.flow {
                true => (entry.lines(text), String::new()),
                false => entry.set(text, &value),
            },
        ]);
    }
    if value.is_empty() {
        return Ok(Vec::new());
    }
    let pair = format!("{key}: {value}");
    let edition = paper.plain.as_ref().map(|report| report.edition);
    let edition = edition.unwrap_or(Edition::latest());
    let order = |path: &str| keys::below(edition, path);
    let top = |key: &str, pair: &str| tree.insert(text, &order(""), key, pair);
    let cut = match tree.get(keys::AGENCY).filter(|_| agency) {
        None if agency => top(keys::AGENCY, &format!("{}:\n  {pair}", keys::AGENCY)),
        None => top(key, &pair),
        Some(agency) => match &agency.node.value {
            Value::Map(entries) if !entries.is_empty() => {
                let node = &agency.node;
                node.insert(text, &order(keys::AGENCY), key, &pair)
            }
            Value::Null if agency.node.is_unwritten() => {
                let end = line_end(text, agency.colon);
                Some((end..end, format!("\n  {pair}")))
            }
            // Words behind the key are the name, as far as anybody can tell.
            Value::Scalar(scalar) if key == keys::CATEGORY => {
                let name = write::word(&scalar.text);
                Some(agency.set(text, &format!("{{{}: {name}, {pair}}}", keys::NAME)))
            }
            _ => Some(agency.set(text, &format!("{{{pair}}}"))),
        },
    };
    Ok(cut.into_iter().collect())
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
