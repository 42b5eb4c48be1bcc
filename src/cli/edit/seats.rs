//! Who is connected: so many at a time, and a newcomer always finds a seat.
//!
//! Where all are taken, the one who has sat longest is hung up on. So neither clients that
//! never ask nor forgotten tabs keep others out.

use std::{
    io::Write,
    net::{Shutdown, TcpStream},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

/// Connections at a time, at the most: more than a browser has with one server.
pub const SEATS: usize = 48;
/// A few bytes of news that do not fit into what a client has still to read are too many.
const PATIENCE: Duration = Duration::from_millis(20);

struct Guest {
    number: u64,
    stream: Arc<TcpStream>,
    /// Whether it listens for news.
    listens: bool,
}

/// The seats, those who have sat longest first.
#[derive(Default)]
pub struct Seats(Mutex<Taken>);

#[derive(Default)]
struct Taken {
    guests: Vec<Guest>,
    numbers: u64,
    /// The last of the news, for a page that begins to listen.
    newest: String,
}

/// A seat that is taken, given back when it is dropped.
pub struct Seat {
    seats: Arc<Seats>,
    number: u64,
}

impl Seats {
    /// Seats a connection.
    pub fn take(self: &Arc<Self>, stream: &Arc<TcpStream>) -> Seat {
        let mut taken = self.lock();
        if taken.guests.len() >= SEATS {
            taken.guests.remove(0).dismiss();
        }
        taken.numbers += 1;
        let number = taken.numbers;
        taken.guests.push(Guest {
            number,
            stream: Arc::clone(stream),
            listens: false,
        });
        let seats = Arc::clone(self);
        Seat { seats, number }
    }

    /// How many are taken.
    #[cfg(test)]
    pub fn count(&self) -> usize {
        self.lock().guests.len()
    }

    /// Tells news to those who listen.
    pub fn tell(&self, words: &str) {
        let mut taken = self.lock();
        taken.newest = format!("data: {words}\n\n");
        let listening = taken.guests.iter().filter(|one| one.listens);
        listening.for_each(|guest| guest.hear(&taken.newest));
    }

    /// Nothing can be half done under this lock, so a panic elsewhere spoils nothing.
    fn lock(&self) -> MutexGuard<'_, Taken> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Seat {
    /// The connection listens for news from now on.
    pub fn listen(&self) {
        let taken = &mut *self.seats.lock();
        let mut guests = taken.guests.iter_mut();
        if let Some(own) = guests.find(|one| one.number == self.number) {
            own.listens = true;
            own.hear(&taken.newest);
        }
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut taken = self.seats.lock();
        taken.guests.retain(|guest| guest.number != self.number);
    }
}

impl Guest {
    /// Whoever does not take it is hung up on: who serves it sees that and goes.
    fn hear(&self, news: &str) {
        let timed = self.stream.set_write_timeout(Some(PATIENCE));
        let told = timed.and_then(|()| (&*self.stream).write_all(news.as_bytes()));
        if told.is_err() {
            self.dismiss();
        }
    }

    /// Hangs up, which ends whatever its thread waits for.
    fn dismiss(&self) {
        let _ = self.stream.shutdown(Shutdown::Both);
    }
}
