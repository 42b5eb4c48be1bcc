//! Several files of one agency and year: one report in several formats, or reports that differ.
//!
//! In go the [`Content`]s of two files, out comes what is not the same in both: nothing for
//! `report.yaml` and the Word file made of it.

use std::collections::BTreeMap;

use crate::{
    form::{
        edition::{Edition, SlotId},
        report::Report,
    },
    ground::{characters::half_width, number::Number},
};

/// What a report says, however it is written down.
#[derive(Clone, Debug)]
pub struct Content {
    edition: &'static Edition,
    /// What every cell counts as, in millionths; none where it is blank or could not be read,
    /// which is told elsewhere and says nothing here.
    figures: Vec<Option<i128>>,
    /// The letters and digits of every text, with the key of its section.
    texts: Vec<(&'static str, String)>,
}

impl Content {
    /// What a report says.
    pub fn of(report: &Report) -> Self {
        let slots = (0..report.edition.slots.len()).map(SlotId);
        let sections = report.edition.sections.iter().zip(&report.texts);
        Content {
            edition: report.edition,
            figures: slots
                .map(|slot| report.shown(slot).number().map(Number::millionths))
                .collect(),
            texts: sections
                .map(|(section, prose)| {
                    let passages = prose.iter().flat_map(|prose| &prose.passages);
                    let words = passages.flat_map(|passage| {
                        let heading = passage.heading.as_ref();
                        [heading.map_or("", |words| &*words.text), &passage.text]
                    });
                    (section.key.as_str(), words.flat_map(letters).collect())
                })
                .collect(),
        }
    }

    /// Where another file says something else, in words; nothing where both are one report.
    pub fn differs(&self, other: &Content) -> Option<String> {
        if self.edition.name != other.edition.name {
            return Some("格式不同".to_owned());
        }
        let figures = self.figures.iter().zip(&other.figures).enumerate();
        let mut figures = figures.filter(|(_, (one, other))| {
            let both = one.zip(**other);
            both.is_some_and(|(one, other)| one != other)
        });
        if let Some((first, _)) = figures.next() {
            let path = &self.edition.slots[first].path;
            return Some(format!(
                "{} 个数不同，第一个是「{path}」",
                figures.count() + 1
            ));
        }
        let texts = self.texts.iter().zip(&other.texts);
        let texts = texts.filter(|(one, other)| one.1 != other.1);
        let texts: Vec<&str> = texts.map(|((section, _), _)| *section).collect();
        (!texts.is_empty()).then(|| format!("数相同，文字不同：{}", texts.join("、")))
    }
}

/// What is left of a text in every format.
fn letters(text: &str) -> impl Iterator<Item = char> {
    text.chars().map(half_width).filter(|c| c.is_alphanumeric())
}

/// Which file a further one of the same agency and year goes with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Again {
    /// It is the same report: of that file.
    Copy(String),
    /// It is another report than that file's, and why.
    Other(String, String),
}

/// A file, and what it says where that could be read.
type File = (String, Option<Content>);

/// The reports of a run so far, by agency and year.
#[derive(Debug, Default)]
pub struct Known(BTreeMap<(String, u16), Vec<File>>);

impl Known {
    /// Takes in a file of an agency, by what its names have in common, and a year; tells if
    /// there was one before. A data file is never another's copy: one of them has to go.
    pub fn meet(
        &mut self,
        agency: String,
        year: u16,
        file: &str,
        is_data: bool,
        content: Option<Content>,
    ) -> Option<Again> {
        let before = self.0.entry((agency, year)).or_default();
        let differs = |other: &Option<Content>| match (other, &content) {
            _ if is_data => Some("都是数据文件".to_owned()),
            (Some(other), Some(own)) => own.differs(other),
            _ => Some("有一份读不全".to_owned()),
        };
        let same = before.iter().find(|(_, other)| differs(other).is_none());
        let found = same.or(before.first());
        let again = found.map(|(name, other)| match differs(other) {
            None => Again::Copy(name.clone()),
            Some(why) => Again::Other(name.clone(), why),
        });
        before.push((file.to_owned(), content));
        again
    }
}
