//! The workbench of a folder on the disk, for many pages at a time: one request after another.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use super::{
    folder::{DiskFolder, Wishes, file_name},
    news::News,
};
use crate::{
    base::diagnostic::Finding,
    edit::workbench::{Product, Refusal, Workbench},
    write::pdf::Fonts,
};

/// A folder, and the file of it that is open.
pub struct Desk {
    pub(super) folder: PathBuf,
    bench: Mutex<Workbench<DiskFolder>>,
    /// Where pages hear of changes.
    pub news: Arc<News>,
}

impl Desk {
    /// A desk for a folder.
    pub fn new(folder: PathBuf, wishes: Wishes, fonts: Fonts) -> Self {
        let news = Arc::<News>::default();
        let host = DiskFolder::new(folder.clone(), wishes, fonts, Arc::clone(&news));
        let bench = Mutex::new(Workbench::new(host));
        Desk {
            folder,
            bench,
            news,
        }
    }

    /// Whether templates of an agency are used, which may style elements where they stand.
    pub fn has_own_templates(&self) -> bool {
        self.lock().host.wishes.templates.is_some()
    }

    /// Opens a data file of the folder.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn open(&self, path: &Path) -> Result<(), String> {
        let opened = self.work(|bench| bench.open(&file_name(path)));
        opened.map_err(told)
    }

    /// Answers a page.
    pub fn answer(&self, body: &[u8]) -> serde_json::Value {
        match serde_json::from_slice(body) {
            Ok(request) => self.work(|bench| bench.answer(&request)),
            Err(_) => {
                let refusal = Refusal::new("读不懂页面的请求", "刷新页面再试");
                serde_json::json!(refusal)
            }
        }
    }

    /// The report as a page with the places of cells and sentences.
    ///
    /// # Errors
    /// Why there is none.
    pub fn report(&self) -> Result<String, String> {
        self.lock().preview().map_err(told)
    }

    /// A product, a draft where there are errors, and the name under which it would be saved.
    ///
    /// # Errors
    /// Why there is none.
    pub fn product(&self, product: Product) -> Result<(Vec<u8>, String), String> {
        let bench = self.lock();
        let findings = bench.session().map(|open| &open.paper().findings);
        let is_blocked = findings.is_ok_and(|found| found.iter().any(Finding::blocks));
        let made = bench.products(&[product], is_blocked).map_err(told)?;
        let made = made.contents.into_iter().zip(made.files).next();
        Ok(made.unwrap_or_default())
    }

    /// Does something, and tells all pages where what they show is another by that.
    pub(super) fn work<R>(&self, work: impl FnOnce(&mut Workbench<DiskFolder>) -> R) -> R {
        let mut bench = self.lock();
        let shown = |bench: &Workbench<DiskFolder>| {
            let open = bench.session.as_ref()?;
            let state = (open.name().to_owned(), open.revision(), open.is_saved());
            Some((state, open.fault.clone(), bench.host.taken))
        };
        let before = shown(&bench);
        let done = work(&mut bench);
        let after = shown(&bench);
        if let Some(((_, revision, saved), ..)) = after.as_ref().filter(|_| before != after) {
            self.news.changed(revision, *saved);
        }
        done
    }

    /// A request that panics must not end all others.
    pub(super) fn lock(&self) -> MutexGuard<'_, Workbench<DiskFolder>> {
        self.bench.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A refusal in one line.
pub fn told(refusal: Refusal) -> String {
    let words = [refusal.refused, refusal.help];
    let words = words.into_iter().filter(|words| !words.is_empty());
    words.collect::<Vec<_>>().join("；")
}
