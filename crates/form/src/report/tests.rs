use super::{Alone, Category, Figure, Report, expand, read};
use base::{
    diagnostic::{Finding, Surface},
    source::Sources,
};

fn report(text: &str) -> (Sources, Report, Vec<Finding>) {
    let mut sources = Sources::new();
    let file = sources.add("report.yaml", text);
    let (report, mut findings) = read(&mut sources, file, &Alone);
    let mut report = report.expect("it can be read");
    findings.extend(expand(&mut report, None));
    (sources, report, findings)
}

/// The six parts and the total of 申请.新收, written in some way.
fn row(written: &str) -> Vec<String> {
    let text = format!("年度: 2024\n申请:\n  新收: {written}\n  其余: 0\n");
    let (_, report, findings) = report(&text);
    let faults = findings
        .iter()
        .filter(|f| f.subject.path.starts_with("申请"));
    assert_eq!(faults.count(), 0, "{written}");
    let field = report.edition.field("申请.新收").unwrap();
    let cells = field.slots().into_iter().map(|slot| {
        let cell = report.cell(slot);
        match cell.figure {
            Figure::Stated(number) => number.to_string(),
            Figure::Covered(number) => format!("({number})"),
            Figure::Blank => "~".to_owned(),
            Figure::Absent => format!("={}", report.printed(slot)),
            Figure::Unread(_) => "?".to_owned(),
        }
    });
    cells.collect()
}

#[test]
fn a_row_may_be_written_in_many_ways() {
    for (written, cells) in [
        ("0", ["(0)", "(0)", "(0)", "(0)", "(0)", "(0)", "(0)"]),
        ("~", ["~", "~", "~", "~", "~", "~", "~"]),
        ("[1, 2, 0, 0, 0, 4]", ["1", "2", "0", "0", "0", "4", "=7"]),
        ("[1, 2, 0, 0, 0, 4, 7]", ["1", "2", "0", "0", "0", "4", "7"]),
        ("[1, ~, 0, 0, 0, 4]", ["1", "~", "0", "0", "0", "4", "="]),
        (
            "{自然人: 6, 其余: 0}",
            ["6", "(0)", "(0)", "(0)", "(0)", "(0)", "=6"],
        ),
        ("{自然人: 6, 其余: ~}", ["6", "~", "~", "~", "~", "~", "="]),
        (
            "{总计: 6, 其余: 0, 自然人: 6}",
            ["6", "(0)", "(0)", "(0)", "(0)", "(0)", "6"],
        ),
        (
            "{总计: ~, 其余: 0, 自然人: 6}",
            ["6", "(0)", "(0)", "(0)", "(0)", "(0)", "~"],
        ),
        (
            "{其余: 0}",
            ["(0)", "(0)", "(0)", "(0)", "(0)", "(0)", "=0"],
        ),
    ] {
        assert_eq!(row(written), cells, "{written}");
    }
}

#[test]
fn a_note_stays_with_its_figure() {
    let text = "年度: 2024\n主动公开: {行政许可: {值: 3, 注: 含 开发区}, 其余: 0}\n";
    let (_, report, _) = report(text);
    let cell = report.cell(report.edition.find("主动公开.行政许可").unwrap());
    assert_eq!(cell.note.as_ref().unwrap().text, "含 开发区");
    assert!(matches!(cell.figure, Figure::Stated(_)));
}

/// What a text becomes when its references are replaced.
fn expanded(text: &str) -> String {
    let yaml = format!(
        "年度: 2024\n申请:\n  新收: [3, 0, 0, 0, 0, 0]\n  办理结果:\n    予以公开: [1, 0, 0, 0, 0, 0]\n    \
         不予公开: {{国家秘密: [2, 0, 0, 0, 0, 0], 其余: 0}}\n    其余: 0\n  其余: 0\n\
         其他事项: |\n  {text}\n"
    );
    let (_, report, findings) = report(&yaml);
    let faults: Vec<&Finding> = findings
        .iter()
        .filter(|finding| finding.rule.code == "unfilled")
        .collect();
    assert!(faults.is_empty(), "{text}: {faults:?}");
    let prose = report.texts.last().unwrap().as_ref().unwrap();
    prose.passages[0].text.trim_end().to_owned()
}

#[test]
fn references_become_figures() {
    for (text, becomes) in [
        ("共{{申请.新收.总计}}件", "共3件"),
        ("共{{申请.新收}}件", "共3件"),
        ("共{{ 申请.新收 }}件", "共3件"),
        ("其中{{申请.新收.自然人}}件", "其中3件"),
        ("不予公开{{申请.办理结果.不予公开}}件", "不予公开2件"),
        ("办理{{申请.办理结果}}件", "办理3件"),
        (
            "占{{申请.办理结果.予以公开|占 申请.办理结果.总计}}。",
            "占33.3%。",
        ),
        ("占{{申请.新收|占 申请.新收}}。", "占100%。"),
        (r"照写\{{申请.新收}}", "照写{{申请.新收}}"),
        ("{{申请.新收}}{{申请.新收}}", "33"),
        ("一个{申请.新收}", "一个{申请.新收}"),
    ] {
        assert_eq!(expanded(text), becomes, "{text}");
    }
}

#[test]
fn a_reference_to_an_unknown_figure_is_told_of_once() {
    let text =
        "年度: 2024\n申请: {新收: [x, 0, 0, 0, 0, 0], 其余: 0}\n其他事项: 共{{申请.新收}}件\n";
    let (_, _, findings) = report(text);
    let rules: Vec<&str> = findings.iter().map(|finding| finding.rule.code).collect();
    assert!(
        rules.contains(&"not-a-count") && !rules.contains(&"unfilled"),
        "{rules:?}"
    );
}

#[test]
fn a_file_without_a_year_is_read_by_its_keys() {
    let edition = |text: &str| report(text).1.edition.name.clone();
    assert_eq!(
        edition("主动公开: {规范性文件: 0, 政府集中采购: 0}\n"),
        "2019"
    );
    assert_eq!(edition("主动公开: {行政规范性文件: 0}\n"), "2021");
}

#[test]
fn a_text_may_begin_with_a_blank_line_and_a_backslash() {
    let text = "年度: 2024\n其他事项: |\n\n  \\*号，照写。\n";
    let (_, report, _) = report(text);
    let prose = report.texts.last().unwrap().as_ref().unwrap();
    assert_eq!(prose.passages[0].text.trim(), "\\*号，照写。");
}

#[test]
fn a_block_with_nothing_below_is_empty_at_the_end_of_a_file_too() {
    for mark in ["|", "|-", "|2", ">", "> # 待写"] {
        let text = format!("年度: 2024\n其他事项: {mark}\n");
        let (_, _, findings) = report(&text);
        let empty = findings.iter().any(|f| f.rule.code == "empty-section");
        assert!(empty, "{mark:?} is taken for text");
    }
}

#[test]
fn one_thing_is_not_written_as_several() {
    for (written, path) in [
        ("主动公开: {行政许可: {值: {值: 1}}}", "主动公开.行政许可"),
        ("主动公开: {行政许可: {值: [1]}}", "主动公开.行政许可"),
        (
            "主动公开: {行政许可: {值: 1, 注: [甲]}}",
            "主动公开.行政许可",
        ),
        ("上年: [2023.yaml]", "上年"),
    ] {
        let (_, _, findings) = report(&format!("年度: 2024\n{written}\n"));
        let mut here = findings.iter().filter(|f| f.subject.path == path);
        let found = here.next().expect(written);
        assert!(
            found.message.on(Surface::DataFile).contains("不能写成几项"),
            "{}",
            found.message.on(Surface::DataFile)
        );
        assert_eq!(here.count(), 0, "{written}");
    }
}

#[test]
fn a_text_without_any_part_is_empty() {
    let (_, _, findings) = report("年度: 2024\n总体情况: {}\n");
    let found = findings
        .iter()
        .find(|f| f.subject.path == "总体情况")
        .unwrap();
    assert_eq!(found.rule.code, "empty-section");
}

#[test]
fn names_tell_what_an_agency_is() {
    assert_eq!(Category::of_name("某市公安局"), Some(Category::Department));
    assert_eq!(
        Category::of_name("某县人民政府"),
        Some(Category::Government)
    );
    assert_eq!(
        Category::of_name("某县某镇人民政府"),
        Some(Category::Township)
    );
    assert_eq!(
        Category::of_name("某区某街道办事处"),
        Some(Category::Township)
    );
    assert_eq!(Category::of_name("某县某乡"), Some(Category::Township));
    assert_eq!(Category::of_name("某某集团"), None);
}

#[test]
fn headings_alone_are_no_content_and_are_kept() {
    let (_, report, findings) =
        report("年度: 2024\n总体情况: |\n  ### （一）主动公开\n\n  ### （二）依申请公开\n");
    let empty = findings.iter().filter(|f| f.rule.code == "empty-section");
    let paths: Vec<_> = empty.map(|finding| &*finding.subject.path).collect();
    assert!(paths.contains(&"总体情况"), "{paths:?}");
    assert!(
        report
            .all_prose()
            .any(|(key, prose)| key == "总体情况" && prose.passages.len() == 1)
    );
}
