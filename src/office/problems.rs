//! Findings of many files as a table for the office that hands them out: a line for each.
//!
//! File by file, as [`JsonStream`](crate::ground::diagnostic::JsonStream) is; of a workbook nothing
//! is written before its end, and its lines wait in a nameless temporary file.

use std::io;

use rust_xlsxwriter::{Format, FormatAlign, Workbook};

use super::export::{delimited, xlsx};
use crate::{
    form::report::Report,
    ground::diagnostic::{FileFindings, Finding},
};

/// The columns: what they are called, and how many characters wide they are.
const COLUMNS: [(&str, f64); 10] = [
    ("机关", 26.0),
    ("年度", 7.0),
    ("级别", 7.0),
    ("规则", 30.0),
    ("规则代号", 18.0),
    ("文件:行:列", 30.0),
    ("报告中的位置", 34.0),
    ("问题", 64.0),
    ("怎么办", 64.0),
    ("豁免理由", 24.0),
];

/// A table of findings.
pub struct Problems {
    /// The workbook and its next line; none for comma-separated values.
    book: Option<(Workbook, u32)>,
    begun: bool,
}

impl Problems {
    /// Comma-separated values.
    pub fn csv() -> Self {
        Problems {
            book: None,
            begun: false,
        }
    }

    /// An Excel workbook.
    pub fn xlsx() -> Self {
        Problems {
            book: Some((Workbook::new(), 0)),
            begun: false,
        }
    }

    /// What is to be written for one more file, of which a report may have been made.
    ///
    /// # Errors
    /// The temporary file cannot be written, or the table has more lines than Excel holds.
    pub fn next(&mut self, report: Option<&Report>, file: FileFindings<'_>) -> io::Result<Vec<u8>> {
        let mut out = self.begin()?;
        for finding in file.findings {
            let line = line(report, file, finding);
            out.extend(self.line(&line)?);
        }
        Ok(out)
    }

    /// What is to be written at the end.
    ///
    /// # Errors
    /// As of [`next`](Problems::next).
    pub fn close(mut self) -> io::Result<Vec<u8>> {
        let mut out = self.begin()?;
        if let Some((mut book, lines)) = self.book {
            let last = COLUMNS.len() as u16 - 1;
            let sheet = book.worksheet_from_index(0).map_err(xlsx::failed)?;
            sheet
                .autofilter(0, 0, lines.max(1) - 1, last)
                .map_err(xlsx::failed)?;
            out.extend(book.save_to_buffer().map_err(xlsx::failed)?);
        }
        Ok(out)
    }

    /// The heads of the columns, once.
    fn begin(&mut self) -> io::Result<Vec<u8>> {
        if std::mem::replace(&mut self.begun, true) {
            return Ok(Vec::new());
        }
        let heads = COLUMNS.map(|(name, _)| name.to_owned());
        let Some((book, _)) = &mut self.book else {
            return Ok([delimited::MARK, &self.line(&heads)?].concat());
        };
        book.set_properties(
            &xlsx::properties("政府信息公开工作年度报告：检查结果").map_err(xlsx::failed)?,
        );
        let sheet = book.add_worksheet_with_low_memory().map_err(xlsx::failed)?;
        sheet
            .set_name("检查结果")
            .and_then(|sheet| sheet.set_freeze_panes(1, 0))
            .map_err(xlsx::failed)?;
        for (column, (_, width)) in (0..).zip(COLUMNS) {
            sheet
                .set_column_width(column, width)
                .map_err(xlsx::failed)?;
        }
        self.line(&heads)
    }

    fn line(&mut self, fields: &[String; 10]) -> io::Result<Vec<u8>> {
        let Some((book, next)) = &mut self.book else {
            let fields = fields.each_ref().map(|field| delimited::words(field));
            return Ok((fields.join(",") + "\r\n").into_bytes());
        };
        let sheet = book.worksheet_from_index(0).map_err(xlsx::failed)?;
        let top = Format::new().set_align(FormatAlign::Top).set_text_wrap();
        let format = match next {
            0 => top.set_bold(),
            _ => top,
        };
        for (column, field) in (0..).zip(fields) {
            let field = xlsx::words(field);
            let written = match field.parse::<u16>() {
                Ok(year) => sheet.write_number_with_format(*next, column, year, &format),
                Err(_) => sheet.write_string_with_format(*next, column, field, &format),
            };
            written.map_err(xlsx::failed)?;
        }
        *next += 1;
        Ok(Vec::new())
    }
}

/// A finding, column by column.
fn line(report: Option<&Report>, file: FileFindings<'_>, finding: &Finding) -> [String; 10] {
    let surface = finding.surface(file.sources);
    [
        report.map_or(String::new(), |report| report.agency.text.clone()),
        report.map_or(String::new(), |report| report.year.to_string()),
        finding.severity.chinese().to_owned(),
        finding.rule.title.to_owned(),
        finding.rule.code.to_owned(),
        file.sources.told(finding.place),
        finding.subject.path.clone(),
        finding.message.on(surface).to_owned(),
        finding.help.on(surface).to_owned(),
        finding.waived.clone().unwrap_or_default(),
    ]
    .map(|field| crate::ground::diagnostic::terminal::safe(&field).into_owned())
}
