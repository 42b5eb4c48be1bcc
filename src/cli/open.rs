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
use crate::base::content::MAX_DATA_FILE;

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
        let own = self.own(path, MAX_TEXT);
        own.map_or_else(|| read_text(path), |text| text.map(Content::Text))
    }

    /// The same of a file that may hold a report, and may be a pipe if the user named it.
    ///
    /// # Errors
    /// The file cannot be read or is too large.
    pub fn report(&self, path: &Path, is_named: bool) -> Result<InputFile, Failure> {
        let own = self.own(path, MAX_DATA_FILE as u64);
        own.map_or_else(
            || read_report(path, is_named),
            |text| text.map(InputFile::from),
        )
    }

    /// The text that the editor has, bounded as on the disk.
    fn own(&self, path: &Path, most: u64) -> Option<Result<String, Failure>> {
        let is_known = !self.0.is_empty();
        let text = is_known.then(|| self.0.get(&same(path))).flatten()?;
        Some(match text.len() as u64 > most {
            true => Err(too_large(path, most)),
            false => Ok(text.clone()),
        })
    }
}

/// One path for one file, however it is named.
pub fn same(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_owned())
}
