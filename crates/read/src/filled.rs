//! What a form of ours holds that is no report: the particulars that it asks for, the guides
//! for the clerk, and in a draft the list of what is wrong with it.
//!
//! In go the paragraphs and tables of any container, out come those of the report, with the
//! particulars beside them:
//!
//! ```text
//! 【填写提示：…】 / 机关 | 某局 | 全称 / 一、总体情况 / 【填写提示：…】全年6条。
//! → {机关: 某局}, and 一、总体情况 / 全年6条。
//! ```
//!
//! They are known by their words, so that a form may have gone through any program; a
//! workbook of ours names its cells instead, and shares only what is made of the particulars.

use std::collections::BTreeMap;

use super::{
    Notice, day,
    label::half_width,
    published::{Block, Published, Role, Table},
};
use base::number::Number;
use document::{DRAFT_FINDINGS, NO_FINDINGS};
use form::{
    datafile::{DataFile, Entry, Remarked, Signature},
    edition::{Edition, SlotId},
    figure::Figure,
    fill,
    report::{Category, Seal, keys},
};

/// A table with so many of our keys is that of the particulars.
const LEAST: usize = 4;

/// What a form states of a report, by the keys of [`fill`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filled {
    /// By key, where it stands and what is written.
    stated: BTreeMap<&'static str, (String, String)>,
}

/// A container's report without what only a form or a draft holds.
pub fn parted(published: &Published) -> Published {
    let mut own = published.clone();
    let blocks = std::mem::take(&mut own.blocks);
    let mut listed = false;
    for block in blocks {
        if let Block::Table(table) = &block
            && own.filled.is_none()
            && let Some(filled) = particulars(table)
        {
            own.filled = Some(filled);
            own.blocks.retain(|block| !is_title(block));
            continue;
        }
        let Block::Paragraph(mut paragraph) = block else {
            if !listed {
                own.blocks.push(block);
            }
            continue;
        };
        listed = match paragraph.role {
            Role::Heading(_) => paragraph.text == DRAFT_FINDINGS,
            Role::Item { .. } => listed,
            _ => listed && paragraph.text == NO_FINDINGS,
        };
        let behind = fill::without_guides(&paragraph.text).trim();
        if listed || (behind.is_empty() && !paragraph.text.is_empty()) {
            continue;
        }
        if behind.len() < paragraph.text.len() {
            paragraph.text = behind.to_owned();
            let behind = fill::without_guides(&paragraph.markdown).trim();
            paragraph.markdown = behind.to_owned();
        }
        own.blocks.push(Block::Paragraph(paragraph));
    }
    own
}

/// Whether a paragraph is the form's own title.
fn is_title(block: &Block) -> bool {
    block.line().ends_with(fill::FORM)
}

/// The particulars of a table, if that is what it holds.
fn particulars(table: &Table) -> Option<Filled> {
    let mut filled = Filled::default();
    for row in &table.rows {
        let [key, value, ..] = row.as_slice() else {
            continue;
        };
        let bare = |text: &str| text.split_whitespace().collect::<String>();
        let key = bare(&key.text);
        if let Some(key) = fill::KEYS.into_iter().find(|known| *known == key) {
            let value = fill::without_guides(&value.text).trim().replace('\n', "");
            filled.state(key, format!("填报表的「{key}」"), value);
        }
    }
    (filled.stated.len() >= LEAST).then_some(filled)
}

impl Filled {
    /// Notes what is written somewhere.
    pub fn state(&mut self, key: &'static str, place: String, words: String) {
        self.stated.insert(key, (place, words));
    }

    /// What is written for a key; nothing where it is left blank.
    fn words(&self, key: &str) -> Option<&str> {
        let (_, words) = self.stated.get(key)?;
        Some(words.as_str()).filter(|words| !words.is_empty())
    }

    /// The report year, as far as it is one.
    pub fn year(&self) -> Option<u16> {
        let words = self.words(keys::YEAR)?;
        let digits: String = words.chars().map(half_width).collect();
        let year = digits.trim_end_matches(['年', '度']).parse().ok();
        year.filter(|year| (1000..9999).contains(year))
    }

    /// Puts the particulars into a data file; gives what is wrong with them.
    pub fn fill(&self, file: &mut DataFile) -> Vec<Notice> {
        let mut doubts = self.year_doubt(file.edition);
        let own = |key| self.words(key).map(str::to_owned);
        if let Some(agency) = own(keys::AGENCY) {
            file.category.value = Category::of_name(&agency);
            let inferred = file.category.value.map(|_| "按名称推断".to_owned());
            file.category.remark = inferred.or(file.category.remark.take());
            file.agency = Some(agency).into();
        }
        if let Some(words) = self.words(keys::CATEGORY) {
            match Category::named(words) {
                Some(category) => file.category = Some(category).into(),
                None => {
                    let message = format!("类别写的是「{words}」");
                    doubts.push(self.doubt(keys::CATEGORY, &message, &Category::choice()));
                }
            }
        }
        if let Some(words) = self.words(keys::DATE) {
            match day::date(words) {
                Some(date) => file.date = Some(date).into(),
                None => {
                    let message = format!("落款日期写的是「{words}」");
                    let help = "写作 2026-01-20 这样的日期";
                    doubts.push(self.doubt(keys::DATE, &message, help));
                }
            }
        }
        if let Some(words) = self.words(fill::ZEROS)
            && ![fill::YES, fill::NO].contains(&words)
        {
            let message = format!("「{}」写的是「{words}」", fill::ZEROS);
            let help = format!("写「{}」或「{}」", fill::YES, fill::NO);
            doubts.push(self.doubt(fill::ZEROS, &message, &help));
        }
        file.title = own(keys::TITLE).map(Remarked::from);
        file.signature = match self.words(keys::SIGNATURE) {
            None => Signature::Agency,
            Some(fill::UNSIGNED) => Signature::None,
            Some(name) if file.agency.value.as_deref() == Some(name) => Signature::Agency,
            Some(name) => Signature::Named(name.to_owned()),
        };
        if let Some(words) = self.words(keys::SEAL) {
            file.seal = Seal::named(words);
            if file.seal.is_none() {
                let message = format!("「{}」写的是「{words}」", keys::SEAL);
                doubts.push(self.doubt(keys::SEAL, &message, &Seal::choice()));
            }
        }
        file.previous = own(keys::PREVIOUS).map(Remarked::from);
        doubts
    }

    fn year_doubt(&self, edition: &Edition) -> Vec<Notice> {
        let covered = self.year().is_some_and(|year| edition.covers(year));
        let Some((_, words)) = self.stated.get(keys::YEAR).filter(|_| !covered) else {
            return Vec::new();
        };
        let years = edition.years();
        let message = format!("年度写的是「{words}」，这个格式适用于{years}");
        vec![self.doubt(keys::YEAR, &message, "填四位数字的年度")]
    }

    fn doubt(&self, key: &str, message: &str, help: &str) -> Notice {
        let place = self.stated.get(key).map_or("", |(place, _)| place);
        let path = match key {
            keys::CATEGORY => keys::AGENCY,
            key => key,
        };
        Notice::unsure(path, format!("{place} {message}"), help)
    }

    /// Makes of blank cells what the form says of them: a total is left out for the program
    /// to compute, and where the clerk says so everything else is 0. A total of nothing but
    /// blanks is blank.
    pub fn settle(&self, edition: &Edition, entries: &mut [Entry]) {
        let zeros = self.words(fill::ZEROS) == Some(fill::YES);
        for (slot, entry) in edition.slots.iter().zip(entries.iter_mut()) {
            let blank = entry.figure == Figure::Blank;
            match blank {
                true if slot.total => entry.figure = Figure::Absent,
                true if zeros => {
                    entry.figure = Figure::Stated(Number::ZERO);
                }
                _ => {}
            }
        }
        // A total of totals comes after them: twice is as deep as forms go.
        for _ in 0..2 {
            for sum in &edition.sums {
                let blank = |slot: &SlotId| entries[slot.0].figure == Figure::Blank;
                let all = sum.parts.iter().all(blank);
                if all && entries[sum.total.0].figure == Figure::Absent {
                    entries[sum.total.0].figure = Figure::Blank;
                }
            }
        }
    }
}
