//! A folder of reports and the file of it that is open: everything that a page asks is answered
//! here, wherever the folder lies.

use std::collections::BTreeMap;

use super::{
    apply::MAX_TEXT,
    arrivals::{self, New, There},
    listing::{LISTED, due_year, listed},
    messages::{Folder, Product, Refusal, Request},
    publish::Built,
    session::{Session, json},
};
use base::{
    content::{CONVERT, Content, too_large},
    date::Date,
};
use document::compose;
use form::{edition::Edition, report::Category};
use open::NeighbourFiles;
use write::{Press, Templates, html, pdf::Fonts};

/// Where the files of a workbench lie: on a disk, or in memory.
pub trait WorkbenchHost {
    /// What the folder is called.
    fn name(&self) -> String;

    /// The day where the clerk is.
    fn today(&self) -> Option<Date>;

    /// The data files right in the folder, with when each was changed.
    fn files(&self) -> Vec<(String, u64)>;

    /// A file as a text.
    ///
    /// # Errors
    /// It is not there, or cannot be read.
    fn read(&self, file: &str) -> Result<Content, Refusal>;

    /// What the folder has by a name under which some bytes might be put there.
    fn there(&self, file: &str, bytes: &[u8]) -> There;

    /// Does something with what lies beside a file.
    fn beside<R>(&self, file: &str, work: impl FnOnce(&dyn NeighbourFiles) -> R) -> R;

    /// Puts in a file that is not there yet.
    ///
    /// # Errors
    /// It cannot be written.
    fn create(&mut self, file: &str, bytes: Vec<u8>) -> Result<(), Refusal>;

    /// Takes note of a file that becomes the open one.
    fn opened(&mut self, session: &mut Session);

    /// Puts the open texts in as they are shown. Returns whether the folder has all of them.
    fn save(&mut self, session: &mut Session) -> bool;

    /// Puts in products, all of them or none.
    ///
    /// # Errors
    /// They cannot be written.
    fn publish(&mut self, products: Vec<(String, Vec<u8>)>) -> Result<(), Refusal>;

    /// The fonts, where there are any.
    fn fonts(&self) -> Option<&Fonts>;

    /// Whether nothing may be changed.
    fn is_readonly(&self) -> bool {
        false
    }

    /// The templates.
    ///
    /// # Errors
    /// One of them is none.
    fn templates(&self) -> Result<Templates, Refusal> {
        Templates::new(&BTreeMap::new()).map_err(|error| Refusal::new(error.to_string(), ""))
    }

    /// The day of products whose report has none.
    fn date(&self) -> Option<Date> {
        None
    }

    /// Puts in a new data file that might be called so. Returns what it is called.
    ///
    /// # Errors
    /// It cannot be written.
    fn put(&mut self, name: &str, text: String) -> Result<String, Refusal> {
        let taken = |name: &str| self.there(name, &[]) != There::Nothing;
        let name = arrivals::untaken(name, taken);
        self.create(&name, text.into_bytes())?;
        Ok(name)
    }

    /// Does something with the open file and what lies beside it.
    fn with<R>(
        &self,
        session: &mut Session,
        work: impl FnOnce(&mut Session, &dyn NeighbourFiles) -> R,
    ) -> R {
        let file = session.name().to_owned();
        self.beside(&file, |files| work(session, files))
    }
}

/// A folder, and the file of it that is open.
#[derive(Default)]
pub struct Workbench<H> {
    /// Where the files lie.
    pub host: H,
    /// The open file.
    pub session: Option<Session>,
}

type Answer = Result<serde_json::Value, Refusal>;

impl<H: WorkbenchHost> Workbench<H> {
    /// A workbench with nothing on it.
    pub fn new(host: H) -> Self {
        let session = None;
        Workbench { host, session }
    }

    /// Answers a page with what `web/src/messages.ts` says, or a refusal.
    pub fn answer(&mut self, request: &Request) -> serde_json::Value {
        let refused = |refusal: Refusal| json(&refusal).unwrap_or_default();
        self.done(request).unwrap_or_else(refused)
    }

    fn done(&mut self, request: &Request) -> Answer {
        let changes = match request {
            Request::Folder | Request::Open { .. } | Request::State => false,
            Request::Try { .. } | Request::Preview => false,
            Request::Build { to, .. } => *to != [Product::Fragment],
            _ => true,
        };
        if changes && self.host.is_readonly() {
            let help = "要改就用 nianbao edit 打开";
            return Err(Refusal::new("这里只能看，不能改", help));
        }
        match request {
            Request::Folder => json(&self.listed()),
            Request::Open { file } => {
                arrivals::inside(file)?;
                self.open(file)?;
                self.state()
            }
            Request::Preview => Ok(serde_json::json!({ "html": self.preview()? })),
            Request::Build { to, draft } => self.build(to, *draft),
            Request::New {
                year,
                agency,
                category,
            } => self.begin(arrivals::blank(*year, agency, category)?),
            Request::Next { file } => {
                arrivals::inside(file)?;
                self.save();
                let last = self.host.read(file)?;
                let next = |files: &dyn NeighbourFiles| arrivals::next(file, last, files);
                let next = self.host.beside(file, next)?;
                self.begin(next)
            }
            Request::Read { name, base64 } => {
                self.begin(arrivals::read(name, arrivals::bytes(base64)?)?)
            }
            Request::Picture { name, base64 } => {
                self.session()?;
                let bytes = arrivals::bytes(base64)?;
                let there = |name: &str| self.host.there(name, &bytes);
                let picture = arrivals::picture(name, &bytes, there)?;
                if !picture.is_there {
                    self.host.create(&picture.file, bytes)?;
                }
                Ok(serde_json::json!({ "markdown": picture.markdown }))
            }
            request => {
                let session = self.session.as_mut().ok_or_else(nothing)?;
                let answer = |session: &mut Session, files: &dyn NeighbourFiles| {
                    session.handle(request, files)
                };
                self.host.with(session, answer)
            }
        }
    }

    /// The open file.
    ///
    /// # Errors
    /// There is none.
    pub fn session(&self) -> Result<&Session, Refusal> {
        self.session.as_ref().ok_or_else(nothing)
    }

    fn state(&self) -> Answer {
        json(&self.session()?.state())
    }

    /// Opens a file of the folder.
    ///
    /// # Errors
    /// It cannot be read, or the one that is open cannot be put away.
    pub fn open(&mut self, file: &str) -> Result<(), Refusal> {
        // A second window joins the first.
        if self.session().is_ok_and(|open| open.name() == file) {
            return Ok(());
        }
        self.put_away()?;
        let text = match self.host.read(file)? {
            Content::Text(text) if text.len() > MAX_TEXT => {
                return Err(Refusal::new(too_large(file, MAX_TEXT), "换一个文件"));
            }
            Content::Text(text) => text,
            Content::Garbled(..) => {
                let message = format!("{file} 不是 UTF-8 编码的数据文件");
                return Err(Refusal::new(message, CONVERT));
            }
        };
        let begun = |files: &dyn NeighbourFiles| Session::open(file, text, files);
        let mut session = self.host.beside(file, begun);
        session.readonly = self.host.is_readonly();
        self.host.opened(&mut session);
        self.session = Some(session);
        Ok(())
    }

    /// Puts the open texts in. Returns whether the folder has all of them.
    fn save(&mut self) -> bool {
        let session = self.session.as_mut();
        session.is_none_or(|session| self.host.save(session) && session.conflict().is_none())
    }

    /// Lets another file be opened, where the folder has all of this one.
    fn put_away(&mut self) -> Result<(), Refusal> {
        match self.save() {
            true => Ok(()),
            false => Err(Refusal::new(
                format!("「{}」还有没存上的改动", self.session()?.name()),
                "先选定两处改动，或让它能保存",
            )),
        }
    }

    /// A new data file, which becomes the open one.
    fn begin(&mut self, (name, text): New) -> Answer {
        self.put_away()?;
        let name = self.host.put(&name, text)?;
        self.open(&name)?;
        self.state()
    }

    fn listed(&self) -> Folder {
        let today = self.host.today();
        let years = (Edition::all()[0].from..=due_year(today)).rev();
        let years = years.filter(|year| Edition::of_year(*year).is_some());
        let files = self.host.files().into_iter().take(LISTED);
        let reports = files.filter_map(|(file, changed)| {
            let content = self.host.read(&file).ok();
            let beside = |files: &dyn NeighbourFiles| listed(&file, content, files, changed);
            self.host.beside(&file, beside)
        });
        Folder {
            name: self.host.name(),
            open: self.session().ok().map(|open| open.name().to_owned()),
            readonly: self.host.is_readonly(),
            years: years.collect(),
            categories: Category::ALL.map(Category::chinese).to_vec(),
            reports: reports.collect(),
        }
    }

    /// The report as a page, with the places of cells and sentences.
    ///
    /// # Errors
    /// Why there is none.
    pub fn preview(&self) -> Result<String, Refusal> {
        let templates = self.host.templates()?;
        let unreadable = || Refusal::new("数据文件现在读不懂", "改正列出的错误，这里就会出现报告");
        let report = self.session()?.paper().report.as_ref();
        let document = compose(report.ok_or_else(unreadable)?);
        let page = html::preview(&document, &templates);
        page.map_err(|error| Refusal::new(error.to_string(), ""))
    }

    /// Products of the open file as it is shown.
    ///
    /// # Errors
    /// It has errors and is no draft, or something in it cannot be printed.
    pub fn products(&self, to: &[Product], draft: bool) -> Result<Built, Refusal> {
        let press = Press {
            templates: &self.host.templates()?,
            fonts: self.host.fonts(),
            date: self.host.date(),
        };
        self.session()?.publish(to, draft, &press)
    }

    fn build(&mut self, to: &[Product], draft: bool) -> Answer {
        self.save();
        let mut built = self.products(to, draft)?;
        let contents = std::mem::take(&mut built.contents);
        let files = built.files.iter().cloned().zip(contents);
        self.host.publish(files.collect())?;
        json(&built)
    }
}

fn nothing() -> Refusal {
    Refusal::new("还没有打开文件", "从列表里打开一份，或新建一份")
}
