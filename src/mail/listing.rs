//! One page of a mailbox, and the overview of all.

use super::{Mailbox, Storage, Summary, Uid, UidValidity};

/// Rows on one page of a list.
pub const PAGE_SIZE: u32 = 50;

/// Orders a list. Each has the one direction people want.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    /// Newest arrival first.
    #[default]
    Date,
    /// Largest first.
    Size,
    /// Sender, A to Z.
    From,
    /// Subject, A to Z.
    Subject,
    /// Lowest spam score first: what is most likely not spam stands on top.
    Score,
}

/// Says which part of a mailbox is wanted.
#[derive(Debug, Clone, Default)]
pub struct View {
    /// The page, from 1; a page behind the end means the last one.
    pub page: u32,
    /// The order.
    pub sort: Sort,
    /// Only messages whose sender or subject holds these words; empty for all.
    pub query: String,
}

/// Remembers what a page showed, so that an action treats nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    /// The epoch of the UIDs.
    pub uid_validity: UidValidity,
    /// The highest UID that was there; `None` in an empty mailbox.
    pub last_uid: Option<Uid>,
    /// How many messages there were.
    pub count: u32,
}

/// Holds one page of a mailbox.
#[derive(Debug, Clone)]
pub struct Listing {
    /// The mailbox; `messages` is as of this listing.
    pub mailbox: Mailbox,
    /// The rows, in the order asked for.
    pub rows: Vec<Summary>,
    /// This page, from 1.
    pub page: u32,
    /// Pages in all, at least 1.
    pub pages: u32,
    /// Messages that match: all of the mailbox, or those found by the query.
    pub total: u32,
    /// Set when the mailbox was too large to sort or search as a whole: only this many of the newest were looked at.
    pub only_newest: Option<u32>,
    /// What an Empty form must carry.
    pub seen: Seen,
}

/// Shows the account at a glance.
#[derive(Debug, Clone)]
pub struct Overview {
    /// Every selectable mailbox, INBOX first.
    pub mailboxes: Vec<Mailbox>,
    /// How full the account is; `None` when the server has no quota.
    pub storage: Option<Storage>,
    /// The newest three messages of Spam.
    pub newest_spam: Vec<Summary>,
}
