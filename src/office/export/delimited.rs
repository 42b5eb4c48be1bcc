//! Rows as lines of text: comma-separated values (RFC 4180), safe to open in a spreadsheet,
//! and JSON, an object a line.

use std::io;

use serde_json::json;

use super::{Record, Table, Value};
use crate::ground::characters::visible_json;

/// By this mark spreadsheets know that the text is UTF-8.
const MARK: &str = "\u{feff}";

/// A writer of lines.
pub struct Lines<R> {
    /// What stands before the first row, until that is written.
    head: String,
    /// How a row is written, its end of line included.
    line: fn(&R) -> String,
}

impl<R: Record> Lines<R> {
    /// Comma-separated values, headed by the names of the columns.
    pub fn csv() -> Self {
        let heads: Vec<&str> = R::COLUMNS.iter().map(|(name, ..)| *name).collect();
        Lines {
            head: format!("{MARK}{}\r\n", heads.join(",")),
            line: record,
        }
    }

    /// Objects of JSON.
    pub fn json() -> Self {
        Lines {
            head: String::new(),
            line: object,
        }
    }
}

impl<R: Record> Table<R> for Lines<R> {
    fn next(&mut self, rows: &[R]) -> io::Result<Vec<u8>> {
        let mut out = std::mem::take(&mut self.head);
        out.extend(rows.iter().map(self.line));
        Ok(out.into())
    }

    fn close(self: Box<Self>) -> io::Result<Vec<u8>> {
        Ok(self.head.into())
    }
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
fn words(text: &str) -> String {
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
