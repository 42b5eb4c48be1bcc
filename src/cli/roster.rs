//! The register's file, and which of its agencies a file is of.

use std::{collections::BTreeMap, path::Path};

use super::{
    Failure,
    files::{MAX_TEXT, read as read_file},
    gather::Input,
    local_rules,
};
use crate::{
    base::{diagnostic::Record, source::Sources},
    office::register::{self, Match, Register},
};

/// The register, and what is wrong with it.
///
/// # Errors
/// The file cannot be read.
pub fn read(path: &Path) -> Result<(Register, Vec<Record>), Failure> {
    local_rules::beside(path)?;
    let mut sources = Sources::new();
    let bytes = read_file(path, MAX_TEXT)?;
    let (register, findings) = register::read(&mut sources, &path.display().to_string(), bytes)?;
    let odd = findings.iter().map(|finding| finding.record(&sources));
    Ok((register, odd.collect()))
}

/// The register's text with names by which agencies were known; nothing where it cannot be
/// written so.
///
/// # Errors
/// The file cannot be read.
pub fn learn(path: &Path, names: &BTreeMap<usize, Vec<String>>) -> Result<Option<String>, Failure> {
    let mut sources = Sources::new();
    let bytes = read_file(path, MAX_TEXT)?;
    // What was turned into UTF-8 would be another file.
    if String::from_utf8(bytes.clone()).is_err() {
        return Ok(None);
    }
    let (register, _) = register::read(&mut sources, &path.display().to_string(), bytes)?;
    Ok(register.learn(&sources, names))
}

/// The agency of the register that a file is of: by the name that it states, else by its own or
/// that of a folder which it lies in.
pub fn owner(register: &Register, agency: &str, file: &Input) -> Option<usize> {
    match agency.is_empty() {
        true => matched(register, file).one(),
        false => register.find(agency),
    }
}

/// Whom the name of a file, or of a folder which it lies in, means.
pub fn matched(register: &Register, file: &Input) -> Match {
    let stem = file.path.file_stem().unwrap_or_default().to_string_lossy();
    let below = file.below.as_deref().and_then(Path::parent);
    let below = below.unwrap_or(Path::new("")).to_string_lossy();
    match register.matched(&stem) {
        Match::None => register.matched(&below),
        found => found,
    }
}
