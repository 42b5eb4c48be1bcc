//! Rows as lines of text: comma-separated values (RFC 4180), safe to open in a spreadsheet,
//! and JSON, an object a line.

use std::io::{self, Write};

use serde_json::json;

use super::{Record, Table, Value};
use crate::ground::characters::visible_json;

/// By this mark spreadsheets know that the text is UTF-8.
pub(in crate::office) const MARK: &[u8] = b"\xef\xbb\xbf";

/// A writer of lines.
pub struct Lines<'a, R> {
    out: Box<dyn Write + Send + 'a>,
    /// How a row is written, its end of line included.
    line: fn(&R) -> String,
}

impl<'a, R: Record> Lines<'a, R> {
    /// Comma-separated values, headed by the names of the columns.
    pub fn csv(mut out: Box<dyn Write + Send + 'a>) -> io::Result<Self> {
        out.write_all(MARK)?;
        write!(out, "{}\r\n", heads::<R>().join(","))?;
        Ok(Lines { out, line: record })
    }

    /// Objects of JSON.
    pub fn json(out: Box<dyn Write + Send + 'a>) -> Self {
        Lines { out, line: object }
    }
}

impl<R: Record> Table<R> for Lines<'_, R> {
    fn write(&mut self, rows: Vec<R>) -> io::Result<()> {
        let mut rows = rows.iter();
        rows.try_for_each(|row| self.out.write_all((self.line)(row).as_bytes()))
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        self.out.flush()
    }
}

/// The names of the columns.
fn heads<R: Record>() -> Vec<&'static str> {
    R::COLUMNS.iter().map(|(name, ..)| *name).collect()
}

/// A row of comma-separated values.
fn record<R: Record>(row: &R) -> String {
    let fields = R::COLUMNS.iter().map(|(_, _, value)| match value(row) {
        Value::Words(text) => words(text.unwrap_or_default()),
        Value::Year(year) => year.to_string(),
        Value::Truth(truth) => truth.to_string(),
        Value::Figure(figure) => figure.map_or_else(String::new, |f| f.to_string()),
    });
    fields.collect::<Vec<_>>().join(",") + "\r\n"
}

/// A row. The figure is written digit by digit: a number of JSON has no precision of its own.
fn object<R: Record>(row: &R) -> String {
    let fields = R::COLUMNS.iter().map(|(name, _, value)| {
        let value = match value(row) {
            Value::Words(text) => json!(text).to_string(),
            Value::Year(year) => year.to_string(),
            Value::Truth(truth) => truth.to_string(),
            Value::Figure(None) => "null".to_owned(),
            Value::Figure(Some(figure)) => figure.to_string().replace('+', ""),
        };
        format!("\"{name}\":{value}")
    });
    visible_json(&format!("{{{}}}\n", fields.collect::<Vec<_>>().join(","))).into_owned()
}

/// What a formula begins with; some spreadsheets take the full-width signs for it too.
const FORMULA: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// Words as a field. What a spreadsheet would take for a formula is given an apostrophe.
pub(in crate::office) fn words(text: &str) -> String {
    let formula = text.starts_with(FORMULA);
    let text = match formula {
        true => format!("'{text}"),
        false => text.to_owned(),
    };
    match text.contains([',', '"', '\n', '\r']) {
        true => format!("\"{}\"", text.replace('"', "\"\"")),
        false => text,
    }
}

#[cfg(test)]
mod tests {
    use super::{FORMULA, words};

    #[test]
    fn nothing_is_taken_for_a_formula() {
        assert_eq!(words("=1+2"), "'=1+2");
        assert_eq!(words("@SUM(A1),\"x\""), "\"'@SUM(A1),\"\"x\"\"\"");
        for mark in FORMULA {
            let field = words(&format!("{mark}1+2"));
            assert!(field.trim_start_matches('"').starts_with('\''), "{field}");
        }
        assert_eq!(words("＝HYPERLINK(A1)"), "'＝HYPERLINK(A1)");
        assert_eq!(words("含淄博经开区"), "含淄博经开区");
        assert_eq!(words("a\nb"), "\"a\nb\"");
    }
}
