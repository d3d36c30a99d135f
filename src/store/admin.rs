//! Who is signed in to `/admin`, and which codes were used. A row opens nothing: it has a digest of what the browser holds.

use super::{Result, Store};

/// The earliest times, in Unix seconds, that a session which lives may have been seen and begun.
#[derive(Debug, Clone, Copy)]
pub struct Since {
    /// Last seen.
    pub seen: i64,
    /// Begun.
    pub created: i64,
}

/// Keeps a session that begins; `now` is in Unix seconds.
///
/// # Errors
/// The database's.
pub async fn insert_session(store: &Store, key: &[u8; 32], now: i64) -> Result<()> {
    let sql = "INSERT INTO admin_session (key, created_at, seen_at) VALUES ($1, $2, $2)";
    store.pool.execute(sql, &[key[..].into(), now.into()]).await.map(|_| ())
}

/// Tells when a session that lives was last seen, in Unix seconds.
///
/// # Errors
/// The database's.
pub async fn find_session(store: &Store, key: &[u8; 32], since: Since) -> Result<Option<i64>> {
    let sql = "SELECT seen_at FROM admin_session WHERE key = $1 AND seen_at >= $2 AND created_at >= $3";
    let found = store.pool.row(sql, &[key[..].into(), since.seen.into(), since.created.into()]).await?;
    Ok(found.map(|(seen,)| seen))
}

/// Notes that a session was seen; `now` is in Unix seconds.
///
/// # Errors
/// The database's.
pub async fn touch_session(store: &Store, key: &[u8; 32], now: i64) -> Result<()> {
    let sql = "UPDATE admin_session SET seen_at = $2 WHERE key = $1";
    store.pool.execute(sql, &[key[..].into(), now.into()]).await.map(|_| ())
}

/// Takes a session away; one that is not there is no error.
///
/// # Errors
/// The database's.
pub async fn delete_session(store: &Store, key: &[u8; 32]) -> Result<()> {
    store.pool.execute("DELETE FROM admin_session WHERE key = $1", &[key[..].into()]).await.map(|_| ())
}

/// Uses the code of a step up, and tells whether nobody had; `now` is in Unix seconds.
///
/// # Errors
/// The database's.
pub async fn use_code(store: &Store, step: i64, now: i64) -> Result<bool> {
    let sql = "INSERT INTO admin_code (step, used_at) VALUES ($1, $2) ON CONFLICT (step) DO NOTHING";
    Ok(store.pool.execute(sql, &[step.into(), now.into()]).await? == 1)
}

/// Takes sessions away that live no more, and codes that were used before a time, in Unix seconds.
///
/// # Errors
/// The database's.
pub async fn sweep(store: &Store, since: Since, used_before: i64) -> Result<()> {
    let sessions = "DELETE FROM admin_session WHERE seen_at < $1 OR created_at < $2";
    store.pool.execute(sessions, &[since.seen.into(), since.created.into()]).await?;
    store.pool.execute("DELETE FROM admin_code WHERE used_at < $1", &[used_before.into()]).await.map(|_| ())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test says what is wrong by failing")]
mod tests {
    use super::super::place_for_tests::Place;
    use super::*;

    #[tokio::test]
    async fn a_session_is_found_while_it_lives_and_a_code_is_used_once_in_all_processes() {
        let place = Place::new();
        let (here, there) = (place.store().await, place.store().await);
        insert_session(&here, &[1; 32], 100).await.unwrap();
        let since = |seen, created| Since { seen, created };
        assert_eq!(find_session(&there, &[1; 32], since(100, 100)).await.unwrap(), Some(100));
        assert_eq!(find_session(&there, &[2; 32], since(0, 0)).await.unwrap(), None);
        touch_session(&there, &[1; 32], 150).await.unwrap();
        assert_eq!(find_session(&here, &[1; 32], since(150, 100)).await.unwrap(), Some(150));
        for late in [since(151, 0), since(0, 101)] {
            assert_eq!(find_session(&here, &[1; 32], late).await.unwrap(), None, "{late:?}");
        }
        let used = tokio::join!(use_code(&here, 7, 100), use_code(&there, 7, 100));
        assert_eq!([used.0.unwrap(), used.1.unwrap()].iter().filter(|first| **first).count(), 1);
        sweep(&here, since(151, 0), 101).await.unwrap();
        assert_eq!(find_session(&here, &[1; 32], since(0, 0)).await.unwrap(), None);
        assert!(use_code(&here, 7, 300).await.unwrap(), "forgotten");
    }
}
