use super::*;
use crate::{
    form::{
        edition::Edition,
        report::{Alone, read},
    },
    ground::source::Sources,
};
use proptest::prelude::*;

fn report(text: &str) -> Report {
    let mut sources = Sources::new();
    let file = sources.add("a.yaml", text);
    read(&mut sources, file, &Alone).0.unwrap()
}

fn year(year: u16, new: &str) -> Report {
    report(&format!(
        "年度: {year}\n机关: {{名称: 某县|局*}}\n主动公开: {{行政许可: 0, 行政事业性收费: 1.50, 其余: 0}}\n\
         申请: {{新收: {new}, 其余: 0}}\n复议诉讼: 0\n\
         总体情况: 全年按要求公开了政府信息并及时答复了申请，收到{year}件。\n其他事项: 无\n"
    ))
}

fn row_of<'a>(comparison: &'a Comparison, name: &str) -> &'a Row {
    comparison
        .figures
        .iter()
        .find(|row| row.name == name)
        .unwrap()
}

#[test]
fn figures_have_their_change_and_its_share() {
    let comparison = compare(
        &year(2023, "[8, 0, 3, 0, 0, 0]"),
        &year(2024, "[7, 2, ~, 0, 0, 0]"),
        false,
    );
    let told = |name| {
        let row = row_of(&comparison, name);
        let figures = [&row.last, &row.this, &row.change, &row.percent];
        figures
            .map(|figure| shown(figure.as_ref()).to_owned())
            .join(" ")
    };
    assert_eq!(told("新收.自然人"), "8 7 -1 -12.5%");
    assert_eq!(told("新收.商业企业"), "0 2 +2 —");
    assert_eq!(told("新收.科研机构"), "3 — — —");
    assert_eq!(told("新收.总计"), "11 — — —");
    assert_eq!(told("行政事业性收费"), "1.50 1.50 0 0.0%");
    assert_eq!(comparison.figures.len(), 5);
    assert_eq!(comparison.remarks, Vec::<String>::new());
    let all = compare(&year(2023, "0"), &year(2024, "0"), true);
    assert_eq!(all.figures.len(), Edition::latest().slots.len());
}

#[test]
fn texts_have_their_likeness() {
    let comparison = compare(&year(2023, "0"), &year(2024, "0"), false);
    let text = &comparison.texts[0];
    assert_eq!((&*text.section, text.percent), ("总体情况", 100));
    let passage = text.passage.as_deref().unwrap();
    assert!(
        passage.starts_with("全年按要求") && passage.ends_with("收到"),
        "{passage}"
    );
    // Too short to stand in both as a passage.
    assert_eq!(comparison.texts[1].passage, None);
}

#[test]
fn forms_are_matched_as_far_as_they_go() {
    let old = report(
        "年度: 2020\n机关: {名称: 某县}\n主动公开: {行政许可: {上年项目: 3, 增减: -1, 处理决定: 2}, 其余: 0}\n",
    );
    let comparison = compare(&old, &year(2024, "0"), false);
    let alone = |this: bool| -> Vec<&str> {
        let alone = comparison.alone.iter().filter(|alone| alone.this == this);
        alone.map(|alone| &*alone.path).collect()
    };
    assert_eq!(alone(false).len(), 3);
    assert_eq!(alone(true), ["主动公开.行政事业性收费"]);
    let told = comparison.remarks.join("\n");
    for words in ["不是同一个机关", "不是相邻的年度", "格式不同"] {
        assert!(told.contains(words), "{told}");
    }
    let reversed = compare(&year(2024, "0"), &year(2023, "0"), false);
    assert!(reversed.remarks[0].starts_with("次序反了"));
    let same = compare(&year(2024, "0"), &year(2024, "0"), false);
    assert_eq!(same.remarks, ["两份报告都是 2024 年度的"]);
}

#[test]
fn every_format_says_the_same() {
    let comparison = compare(
        &year(2023, "[8, 0, 3, 0, 0, 0]"),
        &year(2024, "[7, 2, ~, 0, 0, 0]"),
        false,
    );
    insta::assert_snapshot!("table", table(&comparison, Default::default()));
    insta::assert_snapshot!("markdown", markdown(&comparison));
    insta::assert_snapshot!("json", json(&comparison));
    let hostile = report("年度: 2024\n机关: {名称: '<b>&局'}\n");
    let page = html(&compare(&hostile, &hostile, false), &hostile, &hostile).unwrap();
    assert!(page.contains("&lt;b&gt;&amp;局") && !page.contains("<b>"));
}

#[test]
fn a_page_has_the_forms_shape() {
    let (last, this) = (
        year(2023, "[8, 0, 3, 0, 0, 0]"),
        year(2024, "[7, 2, ~, 0, 0, 0]"),
    );
    let page = html(&compare(&last, &this, false), &last, &this).unwrap();
    assert!(!page.contains("http") && !page.contains("<script"));
    for expected in [
        "<h1><span class=\"piece\"><span class=\"piece\">某县</span><span class=\"piece\">|局</span>\
         <span class=\"piece\">*：</span></span>\
         <span class=\"piece\"><span class=\"piece\">2023年度与</span><span class=\"piece\">2024年度</span></span></h1>",
        "一、本年新收政府信息公开申请数量</th>",
        "<del>8</del><ins>7</ins><small class=\"down\">−1</small><small class=\"down\">−12.5%</small></span></td>",
        "<del>0</del><ins>2</ins><small class=\"up\">+2</small></span></td>",
        "<del>3</del><ins>—</ins></span></td>",
        "data-path=\"主动公开.行政事业性收费\" data-under=\"\" colspan=\"3\">1.50</td>",
        "收到<span class=\"kept\"><del>2023</del><ins>2024</ins>件。</span></p>",
    ] {
        assert!(page.contains(expected), "{expected}\n{page}");
    }
    let old = report(
        "年度: 2020\n机关: {名称: 某县}\n主动公开: {行政许可: {上年项目: 3, 增减: -1, 处理决定: 2}, 其余: 0}\n",
    );
    let page = html(&compare(&old, &this, false), &old, &this).unwrap();
    let gone = "行政许可 · 处理决定数量</th><td class=\"figure\">2</td>";
    assert!(page.contains(gone), "{page}");
}

#[test]
fn halves_are_rounded_away_from_nought() {
    assert_eq!(percent(1, 800).as_deref(), Some("+0.1%"));
    assert_eq!(percent(5, 10_000).as_deref(), Some("+0.1%"));
    assert_eq!(percent(4, 10_000).as_deref(), Some("0.0%"));
    assert_eq!(percent(-5, 10_000).as_deref(), Some("-0.1%"));
    assert_eq!(percent(0, 7).as_deref(), Some("0.0%"));
    assert_eq!(percent(1, 0), None);
    assert_eq!(percent(1, -3), None);
    assert_eq!(percent(i128::MAX, 1), None);
}

proptest! {
    #[test]
    fn a_share_is_its_ratio(change in -1_000_000_i128..1_000_000, base in 1_i128..1_000_000) {
        let written = percent(change, base).unwrap();
        let tenths: i128 = written.trim_end_matches('%').replace(['.', '+'], "").parse().unwrap();
        // Half a tenth is the most that rounding takes or gives.
        prop_assert!((tenths * base - change * 1000).abs() * 2 <= base);
    }
}

#[test]
fn small_numbers_do_not_shout() {
    let weight = |before: i128, now: i128| super::weight(before * 1_000_000, now * 1_000_000);
    assert_eq!(weight(5, 5), 0);
    assert!(weight(0, 3) < weight(200, 400));
    assert!(weight(933_554, 950_000) < weight(6, 60));
    assert!(weight(0, 500) > weight(500, 900));
    assert!(weight(i128::MAX / 1_000_000, 0) > 0 && weight(-4, 4) > 0);
}

#[test]
fn a_text_is_compared_as_its_readers_see_it() {
    let report = report(
        "年度: 2024\n机关: 某局\n总体情况: |\n  见[**平台**](https://a.cn/b)[^1]。\n\n  [^1]: 含撤回的。\n\n  1. 甲\n  2. 乙\n\n  | 项 | 数 |\n  |---|---|\n  | 丙 | 3 |\n",
    );
    assert_eq!(
        wording::lines(&report, "总体情况"),
        [
            "见平台（https://a.cn/b）〔注：含撤回的。〕。",
            "1. 甲",
            "2. 乙",
            "项　数",
            "丙　3",
        ]
    );
}
