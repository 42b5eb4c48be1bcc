//! The tidy rows as sheets: 「长表」 or 「文字」, and another wherever one is full.

use std::marker::PhantomData;

use rust_xlsxwriter::{Format, FormatAlign, Workbook, Worksheet, XlsxError};

use super::fitting::{exact, words};
use crate::office::export::{Record, Value};

/// Rows that Excel holds on a sheet.
pub(in crate::office::export) const ROWS: u32 = 1_048_576;

/// The sheets of the long table.
pub(super) struct Long<R> {
    /// They go into the workbook when all are written.
    pub(super) sheets: Vec<Worksheet>,
    /// The row to write next.
    next: u32,
    /// How many rows a sheet may have.
    most: u32,
    rows: PhantomData<R>,
}

impl<R: Record> Long<R> {
    /// A table without a sheet yet.
    pub(super) fn new(most: u32) -> Self {
        Long {
            sheets: Vec::new(),
            next: most,
            most,
            rows: PhantomData,
        }
    }

    /// Writes rows below each other.
    pub(super) fn lines(&mut self, book: &mut Workbook, rows: &[R]) -> Result<(), XlsxError> {
        for row in rows {
            if self.next == self.most {
                self.open(book)?;
            }
            if let Some(sheet) = self.sheets.last_mut() {
                line(sheet, self.next, row)?;
            }
            self.next += 1;
        }
        Ok(())
    }

    /// Ends the table, which has the line of its columns at least.
    pub(super) fn close(&mut self, book: &mut Workbook) -> Result<(), XlsxError> {
        if self.sheets.is_empty() {
            self.open(book)?;
        }
        self.filter()
    }

    /// Sets the filter over what has been written to the last sheet.
    fn filter(&mut self) -> Result<(), XlsxError> {
        let last = R::COLUMNS.len() as u16 - 1;
        if let Some(sheet) = self.sheets.last_mut() {
            sheet.autofilter(0, 0, self.next - 1, last)?;
        }
        Ok(())
    }

    /// Begins a sheet with the line of the columns.
    fn open(&mut self, book: &mut Workbook) -> Result<(), XlsxError> {
        self.filter()?;
        let name = match self.sheets.len() {
            0 => R::SHEET.to_owned(),
            before => format!("{} {}", R::SHEET, before + 1),
        };
        let mut sheet = book.new_worksheet_with_low_memory()?;
        let named = u16::from(!R::IS_PROSE);
        sheet.set_name(name)?.set_freeze_panes(1, named)?;
        let heads = R::COLUMNS.iter().map(|(name, width, _)| (*name, *width));
        head(&mut sheet, heads, &look::<R>())?;
        self.sheets.push(sheet);
        self.next = 1;
        Ok(())
    }
}

/// Writes the line of the columns: what they are called, and how many characters wide they are.
pub(in crate::office) fn head(
    sheet: &mut Worksheet,
    heads: impl IntoIterator<Item = (impl Into<String>, f64)>,
    look: &Format,
) -> Result<(), XlsxError> {
    let bold = look.clone().set_bold();
    for (column, (name, width)) in (0..).zip(heads) {
        sheet.set_column_width(column, width)?;
        sheet.write_string_with_format(0, column, name.into(), &bold)?;
    }
    Ok(())
}

/// How cells look.
fn look<R: Record>() -> Format {
    match R::IS_PROSE {
        true => Format::new().set_align(FormatAlign::Top).set_text_wrap(),
        false => Format::new(),
    }
}

fn line<R: Record>(sheet: &mut Worksheet, at: u32, row: &R) -> Result<(), XlsxError> {
    let look = &look::<R>();
    for (place, (_, _, value)) in (0..).zip(R::COLUMNS) {
        match value(row) {
            Value::Words(None | Some("")) | Value::Figure(None) => &mut *sheet,
            Value::Words(Some(text)) => {
                sheet.write_string_with_format(at, place, words(text), look)?
            }
            Value::Year(year) => sheet.write_number_with_format(at, place, year, look)?,
            Value::Truth(truth) => sheet.write_boolean(at, place, truth)?,
            Value::Figure(Some(figure)) => match exact(figure) {
                Some(number) => sheet.write_number(at, place, number)?,
                None => sheet.write_string(at, place, figure.to_string())?,
            },
        };
    }
    Ok(())
}
