//! Texts that an editor has open.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
};

use super::{
    Failure,
    files::{Content, MAX_TEXT, read_text, too_large},
};

/// Texts that stand for the files on disk.
#[derive(Debug, Default)]
pub struct Open(HashMap<PathBuf, String>);

impl Open {
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
        let text = match self.0.is_empty() {
            true => None,
            false => self.0.get(&same(path)),
        };
        match text {
            Some(text) if text.len() as u64 > MAX_TEXT => Err(too_large(path, MAX_TEXT)),
            Some(text) => Ok(Content::Text(text.clone())),
            None => read_text(path),
        }
    }
}

/// One path for one file, however it is named.
pub fn same(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_owned())
}
