//! A borrowed connection: work is done on it to its end, and it goes back when it is dropped.

use super::connection::{ConnectionHandle, Deliver, Job};
use super::slots::Permit;
use crate::imap::client::Session;
use crate::imap::types::{Error, Fence, Result};
use futures_util::future::BoxFuture;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tokio::sync::oneshot;
use tracing::Instrument as _;

/// A borrowed connection; it goes back when dropped.
#[derive(Debug)]
pub struct PooledConnection {
    pub(super) connection: Option<ConnectionHandle>,
    pub(super) was_idle: bool,
    pub(super) beside: bool,
    pub(super) permit: Permit,
    pub(super) fence: Option<Fence>,
}

impl PooledConnection {
    /// Tells whether the connection had been waiting, and may have ended unnoticed meanwhile.
    pub fn was_idle(&self) -> bool {
        self.was_idle
    }

    /// Sends from now on only while this holds, also on the connections that take the place of this one.
    pub fn bound_by(mut self, fence: Option<Fence>) -> Self {
        self.fence = fence;
        self
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
        let (begins, fence) = (begun.clone(), self.fence.clone());
        // What the connection's task logs of this work belongs to who asked for it.
        let asking = tracing::Span::current();
        let job: Job = Box::new(move |session| {
            begins.store(true, Ordering::SeqCst);
            let working = async move {
                session.exchange.fence = fence;
                let done = work(session).await;
                session.exchange.fence = None;
                let hand_out: Deliver = Box::new(move || drop(answer.send(done)));
                hand_out
            };
            Box::pin(working.instrument(asking))
        });
        let connection = self.connection.as_ref().ok_or(Error::Closed)?;
        if !connection.send(job).await {
            return Err(Error::Closed);
        }
        let lost = |_| if begun.load(Ordering::SeqCst) { Error::BrokenOff } else { Error::Closed };
        answered.await.map_err(lost)?
    }
}

impl Drop for PooledConnection {
    fn drop(&mut self) {
        if let Some(connection) = self.connection.take().filter(ConnectionHandle::is_good) {
            self.permit.release(connection, self.beside);
        }
    }
}
