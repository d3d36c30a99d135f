//! Writes into the store what is half done in mailboxes.

use super::desk::NameOwner;
use crate::mail::{NotKept, Note, Notebook};
use crate::store::recovery::{self, RecoveryRow};
use crate::store::{self, Store};
use futures_util::future::BoxFuture;
use std::fmt;

/// How long it is waited for an owner whose mailbox holds something half done, in seconds.
const KEPT: i64 = 400 * 24 * 3600;

/// Writes into the store what is half done in mailboxes.
pub struct StoreNotebook {
    store: Store,
    name_owner: NameOwner,
}

impl fmt::Debug for StoreNotebook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("StoreNotebook")
    }
}

impl StoreNotebook {
    /// Makes one; `name_owner` names an owner so that the database alone does not say who it is.
    pub fn new(store: Store, name_owner: NameOwner) -> Self {
        Self { store, name_owner }
    }

    /// Forgets what nobody has come back for, and tells how much there was; `now` is in Unix seconds.
    ///
    /// # Errors
    /// The database's.
    pub async fn sweep(store: &Store, now: i64) -> store::Result<u64> {
        recovery::sweep(store, now - KEPT).await
    }
}

impl Notebook for StoreNotebook {
    fn read<'a>(&'a self, account: &'a str) -> BoxFuture<'a, Result<Vec<Note>, NotKept>> {
        Box::pin(async move {
            let found = recovery::of(&self.store, &(self.name_owner)(account)).await;
            let note = |RecoveryRow { mailbox, uid_validity, notes }| Note { mailbox, uid_validity, text: notes };
            let found = found.map_err(|error| NotKept(error.to_string()))?;
            Ok(found.into_iter().map(note).collect())
        })
    }

    fn write<'a>(&'a self, account: &'a str, note: &'a Note) -> BoxFuture<'a, Result<(), NotKept>> {
        Box::pin(async move {
            let Note { mailbox, uid_validity, text } = note.clone();
            let row = RecoveryRow { mailbox, uid_validity, notes: text };
            let written = recovery::write(&self.store, &(self.name_owner)(account), &row, store::now()).await;
            written.map_err(|error| NotKept(error.to_string()))
        })
    }
}
