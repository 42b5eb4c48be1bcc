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

use rust_xlsxwriter::{Workbook, XlsxError};

use super::{Record, Row, Table};
use crate::form::edition::Edition;
pub(in crate::office) use fitting::{exact, properties, words};
use long::Long;
pub(super) use long::ROWS;
use wide::Wide;

/// The writer.
pub struct Xlsx<R> {
    book: Workbook,
    wides: Vec<Wide>,
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
        if !self.wides.iter().any(|wide| wide.is_of(edition)) {
            for section in &edition.sections {
                let Some(table) = &section.table else {
                    continue;
                };
                self.wides
                    .push(Wide::new(&mut self.book, edition, section, table));
            }
        }
        for wide in self.wides.iter_mut().filter(|wide| wide.is_of(edition)) {
            wide.line(self.book.worksheet_from_index(wide.sheet)?, rows)?;
        }
        Ok(())
    }

    fn bytes(&mut self) -> Result<Vec<u8>, XlsxError> {
        self.book.set_properties(&properties(R::TITLE)?);
        let several = self
            .wides
            .iter()
            .any(|wide| !wide.is_of(self.wides[0].edition));
        for wide in &mut self.wides {
            wide.close(self.book.worksheet_from_index(wide.sheet)?, several)?;
        }
        self.long.close(&mut self.book)?;
        self.arrange();
        self.book.save_to_buffer()
    }

    /// Puts the sheets in the order of the forms and the long table last, and opens the
    /// first.
    fn arrange(&mut self) {
        let mut order: Vec<usize> = (0..self.wides.len()).collect();
        order.sort_by_key(|at| (self.wides[*at].edition.from, *at));
        let order = order.into_iter().map(|at| self.wides[at].sheet);
        let order: Vec<usize> = order.chain(self.long.sheets().iter().copied()).collect();
        let sheets = self.book.worksheets_mut();
        let mut numbered: Vec<_> = std::mem::take(sheets).into_iter().enumerate().collect();
        numbered.sort_by_key(|(index, _)| order.iter().position(|sheet| sheet == index));
        *sheets = numbered.into_iter().map(|(_, sheet)| sheet).collect();
        if let Some(first) = sheets.first_mut() {
            first.set_active(true);
        }
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
