//! What this site signs with: made once, kept, the same for every process that shares the database.

use super::Store;
use anyhow::Context as _;
use zeroize::Zeroizing;

/// A secret of this site; never printed.
pub type Secret = Zeroizing<[u8; 32]>;

/// Returns the secret of that name, and makes it if there is none yet.
///
/// # Errors
/// The database's, and a system without random numbers.
pub async fn secret(store: &Store, name: &str) -> anyhow::Result<Secret> {
    let mut fresh = Secret::default();
    getrandom::fill(&mut fresh[..]).context("no random numbers")?;
    // Another process may be making it at this moment: the first one counts.
    let sql = "INSERT INTO secret (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING";
    store.pool.execute(sql, &[name.into(), fresh[..].into()]).await?;
    let kept: Option<(Vec<u8>,)> = store.pool.row("SELECT value FROM secret WHERE name = $1", &[name.into()]).await?;
    let (kept,) = kept.with_context(|| format!("the secret {name} is gone"))?;
    let kept = Zeroizing::new(kept);
    Ok(Secret::new(kept.as_slice().try_into().with_context(|| format!("the secret {name} is not 32 octets"))?))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test says what is wrong by failing")]
mod tests {
    use super::super::place_for_tests::Place;
    use super::*;

    #[tokio::test]
    async fn a_secret_is_made_once_and_stays_the_same_when_the_database_is_opened_again() {
        let place = Place::new();
        let store = place.store().await;
        let first = secret(&store, "signing").await.unwrap();
        assert_eq!(secret(&store, "signing").await.unwrap(), first);
        assert_ne!(secret(&store, "other").await.unwrap(), first);
        store.close().await;
        let store = place.store().await;
        assert_eq!(secret(&store, "signing").await.unwrap(), first);
    }
}
