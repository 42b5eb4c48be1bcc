//! Texts that an editor has open.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
    sync::OnceLock,
};

use super::{
    Failure,
    files::{Content, InputFile, MAX_TEXT, read_report, read_text, too_large},
};

/// Texts that stand for the files on disk.
#[derive(Debug, Default)]
pub struct Open(HashMap<PathBuf, String>);

impl Open {
    /// None at all.
    pub fn none() -> &'static Self {
        static NONE: OnceLock<Open> = OnceLock::new();
        NONE.get_or_init(Open::default)
    }

    /// Takes in a text, in place of an earlier one.
    pub fn set(&mut self, path: &Path, text: String) {
        self.0.insert(same(path), text);
    }

    /// Forgets a text.
    pub fn close(&mut self, path: &Path) {
        self.0.remove(&same(path));
    }

    /// The text of a path, from the editor or from the disk.
    ///
    /// # Errors
    /// The file cannot be read or is too large.
    pub fn read(&self, path: &Path) -> Result<Content, Failure> {
        self.own(path).unwrap_or_else(|| read_text(path))
    }

    /// The same of a file that may hold a report, and may be a pipe if the user named it.
    ///
    /// # Errors
    /// The file cannot be read or is too large.
    pub fn report(&self, path: &Path, is_named: bool) -> Result<InputFile, Failure> {
        match self.own(path) {
            Some(text) => text.map(InputFile::Text),
            None => read_report(path, is_named),
        }
    }

    /// The text that the editor has.
    fn own(&self, path: &Path) -> Option<Result<Content, Failure>> {
        let text = match self.0.is_empty() {
            true => None,
            false => self.0.get(&same(path)),
        }?;
        Some(match text.len() as u64 > MAX_TEXT {
            true => Err(too_large(path, MAX_TEXT)),
            false => Ok(Content::Text(text.clone())),
        })
    }
}

/// One path for one file, however it is named.
pub fn same(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_owned())
}
