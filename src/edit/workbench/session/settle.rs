//! What was changed elsewhere: merged where it is of different places, settled where it is not.

use crate::open::{NeighbourFiles, Opened};
use std::sync::Arc;

use super::Session;
use crate::{
    edit::{
        language::path_at,
        workbench::{
            apply::apply,
            change::{DATA, Texts},
            merge::{Clash, Decided, merge},
            messages::{Conflict, Edit, Keep, Refusal, Typed},
            texts::read_texts,
        },
    },
    form::report::{Figure, Report},
    ground::{
        source::{Sources, line_end, line_start},
        yaml::{self, Node, Value},
    },
};

/// Changes made here and elsewhere at one place, which wait to be settled.
pub(super) struct Pending {
    pub(super) side: Side,
    /// The clash that is shown.
    pub(super) conflict: Conflict,
    /// What was decided of the clashes before it.
    decisions: Vec<Keep>,
    /// The texts in which that was decided.
    seen: Arc<Texts>,
}

/// Where a place was changed besides.
pub(super) enum Side {
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

impl Session {
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

    pub(super) fn wait(&mut self, side: Side, conflict: Conflict) {
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
pub(super) fn joined(
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
pub(super) fn conflict(paper: &Opened, file: &str, clash: Clash) -> Conflict {
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
