//! Remembers what a cut line or a refusal left half done, so that asking again finishes it.

use super::{Account, Mailbox, Uid, UidSet, UidValidity};
use crate::imap::{Ledger, MailboxName};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Mailboxes that are remembered; the oldest is forgotten first.
const MOST: usize = 1000;

type Key = (String, MailboxName, UidValidity);

/// Holds what is half done in every mailbox. Forgotten at the end of the process: then messages that we have marked look like
/// another program's, and stay.
#[derive(Debug, Default)]
pub(super) struct Unfinished(Arc<Mutex<Kept>>);

/// Counts the notes, and holds the last one of each mailbox.
#[derive(Debug, Default)]
struct Kept {
    clock: u64,
    marked: BTreeMap<Key, (u64, UidSet)>,
    ledgers: BTreeMap<Key, (u64, Ledger)>,
    sent: BTreeMap<Key, (u64, (Uid, InInbox))>,
}

/// Names a message in INBOX, with the epoch of its UID.
pub(super) type InInbox = (UidValidity, Uid);

impl Unfinished {
    /// Returns the notes about one mailbox.
    pub fn about(&self, account: &Account, mailbox: &Mailbox, uid_validity: UidValidity) -> HalfDone {
        HalfDone { kept: self.0.clone(), key: (account.user().to_lowercase(), mailbox.name.clone(), uid_validity) }
    }
}

/// Is what is half done in one mailbox. Who changes it must have the account's turn.
#[derive(Debug)]
pub(super) struct HalfDone {
    kept: Arc<Mutex<Kept>>,
    key: Key,
}

impl HalfDone {
    /// Returns what we marked `\Deleted` and could not expunge.
    pub fn marked(&self) -> UidSet {
        self.kept().marked.get(&self.key).map(|(_, uids)| uids.clone()).unwrap_or_default()
    }

    /// Notes how a deletion ended: of those it was to treat, `left` are still there; of others nothing new is known.
    pub fn note_marked(&self, treated: &UidSet, left: &UidSet) {
        let mut state = self.kept();
        let Kept { clock, marked, .. } = &mut *state;
        let before = marked.remove(&self.key).map(|(_, uids)| uids).unwrap_or_default();
        let now = before.difference(treated).union(left);
        if !now.is_empty() {
            *clock += 1;
            marked.insert(self.key.clone(), (*clock, now));
            forget_oldest(marked);
        }
    }

    /// Returns what a cut line or a refusal left half done.
    pub fn ledger(&self) -> Ledger {
        self.kept().ledgers.get(&self.key).map(|(_, ledger)| ledger.clone()).unwrap_or_default()
    }

    /// Notes what is half done now.
    pub fn note_ledger(&self, ledger: Ledger) {
        let mut state = self.kept();
        let Kept { clock, ledgers, .. } = &mut *state;
        ledgers.remove(&self.key);
        if !ledger.is_empty() {
            *clock += 1;
            ledgers.insert(self.key.clone(), (*clock, ledger));
            forget_oldest(ledgers);
        }
    }

    /// Returns where the server has put the original of this wrapper, which could not be found whole there.
    pub fn sent(&self, wrapper: Uid) -> Option<InInbox> {
        let kept = self.kept();
        kept.sent.get(&self.key).filter(|(_, (uid, _))| *uid == wrapper).map(|(_, (_, place))| *place)
    }

    /// Notes where; of each mailbox the last wrapper is remembered.
    pub fn note_sent(&self, wrapper: Uid, place: InInbox) {
        let mut state = self.kept();
        let Kept { clock, sent, .. } = &mut *state;
        *clock += 1;
        sent.insert(self.key.clone(), (*clock, (wrapper, place)));
        forget_oldest(sent);
    }

    /// A poisoned lock still holds the notes.
    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn forget_oldest<T>(kept: &mut BTreeMap<Key, (u64, T)>) {
    if kept.len() > MOST {
        let oldest = kept.iter().min_by_key(|(_, (when, _))| *when).map(|(key, _)| key.clone());
        oldest.into_iter().for_each(|key| drop(kept.remove(&key)));
    }
}
