//! The workbench without a browser: the desk, the watch, and the server on loopback.

mod desk;
mod server;

use std::{
    fs,
    io::{BufRead, BufReader, ErrorKind, Read, Write},
    net::{TcpListener, TcpStream},
    path::{Path, PathBuf},
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use tempfile::TempDir;

use super::{
    desk::Desk,
    folder::Wishes,
    seats::{SEATS, Seats},
    server::Server,
    site::Site,
    watch::Watch,
};
use crate::{base::characters::is_hidden, write::pdf::Fonts};

const MINIMAL: &str = include_str!("../../../examples/minimal.yaml");
const LONG: Duration = Duration::from_secs(20);
const TOKEN: &str = "0123456789abcdef";

fn folder() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("年报.yaml");
    fs::write(&file, MINIMAL).expect("it can be written");
    (folder, file)
}

/// A desk on which a file lies open.
fn desk(file: &Path, wishes: Wishes) -> Arc<Desk> {
    let folder = file.parent().expect("it lies in one").to_owned();
    let desk = Arc::new(Desk::new(folder, wishes, Fonts::bundled()));
    desk.open(file).expect("it can be opened");
    desk
}

fn editable(file: &Path) -> Arc<Desk> {
    desk(file, Wishes::default())
}

fn ask_desk(desk: &Desk, request: Value) -> Value {
    desk.answer(request.to_string().as_bytes())
}

/// An edit of cells in the state of the moment.
fn fill(desk: &Desk, path: &str, words: &str) -> Value {
    let revision = ask_desk(desk, json!({"do": "state"}))["revision"].clone();
    let cells = json!([{"path": path, "words": words}]);
    ask_desk(
        desk,
        json!({"do": "edit", "revision": revision, "edit": {"kind": "cells", "cells": cells}}),
    )
}

#[test]
fn what_nobody_sees_is_left_out_of_the_page() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("年报.yaml");
    let text = MINIMAL.replace("某县档案馆", "某县\u{202e}档案馆");
    fs::write(&file, text).expect("it can be written");
    let desk = editable(&file);
    let page = desk.report().expect("there is one");
    assert!(page.contains("某县档案馆") && !page.contains(is_hidden));
    let state = ask_desk(&desk, json!({"do": "state"}));
    assert!(!state["findings"].to_string().contains(is_hidden));
    assert!(!state["form"]["title"].to_string().contains(is_hidden));
}

#[test]
fn included_files_and_last_years_are_watched_even_before_they_exist() {
    let (folder, file) = folder();
    let text = MINIMAL.replacen("机关:", "上年: 去年.yaml\n机关:", 1);
    let start = text.find("其他事项: |").expect("the example has it");
    let text = format!("{}其他事项: {{文件: 其他.md}}\n", &text[..start]);
    fs::write(&file, text).expect("it can be written");
    let desk = editable(&file);
    let state = ask_desk(&desk, json!({"do": "state"}));
    assert!(
        state["findings"].to_string().contains("missing-file"),
        "{state}"
    );
    for name in ["去年.yaml", "其他.md"] {
        let watched = desk.files();
        let wanted = folder.path().join(name);
        assert!(watched.contains(&wanted), "{watched:?}");
    }
    fs::write(folder.path().join("其他.md"), "没有其他事项。").expect("it can be written");
    desk.look(true);
    assert!(
        desk.report()
            .expect("there is one")
            .contains("没有其他事项。")
    );
}

#[test]
fn a_file_that_grew_too_large_for_a_browser_is_told_and_not_taken() {
    let (_folder, file) = folder();
    let desk = editable(&file);
    let before = desk.report().expect("there is one");
    fs::write(&file, " ".repeat((1 << 20) + 1)).expect("it can be written");
    desk.look(false);
    let state = ask_desk(&desk, json!({"do": "state"})).to_string();
    assert!(state.contains("超过 1 MB"), "{state}");
    assert_eq!(desk.report().expect("there is one"), before);
}

#[test]
fn a_template_of_ones_own_is_watched_and_its_mistakes_are_told() {
    let (folder, file) = folder();
    let own = folder.path().join("templates");
    fs::create_dir(&own).expect("it can be made");
    let templates = Some(own.clone());
    let desk = desk(
        &file,
        Wishes {
            templates,
            ..Wishes::default()
        },
    );
    assert!(desk.files().contains(&own.join("report.html")));
    fs::write(own.join("report.html"), "<p>{{ report.title }}</p>").expect("it can be written");
    assert_eq!(
        desk.report().expect("there is one"),
        "<p>某县档案馆2025年政府信息公开工作年度报告</p>"
    );
    fs::write(own.join("report.html"), "{% if %}").expect("it can be written");
    let fault = desk.report().expect_err("it is none");
    assert!(fault.contains("模板有误"), "{fault}");
}

#[test]
fn a_save_by_renaming_and_a_file_that_comes_and_goes_are_noticed() {
    let (folder, file) = folder();
    let other = folder.path().join("included.md");
    let mut watch = Watch::new(vec![file.clone(), other.clone()]);
    let mut wait = || loop {
        let changed = watch.changed();
        if !changed.is_empty() {
            break changed;
        }
    };
    let new = folder.path().join(".new");
    fs::write(&new, "year: 1").expect("it can be written");
    fs::rename(&new, &file).expect("it can be renamed");
    assert_eq!(wait(), [file]);
    fs::write(&other, "it came").expect("it can be written");
    assert_eq!(wait().as_slice(), std::slice::from_ref(&other));
    fs::remove_file(&other).expect("it can be removed");
    assert_eq!(wait(), [other]);
}
