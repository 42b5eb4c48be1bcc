//! The house rules that the borders of the crates do not keep: who may touch the world, and that
//! no row of the form is named in Rust.

use std::{collections::BTreeSet, fs, path::Path};

use crate::common::{files, read, root};

/// A source file without its tests.
struct File {
    /// The path below `src`, with `/`.
    name: String,
    /// The module of the crate that it belongs to.
    module: String,
    text: String,
}

fn sources() -> Vec<File> {
    fn collect(folder: &Path, below: &str, found: &mut Vec<File>) {
        let mut entries: Vec<_> = fs::read_dir(folder).unwrap().map(|e| e.unwrap()).collect();
        entries.sort_by_key(std::fs::DirEntry::file_name);
        for entry in entries {
            let own = entry.file_name().into_string().unwrap();
            let name = format!("{below}{own}");
            if own == "tests" {
                continue;
            }
            if entry.path().is_dir() {
                collect(&entry.path(), &format!("{name}/"), found);
            } else if own.ends_with(".rs") && own != "tests.rs" {
                let module = name.split(['/', '.']).next().unwrap().to_owned();
                let text = without_tests(&read(&entry.path()));
                found.push(File { name, module, text });
            }
        }
    }
    let mut found = Vec::new();
    collect(&root("src"), "", &mut found);
    for room in ROOMS {
        let folder = root("crates").join(room).join("src");
        collect(&folder, &format!("{room}/"), &mut found);
    }
    assert!(found.len() > 40, "{} files", found.len());
    found
}

/// The text up to the tests at its end, comments left out.
fn without_tests(text: &str) -> String {
    let text = match text.split_once("#[cfg(test)]\nmod tests {") {
        Some((text, _)) => text,
        None => text,
    };
    let lines = text.lines().map(|line| match line.trim_start() {
        comment if comment.starts_with("//") => "",
        _ => line,
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// The crates, those first that know of none behind them.
const ROOMS: [&str; 9] = [
    "base", "form", "check", "document", "write", "read", "open", "office", "edit",
];

#[test]
fn every_file_of_tests_is_run() {
    let all = read(&root("tests/all.rs"));
    for file in files("tests", "rs") {
        let name = file.file_stem().unwrap().to_str().unwrap();
        let named = all.lines().any(|line| line == format!("mod {name};"));
        assert!(
            named || ["all", "new_form"].contains(&name),
            "tests/all.rs does not name {name}"
        );
    }
}

#[test]
fn checks_look_at_the_report_only() {
    for file in sources().iter().filter(|file| file.module == "check") {
        for word in ["yaml::", "scaffold"] {
            assert!(!file.text.contains(word), "{} has {word}", file.name);
        }
    }
}

#[test]
fn only_the_command_line_touches_the_world() {
    const WORLD: [&str; 12] = [
        "print!",
        "println!",
        "eprint!",
        "eprintln!",
        "dbg!",
        "process::",
        "std::fs",
        "fs::",
        "std::env",
        "std::net",
        "SystemTime",
        "Instant::now",
    ];
    // Who else may, and why.
    const ALLOWED: [(&str, &str); 0] = [];
    let mut wrong = BTreeSet::new();
    for file in sources() {
        if ["cli", "main"].contains(&file.module.as_str()) {
            continue;
        }
        let grouped = ["    fs,", "{fs", "    env,", "{env", "    process,"];
        for word in WORLD.into_iter().chain(grouped) {
            let used = file.text.match_indices(word).any(|(at, _)| {
                let before = file.text[..at].chars().next_back();
                !before.is_some_and(|c| c.is_alphanumeric() || c == '_')
            });
            if used && !ALLOWED.contains(&(&file.name, word)) {
                wrong.insert(format!("{} has {}", file.name, word.trim()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// The keys and headings of rows and columns, from the edition files themselves.
fn names_of_the_form() -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for path in files("crates/form/src/edition", "yaml") {
        let text = read(&path);
        let mut in_table = false;
        for line in text.lines() {
            let section = line.starts_with("  - ");
            in_table = !section && (in_table || line.trim() == "table:");
            if !in_table || line.trim().starts_with('#') {
                continue;
            }
            for word in ["key: ", "heading: "] {
                for (at, _) in line.match_indices(word) {
                    let name = &line[at + word.len()..];
                    let end = name.find([',', '}']).unwrap_or(name.len());
                    names.insert(name[..end].trim().to_owned());
                }
            }
        }
    }
    // Shorter names are everyday words: 其他, 规章, 新收, 总计.
    names.retain(|name| name.chars().count() >= 3);
    names
}

#[test]
fn no_row_of_the_form_is_named_in_rust() {
    // Messages may show by way of example how something is written.
    const EXAMPLES: [(&str, &str); 3] = [
        ("form/report/expand.rs", "办理结果"), // how a share is written
        ("form/report/waivers.rs", "办理结果"), // how a waiver is written
        ("form/report/waivers.rs", "其他处理"), // the same
    ];
    let names = names_of_the_form();
    assert!(
        names.contains("自然人") && names.contains("1.属于国家秘密"),
        "{names:#?}"
    );
    assert!(
        names.contains("三、本年度办理结果") && names.len() > 90,
        "{}",
        names.len()
    );
    let mut used = BTreeSet::new();
    for file in sources() {
        for name in names
            .iter()
            .filter(|name| file.text.contains(name.as_str()))
        {
            used.insert((file.name.clone(), name.clone()));
        }
    }
    let allowed: BTreeSet<_> = EXAMPLES
        .iter()
        .map(|(file, name)| (file.to_string(), name.to_string()))
        .collect();
    assert_eq!(used, allowed);
}

/// The words of a text that stand in backticks.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

#[test]
fn the_map_of_the_house_is_true() {
    let map = read(&root("crates/README.md"));
    let rows = map.lines().filter_map(|line| line.strip_prefix("| `"));
    let rooms: Vec<&str> = rows.filter_map(|row| row.split('`').next()).collect();
    assert_eq!(rooms[..ROOMS.len()], ROOMS);
    let place = |name: &str| {
        let (room, file) = name.split_once('/').expect("a crate and a file");
        root("crates").join(room).join("src").join(file)
    };
    let mut walked = 0;
    for name in quoted(&map).filter(|name| name.contains('/') && name.ends_with(".rs")) {
        assert!(place(name).is_file(), "{name}");
        walked += 1;
    }
    assert!(walked >= 20, "{walked}");
    for step in map
        .lines()
        .filter(|line| line.starts_with(|c: char| c.is_ascii_digit()))
    {
        let mut words = quoted(step);
        let file = read(&place(words.next().expect("a file")));
        let function = words.next().filter(|_| step.contains(".rs`: `"));
        if let Some(name) = function.filter(|name| name.bytes().all(|b| b.is_ascii_lowercase())) {
            assert!(file.contains(&format!("fn {name}(")), "{step}");
        }
    }
}
