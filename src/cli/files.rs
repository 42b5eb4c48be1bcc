//! Reading files, within bounds.

use std::{
    collections::BTreeMap,
    fs,
    io::{self, Read},
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
};

use super::Failure;
use walkdir::WalkDir;

pub use crate::{base::content::Content, open::InputFile};
use crate::{
    base::content::{self, BYTE_ORDER_MARK, CONVERT},
    edit::workbench,
    read::MOST,
    write::pdf::Fonts,
};

/// A text file's size in bytes, at the most.
pub const MAX_TEXT: u64 = content::MAX_TEXT as u64;

/// Reads a file that may hold a report; one that the user named may be a pipe, and `-` is
/// standard input.
///
/// # Errors
/// The file cannot be read or is too large.
pub fn read_report(path: &Path, is_named: bool) -> Result<InputFile, Failure> {
    let bytes = match is_named {
        true => read_named(path, MOST as u64)?,
        false => read(path, MOST as u64)?,
    };
    let file = InputFile::of(&path.display().to_string(), bytes);
    file.map_err(|(message, _)| message)
}

/// Reads a text file of bounded size.
///
/// # Errors
/// The file cannot be read or is too large.
pub fn read_text(path: &Path) -> Result<Content, Failure> {
    read(path, MAX_TEXT).map(Content::of)
}

/// Reads a text in UTF-8 of bounded size, which is called so.
///
/// # Errors
/// The file cannot be read, is too large, or is in another encoding.
pub fn read_utf8(path: &Path, what: &str) -> Result<String, Failure> {
    match read_text(path)? {
        Content::Text(text) => Ok(text),
        Content::Garbled(..) => {
            let name = path.display();
            Err(format!("{what} {name} 不是 UTF-8 编码；{CONVERT}"))
        }
    }
}

/// Reads a data file for the workbench.
///
/// # Errors
/// The file cannot be read or is too large for it.
pub fn read_source(path: &Path) -> Result<Content, Failure> {
    read(path, workbench::MAX_TEXT as u64).map(Content::of)
}

/// What is said of a file that is no data file by its size.
pub fn too_large(path: &Path, limit: u64) -> Failure {
    content::too_large(&path.display().to_string(), limit as usize)
}

/// Whether a file begins with the mark by which some editors know UTF-8.
pub fn has_byte_order_mark(path: &Path) -> bool {
    let mut start = [0; 3];
    let read = fs::File::open(path).and_then(|mut file| file.read_exact(&mut start));
    read.is_ok() && start == BYTE_ORDER_MARK
}

/// What came out of pipes, which can be read only once.
static STREAMS: Mutex<BTreeMap<PathBuf, Arc<[u8]>>> = Mutex::new(BTreeMap::new());

/// Whether a path stands for standard input.
pub fn is_stdin(path: &Path) -> bool {
    path == Path::new("-")
}

/// Whether a file can only be read, from its beginning on: standard input or a pipe.
pub fn is_stream(path: &Path) -> bool {
    is_stdin(path) || fs::metadata(path).is_ok_and(|kind| !kind.is_file() && !kind.is_dir())
}

/// Reads what the user named, of bounded size: a file, a pipe or standard input.
///
/// # Errors
/// It cannot be read or is too large.
pub fn read_named(path: &Path, limit: u64) -> Result<Vec<u8>, Failure> {
    if !is_stream(path) {
        return read(path, limit);
    }
    let mut streams = STREAMS.lock().map_err(|error| error.to_string())?;
    if let Some(bytes) = streams.get(path) {
        return Ok(bytes.to_vec());
    }
    let bytes = match is_stdin(path) {
        true => bounded(path, io::stdin().lock(), limit),
        false => {
            let file = fs::File::open(path);
            bounded(path, file.map_err(|error| unread(path, &error))?, limit)
        }
    }?;
    streams.insert(path.to_owned(), bytes.clone().into());
    Ok(bytes)
}

fn unread(path: &Path, error: &io::Error) -> Failure {
    let name = match is_stdin(path) {
        true => "标准输入".to_owned(),
        false => path.display().to_string(),
    };
    format!("读不了 {name}：{}", reason(error))
}

/// All that there is to read, if it is not too much.
fn bounded(path: &Path, source: impl Read, limit: u64) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let read = source.take(limit + 1).read_to_end(&mut bytes);
    read.map_err(|error| unread(path, &error))?;
    match bytes.len() as u64 > limit {
        true => Err(too_large(path, limit)),
        false => Ok(bytes),
    }
}

/// Reads a file of bounded size.
///
/// # Errors
/// The file cannot be read or is too large.
pub fn read(path: &Path, limit: u64) -> Result<Vec<u8>, Failure> {
    let name = path.display();
    let failed = |error: &io::Error| unread(path, error);
    // Opening a pipe that nobody writes to would wait for ever.
    let kind = fs::metadata(path).map_err(|error| failed(&error))?;
    if kind.is_dir() {
        return Err(format!("读不了 {name}：这是一个文件夹，不是文件"));
    }
    if !kind.is_file() {
        return Err(format!("读不了 {name}：这不是普通文件"));
    }
    let file = fs::File::open(path).map_err(|error| failed(&error))?;
    bounded(path, file, limit)
}

/// What an operating system's error means, in Chinese.
pub fn reason(error: &io::Error) -> String {
    // Windows: another program has the file, or a part of it, to itself.
    if cfg!(windows) && matches!(error.raw_os_error(), Some(32 | 33)) {
        return "它正被另一个程序打开（Word、Excel 或看 PDF 的程序），关闭后再试".to_owned();
    }
    match error.kind() {
        io::ErrorKind::NotFound => "没有这个文件或文件夹".to_owned(),
        io::ErrorKind::PermissionDenied if cfg!(windows) => {
            "没有权限，或者它正被另一个程序打开".to_owned()
        }
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

/// Asks for the machine's own fonts in place of a folder.
const MACHINE: &str = "系统";
/// So many font files of a machine are looked at.
const MOST_FONTS: usize = 5000;

/// The machine's own 仿宋, 小标宋, 黑体 and 楷体, and in words which they are.
fn of_machine(folders: &[PathBuf]) -> Fonts {
    let files = folders
        .iter()
        .flat_map(|folder| WalkDir::new(folder).max_depth(6).sort_by_file_name());
    let paths = files
        .filter_map(Result::ok)
        .map(walkdir::DirEntry::into_path);
    let fonts = paths.filter(|path| is_font(path)).take(MOST_FONTS);
    let read = fonts.filter_map(|path| Some((path.clone(), read(&path, MAX_FONT).ok()?)));
    let (fonts, found) = Fonts::of_machine(read);
    match found.is_empty() {
        true => eprintln!("本机没有找到仿宋、小标宋、黑体、楷体，用程序自带的字体"),
        false => eprintln!("用本机的字体：{}；其余用程序自带的", found.join("，")),
    }
    fonts
}

/// Where the systems keep fonts: everybody's, then one's own.
fn usual_folders() -> Vec<PathBuf> {
    let home =
        |name: &str, rest: &str| std::env::var_os(name).map(|home| PathBuf::from(home).join(rest));
    let own = [
        home("WINDIR", "Fonts"),
        home("LOCALAPPDATA", "Microsoft/Windows/Fonts"),
        home("HOME", ".local/share/fonts"),
        home("HOME", ".fonts"),
        home("HOME", "Library/Fonts"),
    ];
    let all = [
        "/usr/share/fonts",
        "/usr/local/share/fonts",
        "/Library/Fonts",
        "/System/Library/Fonts",
    ];
    let all = all.iter().map(PathBuf::from);
    all.chain(own.into_iter().flatten()).collect()
}

fn is_font(path: &Path) -> bool {
    let ending = path.extension().unwrap_or_default().to_ascii_lowercase();
    ["ttf", "otf", "ttc", "otc"]
        .iter()
        .any(|known| ending == *known)
}

/// The fonts of a folder before those of the program; 「系统」 is all folders where the machine
/// keeps fonts.
///
/// # Errors
/// The folder or a font in it cannot be read or used, or there is none.
pub fn fonts(folder: &Path) -> Result<Fonts, Failure> {
    if folder == Path::new(MACHINE) && !folder.exists() {
        return Ok(of_machine(&usual_folders()));
    }
    let unreadable =
        |error: &io::Error| format!("读不了字体文件夹 {}：{}", folder.display(), reason(error));
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(|error| unreadable(&error))? {
        let path = entry.map_err(|error| unreadable(&error))?.path();
        if is_font(&path) {
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
