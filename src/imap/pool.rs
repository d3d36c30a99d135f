//! Connections: one task for each, borrowed by account, bounded for each account and in all.
//!
//! A connection lives in a task of its own. Whoever borrows it sends work to that task, so that a caller who goes away
//! (a closed browser) never leaves a command half read.

use super::connect::{Endpoint, Trust};
use super::error::{Error, Result};
use super::login::{self, Credentials};
use super::session::Session;
use futures_util::future::BoxFuture;
use secrecy::ExposeSecret as _;
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc, oneshot};
use tokio::time::timeout;

/// How long a caller waits for a connection before it is told that all are in use.
const WAIT: Duration = Duration::from_secs(20);

/// Accounts that are remembered before those without a connection are forgotten.
const PLACES: usize = 256;

/// Bounds the connections of a pool.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Connections an account may hold at once; servers allow few from one address (Dovecot: 10 for each user).
    pub per_account: usize,
    /// Connections in all.
    pub total: usize,
    /// How long an unused connection is kept.
    pub idle: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self { per_account: 2, total: 500, idle: Duration::from_secs(120) }
    }
}

/// Names an account without holding its password: a hash of user and password under a key of this process.
type Key = [u8; 32];

/// Is work for a connection.
type Job = Box<dyn for<'a> FnOnce(&'a mut Session) -> BoxFuture<'a, ()> + Send>;

/// Lends signed-in connections to one server.
#[derive(Debug)]
pub struct Pool {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    endpoint: Endpoint,
    limits: Limits,
    trust: Trust,
    secret: [u8; 32],
    total: Arc<Semaphore>,
    accounts: Mutex<BTreeMap<Key, Place>>,
}

/// Is where an account's connections wait.
#[derive(Debug)]
struct Place {
    permits: Arc<Semaphore>,
    idle: Vec<Line>,
}

impl Place {
    /// Tells whether a connection waits here, or somebody holds or wants one.
    fn is_used(&mut self) -> bool {
        self.idle.retain(|line| !line.jobs.is_closed());
        !self.idle.is_empty() || Arc::strong_count(&self.permits) > 1
    }
}

/// Is the handle of a connection's task; when it is dropped, the task logs out.
#[derive(Debug)]
struct Line {
    jobs: mpsc::Sender<Job>,
}

impl Pool {
    /// Prepares a pool; no connection is made yet.
    pub fn new(endpoint: Endpoint, limits: Limits) -> Self {
        let mut secret = [0; 32];
        // Without randomness the key is still a hash, and never leaves the process.
        let _ = getrandom::fill(&mut secret);
        let total = Arc::new(Semaphore::new(limits.total.max(1)));
        let shared = Shared { endpoint, limits, trust: Trust::default(), secret, total, accounts: Mutex::default() };
        Self { shared: Arc::new(shared) }
    }

    /// Borrows a connection of this account: one that waits, else a new one.
    ///
    /// # Errors
    /// [`Error::Busy`] when none comes free in time; [`Error::Refused`] when the server refuses the credentials.
    pub async fn lease(&self, credentials: &Credentials) -> Result<Lease> {
        let (key, permit) = self.permit(credentials).await?;
        let idle = self.shared.accounts().get_mut(&key).and_then(|place| {
            place.idle.retain(|line| !line.jobs.is_closed());
            place.idle.pop()
        });
        let was_idle = idle.is_some();
        let line = match idle {
            Some(line) => line,
            None => self.open(credentials).await?,
        };
        Ok(Lease { line: Some(line), was_idle, key, shared: self.shared.clone(), _permit: permit })
    }

    /// Borrows a connection that was opened with these credentials just now: the proof of a password.
    ///
    /// # Errors
    /// As [`Pool::lease`].
    pub async fn lease_fresh(&self, credentials: &Credentials) -> Result<Lease> {
        let (key, permit) = self.permit(credentials).await?;
        let line = self.open(credentials).await?;
        Ok(Lease { line: Some(line), was_idle: false, key, shared: self.shared.clone(), _permit: permit })
    }

    /// Ends the waiting connections of an account with LOGOUT.
    pub fn forget(&self, credentials: &Credentials) {
        let key = self.shared.key(credentials);
        if let Some(place) = self.shared.accounts().get_mut(&key) {
            place.idle.clear();
        }
    }

    /// Ends every waiting connection with LOGOUT, and waits a little for that.
    pub async fn shut_down(&self) {
        self.shared.accounts().clear();
        let all = u32::try_from(self.shared.limits.total.max(1)).unwrap_or(u32::MAX);
        let _ = timeout(Duration::from_secs(5), self.shared.total.acquire_many(all)).await;
    }

    async fn permit(&self, credentials: &Credentials) -> Result<(Key, OwnedSemaphorePermit)> {
        let key = self.shared.key(credentials);
        let permits = {
            let mut accounts = self.shared.accounts();
            // Refused sign-ins and connections that ended by themselves leave places behind.
            if accounts.len() >= PLACES && !accounts.contains_key(&key) {
                accounts.retain(|_, place| place.is_used());
            }
            let most = self.shared.limits.per_account.max(1);
            let fresh = || Place { permits: Arc::new(Semaphore::new(most)), idle: Vec::new() };
            accounts.entry(key).or_insert_with(fresh).permits.clone()
        };
        let permit = timeout(WAIT, permits.acquire_owned()).await;
        Ok((key, permit.map_err(|_| Error::Busy)?.map_err(|_| Error::Busy)?))
    }

    /// Opens a connection in a task of its own, so that it is either whole or gone, whoever waits for it.
    async fn open(&self, credentials: &Credentials) -> Result<Line> {
        let total = self.shared.total_permit().await?;
        let (shared, credentials) = (self.shared.clone(), credentials.clone());
        let opening = tokio::spawn(async move {
            let (exchange, capabilities) = login::open(&shared.endpoint, &shared.trust, &credentials).await?;
            let (jobs, work) = mpsc::channel(1);
            tokio::spawn(serve(Session::new(exchange, capabilities), work, shared.limits.idle, total));
            Ok(Line { jobs })
        });
        opening.await.map_err(|_| Error::Protocol("the sign-in was not understood"))?
    }
}

/// Serves a connection: does the work that comes, and logs out when nothing comes for a while or nobody can send any more.
async fn serve(mut session: Session, mut work: mpsc::Receiver<Job>, idle: Duration, _total: OwnedSemaphorePermit) {
    while let Ok(Some(job)) = timeout(idle, work.recv()).await {
        job(&mut session).await;
        if session.is_broken() {
            return;
        }
    }
    work.close();
    session.log_out().await;
}

impl Shared {
    /// A poisoned lock is still a map of handles.
    fn accounts(&self) -> MutexGuard<'_, BTreeMap<Key, Place>> {
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
    async fn total_permit(&self) -> Result<OwnedSemaphorePermit> {
        if let Ok(permit) = self.total.clone().try_acquire_owned() {
            return Ok(permit);
        }
        let idle = self.accounts().values_mut().find_map(|place| place.idle.pop());
        drop(idle);
        let permit = timeout(WAIT, self.total.clone().acquire_owned()).await;
        permit.map_err(|_| Error::Busy)?.map_err(|_| Error::Busy)
    }
}

/// Is a borrowed connection; it goes back when dropped.
#[derive(Debug)]
pub struct Lease {
    line: Option<Line>,
    was_idle: bool,
    key: Key,
    shared: Arc<Shared>,
    _permit: OwnedSemaphorePermit,
}

impl Lease {
    /// Tells whether the connection had been waiting, and may have ended unnoticed meanwhile.
    pub fn was_idle(&self) -> bool {
        self.was_idle
    }

    /// Replaces the connection by a new one.
    ///
    /// # Errors
    /// As [`Pool::lease`].
    pub async fn renew(&mut self, pool: &Pool, credentials: &Credentials) -> Result<()> {
        self.line = None;
        self.line = Some(pool.open(credentials).await?);
        self.was_idle = false;
        Ok(())
    }

    /// Does work on the connection, to its end even if the caller goes away.
    ///
    /// # Errors
    /// What the work says; [`Error::Closed`] when the connection is gone, so that it is not known how far the work came.
    pub async fn run<T, F>(&self, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: for<'a> FnOnce(&'a mut Session) -> BoxFuture<'a, Result<T>> + Send + 'static,
    {
        let (answer, answered) = oneshot::channel();
        let job: Job = Box::new(move |session| {
            Box::pin(async move {
                let _ = answer.send(work(session).await);
            })
        });
        let line = self.line.as_ref().ok_or(Error::Closed)?;
        line.jobs.send(job).await.map_err(|_| Error::Closed)?;
        answered.await.map_err(|_| Error::Closed)?
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        let mut accounts = self.shared.accounts();
        let line = self.line.take().filter(|line| !line.jobs.is_closed());
        if let Some(place) = accounts.get_mut(&self.key) {
            place.idle.extend(line);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::imap::Security;

    #[tokio::test]
    async fn accounts_that_hold_no_connection_are_forgotten() {
        let endpoint = Endpoint { host: "127.0.0.1".into(), port: 1, security: Security::Plain, ca_file: None };
        let pool = Pool::new(endpoint, Limits::default());
        for guess in 0..2 * PLACES {
            let credentials = Credentials { user: "anna".into(), password: guess.to_string().into() };
            assert!(pool.lease_fresh(&credentials).await.is_err(), "nothing listens on port 1");
        }
        assert!(pool.shared.accounts().len() <= PLACES);
    }
}
