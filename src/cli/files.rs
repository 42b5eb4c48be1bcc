//! Reading and writing files: bounded, and whole or not at all.

use std::{
    cell::RefCell,
    fs,
    io::{self, Read, Write},
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{Failure, open::Open};
use crate::{form::report::Library, write::pdf::Fonts};

/// A text file's size in bytes, at the most. A full report has about 30 KB.
pub const MAX_TEXT: u64 = 16 * 1024 * 1024;

/// A file's bytes.
pub enum Content {
    /// UTF-8 without a byte order mark.
    Text(String),
    /// Something else: the text as far as it can be shown, and where the first fault lies.
    Garbled(String, usize),
}

/// Reads a text file of bounded size.
///
/// # Errors
/// The file cannot be read or is too large.
pub fn read_text(path: &Path) -> Result<Content, Failure> {
    let bytes = read(path, MAX_TEXT)?;
    let bytes = match bytes.strip_prefix(b"\xef\xbb\xbf") {
        Some(rest) => rest.to_vec(),
        None => bytes,
    };
    Ok(match String::from_utf8(bytes) {
        Ok(text) => Content::Text(text),
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            Content::Garbled(String::from_utf8_lossy(error.as_bytes()).into_owned(), at)
        }
    })
}

/// A data file's bytes as they are.
///
/// # Errors
/// The file cannot be read or is too large.
pub fn bytes(path: &Path) -> Result<Vec<u8>, Failure> {
    read(path, MAX_TEXT)
}

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

/// What is said of a file that is no data file by its size.
pub fn too_large(path: &Path, limit: u64) -> Failure {
    let (name, limit) = (path.display(), limit / 1024 / 1024);
    format!("{name} 超过 {limit} MB，不像一份年报的数据；检查是否选错了文件")
}

/// Whether a file begins with the mark by which some editors know UTF-8.
pub fn has_byte_order_mark(path: &Path) -> bool {
    let mut start = [0; 3];
    let read = fs::File::open(path).and_then(|mut file| file.read_exact(&mut start));
    read.is_ok() && start == *b"\xef\xbb\xbf"
}

/// Reads a published report's file of bounded size.
///
/// # Errors
/// The file cannot be read or is too large.
pub fn read_bytes(path: &Path, limit: u64) -> Result<Vec<u8>, Failure> {
    read(path, limit)
}

fn read(path: &Path, limit: u64) -> Result<Vec<u8>, Failure> {
    let name = path.display();
    let failed = |error: &io::Error| format!("读不了 {name}：{}", reason(error));
    // Opening a pipe that nobody writes to would wait for ever.
    let kind = fs::metadata(path).map_err(|error| failed(&error))?;
    if kind.is_dir() {
        return Err(format!("读不了 {name}：这是一个文件夹，不是文件"));
    }
    if !kind.is_file() {
        return Err(format!("读不了 {name}：这不是普通文件"));
    }
    let file = fs::File::open(path).map_err(|error| failed(&error))?;
    let mut bytes = Vec::new();
    let mut bounded = file.take(limit + 1);
    bounded
        .read_to_end(&mut bytes)
        .map_err(|error| failed(&error))?;
    if bytes.len() as u64 > limit {
        return Err(too_large(path, limit));
    }
    Ok(bytes)
}

/// What an operating system's error means, in Chinese.
pub fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "没有这个文件或文件夹".to_owned(),
        io::ErrorKind::PermissionDenied => "没有权限".to_owned(),
        io::ErrorKind::AlreadyExists => "已经有这个文件".to_owned(),
        io::ErrorKind::StorageFull => "磁盘满了".to_owned(),
        io::ErrorKind::ReadOnlyFilesystem => "磁盘是只读的".to_owned(),
        io::ErrorKind::NotADirectory => "路径中有一段不是文件夹".to_owned(),
        io::ErrorKind::IsADirectory => "这是一个文件夹".to_owned(),
        io::ErrorKind::InvalidFilename => "文件名太长，或有不能用的字符".to_owned(),
        io::ErrorKind::QuotaExceeded => "超过了允许使用的磁盘空间".to_owned(),
        io::ErrorKind::BrokenPipe => "接收的程序已经关闭".to_owned(),
        _ => error.to_string(),
    }
}

/// A font file's size in bytes, at the most.
const MAX_FONT: u64 = 128 * 1024 * 1024;

/// The fonts of a folder before those of the program.
///
/// # Errors
/// The folder or a font in it cannot be read or used, or there is none.
pub fn fonts(folder: &Path) -> Result<Fonts, Failure> {
    let unreadable =
        |error: &io::Error| format!("读不了字体文件夹 {}：{}", folder.display(), reason(error));
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(|error| unreadable(&error))? {
        let path = entry.map_err(|error| unreadable(&error))?.path();
        let ending = path.extension().unwrap_or_default().to_ascii_lowercase();
        if ["ttf", "otf", "ttc", "otc"]
            .iter()
            .any(|known| ending == *known)
        {
            paths.push(path);
        }
    }
    if paths.is_empty() {
        let name = folder.display();
        return Err(format!("文件夹 {name} 里没有字体文件（.ttf、.otf、.ttc）"));
    }
    paths.sort();
    let read = |path: PathBuf| Ok((path.clone(), read(&path, MAX_FONT)?));
    let files = paths
        .into_iter()
        .map(read)
        .collect::<Result<_, Failure>>()?;
    Fonts::with_files(files).map_err(|error| error.to_string())
}

/// A product that is being written beside the place where it will stand.
///
/// It appears there at one stroke, or not at all.
pub struct Draft {
    temporary: PathBuf,
    target: PathBuf,
    /// Held open and locked, so that another run knows that it is still waited for.
    file: fs::File,
}

impl Draft {
    /// Begins a product.
    ///
    /// # Errors
    /// The folder cannot be written.
    pub fn create(target: &Path) -> Result<Self, Failure> {
        let failed = |error: &io::Error| format!("写不了 {}：{}", target.display(), reason(error));
        if target.is_dir() {
            return Err(format!(
                "写不了 {}：这里已有一个同名文件夹",
                target.display()
            ));
        }
        if target.exists() && !target.is_file() {
            return Err(format!(
                "写不了 {}：这不是普通文件；要送到标准输出请用 -o -",
                target.display()
            ));
        }
        let name = target.file_name().unwrap_or_default().to_string_lossy();
        let name = format!(".{name}.{}{TEMPORARY}", std::process::id());
        let temporary = target.with_file_name(name);
        let file = fs::File::create(&temporary).map_err(|error| failed(&error))?;
        // Some file systems know no locks; then nobody clears anything away either.
        let _ = file.try_lock();
        // What replaces a file may be read and written by the same people.
        if let Ok(replaced) = fs::metadata(target) {
            let _ = file.set_permissions(replaced.permissions());
        }
        Ok(Draft {
            temporary,
            target: target.to_owned(),
            file,
        })
    }

    /// Puts the product in its place.
    ///
    /// # Errors
    /// The target cannot be replaced.
    pub fn commit(self) -> Result<(), Failure> {
        fs::rename(&self.temporary, &self.target)
            .map_err(|error| format!("写不了 {}：{}", self.target.display(), reason(&error)))
    }
}

impl Write for Draft {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Drop for Draft {
    /// What was not put in its place leaves nothing behind.
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.temporary);
    }
}

/// A product that waits, complete, for the others of its report.
pub struct Pending(Draft);

impl Pending {
    /// Writes a product beside its target.
    ///
    /// # Errors
    /// The folder cannot be written.
    pub fn write(target: &Path, bytes: &[u8]) -> Result<Self, Failure> {
        let mut draft = Draft::create(target)?;
        let written = draft.write_all(bytes);
        written.map_err(|error| format!("写不了 {}：{}", target.display(), reason(&error)))?;
        Ok(Pending(draft))
    }

    /// Puts the product in its place.
    ///
    /// # Errors
    /// The target cannot be replaced.
    pub fn commit(self) -> Result<(), Failure> {
        self.0.commit()
    }
}

/// How the names of products end that wait.
const TEMPORARY: &str = ".nianbao.tmp";

/// Clears away what a run that was broken off left half written in a folder.
///
/// What another run still holds is locked by it.
pub fn sweep(folder: &Path) {
    let folder = match folder.as_os_str().is_empty() {
        true => Path::new("."),
        false => folder,
    };
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

/// The files below a data file's folder.
pub struct Folder<'a> {
    path: PathBuf,
    open: Option<&'a Open>,
    asked: RefCell<Vec<PathBuf>>,
}

impl<'a> Folder<'a> {
    /// The folder of a data file, with the texts that an editor has open.
    pub fn with(data_file: &Path, open: &'a Open) -> Self {
        Folder {
            open: Some(open),
            ..Folder::of(data_file)
        }
    }

    /// The folder of a data file.
    pub fn of(data_file: &Path) -> Self {
        let parent = data_file.parent().unwrap_or(Path::new(""));
        Folder {
            path: match parent.as_os_str().is_empty() {
                true => PathBuf::from("."),
                false => parent.to_owned(),
            },
            open: None,
            asked: RefCell::default(),
        }
    }

    /// Every file that was asked for, found or not.
    pub fn asked(self) -> Vec<PathBuf> {
        self.asked.into_inner()
    }

    /// The path of a file below the folder; links are followed before it is judged.
    fn resolve(&self, target: &str) -> Result<PathBuf, (String, String)> {
        let outside = || {
            (
                format!("「{target}」不在数据文件的文件夹里"),
                "把文件放到数据文件所在的文件夹（或其下级）里，写相对路径".to_owned(),
            )
        };
        let absolute = Path::new(target).is_absolute() || target.starts_with(['/', '\\']);
        if absolute || target.contains(':') {
            return Err(outside());
        }
        let unreadable = |error: &io::Error| {
            (
                format!("「{target}」读不了：{}", reason(error)),
                "检查文件名，文件要放在数据文件所在的文件夹里".to_owned(),
            )
        };
        let path = self.path.join(target);
        self.asked.borrow_mut().push(path.clone());
        let whole = path.canonicalize().map_err(|error| unreadable(&error))?;
        let base = self
            .path
            .canonicalize()
            .map_err(|error| unreadable(&error))?;
        match whole.starts_with(base) {
            true => Ok(path),
            false => Err(outside()),
        }
    }
}

/// A picture's size in bytes, at the most.
const MAX_IMAGE: u64 = 32 * 1024 * 1024;

impl Library for Folder<'_> {
    fn image(&self, target: &str) -> Result<Arc<[u8]>, (String, String)> {
        let path = self.resolve(target)?;
        let bytes = read(&path, MAX_IMAGE);
        let bytes = bytes.map_err(|message| (message, "换成能读的图片".to_owned()))?;
        Ok(bytes.into())
    }

    fn text(&self, target: &str) -> Result<(String, String), (String, String)> {
        let path = self.resolve(target)?;
        let read = match self.open {
            Some(open) => open.read(&path),
            None => read_text(&path),
        };
        match read {
            Ok(Content::Text(text)) => Ok((path.display().to_string(), text)),
            Ok(Content::Garbled(..)) => Err((
                format!("「{target}」不是 UTF-8 编码的文字"),
                super::load::CONVERT.to_owned(),
            )),
            Err(message) => Err((message, "换成能读的文件".to_owned())),
        }
    }
}
