//! Work on many files side by side, with results in order and few of them waiting.

use std::num::NonZeroUsize;
use std::thread::available_parallelism;

use rayon::ThreadPoolBuilder;
use rayon::prelude::*;

/// Fewer files than this are done faster than threads are started.
const WORTH_THREADS: usize = 16;
/// How many results for each worker may wait to be written.
const WAITING: usize = 64;

/// Works on every item, and takes the results in the order of the items.
///
/// # Errors
///
/// The first error of `take`, after which no further item is begun.
pub(super) fn in_order<T: Sync, R: Send, E>(
    items: &[T],
    jobs: Option<NonZeroUsize>,
    work: impl Fn(&T) -> R + Sync,
    mut take: impl FnMut(R) -> Result<(), E>,
) -> Result<(), E> {
    let workers = jobs.or_else(|| available_parallelism().ok()).map_or(1, NonZeroUsize::get);
    let workers = workers.min(items.len() / (WORTH_THREADS / 2));
    let pool = (items.len() >= WORTH_THREADS && workers > 1)
        .then(|| ThreadPoolBuilder::new().num_threads(workers).build().ok())
        .flatten();
    let Some(pool) = pool else {
        return items.iter().try_for_each(|item| take(work(item)));
    };
    for chunk in items.chunks(workers * WAITING) {
        let results: Vec<R> = pool.install(|| chunk.par_iter().map(&work).collect());
        results.into_iter().try_for_each(&mut take)?;
    }
    Ok(())
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
    fn an_error_stops_the_work() {
        let items: Vec<usize> = (0..100_000).collect();
        let begun = std::sync::atomic::AtomicUsize::new(0);
        let count = |_: &usize| begun.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        assert_eq!(in_order(&items, NonZeroUsize::new(2), count, |_| Err("closed")), Err("closed"));
        assert!(begun.into_inner() < 1000);
    }
}
