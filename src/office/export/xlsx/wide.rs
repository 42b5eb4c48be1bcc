//! A table of the form over all agencies: a line for each, a column for each cell.

use rust_xlsxwriter::{
    Color, Format, FormatAlign, FormatBorder, Formula, Note, Worksheet, XlsxError,
    utility::row_col_to_cell,
};

use super::{
    fitting::{columns, exact, words},
    heading::{Heading, Headings, headings},
};
use crate::{
    form::edition::{Edition, Section, Table},
    ground::number::{Kind, Number},
    office::export::Row,
};

/// The columns before those of the cells: what they are called, and how wide they are.
const FRONT: [(&str, f64); 4] = [
    ("机关", 28.0),
    ("类别", 12.0),
    ("年度", 7.0),
    ("文件", 20.0),
];
/// The width of a column of figures, in characters.
const FIGURE: f64 = 11.0;
/// The height of a line, in points.
const LINE: f64 = 15.0;
/// Characters of a note that are shown.
const NOTE: usize = 1000;

/// A sheet while it is written.
pub(super) struct Wide {
    /// The form.
    pub edition: &'static Edition,
    section: &'static Section,
    laid: Headings<'static>,
    /// What the columns come to.
    sums: Vec<Sum>,
    /// The row of the next agency.
    next: u32,
    looks: Looks,
}

/// What a column comes to.
#[derive(Clone, Copy)]
struct Sum {
    millionths: i128,
    /// Whether Excel can count with every figure of the column.
    counted: bool,
}

/// How cells look.
struct Looks {
    heading: Format,
    sum: Format,
    path: Format,
    words: Format,
    figure: Format,
    total: Format,
    blank: Format,
}

impl Wide {
    /// Begins an empty sheet for a section's table.
    pub(super) fn new(
        edition: &'static Edition,
        section: &'static Section,
        table: &'static Table,
    ) -> Self {
        let laid = headings(table);
        let none = Sum {
            millionths: 0,
            counted: true,
        };
        let mut wide = Wide {
            edition,
            section,
            sums: vec![none; laid.slots.len()],
            laid,
            next: 0,
            looks: Looks::new(),
        };
        wide.next = wide.first();
        wide
    }

    /// Whether the sheet is one of a form.
    pub(super) fn is_of(&self, edition: &Edition) -> bool {
        self.edition.name == edition.name
    }

    /// The row of the sums: below the section's heading and those of the columns.
    fn sum_row(&self) -> u32 {
        1 + self.laid.lines as u32
    }

    /// The row of the first agency: below the sums and the columns' names.
    fn first(&self) -> u32 {
        self.sum_row() + 2
    }

    /// Where the column of a cell stands on the sheet.
    fn column(index: usize) -> u16 {
        (FRONT.len() + index) as u16
    }

    /// Writes an agency's line, given all cells of its report in the form's order.
    pub(super) fn line(&mut self, sheet: &mut Worksheet, rows: &[Row]) -> Result<(), XlsxError> {
        let Some(report) = rows.first().map(|row| &row.about) else {
            return Ok(());
        };
        let (at, plain) = (self.next, &self.looks.words);
        sheet.write_string_with_format(at, 0, words(&report.agency), plain)?;
        sheet.write_string_with_format(at, 1, report.category.unwrap_or_default(), plain)?;
        sheet.write_number_with_format(at, 2, report.year, plain)?;
        sheet.write_string_with_format(at, 3, words(&report.file), plain)?;
        for (index, slot) in self.laid.slots.iter().enumerate() {
            let Some(row) = rows.get(slot.0) else {
                continue;
            };
            let look = match (row.total, row.value) {
                (_, None) => &self.looks.blank,
                (true, _) => &self.looks.total,
                (false, _) => &self.looks.figure,
            };
            figure(sheet, (at, Self::column(index)), row, look)?;
            self.sums[index].add(row.value);
        }
        self.next += 1;
        Ok(())
    }

    /// Writes what stands above the agencies: headings and sums. Where there are several
    /// forms the sheet's name says which it is of.
    pub(super) fn close(&mut self, sheet: &mut Worksheet, several: bool) -> Result<(), XlsxError> {
        let years = self.edition.years();
        sheet.set_name(match several {
            true => format!("{}（{years}）", self.section.key),
            false => self.section.key.clone(),
        })?;
        let title = format!(
            "{}（{}，{years}）",
            self.section.heading, self.edition.document
        );
        let bold = Format::new().set_bold().set_font_size(14);
        sheet.write_string_with_format(0, 0, title, &bold)?;
        for (column, (_, width)) in (0..).zip(FRONT) {
            sheet.set_column_width(column, width)?;
        }
        let last = Self::column(self.laid.slots.len()) - 1;
        sheet.set_column_range_width(FRONT.len() as u16, last, FIGURE)?;
        self.headings(sheet)?;
        self.sums(sheet)?;
        self.names(sheet)?;
        sheet.autofilter(self.first() - 1, 0, self.next - 1, last)?;
        sheet.set_freeze_panes(self.first(), 1)?;
        sheet.set_repeat_rows(0, self.first() - 1)?;
        sheet.set_repeat_columns(0, 0)?;
        sheet.set_landscape().set_paper_size(8);
        Ok(())
    }

    fn headings(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        let corner = Heading {
            top: 0,
            left: 0,
            rows: self.laid.lines,
            columns: FRONT.len(),
            words: "",
        };
        put(sheet, &corner, 0, &self.looks.heading)?;
        for heading in &self.laid.headings {
            put(sheet, heading, FRONT.len(), &self.looks.heading)?;
        }
        for line in 0..self.laid.lines {
            let here = self
                .laid
                .headings
                .iter()
                .filter(|heading| heading.top == line);
            let needed = here.map(|heading| {
                let room = heading.columns as f64 * FIGURE - 1.0;
                (columns(heading.words) / room).ceil() / heading.rows as f64
            });
            let height = needed.fold(1.0, f64::max).min(4.0) * LINE + 5.0;
            sheet.set_row_height(1 + line as u32, height)?;
        }
        Ok(())
    }

    /// The sums as formulas that leave out what the filter hides; exact words where Excel
    /// would round.
    fn sums(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        let (at, look) = (self.sum_row(), &self.looks.sum);
        let told = "合计（筛选后只加看得见的行）";
        sheet.merge_range(at, 0, at, FRONT.len() as u16 - 1, told, look)?;
        for (index, (slot, sum)) in self.laid.slots.iter().zip(&self.sums).enumerate() {
            let column = Self::column(index);
            let comes_to = Number::from_millionths(sum.millionths);
            if !sum.counted || exact(comes_to).is_none() {
                sheet.write_string_with_format(at, column, comes_to.to_string(), look)?;
                continue;
            }
            let first = row_col_to_cell(self.first(), column);
            let last = row_col_to_cell(self.next - 1, column);
            let added = format!("SUBTOTAL(109,{first}:{last})");
            let formula = match self.edition.slot(*slot).kind {
                Kind::Amount => format!("=ROUND({added},6)"),
                Kind::Count | Kind::Change => format!("={added}"),
            };
            let formula = Formula::new(formula).set_result(comes_to.to_string());
            sheet.write_formula_with_format(at, column, formula, look)?;
        }
        Ok(())
    }

    /// A name for every column, one line high, for the filter and for pivot tables.
    fn names(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        let (at, look) = (self.first() - 1, &self.looks.path);
        for (column, (name, _)) in (0..).zip(FRONT) {
            sheet.write_string_with_format(at, column, name, &self.looks.heading)?;
        }
        for (index, slot) in self.laid.slots.iter().enumerate() {
            let path = &self.edition.slot(*slot).path;
            let (_, name) = path.split_once('.').unwrap_or(("", path));
            sheet.write_string_with_format(at, Self::column(index), name, look)?;
        }
        Ok(())
    }
}

impl Sum {
    fn add(&mut self, value: Option<Number>) {
        let Some(value) = value else {
            return;
        };
        self.millionths = self.millionths.saturating_add(value.millionths());
        self.counted &= exact(value).is_some();
    }
}

impl Looks {
    fn new() -> Self {
        let grey = Color::RGB(0x00F2_F2F2);
        let bordered = Format::new().set_border(FormatBorder::Thin);
        let middle = bordered.clone().set_align(FormatAlign::VerticalCenter);
        let right = bordered.clone().set_align(FormatAlign::Right);
        Looks {
            heading: middle
                .set_align(FormatAlign::Center)
                .set_text_wrap()
                .set_background_color(grey),
            sum: right
                .clone()
                .set_bold()
                .set_background_color(Color::RGB(0x00DD_EBF7)),
            path: bordered
                .clone()
                .set_font_size(8)
                .set_font_color(Color::Gray),
            words: bordered,
            figure: right.clone(),
            total: right.clone().set_background_color(grey),
            blank: right.set_background_color(Color::RGB(0x00FF_F2CC)),
        }
    }
}

/// Writes a heading, merged where it covers more than one place.
fn put(
    sheet: &mut Worksheet,
    heading: &Heading,
    shift: usize,
    look: &Format,
) -> Result<(), XlsxError> {
    let (top, left) = (1 + heading.top as u32, (shift + heading.left) as u16);
    let bottom = top + heading.rows as u32 - 1;
    let right = left + heading.columns as u16 - 1;
    match (top, left) == (bottom, right) {
        true => sheet.write_string_with_format(top, left, heading.words, look)?,
        false => sheet.merge_range(top, left, bottom, right, heading.words, look)?,
    };
    Ok(())
}

fn figure(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    cell: &Row,
    look: &Format,
) -> Result<(), XlsxError> {
    match cell.value.map(|value| (exact(value), value)) {
        Some((Some(number), _)) => sheet.write_number_with_format(row, column, number, look)?,
        Some((None, value)) => {
            sheet.write_string_with_format(row, column, value.to_string(), look)?
        }
        None => sheet.write_blank(row, column, look)?,
    };
    if let Some(note) = &cell.note {
        let note: String = words(note).chars().take(NOTE).collect();
        sheet.insert_note(row, column, &Note::new(note).add_author_prefix(false))?;
    }
    Ok(())
}
