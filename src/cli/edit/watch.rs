//! Noticing that a file was saved.
//!
//! The files' times and sizes are looked at every few milliseconds. Unlike the
//! operating systems' notices this also works for shared network folders, follows
//! editors that save by renaming, and needs no dependency; it costs a few system
//! calls a round.

use std::{
    fs,
    path::{Path, PathBuf},
    thread,
    time::{Duration, Instant, SystemTime},
};

/// How long the eye rests between two looks, at the least.
const PAUSE: Duration = Duration::from_millis(10);
/// An editor that never stops saving is shown after this time.
const PATIENCE: Duration = Duration::from_millis(100);

/// What shows that a file is another than before; `None` where there is none.
type Look = Option<(Option<SystemTime>, u64)>;

/// Some files, and how they looked when they were last read.
pub struct Watch {
    files: Vec<PathBuf>,
    seen: Vec<Look>,
    pause: Duration,
}

impl Watch {
    /// Watches files as they are now: looked at before they are read, so that no save is missed.
    pub fn new(files: Vec<PathBuf>) -> Self {
        let seen = files.iter().map(|file| look(file)).collect();
        Watch {
            files,
            seen,
            pause: PAUSE,
        }
    }

    /// Watches other files; those that were watched before keep how they looked.
    pub fn look_at(&mut self, files: Vec<PathBuf>) {
        if files == self.files {
            return;
        }
        let seen = files.iter().map(|file| {
            let before = self.files.iter().position(|other| other == file);
            before.map_or_else(|| look(file), |at| self.seen[at])
        });
        self.seen = seen.collect();
        self.files = files;
    }

    /// The files that look different after a rest, as soon as nothing more happens to them.
    pub fn changed(&mut self) -> Vec<PathBuf> {
        let mut changed = self.differ();
        // Ten saves in a row are one, and a file is not read while it is being written.
        let since = Instant::now();
        while !changed.is_empty() && since.elapsed() < PATIENCE {
            match self.differ() {
                more if more.is_empty() => break,
                more => changed.extend(more),
            }
        }
        changed
    }

    /// The files that look different after a rest; they are remembered as they look now.
    fn differ(&mut self) -> Vec<PathBuf> {
        thread::sleep(self.pause);
        let start = Instant::now();
        let now: Vec<Look> = self.files.iter().map(|file| look(file)).collect();
        // Where looking is slow, on a network, it is done less often.
        self.pause = PAUSE.max(start.elapsed() * 5);
        let both = self.files.iter().zip(now.iter().zip(&self.seen));
        let changed = both.filter(|(_, (now, seen))| now != seen);
        let changed = changed.map(|(file, _)| file.clone()).collect();
        self.seen = now;
        changed
    }
}

fn look(file: &Path) -> Look {
    let metadata = fs::metadata(file).ok()?;
    Some((metadata.modified().ok(), metadata.len()))
}
