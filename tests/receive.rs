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

/// A county of four, with a register as CSV and an inbox.
fn office() -> (Desk, Vec<crate::generate::Agency>) {
    let desk = Desk::new();
    let agencies = county(SEED, 4, 2025);
    let rows = agencies.iter().map(|agency| format!("{},\n", agency.name));
    desk.put(
        "名册.csv",
        format!("名称,简称\n{}", rows.collect::<String>()),
    );
    std::fs::create_dir(desk.path("收件")).unwrap();
    (desk, agencies)
}

const RECEIVE: [&str; 8] = [
    "receive",
    "收件",
    "--roster",
    "名册.csv",
    "--year",
    "2025",
    "--day",
    "2026-01-20",
];

#[test]
fn arrivals_are_kept_round_by_round_and_compared() {
    let (desk, agencies) = office();
    let agency = &agencies[1];
    let broken = agency.text.replacen("行政许可: ", "行政许可: 约", 1);
    desk.put(&format!("收件/{}", agency.file), &broken);
    let short = agencies[2].name.split_once('县').unwrap().1;
    desk.put(&format!("收件/{short}年报.png"), b"\x89PNG\r\n\x1a\n");
    let run = desk.run(&RECEIVE);
    run.ends(0)
        .says(&format!("{}：第 1 次，退回", agency.name))
        .says(&format!("{}：第 1 次，退回", agencies[2].name));
    // The same file once more is no further hand-in.
    desk.run(&RECEIVE).ends(0).says("2 份以前收过");
    let figure = broken
        .lines()
        .find(|line| line.contains("行政处罚: "))
        .unwrap();
    let mended = broken.replace(figure, "  行政处罚: 987654");
    desk.put(&format!("收件/{}", agency.file), &mended);
    desk.run(&RECEIVE)
        .ends(0)
        .says("第 2 次，重交")
        .says("行政处罚")
        .says("→ 987654");
    desk.put(&format!("收件/{}", agency.file), &agency.text);
    let late: Vec<&str> = RECEIVE
        .iter()
        .map(|word| word.strip_suffix("01-20").map_or(*word, |_| "2026-02-20"))
        .collect();
    desk.run(&late)
        .ends(0)
        .says("第 3 次，通过")
        .says("2026-02-20 收到，逾期（期限 2026-01-31");
    let ledger = desk.text("收文/登记.jsonl");
    assert_eq!(ledger.lines().count(), 4);
    assert!(ledger.contains("\"state\":\"通过\""), "{ledger}");
    // What is kept beside the inbox is not read as more reports.
    let run = desk.run(&["check", "."]);
    assert!(!run.out.contains("收文") && !run.err.contains("收文"));
}

#[test]
fn a_change_of_what_was_received_is_told() {
    let (desk, agencies) = office();
    for agency in &agencies[..3] {
        desk.put(&format!("收件/{}", agency.file), &agency.text);
    }
    desk.run(&RECEIVE).ends(0);
    let ledger = desk.text("收文/登记.jsonl");
    let kept = ledger.lines().next().unwrap();
    let kept = kept
        .split("\"kept\":\"")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap();
    let path = format!("收文/{kept}");
    let text = desk.text(&path);
    let at = text.find(|c: char| c.is_ascii_digit()).unwrap();
    desk.put(&path, format!("{}9{}", &text[..at], &text[at + 1..]));
    desk.run(&RECEIVE).ends(1).says(kept).says("收到之后被改过");
    desk.put(&path, text);
    desk.run(&RECEIVE).ends(0);
    // A line that is changed, and one that was cut.
    desk.put(
        "收文/登记.jsonl",
        ledger.replacen("\"errors\":0", "\"errors\":3", 1),
    );
    desk.run(&RECEIVE)
        .ends(1)
        .says("登记.jsonl:1: 这一行登记之后被改过");
    desk.put("收文/登记.jsonl", &ledger[..ledger.len() - 20]);
    desk.run(&RECEIVE)
        .ends(1)
        .says("登记.jsonl:3: 最后一行不完整")
        .says("第 1 次，通过");
    assert!(
        desk.text("收文/登记.jsonl")
            .starts_with(&ledger[..ledger.len() - 20])
    );
    desk.run(&RECEIVE)
        .ends(1)
        .says("登记.jsonl:3: 这一行读不懂")
        .says("3 份以前收过");
}

#[test]
fn two_offices_that_receive_at_once_lose_nothing() {
    let (desk, agencies) = office();
    for folder in ["一", "二"] {
        std::fs::create_dir(desk.path(folder)).unwrap();
    }
    for (at, agency) in agencies.iter().enumerate() {
        desk.put(
            &format!("{}/{}", ["一", "二"][at % 2], agency.file),
            &agency.text,
        );
    }
    std::thread::scope(|scope| {
        for folder in ["一", "二"] {
            let desk = &desk;
            scope.spawn(move || {
                desk.run(&["receive", folder, "--roster", "名册.csv"])
                    .ends(0);
            });
        }
    });
    let ledger = desk.text("收文/登记.jsonl");
    assert_eq!(ledger.lines().count(), 4);
    desk.run(&RECEIVE[..]).ends(2);
    desk.put("收件/说明.txt", "无");
    desk.run(&RECEIVE).ends(0).says("没有收");
    let status = [
        "status",
        "一",
        "二",
        "--roster",
        "名册.csv",
        "--year",
        "2025",
    ];
    desk.run(&status).ends(0).says("第 1 次");
}

#[test]
fn a_name_that_several_may_have_is_a_question() {
    let desk = Desk::new();
    let agency = crate::generate::agency(SEED, 0, 2025);
    desk.put("名册.yaml", "- 甲县教育局\n- 乙县教育局\n- 甲县水利局\n");
    std::fs::create_dir(desk.path("收件")).unwrap();
    desk.put("收件/1.yaml", agency.text.replace(&agency.name, "教育局"));
    desk.put("收件/2.yaml", agency.text.replace(&agency.name, "水利局"));
    let receive = ["receive", "收件", "--roster", "名册.yaml", "--year", "2025"];
    desk.run(&receive)
        .ends(1)
        .says("看不出是哪一家的：已收下，待认")
        .says("是不是「甲县教育局」或「乙县教育局」？")
        .says("甲县水利局：第 1 次");
    desk.put(
        "名册.yaml",
        "- {名称: 甲县教育局, 简称: 教育局}\n- 乙县教育局\n- 甲县水利局\n",
    );
    desk.run(&receive)
        .ends(0)
        .says("甲县教育局：第 1 次")
        .says("1 份以前收过");
}

#[test]
fn an_office_has_rules_of_its_own() {
    let (desk, agencies) = office();
    let agency = &agencies[0];
    desk.put("a.yaml", &agency.text);
    let rules = "规则:\n  copied-text: 关闭\n要求:\n- {要求: 主动公开.行政许可 < 0, 说明: 太多, 依据: 某办〔2025〕3号}\n";
    desk.put("本地.yaml", rules);
    desk.run(&["check", "a.yaml"]).ends(0);
    desk.run(&["check", "a.yaml", "--rules", "本地.yaml"])
        .ends(0)
        .says("太多：「主动公开.行政许可」是")
        .says("某办〔2025〕3号");
    // Those beside the register need not be named.
    desk.put("规则.yaml", rules.replace("说明", "级别: 错误, 说明"));
    desk.put(&format!("收件/{}", agency.file), &agency.text);
    desk.run(&RECEIVE).ends(0).says("第 1 次，退回");
    desk.put(
        "规则.yaml",
        rules.replace("主动公开.行政许可", "主动公开.许可"),
    );
    desk.run(&RECEIVE)
        .ends(2)
        .says("规则.yaml:4:")
        .says("格式里没有「主动公开.许可」这个数");
}

#[test]
fn the_board_shows_rounds_and_lateness_by_arrival() {
    let (desk, agencies) = office();
    let agency = &agencies[1];
    let broken = agency.text.replacen("行政许可: ", "行政许可: 约", 1);
    desk.put(&format!("收件/{}", agency.file), &broken);
    desk.run(&RECEIVE).ends(0);
    desk.put(
        &format!("收件/{}", agency.file),
        broken.replacen("行政处罚: ", "行政处罚: 约", 1),
    );
    let late = RECEIVE.map(|word| match word {
        "2026-01-20" => "2026-02-20",
        word => word,
    });
    desk.run(&late).ends(0);
    let status = [
        "status",
        "收件",
        "--roster",
        "名册.csv",
        "--year",
        "2025",
        "--notes",
        "退回",
        "--notes-format",
        "md",
    ];
    desk.run(&status)
        .ends(1)
        .says("第 2 次 2026-02-20 收到，重交")
        .says("逾期");
    let letter = desk.text(&format!("退回/{}-第2次.md", agency.name));
    assert!(
        letter.contains("2026-02-20 收到（落款日期是") && letter.contains("修改意见（第2次）"),
        "{letter}"
    );
    // Whoever changed the ledger is told of here too.
    let ledger = desk.text("收文/登记.jsonl");
    desk.put("收文/登记.jsonl", ledger.replacen("退回", "通过", 1));
    desk.run(&status)
        .ends(1)
        .says("登记.jsonl:1: 这一行登记之后被改过");
}

#[test]
fn an_archive_in_the_inbox_is_opened() {
    let (desk, agencies) = office();
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for agency in &agencies[..2] {
        archive
            .start_file(&*agency.file, zip::write::SimpleFileOptions::default())
            .unwrap();
        std::io::Write::write_all(&mut archive, agency.text.as_bytes()).unwrap();
    }
    desk.put("收件/一批.zip", archive.finish().unwrap().into_inner());
    desk.run(&RECEIVE)
        .ends(0)
        .says(&format!("{}：第 1 次，通过", agencies[0].name))
        .says(&format!("{}：第 1 次，通过", agencies[1].name));
    assert_eq!(desk.text("收文/登记.jsonl").lines().count(), 2);
}

#[test]
fn what_was_received_last_counts_in_every_command() {
    let (desk, agencies) = office();
    let agency = &agencies[1];
    let rows = agencies.iter().enumerate();
    let rows = rows.map(|(at, agency)| format!("{},,{:03}\n", agency.name, 9 - at));
    let rows: String = rows.collect();
    desk.put("名册.csv", format!("名称,简称,编号\n{rows}"));
    desk.put(&format!("收件/{}", agency.file), &agency.text);
    desk.put(&format!("收件/{}", agencies[0].file), &agencies[0].text);
    desk.run(&RECEIVE).ends(0);
    let row = agency.text.lines().find(|line| line.contains("行政处罚: "));
    let newer = agency.text.replace(row.unwrap(), "  行政处罚: 987654");
    desk.put("收件/改过.yaml", newer);
    desk.run(&RECEIVE).ends(0).says("第 2 次");
    let roster = ["--roster", "名册.csv"];
    let line = ["export", "收件", "--format", "short", "-o", "表"];
    desk.run(&[&line[..], &roster].concat())
        .ends(0)
        .says("后来又交了 收件/改过.yaml");
    let figures = desk.text("表/figures.csv");
    assert!(figures.contains("008-2025,主动公开.行政处罚,987654,"));
    let reports = desk.text("表/reports.csv");
    let ids: Vec<&str> = reports.lines().skip(1).map(|line| &line[..8]).collect();
    assert_eq!(ids, ["009-2025", "008-2025"], "in the register's order");
    let line = ["rollup", "收件", "--agency", "某县人民政府", "--draft=缺交"];
    let run = desk.run(&[&line[..], &roster].concat());
    run.ends(0);
    assert!(run.out.contains("后来又交了 收件/改过.yaml"), "{}", run.out);
    // Without the ledger nobody knows, and the sum waits.
    std::fs::remove_dir_all(desk.path("收文")).unwrap();
    desk.run(&[&line[..], &roster].concat())
        .ends(2)
        .says("有 2 份");
    let line = ["export", "收件", "--format", "short", "-o", "表"];
    desk.run(&[&line[..], &roster].concat())
        .ends(1)
        .says("各导出了前一份，其余 1 个没有导出");
}

#[test]
fn archives_within_archives_and_many_broken_files_stop_nothing() {
    let (desk, agencies) = office();
    let packed = |files: &[(&str, &[u8])]| -> Vec<u8> {
        let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        for (name, bytes) in files {
            let options = zip::write::SimpleFileOptions::default();
            archive.start_file(*name, options).unwrap();
            std::io::Write::write_all(&mut archive, bytes).unwrap();
        }
        archive.finish().unwrap().into_inner()
    };
    let own = |at: usize| (agencies[at].file.as_str(), agencies[at].text.as_bytes());
    let inmost = packed(&[own(2)]);
    let inner = packed(&[own(1), ("三层.zip", &inmost)]);
    let outer = packed(&[own(0), ("乡镇.zip", &inner), ("坏.zip", b"PK")]);
    desk.put("收件/全.zip", outer);
    for at in 0..50 {
        desk.put(&format!("收件/坏{at}.docx"), "PK\u{3}\u{4}");
    }
    let status = "status 收件 --roster 名册.csv --year 2025 --to json";
    let run = desk.run(&status.split(' ').collect::<Vec<_>>()).portable();
    let board: serde_json::Value = serde_json::from_str(&run.ends(1).out).unwrap();
    let states = board["agencies"].as_array().unwrap().iter();
    let missing = states.filter(|line| line["state"] == "missing");
    assert_eq!(missing.count(), 2, "{board:#}");
    let unread = board["unread"].as_array().unwrap();
    assert_eq!(unread.len(), 52, "{unread:#?}");
    assert!(
        unread
            .iter()
            .any(|one| one["file"] == "收件/全.zip/乡镇.zip/三层.zip")
    );
}
