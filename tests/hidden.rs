//! What nobody sees is found wherever an author can put it, and no command hands it on.

use std::{
    fs,
    io::{Cursor, Read},
    path::Path,
};

use crate::common::desk::{CLEAN, Desk, names};
use lopdf::Object;
use nianbao::base::characters::is_hidden;

/// One of each kind: controls that steer a terminal, marks of direction, and what takes no
/// room.
const HIDDEN: &str = "\0\u{7}\u{1b}[31m\u{7f}\u{85}\u{9b}2J\u{ad}\u{61c}\u{200b}\u{200d}\u{200e}\
    \u{200f}\u{2028}\u{202a}\u{202e}\u{2060}\u{2066}\u{2069}\u{3164}\u{feff}\u{fffb}\u{e0041}";
/// The same as far as YAML may hold it as it is.
const RAW: &str = "\u{202e}\u{200b}\u{2066}";
/// The same in the name of a file.
const NAME: &str = match cfg!(unix) {
    true => "\u{202e}\u{200b}\u{1b}[2J\u{7f}",
    false => "\u{202e}\u{200b}",
};

/// Some words in YAML's double quotes.
fn quoted(words: &str) -> String {
    let escaped: String = words
        .chars()
        .map(|c| match is_hidden(c) || c == '\n' {
            true => format!("\\U{:08X}", u32::from(c)),
            false => c.to_string(),
        })
        .collect();
    format!("\"{escaped}\"")
}

/// The words as Markdown can write them without a character that YAML must escape.
fn entities(words: &str) -> String {
    words
        .chars()
        // CommonMark replaces this one itself, by a character that no font has.
        .filter(|c| *c != '\0')
        .map(|c| format!("&#x{:X};", u32::from(c)))
        .collect()
}

fn percent(words: &str) -> String {
    words.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

/// A report that hides something in every place for words and is published all the same.
fn publishable(name: &str, year: u16) -> String {
    let agency = quoted(&format!("{name}{HIDDEN}局"));
    let text = quoted(&format!(
        "全年收到申请{{{{申请.新收}}}}件，主动公开、依申请公开、政府信息管理、平台建设和监督保障{HIDDEN}按要求开展。\n\n\
         # 标题{HIDDEN}\n\n- 一{HIDDEN}\n\n> 二\n\n| 甲{HIDDEN} | 乙 |\n|---|---|\n| 1 | `码{HIDDEN}` |\n\n\
         见{}[公告{HIDDEN}](https://a.gov.cn/{})和[甲](a{HIDDEN}b)、[乙](a{}b)。\n\n![图{HIDDEN}](图{NAME}.png)",
        entities(HIDDEN),
        percent(HIDDEN),
        entities(RAW),
    ));
    let word = quoted(&format!("字{HIDDEN}"));
    CLEAN
        .replace("年度: 2024", &format!("年度: {year}"))
        .replace("2025-01-20", &format!("{}-01-20", year + 1))
        .replace("某县档案馆", &agency)
        .replace(
            "主动公开: 0",
            &format!(
                "主动公开: {{行政许可: {{值: 1, 注: {word}}}, 其余: 0}} # 说明{RAW}\n标题: {word}\n落款: {word}\n\
                 豁免: [{{规则: blank-cell, 理由: {word}}}]"
            ),
        )
        .replace("总体情况: 全", &format!("总体情况:\n  {word}: {text}\n  小标题{RAW}: 全"))
}

/// A report that cannot be published: a message quotes every wrong word.
fn faulty() -> String {
    let word = quoted(&format!("字{HIDDEN}"));
    publishable("丙", 2024)
        .replace("类别: 部门", &format!("类别: {word}"))
        .replace(
            "日期: 2025-01-20",
            &format!("日期: {word}\n{word}: {word}\n上年: {word}"),
        )
        .replace("新收: [3,", &format!("{word}: 0\n  新收: [{word},"))
        .replace("其他事项: 没有", &format!("其他事项: 另{{{{{RAW}}}}}没有"))
}

fn scan(what: &str, text: &str) {
    // By this mark spreadsheets know UTF-8.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if let Some(at) = text.find(is_hidden) {
        let around: String = text[..at].chars().rev().take(60).collect();
        let around: String = around.chars().rev().collect();
        panic!("{what}: {:?} after {around:?}", text[at..].chars().next());
    }
}

/// Every string of a PDF's objects: properties, bookmarks, words for those who cannot see.
fn strings(object: &Object, found: &mut Vec<u8>) {
    match object {
        Object::String(bytes, _) => found.extend(bytes),
        Object::Array(items) => items.iter().for_each(|item| strings(item, found)),
        Object::Dictionary(entries) => entries.iter().for_each(|(_, item)| strings(item, found)),
        _ => {}
    }
}

fn scan_file(path: &Path) {
    let name = path.display().to_string();
    let bytes = fs::read(path).unwrap();
    match path.extension().and_then(|ending| ending.to_str()) {
        Some("docx" | "xlsx") => {
            let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
            for index in 0..archive.len() {
                let mut part = archive.by_index(index).unwrap();
                let mut text = String::new();
                if part.read_to_string(&mut text).is_ok() {
                    scan(&format!("{name}: part {index}"), &text);
                }
            }
        }
        Some("pdf") => {
            let document = lopdf::Document::load_mem(&bytes).unwrap();
            for object in document.objects.values() {
                let mut found = Vec::new();
                strings(object, &mut found);
                let units = found
                    .chunks_exact(2)
                    .map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
                let marks =
                    units.filter(|unit| (0x202a..=0x202e).contains(unit) || *unit == 0x200b);
                assert_eq!(marks.count(), 0, "{name}");
            }
        }
        _ => scan(&name, std::str::from_utf8(&bytes).unwrap()),
    }
}

/// A folder with everything in it that can hide something.
fn desk() -> Desk {
    let desk = Desk::new();
    fs::create_dir(desk.path("县")).unwrap();
    desk.put(&format!("县/甲{NAME}.yaml"), publishable("甲", 2024));
    desk.put("县/乙.yaml", publishable("乙", 2024));
    desk.put("县/丙.yaml", faulty());
    desk.put("县/丁.yaml", CLEAN);
    desk.put("去年.yaml", publishable("乙", 2023));
    let picture: &[u8] = include_bytes!("../docs/images/page.png");
    desk.put(&format!("县/图{NAME}.png"), picture);
    let word = |name: &str| quoted(&format!("{name}{HIDDEN}局"));
    let roster = format!(
        "- {{名称: {}, 联系人: {}, 别名: {}}}\n- {}\n- {}\n- {}\n- {{{}: 1, 名称: 某 # {RAW}\n  }}\n",
        word("甲"),
        word("张"),
        word("别"),
        word("乙"),
        word("丙"),
        word("缺"),
        quoted(HIDDEN),
    );
    desk.put("名册.yaml", roster);
    desk
}

#[test]
fn no_command_hands_on_what_nobody_sees() {
    let desk = desk();
    let first = format!("县/甲{NAME}.yaml");
    let missing = format!("无{NAME}.yaml");
    let option = format!("--无{NAME}");
    let agency = format!("某县{HIDDEN}").replace('\0', "");
    let mut runs: Vec<Vec<&str>> = vec![
        vec!["build", "县", "--out", "成品", "--to", "md,html,pdf,docx"],
        vec![
            "build",
            "县",
            "--out",
            "草稿",
            "--to",
            "md,html,pdf,docx",
            "--draft",
        ],
        vec![
            "build",
            "县/乙.yaml",
            "--to",
            "html",
            "--fragment",
            "-o",
            "正文.html",
        ],
        vec!["build", "县/乙.yaml", "--to", "md", "-o", "-"],
        vec!["build", &missing],
        vec![
            "status",
            "县",
            "--roster",
            "名册.yaml",
            "--notes",
            "退回",
            "--year",
            "2024",
        ],
        vec![
            "status",
            "县",
            "--roster",
            "名册.yaml",
            "--notes",
            "退回",
            "--notes-format",
            "html",
            "--year",
            "2024",
        ],
        vec!["status", "县", "--roster", &missing],
        vec![
            "rollup", "县", "--agency", &agency, "--draft", "-o", "总.yaml",
        ],
        vec!["rollup", "县", "--agency", &agency],
        vec!["rollup", "--check", "县/乙.yaml", "县", "--draft"],
        vec![
            "rollup",
            "--check",
            "县/乙.yaml",
            "县",
            "--draft",
            "--format",
            "json",
        ],
        vec!["rollup", "--check", "总.yaml", "县", "--draft"],
        vec!["fmt", "--check", "县"],
        vec!["new", "--year", "2025", "--agency", &agency],
        vec!["new", "--from", &missing],
        vec!["import", "成品/乙.html", "--report"],
        vec!["import", "成品/乙.docx", "--report"],
        vec!["import", "成品/乙.md", "--report"],
        vec!["import", "成品/乙.pdf", "--report"],
        vec!["import", &missing],
        vec!["explain", &missing],
        vec!["check", &option],
        vec![&missing],
        vec!["check", "县/乙.yaml", "--previous", "去年.yaml"],
        vec!["check", "县/乙.yaml", "--previous", &missing],
        vec!["preview", &missing],
    ];
    for format in ["human", "short", "json", "github"] {
        runs.push(vec!["check", "县", &first, "--format", format]);
        runs.push(vec!["build", &first, "--out", "一", "--format", format]);
    }
    for to in ["table", "md", "html", "json"] {
        runs.push(vec![
            "status",
            "县",
            "--roster",
            "名册.yaml",
            "--year",
            "2024",
            "--to",
            to,
        ]);
        runs.push(vec!["diff", "去年.yaml", "县/乙.yaml", "--all", "--to", to]);
        runs.push(vec!["diff", "去年.yaml", &first, "--to", to]);
    }
    runs.push(vec!["export", "县", "--draft", "-o", "表"]);
    runs.push(vec!["new", "--from", "县/乙.yaml"]);
    runs.push(vec![
        "new", "--year", "2025", "--agency", &agency, "-o", "空.xlsx",
    ]);
    for arguments in runs {
        let run = desk.run(&arguments);
        scan(&format!("{arguments:?}, standard error"), &run.err);
        scan(&format!("{arguments:?}, standard output"), &run.out);
    }
    scan_folder(&desk.path(""), 42);
}

#[test]
fn what_a_published_page_hides_is_not_imported() {
    let desk = Desk::new();
    desk.put("丁.yaml", CLEAN);
    desk.run(&["build", "丁.yaml", "--to", "html,md"]).ends(0);
    for name in ["丁.html", "丁.md"] {
        let page = desk.text(name);
        let page = page.replace("档案馆", &format!("档案{}馆", entities(HIDDEN)));
        let page = page
            .replace("政策解读", &format!("政策{RAW}解读"))
            .replace(">3<", ">3约\u{202e}<");
        desk.put(name, page);
        let run = desk.run(&["import", name, "--report"]);
        scan(name, &run.err);
        scan(name, &run.out);
        run.ends(1);
        let run = desk.run(&["import", name, "-o", &format!("{name}.yaml")]);
        scan(name, &run.err);
        scan(name, &desk.text(&format!("{name}.yaml")));
    }
}

/// The products: at least so many.
fn scan_folder(folder: &Path, least: usize) {
    let mut scanned = 0;
    for folder in [
        folder.to_owned(),
        folder.join("成品"),
        folder.join("草稿"),
        folder.join("退回"),
        folder.join("一"),
    ] {
        for name in names(&folder) {
            let path = folder.join(&name);
            if path.is_file() && !["名册.yaml", "去年.yaml"].contains(&&*name) {
                scan_file(&path);
                scanned += 1;
            }
        }
    }
    assert!(scanned >= least, "{scanned}");
}

#[test]
fn every_place_is_found_once() {
    let desk = desk();
    let first = format!("县/甲{NAME}.yaml");
    let run = desk.run(&["check", &first, "--format", "json"]);
    run.ends(0);
    let told: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    let findings = told["files"][0]["findings"].as_array().unwrap();
    let hidden = findings
        .iter()
        .filter(|one| one["rule"] == "hidden-character");
    let mut paths: Vec<&str> = hidden
        .map(|one| one["path"].as_str().unwrap_or(""))
        .collect();
    paths.sort();
    let word = format!("总体情况.字{HIDDEN}");
    let expected = [
        "", // the file's name
        "", // the comment
        "主动公开.行政许可.注",
        "总体情况", // the keys of the sub-headings
        "总体情况",
        "总体情况", // entities and addresses
        &word,
        "机关.名称",
        "标题",
        "落款",
        "豁免.理由",
    ];
    assert_eq!(paths, expected);
}

#[test]
fn many_in_one_text_are_one_finding() {
    let desk = Desk::new();
    let words = "公\u{200b}".repeat(100_000);
    desk.put("a.yaml", CLEAN.replace("政策解读", &words));
    let run = desk.run(&["check", "a.yaml", "--format", "short"]);
    assert_eq!(run.out.matches("hidden-character").count(), 1);
    run.says("夹着 100000 个看不见的字符，第一个是 U+200B（不占位置）");
}
