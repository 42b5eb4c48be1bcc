//! A folder of reports held in memory, where there is no disk: in a browser, or in a server.
//!
//! The host puts files in by name, asks what the page asks, and is given back every file that
//! it should have from then on:
//!
//! ```
//! use nianbao::edit::workbench::{Day, Tray};
//!
//! let mut tray = Tray::default();
//! tray.put("2024.yaml", "年度: 2024\n机关: {名称: 某局}\n".as_bytes(), 0);
//! let open = serde_json::from_str(r#"{"do": "open", "file": "2024.yaml"}"#).expect("a request");
//! let state = tray.ask(&open, Day::default()).answer;
//! assert_eq!(state["saved"], true);
//! let edit = serde_json::json!({"do": "edit", "revision": state["revision"],
//!     "edit": {"kind": "particular", "key": "名称", "words": "某某局"}});
//! let reply = tray.ask(&serde_json::from_value(edit).expect("a request"), Day::default());
//! assert_eq!(reply.written[0].0, "2024.yaml");
//! assert_eq!(reply.answer["saved"], false);
//! tray.saved(&["2024.yaml".to_owned()], reply.number);
//! ```
//!
//! Names are relative, with `/` between folders; a data file lies at the top. Nothing here
//! knows the time: the caller says it. Nothing here reads what is no text either: a published
//! report that stands for last year's file is named as unread, and one that is to become a data
//! file comes as what [`arrivals::read`](super::arrivals::read) made of it.

mod files;

pub use files::{Files, Reading};
use files::{Stored, resolved};

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use super::{
    apply::MAX_TEXT,
    arrivals::{self, There},
    change::DATA,
    listing::{LISTED, folder, listed},
    messages::{Listed, Product, Refusal, Request},
    session::{Session, json},
};
use crate::{
    ground::{
        content::{BYTE_ORDER_MARK, CONVERT, Content, too_large},
        date::Date,
    },
    write::{Press, Templates, pdf::Fonts},
};

/// When something is asked.
#[derive(Clone, Copy, Debug, Default)]
pub struct Day {
    /// Milliseconds since 1970.
    pub now: u64,
    /// The day where the clerk is.
    pub today: Option<Date>,
}

/// An answer, and what the host should write.
pub struct Reply {
    /// What `web/src/messages.ts` says, or a refusal.
    pub answer: serde_json::Value,
    /// Files by name; a product is given only once.
    pub written: Vec<(String, Arc<[u8]>)>,
    /// The number of what was written last.
    pub number: u64,
    /// Files that the answer lacks: the host asks the readers, [tells](Tray::told) what they
    /// say, and asks again.
    pub unread: Vec<(String, Arc<[u8]>)>,
}

/// A folder in memory, and the file of it that is open.
#[derive(Default)]
pub struct Tray {
    /// What the folder is called.
    pub name: String,
    /// The fonts, where there are any.
    pub fonts: Option<Fonts>,
    files: Files,
    session: Option<Session>,
    /// The names of what is to be written.
    written: BTreeSet<String>,
    products: Vec<(String, Arc<[u8]>)>,
    number: u64,
}

type Answer = Result<serde_json::Value, Refusal>;

impl Tray {
    /// Takes in a file as the disk has it, in place of an earlier one. What was changed here
    /// and there is merged, or is to be decided.
    pub fn put(&mut self, name: &str, bytes: &[u8], now: u64) {
        let bytes: Arc<[u8]> = bytes.into();
        let stored = Stored {
            disk: Some(Arc::clone(&bytes)),
            changed: now,
            number: 0,
            heard: RefCell::default(),
            bytes,
        };
        self.files.0.insert(name.to_owned(), stored);
        let Some(session) = &mut self.session else {
            return;
        };
        let key = key_of(session, name);
        match (key, self.files.content(name)) {
            (Some(key), Some(Content::Text(text))) => {
                session.fault = None;
                session.outside(&key, &text, &self.files);
            }
            (Some(_), _) => {
                let words = "文件在别处存成了别的编码；另存为 UTF-8 之前不保存";
                session.fault = Some(words.to_owned());
            }
            (None, _) => session.refresh(&self.files),
        }
    }

    /// Takes in what the readers of published reports say of a file.
    pub fn told(&mut self, name: &str, reading: Reading) {
        self.files.told(name, reading);
        if let Some(session) = &mut self.session {
            session.refresh(&self.files);
        }
    }

    /// Takes a file out. The open data file is closed by that.
    pub fn drop_file(&mut self, name: &str) {
        self.files.0.remove(name);
        if let Some(session) = &mut self.session {
            match session.name() == name {
                true => self.session = None,
                false => session.refresh(&self.files),
            }
        }
    }

    /// Notes that the disk has files as they were given at a number, or before.
    pub fn saved(&mut self, names: &[String], number: u64) {
        for name in names {
            let stored = self.files.0.get_mut(name);
            let Some(stored) = stored.filter(|stored| stored.number <= number) else {
                continue;
            };
            stored.disk = Some(Arc::clone(&stored.bytes));
            if let Some(session) = &mut self.session
                && let Some(key) = key_of(session, name)
                && let Some(Content::Text(text)) = self.files.content(name)
            {
                session.saved(&key, &text);
            }
        }
    }

    /// The open file's state by name and whether the disk has it: what a page is told of a
    /// change that it did not make.
    pub fn news(&self) -> Option<(String, bool)> {
        let session = self.session.as_ref()?;
        Some((session.revision(), session.is_saved()))
    }

    /// Answers a page.
    pub fn ask(&mut self, request: &Request, day: Day) -> Reply {
        let answer = self.done(request, day);
        self.sync(day.now);
        let written = std::mem::take(&mut self.written).into_iter();
        let mut written: Vec<_> = written
            .filter_map(|name| {
                let bytes = Arc::clone(&self.files.0.get(&name)?.bytes);
                Some((name, bytes))
            })
            .collect();
        written.append(&mut self.products);
        let refused = |refusal: Refusal| json(&refusal).unwrap_or_default();
        Reply {
            answer: answer.unwrap_or_else(refused),
            written,
            number: self.number,
            unread: self.files.unread(),
        }
    }

    fn done(&mut self, request: &Request, day: Day) -> Answer {
        match request {
            Request::Folder => json(&self.listed(day.today)),
            Request::Open { file } => {
                arrivals::inside(file)?;
                self.open(file)?;
                self.session(&Request::State)
            }
            Request::Build { to, draft } => self.build(to, *draft),
            Request::New {
                year,
                agency,
                category,
            } => self.begun(arrivals::blank(*year, agency, category)?, day),
            Request::Next { file } => {
                arrivals::inside(file)?;
                let last = self.files.content(file).ok_or_else(|| absent(file))?;
                let next = arrivals::next(file, last, &self.files)?;
                self.begun(next, day)
            }
            Request::Read { name, base64 } => {
                let read = arrivals::text(name, arrivals::bytes(base64)?)?;
                self.begun(read, day)
            }
            Request::Picture { name, base64 } => {
                self.session.as_ref().ok_or_else(nothing)?;
                let bytes = arrivals::bytes(base64)?;
                let there = |name: &str| match self.files.0.get(name) {
                    None => There::Nothing,
                    Some(stored) if *stored.bytes == *bytes => There::Same,
                    Some(_) => There::Other,
                };
                let picture = arrivals::picture(name, &bytes, there)?;
                if !picture.is_there {
                    self.store(picture.file, bytes.into(), day.now);
                }
                Ok(serde_json::json!({ "markdown": picture.markdown }))
            }
            request => self.session(request),
        }
    }

    /// What the session answers by itself.
    fn session(&mut self, request: &Request) -> Answer {
        let session = self.session.as_mut().ok_or_else(nothing)?;
        let answer = session.handle(request, &self.files);
        answer.unwrap_or_else(|| Err(Refusal::new("读不懂页面的请求", "刷新页面再试")))
    }

    fn open(&mut self, file: &str) -> Result<(), Refusal> {
        if let Some(session) = &self.session {
            if session.name() == file {
                return Ok(());
            }
            if session.conflict().is_some() {
                let message = format!("「{}」还有没存上的改动", session.name());
                return Err(Refusal::new(message, "先选定两处改动"));
            }
        }
        let text = match self.files.content(file).ok_or_else(|| absent(file))? {
            Content::Text(text) if text.len() > MAX_TEXT => {
                return Err(Refusal::new(too_large(file, MAX_TEXT), "换一个文件"));
            }
            Content::Text(text) => text,
            Content::Garbled(..) => {
                let message = format!("{file} 不是 UTF-8 编码的数据文件");
                return Err(Refusal::new(message, CONVERT));
            }
        };
        let mut session = Session::open(file, text, &self.files);
        // What the host has not written yet is not saved, though it is open like that.
        let keys: Vec<String> = session.texts().keys().cloned().collect();
        for key in keys {
            let disk =
                file_of(&session, &key).and_then(|name| self.files.0.get(&name)?.disk.clone());
            match disk.map(|bytes| Content::of(bytes.to_vec())) {
                Some(Content::Text(text)) => session.saved(&key, &text),
                _ => session.missing(&key),
            }
        }
        self.session = Some(session);
        Ok(())
    }

    /// A new data file, which becomes the open one.
    fn begun(&mut self, (name, text): arrivals::New, day: Day) -> Answer {
        let name = arrivals::untaken(&name, |name| self.files.0.contains_key(name));
        self.store(name.clone(), text.into_bytes().into(), day.now);
        self.open(&name)?;
        self.session(&Request::State)
    }

    fn listed(&self, today: Option<Date>) -> super::messages::Folder {
        let own = self
            .files
            .0
            .iter()
            .filter(|(name, _)| arrivals::inside(name).is_ok() && !name.starts_with('.'));
        let reports = own
            .take(LISTED)
            .filter_map(|(name, stored)| -> Option<Listed> {
                listed(name, self.files.content(name), &self.files, stored.changed)
            });
        super::messages::Folder {
            open: self
                .session
                .as_ref()
                .map(|session| session.name().to_owned()),
            ..folder(self.name.clone(), today, reports.collect())
        }
    }

    fn build(&mut self, to: &[Product], draft: bool) -> Answer {
        let session = self.session.as_ref().ok_or_else(nothing)?;
        let templates = Templates::new(&BTreeMap::new());
        let templates = templates.map_err(|error| Refusal::new(error.to_string(), ""))?;
        let press = Press {
            templates: &templates,
            fonts: self.fonts.as_ref(),
            date: None,
        };
        let mut built = session.publish(to, draft, &press)?;
        let contents = std::mem::take(&mut built.contents).into_iter();
        let files = built.files.iter().cloned();
        self.products
            .extend(files.zip(contents.map(|bytes| bytes.into())));
        json(&built)
    }

    /// Puts in a file that the host should write.
    fn store(&mut self, name: String, bytes: Arc<[u8]>, now: u64) {
        self.number += 1;
        let disk = self.files.0.get(&name).and_then(|old| old.disk.clone());
        let stored = Stored {
            bytes,
            disk,
            changed: now,
            number: self.number,
            heard: RefCell::default(),
        };
        self.written.insert(name.clone());
        self.files.0.insert(name, stored);
    }

    /// Puts in the open texts as they are shown.
    fn sync(&mut self, now: u64) {
        let Some(session) = &self.session else { return };
        let mut changed = Vec::new();
        for (key, text) in session.settled() {
            let Some(name) = file_of(session, key) else {
                continue;
            };
            let old = self.files.0.get(&name).map(|stored| &stored.bytes[..]);
            let mark = old.is_some_and(|old| old.starts_with(BYTE_ORDER_MARK));
            let mark = if mark { BYTE_ORDER_MARK } else { &[] };
            let bytes = [mark, text.as_bytes()].concat();
            if old != Some(&bytes) {
                changed.push((name, bytes));
            }
        }
        for (name, bytes) in changed {
            self.store(name, bytes.into(), now);
        }
    }
}

/// The file that holds one of the open texts.
fn file_of(session: &Session, key: &str) -> Option<String> {
    match key {
        DATA => Some(session.name().to_owned()),
        key => resolved(key).ok(),
    }
}

/// The open text that a file holds.
fn key_of(session: &Session, file: &str) -> Option<String> {
    let mut keys = session.texts().keys();
    keys.find(|key| file_of(session, key).as_deref() == Some(file))
        .cloned()
}

fn nothing() -> Refusal {
    Refusal::new("还没有打开文件", "从列表里打开一份，或新建一份")
}

fn absent(file: &str) -> Refusal {
    Refusal::new(format!("没有「{file}」这个文件"), "从列表里选")
}
