//! Rows as JSON, an object a line.

use std::io::{self, Write};

use serde_json::Value;

use super::{Row, Table};

/// The writer.
pub struct Jsonl<'a> {
    out: Box<dyn Write + Send + 'a>,
}

impl<'a> Jsonl<'a> {
    /// Begins with the first row.
    pub fn new(out: Box<dyn Write + Send + 'a>) -> Self {
        Jsonl { out }
    }
}

impl Table for Jsonl<'_> {
    fn write(&mut self, rows: Vec<Row>) -> io::Result<()> {
        rows.iter()
            .try_for_each(|row| writeln!(self.out, "{}", object(row)))
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        self.out.flush()
    }
}

/// A row. The figure is written digit by digit: a number of JSON has no precision of its own.
fn object(row: &Row) -> String {
    let words = |text: &str| Value::from(text).to_string();
    let some = |text: Option<&str>| text.map_or_else(|| "null".to_owned(), words);
    let value = row.value.map(|value| value.to_string());
    let fields = [
        ("agency", words(&row.agency)),
        ("category", some(row.category)),
        ("year", row.year.to_string()),
        ("edition", words(row.edition)),
        ("table", words(row.table)),
        ("row", words(row.row)),
        ("column", words(row.column)),
        ("path", words(row.path)),
        ("kind", words(row.kind)),
        ("total", row.total.to_string()),
        (
            "value",
            value.map_or_else(|| "null".to_owned(), |value| value.replace('+', "")),
        ),
        ("blank", row.blank.to_string()),
        ("note", some(row.note.as_deref())),
        ("file", words(&row.file)),
    ];
    let fields = fields.map(|(name, value)| format!("\"{name}\":{value}"));
    format!("{{{}}}", fields.join(","))
}
