//! The open file and its folder: what a page asks is done here, one request after another.

mod keeper;

use std::{
    fs,
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
    time::Instant,
};

use super::{board::Board, folder};
use crate::{
    cli::{
        Failure, build,
        files::{Content, read_source},
        load,
        neighbours::DiskFiles,
        output::{self, folder_of},
    },
    document::{Document, compose},
    edit::workbench::{Built, DATA, Folder, Product, Refusal, Request, Session, arrivals, json},
    write::{Press, Templates, html, pdf::Fonts},
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

/// The folder, and the file of it that is open.
pub struct Desk {
    folder: PathBuf,
    wishes: Wishes,
    open: Mutex<Option<Open>>,
    fonts: Mutex<Fonts>,
    /// Where pages hear of changes.
    pub board: Board,
}

struct Open {
    path: PathBuf,
    session: Session,
    /// Files beside it that were looked for.
    asked: Vec<PathBuf>,
    /// When the disk began to lack something.
    unsaved: Option<Instant>,
    /// Whether a file is gone, or cannot be read.
    gone: bool,
}

type Answer = Result<serde_json::Value, Refusal>;

impl Open {
    /// Does something with the session and what lies beside it.
    fn with<R>(
        &mut self,
        wishes: &Wishes,
        work: impl FnOnce(&mut Session, &DiskFiles<'_>) -> R,
    ) -> R {
        let beside = DiskFiles::of(&self.path, wishes.previous.as_deref());
        let done = work(&mut self.session, &beside);
        // Where nothing was read, nothing was asked for.
        self.asked = Some(beside.asked())
            .filter(|asked| !asked.is_empty())
            .unwrap_or_else(|| std::mem::take(&mut self.asked));
        let lacks = !self.session.unsaved().is_empty();
        self.unsaved = lacks.then(|| self.unsaved.unwrap_or_else(Instant::now));
        done
    }

    fn saved(&self) -> bool {
        self.session.is_saved()
    }

    /// Where one of the texts lies.
    fn place(&self, name: &str) -> Result<PathBuf, Failure> {
        if name == DATA {
            return Ok(self.path.clone());
        }
        let beside = crate::cli::files::Folder::of(&self.path);
        beside.resolve(name).map_err(|(message, _)| message)
    }
}

impl Desk {
    /// A desk for a folder.
    pub fn new(folder: PathBuf, wishes: Wishes, fonts: Fonts) -> Self {
        Desk {
            folder,
            wishes,
            open: Mutex::default(),
            fonts: Mutex::new(fonts),
            board: Board::default(),
        }
    }

    /// Whether templates of an agency are used, which may style elements where they stand.
    pub fn has_own_templates(&self) -> bool {
        self.wishes.templates.is_some()
    }

    /// Opens a data file of the folder.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn open(&self, path: &Path) -> Result<(), Refusal> {
        // A second window joins the first.
        if self.path().is_ok_and(|open| open == path) {
            return Ok(());
        }
        self.put_away()?;
        let content = read_source(path).map_err(|message| Refusal::new(message, "换一个文件"))?;
        let text = match content {
            Content::Text(text) => text,
            Content::Garbled(..) => {
                let name = path.display();
                let message = format!("{name} 不是 UTF-8 编码的数据文件");
                return Err(Refusal::new(message, load::CONVERT));
            }
        };
        let beside = DiskFiles::of(path, self.wishes.previous.as_deref());
        let mut session = Session::open(&file_name(path), text, &beside);
        session.readonly = self.wishes.readonly;
        let asked = beside.asked();
        let revision = session.revision();
        *self.lock() = Some(Open {
            path: path.to_owned(),
            session,
            asked,
            unsaved: None,
            gone: false,
        });
        self.board.changed(&revision, true);
        Ok(())
    }

    /// Lets another file be opened, where the disk has all of this one.
    fn put_away(&self) -> Result<(), Refusal> {
        self.save(true);
        match self.lock().as_ref() {
            Some(open) if !open.saved() || open.session.conflict().is_some() => Err(Refusal::new(
                format!("「{}」还有没存上的改动", file_name(&open.path)),
                "先选定两处改动，或让它能保存",
            )),
            _ => Ok(()),
        }
    }

    /// Answers a page.
    pub fn answer(&self, body: &[u8]) -> serde_json::Value {
        let answer = match serde_json::from_slice(body) {
            Ok(request) => self.done(&request),
            Err(_) => Err(Refusal::new("读不懂页面的请求", "刷新页面再试")),
        };
        let refused = |refusal: Refusal| json(&refusal).unwrap_or_default();
        answer.unwrap_or_else(refused)
    }

    fn done(&self, request: &Request) -> Answer {
        let changes = !matches!(
            request,
            Request::Folder
                | Request::Open { .. }
                | Request::State
                | Request::Try { .. }
                | Request::Preview
        );
        let fragment = matches!(request, Request::Build { to, .. } if *to == [Product::Fragment]);
        if self.wishes.readonly && changes && !fragment {
            return Err(Refusal::new(
                "这里只能看，不能改",
                "要改就用 nianbao edit 打开",
            ));
        }
        match request {
            Request::Folder => json(&self.listed()),
            Request::Open { file } => {
                let path = folder::inside(&self.folder, file)?;
                self.open(&path)?;
                self.state()
            }
            Request::Preview => {
                let html = self.report().map_err(|why| Refusal::new(why, ""))?;
                Ok(serde_json::json!({ "html": html }))
            }
            Request::Build { to, draft } => self.build(to, *draft),
            Request::New {
                year,
                agency,
                category,
            } => self.begun(arrivals::blank(*year, agency, category)?),
            Request::Next { file } => {
                self.save(true);
                self.begun(folder::next(&folder::inside(&self.folder, file)?)?)
            }
            Request::Read { name, base64 } => {
                self.begun(arrivals::read(name, arrivals::bytes(base64)?)?)
            }
            Request::Picture { name, base64 } => {
                let place = {
                    let open = self.lock();
                    let open = open.as_ref().ok_or_else(nothing)?;
                    folder_of(&open.path).to_owned()
                };
                let markdown = folder::picture(&place, name, base64)?;
                Ok(serde_json::json!({ "markdown": markdown }))
            }
            request => self.session(request),
        }
    }

    /// What the session answers by itself.
    fn session(&self, request: &Request) -> Answer {
        let mut open = self.lock();
        let open = open.as_mut().ok_or_else(nothing)?;
        let before = (open.session.revision(), open.saved());
        let answer = open.with(&self.wishes, |session, beside| {
            session.handle(request, beside)
        });
        let after = (open.session.revision(), open.saved());
        if before != after {
            self.board.changed(&after.0, after.1);
        }
        answer.unwrap_or_else(|| Err(Refusal::new("读不懂页面的请求", "刷新页面再试")))
    }

    fn state(&self) -> Answer {
        self.session(&Request::State)
    }

    /// A new data file, which becomes the open one.
    fn begun(&self, (name, text): (String, String)) -> Answer {
        self.put_away()?;
        let path = folder::untaken(&self.folder, &name);
        let written = output::write(&path, text.as_bytes());
        written.map_err(|message| Refusal::new(message, "检查这个文件夹能不能写"))?;
        self.board.folder();
        self.open(&path)?;
        self.state()
    }

    fn listed(&self) -> Folder {
        let open = self.lock();
        Folder {
            open: open.as_ref().map(|open| file_name(&open.path)),
            readonly: self.wishes.readonly,
            ..folder::listed(&self.folder)
        }
    }

    /// Products of the data file as it is shown, and where that lies.
    fn made(&self, to: &[Product], draft: bool) -> Result<(PathBuf, Built), Refusal> {
        let failed = |message: Failure| Refusal::new(message, "改正后再生成");
        let templates = self.templates().map_err(failed)?;
        // One at a time: it is what takes longest here.
        let fonts = self.fonts.lock().unwrap_or_else(PoisonError::into_inner);
        let press = Press {
            templates: &templates,
            fonts: Some(&*fonts),
            date: build::epoch(),
        };
        let mut open = self.lock();
        let open = open.as_mut().ok_or_else(nothing)?;
        let made = open.session.publish(to, draft, &press)?;
        Ok((open.path.clone(), made))
    }

    /// Writes products beside the data file as it is shown, all of them or none.
    fn build(&self, to: &[Product], draft: bool) -> Answer {
        self.save(true);
        let failed = |message: Failure| Refusal::new(message, "改正后再生成");
        let (path, built) = self.made(to, draft)?;
        let places = built.files.iter().map(|name| path.with_file_name(name));
        let contents = built.contents.iter().cloned();
        let placed = places.map(Some).zip(contents);
        build::deliver(placed.collect(), false).map_err(failed)?;
        json(&built)
    }

    fn path(&self) -> Result<PathBuf, Refusal> {
        let open = self.lock();
        open.as_ref()
            .map(|open| open.path.clone())
            .ok_or_else(nothing)
    }

    /// The report of this moment, and whether it is one to publish.
    fn document(&self) -> Result<(Document, bool), String> {
        let open = self.lock();
        let paper = open.as_ref().map(|open| open.session.paper());
        let report = paper.and_then(|paper| paper.report.as_ref());
        let blocked = paper.is_some_and(|paper| paper.findings.iter().any(|f| f.blocks()));
        let unreadable = || "数据文件现在读不懂；改正列出的错误，这里就会出现报告".to_owned();
        Ok((compose(report.ok_or_else(unreadable)?), blocked))
    }

    /// The report as a page with the places of cells and sentences.
    ///
    /// # Errors
    /// Why there is none.
    pub fn report(&self) -> Result<String, String> {
        let templates = self.templates()?;
        html::preview(&self.document()?.0, &templates).map_err(|error| error.to_string())
    }

    fn templates(&self) -> Result<Templates, String> {
        build::templates(self.wishes.templates.as_deref())
    }

    /// A product, a draft where there are errors, and the name under which it would be saved.
    ///
    /// # Errors
    /// Why there is none.
    pub fn product(&self, product: Product) -> Result<(Vec<u8>, String), String> {
        let (_, blocked) = self.document()?;
        let made = self.made(&[product], blocked);
        let (_, built) = made.map_err(|refusal| refusal.refused)?;
        let made = built.contents.into_iter().zip(built.files).next();
        Ok(made.unwrap_or_default())
    }

    /// A request that panics must not end all others.
    fn lock(&self) -> MutexGuard<'_, Option<Open>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn nothing() -> Refusal {
    Refusal::new("还没有打开文件", "从列表里打开一份，或新建一份")
}

fn file_name(path: &Path) -> String {
    let name = path.file_name().unwrap_or(path.as_os_str());
    name.to_string_lossy().into_owned()
}

/// Whether a path leads to a folder.
pub fn is_folder(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|found| found.is_dir())
}
