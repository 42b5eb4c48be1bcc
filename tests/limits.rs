//! Files that are no reports, through the program: read within bounds, or refused with the
//! bound and what was found. Each of them once took from seconds to minutes.

use crate::common::{
    desk::{CLEAN, Desk},
    read, root,
};

/// The smallest report, with something in the place of its last text.
fn others(words: &str) -> String {
    let text = read(&root("examples/minimal.yaml"));
    let (before, _) = text.split_once("其他事项: |").unwrap();
    format!("{before}其他事项: |\n  {words}\n")
}

/// What a command says of a file.
#[track_caller]
fn told(text: &str, name: &str, arguments: &[&str], code: i32) -> String {
    let desk = Desk::new();
    desk.put(name, text);
    let mut all = arguments.to_vec();
    all.push(name);
    let run = desk.run(&all);
    run.ends(code);
    run.out + &run.err
}

#[track_caller]
fn check(text: &str) -> String {
    let desk = Desk::new();
    let run = desk
        .put("a.yaml", text)
        .run(&["check", "--format", "short", "a.yaml"]);
    run.out + &run.err
}

#[test]
fn a_file_with_more_words_than_any_report_is_refused() {
    let words = check(&others(&"{{".repeat(200_000)));
    assert!(
        words.contains("一份年报的文字合起来最多 200000 个字"),
        "{words}"
    );
    assert_eq!(
        words.lines().filter(|line| line.contains("错误[")).count(),
        1
    );
    let waivers = "  - {规则: unfilled, 理由: 甲}\n".repeat(1001);
    let words = check(&others(&format!("无。\n豁免:\n{waivers}")));
    assert!(
        words.contains("「豁免」有 1001 条，最多 1000 条"),
        "{words}"
    );
}

#[test]
fn many_mistakes_of_a_kind_are_counted() {
    for (text, rule, count) in [
        (others(&"{{".repeat(30_000)), "unfilled", 29_000),
        (others(&"{{甲}}".repeat(20_000)), "unfilled", 19_000),
    ] {
        let words = check(&text);
        let told = words.lines().filter(|line| line.contains(rule));
        let more = format!("这样的问题还有 {count} 处，没有一一列出");
        assert!(told.clone().any(|line| line.contains(&more)), "{rule}");
        assert!(told.count() <= 1002, "{rule}");
    }
}

#[test]
fn keys_that_the_form_does_not_have_may_be_many() {
    let keys: String = (0..20_000).map(|key| format!("键{key}: 1\n")).collect();
    let text = others(&format!("无。\n{keys}"));
    assert!(check(&text).contains("这样的问题还有 19000 处"));
    told(&text, "a.yaml", &["fmt"], 0);
    let row: Vec<String> = (0..20_000).map(|key| format!("人{key}: 0")).collect();
    let text = CLEAN.replacen("[3, 0, 0, 0, 0, 0]", &format!("{{{}}}", row.join(", ")), 1);
    assert!(check(&text).contains("这样的问题还有"));
}

#[test]
fn a_sentence_without_end_is_told_of() {
    let words = check(&others(&"共办理9件，其中予以公开1件、".repeat(5000)));
    assert!(
        words.contains("75000 个字没有断句，里面的数没有核对"),
        "{words}"
    );
    let words = check(&others(&"《".repeat(50_000)));
    assert!(words.contains("「《」没有与它成对的另一半"), "{words}");
}

#[test]
fn whatever_a_text_holds_is_laid_out() {
    let columns = |mark: &str| format!("|{}", format!("{mark}|").repeat(20_000));
    let table = [columns("a"), columns("-"), columns("b")].join("\n  ");
    let headings: String = (0..3000).map(|_| "### 甲\n\n  文。\n\n  ").collect();
    for text in [table, headings, "一".repeat(30_000), "a".repeat(50_000)] {
        told(&others(&text), "a.yaml", &["build", "--draft"], 0);
    }
}

#[test]
fn what_is_no_report_is_not_imported() {
    for (text, found) in [
        (
            "甲乙丙丁\n".repeat(200_000),
            "有 200000 行，最多读 20000 行",
        ),
        ("1\t".repeat(4_000_000), "有 4000000 格，最多读 100000 格"),
    ] {
        let words = told(&text, "a.txt", &["import", "-o", "b.yaml"], 2);
        assert!(words.contains(found), "{words}");
    }
}
