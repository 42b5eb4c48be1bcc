//! The workbench without a browser: the desk, the watch, and the server on loopback.

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
    desk::{Desk, Wishes},
    seats::{SEATS, Seats},
    server::Server,
    site::Site,
    watch::Watch,
};
use crate::{ground::characters::is_hidden, write::pdf::Fonts};

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

/// A server of a file, its desk and its port.
fn serve(file: &Path) -> (Arc<Desk>, Arc<Seats>, u16) {
    let desk = editable(file);
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
    let port = listener.local_addr().expect("it is bound").port();
    let site = Site::new(
        Arc::clone(&desk),
        port,
        TOKEN.to_owned(),
        "nonce".to_owned(),
    );
    let seats = Server::new(listener, site).start();
    (desk, seats, port)
}

fn connect(port: u16) -> TcpStream {
    let stream = TcpStream::connect(("127.0.0.1", port)).expect("the server listens");
    stream.set_read_timeout(Some(LONG)).expect("a timeout");
    stream
}

/// The answer to a request with these lines and a body; nothing if the server hangs up.
fn ask(port: u16, lines: &[&str], body: &str) -> String {
    let mut stream = connect(port);
    let request = lines.join("\r\n") + "\r\n\r\n" + body;
    let mut answer = Vec::new();
    let sent = stream.write_all(request.as_bytes());
    let heard = sent.and_then(|()| stream.read_to_end(&mut answer));
    if let Err(error) = heard {
        assert_ne!(error.kind(), ErrorKind::WouldBlock, "the server hangs");
    }
    String::from_utf8_lossy(&answer).into_owned()
}

fn get(port: u16, path: &str) -> String {
    let host = format!("Host: 127.0.0.1:{port}");
    ask(port, &[&format!("GET /{TOKEN}/{path} HTTP/1.1"), &host], "")
}

fn post(port: u16, headers: &[&str], body: &str) -> String {
    let first = format!("POST /{TOKEN}/call HTTP/1.1");
    let length = format!("Content-Length: {}", body.len());
    let lines = [&[first.as_str(), length.as_str()], headers].concat();
    ask(port, &lines, body)
}

fn status(answer: &str) -> &str {
    answer.split(' ').nth(1).unwrap_or_default()
}

#[test]
fn only_this_machine_by_its_own_name_is_answered() {
    let (_folder, file) = folder();
    let (_desk, _seats, port) = serve(&file);
    let ours = format!("Host: 127.0.0.1:{port}");
    let cases: [(&[&str], &str); 9] = [
        (&[&ours], "200"),
        (&[&format!("Host: localhost:{port}")], "200"),
        (&["Host: rebound.example"], "403"),
        (&[&format!("Host: rebound.example:{port}")], "403"),
        (&["X: no host at all"], "403"),
        (&[&ours, "Host: rebound.example"], "403"),
        (&[&ours, &format!("Origin: http://127.0.0.1:{port}")], "200"),
        (&[&ours, "Origin: https://elsewhere.example"], "403"),
        (
            &[
                &ours,
                "Sec-Fetch-Site: cross-site",
                "Sec-Fetch-Mode: no-cors",
            ],
            "403",
        ),
    ];
    for (headers, expected) in cases {
        let answer = post(port, headers, "{\"do\":\"state\"}");
        assert_eq!(status(&answer), expected, "{headers:?}: {answer}");
        assert_eq!(expected == "200", answer.contains("某县档案馆"));
    }
}

#[test]
fn nothing_is_answered_without_the_token() {
    let (_folder, file) = folder();
    let (_desk, _seats, port) = serve(&file);
    let host = format!("Host: 127.0.0.1:{port}");
    for token in [
        "",
        "0123456789abcdee",
        "0123456789abcde",
        "0123456789abcdef0",
        "call",
    ] {
        for path in [
            "",
            "/",
            "/call",
            "/events",
            "/report",
            "/pdf",
            "/workbench.js",
        ] {
            for method in ["GET", "POST", "HEAD"] {
                let line = format!("{method} /{token}{path} HTTP/1.1");
                let answer = ask(port, &[&line, &host], "");
                assert_eq!(status(&answer), "403", "{line}");
                assert!(!answer.contains("某县档案馆"));
            }
        }
    }
    assert_eq!(status(&get(port, "")), "200");
}

#[test]
fn nothing_from_the_disk_is_served() {
    let (_folder, file) = folder();
    let (_desk, _seats, port) = serve(&file);
    for path in [
        "../../etc/passwd",
        "%2e%2e/%2e%2e/etc/passwd",
        "/etc/passwd",
        "年报.yaml",
        "report/../call",
    ] {
        assert_eq!(status(&get(port, path)), "404", "{path}");
    }
    let host = format!("Host: 127.0.0.1:{port}");
    let posted = ask(
        port,
        &[&format!("POST /{TOKEN}/report HTTP/1.1"), &host],
        "",
    );
    assert_eq!(status(&posted), "405");
    assert_eq!(status(&get(port, "call")), "405");
    assert_eq!(status(&ask(port, &["no request at all"], "")), "400");
    for file in [
        "../a.yaml",
        "/etc/passwd",
        "a/b.yaml",
        "..",
        "",
        "C:a.yaml",
        "年报.txt",
    ] {
        let asked = json!({"do": "open", "file": file}).to_string();
        let answer = post(port, &[&host], &asked);
        assert!(answer.contains("refused"), "{file}: {answer}");
    }
}

#[test]
fn bodies_are_bounded_and_must_say_how_long_they_are() {
    let (_folder, file) = folder();
    let (_desk, _seats, port) = serve(&file);
    let host = format!("Host: 127.0.0.1:{port}");
    let line = format!("POST /{TOKEN}/call HTTP/1.1");
    for (header, expected) in [
        ("Content-Length: 99999999999", "413"),
        ("Content-Length: 99999999999999999999999", "413"),
        ("Content-Length: -1", "400"),
        ("Content-Length: 2\r\nContent-Length: 3", "400"),
        ("Transfer-Encoding: chunked", "400"),
        ("X: no length", "200"),
    ] {
        let answer = ask(port, &[&line, &host, header], "");
        assert_eq!(status(&answer), expected, "{header}");
    }
    for body in [
        "",
        "{",
        "[]",
        "{\"do\":\"what\"}",
        "{\"do\":\"edit\"}",
        "\u{0}",
    ] {
        let answer = post(port, &[&host], body);
        assert!(answer.contains("refused"), "{answer}");
    }
}

#[test]
fn every_page_forbids_what_it_does_not_need() {
    let (_folder, file) = folder();
    let (_desk, _seats, port) = serve(&file);
    for path in ["", "report"] {
        let answer = get(port, path);
        let policy = answer
            .lines()
            .find_map(|line| line.strip_prefix("Content-Security-Policy: "))
            .expect("there is a policy");
        assert!(policy.starts_with("default-src 'none'"), "{policy}");
        assert!(!policy.contains("unsafe"), "{policy}");
    }
    let report = get(port, "report");
    assert!(report.contains("data-place=\"0:"));
    assert!(report.contains("<style nonce="));
    assert!(!get(port, "").contains("%NONCE%"));
    assert!(get(port, "pdf").contains("%PDF-"));
}

/// A stream of news that has heard of the file's opening.
fn listener(port: u16) -> BufReader<TcpStream> {
    let mut stream = connect(port);
    let request = format!("GET /{TOKEN}/events HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n");
    stream.write_all(request.as_bytes()).expect("it is sent");
    let mut stream = BufReader::new(stream);
    assert!(
        news(&mut stream)
            .last()
            .is_some_and(|line| line.contains("changed"))
    );
    stream
}

/// What a stream says up to the next news, or to its end.
fn news(stream: &mut BufReader<TcpStream>) -> Vec<String> {
    let mut lines = Vec::new();
    for line in stream.lines() {
        lines.push(line.expect("the server does not hang"));
        if lines.last().is_some_and(|line| line.starts_with("data: ")) {
            break;
        }
    }
    lines
}

#[test]
fn a_page_hears_of_every_change_and_of_its_saving() {
    let (_folder, file) = folder();
    let (desk, _seats, port) = serve(&file);
    let mut stream = listener(port);
    let state = fill(&desk, "申请.新收.自然人", "3");
    let told = |saved: bool| {
        let revision = state["revision"].as_str().expect("it has one");
        let news = json!({"news": "changed", "revision": revision, "saved": saved});
        vec![String::new(), format!("data: {news}")]
    };
    assert_eq!(news(&mut stream), told(false));
    desk.save(true);
    assert_eq!(news(&mut stream), told(true));
}

#[test]
fn clients_that_never_ask_keep_nobody_out() {
    let (_folder, file) = folder();
    let (_desk, _seats, port) = serve(&file);
    let mut idle: Vec<TcpStream> = (0..SEATS + 12).map(|_| connect(port)).collect();
    for path in ["", "report", "pdf"] {
        assert_eq!(status(&get(port, path)), "200", "{path}");
    }
    // Those who came first have lost their seats.
    for stream in &mut idle[..12] {
        assert_eq!(stream.read(&mut [0]).ok(), Some(0));
    }
}

#[test]
fn the_oldest_streams_make_room_and_come_back_later() {
    let (_folder, file) = folder();
    let (desk, _seats, port) = serve(&file);
    let mut streams: Vec<_> = (0..SEATS + 2).map(|_| listener(port)).collect();
    assert_eq!(status(&get(port, "report")), "200");
    let mut newest = streams.pop().expect("there are many");
    for stream in &mut streams[..2] {
        assert_eq!(news(stream), ["", "retry: 1000", ""]);
    }
    desk.board.folder();
    assert_eq!(news(&mut newest), ["", "data: {\"news\":\"folder\"}"]);
}

#[test]
fn a_connection_that_is_closed_gives_its_seat_back_at_once() {
    let (_folder, file) = folder();
    let (_desk, seats, port) = serve(&file);
    let streams: Vec<_> = (0..3).map(|_| listener(port)).collect();
    assert_eq!(seats.count(), 3);
    drop(streams);
    // Nothing is sent to them, and no time is over: the end alone is noticed.
    let since = Instant::now();
    while seats.count() > 0 {
        assert!(since.elapsed() < LONG, "a seat stays taken");
        thread::yield_now();
    }
}

#[test]
fn who_asks_in_drops_is_let_go_at_the_deadline() {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
    let port = listener.local_addr().expect("it is bound").port();
    let mut client = connect(port);
    let (stream, _) = listener.accept().expect("a client");
    client.write_all(b"GET / HTTP/1.1\r\n").expect("it is sent");
    let heard = super::http::receive(&stream, Instant::now());
    assert_eq!(
        heard.err().map(|error| error.kind()),
        Some(ErrorKind::TimedOut)
    );
}

#[test]
fn what_is_typed_is_in_the_file_and_nothing_else_is() {
    let (folder, file) = folder();
    let desk = editable(&file);
    let state = fill(&desk, "申请.新收.自然人", "3");
    assert_eq!(
        (&state["saved"], &state["undo"]),
        (&json!(false), &json!("填写 申请.新收.自然人"))
    );
    desk.save(true);
    let wanted = MINIMAL.replacen("自然人: 2", "自然人: 3", 1);
    assert_eq!(fs::read_to_string(&file).expect("it is there"), wanted);
    let state = ask_desk(&desk, json!({"do": "undo"}));
    assert_eq!(state["redo"], "填写 申请.新收.自然人");
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
        state["conflict"]["place"], "申请.新收.自然人",
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
