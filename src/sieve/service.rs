//! A ManageSieve server, and how many connections to it there are at once.

use super::client::Client;
use super::error::Result;
use crate::imap::{self, Credentials, Endpoint, Limits, TlsRoots};
use std::sync::Arc;
use tokio::sync::Semaphore;
use tokio::time::timeout;

/// Connections to one server at once: each lives as long as one page is drawn.
const AT_ONCE: usize = 16;
/// Pages that wait at once for one of them.
const WAITING: usize = 64;

/// One ManageSieve server. Connections are opened when they are needed and kept for nobody.
#[derive(Debug)]
pub struct Service {
    endpoint: Endpoint,
    trust: TlsRoots,
    limits: Limits,
    slots: Arc<Semaphore>,
    queue: Semaphore,
}

impl Service {
    /// Prepares a server; of the limits, how long a free connection and an answer are waited for.
    pub fn new(endpoint: Endpoint, limits: Limits) -> Self {
        let (slots, queue) = (Arc::new(Semaphore::new(AT_ONCE)), Semaphore::new(WAITING));
        Self { endpoint, trust: TlsRoots::default(), limits, slots, queue }
    }

    /// Connects and signs in.
    ///
    /// # Errors
    /// [`super::Error::SignInRefused`] when the server refuses the credentials; [`super::Error::Line`] when there is no conversation,
    /// none that may carry a password, no connection became free in time, or too many wait for one already.
    pub async fn connect(&self, credentials: &Credentials) -> Result<Client> {
        let place = self.queue.try_acquire().map_err(|_| imap::Error::Busy)?;
        let waiting = timeout(self.limits.wait, self.slots.clone().acquire_owned()).await;
        let slot = waiting.map_err(|_| imap::Error::Busy)?.map_err(|_| imap::Error::Closed)?;
        drop(place);
        Ok(Client::open(&self.endpoint, &self.trust, credentials, self.limits.answer).await?.counted(slot))
    }
}
