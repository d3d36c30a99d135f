//! Tries of a password that failed, by whose they are, counted by several processes together. Nobody is in it: keys are digests.
//!
//! A row holds one time: when all that was taken has come back (the theoretical arrival time of GCRA). Every try that is taken puts it
//! off by the time in which one comes back; one that is given back takes that off again. So each change is one statement.

use super::{Result, Store};
use std::time::Duration;

/// Keys that are remembered; of more, those that would be forgotten first go first.
const MOST: i64 = 100_000;

/// How many tries may fail, and how fast they come back.
#[derive(Debug, Clone, Copy)]
pub struct Allowance {
    /// Tries that may fail at once.
    pub capacity: u32,
    /// How long until one more may; counted in milliseconds.
    pub refill: Duration,
}

impl Allowance {
    fn one(self) -> i64 {
        i64::try_from(self.refill.as_millis()).unwrap_or(i64::MAX).max(1)
    }

    /// How far off it may be that all have come back, for one more to be there.
    fn most(self) -> i64 {
        self.one().saturating_mul(i64::from(self.capacity.max(1)) - 1)
    }
}

/// Chooses the text for a database out of one, in which `clock!` stands for the database's own time in Unix milliseconds.
macro_rules! by_its_clock {
    ($store:expr, $before:literal, clock!, $behind:literal) => {
        $store.pool.its(
            concat!($before, "CAST(unixepoch('subsec') * 1000 AS INTEGER)", $behind),
            concat!($before, "CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)", $behind),
        )
    };
}

/// Takes a try, if there is one. However many ask at once, wherever, no try is taken twice.
///
/// # Errors
/// The database's.
pub async fn take(store: &Store, key: &[u8; 32], allowance: Allowance) -> Result<bool> {
    // `excluded.full_at - $2` is now.
    let sql = by_its_clock!(
        store,
        "INSERT INTO failed_try (key, full_at) VALUES ($1, ",
        clock!,
        " + $2) ON CONFLICT (key) DO UPDATE SET full_at = CASE WHEN failed_try.full_at > excluded.full_at - $2 \
         THEN failed_try.full_at + $2 ELSE excluded.full_at END WHERE failed_try.full_at - (excluded.full_at - $2) <= $3"
    );
    let values = [key[..].into(), allowance.one().into(), allowance.most().into()];
    Ok(store.pool.execute(sql, &values).await? == 1)
}

/// Returns how long it is until there is a try, without taking any; `None` where there is one.
///
/// # Errors
/// The database's.
pub async fn wait(store: &Store, key: &[u8; 32], allowance: Allowance) -> Result<Option<Duration>> {
    let sql = by_its_clock!(store, "SELECT full_at - ", clock!, " FROM failed_try WHERE key = $1");
    let off: Option<(i64,)> = store.pool.row(sql, &[key[..].into()]).await?;
    let wait = off.and_then(|(off,)| u64::try_from(off - allowance.most()).ok()).filter(|wait| *wait > 0);
    Ok(wait.map(Duration::from_millis))
}

/// Gives a try back that was taken: it did not fail.
///
/// # Errors
/// The database's.
pub async fn give_back(store: &Store, key: &[u8; 32], allowance: Allowance) -> Result<()> {
    let sql = "UPDATE failed_try SET full_at = full_at - $2 WHERE key = $1";
    store.pool.execute(sql, &[key[..].into(), allowance.one().into()]).await.map(|_| ())
}

/// Forgets whose tries have all come back, and, of more keys than are remembered, those that have the least to forget; tells how many.
///
/// # Errors
/// The database's.
pub async fn sweep(store: &Store) -> Result<u64> {
    sweep_to(store, MOST).await
}

async fn sweep_to(store: &Store, most: i64) -> Result<u64> {
    let sql = by_its_clock!(store, "DELETE FROM failed_try WHERE full_at <= ", clock!, "");
    let over = store.pool.execute(sql, &[]).await?;
    let too_many = "DELETE FROM failed_try WHERE full_at <= \
                    (SELECT full_at FROM failed_try ORDER BY full_at DESC LIMIT 1 OFFSET $1)";
    Ok(over + store.pool.execute(too_many, &[most.into()]).await?)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test says what is wrong by failing")]
mod tests {
    use super::super::place_for_tests::Place;
    use super::*;
    use futures_util::future::join_all;

    const HOUR: Duration = Duration::from_secs(3600);
    const THREE: Allowance = Allowance { capacity: 3, refill: HOUR };

    #[tokio::test(flavor = "multi_thread")]
    async fn tries_in_parallel_on_several_connections_are_as_many_as_are_allowed() {
        let place = Place::new();
        let nodes = [place.store().await, place.store().await, place.store().await];
        for round in 0..5_u8 {
            let keys = [[round; 32], [99; 32]];
            let taken = (0..30).map(|n| take(&nodes[n % 3], &keys[n % 2], THREE));
            let taken = join_all(taken).await.into_iter().filter(|taken| *taken.as_ref().unwrap()).count();
            assert_eq!(taken, if round == 0 { 6 } else { 3 }, "each key has three, and the second has none left");
        }
        let wait = wait(&nodes[1], &[99; 32], THREE).await.unwrap().unwrap();
        assert!(wait > HOUR - Duration::from_secs(60) && wait <= HOUR, "{wait:?}");
    }

    #[tokio::test]
    async fn what_is_given_back_may_be_taken_again_and_no_more() {
        let place = Place::new();
        let store = place.store().await;
        for _ in 0..10 {
            assert!(take(&store, &[1; 32], THREE).await.unwrap());
            give_back(&store, &[1; 32], THREE).await.unwrap();
        }
        assert_eq!(wait(&store, &[1; 32], THREE).await.unwrap(), None);
        let mut taken = Vec::new();
        for _ in 0..4 {
            taken.push(take(&store, &[1; 32], THREE).await.unwrap());
        }
        assert_eq!(taken, [true, true, true, false]);
        give_back(&store, &[2; 32], THREE).await.unwrap();
        give_back(&store, &[1; 32], THREE).await.unwrap();
        assert!(take(&store, &[1; 32], THREE).await.unwrap() && !take(&store, &[1; 32], THREE).await.unwrap());
    }

    #[tokio::test]
    async fn tries_come_back_with_time_one_by_one() {
        let place = Place::new();
        let store = place.store().await;
        let soon = Allowance { capacity: 2, refill: Duration::from_millis(300) };
        for taken in [true, true, false] {
            assert_eq!(take(&store, &[1; 32], soon).await.unwrap(), taken);
        }
        tokio::time::sleep(Duration::from_millis(301)).await;
        assert!(take(&store, &[1; 32], soon).await.unwrap());
    }

    #[tokio::test]
    async fn the_table_is_bounded_and_who_failed_most_is_remembered() {
        let place = Place::new();
        let store = place.store().await;
        for _ in 0..3 {
            take(&store, &[0; 32], THREE).await.unwrap();
        }
        for n in 1..10 {
            take(&store, &[n; 32], THREE).await.unwrap();
        }
        take(&store, &[100; 32], Allowance { capacity: 1, refill: Duration::from_millis(1) }).await.unwrap();
        tokio::time::sleep(Duration::from_millis(5)).await;
        assert_eq!(sweep_to(&store, 100).await.unwrap(), 1, "its try has come back");
        assert!(sweep_to(&store, 4).await.unwrap() >= 6);
        assert!(!take(&store, &[0; 32], THREE).await.unwrap());
        assert!(take(&store, &[1; 32], THREE).await.unwrap());
    }
}
