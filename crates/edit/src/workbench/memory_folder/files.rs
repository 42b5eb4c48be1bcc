//! Files in memory by name, as a data file finds others beside it.

use std::{cell::RefCell, collections::BTreeMap, sync::Arc};

use serde::{Deserialize, Serialize};

use crate::workbench::arrivals::MAX_PICTURE;
use base::content::{CONVERT, Content, MAX_TEXT, too_large};
use form::report::Library;
use open::{InputFile, NeighbourFiles, is_yaml};

/// A file, and what the disk is known to have of it.
pub(super) struct Stored {
    pub(super) bytes: Arc<[u8]>,
    pub(super) disk: Option<Arc<[u8]>>,
    pub(super) changed: u64,
    pub(super) number: u64,
    pub(super) heard: RefCell<Heard>,
}

/// What the readers of published reports say of a file.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Reading {
    /// It is for none of them: what it says is taken as a data file.
    Data,
    /// A report: as a data file.
    Report(String),
    /// A document that cannot be read: why, in Chinese, and what to do.
    Unreadable(String, String),
}

/// What is known of that.
#[derive(Default)]
pub(super) enum Heard {
    #[default]
    Nothing,
    /// The host is to ask the readers.
    Wanted,
    Told(Reading),
}

/// The files of a folder by their names.
#[derive(Default)]
pub struct Files(pub(super) BTreeMap<String, Stored>);

/// The name of a file that a data file names, which must be below the folder.
pub(super) fn resolved(target: &str) -> Result<String, (String, String)> {
    let outside = || {
        (
            format!("「{target}」不在数据文件的文件夹里"),
            "把文件放到数据文件所在的文件夹（或其下级）里，写相对路径".to_owned(),
        )
    };
    if target.starts_with(['/', '\\']) || target.contains(':') {
        return Err(outside());
    }
    let mut parts: Vec<&str> = Vec::new();
    for part in target.split(['/', '\\']) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop().ok_or_else(outside)?;
            }
            part => parts.push(part),
        }
    }
    Ok(parts.join("/"))
}

impl Files {
    /// Puts in a file as the disk has it.
    pub fn put(&mut self, name: &str, bytes: &[u8]) {
        let bytes: Arc<[u8]> = bytes.into();
        let stored = Stored {
            disk: None,
            changed: 0,
            number: 0,
            heard: RefCell::default(),
            bytes,
        };
        self.0.insert(name.to_owned(), stored);
    }

    /// A file's bytes.
    pub fn bytes(&self, name: &str) -> Option<&[u8]> {
        self.0.get(name).map(|stored| &*stored.bytes)
    }

    /// A file as a text.
    pub fn content(&self, name: &str) -> Option<Content> {
        self.bytes(name).map(|bytes| Content::of(bytes.to_vec()))
    }

    /// Notes what the readers say of a file.
    pub fn told(&self, name: &str, reading: Reading) {
        if let Some(stored) = self.0.get(name) {
            stored.heard.replace(Heard::Told(reading));
        }
    }

    /// What the readers say of a file. Where nobody has asked them yet, it is wanted from now on.
    pub fn reading(&self, name: &str) -> Option<Reading> {
        let mut heard = self.0.get(name)?.heard.borrow_mut();
        match &*heard {
            Heard::Told(reading) => Some(reading.clone()),
            _ => {
                *heard = Heard::Wanted;
                None
            }
        }
    }

    /// The files that the readers are wanted for.
    pub fn unread(&self) -> Vec<(String, Arc<[u8]>)> {
        let wanted = |stored: &Stored| matches!(*stored.heard.borrow(), Heard::Wanted);
        let unread = self.0.iter().filter(|(_, stored)| wanted(stored));
        unread
            .map(|(name, stored)| (name.clone(), Arc::clone(&stored.bytes)))
            .collect()
    }

    fn found(&self, target: &str, most: usize) -> Result<&Stored, (String, String)> {
        let stored = self.0.get(&resolved(target)?).ok_or_else(|| {
            (
                format!("「{target}」读不了：没有这个文件或文件夹"),
                "检查文件名，文件要放在数据文件所在的文件夹里".to_owned(),
            )
        })?;
        match stored.bytes.len() > most {
            true => Err((too_large(target, most), "换成能读的文件".to_owned())),
            false => Ok(stored),
        }
    }
}

impl Library for Files {
    fn text(&self, target: &str) -> Result<(String, String), (String, String)> {
        match Content::of(self.found(target, MAX_TEXT)?.bytes.to_vec()) {
            Content::Text(text) => Ok((target.to_owned(), text)),
            Content::Garbled(..) => Err((
                format!("「{target}」不是 UTF-8 编码的文字"),
                CONVERT.to_owned(),
            )),
        }
    }

    fn image(&self, target: &str) -> Result<Arc<[u8]>, (String, String)> {
        Ok(Arc::clone(&self.found(target, MAX_PICTURE)?.bytes))
    }
}

impl NeighbourFiles for Files {
    fn report(
        &self,
        target: &str,
        _: Option<&str>,
    ) -> Result<(String, InputFile), (String, String)> {
        let bytes = self.found(target, usize::MAX)?.bytes.to_vec();
        let name = resolved(target)?;
        let file = match cfg!(feature = "readers") || is_yaml(target.as_ref()) {
            true => InputFile::of(&name, bytes)?,
            false => match self.reading(&name) {
                Some(Reading::Data) => InputFile::Text(Content::of(bytes)),
                Some(Reading::Report(text)) => text.into(),
                Some(Reading::Unreadable(message, help)) => return Err((message, help)),
                None => return Err((format!("「{target}」还没有读"), String::new())),
            },
        };
        Ok((target.to_owned(), file))
    }

    fn library<'a>(&'a self, _: &str) -> Box<dyn Library + 'a> {
        Box::new(self)
    }
}

#[cfg(all(test, feature = "readers"))]
mod tests {
    use crate::workbench::{Day, MemoryFolder, Workbench};

    #[test]
    fn last_years_report_may_be_a_page() {
        let page = "<h1>某局2023年政府信息公开工作年度报告</h1><h2>一、总体情况</h2><p>公开6条。</p>\
                    <h2>五、存在的主要问题及改进情况</h2><p>无。</p>";
        let text = "年度: 2024\n机关: {名称: 某局}\n上年: 去年.html\n";
        let mut bench = Workbench::<MemoryFolder>::default();
        bench.put("2024.yaml", text.as_bytes(), 0);
        bench.put("去年.html", page.as_bytes(), 0);
        let ask = |bench: &mut Workbench<MemoryFolder>, request: &str| {
            let request = serde_json::from_str(request).expect("a request");
            let reply = bench.ask(&request, Day::default());
            let findings = reply.answer["findings"].as_array().cloned();
            let faults = findings.unwrap_or_default().into_iter();
            let lacking = faults.filter(|finding| finding["rule"] == "previous-file");
            (lacking.count(), reply.unread)
        };
        let (lacking, unread) = ask(&mut bench, r#"{"do": "open", "file": "2024.yaml"}"#);
        assert_eq!((lacking, unread.len()), (0, 0));
        bench.put("去年.html", b"%PDF-", 0);
        let (lacking, _) = ask(&mut bench, r#"{"do": "state"}"#);
        assert_eq!(lacking, 1);
    }
}
