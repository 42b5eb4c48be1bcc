//! Several files of one agency and year: one report in several formats, or reports that differ.
//!
//! In go the [`Content`]s of two files, out comes what is not the same in both: nothing for
//! `report.yaml` and the Word file made of it.

use crate::{
    form::{
        edition::{Edition, SlotId},
        report::Report,
    },
    ground::characters::half_width,
};

/// What a report says, however it is written down.
#[derive(Clone, Debug)]
pub struct Content {
    edition: &'static Edition,
    /// What every cell counts as, in millionths.
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
            figures: slots.map(|slot| report.value(slot)).collect(),
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
        let mut figures = figures.filter(|(_, (one, other))| one != other);
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
