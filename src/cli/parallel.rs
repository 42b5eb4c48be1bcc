//! The same work on many files at once, with the results in the files' order.

use std::{collections::VecDeque, sync::mpsc};

use rayon::ThreadPoolBuilder;

/// How many results a thread may be ahead of the one that is awaited.
const AHEAD: usize = 4;

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
    let pool = ThreadPoolBuilder::new().num_threads(jobs).build();
    // Where no threads can be had, one does it all.
    let (2.., Ok(pool)) = (jobs, pool) else {
        return items.iter().for_each(|item| take(item, work(item)));
    };
    pool.in_place_scope_fifo(|scope| {
        let work = &work;
        let mut next = items.iter();
        let mut awaited = VecDeque::new();
        for item in items {
            for item in next.by_ref().take(jobs * AHEAD - awaited.len()) {
                let (hand_over, result) = mpsc::sync_channel(1);
                scope.spawn_fifo(move |_| drop(hand_over.send(work(item))));
                awaited.push_back(result);
            }
            // Where the work panicked there is no result, and the scope passes the panic on.
            let Some(Ok(result)) = awaited.pop_front().map(|result| result.recv()) else {
                return;
            };
            take(item, result);
        }
    });
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
    #[should_panic(expected = "the fiftieth")]
    fn a_panic_ends_the_run() {
        let items: Vec<usize> = (0..100).collect();
        in_order(&items, 2, |n| assert!(*n != 50, "the fiftieth"), |_, ()| {});
    }

    #[test]
    #[should_panic(expected = "nobody takes it")]
    fn nothing_waits_where_nobody_takes_results() {
        let items: Vec<usize> = (0..100).collect();
        in_order(&items, 2, |n| *n, |_, _| panic!("nobody takes it"));
    }
}
