//! The workbench's core: every change of the form is the smallest one of the file, and can be
//! taken back.

use std::{collections::BTreeMap, fs, sync::LazyLock};

use crate::common::{files, read, root, stem};
use nianbao::{
    base::number::{Kind, Number},
    edit::workbench::{
        DATA, Edit, Form, Keep, Passage, Session, State, Texts, Typed, apply,
        merge::{Decided, merge},
        read_texts,
    },
    form::{
        edition::{Axis, Edition, SlotId},
        report::{Alone, Figure, Library},
        scaffold::scaffold,
    },
    open::{NeighbourFiles, Opened},
};
use proptest::prelude::*;
use serde_json::json;

/// Text files beside the data file.
#[derive(Default)]
struct Beside(BTreeMap<String, String>);

impl Library for Beside {
    fn text(&self, target: &str) -> Result<(String, String), (String, String)> {
        let text = self.0.get(target).cloned();
        let text = text.ok_or_else(|| (format!("没有「{target}」"), String::new()))?;
        Ok((target.to_owned(), text))
    }
}

impl NeighbourFiles for Beside {
    fn library<'a>(&'a self, _: &str) -> Box<dyn Library + 'a> {
        Box::new(self)
    }
}

fn texts(text: &str) -> Texts {
    Texts::from([(DATA.to_owned(), text.to_owned())])
}

fn cells(cells: &[(&str, &str)]) -> Edit {
    let typed = |(path, words): &(&str, &str)| Typed {
        path: (*path).to_owned(),
        words: (*words).to_owned(),
    };
    Edit::Cells {
        cells: cells.iter().map(typed).collect(),
    }
}

/// A text after an edit.
#[track_caller]
fn after(text: &str, edit: &Edit) -> String {
    let mut texts = texts(text);
    let paper = read_texts("年报.yaml", &mut texts, &Alone);
    let applied = match apply("年报.yaml", &paper, &texts, edit, &Alone) {
        Ok(applied) => applied,
        Err(refusal) => panic!("{refusal:?}: {edit:?}\n{text}"),
    };
    applied.texts[DATA].clone()
}

/// The lines that are not in the other text, where the texts differ at one place only.
fn differing<'a>(one: &'a str, other: &str) -> Vec<&'a str> {
    let (a, b): (Vec<&str>, Vec<&str>) = (one.lines().collect(), other.lines().collect());
    let head = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
    let (left, right) = (&a[head..], &b[head..]);
    let tail = left.iter().rev().zip(right.iter().rev());
    let tail = tail.take_while(|(a, b)| a == b).count();
    left[..left.len() - tail].to_vec()
}

const HEAD: &str = "年度: 2024\n机关: {名称: 某局}\n\n";

/// The lines that an edit leaves in the place of some.
#[track_caller]
fn becomes(lines: &str, edit: &Edit, expected: &str) {
    let text = format!("{HEAD}{lines}\n\n总体情况: 无\n");
    let changed = after(&text, edit);
    let inside = changed
        .strip_prefix(HEAD)
        .and_then(|rest| rest.strip_suffix("\n\n总体情况: 无\n"));
    assert_eq!(inside, Some(expected));
}

#[test]
fn a_figure_takes_the_place_of_another_whatever_the_style() {
    let one = |words| cells(&[("申请.新收.自然人", words)]);
    for (before, words, now) in [
        (
            "{自然人: 6, 其余: 0}  # 甲",
            "7",
            "{自然人: 7, 其余: 0}  # 甲",
        ),
        (
            "{ 自然人:   6 , 其余: 0 }",
            "12",
            "{ 自然人:   12 , 其余: 0 }",
        ),
        ("[6, 0, 0, 0, 0, 0]", "7", "[7, 0, 0, 0, 0, 0]"),
        ("0  # 没有", "12", "{自然人: 12, 其余: 0}  # 没有"),
        ("~", "12", "{自然人: 12, 其余: ~}"),
        ("", "12", "{自然人: 12}"),
        ("   # 一、本年新收", "12", "{自然人: 12}   # 一、本年新收"),
        (
            "{商业企业: 1, 其余: 0}",
            "2",
            "{自然人: 2, 商业企业: 1, 其余: 0}",
        ),
        ("{其余: 0, 总计: 3}", "3", "{自然人: 3, 其余: 0, 总计: 3}"),
        (
            "{自然人: {值: 6, 注: 含}, 其余: 0}",
            "7",
            "{自然人: {值: 7, 注: 含}, 其余: 0}",
        ),
        ("{自然人: 6, 其余: 0}", "", "{自然人: ~, 其余: 0}"),
        (
            "{自然人: 6, 其余: 0}",
            "１，２３４",
            "{自然人: 1234, 其余: 0}",
        ),
        ("{自然人: 6, 其余: 0}", "12件", "{自然人: 12, 其余: 0}"),
        (
            "{自然人: 6, 其余: 0}",
            "7（含某某）",
            "{自然人: {值: 7, 注: 含某某}, 其余: 0}",
        ),
        ("{自然人: 6, 其余: 0}", "若干", "{自然人: 若干, 其余: 0}"),
        ("{自然人: 6, 其余: 0}", "/", "{自然人: /, 其余: 0}"),
        ("{自然人: 6, 其余: 0}", "-3", "{自然人: -3, 其余: 0}"),
        (
            "{自然人: 6, 其余: 0}",
            "a: {b",
            "{自然人: \"a: {b\", 其余: 0}",
        ),
        ("{自然人: 若干, 其余: 0}", "6", "{自然人: 6, 其余: 0}"),
        ("{自然人: \"6\", 其余: 0}", "6", "{自然人: 6, 其余: 0}"),
        ("{自然人: , 其余: 0}", "6", "{自然人: 6 , 其余: 0}"),
        ("{自然人: 0, 其余: 0}", "0", "{自然人: 0, 其余: 0}"),
        ("0", "0", "0"),
    ] {
        let line = |value: &str| match value {
            "" => "申请:\n  新收:".to_owned(),
            value if value.starts_with(' ') => format!("申请:\n  新收:{value}"),
            value => format!("申请:\n  新收: {value}"),
        };
        becomes(&line(before), &one(words), &line(now));
    }
    becomes(
        "申请:\n  新收:\n    自然人: 6  # 甲\n    其余: 0",
        &one("7"),
        "申请:\n  新收:\n    自然人: 7  # 甲\n    其余: 0",
    );
    becomes(
        "申请:\n  新收:\n    # 乙\n    其余: 0",
        &one("7"),
        "申请:\n  新收:\n    # 乙\n    自然人: 7\n    其余: 0",
    );
    becomes(
        "申请:\n  新收:\n  - 6\n  - 0\n  - 0\n  - 0\n  - 0\n  - 0",
        &one("7"),
        "申请:\n  新收:\n  - 7\n  - 0\n  - 0\n  - 0\n  - 0\n  - 0",
    );
}

#[test]
fn totals_come_and_go() {
    let total = |words| cells(&[("申请.新收.总计", words)]);
    for (before, words, now) in [
        ("{自然人: 6, 其余: 0, 总计: 6}", "", "{自然人: 6, 其余: 0}"),
        ("{自然人: 6, 其余: 0}", "6", "{自然人: 6, 其余: 0, 总计: 6}"),
        ("[6, 0, 0, 0, 0, 0]", "6", "[6, 0, 0, 0, 0, 0, 6]"),
        ("[6, 0, 0, 0, 0, 0, 6]", "", "[6, 0, 0, 0, 0, 0]"),
        ("{总计: 6, 自然人: 6, 其余: 0}", "", "{自然人: 6, 其余: 0}"),
    ] {
        becomes(
            &format!("申请:\n  新收: {before}"),
            &total(words),
            &format!("申请:\n  新收: {now}"),
        );
    }
    becomes(
        "申请:\n  新收:\n    自然人: 6\n    其余: 0\n    总计: 6",
        &total(""),
        "申请:\n  新收:\n    自然人: 6\n    其余: 0",
    );
}

#[test]
fn rows_come_where_the_form_has_them() {
    let one = cells(&[("申请.办理结果.不予公开.国家秘密.自然人", "1")]);
    becomes(
        "申请:\n  办理结果:\n    不予公开: 0  # 整组",
        &one,
        "申请:\n  办理结果:\n    不予公开: {国家秘密: {自然人: 1, 其余: 0}, 其余: 0}  # 整组",
    );
    becomes(
        "申请:\n  办理结果:\n    不予公开:\n      行政执法案卷: 0\n      其余: 0  # 甲",
        &one,
        "申请:\n  办理结果:\n    不予公开:\n      国家秘密: {自然人: 1, 其余: 0}\n      行政执法案卷: 0\n      其余: 0  # 甲",
    );
    let two = cells(&[
        ("申请.办理结果.不予公开.国家秘密.自然人", "1"),
        ("申请.办理结果.不予公开.行政查询事项.其他", "2"),
    ]);
    becomes(
        "申请:\n  办理结果:\n    不予公开: 0  # 整组",
        &two,
        "申请:\n  办理结果:\n    不予公开:  # 整组\n      国家秘密: {自然人: 1, 其余: 0}\n      行政查询事项: {其他: 2, 其余: 0}\n      其余: 0",
    );
    becomes(
        "主动公开:\n  行政处罚: 0",
        &cells(&[("主动公开.行政许可", "3"), ("主动公开.行政强制", "0")]),
        "主动公开:\n  行政许可: 3\n  行政处罚: 0\n  行政强制: 0",
    );
    let section = "申请:\n  新收: {自然人: 1}";
    let text = format!("{HEAD}总体情况: 无\n\n问题及改进: 无\n");
    let made = after(&text, &cells(&[("申请.新收.自然人", "1")]));
    assert_eq!(
        made,
        format!("{HEAD}总体情况: 无\n{section}\n\n问题及改进: 无\n")
    );
}

#[test]
fn a_whole_row_is_said_shortly() {
    let columns = [
        "自然人",
        "商业企业",
        "科研机构",
        "社会公益组织",
        "法律服务机构",
        "其他",
    ];
    let row = |first: &str| {
        let paths = columns.map(|column| format!("申请.新收.{column}"));
        let all = paths.iter().enumerate();
        let all = all.map(|(at, path)| (path.as_str(), if at == 0 { first } else { "0" }));
        cells(&all.collect::<Vec<_>>())
    };
    becomes("申请:\n  新收:  # 一", &row("0"), "申请:\n  新收: 0  # 一");
    becomes(
        "申请:\n  新收:",
        &row("5"),
        "申请:\n  新收: {自然人: 5, 其余: 0}",
    );
    becomes(
        "申请:\n  新收: {自然人: 5}",
        &row("5"),
        "申请:\n  新收: {自然人: 5, 其余: 0}",
    );
}

#[test]
fn notes_stay_with_their_figure() {
    let note = |words: &str| Edit::Note {
        path: "主动公开.行政许可".to_owned(),
        words: words.to_owned(),
    };
    becomes(
        "主动公开:\n  行政许可: 6  # 甲",
        &note("含 某"),
        "主动公开:\n  行政许可: {值: 6, 注: 含 某}  # 甲",
    );
    becomes(
        "主动公开:\n  行政许可: {值: 6, 注: 含}",
        &note(""),
        "主动公开:\n  行政许可: 6",
    );
    becomes(
        "主动公开:\n  行政许可: {值: 6, 注: 含}",
        &note("a: b"),
        "主动公开:\n  行政许可: {值: 6, 注: \"a: b\"}",
    );
    becomes(
        "主动公开:\n  行政许可:",
        &note("含"),
        "主动公开:\n  行政许可: {值: , 注: 含}",
    );
}

#[test]
fn no_way_of_writing_a_row_is_too_special() {
    let note = |path: &str, words: &str| Edit::Note {
        path: path.to_owned(),
        words: words.to_owned(),
    };
    let block = "\n    - 6  # 甲\n    - 0\n    - 0\n    - 0\n    - 0\n    - 0";
    for (before, edit, now) in [
        (
            "[6, 0, 0, 0, 0, 0]",
            note("申请.新收.自然人", "含某, 某"),
            "[{值: 6, 注: \"含某, 某\"}, 0, 0, 0, 0, 0]",
        ),
        (
            "[6, 0, 0, 0, 0, 0]",
            note("申请.新收.总计", "含某"),
            "[6, 0, 0, 0, 0, 0, {值: 6, 注: 含某}]",
        ),
        (
            "[6, 0]",
            cells(&[("申请.新收.科研机构", "2（含某, 某）")]),
            "[6, 0, {值: 2, 注: \"含某, 某\"}, ~, ~, ~]",
        ),
        (
            "[6, 0]",
            cells(&[("申请.新收.法律服务机构", "2")]),
            "[6, 0, ~, ~, 2, ~]",
        ),
        ("[]", cells(&[("申请.新收.自然人", "2")]), "{自然人: 2}"),
        (
            "\n  - 6\n  - 0\n  - 0\n  - 0\n  - 0\n  - 0  # 丙",
            cells(&[("申请.新收.总计", "6")]),
            "\n  - 6\n  - 0\n  - 0\n  - 0\n  - 0\n  - 0  # 丙\n  - 6",
        ),
        (
            block,
            cells(&[("申请.新收.自然人", "7")]),
            "\n    - 7  # 甲\n    - 0\n    - 0\n    - 0\n    - 0\n    - 0",
        ),
        (
            block,
            note("申请.新收.总计", "含某, 某"),
            "\n    - 6  # 甲\n    - 0\n    - 0\n    - 0\n    - 0\n    - 0\n    - {值: 6, 注: \"含某, 某\"}",
        ),
        (
            "\n    - 6\n    - 0  # 乙",
            cells(&[("申请.新收.社会公益组织", "3")]),
            "\n    - 6\n    - 0  # 乙\n    - ~\n    - 3\n    - ~\n    - ~",
        ),
        (
            "\n    -\n      值: 6\n      注: 含\n    - 0",
            cells(&[("申请.新收.自然人", "7")]),
            "\n    -\n      值: 7\n      注: 含\n    - 0\n    - ~\n    - ~\n    - ~\n    - ~",
        ),
        (
            "\n    自然人:\n      值: 6\n      注: 含\n    其余: 0",
            note("申请.新收.自然人", ""),
            "\n    自然人: 6\n    其余: 0",
        ),
    ] {
        let line = |value: &str| match value.starts_with('\n') {
            true => format!("申请:\n  新收:{value}"),
            false => format!("申请:\n  新收: {value}"),
        };
        becomes(&line(before), &edit, &line(now));
    }
    let text = "年度: 2020\n机关: {名称: 某局}\n主动公开:\n  行政许可: 0\n  规章: 0\n";
    let change = cells(&[("主动公开.行政许可.增减", "0")]);
    assert_eq!(after(text, &change), text);
    let change = cells(&[("主动公开.行政许可.增减", "-3")]);
    assert!(after(text, &change).contains("行政许可: {增减: -3, 其余: 0}\n"));
}

/// What is no figure beyond doubt stays as it was typed, and is told of.
#[test]
fn doubtful_figures_are_not_taken() {
    for words in [
        "3,5",
        "12,34",
        "1,2,3",
        "1e3",
        "万",
        "一百二",
        "0x1F",
        "5或6",
        "约5",
        "5万",
    ] {
        let text = format!("{HEAD}主动公开:\n  行政许可: 6\n");
        let made = after(&text, &cells(&[("主动公开.行政许可", words)]));
        let mut texts = texts(&made);
        let report = read_texts("a.yaml", &mut texts, &Alone).report.unwrap();
        assert_eq!(report.number("主动公开.行政许可"), None, "{words}");
    }
    for (words, figure) in [
        ("１２", "12"),
        ("1,402", "1402"),
        ("298件", "298"),
        ("十五", "15"),
        ("一百零三", "103"),
    ] {
        let text = format!("{HEAD}主动公开:\n  行政许可: 6\n");
        let made = after(&text, &cells(&[("主动公开.行政许可", words)]));
        assert!(
            made.ends_with(&format!("行政许可: {figure}\n")),
            "{words}: {made}"
        );
    }
}

fn text_edit(key: &str, passages: &[(Option<&str>, &str)]) -> Edit {
    let passage = |(heading, text): &(Option<&str>, &str)| Passage {
        heading: heading.map(str::to_owned),
        text: (*text).to_owned(),
    };
    Edit::Text {
        key: key.to_owned(),
        passages: passages.iter().map(passage).collect(),
        goes_on: false,
    }
}

#[test]
fn what_is_typed_on_is_one_step() {
    let text = format!("{HEAD}总体情况: |\n  一\n");
    let mut session = Session::open("a.yaml", text.clone(), &Alone);
    let mut typed = |words: &str, on: bool| {
        let mut edit = text_edit("总体情况", &[(None, words)]);
        if let Edit::Text { goes_on, .. } = &mut edit {
            *goes_on = on;
        }
        session.edit(&edit, &Alone).unwrap();
    };
    typed("一二", false);
    typed("一二三", true);
    typed("一二三四", true);
    typed("一二三四。", false);
    session.undo(&Alone).unwrap();
    assert!(session.text().ends_with("一二三四\n"));
    session.undo(&Alone).unwrap();
    assert_eq!(session.text(), text);
    session.redo(&Alone).unwrap();
    assert!(session.text().ends_with("一二三四\n"));
}

#[test]
fn texts_change_by_their_lines() {
    let becomes = |before: &str, passages: &[(Option<&str>, &str)], now: &str| {
        let text = format!("{HEAD}总体情况:{before}\n# 甲\n问题及改进: 无\n");
        let made = after(&text, &text_edit("总体情况", passages));
        assert_eq!(
            made,
            format!("{HEAD}总体情况:{now}\n# 甲\n问题及改进: 无\n")
        );
    };
    becomes(
        " |\n  一\n\n  二\n\n",
        &[(None, "一\n\n贰\n\n三\n")],
        " |\n  一\n\n  贰\n\n  三\n\n",
    );
    becomes(
        " |  # 说明\n     一\n     二\n",
        &[(None, "一")],
        " |  # 说明\n     一\n",
    );
    becomes(" |\n\n", &[(None, "一")], " |\n  一\n\n");
    becomes(" |\n  一\n", &[(None, "")], " |\n");
    becomes(" |\n  一\n", &[], " |\n");
    becomes("  # 待写", &[(None, "一\n二")], " |  # 待写\n  一\n  二");
    becomes(" 无  # 乙", &[(None, "一")], " |  # 乙\n  一");
    becomes(" \"无\"", &[(None, "  一")], " |2\n    一");
    becomes(" >\n  一\n  二\n", &[(None, "一二三")], " |\n  一二三\n");
    becomes(
        "\n  甲: |\n    一\n\n  乙: |\n    二\n",
        &[(Some("甲"), "一"), (Some("乙"), "贰")],
        "\n  甲: |\n    一\n\n  乙: |\n    贰\n",
    );
    becomes(
        "\n  甲: |\n    一\n  乙: |\n    二\n",
        &[(Some("甲"), "一"), (Some("丙"), "三"), (Some("乙"), "二")],
        "\n  甲: |\n    一\n  丙: |\n    三\n  乙: |\n    二\n",
    );
    becomes(
        "\n  甲: |\n    一\n  乙: |\n    二\n",
        &[(Some("乙"), "二")],
        "\n  乙: |\n    二\n",
    );
    becomes(
        "\n  甲: |\n    一\n  乙: |\n    二\n",
        &[(Some("（一）甲"), "一"), (Some("乙"), "二")],
        "\n  （一）甲: |\n    一\n  乙: |\n    二\n",
    );
    becomes(
        " |\n  一\n",
        &[(Some("甲"), "一"), (Some("乙"), "二")],
        "\n  甲: |\n    一\n  乙: |\n    二\n",
    );
    becomes("\n  甲: |\n    一\n", &[(None, "一")], " |\n  一\n");
    let preamble = after(
        &format!("{HEAD}总体情况: 无\n"),
        &text_edit("引言", &[(None, "一")]),
    );
    assert_eq!(
        preamble,
        "年度: 2024\n机关: {名称: 某局}\n\n引言: |\n  一\n\n总体情况: 无\n"
    );
    // However far it is indented, and whatever stands at the ends of its lines.
    let text = format!("{HEAD}总体情况: |  # 甲\n     一  \n   \n     二\n     三\n");
    let made = after(
        &text,
        &text_edit("总体情况", &[(None, "一  \n\n贰\n又\n三\n")]),
    );
    assert_eq!(made, text.replace("     二\n", "     贰\n     又\n"));
    let made = after(&text, &text_edit("总体情况", &[(None, "二\n")]));
    assert_eq!(made, format!("{HEAD}总体情况: |  # 甲\n     二\n"));
}

#[test]
fn texts_in_files_of_their_own_are_changed_there() {
    let beside = Beside(BTreeMap::from([(
        "总.md".to_owned(),
        "一\r\n二\r\n".to_owned(),
    )]));
    let text = format!("{HEAD}总体情况: {{文件: 总.md}}\n");
    let mut session = Session::open("a.yaml", text.clone(), &beside);
    assert_eq!(
        texts_of(&session)[&"总体情况".to_owned()].1,
        Some("总.md".to_owned())
    );
    let edit = text_edit("总体情况", &[(None, "一\n贰\n")]);
    session.edit(&edit, &beside).unwrap();
    assert_eq!(session.text(), text);
    assert_eq!(
        session.unsaved(),
        [("总.md".to_owned(), "一\r\n贰\r\n".to_owned())]
    );
    session.undo(&beside).unwrap();
    assert!(session.unsaved().is_empty());
}

fn form(session: &Session) -> Form {
    session.state().form.expect("it can be read")
}

type Told = BTreeMap<String, (Vec<Passage>, Option<String>)>;

fn texts_of(session: &Session) -> Told {
    let sections = form(session).sections.into_iter();
    let texts = sections.filter_map(|section| Some((section.key, section.text?)));
    texts
        .map(|(key, text)| (key, (text.passages, text.file)))
        .collect()
}

#[test]
fn particulars_are_set_and_taken_away() {
    let set = |text: &str, key: &str, words: &str| {
        let (key, words) = (key.to_owned(), words.to_owned());
        after(text, &Edit::Particular { key, words })
    };
    let text = "年度: 2024  # 年\n机关:\n  名称:   # 全称\n日期:\n总体情况: 无\n";
    assert_eq!(
        set(text, "名称", "某局"),
        text.replace("名称:", "名称: 某局")
    );
    assert_eq!(
        set(text, "类别", "部门"),
        text.replace("日期", "  类别: 部门\n日期")
    );
    assert_eq!(
        set(text, "日期", "2025年1月9日"),
        text.replace("日期:", "日期: 2025-01-09")
    );
    assert_eq!(
        set(text, "年度", "２０２５年"),
        text.replace("2024", "2025")
    );
    let signed = text.replace("总体", "落款: 某人\n总体");
    assert_eq!(set(text, "落款", "某人"), signed);
    assert_eq!(set(&signed, "落款", ""), text);
    assert_eq!(set(&signed, "落款", "~"), signed.replace("某人", "~"));
    let sealed = text.replace("总体", "印章: 不加盖\n总体");
    assert_eq!(set(text, "印章", "不加盖"), sealed);
    assert_eq!(set(&sealed, "印章", ""), text);
    let flow = "年度: 2024\n机关: {名称: 某局}\n";
    assert_eq!(
        set(flow, "类别", "部门"),
        "年度: 2024\n机关: {名称: 某局, 类别: 部门}\n"
    );
    assert_eq!(
        set("年度: 2024\n", "名称", "某局"),
        "年度: 2024\n机关:\n  名称: 某局\n"
    );
    assert_eq!(
        set("年度: 2024", "名称", "某局"),
        "年度: 2024\n机关:\n  名称: 某局"
    );
}

#[test]
fn files_of_windows_keep_their_line_ends() {
    let text = "年度: 2024\r\n机关: {名称: 某局}\r\n申请:\r\n  新收: 0\r\n总体情况: |\r\n  一\r\n";
    let made = after(text, &cells(&[("申请.上年结转.自然人", "1")]));
    assert_eq!(
        made,
        text.replace("  新收: 0\r\n", "  新收: 0\r\n  上年结转: {自然人: 1}\r\n")
    );
    let made = after(text, &text_edit("总体情况", &[(None, "一\n二\n")]));
    assert_eq!(made, format!("{text}  二\r\n"));
}

/// Every figure of every example, and of a blank file of every form.
fn samples() -> Vec<(String, String)> {
    let examples = files("examples", "yaml").into_iter();
    let mut all: Vec<_> = examples.map(|path| (stem(&path), read(&path))).collect();
    for edition in Edition::all() {
        let text = scaffold(edition, edition.from, Some("某局"));
        all.push((format!("blank {}", edition.name), text));
    }
    all
}

fn papers() -> &'static [(String, Texts, Opened)] {
    // What is read once serves all; a report never changes.
    thread_local! {
        static PAPERS: &'static [(String, Texts, Opened)] = Box::leak(
            samples()
                .into_iter()
                .map(|(name, text)| {
                    let mut texts = texts(&text);
                    let paper = read_texts(&name, &mut texts, &Alone);
                    (name, texts, paper)
                })
                .collect(),
        );
    }
    PAPERS.with(|papers| *papers)
}

/// Words that a cell of a kind takes.
fn words(kind: Kind) -> BoxedStrategy<String> {
    let count =
        prop_oneof![3 => Just("0".to_owned()), 4 => (1..3000_u32).prop_map(|n| n.to_string())];
    match kind {
        Kind::Count => prop_oneof![
            8 => count,
            1 => Just(String::new()),
            1 => "[1-9],[0-9]{3}|[１-９]{1,3}件|若干|[#:{}\\[\\]\"' a-c-]{1,6}",
        ]
        .boxed(),
        Kind::Change => prop_oneof![1 => Just(0), 9 => -300..300_i32]
            .prop_map(|n| n.to_string())
            .boxed(),
        Kind::Amount => (0..90_000_u32)
            .prop_map(|n| format!("{}.{:02}", n / 100, n % 100))
            .boxed(),
    }
}

/// A sample, and some cells of it with words.
fn typing(most: usize) -> impl Strategy<Value = (usize, Vec<(usize, String)>)> {
    (0..papers().len()).prop_flat_map(move |sample| {
        let edition = papers()[sample]
            .2
            .plain
            .as_ref()
            .expect("it can be read")
            .edition;
        let slot = (0..edition.slots.len())
            .prop_flat_map(move |at| (Just(at), words(edition.slots[at].kind)));
        (Just(sample), prop::collection::vec(slot, 1..most))
    })
}

/// Makes an edit of cells in a sample and says which lines differ.
fn typed(sample: usize, typed: &[(usize, String)]) -> Result<(), TestCaseError> {
    let (name, texts, paper) = &papers()[sample];
    let report = paper.plain.as_ref().expect("it can be read");
    let path = |at: usize| report.edition.slots[at].path.as_str();
    let pairs: Vec<(&str, &str)> = typed
        .iter()
        .map(|(at, w)| (path(*at), w.as_str()))
        .collect();
    // A refusal would be told here: that what is written reads as what was wanted, and that
    // every other figure and text says what it did, is proved by the change itself.
    let applied = apply(name, paper, texts, &cells(&pairs), &Alone);
    let applied =
        applied.map_err(|refusal| TestCaseError::fail(format!("{refusal:?} {pairs:?}")))?;
    let new = applied.paper.plain.as_ref().expect("it is still a report");
    for (at, words) in typed
        .iter()
        .filter(|(at, _)| typed.iter().rfind(|(o, _)| o == at).is_some())
    {
        let last = typed.iter().rfind(|(other, _)| other == at);
        let slot = &report.edition.slots[*at];
        if let (true, Ok(number)) = (
            last.is_some_and(|last| last.1 == *words),
            Number::parse(words, slot.kind),
        ) {
            // A 0 that covers a change has no sign of its own.
            let now = new.cell(SlotId(*at)).figure.number();
            prop_assert_eq!(
                now.map(|now| now.to_string()),
                Some(number.to_string()),
                "{}",
                slot.path
            );
        }
    }
    if let [_] = typed {
        let (old, new) = (&texts[DATA], &applied.texts[DATA]);
        let (gone, come) = (differing(old, new), differing(new, old));
        prop_assert!(
            gone.len() <= 1 && come.len() <= 1,
            "{pairs:?}: {gone:?} {come:?}"
        );
    }
    Ok(())
}

/// Types into cells, and then what they said before: the file has the same bytes again,
/// be it that what a word covers was opened and closed.
fn and_back(sample: usize, typed: &[(usize, String)]) -> Result<(), TestCaseError> {
    let (name, texts, paper) = &papers()[sample];
    let report = paper.plain.as_ref().expect("it can be read");
    let figure = |at: usize| &report.cell(SlotId(at)).figure;
    // Nobody can type that a row was never written.
    let slots = &report.edition.slots;
    let written = |at: usize| {
        let mut row = (0..slots.len()).filter(|other| slots[*other].row() == slots[at].row());
        let left_out = slots[at].total && row.any(|other| figure(other) != &Figure::Absent);
        left_out || figure(at) != &Figure::Absent
    };
    // Nor is it known any more what covered cells that were all opened: of those that are
    // covered two are taken, of two rows.
    let mut opened: Vec<&str> = Vec::new();
    let mut is_left = |at: usize| {
        let row = slots[at].row();
        let is_covered = matches!(figure(at), Figure::Covered(_));
        let taken = !is_covered || opened.len() < 2 && !opened.contains(&row);
        opened.extend((is_covered && taken).then_some(row));
        taken && written(at)
    };
    let typed: Vec<_> = typed.iter().filter(|(at, _)| is_left(*at)).collect();
    let edit = |words: &dyn Fn(usize, &str) -> String| {
        let cells = typed.iter().map(|(at, typed)| Typed {
            path: report.edition.slots[*at].path.clone(),
            words: words(*at, typed),
        });
        Edit::Cells {
            cells: cells.collect(),
        }
    };
    let there = edit(&|_, typed| typed.to_owned());
    // What one word covered with its row was not stated.
    let sums = &report.edition.sums;
    let of_row = |at| {
        let mut sums = sums.iter();
        sums.any(|sum| sum.axis == Axis::Row && sum.total == SlotId(at))
    };
    let back = edit(&|at, _| match figure(at) {
        Figure::Covered(_) if of_row(at) => String::new(),
        Figure::Stated(number) | Figure::Covered(number) => number.to_string(),
        _ => String::new(),
    });
    let there = apply(name, paper, texts, &there, &Alone).expect("any figure is taken");
    let back = apply(name, &there.paper, &there.texts, &back, &Alone);
    let back = back.map_err(|refusal| TestCaseError::fail(format!("{refusal:?}")))?;
    let (old, new) = (&texts[DATA], &back.texts[DATA]);
    let (gone, come) = (differing(old, new), differing(new, old));
    prop_assert!(old == new, "{gone:?} {come:?} {:?}", there.texts[DATA]);
    Ok(())
}

/// Types cells of some rows here and of others elsewhere: both merge to the same bytes in
/// either order, and taking one out leaves the other.
fn in_either_order(sample: usize, typed: &[(usize, String)]) -> Result<(), TestCaseError> {
    let (name, texts, paper) = &papers()[sample];
    let slots = &paper.plain.as_ref().expect("it can be read").edition.slots;
    let first = |at: usize| slots.iter().position(|slot| slot.row() == slots[at].row());
    let made = |odd: usize| {
        let own = typed
            .iter()
            .filter(|(at, _)| first(*at).map(|row| row % 2) == Some(odd));
        let own: Vec<_> = own
            .map(|(at, words)| (slots[*at].path.as_str(), words.as_str()))
            .collect();
        let applied = apply(name, paper, texts, &cells(&own), &Alone);
        applied.expect("any figure is taken").texts[DATA].clone()
    };
    let (base, one, two) = (&texts[DATA], made(0), made(1));
    let merged = |base: &str, mine: &str, theirs: &str| {
        merge(base, mine, theirs, &mut Decided::of(&[])).ok()
    };
    let both = merged(base, &one, &two);
    prop_assert_eq!(&both, &merged(base, &two, &one));
    // What was done here is taken out again, or it is said that it cannot be.
    if let Some(back) = both.and_then(|both| merged(&one, base, &both)) {
        prop_assert_eq!(back, two);
    }
    prop_assert_eq!(merged(&one, base, &one), Some(base.clone()));
    Ok(())
}

/// How many cases of a property of edits are tried: in `.ci/run` twenty thousand, the same each
/// time.
fn cases(few: u32) -> u32 {
    let asked = std::env::var("NIANBAO_CASES");
    asked.map_or(few, |asked| asked.parse().expect("a number"))
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: cases(300),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn one_cell_is_one_line_and_many_are_one_change(
        (sample, cells) in prop_oneof![typing(2), typing(60)],
    ) {
        typed(sample, &cells)?;
    }

    #[test]
    fn what_was_said_before_gives_the_same_bytes((sample, cells) in typing(8)) {
        and_back(sample, &cells)?;
    }

    #[test]
    fn edits_of_different_places_merge_in_either_order((sample, cells) in typing(16)) {
        in_either_order(sample, &cells)?;
    }
}

/// The table of a form filled with ever other figures, and the whole of it at once.
#[test]
fn a_block_as_large_as_a_table_is_one_step() {
    for (name, texts, paper) in papers() {
        let report = paper.plain.as_ref().unwrap();
        let counts = report
            .edition
            .slots
            .iter()
            .filter(|slot| slot.kind == Kind::Count && !slot.total);
        let numbered = counts
            .enumerate()
            .map(|(at, slot)| (slot.path.as_str(), (at + 1).to_string()));
        let numbered: Vec<_> = numbered.collect();
        let pairs: Vec<(&str, &str)> = numbered
            .iter()
            .map(|(path, n)| (*path, n.as_str()))
            .collect();
        let mut session = Session::open(name, texts[DATA].clone(), &Alone);
        session.edit(&cells(&pairs), &Alone).unwrap();
        let new = session.paper().plain.as_ref().unwrap();
        for (path, figure) in &pairs {
            let slot = new.edition.find(path).unwrap();
            assert!(matches!(new.cell(slot).figure, Figure::Stated(n) if n.to_string() == *figure));
        }
        let state: State = session.state();
        assert_eq!(state.undo, Some(format!("填写 {} 格", pairs.len())));
        session.undo(&Alone).unwrap();
        assert_eq!(session.text(), texts[DATA]);
        session.redo(&Alone).unwrap();
        assert_ne!(session.text(), texts[DATA]);
    }
}

static MADE_UP: LazyLock<String> =
    LazyLock::new(|| fs::read_to_string(root("tests/forms/2031.yaml")).unwrap());

#[test]
fn the_form_of_a_blank_file_is_there() {
    assert!(!MADE_UP.is_empty());
    for (_, texts, _) in papers() {
        let session = Session::open("a.yaml", texts[DATA].clone(), &Alone);
        let form = form(&session);
        assert_eq!(form.sections.len(), 7);
        let tables = form
            .sections
            .iter()
            .filter_map(|section| section.table.as_ref());
        let figures: usize = tables
            .flat_map(|table| &table.rows)
            .map(|row| row.iter().filter(|cell| cell.figure.is_some()).count())
            .sum();
        let report = session.paper().report.as_ref().unwrap();
        assert_eq!(figures, report.edition.slots.len());
    }
}

/// A file whose places can be told from one another.
const SMALL: &str = "\
年度: 2024
机关: {名称: 某局, 类别: 部门}
日期: 2025-01-10

总体情况: |
  甲

  乙
  丙

主动公开:
  行政许可: 0
  行政处罚: {值: 0, 注: 含}
  其余: 0

申请:
  新收: {自然人: 0, 商业企业: 0, 科研机构: 0, 社会公益组织: 0, 法律服务机构: 0, 其他: 0}
  上年结转: [0, 0, 0, 0, 0, 0]
  办理结果: 0
  结转下年度:
    自然人: 0
    商业企业: 0
    其余: 0

复议诉讼: 0

问题及改进: |
  丁

其他事项: |
  戊
";

/// What may be changed, each at a place of its own.
const PLACES: [&str; 11] = [
    "主动公开.行政许可",
    "主动公开.行政处罚",
    "申请.新收.自然人",
    "申请.新收.商业企业",
    "申请.新收.其他",
    "申请.上年结转.自然人",
    "申请.上年结转.其他",
    "申请.结转下年度.自然人",
    "申请.结转下年度.商业企业",
    "总体情况 0",
    "总体情况 2",
];

/// What every place says.
fn values(paper: &Opened) -> Vec<String> {
    let report = paper.plain.as_ref().expect("it can be read");
    let values = PLACES.iter().map(|place| match place.split_once(' ') {
        Some((_, line)) => {
            let text = &report.texts[0].as_ref().expect("there is a text").passages[0].text;
            let line: usize = line.parse().unwrap();
            text.lines().nth(line).unwrap_or_default().to_owned()
        }
        None => report.printed(report.edition.find(place).expect("it is a cell")),
    });
    values.collect()
}

/// The edit that makes a place say a number.
fn saying(paper: &Opened, place: usize, number: usize) -> Edit {
    let words = number.to_string();
    let Some((key, line)) = PLACES[place].split_once(' ') else {
        return cells(&[(PLACES[place], &words)]);
    };
    let report = paper.plain.as_ref().expect("it can be read");
    let text = &report.texts[0].as_ref().expect("there is a text").passages[0].text;
    let line: usize = line.parse().unwrap();
    let lines = text.lines().enumerate();
    let lines: Vec<&str> = lines
        .map(|(at, old)| if at == line { &words } else { old })
        .collect();
    text_edit(key, &[(None, &lines.join("\n"))])
}

/// What happens to a file.
#[derive(Clone, Debug)]
enum Event {
    Here(usize),
    Elsewhere(usize),
    Look,
    Save,
    Settle(Keep),
    Undo,
    Redo,
}

/// What every place says at a time.
type Values = Vec<String>;

/// The page, the disk, and what must be in both.
struct Model {
    session: Session,
    disk: String,
    /// What the page must show, and what the disk held when the page last took it in.
    shown: Values,
    known: Values,
    /// What the disk held when a conflict was found.
    waiting: Option<(String, Values)>,
    done: Vec<(Values, Values)>,
    undone: Vec<(Values, Values)>,
}

impl Model {
    fn on_disk(&self) -> Values {
        let mut texts = texts(&self.disk);
        values(&read_texts("a.yaml", &mut texts, &Alone))
    }

    /// What both sides make of it; nothing where somebody must decide.
    fn merged(&self, disk: &[String], keep: Option<Keep>) -> Option<Values> {
        let places = self.shown.iter().zip(disk).zip(&self.known);
        let merged = places.map(|((mine, theirs), known)| match () {
            () if mine == known || mine == theirs => Some(theirs.clone()),
            () if theirs == known => Some(mine.clone()),
            () => keep.map(|keep| if keep == Keep::Mine { mine } else { theirs }.clone()),
        });
        merged.collect()
    }

    fn step(&mut self, after: Values) {
        if after != self.shown {
            self.undone.clear();
            self.done.push((self.shown.clone(), after.clone()));
        }
        self.shown = after;
    }

    /// What the host does when it looks at the disk.
    fn look(&mut self) {
        self.session.outside(DATA, &self.disk, &Alone);
        if self
            .waiting
            .as_ref()
            .is_some_and(|(text, _)| *text == self.disk)
        {
            return;
        }
        let disk = self.on_disk();
        match self.merged(&disk, None) {
            Some(both) => (self.shown, self.known, self.waiting) = (both, disk, None),
            None => self.waiting = Some((self.disk.clone(), disk)),
        }
    }

    fn settle(&mut self, keep: Keep) {
        let asked = self.waiting.take();
        assert_eq!(asked.is_some(), self.session.conflict().is_some());
        while let Some(conflict) = self.session.conflict() {
            assert_ne!(conflict.mine, conflict.theirs);
            self.session.settle(keep, &Alone).unwrap();
        }
        if let Some((_, disk)) = asked {
            let both = self.merged(&disk, Some(keep)).expect("it is decided");
            self.known = disk;
            self.step(both);
        }
    }

    /// What comes of a step from some values to others that is made now, if it can be.
    fn rebased(&self, from: &[String], to: &[String]) -> Option<Values> {
        let places = self.shown.iter().zip(from).zip(to);
        let rebased = places.map(|((now, from), to)| match () {
            () if from == to => Some(now.clone()),
            () if now == from || now == to => Some(to.clone()),
            () => None,
        });
        rebased.collect()
    }

    fn happens(&mut self, event: &Event, number: usize) {
        match event {
            Event::Here(place) => {
                let edit = saying(self.session.paper(), *place, number);
                self.session.edit(&edit, &Alone).unwrap();
                let mut after = self.shown.clone();
                after[*place] = number.to_string();
                self.step(after);
            }
            Event::Elsewhere(place) => {
                let mut texts = texts(&self.disk);
                let paper = read_texts("a.yaml", &mut texts, &Alone);
                let edit = saying(&paper, *place, number);
                let applied = apply("a.yaml", &paper, &texts, &edit, &Alone).unwrap();
                self.disk.clone_from(&applied.texts[DATA]);
            }
            Event::Look => self.look(),
            Event::Save => {
                self.look();
                for (_, text) in self.session.unsaved() {
                    assert!(self.waiting.is_none());
                    self.session.saved(DATA, &text);
                    (self.disk, self.known) = (text, self.shown.clone());
                }
            }
            Event::Settle(keep) => self.settle(*keep),
            Event::Undo => {
                let step = self.done.last();
                let now = step.and_then(|(before, after)| self.rebased(after, before));
                assert_eq!(self.session.undo(&Alone).is_ok(), now.is_some());
                if let Some(now) = now {
                    self.done.pop();
                    let after = std::mem::replace(&mut self.shown, now.clone());
                    self.undone.push((now, after));
                }
            }
            Event::Redo => {
                let step = self.undone.last();
                let now = step.and_then(|(before, after)| self.rebased(before, after));
                assert_eq!(self.session.redo(&Alone).is_ok(), now.is_some());
                if let Some(now) = now {
                    self.undone.pop();
                    let before = std::mem::replace(&mut self.shown, now.clone());
                    self.done.push((before, now));
                }
            }
        }
    }
}

fn event() -> impl Strategy<Value = Event> {
    let settle = prop_oneof![Just(Keep::Mine), Just(Keep::Theirs)];
    prop_oneof![
        5 => (0..PLACES.len()).prop_map(Event::Here),
        4 => (0..PLACES.len()).prop_map(Event::Elsewhere),
        2 => Just(Event::Look),
        2 => Just(Event::Save),
        1 => settle.prop_map(Event::Settle),
        1 => Just(Event::Undo),
        1 => Just(Event::Redo),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: cases(400) / 2,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    /// Every value that is written, here or elsewhere, stands until somebody writes another in
    /// its place who has seen it, takes it back, or chooses the other one of two that were both
    /// shown. Nothing else ever changes.
    #[test]
    fn no_edit_is_lost_and_none_is_overwritten(events in prop::collection::vec(event(), 1..12)) {
        let session = Session::open("a.yaml", SMALL.to_owned(), &Alone);
        let start = values(session.paper());
        let mut model = Model {
            session,
            disk: SMALL.to_owned(),
            shown: start.clone(),
            known: start,
            waiting: None,
            done: Vec::new(),
            undone: Vec::new(),
        };
        for (at, event) in events.iter().enumerate() {
            model.happens(event, at + 1);
            prop_assert_eq!(&values(model.session.paper()), &model.shown, "{:?}", event);
        }
        model.look();
        model.settle(Keep::Theirs);
        model.happens(&Event::Save, 0);
        prop_assert_eq!(&model.disk, model.session.text());
        prop_assert_eq!(&model.on_disk(), &model.shown);
        // Comments, order and spaces are those of the author.
        let bare = |text: &str| text.replace(|c: char| c.is_ascii_digit() || "甲乙丙".contains(c), "");
        prop_assert_eq!(bare(&model.disk), bare(SMALL));
    }
}

/// What somebody does to the passages of a text.
#[derive(Clone, Debug)]
enum Writing {
    Put(usize, String),
    Drop(usize),
    Change(usize, String),
    Head(usize, String),
}

fn writing() -> impl Strategy<Value = Writing> {
    let words = "[一二三，。 a-z{}#:|>'\"*-]{0,12}|  甲|\\{\\{申请\\.新收\\}\\}|- 乙|\\|\\||# 丙";
    let at = 0..40_usize;
    prop_oneof![
        3 => (at.clone(), words).prop_map(|(at, words)| Writing::Put(at, words)),
        2 => at.clone().prop_map(Writing::Drop),
        3 => (at.clone(), words).prop_map(|(at, words)| Writing::Change(at, words)),
        1 => (at, "[（一）甲乙: #]{1,6}").prop_map(|(at, words)| Writing::Head(at, words)),
    ]
}

/// The passages after it was done to one of them.
fn written(passages: &[Passage], writing: &[Writing]) -> Vec<Passage> {
    let mut passages = passages.to_vec();
    for writing in writing {
        if passages.is_empty() {
            let (heading, text) = (None, String::new());
            passages.push(Passage { heading, text });
        }
        let count = passages.len();
        let (at, words) = match writing {
            Writing::Put(at, words) | Writing::Change(at, words) | Writing::Head(at, words) => {
                (*at, words.as_str())
            }
            Writing::Drop(at) => (*at, ""),
        };
        let passage = &mut passages[at % count];
        let mut lines: Vec<&str> = passage.text.lines().collect();
        let line = at % lines.len().max(1);
        match writing {
            Writing::Put(..) => lines.insert(line.min(lines.len()), words),
            Writing::Change(..) if !lines.is_empty() => lines[line] = words,
            Writing::Drop(_) if !lines.is_empty() => drop(lines.remove(line)),
            _ => {}
        }
        let text = lines.join("\n");
        passage.text = text;
        if let (Writing::Head(_, words), Some(_)) = (writing, &passage.heading) {
            passage.heading = Some(words.clone());
        }
    }
    passages
}

const HEADED: &str = "年度: 2024
机关: {名称: 某局}
# 甲
引言: >
  根据
  规定
总体情况:
  引言: 前言
  # 乙
  （一）主动公开: |
    一

    二
  （二）依申请公开: \"全年\"  # 丙

问题及改进: {一: 甲, 二: 乙}
其他事项: |+
  完

# 末
";

proptest! {
    #![proptest_config(ProptestConfig {
        cases: cases(300),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn a_text_says_what_was_written_and_nothing_else_changes(
        sample in 0..papers().len() + 3,
        section in 0..4_usize,
        writing in prop::collection::vec(writing(), 1..4),
    ) {
        let text = papers().get(sample).map_or(HEADED, |(_, texts, _)| &texts[DATA]);
        let mut session = Session::open("a.yaml", text.to_owned(), &Alone);
        let before = texts_of(&session);
        let key = before.keys().nth(section).expect("there are five").clone();
        let passages = written(&before[&key].0, &writing);
        let edit = Edit::Text { key: key.clone(), passages: passages.clone(), goes_on: false };
        let done = session.edit(&edit, &Alone);
        prop_assert!(done.is_ok(), "{:?} {:?}", done, edit);
        let after = texts_of(&session);
        let words = |passages: &[Passage]| {
            let words = passages.iter().map(|one| one.text.trim_end().to_owned());
            words.filter(|words| !words.is_empty()).collect::<Vec<_>>()
        };
        let (now, wanted) = (words(&after[&key].0), words(&passages));
        // Headings that a map cannot have become headings within the text.
        let mapped = after[&key].0.len() == passages.len();
        prop_assert!(now == wanted || (!mapped && wanted.iter().all(|words| now[0].contains(words))), "{now:?} {wanted:?}");
        for (other, text) in before.iter().filter(|(other, _)| **other != key) {
            prop_assert_eq!(&after[other], text);
        }
        // What stands before the section's key is as it was, byte for byte.
        let keyed = format!("\n{key}:");
        if let (Some(at), true) = (text.find(&keyed), before[&key].0.len() == after[&key].0.len()) {
            prop_assert_eq!(&session.text()[..at + keyed.len()], &text[..at + keyed.len()]);
        }
        let comments = |text: &str| text.lines().filter(|line| line.starts_with('#')).count();
        prop_assert!(comments(session.text()) >= comments(text));
        if session.text() != text {
            session.undo(&Alone).expect("there is a change");
        }
        prop_assert!(session.text() == text, "it is not taken back");
    }
}

fn ask(session: &mut Session, request: serde_json::Value) -> serde_json::Value {
    let request = serde_json::from_value(request).expect("it is a request");
    match session.handle(&request, &Alone) {
        Ok(answer) => answer,
        Err(refusal) => json!(refusal),
    }
}

/// An edit that a page asks for in the state that it shows.
fn asked(revision: &serde_json::Value, path: &str, words: &str) -> serde_json::Value {
    let cells = json!([{"path": path, "words": words}]);
    json!({"do": "edit", "revision": revision, "edit": {"kind": "cells", "cells": cells}})
}

#[test]
fn what_is_tried_changes_nothing() {
    let mut session = Session::open("a.yaml", SMALL.to_owned(), &Alone);
    let cells = json!([{"path": "申请.新收.自然人", "words": "70"}]);
    let edit = json!({"kind": "cells", "cells": cells});
    let tried = ask(&mut session, json!({"do": "try", "edit": edit}));
    let total = |form: &serde_json::Value| {
        let rows = form["sections"].as_array().unwrap().iter();
        let cells = rows.flat_map(|section| section["table"]["rows"].as_array().cloned());
        let mut cells = cells
            .flatten()
            .flat_map(|row| row.as_array().unwrap().clone());
        let found = cells.find(|cell| cell["figure"]["path"] == "申请.新收.总计");
        found.unwrap()["words"].clone()
    };
    assert_eq!(total(&tried["form"]), "70");
    let state = ask(&mut session, json!({"do": "state"}));
    assert_eq!(total(&state["form"]), "0");
    assert_eq!((session.text(), &state["undo"]), (SMALL, &json!(null)));
}

#[test]
fn two_windows_on_one_file_agree() {
    let mut session = Session::open("a.yaml", SMALL.to_owned(), &Alone);
    let old = ask(&mut session, json!({"do": "state"}))["revision"].clone();
    ask(&mut session, asked(&old, "申请.新收.自然人", "1"));
    let both = ask(&mut session, asked(&old, "申请.新收.其他", "2"));
    let source = both["source"].as_str().unwrap();
    assert!(
        source.contains("新收: {自然人: 1, 商业企业: 0,") && source.contains("其他: 2}"),
        "{source}"
    );
    // The slower one of two at one place is asked.
    let asks = ask(&mut session, asked(&old, "申请.新收.自然人", "3"));
    let conflict =
        json!({"place": "一、本年新收政府信息公开申请数量 · 自然人", "mine": "3", "theirs": "1"});
    assert_eq!(asks["conflict"], conflict);
    assert!(asks["source"].as_str().unwrap().contains("{自然人: 1,"));
    let settled = ask(&mut session, json!({"do": "settle", "keep": "mine"}));
    assert!(settled["source"].as_str().unwrap().contains("{自然人: 3,"));
    assert_eq!(settled["conflict"], serde_json::Value::Null);
    // While it is asked of one place, another may go on: nobody decides what he was not shown.
    let now = settled["revision"].clone();
    ask(&mut session, asked(&now, "申请.新收.自然人", "5"));
    ask(&mut session, asked(&now, "申请.新收.其他", "6"));
    let two = json!([{"path": "申请.新收.自然人", "words": "7"}, {"path": "申请.新收.其他", "words": "8"}]);
    let edit = json!({"kind": "cells", "cells": two});
    let asks = ask(
        &mut session,
        json!({"do": "edit", "revision": now, "edit": edit}),
    );
    assert_eq!(asks["conflict"]["mine"], "7");
    ask(
        &mut session,
        asked(&asks["revision"], "申请.新收.自然人", "7"),
    );
    let next = ask(&mut session, json!({"do": "settle", "keep": "theirs"}));
    assert_eq!(next["conflict"]["mine"], "8");
    let settled = ask(&mut session, json!({"do": "settle", "keep": "theirs"}));
    let source = settled["source"].as_str().unwrap();
    assert!(
        source.contains("{自然人: 7,") && source.contains("其他: 6}"),
        "{source}"
    );
    // What nobody knows any more is refused, and nothing is done.
    let refused = ask(&mut session, asked(&json!("0"), "申请.新收.自然人", "4"));
    assert!(refused["refused"].is_string());
    let restored = ask(&mut session, json!({"do": "restore"}));
    assert_eq!(restored["source"], SMALL);
    let back = ask(&mut session, json!({"do": "undo"}));
    assert_eq!(back["source"], settled["source"]);
}

#[test]
fn findings_offer_what_mends_them_and_are_accepted_with_a_reason() {
    let text = SMALL.replacen("行政许可: 0", "行政许可: 12件", 1).replacen(
        "新收: {自然人: 0",
        "新收: {自然人: ~",
        1,
    );
    let mut session = Session::open("a.yaml", text.clone(), &Alone);
    let state = session.state();
    let of = |rule: &str| {
        state
            .findings
            .iter()
            .position(|finding| finding.record.rule == rule)
            .expect(rule)
    };
    let (wrong, blank) = (of("not-a-count"), of("blank-cell"));
    let finding = &state.findings[wrong];
    assert_eq!(
        (finding.record.path.as_deref(), finding.waivable),
        (Some("主动公开.行政许可"), false)
    );
    // Places are counted as JavaScript does.
    let units: Vec<u16> = state.source.encode_utf16().collect();
    let place = &units[finding.start.unwrap()..finding.end.unwrap()];
    assert_eq!(String::from_utf16_lossy(place), "12件");
    let fix = finding
        .fixes
        .iter()
        .position(|title| title == "改成 12")
        .expect("it is offered");
    session
        .edit(
            &Edit::Fix {
                finding: wrong,
                fix,
            },
            &Alone,
        )
        .unwrap();
    assert_eq!(session.text(), text.replacen("12件", "12", 1));

    let state = session.state();
    let finding = state
        .findings
        .iter()
        .find(|finding| finding.record.rule == "blank-cell")
        .unwrap();
    assert!(finding.waivable && blank < usize::MAX);
    let path = finding.record.path.clone().unwrap();
    let waive = |path: &str, reason: &str| Edit::Waive {
        rule: "blank-cell".to_owned(),
        path: path.to_owned(),
        reason: reason.to_owned(),
    };
    assert!(session.edit(&waive(&path, " "), &Alone).is_err());
    assert!(session.edit(&waive("申请.没有", "为空"), &Alone).is_err());
    session
        .edit(&waive(&path, "系统导出时为空"), &Alone)
        .unwrap();
    let line = "\n豁免:\n  - {规则: blank-cell, 位置: 申请.新收.自然人, 理由: 系统导出时为空}\n";
    assert!(session.text().ends_with(line), "{}", session.text());
    let waived = session
        .state()
        .findings
        .into_iter()
        .find(|finding| finding.record.rule == "blank-cell");
    assert_eq!(
        waived.unwrap().record.waived.as_deref(),
        Some("系统导出时为空")
    );
}

#[test]
fn a_text_with_mistakes_is_shown_as_text_and_as_a_form_once_it_is_mended() {
    let mut session = Session::open("a.yaml", "年度: [2024\n".to_owned(), &Alone);
    let state = session.state();
    assert!(state.form.is_none() && !state.findings.is_empty());
    assert!(
        session
            .edit(&cells(&[("申请.新收.自然人", "1")]), &Alone)
            .is_err()
    );
    let source = Edit::Source {
        text: SMALL.to_owned(),
    };
    session.edit(&source, &Alone).unwrap();
    assert!(session.state().form.is_some());
    session.undo(&Alone).unwrap();
    assert_eq!(session.text(), "年度: [2024\n");
}

/// The data files of the rules, of which many are faulty.
fn faulty() -> &'static [String] {
    static FAULTY: LazyLock<Vec<String>> = LazyLock::new(|| {
        let files = files("tests/fixtures", "yaml").into_iter();
        files.map(|path| read(&path)).collect()
    });
    &FAULTY
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 300,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    /// Whatever a file holds and whatever is asked, the answer is a state that can be taken
    /// back, or a refusal that changes nothing.
    #[test]
    fn no_request_ends_badly(
        sample in 0..faulty().len(),
        cut in any::<prop::sample::Index>(),
        scrap in "[\\{\\}\\[\\]:,#|>'\"~\n 0-9年度申请新收自然人-]{0,8}",
        asked in 0..9_usize,
        words in "[\\{\\}:#|~\n 0-9甲]{0,6}",
    ) {
        let mut text = faulty()[sample].clone();
        text.insert_str(text.floor_char_boundary(cut.index(text.len() + 1)), &scrap);
        let mut session = Session::open("a.yaml", text.clone(), &Alone);
        session.state();
        let report = session.paper().plain.as_ref();
        let edition = report.map_or(Edition::latest(), |report| report.edition);
        let slot = &edition.slots[cut.index(edition.slots.len())].path;
        let section = &edition.sections[cut.index(edition.sections.len())].key;
        let particular = ["年度", "名称", "类别", "日期", "标题", "落款", "印章", "上年"][cut.index(8)];
        let words = || words.clone();
        let edit = match asked {
            0..3 => cells(&[(slot, &words()), ("申请.新收.自然人", "5")]),
            3 => Edit::Note { path: slot.clone(), words: words() },
            4 => text_edit(section, &[(None, &words())]),
            5 => text_edit(section, &[(Some("甲"), &words()), (None, "乙")]),
            6 => Edit::Particular { key: particular.to_owned(), words: words() },
            7 => Edit::Fix { finding: cut.index(3), fix: 0 },
            _ => Edit::Waive { rule: "blank-cell".to_owned(), path: slot.clone(), reason: words() },
        };
        if session.edit(&edit, &Alone).is_ok() {
            session.state();
            if session.text() != text {
                session.undo(&Alone).expect("there is a step");
            }
        }
        prop_assert!(session.text() == text, "{edit:?}");
    }
}
