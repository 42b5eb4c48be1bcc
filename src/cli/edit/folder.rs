//! The reports of a folder on the disk.

use std::{
    cell::RefCell,
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    sync::Arc,
    time::{Instant, SystemTime},
};

use super::news::News;
use crate::{
    base::date::Date,
    cli::{
        Failure, build,
        files::{Content, read_text},
        neighbours::DiskFiles,
        new::today,
        output::AtomicFile,
    },
    edit::workbench::{
        DATA, Refusal, Session, WorkbenchHost,
        arrivals::{self, There},
    },
    open::NeighbourFiles,
    write::{Templates, pdf::Fonts},
};

/// What the command line asks for.
#[derive(Default)]
pub struct Wishes {
    /// Last year's data file.
    pub previous: Option<PathBuf>,
    /// A folder of templates.
    pub templates: Option<PathBuf>,
    /// Whether nothing may be changed.
    pub readonly: bool,
}

/// A folder on the disk, and what it has of the open file.
pub struct DiskFolder {
    path: PathBuf,
    pub(super) wishes: Wishes,
    fonts: Fonts,
    /// Where pages hear of new files.
    news: Arc<News>,
    /// Files that were looked for beside others.
    pub(super) asked: RefCell<BTreeMap<String, Vec<PathBuf>>>,
    /// How often something was taken in from the disk.
    pub(super) taken: usize,
    /// When the disk began to lack something.
    pub(super) unsaved: Option<Instant>,
    /// Whether a file is gone, or cannot be read.
    pub(super) gone: bool,
}

impl DiskFolder {
    /// A folder by its path.
    pub fn new(path: PathBuf, wishes: Wishes, fonts: Fonts, news: Arc<News>) -> Self {
        DiskFolder {
            path,
            wishes,
            fonts,
            news,
            asked: RefCell::default(),
            taken: 0,
            unsaved: None,
            gone: false,
        }
    }

    /// The path of a file of the folder, as it would be typed.
    pub fn file(&self, name: &str) -> PathBuf {
        match self.path == Path::new(".") {
            true => name.into(),
            false => self.path.join(name),
        }
    }

    /// Where one of the open texts lies.
    pub fn place(&self, session: &Session, text: &str) -> Result<PathBuf, Failure> {
        let file = self.file(session.name());
        match text {
            DATA => Ok(file),
            text => DiskFiles::of(&file, None)
                .resolve(text)
                .map_err(|(why, _)| why),
        }
    }
}

impl WorkbenchHost for DiskFolder {
    fn name(&self) -> String {
        let path = self.path.canonicalize();
        file_name(path.as_ref().unwrap_or(&self.path))
    }

    fn today(&self) -> Option<Date> {
        today()
    }

    fn files(&self) -> Vec<(String, u64)> {
        files(&self.path)
    }

    fn read(&self, file: &str) -> Result<Content, Refusal> {
        read_text(&self.file(file)).map_err(|why| Refusal::new(why, "换一个文件"))
    }

    fn there(&self, file: &str, bytes: &[u8]) -> There {
        let path = self.path.join(file);
        match fs::read(&path) {
            Ok(there) if there == bytes && !path.is_symlink() => There::Same,
            Err(_) if !path.is_symlink() && !path.exists() => There::Nothing,
            _ => There::Other,
        }
    }

    fn beside<R>(&self, file: &str, work: impl FnOnce(&dyn NeighbourFiles) -> R) -> R {
        let beside = DiskFiles::of(&self.file(file), self.wishes.previous.as_deref());
        let done = work(&beside);
        let asked = beside.asked();
        // Where nothing was read, nothing was asked for.
        if !asked.is_empty() {
            self.asked.borrow_mut().insert(file.to_owned(), asked);
        }
        done
    }

    fn create(&mut self, file: &str, bytes: Vec<u8>) -> Result<(), Refusal> {
        let path = self.path.join(file);
        let written = AtomicFile::derived(&path, &bytes).and_then(AtomicFile::settle);
        written.map_err(|why| Refusal::new(why, "检查这个文件夹能不能写"))?;
        self.news.folder();
        Ok(())
    }

    fn opened(&mut self, _: &mut Session) {
        self.unsaved = None;
        self.gone = false;
    }

    fn save(&mut self, session: &mut Session) -> bool {
        self.write(session, true);
        session.is_saved()
    }

    fn publish(&mut self, products: Vec<(String, Vec<u8>)>) -> Result<(), Refusal> {
        let products = products.into_iter();
        let placed = products.map(|(name, bytes)| (Some(self.path.join(name)), bytes));
        let delivered = build::deliver(placed.collect(), false);
        delivered.map_err(failed).map(|_| ())
    }

    fn fonts(&self) -> Option<&Fonts> {
        Some(&self.fonts)
    }

    fn is_readonly(&self) -> bool {
        self.wishes.readonly
    }

    fn templates(&self) -> Result<Templates, Refusal> {
        build::templates(self.wishes.templates.as_deref()).map_err(failed)
    }

    fn date(&self) -> Option<Date> {
        build::epoch()
    }
}

fn failed(why: Failure) -> Refusal {
    Refusal::new(why, "改正后再生成")
}

/// The last part of a path.
pub fn file_name(path: &Path) -> String {
    let name = path.file_name().unwrap_or(path.as_os_str());
    name.to_string_lossy().into_owned()
}

/// The data files right in a folder, with when each was changed: those below it are others'
/// affair.
pub fn files(folder: &Path) -> Vec<(String, u64)> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let files = entries.filter_map(|entry| {
        let name = file_name(&entry.path());
        let found = fs::metadata(entry.path()).ok()?;
        let changed = found.modified().ok();
        let since = changed.and_then(|time| time.duration_since(SystemTime::UNIX_EPOCH).ok());
        let changed = since.map_or(0, |since| since.as_millis() as u64);
        (arrivals::is_listed(&name) && found.is_file()).then_some((name, changed))
    });
    let mut files: Vec<_> = files.collect();
    files.sort();
    files
}
