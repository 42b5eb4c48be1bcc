//! The parts of a Word file.

use std::{collections::BTreeMap, io::Cursor, io::Read};

use zip::ZipArchive;

use super::tree::{self, Element};
use crate::{Fault, archive};

/// Files of so many bytes are read at most.
const LARGEST_FILE: usize = 64 << 20;

/// Parts of so many bytes are read at most, whatever the directory says of them.
const LARGEST_PART: usize = 24 << 20;

/// Files of so many parts are read at most: a picture is one.
const MOST_PARTS: usize = 10_000;

/// An opened Word file.
pub(super) struct Package<'a>(ZipArchive<Cursor<&'a [u8]>>);

/// What a part refers to, by the name that it gives it.
pub(super) type Relations = BTreeMap<String, Relation>;

/// What a part refers to.
#[derive(Clone, Debug, Default)]
pub(super) struct Relation {
    /// The last word of its kind, as `hyperlink`.
    pub(super) kind: String,
    /// A part's name or, outside the file, an address.
    pub(super) target: String,
}

impl<'a> Package<'a> {
    /// Opens a file.
    ///
    /// # Errors
    /// It is no zip archive, or of too many bytes or parts.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, Fault> {
        if bytes.len() > LARGEST_FILE || archive::parts(bytes) > MOST_PARTS {
            return Err(super::too_much());
        }
        let archive = ZipArchive::new(Cursor::new(bytes));
        archive.map(Package).map_err(|_| super::broken())
    }

    /// A part's XML; `None` where there is no such part.
    ///
    /// # Errors
    /// It cannot be unpacked, is too large, or is no text.
    pub(super) fn part(&mut self, name: &str) -> Result<Option<String>, Fault> {
        let Some(index) = index_of(&self.0, name) else {
            return Ok(None);
        };
        let file = self.0.by_index(index).map_err(|_| super::broken())?;
        let mut bytes = Vec::new();
        let read = file.take(LARGEST_PART as u64 + 1).read_to_end(&mut bytes);
        match read {
            Ok(read) if read > LARGEST_PART => Err(super::too_much()),
            Ok(_) => match encoding_rs::UTF_8.decode(&bytes) {
                (text, _, false) => Ok(Some(text.into_owned())),
                (.., true) => Err(super::broken()),
            },
            Err(_) => Err(super::broken()),
        }
    }

    /// What a part refers to; the whole file where the name is empty.
    ///
    /// # Errors
    /// As those of [`Package::part`].
    pub(super) fn relations(&mut self, name: &str) -> Result<Relations, Fault> {
        let (folder, file) = name.rsplit_once('/').unwrap_or(("", name));
        let own = resolved(folder, &format!("_rels/{file}.rels"));
        let mut relations = Relations::new();
        let Some(text) = self.part(&own)? else {
            return Ok(relations);
        };
        for element in Element::root(&tree::parse(&text)?).elements() {
            let attribute = |name| element.attribute(name).unwrap_or_default();
            let target = attribute("Target");
            let target = match target.strip_prefix('/') {
                _ if attribute("TargetMode") == "External" => target.to_owned(),
                Some(target) => target.to_owned(),
                None => resolved(folder, target),
            };
            let kind = attribute("Type").rsplit('/').next().unwrap_or_default();
            let kind = kind.to_owned();
            relations.insert(attribute("Id").to_owned(), Relation { kind, target });
        }
        Ok(relations)
    }
}

/// Where a part lies; names differ in their case in some programs' files.
fn index_of(archive: &ZipArchive<Cursor<&[u8]>>, name: &str) -> Option<usize> {
    let like = |own: &str| own.replace('\\', "/").eq_ignore_ascii_case(name);
    archive.index_for_name(name).or_else(|| {
        let mut names = archive.file_names();
        names.position(|own| own.is_ok_and(|own| like(&own)))
    })
}

/// A part's name from the folder of the part that refers to it.
fn resolved(folder: &str, target: &str) -> String {
    let mut names: Vec<&str> = folder.split('/').filter(|name| !name.is_empty()).collect();
    for name in target.split('/') {
        match name {
            "" | "." => {}
            ".." => {
                names.pop();
            }
            name => names.push(name),
        }
    }
    names.join("/")
}

/// The part of a kind among what a part refers to.
pub(super) fn of_kind<'r>(relations: &'r Relations, kind: &str) -> Option<&'r str> {
    let found = relations.values().find(|relation| relation.kind == kind);
    found.map(|relation| relation.target.as_str())
}
