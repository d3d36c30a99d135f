//! What is known of every message of a mailbox at once: when it came, and how large it is. Neither ever changes (RFC 9051, 2.3.3 and
//! 2.3.4), so that an index is brought up to date by what has come and what has gone.

use crate::imap::{Fetched, StatusItems};
use crate::mail::{Person, Uid, UidSet, UidValidity};
use std::collections::BTreeMap;

/// Holds one message of an index: 12 octets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::mail) struct SizedMessage {
    pub uid: Uid,
    /// Octets; four gigabytes at most.
    size: u32,
    /// When it came (INTERNALDATE), in Unix seconds.
    arrived: u32,
}

impl SizedMessage {
    /// Takes what FETCH said; `None` where it did not say the size.
    pub fn of(fetched: &Fetched) -> Option<Self> {
        // Of what nobody knows when it came nobody says that it is old.
        let arrived = fetched.internal_date.map_or(i64::MAX, jiff::Timestamp::as_second);
        let size = u32::try_from(fetched.size?).unwrap_or(u32::MAX);
        Some(Self { uid: fetched.uid?, size, arrived: u32::try_from(arrived.max(0)).unwrap_or(u32::MAX) })
    }

    pub fn octets(self) -> u64 {
        self.size.into()
    }

    /// Returns when it came, in Unix seconds.
    pub fn arrived(self) -> i64 {
        self.arrived.into()
    }
}

/// Holds every message of a mailbox, as far as they were counted.
#[derive(Debug, Clone)]
pub(in crate::mail) struct SizeIndex {
    pub uid_validity: UidValidity,
    /// The UID the next message was to get, at least.
    pub uid_next: u32,
    /// How many there were to count.
    pub total: u64,
    /// By UID.
    pub messages: Vec<SizedMessage>,
    /// Whether all of them were asked for.
    pub is_complete: bool,
}

impl SizeIndex {
    /// Tells whether a mailbox is as it was when it was counted, or was counted even later: nothing came (UIDNEXT), so nothing can have
    /// gone either when there are as many messages as before.
    pub fn holds_for(&self, status: &StatusItems) -> bool {
        let (next, messages) = (status.uid_next.unwrap_or(0), status.messages.map(u64::from));
        let is_as_it_was = self.uid_next > next || (self.uid_next == next && messages == Some(self.total));
        self.is_complete && status.uid_validity == Some(self.uid_validity) && is_as_it_was
    }

    /// Returns the octets of all messages.
    pub fn octets(&self) -> u64 {
        self.messages.iter().map(|message| message.octets()).sum()
    }

    /// Finds a message.
    pub fn get(&self, uid: Uid) -> Option<SizedMessage> {
        self.messages
            .binary_search_by_key(&uid, |message| message.uid)
            .ok()
            .and_then(|at| self.messages.get(at))
            .copied()
    }

    /// Returns the newest so many.
    pub fn newest(&self, count: usize) -> &[SizedMessage] {
        self.messages.get(self.messages.len().saturating_sub(count)..).unwrap_or_default()
    }
}

/// Holds who wrote the newest messages of a mailbox.
#[derive(Debug, Clone)]
pub(in crate::mail) struct SenderIndex {
    pub uid_validity: UidValidity,
    /// The messages that were looked at.
    pub seen: UidSet,
    /// By address in lower case: how the sender is shown, and the messages; those without a sender under the empty one.
    pub by_address: BTreeMap<String, (Option<Person>, UidSet)>,
}

impl SenderIndex {
    pub fn new(uid_validity: UidValidity) -> Self {
        Self { uid_validity, seen: UidSet::default(), by_address: BTreeMap::new() }
    }
}
