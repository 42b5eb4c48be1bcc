//! The collecting office: the register as a workbook, arrivals that are kept, letters.

use crate::common::desk::Desk;
use crate::generate::county;

const SEED: u64 = 23;

/// A workbook of some rows.
fn workbook(rows: &[&[&str]]) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (row, cells) in (0..).zip(rows) {
        for (column, words) in (0..).zip(*cells) {
            sheet.write_string(row, column, *words).unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

#[test]
fn a_register_may_be_a_workbook() {
    let desk = Desk::new();
    let agencies = county(SEED, 2, 2025);
    let [one, other] = &agencies[..] else {
        panic!()
    };
    let head = ["单位名称", "期限", "上级", "电话"];
    let rows = [
        &head[..],
        &[&one.name, "2026年1月15日", &other.name],
        &[&other.name, "随便", "某局"],
    ];
    desk.put("名册.xlsx", workbook(&rows));
    std::fs::create_dir(desk.path("县")).unwrap();
    desk.put(&format!("县/{}", one.file), &one.text);
    let status = ["status", "县", "--roster", "名册.xlsx", "--year", "2025"];
    let run = desk.run(&status);
    run.ends(1);
    for told in [
        "名册.xlsx:Sheet1!B3: 「期限」不能写「随便」",
        "名册.xlsx:Sheet1!C3: 上级「某局」不在名册里",
        "名册.xlsx:Sheet1!D1: 名册不用「电话」这一栏",
        "2026-01-15",
    ] {
        assert!(run.out.contains(told), "{told}\n{}", run.out);
    }
}
