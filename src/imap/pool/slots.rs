//! Where the connections of accounts wait, and who may hold one.

use super::connection::ConnectionHandle;
use super::limits::Limits;
use super::pulse::Heart;
use crate::figures::{self, Wait};
use crate::imap::client::TlsRoots;
use crate::imap::types::{Credentials, Endpoint, Error, MailboxName, Result};
use secrecy::ExposeSecret as _;
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::{AcquireError, Notify, OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, timeout_at};

/// Says what a connection is wanted for, so that the best of those that wait is taken.
#[derive(Debug, Clone, Copy)]
pub enum Purpose<'a> {
    /// Looking: at this mailbox, if one is named. A connection that has it open answers soonest.
    Look(Option<&'a MailboxName>),
    /// Changing something: not on the connection that keeps a mailbox open for looking, if there is room for another.
    Change,
}

/// Callers that wait at once for one of an account's connections: one person, with all that her browsers ask for and all that is done
/// for her meanwhile.
pub(super) const WAITING_OF_ACCOUNT: usize = 200;
/// Callers that wait at once for room among all connections to a server.
const WAITING: usize = 2000;

/// Names an account without holding its password: a hash of user and password under a key of this process.
pub(super) type Key = [u8; 32];

/// What a pool, the connections it has lent and its tasks share.
#[derive(Debug)]
pub(super) struct Shared {
    pub endpoint: Endpoint,
    pub limits: Limits,
    pub trust: TlsRoots,
    pub heart: Heart,
    pub secret: [u8; 32],
    pub total: Arc<Semaphore>,
    /// Callers that wait for room among all connections.
    pub waiting: AtomicUsize,
    pub accounts: Mutex<BTreeMap<Key, AccountSlot>>,
}

/// Where an account's connections wait; gone when none waits, and nobody holds or waits for a permit.
#[derive(Debug)]
pub(super) struct AccountSlot {
    pub permits: Arc<Semaphore>,
    /// Where those wait who want a permit.
    pub queue: Arc<Semaphore>,
    /// The one that was used last stands last.
    pub idle: Vec<ConnectionHandle>,
    /// Told of each connection that comes back.
    pub returned: Arc<Notify>,
}

impl AccountSlot {
    /// Returns what to wait on for a connection to come back; `None` where the caller, who holds one of the `most` permits, is alone.
    pub fn returned_to(&self, most: usize) -> Option<Arc<Notify>> {
        (self.in_use(most) > 1).then(|| self.returned.clone())
    }

    /// Counts the permits that are held, of `most`.
    pub fn in_use(&self, most: usize) -> usize {
        most.saturating_sub(self.permits.available_permits())
    }

    /// Takes the connection that fits best; `None` to open another. The caller holds one of the permits already.
    pub fn pick(&mut self, purpose: Purpose<'_>, most: usize, full: bool) -> Option<ConnectionHandle> {
        self.idle.retain(ConnectionHandle::is_good);
        let room = !full && self.in_use(most) + self.idle.len() <= most;
        let free = |connection: &ConnectionHandle, open: &dyn Fn(Option<&MailboxName>) -> bool| {
            !connection.is_busy() && connection.has_open(open)
        };
        let found = |wanted: &dyn Fn(Option<&MailboxName>) -> bool| {
            self.idle.iter().position(|connection| free(connection, wanted))
        };
        let nothing_open = |open: Option<&MailboxName>| open.is_none();
        let best = match purpose {
            Purpose::Look(Some(name)) => {
                found(&|open| open == Some(name)).or_else(|| found(&nothing_open)).or_else(|| found(&|_| true))
            }
            Purpose::Look(None) => found(&nothing_open).or_else(|| found(&|_| true)),
            Purpose::Change if room => found(&nothing_open),
            Purpose::Change => found(&nothing_open).or_else(|| found(&|_| true)),
        };
        // One that is still at work for somebody who went away is better than none.
        let best = best.or_else(|| (!room && !self.idle.is_empty()).then_some(0));
        best.map(|at| self.idle.remove(at))
    }
}

impl AccountSlot {
    /// Takes a connection that has this mailbox open, else one that has none; never one that keeps another open for the next page.
    pub fn pick_idle(&mut self, name: &MailboxName) -> Option<ConnectionHandle> {
        let free = |wanted: &dyn Fn(Option<&MailboxName>) -> bool| {
            self.idle
                .iter()
                .position(|connection| connection.is_good() && !connection.is_busy() && connection.has_open(wanted))
        };
        let at = free(&|open| open == Some(name)).or_else(|| free(&|open| open.is_none()))?;
        Some(self.idle.remove(at))
    }
}

impl Shared {
    /// Locks the map of accounts; a poisoned lock is used as it is.
    pub fn accounts(&self) -> MutexGuard<'_, BTreeMap<Key, AccountSlot>> {
        self.accounts.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn key(&self, credentials: &Credentials) -> Key {
        let mut hash = Sha256::new();
        hash.update(self.secret);
        hash.update((credentials.user.len() as u64).to_be_bytes());
        hash.update(&credentials.user);
        hash.update(credentials.password.expose_secret());
        hash.finalize().into()
    }

    /// Waits for room among all connections; an idle one of another account is ended to make some. Who finds many waiting does not wait.
    pub async fn total_permit(&self, deadline: Instant) -> Result<OwnedSemaphorePermit> {
        if let Ok(permit) = self.total.clone().try_acquire_owned() {
            return Ok(permit);
        }
        // Counted before the look around: a connection that comes back later is then not kept.
        let _counted = Waiting::among(&self.waiting);
        if self.waiting.load(Ordering::SeqCst) > WAITING {
            return Err(Error::Busy);
        }
        let idle = self.accounts().values_mut().find_map(|slot| {
            slot.idle.retain(ConnectionHandle::is_alive);
            (!slot.idle.is_empty()).then(|| slot.idle.remove(0))
        });
        drop(idle);
        waited(deadline, self.total.clone().acquire_owned()).await
    }

    /// Counts the connections: those at work or being opened, those that wait for work, and how many there may be.
    pub fn count(&self) -> figures::Connections {
        let most = self.limits.total.max(1);
        let idle: usize = self.accounts().values().map(|slot| slot.idle.len()).sum();
        let open = most.saturating_sub(self.total.available_permits());
        figures::Connections { in_use: open.saturating_sub(idle), idle, most }
    }

    /// Forgets an account that has no connection, and nobody who holds or waits for a permit.
    pub fn tidy(&self, key: &Key) {
        let mut accounts = self.accounts();
        if let Some(slot) = accounts.get_mut(key) {
            slot.idle.retain(ConnectionHandle::is_alive);
            if slot.idle.is_empty() && Arc::strong_count(&slot.permits) == 1 {
                accounts.remove(key);
            }
        }
    }
}

/// Waits for a permit, and counts that somebody had to.
///
/// # Errors
/// [`Error::Busy`] when none comes free in time.
pub(super) async fn waited(
    deadline: Instant,
    permit: impl Future<Output = Result<OwnedSemaphorePermit, AcquireError>>,
) -> Result<OwnedSemaphorePermit> {
    let permit = timeout_at(deadline, permit).await;
    figures::imap_waited(if matches!(permit, Ok(Ok(_))) { Wait::Served } else { Wait::NoneFree });
    permit.map_err(|_| Error::Busy)?.map_err(|_| Error::Busy)
}

/// Counts one caller who waits, until dropped.
struct Waiting<'a>(&'a AtomicUsize);

impl<'a> Waiting<'a> {
    fn among(all: &'a AtomicUsize) -> Self {
        all.fetch_add(1, Ordering::SeqCst);
        Self(all)
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

/// The right to hold one of an account's connections, or to wait for it; the account is remembered as long.
#[derive(Debug)]
pub(super) struct Permit {
    pub key: Key,
    pub permits: Option<Arc<Semaphore>>,
    pub permit: Option<OwnedSemaphorePermit>,
    pub shared: Arc<Shared>,
}

impl Permit {
    /// Lets a connection wait for the next caller; it ends where others wait for room, or its account has signed out.
    pub fn release(&self, connection: ConnectionHandle, beside: bool) {
        let mut accounts = self.shared.accounts();
        let wanted = self.shared.waiting.load(Ordering::SeqCst) > 0;
        let ours = |slot: &&mut AccountSlot| self.permits.as_ref().is_some_and(|ours| Arc::ptr_eq(ours, &slot.permits));
        if let Some(slot) = accounts.get_mut(&self.key).filter(ours).filter(|_| !wanted) {
            // The one that was lent for a question beside the page is the first to be taken for something else.
            let at = if beside { 0 } else { slot.idle.len() };
            slot.idle.insert(at, connection);
        }
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        self.permit = None;
        self.permits = None;
        // Now that it no longer counts as in use.
        if let Some(slot) = self.shared.accounts().get(&self.key) {
            slot.returned.notify_one();
        }
        self.shared.tidy(&self.key);
    }
}
