//! Browser sessions, sealed: what a row holds opens nothing by itself.

use super::{Result, Store};

/// Names a session's row: the SHA-256 of the cookie.
pub type RowKey = [u8; 32];

/// What a row holds besides its times.
#[derive(Debug, Clone)]
pub struct Row {
    /// The owner's address.
    pub owner: String,
    /// What the key of `sealed` is made with, besides the cookie.
    pub salt: Vec<u8>,
    /// The nonce of `sealed`.
    pub nonce: Vec<u8>,
    /// The password, under a key that only the cookie gives.
    pub sealed: Vec<u8>,
}

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
pub async fn insert(store: &Store, key: &RowKey, row: &Row, now: i64) -> Result<()> {
    let sql = "INSERT INTO session (key, owner, salt, nonce, sealed, created_at, seen_at) \
               VALUES ($1, $2, $3, $4, $5, $6, $6)";
    let Row { owner, salt, nonce, sealed } = row;
    let values = [key[..].into(), owner.as_str().into(), salt[..].into(), nonce[..].into(), sealed[..].into()];
    store.pool.execute(sql, &[&values[..], &[now.into()]].concat()).await.map(|_| ())
}

/// Finds a session that lives, and when it was last seen.
///
/// # Errors
/// The database's.
pub async fn find(store: &Store, key: &RowKey, since: Since) -> Result<Option<(Row, i64)>> {
    let sql = "SELECT owner, salt, nonce, sealed, seen_at FROM session \
               WHERE key = $1 AND seen_at >= $2 AND created_at >= $3";
    let found = store.pool.row(sql, &[key[..].into(), since.seen.into(), since.created.into()]).await?;
    Ok(found.map(|(owner, salt, nonce, sealed, seen)| (Row { owner, salt, nonce, sealed }, seen)))
}

/// Notes that a session was seen; `now` is in Unix seconds.
///
/// # Errors
/// The database's.
pub async fn touch(store: &Store, key: &RowKey, now: i64) -> Result<()> {
    let values = [key[..].into(), now.into()];
    store.pool.execute("UPDATE session SET seen_at = $2 WHERE key = $1", &values).await.map(|_| ())
}

/// Takes a session away; one that is not there is no error.
///
/// # Errors
/// The database's.
pub async fn delete(store: &Store, key: &RowKey) -> Result<()> {
    store.pool.execute("DELETE FROM session WHERE key = $1", &[key[..].into()]).await.map(|_| ())
}

/// Takes the sessions away that live no more, and tells how many there were.
///
/// # Errors
/// The database's.
pub async fn sweep(store: &Store, since: Since) -> Result<u64> {
    let sql = "DELETE FROM session WHERE seen_at < $1 OR created_at < $2";
    store.pool.execute(sql, &[since.seen.into(), since.created.into()]).await
}
