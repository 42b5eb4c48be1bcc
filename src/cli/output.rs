//! Where results go: a file that appears whole or not at all, or standard output.

mod atomic_file;

use std::{
    fmt, fs,
    io::{self, IsTerminal, Write},
    path::Path,
    sync::atomic::{AtomicBool, Ordering},
};

pub use self::atomic_file::{AtomicFile, sweep};
use super::{
    Failure,
    files::{has_byte_order_mark, reason},
};
use crate::ground::{
    characters::is_hidden,
    diagnostic::terminal::{Terminal, safe},
};

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

/// Standard output; a reader that went away, as `head` does, is no matter.
pub struct Screen;

/// What was done, though nobody reads it any more.
fn unread<T>(done: io::Result<T>, all: T) -> io::Result<T> {
    match done {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(all),
        done => done,
    }
}

impl Write for Screen {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        unread(io::stdout().write(bytes), bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        unread(io::stdout().flush(), ())
    }
}

/// Writes to standard output.
///
/// # Errors
/// What stands behind it cannot be written, a full disk say.
pub fn show(bytes: &[u8]) -> Result<(), Failure> {
    let shown = Screen.write_all(bytes).and_then(|()| Screen.flush());
    shown.map_err(|error| format!("写不了标准输出：{}", reason(&error)))
}

/// What standard output shows texts on.
pub fn screen() -> Terminal {
    screen_of(&console::Term::stdout(), &io::stdout())
}

/// What shows an output: a file that was named is no terminal.
pub fn shown_on(output: Option<&Path>) -> Terminal {
    named(output).map_or_else(screen, |_| Terminal::default())
}

/// What standard error shows texts on.
pub fn errors() -> Terminal {
    screen_of(&console::Term::stderr(), &io::stderr())
}

fn screen_of(terminal: &console::Term, told: &impl IsTerminal) -> Terminal {
    let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    Terminal {
        width: terminal.size_checked().map(|(_, width)| width.into()),
        colour: told.is_terminal() && !refused,
    }
}

/// Whether something that people were to be told could not be.
static UNTOLD: AtomicBool = AtomicBool::new(false);

/// Tells people something.
pub fn tell(words: fmt::Arguments<'_>) {
    if unread(io::stderr().write_fmt(words), ()).is_err() {
        UNTOLD.store(true, Ordering::Relaxed);
    }
}

/// Whether people were told everything.
pub fn all_told() -> bool {
    !UNTOLD.load(Ordering::Relaxed)
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

/// Writes a file that was named, whole or not at all, and onto the disk.
///
/// # Errors
/// It cannot be written.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    AtomicFile::of(path, bytes)?.settle()
}

/// Replaces a text by another, onto the disk; a mark at its beginning stays.
///
/// # Errors
/// It cannot be written.
pub fn rewrite(path: &Path, text: &str) -> Result<(), Failure> {
    rewrite_while(path, text, || true).map(|_| ())
}

/// As [`rewrite`], unless something does not hold any more right before. Returns whether it
/// held.
///
/// # Errors
/// As of [`rewrite`].
pub fn rewrite_while(
    path: &Path,
    text: &str,
    holds: impl FnOnce() -> bool,
) -> Result<bool, Failure> {
    let mark = match has_byte_order_mark(path) {
        true => "\u{feff}",
        false => "",
    };
    AtomicFile::of(path, format!("{mark}{text}").as_bytes())?.settle_while(holds)
}

/// Makes a folder where it is missing.
///
/// # Errors
/// It cannot be made.
pub fn make_folder(folder: &Path) -> Result<(), Failure> {
    fs::create_dir_all(folder)
        .map_err(|error| format!("建不了文件夹 {}：{}", folder.display(), reason(&error)))
}

/// The folder that a file lies in.
pub fn folder_of(file: &Path) -> &Path {
    match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// Words, an agency's name say, as the name of a file on any system.
pub fn file_name(words: &str) -> String {
    let safe = |c: char| match c {
        c if c.is_control() || is_hidden(c) || "/\\:*?\"<>|".contains(c) => '_',
        c => c,
    };
    // File systems allow 255 bytes.
    let name: String = words.chars().map(safe).take(60).collect();
    match name.trim_matches(['.', ' ']) {
        "" => "_".to_owned(),
        name => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::file_name;

    #[test]
    fn names_stay_in_their_folder() {
        assert_eq!(file_name("../某局"), "_某局");
        assert_eq!(file_name("某局:本级/?"), "某局_本级__");
        assert_eq!(file_name(".."), "_");
    }
}
