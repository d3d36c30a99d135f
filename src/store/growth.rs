//! How full mailboxes were, day by day.

use super::{Result, Store};

/// Notes how full a mailbox is on a day, unless that was noted before; octets.
///
/// # Errors
/// The database's.
pub async fn note(store: &Store, owner: &[u8; 32], day: i64, used: i64, allowed: i64) -> Result<()> {
    let sql =
        "INSERT INTO growth (owner, day, used, allowed) VALUES ($1, $2, $3, $4) ON CONFLICT (owner, day) DO NOTHING";
    store.pool.execute(sql, &[owner[..].into(), day.into(), used.into(), allowed.into()]).await.map(|_| ())
}

/// Returns the days of a mailbox since one on which it might hold so many octets, the oldest first: the day, and octets used.
///
/// # Errors
/// The database's.
pub async fn since(store: &Store, owner: &[u8; 32], day: i64, allowed: i64) -> Result<Vec<(i64, i64)>> {
    let sql = "SELECT day, used FROM growth WHERE owner = $1 AND day >= $2 AND allowed = $3 ORDER BY day";
    store.pool.rows(sql, &[owner[..].into(), day.into(), allowed.into()]).await
}

/// Takes days away before one, and tells how many rows there were.
///
/// # Errors
/// The database's.
pub async fn sweep(store: &Store, day: i64) -> Result<u64> {
    store.pool.execute("DELETE FROM growth WHERE day < $1", &[day.into()]).await
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test says what is wrong by failing")]
mod tests {
    use super::super::place_for_tests::Place;
    use super::*;

    #[tokio::test]
    async fn a_day_is_noted_once_and_forgotten_one_day() {
        let place = Place::new();
        let store = place.store().await;
        for (day, used) in [(10, 100), (10, 999), (11, 120)] {
            note(&store, &[1; 32], day, used, 1000).await.unwrap();
        }
        assert_eq!(since(&store, &[1; 32], 10, 1000).await.unwrap(), [(10, 100), (11, 120)]);
        assert!(since(&store, &[2; 32], 0, 1000).await.unwrap().is_empty());
        assert_eq!(sweep(&store, 11).await.unwrap(), 1);
        assert_eq!(since(&store, &[1; 32], 0, 1000).await.unwrap(), [(11, 120)]);
    }
}
