//! Every rule finds what its fixture says, where it says, and nothing else.
//!
//! A fixture is a whole data file. Faulty lines are annotated in place:
//! `#! rule path` means this line, `#!+2 rule path` two lines below, `;`
//! separates several, and a path that the form does not have is left out.
//! Last year's file of `name.yaml`, where it needs one, is `name.previous.yaml`.

use std::path::Path;

use crate::common::{Checked, files, read, stem};
use nianbao::base::diagnostic::{Surface, human, json, rules, short, terminal::Terminal};

/// Every annotation of a fixture as `(line, rule, path)`.
fn annotations(text: &str) -> Vec<(usize, String, String)> {
    let mut found = Vec::new();
    for (line, words) in (1..).zip(text.lines()) {
        let Some((_, words)) = words.split_once("#!") else {
            continue;
        };
        for words in words.split(';') {
            let (line, words) = match words.strip_prefix('+') {
                Some(words) => {
                    let (below, words) = words.split_once(' ').expect("a rule follows");
                    (line + below.parse::<usize>().expect("a number"), words)
                }
                None => (line, words),
            };
            let (rule, path) = match words.trim().split_once(' ') {
                Some((rule, path)) => (rule, path),
                None => (words.trim(), ""),
            };
            assert!(rules::find(rule).is_some(), "no such rule: {rule}");
            found.push((line, rule.to_owned(), path.to_owned()));
        }
    }
    found.sort();
    found
}

fn fixtures() -> Vec<(String, String)> {
    let files = files("tests/fixtures", "yaml");
    let files = files.iter().map(|path| (stem(path), read(path)));
    files
        .filter(|(name, _)| !name.ends_with(".previous"))
        .collect()
}

fn checked(name: &str, text: &str) -> Checked {
    let previous = crate::common::root(&format!("tests/fixtures/{name}.previous.yaml"));
    let previous = previous.exists().then(|| read(&previous));
    Checked::after(&format!("{name}.yaml"), text, previous.as_deref())
}

#[test]
fn fixtures_find_what_they_say() {
    let mut wrong = String::new();
    for (name, text) in fixtures() {
        let mut told = checked(&name, &text).told();
        let expected = annotations(&text);
        let in_order = told.is_sorted_by_key(|(line, ..)| *line);
        told.sort();
        let only = |some: &[(usize, String, String)], others: &[(usize, String, String)]| {
            let missing = some.iter().filter(|one| !others.contains(one));
            missing
                .map(|(line, rule, path)| format!("  {line} {rule} {path}\n"))
                .collect::<String>()
        };
        if told != expected {
            let (lost, extra) = (only(&expected, &told), only(&told, &expected));
            wrong += &format!("{name}: not found:\n{lost}{name}: found besides:\n{extra}");
        }
        if !in_order {
            wrong += &format!("{name}: not in file order\n");
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn every_rule_has_a_fixture() {
    let fixtures = fixtures();
    for rule in rules::ALL {
        // A character that no font has is found by the PDF writer, what an import cannot
        // tell by the import: tests/cli.rs, tests/import.rs.
        if [
            "form-wording",
            "missing-glyph",
            "local-rule",
            "no-report",
            "unsure-import",
        ]
        .contains(&rule.code)
        {
            continue;
        }
        let own = fixtures.iter().find(|(name, _)| name == rule.code);
        let (_, text) = own.unwrap_or_else(|| panic!("no fixture {}.yaml", rule.code));
        let annotations = annotations(text);
        assert!(
            annotations.iter().any(|(_, code, _)| code == rule.code),
            "{} is not in its fixture",
            rule.code
        );
    }
}

#[test]
fn every_finding_says_what_to_do() {
    for (name, text) in fixtures() {
        for finding in &checked(&name, &text).findings {
            let message = finding.message.on(Surface::DataFile);
            let help = finding.help.on(Surface::DataFile);
            assert!(!message.is_empty() && !help.is_empty(), "{name}: {message}");
            let chinese = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
            assert!(message.contains(chinese), "{name}: {message}");
            assert!(help.contains(chinese), "{name}: {help}");
        }
    }
}

#[test]
fn findings_read_well() {
    for (name, text) in fixtures() {
        let checked = checked(&name, &text);
        let file = format!("{name}.yaml");
        insta::assert_snapshot!(name, human(checked.view(&file), Terminal::default()));
    }
}

#[test]
fn machine_formats_read_well() {
    let path = crate::common::root("tests/fixtures/row-total.yaml");
    let name = stem(Path::new(&path));
    let checked = checked(&name, &read(&path));
    insta::assert_snapshot!("row-total.short", short(checked.view("row-total.yaml")));
    insta::assert_snapshot!("row-total.json", json(&[checked.view("row-total.yaml")]));
}
