//! A file and its canonical rewriting, every figure by its key, give the same findings.

use crate::common::Checked;
use proptest::prelude::*;

const COLUMNS: [&str; 7] = [
    "自然人",
    "商业企业",
    "科研机构",
    "社会公益组织",
    "法律服务机构",
    "其他",
    "总计",
];

/// A row with every figure by its key.
fn canonical(row: &[u8; 7]) -> String {
    let cells = COLUMNS.iter().zip(row);
    let cells: Vec<String> = cells
        .map(|(key, figure)| format!("{key}: {figure}"))
        .collect();
    format!("{{{}}}", cells.join(", "))
}

/// The same row as authors write it: a list, or what is not nought and the rest.
fn short(row: &[u8; 7], list: bool) -> String {
    if list {
        return format!("{row:?}");
    }
    let cells = COLUMNS.iter().zip(row).enumerate();
    let told = cells.filter(|(at, (_, figure))| *at == 6 || **figure != 0);
    let told: Vec<String> = told
        .map(|(_, (key, figure))| format!("{key}: {figure}"))
        .collect();
    format!("{{{}, 其余: 0}}", told.join(", "))
}

fn told(rows: &[String; 5]) -> Vec<(String, String, Option<String>, Option<String>)> {
    let [new, before, open, total, carried] = rows;
    let text = format!(
        "年度: 2024
机关: {{名称: 某县档案馆, 类别: 部门}}
总体情况: 主动公开、依申请公开、政府信息管理、平台建设和监督保障。全年收到政府信息公开申请3件。
主动公开: 0
申请:
  新收: {new}
  上年结转: {before}
  办理结果:
    予以公开: {open}
    其余: 0
    总计: {total}
  结转下年度: {carried}
复议诉讼: 0
问题及改进: 政策解读的形式不够多，个别信息发布偏晚。明年将逐项编写图解，把公开时限列入每月的工作清单，由办公室逐月核对。
其他事项: 没有收取信息处理费。
"
    );
    let findings = Checked::of(&text).findings.into_iter();
    let told = findings.map(|f| (f.rule.code.to_owned(), f.subject.path, f.stated, f.expected));
    let mut told: Vec<_> = told.collect();
    told.sort();
    told
}

proptest! {
    #[test]
    fn rewriting_a_file_changes_no_finding(
        rows in proptest::array::uniform5(proptest::array::uniform7(0_u8..3)),
    ) {
        // A list states its noughts one by one, as the canonical file does.
        let written = rows.map(|row| short(&row, true));
        prop_assert_eq!(told(&written), told(&rows.map(|row| canonical(&row))));
    }

    #[test]
    fn right_rows_stay_right_however_they_are_written(
        parts in proptest::array::uniform6(0_u8..20),
        lists in proptest::array::uniform5(any::<bool>()),
    ) {
        let [a, b, c, d, e, f] = parts;
        let row = [a, b, c, d, e, f, parts.iter().sum()];
        let none = [0; 7];
        let rows = [row, none, row, row, none];
        let mut list = lists.into_iter();
        let written = rows.map(|row| short(&row, list.next().unwrap_or(false)));
        prop_assert_eq!(told(&written), told(&rows.map(|row| canonical(&row))));
    }
}
