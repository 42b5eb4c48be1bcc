//! The figures of many reports as one long table, for other programs.
//!
//! Tidy form: a row for every cell of every report, totals too, so that a database adds
//! and compares them without knowing the form. Figures stay exact decimals.

pub(super) mod delimited;
#[cfg(feature = "parquet")]
mod parquet;
pub(super) mod xlsx;

use std::io::{self, Write};

use crate::{
    form::report::{Figure, Report},
    ground::{
        diagnostic::terminal::safe,
        number::{Kind, Number},
    },
};

/// One cell of one report.
#[derive(Clone, Debug)]
pub struct Row {
    /// The agency's name.
    pub agency: String,
    /// What the agency is, if stated.
    pub category: Option<&'static str>,
    /// The report year.
    pub year: u16,
    /// The form's name.
    pub edition: &'static str,
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
    /// The data file, with what is hidden in its name made visible.
    pub file: String,
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

/// A column: its name, and what a row has in it.
pub type Column = (&'static str, fn(&Row) -> Value<'_>);

/// The columns in order, for every format.
pub const COLUMNS: [Column; 14] = [
    ("agency", |row| Value::Words(Some(&row.agency))),
    ("category", |row| Value::Words(row.category)),
    ("year", |row| Value::Year(row.year)),
    ("edition", |row| Value::Words(Some(row.edition))),
    ("table", |row| Value::Words(Some(row.table))),
    ("row", |row| Value::Words(Some(row.row))),
    ("column", |row| Value::Words(Some(row.column))),
    ("path", |row| Value::Words(Some(row.path))),
    ("kind", |row| Value::Words(Some(row.kind))),
    ("total", |row| Value::Truth(row.total)),
    ("value", |row| Value::Figure(row.value)),
    ("blank", |row| Value::Truth(row.blank)),
    ("note", |row| Value::Words(row.note.as_deref())),
    ("file", |row| Value::Words(Some(&row.file))),
];

/// Every cell of a report, in the form's order.
pub fn rows(report: &Report, file: &str) -> Vec<Row> {
    let slots = report.edition.slots.iter().zip(&report.cells);
    let rows = slots.enumerate().map(|(index, (slot, cell))| {
        let (table, rest) = slot.path.split_once('.').unwrap_or((&slot.path, ""));
        let (row, column) = rest.rsplit_once('.').unwrap_or((rest, ""));
        let value = match cell.figure {
            Figure::Absent => {
                let computed = report.computed(crate::form::edition::SlotId(index));
                computed.map(Number::from_millionths)
            }
            figure => figure.number(),
        };
        Row {
            agency: report.agency.text.clone(),
            category: report.category.map(|category| category.chinese()),
            year: report.year,
            edition: &report.edition.name,
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
            file: safe(file).into_owned(),
        }
    });
    rows.collect()
}

/// A file format for rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// Comma-separated values, as spreadsheets open them.
    Csv,
    /// A JSON object a line.
    Jsonl,
    /// Apache Parquet.
    #[cfg(feature = "parquet")]
    Parquet,
    /// An Excel workbook: each table of the form over all agencies, and the rows.
    Xlsx,
}

/// Something that takes rows and writes them in a format.
pub trait Table {
    /// Writes the rows of one report, as [`rows`] gives them.
    ///
    /// # Errors
    /// The output cannot be written.
    fn write(&mut self, rows: Vec<Row>) -> io::Result<()>;

    /// Writes what comes after the last row.
    ///
    /// # Errors
    /// The output cannot be written.
    fn finish(self: Box<Self>) -> io::Result<()>;
}

/// A table in a format, written to `out` as it comes.
///
/// # Errors
/// The output cannot be written.
pub fn table<'a>(
    target: Target,
    out: Box<dyn Write + Send + 'a>,
) -> io::Result<Box<dyn Table + 'a>> {
    Ok(match target {
        Target::Csv => Box::new(delimited::Lines::csv(out)?),
        Target::Jsonl => Box::new(delimited::Lines::json(out)),
        #[cfg(feature = "parquet")]
        Target::Parquet => Box::new(parquet::Parquet::new(out)?),
        Target::Xlsx => Box::new(xlsx::Xlsx::new(out)?),
    })
}
