//! What is kept of a move, so that it can be taken back: where the messages went, and how they were.

use super::identity::Identity;
use crate::imap::{Fetched, Flag, StatusItems};
use crate::mail::{MailboxName, Outcome, Uid, UidSet, UidValidity};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What is kept of one step of a move. Written before the move, it says enough to take it back even if nothing is heard of how it ended.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct MoveRecord {
    /// The mailbox they went to, as the server spells it.
    target: Vec<u8>,
    /// The UIDVALIDITY there.
    uid_validity: Option<u32>,
    /// The highest UID that may have been there before.
    after: Option<u32>,
    /// The UIDs they have there, where the server has named them all.
    named: Option<String>,
    /// Each message: what it is known by, and the flags it had, with blanks between.
    messages: Vec<(Identity, String)>,
}

/// The flags that messages had, by what they are known by. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct FlagsBefore(Arc<BTreeMap<Identity, String>>);

impl MoveRecord {
    /// Writes down how these messages are, which are about to be moved into a mailbox that stands like this.
    pub(in crate::mail) fn new(messages: &[Fetched], target: &MailboxName, status: &StatusItems) -> Self {
        let known = |message: &Fetched| Identity::of(message).map(|identity| (identity, kept_flags(message)));
        Self {
            target: target.wire().to_vec(),
            uid_validity: status.uid_validity.map(UidValidity::get),
            after: status.uid_next.map(|next| next.saturating_sub(1)),
            named: None,
            messages: messages.iter().filter_map(known).collect(),
        }
    }

    /// Returns how many messages it is about.
    pub fn len(&self) -> usize {
        self.messages.len()
    }

    /// Tells whether it is about none.
    pub fn is_empty(&self) -> bool {
        self.messages.is_empty()
    }

    /// Notes where the messages are now, as far as the server has told that.
    pub fn note(&mut self, outcome: &Outcome) {
        let there = |(uid_validity, _): &&(UidValidity, UidSet)| self.uid_validity == Some(uid_validity.get());
        self.named = outcome.copies.as_ref().filter(there).map(|(_, uids)| uids.to_string());
    }

    /// Returns where they went.
    pub fn target(&self) -> MailboxName {
        MailboxName::from_wire(self.target.clone())
    }

    /// Returns the UIDVALIDITY there.
    pub fn uid_validity(&self) -> Option<UidValidity> {
        self.uid_validity.and_then(UidValidity::new)
    }

    /// Returns where the messages are looked for.
    pub(in crate::mail) fn places(&self) -> UidSet {
        let named = self.named.as_ref().and_then(|named| named.parse().ok());
        let arrivals = || self.after.and_then(Uid::new).map_or_else(UidSet::all, UidSet::above);
        named.unwrap_or_else(arrivals)
    }

    pub(in crate::mail) fn identities(&self) -> impl Iterator<Item = &Identity> {
        self.messages.iter().map(|(identity, _)| identity)
    }
}

impl FlagsBefore {
    /// Gathers the flags of all records.
    pub fn of(records: &[MoveRecord]) -> Self {
        Self(Arc::new(records.iter().flat_map(|record| record.messages.iter().cloned()).collect()))
    }

    /// Returns the flags that a message had; `None` for one that was not moved.
    pub(in crate::mail) fn get(&self, message: &Fetched) -> Option<&str> {
        Identity::of(message).and_then(|identity| self.0.get(&identity)).map(String::as_str)
    }
}

/// Returns the flags that a message is given back. A mark for deletion is not among them: nothing is lost without it.
fn kept_flags(message: &Fetched) -> String {
    let flags = message.flags.iter().flatten();
    let kept = flags.filter(|flag| flag.can_be_set() && !flag.is(Flag::DELETED));
    kept.map(ToString::to_string).collect::<Vec<_>>().join(" ")
}
