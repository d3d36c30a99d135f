//! Who opens mailboxes while their owners are not there, and whose they are: addresses are sealed under a key that is in no database.

use crate::mail::{Account, Address, Server};
use chacha20poly1305::aead::{Aead as _, Payload};
use chacha20poly1305::{KeyInit as _, XChaCha20Poly1305, XNonce};
use secrecy::{ExposeSecret as _, SecretString};
use sha2::{Digest as _, Sha256};
use std::sync::Arc;
use zeroize::Zeroizing;

const NONCE: usize = 24;

/// Who opens every mailbox of a mail server.
#[derive(Clone)]
pub struct Master {
    server: Arc<Server>,
    user: String,
    separator: String,
    password: SecretString,
    /// Under which addresses are sealed: made of the password, which is in no database.
    key: Zeroizing<[u8; 32]>,
}

impl Master {
    /// Names a master user of a server.
    pub fn new(
        server: Arc<Server>,
        user: String,
        separator: String,
        password: SecretString,
        key_of: impl FnOnce(&[u8]) -> [u8; 32],
    ) -> Self {
        let key = Zeroizing::new(key_of(password.expose_secret().as_bytes()));
        Self { server, user, separator, password, key }
    }

    pub(super) fn opens(&self, account: &Account) -> bool {
        account.is_on(&self.server)
    }

    /// Seals the address of an owner (XChaCha20-Poly1305), bound to the owner's digest.
    ///
    /// The nonce is a digest of both under the key: no two texts ever share it, and the same is sealed alike.
    pub(super) fn seal(&self, account: &Account, owner: &[u8; 32]) -> Vec<u8> {
        let address = account.address().to_string();
        let digest = Sha256::new_with_prefix(&self.key[..]).chain_update(owner).chain_update(&address).finalize();
        let Some(nonce) = digest.first_chunk::<NONCE>() else { return Vec::new() };
        let payload = Payload { msg: address.as_bytes(), aad: owner };
        let sealed = self.cipher().and_then(|cipher| cipher.encrypt(&XNonce::from(*nonce), payload).ok());
        // Neither the key's length nor the text's can be wrong.
        [&nonce[..], &sealed.unwrap_or_default()].concat()
    }

    /// Opens what was sealed, and names the owner.
    pub(super) fn owner(&self, sealed: &[u8], owner: &[u8; 32]) -> Option<Account> {
        let (nonce, msg) = sealed.split_first_chunk::<NONCE>()?;
        let plain = self.cipher()?.decrypt(&XNonce::from(*nonce), Payload { msg, aad: owner }).ok()?;
        let address = Address::parse(std::str::from_utf8(&plain).ok()?).ok()?;
        let (server, password) = (self.server.clone(), self.password.clone());
        Some(Account::through_master(server, address, &self.separator, &self.user, password))
    }

    fn cipher(&self) -> Option<XChaCha20Poly1305> {
        XChaCha20Poly1305::new_from_slice(&self.key[..]).ok()
    }
}
