//! What lies below a folder: of several files of one name one, and no links that lead out.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use walkdir::{DirEntry, WalkDir};

use super::{
    Gathered, Input, Kind, Sought,
    archive::{self, is_archive},
};
use crate::cli::files::reason;

impl Gathered {
    /// Takes in everything below a folder that is looked for.
    ///
    /// Links lead nowhere: what lies in the folder is found by its own name, and what lies
    /// outside was not named. A file that is only linked to from where one looks counts.
    pub(super) fn search(&mut self, root: &Path, sought: Sought) {
        let (mut found, mut linked, mut others) = (Vec::new(), Vec::new(), Vec::new());
        if root.is_file() {
            self.unpacked(&[root.to_owned()], Path::new(""), sought);
            return;
        }
        let entries = WalkDir::new(root).min_depth(1).into_iter();
        for entry in entries.filter_entry(|entry| is_new(entry, &mut self.seen)) {
            match entry {
                Ok(entry) if entry.path_is_symlink() => linked.push(entry.into_path()),
                Ok(entry) if entry.file_type().is_dir() => {}
                Ok(entry) if sought(entry.path()).is_none() => others.push(entry.into_path()),
                Ok(entry) if entry.file_type().is_file() => found.push(entry.into_path()),
                Ok(entry) => {
                    let name = entry.path().display();
                    let stray = format!("{name} 不是普通文件，没有读");
                    self.strays.push(stray);
                }
                Err(error) => self.complaints.push(unsearched(root, error)),
            }
        }
        linked.sort();
        linked.retain(|link| self.stays(link, root, sought));
        found.sort();
        found.extend(linked);
        let found = self.taken(root, found);
        self.first_of_name(found);
        others.sort();
        let (packed, others): (Vec<PathBuf>, Vec<PathBuf>) =
            others.into_iter().partition(|path| is_archive(path));
        self.unpacked(&packed, root, sought);
        let others = self.taken(root, others).into_iter();
        self.others
            .extend(others.map(|input| (input, OTHER.to_owned())));
    }

    /// Takes in what lies in archives.
    fn unpacked(&mut self, archives: &[PathBuf], root: &Path, sought: Sought) {
        let mut found = Vec::new();
        for archive in archives {
            let below = archive.strip_prefix(root).unwrap_or(archive);
            let members = match archive::members(archive) {
                Ok(members) => members,
                Err(why) => {
                    let input = Input::found(archive.clone(), below.to_owned());
                    self.others.push((input, why));
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
                match sought(&name) {
                    Some(_) => found.push(input),
                    None => self.others.push((input, OTHER.to_owned())),
                }
            }
        }
        self.first_of_name(found);
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

    /// Takes in of several files of one name the data files, or else the first document.
    fn first_of_name(&mut self, found: Vec<Input>) {
        let mut first: BTreeMap<PathBuf, Option<Kind>> = BTreeMap::new();
        for input in &found {
            let own = Kind::of(&input.path);
            let known = first.entry(input.path.with_extension("")).or_insert(own);
            *known = own.min(*known);
        }
        for input in found {
            let best = first.get(&input.path.with_extension("")).copied();
            match best.flatten() {
                best if best == Kind::of(&input.path) => self.inputs.push(input),
                Some(Kind::Data) => self.products.push(input),
                _ => self.beside.push(input),
            }
        }
    }

    /// Whether a link is to be read as a data file of a folder. One that would be, but leads
    /// elsewhere, is a stray.
    fn stays(&mut self, link: &Path, root: &Path, sought: Sought) -> bool {
        let is_sought = sought(link).is_some();
        let Ok(own) = link.canonicalize() else {
            // That it leads nowhere is told when it is read.
            return is_sought;
        };
        let folder = own.is_dir();
        let inside = root.canonicalize().is_ok_and(|root| own.starts_with(root));
        if self.seen.contains(&own) || !(folder || is_sought) {
            return false;
        }
        if folder || !inside {
            let link = link.display();
            let stray = format!("{link} 是通到别处的链接，没有读；要算上它就在命令里另外写出");
            self.strays.push(stray);
        }
        inside && !folder
    }
}

/// Why a picture or an archive of another kind is not read.
const OTHER: &str = "这种文件读不了";

/// Whether an entry of a folder is neither hidden nor a folder that was searched already.
fn is_new(entry: &DirEntry, seen: &mut BTreeSet<PathBuf>) -> bool {
    if is_hidden(entry.file_name().as_encoded_bytes()) {
        return false;
    }
    // One that cannot be told by its name is complained of when it is read.
    let folder = entry.file_type().is_dir();
    let own = folder.then(|| entry.path().canonicalize().ok()).flatten();
    own.is_none_or(|own| seen.insert(own))
}

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
