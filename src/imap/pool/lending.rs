//! Opens connections and lends them.

use super::connection::{self, ConnectionHandle};
use super::limits::Limits;
use super::pooled_connection::PooledConnection;
use super::pulse::{Heart, Pulse};
use super::slots::{AccountSlot, Permit, Purpose, Shared, WAITING_OF_ACCOUNT, waited};
use crate::figures::{self, Opening};
use crate::imap::client::{self, Session, TlsRoots};
use crate::imap::types::{Capabilities, Credentials, Endpoint, Error, MailboxName, Result};
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::sync::Semaphore;
use tokio::time::{Instant, timeout, timeout_at};
use tracing::Instrument as _;

/// How long a caller waits for a connection of the account that is in use, before another is opened: as long as a page takes, and
/// less than a sign-in over a network.
const SOON: Duration = Duration::from_millis(50);

/// How long a page waits for a greeting that it only wants to know of.
const LONGEST_GREETING: Duration = Duration::from_secs(5);

/// Lends signed-in connections to one server.
#[derive(Debug)]
pub struct Pool {
    pub(super) shared: Arc<Shared>,
}

impl Pool {
    /// Prepares a pool; no connection is made yet.
    pub fn new(endpoint: Endpoint, limits: Limits) -> Self {
        let mut secret = [0; 32];
        // Without randomness the key is still a hash, and never leaves the process.
        let _ = getrandom::fill(&mut secret);
        let total = Arc::new(Semaphore::new(limits.total.max(1)));
        let (waiting, trust, heart) = (AtomicUsize::new(0), TlsRoots::default(), Heart::default());
        let shared = Shared { endpoint, limits, trust, heart, secret, total, waiting, accounts: Mutex::default() };
        Self { shared: Arc::new(shared) }
    }

    /// Borrows a connection of this account: one that waits, else a new one.
    ///
    /// # Errors
    /// [`Error::Busy`] when none comes free in time, or too many wait already; [`Error::SignInRefused`] when the server refuses the credentials.
    pub async fn acquire(&self, credentials: &Credentials) -> Result<PooledConnection> {
        self.acquire_for(credentials, Purpose::Look(None), self.deadline()).await
    }

    /// Returns until when a caller who comes now waits.
    pub fn deadline(&self) -> Instant {
        Instant::now() + self.shared.limits.wait
    }

    /// Borrows the connection that fits a purpose best, waiting for it until the deadline.
    ///
    /// # Errors
    /// As [`Pool::acquire`].
    pub async fn acquire_for(
        &self,
        credentials: &Credentials,
        purpose: Purpose<'_>,
        deadline: Instant,
    ) -> Result<PooledConnection> {
        let permit = self.permit(credentials, deadline).await?;
        let idle = match self.pick(&permit, purpose) {
            None if matches!(purpose, Purpose::Look(_)) => self.pick_soon(&permit, purpose).await,
            picked => picked,
        };
        let was_idle = idle.is_some();
        let connection = match idle {
            Some(connection) => connection,
            None => self.open(credentials, deadline).await?,
        };
        Ok(PooledConnection { connection: Some(connection), was_idle, beside: false, permit, fence: None })
    }

    fn pick(&self, permit: &Permit, purpose: Purpose<'_>) -> Option<ConnectionHandle> {
        let full = self.shared.total.available_permits() == 0;
        let most = self.shared.limits.most();
        self.shared.accounts().get_mut(&permit.key)?.pick(purpose, most, full)
    }

    /// Waits a moment for a connection that is in use: most are back long before another has signed in.
    async fn pick_soon(&self, permit: &Permit, purpose: Purpose<'_>) -> Option<ConnectionHandle> {
        let returned = self.shared.accounts().get(&permit.key)?.returned_to(self.shared.limits.most())?;
        let soon = Instant::now() + SOON;
        loop {
            let told = timeout_at(soon, returned.notified()).await.is_ok();
            let picked = self.pick(permit, purpose);
            if picked.is_some() || !told {
                return picked;
            }
        }
    }

    /// Borrows a connection that was opened with these credentials just now: the proof of a password.
    ///
    /// # Errors
    /// As [`Pool::acquire`].
    pub async fn acquire_fresh(&self, credentials: &Credentials) -> Result<PooledConnection> {
        let deadline = self.deadline();
        let permit = self.permit(credentials, deadline).await?;
        if let Some(slot) = self.shared.accounts().get_mut(&permit.key) {
            slot.idle.retain(ConnectionHandle::is_alive);
            let most = self.shared.limits.most();
            slot.idle.truncate(most.saturating_sub(slot.in_use(most)));
        }
        let connection = self.open(credentials, deadline).await?;
        Ok(PooledConnection { connection: Some(connection), was_idle: false, beside: false, permit, fence: None })
    }

    /// Borrows a connection that waits with this mailbox open, else one that waits with none; neither waits for one nor opens any.
    pub fn try_acquire_idle(&self, credentials: &Credentials, name: &MailboxName) -> Option<PooledConnection> {
        let permit = self.permit_now(credentials)?;
        let connection = self.shared.accounts().get_mut(&permit.key)?.pick_idle(name)?;
        Some(PooledConnection { connection: Some(connection), was_idle: true, beside: true, permit, fence: None })
    }

    /// Replaces the connection by a new one.
    ///
    /// # Errors
    /// As [`Pool::acquire`].
    pub async fn renew(&self, connection: &mut PooledConnection, credentials: &Credentials) -> Result<()> {
        connection.connection = None;
        connection.connection = Some(self.open(credentials, self.deadline()).await?);
        connection.was_idle = false;
        Ok(())
    }

    /// Ends the connections of an account with LOGOUT: those that wait at once, those in use when they come back.
    pub fn close_account(&self, credentials: &Credentials) {
        self.shared.accounts().remove(&self.shared.key(credentials));
    }

    /// Returns whether the server answered when it was last asked, and what it can do for who is signed in; `None` before that.
    pub fn pulse(&self) -> (Option<Pulse>, Option<Capabilities>) {
        (self.shared.heart.pulse(), self.shared.heart.capabilities())
    }

    /// Asks the server for its greeting, without signing in, if nobody has heard from it in the last seconds. Who comes while it is
    /// asked waits for the same answer, unless many wait for it already.
    ///
    /// `None` when that takes longer than a page waits; it is noted all the same when it comes.
    pub async fn feel_pulse(&self) -> Option<Pulse> {
        let shared = self.shared.clone();
        let asking = tokio::spawn(async move {
            let Some(_turn) = shared.heart.turn().await else { return };
            if !shared.heart.is_fresh() {
                let greeting = client::greet(&shared.endpoint, &shared.trust, shared.limits.answer).await;
                // What became of it is noted; who asks wants no more.
                let _ = shared.heart.note(greeting);
            }
        });
        timeout(LONGEST_GREETING, asking).await.ok().and_then(|_| self.shared.heart.pulse())
    }

    /// Counts the accounts that are remembered: those with a connection, and those that wait for one.
    pub fn accounts(&self) -> usize {
        self.shared.accounts().len()
    }

    /// Counts the connections of all accounts, and the callers that wait for room among them.
    pub fn count(&self) -> (figures::Connections, usize) {
        (self.shared.count(), self.shared.waiting.load(Ordering::Relaxed))
    }

    /// Ends every waiting connection with LOGOUT, and waits a little for that.
    pub async fn shut_down(&self) {
        self.shared.accounts().clear();
        let all = u32::try_from(self.shared.limits.total.max(1)).unwrap_or(u32::MAX);
        let _ = timeout(Duration::from_secs(5), self.shared.total.acquire_many(all)).await;
    }

    /// Takes a permit if there is one: the right to hold one of an account's connections.
    pub(super) fn permit_now(&self, credentials: &Credentials) -> Option<Permit> {
        let (mut permit, permits, _) = self.register(credentials);
        permit.permit = Some(permits.try_acquire_owned().ok()?);
        Some(permit)
    }

    /// Registers a caller with its account, which is remembered from now on, and returns the account's semaphores: of permits, and of
    /// those who wait for one.
    fn register(&self, credentials: &Credentials) -> (Permit, Arc<Semaphore>, Arc<Semaphore>) {
        let key = self.shared.key(credentials);
        let (permits, queue) = {
            let mut accounts = self.shared.accounts();
            let most = self.shared.limits.most();
            let slot = accounts.entry(key).or_insert_with(|| AccountSlot {
                permits: Arc::new(Semaphore::new(most)),
                queue: Arc::new(Semaphore::new(WAITING_OF_ACCOUNT)),
                idle: Vec::new(),
                returned: Arc::default(),
            });
            (slot.permits.clone(), slot.queue.clone())
        };
        (Permit { key, permits: Some(permits.clone()), permit: None, shared: self.shared.clone() }, permits, queue)
    }

    /// Waits for a permit.
    async fn permit(&self, credentials: &Credentials, deadline: Instant) -> Result<Permit> {
        let (mut permit, permits, queue) = self.register(credentials);
        permit.permit = Some(match permits.clone().try_acquire_owned() {
            Ok(free) => free,
            Err(_) => {
                let _place = queue.try_acquire().map_err(|_| Error::Busy)?;
                waited(deadline, permits.acquire_owned()).await?
            }
        });
        Ok(permit)
    }

    /// Opens a connection in a task of its own, so that it is either whole or gone, whoever waits for it.
    pub(super) async fn open(&self, credentials: &Credentials, deadline: Instant) -> Result<ConnectionHandle> {
        let total = self.shared.total_permit(deadline).await?;
        let (shared, key, credentials) = (self.shared.clone(), self.shared.key(credentials), credentials.clone());
        let opening = async move {
            let opened = async {
                let begun = client::begin(&shared.endpoint, &shared.trust, shared.limits.answer).await;
                let (mut exchange, before) = shared.heart.note(begun)?;
                if let Some(client) = credentials.client {
                    client::introduce(&mut exchange, &before, client).await?;
                }
                let capabilities = client::sign_in(&mut exchange, &before, &credentials).await?;
                Ok((exchange, capabilities))
            };
            let opened = opened.await;
            figures::imap_opened(opening(opened.as_ref().map(drop)));
            let (exchange, capabilities) = opened?;
            shared.heart.note_capabilities(&capabilities);
            let (connection, work) = ConnectionHandle::new(shared.limits.max_age);
            let (pool, idle, status) = (Arc::downgrade(&shared), shared.limits.idle, connection.status());
            tokio::spawn(async move {
                connection::serve(Session::new(exchange, capabilities), work, status, idle).await;
                drop(total);
                pool.upgrade().iter().for_each(|shared| shared.tidy(&key));
            });
            Ok(connection)
        };
        let opening = tokio::spawn(opening.in_current_span());
        opening.await.map_err(|_| Error::Protocol("the sign-in was not understood"))?
    }
}

fn opening(opened: Result<(), &Error>) -> Opening {
    match opened {
        Ok(()) => Opening::Ok,
        Err(Error::SignInRefused(_)) => Opening::Refused,
        Err(Error::Tls(_)) => Opening::Insecure,
        Err(_) => Opening::Away,
    }
}
