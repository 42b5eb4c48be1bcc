//! What a document says otherwise, brought into the data file by its smallest parts.
//!
//! In go a data file's text and what was read from a document (a Word file or a workbook that
//! somebody went on writing in); out comes the text with what is certain and different in it,
//! and what was left as it is:
//!
//! ```text
//! 申请.新收.自然人 is 8 in the document   →  the 6 of `新收: {自然人: 6, 其余: 0}` becomes 8
//! 「收到{{申请.新收.总计}}件」 is 收到8件   →  the reference holds and stays
//! the cell cannot be read for certain     →  nothing changes, and it is told
//! ```
//!
//! There is no version that both came from. What the document does not say, or not for
//! certain, is never taken away, and a change that would say anything else than meant is
//! thrown away: every part is read again before it counts.

mod units;

use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use self::units::{Unit, units, units_shown};
use crate::workbench::{
    Applied, DATA, Edit, Passage as Written, Texts, Typed, apply, passages as passages_of,
    read_texts, tidy,
};
use base::{
    characters::half_width,
    diagnostic::{Finding, Surface},
    number::Number,
    source::{Sources, Span, line_start},
    yaml::{Splice, spliced},
};
use form::{
    datafile::Text,
    edition::{Axis, Field, SlotId},
    report::{Figure, Passage, Report, keys},
};
use open::{NeighbourFiles, Opened};
use read::Import;

/// A data file brought up to a document.
#[derive(Debug, Default)]
pub struct Update {
    /// The text.
    pub text: String,
    /// How many cells were changed.
    pub cells: usize,
    /// How many paragraphs were changed, added or removed.
    pub paragraphs: usize,
    /// What was left as it is, and why.
    pub left: Vec<Left>,
}

/// What was left as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Left {
    /// Where in the data file: `申请.新收`, `总体情况`.
    pub path: String,
    /// What the document says and why it was not taken over, in Chinese.
    pub why: String,
}

/// What a cell says, whichever way it is written.
fn said(report: &Report, slot: SlotId) -> Figure {
    match &report.cell(slot).figure {
        Figure::Covered(number) => Figure::Stated(*number),
        figure => figure.clone(),
    }
}

/// Brings a data file up to a document.
///
/// # Errors
/// The data file cannot be read: its texts, and what is wrong. The document is of another
/// year: then there is only a finding.
pub fn update(
    name: &str,
    text: &str,
    import: &Import,
    files: &dyn NeighbourFiles,
) -> Result<Update, (Sources, Vec<Finding>)> {
    let mut texts = Texts::from([(DATA.to_owned(), text.to_owned())]);
    let now = read_texts(name, &mut texts, files);
    let Some(report) = now.plain.as_ref().filter(|_| now.tree.is_some()) else {
        return Err((now.sources, now.findings));
    };
    let (edition, own, other) = (report.edition, report.year, import.file.year.value);
    let mut revision = Revision {
        name,
        files,
        import,
        texts,
        now,
        found: Update::default(),
    };
    if own != other || edition.name != import.file.edition.name {
        let why = format!("那份文件是 {other} 年度的，数据文件是 {own} 年度的，什么都没有改");
        revision.found.leave(keys::YEAR, why);
    } else {
        for section in &edition.sections {
            if let Some(table) = &section.table {
                revision.figures(&section.key, &table.fields);
            }
        }
        let totals = totals(revision.plain(), import);
        revision.found.left.extend(totals);
        for (index, section) in edition.sections.iter().enumerate() {
            if let Some(text) = &import.file.texts[index] {
                revision.text(index, &section.key, &words(text));
            }
        }
        if let Some(shown) = &revision.now.report {
            revision.found.particulars(shown, import);
        }
        revision.found.doubts(import);
    }
    let Revision { now, mut found, .. } = revision;
    found.text = now.text().to_owned();
    Ok(found)
}

/// A data file while a document is brought into it.
struct Revision<'a> {
    name: &'a str,
    files: &'a dyn NeighbourFiles,
    import: &'a Import,
    texts: Texts,
    now: Opened,
    found: Update,
}

impl Revision<'_> {
    /// The report with its references as they were written.
    fn plain(&self) -> &Report {
        self.now
            .plain
            .as_ref()
            .expect("what was changed can be read")
    }

    /// Takes the figures of a table over: all that differ, or none.
    fn figures(&mut self, section: &str, fields: &[Field]) {
        let blanks = blanks(self.plain(), self.import, section, fields);
        self.found.left.extend(blanks);
        let cells = different(self.plain(), self.import, fields);
        if cells.is_empty() {
            return;
        }
        let (count, stated) = (
            cells.len(),
            cells.iter().filter(|cell| !cell.words.is_empty()),
        );
        let stated = stated.count();
        match self.apply(&Edit::Cells { cells }) {
            Some(applied) => {
                self.found.cells += stated;
                self.take(applied);
            }
            None => {
                let why = format!("表里有 {count} 格与那份文件不同，写法太特别，没有改：照着改");
                self.found.leave(section, why);
            }
        }
    }

    /// Takes the text of a section over.
    fn text(&mut self, index: usize, section: &str, new: &str) {
        let part = part(&self.now, &self.texts, index, new);
        self.found.left.extend(part.left);
        if part.changed == 0 {
            return;
        }
        let (key, goes_on) = (section.to_owned(), false);
        let passages = vec![Written {
            heading: None,
            text: part.text,
        }];
        let said = tidy(&passages);
        let applied = self.apply(&Edit::Text {
            key,
            passages,
            goes_on,
        });
        let says = |now: &Applied| tidy(&passages_of(&now.paper, &now.texts, section).0) == said;
        match applied.filter(says) {
            Some(applied) => {
                self.found.paragraphs += part.changed;
                self.take(applied);
            }
            None => {
                let why = "文字与那份文件不同，写法太特别，没有改：照着改";
                self.found.leave(section, why);
            }
        }
    }

    /// The data file after an edit, where that says what was meant and nothing else.
    fn apply(&self, edit: &Edit) -> Option<Applied> {
        let applied = apply(self.name, &self.now, &self.texts, edit, self.files).ok()?;
        applied.paper.report.is_some().then_some(applied)
    }

    fn take(&mut self, applied: Applied) {
        self.now = applied.paper;
        self.texts = applied.texts;
    }
}

impl Update {
    fn leave(&mut self, path: &str, why: impl Into<String>) {
        self.left.push(Left {
            path: path.to_owned(),
            why: why.into(),
        });
    }

    /// Whose report it is: a person decides whether that has changed.
    fn particulars(&mut self, own: &Report, import: &Import) {
        let close = |words: &str| -> String { words.split_whitespace().collect() };
        let agency = import.file.agency.value.as_deref().unwrap_or_default();
        if !agency.is_empty() && close(agency) != close(&own.agency.text) {
            let why = format!(
                "那份文件的机关是「{agency}」，这里是「{}」",
                own.agency.text
            );
            self.leave(keys::AGENCY, why);
        }
        let above = import.file.preamble.as_ref().map(words);
        let above = above.map(|words| units::plain(&words)).unwrap_or_default();
        let passages = own.preamble.iter().flat_map(|prose| &prose.passages);
        let here: String = passages
            .map(|passage| units::plain(&passage.text))
            .collect();
        if !above.is_empty() && above != here {
            self.leave(keys::PREAMBLE, "与那份文件不同：照着改");
        }
        let day = own.date.map(|(day, _)| day);
        if let Some(other) = import.file.date.value.filter(|other| Some(*other) != day) {
            let here = day.map_or_else(|| "没有写".to_owned(), |day| format!("是 {day}"));
            self.leave(keys::DATE, format!("那份文件的日期是 {other}，这里{here}"));
        }
    }

    /// What could not be read for certain, but for what the data file says itself.
    fn doubts(&mut self, import: &Import) {
        let own = |path: &str| keys::TOP.contains(&path) || path == keys::EDITION;
        let doubts = import.doubts.iter().filter(|doubt| doubt.is_unsure());
        for doubt in doubts.filter(|doubt| !own(&doubt.path)) {
            self.leave(&doubt.path, doubt.message.on(Surface::DataFile));
        }
    }
}

/// Cells that a message names before 等.
const NAMED: usize = 6;

/// The cells that a document says for certain, and otherwise.
///
/// A total that is left out stays so: it is computed.
fn different(own: &Report, import: &Import, fields: &[Field]) -> Vec<Typed> {
    let typed = |slot: SlotId, words: String| Typed {
        path: own.edition.slot(slot).path.clone(),
        words,
    };
    let slots: Vec<SlotId> = fields.iter().flat_map(Field::slots).collect();
    let other = |&&slot: &&SlotId| {
        let (here, there) = (said(own, slot), &import.file.entries[slot.0].figure);
        let is_left_out = here == Figure::Absent && own.edition.slot(slot).total;
        there.number().is_some() && !is_same(&here, there) && !is_left_out
    };
    let other: Vec<SlotId> = slots.iter().filter(other).copied().collect();
    // A total that one 0 covered with its row was not stated, and is computed from now on.
    let covered = |slot: SlotId| matches!(own.cell(slot).figure, Figure::Covered(_));
    let sums = own
        .edition
        .sums
        .iter()
        .filter(|sum| sum.axis == Axis::Row && covered(sum.total));
    let sums = sums.filter(|sum| sum.parts.iter().any(|part| other.contains(part)));
    let computed: Vec<SlotId> = sums.map(|sum| sum.total).collect();
    let words = |slot: &SlotId| {
        let number = import.file.entries[slot.0].figure.number();
        number
            .filter(|_| !computed.contains(slot))
            .map_or_else(String::new, |n| n.to_string())
    };
    let stated = other.iter().filter(|slot| !computed.contains(slot));
    stated
        .chain(&computed)
        .map(|slot| typed(*slot, words(slot)))
        .collect()
}

/// Whether two cells say the same: `+5` is 5, and 1.50 is 1.5.
fn is_same(one: &Figure, other: &Figure) -> bool {
    match (one.number(), other.number()) {
        (Some(one), Some(other)) => one.millionths() == other.millionths(),
        _ => one == other,
    }
}

/// Figures of a table that a document leaves blank: whether they are gone, or were never
/// filled in there, nobody can tell.
fn blanks(own: &Report, import: &Import, key: &str, fields: &[Field]) -> Option<Left> {
    let slots = fields.iter().flat_map(Field::slots);
    let is_gone = |slot: &SlotId| {
        let entry = &import.file.entries[slot.0];
        let is_blank = entry.figure == Figure::Blank;
        is_blank && matches!(own.cell(*slot).figure, Figure::Stated(_))
    };
    let paths: Vec<&str> = slots
        .filter(is_gone)
        .map(|slot| &*own.edition.slot(slot).path)
        .collect();
    let more = if paths.len() > NAMED { "等" } else { "" };
    let names = format!("{}{more}", paths[..paths.len().min(NAMED)].join("、"));
    let why = format!(
        "那份文件有 {} 格空着，这里有数：{names}；是要留空的，写 ~",
        paths.len()
    );
    (!paths.is_empty()).then(|| Left {
        path: key.to_owned(),
        why,
    })
}

/// Totals that are left out here and say something else in the document than their parts.
fn totals(own: &Report, import: &Import) -> Vec<Left> {
    let slots = (0..own.cells.len()).map(SlotId);
    let absent = slots.filter(|slot| own.cell(*slot).figure == Figure::Absent);
    let other = absent.filter_map(|slot| {
        let number = import.file.entries[slot.0].figure.number()?;
        let sum = own.value(slot).filter(|sum| *sum != number.millionths())?;
        let sum = Number::from_millionths(sum);
        Some(Left {
            path: own.edition.slot(slot).path.clone(),
            why: format!(
                "那份文件的总计写 {number}，各项之和是 {sum}；这里的总计由程序算出，没有改"
            ),
        })
    });
    other.collect()
}

/// Paragraphs of a text that are compared, at the most. A report has some fifty.
const MOST: usize = 2000;
/// Characters of a paragraph that are told.
const TOLD: usize = 24;

/// How a text is to change.
#[derive(Default)]
struct Part {
    /// What it says then, references as they are written.
    pub text: String,
    /// How many of them change.
    pub changed: usize,
    /// What is left as it is.
    pub left: Vec<Left>,
}

/// What a document's text says, as one piece of Markdown.
fn words(text: &Text) -> String {
    let passages = text.passages.iter();
    passages
        .map(|(_, words)| words.as_str())
        .collect::<Vec<_>>()
        .join("\n\n")
}

/// How the text of a section becomes what a document says.
fn part(paper: &Opened, texts: &Texts, section: usize, new: &str) -> Part {
    let mut part = Part::default();
    let come = units(new);
    let (Some(plain), Some(report), false) = (&paper.plain, &paper.report, come.is_empty()) else {
        return part;
    };
    let key = &plain.edition.sections[section].key;
    let own = plain.texts[section].as_ref();
    let own = own.map_or(&[][..], |prose| &prose.passages);
    let shown = report.texts[section].as_ref();
    let shown = shown.map_or(&[][..], |prose| &prose.passages);
    let raw: Vec<Unit> = own.iter().flat_map(|own| units(&own.text)).collect();
    let said: Vec<Unit> = shown.iter().flat_map(units_shown).collect();
    let old: Vec<&str> = said.iter().map(|unit| unit.plain.as_str()).collect();
    let now: Vec<&str> = come.iter().map(|unit| unit.plain.as_str()).collect();
    if old == now {
        return part;
    }
    let leave = |why: &str| Part {
        left: vec![Left {
            path: key.clone(),
            why: format!("{why}，没有改：照着改"),
        }],
        ..Part::default()
    };
    if let Some(file) = passages_of(paper, texts, key).1 {
        return leave(&format!("文字在「{file}」里，与那份文件不同"));
    }
    if raw.is_empty() {
        part.text = new.trim_end().to_owned();
        part.changed = come.len();
        return part;
    }
    if raw.len().max(come.len()) > MOST {
        return leave("段太多，没有对照");
    }
    let (own, shown) = match (own, shown) {
        ([own], [shown]) if own.heading.is_none() && raw.len() == said.len() => (own, shown),
        _ => return leave("文字分了小标题，与那份文件对不上"),
    };
    let mut writer = Writer {
        sources: &paper.sources,
        key,
        text: &own.text,
        shown,
        raw: &raw,
        said: &said,
        come: &come,
        new,
        splices: Vec::new(),
        part,
    };
    for op in capture_diff_slices(Algorithm::Patience, &old, &now) {
        writer.op(&op);
    }
    writer.part.text = spliced(writer.text, writer.splices);
    writer.part
}

struct Writer<'a> {
    sources: &'a Sources,
    key: &'a str,
    /// The text as it is written.
    text: &'a str,
    shown: &'a Passage,
    raw: &'a [Unit],
    said: &'a [Unit],
    come: &'a [Unit],
    new: &'a str,
    /// In the text's order.
    splices: Vec<Splice>,
    part: Part,
}

impl Writer<'_> {
    fn op(&mut self, op: &DiffOp) {
        let (old, new) = (op.old_range(), op.new_range());
        let both = old.len().min(new.len());
        if matches!(op, DiffOp::Equal { .. }) {
            return;
        }
        for (old, new) in old.clone().zip(new.clone()) {
            self.replace(old, new);
        }
        old.clone().skip(both).for_each(|at| self.remove(at));
        let added: Vec<usize> = new.skip(both).collect();
        if !added.is_empty() {
            self.add(old.start + both, &added);
        }
    }

    fn replace(&mut self, old: usize, new: usize) {
        let (unit, come) = (&self.raw[old], &self.come[new]);
        if self.text[unit.range.clone()].contains("![") {
            return self.left(old, "里有图片，与那份文件不同，没有改：照着改");
        }
        match self.with_references(old, &self.new[come.range.clone()]) {
            Some(written) => {
                self.splices.push((unit.range.clone(), written));
                self.part.changed += 1;
            }
            None => self.left(old, "里的引用与那份文件对不上，没有改：照着改"),
        }
    }

    fn remove(&mut self, at: usize) {
        let range = self.raw[at].range.clone();
        let words = &self.text[range.clone()];
        if words.contains("{{") || words.contains("![") {
            return self.left(at, "在那份文件里没有，它有引用或图片，没有删");
        }
        let start = line_start(self.text, range.start);
        let range = match self.raw.get(at + 1) {
            Some(next) => start..line_start(self.text, next.range.start),
            None => self.text[..start].trim_end().len()..range.end,
        };
        self.splices.push((range, String::new()));
        self.part.changed += 1;
    }

    /// Puts paragraphs before one, or behind the last.
    fn add(&mut self, before: usize, added: &[usize]) {
        let words = added
            .iter()
            .map(|at| &self.new[self.come[*at].range.clone()]);
        let words = words.collect::<Vec<_>>().join("\n\n");
        let (at, words) = match self.raw.get(before) {
            Some(next) => (next.range.start, format!("{words}\n\n")),
            None => (
                self.raw[self.raw.len() - 1].range.end,
                format!("\n\n{words}"),
            ),
        };
        self.splices.push((at..at, words));
        self.part.changed += added.len();
    }

    /// New words of a paragraph in which the references of the old one stand where their
    /// figures do; nothing where a figure is another, or stands there more or less often.
    fn with_references(&self, old: usize, words: &str) -> Option<String> {
        let (shown, said) = (self.shown, &self.said[old]);
        let mut references: Vec<(Range<usize>, Span)> = Vec::new();
        for (at, c) in shown.text[said.range.clone()].char_indices() {
            let start = said.range.start + at;
            let place = shown.map.span(start..start + c.len_utf8());
            match references.last_mut().filter(|(_, known)| *known == place) {
                Some((own, _)) => own.end = at + c.len_utf8(),
                None if self.sources.slice(place).starts_with("{{") => {
                    references.push((at..at + c.len_utf8(), place));
                }
                None => {}
            }
        }
        let before = &shown.text[said.range.clone()];
        let splices = references.into_iter().map(|(own, place)| {
            let printed = &before[own.clone()];
            let (was, is) = (standing(before, printed), standing(words, printed));
            let which = was.iter().position(|at| *at == own.start)?;
            let at = *is.get(which).filter(|_| was.len() == is.len())?;
            Some((at..at + printed.len(), self.sources.slice(place).to_owned()))
        });
        Some(spliced(words, splices.collect::<Option<_>>()?))
    }

    fn left(&mut self, at: usize, why: &str) {
        let words: String = self.said[at].plain.chars().take(TOLD).collect();
        self.part.left.push(Left {
            path: self.key.to_owned(),
            why: format!("「{words}……」这一段{why}"),
        });
    }
}

/// Where a printed figure stands in a text, and is not a part of a longer one.
fn standing(text: &str, printed: &str) -> Vec<usize> {
    let is_digit = |c: Option<char>| c.is_some_and(|c| half_width(c).is_ascii_digit());
    let found = text.match_indices(printed).map(|(at, _)| at);
    let whole = |at: &usize| {
        let behind = text[at + printed.len()..].chars().next();
        !is_digit(text[..*at].chars().next_back()) && !is_digit(behind)
    };
    found.filter(whole).collect()
}
