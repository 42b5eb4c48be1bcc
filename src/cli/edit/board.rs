//! Where the latest page hangs for all browsers to see.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use super::desk::Shown;

/// The latest state, and a bell that rings when there is a newer one.
pub struct Board {
    latest: Mutex<Arc<Shown>>,
    bell: Condvar,
}

impl Board {
    /// A board with something on it.
    pub fn new(shown: Shown) -> Self {
        Board {
            latest: Mutex::new(Arc::new(shown)),
            bell: Condvar::new(),
        }
    }

    /// Replaces what is on it and tells everybody who waits.
    pub fn put_up(&self, shown: Shown) {
        *self.lock() = Arc::new(shown);
        self.bell.notify_all();
    }

    /// What is on it now.
    pub fn latest(&self) -> Arc<Shown> {
        Arc::clone(&self.lock())
    }

    /// Waits for something other than a revision.
    pub fn newer_than(&self, revision: u64) -> Arc<Shown> {
        let same = |shown: &mut Arc<Shown>| shown.revision == revision;
        let latest = self.bell.wait_while(self.lock(), same);
        Arc::clone(&latest.unwrap_or_else(PoisonError::into_inner))
    }

    /// Nothing can be half written under this lock, so a panic elsewhere spoils nothing.
    fn lock(&self) -> MutexGuard<'_, Arc<Shown>> {
        self.latest.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
