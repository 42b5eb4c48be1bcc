//! The report of a data file that was never written: what a document states, with its places.

use std::collections::BTreeMap;

use super::{
    Alone, Cell, Figure, Prose, Report, Words,
    category::Category,
    keys,
    reader::{DAY, MOST_WORDS, Reader, too_long},
    year::unfit,
};
use crate::{
    datafile::{DataFile, Remarked, Signature, Text, joined},
    edition::{Body, Edition, Field, SlotId},
};
use base::{
    characters::seen,
    diagnostic::{Finding, MissingKind, rules},
    source::{Source, Sources, Span},
    yaml::TextMap,
};

/// Where the parts of a document's report stand.
pub trait Places {
    /// Where a part stands, by its path; what lies above it, where that alone is known.
    fn place(&self, path: &str) -> Span;

    /// From the text of a section back to the document.
    fn map(&self, source: &Source, key: &str, text: &str) -> TextMap;
}

impl Report {
    /// The report that a data file states, and what reading it would find.
    pub fn stated(
        sources: &mut Sources,
        file: &DataFile,
        places: &dyn Places,
    ) -> (Option<Self>, Vec<Finding>) {
        let sections = file.edition.sections.iter().zip(&file.texts);
        let sections = sections.filter(|(section, _)| section.table.is_none());
        let sections = sections.map(|(section, text)| (&*section.key, text.as_ref()));
        let preamble = file.preamble.iter();
        let preamble = preamble.map(|text| (keys::PREAMBLE, Some(text)));
        let texts = preamble.chain(sections);
        let texts: Vec<(&str, String)> = texts
            .map(|(key, text)| (key, text.map(markdown).unwrap_or_default()))
            .collect();
        let length =
            |(key, text): &(&'static str, String)| (*key, places.place(key), text.chars().count());
        let parts = || texts.iter().map(length);
        let words: usize = parts().map(|(_, _, length)| length).sum();
        if words > MOST_WORDS {
            let found = too_long(parts(), words);
            return (None, found.into_iter().collect());
        }
        let mut reader = Reader {
            findings: Vec::new(),
            sources,
            library: &Alone,
            edition: file.edition,
            cells: vec![Cell::ABSENT; file.edition.slots.len()],
            blanks: Vec::new(),
            spare: 0,
        };
        let report = reader.stated(file, &texts, places);
        (Some(report), reader.findings)
    }
}

/// A text as one piece of Markdown, as it would be read back.
fn markdown(text: &Text) -> String {
    match &text.passages[..] {
        [] => String::new(),
        [(None, words)] => seen(words).into_owned(),
        passages => seen(&joined(passages)).into_owned(),
    }
}

impl Reader<'_> {
    fn stated(&mut self, file: &DataFile, texts: &[(&str, String)], places: &dyn Places) -> Report {
        let words = |key: &str, text: &str| Words::new(text, places.place(key));
        let stated = |key: &str, text: &Option<Remarked<String>>| {
            let text = text.as_ref()?;
            Some(words(key, &text.value))
        };
        let edition = file.edition;
        let (year, year_place) = (file.year.value, places.place(keys::YEAR));
        if !edition.covers(year) {
            let place = places.place(keys::EDITION);
            self.push(unfit(edition, year, place, year_place));
        }
        let name = file.agency.value.as_deref().unwrap_or_default();
        let agency = words(keys::AGENCY, name);
        if agency.text.is_empty() {
            self.unsaid(agency.place, keys::AGENCY, keys::NAME, "写上机关的全称");
        }
        if file.category.value.is_none() && file.category.remark.is_some() {
            let choice = Category::choice();
            self.unsaid(agency.place, keys::AGENCY, keys::CATEGORY, &choice);
        }
        let day = places.place(keys::DATE);
        if file.date.value.is_none() && file.date.remark.is_some() {
            self.unsaid(day, "", keys::DATE, DAY);
        }
        let mut prose: BTreeMap<&str, Prose> = BTreeMap::new();
        for (key, text) in texts {
            let place = places.place(key);
            let map = places.map(self.sources.get(place.file), key, text);
            let passage = self.markdown(None, (text.clone(), map), place, key);
            let passages: Vec<_> = passage.into_iter().collect();
            if !passages.is_empty() {
                prose.insert(key, Prose { passages, place });
            }
        }
        for section in &edition.sections {
            if let Some(table) = &section.table {
                self.table(file, &table.fields, &section.key, places);
            }
        }
        let preamble = prose.remove(keys::PREAMBLE);
        let texts = edition.sections.iter();
        Report {
            edition,
            year,
            year_is_sound: Edition::of_year(year).is_some(),
            year_place,
            category: file.category.value,
            date: file.date.value.map(|date| (date, day)),
            title: stated(keys::TITLE, &file.title),
            signature: match &file.signature {
                Signature::Agency => Some(agency.text.clone()),
                Signature::None => None,
                Signature::Named(name) => Some(words(keys::SIGNATURE, name).text),
            },
            agency,
            seal: file.seal,
            preamble,
            texts: texts.map(|section| prose.remove(&*section.key)).collect(),
            cells: std::mem::take(&mut self.cells),
            blanks: std::mem::take(&mut self.blanks),
            images: BTreeMap::new(),
            previous: stated(keys::PREVIOUS, &file.previous),
            before: None,
            waivers: Vec::new(),
        }
    }

    /// The cells of some fields, and what is missing or left blank among them.
    fn table(&mut self, file: &DataFile, fields: &[Field], path: &str, places: &dyn Places) {
        let is_missing = |slot: &SlotId| file.entries[slot.0].figure == Figure::Absent;
        for field in fields {
            match &field.body {
                Body::Group(inner) => {
                    if Field::are_line(inner) && field.slots().iter().all(is_missing) {
                        if !field.total {
                            self.unfilled(places.place(&field.path), &field.path);
                        }
                    } else {
                        self.table(file, inner, &field.path, places);
                    }
                }
                Body::Slot(slot) => {
                    let is_line = Field::are_line(fields);
                    let row = if is_line { path } else { &field.path };
                    self.state(file, *slot, row, places);
                }
            }
        }
    }

    fn state(&mut self, file: &DataFile, slot: SlotId, row: &str, places: &dyn Places) {
        let (own, entry) = (self.edition.slot(slot), &file.entries[slot.0]);
        let place = places.place(&own.path);
        match &entry.figure {
            Figure::Absent if !own.total => self.unfilled(place, &own.path),
            Figure::Blank => self.note_blank(row, place, vec![slot]),
            _ => {}
        }
        let note = entry.note.as_ref().map(|note| Words::new(note, place));
        self.cells[slot.0] = Cell {
            figure: entry.figure.clone(),
            place: (entry.figure != Figure::Absent).then_some(place),
            note: note.filter(|note| !note.text.is_empty()),
        };
    }

    /// Finds fault with a particular that is not filled in.
    fn unsaid(&mut self, place: Span, above: &str, key: &str, help: &str) {
        let path = super::entries::join(above, key);
        let finding = Finding::new(&rules::MISSING_KEY, place, format!("「{key}」没有填写"));
        self.push(finding.at(path).help(help).missing(MissingKind::Unsaid));
    }
}
