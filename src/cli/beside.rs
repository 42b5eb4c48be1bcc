//! What lies beside a data file on the disk.

use std::{
    cell::RefCell,
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{
    files::{Content, Folder, Given, read_report},
    load::{self, CONVERT},
    output::folder_of,
};
use crate::{
    edit::workbench::Shelf,
    form::report::Library,
    front::{Error, Report},
    read::{self, Wishes},
};

/// Reads the report of a file, with what lies beside it.
///
/// # Errors
/// The file cannot be read or is too large.
pub fn open(path: impl AsRef<Path>) -> Result<Report, Error> {
    let path = path.as_ref();
    let given = read_report(path, false).map_err(|message| Error::new(message, ""))?;
    let name = path.display().to_string();
    Ok(Report::of(&name, given, &Beside::of(path, None)))
}

/// The files below a data file's folder, and last year's.
pub struct Beside<'a> {
    folder: Folder<'static>,
    path: &'a Path,
    /// Last year's data file, where the command line names it.
    previous: Option<&'a Path>,
    asked: RefCell<Vec<PathBuf>>,
}

impl<'a> Beside<'a> {
    /// What lies beside a data file.
    pub fn of(path: &'a Path, previous: Option<&'a Path>) -> Self {
        Beside {
            folder: Folder::of(path),
            path,
            previous,
            asked: RefCell::default(),
        }
    }

    /// Every file that was asked for, found or not.
    pub fn asked(self) -> Vec<PathBuf> {
        let mut asked = self.folder.asked();
        asked.extend(self.asked.into_inner());
        asked
    }
}

impl Library for Beside<'_> {
    fn text(&self, target: &str) -> Result<(String, String), (String, String)> {
        self.folder.text(target)
    }

    fn image(&self, target: &str) -> Result<Arc<[u8]>, (String, String)> {
        self.folder.image(target)
    }
}

impl Shelf for Beside<'_> {
    fn last_year(&self) -> Option<String> {
        self.previous.map(|path| path.display().to_string())
    }

    fn data_file(&self, target: &str) -> Result<(String, String), (String, String)> {
        let path = match self.previous {
            Some(path) => path.to_owned(),
            None => folder_of(self.path).join(target),
        };
        let help = "检查「上年」后面的文件名，应是本机上的文件".to_owned();
        let name = path.display().to_string();
        if self.previous.is_none() && load::is_remote(&path) {
            return Err((
                format!("上年的数据文件 {name} 在别的电脑上，不去读它"),
                help,
            ));
        }
        self.asked.borrow_mut().push(path.clone());
        match read_report(&path, false).map_err(|message| (message, help))? {
            Given::Text(Content::Text(text)) => Ok((name, text)),
            Given::Text(Content::Garbled(..)) => Err((
                format!("上年的数据文件 {name} 不是 UTF-8 编码"),
                CONVERT.to_owned(),
            )),
            Given::Document(bytes) => {
                let imported = read::read_report(&name, &bytes, &Wishes::default());
                let imported = imported.map_err(|fault| (fault.message, fault.help))?;
                Ok((name, imported.file.write()))
            }
        }
    }
}
