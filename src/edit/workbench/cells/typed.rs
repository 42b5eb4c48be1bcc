//! What somebody typed into a cell, as a data file writes it.

use crate::{
    form::report::keys,
    ground::{
        number::{Kind, Number},
        yaml::write,
    },
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
    let dash = matches!(words, "/" | "／" | "-" | "－" | "—" | "——" | "无");
    let value = |value: String| Want {
        value: Some(value),
        note: None,
    };
    match Number::parse(words, kind) {
        _ if words.is_empty() || words == "~" => value(match total {
            true => String::new(),
            false => "~".to_owned(),
        }),
        Ok(number) => value(number.to_string()),
        Err(misfit) => match misfit.write.filter(|_| !dash) {
            Some(figure) => match noted(&figure) {
                Some((figure, note)) => Want {
                    value: Some(figure.to_owned()),
                    note: Some(note.to_owned()),
                },
                None => value(figure),
            },
            None => value(bare(words)),
        },
    }
}

/// The parts of `{值: 6, 注: 含某某}`, as the number reader proposes it.
fn noted(figure: &str) -> Option<(&str, &str)> {
    let inner = figure.strip_prefix('{')?.strip_suffix('}')?;
    let (value, note) = inner.split_once(", ")?;
    let value = value.strip_prefix(keys::VALUE)?.strip_prefix(": ")?;
    Some((value, note.strip_prefix(keys::NOTE)?.strip_prefix(": ")?))
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
