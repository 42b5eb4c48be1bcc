//! The open file and its folder: what a page asks is done here, one request after another.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use super::{beside::Beside, board::Board, folder};
use crate::{
    cli::{
        Failure, build,
        files::{Content, read_text},
        load,
        output::{self, folder_of},
    },
    document::{Document, compose, mark_as_draft},
    edit::workbench::{DATA, Folder, Product, Refusal, Request, Session, json},
    write::{
        TEMPLATE_NAMES, Templates, html,
        pdf::{self, Fonts},
    },
};

/// How long a change may wait for others before it is written.
const GATHER: Duration = Duration::from_millis(250);
/// What is said of a file that is no text any more.
const ENCODED: &str = "文件在别处存成了别的编码；另存为 UTF-8 之前不保存";
/// How long after a failure writing is tried again.
const AGAIN: Duration = Duration::from_secs(2);

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
    fn with<R>(&mut self, wishes: &Wishes, work: impl FnOnce(&mut Session, &Beside<'_>) -> R) -> R {
        let beside = Beside::of(&self.path, wishes.previous.as_deref());
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
        self.unsaved.is_none()
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
        let content = read_text(path).map_err(|message| Refusal::new(message, "换一个文件"))?;
        let text = match content {
            Content::Text(text) => text,
            Content::Garbled(..) => {
                let name = path.display();
                let message = format!("{name} 不是 UTF-8 编码的数据文件");
                return Err(Refusal::new(message, load::CONVERT));
            }
        };
        self.save(true);
        let beside = Beside::of(path, self.wishes.previous.as_deref());
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
            Request::Folder | Request::Open { .. } | Request::State | Request::Preview
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
            } => self.begun(folder::blank(*year, agency, category)?),
            Request::Next { file } => {
                self.save(true);
                self.begun(folder::next(&folder::inside(&self.folder, file)?)?)
            }
            Request::Read { name, base64 } => self.begun(folder::read(name, base64)?),
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
        let path = folder::untaken(&self.folder, &name);
        let written = output::write(&path, text.as_bytes());
        written.map_err(|message| Refusal::new(message, "检查这个文件夹能不能写"))?;
        self.board.folder();
        self.open(&path)?;
        self.state()
    }

    fn listed(&self) -> Folder {
        let open = self.lock();
        let open = open.as_ref().map(|open| file_name(&open.path));
        folder::listed(&self.folder, open, self.wishes.readonly)
    }

    /// Writes products beside the data file as it is now.
    fn build(&self, to: &[Product], draft: bool) -> Answer {
        self.save(true);
        let failed = |message: Failure| Refusal::new(message, "改正后再生成");
        let path = self.path()?;
        let file = load::load(&path, self.wishes.previous.as_deref(), draft).map_err(failed)?;
        if file.is_blocked() && !draft {
            let message = format!("还有{}，不能生成", file.summary());
            return Err(Refusal::new(message, "改正列出的错误，或生成草稿"));
        }
        let templates = build::templates(self.wishes.templates.as_deref()).map_err(failed)?;
        let target = |product: &Product| match product {
            Product::Pdf => Some(build::Target::Pdf),
            Product::Docx => Some(build::Target::Docx),
            Product::Html => Some(build::Target::Html),
            Product::Md => Some(build::Target::Md),
            Product::Fragment => None,
        };
        let targets: Vec<_> = to.iter().filter_map(target).collect();
        let fragment = match (&file.report, to.contains(&Product::Fragment)) {
            (Some(report), true) => {
                let mut document = compose(report);
                if draft {
                    mark_as_draft(&mut document, &build::told(&file));
                }
                let made = html::fragment(&document, &templates);
                Some(made.map_err(|error| Refusal::new(error.to_string(), ""))?)
            }
            _ => None,
        };
        let fonts = self.fonts.lock().unwrap_or_else(PoisonError::into_inner);
        let built = match targets.is_empty() {
            true => Ok(Vec::new()),
            false => build::beside(&file, targets, draft, &templates, &fonts).map_err(failed)?,
        };
        let files = built.map_err(|findings| {
            let first = findings.into_iter().next();
            first.map_or_else(
                || Refusal::new("文件现在读不懂", "先改正全文里的错误"),
                |finding| Refusal::new(finding.message, finding.help),
            )
        })?;
        let files: Vec<String> = files.iter().map(|path| file_name(path)).collect();
        Ok(serde_json::json!({ "files": files, "fragment": fragment }))
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

    /// The PDF, and the name under which it would be saved.
    ///
    /// # Errors
    /// Why there is none.
    pub fn print(&self) -> Result<(Vec<u8>, String), String> {
        let (mut document, blocked) = self.document()?;
        if blocked {
            mark_as_draft(&mut document, &[]);
        }
        document.date = document.date.or_else(build::epoch);
        // One at a time: it is what takes longest here.
        let fonts = self.fonts.lock().unwrap_or_else(PoisonError::into_inner);
        let bytes = pdf::render(&document, &fonts).map_err(|error| error.to_string())?;
        let path = self.path().map_err(|refusal| refusal.refused)?;
        let stem = path.file_stem().unwrap_or_default().to_string_lossy();
        Ok((bytes, stem.into_owned()))
    }

    /// Every file whose saving changes what is shown.
    pub fn files(&self) -> Vec<PathBuf> {
        let open = self.lock();
        let Some(open) = open.as_ref() else {
            return Vec::new();
        };
        let mut files = vec![open.path.clone()];
        files.extend(open.asked.iter().cloned());
        let templates = self.wishes.templates.iter();
        files.extend(templates.flat_map(|own| TEMPLATE_NAMES.map(|name| own.join(name))));
        files.sort();
        files.dedup();
        files
    }

    /// Takes in what the disk holds now; `read` says that files beside may be others too.
    pub fn look(&self, read: bool) {
        let mut open = self.lock();
        let Some(open) = open.as_mut() else { return };
        let before = (
            open.session.revision(),
            open.saved(),
            open.session.fault.clone(),
        );
        let names: Vec<String> = open.session.texts().keys().cloned().collect();
        let mut taken = false;
        let mut fault = None;
        for name in names {
            match open.place(&name).and_then(|path| read_text(&path)) {
                Ok(Content::Text(text)) => {
                    taken |= open.with(&self.wishes, |session, beside| {
                        session.outside(&name, &text, beside)
                    });
                }
                Ok(Content::Garbled(..)) => fault = Some(ENCODED.to_owned()),
                Err(why) => fault = Some(format!("{why}；放回去之前不保存")),
            }
        }
        if read && !taken {
            open.with(&self.wishes, |session, beside| session.refresh(beside));
            taken = true;
        }
        if fault.is_some() || open.gone {
            open.gone = fault.is_some();
            open.session.fault = fault;
        }
        let after = (
            open.session.revision(),
            open.saved(),
            open.session.fault.clone(),
        );
        if taken || before != after {
            self.board.changed(&after.0, after.1);
        }
    }

    /// Writes what the disk lacks, if it has waited long enough.
    ///
    /// What the disk holds is looked at right before: what was changed elsewhere is taken in
    /// first, and written together with what was changed here.
    pub fn save(&self, at_once: bool) {
        let due = |open: &Open| {
            open.unsaved.is_some_and(|since| {
                let wait = if open.session.fault.is_some() {
                    AGAIN
                } else {
                    GATHER
                };
                at_once || since.elapsed() >= wait
            })
        };
        if !self.lock().as_ref().is_some_and(due) {
            return;
        }
        self.look(false);
        let mut open = self.lock();
        let Some(open) = open.as_mut().filter(|open| open.unsaved.is_some()) else {
            return;
        };
        // A file that went, or cannot be read, is not made anew over whatever comes.
        if open.gone {
            open.unsaved = Some(Instant::now());
            return;
        }
        let mut fault = None;
        for (name, text) in open.session.unsaved() {
            let written = open
                .place(&name)
                .and_then(|path| output::rewrite(&path, &text));
            match written {
                Ok(()) => open.session.saved(&name, &text),
                Err(why) => fault = Some(why),
            }
        }
        let lacks = fault.is_some() || !open.session.unsaved().is_empty();
        open.unsaved = lacks.then(Instant::now);
        open.session.fault = fault;
        self.board.changed(&open.session.revision(), open.saved());
    }

    /// A request that panics must not end all others.
    fn lock(&self) -> MutexGuard<'_, Option<Open>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Looks after the disk until the program ends.
    pub fn keep(self: &Arc<Self>) {
        let mut watch = super::watch::Watch::new(self.files());
        let mut folder = folder::look(&self.folder);
        let mut looked = Instant::now();
        loop {
            watch.look_at(self.files());
            let changed = watch.changed();
            let beside = || {
                let texts = self.texts();
                changed.iter().any(|file| !texts.contains(file))
            };
            if !changed.is_empty() && beside() {
                self.look(true);
            } else if !changed.is_empty() || looked.elapsed() > Duration::from_secs(1) {
                self.look(false);
                looked = Instant::now();
                let now = folder::look(&self.folder);
                if std::mem::replace(&mut folder, now.clone()) != now {
                    self.board.folder();
                }
            }
            self.save(false);
        }
    }

    /// The files of the open texts.
    fn texts(&self) -> Vec<PathBuf> {
        let open = self.lock();
        let Some(open) = open.as_ref() else {
            return Vec::new();
        };
        let names = open.session.texts().keys();
        names.filter_map(|name| open.place(name).ok()).collect()
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
