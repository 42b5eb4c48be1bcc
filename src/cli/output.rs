//! Where results go: a file that appears whole or not at all, or standard output.

use std::{
    fs::{self, Permissions},
    io::{self, Write},
    path::Path,
};

use tempfile::{Builder, NamedTempFile};

use super::{Failure, device::is_device, files::reason};
use crate::ground::diagnostic::terminal::safe;

/// The file that is to be written; nothing stands for the screen, which `-` means too.
pub fn named(output: Option<&Path>) -> Option<&Path> {
    output.filter(|path| *path != Path::new("-"))
}

/// The file that is to be written, which is not there yet.
///
/// # Errors
/// It is there.
pub fn untaken(output: Option<&Path>) -> Result<Option<&Path>, Failure> {
    match named(output) {
        Some(path) if path.exists() => {
            let name = path.display();
            Err(format!("{name} 已经存在，不会覆盖；换一个文件名"))
        }
        output => Ok(output),
    }
}

/// How the name of the file that is to be written ends, in small letters.
pub fn ending(output: Option<&Path>) -> String {
    let ending = output.and_then(Path::extension).unwrap_or_default();
    ending.to_string_lossy().to_lowercase()
}

/// Writes to standard output; a reader that went away, as `head` does, is no matter.
///
/// # Errors
/// What stands behind standard output cannot be written, a full disk say.
pub fn show(bytes: &[u8]) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(format!("写不了标准输出：{}", reason(&error)))
        }
        _ => Ok(()),
    }
}

/// Writes to the file that was named, and says so, or to standard output.
///
/// # Errors
/// It cannot be written.
pub fn put(output: Option<&Path>, bytes: &[u8]) -> Result<(), Failure> {
    let Some(path) = named(output) else {
        return show(bytes);
    };
    write(path, bytes)?;
    eprintln!("已生成 {}", safe(&path.display().to_string()));
    Ok(())
}

/// Writes a file, whole or not at all.
///
/// # Errors
/// It cannot be written.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    Draft::of(path, bytes)?.commit()
}

/// Makes a folder where it is missing, and clears away what was left half written in it.
///
/// # Errors
/// It cannot be made.
pub fn make_folder(folder: &Path) -> Result<(), Failure> {
    fs::create_dir_all(folder)
        .map_err(|error| format!("建不了文件夹 {}：{}", folder.display(), reason(&error)))?;
    sweep(folder);
    Ok(())
}

/// A file that is being written beside the place where it will stand.
///
/// It appears there at one stroke, or not at all; what is not put in its place leaves
/// nothing behind.
pub struct Draft<'a> {
    /// Held open and locked, so that another run knows that it is still waited for.
    file: NamedTempFile,
    target: &'a Path,
}

impl<'a> Draft<'a> {
    /// Begins a file.
    ///
    /// # Errors
    /// The folder cannot be written.
    pub fn create(target: &'a Path) -> Result<Self, Failure> {
        let failed = |why: &str| format!("写不了 {}：{why}", target.display());
        if cfg!(windows) && is_device(target) {
            return Err(failed("这个名字 Windows 留给设备用，换一个文件名"));
        }
        if target.is_dir() {
            return Err(failed("这里已有一个同名文件夹"));
        }
        if target.exists() && !target.is_file() {
            return Err(failed("这不是普通文件；要送到标准输出请用 -o -"));
        }
        let name = target.file_name().unwrap_or_default().to_string_lossy();
        let prefix = format!(".{name}.");
        let mut builder = Builder::new();
        builder.prefix(&prefix).suffix(TEMPORARY);
        // What replaces a file may be read and written by the same people; a new one by
        // those who may read and write other new ones.
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        let file = builder.tempfile_in(folder_of(target));
        let file = file.map_err(|error| failed(&reason(&error)))?;
        // Some file systems know no locks; then nobody clears anything away either.
        let _ = file.as_file().try_lock();
        let replaced = fs::metadata(target).map(|replaced| replaced.permissions());
        let keep = |permissions: Permissions| file.as_file().set_permissions(permissions);
        let _ = replaced.and_then(keep);
        Ok(Draft { file, target })
    }

    /// A whole file that waits for the others of its report.
    ///
    /// # Errors
    /// The folder cannot be written.
    pub fn of(target: &'a Path, bytes: &[u8]) -> Result<Self, Failure> {
        let mut draft = Draft::create(target)?;
        let written = draft.write_all(bytes);
        written.map_err(|error| format!("写不了 {}：{}", target.display(), reason(&error)))?;
        Ok(draft)
    }

    /// Puts the file in its place.
    ///
    /// # Errors
    /// The target cannot be replaced.
    pub fn commit(self) -> Result<(), Failure> {
        let placed = self.file.persist(self.target);
        let failed = |why: &io::Error| format!("写不了 {}：{}", self.target.display(), reason(why));
        placed.map_err(|fault| failed(&fault.error))?;
        Ok(())
    }
}

impl Write for Draft<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// How the names of files end that are not in their place yet.
const TEMPORARY: &str = ".nianbao.tmp";

/// Clears away what a run that was broken off left half written in a folder.
///
/// What another run still holds is locked by it.
pub fn sweep(folder: &Path) {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    for entry in entries {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let file = entry.file_type().is_ok_and(|kind| kind.is_file());
        if !(file && name.starts_with('.') && name.ends_with(TEMPORARY)) {
            continue;
        }
        let opened = fs::File::options().write(true).open(entry.path());
        if opened.is_ok_and(|file| file.try_lock().is_ok()) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// The folder that a file lies in.
pub fn folder_of(file: &Path) -> &Path {
    match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}
