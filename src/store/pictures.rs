//! Whose pictures from elsewhere an owner has allowed: senders, and single messages. Who and whom are digests and sealed names.

use super::{Result, Store};

/// How long a permission lasts, in seconds: a year.
const LASTS: i64 = 365 * 24 * 3600;
/// Permissions that one owner may have; the oldest go.
const MOST: i64 = 1000;

/// One permission.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Permission {
    /// What it is found by.
    pub key: [u8; 32],
    /// Whose it is.
    pub owner: [u8; 32],
    /// What is allowed: a word of the caller's.
    pub kind: String,
    /// Its name, sealed.
    pub name: Vec<u8>,
}

/// Remembers a permission; `now` is in Unix seconds.
///
/// # Errors
/// The database's.
pub async fn allow(store: &Store, new: &Permission, now: i64) -> Result<()> {
    allow_at_most(store, new, now, MOST).await
}

async fn allow_at_most(store: &Store, new: &Permission, now: i64, most: i64) -> Result<()> {
    let old = "DELETE FROM picture WHERE allowed_at < $1";
    store.pool.execute(old, &[(now - LASTS).into()]).await?;
    let sql = "INSERT INTO picture (key, owner, kind, name, allowed_at) VALUES ($1, $2, $3, $4, $5) \
               ON CONFLICT (key) DO UPDATE SET allowed_at = $5";
    let values = [new.key[..].into(), new.owner[..].into(), new.kind.as_str().into(), new.name[..].into(), now.into()];
    store.pool.execute(sql, &values).await?;
    let many = "DELETE FROM picture WHERE owner = $1 AND key NOT IN \
                (SELECT key FROM picture WHERE owner = $1 ORDER BY allowed_at DESC, key LIMIT $2)";
    store.pool.execute(many, &[new.owner[..].into(), most.into()]).await.map(|_| ())
}

/// Takes a permission back.
///
/// # Errors
/// The database's.
pub async fn forbid(store: &Store, key: &[u8; 32]) -> Result<()> {
    store.pool.execute("DELETE FROM picture WHERE key = $1", &[key[..].into()]).await.map(|_| ())
}

/// Takes all permissions of a kind back; returns how many there were.
///
/// # Errors
/// The database's.
pub async fn forbid_all(store: &Store, owner: &[u8; 32], kind: &str) -> Result<u64> {
    let sql = "DELETE FROM picture WHERE owner = $1 AND kind = $2";
    store.pool.execute(sql, &[owner[..].into(), kind.into()]).await
}

/// Tells whether something is allowed.
///
/// # Errors
/// The database's.
pub async fn allowed(store: &Store, key: &[u8; 32], now: i64) -> Result<bool> {
    let sql = "SELECT allowed_at FROM picture WHERE key = $1 AND allowed_at >= $2";
    let found: Option<(i64,)> = store.pool.row(sql, &[key[..].into(), (now - LASTS).into()]).await?;
    Ok(found.is_some())
}

/// Lists what an owner has allowed: key, kind and sealed name of each.
///
/// # Errors
/// The database's.
pub async fn list(store: &Store, owner: &[u8; 32], now: i64) -> Result<Vec<(Vec<u8>, String, Vec<u8>)>> {
    let sql = "SELECT key, kind, name FROM picture WHERE owner = $1 AND allowed_at >= $2 ORDER BY allowed_at DESC, key";
    store.pool.rows(sql, &[owner[..].into(), (now - LASTS).into()]).await
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test says what is wrong by failing")]
mod tests {
    use super::super::place_for_tests::Place;
    use super::*;

    fn shop(number: u64) -> Permission {
        let mut key = [1; 32];
        key[..8].copy_from_slice(&number.to_be_bytes());
        Permission { key, owner: [2; 32], kind: "sender".to_owned(), name: number.to_string().into_bytes() }
    }

    #[tokio::test]
    async fn a_permission_lasts_a_year_is_listed_and_can_be_taken_back() {
        let place = Place::new();
        let store = place.store().await;
        let one = shop(1);
        assert!(!allowed(&store, &one.key, 10).await.unwrap());
        allow(&store, &one, 10).await.unwrap();
        assert!(allowed(&store, &one.key, 10).await.unwrap());
        assert!(!allowed(&store, &shop(2).key, 10).await.unwrap());
        assert!(!allowed(&store, &one.key, 11 + LASTS).await.unwrap());
        let listed = [(one.key.to_vec(), "sender".to_owned(), b"1".to_vec())];
        assert_eq!(list(&store, &[2; 32], 10).await.unwrap(), listed);
        assert_eq!(list(&store, &[3; 32], 10).await.unwrap(), []);
        assert_eq!(list(&store, &[2; 32], 11 + LASTS).await.unwrap(), []);
        forbid(&store, &one.key).await.unwrap();
        assert!(!allowed(&store, &one.key, 10).await.unwrap());

        allow(&store, &one, 10).await.unwrap();
        allow(&store, &shop(2), 11 + LASTS).await.unwrap();
        let rows: Vec<(i64,)> = store.pool.rows("SELECT COUNT(*) FROM picture", &[]).await.unwrap();
        assert_eq!(rows, [(1,)], "what is a year old is gone");
        allow(&store, &Permission { kind: "message".to_owned(), ..shop(3) }, 11 + LASTS).await.unwrap();
        assert_eq!(forbid_all(&store, &[2; 32], "message").await.unwrap(), 1);
        assert_eq!(forbid_all(&store, &[3; 32], "sender").await.unwrap(), 0);
        assert!(allowed(&store, &shop(2).key, 11 + LASTS).await.unwrap());
    }

    #[tokio::test]
    async fn an_owner_has_a_bounded_number_of_permissions_and_the_oldest_go() {
        let place = Place::new();
        let store = place.store().await;
        for number in 0..15 {
            allow_at_most(&store, &shop(number), i64::try_from(number).unwrap(), 10).await.unwrap();
        }
        assert_eq!(list(&store, &[2; 32], 2000).await.unwrap().len(), 10);
        assert!(
            !allowed(&store, &shop(4).key, 2000).await.unwrap() && allowed(&store, &shop(5).key, 2000).await.unwrap()
        );
    }
}
