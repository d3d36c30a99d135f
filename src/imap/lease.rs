//! A borrowed connection, and the seat that gives the right to it.

use super::error::{Error, Result};
use super::line::{Answer, Job, Line};
use super::login::Credentials;
use super::pool::{Key, Place, Pool, Shared};
use super::session::Session;
use futures_util::future::BoxFuture;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};

/// Is the right to hold one of an account's connections, or to wait for it; the account is remembered as long.
#[derive(Debug)]
pub(super) struct Seat {
    pub key: Key,
    pub permits: Option<Arc<Semaphore>>,
    pub permit: Option<OwnedSemaphorePermit>,
    pub shared: Arc<Shared>,
}

impl Seat {
    /// Lets a connection wait for the next caller; it ends where others wait for room, or its account has signed out.
    fn keep(&self, line: Line, beside: bool) {
        let mut accounts = self.shared.accounts();
        let wanted = self.shared.waiting.load(Ordering::SeqCst) > 0;
        let ours = |place: &&mut Place| self.permits.as_ref().is_some_and(|ours| Arc::ptr_eq(ours, &place.permits));
        if let Some(place) = accounts.get_mut(&self.key).filter(ours).filter(|_| !wanted) {
            // The one that was lent for a question beside the page is the first to be taken for something else.
            let at = if beside { 0 } else { place.idle.len() };
            place.idle.insert(at, line);
        }
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.permit = None;
        self.permits = None;
        self.shared.tidy(&self.key);
    }
}

/// Is a borrowed connection; it goes back when dropped.
#[derive(Debug)]
pub struct Lease {
    pub(super) line: Option<Line>,
    pub(super) was_idle: bool,
    pub(super) beside: bool,
    pub(super) seat: Seat,
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
        self.line = Some(pool.open(credentials, pool.deadline()).await?);
        self.was_idle = false;
        Ok(())
    }

    /// Does work on the connection, to its end even if the caller goes away.
    ///
    /// # Errors
    /// What the work says; [`Error::Closed`] when the connection is gone and the work was not begun; [`Error::BrokenOff`] when it
    /// was begun, so that it is not known how far it came.
    pub async fn run<T, F>(&self, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: for<'a> FnOnce(&'a mut Session) -> BoxFuture<'a, Result<T>> + Send + 'static,
    {
        let (answer, answered) = oneshot::channel();
        let begun = Arc::new(AtomicBool::new(false));
        let begins = begun.clone();
        let job: Job = Box::new(move |session| {
            begins.store(true, Ordering::SeqCst);
            Box::pin(async move {
                let done = work(session).await;
                let hand_out: Answer = Box::new(move || drop(answer.send(done)));
                hand_out
            })
        });
        let line = self.line.as_ref().ok_or(Error::Closed)?;
        if !line.send(job).await {
            return Err(Error::Closed);
        }
        let lost = |_| if begun.load(Ordering::SeqCst) { Error::BrokenOff } else { Error::Closed };
        answered.await.map_err(lost)?
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        if let Some(line) = self.line.take().filter(Line::is_good) {
            self.seat.keep(line, self.beside);
        }
    }
}
