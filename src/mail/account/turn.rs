//! Whose turn it is to change an account's mail, among all processes that serve it.

use crate::imap::Fence;
use std::any::Any;
use std::fmt;
use tokio::sync::OwnedMutexGuard;

/// Names one turn of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TurnName {
    /// The node that has it.
    pub holder: String,
    /// One more than the turn before.
    pub number: i64,
}

/// The turn of an account among all nodes; given back when it is dropped.
pub struct AccountTurn {
    /// Which it is.
    pub name: TurnName,
    /// Until when it is sure that no other node has taken it.
    pub fence: Fence,
    /// Gives it back.
    pub held: Box<dyn Any + Send + Sync>,
}

impl fmt::Debug for AccountTurn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.name.fmt(f)
    }
}

/// The right to change an account's mail, or to talk about its scripts; the next in line has it when this is dropped.
#[derive(Debug)]
pub(in crate::mail) struct AccountLock {
    /// Before the lock of this process, which the next one here waits for.
    pub turn: Option<AccountTurn>,
    pub _here: OwnedMutexGuard<()>,
}

impl AccountLock {
    /// Returns until when something may be sent; `None` where there is one process alone.
    pub fn fence(&self) -> Option<Fence> {
        self.turn.as_ref().map(|turn| turn.fence.clone())
    }
}
