//! The program, the crate and the workbench's core say the same of a file, of whatever kind it
//! is and whatever lies beside it.

use std::{collections::BTreeMap, fs, path::Path};

use crate::common::{desk::Desk, root};
use nianbao::{
    Builder, Format, Report, check,
    edit::workbench::{Day, Files, MemoryFolder, Session, Workbench},
    form::report::Alone,
    open,
    open::InputFile,
    read_beside,
    write::workbook,
};
use serde_json::{Value, json};

/// Folders of files that lie beside one another, by the folder's name.
type Folders = BTreeMap<String, BTreeMap<String, Vec<u8>>>;

/// Where a file of last year, a text or a picture is missing or spoilt, and files in which a
/// data file's notation is: each by its name.
const SPOILT: &[(&str, &str)] = &[
    ("no-last-year.yaml", "上年: 没有.yaml\n"),
    ("garbled-last-year.yaml", "上年: gbk.yaml\n"),
    ("unreadable-last-year.yaml", "上年: tab.yaml\n"),
    ("spoilt-last-year.yaml", "上年: spoilt.docx\n"),
    ("outside.yaml", "上年: ../../没有/去年.yaml\n"),
    ("no-text.yaml", "其他事项: {文件: 没有.md}\n"),
    ("garbled-text.yaml", "其他事项: {文件: gbk.md}\n"),
    ("no-picture.yaml", "其他事项: \"![图](没有.png)\"\n"),
    ("no-real-picture.yaml", "其他事项: \"![图](gbk.md)\"\n"),
    ("tab.yaml", "申请:\n\t新收: 0\n"),
    ("quote.yaml", "总体情况: \"没有完\n"),
];

/// All that is asked about, and what lies beside it.
fn folders() -> Folders {
    let mut folders = Folders::new();
    let given = [
        "examples",
        "tests/fixtures",
        "tests/import",
        "tests/import/cases",
        "tests/import/pages",
        "conformance/pages",
        "../shared/cases/statements",
        "../shared/cases/structure",
        "../shared/cases/words",
    ];
    for folder in given {
        let Ok(entries) = fs::read_dir(root(folder)) else {
            assert!(folder.starts_with(".."), "{folder}");
            continue;
        };
        let paths = entries.map(|entry| entry.expect("it can be listed").path());
        let files = paths.filter(|path| path.is_file()).map(|path| {
            let name = path.file_name().expect("it has one").to_string_lossy();
            (name.into_owned(), fs::read(&path).expect("it is there"))
        });
        folders.insert(folder.replace(['/', '.'], "-"), files.collect());
    }
    let fixtures = folders.get_mut("tests-fixtures").expect("it is there");
    let names: Vec<String> = fixtures.keys().cloned().collect();
    for (name, stem) in names
        .iter()
        .filter_map(|name| Some((name, name.strip_suffix(".yaml")?)))
    {
        let last = format!("{stem}.previous.yaml");
        let text = fixtures.get_mut(name).expect("it was listed");
        let has_own = String::from_utf8_lossy(text).contains("\n上年:");
        if names.contains(&last) && !has_own {
            text.extend(format!("\n上年: {last}\n").into_bytes());
        }
    }
    let beside = [
        (
            "文字.md",
            "个别答复发出偏晚，明年由办公室每月核对一次。".as_bytes(),
        ),
        ("流程图.png", b"\x89PNG\r\n\x1a\n"),
    ];
    fixtures.extend(beside.map(|(name, bytes)| (name.to_owned(), bytes.to_vec())));
    folders.insert("spoilt".to_owned(), spoilt());
    folders.insert("containers".to_owned(), containers(&folders));
    folders
}

fn spoilt() -> BTreeMap<String, Vec<u8>> {
    let head = "年度: 2024\n机关: {名称: 某局}\n";
    let texts = SPOILT
        .iter()
        .map(|(name, text)| ((*name).to_owned(), format!("{head}{text}").into_bytes()));
    let gbk = b"\xc4\xea\xb6\xc8: 2023\n\xbb\xfa\xb9\xd8: {\xc3\xfb\xb3\xc6: \xc4\xb3\xbe\xd6}\n";
    let others = [
        ("gbk.yaml", gbk.to_vec()),
        ("gbk.md", gbk.to_vec()),
        ("spoilt.docx", b"PK\x03\x04".to_vec()),
        ("empty.yaml", Vec::new()),
    ];
    let others = others.map(|(name, bytes)| (name.to_owned(), bytes));
    texts.chain(others).collect()
}

/// Reports in which something is wrong, in everything that a report is published in.
fn containers(folders: &Folders) -> BTreeMap<String, Vec<u8>> {
    let mut made = BTreeMap::new();
    for stem in ["row-total", "balance", "empty-section", "narrative-figure"] {
        let name = format!("{stem}.yaml");
        let bytes = &folders["tests-fixtures"][&name];
        let report = read_beside(&name, bytes, &[]).expect("it is small");
        for format in [Format::Docx, Format::Html, Format::Md, Format::Pdf] {
            let built = Builder::new().draft(true).build(&report, format);
            let built = built.expect("a draft may have errors");
            made.insert(format!("{stem}.{}", format.extension()), built);
        }
        let text = String::from_utf8_lossy(bytes).into_owned();
        let opened = open::open(&name, InputFile::from(text), &Alone);
        let book = workbook::write(&opened.report.expect("it is a report"));
        made.insert(format!("{stem}.xlsx"), book.expect("it can be written"));
    }
    made
}

/// What every door must say of each finding.
fn values(findings: &Value) -> Vec<Value> {
    let findings = findings.as_array().expect("a list of findings").iter();
    let keys = ["path", "name", "rule", "severity", "stated", "expected"];
    findings
        .map(|finding| keys.iter().map(|key| finding[key].clone()).collect())
        .collect()
}

fn found(report: &Report) -> Value {
    serde_json::to_value(check(report)).expect("they are JSON")
}

/// What the workbench's core and a folder in memory that is asked as a page asks it say.
fn at_the_workbench(name: &str, text: &str, beside: &[(&str, &[u8])]) -> [Value; 2] {
    let mut files = Files::default();
    let mut memory = Workbench::<MemoryFolder>::default();
    for (name, bytes) in beside {
        files.put(name, bytes);
        memory.put(name, bytes, 0);
    }
    let state = Session::open(name, text.to_owned(), &files).state();
    let request = json!({"do": "open", "file": name});
    let request = serde_json::from_value(request).expect("it is a request");
    let mut answer = memory.ask(&request, Day::default()).answer;
    let state = serde_json::to_value(state.findings).expect("they are JSON");
    [state, answer["findings"].take()]
}

#[test]
fn every_door_says_the_same() {
    let (desk, folders) = (Desk::new(), folders());
    let mut paths = Vec::new();
    for (folder, files) in &folders {
        fs::create_dir(desk.path(folder)).expect("the folder is new");
        for (name, bytes) in files {
            let name = format!("{folder}/{name}");
            desk.put(&name, bytes);
            paths.push(desk.path(&name).display().to_string());
        }
    }
    let readable = ["yaml", "html", "docx", "xlsx", "pdf", "txt", "md"];
    paths.retain(|path| {
        let ending = Path::new(path).extension().unwrap_or_default();
        readable.iter().any(|known| ending == *known)
    });
    assert!(paths.len() >= 150, "{}", paths.len());
    let mut arguments = vec!["check", "--format", "json"];
    arguments.extend(paths.iter().map(String::as_str));
    let run = desk.run(&arguments);
    let told: Value = serde_json::from_str(&run.out).expect("it is JSON");
    let told: BTreeMap<&str, &Value> = told["files"]
        .as_array()
        .expect("a list of files")
        .iter()
        .map(|file| (file["file"].as_str().expect("it has a name"), file))
        .collect();
    let mut faults = Vec::new();
    for path in &paths {
        let Some(told) = told.get(path.as_str()) else {
            faults.push(format!("{path} is not told of"));
            continue;
        };
        let on_disk = nianbao::open(path).expect("it is there");
        if found(&on_disk) != told["findings"]
            || on_disk.agency() != told["agency"].as_str()
            || on_disk.year().map(u64::from) != told["year"].as_u64()
        {
            faults.push(format!("{path}: {told:#}\n{:#?}", check(&on_disk)));
        }
        let file = Path::new(path);
        let folder = file.parent().and_then(Path::file_name);
        let folder = folder.expect("it has one").to_string_lossy();
        let beside: Vec<(&str, &[u8])> = folders[&*folder]
            .iter()
            .map(|(name, bytes)| (&**name, &**bytes))
            .collect();
        let name = file.file_name().expect("it has one").to_string_lossy();
        let bytes = &folders[&*folder][&*name];
        let handed = read_beside(&name, bytes, &beside).expect("it is small");
        assert!(handed.figures().eq(on_disk.figures()), "{path}");
        let mut doors = vec![("memory", found(&handed))];
        let text = std::str::from_utf8(bytes);
        if let (true, Ok(text)) = (name.ends_with(".yaml"), text) {
            let [session, tray] = at_the_workbench(&name, text, &beside);
            doors.extend([("session", session), ("tray", tray)]);
        }
        for (door, found) in doors {
            if values(&found) != values(&told["findings"]) {
                faults.push(format!("{path}, {door}: {found:#}\n{told:#}"));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
