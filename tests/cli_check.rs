//! `check` for the office: findings as a table, and what is mended by itself.

use std::{fs, io::Cursor};

use crate::common::desk::{CLEAN, Desk};
use calamine::{Data, Reader, Xlsx};

/// A file whose agency is called like a formula, with a total that is off.
fn faulty() -> String {
    let named = CLEAN.replacen("名称: ", "名称: =1+1", 1);
    assert_ne!(named, CLEAN);
    named.replacen("日期: 2", "日期: 3", 1)
}

fn desk() -> Desk {
    let desk = Desk::new();
    fs::create_dir(desk.path("县")).unwrap();
    desk.put("县/a.yaml", faulty())
        .put("县/b.yaml", CLEAN)
        .put("县/c.yaml", "年度：2024\n机关: \"甲\n");
    desk
}

/// The rows of the only sheet.
fn rows(bytes: Vec<u8>) -> Vec<Vec<String>> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    let range = book.worksheet_range("检查结果").unwrap();
    let text = |cell: &Data| cell.to_string();
    range
        .rows()
        .map(|row| row.iter().map(text).collect())
        .collect()
}

#[test]
fn findings_are_a_table_that_a_spreadsheet_opens() {
    let desk = desk();
    desk.run(&["check", "县", "-o", "问题.xlsx"])
        .ends(1)
        .says("已生成 问题.xlsx")
        .prints_nothing();
    let rows = rows(fs::read(desk.path("问题.xlsx")).unwrap());
    assert_eq!(
        rows[0].join(","),
        "机关,年度,级别,规则,规则代号,文件:行:列,报告中的位置,问题,怎么办,豁免理由"
    );
    assert!(rows[1][0].starts_with("=1+1"), "{:?}", rows[1]);
    let stroke = std::path::MAIN_SEPARATOR;
    assert!(
        rows[1][5].starts_with(&format!("县{stroke}a.yaml:")),
        "{:?}",
        rows[1]
    );
    let syntax = [
        "文件不是合格的 YAML",
        "yaml-syntax",
        &format!("县{stroke}c.yaml:1:3"),
    ];
    assert!(rows.iter().any(|row| row[3..6] == syntax), "{rows:?}");
    let piped = desk.run(&["check", "县", "--format", "xlsx"]);
    assert!(piped.err.is_empty(), "{}", piped.err);
    assert_eq!(self::rows(piped.bytes), rows);
}

#[test]
fn a_table_without_findings_has_its_heads() {
    let desk = Desk::new();
    desk.put("b.yaml", CLEAN);
    desk.run(&["check", "b.yaml", "-o", "问题.xlsx"]).ends(0);
    assert_eq!(rows(fs::read(desk.path("问题.xlsx")).unwrap()).len(), 1);
    desk.run(&["check", "b.yaml", "-o", "问题.txt"]).ends(0);
    assert!(desk.text("问题.txt").contains("没有发现问题"));
}

#[test]
fn text_that_is_not_indented_is_moved_in() {
    let desk = Desk::new();
    let (head, tail) = CLEAN.split_once("其他事项:").unwrap();
    let spoilt = format!(
        "{}其他事项: |\n没有收取信息处理费。\n",
        head.replace(": ", "：")
    );
    assert!(!tail.is_empty());
    desk.put("a.yaml", &spoilt);
    let run = desk.run(&["check", "a.yaml"]);
    run.ends(1).says("「年度」后面用了全角冒号");
    desk.run(&["check", "a.yaml", "--fix"])
        .ends(0)
        .says("  没有收取信息处理费。");
    assert!(
        desk.text("a.yaml")
            .ends_with("其他事项: |\n  没有收取信息处理费。\n")
    );
}

#[test]
fn full_width_marks_in_brackets_are_mended() {
    let desk = Desk::new();
    desk.put(
        "a.yaml",
        "年度: 2024\n申请:\n  新收: {自然人：2，商业企业：1，其余：0}\n",
    );
    let run = desk.run(&["check", "a.yaml"]);
    run.says("写作 自然人: 2, 商业企业: 1, 其余: 0");
    desk.run(&["check", "a.yaml", "--fix"]);
    assert!(
        desk.text("a.yaml")
            .contains("{自然人: 2, 商业企业: 1, 其余: 0}")
    );
}

#[test]
fn nothing_follows_from_a_key_that_is_not_read() {
    let desk = Desk::new();
    desk.put(
        "a.yaml",
        CLEAN.replace("新收: [3, 0, 0, 0, 0, 0]", "新收: {自然人：3, 其余: 0}"),
    );
    assert_eq!(
        desk.run(&["check", "a.yaml"]).ends(1).rules(),
        ["unknown-key"]
    );
    desk.run(&["check", "a.yaml", "--fix"]).ends(0);
}

#[test]
fn utf_16_has_its_own_advice() {
    let desk = Desk::new();
    let units = CLEAN.encode_utf16().flat_map(u16::to_le_bytes);
    let bytes: Vec<u8> = [0xff, 0xfe].into_iter().chain(units).collect();
    desk.put("a.yaml", bytes);
    let run = desk.run(&["check", "a.yaml"]);
    run.ends(1).says("iconv -f UTF-16 -t UTF-8");
    assert!(!run.told().contains("GB18030"), "{}", run.told());
}

#[test]
fn rules_go_by_their_chinese_names() {
    let desk = Desk::new();
    desk.put("a.yaml", "年度: 2024\n年度: 2024\n");
    let name = "规则: 同一项写了两次（duplicate-key），依据：格式";
    desk.run(&["check", "a.yaml"]).ends(1).says(name);
    let short = desk.run(&["check", "a.yaml", "--format", "short"]);
    short
        .says("错误[duplicate-key]")
        .says("（规则：同一项写了两次）");
}
