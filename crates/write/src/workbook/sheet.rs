//! A table of the form on a sheet: headings merged and locked, figures to fill in, totals
//! that add themselves up, and a line that says whether the sums are equal.

use std::collections::BTreeMap;

use rust_xlsxwriter::{
    Color, ConditionalFormatFormula, DataValidation, Format, FormatAlign, Formula, Worksheet,
    XlsxError, cell_range, row_col_to_cell, row_col_to_cell_absolute,
};

use super::{Names, PREFIX, columns, lines, locked, one_page, open, refusing, unfilled};
use base::number::{Kind, Number};
use document::{Cell, CellKind, Grid, plain_text};
use form::{
    edition::{Balance, Edition, SlotId},
    fill,
    report::{Figure, Report},
};

/// The first row of the table: above it stands the section's heading.
const TOP: u32 = 2;
/// The width of a column of figures, in characters: heads of six Chinese ones break after four.
const FIGURE: f64 = 8.5;
/// The height of a line, in points.
const LINE: f64 = 15.0;
/// Digits that Excel counts with; a figure of more is written as words.
const DIGITS: u32 = 15;

/// Where the figures stand: row and column from 0.
type Places = BTreeMap<SlotId, (u32, u16)>;

/// Writes a table on a sheet of its own, named after its section.
pub(super) fn write(
    sheet: &mut Worksheet,
    report: &Report,
    grid: &Grid,
    heading: &str,
    names: &mut Names,
) -> Result<(), XlsxError> {
    let places = places(report.edition, grid);
    let Some(first) = places.keys().next() else {
        return Ok(());
    };
    let path = &report.edition.slot(*first).path;
    let name = path.split('.').next().unwrap_or(path);
    // What nothing is filled in for is empty, also where nobody recalculates it.
    sheet.set_name(name)?.set_formula_result_default("");
    for (slot, (row, column)) in &places {
        let cell = format!("'{name}'!{}", row_col_to_cell_absolute(*row, *column));
        names.push((report.edition.slot(*slot).path.clone(), cell));
    }
    let widths = widths(grid);
    for (column, width) in (0..).zip(&widths) {
        sheet.set_column_width(column, *width)?;
    }
    let title = Format::new().set_bold().set_font_size(14);
    sheet.write_with_format(0, 0, heading, &title)?;
    for (index, row) in grid.rows.iter().enumerate() {
        let top = TOP + index as u32;
        sheet.set_row_height(top, height(&row.cells, &widths))?;
        for cell in &row.cells {
            match report.edition.find(&cell.path) {
                Some(slot) => figure(sheet, report, slot, cell, top, &places)?,
                None => label(sheet, cell, top)?,
            }
        }
    }
    blanks(sheet, report, &places)?;
    let bottom = TOP + grid.rows.len() as u32;
    balances(sheet, report, &places, bottom + 1)?;
    one_page(sheet);
    if grid.header_rows > 0 {
        sheet.set_repeat_rows(TOP, TOP + grid.header_rows as u32 - 1)?;
        let labels = grid.label_columns() as u16;
        sheet.set_freeze_panes(TOP + grid.header_rows as u32, labels)?;
    }
    Ok(())
}

fn places(edition: &Edition, grid: &Grid) -> Places {
    let mut places = Places::new();
    for (row, cells) in (TOP..).zip(&grid.rows) {
        for cell in &cells.cells {
            if let Some(slot) = edition.find(&cell.path) {
                places.insert(slot, (row, cell.column as u16));
            }
        }
    }
    places
}

fn words(cell: &Cell) -> String {
    plain_text(&cell.content)
}

fn widths(grid: &Grid) -> Vec<f64> {
    let labels = grid.label_columns();
    let mut widths = vec![FIGURE; grid.columns];
    for (column, width) in widths.iter_mut().enumerate().take(labels) {
        let own = grid.cells().filter(|cell| {
            cell.kind == CellKind::RowHead && cell.column == column && cell.colspan == 1
        });
        let widest = own.map(|cell| match columns(&words(cell)) {
            // A longer label of a group takes two lines.
            wide if cell.rowspan > 1 && wide > 16.0 => wide / 2.0,
            wide => wide,
        });
        // With the space at its sides the widest label stands on one line.
        *width = widest
            .map(|width| width + 1.0)
            .fold(12.0, f64::max)
            .min(40.0);
    }
    // A table of few columns reads better when they are wide.
    if grid.columns < 6 {
        widths[labels..].iter_mut().for_each(|width| *width = 20.0);
    }
    widths
}

fn height(cells: &[Cell], widths: &[f64]) -> f64 {
    let lines = cells.iter().filter(|cell| cell.rowspan == 1).map(|cell| {
        let room: f64 = widths[cell.column..cell.column + cell.colspan].iter().sum();
        lines(&words(cell), room)
    });
    lines.fold(1.0, f64::max) * LINE + 5.0
}

fn label(sheet: &mut Worksheet, cell: &Cell, top: u32) -> Result<(), XlsxError> {
    let grey = locked().set_background_color(Color::RGB(0x00F2_F2F2));
    let format = match cell.kind {
        CellKind::RowHead => grey.set_align(FormatAlign::Left),
        _ => grey,
    };
    put(sheet, cell, top, &words(cell), &format)
}

/// Writes words into a cell, merged where it covers more than one place.
fn put(
    sheet: &mut Worksheet,
    cell: &Cell,
    top: u32,
    words: &str,
    format: &Format,
) -> Result<(), XlsxError> {
    let left = cell.column as u16;
    let bottom = top + cell.rowspan as u32 - 1;
    let right = left + cell.colspan as u16 - 1;
    match (top, left) == (bottom, right) {
        true => sheet.write_string_with_format(top, left, words, format)?,
        false => sheet.merge_range(top, left, bottom, right, words, format)?,
    };
    Ok(())
}

fn figure(
    sheet: &mut Worksheet,
    report: &Report,
    slot: SlotId,
    cell: &Cell,
    top: u32,
    places: &Places,
) -> Result<(), XlsxError> {
    let left = cell.column as u16;
    let sum = report.edition.sums.iter().find(|sum| sum.total == slot);
    if let Some(sum) = sum {
        let grey = locked().set_background_color(Color::RGB(0x00E7_E6E6));
        put(sheet, cell, top, "", &grey)?;
        let parts = list(&sum.parts, places);
        let formula = format!("=IF(COUNT({parts})=0,\"\",SUM({parts}))");
        let result = comes_to(report, slot).map(|value| Number::from_millionths(value).to_string());
        let formula = Formula::new(formula).set_result(result.unwrap_or_default());
        sheet.write_formula_with_format(top, left, formula, &grey)?;
        return Ok(());
    }
    let kind = report.edition.slot(slot).kind;
    let format = match kind {
        Kind::Change => open().set_num_format("+0;-0;0"),
        Kind::Count | Kind::Amount => open(),
    };
    put(sheet, cell, top, "", &format)?;
    match &report.cell(slot).figure {
        Figure::Stated(number) | Figure::Covered(number) => {
            let text = number.to_string();
            let exact = text.bytes().filter(u8::is_ascii_digit).count() <= DIGITS as usize;
            match text.parse::<f64>().ok().filter(|_| exact) {
                Some(number) => sheet.write_number_with_format(top, left, number, &format)?,
                None => sheet.write_string_with_format(top, left, &text, &format)?,
            };
        }
        Figure::Blank | Figure::Absent | Figure::Unread(_) => {
            sheet.write_blank(top, left, &format)?;
        }
    }
    let rule = rule(kind, &row_col_to_cell(top, left))?;
    sheet.add_data_validation(top, left, top, left, &rule)?;
    Ok(())
}

/// Makes red what is to be filled in, unless blank is 0.
fn blanks(sheet: &mut Worksheet, report: &Report, places: &Places) -> Result<(), XlsxError> {
    let sums = &report.edition.sums;
    let filled = |slot: &SlotId| sums.iter().all(|sum| sum.total != *slot);
    let open: Vec<SlotId> = places.keys().copied().filter(filled).collect();
    let Some(&first) = open.first().and_then(|slot| places.get(slot)) else {
        return Ok(());
    };
    let cell = row_col_to_cell(first.0, first.1);
    let (zeros, yes) = (fill::ZEROS, fill::YES);
    let rule = format!("=AND(LEN(TRIM({cell}))=0,{PREFIX}{zeros}<>\"{yes}\")");
    unfilled(sheet, &rule, &list(&open, places).replace(',', " "), first)
}

/// What may be typed into a cell.
fn rule(kind: Kind, cell: &str) -> Result<DataValidation, XlsxError> {
    let (formula, told) = match kind {
        Kind::Count => (
            format!("=AND(ISNUMBER({cell}),{cell}>=0,INT({cell})={cell})"),
            "这里只能填从 0 起的整数，不加单位和逗号",
        ),
        Kind::Change => (
            format!("=AND(ISNUMBER({cell}),INT({cell})={cell})"),
            "这里填整数：增加写正数，减少写负数",
        ),
        Kind::Amount => (
            format!("=AND(ISNUMBER({cell}),{cell}>=0,ROUND({cell},6)={cell})"),
            "这里填金额，单位是万元，最多六位小数",
        ),
    };
    let rule = DataValidation::new().allow_custom(Formula::new(formula));
    refusing(rule, told)
}

/// The cells of some figures as a formula's arguments, neighbours as ranges.
fn list(slots: &[SlotId], places: &Places) -> String {
    let cells = slots.iter().filter_map(|slot| places.get(slot).copied());
    let mut cells: Vec<(u32, u16)> = cells.collect();
    cells.sort_unstable();
    let mut ranges: Vec<[(u32, u16); 2]> = Vec::new();
    for cell in cells {
        match ranges.last_mut() {
            Some([_, end]) if (cell.0, cell.1) == (end.0, end.1 + 1) => *end = cell,
            Some([start, end]) if start.1 == end.1 && cell == (end.0 + 1, end.1) => *end = cell,
            _ => ranges.push([cell, cell]),
        }
    }
    let ranges = ranges.into_iter();
    let ranges = ranges.map(|[start, end]| cell_range(start.0, start.1, end.0, end.1));
    ranges.collect::<Vec<_>>().join(",")
}

/// The lines below the table: green where the two sums of a column are equal, red where not.
fn balances(
    sheet: &mut Worksheet,
    report: &Report,
    places: &Places,
    row: u32,
) -> Result<(), XlsxError> {
    let mut lines: Vec<Vec<(u16, &Balance)>> = Vec::new();
    for balance in &report.edition.balances {
        let Some(&(_, column)) = balance.left.first().and_then(|slot| places.get(slot)) else {
            continue;
        };
        let free = |line: &&mut Vec<(u16, _)>| line.iter().all(|(other, _)| *other != column);
        match lines.iter_mut().find(free) {
            Some(line) => line.push((column, balance)),
            None => lines.push(vec![(column, balance)]),
        }
    }
    for (row, line) in (row..).zip(lines) {
        balances_of(sheet, report, places, row, &line)?;
    }
    Ok(())
}

/// One of these lines: at most one balance for every column.
fn balances_of(
    sheet: &mut Worksheet,
    report: &Report,
    places: &Places,
    row: u32,
    line: &[(u16, &Balance)],
) -> Result<(), XlsxError> {
    for &(column, balance) in line {
        let (left, right) = (list(&balance.left, places), list(&balance.right, places));
        let formula = format!(
            "=IF(COUNT({left},{right})=0,\"\",\
             IF(ROUND(SUM({left})-SUM({right}),6)=0,\"平\",\"差 \"&ROUND(SUM({left})-SUM({right}),6)))"
        );
        let formula = Formula::new(formula).set_result(verdict(report, balance));
        sheet.write_formula_with_format(row, column, formula, &locked())?;
    }
    let columns = || line.iter().map(|(column, _)| *column);
    let (Some(first), Some(last)) = (columns().min(), columns().max()) else {
        return Ok(());
    };
    let bold = locked().set_bold().set_align(FormatAlign::Right);
    const CHECK: &str = "勾稽关系检查";
    match first {
        0 => &mut *sheet,
        1 => sheet.write_with_format(row, 0, CHECK, &bold)?,
        _ => sheet.merge_range(row, 0, row, first - 1, CHECK, &bold)?,
    };
    let corner = row_col_to_cell(row, first);
    let (even, odd) = (
        format!("={corner}=\"平\""),
        format!("=LEFT({corner},1)=\"差\""),
    );
    for (rule, fill, ink) in [
        (even, 0x00C6_EFCE, 0x0000_6100),
        (odd, 0x00FF_C7CE, 0x009C_0006),
    ] {
        let look = Format::new().set_background_color(Color::RGB(fill));
        let look = look.set_font_color(Color::RGB(ink));
        let rule = ConditionalFormatFormula::new().set_rule(rule.as_str());
        sheet.add_conditional_format(row, first, row, last, &rule.set_format(look))?;
    }
    Ok(())
}

/// What the formula of a balance comes to.
fn verdict(report: &Report, balance: &Balance) -> String {
    let side = |slots: &[SlotId]| -> Vec<i128> {
        let filled = slots.iter().filter_map(|slot| comes_to(report, *slot));
        filled.collect()
    };
    let (left, right) = (side(&balance.left), side(&balance.right));
    if left.is_empty() && right.is_empty() {
        return String::new();
    }
    match left.iter().sum::<i128>() - right.iter().sum::<i128>() {
        0 => "平".to_owned(),
        difference => format!("差 {}", Number::from_millionths(difference)),
    }
}

/// What a cell shows, in millionths: a figure, or what a total's formula comes to; nothing
/// where nothing is filled in.
fn comes_to(report: &Report, slot: SlotId) -> Option<i128> {
    let sum = report.edition.sums.iter().find(|sum| sum.total == slot);
    let Some(sum) = sum else {
        return report.cell(slot).figure.number().map(Number::millionths);
    };
    let parts = sum.parts.iter().filter_map(|part| comes_to(report, *part));
    parts.reduce(|sum, part| sum + part)
}
