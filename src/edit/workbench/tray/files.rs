//! Files in memory by name, as a data file finds others beside it.

use std::{collections::BTreeMap, sync::Arc};

use crate::{
    edit::{
        language::is_yaml,
        workbench::{arrivals::MAX_PICTURE, paper::Shelf},
    },
    form::report::Library,
    ground::content::{CONVERT, Content, MAX_TEXT, too_large},
    read::{self, Wishes},
};

/// A file, and what the disk is known to have of it.
pub(super) struct Stored {
    pub(super) bytes: Arc<[u8]>,
    pub(super) disk: Option<Arc<[u8]>>,
    pub(super) changed: u64,
    pub(super) number: u64,
}

/// The files of a folder by their names.
#[derive(Default)]
pub struct Files(pub(super) BTreeMap<String, Stored>);

/// The name of a file that a data file names, which must be below the folder.
pub(super) fn resolved(target: &str) -> Result<String, (String, String)> {
    let outside = || {
        (
            format!("「{target}」不在数据文件的文件夹里"),
            "把文件放到数据文件所在的文件夹（或其下级）里，写相对路径".to_owned(),
        )
    };
    if target.starts_with(['/', '\\']) || target.contains(':') {
        return Err(outside());
    }
    let mut parts: Vec<&str> = Vec::new();
    for part in target.split(['/', '\\']) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop().ok_or_else(outside)?;
            }
            part => parts.push(part),
        }
    }
    Ok(parts.join("/"))
}

impl Files {
    /// Puts in a file as the disk has it.
    pub fn put(&mut self, name: &str, bytes: &[u8]) {
        let bytes: Arc<[u8]> = bytes.into();
        let stored = Stored {
            disk: None,
            changed: 0,
            number: 0,
            bytes,
        };
        self.0.insert(name.to_owned(), stored);
    }

    /// A file's bytes.
    pub fn bytes(&self, name: &str) -> Option<&[u8]> {
        self.0.get(name).map(|stored| &*stored.bytes)
    }

    /// A file as a text.
    pub fn content(&self, name: &str) -> Option<Content> {
        self.bytes(name).map(|bytes| Content::of(bytes.to_vec()))
    }

    fn found(&self, target: &str, most: usize) -> Result<&Stored, (String, String)> {
        let stored = self.0.get(&resolved(target)?).ok_or_else(|| {
            (
                format!("「{target}」读不了：没有这个文件或文件夹"),
                "检查文件名，文件要放在数据文件所在的文件夹里".to_owned(),
            )
        })?;
        match stored.bytes.len() > most {
            true => Err((too_large(target, most), "换成能读的文件".to_owned())),
            false => Ok(stored),
        }
    }
}

impl Library for Files {
    fn text(&self, target: &str) -> Result<(String, String), (String, String)> {
        match Content::of(self.found(target, MAX_TEXT)?.bytes.to_vec()) {
            Content::Text(text) => Ok((target.to_owned(), text)),
            Content::Garbled(..) => Err((
                format!("「{target}」不是 UTF-8 编码的文字"),
                CONVERT.to_owned(),
            )),
        }
    }

    fn image(&self, target: &str) -> Result<Arc<[u8]>, (String, String)> {
        Ok(Arc::clone(&self.found(target, MAX_PICTURE)?.bytes))
    }
}

impl Shelf for Files {
    fn data_file(&self, target: &str) -> Result<(String, String), (String, String)> {
        let bytes = &self.found(target, read::MOST)?.bytes;
        if !is_yaml(target.as_ref()) && read::is_document(target, bytes) {
            let read = read::read_report(target, bytes, &Wishes::default());
            let read = read.map_err(|fault| (fault.message, fault.help))?;
            return Ok((target.to_owned(), read.file.write()));
        }
        self.text(target)
    }
}
