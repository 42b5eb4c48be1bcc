//! Files that appear whole or not at all: written beside their place, then renamed.
//!
//! What is written is locked. By that alone it is told from what a killed run left behind,
//! which the next run that writes into the folder clears away.

use std::{
    collections::BTreeSet,
    fs::{self, File, Metadata, OpenOptions, TryLockError},
    io::{self, Write},
    path::{Path, PathBuf},
    sync::Mutex,
};

use tempfile::{Builder, NamedTempFile};

use super::folder_of;
use crate::cli::{Failure, device::is_device, files::reason};

/// A file that is being written beside the place where it will stand.
///
/// It appears there at one stroke, or not at all; what is not put in its place leaves
/// nothing behind.
pub struct AtomicFile<'a> {
    file: NamedTempFile,
    /// As it was named.
    name: &'a Path,
    /// Where it leads, if it is a link.
    place: PathBuf,
}

impl<'a> AtomicFile<'a> {
    /// Begins a file that was named: a link is written through.
    ///
    /// What it replaces keeps its mode and its group, and its owner where the system lets us.
    ///
    /// # Errors
    /// The folder cannot be written, or what stands there must not be replaced.
    pub fn create(name: &'a Path) -> Result<Self, Failure> {
        let failed = |why: String| format!("写不了 {}：{why}", name.display());
        let replaced = replaceable(name).map_err(failed)?;
        let place = match name.is_symlink() {
            true => name.canonicalize(),
            false => Ok(name.to_owned()),
        };
        let place = place.map_err(|_| failed("这是一个链接，它所指的文件不在".to_owned()))?;
        let folder = folder_of(&place);
        sweep(folder);
        let file = begin(folder, replaced.as_ref()).map_err(|error| failed(reason(&error)))?;
        if let Some(replaced) = replaced {
            keep_owner(file.as_file(), &replaced, name).map_err(failed)?;
            let kept = file.as_file().set_permissions(replaced.permissions());
            kept.map_err(|error| failed(format!("不能保持原来的权限：{}", reason(&error))))?;
        }
        Ok(AtomicFile { file, name, place })
    }

    /// A whole file that was named.
    ///
    /// # Errors
    /// As of [`create`](AtomicFile::create).
    pub fn of(name: &'a Path, bytes: &[u8]) -> Result<Self, Failure> {
        let mut file = AtomicFile::create(name)?;
        let written = file.write_all(bytes);
        written.map_err(|error| file.failed(&error))?;
        Ok(file)
    }

    /// A whole file under a name that nobody wrote: one who put a link there does not decide
    /// what is written elsewhere.
    ///
    /// # Errors
    /// As of [`create`](AtomicFile::create), or there is a link.
    pub fn derived(name: &'a Path, bytes: &[u8]) -> Result<Self, Failure> {
        if name.is_symlink() {
            let name = name.display();
            return Err(format!(
                "写不了 {name}：这里是一个链接，它和它所指的文件都不去动；移走这个链接再试"
            ));
        }
        AtomicFile::of(name, bytes)
    }

    /// The file as it was named.
    pub fn name(&self) -> &'a Path {
        self.name
    }

    /// Puts the file in its place.
    ///
    /// # Errors
    /// The place cannot be taken.
    pub fn commit(self) -> Result<(), Failure> {
        // The standard library's renaming replaces on Windows what a viewer has open, too.
        let placed = fs::rename(self.file.path(), &self.place);
        placed.map_err(|error| self.failed(&error))
    }

    /// Puts the file in its place, and both on the disk: after a power cut too it is the old
    /// one or the new one.
    ///
    /// # Errors
    /// The disk or the place cannot be written.
    pub fn settle(self) -> Result<(), Failure> {
        self.settle_while(|| true).map(|_| ())
    }

    /// As [`settle`](AtomicFile::settle), unless something does not hold any more when the file is
    /// about to take its place: bringing it onto the disk takes long. Returns whether it held.
    ///
    /// # Errors
    /// As of [`settle`](AtomicFile::settle).
    pub fn settle_while(self, holds: impl FnOnce() -> bool) -> Result<bool, Failure> {
        let synced = self.file.as_file().sync_all();
        synced.map_err(|error| self.failed(&error))?;
        if !holds() {
            return Ok(false);
        }
        let folder = folder_of(&self.place).to_owned();
        self.commit()?;
        // The file is whole without it, as it is where folders cannot be synced.
        if cfg!(unix) {
            let _ = File::open(folder).and_then(|folder| folder.sync_all());
        }
        Ok(true)
    }

    fn failed(&self, error: &io::Error) -> Failure {
        format!("写不了 {}：{}", self.name.display(), reason(error))
    }
}

impl Write for AtomicFile<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// What stands in a place, if it may be replaced at all.
fn replaceable(name: &Path) -> Result<Option<Metadata>, String> {
    if cfg!(windows) && is_device(name) {
        return Err("这个名字 Windows 留给设备用，换一个文件名".to_owned());
    }
    let found = match fs::metadata(name) {
        Ok(found) => found,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(reason(&error)),
    };
    if found.is_dir() {
        return Err("这里已有一个同名文件夹".to_owned());
    }
    if !found.is_file() {
        return Err("这不是普通文件；要送到标准输出请用 -o -".to_owned());
    }
    if found.permissions().readonly() {
        return Err("已有的文件是只读的；要改它先取消只读".to_owned());
    }
    if let others @ 1.. = other_names(&found) {
        return Err(format!(
            "已有的文件另有 {others} 个名字（硬链接），替换会把它们分开；先复制一份换下它，或删去它再试"
        ));
    }
    // Whoever may not write a file does not replace it either; on Windows this also finds
    // the program that has it open.
    let opened = File::options().write(true).open(name);
    opened.map_err(|error| reason(&error))?;
    Ok(Some(found))
}

/// How many more names a file has.
#[cfg(unix)]
fn other_names(file: &Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::nlink(file).saturating_sub(1)
}

/// The standard library does not count them here.
#[cfg(not(unix))]
fn other_names(_: &Metadata) -> u64 {
    0
}

/// Leaves a file to those whom the one that it replaces belongs to.
///
/// An owner can be given by the administrator alone; that it changes is said. Another group
/// would let others read what only the old one might.
#[cfg(unix)]
fn keep_owner(file: &File, replaced: &Metadata, name: &Path) -> Result<(), String> {
    use std::os::unix::fs::{MetadataExt, fchown};
    let own = file.metadata().map_err(|error| reason(&error))?;
    let (owner, group) = (replaced.uid(), replaced.gid());
    if (own.uid(), own.gid()) == (owner, group) || fchown(file, Some(owner), Some(group)).is_ok() {
        return Ok(());
    }
    if own.gid() != group && fchown(file, None, Some(group)).is_err() {
        return Err(format!(
            "已有的文件属于别的用户组（{group}），替换后会换成您的；请那个组里的人来做，或先删去它"
        ));
    }
    let name = name.display().to_string();
    let name = crate::base::diagnostic::terminal::safe(&name);
    eprintln!("注意: {name} 原来属于别的用户，替换后属于您；用户组和权限照旧");
    Ok(())
}

/// Whose a file is comes from its folder here.
#[cfg(not(unix))]
fn keep_owner(_: &File, _: &Metadata, _: &Path) -> Result<(), String> {
    Ok(())
}

/// Makes a file for those who may read the one that it replaces, and not for a moment others.
#[cfg(unix)]
fn open_as(options: &mut OpenOptions, replaced: &Metadata) {
    use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
    options.mode(replaced.permissions().mode());
}

/// Who may read a file comes from its folder here.
#[cfg(not(unix))]
fn open_as(_: &mut OpenOptions, _: &Metadata) {}

/// How the names of files end that are not in their place yet.
const TEMPORARY: &str = ".nianbao.tmp";

/// Begins a file under a name that nobody can foresee, and locks it.
fn begin(folder: &Path, replaced: Option<&Metadata>) -> io::Result<NamedTempFile> {
    let mut options = File::options();
    options.read(true).write(true).create_new(true);
    if let Some(replaced) = replaced {
        open_as(&mut options, replaced);
    }
    let mut builder = Builder::new();
    builder.prefix(".").suffix(TEMPORARY);
    builder.make_in(folder, |path| claim(options.open(path)?, path))
}

/// Locks a file that was only just made.
///
/// Before it was locked another run may have taken it for abandoned: then it is begun again
/// under another name. Some file systems know no locks, and nobody clears anything away there.
fn claim(file: File, path: &Path) -> io::Result<File> {
    let taken = matches!(file.try_lock(), Err(TryLockError::WouldBlock));
    match taken || !path.exists() {
        true => Err(io::ErrorKind::AlreadyExists.into()),
        false => Ok(file),
    }
}

/// Clears away, once in a run, what a run that was broken off left half written in a folder.
pub fn sweep(folder: &Path) {
    static SWEPT: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());
    let swept = SWEPT
        .lock()
        .map(|mut swept| swept.insert(folder.to_owned()));
    if let Ok(true) = swept {
        clear(folder);
    }
}

/// Clears away every file that no run holds. It is locked until it is gone: the run that has
/// only just made it sees then that it lost it.
fn clear(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let file = entry.file_type().is_ok_and(|kind| kind.is_file());
        if !(file && name.starts_with('.') && name.ends_with(TEMPORARY)) {
            continue;
        }
        if let Ok(file) = File::options().write(true).open(entry.path())
            && file.try_lock().is_ok()
        {
            let _ = fs::remove_file(entry.path());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        let mut names: Vec<String> = entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn only_what_no_run_holds_is_cleared_away() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("a.yaml");
        let file = AtomicFile::of(&place, b"new").unwrap();
        fs::write(folder.path().join(".x7.nianbao.tmp"), "left behind").unwrap();
        fs::write(folder.path().join(".x7.tmp"), "of others").unwrap();
        clear(folder.path());
        assert_eq!(names(folder.path()).len(), 2, "{:?}", names(folder.path()));
        file.commit().unwrap();
        assert_eq!(names(folder.path()), [".x7.tmp", "a.yaml"]);
        assert_eq!(fs::read(&place).unwrap(), b"new");
    }

    #[test]
    fn what_came_while_it_was_brought_onto_the_disk_stays() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("a.yaml");
        fs::write(&place, "old").unwrap();
        let file = AtomicFile::of(&place, b"mine").unwrap();
        let held = file.settle_while(|| {
            fs::write(&place, "theirs").unwrap();
            false
        });
        assert_eq!(held, Ok(false));
        assert_eq!(fs::read(&place).unwrap(), b"theirs");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn unfinished_files_are_found_by_none_and_leave_nothing_behind() {
        let folder = tempfile::tempdir().unwrap();
        // As long as names can be: 255 bytes.
        let place = folder
            .path()
            .join(format!("{}.yaml", "报".repeat(83)) + "x");
        let (one, two) = (AtomicFile::of(&place, b"1"), AtomicFile::of(&place, b"2"));
        let (one, two) = (one.unwrap(), two.unwrap());
        assert_ne!(one.file.path(), two.file.path());
        drop(one);
        two.settle().unwrap();
        assert_eq!(names(folder.path()).len(), 1);
        assert_eq!(fs::read(&place).unwrap(), b"2");
    }

    #[test]
    fn a_file_that_was_taken_for_abandoned_is_begun_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(".x7.nianbao.tmp");
        let open = || File::options().create(true).append(true).open(&path);
        let held = open().unwrap();
        let again = |file| claim(file, &path).unwrap_err().kind();
        held.lock().unwrap();
        assert_eq!(again(open().unwrap()), io::ErrorKind::AlreadyExists);
        drop(held);
        // Elsewhere what is open stays until it is closed, and none is lost in between.
        if cfg!(unix) {
            let cleared = open().unwrap();
            clear(folder.path());
            assert_eq!(names(folder.path()).len(), 0);
            assert_eq!(again(cleared), io::ErrorKind::AlreadyExists);
        }
        assert!(claim(open().unwrap(), &path).is_ok());
    }
}
