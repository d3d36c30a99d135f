//! Seals a password under a cookie.
//!
//! The cookie is 32 random octets. The row is found by its SHA-256, and holds the password under XChaCha20-Poly1305 with a key
//! derived from the cookie (HKDF-SHA256, RFC 5869, with the row's salt). The row's key and owner are authenticated with it, so that a
//! row moved to another owner opens nothing.

use crate::store::sessions::{Row, RowKey};
use anyhow::{Context as _, anyhow};
use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hkdf::Hkdf;
use secrecy::{ExposeSecret as _, SecretString};
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

/// Names what the key is for (RFC 5869, 3.2).
const INFO: &[u8] = b"postern session password 1";

/// The secret a browser holds; never printed.
pub type Cookie = Zeroizing<[u8; 32]>;

/// Holds what a session remembers.
#[derive(Debug, Clone)]
pub struct Session {
    /// The owner's address.
    pub owner: String,
    /// The owner's password.
    pub password: SecretString,
}

/// Names the session of a cookie without opening it: what its row is found by.
pub fn key_of(cookie: &Cookie) -> RowKey {
    Sha256::digest(&cookie[..]).into()
}

/// Makes a new cookie, and the row that it opens.
///
/// # Errors
/// A system without random numbers.
pub(super) fn seal(session: &Session) -> anyhow::Result<(Cookie, Row)> {
    let mut cookie = Cookie::default();
    let (mut salt, mut nonce) = ([0; 16], [0; 24]);
    for random in [&mut cookie[..], &mut salt[..], &mut nonce[..]] {
        getrandom::fill(random).context("no random numbers")?;
    }
    let bound = bound_to(&key_of(&cookie), &session.owner);
    let payload = Payload { msg: session.password.expose_secret().as_bytes(), aad: &bound };
    let sealed = cipher(&cookie, &salt)?.encrypt(&XNonce::from(nonce), payload);
    let sealed = sealed.map_err(|_| anyhow!("a password that cannot be sealed"))?;
    Ok((cookie, Row { owner: session.owner.clone(), salt: salt.into(), nonce: nonce.into(), sealed }))
}

/// Opens a row; `None` when it was tampered with.
pub(super) fn unseal(cookie: &Cookie, row: Row) -> Option<Session> {
    let nonce: [u8; 24] = row.nonce.try_into().ok()?;
    let bound = bound_to(&key_of(cookie), &row.owner);
    let payload = Payload { msg: &row.sealed, aad: &bound };
    let plain = Zeroizing::new(cipher(cookie, &row.salt).ok()?.decrypt(&XNonce::from(nonce), payload).ok()?);
    let password = SecretString::from(std::str::from_utf8(&plain).ok()?);
    Some(Session { owner: row.owner, password })
}

fn bound_to(row_key: &RowKey, owner: &str) -> Vec<u8> {
    [&row_key[..], owner.as_bytes()].concat()
}

fn cipher(cookie: &Cookie, salt: &[u8]) -> anyhow::Result<XChaCha20Poly1305> {
    let mut key = Zeroizing::new([0; 32]);
    let derived = Hkdf::<Sha256>::new(Some(salt), &cookie[..]).expand(INFO, &mut key[..]);
    derived.map_err(|_| anyhow!("no key of that length"))?;
    XChaCha20Poly1305::new_from_slice(&key[..]).map_err(|_| anyhow!("no key of that length"))
}
