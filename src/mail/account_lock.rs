//! One change at a time for each owner. Two windows that move the same messages at once would make copies of them (Dovecot
//! 2.3), and without UIDPLUS one deletion would take what the other has just unmarked for another program.

use super::Account;
use crate::imap;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use tokio::sync::OwnedMutexGuard;
use tokio::time::{Instant, timeout_at};

/// Is the right to change an account's mail; the next in line has it when this is dropped.
pub(super) type AccountLock = OwnedMutexGuard<()>;

/// Lets changes of the same account wait for each other.
#[derive(Debug, Default)]
pub(super) struct AccountLocks(Mutex<BTreeMap<String, Weak<tokio::sync::Mutex<()>>>>);

impl AccountLocks {
    /// Waits for the turn of an account, until the deadline.
    ///
    /// # Errors
    /// [`imap::Error::Busy`] when it does not come in time.
    pub async fn wait(&self, account: &Account, deadline: Instant) -> imap::Result<AccountLock> {
        let line = self.line(account.credentials().user.to_lowercase());
        timeout_at(deadline, line.lock_owned()).await.map_err(|_| imap::Error::Busy)
    }

    fn line(&self, owner: String) -> Arc<tokio::sync::Mutex<()>> {
        let mut lines = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        lines.retain(|_, line| line.strong_count() > 0);
        if let Some(line) = lines.get(&owner).and_then(Weak::upgrade) {
            return line;
        }
        let line = Arc::new(tokio::sync::Mutex::default());
        lines.insert(owner, Arc::downgrade(&line));
        line
    }
}
