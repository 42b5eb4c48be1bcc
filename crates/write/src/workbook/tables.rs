//! A document's tables as an Excel workbook, each on a sheet of its own, written row by row.

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

/// Digits that Excel counts with; a figure of more is written as words.
const DIGITS: usize = 15;
/// UTF-16 units that Excel holds in a cell.
const UNITS: usize = 32_767;
/// The sheet of a document's words.
const TOLD: &str = "说明";
/// Characters of a sheet's name, at the most, with a number behind it.
const NAME: usize = 27;
/// How wide a column is at the most, in halves of a Chinese character.
const WIDEST: f64 = 64.0;

/// A column: how it is headed, and how many halves of a Chinese character wide it is.
type Column = (String, f64);

/// Writes a document: its words on a first sheet, each table on its own, called after the
/// heading above it. The clock has no part in it, and many reports have no day in common, so it
/// bears the first that Excel knows.
///
/// # Errors
/// A temporary file cannot be written, or a table has more rows than a sheet.
pub fn document(document: &Document) -> io::Result<Vec<u8>> {
    book(document).map_err(failed)
}

/// Writes one table of words, its columns with their widths.
///
/// # Errors
/// A temporary file cannot be written, or there are more rows than a sheet has.
pub fn list(title: &str, columns: &[(&str, f64)], rows: Vec<Vec<String>>) -> io::Result<Vec<u8>> {
    let columns: Vec<Column> = columns
        .iter()
        .map(|(name, width)| ((*name).to_owned(), *width))
        .collect();
    let written = |book: &mut Workbook| {
        let mut page = sheet(book, title, &columns, 0)?;
        let last = (rows.len() as u32, columns.len().saturating_sub(1) as u16);
        for (at, words) in (1..).zip(rows) {
            row(&mut page, at, words.into_iter().map(|words| (words, None)))?;
        }
        page.autofilter(0, 0, last.0, last.1)?;
        book.push_worksheet(page);
        book.save_to_buffer()
    };
    titled(title)
        .and_then(|mut book| written(&mut book))
        .map_err(failed)
}

/// An empty workbook.
fn titled(title: &str) -> Result<Workbook, XlsxError> {
    let created = ExcelDateTime::from_ymd(1900, 1, 1)?;
    let properties = DocProperties::new().set_title(words(title));
    let mut book = Workbook::new();
    book.set_properties(&properties.set_creation_datetime(&created));
    Ok(book)
}

fn book(document: &Document) -> Result<Vec<u8>, XlsxError> {
    let mut book = titled(&document.title)?;
    let mut told = sheet(&mut book, TOLD, &[(document.title.clone(), 120.0)], 0)?;
    let (mut next, mut heading) = (1, document.title.clone());
    let (mut tables, mut names): (Vec<Worksheet>, Vec<String>) =
        (Vec::new(), vec![TOLD.to_owned()]);
    for block in &document.blocks {
        match block {
            Block::Heading { content, .. } => heading = plain_text(content),
            Block::Table(grid) => {
                let usable = |c: &char| !"[]:*?/\\'".contains(*c) && !c.is_control();
                let name: String = heading.chars().filter(usable).take(NAME).collect();
                names.push(name.clone());
                let name = match names.iter().filter(|other| **other == name).count() {
                    1 => name,
                    times => format!("{name} {times}"),
                };
                tables.push(table(&mut book, &name, grid)?);
            }
            _ => {
                for line in lines(block) {
                    row(&mut told, next, [(line, None)])?;
                    next += 1;
                }
            }
        }
    }
    told.autofilter(0, 0, next - 1, 0)?;
    for page in std::iter::once(told).chain(tables) {
        book.push_worksheet(page);
    }
    book.save_to_buffer()
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

/// A sheet with its heads; of some columns it is said that they stay in sight.
fn sheet(
    book: &mut Workbook,
    name: &str,
    columns: &[Column],
    frozen: u16,
) -> Result<Worksheet, XlsxError> {
    let mut page = book.new_worksheet_with_low_memory()?;
    page.set_name(name)?.set_freeze_panes(1, frozen)?;
    let head = Format::new()
        .set_bold()
        .set_text_wrap()
        .set_align(FormatAlign::VerticalCenter)
        .set_border(FormatBorder::Thin)
        .set_background_color(Color::RGB(0x00F2_F2F2));
    for (column, (name, width)) in (0..).zip(columns) {
        page.set_column_width(column, *width)?;
        page.write_string_with_format(0, column, words(name), &head)?;
    }
    Ok(page)
}

fn table(book: &mut Workbook, name: &str, grid: &Grid) -> Result<Worksheet, XlsxError> {
    let (heads, body) = grid.rows.split_at(grid.header_rows.min(grid.rows.len()));
    let mut columns: Vec<Column> = vec![(String::new(), 6.0); grid.columns];
    let shown = |cell: &Cell| plain_text(&cell.content);
    let measured = heads.iter().chain(body.iter().take(1000));
    for cell in measured.flat_map(|row| &row.cells) {
        let (words, (head, width)) = (shown(cell), &mut columns[cell.column]);
        *width = width.max(words.width() as f64 + 3.0).min(WIDEST);
        if cell.kind == CellKind::ColumnHead {
            *head = words;
        }
    }
    let mut page = sheet(book, name, &columns, 1)?;
    for (at, own) in (1..).zip(body) {
        let cells = own.cells.iter().map(|cell| (shown(cell), cell.finding));
        row(&mut page, at, cells)?;
    }
    let last = columns.len().saturating_sub(1) as u16;
    page.autofilter(0, 0, body.len() as u32, last)?;
    Ok(page)
}

/// Writes a row, some of its cells tinted: what is a figure as a number that Excel counts with.
fn row(
    page: &mut Worksheet,
    at: u32,
    cells: impl IntoIterator<Item = (String, Option<Severity>)>,
) -> Result<(), XlsxError> {
    for (column, (text, severity)) in (0..).zip(cells) {
        let mut look = Format::new().set_text_wrap().set_align(FormatAlign::Top);
        if let Some(severity) = severity {
            let [red, green, blue] = tint(severity).map(u32::from);
            look = look.set_background_color(Color::RGB(red << 16 | green << 8 | blue));
        }
        let number = Number::parse(&text, Kind::Amount).ok();
        let number = number.filter(|number| number.to_string() == text);
        match number.and_then(exact) {
            _ if text.is_empty() => page.write_blank(at, column, &look)?,
            Some(number) => page.write_number_with_format(at, column, number, &look)?,
            None => page.write_string_with_format(at, column, words(&text), &look)?,
        };
    }
    Ok(())
}

/// What Excel cannot take, in Chinese.
fn failed(error: XlsxError) -> io::Error {
    match error {
        XlsxError::IoError(error) | XlsxError::TempFileError(_, error) => error,
        XlsxError::RowColumnLimitError => {
            io::Error::other("报告太多，Excel 的一张表放不下；分几个文件夹来做，或写成别的格式")
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
fn exact(number: Number) -> Option<f64> {
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
