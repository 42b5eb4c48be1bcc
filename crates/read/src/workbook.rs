//! The reader of filled workbooks that [`write::workbook`] made.
//!
//! In go the bytes of a workbook, out come a data file and what is doubtful about it:
//!
//! ```text
//! the cell named 年报.申请.新收.自然人 holds 6   →  申请: {新收: {自然人: 6, …}}
//! the cell named 年报.申请.新收.其他 holds 六件  →  ~, and a doubt at 申请.新收.其他
//! the rows from the cell named 年报.总体情况 on  →  总体情况: |
//! ```
//!
//! Cells are found by the names that they carry, so sheets may be renamed and rows inserted.
//! Nothing is matched or guessed; a workbook without these names is no business of this
//! reader but of [`xlsx`](super::xlsx).

mod text;
mod value;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use self::value::figure;
use crate::{
    Fault, Import, ImportSummary, Notice, Places,
    filled::Filled,
    xlsx::{Book, Found, origin, place, words},
};
use base::diagnostic::{Message, either, message};
use form::{
    datafile::{DataFile, Entry},
    edition::{Edition, SlotId},
    figure::{Doubt, Figure, Unread},
    fill,
    report::keys,
};
use write::workbook::{FORM, PREFIX};

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
    let form = gather(&mut book, &names, |name| name == FORM)?;
    let form = form.get(FORM).map(|cell| words(&cell.found.value));
    let form = form.unwrap_or_default();
    let edition = Edition::all()
        .iter()
        .find(|edition| edition.document == form);
    let edition = edition.ok_or_else(|| {
        Fault::new(
            format!("工作簿写的格式是「{form}」，没有这样的格式"),
            "用 nianbao new --to xlsx 重新生成一份，把数填进去",
        )
    })?;
    let is_text = |name: &str| text::keys(edition).any(|(key, _)| key == name);
    let cells = gather(&mut book, &names, |name| !is_text(name))?;
    let mut reader = Reader {
        edition,
        cells,
        doubts: Vec::new(),
    };
    let file = reader.file();
    let places = places(edition, &names, &reader.cells);
    let mut summary = ImportSummary::default();
    summary.count(&file);
    let mut import = Import {
        summary,
        file,
        doubts: reader.doubts,
        places,
    };
    text::read(&mut import, &mut book, &names)?;
    if book.macros {
        import
            .summary
            .remarks
            .push("工作簿里有宏，没有运行".to_owned());
    }
    Ok(Some(import))
}

/// What to do where a part of the workbook is gone, into which figures or texts go.
fn anew(what: &str) -> Message {
    either(
        format!("用 nianbao new --to xlsx 重新生成一份，把{what}填进去；或在数据文件里补上"),
        format!("重新生成一份填报表，把{what}填进去"),
    )
}

/// The particulars that every workbook of ours asks for.
const KNOWN: [&str; 4] = [keys::YEAR, keys::AGENCY, keys::CATEGORY, keys::DATE];

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
fn places(edition: &'static Edition, names: &BTreeMap<String, Place>, cells: &Cells) -> Places {
    let mut places = Places::default();
    let figures = edition.slots.iter().map(|slot| slot.path.as_str());
    let texts = text::keys(edition).map(|(key, _)| key);
    for name in KNOWN.into_iter().chain(texts).chain(figures) {
        if let Some(Some((sheet, row, column))) = names.get(name) {
            let origin = origin(&sheet.as_str().into(), (*row, *column));
            let words = cells.get(name).map(|cell| words(&cell.found.value));
            let spot = places.line(&words.unwrap_or_default(), &origin);
            places.put(name, &spot);
        }
    }
    places
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

/// A cell that a name leads to.
#[derive(Clone, Debug)]
struct Named {
    /// Its place, for people.
    place: String,
    found: Found,
    /// Whether it is one with other cells that names lead to.
    merged: bool,
}

/// The cells that names lead to.
type Cells = BTreeMap<String, Named>;

/// The names that lead into each sheet, by row and column.
type Sheets<'a> = BTreeMap<&'a str, BTreeMap<(u32, u32), &'a str>>;

fn gather(
    book: &mut Book,
    names: &BTreeMap<String, Place>,
    wanted: impl Fn(&str) -> bool,
) -> Result<Cells, Fault> {
    let mut sheets = Sheets::new();
    for (name, target) in names.iter().filter(|(name, _)| wanted(name)) {
        if let Some((sheet, row, column)) = target {
            let cells = sheets.entry(sheet).or_default();
            cells.insert((*row, *column), name);
        }
    }
    let mut cells = Cells::new();
    for (sheet, wanted) in sheets {
        is_there(book, sheet)?;
        let mut found = book.cells(sheet, |row, column| wanted.contains_key(&(row, column)))?;
        let merged = merged(book, sheet, &wanted);
        for (at, name) in wanted {
            let named = Named {
                place: place(sheet, at.0, at.1),
                found: found.remove(&at).unwrap_or_default(),
                merged: merged.contains(&at),
            };
            cells.insert(name.to_owned(), named);
        }
    }
    Ok(cells)
}

/// The wanted cells of a sheet that are merged with others of them: of ours each holds one
/// figure alone.
fn merged(
    book: &mut Book,
    sheet: &str,
    wanted: &BTreeMap<(u32, u32), &str>,
) -> BTreeSet<(u32, u32)> {
    let mut merged = BTreeSet::new();
    let areas = book.merged(sheet).into_iter();
    for [start, end] in areas.filter(|[start, end]| start <= end) {
        let rows = wanted.range(start..=end).map(|(at, _)| *at);
        let own = rows.filter(|at| (start.1..=end.1).contains(&at.1));
        let own: Vec<(u32, u32)> = own.collect();
        if own.len() > 1 {
            merged.extend(own);
        }
    }
    merged
}

/// Says so where a sheet that names lead to is not there.
fn is_there(book: &Book, sheet: &str) -> Result<(), Fault> {
    let present = book.sheets();
    match present.iter().any(|name| name == sheet) {
        true => Ok(()),
        false => Err(Fault::new(
            format!(
                "工作簿里没有工作表「{sheet}」，有的是：{}",
                present.join("、")
            ),
            "把工作表的名字改回来，或重新生成一份工作簿",
        )),
    }
}

struct Reader {
    edition: &'static Edition,
    cells: Cells,
    doubts: Vec<Notice>,
}

impl Reader {
    fn file(&mut self) -> DataFile {
        let mut filled = Filled::default();
        for key in fill::KEYS {
            // Workbooks of before have not all of them.
            let older = !self.cells.contains_key(key) && !KNOWN.contains(&key);
            if !older && let Some(cell) = self.take(key) {
                filled.state(key, cell.place, words(&cell.found.value));
            }
        }
        let year = filled.year().filter(|year| self.edition.covers(*year));
        let mut file = DataFile::blank(self.edition, year.unwrap_or(self.edition.from));
        self.doubts.extend(filled.fill(&mut file));
        let slots = 0..self.edition.slots.len();
        file.entries = slots.map(|slot| self.entry(SlotId(slot))).collect();
        filled.settle(self.edition, &mut file.entries);
        file
    }

    /// A cell by its name; one that is gone is a problem.
    fn take(&mut self, name: &str) -> Option<Named> {
        let found = self.cells.get(name).cloned();
        if found.is_none() {
            let message = "这一格不在工作簿里了，可能是删了行、列或工作表";
            let cell = self.edition.subject(name);
            let message = message!(cell; "「{cell}」 {message}");
            self.doubts.push(Notice::unsure(name, message, anew("数")));
        }
        found
    }

    /// Notes what is wrong with a cell, for the place in the data file where it belongs.
    fn doubt(&mut self, path: &str, place: &str, message: &str, help: impl Into<Message>) {
        let message = format!("{place} {message}");
        self.doubts.push(Notice::unsure(path, message, help));
    }

    fn entry(&mut self, id: SlotId) -> Entry {
        let slot = self.edition.slot(id);
        let total = self.edition.sums.iter().any(|sum| sum.total == id);
        let absent = Entry {
            figure: Figure::Absent,
            ..Entry::default()
        };
        let Some(cell) = self.take(&slot.path) else {
            return absent;
        };
        if cell.found.formula && total {
            // It adds up by itself, as the data file's total does.
            return absent;
        }
        match figure(&cell, slot.kind) {
            Ok((figure, note)) => Entry {
                figure,
                note,
                remark: None,
            },
            Err((message, help)) => {
                let remark = format!("{} {message}", cell.place);
                self.doubt(&slot.path, &cell.place, &message, help);
                let words = words(&cell.found.value);
                let doubt = Doubt::NoFigure;
                Entry {
                    figure: Figure::Unread(Unread { words, doubt }),
                    note: None,
                    remark: Some(remark),
                }
            }
        }
    }
}
