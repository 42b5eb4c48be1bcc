//! One open file: what was done in it, what the disk holds, and what both make together.
//!
//! Every step keeps the texts before and after it. Taking one back is a merge of what came
//! since with the texts before it, so that neither what was changed elsewhere nor what was
//! done later is lost; where that cannot be, it is said and nothing is done.

mod answers;
mod settle;

use crate::open::{NeighbourFiles, Opened};
use std::{collections::VecDeque, sync::Arc};

use sha2::{Digest, Sha256};

use super::{
    apply::apply,
    change::{DATA, Texts},
    messages::{Conflict, Edit, Refusal, State},
    state,
    texts::read_texts,
};
use crate::ground::diagnostic::summary;

pub use answers::json;
use settle::{Pending, Side, conflict, joined};

/// Steps that can be taken back, at the most.
const STEPS: usize = 1000;
/// Bytes of the texts that are kept for it, about, at the most.
const KEPT: usize = 64 * 1024 * 1024;

/// Something that was done.
struct Step {
    title: String,
    before: Arc<Texts>,
    after: Arc<Texts>,
}

/// One open data file with its text files.
pub struct Session {
    name: String,
    texts: Arc<Texts>,
    /// The texts as the disk is known to have them.
    disk: Texts,
    opened: Texts,
    paper: Opened,
    undo: Vec<Step>,
    /// The steps that took steps back.
    redo: Vec<Step>,
    /// The states that a page may still show, the newest last.
    log: VecDeque<(String, Arc<Texts>)>,
    /// The first of them is shown.
    pending: VecDeque<Pending>,
    /// Whether nothing may be changed.
    pub readonly: bool,
    /// Why the disk does not have what is shown.
    pub fault: Option<String>,
}

impl Session {
    /// What is said of a file that is no text any more.
    pub const ENCODED: &str = "文件在别处存成了别的编码；另存为 UTF-8 之前不保存";

    /// Opens a data file by its name and text.
    pub fn open(name: &str, text: String, shelf: &dyn NeighbourFiles) -> Self {
        let mut texts = Texts::from([(DATA.to_owned(), text)]);
        let paper = read_texts(name, &mut texts, shelf);
        let texts = Arc::new(texts);
        let mut session = Session {
            name: name.to_owned(),
            disk: (*texts).clone(),
            opened: (*texts).clone(),
            texts,
            paper,
            undo: Vec::new(),
            redo: Vec::new(),
            log: VecDeque::new(),
            pending: VecDeque::new(),
            readonly: false,
            fault: None,
        };
        session.note();
        session
    }

    /// The data file's text.
    pub fn text(&self) -> &str {
        self.texts.get(DATA).map_or("", String::as_str)
    }

    /// The open texts by their names; that of the data file is empty.
    pub fn texts(&self) -> &Texts {
        &self.texts
    }

    /// The data file, read and checked.
    pub fn paper(&self) -> &Opened {
        &self.paper
    }

    /// The data file's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// A place that was changed here and elsewhere, to be settled.
    pub fn conflict(&self) -> Option<&Conflict> {
        self.pending.front().map(|pending| &pending.conflict)
    }

    /// Whether the disk has what is shown.
    pub fn is_saved(&self) -> bool {
        self.readonly || *self.texts == self.disk
    }

    /// Names the state that is shown.
    pub fn revision(&self) -> String {
        self.log
            .back()
            .map_or_else(String::new, |(name, _)| name.clone())
    }

    /// Makes an edit in what is shown now.
    ///
    /// # Errors
    /// What cannot be done, and what to do instead.
    pub fn edit(&mut self, edit: &Edit, shelf: &dyn NeighbourFiles) -> Result<(), Refusal> {
        let applied = apply(&self.name, &self.paper, &self.texts, edit, shelf)?;
        if !applied.change.is_empty() {
            let title = self.title(edit);
            self.step(title, applied.texts, Some(applied.paper), shelf);
            if matches!(edit, Edit::Text { goes_on: true, .. }) {
                self.join();
            }
        }
        Ok(())
    }

    /// Makes an edit of a page that shows a state, maybe no longer the newest one.
    fn edit_of(
        &mut self,
        revision: &str,
        edit: &Edit,
        shelf: &dyn NeighbourFiles,
    ) -> Result<(), Refusal> {
        if revision == self.revision() {
            return self.edit(edit, shelf);
        }
        let known = self.log.iter().rev().find(|(name, _)| name == revision);
        let old = || Refusal::new("页面上的内容太旧了", "刷新页面再试");
        let base = Arc::clone(&known.ok_or_else(old)?.1);
        let paper = read_texts(&self.name, &mut (*base).clone(), shelf);
        let applied = apply(&self.name, &paper, &base, edit, shelf)?;
        match joined(&base, &applied.texts, &self.texts, &[]) {
            Ok(texts) => {
                let title = self.title(edit);
                self.step(title, texts, None, shelf);
            }
            Err((file, clash)) => {
                let conflict = conflict(&applied.paper, &file, clash);
                let mine = Arc::new(applied.texts);
                self.wait(Side::Window { base, mine }, conflict);
            }
        }
        Ok(())
    }

    /// Takes the last step back.
    ///
    /// # Errors
    /// There is none, or its place was changed since.
    pub fn undo(&mut self, shelf: &dyn NeighbourFiles) -> Result<(), Refusal> {
        let back = self.back(&self.undo, "没有可以撤销的")?;
        self.become_((*back.after).clone(), None, shelf);
        self.undo.pop();
        self.redo.push(back);
        Ok(())
    }

    /// Makes the step again that was taken back last.
    ///
    /// # Errors
    /// There is none, or its place was changed since.
    pub fn redo(&mut self, shelf: &dyn NeighbourFiles) -> Result<(), Refusal> {
        let again = self.back(&self.redo, "没有可以重做的")?;
        self.become_((*again.after).clone(), None, shelf);
        self.redo.pop();
        self.undo.push(again);
        Ok(())
    }

    /// The step that takes the last of some steps back.
    fn back(&self, steps: &[Step], none: &str) -> Result<Step, Refusal> {
        let step = steps.last().ok_or_else(|| Refusal::new(none, ""))?;
        Ok(Step {
            title: step.title.clone(),
            before: Arc::clone(&self.texts),
            after: Arc::new(self.rebased(&step.after, &step.before)?),
        })
    }

    /// What is shown now with the change made that leads from some texts to others.
    fn rebased(&self, from: &Texts, to: &Texts) -> Result<Texts, Refusal> {
        joined(from, to, &self.texts, &[]).map_err(|(file, clash)| {
            let place = conflict(&self.paper, &file, clash).place;
            Refusal::new(
                format!("「{place}」后来在别处改过"),
                "这一步不能撤销或重做；直接改它",
            )
        })
    }

    /// Back to the texts that were opened.
    pub fn restore(&mut self, shelf: &dyn NeighbourFiles) {
        let mut texts = (*self.texts).clone();
        texts.extend(self.opened.clone());
        if texts != *self.texts {
            self.step("恢复到打开时".to_owned(), texts, None, shelf);
        }
    }

    /// The texts of which the disk may be given what is shown: nothing is to be decided first.
    pub fn settled(&self) -> impl Iterator<Item = (&String, &String)> {
        let waits = |name: &String| {
            let disk = |side: &Side| matches!(side, Side::Disk { file, .. } if file == name);
            self.pending.iter().any(|pending| disk(&pending.side))
        };
        let texts = self.texts.iter();
        texts.filter(move |(name, _)| !self.readonly && !waits(name))
    }

    /// The texts that the disk does not have yet and may be given.
    pub fn unsaved(&self) -> Vec<(String, String)> {
        let lacks = |(name, text): &(&String, &String)| self.disk.get(*name) != Some(*text);
        let texts = self.settled().filter(lacks);
        texts
            .map(|(name, text)| (name.clone(), text.clone()))
            .collect()
    }

    /// Notes that the disk has nothing of a text.
    pub fn missing(&mut self, file: &str) {
        self.disk.remove(file);
    }

    /// Notes that the disk has a text now.
    pub fn saved(&mut self, file: &str, text: &str) {
        self.disk.insert(file.to_owned(), text.to_owned());
    }

    /// What the disk is known to hold of a text.
    pub fn on_disk(&self, file: &str) -> Option<&str> {
        self.disk.get(file).map(String::as_str)
    }

    /// Reads everything again: something on the shelf may be another.
    pub fn refresh(&mut self, shelf: &dyn NeighbourFiles) {
        let texts = (*self.texts).clone();
        self.become_(texts, None, shelf);
    }

    fn step(
        &mut self,
        title: String,
        texts: Texts,
        paper: Option<Opened>,
        shelf: &dyn NeighbourFiles,
    ) {
        let before = Arc::clone(&self.texts);
        self.become_(texts, paper, shelf);
        let after = Arc::clone(&self.texts);
        self.redo.clear();
        self.undo.push(Step {
            title,
            before,
            after,
        });
        let size: usize = self.texts.values().map(String::len).sum();
        let most = STEPS.min(KEPT / size.max(1)).max(1);
        let over = self.undo.len().saturating_sub(most);
        self.undo.drain(..over);
    }

    /// Makes the last step one with the step before it, where that changed the same text.
    fn join(&mut self) {
        if let [.., before, last] = self.undo.as_mut_slice()
            && before.title == last.title
            && Arc::ptr_eq(&before.after, &last.before)
        {
            before.after = Arc::clone(&last.after);
            self.undo.pop();
        }
    }

    fn become_(&mut self, mut texts: Texts, paper: Option<Opened>, shelf: &dyn NeighbourFiles) {
        let paper = paper.unwrap_or_else(|| read_texts(&self.name, &mut texts, shelf));
        // Text files that the new text names for the first time.
        for (name, text) in &texts {
            if !self.texts.contains_key(name) {
                self.disk
                    .entry(name.clone())
                    .or_insert_with(|| text.clone());
                self.opened
                    .entry(name.clone())
                    .or_insert_with(|| text.clone());
            }
        }
        self.paper = paper;
        self.texts = Arc::new(texts);
        self.note();
    }

    /// Notes the state that is shown now.
    fn note(&mut self) {
        let mut hash = Sha256::new();
        for (name, text) in self.texts.iter() {
            hash.update(name.as_bytes());
            hash.update([0]);
            hash.update(text.as_bytes());
            hash.update([0]);
        }
        let bytes = hash.finalize();
        let name: String = bytes[..8]
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        if self.revision() != name {
            self.log.push_back((name, Arc::clone(&self.texts)));
        }
        let size: usize = self.texts.values().map(String::len).sum();
        while self.log.len() > 100.min(KEPT / size.max(1)).max(1) {
            self.log.pop_front();
        }
    }

    fn title(&self, edit: &Edit) -> String {
        match edit {
            Edit::Cells { cells } => match cells.as_slice() {
                [one] => format!("填写 {}", self.paper.name_of(&one.path)),
                cells => format!("填写 {} 格", cells.len()),
            },
            Edit::Note { path, .. } => format!("{} 的说明", self.paper.name_of(path)),
            Edit::Text { key, .. } => format!("改写 {}", self.paper.name_of(key)),
            Edit::Particular { key, .. } => format!("填写{key}"),
            Edit::Waive { .. } => "豁免一个问题".to_owned(),
            Edit::Fix { finding, .. } => {
                let finding = self.paper.findings.get(*finding);
                format!(
                    "改正{}",
                    finding.map_or("一个问题", |finding| finding.rule.title)
                )
            }
            Edit::Source { .. } => "改全文".to_owned(),
        }
    }

    /// What the page shows.
    pub fn state(&self) -> State {
        let title = |steps: &[Step]| steps.last().map(|step| step.title.clone());
        State {
            file: self.name.clone(),
            readonly: self.readonly,
            revision: self.revision(),
            saved: self.is_saved(),
            fault: self.fault.clone(),
            source: self.text().to_owned(),
            form: state::form(&self.paper, &self.texts),
            findings: state::findings(&self.paper),
            summary: summary(&self.paper.findings),
            undo: title(&self.undo),
            redo: title(&self.redo),
            conflict: self.conflict().cloned(),
        }
    }
}
