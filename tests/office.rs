//! Word and Excel files of the examples, read back as published reports are.

use std::path::PathBuf;

use crate::common::{Checked, files, read, stem};
use nianbao::{
    base::{
        diagnostic::{Finding, rules},
        source::{Sources, Span},
    },
    document::{Block, compose, mark_as_draft, plain_text},
    form::{datafile::DataFile, figure::Figure, report::Report},
    read::{self, Import, ImportOptions},
    write::{docx, markdown::block_markdown, pdf::Fonts, workbook},
};

fn examples() -> Vec<(String, Report)> {
    let files: Vec<PathBuf> = files("examples", "yaml");
    let read = files.iter().map(|path| {
        let name = stem(path);
        let checked = Checked::named(&format!("{name}.yaml"), &read(path));
        (name, checked.report.expect("the file can be read"))
    });
    read.collect()
}

fn imported(name: &str, bytes: &[u8], year: Option<u16>) -> Import {
    let published = read::read(name, bytes).unwrap();
    let mut options = ImportOptions::default().named(name);
    options.year = year;
    read::import(&published, &options).unwrap()
}

/// The figures that differ, as `path: ours, theirs`.
fn differences(report: &Report, file: &DataFile) -> Vec<String> {
    let slots = report.edition.slots.iter().enumerate();
    let pairs = slots
        .zip(&file.entries)
        .filter_map(|((index, slot), entry)| {
            let ours = report.printed(nianbao::form::edition::SlotId(index));
            let theirs = match entry.figure {
                Figure::Stated(number) => number.to_string(),
                _ => String::new(),
            };
            (ours != theirs).then(|| format!("{}: {ours}, {theirs}", slot.path))
        });
    pairs.collect()
}

/// Everything but the form's tables, with its headings, lists and marks.
fn texts(report: &Report) -> String {
    let blocks = compose(report).blocks;
    let own = blocks
        .iter()
        .filter(|block| !matches!(block, Block::Table(grid) if grid.is_form()));
    own.map(block_markdown).collect()
}

#[test]
fn a_word_file_is_read_back_as_the_same_report() {
    for (name, report) in examples() {
        let bytes = docx::render(&compose(&report), &Fonts::bundled()).unwrap();
        let file = imported(&format!("{name}.docx"), &bytes, None).file;
        assert_eq!(file.year.value, report.year, "{name}");
        assert_eq!(file.agency.value.as_deref(), Some(&*report.agency.text));
        let date = report.date.map(|(date, _)| date);
        assert_eq!(file.date.value, date, "{name}");
        assert_eq!(differences(&report, &file), [""; 0], "{name}");
        let again = Checked::of(&file.write());
        assert_eq!(texts(&report), texts(again.report()), "{name}");
    }
}

#[test]
fn the_findings_of_a_draft_are_no_part_of_the_report() {
    for (name, report) in examples() {
        let mut sources = Sources::new();
        let place = Span::new(sources.add("a.yaml", "年度: 2024\n"), 0..4);
        let told = |findings: &[Finding]| {
            let mut draft = compose(&report);
            mark_as_draft(&mut draft, &sources, findings);
            let bytes = docx::render(&draft, &Fonts::bundled()).unwrap();
            imported(&format!("{name}.docx"), &bytes, None)
        };
        let clean = docx::render(&compose(&report), &Fonts::bundled()).unwrap();
        let clean = imported(&format!("{name}.docx"), &clean, None);
        let long = Finding::new(
            &rules::ROW_TOTAL,
            place,
            "「申请.新收」的总计写 7，各项之和是 6，核对总计和各项，改正错的那一个。",
        );
        let short = Finding::new(&rules::BLANK_CELL, place, "2 格留空");
        for findings in [&[][..], &[long, short]] {
            let draft = told(findings);
            assert_eq!(draft.file.write(), clean.file.write(), "{name}");
            assert_eq!(draft.doubts, clean.doubts, "{name}");
            assert_eq!(draft.summary.lines(), clean.summary.lines(), "{name}");
        }
    }
}

#[test]
fn a_workbook_is_read_back_with_its_texts() {
    for (name, report) in examples() {
        let bytes = workbook::write(&report).unwrap();
        let file = read::workbook::read(&bytes).unwrap().unwrap().file;
        let again = Checked::of(&file.write());
        assert_eq!(texts(&report), texts(again.report()), "{name}");
    }
}

#[test]
fn a_workbook_without_its_names_is_read_by_its_labels() {
    for (name, report) in examples() {
        let bytes = workbook::write(&report).unwrap();
        let import = imported(&format!("{name}.xlsx"), &bytes, Some(report.year));
        let mut differences = differences(&report, &import.file);
        // Totals are the formulas' now, stated or not.
        let total = |line: &String| {
            let path = line.split(':').next().unwrap_or_default();
            let slot = report.edition.find(path).unwrap();
            report.edition.slot(slot).total
        };
        differences.retain(|line| !total(line));
        assert_eq!(differences, [""; 0], "{name}");
    }
}

#[test]
fn a_draft_lists_its_findings_and_tints_their_cells() {
    let text = read(&files("examples", "yaml")[1]);
    let checked = Checked::of(&text);
    let mut draft = compose(checked.report());
    mark_as_draft(&mut draft, &checked.sources, &checked.findings);
    let found = draft.figures().filter_map(|cell| {
        let severity = cell.finding?;
        Some(format!("{} {}", severity.chinese(), cell.path))
    });
    let found: Vec<String> = found.collect();
    for cell in [
        "警告 主动公开.行政许可.增减",
        "错误 申请.办理结果.予以公开.总计",
        "错误 申请.办理结果.总计.总计",
    ] {
        assert!(found.iter().any(|found| found == cell), "{cell} {found:?}");
    }
    let [
        ..,
        Block::NewPage,
        Block::Heading { .. },
        Block::Table(listed),
    ] = &draft.blocks[..]
    else {
        panic!("{:?}", draft.blocks.last());
    };
    let row = |row: usize| -> Vec<String> {
        let cells = listed.rows[row].cells.iter();
        cells.map(|cell| plain_text(&cell.content)).collect()
    };
    assert_eq!(row(0), ["级别", "规则", "位置", "问题"]);
    assert_eq!(listed.rows.len(), 1 + checked.findings.len());
    assert!((1..listed.rows.len()).any(|at| row(at)[1] == "空白单元格"));
}
