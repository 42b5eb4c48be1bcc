//! `nianbao years`: the years of a county of made-up agencies, and of one over its 上年.

use std::fs;

use crate::common::desk::{CLEAN, Desk};
use crate::generate::{Agency, agency};
use nianbao::{base::characters::percent_decoded, base::number::Number, form::edition::Edition};
use serde_json::Value;

const SEED: u64 = 21;
const YEARS: [u16; 3] = [2020, 2021, 2022];
const AGENCIES: usize = 12;
/// The agency that had another name before 2022.
const RENAMED: usize = 3;
/// The agency without a report for 2021.
const GAP: usize = 5;

/// A county over three years and two forms: one agency was renamed, one skipped a year, and
/// one file cannot be read.
fn county(desk: &Desk) -> Vec<Agency> {
    let mut all = Vec::new();
    for year in YEARS {
        fs::create_dir_all(desk.path(&format!("县/{year}"))).unwrap();
        for index in 0..AGENCIES {
            if index == GAP && year == 2021 {
                continue;
            }
            let one = agency(SEED, index, year);
            let text = match index == RENAMED && year < 2022 {
                true => one.text.replace(&one.name, "青山县旧局"),
                false => one.text.clone(),
            };
            desk.put(&format!("县/{year}/{}", one.file), text);
            all.push(one);
        }
    }
    let names = (0..AGENCIES).map(|index| agency(SEED, index, 2022).name);
    let roster = names.enumerate().map(|(index, name)| match index {
        RENAMED => format!("- {{名称: {name}, 别名: 青山县旧局}}\n"),
        _ => format!("- {name}\n"),
    });
    desk.put("名册.yaml", roster.collect::<String>());
    desk.put("县/2022/坏.yaml", "年度: [\n");
    desk.put("县/2022/说明.txt", "请各单位按时报送。\n");
    all
}

fn json(desk: &Desk, code: i32, line: &str) -> Value {
    let run = desk.run(&line.split(' ').collect::<Vec<_>>()).portable();
    run.ends(code);
    serde_json::from_str(&run.out).unwrap()
}

/// The entry of a list whose key has a value.
fn entry<'a>(list: &'a Value, key: &str, value: impl Into<Value>) -> &'a Value {
    let value = value.into();
    let mut entries = list.as_array().unwrap().iter();
    entries.find(|one| one[key] == value).unwrap()
}

/// What a report has at a path, as its maker knows; nothing where its form lacks it.
fn figure(one: &Agency, path: &str) -> Option<i128> {
    let edition = Edition::of_year(one.year).unwrap();
    let totals = |path: &str| edition.field(path)?.totals();
    let slots = totals(path).or_else(|| totals(&format!("{path}.处理决定")))?;
    Some(slots.iter().map(|slot| one.figures[slot.0]).sum())
}

/// What is compared over the years, and what it is the sum and the share of.
const FORMULAS: &[(&str, &[&str], &[&str])] = &[
    ("新收", &["申请.新收"], &[]),
    (
        "公开率",
        &["申请.办理结果.予以公开", "申请.办理结果.部分公开"],
        &["申请.办理结果.总计"],
    ),
    ("不予公开", &["申请.办理结果.不予公开"], &[]),
    ("结转下年度", &["申请.结转下年度"], &[]),
    (
        "复议纠正率",
        &["复议诉讼.行政复议.结果纠正"],
        &["复议诉讼.行政复议.总计"],
    ),
    (
        "诉讼纠正率",
        &[
            "复议诉讼.未经复议直接起诉.结果纠正",
            "复议诉讼.复议后起诉.结果纠正",
        ],
        &["复议诉讼.未经复议直接起诉.总计", "复议诉讼.复议后起诉.总计"],
    ),
    ("行政许可", &["主动公开.行政许可"], &[]),
    ("行政处罚", &["主动公开.行政处罚"], &[]),
    ("收费", &["主动公开.行政事业性收费"], &[]),
];

#[test]
fn every_number_of_a_county_is_that_of_its_file() {
    let desk = Desk::new();
    let all = county(&desk);
    let history = json(&desk, 1, "years 县 --roster 名册.yaml --to json");
    assert_eq!(history["years"], serde_json::json!(YEARS));
    let agencies = history["agencies"].as_array().unwrap();
    assert_eq!(agencies.len(), AGENCIES);
    let mut blanks = 0;
    for one in &all {
        let known = entry(
            &history["agencies"],
            "name",
            agency(SEED, index(one), 2022).name,
        );
        let report = entry(&known["reports"], "year", one.year);
        let values = report["values"].as_array().unwrap();
        assert_eq!(values.len(), 9);
        for (value, (name, of, among)) in values.iter().zip(FORMULAS) {
            assert_eq!(value["indicator"], *name);
            let sum = |paths: &[&str]| {
                paths
                    .iter()
                    .map(|path| figure(one, path))
                    .sum::<Option<i128>>()
            };
            let expected = match (sum(of), sum(among)) {
                (Some(of), _) if among.is_empty() => Some(Number::from_millionths(of).to_string()),
                (Some(of), Some(among)) if among != 0 => {
                    let tenths = (2000 * of + among) / (2 * among);
                    Some(format!("{}.{}", tenths / 10, tenths % 10))
                }
                _ => None,
            };
            blanks += usize::from(expected.is_none());
            assert_eq!(value["value"].as_str(), expected.as_deref(), "{value}");
        }
    }
    assert!(blanks > AGENCIES, "nothing is divided by nought: {blanks}");
}

fn index(one: &Agency) -> usize {
    (0..AGENCIES)
        .find(|index| agency(SEED, *index, one.year).name == one.name)
        .unwrap()
}

#[test]
fn names_gaps_forms_and_files_that_cannot_be_read_are_told() {
    let desk = Desk::new();
    county(&desk);
    let history = json(&desk, 1, "years 县 --roster 名册.yaml --to json");
    let now = agency(SEED, RENAMED, 2022).name;
    let renamed = entry(&history["agencies"], "name", now.as_str());
    assert_eq!(
        renamed["former"],
        serde_json::json!([{"name": "青山县旧局", "until": 2021}])
    );
    let gap = entry(&history["agencies"], "name", agency(SEED, GAP, 2022).name);
    assert_eq!(gap["missing"], serde_json::json!([2021]));
    assert_eq!(gap["reports"].as_array().unwrap().len(), 2);
    let unread = history["unread"].as_array().unwrap();
    assert_eq!(unread.len(), 1, "{unread:?}");
    assert_eq!(unread[0]["file"], "县/2022/坏.yaml");
    let fees = entry(&history["indicators"], "name", "收费");
    assert_eq!(fees["of"], "主动公开.行政事业性收费");
    let old = &entry(&history["agencies"], "name", now.as_str())["reports"][0];
    let fees = entry(&old["values"], "indicator", "收费");
    assert_eq!(
        (&fees["value"], &fees["lack"]),
        (&Value::Null, &"form".into())
    );
    // Without the roster two names are two agencies.
    let lost = json(&desk, 1, "years 县 --to json");
    assert_eq!(lost["agencies"].as_array().unwrap().len(), AGENCIES + 1);
    desk.run(&["years", "县", "--roster", "名册.yaml"])
        .ends(1)
        .says("2021 年度及以前名为「青山县旧局」")
        .says("没有 2021 年度的报告")
        .says("无此项")
        .says("没有读的文件")
        .says("坏.yaml");
    desk.run(&["years", "没有的"]).ends(1).says("没有的");
    fs::create_dir(desk.path("空")).unwrap();
    desk.run(&["years", "空"]).ends(2).says("空");
    desk.run(&["years", "县", "-o", "历年.doc"])
        .ends(2)
        .says(".doc");
}

#[test]
fn every_link_of_the_page_leads_to_a_report() {
    let desk = Desk::new();
    county(&desk);
    fs::create_dir(desk.path("成品")).unwrap();
    let page = [
        "years",
        "县",
        "--roster",
        "名册.yaml",
        "-o",
        "成品/历年.html",
    ];
    desk.run(&page).ends(1);
    let text = desk.text("成品/历年.html");
    let links: Vec<&str> = text
        .split("href=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect();
    assert_eq!(links.len(), AGENCIES * 3 - 1);
    for link in links {
        let file = desk.path("成品").join(percent_decoded(link));
        assert!(file.is_file(), "{link}");
    }
    for word in ["NaN", "inf", "null", "<script"] {
        assert!(!text.contains(word), "{word}");
    }
    // What the program wrote is no report when the folder is read again.
    desk.run(&["import", "成品/历年.html"])
        .says("nianbao years");
    let before = desk.text("成品/历年.html");
    desk.run(&page).ends(1);
    assert_eq!(desk.text("成品/历年.html"), before);
}

/// A report of an agency with so many requests, which names last year's.
fn report(name: &str, year: u16, requests: u32, last: Option<&str>) -> String {
    let text = CLEAN.replace("某县档案馆", name);
    let text = text.replace(
        "[3, 0, 0, 0, 0, 0]",
        &format!("[{requests}, 0, 0, 0, 0, 0]"),
    );
    let text = text.replace("年度: 2024", &format!("年度: {year}"));
    let text = text.replace("2025-01-20", &format!("{}-01-20", year + 1));
    let last = last.map_or_else(String::new, |file| format!("上年: {file}\n"));
    text + &last
}

#[test]
fn one_agency_is_followed_along_its_last_years() {
    let desk = Desk::new();
    fs::create_dir(desk.path("旧")).unwrap();
    desk.put(
        "旧/2021.yaml",
        report("某县史志办", 2021, 3, Some("../没有.yaml")),
    );
    desk.put(
        "旧/2022.yaml",
        report("某县史志办", 2022, 12, Some("2021.yaml")),
    );
    desk.put(
        "2023.yaml",
        report("某县档案馆", 2023, 15, Some("旧/2022.yaml")),
    );
    desk.put(
        "2024.yaml",
        report("某县档案馆", 2024, 80, Some("2023.yaml")),
    );
    let history = json(&desk, 1, "years 2024.yaml --to json");
    assert_eq!(
        history["years"],
        serde_json::json!([2021, 2022, 2023, 2024])
    );
    let agencies = history["agencies"].as_array().unwrap();
    assert_eq!(agencies.len(), 1);
    assert_eq!(agencies[0]["name"], "某县档案馆");
    let files = agencies[0]["reports"].as_array().unwrap().iter();
    let files: Vec<&str> = files.map(|one| one["file"].as_str().unwrap()).collect();
    assert_eq!(
        files,
        ["旧/2021.yaml", "旧/2022.yaml", "2023.yaml", "2024.yaml"]
    );
    assert_eq!(history["unread"][0]["file"], "旧/../没有.yaml");
    assert_eq!(
        entry(&history["standouts"], "indicator", "新收")["message"],
        "80 件，上年 15 件"
    );
    // A file that names itself, or one before that names a later one, ends too.
    desk.put(
        "旧/2021.yaml",
        report("某县史志办", 2021, 3, Some("../2024.yaml")),
    );
    let history = json(&desk, 0, "years 2024.yaml --to json");
    assert_eq!(history["years"].as_array().unwrap().len(), 4);
}

#[test]
fn the_page_of_one_agency_reads_well() {
    let desk = Desk::new();
    desk.put("2023.yaml", report("某县史志办", 2023, 15, None));
    desk.put(
        "2024.yaml",
        report("某县档案馆", 2024, 80, Some("2023.yaml")),
    );
    desk.run(&["years", "2024.yaml", "-o", "历年.html"]).ends(0);
    let page = desk.text("历年.html");
    let (_, body) = page.split_once("<body>").expect("there is a body");
    insta::assert_snapshot!("page_of_one", body);
}

#[test]
fn every_format_is_written_and_the_same_years_give_the_same_bytes() {
    let desk = Desk::new();
    county(&desk);
    for (ending, start) in [("pdf", &b"%PDF-1.7"[..]), ("xlsx", b"PK"), ("json", b"{")] {
        let name = format!("历年.{ending}");
        let line = ["years", "县", "--roster", "名册.yaml", "-o", &name];
        desk.run(&line).ends(1);
        let first = fs::read(desk.path(&name)).unwrap();
        assert!(first.starts_with(start), "{ending}");
        desk.run(&line).ends(1);
        assert!(fs::read(desk.path(&name)).unwrap() == first, "{ending}");
    }
}
