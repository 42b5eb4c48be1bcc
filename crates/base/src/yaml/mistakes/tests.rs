use super::super::{Node, Value, parse_keyed, recovered};
use crate::{
    diagnostic::{Finding, Surface},
    source::Sources,
};

fn is_key(key: &str, _: usize) -> bool {
    let known = [
        "年度",
        "机关",
        "名称",
        "总体情况",
        "申请",
        "新收",
        "其他事项",
    ];
    known.contains(&key)
}

/// The mistakes of a text whose keys are known, each with its line.
fn found(text: &str) -> (Sources, Vec<Finding>) {
    let mut sources = Sources::new();
    let file = sources.add("a.yaml", text);
    let found = parse_keyed(&sources, file, is_key);
    (sources, found.err().unwrap_or_default())
}

fn told(text: &str) -> Vec<String> {
    let (sources, found) = found(text);
    let line = |finding: &Finding| sources.start(finding.place).line;
    let told = found
        .iter()
        .map(|f| format!("{} {}", line(f), f.message.on(Surface::DataFile)));
    told.collect()
}

fn message(text: &str) -> String {
    found(text)
        .1
        .swap_remove(0)
        .message
        .on(Surface::DataFile)
        .to_owned()
}

/// The text with every mistake mended, as it was mended in memory.
fn mended(text: &str) -> String {
    let mut right = text.to_owned();
    let (_, findings) = found(text);
    let edits = |f: &Finding| f.fix.clone().expect("it has a mending").edits;
    let mut edits: Vec<_> = findings.iter().flat_map(edits).collect();
    edits.sort_by_key(|(place, _)| place.start);
    for (place, words) in edits.iter().rev() {
        right.replace_range(place.range(), words);
    }
    right
}

#[test]
fn a_lone_quote_is_one_that_does_not_end() {
    assert_eq!(message("a: ' \nb: 1\n"), "引号 ' 没有结束");
    assert_eq!(message("a: \"\nb: 1\n"), "引号 \" 没有结束");
}

#[test]
fn the_cause_is_not_sought_in_a_comment_or_a_text() {
    for text in [
        "# {说明，一}\n总体情况: |3\n  文字\n\n  文字\n乙: 1\n",
        "总体情况: |\n  收费情况：无。\n  时间9:30\n年度 2025\n",
    ] {
        let told = told(text);
        assert!(!told[0].contains("全角"), "{told:?}");
        assert!(!told[0].contains("空格"), "{told:?}");
    }
}

#[test]
fn every_mistake_is_told_where_it_stands() {
    let text = "年度：2025\n机关:\n\t名称: 某局\n申请:\n  新收: {自然人: 6, 其余: 0\n  结转:0\n其他事项: |\n没有收费。\n";
    assert_eq!(
        told(text),
        [
            "1 「年度」后面用了全角冒号「：」",
            "3 行首用了制表符（Tab），只认空格",
            "5 括号 { 没有结束",
            "6 「结转」的冒号后面少了一个空格",
            "8 「其他事项」的文字前面没有空格（第 8 行）",
        ]
    );
    assert_eq!(
        mended(text),
        "年度: 2025\n机关:\n  名称: 某局\n申请:\n  新收: {自然人: 6, 其余: 0}\n  结转: 0\n其他事项: |\n  没有收费。\n"
    );
}

#[test]
fn text_beside_its_bar_is_moved_in_as_far_as_the_next_key() {
    let text = "总体情况: |\n  第一段。\n第二段：\n\n　　一是公开。\n# 二\n申请:\n  新收: 0\n";
    assert_eq!(
        told(text),
        ["3 「总体情况」的文字前面没有空格（第 3—5 行）"]
    );
    let (_, findings) = found(text);
    assert_eq!(
        findings[0].help.on(Surface::DataFile),
        "在每行前加两个空格，到「申请」的前一行为止"
    );
    assert!(findings[0].fix.as_ref().unwrap().safe);
    assert_eq!(
        mended(text),
        "总体情况: |\n  第一段。\n  第二段：\n\n  一是公开。\n# 二\n申请:\n  新收: 0\n"
    );
    let bare = "总体情况:\n第一段。\n第二段。\n年度: 2025\n";
    assert_eq!(
        mended(bare),
        "总体情况: |\n  第一段。\n  第二段。\n年度: 2025\n"
    );
}

#[test]
fn what_might_be_a_key_or_a_comment_is_not_moved_unasked() {
    for text in [
        "总体情况: |\n第一段。\n某某情况: 好\n",
        "总体情况: |\n第一段。\n# 说明\n第二段。\n年度: 2025\n",
        "某项: |\n第一段。\n年度: 2025\n",
    ] {
        let (_, findings) = found(text);
        let mend = findings[0].fix.as_ref();
        assert!(mend.is_some_and(|mend| !mend.safe), "{text}");
    }
}

#[test]
fn a_missing_colon_is_called_so() {
    assert_eq!(told("年度 2025\n机关: 甲\n"), ["1 「年度」后面少了冒号"]);
    assert_eq!(told("年度2025\n机关: 甲\n"), ["1 「年度」后面少了冒号"]);
    assert_eq!(told("申请\n  新收: 0\n"), ["1 「申请」后面少了冒号"]);
    assert_eq!(
        told("申请:\n  新收 {自然人: 6, 其余: 0}\n  结转: 0\n"),
        ["2 「新收」后面少了冒号"]
    );
    assert_eq!(mended("年度2025\n机关: 甲\n"), "年度: 2025\n机关: 甲\n");
    assert_eq!(
        mended("申请:\n  新收 6\n  结转: 0\n"),
        "申请:\n  新收: 6\n  结转: 0\n"
    );
}

#[test]
fn marks_that_only_look_alike_are_called_so() {
    for (line, told_of, right) in [
        (
            "（自然人: 6, 其余: 0）",
            "2 括号里用了全角标点「（」",
            "{自然人: 6, 其余: 0}",
        ),
        (
            "｛自然人: 6，其余: 0｝",
            "2 括号里用了全角标点「｛」",
            "{自然人: 6, 其余: 0}",
        ),
        (
            "{自然人: 6; 其余: 0}",
            "2 括号里用了分号「;」",
            "{自然人: 6, 其余: 0}",
        ),
    ] {
        let text = format!("申请:\n  新收: {line}\n  结转: 0\n");
        assert_eq!(told(&text), [told_of]);
        assert_eq!(mended(&text), text.replace(line, right));
    }
    assert_eq!(
        mended("申请:\n  新收 = 6\n  结转: 0\n"),
        "申请:\n  新收: 6\n  结转: 0\n"
    );
    for (space, name) in [
        ("\u{a0}\u{a0}", "别的空格（U+00A0），只认半角空格"),
        ("\u{feff}  ", "看不见的字符（U+FEFF）"),
    ] {
        let text = format!("申请:\n  新收: 0\n{space}上年: 0\n  结转: 0\n");
        assert_eq!(told(&text), [format!("3 行首用了{name}")]);
        assert_eq!(mended(&text), text.replace(space, "  "));
    }
}

#[test]
fn words_between_keys_are_told_where_they_stand() {
    let text = "年度: 2024\n以下为依申请情况\n申请:\n  新收: 0\n";
    assert_eq!(
        told(text),
        ["2 「以下为依申请情况」既不是键，也不在哪个键的文字里"]
    );
    assert_eq!(mended(text), text.replace("以下", "# 以下"));
    let text = "总体情况: 一句\n  又一句\n 机关: 甲\n";
    assert!(!told(text)[0].contains("又一句"), "{:?}", told(text));
}

#[test]
fn brackets_and_commas_are_not_taken_for_each_other() {
    assert_eq!(
        told("申请:\n  新收: {自然人: 6 其余: 0}\n"),
        ["2 「其余」前面少了逗号"]
    );
    assert_eq!(
        told("申请:\n  新收: 自然人: 6, 其余: 0}\n"),
        ["2 括号 } 前面没有与它成对的 {"]
    );
    assert_eq!(told("申请:\n  新收: [1, 2}\n  结转: 0\n").len(), 1);
    let text = "申请:\n  新收: {自然人: 6, 其余: 0\n  结转: {自然人: 6, 其余: 0}\n";
    assert_eq!(told(text), ["2 括号 { 没有结束"]);
}

#[test]
fn the_example_is_made_of_the_authors_words() {
    let (_, findings) = found("申请:\n  新收: {自然人：7，其余：1}}\n");
    assert_eq!(
        findings[0].help.on(Surface::DataFile),
        "括号里的冒号、逗号都用半角，后面加一个空格：写作 {自然人: 7, 其余: 1}}"
    );
}

#[test]
fn no_mistake_follows_from_another() {
    // What is mended in one way may be meant in another: then nothing more is said.
    for text in [
        "机关: \"某局\" 办公室\n年度：2025\n",
        "年度: 2025\n  机关: 甲\n申请：0\n",
    ] {
        assert_eq!(told(text).len(), 1, "{text}: {:?}", told(text));
    }
    let many: String = (0..50).map(|n| format!("键{n}：0\n")).collect();
    assert_eq!(told(&many).len(), super::MOST);
}

#[test]
fn lines_that_are_indented_alike_are_one_mistake() {
    let text = "机关:\n\t名称: 甲\n\t类别: 乙\n申请:\n\t新收: 0\n";
    assert_eq!(
        told(text),
        ["2 行首用了制表符（Tab），只认空格（从这里起共 3 行）"]
    );
    assert_eq!(mended(text), text.replace('\t', "  "));
}

#[test]
fn where_no_colon_is_one_every_line_is_told() {
    let text = "年度：2025\n机关：\n  名称：某局\n";
    let told = told(text);
    assert_eq!(told.len(), 3, "{told:?}");
    assert_eq!(mended(text), "年度: 2025\n机关:\n  名称: 某局\n");
    assert!(found("总体情况: |\n  名称：甲\n  新收：乙\n").1.is_empty());
    assert!(found("总体情况: 一句：\n  又一句\n").1.is_empty());
    assert!(found("总体情况: >-\n  名称：甲\n").1.is_empty());
}

#[test]
fn headings_go_with_the_text_that_stands_too_far_left() {
    let text = "总体情况: |\n### 一\n\n第一段。\n申请: 0\n";
    assert_eq!(
        told(text),
        ["2 「总体情况」的文字前面没有空格（第 2—4 行）"]
    );
    assert_eq!(
        mended(text),
        "总体情况: |\n  ### 一\n\n  第一段。\n申请: 0\n"
    );
}

#[test]
fn text_beside_its_bar_goes_to_the_next_line() {
    let text = "总体情况: | 第一段。\n  第二段。\n";
    assert_eq!(told(text), ["1 「总体情况」的文字写在了 | 的同一行"]);
    assert_eq!(mended(text), "总体情况: |\n  第一段。\n  第二段。\n");
}

#[test]
fn a_word_that_begins_with_a_star_is_no_alias() {
    assert_eq!(told("名称: *某局\n"), ["1 文字不能以「*」开头"]);
    assert_eq!(mended("名称: *某局\n"), "名称: '*某局'\n");
}

#[test]
fn mistakes_on_every_line_of_a_long_file_are_found_at_once() {
    let lines = |line: &str| {
        (0..20_000)
            .map(|n| format!("键{n}:\n{line}\n"))
            .collect::<String>()
    };
    let text = format!("{}机关：0\n", lines("\t子: 0"));
    assert_eq!(told(&text).len(), 2, "{:?}", told(&text));
    assert!(!mended(&text).contains('\t'));
    assert_eq!(told(&lines("  子：0")).len(), 0);
    assert_eq!(told(&lines("  子: \"0")).len(), super::MOST);
}

/// The words of a tree's values, each with its path, and what stands at their places.
fn values(node: &Node, path: &str, sources: &Sources, told: &mut Vec<String>) {
    if let Value::Scalar(scalar) = &node.value {
        let written = sources.slice(node.span).trim();
        let same = written == scalar.text.trim();
        told.push(format!(
            "{path}={}{}",
            scalar.text,
            if same { "" } else { "!" }
        ));
    }
    for entry in node.entries() {
        assert_eq!(sources.slice(entry.key_span), entry.key);
        values(&entry.node, &format!("{path}.{}", entry.key), sources, told);
    }
}

#[test]
fn what_is_right_around_mistakes_has_its_tree() {
    for (text, said) in [
        (
            "年度: 2024\n机关:\n  名称: \"某局\n申请:\n  新收：6\n",
            ".年度=2024 .机关.名称=某局! .申请.新收=6",
        ),
        (
            "年度：2024\n机关:\n\t名称: 某局\n其他事项: |\n无。\n申请: 0\n",
            ".年度=2024 .机关.名称=某局 .其他事项=无。\n .申请=0",
        ),
        // What nobody can mend is left out.
        (
            "年度: 2024\n机关: \"某局\" 办公室\n申请: 0\n",
            ".年度=2024 .申请=0",
        ),
        (
            "年度: 2024\n申请: {新收: [1, 2}\n机关: 甲\n",
            ".年度=2024 .机关=甲",
        ),
    ] {
        let mut sources = Sources::new();
        let file = sources.add("a.yaml", text);
        let tree = recovered(&sources, file, is_key).expect("there is a tree");
        let mut told = Vec::new();
        values(&tree, "", &sources, &mut told);
        assert_eq!(told.join(" "), said);
    }
}
