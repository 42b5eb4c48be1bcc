//! As much of HTTP as one page needs: one request and one answer a connection.
//!
//! `httparse` reads the request; the rest is `std::net`, because the small server
//! crates bound neither the time that a client may take nor the number of threads.

use std::{
    io::{self, Read, Write},
    net::TcpStream,
    time::{Duration, Instant},
};

/// A request's line and headers, at the most.
const MAX_HEAD: usize = 16 * 1024;
const MAX_HEADERS: usize = 64;
/// A request's body, at the most: a file to be read, in Base64.
const MAX_BODY: usize = 72 * 1024 * 1024;
/// A body that comes more slowly than this and a megabyte a second is not waited for.
const PATIENCE: Duration = Duration::from_secs(10);

/// What a browser asks.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Request {
    /// `GET`.
    pub method: String,
    /// The path without the query.
    pub path: String,
    /// The names by which it calls this server; there must be just one.
    pub hosts: Vec<String>,
    /// The page that asks, where the browser says.
    pub origin: Option<String>,
    /// Whether the browser says that another site's page asks for it, to embed it.
    pub embeds_from_afar: bool,
    /// What is sent along.
    pub body: Vec<u8>,
}

/// What a browser is told.
pub struct Response {
    /// `200 OK`.
    pub status: &'static str,
    /// Headers besides those that every answer has.
    pub headers: Vec<(&'static str, String)>,
    /// The body; none for a stream, which has no length.
    pub body: Option<Vec<u8>>,
}

impl Response {
    /// An answer with a body of some media type.
    pub fn new(status: &'static str, kind: &str, body: impl Into<Vec<u8>>) -> Self {
        Response {
            status,
            headers: vec![("Content-Type", kind.to_owned())],
            body: Some(body.into()),
        }
    }

    /// An answer in plain words.
    pub fn words(status: &'static str, words: &str) -> Self {
        Response::new(status, "text/plain; charset=utf-8", words)
    }

    /// With one more header.
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// The status line and the headers.
    pub fn head(&self) -> Vec<u8> {
        let mut head = format!("HTTP/1.1 {}\r\n", self.status);
        let constant = [
            ("Connection", "close"),
            ("Cache-Control", "no-store"),
            ("X-Content-Type-Options", "nosniff"),
            ("Referrer-Policy", "no-referrer"),
            ("Cross-Origin-Resource-Policy", "same-origin"),
            ("Cross-Origin-Opener-Policy", "same-origin"),
        ];
        for (name, value) in constant {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        for (name, value) in &self.headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        if let Some(length) = self.body.as_ref().map(Vec::len) {
            head.push_str(&format!("Content-Length: {length}\r\n"));
        }
        head.push_str("\r\n");
        head.into_bytes()
    }
}

/// Reads a request, its head before the deadline, and its body in the time that its length
/// takes.
///
/// # Errors
/// The client went or was too slow. What is no request is the answer to it.
pub fn receive(mut stream: &TcpStream, deadline: Instant) -> io::Result<Result<Request, Response>> {
    let mut head = Vec::new();
    let mut part = [0; 2048];
    loop {
        stream.set_read_timeout(Some(left(deadline)?))?;
        let count = stream.read(&mut part)?;
        if count == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        head.extend_from_slice(&part[..count]);
        match parse(&head) {
            Ok(Some((mut request, start, length))) => {
                if length > MAX_BODY {
                    let words = "内容太大，最多 72 MB\n";
                    return Ok(Err(Response::words("413 Content Too Large", words)));
                }
                let time = Duration::from_secs(length as u64 / 1_000_000);
                let body = head.split_off(start);
                request.body = rest(stream, body, length, Instant::now() + PATIENCE + time)?;
                return Ok(Ok(request));
            }
            Ok(None) if head.len() < MAX_HEAD => {}
            _ => return Ok(Err(Response::words("400 Bad Request", "读不懂这个请求\n"))),
        }
    }
}

/// A body of some length, of which the beginning has come.
fn rest(
    mut stream: &TcpStream,
    mut body: Vec<u8>,
    length: usize,
    deadline: Instant,
) -> io::Result<Vec<u8>> {
    let mut part = [0; 16 * 1024];
    while body.len() < length {
        stream.set_read_timeout(Some(left(deadline)?))?;
        match stream.read(&mut part)? {
            0 => return Err(io::ErrorKind::UnexpectedEof.into()),
            count => body.extend_from_slice(&part[..count]),
        }
    }
    body.truncate(length);
    Ok(body)
}

/// A request, if its head is complete, with where its body begins and how long that is.
fn parse(head: &[u8]) -> Result<Option<(Request, usize, usize)>, httparse::Error> {
    let mut headers = [httparse::EMPTY_HEADER; MAX_HEADERS];
    let mut parsed = httparse::Request::new(&mut headers);
    let httparse::Status::Complete(start) = parsed.parse(head)? else {
        return Ok(None);
    };
    let target = parsed.path.unwrap_or_default();
    let path = target.split(['?', '#']).next().unwrap_or_default();
    let mut request = Request {
        method: parsed.method.unwrap_or_default().to_owned(),
        path: path.to_owned(),
        ..Request::default()
    };
    let (mut site, mut mode) = (String::new(), String::new());
    let mut lengths = Vec::new();
    for header in parsed.headers {
        let value = String::from_utf8_lossy(header.value).into_owned();
        match header.name.to_ascii_lowercase().as_str() {
            "host" => request.hosts.push(value),
            "origin" => request.origin = Some(value),
            "content-length" => lengths.push(value),
            // How long it is would be told in the body itself.
            "transfer-encoding" => return Err(httparse::Error::HeaderValue),
            "sec-fetch-site" => site = value,
            "sec-fetch-mode" => mode = value,
            _ => {}
        }
    }
    request.embeds_from_afar =
        matches!(site.as_str(), "cross-site" | "same-site") && mode != "navigate";
    let length = match lengths.as_slice() {
        [] => 0,
        [one] if one.bytes().all(|b| b.is_ascii_digit()) => one.parse().unwrap_or(usize::MAX),
        _ => return Err(httparse::Error::HeaderValue),
    };
    Ok(Some((request, start, length)))
}

/// Sends bytes; a client that does not take them in time is let go.
///
/// # Errors
/// The client went or was too slow.
pub fn send(mut stream: &TcpStream, mut bytes: &[u8]) -> io::Result<()> {
    let deadline = Instant::now() + PATIENCE;
    while !bytes.is_empty() {
        stream.set_write_timeout(Some(left(deadline)?))?;
        match stream.write(bytes)? {
            0 => return Err(io::ErrorKind::WriteZero.into()),
            count => bytes = &bytes[count..],
        }
    }
    Ok(())
}

fn left(deadline: Instant) -> io::Result<Duration> {
    let left = deadline.saturating_duration_since(Instant::now());
    match left.is_zero() {
        true => Err(io::ErrorKind::TimedOut.into()),
        false => Ok(left),
    }
}
