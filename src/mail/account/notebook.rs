//! Where it is written down what is half done, so that it outlives the process. Who keeps it is not this room's business.

use futures_util::future::BoxFuture;
use std::fmt;
use std::sync::Arc;

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

    /// Writes down what is half done in one mailbox, in the place of what was written before.
    fn write<'a>(&'a self, account: &'a str, note: &'a Note) -> BoxFuture<'a, Result<(), NotKept>>;
}

/// The pages of one account in a notebook.
#[derive(Debug, Clone)]
pub(in crate::mail) struct Notes {
    pub notebook: Arc<dyn Notebook>,
    pub account: String,
}
