//! Counts tries of a password that failed, by whose they are: in the memory of the one process there is, or, where several nodes share
//! a database, in that.

use super::limiter::{Limiter, RateDecision};
use super::signing_key::SigningKey;
use crate::store::failed_tries::{self as rows, Allowance};
use crate::store::{self, Store};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Whose tries are counted together, as a digest under the site's key.
pub(super) type Whose = [u8; 32];

/// Tries of one kind. Cheap to clone.
#[derive(Debug, Clone)]
pub(super) struct Tries {
    key: SigningKey,
    /// What is counted, such as `by owner`: no two kinds ever share a key.
    kind: &'static str,
    counts: Counts,
}

#[derive(Debug, Clone)]
enum Counts {
    Here(Arc<Limiter<Whose>>),
    Shared(Store, Allowance),
}

impl Tries {
    /// Allows `capacity` failed tries at once, and one more for every `refill`.
    pub fn new(store: &Store, key: SigningKey, kind: &'static str, capacity: u32, refill: Duration) -> Self {
        let counts = if store.is_shared() {
            Counts::Shared(store.clone(), Allowance { capacity, refill })
        } else {
            Counts::Here(Arc::new(Limiter::new(capacity, refill)))
        };
        Self { key, kind, counts }
    }

    /// Names whose tries they are.
    pub fn whose(&self, parts: &[&[u8]]) -> Whose {
        self.key.digest(self.kind, parts)
    }

    /// Takes a try.
    ///
    /// # Errors
    /// The database's, where it counts; then none was taken, as far as can be known.
    pub async fn take(&self, whose: &Whose) -> store::Result<RateDecision> {
        match &self.counts {
            Counts::Here(limiter) => Ok(limiter.take(whose, Instant::now())),
            Counts::Shared(store, allowance) => {
                if rows::take(store, whose, *allowance).await? {
                    return Ok(RateDecision::Allowed);
                }
                // Where one has come back since, the next try gets it.
                Ok(RateDecision::RetryAfter(self.wait(whose).await?.unwrap_or_default()))
            }
        }
    }

    /// Returns how long it is until there is a try, without taking any; `None` where there is one.
    ///
    /// # Errors
    /// The database's, where it counts.
    pub async fn wait(&self, whose: &Whose) -> store::Result<Option<Duration>> {
        match &self.counts {
            Counts::Here(limiter) => Ok(limiter.wait(whose, Instant::now())),
            Counts::Shared(store, allowance) => rows::wait(store, whose, *allowance).await,
        }
    }

    /// Gives a try back: it did not fail. What the database does not take comes back with time.
    pub async fn give_back(&self, whose: &Whose) {
        match &self.counts {
            Counts::Here(limiter) => limiter.give_back(whose, Instant::now()),
            Counts::Shared(store, allowance) => {
                if let Err(error) = rows::give_back(store, whose, *allowance).await {
                    tracing::warn!("a try that did not fail could not be given back: {error}");
                }
            }
        }
    }

    /// Gives a try back where nobody can wait for it.
    pub fn give_back_apart(&self, whose: Whose) {
        match &self.counts {
            Counts::Here(limiter) => limiter.give_back(&whose, Instant::now()),
            Counts::Shared(..) => {
                // Without a runtime the process ends.
                if let Ok(runtime) = tokio::runtime::Handle::try_current() {
                    let tries = self.clone();
                    runtime.spawn(async move { tries.give_back(&whose).await });
                }
            }
        }
    }

    /// Forgets what the database need not know any more, where it counts.
    ///
    /// # Errors
    /// The database's.
    pub async fn sweep(store: &Store) -> store::Result<u64> {
        if store.is_shared() { rows::sweep(store).await } else { Ok(0) }
    }
}
