//! What lies below a folder: of several files of one name one, and no links.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use walkdir::{DirEntry, WalkDir};

use super::{
    Gathered, Input, Kind, Wanted,
    archive::{self, is_archive},
};
use crate::{cli::files::reason, office::received::LEDGER};

impl Gathered {
    /// Takes in everything below a folder that is looked for; whether there is anything.
    ///
    /// Links lead nowhere: what lies in the folder is found by its own name, and what lies
    /// outside was not named.
    pub(super) fn search(&mut self, root: &Path) -> bool {
        if root.is_file() {
            return self.unpacked(&[root.to_owned()], Path::new(""));
        }
        let (mut found, mut others) = (Vec::new(), Vec::new());
        let entries = WalkDir::new(root).min_depth(1).into_iter();
        // What `receive` keeps are copies of what lies elsewhere.
        let is_kept =
            |entry: &DirEntry| entry.file_type().is_dir() && entry.path().join(LEDGER).is_file();
        let shown =
            |entry: &DirEntry| !is_hidden(entry.file_name().as_encoded_bytes()) && !is_kept(entry);
        for entry in entries.filter_entry(shown) {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    self.complaints.push(unsearched(root, error));
                    continue;
                }
            };
            let (path, kind) = (entry.path(), entry.file_type());
            let is_sought = Kind::of(path).is_some();
            // What was named itself is read, and nothing has to be said.
            let own = path.canonicalize();
            let is_named = own.is_ok_and(|own| self.seen.contains(&own));
            let name = path.display();
            match (kind.is_symlink(), kind.is_file()) {
                (true, _) if !is_named && (is_sought || path.is_dir()) => self
                    .strays
                    .push(format!("{name} 是链接，没有读；要算上它就在命令里另外写出")),
                (true, _) => {}
                (_, true) if is_sought => found.push(entry.into_path()),
                (_, true) => others.push(entry.into_path()),
                _ if kind.is_dir() => {}
                _ => self.strays.push(format!("{name} 不是普通文件，没有读")),
            }
        }
        found.sort();
        others.sort();
        let (packed, others): (Vec<PathBuf>, Vec<PathBuf>) =
            others.into_iter().partition(|path| is_archive(path));
        let is_any = !found.is_empty();
        let found = self.taken(root, found);
        self.first_of_name(found);
        let is_packed = self.unpacked(&packed, root);
        let others = self.taken(root, others).into_iter();
        let others = others.map(|input| (input, Some(OTHER.to_owned())));
        self.skipped.extend(others);
        is_any || is_packed
    }

    /// Takes in what lies in archives; whether there is anything that is looked for.
    fn unpacked(&mut self, archives: &[PathBuf], root: &Path) -> bool {
        let mut found = Vec::new();
        for archive in archives {
            let below = archive.strip_prefix(root).unwrap_or(archive);
            let members = match archive::members(archive) {
                Ok(members) => members,
                Err(why) => {
                    let input = Input::found(archive.clone(), below.to_owned());
                    self.skipped.push((input, Some(why)));
                    continue;
                }
            };
            for (name, member) in members {
                let parts = name.iter().map(|part| part.as_encoded_bytes());
                if parts.clone().any(is_hidden) {
                    continue;
                }
                let input = Input {
                    packed: Some(member),
                    ..Input::found(archive.join(&name), below.join(&name))
                };
                match Kind::of(&name) {
                    Some(_) => found.push(input),
                    None => self.skipped.push((input, Some(OTHER.to_owned()))),
                }
            }
        }
        let is_any = !found.is_empty();
        self.first_of_name(found);
        is_any
    }

    /// Paths below a folder as inputs, each file once.
    fn taken(&mut self, root: &Path, paths: Vec<PathBuf>) -> Vec<Input> {
        let mut inputs = Vec::new();
        for path in paths {
            let own = path.canonicalize().unwrap_or_else(|_| path.clone());
            if self.seen.insert(own) {
                let below = path.strip_prefix(root).unwrap_or(&path).to_owned();
                // What lies in the folder where one is goes by its own name.
                let path = match root == Path::new(".") {
                    true => below.clone(),
                    false => path,
                };
                inputs.push(Input::found(path, below));
            }
        }
        inputs
    }

    /// Takes in of several files of one name the data files, or else the first document, and
    /// what is wanted besides.
    fn first_of_name(&mut self, found: Vec<Input>) {
        let mut first: BTreeMap<PathBuf, Option<Kind>> = BTreeMap::new();
        for input in &found {
            let own = Kind::of(&input.path);
            let known = first.entry(input.path.with_extension("")).or_insert(own);
            *known = own.min(*known);
        }
        for input in found {
            let best = first.get(&input.path.with_extension("")).copied();
            let is_first = best.flatten() == Kind::of(&input.path);
            let is_product = best.flatten() == Some(Kind::Data);
            match self.wanted {
                _ if is_first => self.inputs.push(input),
                Wanted::All => self.inputs.push(input),
                _ if is_product => {}
                Wanted::Documents => self.inputs.push(input),
                Wanted::First => self.skipped.push((input, None)),
            }
        }
    }
}

/// Why a picture or an archive of another kind is not read.
const OTHER: &str = "这种文件读不了";

/// Whether a name is none to look at. Word and Excel lock an open file by one whose name begins
/// with ~$, and a Mac puts what it knows of files beside them in an archive.
fn is_hidden(name: &[u8]) -> bool {
    name.starts_with(b".") || name.starts_with(b"~$") || name == b"__MACOSX"
}

/// Why a folder could not be searched.
fn unsearched(start: &Path, error: walkdir::Error) -> String {
    let folder = error.path().unwrap_or(start).display().to_string();
    let why = error.into_io_error().map(|error| reason(&error));
    format!("读不了文件夹 {folder}：{}", why.unwrap_or_default())
}
