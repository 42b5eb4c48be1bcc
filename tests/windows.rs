//! What is of Windows alone: its paths, its names, its editors' files, and programs that
//! keep a file to themselves. `.ci/windows/run` runs it, and the other suites, under Wine.
#![cfg(windows)]

use std::{
    fs::{self, File},
    os::windows::fs::{MetadataExt, OpenOptionsExt},
    process::{Command, Stdio},
};

use crate::common::desk::{CLEAN, Desk};

const FORMATS: [&str; 4] = ["--to", "md,html,pdf,docx", "--out", "产 品"];

#[test]
fn paths_may_have_chinese_spaces_and_both_strokes() {
    let desk = Desk::new();
    fs::create_dir_all(desk.path("报 送/县 局")).unwrap();
    let text = CLEAN.replace("没有收取信息处理费。", "{文件: '附 件/其他.md'}");
    fs::create_dir_all(desk.path("报 送/县 局/附 件")).unwrap();
    desk.put("报 送/县 局/附 件/其他.md", "没有收取信息处理费。\r\n")
        .put(r"报 送\县 局\年 报.yaml", text);
    for path in [
        r"报 送\县 局\年 报.yaml".to_owned(),
        "报 送/县 局/年 报.yaml".to_owned(),
        desk.path(r"报 送\县 局\年 报.yaml").display().to_string(),
        format!(
            r"\\?\{}",
            desk.path(r"报 送\县 局\年 报.yaml")
                .display()
                .to_string()
                .replace('/', r"\")
        ),
    ] {
        desk.run(&["check", &path]).ends(0);
        desk.run(&[&["build", &path][..], &FORMATS].concat())
            .ends(0);
        let made = crate::common::desk::names(&desk.path("产 品"));
        assert_eq!(made, ["年 报.docx", "年 报.html", "年 报.md", "年 报.pdf"]);
        fs::remove_dir_all(desk.path("产 品")).unwrap();
    }
    desk.run(&["fmt", "--check", r".\报 送\"])
        .ends(1)
        .says(r"报 送\县 局\年 报.yaml");
}

#[test]
fn a_share_that_is_not_there_is_told() {
    let desk = Desk::new();
    desk.put("a.yaml", CLEAN);
    let away = r"\\没有这台机器\年报\a.yaml";
    desk.run(&["check", away]).ends(2).says("读不了").says(away);
    desk.run(&["build", "a.yaml", "--out", r"\\没有这台机器\年报"])
        .ends(2)
        .says(r"\\没有这台机器");
    // What a data file names lies beside it.
    for target in [
        r"\\server\share\a.md",
        r"C:\a.md",
        r"C:a.md",
        r"..\..\a.md",
        r"\a.md",
    ] {
        desk.put(
            "b.yaml",
            CLEAN.replace("没有收取信息处理费。", &format!("{{文件: '{target}'}}")),
        );
        desk.run(&["check", "b.yaml"]).ends(1).says("missing-file");
    }
}

#[test]
fn names_of_devices_are_refused() {
    let desk = Desk::new();
    desk.put("a.yaml", CLEAN);
    for name in ["con.yaml", "aux.yaml", "NUL.yaml", r"下\com1.yaml"] {
        let run = desk.run(&["new", "--year", "2025", "-o", name]);
        run.ends(2).prints_nothing();
        assert!(
            run.err.contains("写不了") || run.err.contains("已经存在"),
            "{}",
            run.err
        );
    }
    let made = desk.run(&["years", "a.yaml", "-o", "nul.xlsx"]);
    made.ends(2).says("Windows 留给设备用");
    assert_eq!(desk.run(&["check", "con.yaml"]).code, 2);
    assert_eq!(desk.files(), ["a.yaml"]);
}

#[test]
fn files_of_the_notepad_are_read_and_left_as_they_are() {
    let desk = Desk::new();
    let text = CLEAN.replace("新收: [", "新收:   [").replace('\n', "\r\n");
    desk.put("bom.yaml", format!("\u{feff}{text}"));
    desk.run(&["check", "bom.yaml"]).ends(0);
    desk.run(&["fmt", "bom.yaml"]).ends(0);
    let laid = desk.text("bom.yaml");
    assert!(laid.starts_with("\u{feff}年度: 2024\r\n"), "{laid}");
    assert_eq!(laid.matches('\n').count(), laid.matches("\r\n").count());
    let wide: Vec<u8> = format!("\u{feff}{text}")
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    desk.put("unicode.yaml", wide);
    desk.run(&["check", "unicode.yaml"])
        .ends(1)
        .says("UTF-16")
        .says("编码选 UTF-8");
}

#[test]
fn a_file_that_another_program_keeps_to_itself_is_told() {
    let desk = Desk::new();
    desk.put("a.yaml", CLEAN).put("a.docx", "旧");
    let keep = |name: &str| {
        let mut alone = File::options();
        alone
            .read(true)
            .write(true)
            .share_mode(0)
            .open(desk.path(name))
            .unwrap()
    };
    let kept = keep("a.docx");
    let run = desk.run(&["build", "a.yaml", "--to", "docx"]);
    run.ends(2).says("a.docx").says("另一个程序打开");
    desk.run(&["import", "a.docx"])
        .ends(2)
        .says("正被另一个程序打开");
    drop(kept);
    assert_eq!(
        (desk.text("a.docx"), desk.files().len()),
        ("旧".to_owned(), 2)
    );
    let kept = keep("a.yaml");
    desk.run(&["fmt", "a.yaml"])
        .ends(2)
        .says("正被另一个程序打开");
    drop(kept);
    assert_eq!(desk.text("a.yaml"), CLEAN);
}

#[test]
fn what_a_viewer_shows_is_replaced_whole_or_not_at_all() {
    let desk = Desk::new();
    desk.put("a.yaml", CLEAN).put("a.html", "旧");
    // As viewers do that let others write and delete.
    let shown = File::open(desk.path("a.html")).unwrap();
    let run = desk.run(&["build", "a.yaml", "--to", "html"]);
    drop(shown);
    match run.code {
        0 => assert!(desk.text("a.html").ends_with("</html>\n")),
        _ => {
            run.ends(2).says("另一个程序打开");
            assert_eq!(desk.text("a.html"), "旧");
        }
    }
    assert_eq!(desk.files(), ["a.html", "a.yaml"]);
    // What is marked as temporary is left out of backups and shared folders.
    let made = fs::metadata(desk.path("a.html")).unwrap();
    assert_eq!(made.file_attributes() & 0x100, 0);
}

#[test]
fn paths_may_be_longer_than_260_characters() {
    let desk = Desk::new();
    let mut folder = desk.path("").canonicalize().unwrap();
    for _ in 0..8 {
        folder.push("政府信息公开工作年度报告".repeat(4));
    }
    fs::create_dir_all(&folder).unwrap();
    let file = folder.join("年报.yaml");
    fs::write(&file, CLEAN).unwrap();
    let plain = file.display().to_string().replacen(r"\\?\", "", 1);
    assert!(plain.chars().count() > 400);
    desk.run(&["check", &plain]).ends(0);
    desk.run(&["build", &plain, "--to", "md,docx"]).ends(0);
    desk.run(&["fmt", &plain]).ends(0);
    assert_eq!(
        crate::common::desk::names(&folder),
        ["年报.docx", "年报.md", "年报.yaml"]
    );
}

#[test]
fn what_is_redirected_is_utf_8_in_every_code_page() {
    let desk = Desk::new();
    desk.put("a.yaml", CLEAN);
    let program = fs::canonicalize(env!("CARGO_BIN_EXE_nianbao")).unwrap();
    let program = program.display().to_string().replacen(r"\\?\", "", 1);
    let line = format!(
        "chcp 936 & {program} new --year 2025 > b.yaml & {program} check b.yaml > told.txt"
    );
    let mut command = Command::new("cmd");
    command.args(["/c", &line]).current_dir(desk.path(""));
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command.status().unwrap();
    assert!(desk.text("b.yaml").contains("年度: 2025"));
    assert!(
        desk.text("told.txt").contains("没有填"),
        "{}",
        desk.text("told.txt")
    );
}
