//! The preview without a browser: the desk, the watch, and the server on loopback.

use std::{
    fs,
    io::{BufRead, BufReader, ErrorKind, Read, Write},
    net::{TcpListener, TcpStream},
    path::{Path, PathBuf},
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

use tempfile::TempDir;

use super::{board::Board, desk::Desk, seats::SEATS, server::Server, site::Site, watch::Watch};
use crate::{ground::characters::is_hidden, write::pdf::Fonts};

const MINIMAL: &str = include_str!("../../../examples/minimal.yaml");
const LONG: Duration = Duration::from_secs(20);

fn folder() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("年报.yaml");
    fs::write(&file, MINIMAL).expect("it can be written");
    (folder, file)
}

fn desk(file: &Path) -> Desk {
    Desk::new(file.to_owned(), None, None)
}

/// A server of the minimal report, its desk, and its port.
fn serve(file: &Path) -> (Desk, Arc<Board>, u16) {
    let mut desk = desk(file);
    let board = Arc::new(Board::new(desk.work()));
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
    let port = listener.local_addr().expect("it is bound").port();
    let site = Site::new(Arc::clone(&board), port, Fonts::bundled(), false);
    Server::new(listener, site).start();
    (desk, board, port)
}

fn connect(port: u16) -> TcpStream {
    let stream = TcpStream::connect(("127.0.0.1", port)).expect("the server listens");
    stream.set_read_timeout(Some(LONG)).expect("a timeout");
    stream
}

/// The answer to a request with these lines; nothing if the server hangs up.
fn ask(port: u16, lines: &[&str]) -> String {
    let mut stream = connect(port);
    let request = lines.join("\r\n") + "\r\n\r\n";
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
    ask(port, &[&format!("GET {path} HTTP/1.1"), &host])
}

fn status(answer: &str) -> &str {
    answer.split(' ').nth(1).unwrap_or_default()
}

#[test]
fn only_this_machine_by_its_own_name_is_answered() {
    let (_folder, file) = folder();
    let (_desk, _board, port) = serve(&file);
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
        let lines = [&["GET /state HTTP/1.1"], headers].concat();
        let answer = ask(port, &lines);
        assert_eq!(status(&answer), expected, "{headers:?}: {answer}");
        assert_eq!(expected == "200", answer.contains("某县档案馆"));
    }
}

#[test]
fn nothing_from_the_disk_is_served() {
    let (_folder, file) = folder();
    let (_desk, _board, port) = serve(&file);
    for path in [
        "/../../etc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "//etc/passwd",
        "/年报.yaml",
        "/report/../state",
        "http://127.0.0.1/state",
    ] {
        assert_eq!(status(&get(port, path)), "404", "{path}");
    }
    let host = format!("Host: 127.0.0.1:{port}");
    let posted = ask(port, &["POST /state HTTP/1.1", &host]);
    assert_eq!(status(&posted), "405");
    assert_eq!(status(&ask(port, &["no request at all"])), "400");
}

#[test]
fn every_page_forbids_what_it_does_not_need() {
    let (_folder, file) = folder();
    let (_desk, _board, port) = serve(&file);
    for path in ["/", "/report", "/html"] {
        let answer = get(port, path);
        let policy = answer
            .lines()
            .find_map(|line| line.strip_prefix("Content-Security-Policy: "))
            .expect("there is a policy");
        assert!(policy.starts_with("default-src 'none'"), "{policy}");
        assert!(!policy.contains("unsafe"), "{policy}");
    }
    let report = get(port, "/report");
    assert!(report.contains("data-place=\"0:"));
    assert!(report.contains("<style nonce="));
    let published = get(port, "/html");
    assert!(!published.contains("data-place"));
}

#[test]
fn products_are_of_this_moment() {
    let (_folder, file) = folder();
    let (mut desk, board, port) = serve(&file);
    assert!(get(port, "/pdf").contains("%PDF-"));
    assert!(get(port, "/markdown").contains("# 某县档案馆2025年"));
    assert!(!get(port, "/fragment").contains("草稿"));

    let wrong = MINIMAL.replacen("其余: 0, 总计: 3}", "其余: 0, 总计: 4}", 1);
    assert_ne!(wrong, MINIMAL);
    fs::write(&file, wrong).expect("it can be written");
    board.put_up(desk.work());
    assert!(get(port, "/markdown").contains("草稿，不得发布"));

    fs::write(&file, "年度: [").expect("it can be written");
    board.put_up(desk.work());
    let refused = get(port, "/pdf");
    assert_eq!(status(&refused), "409");
    assert!(refused.contains("现在还不能生成"), "{refused}");
}

#[test]
fn a_browser_hears_of_every_revision() {
    let (_folder, file) = folder();
    let (mut desk, board, port) = serve(&file);
    let mut stream = listener(port);
    board.put_up(desk.work());
    assert_eq!(news(&mut stream), ["", "data: 2"]);
}

/// A stream of news that has heard of the first revision.
fn listener(port: u16) -> BufReader<TcpStream> {
    let mut stream = connect(port);
    let request = format!("GET /events HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n");
    stream.write_all(request.as_bytes()).expect("it is sent");
    let mut stream = BufReader::new(stream);
    assert_eq!(
        news(&mut stream).last().map(String::as_str),
        Some("data: 1")
    );
    stream
}

/// What a stream says up to a revision, or to its end.
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
fn clients_that_never_ask_keep_nobody_out() {
    let (_folder, file) = folder();
    let (_desk, _board, port) = serve(&file);
    let mut idle: Vec<TcpStream> = (0..SEATS + 12).map(|_| connect(port)).collect();
    for path in ["/", "/state", "/pdf"] {
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
    let (mut desk, board, port) = serve(&file);
    let mut streams: Vec<_> = (0..SEATS + 2).map(|_| listener(port)).collect();
    assert_eq!(status(&get(port, "/state")), "200");
    let mut newest = streams.pop().expect("there are many");
    for stream in &mut streams[..2] {
        assert_eq!(news(stream), ["", "retry: 1000", ""]);
    }
    board.put_up(desk.work());
    assert_eq!(news(&mut newest), ["", "data: 2"]);
}

#[test]
fn a_connection_that_is_closed_gives_its_seat_back_at_once() {
    let (_folder, file) = folder();
    let board = Arc::new(Board::new(desk(&file).work()));
    let listener_of = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
    let port = listener_of.local_addr().expect("it is bound").port();
    let site = Site::new(board, port, Fonts::bundled(), false);
    let seats = Server::new(listener_of, site).start();
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
fn the_last_good_page_stays_while_the_file_is_broken() {
    let (_folder, file) = folder();
    let mut desk = desk(&file);
    let good = desk.work();
    assert!(good.page.contains("某县档案馆"));

    for (text, fault) in [
        (Some("年度: ["), "数据文件读不懂"),
        (None, "没有这个文件"),
        (Some(&*" ".repeat(50 << 20)), "超过 16 MB"),
    ] {
        match text {
            Some(text) => fs::write(&file, text).expect("it can be written"),
            None => fs::remove_file(&file).expect("it can be removed"),
        }
        let shown = desk.work();
        assert_eq!(shown.page, good.page);
        assert!(shown.state.contains(fault), "{}", &shown.state[..400]);
        assert!(desk.files().contains(&file));
    }

    fs::write(&file, MINIMAL.replace("某县档案馆", "某市档案馆")).expect("it can be written");
    let mended = desk.work();
    assert!(mended.page.contains("某市档案馆"));
    assert!(mended.state.contains("\"fault\":null"));
}

#[test]
fn what_nobody_sees_is_shown_in_the_state_and_left_out_of_the_page() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("年\u{202e}报.yaml");
    let text = MINIMAL.replace("某县档案馆", "某县\u{202e}档案馆");
    fs::write(&file, text).expect("it can be written");
    let mut desk = desk(&file);
    let shown = desk.work();
    assert!(shown.page.contains("某县档案馆") && !shown.page.contains(is_hidden));
    assert!(!shown.state.contains(is_hidden));
    assert!(shown.state.contains(r#""file":"年\\u{202e}报.yaml""#));

    fs::remove_file(&file).expect("it can be removed");
    let fault = desk.work().products.err().expect("there is no file");
    assert!(fault.contains(r"年\u{202e}报.yaml"), "{fault}");
}

#[test]
fn included_files_and_last_years_are_watched_even_before_they_exist() {
    let (folder, file) = folder();
    let text = MINIMAL.replacen("机关:", "上年: 去年.yaml\n机关:", 1);
    let start = text.find("其他事项: |").expect("the example has it");
    let text = format!("{}其他事项: {{文件: 其他.md}}\n", &text[..start]);
    fs::write(&file, text).expect("it can be written");
    let mut desk = desk(&file);
    let shown = desk.work();
    assert!(shown.state.contains("missing-file"), "{}", shown.state);
    for name in ["去年.yaml", "其他.md"] {
        let watched = desk.files();
        let wanted = folder.path().join(name);
        assert!(watched.contains(&wanted), "{watched:?}");
    }
    fs::write(folder.path().join("其他.md"), "没有其他事项。").expect("it can be written");
    assert!(desk.work().page.contains("没有其他事项。"));
}

#[test]
fn a_template_of_ones_own_is_watched_and_its_mistakes_are_told() {
    let (folder, file) = folder();
    let own = folder.path().join("templates");
    fs::create_dir(&own).expect("it can be made");
    let mut desk = Desk::new(file, None, Some(own.clone()));
    assert!(desk.files().contains(&own.join("report.html")));
    fs::write(own.join("report.html"), "<p>{{ report.title }}</p>").expect("it can be written");
    assert_eq!(
        desk.work().page,
        "<p>某县档案馆2025年政府信息公开工作年度报告</p>"
    );
    fs::write(own.join("report.html"), "{% if %}").expect("it can be written");
    let shown = desk.work();
    assert!(shown.state.contains("模板有误"), "{}", shown.state);
    assert!(shown.page.contains("某县档案馆"));
}

#[test]
fn a_save_by_renaming_and_a_file_that_comes_and_goes_are_noticed() {
    let (folder, file) = folder();
    let other = folder.path().join("included.md");
    let mut watch = Watch::new(vec![file.clone(), other.clone()]);
    let new = folder.path().join(".new");
    fs::write(&new, "year: 1").expect("it can be written");
    fs::rename(&new, &file).expect("it can be renamed");
    watch.wait();
    fs::write(&other, "it came").expect("it can be written");
    watch.wait();
    fs::remove_file(&other).expect("it can be removed");
    watch.wait();
}
