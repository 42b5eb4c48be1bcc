//! Figures as an Excel workbook for the office that collects them.
//!
//! A sheet for each table of the form: its headings above, a line for every agency, a
//! column for every cell, and a sum that follows the filter. Behind them 「长表」, the same
//! rows and columns as the other formats have. The long table grows by a couple of hundred
//! lines with every report, so it goes through a nameless temporary file; of the sheets
//! for looking at, some ten kilobytes a report are held.

mod fitting;
mod heading;
mod long;
mod wide;

#[cfg(test)]
mod tests;

use std::io;

use rust_xlsxwriter::{Workbook, Worksheet, XlsxError};

use super::{Record, Row, Table};
use crate::form::edition::Edition;
pub(in crate::office) use fitting::{exact, properties, words};
use long::Long;
pub(super) use long::ROWS;
pub(in crate::office) use long::head;
use wide::Wide;

/// The writer.
pub struct Xlsx<R> {
    book: Workbook,
    wides: Vec<(Wide, Worksheet)>,
    long: Long<R>,
}

impl<R: Record> Xlsx<R> {
    /// An empty workbook; the sheets of its long table will have at most so many rows.
    pub fn new(rows: u32) -> Self {
        Xlsx {
            book: Workbook::new(),
            wides: Vec::new(),
            long: Long::new(rows),
        }
    }

    /// Puts a report's figures into the sheets of its form, which are made where there are none yet.
    fn tables(&mut self, rows: &[Row]) -> Result<(), XlsxError> {
        let Some(edition) = rows
            .first()
            .and_then(|row| Edition::named(row.about.edition))
        else {
            return Ok(());
        };
        if !self.wides.iter().any(|(wide, _)| wide.is_of(edition)) {
            for section in &edition.sections {
                let Some(table) = &section.table else {
                    continue;
                };
                let wide = Wide::new(edition, section, table);
                self.wides.push((wide, Worksheet::new()));
            }
        }
        let wides = self.wides.iter_mut();
        for (wide, sheet) in wides.filter(|(wide, _)| wide.is_of(edition)) {
            wide.line(sheet, rows)?;
        }
        Ok(())
    }

    fn bytes(&mut self) -> Result<Vec<u8>, XlsxError> {
        self.book.set_properties(&properties(R::TITLE)?);
        self.long.close(&mut self.book)?;
        // In the order of the forms, the long table last.
        self.wides.sort_by_key(|(wide, _)| wide.edition.from);
        let last = self.wides.last().map(|(wide, _)| wide.edition);
        let several = self
            .wides
            .iter()
            .any(|(wide, _)| !last.is_some_and(|one| wide.is_of(one)));
        for (mut wide, mut sheet) in self.wides.drain(..) {
            wide.close(&mut sheet, several)?;
            self.book.push_worksheet(sheet);
        }
        let long = self.long.sheets.drain(..);
        long.for_each(|sheet| self.book.push_worksheet(sheet));
        self.book.save_to_buffer()
    }
}

impl<R: Record> Table<R> for Xlsx<R> {
    /// Nothing of a workbook is written before its end.
    fn next(&mut self, rows: &[R]) -> io::Result<Vec<u8>> {
        self.tables(R::figures(rows)).map_err(failed)?;
        self.long.lines(&mut self.book, rows).map_err(failed)?;
        Ok(Vec::new())
    }

    fn close(mut self: Box<Self>) -> io::Result<Vec<u8>> {
        self.bytes().map_err(failed)
    }
}

/// What Excel cannot take, in Chinese.
pub(in crate::office) fn failed(error: XlsxError) -> io::Error {
    match error {
        XlsxError::IoError(error) | XlsxError::TempFileError(_, error) => error,
        XlsxError::RowColumnLimitError => {
            io::Error::other("报告太多，Excel 的一张表放不下；分几个文件夹来做，或用 csv")
        }
        error => io::Error::other(error.to_string()),
    }
}
