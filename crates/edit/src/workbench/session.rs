//! One open file: what was done in it, what the disk holds, and what both make together.
//!
//! Every step keeps the texts before and after it. Taking one back is a merge of what came
//! since with the texts before it, so that neither what was changed elsewhere nor what was
//! done later is lost; where that cannot be, it is said and nothing is done.

use std::{collections::VecDeque, sync::Arc};

use sha2::{Digest, Sha256};

use super::{
    apply::apply,
    change::{DATA, Texts},
    merge::{Clash, Decided, merge},
    messages::{Conflict, Edit, Keep, Refusal, Request, State, Tried, Typed},
    state,
    texts::read_texts,
};
use crate::language::path_at;
use base::{
    diagnostic::summary,
    source::{Sources, line_end, line_start},
    yaml::{self, Node, Value},
};
use form::report::{Figure, Report};
use open::{NeighbourFiles, Opened};

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
        if applied.texts != *self.texts {
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

    /// Decides the clash that is shown; another one may be shown then. What only one side
    /// changed stays of both.
    ///
    /// # Errors
    /// There is none.
    pub fn settle(&mut self, keep: Keep, shelf: &dyn NeighbourFiles) -> Result<(), Refusal> {
        let none = || Refusal::new("没有要选的", "");
        let mut pending = self.pending.pop_front().ok_or_else(none)?;
        // Where the texts went on meanwhile, what was decided of others means nothing, and
        // what is shown may not be what has to be decided any more.
        if !Arc::ptr_eq(&pending.seen, &self.texts) {
            pending.decisions.clear();
            pending.seen = Arc::clone(&self.texts);
        }
        let (base, mine, theirs) = pending.sides(&self.disk, &self.texts);
        if let Err((file, clash)) = joined(&base, &mine, &theirs, &pending.decisions) {
            let conflict = conflict(&self.paper, &file, clash);
            if conflict != pending.conflict {
                pending.conflict = conflict;
                self.pending.push_front(pending);
                return Ok(());
            }
        }
        pending.decisions.push(keep);
        self.resolve(pending, shelf);
        Ok(())
    }

    /// Merges what waits, as far as it is decided.
    fn resolve(&mut self, mut pending: Pending, shelf: &dyn NeighbourFiles) {
        let (base, mine, theirs) = pending.sides(&self.disk, &self.texts);
        match joined(&base, &mine, &theirs, &pending.decisions) {
            Ok(texts) => {
                let keep = pending.decisions.last().copied().unwrap_or(Keep::Mine);
                let texts = self.repaired((&base, &mine, &theirs), texts, keep, shelf);
                if let Side::Disk { file, theirs } = pending.side {
                    self.disk.insert(file, theirs);
                }
                if texts != *self.texts {
                    self.step("选定两处改动".to_owned(), texts, None, shelf);
                }
            }
            Err((file, clash)) => {
                pending.conflict = conflict(&self.paper, &file, clash);
                self.pending.push_front(pending);
            }
        }
    }

    /// Merged texts in which every figure says what the side says that changed it, or that is
    /// preferred.
    fn repaired(
        &self,
        (base, mine, theirs): (&Texts, &Texts, &Texts),
        merged: Texts,
        keep: Keep,
        shelf: &dyn NeighbourFiles,
    ) -> Texts {
        let untrue = self.untrue(base, mine, theirs, &merged, shelf);
        // What was decided line by line is not decided again.
        let decided = joined(base, mine, theirs, &[]).is_err();
        let open = |told: &Untrue| {
            let chosen =
                told.now.as_ref() == Some(&told.mine) || told.now.as_ref() == Some(&told.theirs);
            !(told.both && decided && chosen)
        };
        let untrue: Vec<Untrue> = untrue.into_iter().filter(open).collect();
        if untrue.is_empty() {
            return merged;
        }
        let cells = untrue.into_iter().map(|told| Typed {
            path: told.path,
            words: match (told.both, keep) {
                (true, Keep::Mine) => told.mine,
                (true, Keep::Theirs) => told.theirs,
                (false, _) => told.wanted,
            },
        });
        let edit = Edit::Cells {
            cells: cells.collect(),
        };
        let paper = read_texts(&self.name, &mut merged.clone(), shelf);
        match apply(&self.name, &paper, &merged, &edit, shelf) {
            Ok(applied) => applied.texts,
            // What cannot be read any more is one side's alone, as was asked.
            Err(_) => match keep {
                Keep::Mine => mine.clone(),
                Keep::Theirs => theirs.clone(),
            },
        }
    }

    /// Takes in what the disk holds now of one of the texts. Returns whether anything that is
    /// shown is another.
    pub fn outside(&mut self, file: &str, now: &str, shelf: &dyn NeighbourFiles) -> bool {
        let waiting = self.pending.iter().find_map(|pending| match &pending.side {
            Side::Disk { file: own, theirs } if own == file => Some(theirs.as_str()),
            _ => None,
        });
        let known = waiting.or_else(|| self.disk.get(file).map(String::as_str));
        if known == Some(now) {
            return false;
        }
        let mut theirs = (*self.texts).clone();
        theirs.insert(file.to_owned(), now.to_owned());
        let base = match self.disk.contains_key(file) {
            true => &self.disk,
            false => &*self.texts,
        };
        let merged = joined(base, &self.texts, &theirs, &[]);
        let merged = merged.and_then(|texts| {
            let untrue = self.untrue(base, &self.texts, &theirs, &texts, shelf);
            let ask = |told: &Untrue| told.both || told.now.is_none();
            match untrue.into_iter().find(ask) {
                None => Ok(self.repaired((base, &self.texts, &theirs), texts, Keep::Theirs, shelf)),
                Some(told) => Err((file.to_owned(), told.clash())),
            }
        });
        let same = |pending: &Pending| matches!(&pending.side, Side::Disk { file: own, .. } if own == file);
        self.pending.retain(|pending| !same(pending));
        match merged {
            Ok(texts) => {
                self.disk.insert(file.to_owned(), now.to_owned());
                self.become_(texts, None, shelf);
            }
            Err((file, clash)) => {
                let conflict = conflict(&self.paper, &file, clash);
                let theirs = now.to_owned();
                self.wait(Side::Disk { file, theirs }, conflict);
            }
        }
        true
    }

    fn wait(&mut self, side: Side, conflict: Conflict) {
        self.pending.push_back(Pending {
            side,
            conflict,
            decisions: Vec::new(),
            seen: Arc::clone(&self.texts),
        });
    }

    /// The figures of which merged texts do not say what the side says that changed them.
    fn untrue(
        &self,
        base: &Texts,
        mine: &Texts,
        theirs: &Texts,
        merged: &Texts,
        shelf: &dyn NeighbourFiles,
    ) -> Vec<Untrue> {
        if base == mine || merged == theirs || merged == mine {
            return Vec::new();
        }
        let read = |texts: &Texts| read_texts(&self.name, &mut texts.clone(), shelf).plain;
        let (Some(base), Some(mine), Some(theirs)) = (read(base), read(mine), read(theirs)) else {
            return Vec::new();
        };
        let merged = read(merged);
        let slots = mine.edition.slots.iter();
        let untrue = slots.filter_map(|slot| {
            let told = |report: &Report| said(report, &slot.path);
            let (old, one, two) = (told(&base), told(&mine), told(&theirs));
            let both = one != old && two != old && one != two;
            let wanted = if one == old { two.clone() } else { one.clone() };
            let now = merged.as_ref().map(told);
            (both || now.as_ref() != Some(&wanted)).then(|| Untrue {
                at: mine
                    .edition
                    .find(&slot.path)
                    .map_or(0, |slot| mine.place(slot).range().start),
                path: slot.path.clone(),
                wanted,
                both,
                now,
                mine: one,
                theirs: two,
            })
        });
        untrue.collect()
    }

    /// Answers a request that needs no folder.
    ///
    /// # Errors
    /// It needs one, or cannot be done.
    pub fn handle(
        &mut self,
        request: &Request,
        shelf: &dyn NeighbourFiles,
    ) -> Result<serde_json::Value, Refusal> {
        let done = match request {
            Request::State => Ok(()),
            Request::Try { edit } => return self.tried(edit, shelf),
            Request::Edit { revision, edit } => self.edit_of(revision, edit, shelf),
            Request::Undo => self.undo(shelf),
            Request::Redo => self.redo(shelf),
            Request::Restore => {
                self.restore(shelf);
                Ok(())
            }
            Request::Settle { keep } => self.settle(*keep, shelf),
            _ => Err(Refusal::new("读不懂页面的请求", "刷新页面再试")),
        };
        done.and_then(|()| json(&self.state()))
    }

    /// The form as an edit of what is shown now would make it.
    fn tried(&self, edit: &Edit, shelf: &dyn NeighbourFiles) -> Result<serde_json::Value, Refusal> {
        let applied = apply(&self.name, &self.paper, &self.texts, edit, shelf)?;
        json(&Tried {
            form: state::form(&applied.paper, &applied.texts),
        })
    }
}

/// Changes made here and elsewhere at one place, which wait to be settled.
struct Pending {
    side: Side,
    /// The clash that is shown.
    conflict: Conflict,
    /// What was decided of the clashes before it.
    decisions: Vec<Keep>,
    /// The texts in which that was decided.
    seen: Arc<Texts>,
}

/// Where a place was changed besides.
enum Side {
    /// On the disk.
    Disk { file: String, theirs: String },
    /// In another window, which was faster: what this one knew, and what it made.
    Window { base: Arc<Texts>, mine: Arc<Texts> },
}

impl Pending {
    /// What both sides began with, and what each of them made of it.
    fn sides(&self, disk: &Texts, texts: &Texts) -> (Texts, Texts, Texts) {
        match &self.side {
            Side::Disk { file, theirs } => {
                let mut other = texts.clone();
                other.insert(file.clone(), theirs.clone());
                (disk.clone(), texts.clone(), other)
            }
            Side::Window { base, mine } => ((**base).clone(), (**mine).clone(), texts.clone()),
        }
    }
}

/// A figure of which a merge does not say what it should.
struct Untrue {
    path: String,
    at: usize,
    wanted: String,
    /// What the merge says, if it can be read.
    now: Option<String>,
    /// Whether both sides changed it.
    both: bool,
    mine: String,
    theirs: String,
}

impl Untrue {
    fn clash(self) -> Clash {
        Clash {
            at: self.at,
            mine: self.mine,
            theirs: self.theirs,
        }
    }
}

/// What a cell says, as somebody would type it.
fn said(report: &Report, path: &str) -> String {
    let cell = report.edition.find(path).map(|slot| report.cell(slot));
    match cell.map(|cell| &cell.figure) {
        Some(Figure::Stated(number) | Figure::Covered(number)) => number.to_string(),
        Some(Figure::Blank) => "~".to_owned(),
        Some(Figure::Absent | Figure::Unread(_)) | None => String::new(),
    }
}

/// What two changes of some texts make of them together; the first file where they clash.
fn joined(
    base: &Texts,
    mine: &Texts,
    theirs: &Texts,
    decisions: &[Keep],
) -> Result<Texts, (String, Clash)> {
    let mut all = theirs.clone();
    let mut decided = Decided::of(decisions);
    for (name, own) in mine {
        let (Some(base), Some(other)) = (base.get(name), theirs.get(name)) else {
            all.entry(name.clone()).or_insert_with(|| own.clone());
            continue;
        };
        let text = match merge(base, own, other, &mut decided) {
            Ok(text) => text,
            Err(clash) => return Err((name.clone(), clash)),
        };
        all.insert(name.clone(), text);
    }
    Ok(all)
}

/// A clash as the page shows it: what the form prints for the place, or the text file, and
/// what both say there.
fn conflict(paper: &Opened, file: &str, clash: Clash) -> Conflict {
    let text = paper.text();
    let at = text.floor_char_boundary(clash.at.min(text.len()));
    let line = &text[at..line_end(text, at)];
    let begun = text[line_start(text, at)..at].trim().is_empty();
    let at = at
        + if begun {
            line.len() - line.trim_start().len()
        } else {
            0
        };
    let path = paper.tree.as_ref().and_then(|tree| path_at(tree, at));
    let path = path.filter(|_| file == DATA);
    let is_prose = |path: &String| {
        let mut prose = paper.plain.iter().flat_map(Report::all_prose);
        prose.any(|(key, _)| path.split('.').next() == Some(key))
    };
    let words = match path.as_ref().is_some_and(is_prose) || file != DATA {
        true => None,
        false => said_in(&clash.mine).zip(said_in(&clash.theirs)),
    };
    // Remarks are told as they are written.
    let words = words.filter(|(mine, theirs)| mine != theirs);
    let (mine, theirs) = words.unwrap_or((clash.mine, clash.theirs));
    let place = match (file, path) {
        (DATA, Some(path)) => paper.name_of(&path),
        (DATA, None) => format!("第 {} 行", text[..at].matches('\n').count() + 1),
        (file, _) => file.to_owned(),
    };
    Conflict {
        place,
        mine,
        theirs,
    }
}

/// What lines of a data file say, in words: `行政强制: 20 # 一个数` says 20; nothing where they
/// are no lines by themselves.
fn said_in(lines: &str) -> Option<String> {
    let mut sources = Sources::new();
    let file = sources.add("", lines);
    let tree = yaml::parse(&sources, file).ok()?;
    match &tree.value {
        Value::Map(entries) if entries.len() == 1 => words_of(&entries[0].node),
        _ => words_of(&tree),
    }
}

fn words_of(node: &Node) -> Option<String> {
    let all = |items: Vec<Option<String>>| {
        Some(items.into_iter().collect::<Option<Vec<_>>>()?.join("，"))
    };
    match &node.value {
        Value::Null => Some("留空".to_owned()),
        Value::Scalar(scalar) => Some(scalar.text.trim().to_owned()),
        Value::List(items) => all(items.iter().map(words_of).collect()),
        Value::Map(entries) => all(entries
            .iter()
            .map(|entry| {
                let is_key = !entry.key.contains([',', ' ', '{', '}']);
                Some(format!(
                    "{} {}",
                    entry.key,
                    words_of(&entry.node).filter(|_| is_key)?
                ))
            })
            .collect()),
    }
}

/// What somebody is answered.
pub fn json(answer: &impl serde::Serialize) -> Result<serde_json::Value, Refusal> {
    serde_json::to_value(answer).map_err(|error| Refusal::new(error.to_string(), ""))
}
