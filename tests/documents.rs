//! Documents where a data file may be given: what is found in them, and at which of their
//! places.

use std::{
    fs,
    io::{Cursor, Read, Write},
    process::{Command, Stdio},
};

use crate::common::desk::{Desk, Run};
use crate::generate::county;
use nianbao::read::published::Block;
use rust_xlsxwriter::{Format, Formula, Workbook, Worksheet};
use zip::{ZipArchive, ZipWriter, write::SimpleFileOptions};

const SEED: u64 = 20_250_101;

/// A report that has a blank cell and a half-width comma, in every format.
fn products(desk: &Desk) {
    let agency = &county(SEED, 1, 2025)[0];
    let row = agency
        .text
        .lines()
        .find(|line| line.trim_start().starts_with("行政许可"));
    let text = agency
        .text
        .replacen(row.unwrap(), "  行政许可: ~", 1)
        .replacen("总体情况: |\n", "总体情况: |\n  第一段,就这些。\n\n", 1);
    desk.put("原.yaml", text);
    let run = desk.run(&[
        "build",
        "原.yaml",
        "--to",
        "md,html,pdf,docx",
        "--out",
        "成品",
    ]);
    run.ends(0);
}

/// Runs the program with something on its standard input.
fn piped(desk: &Desk, arguments: &[&str], input: &[u8]) -> (i32, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_nianbao"))
        .args(arguments)
        .current_dir(desk.path("."))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let fed = child.stdin.take().unwrap().write_all(input);
    let output = child.wait_with_output().unwrap();
    // What is too large is not read to its end.
    drop(fed);
    let told = [output.stdout, output.stderr].concat();
    (
        output.status.code().unwrap(),
        String::from_utf8_lossy(&told).into_owned(),
    )
}

fn findings(run: &Run) -> Vec<serde_json::Value> {
    let value: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    let files = value["files"].as_array().unwrap().iter();
    let found = files.flat_map(|file| file["findings"].as_array().unwrap().clone());
    found.collect()
}

#[test]
fn findings_tell_the_place_in_the_document() {
    let desk = Desk::new();
    products(&desk);
    for (name, blank, comma) in [
        ("原.docx", "表 1 第 7 行第 2 列", "第 3 段"),
        ("原.html", "表 1 第 7 行第 2 列", "第 4 段"),
        ("原.md", "表 1 第 7 行第 2 列", "第 3 段"),
        ("原.pdf", "第 1 页", "第 1 页"),
    ] {
        let name = &format!("成品/{name}");
        let run = desk.run(&["check", name, "--format", "json"]);
        run.ends(0);
        let found = findings(&run);
        let told: Vec<(&str, &str)> = found
            .iter()
            .map(|f| (f["rule"].as_str().unwrap(), f["within"].as_str().unwrap()))
            .collect();
        assert_eq!(
            told,
            [("punctuation", comma), ("blank-cell", blank)],
            "{name}"
        );
        for key in ["line", "column", "end_line", "end_column"] {
            assert!(found[0][key].is_null(), "{key}");
        }
        assert_eq!(found[0]["place"].as_str(), Some(name.as_str()));
        let run = desk.run(&["check", name, "--format", "short"]);
        assert!(
            run.out
                .contains(&format!("{name}:{blank}: 警告[blank-cell]")),
            "{}",
            run.out
        );
        let run = desk.run(&["check", name, "--format", "github"]);
        assert!(
            run.out.contains(&format!("title=blank-cell::{blank}：")),
            "{}",
            run.out
        );
        let run = desk.run(&["check", name]);
        assert!(
            run.out.contains(&format!("--> {name}:{comma}\n")),
            "{}",
            run.out
        );
        assert!(run.out.contains("第一段,就这些。"), "the words are shown");
    }
}

#[test]
fn a_total_is_found_wrong_in_its_own_cell() {
    let desk = Desk::new();
    products(&desk);
    // As a page of another program, without the data of its own that a changed figure contradicts.
    let page = desk.text("成品/原.html").replace("nianbao-data", "data");
    // The first figure of the second table is a part of a row.
    let (before, table) = page.split_at(page.find("新收政府信息公开申请").unwrap());
    let at = table.find("<td").unwrap();
    let (start, rest) = table[at..].split_once('>').unwrap();
    let (_, rest) = rest.split_once('<').unwrap();
    desk.put(
        "错.html",
        format!("{before}{}{start}>77777<{rest}", &table[..at]),
    );
    let run = desk.run(&["check", "错.html", "--format", "short"]);
    run.ends(1);
    assert!(
        run.out
            .contains("错.html:表 2 第 4 行第 4 列: 错误[row-total]"),
        "{}",
        run.out
    );
    assert!(run.out.contains("77777"), "{}", run.out);
}

#[test]
fn a_workbook_tells_its_cells_and_doubts() {
    let desk = Desk::new();
    let book = "空.xlsx";
    desk.run(&["new", "--year", "2025", "-o", book]).ends(0);
    let run = desk.run(&["check", book, "--format", "short"]);
    run.ends(1);
    for told in [
        "空.xlsx:封面!B4: 错误[missing-key]",
        "空.xlsx:申请!D6: 警告[blank-cell]",
        "空.xlsx:总体情况!A4: 错误[empty-section]",
    ] {
        assert!(run.out.contains(told), "{}", run.out);
    }
    let run = desk.run(&["check", book]);
    assert!(
        run.out.contains("nianbao import 空.xlsx -o 年报.yaml"),
        "{}",
        run.out
    );
}

#[test]
fn a_blank_workbook_shows_no_figures() {
    let desk = Desk::new();
    desk.run(&["new", "--year", "2025", "-o", "空.xlsx"])
        .ends(0);
    let mut book = ZipArchive::new(fs::File::open(desk.path("空.xlsx")).unwrap()).unwrap();
    let mut formulas = 0;
    for number in 1..=book.len() {
        let name = format!("xl/worksheets/sheet{number}.xml");
        let Ok(mut sheet) = book.by_name(&name) else {
            continue;
        };
        let mut xml = String::new();
        sheet.read_to_string(&mut xml).unwrap();
        // What programs show that calculate nothing.
        for rest in xml.split("</f>").skip(1) {
            assert!(rest.starts_with("<v></v>"), "{name}: {}", &rest[..20]);
            formulas += 1;
        }
    }
    assert!(formulas > 30, "{formulas}");
}

#[test]
fn a_document_is_built_beside_itself_and_never_over_itself() {
    let desk = Desk::new();
    products(&desk);
    let words = fs::read(desk.path("成品/原.docx")).unwrap();
    desk.put("报告.docx", &words);
    desk.run(&["build", "报告.docx", "--to", "docx,pdf"])
        .ends(0);
    desk.run(&["build", "报告.docx", "--to", "docx"])
        .ends(2)
        .says("盖掉 报告.docx 自己");
    assert_eq!(fs::read(desk.path("报告.docx")).unwrap(), words);
    assert_eq!(desk.files(), ["原.yaml", "成品", "报告.docx", "报告.pdf"]);
    let run = desk.run(&["check", "报告.docx", "--fix"]);
    run.ends(2)
        .says("不是数据文件")
        .says("nianbao import 报告.docx");
}

#[test]
fn every_command_takes_a_document() {
    let desk = Desk::new();
    products(&desk);
    let run = desk.run(&["diff", "原.yaml", "成品/原.docx", "--all", "--to", "json"]);
    let compared: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    let figures = compared["figures"].as_array().unwrap().iter();
    assert!(figures.clone().count() > 50);
    assert!(
        figures.clone().all(|f| f["last"] == f["this"]),
        "{}",
        run.out
    );
    let exported = |name: &str| {
        let run = desk.run(&["export", name, "--to", "csv"]);
        let lines = run.out.lines().skip(1);
        // All but the file and its digest, which every row ends with.
        let cells = lines.map(|line| line.rsplitn(3, ',').last().unwrap().to_owned());
        cells.collect::<Vec<_>>()
    };
    let own = exported("原.yaml");
    for name in ["成品/原.docx", "成品/原.html", "成品/原.pdf", "成品/原.md"] {
        assert_eq!(exported(name), own, "{name}");
    }
    let rolled = |name: &str| {
        let run = desk.run(&["rollup", name, "--agency", "某某县人民政府"]);
        run.ends(0);
        let lines = run.out.lines().filter(|line| !line.starts_with('#'));
        lines.collect::<Vec<_>>().join("\n")
    };
    assert_eq!(rolled("成品/原.pdf"), rolled("原.yaml"));
    // Last year's report, on the command line and in the file.
    let run = desk.run(&["check", "原.yaml", "--previous", "成品/原.docx"]);
    run.ends(1).says("应为 2024 年度");
    desk.put("今.yaml", desk.text("原.yaml") + "上年: 成品/原.html\n");
    desk.run(&["check", "今.yaml"])
        .ends(1)
        .says("应为 2024 年度");
    let agency = &county(SEED, 1, 2025)[0].name;
    desk.put("名册.yaml", format!("- {agency}\n"));
    let run = desk.run(&["status", "成品", "--roster", "名册.yaml", "--year", "2025"]);
    run.ends(0).says(agency);
}

#[test]
fn standard_input_is_read_by_its_content() {
    let desk = Desk::new();
    products(&desk);
    for name in ["原.yaml", "成品/原.docx", "成品/原.html", "成品/原.pdf"] {
        let bytes = fs::read(desk.path(name)).unwrap();
        let (code, told) = piped(&desk, &["check", "-"], &bytes);
        assert_eq!(code, 0, "{told}");
        assert!(told.contains("blank-cell"), "{name}: {told}");
        let (code, told) = piped(&desk, &["build", "-", "-o", "出.md"], &bytes);
        assert_eq!(code, 0, "{told}");
        assert!(desk.text("出.md").contains("第一段"));
    }
    let text = desk.text("原.yaml");
    let (code, told) = piped(&desk, &["build", "-"], text.as_bytes());
    assert!(code == 2 && told.contains("用 -o 指明"), "{told}");
    let (code, told) = piped(&desk, &["check", "-", "--fix"], text.as_bytes());
    assert!(code == 2 && told.contains("先存成文件"), "{told}");
    let (code, told) = piped(&desk, &["fmt", "-"], text.as_bytes());
    assert!(code == 0 && told.contains("年度: 2025\n"), "{told}");
    let (code, told) = piped(&desk, &["check", "-"], &vec![b' '; 5 << 20]);
    assert!(code == 2 && told.contains("超过 4 MB"), "{told}");
}

#[test]
fn a_folder_stands_for_every_report_in_it_once() {
    let desk = Desk::new();
    products(&desk);
    let put = |from: &str, to: &str| {
        fs::copy(desk.path(from), desk.path(to)).unwrap();
    };
    fs::create_dir_all(desk.path("县/下")).unwrap();
    // A data file with its products; a Word file with its print.
    for ending in ["yaml", "docx", "html", "pdf", "md"] {
        let from = if ending == "yaml" {
            "原.yaml".to_owned()
        } else {
            format!("成品/原.{ending}")
        };
        put(&from, &format!("县/甲.{ending}"));
    }
    put("成品/原.docx", "县/下/乙.docx");
    put("成品/原.pdf", "县/下/乙.pdf");
    put("成品/原.html", "县/下/丙.HTM");
    // What is none.
    let agency = &county(SEED, 1, 2025)[0].name;
    desk.put("县/名册.yaml", format!("- {agency}\n"))
        .put("县/说明.md", "收齐以后再看。\n")
        .put("县/空.txt", "")
        .put("县/~$甲.docx", "lock");
    let roster = ["--roster", "县/名册.yaml"];
    for output in ["县/进度.html", "县/进度.md"] {
        desk.run(&[&["status", "县", "-o", output], &roster[..]].concat());
        assert!(desk.text(output).contains(agency));
    }
    desk.run(&[
        "diff",
        "原.yaml",
        "成品/原.docx",
        "--to",
        "html",
        "-o",
        "县/对照.html",
    ]);
    desk.run(&["years", "原.yaml", "-o", "县/总览.xlsx"])
        .ends(0);
    desk.run(&["check", "原.yaml", "-o", "县/问题.xlsx"])
        .ends(0);
    // What is broken, and what nobody reads.
    desk.put("县/坏.docx", "x")
        .put("县/旧.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1");
    let run = desk.run(&["check", "县", "--format", "json"]).portable();
    run.ends(1).says("同名").says("县/下/乙.pdf");
    let value: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    let files = value["files"].as_array().unwrap().iter();
    let files: Vec<&str> = files.map(|file| file["file"].as_str().unwrap()).collect();
    let own = [
        "县/下/丙.HTM",
        "县/下/乙.docx",
        "县/坏.docx",
        "县/旧.doc",
        "县/甲.yaml",
    ];
    assert_eq!(files, own);
    for name in ["总览.xlsx", "问题.xlsx", "对照.html", "进度.html"] {
        run.says(&format!("县/{name}: 里面没有年度报告，跳过"));
    }
    assert_eq!(run.out.matches("\"no-report\"").count(), 2);
    assert!(!run.err.contains("说明.md"), "{}", run.err);
    // Formatting and mending are for data files.
    let before = fs::read(desk.path("县/下/乙.docx")).unwrap();
    desk.run(&["check", "县", "--fix"]).ends(1);
    let run = desk.run(&["fmt", "县"]);
    assert!(!run.err.contains("乙.docx"), "{}", run.err);
    assert_eq!(fs::read(desk.path("县/下/乙.docx")).unwrap(), before);
}

#[cfg(unix)]
#[test]
fn a_pipe_in_a_folder_is_told_and_not_waited_for() {
    let desk = Desk::new();
    products(&desk);
    let made = Command::new("mkfifo")
        .arg(desk.path("成品/管.yaml"))
        .status();
    assert!(made.unwrap().success());
    desk.put("上.yaml", desk.text("原.yaml") + "上年: 成品/管.yaml\n");
    desk.run(&["check", "成品"])
        .ends(0)
        .says("成品/管.yaml 不是普通文件");
    desk.run(&["check", "上.yaml"]).ends(1).says("不是普通文件");
}

#[test]
fn two_thousand_mixed_files_of_which_fifty_are_broken() {
    let desk = Desk::new();
    let agencies = county(SEED, 2000, 2025);
    let (documents, rest) = agencies.split_at(24);
    let (broken, sound) = rest.split_at(50);
    fs::create_dir_all(desk.path("县")).unwrap();
    fs::create_dir_all(desk.path("原")).unwrap();
    for agency in documents {
        desk.put(&format!("原/{}", agency.file), &agency.text);
    }
    let out = ["build", "原", "--to", "docx,html,pdf", "--out", "成品"];
    desk.run(&out).ends(0);
    let endings = ["docx", "html", "pdf"];
    for (agency, ending) in documents.iter().zip(endings.iter().cycle()) {
        let name = agency.file.replace("yaml", ending);
        fs::copy(desk.path("成品").join(&name), desk.path("县").join(&name)).unwrap();
    }
    for agency in sound {
        desk.put(&format!("县/{}", agency.file), &agency.text);
    }
    let half = |ending: &str| {
        let own = documents[0].file.replace("yaml", ending);
        let bytes = fs::read(desk.path("成品").join(own)).unwrap();
        bytes[..bytes.len() / 2].to_vec()
    };
    let spoilt = [
        ("docx", half("docx")),
        ("pdf", half("pdf")),
        ("xlsx", b"PK\x03\x04xl/workbook.xml".to_vec()),
        ("yaml", "年度: [\n".into()),
        ("doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec()),
    ];
    for (agency, (ending, bytes)) in broken.iter().zip(spoilt.iter().cycle()) {
        desk.put(
            &format!("县/{}", agency.file.replace("yaml", ending)),
            bytes,
        );
    }
    let run = desk.run(&["check", "县", "--format", "json"]).portable();
    run.ends(1);
    let value: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    let files = value["files"].as_array().unwrap();
    assert_eq!(files.len(), 2000);
    let faulty = |file: &&serde_json::Value| {
        let mut found = file["findings"].as_array().unwrap().iter();
        found.any(|finding| finding["severity"] == "error")
    };
    let names = files
        .iter()
        .filter(faulty)
        .map(|file| file["file"].as_str());
    let mut names: Vec<String> = names.map(|name| name.unwrap().to_owned()).collect();
    let own = broken.iter().zip(spoilt.iter().cycle());
    let own =
        own.map(|(agency, (ending, _))| format!("县/{}", agency.file.replace("yaml", ending)));
    let mut own: Vec<String> = own.collect();
    names.sort();
    own.sort();
    assert_eq!(names, own);
}

/// The tables of a page as sheets of a workbook of somebody's own: further down and to the
/// right, cells merged as they span, figures as words but for those that `change` writes.
fn workbook(page: &str, change: impl Fn(&mut Worksheet, usize, u32, u16)) -> Vec<u8> {
    let published = nianbao::read::html::read(page);
    let mut book = Workbook::new();
    let mut number = 0;
    let sheet = book.add_worksheet();
    sheet.set_name("年报 (终稿)").unwrap();
    let (plain, mut row) = (Format::new(), 2);
    for block in &published.blocks {
        match block {
            Block::Paragraph(paragraph) => {
                sheet.write(row, 1, &paragraph.text).unwrap();
                row += 1;
            }
            Block::Table(table) => {
                number += 1;
                for cell in &table.grid().cells {
                    let (top, left) = (row + cell.row as u32, 1 + cell.column as u16);
                    let (down, right) = (cell.rows as u32 - 1, cell.columns as u16 - 1);
                    match down + u32::from(right) {
                        0 => sheet.write(top, left, cell.text()).map(|_| ()),
                        _ => sheet
                            .merge_range(top, left, top + down, left + right, cell.text(), &plain)
                            .map(|_| ()),
                    }
                    .unwrap();
                }
                change(sheet, number, row, 1);
                row += table.rows.len() as u32 + 2;
            }
        }
    }
    book.save_to_buffer().unwrap()
}

#[test]
fn a_workbook_of_ones_own_tells_its_cells() {
    let desk = Desk::new();
    products(&desk);
    let page = desk.text("成品/原.html");
    let book = workbook(&page, |sheet, number, row, column| {
        if number == 2 {
            // The first row of figures stands three rows down, behind its name.
            let formula = Formula::new("=4+77773").set_result("77777");
            sheet.write(row + 3, column + 3, formula).unwrap();
            sheet.write(row + 4, column + 3, "约3").unwrap();
        }
    });
    desk.put("自己的.xlsx", book);
    let run = desk.run(&["check", "自己的.xlsx", "--format", "short"]);
    run.ends(1);
    for told in [
        "错误[row-total]: 「一、本年新收政府信息公开申请数量 · 自然人」写 77777",
        "警告[unsure-import]: 「二、上年结转政府信息公开申请数量 · 自然人」读不准",
    ] {
        let line = run
            .out
            .lines()
            .find(|line| line.contains(told))
            .expect(told);
        assert!(line.starts_with("自己的.xlsx:年报 (终稿)!E"), "{line}");
    }
}

/// A Word file with its main part changed.
fn rewritten(words: &[u8], change: impl Fn(&str) -> String) -> Vec<u8> {
    let mut whole = ZipArchive::new(Cursor::new(words)).unwrap();
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..whole.len() {
        let mut part = whole.by_index(index).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).unwrap();
        if name == "word/document.xml" {
            bytes = change(&String::from_utf8(bytes).unwrap()).into_bytes();
        }
        out.start_file(name, SimpleFileOptions::default()).unwrap();
        out.write_all(&bytes).unwrap();
    }
    out.finish().unwrap().into_inner()
}

#[test]
fn a_word_file_under_revision_is_read_as_it_is_to_be() {
    let desk = Desk::new();
    products(&desk);
    let words = fs::read(desk.path("成品/原.docx")).unwrap();
    let revised = rewritten(&words, |xml| {
        // A row is struck out, and words are put in, both as tracked changes.
        let name = xml.find("上年结转政府信息公开申请数量").unwrap();
        let row = xml[..name]
            .rfind("<w:tr>")
            .or(xml[..name].rfind("<w:tr "))
            .unwrap();
        let open = row + xml[row..].find('>').unwrap() + 1;
        let struck = "<w:trPr><w:del w:id=\"1\" w:author=\"x\"/></w:trPr>";
        let xml = format!("{}{struck}{}", &xml[..open], &xml[open..]);
        let at = xml.find("第一段,").unwrap();
        let run = xml[..at]
            .rfind("<w:r>")
            .or(xml[..at].rfind("<w:r "))
            .unwrap();
        let put = "<w:ins w:id=\"2\" w:author=\"x\"><w:r><w:t>刚加的,</w:t></w:r></w:ins>";
        format!("{}{put}{}", &xml[..run], &xml[run..])
    });
    desk.put("改.docx", revised);
    let run = desk.run(&["check", "改.docx", "--format", "short"]);
    run.ends(1);
    let line = |told: &str| {
        let line = run.out.lines().find(|line| line.contains(told));
        line.unwrap_or_else(|| panic!("{told}: {}", run.out))
            .to_owned()
    };
    assert!(line("原文的表格里没有「二、上年结转政府信息公开申请数量」").contains("unsure-import"));
    // Both commas, that of the words put in too.
    let commas = line("改.docx:第 3 段: 提示[punctuation]");
    assert!(commas.contains("2 处"), "{commas}");
}
