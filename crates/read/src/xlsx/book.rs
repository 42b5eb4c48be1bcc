//! A workbook opened within bounds: its sheets, its names, and the cells that are wanted.

use std::{collections::BTreeMap, io::Cursor};

use calamine::{DataRef, Reader, Xlsx};

use super::measure::{MOST_READ, Measured, measure};
use crate::{Fault, container::OLE};

/// Sheets of a workbook, at the most.
const MOST_SHEETS: usize = 100;
/// Cells that are passed over in a workbook, at the most, and of them those that are kept.
const MOST_PASSED: usize = 1_000_000;
const MOST_CELLS: usize = 200_000;
/// What the words of a workbook's cells take, in bytes, at the most: cells share them in the
/// file.
const MOST_TEXT: usize = 8 * 1024 * 1024;
/// Characters of a cell, at the most: Excel holds no more.
const MOST_WORDS: usize = 32_767;

/// A workbook, ready to be read.
pub struct Book {
    xlsx: Xlsx<Cursor<Vec<u8>>>,
    spare: Spare,
    /// Whether it carries macros, which nobody runs here.
    pub macros: bool,
}

/// What may still be read of a workbook.
struct Spare {
    passed: usize,
    cells: usize,
    text: usize,
}

impl Spare {
    /// Takes off a cell that is passed over.
    fn pass(&mut self) -> Option<()> {
        self.passed = self.passed.checked_sub(1)?;
        Some(())
    }

    /// Takes off a cell that is kept.
    fn keep(&mut self, value: &Value) -> Option<()> {
        let length = match value {
            Value::Words(words) => words.len(),
            _ => 0,
        };
        self.cells = self.cells.checked_sub(1)?;
        self.text = self.text.checked_sub(length)?;
        Some(())
    }
}

/// What stands in a cell.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Value {
    /// Nothing.
    #[default]
    Empty,
    /// A number, as decimal digits.
    Number(String),
    /// Words.
    Words(String),
    /// A day, as a number of days since the end of 1899.
    Day(i64),
    /// Something that is no figure: a truth value, an error, a duration.
    Other(String),
}

/// A cell with what stands in it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    /// The value; of a formula, what it came to when the file was saved.
    pub value: Value,
    /// Whether it is a formula.
    pub formula: bool,
}

impl Book {
    /// Opens a workbook.
    ///
    /// # Errors
    /// It is none, is locked, broken or too large: why, and what to do.
    pub fn open(bytes: &[u8]) -> Result<Self, Fault> {
        if bytes.starts_with(OLE) {
            return Err(Fault::new(
                "这个文件加了密码，或是旧格式的 Excel 文件（.xls）",
                "用 Excel 或 WPS 打开，去掉密码，另存为 .xlsx，再导入",
            ));
        }
        let Measured { macros, largest } = measure(bytes)?;
        let xlsx = Xlsx::new(Cursor::new(bytes.to_vec())).map_err(|_| broken())?;
        let sheets = xlsx.sheet_names().len();
        // Sheets may be one part, which is read for each.
        if sheets > MOST_SHEETS || largest.saturating_mul(sheets) > MOST_READ {
            return Err(huge(&format!("有 {sheets} 张工作表，合起来太大")));
        }
        let spare = Spare {
            passed: MOST_PASSED,
            cells: MOST_CELLS,
            text: MOST_TEXT,
        };
        Ok(Book {
            xlsx,
            spare,
            macros,
        })
    }

    /// The names of the sheets, from left to right.
    pub fn sheets(&self) -> Vec<String> {
        self.xlsx.sheet_names()
    }

    /// The names that the workbook gives to cells, each with the formula that says where.
    pub fn names(&self) -> &[(String, String)] {
        self.xlsx.defined_names()
    }

    /// The cells of a sheet that are wanted, by row and column from 0.
    ///
    /// # Errors
    /// The sheet is broken.
    pub fn cells(
        &mut self,
        sheet: &str,
        wanted: impl Fn(u32, u32) -> bool,
    ) -> Result<BTreeMap<(u32, u32), Found>, Fault> {
        let mut reader = self
            .xlsx
            .worksheet_cells_reader(sheet)
            .map_err(|_| broken())?;
        let mut cells = BTreeMap::new();
        // A record without a formula of its own may share another's: metadata tells both.
        while let Some(cell) = reader
            .next_cell_with_formula_metadata()
            .map_err(|_| broken())?
        {
            let many = || {
                huge(&format!(
                    "读到工作表「{sheet}」时，格子或其中的文字已经太多"
                ))
            };
            self.spare.pass().ok_or_else(many)?;
            let (row, column) = cell.pos;
            if !wanted(row, column) {
                continue;
            }
            let found = Found {
                value: value(cell.value),
                formula: cell.formula.is_some(),
            };
            self.spare.keep(&found.value).ok_or_else(many)?;
            cells.insert((row, column), found);
        }
        Ok(cells)
    }

    /// The merged cells of a sheet: first row and column, last row and column.
    pub fn merged(&mut self, sheet: &str) -> Vec<[(u32, u32); 2]> {
        let merged = self
            .xlsx
            .merge_cells_by_sheet_name(sheet)
            .unwrap_or_default();
        merged
            .into_iter()
            .map(|area| [area.start, area.end])
            .collect()
    }
}

/// Which of its bounds a workbook breaks, and what to do.
pub fn huge(what: &str) -> Fault {
    Fault::new(
        format!("这个工作簿{what}，不像年报的表"),
        "检查是否选错了文件；只留下年报的几张表，另存后再导入",
    )
}

pub fn broken() -> Fault {
    Fault::new(
        "这个工作簿已损坏，读不出来",
        "用 Excel 或 WPS 打开看看，能打开就另存一份，再导入",
    )
}

fn value(data: DataRef<'_>) -> Value {
    let words = |text: &str| {
        let end = text.char_indices().nth(MOST_WORDS);
        match text[..end.map_or(text.len(), |(at, _)| at)].trim() {
            "" => Value::Empty,
            text => Value::Words(text.to_owned()),
        }
    };
    match data {
        DataRef::Empty => Value::Empty,
        DataRef::Int(number) => Value::Number(number.to_string()),
        DataRef::Float(number) => Value::Number(decimal(number)),
        DataRef::String(text) => words(&text),
        DataRef::SharedString(text) => words(text),
        DataRef::DateTime(day) if day.is_datetime() => Value::Day(day.as_f64() as i64),
        DataRef::DateTime(span) => Value::Other(span.as_f64().to_string()),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => words(&text),
        DataRef::Bool(true) => Value::Other("TRUE".to_owned()),
        DataRef::Bool(false) => Value::Other("FALSE".to_owned()),
        DataRef::Error(error) => Value::Other(error.to_string()),
    }
}

/// A number as Excel shows it: with 15 digits, which is all that it counts with.
fn decimal(number: f64) -> String {
    let rounded: Result<f64, _> = format!("{number:.14e}").parse();
    rounded.unwrap_or(number).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_excel_shows_them() {
        for (number, text) in [
            (3.0, "3"),
            (76.786078, "76.786078"),
            (0.1 + 0.2, "0.3"),
            (1_964_904.0, "1964904"),
            (-599.0, "-599"),
            (1.0 / 3.0, "0.333333333333333"),
        ] {
            assert_eq!(decimal(number), text);
        }
    }

    #[test]
    fn what_is_no_workbook_is_said_so() {
        let fault = |bytes: &[u8]| Book::open(bytes).map(|_| ()).unwrap_err().message;
        assert!(fault(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1").contains("密码"));
        assert!(fault(b"").contains("不是 Excel"));
        assert!(fault(b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0").contains("不是 Excel"));
    }
}
