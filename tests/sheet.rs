//! `build --to 图解`: one sheet for the public, on paper and on a phone, whose every mark is a
//! cell of this year's report or of last year's.

use std::fs;

use crate::common::{Checked, desk::Desk, read, root};
use lopdf::{Object, content::Content};
use nianbao::{base::number::Number, form::report::Report};

/// A desk with a report and last year's beside it.
fn desk() -> Desk {
    let desk = Desk::new();
    for name in ["2023.yaml", "2024.yaml"] {
        desk.put(name, read(&root(&format!("tests/charts/{name}"))));
    }
    desk
}

fn reports() -> [Report; 2] {
    ["2024", "2023"].map(|name| {
        let text = read(&root(&format!("tests/charts/{name}.yaml")));
        Checked::named("report.yaml", &text).report().clone()
    })
}

/// What the cell of a year counts as; empty for one that is blank.
fn cell(reports: &[Report], year: u16, path: &str) -> String {
    let report = reports.iter().find(|report| report.year == year).unwrap();
    let cells = report.edition.field(path).unwrap().totals().unwrap();
    let mut printed = cells.iter().map(|slot| report.printed(*slot));
    if printed.any(|printed| printed.is_empty()) {
        return String::new();
    }
    let value = report.number(path).unwrap().millionths();
    Number::from_millionths(value).to_string()
}

/// The texts of the figures' alternatives.
fn alternatives(file: &lopdf::Document) -> Vec<String> {
    let elements = file.objects.values().filter_map(|object| match object {
        Object::Dictionary(element) => Some(element),
        _ => None,
    });
    let figures = elements.filter(|element| {
        let role = element.get(b"S").and_then(Object::as_name);
        role.is_ok_and(|role| role == b"Figure")
    });
    let told = figures.map(|figure| {
        let alt = figure.get(b"Alt").unwrap().as_str().unwrap();
        let units = alt[2..]
            .chunks(2)
            .map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
        String::from_utf16(&units.collect::<Vec<_>>()).unwrap()
    });
    told.collect()
}

/// How wide the ribbons on a page are.
fn ribbons(file: &lopdf::Document) -> Vec<f64> {
    let page = *file.get_pages().values().next().unwrap();
    let content = Content::decode(&file.get_page_content(page)).unwrap();
    let mut found = Vec::new();
    let mut upper = None;
    for operation in content.operations {
        let number = |at: usize| f64::from(operation.operands[at].as_float().unwrap());
        match operation.operator.as_str() {
            "c" => upper = Some(number(5)),
            // From the upper right corner down to the lower one.
            "l" => found.extend(upper.take().map(|upper| upper - number(1))),
            _ => upper = None,
        }
    }
    found
}

#[test]
fn both_products_show_the_cells() {
    let desk = desk();
    let run = desk.run(&["build", "2024.yaml", "--to", "图解,md", "--out", "out"]);
    run.ends(0)
        .says("2024-图解.pdf")
        .says("2024-图解.html")
        .says("2024.md");
    let reports = reports();
    let page = desk.text("out/2024-图解.html");
    let mut alts = Vec::new();
    let mut flows = Vec::new();
    let mut marks = 0;
    for part in page.split("<svg ").skip(1) {
        let (svg, _) = part.split_once("</svg>").unwrap();
        let svg = format!("<svg {svg}</svg>");
        let tree = roxmltree::Document::parse(&svg).unwrap();
        let alt = tree.root_element().attribute("aria-label").unwrap();
        alts.push(alt.to_owned());
        for mark in tree.descendants() {
            let Some(path) = mark.attribute("data-path") else {
                continue;
            };
            let year = mark.attribute("data-year").unwrap().parse().unwrap();
            let value = mark.attribute("data-value").unwrap();
            assert_eq!(value, cell(&reports, year, path), "{path} {year}");
            marks += 1;
            if mark.has_tag_name("path") {
                flows.push(value.parse::<f64>().unwrap());
            }
        }
    }
    assert_eq!(
        (alts.len(), flows.len(), marks > 80),
        (4, 9, true),
        "{marks}"
    );
    assert!(alts[1].contains("本年新收 47（上年 34）"), "{alts:?}");

    let bytes = std::fs::read(desk.path("out/2024-图解.pdf")).unwrap();
    let file = lopdf::Document::load_mem(&bytes).unwrap();
    assert_eq!(file.get_pages().len(), 1);
    let mut told = alternatives(&file);
    told.sort();
    alts.sort();
    assert_eq!(told, alts);
    let widths = ribbons(&file);
    assert_eq!(widths.len(), flows.len());
    let one = widths[0] / flows[0];
    for (width, figure) in widths.iter().zip(&flows) {
        assert!((width - one * figure).abs() < 0.02, "{width} {figure}");
    }
}

#[test]
fn errors_stop_it_and_a_draft_says_so() {
    let desk = desk();
    let wrong = desk
        .text("2024.yaml")
        .replace("年度: 2024", "年度: 2024\n不明: 1");
    desk.put("wrong.yaml", wrong);
    desk.run(&["build", "wrong.yaml", "--to", "图解"]).ends(1);
    assert!(!desk.files().iter().any(|name| name.contains("图解")));
    let run = desk.run(&["build", "wrong.yaml", "--to", "图解", "--draft"]);
    run.ends(0);
    assert!(desk.text("wrong-图解.html").contains("草稿，不得发布"));
}

#[test]
fn one_of_the_two_is_written_by_its_name() {
    let desk = desk();
    let to = |name: &str| desk.run(&["build", "2024.yaml", "--to", "图解", "-o", name]);
    to("a.html").ends(0);
    assert!(desk.text("a.html").contains("<svg"));
    to("a.txt").ends(2).says(".pdf 或 .html");
    // Beside the data files a sheet is taken for no report.
    desk.run(&["build", "2024.yaml", "--to", "图解"]).ends(0);
    let run = desk.run(&["check", "--format", "json", "."]);
    assert!(run.out.contains("2024.yaml"), "{}", run.out);
    assert!(!run.out.contains("图解"), "{}", run.out);
}

#[test]
fn last_year_of_another_name_is_told_by_its_title() {
    let desk = desk();
    let text = desk.text("2023.yaml");
    let name = &Checked::of(&text).report().agency.text.clone();
    desk.put("2023.yaml", text.replacen(name, "某某县旧局", 1));
    desk.run(&["build", "2024.yaml", "--to", "图解"]).ends(0);
    let page = desk.text("2024-图解.html");
    assert!(
        page.contains("上年的数来自《某某县旧局2023年"),
        "{page:.2000}"
    );
}

#[test]
fn mistakes_in_ones_own_templates_are_told_with_their_places() {
    let desk = desk();
    let page = read(&root("templates/sheet.html"));
    let plan = read(&root("templates/sheet.yaml"));
    let last = "[申请.上年结转]";
    let plans = [
        (
            "\ntitle:",
            "\ntitel:",
            "sheet.yaml:3:1 没有「titel」这一项；可以写 title",
        ),
        ("\nlast: 上年", "\n", "缺少「last」"),
        (
            "'#2b5786'",
            "blue",
            "sheet.yaml:5:19 写法不对（颜色「blue」要写成",
        ),
        (
            last,
            "[申请.上年结存]",
            "「上年结转」的「申请.上年结存」不是格式里的一项",
        ),
        (
            last,
            "[主动公开.行政事业性收费]",
            "「本年新收」的单位是「件」，「上年结转」的是「万元」",
        ),
        (last, "[]", "「上年结转」的 any 里没有路径"),
        (last, "[received]", "「received」写了两次"),
        ("name: 上年结转", "name: ''", "有一项的 name 是空的"),
    ];
    let plans = plans.map(|(from, to, found)| ("sheet.yaml", plan.replacen(from, to, 1), found));
    let pages = [
        ("{% if %}\n", "sheet.html:1:7 写法不对"),
        ("甲\n乙{{ nobody }}\n", "sheet.html:2:5 填不出来"),
    ];
    let pages = pages.map(|(before, found)| ("sheet.html", format!("{before}{page}"), found));
    fs::create_dir_all(desk.path("own")).unwrap();
    for (name, text, found) in plans.into_iter().chain(pages) {
        desk.put(&format!("own/{name}"), text);
        desk.run(&["build", "2024.yaml", "--to", "图解", "--templates", "own"])
            .ends(2)
            .says(found);
        fs::remove_file(desk.path("own").join(name)).unwrap();
    }
}
