//! A data file, understood: figures with places, texts, the agency, the year.
//!
//! Reading turns a YAML tree and an edition into a [`Report`] and findings.
//! After it a cell is a figure with a place, blank, or unknown because the
//! author's figure could not be read; nothing later looks at its text again.

mod category;
pub mod charts;
pub mod commonmark;
mod entries;
mod expand;
mod figures;
mod images;
pub mod keys;
mod passages;
mod reader;
mod seal;
mod stated;
mod waivers;
mod year;

use std::{collections::BTreeMap, ops::Range, sync::Arc};

pub use crate::figure::{Doubt, Figure, Unread};
use crate::{
    chart::Chart,
    edition::{Axis, Edition, SlotId, Sum},
};
use base::{characters::seen, date::Date, number::Number, source::Span, yaml::TextMap};

pub use category::Category;
pub use expand::expand;
pub use figures::in_cells;
pub use images::{Picture, illustrate, pictures};
pub use reader::{is_foreign, marks_data_file, read, read_tree, recovered, tree};
pub use seal::Seal;
pub use stated::Places;
pub use waivers::Waiver;

/// Words on one line with the place where the author wrote them; nothing in them is hidden.
#[derive(Clone, Debug)]
pub struct Words {
    /// The words.
    pub text: String,
    /// Where they stand.
    pub place: Span,
}

impl Words {
    /// The words that are seen of a text.
    pub fn new(text: &str, place: Span) -> Self {
        let text = seen(text.trim()).replace(['\n', '\r', '\t'], " ");
        Words {
            text: text.trim().to_owned(),
            place,
        }
    }
}

/// A report as its data file states it.
#[derive(Clone, Debug)]
pub struct Report {
    /// The form.
    pub edition: &'static Edition,
    /// The report year.
    pub year: u16,
    /// Whether the author stated a year that has a form; otherwise the year is a guess.
    pub year_is_sound: bool,
    /// Where the year stands.
    pub year_place: Span,
    /// The agency's name.
    pub agency: Words,
    /// What the agency is, if stated.
    pub category: Option<Category>,
    /// The day of signature, if stated.
    pub date: Option<(Date, Span)>,
    /// The title, where it is not the mandated one.
    pub title: Option<Words>,
    /// Who signs; `None` where the author wants no signature.
    pub signature: Option<String>,
    /// Whether a seal goes over it, if stated.
    pub seal: Option<Seal>,
    /// What stands above the first section.
    pub preamble: Option<Prose>,
    /// The texts, in the order of the edition's sections; `None` for tables and what is missing.
    pub texts: Vec<Option<Prose>>,
    /// The figures, in the order of the edition's slots.
    pub cells: Vec<Cell>,
    /// Cells left blank, one entry for every row or group.
    pub blanks: Vec<Blank>,
    /// The pictures that the texts show, by the name that the author wrote.
    pub images: BTreeMap<String, Arc<[u8]>>,
    /// Last year's data file, as the author names it.
    pub previous: Option<Words>,
    /// The report of the year before, where charts go back so far.
    pub before: Option<Box<Report>>,
    /// Findings that the author accepts.
    pub waivers: Vec<Waiver>,
}

/// A section's text.
#[derive(Clone, Debug)]
pub struct Prose {
    /// Its parts in order.
    pub passages: Vec<Passage>,
    /// Where its key stands.
    pub place: Span,
}

/// Markdown under a sub-heading, or under none.
#[derive(Clone, Debug)]
pub struct Passage {
    /// The sub-heading.
    pub heading: Option<Words>,
    /// The Markdown, references replaced after [`expand()`].
    pub text: String,
    /// From the text back to the source.
    pub map: TextMap,
    /// The percentages that [`expand()`] computed, each with the path that it is taken of.
    pub shares: Vec<(Range<usize>, String)>,
    /// The charts whose marks [`expand()`] left; none where one cannot be drawn.
    pub charts: Vec<(Range<usize>, Option<Chart>)>,
}

impl Passage {
    /// What the percentage at a byte is taken of, if the program computed it.
    pub fn share_at(&self, at: usize) -> Option<&str> {
        let mut shares = self.shares.iter();
        let share = shares.find(|(range, _)| range.contains(&at))?;
        Some(&share.1)
    }

    /// The Markdown as words alone: charts are no words.
    pub fn prose(&self) -> String {
        let mut prose = String::new();
        let mut done = 0;
        for (range, _) in &self.charts {
            prose += &self.text[done..range.start];
            let rest = &self.text[range.end..];
            done = range.end + rest.len() - rest.trim_start_matches('\n').len();
        }
        prose + &self.text[done..]
    }

    /// The chart whose mark stands at a byte, which may be one that cannot be drawn.
    pub fn chart_at(&self, at: usize) -> Option<&Option<Chart>> {
        let mut charts = self.charts.iter();
        let chart = charts.find(|(range, _)| range.start == at)?;
        Some(&chart.1)
    }
}

/// A place for one figure, with what the author put there.
#[derive(Clone, Debug)]
pub struct Cell {
    /// The figure.
    pub figure: Figure,
    /// Where it stands; for an explicit `0` that covers a row, where that stands.
    pub place: Option<Span>,
    /// A remark that stays with the figure.
    pub note: Option<Words>,
}

impl Cell {
    /// One in which nothing stands.
    const ABSENT: Cell = Cell {
        figure: Figure::Absent,
        place: None,
        note: None,
    };
}

/// Cells that are left blank together.
#[derive(Clone, Debug)]
pub struct Blank {
    /// The row or group.
    pub path: String,
    /// Where the first `~` stands.
    pub place: Span,
    /// The cells.
    pub slots: Vec<SlotId>,
}

impl Report {
    /// A cell.
    pub fn cell(&self, slot: SlotId) -> &Cell {
        &self.cells[slot.0]
    }

    /// What a cell counts as, in millionths; none where that is unknown.
    ///
    /// A total that is blank or left out is what its parts add up to, where all of them are
    /// known.
    pub fn value(&self, slot: SlotId) -> Option<i128> {
        match &self.cell(slot).figure {
            Figure::Stated(number) | Figure::Covered(number) => Some(number.millionths()),
            Figure::Unread(_) => None,
            Figure::Blank | Figure::Absent => self.computed(slot),
        }
    }

    /// What a total's parts add up to, in millionths; none where one of them is unknown, and
    /// for what is no total.
    pub fn computed(&self, slot: SlotId) -> Option<i128> {
        let parts = &self.sum_of(slot)?.parts;
        parts
            .iter()
            .try_fold(0_i128, |total, &part| total.checked_add(self.value(part)?))
    }

    /// The sum that a total is: that of its row before that of its column.
    pub fn sum_of(&self, slot: SlotId) -> Option<&'static Sum> {
        let own = || self.edition.sums.iter().filter(|sum| sum.total == slot);
        own().find(|sum| sum.axis == Axis::Row).or(own().next())
    }

    /// Whether a cell is to be filled in: nothing stands there, or something that is no figure.
    pub fn is_open(&self, slot: SlotId) -> bool {
        match self.cell(slot).figure {
            Figure::Absent => !self.edition.slot(slot).total,
            Figure::Unread(_) => true,
            _ => false,
        }
    }

    /// Where a cell is written; a computed total, where its row begins.
    pub fn place(&self, slot: SlotId) -> Span {
        let row = |slot: SlotId| self.edition.slot(slot).row();
        let beside = || {
            let mut slots = (0..self.cells.len()).map(SlotId);
            slots.find_map(|other| {
                let place = self.cell(other).place;
                place.filter(|_| row(other) == row(slot))
            })
        };
        let place = self.cell(slot).place.or_else(beside);
        place.unwrap_or(self.year_place)
    }

    /// The figure of a path as it is printed: that of a cell, of a row's total or of a group's.
    /// None where the form has no such figure.
    pub fn figure(&self, path: &str) -> Option<Figure> {
        self.sum(&self.edition.field(path)?.totals()?)
    }

    /// The number of that figure, where it is known.
    pub fn number(&self, path: &str) -> Option<Number> {
        self.figure(path)?.number()
    }

    /// What cells show together: their sum, or the first of them that shows no number.
    fn sum(&self, slots: &[SlotId]) -> Option<Figure> {
        if let [slot] = slots {
            return Some(self.shown(*slot));
        }
        let mut sum = 0_i128;
        for &slot in slots {
            match self.shown(slot) {
                Figure::Stated(number) | Figure::Covered(number) => {
                    sum = sum.checked_add(number.millionths())?;
                }
                unknown => return Some(unknown),
            }
        }
        Some(Figure::Stated(Number::from_millionths(sum)))
    }

    /// The figure of a cell as it is printed: a total that was left out is what its parts add
    /// up to, where all of them are known.
    pub fn shown(&self, slot: SlotId) -> Figure {
        let figure = &self.cell(slot).figure;
        let is_absent = *figure == Figure::Absent;
        let computed = is_absent.then(|| self.computed(slot)).flatten();
        let computed = computed.map(|sum| Figure::Stated(Number::from_millionths(sum)));
        computed.unwrap_or_else(|| figure.clone())
    }

    /// What is printed in a cell: the figure, a computed total, or nothing.
    pub fn printed(&self, slot: SlotId) -> String {
        let number = self.shown(slot).number();
        number.map_or_else(String::new, |number| number.to_string())
    }

    /// Whose report it is, and of which year if that is stated.
    pub fn about(&self) -> (&str, Option<u16>) {
        let year = self.year_is_sound.then_some(self.year);
        (&self.agency.text, year)
    }

    /// The title that is printed.
    pub fn full_title(&self) -> String {
        match &self.title {
            Some(title) => title.text.clone(),
            None => self.edition.title_of(&self.agency.text, self.year),
        }
    }

    /// Every text with the key of its section; the preamble comes first.
    pub fn all_prose(&self) -> impl Iterator<Item = (&str, &Prose)> {
        let sections = self.edition.sections.iter().zip(&self.texts);
        let sections =
            sections.filter_map(|(section, prose)| Some((&*section.key, prose.as_ref()?)));
        let preamble = self.preamble.iter();
        let preamble = preamble.map(|prose| (keys::PREAMBLE, prose));
        preamble.chain(sections)
    }
}

/// The files beside a data file, as far as it may name them.
pub trait Library {
    /// A text file below the data file's folder: the name for messages, and its text.
    ///
    /// # Errors
    /// Why it cannot be read, in Chinese, and what to do.
    fn text(&self, target: &str) -> Result<(String, String), (String, String)>;

    /// A picture's bytes, likewise.
    ///
    /// # Errors
    /// Why it cannot be read, in Chinese, and what to do.
    fn image(&self, target: &str) -> Result<Arc<[u8]>, (String, String)> {
        Err((format!("图片「{target}」读不到"), "检查文件名".to_owned()))
    }
}

impl<T: Library + ?Sized> Library for &T {
    fn text(&self, target: &str) -> Result<(String, String), (String, String)> {
        (**self).text(target)
    }

    fn image(&self, target: &str) -> Result<Arc<[u8]>, (String, String)> {
        (**self).image(target)
    }
}

/// A data file beside which no other file lies.
pub struct Alone;

impl Library for Alone {
    fn text(&self, target: &str) -> Result<(String, String), (String, String)> {
        Err((format!("「{target}」读不到"), "检查文件名".to_owned()))
    }
}

#[cfg(test)]
mod tests;
