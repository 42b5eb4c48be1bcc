//! The really published reports: what is found in them, and what they become.

use std::{collections::BTreeMap, path::PathBuf, sync::LazyLock};

use crate::common::{Checked, files, read, root, stem};
use nianbao::{
    document::compose,
    write::{Templates, html, markdown, pdf},
};

fn examples() -> Vec<(String, Checked)> {
    let files: Vec<PathBuf> = files("examples", "yaml");
    let checked = files.iter().map(|path| {
        let name = stem(path);
        let checked = Checked::named(&format!("{name}.yaml"), &read(path));
        (name, checked)
    });
    checked.collect()
}

fn example(name: &str) -> Checked {
    Checked::of(&read(&root(&format!("examples/{name}.yaml"))))
}

/// The findings of an example as `rule path`, in file order.
#[track_caller]
fn assert_found(name: &str, expected: &[&str]) {
    assert_eq!(example(name).rules_and_paths(), expected);
}

#[test]
fn there_are_five_published_reports_and_a_minimal_one() {
    let names: Vec<String> = examples().into_iter().map(|(name, _)| name).collect();
    assert_eq!(
        names,
        [
            "jining-hitech-public-security-2020",
            "jining-hitech-traffic-police-2020",
            "minimal",
            "yiyuan-traffic-police-2020",
            "zhangdian-traffic-police-2024",
            "zhangdian-transport-2020",
        ]
    );
}

#[test]
fn the_minimal_report_is_clean() {
    assert_found("minimal", &[]);
}

#[test]
fn a_report_with_exact_amounts_is_clean() {
    assert_found("zhangdian-transport-2020", &[]);
    let report = example("zhangdian-transport-2020");
    let report = report.report();
    let printed = |path| report.printed(report.edition.find(path).unwrap());
    assert_eq!(printed("主动公开.政府集中采购.总金额"), "76.786078");
    assert_eq!(printed("主动公开.行政处罚.增减"), "+374");
}

#[test]
fn a_column_of_totals_that_nobody_adds_up_to_is_found() {
    assert_found(
        "jining-hitech-traffic-police-2020",
        &[
            "punctuation 总体情况",
            "blank-cell 主动公开.行政许可",
            "blank-cell 主动公开.其他对外管理服务事项",
            "blank-cell 主动公开.行政处罚",
            "blank-cell 主动公开.行政强制",
            "row-total 申请.办理结果.予以公开.总计",
            "row-total 申请.办理结果.其他处理.总计",
            "row-total 申请.办理结果.总计.总计",
        ],
    );
}

#[test]
fn blank_columns_are_told_of_once_a_row() {
    let results = [
        "予以公开",
        "部分公开",
        "不予公开.国家秘密",
        "不予公开.法律行政法规禁止公开",
        "不予公开.三安全一稳定",
        "不予公开.第三方合法权益",
        "不予公开.三类内部事务信息",
        "不予公开.四类过程性信息",
        "不予公开.行政执法案卷",
        "不予公开.行政查询事项",
        "无法提供.不掌握",
        "无法提供.另行制作",
        "无法提供.补正后仍不明确",
        "不予处理.信访举报投诉",
        "不予处理.重复申请",
        "不予处理.要求提供公开出版物",
        "不予处理.大量反复申请",
        "不予处理.要求确认或重新出具",
        "其他处理",
        "总计",
    ];
    let results = results.map(|row| format!("办理结果.{row}"));
    let rows = ["新收", "上年结转"].into_iter();
    let rows = rows.chain(results.iter().map(String::as_str));
    let rows = rows.chain(["结转下年度"]);
    let expected: Vec<String> = rows.map(|row| format!("blank-cell 申请.{row}")).collect();
    let expected: Vec<&str> = expected.iter().map(String::as_str).collect();
    assert_found("yiyuan-traffic-police-2020", &expected);
    let report = example("yiyuan-traffic-police-2020");
    let report = report.report();
    let printed = |path| report.printed(report.edition.find(path).unwrap());
    assert_eq!(printed("主动公开.行政许可.增减"), "+30513");
    assert_eq!(printed("主动公开.行政强制.增减"), "-599");
    assert_eq!(printed("申请.新收.商业企业"), "");
}

#[test]
fn rows_that_the_published_text_lost_are_missing_and_not_nought() {
    assert_found(
        "jining-hitech-public-security-2020",
        &[
            "stray-word 总体情况",
            "narrative-figure 总体情况",
            "blank-cell 主动公开.行政许可",
            "blank-cell 主动公开.其他对外管理服务事项",
            "blank-cell 主动公开.行政处罚.增减",
            "blank-cell 主动公开.行政强制.增减",
            "missing-key 申请.结转下年度",
            "missing-key 申请.办理结果.无法提供",
            "missing-key 申请.办理结果.不予处理",
            "missing-key 申请.办理结果.其他处理",
            "missing-key 申请.办理结果.不予公开.三类内部事务信息",
            "missing-key 申请.办理结果.不予公开.四类过程性信息",
            "missing-key 申请.办理结果.不予公开.行政执法案卷",
            "missing-key 申请.办理结果.不予公开.行政查询事项",
            // 予以公开 1 against 新收 0: what is missing cannot make up for that.
            "balance 申请.新收.自然人",
        ],
    );
}

#[test]
fn blank_rows_and_a_note_are_kept() {
    assert_found(
        "zhangdian-traffic-police-2024",
        &[
            "punctuation 引言",
            "punctuation 引言",
            "blank-cell 申请.办理结果.其他处理.逾期不缴费",
            "blank-cell 申请.办理结果.其他处理.其他",
            "punctuation 其他事项",
            "unfilled 其他事项",
        ],
    );
    let report = example("zhangdian-traffic-police-2024");
    let report = report.report();
    let slot = report.edition.find("主动公开.行政许可").unwrap();
    assert_eq!(report.printed(slot), "1964904");
    let note = report.cell(slot).note.as_ref().unwrap();
    assert_eq!(note.text, "含淄博经开区");
}

#[test]
fn two_examples_are_kept_from_being_published() {
    let blocked = examples().into_iter().filter(|(_, checked)| {
        let mut findings = checked.findings.iter();
        findings.any(|finding| finding.blocks())
    });
    let blocked: Vec<String> = blocked.map(|(name, _)| name).collect();
    assert_eq!(
        blocked,
        [
            "jining-hitech-public-security-2020",
            "jining-hitech-traffic-police-2020",
        ]
    );
}

#[test]
fn findings_read_well() {
    let checked = example("jining-hitech-traffic-police-2020");
    let text = nianbao::base::diagnostic::human(checked.view("report.yaml"), Default::default());
    insta::assert_snapshot!(text);
}

fn templates() -> Templates {
    Templates::new(&BTreeMap::new()).unwrap()
}

fn as_markdown(checked: &Checked) -> String {
    markdown::render(&compose(checked.report()), &templates()).unwrap()
}

#[test]
fn markdown_reads_well() {
    for (name, checked) in examples() {
        insta::assert_snapshot!(format!("{name}.md"), as_markdown(&checked));
    }
}

#[test]
fn a_fragment_of_html_reads_well() {
    let document = compose(example("zhangdian-traffic-police-2024").report());
    let fragment = html::fragment(&document, &templates()).unwrap();
    insta::assert_snapshot!("fragment.html", fragment);
}

/// Words and their printed form, as far as space and page breaks go.
fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

static FONTS: LazyLock<pdf::Fonts> = LazyLock::new(pdf::Fonts::bundled);

/// The text of every page, the page numbers left out.
fn pdf_pages(checked: &Checked) -> Vec<String> {
    let bytes = pdf::render(&compose(checked.report()), &FONTS).unwrap();
    let file = lopdf::Document::load_mem(&bytes).unwrap();
    let pages = file.get_pages();
    let pages = pages.keys().map(|&page| {
        let text = file.extract_text(&[page]).unwrap();
        let number = format!("— {page} —");
        assert!(
            text.contains(&number),
            "no {number} on page {page}:\n{text}"
        );
        text.replace(&number, "")
    });
    pages.collect()
}

/// Everything that is to be read in Markdown: lines of text, and cells of tables.
fn words_of(markdown: &str) -> Vec<String> {
    let mut words = Vec::new();
    for line in markdown.lines() {
        let line = line.trim_start_matches(['#', ' ', '>']);
        for part in line.split('<') {
            let part = part.split_once('>').map_or(part, |(_, words)| words);
            let mut plain = String::new();
            let mut escaped = false;
            for c in part.chars() {
                match c {
                    '\\' if !escaped => escaped = true,
                    _ => {
                        plain.push(c);
                        escaped = false;
                    }
                }
            }
            for sentence in plain.split_inclusive(['。', '；']) {
                words.push(squeezed(sentence));
            }
        }
    }
    words.retain(|words| !words.is_empty());
    words
}

#[test]
fn the_pdf_holds_every_word_of_the_markdown() {
    for (name, checked) in examples() {
        let pages = pdf_pages(&checked);
        let text = squeezed(&pages.concat());
        let words = words_of(&as_markdown(&checked));
        assert!(words.len() > 150, "{name}: {}", words.len());
        for words in words {
            assert!(text.contains(&words), "{name} lost {words}\n{text}");
        }
    }
}

#[test]
fn the_pdf_is_the_same_every_time() {
    let document = compose(example("minimal").report());
    let first = pdf::render(&document, &FONTS).unwrap();
    assert!(first == pdf::render(&document, &FONTS).unwrap());
}

#[test]
fn every_page_that_the_great_table_touches_has_its_headings() {
    for (name, checked) in examples() {
        let pages = pdf_pages(&checked);
        let squeezed: Vec<String> = pages.iter().map(|page| squeezed(page)).collect();
        let has = |page: &String, words: &str| page.contains(words);
        let first = squeezed
            .iter()
            .position(|page| has(page, "一、本年新收政府信息公开申请数量"));
        let last = squeezed
            .iter()
            .position(|page| has(page, "四、结转下年度继续办理"));
        for page in &squeezed[first.unwrap()..=last.unwrap()] {
            assert!(has(page, "法人或其他组织"), "{name}: {page}");
        }
    }
}

#[test]
fn the_text_of_a_pdf_reads_well() {
    let pages = pdf_pages(&example("zhangdian-traffic-police-2024"));
    let mut told = String::new();
    for (number, page) in (1..).zip(&pages) {
        told += &format!("=== {number} ===\n");
        // Where glyphs are set apart lopdf reads a space, mostly one glyph too early.
        let lines = page.lines().map(squeezed).filter(|line| !line.is_empty());
        told.extend(lines.map(|line| line + "\n"));
    }
    insta::assert_snapshot!("zhangdian-traffic-police-2024.pdf", told);
}
