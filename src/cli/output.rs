//! Where results go, and in which format: a file that appears whole or not at all, or
//! standard output.

mod atomic_file;

use std::{
    collections::BTreeMap,
    fmt, fs,
    io::{self, IsTerminal, Write},
    path::{Path, PathBuf},
    sync::atomic::{AtomicBool, Ordering},
};

use clap::{Args, ValueEnum, builder::EnumValueParser};

pub use self::atomic_file::{AtomicFile, sweep};
use super::{
    Failure,
    build::epoch,
    files::{has_byte_order_mark, reason},
    progress::aside,
};
use crate::{
    base::{
        characters::is_hidden,
        diagnostic::terminal::{Terminal, safe},
    },
    document::Document,
    write::{self, Templates, pdf::Fonts},
};

/// The file that a command writes.
#[derive(Args)]
pub struct OutputFile {
    /// 写到这个文件；不写或写 - 就显示在屏幕上
    #[arg(short, long, value_name = "文件")]
    pub output: Option<PathBuf>,
}

impl OutputFile {
    /// The file; nothing stands for the screen, which `-` means too.
    pub fn path(&self) -> Option<&Path> {
        self.output
            .as_deref()
            .filter(|path| *path != Path::new("-"))
    }

    /// The file, which is not there yet.
    ///
    /// # Errors
    /// It is there.
    pub fn untaken(&self) -> Result<Option<&Path>, Failure> {
        match self.path() {
            Some(path) if path.exists() => {
                let name = path.display();
                Err(format!("{name} 已经存在，不会覆盖；换一个文件名"))
            }
            path => Ok(path),
        }
    }

    /// How the file's name ends, in small letters.
    pub fn ending(&self) -> String {
        let ending = self.path().and_then(Path::extension).unwrap_or_default();
        ending.to_string_lossy().to_lowercase()
    }

    /// The format: the one that is asked for, else the one that the file's name ends with,
    /// else the usual one.
    ///
    /// # Errors
    /// The name ends as that of another format, or nothing says which it is.
    pub fn format<T: Format>(&self, asked: Option<T>, usual: Option<T>) -> Result<T, Failure> {
        let ending = self.ending();
        let by_name = match ending.as_str() {
            "htm" => T::from_str("html", true),
            "yml" => T::from_str("yaml", true),
            ending => T::from_str(ending, true),
        };
        let format = match (asked, by_name.ok(), usual) {
            (Some(asked), Some(other), _) if asked != other => {
                let asked = name(asked);
                return Err(format!(
                    "要写的是 {asked}，文件名却以 .{ending} 结尾；改掉其中一个"
                ));
            }
            (Some(format), ..) | (None, Some(format), _) => format,
            (None, None, _) if !["", "txt"].contains(&&*ending) => {
                let names = names::<T>();
                return Err(format!(
                    "不能生成 .{ending} 文件，能生成的是 {names}；换一个文件名"
                ));
            }
            (None, None, Some(usual)) => usual,
            (None, None, None) => return Err(format!("用 --to 指定格式：{}", names::<T>())),
        };
        fits(format, self.path())?;
        Ok(format)
    }

    /// What shows the output: a file is no terminal.
    pub fn terminal(&self) -> Terminal {
        self.path().map_or_else(screen, |_| Terminal::default())
    }

    /// Writes to the file, and says so with what is to be done next, or to standard output.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn put(&self, bytes: &[u8], next: &str) -> Result<(), Failure> {
        let Some(path) = self.path() else {
            return show(bytes);
        };
        write(path, bytes)?;
        eprintln!("已生成 {}{}", safe(&path.display().to_string()), safe(next));
        Ok(())
    }
}

/// The file that a command writes, and in which of its formats.
#[derive(Args)]
pub struct Output<T: Format> {
    #[arg(long, value_name = "格式", value_parser = EnumValueParser::<T>::new(), help = choice::<T>())]
    to: Option<T>,
    #[command(flatten)]
    pub file: OutputFile,
}

impl<T: Format> Output<T> {
    /// The format, by what is asked for, the file's name, or as usual.
    ///
    /// # Errors
    /// As of [`OutputFile::format`].
    pub fn format(&self, usual: Option<T>) -> Result<T, Failure> {
        self.file.format(self.to, usual)
    }
}

/// The formats of a command; each is called as the names of its files end.
pub trait Format: ValueEnum + Copy + PartialEq + Send + Sync + 'static {}

impl<T: ValueEnum + Copy + PartialEq + Send + Sync + 'static> Format for T {}

/// How the result of a comparison or a survey is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Survey {
    /// 表格
    #[value(alias = "human")]
    Table,
    /// Markdown
    Md,
    /// 网页
    Html,
    /// PDF
    Pdf,
    /// Word
    Docx,
    /// Excel 工作簿
    Xlsx,
    /// 给程序读
    Json,
}

impl Output<Survey> {
    /// Writes a result: as a document, or for programs.
    ///
    /// # Errors
    /// As of [`OutputFile::put`], or the document cannot be written in the format.
    pub fn result(
        &self,
        mark: &str,
        document: impl FnOnce() -> Document,
        json: impl FnOnce() -> String,
    ) -> Result<(), Failure> {
        let format = self.format(Some(Survey::Table))?;
        if format == Survey::Json {
            return self.file.put(json().as_bytes(), "");
        }
        let bytes = rendered(document(), format, mark, self.file.terminal())?;
        self.file.put(&bytes, "")
    }
}

/// A result as the bytes of a file; a page says by a mark what it was made by.
///
/// # Errors
/// It cannot be written in the format.
pub fn rendered(
    mut document: Document,
    format: Survey,
    mark: &str,
    terminal: Terminal,
) -> Result<Vec<u8>, Failure> {
    document.date = document.date.or_else(epoch);
    let document = &document;
    let failed = |error: &dyn fmt::Display| error.to_string();
    let templates = || Templates::new(&BTreeMap::new()).map_err(|error| failed(&error));
    let page = |text: Result<String, _>| text.map(String::into_bytes);
    match format {
        Survey::Md => {
            page(write::markdown::render(document, &templates()?)).map_err(|error| failed(&error))
        }
        Survey::Html => page(write::html::results(document, mark)).map_err(|error| failed(&error)),
        Survey::Pdf => {
            write::pdf::render(document, &Fonts::bundled()).map_err(|error| failed(&error))
        }
        Survey::Docx => {
            write::docx::render(document, &Fonts::bundled()).map_err(|error| failed(&error))
        }
        Survey::Xlsx => write::workbook::tables::document(document).map_err(|error| failed(&error)),
        Survey::Table | Survey::Json => Ok(write::terminal::render(document, terminal).into()),
    }
}

/// A data file, where nothing else is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum DataFile {
    /// 数据文件
    Yaml,
}

/// Says that a format is none to look at.
///
/// # Errors
/// It would be written to a terminal.
pub fn fits<T: Format>(format: T, path: Option<&Path>) -> Result<(), Failure> {
    let name = name(format);
    let is_binary = ["docx", "pdf", "xlsx"].contains(&&*name);
    match is_binary && path.is_none() && io::stdout().is_terminal() {
        true => Err(format!("{name} 不能显示在屏幕上；用 -o 写到文件里")),
        false => Ok(()),
    }
}

/// What a format is called.
pub fn name<T: Format>(format: T) -> String {
    let value = format.to_possible_value();
    value.map_or_else(String::new, |value| value.get_name().to_owned())
}

/// What the formats of a command are called.
fn names<T: Format>() -> String {
    let names: Vec<String> = T::value_variants().iter().copied().map(name).collect();
    names.join("、")
}

/// The help on choosing a format.
fn choice<T: Format>() -> String {
    let values = T::value_variants().iter();
    let values = values
        .filter_map(ValueEnum::to_possible_value)
        .map(|value| {
            let help = value.get_help().map(ToString::to_string);
            match help.filter(|help| !help.eq_ignore_ascii_case(value.get_name())) {
                Some(help) => format!("{}（{help}）", value.get_name()),
                None => value.get_name().to_owned(),
            }
        });
    let values: Vec<String> = values.collect();
    format!("写成哪种格式：{}；不写就看 -o 的文件名", values.join("、"))
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
    let shown = aside(|| Screen.write_all(bytes).and_then(|()| Screen.flush()));
    shown.map_err(|error| format!("写不了标准输出：{}", reason(&error)))
}

/// What standard output shows texts on.
pub fn screen() -> Terminal {
    screen_of(&console::Term::stdout(), &io::stdout())
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
    if unread(aside(|| io::stderr().write_fmt(words)), ()).is_err() {
        UNTOLD.store(true, Ordering::Relaxed);
    }
}

/// Whether people were told everything.
pub fn all_told() -> bool {
    !UNTOLD.load(Ordering::Relaxed)
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
    use super::{OutputFile, Survey, file_name};

    #[test]
    fn a_name_and_what_is_asked_for_agree() {
        let format = |name: &str, asked| {
            let output = Some(name.into());
            OutputFile { output }.format(asked, Some(Survey::Table))
        };
        assert_eq!(format("-", None), Ok(Survey::Table));
        assert_eq!(format("a.txt", None), Ok(Survey::Table));
        assert_eq!(format("a.HTM", None), Ok(Survey::Html));
        assert_eq!(format("a.表", Some(Survey::Md)), Ok(Survey::Md));
        assert!(
            format("a.md", Some(Survey::Html)).is_err_and(|told| told.contains("改掉其中一个"))
        );
        assert!(
            format("a.odt", None)
                .is_err_and(|told| told.contains("table、md、html、pdf、docx、xlsx、json"))
        );
    }

    #[test]
    fn names_stay_in_their_folder() {
        assert_eq!(file_name("../某局"), "_某局");
        assert_eq!(file_name("某局:本级/?"), "某局_本级__");
        assert_eq!(file_name(".."), "_");
    }
}
