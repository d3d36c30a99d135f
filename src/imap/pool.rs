//! Connections: one task for each, borrowed by account, bounded for each account and in all.
//!
//! A connection lives in a task of its own. Whoever borrows it sends work to that task, so that a caller who goes away
//! (a closed browser) never leaves a command half read.

use super::connect::{Endpoint, Trust};
use super::error::{Error, Result};
use super::exchange::ANSWER;
use super::lease::{Lease, Seat};
use super::line::{self, Line};
use super::login::{self, Credentials};
use super::mailbox_name::MailboxName;
use super::session::Session;
use secrecy::ExposeSecret as _;
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, timeout, timeout_at};

/// Bounds the connections of a pool.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Connections an account may hold at once; servers allow few from one address (Dovecot: 10 for each user).
    pub per_account: usize,
    /// Connections in all.
    pub total: usize,
    /// How long an unused connection is kept.
    pub idle: Duration,
    /// How long a connection proves the password it was opened with: one that is older is lent to nobody, and a new one is opened
    /// instead, with the password of whoever asks. While the server is away that fails, and the page says so; nothing is done
    /// on a connection whose password may have been changed.
    pub proof: Duration,
    /// How long a caller waits for a connection before it is told that all are in use.
    pub wait: Duration,
    /// How long the server may take to answer; a search may take three times as long, a move four times.
    pub answer: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            per_account: 2,
            total: 500,
            idle: Duration::from_secs(120),
            proof: Duration::from_secs(900),
            wait: Duration::from_secs(20),
            answer: ANSWER,
        }
    }
}

/// Says what a connection is wanted for, so that the best of those that wait is taken.
#[derive(Debug, Clone, Copy)]
pub enum Purpose<'a> {
    /// Looking: at this mailbox, if one is named. A connection that has it open answers soonest.
    Look(Option<&'a MailboxName>),
    /// Changing something: not on the connection that keeps a mailbox open for looking, if there is room for another.
    Change,
}

/// Names an account without holding its password: a hash of user and password under a key of this process.
pub(super) type Key = [u8; 32];

/// Lends signed-in connections to one server.
#[derive(Debug)]
pub struct Pool {
    pub(super) shared: Arc<Shared>,
}

/// Is what a pool, its leases and its connections share.
#[derive(Debug)]
pub(super) struct Shared {
    endpoint: Endpoint,
    limits: Limits,
    trust: Trust,
    secret: [u8; 32],
    total: Arc<Semaphore>,
    /// Callers that wait for room among all connections.
    pub waiting: AtomicUsize,
    accounts: Mutex<BTreeMap<Key, Place>>,
}

/// Is where an account's connections wait; gone when none waits, and nobody holds or waits for a seat.
#[derive(Debug)]
pub(super) struct Place {
    pub permits: Arc<Semaphore>,
    /// The one that was used last stands last.
    pub idle: Vec<Line>,
}

impl Place {
    /// Takes the connection that fits best; `None` to open another. The caller holds one of the permits already.
    fn pick(&mut self, purpose: Purpose<'_>, most: usize, full: bool) -> Option<Line> {
        self.idle.retain(Line::is_good);
        let in_use = most.saturating_sub(self.permits.available_permits());
        let room = !full && in_use + self.idle.len() <= most;
        let free = |line: &Line, open: &dyn Fn(Option<&MailboxName>) -> bool| !line.is_busy() && line.has_open(open);
        let found =
            |wanted: &dyn Fn(Option<&MailboxName>) -> bool| self.idle.iter().position(|line| free(line, wanted));
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

impl Place {
    /// Takes a connection that has this mailbox open, else one that has none; never one that keeps another open for the next page.
    pub fn pick_beside(&mut self, name: &MailboxName) -> Option<Line> {
        let free = |wanted: &dyn Fn(Option<&MailboxName>) -> bool| {
            self.idle.iter().position(|line| line.is_good() && !line.is_busy() && line.has_open(wanted))
        };
        let at = free(&|open| open == Some(name)).or_else(|| free(&|open| open.is_none()))?;
        Some(self.idle.remove(at))
    }
}

impl Pool {
    /// Prepares a pool; no connection is made yet.
    pub fn new(endpoint: Endpoint, limits: Limits) -> Self {
        let mut secret = [0; 32];
        // Without randomness the key is still a hash, and never leaves the process.
        let _ = getrandom::fill(&mut secret);
        let total = Arc::new(Semaphore::new(limits.total.max(1)));
        let (waiting, trust) = (AtomicUsize::new(0), Trust::default());
        let shared = Shared { endpoint, limits, trust, secret, total, waiting, accounts: Mutex::default() };
        Self { shared: Arc::new(shared) }
    }

    /// Borrows a connection of this account: one that waits, else a new one.
    ///
    /// # Errors
    /// [`Error::Busy`] when none comes free in time; [`Error::Refused`] when the server refuses the credentials.
    pub async fn lease(&self, credentials: &Credentials) -> Result<Lease> {
        self.lease_for(credentials, Purpose::Look(None), self.deadline()).await
    }

    /// Returns until when a caller who comes now waits.
    pub fn deadline(&self) -> Instant {
        Instant::now() + self.shared.limits.wait
    }

    /// Borrows the connection that fits a purpose best, waiting for it until the deadline.
    ///
    /// # Errors
    /// As [`Pool::lease`].
    pub async fn lease_for(&self, credentials: &Credentials, purpose: Purpose<'_>, deadline: Instant) -> Result<Lease> {
        let seat = self.seat(credentials, deadline).await?;
        let full = self.shared.total.available_permits() == 0;
        let most = self.shared.limits.per_account.max(1);
        let idle = self.shared.accounts().get_mut(&seat.key).and_then(|place| place.pick(purpose, most, full));
        let was_idle = idle.is_some();
        let line = match idle {
            Some(line) => line,
            None => self.open(credentials, deadline).await?,
        };
        Ok(Lease { line: Some(line), was_idle, beside: false, seat })
    }

    /// Borrows a connection that was opened with these credentials just now: the proof of a password.
    ///
    /// # Errors
    /// As [`Pool::lease`].
    pub async fn lease_fresh(&self, credentials: &Credentials) -> Result<Lease> {
        let deadline = self.deadline();
        let seat = self.seat(credentials, deadline).await?;
        if let Some(place) = self.shared.accounts().get_mut(&seat.key) {
            place.idle.retain(Line::is_alive);
            let most = self.shared.limits.per_account.max(1);
            let in_use = most.saturating_sub(place.permits.available_permits());
            place.idle.truncate(most.saturating_sub(in_use));
        }
        let line = self.open(credentials, deadline).await?;
        Ok(Lease { line: Some(line), was_idle: false, beside: false, seat })
    }

    /// Ends the connections of an account with LOGOUT: those that wait at once, those in use when they come back.
    pub fn forget(&self, credentials: &Credentials) {
        self.shared.accounts().remove(&self.shared.key(credentials));
    }

    /// Counts the accounts that are remembered: those with a connection, and those that wait for one.
    pub fn accounts(&self) -> usize {
        self.shared.accounts().len()
    }

    /// Ends every waiting connection with LOGOUT, and waits a little for that.
    pub async fn shut_down(&self) {
        self.shared.accounts().clear();
        let all = u32::try_from(self.shared.limits.total.max(1)).unwrap_or(u32::MAX);
        let _ = timeout(Duration::from_secs(5), self.shared.total.acquire_many(all)).await;
    }

    /// Takes a seat if there is one: the right to hold one of an account's connections.
    pub(super) fn seat_now(&self, credentials: &Credentials) -> Option<Seat> {
        let (mut seat, permits) = self.standing(credentials);
        seat.permit = Some(permits.try_acquire_owned().ok()?);
        Some(seat)
    }

    /// Returns a seat without the right to it, and where that is to be had.
    fn standing(&self, credentials: &Credentials) -> (Seat, Arc<Semaphore>) {
        let key = self.shared.key(credentials);
        let permits = {
            let mut accounts = self.shared.accounts();
            let most = self.shared.limits.per_account.max(1);
            let fresh = || Place { permits: Arc::new(Semaphore::new(most)), idle: Vec::new() };
            accounts.entry(key).or_insert_with(fresh).permits.clone()
        };
        (Seat { key, permits: Some(permits.clone()), permit: None, shared: self.shared.clone() }, permits)
    }

    /// Waits for a seat.
    async fn seat(&self, credentials: &Credentials, deadline: Instant) -> Result<Seat> {
        let (mut seat, permits) = self.standing(credentials);
        let permit = timeout_at(deadline, permits.acquire_owned()).await;
        seat.permit = Some(permit.map_err(|_| Error::Busy)?.map_err(|_| Error::Busy)?);
        Ok(seat)
    }

    /// Opens a connection in a task of its own, so that it is either whole or gone, whoever waits for it.
    pub(super) async fn open(&self, credentials: &Credentials, deadline: Instant) -> Result<Line> {
        let total = self.shared.total_permit(deadline).await?;
        let (shared, key, credentials) = (self.shared.clone(), self.shared.key(credentials), credentials.clone());
        let opening = tokio::spawn(async move {
            let (exchange, capabilities) =
                login::open(&shared.endpoint, &shared.trust, &credentials, shared.limits.answer).await?;
            let (line, work) = Line::new(shared.limits.proof);
            let (pool, idle, notes) = (Arc::downgrade(&shared), shared.limits.idle, line.notes());
            tokio::spawn(async move {
                line::serve(Session::new(exchange, capabilities), work, notes, idle).await;
                drop(total);
                pool.upgrade().iter().for_each(|shared| shared.tidy(&key));
            });
            Ok(line)
        });
        opening.await.map_err(|_| Error::Protocol("the sign-in was not understood"))?
    }
}

impl Shared {
    /// A poisoned lock is still a map of handles.
    pub fn accounts(&self) -> MutexGuard<'_, BTreeMap<Key, Place>> {
        self.accounts.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn key(&self, credentials: &Credentials) -> Key {
        let mut hash = Sha256::new();
        hash.update(self.secret);
        hash.update((credentials.user.len() as u64).to_be_bytes());
        hash.update(&credentials.user);
        hash.update(credentials.password.expose_secret());
        hash.finalize().into()
    }

    /// Waits for room among all connections; an idle one of another account is ended to make some.
    async fn total_permit(&self, deadline: Instant) -> Result<OwnedSemaphorePermit> {
        if let Ok(permit) = self.total.clone().try_acquire_owned() {
            return Ok(permit);
        }
        // Counted before the look around: a connection that comes back later is then not kept.
        let _counted = Waiting::among(&self.waiting);
        let idle = self.accounts().values_mut().find_map(|place| {
            place.idle.retain(Line::is_alive);
            (!place.idle.is_empty()).then(|| place.idle.remove(0))
        });
        drop(idle);
        let permit = timeout_at(deadline, self.total.clone().acquire_owned()).await;
        permit.map_err(|_| Error::Busy)?.map_err(|_| Error::Busy)
    }

    /// Forgets an account that has no connection, and nobody who holds or waits for a seat.
    pub fn tidy(&self, key: &Key) {
        let mut accounts = self.accounts();
        if let Some(place) = accounts.get_mut(key) {
            place.idle.retain(Line::is_alive);
            if place.idle.is_empty() && Arc::strong_count(&place.permits) == 1 {
                accounts.remove(key);
            }
        }
    }
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
