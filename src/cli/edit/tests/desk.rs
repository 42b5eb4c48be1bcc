//! The desk: what is typed comes into the file, and what is changed elsewhere is kept.

use super::*;

#[test]
fn what_is_typed_is_in_the_file_and_nothing_else_is() {
    let (folder, file) = folder();
    let desk = editable(&file);
    let state = fill(&desk, "申请.新收.自然人", "3");
    assert_eq!(
        (&state["saved"], &state["undo"]),
        (
            &json!(false),
            &json!("填写 一、本年新收政府信息公开申请数量 · 自然人")
        )
    );
    desk.save(true);
    let wanted = MINIMAL.replacen("自然人: 2", "自然人: 3", 1);
    assert_eq!(fs::read_to_string(&file).expect("it is there"), wanted);
    let state = ask_desk(&desk, json!({"do": "undo"}));
    assert_eq!(
        state["redo"],
        "填写 一、本年新收政府信息公开申请数量 · 自然人"
    );
    desk.save(true);
    assert_eq!(fs::read_to_string(&file).expect("it is there"), MINIMAL);
    assert_eq!(ask_desk(&desk, json!({"do": "state"}))["saved"], true);
    let files = fs::read_dir(folder.path())
        .expect("it can be listed")
        .count();
    assert_eq!(files, 1);
}

#[test]
fn what_is_changed_elsewhere_is_taken_in_before_anything_is_written() {
    let (_folder, file) = folder();
    let desk = editable(&file);
    fill(&desk, "申请.新收.自然人", "3");
    let elsewhere = MINIMAL.replacen("现行有效: 0", "现行有效: 9", 1);
    fs::write(&file, &elsewhere).expect("it can be written");
    desk.save(true);
    let both = elsewhere.replacen("自然人: 2", "自然人: 3", 1);
    assert_eq!(fs::read_to_string(&file).expect("it is there"), both);

    fill(&desk, "申请.新收.自然人", "4");
    let elsewhere = both.replacen("自然人: 3", "自然人: 5", 1);
    fs::write(&file, &elsewhere).expect("it can be written");
    desk.save(true);
    assert_eq!(fs::read_to_string(&file).expect("it is there"), elsewhere);
    let state = ask_desk(&desk, json!({"do": "state"}));
    assert_eq!(
        state["conflict"]["place"], "一、本年新收政府信息公开申请数量 · 自然人",
        "{}",
        state["conflict"]
    );
    // Until that is decided no other file takes its place.
    fs::copy(&file, file.with_file_name("另.yaml")).expect("it can be copied");
    let other = json!({"do": "open", "file": "另.yaml"});
    let refused = ask_desk(&desk, other.clone());
    assert!(
        refused["refused"]
            .as_str()
            .is_some_and(|why| why.contains("没存上")),
        "{refused}"
    );
    let again = ask_desk(&desk, json!({"do": "open", "file": "年报.yaml"}));
    assert_eq!(again["conflict"]["mine"], "4");
    ask_desk(&desk, json!({"do": "settle", "keep": "mine"}));
    desk.save(true);
    let mine = elsewhere.replacen("自然人: 5", "自然人: 4", 1);
    assert_eq!(fs::read_to_string(&file).expect("it is there"), mine);
    assert_eq!(ask_desk(&desk, other)["file"], "另.yaml");
}

#[test]
fn a_file_that_went_is_not_made_anew() {
    let (folder, file) = folder();
    let desk = editable(&file);
    fill(&desk, "申请.新收.自然人", "3");
    let other = folder.path().join("别处");
    fs::rename(&file, &other).expect("it can be renamed");
    desk.save(true);
    assert!(!file.exists());
    let state = ask_desk(&desk, json!({"do": "state"}));
    assert!(
        state["fault"]
            .as_str()
            .is_some_and(|why| why.contains("没有这个文件")),
        "{state}"
    );
    fs::rename(&other, &file).expect("it can be renamed");
    desk.look(false);
    desk.save(true);
    assert!(
        fs::read_to_string(&file)
            .expect("it is there")
            .contains("自然人: 3")
    );
    assert_eq!(
        ask_desk(&desk, json!({"do": "state"}))["fault"],
        Value::Null
    );
}

#[test]
fn a_mark_at_the_beginning_stays() {
    let (_folder, file) = folder();
    fs::write(&file, format!("\u{feff}{MINIMAL}")).expect("it can be written");
    let desk = editable(&file);
    fill(&desk, "申请.新收.自然人", "3");
    desk.save(true);
    let wanted = format!("\u{feff}{}", MINIMAL.replacen("自然人: 2", "自然人: 3", 1));
    assert_eq!(fs::read_to_string(&file).expect("it is there"), wanted);
}

#[test]
fn who_only_looks_changes_nothing() {
    let (folder, file) = folder();
    let readonly = true;
    let desk = desk(
        &file,
        Wishes {
            readonly,
            ..Wishes::default()
        },
    );
    let state = fill(&desk, "申请.新收.自然人", "3");
    assert!(state["refused"].is_string(), "{state}");
    for request in [
        json!({"do": "undo"}),
        json!({"do": "restore"}),
        json!({"do": "new", "year": 2025, "agency": "某局", "category": "部门"}),
        json!({"do": "next", "file": "年报.yaml"}),
        json!({"do": "picture", "name": "a.png", "base64": "iVBORw0KGgo="}),
        json!({"do": "build", "to": ["md"], "draft": true}),
    ] {
        assert!(
            ask_desk(&desk, request.clone())["refused"].is_string(),
            "{request}"
        );
    }
    desk.save(true);
    assert_eq!(fs::read_to_string(&file).expect("it is there"), MINIMAL);
    assert_eq!(
        fs::read_dir(folder.path())
            .expect("it can be listed")
            .count(),
        1
    );
    let state = ask_desk(&desk, json!({"do": "state"}));
    assert_eq!(
        (&state["readonly"], &state["saved"]),
        (&json!(true), &json!(true))
    );
    let built = ask_desk(
        &desk,
        json!({"do": "build", "to": ["fragment"], "draft": false}),
    );
    assert!(
        built["fragment"]
            .as_str()
            .is_some_and(|html| html.contains("<table"))
    );
    // What somebody else saves is shown.
    fs::write(&file, MINIMAL.replace("某县", "某市")).expect("it can be written");
    desk.look(false);
    assert!(desk.report().expect("there is one").contains("某市档案馆"));
}

#[test]
fn a_folder_is_listed_and_new_reports_come_into_it() {
    let (folder, file) = folder();
    fs::write(folder.path().join("名册.yaml"), "- 某局\n").expect("it can be written");
    let desk = editable(&file);
    let listed = ask_desk(&desk, json!({"do": "folder"}));
    assert_eq!(listed["open"], "年报.yaml");
    let reports = listed["reports"].as_array().expect("a list");
    assert_eq!(reports.len(), 1, "{reports:?}");
    assert_eq!(
        (&reports[0]["agency"], &reports[0]["year"]),
        (&json!("某县档案馆"), &json!(2025))
    );

    let state = ask_desk(&desk, json!({"do": "next", "file": "年报.yaml"}));
    assert_eq!(state["file"], "某县档案馆2026.yaml", "{state}");
    let new = json!({"do": "new", "year": 2025, "agency": "某局/甲", "category": "部门"});
    assert_eq!(ask_desk(&desk, new.clone())["file"], "某局-甲2025.yaml");
    let again = ask_desk(&desk, new);
    assert_eq!(again["file"], "某局-甲2025-2.yaml");
    let words = |key: &str| {
        let particulars = again["form"]["particulars"].as_array().expect("a list");
        particulars
            .iter()
            .find(|one| one["key"] == key)
            .expect("it is there")["words"]
            .clone()
    };
    assert_eq!(
        (words("名称"), words("类别")),
        (json!("某局/甲"), json!("部门"))
    );
    let listed = ask_desk(&desk, json!({"do": "folder"}));
    assert_eq!(listed["reports"].as_array().map(Vec::len), Some(4));
}

#[test]
fn a_published_report_and_a_picture_come_in() {
    use base64::{Engine, engine::general_purpose::STANDARD};
    let (folder, file) = folder();
    let desk = editable(&file);
    let built = ask_desk(
        &desk,
        json!({"do": "build", "to": ["html", "pdf"], "draft": false}),
    );
    assert_eq!(built["files"], json!(["年报.html", "年报.pdf"]), "{built}");
    let page = fs::read(folder.path().join("年报.html")).expect("it was built");
    let read = json!({"do": "read", "name": "去年.html", "base64": STANDARD.encode(page)});
    let state = ask_desk(&desk, read);
    assert_eq!(state["file"], "某县档案馆2025.yaml", "{state}");
    assert_eq!(state["form"]["year"], 2025);

    let picture = |name: &str, bytes: &[u8]| {
        ask_desk(
            &desk,
            json!({"do": "picture", "name": name, "base64": STANDARD.encode(bytes)}),
        )
    };
    let png = b"\x89PNG\r\n\x1a\n1".as_slice();
    assert_eq!(
        picture("流程 图.PNG", png)["markdown"],
        "![流程-图](流程-图.png)"
    );
    assert_eq!(
        picture("流程 图.PNG", png)["markdown"],
        "![流程-图](流程-图.png)"
    );
    let other = b"\x89PNG\r\n\x1a\n2".as_slice();
    assert_eq!(
        picture("../流程 图.PNG", other)["markdown"],
        "![流程-图](流程-图-2.png)"
    );
    assert!(picture("a.svg", b"<svg/>")["refused"].is_string());
    assert_eq!(
        fs::read(folder.path().join("流程-图.png")).expect("it is there"),
        png
    );
}

#[test]
fn the_sheet_for_the_public_is_that_of_the_command_line() {
    let (folder, file) = folder();
    let desk = editable(&file);
    let wanted = json!({"do": "build", "to": ["pdf", "sheet", "sheetpage"], "draft": false});
    let built = ask_desk(&desk, wanted);
    let files = ["年报.pdf", "年报-图解.pdf", "年报-图解.html"];
    assert_eq!(built["files"], json!(files), "{built}");
    let read = |folder: &Path, name: &str| fs::read(folder.join(name)).expect("it was built");
    assert!(read(folder.path(), files[2]).starts_with(b"<!DOCTYPE html>"));
    // A PDF is set in 宋体, which a clerk is told once; no other product is.
    let advice = built["advice"].as_str().expect("advice");
    assert!(advice.contains("--fonts 系统"), "{advice}");
    let other = ask_desk(
        &desk,
        json!({"do": "build", "to": ["sheet"], "draft": true}),
    );
    assert_eq!(other["advice"], json!(null), "{other}");
}

#[test]
fn errors_keep_a_report_from_being_built() {
    let (folder, file) = folder();
    let desk = editable(&file);
    fill(&desk, "申请.新收.自然人", "3");
    let refused = ask_desk(&desk, json!({"do": "build", "to": ["md"], "draft": false}));
    assert!(
        refused["refused"]
            .as_str()
            .is_some_and(|why| why.contains("个错误")),
        "{refused}"
    );
    assert!(!folder.path().join("年报.md").exists());
    let built = ask_desk(&desk, json!({"do": "build", "to": ["md"], "draft": true}));
    assert_eq!(built["files"], json!(["年报.md"]));
    let text = fs::read_to_string(folder.path().join("年报.md")).expect("it was built");
    assert!(text.contains("草稿"));
}
