//! Remembers deletions that a cut line left half done, so that asking again finishes them.

use super::{Account, Mailbox, UidSet, UidValidity};
use crate::imap::MailboxName;
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// Mailboxes that are remembered; the oldest is forgotten first.
const MOST: usize = 1000;

type Key = (String, MailboxName, UidValidity);

/// Holds what was marked `\Deleted` by us and may not be expunged yet. Forgotten at the end of the process: then such
/// messages look like another program's, and stay.
#[derive(Debug, Default)]
pub(super) struct Unfinished(Mutex<Kept>);

#[derive(Debug, Default)]
struct Kept {
    /// Counts what was kept, to know the oldest.
    clock: u64,
    by_mailbox: BTreeMap<Key, (u64, UidSet)>,
}

fn key(account: &Account, mailbox: &Mailbox, uid_validity: UidValidity) -> Key {
    (account.address().to_string(), mailbox.name.clone(), uid_validity)
}

impl Unfinished {
    /// Takes out what is remembered.
    pub fn take(&self, account: &Account, mailbox: &Mailbox, uid_validity: UidValidity) -> UidSet {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        state.by_mailbox.remove(&key(account, mailbox, uid_validity)).map(|(_, uids)| uids).unwrap_or_default()
    }

    /// Remembers what was left; nothing, when nothing was.
    pub fn keep(&self, account: &Account, mailbox: &Mailbox, uid_validity: UidValidity, left: UidSet) {
        if left.is_empty() {
            return;
        }
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Kept { clock, by_mailbox } = &mut *state;
        *clock += 1;
        by_mailbox.insert(key(account, mailbox, uid_validity), (*clock, left));
        if by_mailbox.len() > MOST
            && let Some(oldest) = by_mailbox.iter().min_by_key(|(_, (when, _))| *when).map(|(key, _)| key.clone())
        {
            by_mailbox.remove(&oldest);
        }
    }
}
