//! The server on loopback: who is answered, and how many.

use super::*;

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
    let word = get(port, "docx");
    assert!(
        word.contains(".docx") && word.contains("\r\n\r\nPK"),
        "{word}"
    );
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
fn the_oldest_streams_make_room() {
    let (_folder, file) = folder();
    let (desk, _seats, port) = serve(&file);
    let mut streams: Vec<_> = (0..SEATS + 2).map(|_| listener(port)).collect();
    assert_eq!(status(&get(port, "report")), "200");
    let mut newest = streams.pop().expect("there are many");
    for stream in &mut streams[..2] {
        assert_eq!(news(stream), [""]);
    }
    desk.news.folder();
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
    let heard = super::super::http::receive(&stream, Instant::now());
    assert_eq!(
        heard.err().map(|error| error.kind()),
        Some(ErrorKind::TimedOut)
    );
}
