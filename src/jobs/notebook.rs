//! Writes into the store what is half done in mailboxes, and takes their owners' turns.

use super::desk::NameOwner;
use super::node::Node;
use super::registry::Jobs;
use crate::mail::{AccountTurn, NotKept, Note, Notebook, TurnName};
use crate::store::recovery::{self, RecoveryRow};
use crate::store::{self, Store};
use futures_util::future::BoxFuture;
use std::fmt;
use std::sync::Arc;
use tokio::time::Instant;

/// How long it is waited for an owner whose mailbox holds something half done, in seconds.
const KEPT: i64 = 400 * 24 * 3600;

/// Writes into the store what is half done in mailboxes.
pub struct StoreNotebook {
    store: Store,
    node: Arc<Node>,
    name_owner: NameOwner,
}

impl fmt::Debug for StoreNotebook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("StoreNotebook")
    }
}

impl StoreNotebook {
    /// Makes the one that goes with these jobs: one turn for both.
    pub fn of(jobs: &Jobs) -> Self {
        let desk = jobs.desk();
        Self { store: desk.store.clone(), node: desk.node.clone(), name_owner: desk.name_owner.clone() }
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

    fn write<'a>(
        &'a self,
        account: &'a str,
        note: &'a Note,
        turn: Option<&'a TurnName>,
    ) -> BoxFuture<'a, Result<(), NotKept>> {
        Box::pin(async move {
            let Note { mailbox, uid_validity, text } = note.clone();
            let row = RecoveryRow { mailbox, uid_validity, notes: text };
            let turn = turn.map(|turn| (turn.holder.as_str(), turn.number));
            match recovery::write(&self.store, &(self.name_owner)(account), &row, store::now(), turn).await {
                Ok(true) => Ok(()),
                Ok(false) => Err(NotKept("another node has the turn by now".to_owned())),
                Err(error) => Err(NotKept(error.to_string())),
            }
        })
    }

    fn is_shared(&self) -> bool {
        self.node.is_shared()
    }

    fn take_turn<'a>(
        &'a self,
        account: &'a str,
        deadline: Instant,
    ) -> BoxFuture<'a, Result<Option<AccountTurn>, NotKept>> {
        Box::pin(self.node.take_turn((self.name_owner)(account), deadline))
    }
}
