//! Which pictures from elsewhere an owner lets in: those of some senders, and of single messages.
//!
//! Rows hold digests under this site's key, and names sealed under a key made of it and of the owner. That key is in the same
//! database: who has all of it, and guesses an owner's address, can read whose pictures that owner lets in.

use super::SigningKey;
use crate::store::{
    self, Store,
    pictures::{self, Permission},
};

/// What is digested and sealed here, kept apart from what else is signed.
const PERMISSION: &str = "picture";
const OWNER: &str = "picture owner";
const NAME: &str = "picture name";
/// Kinds of permissions, as they stand in the database.
const SENDER: &str = "sender";
const MESSAGE: &str = "message";

/// Names what is allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Allowed<'a> {
    /// Every message of this address, in lower case.
    Sender(&'a str),
    /// One message, by its path.
    Message(&'a str),
}

impl<'a> Allowed<'a> {
    fn parts(self) -> (&'static str, &'a str) {
        match self {
            Self::Sender(address) => (SENDER, address),
            Self::Message(path) => (MESSAGE, path),
        }
    }
}

/// What an owner has allowed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AllowedPictures {
    /// The addresses of senders, from A to Z.
    pub senders: Vec<String>,
    /// How many single messages.
    pub messages: u32,
}

/// Keeps the permissions of one owner.
#[derive(Debug)]
pub struct PicturePermissions<'a> {
    store: &'a Store,
    key: &'a SigningKey,
    /// The owner's address.
    owner: String,
}

impl<'a> PicturePermissions<'a> {
    pub(super) fn new(store: &'a Store, key: &'a SigningKey, owner: String) -> Self {
        Self { store, key, owner }
    }

    /// Allows the pictures of a sender or a message.
    ///
    /// # Errors
    /// The database's.
    pub async fn allow(&self, what: Allowed<'_>) -> store::Result<()> {
        let (kind, name) = what.parts();
        let key = self.key_of(what);
        // Only senders are ever named again.
        let name = match what {
            Allowed::Sender(_) => self.key.seal(NAME, &[self.owner.as_bytes()], name, &key),
            Allowed::Message(_) => Vec::new(),
        };
        let new = Permission { key, owner: self.owner_key(), kind: kind.to_owned(), name };
        pictures::allow(self.store, &new, store::now()).await
    }

    /// Takes a permission back.
    ///
    /// # Errors
    /// The database's.
    pub async fn forbid(&self, what: Allowed<'_>) -> store::Result<()> {
        pictures::forbid(self.store, &self.key_of(what)).await
    }

    /// Takes the permissions of all single messages back.
    ///
    /// # Errors
    /// The database's.
    pub async fn forbid_messages(&self) -> store::Result<()> {
        pictures::forbid_all(self.store, &self.owner_key(), MESSAGE).await.map(|_| ())
    }

    /// Tells whether something is allowed.
    ///
    /// # Errors
    /// The database's.
    pub async fn allowed(&self, what: Allowed<'_>) -> store::Result<bool> {
        pictures::allowed(self.store, &self.key_of(what), store::now()).await
    }

    /// Lists what is allowed.
    ///
    /// # Errors
    /// The database's.
    pub async fn list(&self) -> store::Result<AllowedPictures> {
        let mut listed = AllowedPictures::default();
        for (key, kind, name) in pictures::list(self.store, &self.owner_key(), store::now()).await? {
            if kind == MESSAGE {
                listed.messages += 1;
            } else {
                listed.senders.extend(self.key.unseal(NAME, &[self.owner.as_bytes()], &name, &key));
            }
        }
        listed.senders.sort();
        Ok(listed)
    }

    fn key_of(&self, what: Allowed<'_>) -> [u8; 32] {
        let (kind, name) = what.parts();
        self.key.digest(PERMISSION, &[self.owner.as_bytes(), kind.as_bytes(), name.as_bytes()])
    }

    fn owner_key(&self) -> [u8; 32] {
        self.key.digest(OWNER, &[self.owner.as_bytes()])
    }
}
