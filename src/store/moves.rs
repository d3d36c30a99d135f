//! What is kept of moves, step by step, so that they can be taken back. What the texts mean is [`crate::jobs`]'s.

use super::jobs::JobKey;
use super::{Result, Store};

/// Keeps the record of a step, in the place of an earlier one; `expires_at` is in Unix seconds.
///
/// # Errors
/// The database's.
pub async fn put(store: &Store, action: &JobKey, step: i64, record: &str, expires_at: i64) -> Result<()> {
    let sql = "INSERT INTO move_record (action, step, record, expires_at) VALUES ($1, $2, $3, $4) \
               ON CONFLICT (action, step) DO UPDATE SET record = excluded.record";
    let values = [action[..].into(), step.into(), record.into(), expires_at.into()];
    store.pool.execute(sql, &values).await.map(|_| ())
}

/// Keeps the record of a step that has none yet; `expires_at` is in Unix seconds.
///
/// # Errors
/// The database's.
pub async fn put_if_missing(store: &Store, action: &JobKey, step: i64, record: &str, expires_at: i64) -> Result<()> {
    let sql = "INSERT INTO move_record (action, step, record, expires_at) VALUES ($1, $2, $3, $4) \
               ON CONFLICT (action, step) DO NOTHING";
    let values = [action[..].into(), step.into(), record.into(), expires_at.into()];
    store.pool.execute(sql, &values).await.map(|_| ())
}

/// Returns the record of the first step.
///
/// # Errors
/// The database's.
pub async fn first(store: &Store, action: &JobKey) -> Result<Option<String>> {
    let sql = "SELECT record FROM move_record WHERE action = $1 ORDER BY step LIMIT 1";
    let found = store.pool.row::<(String,)>(sql, &[action[..].into()]).await?;
    Ok(found.map(|(record,)| record))
}

/// Returns the records of all steps, in their order.
///
/// # Errors
/// The database's.
pub async fn all(store: &Store, action: &JobKey) -> Result<Vec<String>> {
    let sql = "SELECT record FROM move_record WHERE action = $1 ORDER BY step";
    let found = store.pool.rows::<(String,)>(sql, &[action[..].into()]).await?;
    Ok(found.into_iter().map(|(record,)| record).collect())
}

/// Takes records away that are too old, and tells how many there were; `now` is in Unix seconds.
///
/// # Errors
/// The database's.
pub async fn sweep(store: &Store, now: i64) -> Result<u64> {
    store.pool.execute("DELETE FROM move_record WHERE expires_at < $1", &[now.into()]).await
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test says what is wrong by failing")]
mod tests {
    use super::super::place_for_tests::Place;
    use super::*;

    #[tokio::test]
    async fn records_come_in_the_order_of_their_steps_and_one_of_an_earlier_try_stays_where_that_is_wanted() {
        let place = Place::new();
        let store = place.store().await;
        let (one, other) = ([1; 16], [2; 16]);
        put(&store, &one, 9, "nine", 100).await.unwrap();
        put(&store, &one, 3, "three", 100).await.unwrap();
        put(&store, &other, 1, "of another", 200).await.unwrap();
        put_if_missing(&store, &one, 3, "later", 100).await.unwrap();
        put(&store, &one, 9, "nine anew", 100).await.unwrap();
        assert_eq!(all(&store, &one).await.unwrap(), ["three", "nine anew"]);
        assert_eq!(first(&store, &one).await.unwrap().as_deref(), Some("three"));
        assert_eq!(sweep(&store, 101).await.unwrap(), 2);
        assert_eq!(first(&store, &one).await.unwrap(), None);
        assert_eq!(all(&store, &other).await.unwrap(), ["of another"]);
    }
}
