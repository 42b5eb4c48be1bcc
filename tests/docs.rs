//! Every rule has a page, and what its examples say is true.

use crate::common::{Checked, read, root};
use nianbao::base::diagnostic::{Basis, Finding, Rule, Severity, Surface, rules};

const HEADINGS: [&str; 5] = ["要求", "为什么", "错的例子", "对的例子", "怎么豁免"];

/// Found elsewhere than in a data file by itself, and shown there: tests/cli.rs,
/// tests/import.rs.
const ELSEWHERE: [&str; 5] = [
    "form-wording",
    "missing-glyph",
    "local-rule",
    "no-report",
    "unsure-import",
];

/// What an example may lack because it shows only a part of a text.
const SHORTENED: [&str; 3] = ["overview-topics", "thin-section", "fee-report"];

/// What stands under a heading of a page.
fn section<'a>(rule: &Rule, heading: &str) -> &'a str {
    let page = rule.page();
    let mark = format!("\n## {heading}\n");
    let (_, rest) = page.split_once(&mark).expect("the heading is there");
    rest.split("\n## ").next().unwrap_or(rest)
}

/// The YAML block under a heading, if there is one.
fn example<'a>(rule: &Rule, heading: &str) -> Option<&'a str> {
    let (_, rest) = section(rule, heading).split_once("```yaml\n")?;
    Some(rest.split_once("```").expect("the block ends").0)
}

/// A text's top-level keys, each with its lines.
fn entries(text: &str) -> Vec<(&str, String)> {
    let mut found: Vec<(&str, String)> = Vec::new();
    for line in text.lines() {
        let key = line.split([':', '：']).next().unwrap_or(line);
        match (
            line.starts_with([' ', '#']) || line.is_empty(),
            found.last_mut(),
        ) {
            (false, _) => found.push((key, format!("{line}\n"))),
            (true, Some((_, lines))) => *lines += &format!("{line}\n"),
            (true, None) => {}
        }
    }
    found
}

/// Checks an example within the base file, with last year's file where it names one.
fn checked(examples: &[&str], draft: bool) -> Checked {
    let base = read(&root("tests/pages/base.yaml"));
    let own: Vec<_> = examples.iter().flat_map(|text| entries(text)).collect();
    let base = entries(&base);
    let replaced = |key: &str| own.iter().any(|(own, _)| *own == key);
    let kept = base.iter().filter(|(key, _)| !replaced(key));
    let text: String = kept.chain(&own).map(|(_, lines)| lines.as_str()).collect();
    let last = own.iter().find(|(key, _)| *key == "上年");
    let last = last.map(|(_, line)| {
        let year: String = line.chars().filter(char::is_ascii_digit).collect();
        let previous = read(&root("tests/pages/previous.yaml"));
        previous.replace("年度: 2023", &format!("年度: {year}"))
    });
    Checked::full("report.yaml", &text, last.as_deref(), draft)
}

fn of<'a>(checked: &'a Checked, rule: &Rule) -> Vec<&'a Finding> {
    let findings = checked.findings.iter().flat_map(Finding::each);
    findings.filter(|f| f.rule.code == rule.code).collect()
}

#[test]
fn pages_have_the_same_headings() {
    for rule in rules::ALL {
        let page = rule.page();
        let headings: Vec<&str> = page
            .lines()
            .filter_map(|line| line.strip_prefix("## "))
            .collect();
        assert_eq!(headings, HEADINGS, "{}", rule.code);
        for heading in HEADINGS {
            assert!(!section(rule, heading).trim().is_empty(), "{}", rule.code);
        }
        assert!(
            page.ends_with('\n') && !page.contains('\r'),
            "{}",
            rule.code
        );
    }
}

#[test]
fn pages_say_what_the_catalogue_says() {
    for rule in rules::ALL {
        let (severity, basis) = (rule.severity.chinese(), rule.basis.chinese());
        let head = format!(
            "# {}：{}\n\n级别：{severity}　依据：{basis}\n\n",
            rule.code, rule.title
        );
        assert!(rule.page().starts_with(&head), "{}: {head}", rule.code);
    }
}

#[test]
fn pages_say_how_binding_a_rule_is() {
    for rule in rules::ALL {
        let basis = matches!(rule.basis, Basis::Statute | Basis::Form | Basis::Table);
        let binding = basis && rule.severity == Severity::Error;
        let waiving = section(rule, "怎么豁免");
        let says = waiving.contains("--draft") || waiving.contains("不能豁免");
        assert!(says || !binding, "{}", rule.code);
    }
}

#[test]
fn base_files_are_clean() {
    assert_eq!(checked(&[], false).told(), []);
    assert_eq!(
        Checked::of(&read(&root("tests/pages/previous.yaml"))).told(),
        []
    );
}

#[test]
fn wrong_examples_are_found() {
    for rule in rules::ALL {
        if ELSEWHERE.contains(&rule.code) {
            continue;
        }
        let wrong = example(rule, "错的例子").expect("a wrong example");
        let checked = checked(&[wrong], false);
        let found = of(&checked, rule);
        assert!(!found.is_empty(), "{}: {:?}", rule.code, checked.told());
        assert_eq!(found[0].severity, rule.severity, "{}", rule.code);
    }
}

#[test]
fn right_examples_are_right() {
    for rule in rules::ALL {
        let right = example(rule, "对的例子").expect("a right example");
        let told = checked(&[right], false).findings;
        let told: Vec<_> = told
            .iter()
            .filter(|f| f.rule.code == rule.code || !SHORTENED.contains(&f.rule.code))
            .filter(|f| f.waived.is_none())
            .map(|f| format!("{} {}", f.rule.code, f.message.on(Surface::DataFile)))
            .collect();
        assert!(told.is_empty(), "{}: {told:#?}", rule.code);
    }
}

#[test]
fn waivers_of_the_pages_waive() {
    for rule in rules::ALL {
        let Some(waiver) = example(rule, "怎么豁免") else {
            continue;
        };
        // Another agency's file is only a warning, and another example.
        if rule.code == "previous-file" {
            continue;
        }
        let wrong = example(rule, "错的例子").expect("a wrong example");
        let checked = checked(&[wrong, waiver], true);
        let waived = of(&checked, rule).iter().any(|f| f.waived.is_some());
        assert!(waived, "{}: {:?}", rule.code, checked.told());
    }
}

/// All pages as one, with a table of contents.
fn rules_page() -> String {
    let mut out = String::from(
        "# 规则\n\n检查用的全部规则，与 `nianbao explain` 显示的相同。\
         本页由 crates/base/src/diagnostic/pages/ 生成，不直接修改。\n\n\
         | 规则 | 级别 | 依据 | 说明 |\n|---|---|---|---|\n",
    );
    for rule in rules::ALL {
        // GitHub drops punctuation from an anchor, the full-width colon too.
        let title = rule.title.replace(['（', '）', '、'], "");
        out += &format!(
            "| [{0}](#{0}{1}) | {2} | {3} | {4} |\n",
            rule.code,
            title.replace(' ', "-").to_lowercase(),
            rule.severity.chinese(),
            rule.basis.chinese(),
            rule.title,
        );
    }
    for rule in rules::ALL {
        let lines = rule.page().lines().map(|line| match line.starts_with('#') {
            true => format!("#{line}\n"),
            false => format!("{line}\n"),
        });
        out.push('\n');
        out.extend(lines);
    }
    out
}

#[test]
fn the_page_of_all_rules_is_fresh() {
    let path = root("docs/rules.md");
    let fresh = rules_page();
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &fresh).expect("docs/rules.md can be written");
    }
    let checked_in = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        checked_in == fresh,
        "docs/rules.md is out of date: run UPDATE=1 cargo test --test all docs"
    );
}

#[test]
fn every_promise_names_a_test_that_is_there() {
    let text = read(&root("docs/reliability.md"));
    let promises = text.lines().filter(|line| line.starts_with("| "));
    for promise in promises.filter(|line| !line.starts_with("| 保证")) {
        let (_, shown) = promise
            .trim_end_matches(" |")
            .rsplit_once(" | ")
            .expect("two cells");
        for name in shown.split(' ').map(|name| name.trim_matches('`')) {
            let (file, test) = name.split_once("::").unwrap_or((name, ""));
            let there = read(&root(file)).contains(&format!("fn {test}("));
            assert!(there || test.is_empty(), "{name} shows: {promise}");
        }
    }
}
