//! The book and the READMEs: what they tell to run runs, what they show can be read, what they
//! point to is there, and the pages of the forms are what the editions say.

#[path = "book/format.rs"]
mod format;
#[path = "book/keys.rs"]
mod keys;
#[path = "book/markdown.rs"]
mod markdown;

use std::{collections::HashSet, fs, path::PathBuf};

use crate::common::{desk::Desk, desk::Run, read, root};
use markdown::{Block, anchors, blocks, links};
use nianbao::{
    base::{diagnostic::rules, source::Sources},
    form::edition::Edition,
};

/// They run until somebody stops them: only their options are tried.
const SERVERS: [&str; 3] = ["edit", "preview", "lsp"];

/// Programs of others, which are not run.
const OTHERS: [&str; 5] = ["cargo", "pip", "npm", "pre-commit", "docs/book.sh"];

/// Every page, by its path from the root.
fn pages() -> Vec<String> {
    let mut found: Vec<String> = ["README.md", "README.zh-CN.md", "CHANGELOG.md"]
        .map(str::to_owned)
        .into();
    for folder in ["docs", "docs/office"] {
        let names = fs::read_dir(root(folder)).expect("the folder is there");
        let names = names.map(|entry| entry.expect("it can be listed").file_name());
        let names = names.map(|name| name.into_string().expect("it is UTF-8"));
        let pages = names.filter(|name| name.ends_with(".md"));
        found.extend(pages.map(|name| format!("{folder}/{name}")));
    }
    found.sort();
    found
}

/// A folder in which a page's commands run, with what its comments `lay` there.
fn laid(page: &str, text: &str) -> Desk {
    let desk = Desk::new();
    let lays = text
        .lines()
        .filter_map(|line| line.strip_prefix("<!-- lay "));
    for line in lays.filter_map(|line| line.strip_suffix(" -->")) {
        let mut words = line.split(' ');
        let (Some(from), Some(to)) = (words.next(), words.next()) else {
            panic!("{page}: {line}");
        };
        let mut file = read(&root(from));
        for change in words {
            file = match change.split_once('=') {
                Some(("年度", year)) => {
                    let year: u16 = year.parse().expect("a year");
                    let own = file.replace("2025", &year.to_string());
                    own.replace("2026", &(year + 1).to_string())
                }
                Some(("名称", name)) => file.replace("某县档案馆", name),
                Some(("上年", last)) => format!("上年: {last}\n{file}"),
                _ => panic!("{page}: {change}"),
            };
        }
        put(&desk, to, &file);
    }
    desk
}

fn put(desk: &Desk, name: &str, text: &str) {
    let folder = desk.path(name);
    let folder = folder.parent().expect("it lies in a folder");
    fs::create_dir_all(folder).expect("a folder can be made");
    desk.put(name, text);
}

/// The status that a comment names: 「状态 1」, `status 1`.
fn status(comment: &str) -> i32 {
    let named = ["状态 ", "status "].iter();
    let named = named.filter_map(|word| comment.split_once(word)).next();
    let digit = named.and_then(|(_, rest)| rest.chars().next()?.to_digit(10));
    digit.and_then(|digit| digit.try_into().ok()).unwrap_or(0)
}

/// Runs a command line as it stands on a page; `None` for another's program.
fn ran(page: &str, desk: &Desk, line: &str) -> Option<Run> {
    let (line, comment) = line.split_once(" #").unwrap_or((line, ""));
    let (line, target) = match line.split_once(" > ") {
        Some((line, target)) => (line, Some(target.trim())),
        None => (line, None),
    };
    let mut words = line.split_whitespace();
    let program = words.next().unwrap_or_default();
    if program != "nianbao" {
        assert!(OTHERS.contains(&program), "{page}: {line}");
        return None;
    }
    let mut arguments: Vec<&str> = words.collect();
    if arguments.first().is_some_and(|name| SERVERS.contains(name)) {
        arguments.push("--help");
    }
    let run = desk.run(&arguments);
    let wanted = status(comment);
    assert_eq!(run.code, wanted, "{page}: {line}\n{}{}", run.out, run.err);
    if let Some(target) = target {
        desk.put(target, &run.bytes);
    }
    Some(run)
}

#[test]
fn every_command_line_runs() {
    for page in pages() {
        let text = read(&root(&page));
        let desk = laid(&page, &text);
        let mut last: Option<Run> = None;
        for Block { info, text } in blocks(&text) {
            match info.split_once(' ').unwrap_or((&info, "")) {
                ("sh", _) => {
                    let lines = text.lines().filter(|line| !line.trim().is_empty());
                    for line in lines {
                        last = ran(&page, &desk, line).or(last);
                    }
                }
                ("yaml", name) if !name.is_empty() => put(&desk, name, &text),
                ("text", "输出") => {
                    let run = last.as_ref().expect("a command stands before it");
                    for line in text.lines() {
                        assert!(run.told().contains(line), "{page}: {line}\n{}", run.told());
                    }
                }
                _ => {}
            }
        }
    }
}

#[test]
fn every_command_has_an_example() {
    let help = Desk::new().run(&["--help"]).out;
    let (_, rest) = help.split_once("命令:\n").expect("the commands are listed");
    let list = rest.lines().take_while(|line| !line.is_empty());
    let names: Vec<&str> = list
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    assert!(names.len() > 15, "{names:?}");
    let page = read(&root("docs/commands.md"));
    let lines: String = blocks(&page).into_iter().map(|block| block.text).collect();
    for name in names {
        assert!(
            lines.contains(&format!("nianbao {name} "))
                || lines.contains(&format!("nianbao {name}\n")),
            "{name}"
        );
    }
}

#[test]
fn what_is_shown_of_files_can_be_read() {
    // The rules' pages show wrong files too; tests/docs.rs reads them.
    for page in pages().iter().filter(|page| *page != "docs/rules.md") {
        for Block { info, text } in blocks(&read(&root(page))) {
            match info.split(' ').next() {
                Some("yaml") => {
                    let mut sources = Sources::new();
                    let file = sources.add(page, &text);
                    let tree = nianbao::base::yaml::parse(&sources, file);
                    assert!(tree.is_ok(), "{page}: {text}");
                }
                Some("json") => {
                    let read = serde_json::from_str::<serde_json::Value>(&text);
                    assert!(read.is_ok(), "{page}: {text}");
                }
                _ => {}
            }
        }
    }
}

#[test]
fn every_link_leads_somewhere() {
    for page in pages() {
        let own = root(&page);
        for link in links(&read(&own)) {
            let (target, heading) = link.split_once('#').unwrap_or((&link, ""));
            let file = match target {
                "" => own.clone(),
                target => own.parent().expect("a folder").join(target),
            };
            assert!(file.exists(), "{page} points to {link}");
            if target.ends_with(".png") {
                let size = fs::metadata(&file).expect("it is there").len();
                assert!(size < 150_000, "{target} has {size} bytes");
            }
            let there = heading.is_empty() || anchors(&read(&file)).contains(heading);
            assert!(there, "{page} points to {link}");
        }
    }
}

#[test]
fn every_page_is_in_the_table_of_contents() {
    let contents: HashSet<PathBuf> = links(&read(&root("docs/SUMMARY.md")))
        .into_iter()
        .map(|link| root("docs").join(link))
        .collect();
    for page in pages().iter().filter(|page| page.starts_with("docs/")) {
        let listed = page == "docs/SUMMARY.md" || contents.contains(&root(page));
        assert!(listed, "{page}");
    }
}

#[test]
fn the_workbench_has_what_its_page_names() {
    let files = fs::read_dir(root("web/src")).expect("the folder is there");
    let files = files.map(|entry| entry.expect("it can be listed").path());
    let source: String = { files }
        .filter(|file| file.extension().is_some_and(|kind| kind == "tsx"))
        .map(|file| read(&file))
        .collect();
    let page = read(&root("docs/workbench.md"));
    let named = page.split('「').skip(1);
    for name in named.filter_map(|rest| rest.split('」').next()) {
        assert!(source.contains(name), "{name}");
    }
}

/// A screen is 60 lines.
#[test]
fn the_readmes_fit_four_screens() {
    for page in ["README.md", "README.zh-CN.md"] {
        let text = read(&root(page));
        let lines = text.lines().map(|line| 1 + line.chars().count() / 160);
        let lines: usize = lines.sum();
        assert!(lines <= 240, "{page} has {lines} lines");
    }
}

#[test]
fn the_pages_of_the_forms_are_fresh() {
    for edition in Edition::all() {
        let name = format!("docs/format-{}.md", edition.name);
        let fresh = format::page(edition);
        if std::env::var_os("UPDATE").is_some() {
            fs::write(root(&name), &fresh).expect("it can be written");
        }
        let checked_in = fs::read_to_string(root(&name)).unwrap_or_default();
        let told = "is out of date: run UPDATE=1 cargo test --test all book";
        assert!(checked_in == fresh, "{name} {told}");
    }
}

#[test]
fn the_examples_of_the_forms_are_read() {
    for edition in Edition::all() {
        for example in format::examples(edition) {
            let text = format!("年度: {}\n机关: {{名称: 某局}}\n{example}\n", edition.from);
            let checked = crate::common::Checked::of(&text);
            let told = checked.findings.iter().map(|finding| finding.rule);
            let wrong = [
                &rules::UNKNOWN_KEY,
                &rules::WRONG_VALUE,
                &rules::NOT_A_COUNT,
                &rules::NOT_AN_AMOUNT,
                &rules::ROW_LENGTH,
                &rules::YAML_SYNTAX,
            ];
            let wrong: Vec<_> = told.filter(|rule| wrong.contains(rule)).collect();
            assert!(wrong.is_empty(), "{example}: {wrong:?}");
        }
    }
}
