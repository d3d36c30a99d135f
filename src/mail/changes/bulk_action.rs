//! What is done to many messages: which operation, on which selection.

use super::move_record::FlagsBefore;
use crate::imap::{FlagChange, MailboxName};
use crate::mail::account::recovery_log::Journal;
use crate::mail::{Mailbox, Uid, UidSet, UidValidity, Verb};

/// Says which messages are meant.
#[derive(Debug, Clone)]
pub(in crate::mail) enum Selection {
    /// These.
    Uids(UidSet),
    /// These, a step of longer work that knows by itself what all of it holds.
    Step(UidSet),
    /// These, which were found before the line was cut among all up to that UID.
    Rest(UidSet, Uid),
    /// All that a page showed: up to this UID, so many at most; not those another mail program has marked `\Deleted`, whether it
    /// had done so when the page was drawn (those were left out of the count) or does now.
    Shown { last: Uid, count: u32, left_out: UidSet },
}

/// Says what is done to them.
#[derive(Debug, Clone)]
pub(in crate::mail) enum Operation {
    /// Deleted for good, in place.
    Delete,
    /// Moved, after these changes of flags; a refused change does not stop the move.
    Move { target: MailboxName, changes: FlagChanges },
    /// Flags changed.
    Flag { change: FlagChange, flags: &'static str },
}

/// Says which flags change before messages are moved.
#[derive(Debug, Clone)]
pub(in crate::mail) enum FlagChanges {
    /// These, of all of them.
    These(&'static [(FlagChange, &'static str)]),
    /// Each message gets those back that it had before.
    AsBefore(FlagsBefore),
}

/// What is done, and to which messages.
#[derive(Debug, Clone)]
pub(in crate::mail) struct BulkAction {
    pub mailbox: Mailbox,
    pub uid_validity: UidValidity,
    pub selection: Selection,
    pub operation: Operation,
    /// Whether the mailbox may still be open from the step before.
    pub goes_on: bool,
    /// As what it is counted for those who watch the site; as nothing where the longer work it is a step of counts by itself.
    pub count_as: Option<Verb>,
    /// Messages that an earlier try marked `\Deleted` and could not expunge: they are ours to finish.
    pub unfinished: UidSet,
}

impl BulkAction {
    pub fn new(mailbox: &Mailbox, uid_validity: UidValidity, selection: Selection, operation: Operation) -> Self {
        Self {
            mailbox: mailbox.clone(),
            uid_validity,
            selection,
            operation,
            goes_on: false,
            count_as: None,
            unfinished: UidSet::default(),
        }
    }

    /// Tells how many messages were asked for; `None` for what a page showed, whose number the server must tell.
    pub fn asked(&self) -> Option<u64> {
        match &self.selection {
            Selection::Uids(uids) | Selection::Step(uids) | Selection::Rest(uids, _) => Some(uids.len()),
            Selection::Shown { .. } => None,
        }
    }

    pub fn moves(&self) -> bool {
        matches!(self.operation, Operation::Move { .. })
    }

    /// Tells whether it may be about messages that have been copied and not expunged yet.
    pub fn is_about_copies(&self, journal: &Journal) -> bool {
        let copied = journal.copies.iter().fold(UidSet::default(), |all, copy| all.union(&copy.uids));
        match &self.selection {
            _ if !self.moves() => false,
            Selection::Uids(uids) | Selection::Step(uids) | Selection::Rest(uids, _) => {
                !uids.intersection(&copied).is_empty()
            }
            Selection::Shown { .. } => !copied.is_empty(),
        }
    }

    /// Picks what was asked for and is done already: an earlier try had copied it, and only now the originals went.
    pub fn moved_before(&self, moved: Vec<(MailboxName, UidSet)>) -> UidSet {
        let (Operation::Move { target, .. }, Selection::Uids(chosen) | Selection::Step(chosen)) =
            (&self.operation, &self.selection)
        else {
            return UidSet::default();
        };
        let there = moved.into_iter().filter(|(mailbox, _)| mailbox == target);
        there.fold(UidSet::default(), |all, (_, uids)| all.union(&uids.intersection(chosen)))
    }
}
