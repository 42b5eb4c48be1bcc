use super::*;
use form::report::Alone;
use open::open;

/// The file of a later year.
fn next(text: &str, year: u16) -> String {
    let last = open("last.yaml", text.to_owned().into(), &Alone);
    let plan = Plan {
        year,
        edition: Edition::of_year(year).unwrap(),
        previous: "../last.yaml",
        agency: None,
    };
    next_year(&last, &plan).unwrap().write()
}

const LAST: &str = "\
# 全文件的说明
# yaml-language-server: $schema=a/nianbao-2019.schema.json

年度: 2020
# 机构改革后的名称
机关:
  名称: 某县档案馆  # 全称
  类别: 部门
日期: 2021-01-20
标题: 某县档案馆二〇二〇年（2020年度）报告
落款: 某县档案局
印章: 不加盖

引言: |
  一句旧话。
# 总体的说明
总体情况: |
  旧话。

  ### （一）主动公开 ###

  旧话。

  #### 1. 细目

  ### （二）`代码`
主动公开:
  规范性文件: {新制作: 3, 新公开: 3, 对外公开总数: 14}
  行政许可: {上年项目: 1, 增减: +1, 处理决定: 2}  # 许可股填
  其余: 0
申请:
  新收: 0
  # 由办公室填
  结转下年度: [1, 0, 0, 0, 0, 2]
  其余: 0
复议诉讼: 0
问题及改进:
  问题: 旧话。
  打算: 旧话。
其他事项: 旧话。
豁免:
  - {规则: stray-word, 理由: '旧: 由'}
";

#[test]
fn the_next_year_keeps_what_lasts() {
    let text = next(LAST, 2021);
    insta::assert_snapshot!(text);
    assert!(!text.contains("旧话"));
}

#[test]
fn what_is_not_known_is_not_carried() {
    let blank = LAST.replace("[1, 0, 0, 0, 0, 2]", "{自然人: 1, 其余: ~}");
    let text = next(&blank, 2021);
    assert!(
        text.contains("没有填全，核对后填写\n  上年结转:\n"),
        "{text}"
    );
    // A year lies between.
    let text = next(LAST, 2022);
    assert!(text.contains("填 2021 年度的「申请.结转下年度」"), "{text}");
    assert!(text.contains("\n  上年结转:\n"), "{text}");
    assert!(!text.contains("\n上年:"), "{text}");
}

#[test]
fn totals_are_carried_as_they_are_stated() {
    let stated = LAST.replace("[1, 0, 0, 0, 0, 2]", "[1, 0, 0, 0, 0, 2, 3]");
    let text = next(&stated, 2021);
    assert!(
        text.contains("上年结转: {自然人: 1, 其他: 2, 其余: 0, 总计: 3}"),
        "{text}"
    );
}

#[test]
fn the_year_of_a_title_is_renewed() {
    assert_eq!(renewed("某局2024年报告", 2024, 2025), "某局2025年报告");
    assert_eq!(renewed("二○二四年", 2024, 2025), "二○二五年");
    assert_eq!(renewed("二〇二九年", 2029, 2030), "二〇三〇年");
    assert_eq!(renewed("某局报告", 2024, 2025), "某局报告");
}

#[test]
fn headings_keep_their_levels() {
    let found = sections("旧话\n## 甲\n旧话\n### 乙\n旧话\n## 丙 ##\n#不是标题\n");
    let words: Vec<(Option<&str>, &str)> =
        found.iter().map(|(h, t)| (h.as_deref(), &**t)).collect();
    assert_eq!(
        words,
        [(None, ""), (Some("甲"), "### 乙\n"), (Some("丙"), "")]
    );
}
