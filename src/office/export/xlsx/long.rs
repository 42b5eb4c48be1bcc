//! The tidy rows as sheets: 「长表」 or 「文字」, and another wherever one is full.

use std::marker::PhantomData;

use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};

use super::fitting::{exact, words};
use crate::office::export::{Record, Value};

/// Rows that Excel holds on a sheet.
pub(super) const ROWS: u32 = 1_048_576;
/// The sheets of the long table.
pub(super) struct Long<R> {
    /// Their numbers in the workbook.
    sheets: Vec<usize>,
    /// The row to write next.
    next: u32,
    /// How many rows a sheet may have.
    most: u32,
    rows: PhantomData<R>,
}

impl<R: Record> Long<R> {
    /// Begins with a sheet that has the line of the columns.
    pub(super) fn new(book: &mut Workbook, most: u32) -> Result<Self, XlsxError> {
        let mut long = Long {
            sheets: Vec::new(),
            next: 0,
            most,
            rows: PhantomData,
        };
        long.open(book)?;
        Ok(long)
    }

    /// The numbers of the sheets, in order.
    pub(super) fn sheets(&self) -> &[usize] {
        &self.sheets
    }

    /// Writes rows below each other.
    pub(super) fn lines(&mut self, book: &mut Workbook, rows: &[R]) -> Result<(), XlsxError> {
        for row in rows {
            if self.next == self.most {
                self.close(book)?;
                self.open(book)?;
            }
            line(sheet(book, &self.sheets)?, self.next, row)?;
            self.next += 1;
        }
        Ok(())
    }

    /// Sets the filter over what has been written to the last sheet.
    pub(super) fn close(&mut self, book: &mut Workbook) -> Result<(), XlsxError> {
        let last = R::COLUMNS.len() as u16 - 1;
        sheet(book, &self.sheets)?.autofilter(0, 0, self.next - 1, last)?;
        Ok(())
    }

    fn open(&mut self, book: &mut Workbook) -> Result<(), XlsxError> {
        self.sheets.push(book.worksheets().len());
        let name = match self.sheets.len() {
            1 => R::SHEET.to_owned(),
            number => format!("{} {number}", R::SHEET),
        };
        let sheet = book.add_worksheet_with_low_memory()?;
        sheet.set_name(name)?.set_freeze_panes(1, 1)?;
        let bold = Format::new().set_bold();
        for (column, (name, width, _)) in (0..).zip(R::COLUMNS) {
            sheet.set_column_width(column, *width)?;
            sheet.write_string_with_format(0, column, *name, &bold)?;
        }
        self.next = 1;
        Ok(())
    }
}

fn sheet<'a>(book: &'a mut Workbook, sheets: &[usize]) -> Result<&'a mut Worksheet, XlsxError> {
    book.worksheet_from_index(sheets.last().copied().unwrap_or_default())
}

fn line<R: Record>(sheet: &mut Worksheet, at: u32, row: &R) -> Result<(), XlsxError> {
    for (place, (_, _, value)) in (0..).zip(R::COLUMNS) {
        match value(row) {
            Value::Words(None | Some("")) | Value::Figure(None) => &mut *sheet,
            Value::Words(Some(text)) => sheet.write_string(at, place, words(text))?,
            Value::Year(year) => sheet.write_number(at, place, year)?,
            Value::Truth(truth) => sheet.write_boolean(at, place, truth)?,
            Value::Figure(Some(figure)) => match exact(figure) {
                Some(number) => sheet.write_number(at, place, number)?,
                None => sheet.write_string(at, place, figure.to_string())?,
            },
        };
    }
    Ok(())
}
