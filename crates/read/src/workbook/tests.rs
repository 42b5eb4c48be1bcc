//! A workbook there and back.

use std::io::{Cursor, Read, Write};

use super::*;
use crate::Import;
use base::{diagnostic::Surface, source::Sources};
use form::{
    datafile::DataFile,
    edition::Edition,
    figure::Figure,
    report::{self, Report},
};
use write::workbook::write;

mod damaged;

fn report_of(text: &str) -> Report {
    let mut sources = Sources::new();
    let file = sources.add("report.yaml", text);
    report::read(&mut sources, file, &report::Alone).0.unwrap()
}

fn example(name: &str) -> Report {
    let path = format!("{}/../../examples/{name}.yaml", env!("CARGO_MANIFEST_DIR"));
    report_of(&std::fs::read_to_string(path).unwrap())
}

const EXAMPLES: [&str; 6] = [
    "jining-hitech-public-security-2020",
    "jining-hitech-traffic-police-2020",
    "minimal",
    "yiyuan-traffic-police-2020",
    "zhangdian-traffic-police-2024",
    "zhangdian-transport-2020",
];

/// A workbook with a part rewritten.
fn rewritten(book: &[u8], part: &str, change: impl Fn(&str) -> String) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(book)).unwrap();
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).unwrap();
        let name = entry.name().unwrap().into_owned();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).unwrap();
        if name == part {
            let text = String::from_utf8(bytes).unwrap();
            let changed = change(&text);
            assert_ne!(changed, text, "{part} is as it was");
            bytes = changed.into_bytes();
        }
        out.start_file(name, zip::write::SimpleFileOptions::default())
            .unwrap();
        out.write_all(&bytes).unwrap();
    }
    out.finish().unwrap().into_inner()
}

/// The file of a table's sheet, by how many sheets stand before it: instructions, front
/// and texts.
const FIRST_TABLE: &str = "xl/worksheets/sheet5.xml";
const SECOND_TABLE: &str = "xl/worksheets/sheet6.xml";

/// What a cell's element is, from its `<c r="C7"` on.
fn element<'a>(sheet: &'a str, cell: &str) -> &'a str {
    let start = sheet.find(&format!("<c r=\"{cell}\"")).unwrap();
    let rest = &sheet[start..];
    let end = match (rest.find("/>"), rest.find("</c>")) {
        (Some(empty), Some(full)) if empty < full && !rest[..empty].contains('>') => empty + 2,
        (Some(empty), None) => empty + 2,
        (_, Some(full)) => full + 4,
        (None, None) => panic!("{cell} has no end"),
    };
    &rest[..end]
}

/// Replaces a cell of the minimal example's table of applications.
fn with_cell(cell: &str, content: &str) -> Vec<u8> {
    let book = write(&example("minimal")).unwrap();
    rewritten(&book, SECOND_TABLE, |sheet| {
        let old = element(sheet, cell);
        sheet.replace(old, &format!("<c r=\"{cell}\"{content}</c>"))
    })
}

fn filled(book: &[u8]) -> Import {
    read(book).unwrap().expect("it is ours")
}

fn words_of(problem: &Notice) -> &str {
    problem.message.on(Surface::DataFile)
}

#[test]
fn every_figure_comes_back() {
    for name in EXAMPLES {
        let report = example(name);
        let back = filled(&write(&report).unwrap());
        assert_eq!(back.doubts, [], "{name}");
        let file = &back.file;
        assert_eq!(file.year.value, report.year, "{name}");
        assert_eq!(file.agency.value.as_deref(), Some(&*report.agency.text));
        assert_eq!(file.category.value, report.category, "{name}");
        assert_eq!(file.date.value, report.date.map(|(date, _)| date), "{name}");
        let stated = DataFile::of(&report);
        let slots = report.edition.slots.iter();
        for (slot, (own, got)) in slots.zip(stated.entries.iter().zip(&file.entries)) {
            let total = report
                .edition
                .sums
                .iter()
                .any(|sum| report.edition.slot(sum.total).path == slot.path);
            match total {
                true => assert!(
                    matches!(got.figure, Figure::Absent | Figure::Blank),
                    "{name} {}",
                    slot.path
                ),
                false => {
                    let printed = |stated: &Figure| match stated {
                        Figure::Stated(number) | Figure::Covered(number) => {
                            number.millionths().to_string()
                        }
                        // An empty cell of a sheet says nothing of why it is.
                        Figure::Absent => "Blank".to_owned(),
                        other => format!("{other:?}"),
                    };
                    assert_eq!(
                        printed(&own.figure),
                        printed(&got.figure),
                        "{name} {}",
                        slot.path
                    );
                }
            }
        }
    }
}

#[test]
fn a_blank_workbook_gives_a_blank_data_file() {
    for edition in Edition::all() {
        let file = DataFile::blank(edition, edition.from);
        let back = filled(&write(&report_of(&file.write())).unwrap());
        assert_eq!(back.doubts, []);
        assert!(
            back.file
                .entries
                .iter()
                .all(|entry| entry.figure == Figure::Blank)
        );
        assert_eq!(back.file.agency.value, None);
    }
}

#[test]
fn what_is_to_be_filled_in_is_red_until_it_is() {
    let edition = Edition::latest();
    let blank = DataFile::blank(edition, edition.from);
    let book = write(&report_of(&blank.write())).unwrap();
    let mut archive = zip::ZipArchive::new(Cursor::new(&book[..])).unwrap();
    let mut part = |number: usize| {
        let name = format!("xl/worksheets/sheet{number}.xml");
        let mut text = String::new();
        let mut entry = archive.by_name(&name).unwrap();
        entry.read_to_string(&mut text).unwrap();
        text
    };
    let front = part(2);
    for red in ["B3", "B4", "B5", "B6"] {
        assert!(
            front.contains(&format!("<formula>LEN(TRIM({red}))=0</formula>")),
            "{red}"
        );
    }
    assert_eq!(front.matches("<conditionalFormatting").count(), 4);
    assert!(front.contains("<formula1>\"部门,人民政府,乡镇街道,其他\"</formula1>"));
    assert!(front.contains("<formula1>\"是,否\"</formula1>"));
    // Nobody need write a preamble.
    assert!(!part(3).contains("<conditionalFormatting"));
    assert!(part(4).contains("<formula>COUNTA($A$4:$B$29)=0</formula>"));
    let table = part(6);
    assert!(table.contains("<formula>AND(LEN(TRIM(D6))=0,年报.空白按0&lt;&gt;\"是\")</formula>"));
    // Every cell but totals: nothing that the sheet computes is red.
    assert!(table.contains("sqref=\"D6:I6 D7:I7 ") && !table.contains("D6:J6"));
}

#[test]
fn the_same_report_gives_the_same_bytes() {
    let report = example("minimal");
    assert_eq!(write(&report).unwrap(), write(&report).unwrap());
}

#[test]
fn sheets_hold_the_form_word_for_word() {
    let report = example("minimal");
    let published = crate::xlsx::read(&write(&report).unwrap()).unwrap();
    let document = document::compose(&report);
    let tables = |grid: &document::Grid| -> Vec<(String, usize, usize)> {
        let cells = grid.rows.iter().flat_map(|row| &row.cells);
        let labels = cells.filter(|cell| cell.path.is_empty());
        let labels = labels.map(|cell| {
            let words = document::plain_text(&cell.content);
            (words, cell.rowspan, cell.colspan)
        });
        labels.collect()
    };
    let mut seen = 0;
    for block in &document.blocks {
        let document::Block::Table(grid) = block else {
            continue;
        };
        let expected = tables(grid);
        let found = published.blocks.iter().any(|block| {
            let crate::published::Block::Table(table) = block else {
                return false;
            };
            let cells: Vec<_> = table
                .rows
                .iter()
                .flatten()
                .map(|cell| (cell.text.clone(), cell.row_span, cell.column_span))
                .collect();
            expected.iter().all(|label| cells.contains(label))
        });
        assert!(found, "{}", grid.summary);
        seen += 1;
    }
    assert_eq!(seen, 3);
}

#[test]
fn what_stands_in_a_figures_cell_and_is_none_is_a_problem_with_its_place() {
    for (content, words) in [
        (" t=\"inlineStr\"><is><t>三件</t></is>", "写的是「三件」"),
        (" t=\"inlineStr\"><is><t>约12</t></is>", "写的是「约12」"),
        (" t=\"b\"><v>1</v>", "是「TRUE」，不是数"),
        (" t=\"e\"><v>#REF!</v>", "是「#REF!」，不是数"),
        ("><f>A1+1</f>", "是公式，但文件里没有算出的结果"),
        ("><v>-2</v>", "不能是负数"),
        ("><v>1.5</v>", "必须是整数"),
        ("><v>1e300</v>", "写的是"),
    ] {
        let back = filled(&with_cell("D6", content));
        assert_eq!(back.doubts.len(), 1, "{content}: {:?}", back.doubts);
        let problem = &back.doubts[0];
        assert!(words_of(problem).starts_with("「申请!D6」 "), "{problem:?}");
        assert!(problem.path.starts_with("申请."), "{problem:?}");
        assert!(words_of(problem).contains(words), "{problem:?}");
        assert!(!problem.help.is_empty());
        let missing = back
            .file
            .entries
            .iter()
            .filter(|e| matches!(e.figure, Figure::Unread(_)));
        assert_eq!(missing.count(), 1);
    }
}

#[test]
fn a_formula_with_its_result_and_a_figure_with_a_note_are_read() {
    let figure = |content: &str| {
        let back = filled(&with_cell("D6", content));
        assert_eq!(back.doubts, []);
        let entry = back
            .file
            .entries
            .into_iter()
            .find(|entry| match entry.figure {
                Figure::Stated(number) => number.millionths() == 7_000_000,
                _ => false,
            });
        entry.expect("the figure is there").note
    };
    assert_eq!(figure("><f>3+4</f><v>7</v>"), None);
    assert_eq!(figure("><v>7.0</v>"), None);
    for words in ["７", "7 ", " 7件"] {
        let text = format!(" t=\"inlineStr\"><is><t xml:space=\"preserve\">{words}</t></is>");
        assert_eq!(figure(&text), None);
    }
    let noted = " t=\"inlineStr\"><is><t>7（含开发区）</t></is>";
    assert_eq!(figure(noted).as_deref(), Some("含开发区"));
}

#[test]
fn a_sheet_may_be_renamed_as_excel_does_it_and_not_otherwise() {
    let book = write(&example("minimal")).unwrap();
    let key = "申请";
    let both = rewritten(&book, "xl/workbook.xml", |text| {
        let text = text.replace(&format!("name=\"{key}\""), "name=\"表三\"");
        text.replace(&format!("{key}!$"), "表三!$")
            .replace(&format!("'{key}'!$"), "表三!$")
    });
    assert_eq!(filled(&both).doubts, []);
    let alone = rewritten(&book, "xl/workbook.xml", |text| {
        text.replace(&format!("<sheet name=\"{key}\""), "<sheet name=\"表三\"")
    });
    let fault = read(&alone).unwrap_err();
    assert!(fault.message.contains("没有工作表「申请」"), "{fault:?}");
}

#[test]
fn a_cell_that_was_deleted_is_missed() {
    let book = write(&example("minimal")).unwrap();
    let cut = rewritten(&book, "xl/workbook.xml", |text| {
        let at = text.find("$D$6<").unwrap();
        let start = text[..at].rfind('>').unwrap() + 1;
        format!("{}#REF!{}", &text[..start], &text[at + "$D$6".len()..])
    });
    let back = filled(&cut);
    assert_eq!(back.doubts.len(), 1, "{:?}", back.doubts);
    assert!(words_of(&back.doubts[0]).contains("不在工作簿里了"));
}

#[test]
fn macros_are_told_of_and_not_run() {
    let book = write(&example("minimal")).unwrap();
    let mut archive = zip::ZipArchive::new(Cursor::new(&book[..])).unwrap();
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        out.raw_copy_file(archive.by_index(index).unwrap()).unwrap();
    }
    out.start_file(
        "xl/vbaProject.bin",
        zip::write::SimpleFileOptions::default(),
    )
    .unwrap();
    let book = out.finish().unwrap().into_inner();
    assert_eq!(filled(&book).summary.remarks, ["工作簿里有宏，没有运行"]);
}

#[test]
fn a_bomb_is_refused() {
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    out.start_file("xl/workbook.xml", zip::write::SimpleFileOptions::default())
        .unwrap();
    let zeros = vec![0; 1 << 20];
    for _ in 0..65 {
        out.write_all(&zeros).unwrap();
    }
    let book = out.finish().unwrap().into_inner();
    assert!(book.len() < 1 << 20);
    assert!(read(&book).unwrap_err().message.contains("太大"));
}

#[test]
fn a_workbook_of_another_is_not_ours() {
    let mut book = rust_xlsxwriter::Workbook::new();
    book.add_worksheet().write(0, 0, "甲").unwrap();
    assert!(read(&book.save_to_buffer().unwrap()).unwrap().is_none());
}

#[test]
fn broken_merges_are_no_matter() {
    let book = write(&example("minimal")).unwrap();
    let broken = rewritten(&book, FIRST_TABLE, |sheet| {
        let start = sheet.find("<mergeCells").unwrap();
        let end = sheet.find("</mergeCells>").unwrap() + "</mergeCells>".len();
        format!("{}{}", &sheet[..start], &sheet[end..])
    });
    assert_eq!(filled(&broken).doubts, []);
}

#[test]
fn names_lead_to_cells() {
    assert_eq!(target("'申请'!$C$7"), Some(("申请".to_owned(), 6, 2)));
    assert_eq!(
        target("=申请!$AB$10:$AC$10"),
        Some(("申请".to_owned(), 9, 27))
    );
    assert_eq!(target("'甲''乙'!A1"), Some(("甲'乙".to_owned(), 0, 0)));
    for lost in [
        "#REF!",
        "'申请'!#REF!",
        "申请!$A$0",
        "申请!$AAAA$1",
        "1+1",
        "申请!A9999999",
    ] {
        assert_eq!(target(lost), None, "{lost}");
    }
}
