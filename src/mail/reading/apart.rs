//! Work for a processor, in a thread where it stops nobody else.

use crate::mail::{Error, Result};
use tokio::sync::Semaphore;

/// Octets in which it is counted how much waits.
const UNIT: usize = 64 * 1024;

/// Where such work is done, and where it waits.
pub(super) struct Places {
    at_once: Semaphore,
    /// Units that may wait.
    queue: Semaphore,
    most: u32,
}

impl Places {
    /// Prepares for so much work at the same time, and for so many octets that wait for it.
    pub const fn new(at_once: usize, octets: usize) -> Self {
        let most = octets / UNIT;
        Self { at_once: Semaphore::const_new(at_once), queue: Semaphore::const_new(most), most: most as u32 }
    }
}

/// Does work on so many octets apart; work that panics gives nothing.
///
/// The permit goes with the work: whoever asked may leave meanwhile, and the work goes on.
///
/// # Errors
/// [`Error::Busy`] when too much waits already.
pub(super) async fn apart<T: Send + 'static>(
    places: &'static Places,
    octets: usize,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<Option<T>> {
    // What is larger than all that may wait waits alone.
    let units = u32::try_from(octets / UNIT + 1).unwrap_or(u32::MAX).min(places.most);
    let place = places.queue.try_acquire_many(units).map_err(|_| Error::Busy)?;
    let permit = places.at_once.acquire().await.map_err(|_| Error::Busy)?;
    drop(place);
    let work = move || {
        let _permit = permit;
        work()
    };
    Ok(tokio::task::spawn_blocking(work).await.ok())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test says what is wrong by failing")]
mod tests {
    use super::*;
    use std::sync::mpsc;

    #[tokio::test(flavor = "multi_thread")]
    async fn what_waits_is_bounded_by_its_octets_and_more_is_told_at_once() {
        static PLACES: Places = Places::new(1, 4 * UNIT);
        let (go_on, told) = mpsc::channel::<()>();
        let first = tokio::spawn(apart(&PLACES, 1, move || told.recv().is_err()));
        while PLACES.at_once.available_permits() > 0 {
            tokio::task::yield_now().await;
        }
        let second = tokio::spawn(apart(&PLACES, 2 * UNIT, || 2));
        while PLACES.queue.available_permits() > 1 {
            tokio::task::yield_now().await;
        }
        assert!(matches!(apart(&PLACES, UNIT, || 3).await, Err(Error::Busy)), "three of four units wait");
        let third = tokio::spawn(apart(&PLACES, 1, || 3));
        while PLACES.queue.available_permits() > 0 {
            tokio::task::yield_now().await;
        }
        assert!(matches!(apart(&PLACES, 1, || 4).await, Err(Error::Busy)));
        drop(go_on);
        assert_eq!(first.await.unwrap().unwrap(), Some(true));
        assert_eq!((second.await.unwrap().unwrap(), third.await.unwrap().unwrap()), (Some(2), Some(3)));
        assert_eq!(apart(&PLACES, 1, || 5).await.unwrap(), Some(5));
    }
}
