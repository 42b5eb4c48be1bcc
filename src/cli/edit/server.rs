//! A thread for every browser that asks, and never too many.

use std::{
    io::{self, Read},
    net::{Shutdown, TcpListener, TcpStream},
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

use super::{
    http,
    seats::{Seat, Seats},
    site::Site,
};

/// A client that asks more slowly is let go.
const PATIENCE: Duration = Duration::from_secs(10);
/// A stream of news ends after this time; browsers ask again by themselves.
const STREAM: Duration = Duration::from_secs(60);
/// How soon they do, in milliseconds.
const RETRY: u32 = 100;

/// The server.
pub struct Server {
    listener: TcpListener,
    site: Arc<Site>,
    seats: Arc<Seats>,
}

impl Server {
    /// A server for a site.
    pub fn new(listener: TcpListener, site: Site) -> Self {
        Server {
            listener,
            site: Arc::new(site),
            seats: Arc::default(),
        }
    }

    /// Answers from now on, until the program ends.
    pub fn start(self) -> Arc<Seats> {
        let (site, seats) = (Arc::clone(&self.site), Arc::clone(&self.seats));
        thread::spawn(move || {
            for words in site.news().all() {
                seats.tell(&words);
            }
        });
        let seats = Arc::clone(&self.seats);
        thread::spawn(move || {
            for stream in self.listener.incoming() {
                match stream {
                    Ok(stream) => self.seat(stream),
                    // Out of file descriptors, most likely: others have to go first.
                    Err(_) => thread::sleep(Duration::from_millis(20)),
                }
            }
        });
        seats
    }

    fn seat(&self, stream: TcpStream) {
        let stream = Arc::new(stream);
        let (site, seat) = (Arc::clone(&self.site), self.seats.take(&stream));
        let served = thread::Builder::new().spawn(move || {
            let _ = serve(&site, &seat, &stream);
        });
        // Without a thread the connection is dropped, and the seat with it.
        drop(served);
    }
}

fn serve(site: &Site, seat: &Seat, stream: &TcpStream) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let (response, is_head) = match http::receive(stream, Instant::now() + PATIENCE)? {
        Err(refusal) => (refusal, false),
        Ok(request) => (site.answer(&request), request.method == "HEAD"),
    };
    let mut bytes = response.head();
    let Some(body) = &response.body else {
        http::send(stream, &bytes)?;
        http::send(stream, format!("retry: {RETRY}\n\n").as_bytes())?;
        seat.listen();
        return listen(stream);
    };
    if !is_head {
        bytes.extend_from_slice(body);
    }
    http::send(stream, &bytes)?;
    close(stream)
}

/// Lets the client read the answer even if it is still sending.
fn close(mut stream: &TcpStream) -> io::Result<()> {
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

/// Waits for the end of a stream of news: the client goes, or loses its seat. It has nothing
/// more to say, so whatever can be read is the end.
fn listen(mut stream: &TcpStream) -> io::Result<()> {
    stream.set_read_timeout(Some(STREAM))?;
    let _end = stream.read(&mut [0]);
    stream.shutdown(Shutdown::Both)
}
