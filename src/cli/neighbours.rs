//! What lies beside a file on the disk.

use std::{
    cell::RefCell,
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{
    Failure,
    collection::Last,
    files::{self, Content, read_report, reason},
    load::CONVERT,
    local_rules,
    open::Open,
    output::folder_of,
};
use crate::{
    check::local_rules::LocalRules,
    form::report::{self, Library},
    front::{Error, Report},
    open::{self, InputFile, LastYear, NeighbourFiles},
};

/// Reads the report of a file, with what lies beside it.
///
/// # Errors
/// The file cannot be read or is too large.
pub fn open(path: impl AsRef<Path>) -> Result<Report, Error> {
    let path = path.as_ref();
    let file = read_report(path, false).map_err(|message| Error::new(message, ""))?;
    let name = path.display().to_string();
    let files = DiskFiles::of(path, Last::Stated);
    Ok(Report::of(open::open(&name, file, &files)))
}

/// A picture's size in bytes, at the most.
const MAX_IMAGE: u64 = 32 * 1024 * 1024;

/// The files below a file's folder, and last year's.
pub struct DiskFiles<'a> {
    path: PathBuf,
    last: Last<'a>,
    open: &'a Open,
    asked: RefCell<Vec<PathBuf>>,
    failure: RefCell<Option<Failure>>,
}

impl<'a> DiskFiles<'a> {
    /// What lies beside a file, with last year's report wherever that is.
    pub fn of(path: &Path, last: impl Into<Last<'a>>) -> Self {
        Self::with(path, last.into(), Open::none())
    }

    /// The same where an editor has some of the texts open.
    pub fn with(path: &Path, last: Last<'a>, open: &'a Open) -> Self {
        DiskFiles {
            path: path.to_owned(),
            last,
            open,
            asked: RefCell::default(),
            failure: RefCell::default(),
        }
    }

    /// Whether last year's report that the command names could be read.
    ///
    /// # Errors
    /// It could not.
    pub fn sound(&self) -> Result<(), Failure> {
        self.failure.borrow_mut().take().map_or(Ok(()), Err)
    }

    /// Every file that was asked for, found or not.
    pub fn asked(self) -> Vec<PathBuf> {
        self.asked.into_inner()
    }

    fn read(&self, path: &Path, is_named: bool) -> Result<(String, InputFile), Failure> {
        self.asked.borrow_mut().push(path.to_owned());
        let file = self.open.report(path, is_named)?;
        Ok((path.display().to_string(), file))
    }

    /// The path of a file below the folder; links are followed before it is judged.
    ///
    /// # Errors
    /// It is not below the folder, or not there.
    pub fn resolve(&self, target: &str) -> Result<PathBuf, (String, String)> {
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
        let folder = folder_of(&self.path);
        let path = folder.join(target);
        self.asked.borrow_mut().push(path.clone());
        let whole = |path: &Path| {
            path.canonicalize().map_err(|error| {
                (
                    format!("「{target}」读不了：{}", reason(&error)),
                    "检查文件名，文件要放在数据文件所在的文件夹里".to_owned(),
                )
            })
        };
        match whole(&path)?.starts_with(whole(folder)?) {
            true => Ok(path),
            false => Err(outside()),
        }
    }
}

impl Library for DiskFiles<'_> {
    fn image(&self, target: &str) -> Result<Arc<[u8]>, (String, String)> {
        let bytes = files::read(&self.resolve(target)?, MAX_IMAGE);
        let bytes = bytes.map_err(|message| (message, "换成能读的图片".to_owned()))?;
        Ok(bytes.into())
    }

    fn text(&self, target: &str) -> Result<(String, String), (String, String)> {
        let path = self.resolve(target)?;
        match self.open.read(&path) {
            Ok(Content::Text(text)) => Ok((path.display().to_string(), text)),
            Ok(Content::Garbled(..)) => Err((
                format!("「{target}」不是 UTF-8 编码的文字"),
                CONVERT.to_owned(),
            )),
            Err(message) => Err((message, "换成能读的文件".to_owned())),
        }
    }
}

impl NeighbourFiles for DiskFiles<'_> {
    fn local_rules(&self) -> Option<&'static LocalRules> {
        local_rules::of_run()
    }

    fn last_year(&self, report: &report::Report) -> LastYear {
        let found = match self.last {
            Last::Stated => return LastYear::Stated,
            Last::File(path) => self
                .read(path, true)
                .map(|(name, file)| LastYear::File(name, file)),
            Last::Among(collection) => {
                match (collection.before(report), collection.lacking(report)) {
                    (Some(input), _) => {
                        self.asked.borrow_mut().push(input.path.clone());
                        let name = input.path.display().to_string();
                        let file = input.file(self.open);
                        file.map(|file| LastYear::Own(name, file))
                    }
                    (None, Some((message, help))) => Ok(LastYear::Lacking(message, help)),
                    (None, None) => return LastYear::Stated,
                }
            }
        };
        found.unwrap_or_else(|failure| {
            self.failure.replace(Some(failure.clone()));
            LastYear::Unreadable(failure, NAMED.to_owned())
        })
    }

    fn report(
        &self,
        target: &str,
        from: Option<&str>,
    ) -> Result<(String, InputFile), (String, String)> {
        let from = from.map_or(&*self.path, Path::new);
        let path = from.parent().unwrap_or(Path::new("")).join(target);
        let read = match is_remote(&path) {
            true => {
                let name = path.display();
                Err(format!("上年的数据文件 {name} 在别的电脑上，不去读它"))
            }
            false => self.read(&path, false),
        };
        read.map_err(|message| (message, NAMED.to_owned()))
    }

    fn library<'b>(&'b self, name: &str) -> Box<dyn Library + 'b> {
        Box::new(DiskFiles::with(Path::new(name), Last::Stated, self.open))
    }
}

/// What to do where last year's file cannot be read.
const NAMED: &str = "检查「上年」后面的文件名，应是本机上的文件";

/// Whether a path names another computer or a device, as Windows reads it. Where a stranger's
/// file names one, asking for it would already tell that computer who asks.
pub fn is_remote(path: &Path) -> bool {
    let path = path.to_string_lossy();
    let mut start = path.chars().take(2);
    let slash = |c: Option<char>| c.is_some_and(|c| matches!(c, '/' | '\\'));
    slash(start.next()) && slash(start.next())
}
