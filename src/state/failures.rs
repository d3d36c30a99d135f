//! Counts sign-ins that fail: in memory, and now and then in the store, so that a flood of them costs no writes.

use crate::store::failures::{self as rows, Failed};
use crate::store::{self, Store};
use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// How often counts are written.
pub(super) const WRITTEN: Duration = Duration::from_secs(60);
/// Seconds of a day.
const DAY: i64 = 24 * 3600;

/// Counts sign-ins that fail, by day, domain and kind; no address is kept. Domains are those that the configuration names, and kinds
/// are names of the program's own, so that nobody makes it grow.
#[derive(Debug)]
pub struct Failures {
    store: Store,
    domains: Vec<String>,
    counted: Mutex<BTreeMap<Failed, i64>>,
}

impl Failures {
    /// Counts for these domains, in small letters; all others are one.
    pub fn new(store: Store, domains: Vec<String>) -> Self {
        Self { store, domains, counted: Mutex::default() }
    }

    /// Counts one; `now` is in Unix seconds.
    pub fn note(&self, kind: &'static str, domain: Option<&str>, now: i64) {
        let domain = domain.map(str::to_lowercase).filter(|domain| self.domains.contains(domain)).unwrap_or_default();
        let failed = Failed { day: now.div_euclid(DAY), domain, kind: kind.to_owned() };
        *self.counted().entry(failed).or_default() += 1;
    }

    /// Writes what was counted; what the database does not take is kept for the next time, and what nobody waits for any more.
    ///
    /// # Errors
    /// The database's.
    pub async fn write(&self) -> store::Result<()> {
        loop {
            let Some((failed, count)) = self.counted().pop_first() else { return Ok(()) };
            let mut taken = Taken { failures: self, counted: Some((failed.clone(), count)) };
            rows::add(&self.store, &failed, count).await?;
            taken.counted = None;
        }
    }

    /// Returns what was counted in the last days, that of this process to this moment, the newest first.
    ///
    /// # Errors
    /// The database's.
    pub async fn of_last(&self, days: i64, now: i64) -> store::Result<Vec<(Failed, i64)>> {
        self.write().await?;
        rows::since(&self.store, now.div_euclid(DAY) - days + 1).await
    }

    /// Forgets what is older than ninety days.
    ///
    /// # Errors
    /// The database's.
    pub async fn sweep(&self, now: i64) -> store::Result<u64> {
        rows::sweep(&self.store, now.div_euclid(DAY)).await
    }

    /// Locks what was counted; a poisoned lock still holds it.
    fn counted(&self) -> MutexGuard<'_, BTreeMap<Failed, i64>> {
        self.counted.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What is being written: dropped before that is done, it goes back.
struct Taken<'a> {
    failures: &'a Failures,
    counted: Option<(Failed, i64)>,
}

impl Drop for Taken<'_> {
    fn drop(&mut self) {
        if let Some((failed, count)) = self.counted.take() {
            *self.failures.counted().entry(failed).or_default() += count;
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test says what is wrong by failing")]
mod tests {
    use super::*;
    use crate::store::place_for_tests::Place;

    #[tokio::test]
    async fn a_flood_is_one_row_and_domains_that_are_not_served_are_one() {
        let place = Place::new();
        let failures = Failures::new(place.store().await, vec!["example.org".to_owned()]);
        for n in 0..10_000 {
            failures.note("wrong-password", Some("Example.ORG"), DAY * 5);
            failures.note("not-served", Some(&format!("{n}.example")), DAY * 5);
            failures.note("malformed", None, DAY * 5 + DAY - 1);
        }
        assert_eq!(failures.counted().len(), 3);
        let told = failures.of_last(1, DAY * 5).await.unwrap();
        let told: Vec<_> = told.iter().map(|(f, n)| (f.domain.as_str(), f.kind.as_str(), *n)).collect();
        assert_eq!(
            told,
            [("", "malformed", 10_000), ("", "not-served", 10_000), ("example.org", "wrong-password", 10_000)]
        );
        assert!(failures.of_last(1, DAY * 6).await.unwrap().is_empty(), "another day");
    }

    #[tokio::test]
    async fn what_nobody_waits_for_any_more_is_not_lost() {
        let place = Place::new();
        let failures = Failures::new(place.store().await, vec!["example.org".to_owned()]);
        let mut noted = 0;
        for polls in 1..30 {
            for kind in ["malformed", "not-served", "wrong-password"] {
                failures.note(kind, None, DAY * 5);
                noted += 1;
            }
            let mut writing = Box::pin(failures.write());
            for _ in 0..polls {
                if futures_util::poll!(&mut writing).is_ready() {
                    break;
                }
                tokio::time::sleep(std::time::Duration::from_millis(1)).await;
            }
            drop(writing);
            let told: i64 = failures.of_last(1, DAY * 5).await.unwrap().iter().map(|(_, count)| count).sum();
            assert!(told >= noted, "{told} of {noted}, after {polls}");
        }
    }

    #[tokio::test]
    async fn what_the_database_does_not_take_is_not_lost() {
        let place = Place::new();
        let store = place.store().await;
        let failures = Failures::new(store.clone(), Vec::new());
        failures.note("locked", None, 0);
        failures.note("expired", None, 0);
        store.close().await;
        assert!(failures.write().await.is_err());
        assert_eq!(failures.counted().values().sum::<i64>(), 2);
    }
}
