//! Whose pictures from elsewhere an owner has allowed: senders, and single messages.

use super::{Result, Store};
use sha2::{Digest as _, Sha256};

/// How long a permission lasts, in seconds: a year.
const LASTS: i64 = 365 * 24 * 3600;

/// Names what is allowed.
#[derive(Debug, Clone, Copy)]
pub enum Allowed<'a> {
    /// Every message of this address, in lower case.
    Sender(&'a str),
    /// One message, by its path.
    Message(&'a str),
}

impl Allowed<'_> {
    fn key(self, owner: &str) -> Vec<u8> {
        let (kind, value) = match self {
            Self::Sender(address) => ("sender", address),
            Self::Message(path) => ("message", path),
        };
        // A zero octet stands in none of them.
        Sha256::digest(format!("{owner}\0{kind}\0{value}")).to_vec()
    }
}

/// Allows the pictures of a sender or a message; `now` is in Unix seconds.
///
/// # Errors
/// The database's.
pub async fn allow(store: &Store, owner: &str, what: Allowed<'_>, now: i64) -> Result<()> {
    let old = "DELETE FROM picture WHERE allowed_at < $1";
    store.pool.execute(old, &[(now - LASTS).into()]).await?;
    let sql = "INSERT INTO picture (key, allowed_at) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET allowed_at = $2";
    store.pool.execute(sql, &[what.key(owner)[..].into(), now.into()]).await.map(|_| ())
}

/// Takes a permission back.
///
/// # Errors
/// The database's.
pub async fn forbid(store: &Store, owner: &str, what: Allowed<'_>) -> Result<()> {
    let sql = "DELETE FROM picture WHERE key = $1";
    store.pool.execute(sql, &[what.key(owner)[..].into()]).await.map(|_| ())
}

/// Tells whether the pictures of a sender or a message are allowed.
///
/// # Errors
/// The database's.
pub async fn allowed(store: &Store, owner: &str, what: Allowed<'_>, now: i64) -> Result<bool> {
    let sql = "SELECT allowed_at FROM picture WHERE key = $1 AND allowed_at >= $2";
    let found: Option<(i64,)> = store.pool.row(sql, &[what.key(owner)[..].into(), (now - LASTS).into()]).await?;
    Ok(found.is_some())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test says what is wrong by failing")]
mod tests {
    use super::super::place_for_tests::Place;
    use super::*;

    #[tokio::test]
    async fn a_permission_is_the_owners_own_lasts_a_year_and_can_be_taken_back() {
        let place = Place::new();
        let store = place.store().await;
        let (anna, shop) = ("anna@example.org", Allowed::Sender("news@shop.example"));
        assert!(!allowed(&store, anna, shop, 10).await.unwrap());
        allow(&store, anna, shop, 10).await.unwrap();
        assert!(allowed(&store, anna, shop, 10).await.unwrap());
        assert!(!allowed(&store, "ben@example.org", shop, 10).await.unwrap());
        assert!(!allowed(&store, anna, Allowed::Message("news@shop.example"), 10).await.unwrap());
        assert!(!allowed(&store, anna, shop, 11 + LASTS).await.unwrap());
        forbid(&store, anna, shop).await.unwrap();
        assert!(!allowed(&store, anna, shop, 10).await.unwrap());
        allow(&store, anna, shop, 10).await.unwrap();
        allow(&store, anna, Allowed::Message("x"), 11 + LASTS).await.unwrap();
        let rows: Vec<(i64,)> = store.pool.rows("SELECT COUNT(*) FROM picture", &[]).await.unwrap();
        assert_eq!(rows, [(1,)]);
    }
}
