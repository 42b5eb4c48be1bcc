//! From an edition's YAML file to an [`Edition`]: serde reads what stands in it, the rest is
//! derived.

use serde_saphyr::Location;

use super::{Edition, derive};

/// What is wrong with an edition file, and where.
pub struct Mistake {
    /// Where; nowhere for what is wrong with the file as a whole.
    pub at: Option<Location>,
    /// What, in words.
    pub what: String,
}

impl From<serde_saphyr::Error> for Mistake {
    fn from(error: serde_saphyr::Error) -> Self {
        let error = error.without_snippet();
        Mistake {
            at: error.location(),
            what: format!("写法不对（{error}）"),
        }
    }
}

/// Reads some editions, each for the years until the next; the oldest comes first.
///
/// # Errors
/// The first mistake in them, in words.
pub fn editions(files: &[(&str, &str)]) -> Result<Vec<Edition>, String> {
    let read = |(name, text): &(&str, &str)| {
        edition(text).map_err(|Mistake { at, what }| match at {
            Some(at) => format!("{name}:{}:{} {what}", at.line(), at.column()),
            None => format!("{name} {what}"),
        })
    };
    let mut editions: Vec<Edition> = files.iter().map(read).collect::<Result<_, _>>()?;
    editions.sort_by_key(|edition| edition.from);
    for at in 1..editions.len() {
        let (name, from) = (&editions[at].name, editions[at].from);
        let earlier = &editions[..at];
        if earlier.iter().any(|e| e.name == *name || e.from == from) {
            return Err(format!("there are two editions {name} or from {from} on"));
        }
        editions[at - 1].to = Some(from - 1);
    }
    Ok(editions)
}

fn edition(text: &str) -> Result<Edition, Mistake> {
    let options = serde_saphyr::options! { with_snippet: false };
    let mut edition: Edition = serde_saphyr::from_str_with_options(text, options)?;
    derive::derive(&mut edition)?;
    Ok(edition)
}
