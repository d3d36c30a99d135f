//! One row of a list.

use super::Verdict;
use crate::imap::Uid;
use jiff::Timestamp;

/// Names somebody in a From, To or Cc header.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Person {
    /// The display name, decoded (RFC 2047).
    pub name: Option<String>,
    /// The address, as written.
    pub address: Option<String>,
}

/// Describes one message in a list.
#[derive(Debug, Clone, PartialEq)]
pub struct Summary {
    /// The message's UID in its mailbox.
    pub uid: Uid,
    /// The first author; `None` without a usable From header.
    pub from: Option<Person>,
    /// The first recipient.
    pub to: Option<Person>,
    /// The decoded subject; `None` when missing or blank.
    pub subject: Option<String>,
    /// The Date header; `None` when missing or not a date.
    pub date: Option<Timestamp>,
    /// When the server received it (INTERNALDATE).
    pub internal_date: Option<Timestamp>,
    /// Octets (RFC822.SIZE).
    pub size: u64,
    /// Whether `\Seen` is set.
    pub seen: bool,
    /// What the spam filter said.
    pub verdict: Option<Verdict>,
}

impl Summary {
    /// Returns the date to show: when it arrived, else what the message says of itself.
    pub fn shown_date(&self) -> Option<Timestamp> {
        self.internal_date.or(self.date)
    }
}
