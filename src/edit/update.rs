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

mod cells;
mod prose;
mod units;

use crate::{
    edit::workbench::{Applied, DATA, Edit, Passage, Texts, apply, read_texts},
    form::{
        edition::{Field, SlotId},
        report::{Figure, Report, keys},
    },
    ground::{
        diagnostic::{Finding, Surface},
        source::Sources,
    },
    open::{NeighbourFiles, Opened},
    read::Import,
};

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
        let totals = cells::totals(revision.plain(), import);
        revision.found.left.extend(totals);
        for (index, section) in edition.sections.iter().enumerate() {
            if let Some(text) = &import.file.texts[index] {
                revision.text(index, &section.key, &prose::words(text));
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
        let blanks = cells::blanks(self.plain(), self.import, section, fields);
        self.found.left.extend(blanks);
        let cells = cells::different(self.plain(), self.import, fields);
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
        let part = prose::part(&self.now, &self.texts, index, new);
        self.found.left.extend(part.left);
        if part.changed == 0 {
            return;
        }
        let (key, goes_on) = (section.to_owned(), false);
        let passages = vec![Passage {
            heading: None,
            text: part.text,
        }];
        let applied = self.apply(&Edit::Text {
            key,
            passages,
            goes_on,
        });
        match applied.filter(|applied| prose::says(&applied.paper, index, &part.expected)) {
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
        let above = import.file.preamble.as_ref().map(prose::words);
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
