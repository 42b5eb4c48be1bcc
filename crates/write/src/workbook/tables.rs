//! Tables as an Excel workbook, each on a sheet of its own, written row by row: what was
//! written is on the disk, and only a row is held, however many there are.

use std::io;

use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet,
    XlsxError,
};
use unicode_width::UnicodeWidthStr;

use crate::tint;
use base::{
    characters::visible,
    diagnostic::Severity,
    number::{Kind, Number},
};
use document::{Block, Cell, CellKind, Document, Grid, plain_text};

/// Rows that Excel holds on a sheet.
const ROWS: u32 = 1_048_576;
/// Digits that Excel counts with; a figure of more is written as words.
const DIGITS: usize = 15;
/// UTF-16 units that Excel holds in a cell.
const UNITS: usize = 32_767;
/// Characters of a sheet's name, at the most.
const NAME: usize = 31;
/// How wide a column is at the most, in halves of a Chinese character.
const WIDEST: f64 = 64.0;

/// What stands in a cell.
#[derive(Clone, Copy, Debug)]
pub enum Value<'a> {
    /// Words; nothing where there are none.
    Words(&'a str),
    /// An exact figure, as words where Excel would round it; none where it is unknown.
    Figure(Option<Number>),
    /// A formula with what it comes to.
    Formula(&'a str, Number),
}

/// A column: how it is headed, and how many halves of a Chinese character wide it is.
pub type Column = (String, f64);

/// A workbook while it is written.
pub struct Tables {
    book: Workbook,
    sheets: Vec<Sheet>,
}

struct Sheet {
    name: String,
    columns: Vec<Column>,
    /// Its pages: another wherever one is full.
    pages: Vec<Worksheet>,
    /// The row to write next.
    next: u32,
    /// Columns that stay in sight.
    frozen: u16,
    look: Format,
}

impl Tables {
    /// An empty workbook. The clock has no part in it, and many reports have no day in common,
    /// so it bears the first that Excel knows.
    ///
    /// # Errors
    /// Never for a title of words.
    pub fn new(title: &str) -> io::Result<Self> {
        let created = ExcelDateTime::from_ymd(1900, 1, 1).map_err(failed)?;
        let properties = DocProperties::new().set_title(words(title));
        let mut book = Workbook::new();
        book.set_properties(&properties.set_creation_datetime(&created));
        Ok(Tables {
            book,
            sheets: Vec::new(),
        })
    }

    /// Begins a sheet; gives its number. Of some columns it says that they stay in sight.
    ///
    /// # Errors
    /// A temporary file cannot be written.
    pub fn sheet(&mut self, name: &str, columns: Vec<Column>, frozen: u16) -> io::Result<usize> {
        let usable = |c: &char| !"[]:*?/\\'".contains(*c) && !c.is_control();
        let name: String = name.chars().filter(usable).take(NAME - 4).collect();
        let taken = self.sheets.iter().filter(|sheet| sheet.name == name);
        let name = match taken.count() {
            0 => name,
            before => format!("{name} {}", before + 1),
        };
        let look = Format::new().set_text_wrap().set_align(FormatAlign::Top);
        self.sheets.push(Sheet {
            name,
            columns,
            pages: Vec::new(),
            next: ROWS,
            frozen,
            look,
        });
        let number = self.sheets.len() - 1;
        self.page(number).map_err(failed)?;
        Ok(number)
    }

    /// Begins another page of a sheet.
    fn page(&mut self, number: usize) -> Result<(), XlsxError> {
        let sheet = &mut self.sheets[number];
        sheet.filter()?;
        let name = match sheet.pages.len() {
            0 => sheet.name.clone(),
            before => format!("{}（{}）", sheet.name, before + 1),
        };
        let mut page = self.book.new_worksheet_with_low_memory()?;
        page.set_name(name)?.set_freeze_panes(1, sheet.frozen)?;
        let head = Format::new()
            .set_bold()
            .set_text_wrap()
            .set_align(FormatAlign::VerticalCenter)
            .set_border(FormatBorder::Thin)
            .set_background_color(Color::RGB(0x00F2_F2F2));
        for (column, (name, width)) in (0..).zip(&sheet.columns) {
            page.set_column_width(column, *width)?;
            page.write_string_with_format(0, column, words(name), &head)?;
        }
        sheet.pages.push(page);
        sheet.next = 1;
        Ok(())
    }

    /// Writes a row below the last one, some of its cells tinted.
    ///
    /// # Errors
    /// A temporary file cannot be written.
    pub fn row<'a>(
        &mut self,
        number: usize,
        cells: impl IntoIterator<Item = (Value<'a>, Option<Severity>)>,
    ) -> io::Result<()> {
        if self.sheets[number].next == ROWS {
            self.page(number).map_err(failed)?;
        }
        self.sheets[number].row(cells).map_err(failed)
    }

    /// The row of a sheet that is written next, from 1.
    pub fn next(&self, number: usize) -> u32 {
        self.sheets[number].next + 1
    }

    /// Whether a sheet has not gone over to another page.
    pub fn is_one(&self, number: usize) -> bool {
        self.sheets[number].pages.len() == 1
    }

    fn done(mut self) -> Result<Workbook, XlsxError> {
        for mut sheet in self.sheets {
            sheet.filter()?;
            for page in sheet.pages {
                self.book.push_worksheet(page);
            }
        }
        Ok(self.book)
    }

    /// The bytes of the file.
    ///
    /// # Errors
    /// A temporary file cannot be written or read.
    pub fn bytes(self) -> io::Result<Vec<u8>> {
        let saved = self.done().and_then(|mut book| book.save_to_buffer());
        saved.map_err(failed)
    }

    /// Writes the file.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn save(self, file: impl io::Write + io::Seek + Send) -> io::Result<()> {
        let saved = self.done().and_then(|mut book| book.save_to_writer(file));
        saved.map_err(failed)
    }
}

impl Sheet {
    /// Sets the filter over what has been written to the last page.
    fn filter(&mut self) -> Result<(), XlsxError> {
        let last = self.columns.len().saturating_sub(1) as u16;
        match self.pages.last_mut() {
            Some(page) => page.autofilter(0, 0, self.next - 1, last).map(drop),
            None => Ok(()),
        }
    }

    fn row<'a>(
        &mut self,
        cells: impl IntoIterator<Item = (Value<'a>, Option<Severity>)>,
    ) -> Result<(), XlsxError> {
        let Some(page) = self.pages.last_mut() else {
            return Ok(());
        };
        let at = self.next;
        for (column, (value, severity)) in (0..).zip(cells) {
            let tinted;
            let look = match severity {
                None => &self.look,
                Some(severity) => {
                    let [red, green, blue] = tint(severity).map(u32::from);
                    let ground = Color::RGB(red << 16 | green << 8 | blue);
                    tinted = self.look.clone().set_background_color(ground);
                    &tinted
                }
            };
            match value {
                Value::Words("") | Value::Figure(None) => page.write_blank(at, column, look)?,
                Value::Words(text) => {
                    page.write_string_with_format(at, column, words(text), look)?
                }
                Value::Figure(Some(figure)) => match exact(figure) {
                    Some(number) => page.write_number_with_format(at, column, number, look)?,
                    None => page.write_string_with_format(at, column, figure.to_string(), look)?,
                },
                Value::Formula(formula, result) => {
                    let formula =
                        rust_xlsxwriter::Formula::new(formula).set_result(result.to_string());
                    page.write_formula_with_format(at, column, formula, look)?
                }
            };
        }
        self.next += 1;
        Ok(())
    }
}

/// Writes a document: its words on a first sheet, each table on its own, called after the
/// heading above it.
///
/// # Errors
/// A temporary file cannot be written.
pub fn document(document: &Document) -> io::Result<Vec<u8>> {
    let mut tables = Tables::new(&document.title)?;
    let told = tables.sheet("说明", vec![(document.title.clone(), 120.0)], 0)?;
    let mut heading = document.title.clone();
    for block in &document.blocks {
        match block {
            Block::Heading { content, .. } => heading = plain_text(content),
            Block::Table(grid) => table(&mut tables, &heading, grid)?,
            _ => {
                for line in lines(block) {
                    tables.row(told, [(Value::Words(&line), None)])?;
                }
            }
        }
    }
    tables.bytes()
}

/// The words of a block, a line each.
fn lines(block: &Block) -> Vec<String> {
    match block {
        Block::Paragraph(content) => vec![plain_text(content)],
        Block::List { items, .. } => items.iter().flatten().flat_map(lines).collect(),
        Block::Quote(blocks) => blocks.iter().flat_map(lines).collect(),
        _ => Vec::new(),
    }
}

fn table(tables: &mut Tables, name: &str, grid: &Grid) -> io::Result<()> {
    let (heads, body) = grid.rows.split_at(grid.header_rows.min(grid.rows.len()));
    let mut columns: Vec<Column> = vec![(String::new(), 6.0); grid.columns];
    let shown = |cell: &Cell| plain_text(&cell.content);
    for cell in heads
        .iter()
        .chain(body.iter().take(1000))
        .flat_map(|row| &row.cells)
    {
        let (words, (head, width)) = (shown(cell), &mut columns[cell.column]);
        *width = width.max(words.width() as f64 + 3.0).min(WIDEST);
        if cell.kind == CellKind::ColumnHead {
            *head = words;
        }
    }
    let sheet = tables.sheet(name, columns, 1)?;
    for row in body {
        let words: Vec<String> = row.cells.iter().map(shown).collect();
        let cells = row.cells.iter().zip(&words);
        tables.row(
            sheet,
            cells.map(|(cell, words)| {
                let number = Number::parse(words, Kind::Amount).ok();
                let value = match number.filter(|number| number.to_string() == *words) {
                    Some(number) => Value::Figure(Some(number)),
                    None => Value::Words(words),
                };
                (value, cell.finding)
            }),
        )?;
    }
    Ok(())
}

/// What Excel cannot take, in Chinese.
fn failed(error: XlsxError) -> io::Error {
    match error {
        XlsxError::IoError(error) | XlsxError::TempFileError(_, error) => error,
        XlsxError::RowColumnLimitError => {
            io::Error::other("报告太多，Excel 的一张表放不下；分几个文件夹来做，或用 csv")
        }
        error => io::Error::other(error.to_string()),
    }
}

/// Words as far as a cell holds them, without what XML cannot say.
fn words(text: &str) -> String {
    let mut units = 0;
    let text = visible(text);
    let fitting = text.chars().take_while(|c| {
        units += c.len_utf16();
        units <= UNITS
    });
    let sayable = fitting.map(|c| match c {
        '\u{FFFE}' | '\u{FFFF}' => char::REPLACEMENT_CHARACTER,
        c => c,
    });
    sayable.collect()
}

/// A figure as the number that Excel counts with; none where Excel would round it.
pub fn exact(number: Number) -> Option<f64> {
    let text = number.to_string();
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    text.parse().ok().filter(|_| digits <= DIGITS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_fifteen_digits_are_counted_with() {
        let number = |text| Number::parse(text, Kind::Amount).unwrap();
        assert_eq!(
            exact(number("999999999999999")),
            Some(999_999_999_999_999.0)
        );
        assert_eq!(exact(number("123456789.123456")), Some(123_456_789.123_456));
        assert_eq!(exact(number("1234567890123456")), None);
        assert_eq!(exact(number("1234567890.123456")), None);
    }

    #[test]
    fn words_are_cut_to_what_a_cell_holds() {
        assert_eq!(words("=1+2\u{FFFF}"), "=1+2\u{FFFD}");
        assert_eq!(words(&"𬇙".repeat(20_000)).chars().count(), UNITS / 2);
        assert_eq!(words(&"某".repeat(40_000)).chars().count(), UNITS);
    }
}
