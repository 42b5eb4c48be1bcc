//! What a page of this program holds beside what it shows: `#nianbao-data`.
//!
//! In go the JSON and what was located of the page's own words; out come its texts as their
//! author wrote them, with lists, marks and footnotes, and what is only stated there.
//!
//! What is published is what the page shows. Where somebody has changed one of the two, the
//! words that are seen stay, a figure that differs is doubtful, and both are told. Data of
//! another report, or such that cannot be read, is told and left alone.

use std::collections::BTreeMap;

use super::{
    Import, Places,
    container::lines_within,
    escape,
    figure::{self, Reading},
    label::brief,
    locate::Located,
    markdown,
    published::{Block, Doubt, Role},
};
use form::{
    datafile::{Entry, Text},
    edition::{Edition, SlotId},
    figure::{Figure, Unread},
    report::{Seal, keys},
};
use write::html::data::{PageData, PageFigure, PageText, VERSION};

/// What a page of a draft says below its title.
const DRAFT: &str = "草稿，不得发布";
/// Longer data is none of a report.
const LONGEST: usize = 1024 * 1024;

/// The data of the report that a page shows; why it is none of it, in Chinese.
pub(super) fn of_page(
    json: &str,
    edition: &Edition,
    year: u16,
    located: &Located,
) -> Result<PageData, String> {
    let data = (json.len() <= LONGEST).then(|| serde_json::from_str::<PageData>(json).ok());
    let data = data.flatten();
    let data = data.filter(|data| {
        let mut texts = data.texts.iter();
        texts.all(|text| lines_within(&text.markdown).is_ok())
    });
    let data = data.ok_or("读不了，可能被改过")?;
    let title = located.title.as_deref().unwrap_or_default();
    match () {
        () if data.nianbao > VERSION => Err("是更新的 nianbao 写的".to_owned()),
        () if data.year != year => Err(format!("是 {} 年度的", data.year)),
        () if data.edition != edition.name => Err(format!("是 {} 的", brief(&data.edition))),
        () if words(title) != words(&data.title) => {
            Err(format!("是「{}」的，网页的标题不同", brief(&data.title)))
        }
        () => Ok(data),
    }
}

/// Takes what only a page's data states, and leaves of its texts those whose words the page
/// shows; gives the keys of what the page shows otherwise.
pub(super) fn compare(
    data: &mut PageData,
    edition: &'static Edition,
    located: &mut Located,
) -> Vec<&'static str> {
    located.agency = Some(data.agency.clone()).filter(|name| !name.is_empty());
    let seal = data.seal.as_deref().and_then(Seal::named);
    located.seal = located.seal.or(seal);
    let mut differ = Vec::new();
    if located.date.map(|date| date.to_string()) != data.date {
        differ.push(keys::DATE);
    }
    if data.draft {
        let marked = |block: &Block| words_of(block) == DRAFT;
        located.opening.retain(|block| !marked(block));
    }
    let sections = edition.sections.iter().zip(&located.sections);
    let texts = sections.filter(|(section, _)| section.table.is_none());
    let texts = texts.map(|(section, shown)| {
        let shown = shown.as_deref().unwrap_or_default();
        (&*section.key, Some(&*section.heading), shown)
    });
    let preamble = (keys::PREAMBLE, None, &*located.opening);
    for (key, heading, shown) in [preamble].into_iter().chain(texts) {
        let is_own = |text: &&PageText| text.heading.as_deref() == heading;
        let own = data.texts.iter().find(is_own);
        let own = markdown::read(own.map_or("", |text| &text.markdown)).blocks;
        let (notes, own): (Vec<Block>, Vec<Block>) = own.into_iter().partition(is_note);
        let said = |blocks: &[Block]| blocks.iter().map(words_of).collect::<String>();
        if said(shown) == said(&own) {
            let notes: Vec<String> = notes.iter().map(words_of).collect();
            located.after.retain(|line| !notes.contains(&words(line)));
        } else {
            data.texts.retain(|text| !is_own(&text));
            differ.push(key);
        }
    }
    differ
}

/// Puts the texts that agree with what the page shows in the place of those that it shows.
pub(super) fn restore(data: &PageData, import: &mut Import) {
    let edition = import.file.edition;
    let take = |place: &mut Option<Text>, places: &mut Places, key: &str, heading: Option<&str>| {
        let is_own = |text: &&PageText| text.heading.as_deref() == heading;
        let own = data.texts.iter().find(is_own);
        if let Some((own, text)) = own.zip(place.as_mut()) {
            text.passages = vec![(None, unwary(&own.markdown) + "\n")];
            places.in_one(key);
        }
    };
    let Import { file, places, .. } = import;
    take(&mut file.preamble, places, keys::PREAMBLE, None);
    for (section, text) in edition.sections.iter().zip(&mut file.texts) {
        take(text, places, &section.key, Some(&section.heading));
    }
    for (path, _) in data.figures.iter().filter(|(_, own)| own.computed) {
        if let Some(slot) = edition.find(path).filter(|slot| edition.slot(*slot).total)
            && let Some(entry) = file.entries.get_mut(slot.0)
            && matches!(entry.figure, Figure::Stated(_))
        {
            entry.figure = Figure::Absent;
        }
    }
}

/// Markdown as an author writes it: what is published has every mark escaped.
fn unwary(markdown: &str) -> String {
    let parts = markdown.split("\n\n").map(|part| {
        let is_line = !part.contains('\n') && !part.starts_with(' ');
        match &markdown::read(part).blocks[..] {
            [Block::Paragraph(words)] if is_line && words.role == Role::Body => {
                words.markdown.clone()
            }
            _ => escape::guard(part),
        }
    });
    parts.collect::<Vec<_>>().join("\n\n")
}

/// Takes the notes of figures from a page's data; a figure that the page shows otherwise is
/// doubtful.
pub(super) fn take_figures(
    data: &PageData,
    edition: &Edition,
    cells: &mut BTreeMap<SlotId, Entry>,
) {
    for (path, own) in &data.figures {
        let slot = edition.find(path);
        if let Some((slot, shown)) = slot.and_then(|slot| Some((slot, cells.get_mut(&slot)?))) {
            take_figure(own, edition, slot, shown);
        }
    }
}

fn take_figure(own: &PageFigure, edition: &Edition, slot: SlotId, shown: &mut Entry) {
    let slot = edition.slot(slot);
    let stated = own
        .value
        .as_deref()
        .map(|value| figure::read(value, slot.kind));
    let seen = match (&shown.figure, stated) {
        (Figure::Unread(_), _) | (Figure::Blank, None) => return,
        (Figure::Stated(seen), Some(Reading::Figure(number, _))) if *seen == number => {
            if shown.note.is_none()
                || own.note.as_deref().map(words) == shown.note.as_deref().map(words)
            {
                shown.note.clone_from(&own.note);
            }
            return;
        }
        (figure, _) => figure.number().map(|number| number.to_string()),
    };
    shown.figure = Figure::Unread(Unread {
        words: seen.unwrap_or_default(),
        doubt: Doubt::PageData,
    });
}

/// Words without what a page and Markdown set differently: spaces and the marks of footnotes.
fn words(text: &str) -> String {
    let kept = |c: &char| !c.is_whitespace() && !('①'..='⑳').contains(c);
    text.chars().filter(kept).collect()
}

/// The words of a block.
fn words_of(block: &Block) -> String {
    block.texts().into_iter().map(words).collect()
}

fn is_note(block: &Block) -> bool {
    let own = block.paragraph();
    own.is_some_and(|own| own.markdown.starts_with("[^"))
}
