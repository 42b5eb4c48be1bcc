//! The roster's file, and which of its agencies a file is of.

use std::path::Path;

use super::{
    Failure,
    files::{Content, read_text},
    gather::Input,
    load::CONVERT,
};
use crate::{
    ground::{diagnostic::Record, source::Sources},
    office::roster::{self, Roster},
};

/// The roster, and what is wrong with it.
///
/// # Errors
/// The file cannot be read.
pub fn read(path: &Path) -> Result<(Roster, Vec<Record>), Failure> {
    let name = path.display().to_string();
    let text = match read_text(path)? {
        Content::Text(text) => text,
        Content::Garbled(..) => return Err(format!("名册 {name} 不是 UTF-8 编码；{CONVERT}")),
    };
    let mut sources = Sources::new();
    let file = sources.add(name, text);
    let (roster, findings) = roster::read(&sources, file);
    let odd = findings.iter().map(|finding| finding.record(&sources));
    Ok((roster, odd.collect()))
}

/// The agency of the roster that a file is of: by the name that it states, else by its own or
/// that of a folder which it lies in.
pub fn owner(roster: &Roster, agency: &str, file: &Input) -> Option<usize> {
    if !agency.is_empty() {
        return roster.find(agency);
    }
    let own = file.path.file_stem()?.to_string_lossy();
    let below = file.below.as_deref().and_then(Path::parent);
    let below = || roster.find_in(&below?.to_string_lossy());
    roster.find_in(&own).or_else(below)
}
