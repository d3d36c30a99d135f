//! Remembers what a cut line or a refusal left half done, so that asking again finishes it.

use crate::imap::MailboxName;
use crate::mail::{Uid, UidSet, UidValidity};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Mailboxes of one account that are remembered; the oldest is forgotten first.
const MOST: usize = 50;

type Key = (MailboxName, UidValidity);

/// Holds what is half done in the mailboxes of one account. Forgotten at the end of the process: then messages that we have marked look like
/// another program's, and stay.
#[derive(Debug, Default)]
pub(in crate::mail) struct RecoveryLog(Arc<Mutex<Entries>>);

/// Counts the notes, and holds the last one of each mailbox.
#[derive(Debug, Default)]
struct Entries {
    clock: u64,
    marked: BTreeMap<Key, (u64, UidSet)>,
    journals: BTreeMap<Key, (u64, Journal)>,
    appended: BTreeMap<Key, (u64, (Uid, InboxLocation))>,
}

/// Names a message in INBOX, with the UIDVALIDITY.
pub(in crate::mail) type InboxLocation = (UidValidity, Uid);

impl RecoveryLog {
    /// Returns the notes about one mailbox.
    pub fn about(&self, mailbox: &MailboxName, uid_validity: UidValidity) -> PendingWork {
        PendingWork { kept: self.0.clone(), key: (mailbox.clone(), uid_validity) }
    }

    /// Tells whether nothing is half done.
    pub fn is_empty(&self) -> bool {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.marked.is_empty() && kept.journals.is_empty() && kept.appended.is_empty()
    }
}

/// What is half done in one mailbox. Who changes it must hold the account's lock.
#[derive(Debug)]
pub(in crate::mail) struct PendingWork {
    kept: Arc<Mutex<Entries>>,
    key: Key,
}

impl PendingWork {
    /// Returns what we marked `\Deleted` and could not expunge.
    pub fn marked(&self) -> UidSet {
        self.kept().marked.get(&self.key).map(|(_, uids)| uids.clone()).unwrap_or_default()
    }

    /// Notes how a deletion ended: of the messages in `tried`, those in `left` are still there; of others nothing new is known.
    pub fn note_marked(&self, tried: &UidSet, left: &UidSet) {
        let mut state = self.kept();
        let Entries { clock, marked, .. } = &mut *state;
        let before = marked.remove(&self.key).map(|(_, uids)| uids).unwrap_or_default();
        let now = before.difference(tried).union(left);
        if !now.is_empty() {
            *clock += 1;
            marked.insert(self.key.clone(), (*clock, now));
            forget_oldest(marked);
        }
    }

    /// Returns what a cut line or a refusal left half done.
    pub fn journal(&self) -> Journal {
        self.kept().journals.get(&self.key).map(|(_, journal)| journal.clone()).unwrap_or_default()
    }

    /// Notes what is half done now.
    pub fn note_journal(&self, journal: Journal) {
        let mut state = self.kept();
        let Entries { clock, journals, .. } = &mut *state;
        journals.remove(&self.key);
        if !journal.is_empty() {
            *clock += 1;
            journals.insert(self.key.clone(), (*clock, journal));
            forget_oldest(journals);
        }
    }

    /// Returns where the server has put the original of this wrapper, which could not be found whole there.
    pub fn appended(&self, wrapper: Uid) -> Option<InboxLocation> {
        let kept = self.kept();
        kept.appended.get(&self.key).filter(|(_, (uid, _))| *uid == wrapper).map(|(_, (_, place))| *place)
    }

    /// Notes where the original of a wrapper went; of each mailbox the last is remembered.
    pub fn note_appended(&self, wrapper: Uid, place: InboxLocation) {
        let mut state = self.kept();
        let Entries { clock, appended, .. } = &mut *state;
        *clock += 1;
        appended.insert(self.key.clone(), (*clock, (wrapper, place)));
        forget_oldest(appended);
    }

    /// Locks the notes; a poisoned lock still holds them.
    fn kept(&self) -> MutexGuard<'_, Entries> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn forget_oldest<T>(kept: &mut BTreeMap<Key, (u64, T)>) {
    if kept.len() > MOST {
        let oldest = kept.iter().min_by_key(|(_, (when, _))| *when).map(|(key, _)| key.clone());
        oldest.into_iter().for_each(|key| drop(kept.remove(&key)));
    }
}

/// Keeps what must be known again when the line is cut in the middle of a change.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Journal {
    /// Messages that another program has marked `\Deleted`, and whose mark is lifted for a moment.
    pub lifted: UidSet,
    /// Each COPY whose originals are not expunged yet.
    pub copies: Vec<PendingCopy>,
}

/// Describes a COPY that was sent, so that its copies can be found again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PendingCopy {
    /// Where the copies go.
    pub target: MailboxName,
    /// The UIDVALIDITY there.
    pub uid_validity: UidValidity,
    /// The highest UID that was there before; the copies are above.
    pub after: Option<Uid>,
    /// The originals.
    pub uids: UidSet,
}

impl Journal {
    /// Tells whether nothing is half done.
    pub fn is_empty(&self) -> bool {
        self.lifted.is_empty() && self.copies.is_empty()
    }
}
