//! The figures of many reports, or their texts, as one long table for other programs.
//!
//! Tidy form: a row for every cell of every report, totals too, so that a database adds
//! and compares them without knowing the form. Figures stay exact decimals.

pub(super) mod delimited;
pub(super) mod xlsx;

use std::{io, sync::Arc};

use crate::{
    form::{
        edition::SlotId,
        report::{Figure, Report, keys},
    },
    ground::{
        diagnostic::terminal::safe,
        number::{Kind, Number},
    },
};

/// Which report a row is of, and where it came from.
#[derive(Debug)]
pub struct About {
    /// The agency's name.
    pub agency: String,
    /// What the agency is, if stated.
    pub category: Option<&'static str>,
    /// The report year.
    pub year: u16,
    /// The form's name.
    pub edition: &'static str,
    /// The file, with what is hidden in its name made visible.
    pub file: String,
    /// The file's SHA-256.
    pub sha256: String,
}

impl About {
    /// A report of a file with a digest.
    pub fn of(report: &Report, file: &str, sha256: String) -> Arc<Self> {
        Arc::new(About {
            agency: report.agency.text.clone(),
            category: report.category.map(|category| category.chinese()),
            year: report.year,
            edition: &report.edition.name,
            file: safe(file).into_owned(),
            sha256,
        })
    }
}

/// One cell of one report.
#[derive(Clone, Debug)]
pub struct Row {
    /// The report.
    pub about: Arc<About>,
    /// The section's key.
    pub table: &'static str,
    /// The row's path within the table.
    pub row: &'static str,
    /// The column's key; empty where the table has a single one without a name.
    pub column: &'static str,
    /// The cell's full path.
    pub path: &'static str,
    /// `count`, `change` or `amount` (万元).
    pub kind: &'static str,
    /// Whether the cell is the total of others, so that a sum over all cells leaves it out.
    pub total: bool,
    /// The figure; a total that was left out is computed. None for a blank, and for a
    /// figure that could not be read.
    pub value: Option<Number>,
    /// Whether the cell was left blank.
    pub blank: bool,
    /// The note beside the figure.
    pub note: Option<String>,
}

/// One text of one report: what stands under a heading of the form or of its author's.
#[derive(Clone, Debug)]
pub struct Words {
    /// The report.
    pub about: Arc<About>,
    /// The section's key.
    pub section: &'static str,
    /// The author's own heading.
    pub heading: Option<String>,
    /// The Markdown, with figures in the place of references.
    pub text: String,
}

/// What a row has in a column.
#[derive(Clone, Copy, Debug)]
pub enum Value<'a> {
    /// Words, where there are any.
    Words(Option<&'a str>),
    /// A year.
    Year(u16),
    /// Yes or no.
    Truth(bool),
    /// An exact figure, where there is one.
    Figure(Option<Number>),
}

/// A column: its name, how many characters wide a spreadsheet shows it, and what is in it.
pub type Column<R> = (&'static str, f64, fn(&R) -> Value<'_>);

/// A kind of row.
pub trait Record: Sized + Send + 'static {
    /// The columns in order, for every format.
    const COLUMNS: &'static [Column<Self>];
    /// What a workbook's sheet of them is called.
    const SHEET: &'static str;
    /// What a workbook of them is called.
    const TITLE: &'static str = "政府信息公开工作年度报告：数据汇总";
    /// Whether cells are sentences, which are shown whole on several lines.
    const IS_PROSE: bool = false;

    /// Those that are figures, for the tables of a workbook.
    fn figures(_: &[Self]) -> &[Row] {
        &[]
    }
}

impl Record for Row {
    const COLUMNS: &'static [Column<Self>] = &[
        ("agency", 26.0, |row| Value::Words(Some(&row.about.agency))),
        ("category", 12.0, |row| Value::Words(row.about.category)),
        ("year", 7.0, |row| Value::Year(row.about.year)),
        ("edition", 8.0, |row| Value::Words(Some(row.about.edition))),
        ("table", 12.0, |row| Value::Words(Some(row.table))),
        ("row", 34.0, |row| Value::Words(Some(row.row))),
        ("column", 14.0, |row| Value::Words(Some(row.column))),
        ("path", 50.0, |row| Value::Words(Some(row.path))),
        ("kind", 8.0, |row| Value::Words(Some(row.kind))),
        ("total", 7.0, |row| Value::Truth(row.total)),
        ("value", 12.0, |row| Value::Figure(row.value)),
        ("blank", 7.0, |row| Value::Truth(row.blank)),
        ("note", 16.0, |row| Value::Words(row.note.as_deref())),
        ("file", 30.0, |row| Value::Words(Some(&row.about.file))),
        ("sha256", 16.0, |row| Value::Words(Some(&row.about.sha256))),
    ];
    const SHEET: &'static str = crate::write::workbook::LONG;

    fn figures(rows: &[Self]) -> &[Row] {
        rows
    }
}

impl Record for Words {
    const COLUMNS: &'static [Column<Self>] = &[
        ("agency", 26.0, |row| Value::Words(Some(&row.about.agency))),
        ("category", 12.0, |row| Value::Words(row.about.category)),
        ("year", 7.0, |row| Value::Year(row.about.year)),
        ("edition", 8.0, |row| Value::Words(Some(row.about.edition))),
        ("section", 14.0, |row| Value::Words(Some(row.section))),
        ("heading", 20.0, |row| Value::Words(row.heading.as_deref())),
        ("text", 90.0, |row| Value::Words(Some(&row.text))),
        ("file", 30.0, |row| Value::Words(Some(&row.about.file))),
        ("sha256", 16.0, |row| Value::Words(Some(&row.about.sha256))),
    ];
    const SHEET: &'static str = "文字";
}

/// Every cell of a report, in the form's order.
pub fn rows(report: &Report, about: &Arc<About>) -> Vec<Row> {
    let slots = report.edition.slots.iter().zip(&report.cells);
    let rows = slots.enumerate().map(|(index, (slot, cell))| {
        let (table, rest) = slot.path.split_once('.').unwrap_or((&slot.path, ""));
        let (row, column) = rest.rsplit_once('.').unwrap_or((rest, ""));
        let value = report.shown(SlotId(index)).number();
        Row {
            about: Arc::clone(about),
            table,
            row,
            column,
            path: &slot.path,
            kind: match slot.kind {
                Kind::Count => "count",
                Kind::Change => "change",
                Kind::Amount => "amount",
            },
            total: slot.total,
            value,
            blank: cell.figure == Figure::Blank,
            note: cell.note.as_ref().map(|note| note.text.clone()),
        }
    });
    rows.collect()
}

/// Every text of a report, in the form's order; what stands above the first section too.
pub fn texts(report: &Report, about: &Arc<About>) -> Vec<Words> {
    let sections = report.edition.sections.iter().zip(&report.texts);
    let sections = sections.map(|(section, prose)| (section.key.as_str(), prose));
    let all = [(keys::PREAMBLE, &report.preamble)]
        .into_iter()
        .chain(sections);
    let passages = all.flat_map(|(section, prose)| {
        let passages = prose.iter().flat_map(|prose| &prose.passages);
        passages.map(move |passage| (section, passage))
    });
    let words = passages.map(|(section, passage)| Words {
        about: Arc::clone(about),
        section,
        heading: passage.heading.as_ref().map(|words| words.text.clone()),
        text: passage.prose().trim_end().to_owned(),
    });
    words.collect()
}

/// A file format for rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// Comma-separated values, as spreadsheets open them.
    Csv,
    /// A JSON object a line.
    Jsonl,
    /// An Excel workbook: each table of the form over all agencies, and the rows.
    Xlsx,
}

/// Something that takes rows and gives what is to be written of them.
pub trait Table<R> {
    /// What is to be written for the rows of one report, as [`rows`] or [`texts`] give them.
    ///
    /// # Errors
    /// A temporary file cannot be written, or there are more rows than the format holds.
    fn next(&mut self, rows: &[R]) -> io::Result<Vec<u8>>;

    /// What is to be written after the last row.
    ///
    /// # Errors
    /// As of [`next`](Table::next).
    fn close(self: Box<Self>) -> io::Result<Vec<u8>>;
}

/// A table in a format.
pub fn table<R: Record>(target: Target) -> Box<dyn Table<R>> {
    match target {
        Target::Csv => Box::new(delimited::Lines::csv()),
        Target::Jsonl => Box::new(delimited::Lines::json()),
        Target::Xlsx => Box::new(xlsx::Xlsx::new(xlsx::ROWS)),
    }
}
