//! The workbook read back: every sum is that of the reports.

use std::{collections::BTreeMap, io::Cursor, sync::Arc};

use calamine::{Data, Range, Reader};

use super::*;
use crate::{
    form::{
        edition::SlotId,
        report::{self, Alone, Report},
    },
    ground::source::Sources,
    office::export,
};

fn report_of(text: &str) -> Report {
    let mut sources = Sources::new();
    let file = sources.add("report.yaml", text);
    report::read(&mut sources, file, &Alone).0.unwrap()
}

fn text_of(name: &str) -> String {
    let path = format!("{}/examples/{name}.yaml", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(path).unwrap()
}

/// Reports of both forms, mixed.
fn examples() -> Vec<Report> {
    let names = [
        "zhangdian-traffic-police-2024",
        "jining-hitech-public-security-2020",
        "minimal",
        "yiyuan-traffic-police-2020",
        "zhangdian-transport-2020",
        "jining-hitech-traffic-police-2020",
    ];
    names.map(|name| report_of(&text_of(name))).into()
}

fn about(report: &Report, file: &str) -> Arc<export::About> {
    export::About::of(report, file, "0".repeat(64))
}

fn exported(reports: &[Report], rows: u32) -> Vec<u8> {
    let mut table = Box::new(Xlsx::new(rows));
    for (index, report) in reports.iter().enumerate() {
        let name = format!("{index}.yaml");
        let rows = export::rows(report, &about(report, &name));
        table.next(&rows).unwrap();
    }
    table.close().unwrap()
}

fn opened(bytes: &[u8]) -> calamine::Xlsx<Cursor<&[u8]>> {
    calamine::Xlsx::new(Cursor::new(bytes)).unwrap()
}

fn sheet(bytes: &[u8], name: &str) -> Range<Data> {
    opened(bytes).worksheet_range(name).unwrap()
}

/// A cell, or nothing beyond the sheet's last.
fn cell(range: &Range<Data>, row: u32, column: usize) -> &Data {
    range
        .get_value((row, column as u32))
        .unwrap_or(&Data::Empty)
}

/// The row that names the columns.
fn names(range: &Range<Data>) -> u32 {
    let last = range.end().unwrap().0;
    let named = |row: &u32| *cell(range, *row, 0) == Data::String("机关".to_owned());
    (0..=last).find(named).unwrap()
}

fn decimal(data: &Data) -> String {
    match data {
        Data::Float(number) => number.to_string(),
        Data::String(text) => text.clone(),
        Data::Empty => String::new(),
        data => panic!("{data:?}"),
    }
}

#[test]
fn sums_are_those_of_the_reports() {
    let reports = examples();
    let book = exported(&reports, long::ROWS);
    let mut seen = 0;
    for edition in Edition::all() {
        let own: Vec<&Report> = reports
            .iter()
            .filter(|report| report.edition.name == edition.name)
            .collect();
        assert!(own.len() > 1, "{}", edition.name);
        for section in edition.sections.iter().filter(|s| s.table.is_some()) {
            let range = sheet(&book, &format!("{}（{}）", section.key, edition.years()));
            let names = names(&range);
            for column in 4..=range.end().unwrap().1 as usize {
                let path = format!("{}.{}", section.key, cell(&range, names, column));
                let slot = edition.find(&path).unwrap_or_else(|| panic!("{path}"));
                // What could not be read counts as nothing, as in a roll-up.
                let values = own.iter().filter_map(|report| report.value(slot));
                let sum = crate::ground::number::Number::from_millionths(values.sum());
                let stated = decimal(cell(&range, names - 1, column));
                assert_eq!(stated, sum.to_string(), "{path}");
                seen += 1;
            }
            for (row, report) in (names + 1..).zip(&own) {
                let agency = cell(&range, row, 0).to_string();
                assert_eq!(agency, report.agency.text);
            }
            assert_eq!(range.end().unwrap().0, names + own.len() as u32);
        }
    }
    let slots: usize = Edition::all().iter().map(|e| e.slots.len()).sum();
    assert_eq!(seen, slots);
}

#[test]
fn sums_are_formulas_over_the_agencies() {
    let reports = [
        report_of(&text_of("minimal")),
        report_of(&text_of("minimal")),
    ];
    let book = exported(&reports, long::ROWS);
    for section in reports[0].edition.sections.iter() {
        if section.table.is_none() {
            continue;
        }
        // One form alone needs no years in the names.
        let range = sheet(&book, &section.key);
        let formulas = opened(&book).worksheet_formula(&section.key).unwrap();
        let names = names(&range);
        let (first, last) = (names + 2, names + 3);
        let formula = formulas.get_value((names - 1, 4)).unwrap();
        assert_eq!(*formula, format!("SUBTOTAL(109,E{first}:E{last})"));
        assert_eq!(formulas.used_cells().count(), range.width() - 4);
    }
}

#[test]
fn the_long_table_has_every_row() {
    let reports = examples();
    let book = exported(&reports, long::ROWS);
    let range = sheet(&book, "长表");
    let mut lines = range.rows();
    let head: Vec<String> = lines.next().unwrap().iter().map(Data::to_string).collect();
    assert_eq!(
        head,
        Row::COLUMNS
            .iter()
            .map(|(name, ..)| *name)
            .collect::<Vec<_>>()
    );
    for (index, report) in reports.iter().enumerate() {
        for row in export::rows(report, &about(report, &format!("{index}.yaml"))) {
            let line = lines.next().unwrap();
            let value = row.value.map(|value| value.to_string().replace('+', ""));
            assert_eq!(decimal(&line[10]), value.unwrap_or_default(), "{row:?}");
            assert_eq!(line[0].to_string(), row.about.agency);
            assert_eq!(line[2], Data::Float(f64::from(row.about.year)));
            assert_eq!(line[7].to_string(), row.path);
            assert_eq!(line[9], Data::Bool(row.total));
            assert_eq!(line[11], Data::Bool(row.blank));
            assert_eq!(line[12].to_string(), row.note.unwrap_or_default());
            assert_eq!(line[13].to_string(), row.about.file);
        }
    }
    assert!(lines.next().is_none());
}

#[test]
fn a_full_sheet_is_followed_by_another() {
    let reports = examples();
    let one = exported(&reports, long::ROWS);
    let many = exported(&reports, 501);
    let sheets = opened(&many).sheet_names();
    let sheets: Vec<_> = sheets
        .iter()
        .filter(|name| name.starts_with("长表"))
        .collect();
    assert_eq!(sheets, ["长表", "长表 2", "长表 3"]);
    let lines = |book: &[u8], name: &str| -> Vec<Vec<Data>> {
        let range = sheet(book, name);
        range.rows().skip(1).map(<[Data]>::to_vec).collect()
    };
    let parts = sheets.iter().flat_map(|name| lines(&many, name));
    assert_eq!(parts.collect::<Vec<_>>(), lines(&one, "长表"));
}

/// A file with other figures and words than the example.
fn changed(changes: &[(&str, &str)]) -> Report {
    let text = changes.iter().fold(text_of("minimal"), |text, (old, new)| {
        assert!(text.contains(old), "{old}");
        text.replace(old, new)
    });
    report_of(&text)
}

#[test]
fn what_excel_would_round_is_written_as_words() {
    let figure = "行政许可:       0";
    let long = changed(&[(figure, "行政许可: 123456789012345678")]);
    let short = changed(&[(figure, "行政许可: 2")]);
    let book = exported(&[long, short], long::ROWS);
    let range = sheet(&book, "主动公开");
    let names = names(&range);
    let path = Data::String("行政许可".to_owned());
    let column = (0..range.width()).find(|at| *cell(&range, names, *at) == path);
    let column = column.unwrap();
    let shown: Vec<&Data> = (names - 1..names + 3)
        .map(|row| cell(&range, row, column))
        .collect();
    let words = |text: &str| Data::String(text.to_owned());
    assert_eq!(*shown[0], words("123456789012345680"));
    assert_eq!(*shown[2], words("123456789012345678"));
    assert_eq!(*shown[3], Data::Float(2.0));
}

#[test]
fn amounts_add_up_without_a_trace_of_binary() {
    let amount = "行政事业性收费: 0";
    let reports = ["0.1", "0.2", "76.786078"]
        .map(|figure| changed(&[(amount, &format!("行政事业性收费: {figure}"))]));
    let book = exported(&reports, long::ROWS);
    let range = sheet(&book, "主动公开");
    let last = range.width() - 1;
    let names = names(&range);
    assert_eq!(decimal(cell(&range, names - 1, last)), "77.086078");
    let formulas = opened(&book).worksheet_formula("主动公开").unwrap();
    let formula = formulas.get_value((names - 1, last as u32)).unwrap();
    assert!(formula.starts_with("ROUND(SUBTOTAL(109,"), "{formula}");
}

#[test]
fn words_are_never_formulas() {
    let report = changed(&[("名称: 某县档案馆", "名称: '=HYPERLINK(\"x\")'")]);
    let book = exported(&[report], long::ROWS);
    for name in ["申请", "长表"] {
        let formulas = opened(&book).worksheet_formula(name).unwrap();
        let written = formulas.used_cells().map(|(_, _, formula)| formula);
        assert!(written.filter(|f| f.contains("HYPERLINK")).count() == 0);
        let range = sheet(&book, name);
        let found = range
            .used_cells()
            .filter(|(_, _, data)| **data == Data::String("=HYPERLINK(\"x\")".to_owned()));
        assert!(found.count() > 0, "{name}");
    }
}

#[test]
fn blanks_stay_empty() {
    let report = changed(&[("行政许可:       0", "行政许可: ~")]);
    let slot = report
        .edition
        .slots
        .iter()
        .position(|s| s.path == "主动公开.行政许可");
    assert_eq!(report.value(SlotId(slot.unwrap())), None);
    let book = exported(&[report], long::ROWS);
    let range = sheet(&book, "主动公开");
    let names = names(&range);
    let line: BTreeMap<String, &Data> = (4..range.width())
        .map(|at| {
            (
                cell(&range, names, at).to_string(),
                cell(&range, names + 1, at),
            )
        })
        .collect();
    assert_eq!(line["行政许可"], &Data::Empty);
    assert_eq!(line["行政处罚"], &Data::Float(0.0));
}

#[test]
fn the_same_reports_give_the_same_bytes() {
    let reports = examples();
    assert_eq!(
        exported(&reports, long::ROWS),
        exported(&reports, long::ROWS)
    );
}

#[test]
fn no_report_gives_the_names_of_the_columns_alone() {
    let book = exported(&[], long::ROWS);
    assert_eq!(opened(&book).sheet_names(), ["长表"]);
    assert_eq!(sheet(&book, "长表").height(), 1);
}
