//! Remembers deletions that a cut line left half done, so that asking again finishes them.

use super::{Account, Mailbox, UidSet, UidValidity};
use crate::imap::{Ledger, MailboxName};
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// Mailboxes that are remembered; the oldest is forgotten first.
const MOST: usize = 1000;

type Key = (String, MailboxName, UidValidity);

/// Holds what was marked `\Deleted` by us and may not be expunged yet. Forgotten at the end of the process: then such
/// messages look like another program's, and stay.
#[derive(Debug, Default)]
pub(super) struct Unfinished(Mutex<Kept>);

/// Counts the notes, and holds the last one of each mailbox.
#[derive(Debug, Default)]
struct Kept {
    clock: u64,
    left: BTreeMap<Key, (u64, UidSet)>,
    ledgers: BTreeMap<Key, (u64, Ledger)>,
}

fn key(account: &Account, mailbox: &Mailbox, uid_validity: UidValidity) -> Key {
    (account.address().to_string(), mailbox.name.clone(), uid_validity)
}

impl Unfinished {
    /// Returns what is remembered.
    pub fn of(&self, account: &Account, mailbox: &Mailbox, uid_validity: UidValidity) -> UidSet {
        let state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        state.left.get(&key(account, mailbox, uid_validity)).map(|(_, uids)| uids.clone()).unwrap_or_default()
    }

    /// Notes how a deletion ended: of those it was to treat, `left` are still there; of others nothing new is known.
    pub fn note(
        &self,
        account: &Account,
        mailbox: &Mailbox,
        uid_validity: UidValidity,
        treated: &UidSet,
        left: &UidSet,
    ) {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Kept { clock, left: kept, .. } = &mut *state;
        let key = key(account, mailbox, uid_validity);
        let before = kept.remove(&key).map(|(_, uids)| uids).unwrap_or_default();
        let now = before.difference(treated).union(left);
        if now.is_empty() {
            return;
        }
        *clock += 1;
        kept.insert(key, (*clock, now));
        forget_oldest(kept);
    }

    /// Returns what a cut line left half done in a mailbox.
    pub fn ledger(&self, account: &Account, mailbox: &Mailbox, uid_validity: UidValidity) -> Ledger {
        let state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        state.ledgers.get(&key(account, mailbox, uid_validity)).map(|(_, ledger)| ledger.clone()).unwrap_or_default()
    }

    /// Notes what is half done in a mailbox now.
    pub fn note_ledger(&self, account: &Account, mailbox: &Mailbox, uid_validity: UidValidity, ledger: Ledger) {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Kept { clock, ledgers, .. } = &mut *state;
        let key = key(account, mailbox, uid_validity);
        ledgers.remove(&key);
        if !ledger.is_empty() {
            *clock += 1;
            ledgers.insert(key, (*clock, ledger));
            forget_oldest(ledgers);
        }
    }
}

fn forget_oldest<T>(kept: &mut BTreeMap<Key, (u64, T)>) {
    if kept.len() > MOST {
        let oldest = kept.iter().min_by_key(|(_, (when, _))| *when).map(|(key, _)| key.clone());
        oldest.into_iter().for_each(|key| drop(kept.remove(&key)));
    }
}
