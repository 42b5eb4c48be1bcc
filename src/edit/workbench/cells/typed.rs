//! What somebody typed into a cell, as a data file writes it.

use crate::ground::{
    number::{Kind, Number, Reading, read},
    numeral,
    yaml::write,
};

/// What is to stand in a cell.
#[derive(Clone, Debug, Default)]
pub struct Want {
    /// The figure as YAML; an empty one leaves a total out.
    pub value: Option<String>,
    /// The note; an empty one takes it away.
    pub note: Option<String>,
}

/// What somebody typed, as a data file writes it.
///
/// Only what is beyond doubt a figure in another spelling becomes one. A stroke may mean
/// nought or nothing, and words are for their author to change: they stay, with a finding.
pub fn typed(words: &str, kind: Kind, total: bool) -> Want {
    let words = words.trim();
    let value = |value: String| Want {
        value: Some(value),
        note: None,
    };
    match read(words, kind) {
        Reading::Figure(number, note) => Want {
            note,
            ..value(number.to_string())
        },
        _ if words.is_empty() || words == "~" => value(match total {
            true => String::new(),
            false => "~".to_owned(),
        }),
        _ => value(match numeral::parse(words).map(Number::whole) {
            Some(number) => number.to_string(),
            None => bare(words),
        }),
    }
}

/// Words that are no figure, so that YAML reads them as they are.
fn bare(words: &str) -> String {
    let plain = |c: char| c.is_ascii_digit() || c == '.';
    let digits = words.trim_start_matches(['-', '+']);
    let figure = digits.starts_with(|c: char| c.is_ascii_digit()) && digits.chars().all(plain);
    match figure {
        true => words.to_owned(),
        false => write::word(words),
    }
}
