//! Rows as comma-separated values (RFC 4180), safe to open in a spreadsheet.

use std::io::{self, Write};

use super::{COLUMNS, Row, Table};

/// By this mark spreadsheets know that the text is UTF-8.
const MARK: &[u8] = b"\xef\xbb\xbf";

/// The writer.
pub struct Csv<'a> {
    out: Box<dyn Write + Send + 'a>,
}

impl<'a> Csv<'a> {
    /// Begins with the line of the columns.
    pub fn new(mut out: Box<dyn Write + Send + 'a>) -> io::Result<Self> {
        out.write_all(MARK)?;
        write!(out, "{}\r\n", COLUMNS.join(","))?;
        Ok(Csv { out })
    }
}

impl Table for Csv<'_> {
    fn write(&mut self, rows: Vec<Row>) -> io::Result<()> {
        rows.iter().try_for_each(|row| {
            let value = row.value.map(|value| value.to_string());
            let line = [
                words(&row.agency),
                words(row.category.unwrap_or_default()),
                row.year.to_string(),
                words(row.edition),
                words(row.table),
                words(row.row),
                words(row.column),
                words(row.path),
                row.kind.to_owned(),
                row.total.to_string(),
                value.unwrap_or_default(),
                row.blank.to_string(),
                words(row.note.as_deref().unwrap_or_default()),
                words(&row.file),
            ];
            write!(self.out, "{}\r\n", line.join(","))
        })
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        self.out.flush()
    }
}

/// Words as a field. What a spreadsheet would take for a formula is given an apostrophe.
fn words(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
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
    use super::words;

    #[test]
    fn nothing_is_taken_for_a_formula() {
        assert_eq!(words("=1+2"), "'=1+2");
        assert_eq!(words("@SUM(A1),\"x\""), "\"'@SUM(A1),\"\"x\"\"\"");
        assert_eq!(words("含淄博经开区"), "含淄博经开区");
        assert_eq!(words("a\nb"), "\"a\nb\"");
    }
}
