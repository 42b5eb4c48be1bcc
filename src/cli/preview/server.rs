//! A thread for every browser that asks, and never too many.

use std::{
    io::Read,
    net::{Shutdown, TcpListener, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use super::{
    http,
    site::{Answer, Site},
};

/// Connections at a time, at the most.
const MAX_CONNECTIONS: usize = 48;
/// A stream of news ends after this time; browsers ask again by themselves. So a
/// client that never reads keeps its place for no longer.
const STREAM: Duration = Duration::from_secs(60);
/// How soon browsers ask again, in milliseconds.
const RETRY: u32 = 100;

/// The server.
pub struct Server {
    listener: TcpListener,
    site: Arc<Site>,
}

/// A place among the connections, given back when it is dropped.
struct Seat(Arc<AtomicUsize>);

impl Drop for Seat {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}

impl Server {
    /// A server for a site.
    pub fn new(listener: TcpListener, site: Site) -> Self {
        Server {
            listener,
            site: Arc::new(site),
        }
    }

    /// Answers from now on, until the program ends.
    pub fn start(self) {
        let taken = Arc::new(AtomicUsize::new(0));
        thread::spawn(move || {
            for stream in self.listener.incoming() {
                let Ok(stream) = stream else {
                    // Out of file descriptors, most likely: others have to go first.
                    thread::sleep(Duration::from_millis(20));
                    continue;
                };
                let seat = Seat(Arc::clone(&taken));
                if taken.fetch_add(1, Ordering::AcqRel) >= MAX_CONNECTIONS {
                    // Hung up on: an answer would have to wait for the question.
                    continue;
                }
                let site = Arc::clone(&self.site);
                let mut stream = stream;
                let served = thread::Builder::new().spawn(move || {
                    let _seat = seat;
                    let _ = serve(&site, &mut stream);
                });
                // Without a thread the connection is dropped, and the seat with it.
                drop(served);
            }
        });
    }
}

fn serve(site: &Site, stream: &mut TcpStream) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let (response, has_body) = match http::receive(stream)? {
        Err(refusal) => (refusal, true),
        Ok(request) => match site.answer(&request) {
            Answer::Once(response) => (response, request.method != "HEAD"),
            Answer::News(response) => {
                http::send(stream, &response.head(None))?;
                return news(site, stream);
            }
        },
    };
    let mut bytes = response.head(Some(response.body.len()));
    if has_body {
        bytes.extend_from_slice(&response.body);
    }
    http::send(stream, &bytes)?;
    close(stream)
}

/// Lets the client read the answer even if it is still sending.
fn close(stream: &mut TcpStream) -> std::io::Result<()> {
    stream.shutdown(Shutdown::Write)?;
    stream.set_read_timeout(Some(Duration::from_millis(200)))?;
    let mut rest = [0; 4096];
    for _ in 0..16 {
        if stream.read(&mut rest)? == 0 {
            break;
        }
    }
    Ok(())
}

/// Tells of every new revision.
fn news(site: &Site, stream: &mut TcpStream) -> std::io::Result<()> {
    let end = Instant::now() + STREAM;
    http::send(stream, format!("retry: {RETRY}\n\n").as_bytes())?;
    let mut revision = 0;
    loop {
        let left = end.saturating_duration_since(Instant::now());
        let Some(newer) = site.board().newer_than(revision, left) else {
            return Ok(());
        };
        revision = newer.revision;
        http::send(stream, format!("data: {revision}\n\n").as_bytes())?;
    }
}
