//! Who is connected: so many at a time, and a newcomer always finds a seat.
//!
//! Where all are taken, the one who has sat longest goes, unless its answer is just being
//! made. So neither clients that never ask nor forgotten tabs keep others out. A tab that
//! listened for news is told to come back only after a while: were all to come back at once,
//! each would turn out the next without end.

use std::{
    io::{self, Write},
    net::{Shutdown, TcpStream},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

/// Connections at a time, at the most.
pub const SEATS: usize = 48;
/// When a browser whose seat was taken asks again, in milliseconds: soon enough for its page
/// not to say that nobody answers.
const LATER: u32 = 1000;
/// A few bytes of news that do not fit into what a client has still to read are too many.
const PATIENCE: Duration = Duration::from_millis(20);

/// What a connection is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Waiting for the client to ask, or to take its answer.
    Client,
    /// Its answer is being made.
    Work,
    /// Listening for news.
    News,
}

struct Guest {
    number: u64,
    stream: Arc<TcpStream>,
    stage: Stage,
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
    /// Seats a connection; none where every other is being worked for.
    pub fn take(self: &Arc<Self>, stream: &Arc<TcpStream>) -> Option<Seat> {
        let mut taken = self.lock();
        if taken.guests.len() >= SEATS {
            let mut guests = taken.guests.iter();
            let longest = guests.position(|guest| guest.stage != Stage::Work)?;
            taken.guests.remove(longest).dismiss();
        }
        taken.numbers += 1;
        let number = taken.numbers;
        taken.guests.push(Guest {
            number,
            stream: Arc::clone(stream),
            stage: Stage::Client,
        });
        let seats = Arc::clone(self);
        Some(Seat { seats, number })
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
        let listening = taken.guests.iter().filter(|one| one.stage == Stage::News);
        listening.for_each(|guest| guest.hear(&taken.newest));
    }

    /// Nothing can be half done under this lock, so a panic elsewhere spoils nothing.
    fn lock(&self) -> MutexGuard<'_, Taken> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Seat {
    /// Notes what the connection does from now on.
    pub fn enter(&self, stage: Stage) {
        let taken = &mut *self.seats.lock();
        let mut guests = taken.guests.iter_mut();
        if let Some(own) = guests.find(|one| one.number == self.number) {
            own.stage = stage;
            if stage == Stage::News {
                own.hear(&taken.newest);
            }
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
        if self.say(news).is_err() {
            let _ = self.stream.shutdown(Shutdown::Both);
        }
    }

    fn say(&self, words: &str) -> io::Result<()> {
        self.stream.set_write_timeout(Some(PATIENCE))?;
        (&*self.stream).write_all(words.as_bytes())
    }

    /// Hangs up, which ends whatever its thread waits for.
    fn dismiss(self) {
        if self.stage == Stage::News {
            let _ = self.say(&format!("retry: {LATER}\n\n"));
        }
        let _ = self.stream.shutdown(Shutdown::Both);
    }
}
