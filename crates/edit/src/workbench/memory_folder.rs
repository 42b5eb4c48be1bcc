//! A folder of reports held in memory, where there is no disk: in a browser, or in a server.
//!
//! The host puts files in by name, asks what the page asks, and is given back every file that
//! it should have from then on:
//!
//! ```
//! use edit::workbench::{Day, MemoryFolder, Workbench};
//!
//! let mut bench = Workbench::<MemoryFolder>::default();
//! bench.put("2024.yaml", "年度: 2024\n机关: {名称: 某局}\n".as_bytes(), 0);
//! let open = serde_json::from_str(r#"{"do": "open", "file": "2024.yaml"}"#).expect("a request");
//! let state = bench.ask(&open, Day::default()).answer;
//! assert_eq!(state["saved"], true);
//! let edit = serde_json::json!({"do": "edit", "revision": state["revision"],
//!     "edit": {"kind": "particular", "key": "名称", "words": "某某局"}});
//! let reply = bench.ask(&serde_json::from_value(edit).expect("a request"), Day::default());
//! assert_eq!(reply.written[0].0, "2024.yaml");
//! assert_eq!(reply.answer["saved"], false);
//! bench.saved(&["2024.yaml".to_owned()], reply.number);
//! ```
//!
//! Names are relative, with `/` between folders; a data file lies at the top. Nothing here
//! knows the time: the caller says it. Where there are no readers, a published report that
//! stands for last year's file is named as unread, and one that is to become a data file comes
//! as what [`arrivals::read`](super::arrivals::read) made of it elsewhere.

mod files;

pub use files::{Files, Reading};
use files::{Stored, resolved};

use std::{cell::RefCell, collections::BTreeSet, sync::Arc};

use super::{
    arrivals::{self, There},
    change::DATA,
    host::{Workbench, WorkbenchHost},
    messages::{Refusal, Request},
    session::Session,
};
use base::{
    content::{BYTE_ORDER_MARK, Content},
    date::Date,
};
use open::NeighbourFiles;
use write::pdf::Fonts;

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
    /// Files that the answer lacks: the host asks the readers, [tells](Workbench::told) what they
    /// say, and asks again.
    pub unread: Vec<(String, Arc<[u8]>)>,
}

/// A folder in memory.
#[derive(Default)]
pub struct MemoryFolder {
    /// What the folder is called.
    pub name: String,
    /// The fonts, where there are any.
    pub fonts: Option<Fonts>,
    day: Day,
    files: Files,
    /// The names of what is to be written.
    written: BTreeSet<String>,
    products: Vec<(String, Arc<[u8]>)>,
    number: u64,
}

impl Workbench<MemoryFolder> {
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
        let files = &mut self.host.files;
        files.0.insert(name.to_owned(), stored);
        let Some(session) = &mut self.session else {
            return;
        };
        match (key_of(session, name), files.content(name)) {
            (Some(key), Some(Content::Text(text))) => {
                session.fault = None;
                session.outside(&key, &text, files);
            }
            (Some(_), _) => session.fault = Some(Session::ENCODED.to_owned()),
            (None, _) => session.refresh(files),
        }
    }

    /// Takes in what the readers of published reports say of a file.
    pub fn told(&mut self, name: &str, reading: Reading) {
        self.host.files.told(name, reading);
        if let Some(session) = &mut self.session {
            session.refresh(&self.host.files);
        }
    }

    /// Takes a file out. The open data file is closed by that.
    pub fn drop_file(&mut self, name: &str) {
        self.host.files.0.remove(name);
        self.session.take_if(|session| session.name() == name);
        if let Some(session) = &mut self.session {
            session.refresh(&self.host.files);
        }
    }

    /// Notes that the disk has files as they were given at a number, or before.
    pub fn saved(&mut self, names: &[String], number: u64) {
        let files = &mut self.host.files;
        for name in names {
            let stored = files.0.get_mut(name);
            let Some(stored) = stored.filter(|stored| stored.number <= number) else {
                continue;
            };
            stored.disk = Some(Arc::clone(&stored.bytes));
            if let Some(session) = &mut self.session
                && let Some(key) = key_of(session, name)
                && let Some(Content::Text(text)) = files.content(name)
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
        self.host.day = day;
        let answer = self.answer(request);
        if let Some(session) = &mut self.session {
            self.host.save(session);
        }
        let host = &mut self.host;
        let names = std::mem::take(&mut host.written).into_iter();
        let written = names.filter_map(|name| {
            let bytes = Arc::clone(&host.files.0.get(&name)?.bytes);
            Some((name, bytes))
        });
        Reply {
            answer,
            written: written.chain(host.products.drain(..)).collect(),
            number: host.number,
            unread: host.files.unread(),
        }
    }
}

impl MemoryFolder {
    /// Puts in a file that the host should write.
    fn store(&mut self, name: &str, bytes: Vec<u8>) {
        self.number += 1;
        let disk = self.files.0.get(name).and_then(|old| old.disk.clone());
        let stored = Stored {
            bytes: bytes.into(),
            disk,
            changed: self.day.now,
            number: self.number,
            heard: RefCell::default(),
        };
        self.written.insert(name.to_owned());
        self.files.0.insert(name.to_owned(), stored);
    }
}

impl WorkbenchHost for MemoryFolder {
    fn name(&self) -> String {
        self.name.clone()
    }

    fn today(&self) -> Option<Date> {
        self.day.today
    }

    fn files(&self) -> Vec<(String, u64)> {
        let own = self.files.0.iter();
        let own = own.filter(|(name, _)| arrivals::is_listed(name));
        own.map(|(name, stored)| (name.clone(), stored.changed))
            .collect()
    }

    fn read(&self, file: &str) -> Result<Content, Refusal> {
        let absent = || Refusal::new(format!("没有「{file}」这个文件"), "从列表里选");
        self.files.content(file).ok_or_else(absent)
    }

    fn there(&self, file: &str, bytes: &[u8]) -> There {
        match self.files.bytes(file) {
            None => There::Nothing,
            Some(stored) if stored == bytes => There::Same,
            Some(_) => There::Other,
        }
    }

    fn beside<R>(&self, _: &str, work: impl FnOnce(&dyn NeighbourFiles) -> R) -> R {
        work(&self.files)
    }

    fn create(&mut self, file: &str, bytes: Vec<u8>) -> Result<(), Refusal> {
        self.store(file, bytes);
        Ok(())
    }

    // What the disk does not have yet is not saved, though it is open like that.
    fn opened(&mut self, session: &mut Session) {
        let keys: Vec<String> = session.texts().keys().cloned().collect();
        for key in keys {
            let stored = file_of(session, &key).and_then(|name| self.files.0.get(&name));
            let disk = stored.and_then(|stored| stored.disk.as_ref());
            match disk.map(|bytes| Content::of(bytes.to_vec())) {
                Some(Content::Text(text)) => session.saved(&key, &text),
                _ => session.missing(&key),
            }
        }
    }

    fn save(&mut self, session: &mut Session) -> bool {
        for (key, text) in session.settled() {
            let Some(name) = file_of(session, key) else {
                continue;
            };
            let old = self.files.bytes(&name);
            let mark = old.is_some_and(|old| old.starts_with(BYTE_ORDER_MARK));
            let mark = if mark { BYTE_ORDER_MARK } else { &[] };
            let bytes = [mark, text.as_bytes()].concat();
            if old != Some(&bytes) {
                self.store(&name, bytes);
            }
        }
        true
    }

    fn publish(&mut self, products: Vec<(String, Vec<u8>)>) -> Result<(), Refusal> {
        let products = products.into_iter();
        self.products
            .extend(products.map(|(name, bytes)| (name, bytes.into())));
        Ok(())
    }

    fn fonts(&self) -> Option<&Fonts> {
        self.fonts.as_ref()
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
