//! Where it is written down what is half done, and whose turn it is, so that it outlives the process and other processes know of it. Who
//! keeps it is not this room's business.

use super::turn::{AccountTurn, TurnName};
use futures_util::future::BoxFuture;
use std::fmt;
use std::sync::Arc;
use tokio::time::Instant;

/// What is half done in one mailbox of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The mailbox, as the server spells it.
    pub mailbox: Vec<u8>,
    /// Its UIDVALIDITY.
    pub uid_validity: u32,
    /// What is half done; empty for nothing any more.
    pub text: String,
}

/// Says that a note could not be read or written, and why.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct NotKept(pub String);

/// Keeps notes from one process to the next; `account` is what [`crate::mail::Account::mailbox_key`] says.
pub trait Notebook: Send + Sync + fmt::Debug {
    /// Reads what is half done in an account.
    fn read<'a>(&'a self, account: &'a str) -> BoxFuture<'a, Result<Vec<Note>, NotKept>>;

    /// Writes down what is half done in one mailbox, in the place of what was written before; not if that turn is over.
    fn write<'a>(
        &'a self,
        account: &'a str,
        note: &'a Note,
        turn: Option<&'a TurnName>,
    ) -> BoxFuture<'a, Result<(), NotKept>>;

    /// Tells whether other processes write into it, too.
    fn is_shared(&self) -> bool;

    /// Takes the turn of an account among all processes, waiting for it until the deadline; `None` where there is one process alone.
    fn take_turn<'a>(
        &'a self,
        account: &'a str,
        deadline: Instant,
    ) -> BoxFuture<'a, Result<Option<AccountTurn>, NotKept>>;
}

/// The pages of one account in a notebook.
#[derive(Debug, Clone)]
pub(in crate::mail) struct Notes {
    pub notebook: Arc<dyn Notebook>,
    pub account: String,
}
