//! The same work on many files at once, with the results in the files' order.

use std::{
    collections::BTreeMap,
    num::NonZero,
    sync::{Condvar, Mutex, MutexGuard},
    thread,
};

/// How many results a thread may be ahead of the one that is awaited.
const AHEAD: usize = 4;

/// How many files are worked on at once, where nobody says.
pub fn cores() -> usize {
    thread::available_parallelism().map_or(1, NonZero::get)
}

/// Works on every item on `jobs` threads and hands over the results in the items' order.
///
/// Only a few results wait at any time, however many items there are.
pub fn in_order<T: Sync, R: Send>(
    items: &[T],
    jobs: usize,
    work: impl Fn(&T) -> R + Sync,
    mut take: impl FnMut(&T, R),
) {
    let jobs = jobs.min(items.len());
    if jobs <= 1 {
        return items.iter().for_each(|item| take(item, work(item)));
    }
    let queue = Queue::new(items.len(), jobs * AHEAD);
    thread::scope(|scope| {
        // The threads must not wait for one who takes nothing any more.
        let _guard = Guard(&queue);
        for _ in 0..jobs {
            scope.spawn(|| {
                let _guard = Guard(&queue);
                while let Some(index) = queue.next() {
                    queue.put(index, work(&items[index]));
                }
            });
        }
        for item in items {
            let Some(result) = queue.take() else { break };
            take(item, result);
        }
    });
}

/// Where threads fetch the next item and leave their results.
struct Queue<R> {
    state: Mutex<State<R>>,
    changed: Condvar,
    items: usize,
    window: usize,
}

struct State<R> {
    next: usize,
    taken: usize,
    ready: BTreeMap<usize, R>,
    broken: bool,
}

impl<R> Queue<R> {
    fn new(items: usize, window: usize) -> Self {
        Queue {
            state: Mutex::new(State {
                next: 0,
                taken: 0,
                ready: BTreeMap::new(),
                broken: false,
            }),
            changed: Condvar::new(),
            items,
            window,
        }
    }

    fn lock(&self) -> MutexGuard<'_, State<R>> {
        self.state
            .lock()
            .unwrap_or_else(|poison| poison.into_inner())
    }

    fn wait<'a>(&self, state: MutexGuard<'a, State<R>>) -> MutexGuard<'a, State<R>> {
        let woken = self.changed.wait(state);
        woken.unwrap_or_else(|poison| poison.into_inner())
    }

    /// The next item to work on, once it is not too far ahead.
    fn next(&self) -> Option<usize> {
        let mut state = self.lock();
        while state.next < self.items && state.next >= state.taken + self.window && !state.broken {
            state = self.wait(state);
        }
        if state.next >= self.items || state.broken {
            return None;
        }
        state.next += 1;
        Some(state.next - 1)
    }

    fn put(&self, index: usize, result: R) {
        self.lock().ready.insert(index, result);
        self.changed.notify_all();
    }

    /// The next result in the items' order; none once a thread has failed.
    fn take(&self) -> Option<R> {
        let mut state = self.lock();
        loop {
            let wanted = state.taken;
            if let Some(result) = state.ready.remove(&wanted) {
                state.taken += 1;
                self.changed.notify_all();
                return Some(result);
            }
            if state.broken {
                return None;
            }
            state = self.wait(state);
        }
    }
}

/// Wakes everybody where a thread ends by a panic, so that none waits for its result.
struct Guard<'a, R>(&'a Queue<R>);

impl<R> Drop for Guard<'_, R> {
    fn drop(&mut self) {
        if thread::panicking() {
            self.0.lock().broken = true;
            self.0.changed.notify_all();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[test]
    fn results_keep_the_order() {
        let items: Vec<usize> = (0..1000).collect();
        for jobs in [0, 1, 2, 7] {
            let mut doubled = Vec::new();
            in_order(&items, jobs, |n| n * 2, |_, result| doubled.push(result));
            assert_eq!(doubled, (0..1000).map(|n| n * 2).collect::<Vec<_>>());
        }
    }

    #[test]
    fn few_results_wait() {
        let items: Vec<usize> = (0..500).collect();
        let (made, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let mut taken = 0;
        in_order(
            &items,
            3,
            |_| made.fetch_add(1, Ordering::SeqCst),
            |_, _| {
                most.fetch_max(made.load(Ordering::SeqCst) - taken, Ordering::SeqCst);
                taken += 1;
            },
        );
        assert!(most.into_inner() <= 3 * AHEAD + 1);
    }

    #[test]
    #[should_panic(expected = "scoped thread panicked")]
    fn a_panic_ends_the_run() {
        let items: Vec<usize> = (0..100).collect();
        in_order(&items, 2, |n| assert!(*n != 50), |_, ()| {});
    }

    #[test]
    #[should_panic(expected = "nobody takes it")]
    fn nothing_waits_where_nobody_takes_results() {
        let items: Vec<usize> = (0..100).collect();
        in_order(&items, 2, |n| *n, |_, _| panic!("nobody takes it"));
    }
}
