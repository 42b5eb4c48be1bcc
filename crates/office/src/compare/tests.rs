use super::*;
use base::source::Sources;
use form::{
    edition::Edition,
    report::{Alone, read},
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
        .find(|row| row.path.ends_with(name))
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
        figures.map(shown).join(" ")
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
    let only = |which| -> Vec<&str> {
        let rows = comparison.figures.iter();
        let rows = rows.filter(|row| row.only == Some(which));
        rows.map(|row| &*row.path).collect()
    };
    assert_eq!(only("last").len(), 3);
    assert_eq!(only("this"), ["主动公开.行政事业性收费"]);
    // What only one form has stands with its section.
    let document = document(&compare(&old, &year(2024, "[8, 0, 3, 0, 0, 0]"), false));
    let tables: Vec<&str> = document.tables().map(|grid| &*grid.summary).collect();
    assert_eq!(tables, ["主动公开", "申请"]);
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
    let text = |comparison| write::terminal::render(&document(comparison), Default::default());
    insta::assert_snapshot!("table", text(&comparison));
    insta::assert_snapshot!("json", comparison.json());
}

#[test]
fn a_number_in_a_text_that_is_another_is_told() {
    let of = |text: &str| {
        report(&format!(
            "年度: 2024\n机关: {{名称: 某局}}\n总体情况: |\n  （一）主动公开\n\n  全年通过网站主动公开信息{text}\n"
        ))
    };
    let comparison = compare(
        &of("12条，答复申请3件。"),
        &of("15条，答复申请3件。"),
        false,
    );
    let text = &comparison.texts[0];
    assert_eq!(text.percent, 100);
    assert_eq!(
        text.numbers,
        [["全年通过网站主动公开信息", "12", "15"].map(str::to_owned)]
    );
    let shown = write::terminal::render(&document(&comparison), Default::default());
    assert!(shown.contains("网站主动公开信息 12→15"), "{shown}");
}

#[test]
fn likeness_does_not_depend_on_the_format() {
    let words = "全年通过政府网站公布办事流程和结果，方便群众查找。";
    let map = format!("\n  主动公开: {words}\n  监督保障: {words}\n");
    let lines =
        format!(" |\n  ### （一）主动公开\n\n  {words}\n\n  **（二）监督保障**\n\n  {words}\n");
    let of = |text: &str| {
        report(&format!(
            "年度: 2024\n机关: {{名称: 某局}}\n总体情况:{text}"
        ))
    };
    let (map, lines) = (of(&map), of(&lines));
    for pair in [(&map, &lines), (&lines, &map), (&map, &map)] {
        let likeness = likeness(pair.0, pair.1, "总体情况").unwrap();
        assert_eq!((likeness.copied, likeness.length), (46, 46));
    }
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
fn a_text_is_compared_as_its_readers_see_it() {
    let report = report(
        "年度: 2024\n机关: 某局\n总体情况: |\n  见[**平台**](https://a.cn/b)。\n\n  1. 甲\n  2. 乙\n\n  | 项 | 数 |\n  |---|---|\n  | 丙 | 3 |\n",
    );
    assert_eq!(
        wording::lines(&report, "总体情况"),
        ["见平台。", "甲", "乙", "项｜数", "丙｜3"]
    );
}

#[test]
fn what_is_other_in_a_second_hand_in_is_told_line_by_line() {
    let told = |before, now| compare(&year(2024, before), &year(2024, now), false).told();
    assert_eq!(
        told("[8, 0, 3, 0, 0, 0]", "[7, 0, ~, 0, 0, 0]"),
        [
            "申请.新收.自然人：8 → 7",
            "申请.新收.科研机构：3 → 空白",
            "申请.新收.总计：11 → 空白"
        ]
    );
    assert_eq!(told("0", "0"), [""; 0]);
}

#[test]
fn numbers_are_compared_whole() {
    assert_eq!(
        wording::pieces("共12.5%,6件"),
        ["共", "12.5%", ",", "6", "件"]
    );
}
