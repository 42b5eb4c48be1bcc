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

/// What a report has at a path, as its maker knows.
fn figure(one: &Agency, path: &str) -> i128 {
    let edition = Edition::of_year(one.year).unwrap();
    let slots = edition.field(path).unwrap().totals().unwrap();
    slots.iter().map(|slot| one.figures[slot.0]).sum()
}

#[test]
fn every_number_of_a_county_is_that_of_its_file_and_line() {
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
        for value in values {
            let sum = |terms: &Value| -> Option<i128> {
                let terms = terms.as_array().unwrap();
                let paths = terms.iter().map(|term| {
                    let path = term["path"].as_str().unwrap();
                    stands_there(&desk, report["file"].as_str().unwrap(), term);
                    figure(one, path)
                });
                (!terms.is_empty()).then(|| paths.sum())
            };
            let expected = match (sum(&value["of"]), sum(&value["among"])) {
                (None, _) | (_, Some(0)) => None,
                (Some(of), None) => Some(Number::from_millionths(of).to_string()),
                (Some(of), Some(among)) => {
                    let tenths = (2000 * of + among) / (2 * among);
                    Some(format!("{}.{}", tenths / 10, tenths % 10))
                }
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

/// A figure stands where the program says: in the line of its row, or of the first of its parts.
fn stands_there(desk: &Desk, file: &str, term: &Value) {
    let text = desk.text(file);
    let line = term["line"].as_u64().unwrap() as usize;
    let line = text.lines().nth(line - 1).unwrap();
    let path = term["path"].as_str().unwrap();
    let keys: Vec<&str> = path.split('.').collect();
    let own = keys.iter().skip(1).any(|key| line.trim().starts_with(key));
    let part = line.contains(['[', ':']) && keys.last().is_some_and(|key| *key == "总计");
    let group = keys.contains(&"办理结果") && line.contains('[');
    assert!(own || part || group, "{path} is not in {line:?}");
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
    assert_eq!(fees["formulas"][0]["formula"], Value::Null);
    assert_eq!(fees["formulas"][0]["years"], serde_json::json!([2020]));
    let ranking = fees["ranking"].as_array().unwrap();
    assert_eq!(ranking.len(), AGENCIES);
    assert_eq!(ranking[0]["rank"], 1);
    // Without the roster two names are two agencies.
    let lost = json(&desk, 1, "years 县 --to json");
    assert_eq!(lost["agencies"].as_array().unwrap().len(), AGENCIES + 1);
    desk.run(&["years", "县", "--roster", "名册.yaml"])
        .ends(1)
        .says("2021 年度及以前名为「青山县旧局」")
        .says("没有 2021 年度的报告")
        .says("2020 年度的格式（国办公开办函〔2019〕60号）没有「收费」")
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
fn every_link_of_the_page_leads_to_a_line_that_is_there() {
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
    assert!(links.len() > AGENCIES * 9 * 2, "{}", links.len());
    for link in links {
        let (file, line) = link.split_once("#L").expect("it names a line");
        let file = desk.path("成品").join(percent_decoded(file));
        let lines = fs::read_to_string(&file).unwrap().lines().count();
        assert!(line.parse::<usize>().unwrap() <= lines, "{link}");
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
        "80 件，是上年（15 件）的 5.3 倍"
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

/// What an attribute of an element is.
fn attribute<'a>(element: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = element.split_once(&format!("{name}=\""))?;
    rest.split('"').next()
}

#[test]
fn every_mark_of_a_chart_is_the_figure_of_its_cell() {
    let desk = Desk::new();
    let all = county(&desk);
    let own: Vec<&Agency> = all.iter().filter(|one| index(one) == 1).collect();
    let files = own
        .iter()
        .map(|one| format!("县/{}/{}", one.year, one.file));
    let files: Vec<String> = files.collect();
    let line = ["years", &files[0], &files[1], &files[2], "-o", "历年.html"];
    desk.run(&line).ends(0);
    let page = desk.text("历年.html");
    let mut marks = 0;
    for element in page.split('<').filter(|one| one.contains("data-path=")) {
        let path = attribute(element, "data-path").unwrap();
        let year = attribute(element, "data-year").unwrap();
        // A share is of no one cell, and what a form lacks is no figure.
        if path.is_empty() {
            continue;
        }
        let mut own = own.iter();
        let one = own.find(|one| one.year.to_string() == year).unwrap();
        let known = Number::from_millionths(figure(one, path)).to_string();
        assert_eq!(attribute(element, "data-value"), Some(&*known), "{element}");
        marks += 1;
    }
    // Six indicators of figures over three years, but fees of the first, each as a mark and
    // as the number beside it.
    assert_eq!(marks, 2 * (6 * 3 - 1));
}
