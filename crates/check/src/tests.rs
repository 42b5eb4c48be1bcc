use super::check;
use base::{
    diagnostic::{Finding, Surface},
    source::Sources,
};
use form::report::{Alone, read};

/// What is wrong with section 3, written in some way: `rule path waived?`.
fn found(table: &str, more: &str, draft: bool) -> Vec<String> {
    let findings = checked(table, more, draft);
    let told = findings.iter().flat_map(Finding::each).map(|finding| {
        let waived = finding.waived.as_ref().map_or("", |_| " (waived)");
        format!("{} {}{waived}", finding.rule.code, finding.subject.path)
    });
    told.collect()
}

fn checked(table: &str, more: &str, draft: bool) -> Vec<Finding> {
    let text = format!(
        "年度: 2024\n机关: {{名称: 某县}}\n总体情况: 全年平稳推进主动公开、依申请公开、政府信息管理、政府信息公开平台建设和监督保障。\n主动公开: 0\n申请:\n{table}\
         复议诉讼: 0\n问题及改进: 公开的内容以机构职能和工作动态为主，群众关心的办事办法说明得不够细，个别信息发布偏晚。明年逐项编写办事指南，写明材料和时限，逐月核对。\n其他事项: 没有收取信息处理费。\n{more}"
    );
    let mut sources = Sources::new();
    let file = sources.add("report.yaml", text);
    let (report, findings) = read(&mut sources, file, &Alone);
    check(
        &report.expect("it can be read"),
        None,
        findings,
        draft,
        None,
    )
}

const RIGHT: &str = "  新收: [6, 1, 0, 0, 0, 0, 7]
  上年结转: [1, 0, 0, 0, 0, 0, 1]
  办理结果:
    予以公开: [4, 1, 0, 0, 0, 0, 5]
    部分公开: [2, 0, 0, 0, 0, 0, 2]
    其余: 0
    总计: [6, 1, 0, 0, 0, 0, 7]
  结转下年度: [1, 0, 0, 0, 0, 0, 1]
";

/// The findings where some passages of a right table are replaced.
fn wrong(changes: &[(&str, &str)]) -> Vec<String> {
    let mut table = RIGHT.to_owned();
    for (from, to) in changes {
        assert!(table.contains(from), "{from}");
        table = table.replace(from, to);
    }
    found(&table, "", false)
}

#[test]
fn a_right_table_passes() {
    assert!(wrong(&[]).is_empty());
}

#[test]
fn the_cell_where_failing_sums_cross_is_named() {
    assert_eq!(
        wrong(&[("新收: [6", "新收: [5")]),
        ["row-total 申请.新收.自然人"]
    );
    assert_eq!(
        wrong(&[("予以公开: [4", "予以公开: [9")]),
        ["row-total 申请.办理结果.予以公开.自然人"]
    );
    assert_eq!(
        wrong(&[("总计: [6", "总计: [9")]),
        ["column-total 申请.办理结果.总计.自然人"]
    );
    assert_eq!(
        wrong(&[("0, 1]\n  办理", "0, 2]\n  办理")]),
        ["row-total 申请.上年结转.总计"]
    );
}

#[test]
fn two_mistakes_give_two_findings() {
    assert_eq!(
        wrong(&[("新收: [6", "新收: [5"), ("部分公开: [2", "部分公开: [3")]),
        [
            "row-total 申请.新收.自然人",
            "row-total 申请.办理结果.部分公开.自然人"
        ]
    );
}

#[test]
fn a_mistake_in_a_covered_row_is_placed_at_the_total() {
    assert_eq!(
        wrong(&[(
            "    其余: 0\n",
            "    不予公开: {国家秘密: {其余: 0, 总计: 1}, 其余: 0}\n    其余: 0\n"
        )]),
        ["row-total 申请.办理结果.不予公开.国家秘密.总计"]
    );
}

#[test]
fn a_figure_that_cannot_be_read_keeps_its_sums_from_being_checked() {
    assert_eq!(
        wrong(&[("予以公开: [4", "予以公开: [四")]),
        ["not-a-count 申请.办理结果.予以公开.自然人"]
    );
}

#[test]
fn a_blank_is_unknown_and_told_what_it_must_be() {
    let told = |changes: &[(&str, &str)]| -> Vec<String> {
        let mut table = RIGHT.to_owned();
        for (from, to) in changes {
            table = table.replacen(from, to, 1);
        }
        let found = checked(&table, "", false).into_iter();
        let told = found.map(|finding| {
            let message = finding.message.on(Surface::DataFile);
            format!("{} {message}", finding.rule.code)
        });
        told.collect()
    };
    assert_eq!(
        told(&[("新收: [6", "新收: [~")]),
        ["blank-cell 「申请.新收.自然人」留空；这格要是 6，「申请.新收」的总计才对得上"]
    );
    // A blank total is what its parts add up to.
    assert_eq!(
        told(&[(
            "[6, 1, 0, 0, 0, 0, 7]\n  结转",
            "[6, 1, 0, 0, 0, 0, ~]\n  结转"
        )]),
        ["blank-cell 「申请.办理结果.总计.总计」留空"]
    );
    // A total that is too small for what is stated is wrong whatever the blank is.
    assert_eq!(
        told(&[("新收: [6, 1, 0, 0, 0, 0, 7]", "新收: [6, ~, 0, 0, 0, 0, 5]")]),
        [
            "blank-cell 「申请.新收.商业企业」留空；这格要是 1，商业企业一列的勾稽关系才对得上",
            "row-total 「申请.新收.总计」写 5，很可能应为 7：总计一列的勾稽关系差 2",
        ]
    );
}

#[test]
fn waivers_cover_a_path_and_what_lies_below() {
    let table = RIGHT.replace(
        "其余: 0",
        "不予公开: ~\n    其他处理: {其他: ~, 其余: 0}\n    其余: 0",
    );
    let waived = |place: &str| {
        let waiver = format!("豁免:\n  - {{规则: blank-cell, {place}理由: 旧系统}}\n");
        let found = found(&table, &waiver, false).into_iter();
        let found = found.filter(|told| told.starts_with("blank-cell"));
        found
            .map(|told| told.ends_with("(waived)"))
            .collect::<Vec<_>>()
    };
    assert_eq!(waived(""), [true, true]);
    assert_eq!(waived("位置: 申请.办理结果.其他处理, "), [false, true]);
    assert_eq!(waived("位置: 申请.办理结果, "), [true, true]);
    assert_eq!(waived("位置: 申请.办理结果.其他, "), [false, false]);
}

#[test]
fn errors_of_the_form_and_its_tables_are_waived_in_drafts_only() {
    let table = RIGHT.replace("新收: [6, 1, 0, 0, 0, 0, 7]", "新收: [6, 1, 0, 0, 0, 0, 8]");
    let waiver = "豁免:\n  - {规则: row-total, 理由: 旧系统}\n";
    assert_eq!(
        found(&table, waiver, false),
        ["row-total 申请.新收.总计", "unused-waiver 豁免"]
    );
    assert_eq!(
        found(&table, waiver, true),
        ["row-total 申请.新收.总计 (waived)"]
    );
}

#[test]
fn a_column_that_rows_lack_is_told_once() {
    let row = "{商业企业: 0, 科研机构: 0, 社会公益组织: 0, 法律服务机构: 0, 其他: 0}";
    let text = format!("年度: 2024\n申请:\n  新收: {row}\n  上年结转: {row}\n  其余: 0\n");
    let mut sources = Sources::new();
    let file = sources.add("report.yaml", text);
    let (report, findings) = read(&mut sources, file, &Alone);
    let told = check(
        &report.expect("it can be read"),
        None,
        findings,
        false,
        None,
    );
    let column = "「申请」有 2 行没有「自然人」这一列";
    let one = told
        .iter()
        .find(|one| one.message.on(Surface::DataFile) == column);
    assert_eq!(one.map(|one| one.members.len()), Some(2), "{told:#?}");
}

#[test]
fn what_is_blank_for_one_cause_is_told_once() {
    let text = "年度: 2024\n机关: {名称: 某县}\n申请:\n  新收: {商业企业: ~, 其他: ~, 其余: 0}\n  上年结转: {商业企业: ~, 其他: ~, 其余: 0}\n  \
                办理结果:\n    予以公开: {自然人: ~, 其余: 0}\n    不予公开:\n      国家秘密:\n      行政执法案卷:\n    其余: ~\n豁免:\n  \
                - {规则: blank-cell, 位置: 申请.上年结转, 理由: 旧系统如此}\n";
    let mut sources = Sources::new();
    let file = sources.add("report.yaml", text);
    let (report, findings) = read(&mut sources, file, &Alone);
    let findings = check(
        &report.expect("it can be read"),
        None,
        findings,
        false,
        None,
    );
    let missing = findings.iter().filter(|finding| finding.missing.is_some());
    let together = missing.map(|missing| {
        let waived = missing.waived.as_ref().map_or("", |_| " (waived)");
        format!("{}{waived}", missing.message.on(Surface::DataFile))
    });
    let together: Vec<String> = together.collect();
    insta::assert_snapshot!(together.join("\n"));
}
