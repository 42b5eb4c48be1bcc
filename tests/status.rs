//! The board of a collecting office: who is named for what.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
};

use crate::common::desk::{Desk, names};
use crate::generate::{Agency, county};
use nianbao::base::characters::percent_decoded;
use serde_json::Value;

const SEED: u64 = 23;

fn put(desk: &Desk, folder: &str, agencies: &[Agency]) {
    fs::create_dir_all(desk.path(folder)).unwrap();
    for agency in agencies {
        desk.put(&format!("{folder}/{}", agency.file), &agency.text);
    }
}

fn json(desk: &Desk, code: i32, more: &[&str]) -> Value {
    let all = [
        "status",
        "县",
        "--roster",
        "名册.yaml",
        "--year",
        "2025",
        "--to",
        "json",
    ];
    let run = desk.run(&[&all[..], more].concat());
    run.ends(code);
    serde_json::from_str(&run.out).unwrap()
}

fn line<'a>(board: &'a Value, name: &str) -> &'a Value {
    let lines = board["agencies"].as_array().unwrap();
    lines.iter().find(|line| line["name"] == name).unwrap()
}

#[test]
fn exactly_the_injected_faults_are_named_for_a_thousand_agencies() {
    let desk = Desk::new();
    let agencies = county(SEED, 1000, 2025);
    desk.put("名册.yaml", crate::generate::roster(&agencies));
    put(&desk, "县", &agencies);
    // Every seventh agency has a fault, and every thirty-first has not handed in.
    let mut expected: BTreeMap<&str, (&str, &[&str])> = BTreeMap::new();
    for (index, agency) in agencies.iter().enumerate() {
        let path = format!("县/{}", agency.file);
        let fault = &crate::faults::ALL[index / 7 % crate::faults::ALL.len()];
        let state = match (index % 31, index % 7) {
            (30, _) => {
                fs::remove_file(desk.path(&path)).unwrap();
                ("missing", &[][..])
            }
            (_, 3) => {
                desk.put(&path, (fault.spoil)(agency));
                let warned = [
                    "blank-cell",
                    "deadline",
                    "stale-year",
                    "stale-document",
                    "stray-word",
                ];
                let state = match fault.rules[0] {
                    "deadline" => "late",
                    rule if warned.contains(&rule) => "warned",
                    _ => "failing",
                };
                (state, fault.rules)
            }
            _ => ("clean", &[][..]),
        };
        expected.insert(&agency.name, state);
    }
    let board = json(&desk, 1, &[]);
    assert_eq!(board["odd"], serde_json::json!([]));
    let lines = board["agencies"].as_array().unwrap();
    assert_eq!(lines.len(), 1000);
    let mut wrong = String::new();
    for line in lines {
        let name = line["name"].as_str().unwrap();
        let found = line["findings"].as_array().unwrap().iter();
        let found: BTreeSet<&str> = found.map(|found| found["rule"].as_str().unwrap()).collect();
        let found: Vec<&str> = found.into_iter().collect();
        let (state, rules) = expected[name];
        if line["state"] != state || found != rules {
            wrong += &format!(
                "{name}: {} {found:?}, expected {state} {rules:?}\n",
                line["state"]
            );
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    let states: Vec<&str> = lines
        .iter()
        .map(|line| line["state"].as_str().unwrap())
        .collect();
    let order = ["missing", "failing", "late", "warned", "clean"];
    let ranks = states
        .iter()
        .map(|state| order.iter().position(|other| other == state));
    assert!(ranks.is_sorted(), "the worst come first");
}

#[test]
fn strangers_doubles_and_earlier_years_are_told() {
    let desk = Desk::new();
    let agencies = county(SEED, 6, 2025);
    put(&desk, "县", &agencies[..4]);
    // In the roster once more; by another name; not at all; twice; of last year only.
    let mut roster = crate::generate::roster(&agencies[..3]);
    roster += &format!(
        "- {{名称: 县司法局, 别名: {}}}\n- {}\n",
        agencies[3].name, agencies[0].name
    );
    roster += &format!("- {}\n", agencies[5].name);
    desk.put("名册.yaml", roster);
    let other = agencies[1].text.replacen("行政许可: ", "行政许可: 1", 1);
    desk.put("县/又一份.yaml", other);
    desk.put(
        "县/生.yaml",
        agencies[4].text.replace(&agencies[4].name, "青山县教育厅"),
    );
    let last = crate::generate::agency(SEED, 5, 2024);
    desk.put("县/去年.yaml", &last.text);
    let board = json(&desk, 1, &[]);
    assert_eq!(line(&board, &agencies[0].name)["state"], "clean");
    assert_eq!(line(&board, "县司法局")["state"], "clean");
    let twice = line(&board, &agencies[1].name);
    assert_eq!(twice["state"], "failing");
    assert!(
        twice["remarks"][0]
            .as_str()
            .unwrap()
            .contains("又一份.yaml"),
        "{twice}"
    );
    let missing = line(&board, &agencies[5].name);
    assert_eq!(missing["state"], "missing");
    assert!(
        missing["remarks"][0]
            .as_str()
            .unwrap()
            .contains("2024 年度"),
        "{missing}"
    );
    let odd = board["odd"].as_array().unwrap();
    assert_eq!(odd.len(), 2, "{odd:#?}");
    assert_eq!(
        (&odd[0]["place"], &odd[0]["line"], &odd[0]["column"]),
        (&"名册.yaml".into(), &5.into(), &3.into())
    );
    assert!(
        odd[1]["help"].as_str().unwrap().contains("青山县教育局"),
        "{}",
        odd[1]
    );
    assert_eq!((&odd[1]["line"], &odd[1]["column"]), (&3.into(), &7.into()));
}

#[test]
fn the_deadline_follows_the_category_or_the_office() {
    let desk = Desk::new();
    let agency = crate::generate::agency(SEED, 0, 2025);
    desk.put(
        "名册.yaml",
        "- {名称: 某县人民政府, 类别: 人民政府}\n- 某县档案馆\n",
    );
    fs::create_dir(desk.path("县")).unwrap();
    for (file, name, date) in [
        ("a", "某县人民政府", "2026-03-20"),
        ("b", "某县档案馆", "2026-01-30"),
    ] {
        let text = agency.text.replace(&agency.name, name);
        let day = text
            .lines()
            .find(|line| line.starts_with("日期"))
            .unwrap()
            .to_owned();
        let text = text.replace(&day, &format!("日期: {date}"));
        let text = text.replace(
            "类别: 部门",
            if file == "a" {
                "类别: 人民政府"
            } else {
                "类别: 部门"
            },
        );
        desk.put(&format!("县/{file}.yaml"), text);
    }
    let board = json(&desk, 0, &[]);
    assert_eq!(line(&board, "某县人民政府")["due"], "2026-03-31");
    assert_eq!(line(&board, "某县档案馆")["due"], "2026-01-31");
    let board = json(&desk, 0, &["--due", "2026-01-25"]);
    assert_eq!(line(&board, "某县人民政府")["state"], "late");
    assert_eq!(line(&board, "某县档案馆")["late"], true);
}

#[test]
fn the_board_comes_in_every_form() {
    let desk = Desk::new();
    let agencies = county(SEED, 8, 2025);
    desk.put("名册.yaml", crate::generate::roster(&agencies));
    put(&desk, "县/2025", &agencies[1..]);
    for year in [2022, 2023, 2024] {
        put(&desk, &format!("县/{year}"), &county(SEED, 8, year));
    }
    let faulty = &agencies[3];
    let hostile = faulty.text.replacen("行政许可: ", "行政许可: <b>|约", 1);
    desk.put(&format!("县/2025/{}", faulty.file), hostile);
    let status = ["status", "县", "--roster", "名册.yaml", "--year", "2025"];
    let run = desk.run(&status);
    run.ends(1);
    let table = run.out.lines().skip_while(|line| !line.starts_with("状态"));
    let first: Vec<&str> = table.take(3).collect();
    assert!(
        first[1].starts_with("未交    ") && first[1].contains(&agencies[0].name),
        "{first:?}"
    );
    assert!(
        first[2].starts_with("有错误  ") && first[2].contains(&faulty.name),
        "{first:?}"
    );
    assert!(
        run.out
            .contains("2025 年度，应交 8 家：未交 1，有错误 1，逾期 0，有警告 2，通过 4"),
        "{}",
        run.out
    );
    desk.run(&[&status[..], &["-o", "进度.html"]].concat())
        .ends(1);
    let page = desk.text("进度.html");
    assert!(
        page.contains("&lt;b&gt;|") && !page.contains("<b>|"),
        "words are words"
    );
    assert!(
        !page.contains("http") && !page.contains(" src="),
        "it needs nothing else"
    );
    desk.run(&[&status[..], &["-o", "进度.md"]].concat())
        .ends(1);
    let text = desk.text("进度.md");
    assert!(
        text.contains("| 未交 |") && text.contains("\\<b>\\|约"),
        "{text}"
    );
    desk.run(&[&status[..], &["--notes", "退回", "--notes-format", "md"]].concat())
        .ends(1)
        .says("4 份修改意见");
    assert_eq!(names(&desk.path("退回")).len(), 4);
    let note = desk.text(&format!("退回/{}-第1次.md", faulty.name));
    assert!(
        note.contains("检查发现 1 个错误") && note.contains("怎么改") && note.contains("（第 "),
        "{note}"
    );
    let note = desk.text(&format!("退回/{}-催报.md", agencies[0].name));
    assert!(
        note.contains("其中没有2025年度的报告，期限是2026年") && note.contains("只有 2024 年度"),
        "{note}"
    );
    desk.run(&[&status[..], &["--notes", "退回", "--notes-format", "html"]].concat())
        .ends(1);
    // Those in the other format stay, as does what the office put there.
    assert_eq!(names(&desk.path("退回")).len(), 8);
    let note = desk.text(&format!("退回/{}-第1次.html", faulty.name));
    assert!(
        note.contains("&lt;b&gt;|") && note.starts_with("<!DOCTYPE html>"),
        "{note}"
    );
}

/// An office in the middle of its work: one agency has not handed in, one is wrong.
fn office() -> Desk {
    let desk = Desk::new();
    let agencies = county(SEED, 4, 2025);
    desk.put("名册.yaml", crate::generate::roster(&agencies));
    put(&desk, "县/2024", &county(SEED, 4, 2024));
    put(&desk, "县/2025", &agencies[1..]);
    let faulty = &agencies[3];
    let broken = faulty.text.replacen("行政许可: ", "行政许可: 约", 1);
    desk.put(&format!("县/2025/{}", faulty.file), broken);
    desk
}

const TERM: [&str; 9] = [
    "status",
    "县",
    "--roster",
    "名册.yaml",
    "--year",
    "2025",
    "--as-of",
    "2026-02-01",
    "--notes",
];

#[test]
fn the_page_leads_to_reports_and_notes_from_where_it_lies() {
    let desk = office();
    fs::create_dir(desk.path("网站")).unwrap();
    let page = ["退回", "-o", "网站/进度.html"];
    desk.run(&[&TERM[..], &page].concat()).ends(1);
    let page = desk.text("网站/进度.html");
    let (_, body) = page.split_once("<body>").unwrap();
    // Paths have another stroke on Windows.
    let body = body.replace('\\', "/");
    insta::assert_snapshot!("status_page", body);
    let links = body.match_indices("href=\"").map(|(at, mark)| {
        let rest = &body[at + mark.len()..];
        rest.split('"').next().unwrap()
    });
    let links: Vec<String> = links.map(percent_decoded).collect();
    assert!(links.len() >= 5, "{links:?}");
    for link in links {
        assert!(desk.path("网站").join(&link).is_file(), "{link}");
    }
}

#[test]
fn the_year_is_that_due_on_the_day() {
    let desk = office();
    let day = |day| ["status", "县", "--roster", "名册.yaml", "--as-of", day];
    for (as_of, year) in [("2026-02-01", 2025), ("2025-06-30", 2024)] {
        let run = desk.run(&[&day(as_of)[..], &["--to", "json"]].concat());
        let board: Value = serde_json::from_str(&run.out).unwrap();
        assert_eq!(board["year"], year, "{as_of}");
    }
}

#[test]
fn programs_are_told_what_the_page_shows() {
    let desk = office();
    let agencies = county(SEED, 4, 2025);
    let wanted = ["退回", "--sender", "某县政府办公室", "--to", "json"];
    let run = desk.run(&[&TERM[..], &wanted].concat());
    run.ends(1);
    let board: Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(board["as_of"], "2026-02-01");
    let note = line(&board, &agencies[0].name)["note"].as_str().unwrap();
    assert!(desk.path(note).is_file(), "{note}");
}

#[test]
fn a_letter_is_written_once_and_stays() {
    let desk = Desk::new();
    let agencies = county(SEED, 3, 2025);
    desk.put("名册.yaml", crate::generate::roster(&agencies));
    put(&desk, "县", &agencies[1..2]);
    let status = "status 县 --roster 名册.yaml --year 2025 --notes 退回 --notes-format md --as-of 2026-02-01";
    let status: Vec<&str> = status.split(' ').collect();
    let signed = ["--sender", "某县政府办公室", "--back", "2026-02-10"];
    desk.run(&[&status[..], &signed].concat()).ends(1);
    let own = format!("退回/{}-催报.md", agencies[2].name);
    let note = desk.text(&own);
    assert!(
        note.contains("请在2026年2月10日前报送至某县政府办公室。")
            && note.ends_with("某县政府办公室\\\n2026年2月1日\n\n"),
        "{note}"
    );
    desk.put(&own, "办公室加的话");
    put(&desk, "县", &agencies[2..]);
    desk.run(&status).ends(1).says("另有 1 份已经写过，没有动");
    assert_eq!(desk.text(&own), "办公室加的话");
    desk.run(&["status", "县", "--roster", "名册.yaml", "--sender", "甲"])
        .ends(2);
}

#[test]
fn a_roster_that_cannot_be_read_is_told() {
    let desk = Desk::new();
    put(&desk, "县", &county(SEED, 1, 2025));
    let status = ["status", "县", "--roster", "名册.yaml", "--year", "2025"];
    desk.run(&status).ends(2).says("名册.yaml");
    desk.put("名册.yaml", b"- \xbc\xd7\xbe\xd6\n");
    desk.run(&status).ends(2).says("UTF-8");
    desk.put("名册.yaml", "年度: 2025\n");
    let run = desk.run(&status);
    run.ends(1);
    assert!(
        run.out.contains("名册.yaml:1:1: 这不是一份名册"),
        "{}",
        run.out
    );
    desk.run(&["status", "县"]).ends(2).says("--roster");
}
