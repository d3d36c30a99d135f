//! Browser sessions: neither a row alone nor a cookie alone opens a mailbox.
//!
//! The cookie is 32 random bytes. The row is found by its SHA-256, and holds the password under XChaCha20-Poly1305 with a key
//! derived from the cookie (HKDF-SHA256 with the row's salt). The row's key and owner are authenticated with it, so that a
//! row moved to another owner opens nothing.

use super::Store;
use anyhow::Context as _;
use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hkdf::Hkdf;
use secrecy::{ExposeSecret as _, SecretString};
use sha2::{Digest as _, Sha256};
use sqlx::Row as _;
use std::time::Duration;
use zeroize::Zeroizing;

/// How long `seen_at` may lag behind, in seconds: a page view writes only now and then.
const SEEN_STEP: i64 = 60;
/// Names what the key is for (RFC 5869, 3.2).
const INFO: &[u8] = b"postern session password 1";

/// The secret a browser holds; never printed.
pub type Cookie = Zeroizing<[u8; 32]>;

/// Bounds the life of a session.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// After so long without a page it ends.
    pub idle: Duration,
    /// After so long it ends in any case.
    pub absolute: Duration,
}

/// Holds what a session remembers.
#[derive(Debug, Clone)]
pub struct Session {
    /// The owner's address.
    pub owner: String,
    /// The owner's password.
    pub password: SecretString,
}

/// Starts a session, and returns the cookie that opens it; `now` is in Unix seconds.
///
/// # Errors
/// The database's, and a system without random numbers.
pub async fn start(store: &Store, session: &Session, now: i64) -> anyhow::Result<Cookie> {
    let mut cookie = Cookie::default();
    let (mut salt, mut nonce) = ([0; 16], [0; 24]);
    for random in [&mut cookie[..], &mut salt[..], &mut nonce[..]] {
        getrandom::fill(random).context("no random numbers")?;
    }
    let row = row_key(&cookie);
    let secret = session.password.expose_secret().as_bytes();
    let bound = bound_to(&row, &session.owner);
    let sealed = cipher(&cookie, &salt)?.encrypt(&XNonce::from(nonce), Payload { msg: secret, aad: &bound });
    sqlx::query(
        "INSERT INTO session (key, owner, salt, nonce, sealed, created_at, seen_at) VALUES ($1, $2, $3, $4, $5, $6, $6)",
    )
    .bind(&row[..])
    .bind(&session.owner)
    .bind(&salt[..])
    .bind(&nonce[..])
    .bind(sealed.map_err(|_| anyhow::anyhow!("a password that cannot be sealed"))?)
    .bind(now)
    .execute(&store.pool)
    .await?;
    Ok(cookie)
}

/// Opens a session; `None` when there is none, it has expired, or its row was tampered with.
///
/// # Errors
/// The database's.
pub async fn open(store: &Store, cookie: &Cookie, now: i64, limits: Limits) -> sqlx::Result<Option<Session>> {
    let row_key = row_key(cookie);
    let (idle, absolute) = deadlines(now, limits);
    let found = sqlx::query(
        "SELECT owner, salt, nonce, sealed, seen_at FROM session WHERE key = $1 AND seen_at >= $2 AND created_at >= $3",
    )
    .bind(&row_key[..])
    .bind(idle)
    .bind(absolute)
    .fetch_optional(&store.pool)
    .await?;
    let Some(row) = found else { return Ok(None) };
    let (owner, salt, nonce, sealed, seen_at): (String, Vec<u8>, Vec<u8>, Vec<u8>, i64) =
        (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?, row.try_get(3)?, row.try_get(4)?);
    let Some(password) = unseal(cookie, &row_key, &owner, &salt, &nonce, &sealed) else { return Ok(None) };
    if now - seen_at >= SEEN_STEP {
        // "Last seen" is not worth a failed page.
        let _ = sqlx::query("UPDATE session SET seen_at = $2 WHERE key = $1")
            .bind(&row_key[..])
            .bind(now)
            .execute(&store.pool)
            .await;
    }
    Ok(Some(Session { owner, password }))
}

/// Ends a session; one that is not there is ended already.
///
/// # Errors
/// The database's.
pub async fn end(store: &Store, cookie: &Cookie) -> sqlx::Result<()> {
    sqlx::query("DELETE FROM session WHERE key = $1").bind(&row_key(cookie)[..]).execute(&store.pool).await.map(|_| ())
}

/// Deletes expired sessions, and tells how many there were.
///
/// # Errors
/// The database's.
pub async fn sweep(store: &Store, now: i64, limits: Limits) -> sqlx::Result<u64> {
    let (idle, absolute) = deadlines(now, limits);
    let swept = sqlx::query("DELETE FROM session WHERE seen_at < $1 OR created_at < $2").bind(idle).bind(absolute);
    Ok(swept.execute(&store.pool).await?.rows_affected())
}

fn deadlines(now: i64, limits: Limits) -> (i64, i64) {
    let seconds = |time: Duration| i64::try_from(time.as_secs()).unwrap_or(i64::MAX);
    // `seen_at` may lag by a step: nobody is signed out early for that.
    (now.saturating_sub(seconds(limits.idle) + SEEN_STEP), now.saturating_sub(seconds(limits.absolute)))
}

fn row_key(cookie: &Cookie) -> [u8; 32] {
    Sha256::digest(&cookie[..]).into()
}

fn bound_to(row_key: &[u8; 32], owner: &str) -> Vec<u8> {
    [&row_key[..], owner.as_bytes()].concat()
}

fn cipher(cookie: &Cookie, salt: &[u8]) -> anyhow::Result<XChaCha20Poly1305> {
    let mut key = Zeroizing::new([0; 32]);
    let derived = Hkdf::<Sha256>::new(Some(salt), &cookie[..]).expand(INFO, &mut key[..]);
    derived.map_err(|_| anyhow::anyhow!("no key of that length"))?;
    XChaCha20Poly1305::new_from_slice(&key[..]).map_err(|_| anyhow::anyhow!("no key of that length"))
}

fn unseal(
    cookie: &Cookie,
    row_key: &[u8; 32],
    owner: &str,
    salt: &[u8],
    nonce: &[u8],
    sealed: &[u8],
) -> Option<SecretString> {
    let nonce: [u8; 24] = nonce.try_into().ok()?;
    let bound = bound_to(row_key, owner);
    let payload = Payload { msg: sealed, aad: &bound };
    let plain = Zeroizing::new(cipher(cookie, salt).ok()?.decrypt(&XNonce::from(nonce), payload).ok()?);
    Some(SecretString::from(std::str::from_utf8(&plain).ok()?.to_owned()))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test says what is wrong by failing")]
mod tests {
    use super::*;

    const LIMITS: Limits = Limits { idle: Duration::from_secs(3600), absolute: Duration::from_secs(36_000) };

    async fn stored(folder: &tempfile::TempDir) -> (Store, Cookie) {
        let store = Store::open(&folder.path().join("p.db")).await.unwrap();
        let session = Session { owner: "anna@example.org".into(), password: "geheim \u{1f511}".to_owned().into() };
        let cookie = start(&store, &session, 1_000_000).await.unwrap();
        (store, cookie)
    }

    #[tokio::test]
    async fn only_cookie_and_row_together_give_the_password_back() {
        let folder = tempfile::tempdir().unwrap();
        let (store, cookie) = stored(&folder).await;
        let session = open(&store, &cookie, 1_000_001, LIMITS).await.unwrap().unwrap();
        assert_eq!(
            (session.owner.as_str(), session.password.expose_secret()),
            ("anna@example.org", "geheim \u{1f511}")
        );
        assert!(open(&store, &Cookie::default(), 1_000_001, LIMITS).await.unwrap().is_none());
        sqlx::query("UPDATE session SET owner = 'ben@example.org'").execute(&store.pool).await.unwrap();
        assert!(
            open(&store, &cookie, 1_000_001, LIMITS).await.unwrap().is_none(),
            "a row given to another owner opens nothing"
        );
    }

    #[tokio::test]
    async fn the_files_of_the_database_hold_neither_cookie_nor_password() {
        let folder = tempfile::tempdir().unwrap();
        let (store, cookie) = stored(&folder).await;
        store.close().await;
        for file in std::fs::read_dir(folder.path()).unwrap() {
            let path = file.unwrap().path();
            let bytes = std::fs::read(&path).unwrap();
            let holds = |secret: &[u8]| bytes.windows(secret.len()).any(|w| w == secret);
            assert!(!holds("geheim".as_bytes()) && !holds(&cookie[..]), "{}", path.display());
            #[cfg(unix)]
            assert_eq!(
                std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(&path).unwrap().permissions()) & 0o077,
                0
            );
        }
    }

    #[tokio::test]
    async fn a_session_ends_when_it_idles_and_when_it_is_old() {
        let folder = tempfile::tempdir().unwrap();
        let (store, cookie) = stored(&folder).await;
        assert!(open(&store, &cookie, 1_000_000 + 3600, LIMITS).await.unwrap().is_some());
        for step in 2..=10 {
            assert!(open(&store, &cookie, 1_000_000 + 3600 * step, LIMITS).await.unwrap().is_some(), "used every hour");
        }
        assert!(open(&store, &cookie, 1_000_000 + 36_001, LIMITS).await.unwrap().is_none(), "ten hours are enough");
        let folder = tempfile::tempdir().unwrap();
        let (store, cookie) = stored(&folder).await;
        assert!(open(&store, &cookie, 1_000_000 + 3600 + 61, LIMITS).await.unwrap().is_none(), "idle for an hour");
        assert_eq!(sweep(&store, 1_000_000 + 3600 + 61, LIMITS).await.unwrap(), 1);
    }

    #[tokio::test]
    async fn a_tampered_row_signs_out_and_an_ended_session_is_gone() {
        let folder = tempfile::tempdir().unwrap();
        let (store, cookie) = stored(&folder).await;
        sqlx::query("UPDATE session SET nonce = x'00'").execute(&store.pool).await.unwrap();
        assert!(open(&store, &cookie, 1_000_001, LIMITS).await.unwrap().is_none());
        end(&store, &cookie).await.unwrap();
        assert_eq!(sqlx::query("SELECT 1 FROM session").fetch_all(&store.pool).await.unwrap().len(), 0);
    }
}
