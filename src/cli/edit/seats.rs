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
    /// Listening for news; the number of what it was told last.
    News(u64),
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

    /// Tells those who listen the news that they have not heard.
    pub fn tell(&self, news: &[(u64, String)]) {
        let newest = news.last().map_or(0, |(number, _)| *number);
        for guest in &mut self.lock().guests {
            if let Stage::News(told) = guest.stage
                && told < newest
            {
                guest.stage = Stage::News(newest);
                let unheard = news.iter().filter(|(number, _)| *number > told);
                let words: String = unheard
                    .map(|(_, words)| format!("data: {words}\n\n"))
                    .collect();
                if guest.say(&words).is_err() {
                    // Whoever serves it sees that and goes.
                    let _ = guest.stream.shutdown(Shutdown::Both);
                }
            }
        }
    }

    /// Nothing can be half done under this lock, so a panic elsewhere spoils nothing.
    fn lock(&self) -> MutexGuard<'_, Taken> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Seat {
    /// Notes what the connection does from now on.
    pub fn enter(&self, stage: Stage) {
        let mut taken = self.seats.lock();
        let own = taken
            .guests
            .iter_mut()
            .find(|one| one.number == self.number);
        if let Some(own) = own {
            own.stage = stage;
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
    fn say(&self, words: &str) -> io::Result<()> {
        self.stream.set_write_timeout(Some(PATIENCE))?;
        (&*self.stream).write_all(words.as_bytes())
    }

    /// Hangs up, which ends whatever its thread waits for.
    fn dismiss(self) {
        if matches!(self.stage, Stage::News(_)) {
            let _ = self.say(&format!("retry: {LATER}\n\n"));
        }
        let _ = self.stream.shutdown(Shutdown::Both);
    }
}
