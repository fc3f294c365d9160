//! Work on many files side by side, with results in order and few of them waiting.
//!
//! Each worker takes the next few files; whoever is done with those whose turn it is passes on their
//! results and all that wait behind them. So no thread wakes another for each result, and none stands
//! still while results are written.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, available_parallelism};

/// Fewer files than this are done faster than threads are started.
const WORTH_THREADS: usize = 16;
/// How many files a worker takes at once, at most.
const BATCH: usize = 16;
/// How many results for each worker may wait for their turn.
const WAITING: usize = 64;

/// Works on every item, and takes the results in the order of the items.
///
/// # Errors
///
/// The first error of `take`, after which no further item is begun.
pub(super) fn in_order<T: Sync, R: Send, E: Send>(
    items: &[T],
    jobs: Option<NonZeroUsize>,
    work: impl Fn(&T) -> R + Sync,
    mut take: impl FnMut(R) -> Result<(), E> + Send,
) -> Result<(), E> {
    let workers = jobs.or_else(|| available_parallelism().ok()).map_or(1, NonZeroUsize::get);
    let workers = workers.min(items.len() / (WORTH_THREADS / 2));
    if items.len() < WORTH_THREADS || workers < 2 {
        return items.iter().try_for_each(|item| take(work(item)));
    }
    let size = (items.len() / (workers * 4)).clamp(1, BATCH);
    let line = Line {
        items,
        size,
        window: (workers * WAITING).div_ceil(size),
        begun: AtomicUsize::new(0),
        turn: Mutex::new(Turn {
            next: 0,
            waiting: BTreeMap::new(),
            take,
            outcome: Ok(()),
            abandoned: false,
        }),
        moved: Condvar::new(),
        work,
    };
    thread::scope(|scope| {
        for _ in 1..workers {
            // Where no further thread can be had, those that are there do the work.
            if thread::Builder::new().spawn_scoped(scope, || line.run()).is_err() {
                break;
            }
        }
        line.run();
    });
    line.turn.into_inner().unwrap_or_else(PoisonError::into_inner).outcome
}

/// Items in batches, and whose turn it is.
struct Line<'a, T, R, E, W, F> {
    items: &'a [T],
    /// The number of items in a batch.
    size: usize,
    /// How many batches may be ahead of the one whose turn it is.
    window: usize,
    /// How many batches have been begun.
    begun: AtomicUsize,
    turn: Mutex<Turn<R, E, F>>,
    /// Told when the turn has moved on.
    moved: Condvar,
    work: W,
}

/// Which batch is to be taken next, and what waits behind it.
struct Turn<R, E, F> {
    next: usize,
    waiting: BTreeMap<usize, Vec<R>>,
    take: F,
    /// The first error.
    outcome: Result<(), E>,
    /// Whether a worker has died, whose results will never come.
    abandoned: bool,
}

impl<T, R, E, W, F> Line<'_, T, R, E, W, F>
where
    W: Fn(&T) -> R,
    F: FnMut(R) -> Result<(), E>,
{
    /// Works until nothing is left to begin.
    fn run(&self) {
        let _guard = Guard { line: self };
        loop {
            let batch = self.begun.fetch_add(1, Ordering::Relaxed);
            let Some(items) = self.items.chunks(self.size).nth(batch) else { break };
            if !self.comes_near(batch) {
                break;
            }
            let results = items.iter().map(&self.work).collect();
            self.hand_in(batch, results);
        }
    }

    /// Waits until a batch is not too far ahead. Whether there is a point in doing it.
    fn comes_near(&self, batch: usize) -> bool {
        let mut turn = self.turn();
        while turn.goes_on() && batch >= turn.next + self.window {
            turn = self.moved.wait(turn).unwrap_or_else(PoisonError::into_inner);
        }
        turn.goes_on()
    }

    /// Takes all results whose turn has come with those of a batch.
    fn hand_in(&self, batch: usize, results: Vec<R>) {
        let mut turn = self.turn();
        turn.waiting.insert(batch, results);
        while turn.goes_on()
            && let Some(results) = turn.next_results()
        {
            turn.outcome = results.into_iter().try_for_each(&mut turn.take);
        }
        self.moved.notify_all();
    }

    fn turn(&self) -> MutexGuard<'_, Turn<R, E, F>> {
        self.turn.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<R, E, F> Turn<R, E, F> {
    fn goes_on(&self) -> bool {
        self.outcome.is_ok() && !self.abandoned
    }

    /// The results whose turn it is, if they are there.
    fn next_results(&mut self) -> Option<Vec<R>> {
        let results = self.waiting.remove(&self.next)?;
        self.next += 1;
        Some(results)
    }
}

/// Ends the work of all where one worker dies, so that none waits for it.
struct Guard<'a, 'i, T, R, E, W, F> {
    line: &'a Line<'i, T, R, E, W, F>,
}

impl<T, R, E, W, F> Drop for Guard<'_, '_, T, R, E, W, F> {
    fn drop(&mut self) {
        if thread::panicking() {
            self.line.turn.lock().unwrap_or_else(PoisonError::into_inner).abandoned = true;
            self.line.moved.notify_all();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_the_order_of_the_items() {
        for jobs in [None, NonZeroUsize::new(1), NonZeroUsize::new(7)] {
            for count in [0, 1, 15, 16, 1000] {
                let items: Vec<usize> = (0..count).collect();
                let mut taken = Vec::new();
                let done: Result<(), ()> = in_order(
                    &items,
                    jobs,
                    |item| *item,
                    |item| {
                        taken.push(item);
                        Ok(())
                    },
                );
                assert_eq!(done, Ok(()));
                assert_eq!(taken, items);
            }
        }
    }

    #[test]
    fn one_slow_item_holds_up_a_few_only() {
        let items: Vec<usize> = (0..10_000).collect();
        let begun = AtomicUsize::new(0);
        let mut ahead = 0;
        let done: Result<(), ()> = in_order(
            &items,
            NonZeroUsize::new(4),
            |&item| {
                begun.fetch_add(1, Ordering::Relaxed);
                if item == 0 {
                    thread::sleep(std::time::Duration::from_millis(50));
                }
                item
            },
            |item| {
                if item == 0 {
                    ahead = begun.load(Ordering::Relaxed);
                }
                Ok(())
            },
        );
        assert_eq!(done, Ok(()));
        assert!(ahead <= 4 * WAITING + 8 * BATCH, "{ahead} were begun before the first was taken");
    }

    #[test]
    #[should_panic(expected = "a scoped thread panicked")]
    fn a_worker_that_dies_ends_the_work_of_all() {
        let items: Vec<usize> = (0..10_000).collect();
        let main = thread::current().id();
        let dies_elsewhere = |&item: &usize| {
            // The first batch may be anybody's.
            assert!(item < 100 || thread::current().id() == main, "dies");
            thread::sleep(std::time::Duration::from_micros(10));
            item
        };
        let _: Result<(), ()> = in_order(&items, NonZeroUsize::new(4), dies_elsewhere, |_| Ok(()));
    }

    #[test]
    fn an_error_stops_the_work() {
        let items: Vec<usize> = (0..100_000).collect();
        let begun = AtomicUsize::new(0);
        let count = |_: &usize| begun.fetch_add(1, Ordering::Relaxed);
        assert_eq!(in_order(&items, NonZeroUsize::new(2), count, |_| Err("closed")), Err("closed"));
        assert!(begun.into_inner() < 1000);
    }
}
