//! The reader of filled workbooks that [`write::workbook`](crate::write::workbook) made.
//!
//! In go the bytes of a workbook, out come a data file and what is doubtful about it:
//!
//! ```text
//! the cell named 年报.申请.新收.自然人 holds 6   →  申请: {新收: {自然人: 6, …}}
//! the cell named 年报.申请.新收.其他 holds 六件  →  ~, and a doubt at 申请.新收.其他
//! ```
//!
//! Cells are found by the names that they carry, so sheets may be renamed and rows inserted.
//! Nothing is matched or guessed; a workbook without these names is no business of this
//! reader but of [`xlsx`](super::xlsx).

mod value;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use self::value::{figure, words};
use crate::{
    form::{
        datafile::{DataFile, Entry, Stated},
        edition::{Edition, Field, SlotId},
        report::Category,
    },
    ground::date::Date,
    read::{
        Account, Count, Fault, Import, Notice, Origins, day,
        xlsx::{Book, Found, Value, origin, place},
    },
    write::workbook::{AGENCY, CATEGORY, DATE, FORM, PREFIX, YEAR},
};

/// Reads a workbook; nothing if it is not one of ours.
///
/// # Errors
/// It is no workbook, or not whole: why, and what to do.
pub fn read(bytes: &[u8]) -> Result<Option<Import>, Fault> {
    let mut book = Book::open(bytes)?;
    let names = names(&book);
    if !names.contains_key(FORM) {
        return Ok(None);
    }
    let cells = gather(&mut book, &names)?;
    let form = cells
        .get(FORM)
        .map(|(_, found)| words(&found.value))
        .unwrap_or_default();
    let edition = Edition::all()
        .iter()
        .find(|edition| edition.document == form);
    let edition = edition.ok_or_else(|| {
        Fault::new(
            format!("工作簿写的格式是「{form}」，没有这样的格式"),
            "用 nianbao new --to xlsx 重新生成一份，把数填进去",
        )
    })?;
    let mut reader = Reader {
        edition,
        cells,
        doubts: Vec::new(),
    };
    let file = reader.file();
    let mut account = account(&file);
    if book.macros {
        account.remarks.push("工作簿里有宏，没有运行".to_owned());
    }
    Ok(Some(Import {
        file,
        doubts: reader.doubts,
        account,
        origins: origins(edition, &names),
    }))
}

/// What was read: the particulars, and the cells of each table.
fn account(file: &DataFile) -> Account {
    let or_none = |text: Option<String>| text.unwrap_or_else(|| "没有填".to_owned());
    let edition = file.edition;
    let mut account = Account {
        particulars: vec![
            ("版式", format!("{}（{}）", edition.name, edition.document)),
            (YEAR, file.year.value.to_string()),
            (AGENCY, or_none(file.agency.value.clone())),
            (DATE, or_none(file.date.value.map(|date| date.to_string()))),
        ],
        ..Account::default()
    };
    for section in &edition.sections {
        let Some(table) = &section.table else {
            continue;
        };
        let mut count = Count {
            heading: section.heading.clone(),
            ..Count::default()
        };
        for slot in table.fields.iter().flat_map(Field::slots) {
            let entry = &file.entries[slot.0];
            match (entry.figure, &entry.remark) {
                (Stated::Figure(_) | Stated::Absent, _) => count.read += 1,
                (Stated::Blank, _) => count.blank += 1,
                (Stated::Missing, Some(_)) => count.unsure += 1,
                (Stated::Missing, None) => count.missing += 1,
            }
        }
        account.tables.push(count);
    }
    account
}

/// Where a name leads: sheet, row, column; nowhere if the cell was deleted.
type Place = Option<(String, u32, u32)>;

/// Our names, without what they begin with.
fn names(book: &Book) -> BTreeMap<String, Place> {
    let own = book.names().iter().filter_map(|(name, formula)| {
        let name = name.strip_prefix(PREFIX)?;
        Some((name.to_owned(), target(formula)))
    });
    own.collect()
}

/// Where the cells stand that names lead to, those of the figures in the form's order.
fn origins(edition: &Edition, names: &BTreeMap<String, Place>) -> Origins {
    let mut origins = Origins::default();
    let figures = edition.slots.iter().map(|slot| slot.path.as_str());
    for name in [YEAR, AGENCY, DATE].into_iter().chain(figures) {
        if let Some(Some((sheet, row, column))) = names.get(name) {
            origins.put(name, &origin(&sheet.as_str().into(), (*row, *column)));
        }
    }
    origins
}

/// The cell of a formula such as `'申请'!$C$7`.
fn target(formula: &str) -> Place {
    let (sheet, cell) = formula.trim_start_matches('=').rsplit_once('!')?;
    let sheet = match sheet
        .strip_prefix('\'')
        .and_then(|rest| rest.strip_suffix('\''))
    {
        Some(quoted) => quoted.replace("''", "'"),
        None => sheet.to_owned(),
    };
    // A merged cell may be named by its whole area: its first cell holds the figure.
    let cell = cell.split(':').next()?.replace('$', "");
    let digits = cell.find(|c: char| c.is_ascii_digit())?;
    let (letters, row) = cell.split_at(digits);
    if letters.is_empty() || letters.len() > 3 {
        return None;
    }
    let mut column = 0;
    for letter in letters.bytes() {
        let digit = letter
            .to_ascii_uppercase()
            .checked_sub(b'A')
            .filter(|digit| *digit < 26)?;
        column = column * 26 + u32::from(digit) + 1;
    }
    let row: u32 = row
        .parse()
        .ok()
        .filter(|row| (1..=1_048_576).contains(row))?;
    Some((sheet, row - 1, column - 1))
}

/// The cells that names lead to, each with its place for people.
type Cells = BTreeMap<String, (String, Found)>;

fn gather(book: &mut Book, names: &BTreeMap<String, Place>) -> Result<Cells, Fault> {
    let mut sheets: BTreeMap<&str, BTreeMap<(u32, u32), &str>> = BTreeMap::new();
    for (name, target) in names {
        if let Some((sheet, row, column)) = target {
            sheets
                .entry(sheet)
                .or_default()
                .insert((*row, *column), name);
        }
    }
    let present = book.sheets();
    let mut cells = Cells::new();
    for (sheet, wanted) in sheets {
        if !present.iter().any(|name| name == sheet) {
            return Err(Fault::new(
                format!(
                    "工作簿里没有工作表「{sheet}」，有的是：{}",
                    present.join("、")
                ),
                "把工作表的名字改回来，或重新生成一份工作簿",
            ));
        }
        let mut found = book.cells(sheet, |row, column| wanted.contains_key(&(row, column)))?;
        for ((row, column), name) in wanted {
            let found = found.remove(&(row, column)).unwrap_or_default();
            cells.insert(name.to_owned(), (place(sheet, row, column), found));
        }
    }
    Ok(cells)
}

struct Reader {
    edition: &'static Edition,
    cells: Cells,
    doubts: Vec<Notice>,
}

impl Reader {
    fn file(&mut self) -> DataFile {
        let year = self.year();
        let mut file = DataFile::blank(self.edition, year);
        file.agency.value = self.take(AGENCY).map(|(_, found)| words(&found.value));
        file.agency.value = file.agency.value.filter(|name| !name.is_empty());
        let category = self.category();
        if category.is_some() {
            file.category = category.into();
        }
        let date = self.date();
        if date.is_some() {
            file.date = date.into();
        }
        let slots = 0..self.edition.slots.len();
        file.entries = slots.map(|slot| self.entry(SlotId(slot))).collect();
        self.blank_totals(&mut file.entries);
        file
    }

    /// A cell by its name; one that is gone is a problem.
    fn take(&mut self, name: &str) -> Option<(String, Found)> {
        let found = self.cells.get(name).cloned();
        if found.is_none() {
            self.doubt(
                name,
                &format!("「{name}」"),
                "这一格不在工作簿里了，可能是删了行、列或工作表",
                "用 nianbao new --to xlsx 重新生成一份，把数填进去；或在数据文件里补上",
            );
        }
        found
    }

    /// Notes what is wrong with a cell, for the place in the data file where it belongs.
    fn doubt(&mut self, path: &str, place: &str, message: &str, help: impl Into<String>) {
        let message = format!("{place} {message}");
        self.doubts.push(Notice::unsure(path, message, help));
    }

    fn year(&mut self) -> u16 {
        let Some((place, found)) = self.take(YEAR) else {
            return self.edition.from;
        };
        let text = words(&found.value);
        let digits = text.trim_end_matches(['年', '度']);
        let year = digits
            .parse()
            .ok()
            .filter(|year| self.edition.covers(*year) && *year < 9999);
        year.unwrap_or_else(|| {
            let years = self.edition.years();
            let message = format!("年度写的是「{text}」，这个格式适用于{years}");
            self.doubt(YEAR, &place, &message, "填四位数字的年度");
            self.edition.from
        })
    }

    fn category(&mut self) -> Option<Category> {
        let (place, found) = self.take(CATEGORY)?;
        let text = words(&found.value);
        let known = Category::ALL
            .into_iter()
            .find(|known| known.chinese() == text);
        if known.is_none() && !text.is_empty() {
            let all: Vec<&str> = Category::ALL.iter().map(|known| known.chinese()).collect();
            let message = format!("类别写的是「{text}」");
            self.doubt(
                AGENCY,
                &place,
                &message,
                format!("从这几种里选一种：{}", all.join("、")),
            );
        }
        known
    }

    fn date(&mut self) -> Option<Date> {
        let (place, found) = self.take(DATE)?;
        let date = match &found.value {
            Value::Empty => return None,
            // Day 0 of Excel's count is 25569 days before that of Unix.
            Value::Day(day) => Date::of_unix_day(day - 25569),
            value => day::date(&words(value)),
        };
        if date.is_none() {
            let message = format!("落款日期写的是「{}」", words(&found.value));
            self.doubt(DATE, &place, &message, "写作 2026-01-20 这样的日期");
        }
        date
    }

    fn entry(&mut self, id: SlotId) -> Entry {
        let slot = self.edition.slot(id);
        let total = self.edition.sums.iter().any(|sum| sum.total == id);
        let Some((place, found)) = self.take(&slot.path) else {
            return Entry {
                figure: Stated::Missing,
                ..Entry::default()
            };
        };
        if found.formula && total {
            // It adds up by itself, as the data file's total does.
            return Entry {
                figure: Stated::Absent,
                ..Entry::default()
            };
        }
        match figure(&found, slot.kind) {
            Ok((figure, note)) => Entry {
                figure,
                note,
                remark: None,
            },
            Err((message, help)) => {
                let remark = format!("{place} {message}");
                self.doubt(&slot.path, &place, &message, help);
                Entry {
                    figure: Stated::Missing,
                    note: None,
                    remark: Some(remark),
                }
            }
        }
    }

    /// A total of nothing but blanks is blank, as the sheet shows it.
    fn blank_totals(&self, entries: &mut [Entry]) {
        // A total of totals comes after them: twice is as deep as forms go.
        for _ in 0..2 {
            for sum in &self.edition.sums {
                let blank = |slot: &SlotId| entries[slot.0].figure == Stated::Blank;
                let all = sum.parts.iter().all(blank);
                if all && entries[sum.total.0].figure == Stated::Absent {
                    entries[sum.total.0].figure = Stated::Blank;
                }
            }
        }
    }
}
