//! Data files from nothing, and from a report.

use super::{DataFile, Entry, Remarked, Signature, Text, Waived};
use crate::{
    edition::Edition,
    report::{Category, Cell, Figure, Prose, Report},
};

impl DataFile {
    /// A data file in which nothing is filled in: totals are left out, everything else is
    /// missing, and comments say what is to be written.
    pub fn blank(edition: &'static Edition, year: u16) -> Self {
        let next = year.saturating_add(1);
        let entry = |_| Entry {
            figure: Figure::Absent,
            ..Entry::default()
        };
        let texts = edition.sections.iter();
        DataFile {
            edition,
            head: Vec::new(),
            year: year.into(),
            agency: None.into(),
            category: Remarked {
                value: None,
                remark: Some(Category::choice()),
            },
            date: Remarked {
                value: None,
                remark: Some(format!("落款日期，写作 {next}-01-20")),
            },
            title: None,
            signature: Signature::Agency,
            seal: None,
            previous: None,
            preamble: None,
            texts: texts
                .map(|section| section.table.is_none().then(Text::default))
                .collect(),
            entries: edition.slots.iter().map(entry).collect(),
            remarks: Vec::new(),
            waivers: Vec::new(),
            tail: Vec::new(),
        }
    }

    /// The data file that states what a report does.
    ///
    /// The report is one whose references have not been replaced
    /// ([`expand`](crate::report::expand)), so that they stay references. Texts that it
    /// reads from other files are written into this one.
    pub fn of(report: &Report) -> Self {
        let words = |words: &crate::report::Words| words.text.clone();
        let signature = match &report.signature {
            None => Signature::None,
            Some(name) if *name == report.agency.text => Signature::Agency,
            Some(name) => Signature::Named(name.clone()),
        };
        let waivers = report.waivers.iter().map(|waiver| Waived {
            rule: waiver.rule.text.clone(),
            path: waiver.path.clone(),
            reason: waiver.reason.clone(),
        });
        DataFile {
            agency: Some(words(&report.agency))
                .filter(|name| !name.is_empty())
                .into(),
            category: report.category.into(),
            date: report.date.map(|(date, _)| date).into(),
            title: report.title.as_ref().map(|title| words(title).into()),
            signature,
            seal: report.seal,
            previous: report.previous.as_ref().map(|name| words(name).into()),
            preamble: report.preamble.as_ref().map(text),
            texts: report.texts.iter().map(|t| t.as_ref().map(text)).collect(),
            entries: report.cells.iter().map(entry).collect(),
            waivers: waivers.collect(),
            ..Self::blank(report.edition, report.year)
        }
    }
}

fn text(prose: &Prose) -> Text {
    let passages = prose.passages.iter().map(|passage| {
        let heading = passage.heading.as_ref();
        (
            heading.map(|words| words.text.clone()),
            passage.text.clone(),
        )
    });
    Text {
        passages: passages.collect(),
        remark: None,
    }
}

fn entry(cell: &Cell) -> Entry {
    Entry {
        figure: match &cell.figure {
            // What an author wrote that is no figure is left to be filled in.
            Figure::Unread(_) => Figure::Absent,
            figure => figure.clone(),
        },
        note: cell.note.as_ref().map(|note| note.text.clone()),
        remark: None,
    }
}
