//! The roster's file, and which of its agencies a file is of.

use std::path::Path;

use super::{
    Failure,
    files::{Content, read_text},
    load::CONVERT,
};
use crate::{
    ground::{
        diagnostic::{Finding, terminal::safe},
        source::Sources,
    },
    office::{
        roster::{self, Roster},
        status::Told,
    },
};

/// The roster, and what is wrong with it.
///
/// # Errors
/// The file cannot be read.
pub fn read(path: &Path) -> Result<(Roster, Vec<Told>), Failure> {
    let name = path.display().to_string();
    let text = match read_text(path)? {
        Content::Text(text) => text,
        Content::Garbled(..) => return Err(format!("名册 {name} 不是 UTF-8 编码；{CONVERT}")),
    };
    let mut sources = Sources::new();
    let file = sources.add(name, text);
    let (roster, findings) = roster::read(&sources, file);
    let odd = findings.iter().map(|finding| told(&sources, finding));
    Ok((roster, odd.collect()))
}

/// The roster, once it was said what is wrong with it; an empty one where none is named.
///
/// # Errors
/// The file cannot be read.
pub fn named(path: Option<&Path>) -> Result<Roster, Failure> {
    let Some(path) = path else {
        return Ok(Roster::default());
    };
    let (roster, odd) = read(path)?;
    for told in odd {
        eprintln!("{}", safe(&told.line()));
    }
    Ok(roster)
}

/// The agency of the roster that a file is of: by the name that it states, else by its own.
pub fn owner(roster: &Roster, agency: &str, file: &Path) -> Option<usize> {
    match agency {
        "" => roster.find_in(&file.file_stem()?.to_string_lossy()),
        stated => roster.find(stated),
    }
}

/// A finding in words.
pub fn told(sources: &Sources, finding: &Finding) -> Told {
    let file = sources.get(finding.place.file).name().to_owned();
    Told {
        rule: finding.rule.code,
        severity: finding.severity,
        place: (file, sources.place(finding.place)),
        message: finding.message.clone(),
        help: finding.help.clone(),
    }
}
