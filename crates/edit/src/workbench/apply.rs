//! From what somebody did in the form to the smallest change of the texts.
//!
//! What is written is read again before it counts: a change that would say anything else than
//! what was meant, or that would touch another figure or text, is refused.

use open::{NeighbourFiles, Opened};
use std::collections::BTreeMap;

use super::{
    cells::{self, Want},
    change::{Cuts, Texts, cut, of_data, smallest},
    messages::{Edit, Refusal, Typed},
    particulars, prose,
    texts::{name_of, read_texts},
};
use crate::language::{mends, waivable, waive};
use base::{characters::seen, number::Number};
use form::{
    datafile::Waived,
    edition::{Slot, SlotId},
    report::{Figure, Report, keys},
};

/// Bytes of a data file, at the most: browsers lay out larger ones for minutes.
pub const MAX_TEXT: usize = 1024 * 1024;
/// Cells, or parts of a text, that one edit changes, at the most.
const AT_ONCE: usize = 3000;

/// The texts after an edit, read and checked.
pub struct Applied {
    /// The texts.
    pub texts: Texts,
    /// The texts, read.
    pub paper: Opened,
}

/// Makes an edit in some texts that were read.
///
/// # Errors
/// What cannot be done, and what to do instead; nothing is changed then.
pub fn apply(
    name: &str,
    paper: &Opened,
    texts: &Texts,
    edit: &Edit,
    shelf: &dyn NeighbourFiles,
) -> Result<Applied, Refusal> {
    let cuts = change(paper, texts, edit)?;
    let mut after = cut(texts, cuts).ok_or_else(|| odd("这里"))?;
    if after.values().any(|text| text.len() > MAX_TEXT) {
        return Err(Refusal::new("内容太长，不像一份年报", "检查是否贴错了内容"));
    }
    let read = read_texts(name, &mut after, shelf);
    prove(paper, &read, edit)?;
    Ok(Applied {
        texts: after,
        paper: read,
    })
}

fn change(paper: &Opened, texts: &Texts, edit: &Edit) -> Result<Cuts, Refusal> {
    let many = |count: usize| match count > AT_ONCE {
        true => Err(Refusal::new("一次改得太多了", "检查是否贴错了内容")),
        false => Ok(()),
    };
    match edit {
        Edit::Cells { cells } => many(cells.len())?,
        Edit::Text { passages, .. } => {
            report(paper)?;
            many(passages.len())?;
        }
        _ => {}
    }
    match edit {
        Edit::Cells { cells } => figures(paper, &wants(paper, cells)?),
        Edit::Note { path, words } => figures(paper, &noted(paper, path, words)?),
        Edit::Text { key, passages, .. } => prose::change(paper, texts, key, passages),
        Edit::Particular { key, words } => Ok(of_data(particulars::cuts(paper, key, words)?)),
        Edit::Waive { rule, path, reason } => accepted(paper, rule, path, reason),
        Edit::Fix { finding, fix } => fixed(paper, *finding, *fix),
        Edit::Source { text } => {
            let (range, come) = smallest(paper.text(), text);
            Ok(of_data(vec![(range, come.to_owned())]))
        }
    }
}

fn odd(place: &str) -> Refusal {
    Refusal::new(
        format!("「{place}」的写法太特别，在格子里改不了"),
        "切换到全文，在那里改",
    )
}

fn report(paper: &Opened) -> Result<&Report, Refusal> {
    let unreadable = || Refusal::new("文件现在读不懂", "先改正全文里的错误");
    paper.plain.as_ref().ok_or_else(unreadable)
}

fn slot(report: &Report, path: &str) -> Result<SlotId, Refusal> {
    let found = report.edition.find(path);
    let name = || report.edition.subject(path).name;
    found.ok_or_else(|| Refusal::new(format!("格式里没有「{}」这一格", name()), "刷新页面再试"))
}

type Wants = BTreeMap<SlotId, Want>;

fn wants(paper: &Opened, cells: &[Typed]) -> Result<Wants, Refusal> {
    let report = report(paper)?;
    let mut wants = BTreeMap::new();
    for Typed { path, words } in cells {
        let id = slot(report, path)?;
        let slot = report.edition.slot(id);
        let want = cells::typed(words, slot.kind, slot.total);
        let cell = report.cell(id);
        // What the cell says already is left as it is written; what only covers a total goes
        // when a figure beside it comes.
        let same = |value: &str| match &cell.figure {
            Figure::Covered(_) if slot.total => false,
            Figure::Stated(number) | Figure::Covered(number) => number.to_string() == value,
            Figure::Blank => value == "~",
            Figure::Absent => slot.total && value.is_empty(),
            Figure::Unread(_) => false,
        };
        let keeps = want.note.is_none() && want.value.as_deref().is_some_and(same);
        match keeps {
            true => wants.remove(&id),
            false => wants.insert(id, want),
        };
    }
    Ok(wants)
}

fn noted(paper: &Opened, path: &str, words: &str) -> Result<Wants, Refusal> {
    let report = report(paper)?;
    let id = slot(report, path)?;
    let words = seen(words);
    let note: Vec<&str> = words.split_whitespace().collect();
    // A total that was left out is stated where something is said of it.
    let absent = report.cell(id).figure == Figure::Absent && !note.is_empty();
    let want = Want {
        value: absent.then(|| report.printed(id)),
        note: Some(note.join(" ")),
    };
    Ok(BTreeMap::from([(id, want)]))
}

fn figures(paper: &Opened, wants: &Wants) -> Result<Cuts, Refusal> {
    let report = report(paper)?;
    let tree = paper.tree.as_ref().ok_or_else(|| odd("这里"))?;
    Ok(of_data(cells::cuts(
        paper.text(),
        tree,
        report.edition,
        wants,
    )))
}

fn accepted(paper: &Opened, rule: &str, path: &str, reason: &str) -> Result<Cuts, Refusal> {
    let refused = |why: &str, help: &str| Err(Refusal::new(why, help));
    if reason.trim().is_empty() {
        return refused("没有写理由", "写明为什么可以这样");
    }
    let found = paper.findings.iter();
    let found = found.flat_map(|finding| [finding].into_iter().chain(finding.each()));
    let mut found = found.filter(|one| one.rule.code == rule && one.subject.path == path);
    if !found.any(|finding| waivable(paper, finding)) {
        return refused("这个问题不能豁免", "改正它");
    }
    let waived = Waived {
        rule: rule.to_owned(),
        path: Some(path.to_owned()).filter(|path| !path.is_empty()),
        reason: reason.to_owned(),
    };
    match waive(paper, &waived) {
        Some((place, words)) => Ok(of_data(vec![(place.range(), words)])),
        None => refused("「豁免」不是逐行写的，加不进去", "切换到全文，在那里加"),
    }
}

fn fixed(paper: &Opened, finding: usize, fix: usize) -> Result<Cuts, Refusal> {
    let gone = || Refusal::new("这个问题已经变了", "看一看列出的问题，再选一次");
    let finding = paper.findings.get(finding);
    let alone = finding.filter(|finding| finding.members.is_empty());
    let finding = alone.ok_or_else(gone)?;
    let action = mends(paper, finding)
        .into_iter()
        .nth(fix)
        .ok_or_else(gone)?;
    let mut cuts = Cuts::new();
    for (place, words) in action.edits {
        let file = name_of(paper, place.file).to_owned();
        cuts.entry(file).or_default().push((place.range(), words));
    }
    Ok(cuts)
}

/// Whether a text says after an edit what was meant, and everything else as before.
fn prove(before: &Opened, after: &Opened, edit: &Edit) -> Result<(), Refusal> {
    let (Some(old), new) = (&before.plain, &after.plain) else {
        return Ok(());
    };
    let new = new.as_ref().ok_or_else(|| odd("这里"));
    match edit {
        Edit::Cells { cells } => {
            let new = new?;
            let wanted: Vec<&str> = cells.iter().map(|typed| typed.path.as_str()).collect();
            for Typed { path, words } in cells.iter().rev() {
                let id = slot(old, path)?;
                let kind = old.edition.slot(id).kind;
                let want = cells::typed(words, kind, old.edition.slot(id).total);
                // Of a cell that is named twice the last words count.
                let last = cells.iter().rfind(|typed| typed.path == *path);
                let counts = last.is_some_and(|last| std::ptr::eq(&last.words, words));
                if counts && !says(new, id, &want) {
                    return Err(odd(&old.edition.subject(path).name));
                }
            }
            kept(old, new, &wanted, None)
        }
        Edit::Note { path, .. } => kept(old, new?, &[path.as_str()], None),
        Edit::Text { key, .. } => kept(old, new?, &[], Some(key)),
        Edit::Particular { key, .. } if key == keys::YEAR => Ok(()),
        Edit::Particular { .. } => kept(old, new?, &[], None),
        Edit::Waive { .. } | Edit::Fix { .. } | Edit::Source { .. } => Ok(()),
    }
}

/// Whether a cell says what was wanted.
fn says(report: &Report, id: SlotId, want: &Want) -> bool {
    let kind = report.edition.slot(id).kind;
    let wanted = want.value.as_deref().unwrap_or_default();
    match &report.cell(id).figure {
        Figure::Blank => wanted == "~" || wanted.is_empty(),
        Figure::Absent => wanted.is_empty(),
        Figure::Covered(number) if wanted.is_empty() => *number == Number::ZERO,
        Figure::Stated(number) | Figure::Covered(number) => {
            // A 0 that covers a change was read without a sign of its own.
            let same = |wanted: Number| wanted.to_string() == number.to_string();
            Number::parse(wanted, kind).is_ok_and(same)
        }
        Figure::Unread(_) => Number::parse(wanted, kind).is_err(),
    }
}

/// That figures but those of some paths, and texts but one, say what they did.
fn kept(old: &Report, new: &Report, paths: &[&str], text: Option<&str>) -> Result<(), Refusal> {
    if !std::ptr::eq(old.edition, new.edition) {
        return Err(odd(keys::YEAR));
    }
    let beside = |slot: &Slot| {
        let row = |path: &&str| path.rsplit_once('.').map(|(row, _)| row) == Some(slot.row());
        paths.iter().any(row) && slot.row() != slot.path
    };
    for (at, slot) in old.edition.slots.iter().enumerate() {
        let id = SlotId(at);
        let (was, is) = (old.cell(id), new.cell(id));
        let note = |cell: &form::report::Cell| cell.note.as_ref().map(|n| n.text.clone());
        let figure = match (&was.figure, &is.figure) {
            // A total that nothing but the row's own word stated is computed from now on, or
            // the other way round.
            // What a list that was too short said, now that it is whole.
            (Figure::Absent, _) if beside(slot) => true,
            (Figure::Stated(_), _) | (_, Figure::Stated(_)) => was.figure == is.figure,
            _ if slot.total => true,
            (was, is) => was.number() == is.number() && (was == is || was.number().is_some()),
        };
        let wanted = paths.contains(&slot.path.as_str());
        let same = figure && note(was) == note(is);
        if !(wanted || same) {
            return Err(odd(&old.edition.subject(&slot.path).name));
        }
    }
    let said = |report: &Report| {
        let prose = report.all_prose().filter(|(key, _)| Some(*key) != text);
        let prose = prose.map(|(key, prose)| {
            let passages = prose.passages.iter().map(|passage| {
                let heading = passage.heading.as_ref().map(|words| words.text.clone());
                (heading, passage.text.trim_end().to_owned())
            });
            (key.to_owned(), passages.collect::<Vec<_>>())
        });
        prose.collect::<Vec<_>>()
    };
    match said(old) == said(new) && old.waivers.len() == new.waivers.len() {
        true => Ok(()),
        false => {
            Err(odd(&text.map_or("这里".to_owned(), |key| {
                old.edition.subject(key).name
            })))
        }
    }
}
