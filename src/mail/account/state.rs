//! What is kept of accounts from one request to the next: who may change something now, what was left half done, what was seen.
//!
//! One entry for an owner, whatever the case the user name is written in: some servers ignore it. Others do not, so that what was
//! seen is kept apart by the spelling.

use super::cache::AccountCache;
use super::notebook::{Notebook, Notes};
use super::recovery_log::RecoveryLog;
use super::turn::{AccountLock, AccountTurn};
use crate::imap;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::time::{Instant, timeout_at};

/// Rows cached of all accounts.
const MAX_ROWS: usize = 40_000;
/// How long an account is kept that nobody uses.
const UNUSED: Duration = Duration::from_secs(900);
/// How often it is looked for such accounts.
const SWEEP: Duration = Duration::from_secs(60);
/// Accounts with something half done that are kept though nobody uses them; the ones used longest ago go first.
const MAX_PENDING: usize = 1000;

/// What is kept of one account.
#[derive(Debug, Default)]
pub(in crate::mail) struct AccountState {
    /// What a cut or a crash left half done.
    pub recovery: RecoveryLog,
    /// Who keeps the turns of all nodes.
    notes: Option<Notes>,
    lock: Arc<tokio::sync::Mutex<()>>,
    /// Who talks with the server for scripts now: one at a time.
    scripts: Arc<tokio::sync::Mutex<()>>,
    /// By the spelling of the user name.
    caches: Mutex<BTreeMap<String, KeptCache>>,
}

impl AccountState {
    fn noting(notes: Option<Notes>) -> Self {
        Self { recovery: RecoveryLog::written(notes.clone()), notes, ..Self::default() }
    }

    /// Waits until nobody else changes this account's mail, here or on another node, until the deadline; then what was left half done is
    /// known.
    ///
    /// Two windows that move the same messages at once would make copies of them (Dovecot 2.3), and without UIDPLUS one deletion
    /// would take what the other has just unmarked for another program.
    ///
    /// # Errors
    /// [`imap::Error::Busy`] when that does not come to be in time, or cannot be asked.
    pub async fn lock(&self, deadline: Instant) -> imap::Result<AccountLock> {
        let here = timeout_at(deadline, self.lock.clone().lock_owned()).await.map_err(|_| imap::Error::Busy)?;
        let turn = self.take_turn("", deadline).await?;
        self.recovery.begin(turn.as_ref().map(|turn| &turn.name)).await?;
        Ok(AccountLock { turn, _here: here })
    }

    async fn take_turn(&self, what: &str, deadline: Instant) -> imap::Result<Option<AccountTurn>> {
        let Some(Notes { notebook, account }) = &self.notes else { return Ok(None) };
        notebook.take_turn(&format!("{account}{what}"), deadline).await.map_err(|error| {
            tracing::info!("the turn of an account cannot be taken: {error}");
            imap::Error::Busy
        })
    }

    /// Waits until nobody else looks at this account's scripts or changes them, until the deadline.
    ///
    /// # Errors
    /// [`imap::Error::Busy`] when that does not come to be in time.
    pub async fn lock_scripts(&self, deadline: Instant) -> imap::Result<AccountLock> {
        let here = timeout_at(deadline, self.scripts.clone().lock_owned()).await.map_err(|_| imap::Error::Busy)?;
        Ok(AccountLock { turn: self.take_turn(" scripts", deadline).await?, _here: here })
    }

    /// Returns the caches by spelling; a poisoned lock still holds them.
    fn caches(&self) -> MutexGuard<'_, BTreeMap<String, KeptCache>> {
        self.caches.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[derive(Debug)]
struct KeptCache {
    used: Instant,
    cache: Arc<AccountCache>,
}

impl KeptCache {
    fn is_used(&self, now: Instant) -> bool {
        now.duration_since(self.used) < UNUSED || Arc::strong_count(&self.cache) > 1
    }
}

/// What is kept of the accounts of one server. Forgotten at the end of the process, but for what is half done.
#[derive(Debug, Default)]
pub(in crate::mail) struct AccountStates {
    /// Where it is written down what is half done, and what the server is called there.
    notebook: Option<(Arc<dyn Notebook>, String)>,
    entries: Mutex<Entries>,
    rows_in_all: Arc<AtomicUsize>,
}

#[derive(Debug, Default)]
struct Entries {
    swept: Option<Instant>,
    by_owner: BTreeMap<String, Entry>,
}

#[derive(Debug)]
struct Entry {
    used: Instant,
    state: Arc<AccountState>,
}

impl AccountStates {
    /// Keeps accounts whose half done work is written down; `place` names their server.
    pub fn noting(notebook: Arc<dyn Notebook>, place: String) -> Self {
        Self { notebook: Some((notebook, place)), ..Self::default() }
    }

    /// Returns what is kept of an account: by its owner's user name, and what was seen by the name that signs in. To a master user the
    /// server may show less.
    pub fn of(&self, user: &str, signs_in: &str) -> (Arc<AccountState>, Arc<AccountCache>) {
        let now = Instant::now();
        let mut entries = self.entries();
        entries.sweep(now);
        let owner = user.to_lowercase();
        let account = owner.clone();
        let notes = |(notebook, place): &(Arc<dyn Notebook>, String)| {
            let account = format!("{place} {account}");
            Notes { notebook: notebook.clone(), account }
        };
        let state = || Arc::new(AccountState::noting(self.notebook.as_ref().map(notes)));
        let fresh = || Entry { used: now, state: state() };
        let entry = entries.by_owner.entry(owner).or_insert_with(fresh);
        entry.used = now;
        let state = entry.state.clone();
        let fresh = || KeptCache { used: now, cache: Arc::new(AccountCache::new(self.rows_in_all.clone())) };
        let mut caches = state.caches();
        let kept = caches.entry(signs_in.to_owned()).or_insert_with(fresh);
        kept.used = now;
        let cache = kept.cache.clone();
        drop(caches);
        (state, cache)
    }

    /// Forgets what was seen of an account; for the end of its session.
    pub fn clear_caches(&self, user: &str) {
        if let Some(entry) = self.entries().by_owner.get(&user.to_lowercase()) {
            entry.state.caches().values().for_each(|kept| kept.cache.clear());
        }
    }

    /// Counts the rows that are remembered of all accounts.
    pub fn rows(&self) -> usize {
        self.rows_in_all.load(Ordering::Relaxed)
    }

    /// Clears the caches that were used longest ago, until few enough rows are left; never this one.
    pub fn make_room(&self, but: &AccountCache) {
        if self.rows_in_all.load(Ordering::Relaxed) <= MAX_ROWS {
            return;
        }
        let mut others: Vec<(Instant, Arc<AccountCache>)> = Vec::new();
        for entry in self.entries().by_owner.values() {
            others.extend(entry.state.caches().values().map(|kept| (kept.used, kept.cache.clone())));
        }
        others.retain(|(_, cache)| !std::ptr::eq(&**cache, but));
        others.sort_by_key(|(used, _)| *used);
        for (_, cache) in others {
            cache.clear();
            if self.rows_in_all.load(Ordering::Relaxed) <= MAX_ROWS {
                return;
            }
        }
    }

    /// Returns the entries; a poisoned lock still holds them.
    fn entries(&self) -> MutexGuard<'_, Entries> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Entries {
    /// Forgets accounts that nobody has used for a while, unless something is half done there.
    fn sweep(&mut self, now: Instant) {
        if self.swept.is_some_and(|swept| now.duration_since(swept) <= SWEEP) {
            return;
        }
        self.swept = Some(now);
        let is_used = |entry: &Entry| now.duration_since(entry.used) < UNUSED || Arc::strong_count(&entry.state) > 1;
        self.by_owner.retain(|_, entry| is_used(entry) || !entry.state.recovery.is_empty());
        self.by_owner.values().for_each(|entry| entry.state.caches().retain(|_, kept| kept.is_used(now)));
        let mut pending: Vec<(Instant, String)> = self
            .by_owner
            .iter()
            .filter(|(_, entry)| !is_used(entry))
            .map(|(owner, entry)| (entry.used, owner.clone()))
            .collect();
        pending.sort_unstable_by(|a, b| b.cmp(a));
        for (_, owner) in pending.into_iter().skip(MAX_PENDING) {
            self.by_owner.remove(&owner);
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test says what is wrong by failing")]
mod tests {
    use super::*;
    use crate::imap::MailboxName;
    use crate::mail::{Summary, Uid, UidSet, UidValidity};

    const SPAM: &str = "Spam";

    fn rows(count: u32) -> Vec<Summary> {
        let row = |number| Summary {
            uid: Uid::new(number).unwrap(),
            from: None,
            to: None,
            subject: None,
            date: None,
            internal_date: None,
            size: 1,
            seen: false,
            marked_deleted: false,
            verdict: None,
            wrapped: false,
        };
        (1..=count).map(row).collect()
    }

    fn uid_validity() -> UidValidity {
        UidValidity::new(7).unwrap()
    }

    fn known(cache: &AccountCache) -> usize {
        let uids = (1..=3000).filter_map(Uid::new);
        cache.rows(&MailboxName::encode(SPAM), uid_validity(), uids).len()
    }

    #[tokio::test]
    async fn an_owner_is_one_however_the_name_is_written_and_what_was_seen_is_kept_apart() {
        let states = AccountStates::default();
        let ((anna, seen), (same, other)) = (states.of("Anna", "Anna"), states.of("anna", "anna"));
        let soon = Instant::now() + Duration::from_millis(20);
        let lock = anna.lock(soon).await.unwrap();
        assert!(same.lock(soon).await.is_err(), "one change at a time");
        drop(lock);
        seen.note_rows(&MailboxName::encode(SPAM), uid_validity(), &rows(3));
        assert_eq!((known(&seen), known(&other)), (3, 0));
        states.clear_caches("ANNA");
        assert_eq!(known(&seen), 0);
    }

    #[tokio::test]
    async fn rows_are_bounded_in_all_and_the_account_in_use_keeps_its_own() {
        let states = AccountStates::default();
        let owners = (0..30).map(|n| format!("user{n}")).collect();
        // One owner under many spellings is bounded as many owners are.
        let spelled = |n: u32| {
            "abcde".chars().zip(0..).map(move |(c, at)| match n >> at & 1 {
                1 => c.to_ascii_uppercase(),
                _ => c,
            })
        };
        for users in [owners, (0..30).map(|n| spelled(n).collect()).collect::<Vec<String>>()] {
            let caches: Vec<_> = users.iter().map(|user| states.of(user, user).1).collect();
            for cache in &caches {
                cache.note_rows(&MailboxName::encode(SPAM), uid_validity(), &rows(2000));
                states.make_room(cache);
                assert!(states.rows_in_all.load(Ordering::Relaxed) <= MAX_ROWS);
            }
            let known: Vec<usize> = caches.iter().map(|cache| known(cache)).collect();
            assert_eq!((known.first(), known.last()), (Some(&0), Some(&2000)));
        }
    }

    #[test]
    fn an_account_that_nobody_uses_is_forgotten_unless_something_is_half_done() {
        let states = AccountStates::default();
        let ((half_done, seen), idle) = (states.of("anna", "anna"), states.of("ben", "ben"));
        seen.note_rows(&MailboxName::encode(SPAM), uid_validity(), &rows(3));
        let left = UidSet::from_iter(Uid::new(5));
        half_done.recovery.about(&MailboxName::encode(SPAM), uid_validity()).note_marked(&UidSet::default(), &left);
        drop((half_done, seen, idle));
        let in_use = states.of("carla", "carla");
        states.entries().sweep(Instant::now() + UNUSED + SWEEP);
        let kept: Vec<String> = states.entries().by_owner.keys().cloned().collect();
        assert_eq!(kept, ["anna", "carla"]);
        drop(in_use);
        let pending = states.of("Anna", "Anna").0.recovery.about(&MailboxName::encode(SPAM), uid_validity());
        assert_eq!(pending.marked(), left);
        assert_eq!(states.rows_in_all.load(Ordering::Relaxed), 0, "what was seen is forgotten all the same");
    }
}
