//! The reports of a folder on the disk.

use std::{
    fs,
    path::{Path, PathBuf},
    time::SystemTime,
};

use crate::{
    cli::{
        files::read_text,
        gather::is_yaml,
        last_years::Last,
        neighbours::DiskFiles,
        new::today,
        output::{self, AtomicFile},
    },
    edit::workbench::{
        self, Folder, LISTED, Listed, Refusal,
        arrivals::{self, There},
    },
};

/// The data files right in a folder: those below it are others' affair.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let paths = entries.map(|entry| entry.path());
    let named = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default();
        !name.as_encoded_bytes().starts_with(b".") && is_yaml(path) && path.is_file()
    };
    let mut files: Vec<PathBuf> = paths.filter(named).collect();
    files.sort();
    files.truncate(LISTED);
    files
}

/// What shows that a folder's reports are others than before.
pub fn look(folder: &Path) -> Vec<(PathBuf, Option<SystemTime>)> {
    let changed = |path: &PathBuf| fs::metadata(path).ok()?.modified().ok();
    let files = files(folder).into_iter();
    files.map(|path| (path.clone(), changed(&path))).collect()
}

/// The reports of a folder.
pub fn listed(folder: &Path) -> Folder {
    let name = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    let name = name.file_name().unwrap_or(name.as_os_str());
    let reports = look(folder).into_iter();
    let reports = reports.filter_map(|(path, changed)| one(&path, changed));
    let name = name.to_string_lossy().into_owned();
    workbench::folder(name, today(), reports.collect())
}

fn one(path: &Path, changed: Option<SystemTime>) -> Option<Listed> {
    let since = changed.and_then(|time| time.duration_since(SystemTime::UNIX_EPOCH).ok());
    let changed = since.map_or(0, |since| since.as_millis() as u64);
    let name = path.file_name()?.to_string_lossy();
    let beside = DiskFiles::of(path, Last::Stated);
    workbench::listed(&name, read_text(path).ok(), &beside, changed)
}

/// A file of the folder by its name.
pub fn inside(folder: &Path, name: &str) -> Result<PathBuf, Refusal> {
    arrivals::inside(name)?;
    Ok(folder.join(name))
}

/// A name in the folder that nothing has yet.
pub fn untaken(folder: &Path, name: &str) -> PathBuf {
    let taken = |name: &str| {
        let path = folder.join(name);
        path.exists() || path.is_symlink()
    };
    folder.join(arrivals::untaken(name, taken))
}

/// Next year's data file from one of the folder.
pub fn next(last: &Path) -> Result<arrivals::New, Refusal> {
    let content = read_text(last).map_err(|why| Refusal::new(why, "先改正那份文件"))?;
    let name = last.file_name().unwrap_or_default().to_string_lossy();
    arrivals::next(&name, content, &DiskFiles::of(last, Last::Stated))
}

/// Puts a picture into a folder, and says what Markdown shows it.
pub fn picture(folder: &Path, name: &str, base64: &str) -> Result<String, Refusal> {
    let bytes = arrivals::bytes(base64)?;
    let there = |name: &str| {
        let path = folder.join(name);
        match fs::read(&path) {
            Ok(there) if there == bytes && !path.is_symlink() => There::Same,
            Err(_) if !path.is_symlink() && !path.exists() => There::Nothing,
            _ => There::Other,
        }
    };
    let picture = arrivals::picture(name, &bytes, there)?;
    if !picture.is_there {
        let path = folder.join(&picture.file);
        let written = AtomicFile::derived(&path, &bytes).and_then(AtomicFile::settle);
        written.map_err(|why| Refusal::new(why, "检查这个文件夹能不能写"))?;
    }
    output::sweep(folder);
    Ok(picture.markdown)
}
