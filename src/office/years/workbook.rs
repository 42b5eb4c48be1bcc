//! The years as an Excel workbook: a sheet for each section, what stands out, and every number
//! with the figures and places that it comes from.

use std::io;

use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};

use super::{Filed, History, Indicator, Measure, Unit, sections::Line, standout::RULE};
use crate::{
    ground::number::Number,
    office::export::xlsx::{exact, failed, head, properties, words},
};

/// The columns of the sheet of sources, and how many characters wide they are.
const SOURCES: [(&str, f64); 9] = [
    ("机关", 26.0),
    ("年度", 7.0),
    ("指标", 14.0),
    ("数", 12.0),
    ("没有数的原因", 22.0),
    ("路径", 34.0),
    ("格里的数", 12.0),
    ("文件", 34.0),
    ("位置", 22.0),
];

/// Writes the workbook: the same years give the same bytes.
///
/// # Errors
/// Excel cannot hold it.
pub fn workbook(history: &History) -> io::Result<Vec<u8>> {
    write(history).map_err(failed)
}

fn write(history: &History) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    book.set_properties(&properties(&history.title())?);
    for section in history.sections() {
        let name = section.heading.replace(['（', '）'], " ");
        let sheet = book.add_worksheet();
        sheet.set_name(name.trim())?.set_freeze_panes(1, 2)?;
        let years = history.years.iter().map(|year| (year.to_string(), 12.0));
        let heads = [("名次".to_owned(), 7.0), (section.column.to_owned(), 28.0)];
        head(sheet, heads.into_iter().chain(years), &Format::new())?;
        for (row, line) in (1..).zip(&section.lines) {
            years_of(history, sheet, row, line)?;
        }
        let below = section.lines.len() as u32 + 2;
        for (row, told) in (below..).zip(&section.told) {
            sheet.write_string(row, 1, words(told))?;
        }
    }
    standouts(history, book.add_worksheet())?;
    sources(history, book.add_worksheet())?;
    book.save_to_buffer()
}

fn years_of(
    history: &History,
    sheet: &mut Worksheet,
    row: u32,
    line: &Line,
) -> Result<(), XlsxError> {
    if let Some(rank) = line.rank {
        sheet.write_number(row, 0, rank as u32)?;
    }
    sheet.write_string(row, 1, words(line.name))?;
    for (column, year) in (2..).zip(&history.years) {
        if let Some(measure) = line.agency.measure(line.number, *year) {
            number(sheet, (row, column), line.indicator, measure)?;
        }
    }
    if let Some(formula) = &line.formula {
        let column = 2 + history.years.len() as u16;
        sheet.write_string(row, column, words(formula))?;
    }
    Ok(())
}

/// A number that Excel counts with, a share as its exact quotient; words where it would round.
fn number(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    indicator: &Indicator,
    measure: &Measure,
) -> Result<(), XlsxError> {
    let Ok(value) = measure.value else {
        return Ok(());
    };
    let number = exact(Number::from_millionths(value));
    match (indicator.unit, number) {
        (Unit::Share, Some(percent)) => {
            let format = Format::new().set_num_format("0.0%");
            sheet.write_number_with_format(row, column, percent / 100.0, &format)?
        }
        (_, Some(number)) => sheet.write_number(row, column, number)?,
        (unit, None) => sheet.write_string(row, column, unit.shown(value))?,
    };
    Ok(())
}

fn standouts(history: &History, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    sheet.set_name("变化特别大的")?.set_freeze_panes(1, 0)?;
    let heads = [
        ("机关", 28.0),
        ("年度", 7.0),
        ("指标", 14.0),
        ("原因", 60.0),
    ];
    head(sheet, heads, &Format::new())?;
    for (row, one) in (1..).zip(&history.standouts) {
        sheet.write_string(row, 0, words(&history.agencies[one.agency].name))?;
        sheet.write_number(row, 1, one.year)?;
        sheet.write_string(row, 2, &Indicator::all()[one.indicator].name)?;
        sheet.write_string(row, 3, one.reason())?;
    }
    let below = history.standouts.len() as u32 + 2;
    sheet.write_string(below, 0, RULE)?;
    Ok(())
}

fn sources(history: &History, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    sheet.set_name("出处")?.set_freeze_panes(1, 1)?;
    head(sheet, SOURCES, &Format::new())?;
    let mut row = 1;
    for agency in &history.agencies {
        for filed in agency.reports.values() {
            for (number, indicator) in history.indicators() {
                if let Some(measure) = filed.measures.get(number) {
                    source(sheet, &mut row, (&agency.name, filed), (indicator, measure))?;
                }
            }
        }
    }
    sheet.autofilter(0, 0, row - 1, SOURCES.len() as u16 - 1)?;
    Ok(())
}

/// The figures of a number, a line each.
fn source(
    sheet: &mut Worksheet,
    row: &mut u32,
    (agency, filed): (&str, &Filed),
    (indicator, measure): (&Indicator, &Measure),
) -> Result<(), XlsxError> {
    let terms: Vec<_> = measure.of.iter().chain(&measure.among).map(Some).collect();
    let terms = if terms.is_empty() { vec![None] } else { terms };
    for term in terms {
        sheet.write_string(*row, 0, words(agency))?;
        sheet.write_number(*row, 1, filed.year)?;
        sheet.write_string(*row, 2, &indicator.name)?;
        number(sheet, (*row, 3), indicator, measure)?;
        if let Err(lack) = measure.value {
            sheet.write_string(*row, 4, lack.chinese())?;
        }
        sheet.write_string(*row, 7, words(&filed.file))?;
        if let Some(term) = term {
            sheet.write_string(*row, 5, term.path)?;
            if let Some(value) = term.value.map(Number::from_millionths) {
                match exact(value) {
                    Some(number) => sheet.write_number(*row, 6, number)?,
                    None => sheet.write_string(*row, 6, value.to_string())?,
                };
            }
            sheet.write_string(*row, 8, term.place.to_string())?;
        }
        *row += 1;
    }
    Ok(())
}
