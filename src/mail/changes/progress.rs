//! How far a bulk action has come, and what of that may be said.

use super::bulk_action::BulkAction;
use super::size_snapshot::SizeSnapshot;
use crate::imap::{self, Copies};
use crate::mail::{Error, Outcome, UidSet, UidValidity};

/// What one try on one connection came to.
#[derive(Debug, Default)]
pub(in crate::mail) struct Progress {
    /// What was there of the selection.
    pub present: UidSet,
    /// What still is, as the server said at the end; `None` when the line was cut before.
    pub remaining: Option<UidSet>,
    /// How many of them the server confirmed one by one; `None` when it does not.
    pub confirmed: Option<u64>,
    /// Where they are now, as far as the server has named them.
    pub copies: Option<(UidValidity, UidSet)>,
    pub bytes: u64,
    /// What the mailbox held when it began to be emptied, where that is how the octets are told.
    pub before: Option<SizeSnapshot>,
    pub newer_kept: u32,
    pub stopped: Option<imap::Error>,
    /// Set when what remains may go yet: the server may still be at what it was sent before the line was cut.
    pub may_go: bool,
}

impl Progress {
    /// Adds what the server has named of messages that were moved; `None` where it has named none.
    pub fn note_moved(&mut self, copies: Option<Copies>) {
        let before = self.copies.take();
        self.confirmed = self.confirmed.zip(copies.as_ref()).map(|(so_far, copies)| so_far + copies.count);
        self.copies = copies.map(|copies| match before {
            Some((_, so_far)) => (copies.uid_validity, so_far.union(&copies.uids)),
            None => (copies.uid_validity, copies.uids),
        });
    }

    /// Says what became of the messages.
    pub fn outcome(self, action: &BulkAction) -> Outcome {
        let count = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
        let present = self.present.len();
        let asked = action.asked().unwrap_or(present);
        let (left, unknown) = match &self.remaining {
            Some(remaining) if self.may_go => (0, remaining.len()),
            Some(remaining) => (remaining.len(), 0),
            None => (0, present),
        };
        let absent = present - left - unknown;
        let gone = self.remaining.as_ref().map(|remaining| self.present.difference(remaining)).unwrap_or_default();
        // What vanished without the server's word for it was taken by somebody else.
        let done = match self.confirmed {
            Some(confirmed) if action.moves() && self.stopped.is_none() => absent.min(confirmed),
            _ => absent,
        };
        Outcome {
            asked: count(asked),
            done: count(done),
            missing: count(asked - present + (absent - done)),
            left: count(left),
            unknown: count(unknown),
            bytes: self.bytes,
            newer_kept: self.newer_kept,
            gone,
            // Named in part, they would be sought in part.
            copies: self.copies.filter(|(_, uids)| self.confirmed == Some(uids.len())),
            trouble: self
                .stopped
                .map(|stopped| if stopped.ends_connection() { Error::Unknown(stopped) } else { stopped.into() }),
        }
    }
}
