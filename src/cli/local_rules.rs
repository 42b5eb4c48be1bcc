//! The rules of an office's own for a run: those that are named, else those beside the register.

use std::{
    path::{Path, PathBuf},
    sync::OnceLock,
};

use super::{Failure, files::read_utf8};
use crate::{
    base::source::Sources,
    check::local_rules::LocalRules,
    office::{local_rules::read, status::brief},
};

/// How the file beside the register is called.
pub const NAME: &str = "规则.yaml";

static RULES: OnceLock<LocalRules> = OnceLock::new();

/// The rules of this run, once they were read.
pub fn of_run() -> Option<&'static LocalRules> {
    RULES.get()
}

/// Reads the rules for this run; those that were read before stay.
///
/// # Errors
/// The file cannot be read, or something in it is wrong: every mistake with its line.
pub fn take(path: &Path) -> Result<(), Failure> {
    if RULES.get().is_some() {
        return Ok(());
    }
    let name = path.display().to_string();
    let text = read_utf8(path, "规则")?;
    let mut sources = Sources::new();
    let file = sources.add(name, text);
    let (rules, wrong) = read(&sources, file);
    if wrong.is_empty() {
        RULES.get_or_init(|| rules);
        return Ok(());
    }
    let told = wrong.iter().map(|finding| brief(&finding.record(&sources)));
    Err(format!(
        "本地规则有误\n{}",
        told.collect::<Vec<_>>().join("\n")
    ))
}

/// Reads those beside a register, if there are any.
///
/// # Errors
/// As of [`take`].
pub fn beside(register: &Path) -> Result<(), Failure> {
    let path: PathBuf = register.with_file_name(NAME);
    match path.is_file() {
        true => take(&path),
        false => Ok(()),
    }
}
