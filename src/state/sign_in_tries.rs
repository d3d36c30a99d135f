//! What a try to sign in takes, and when it gives it back.

use super::limiter::{Limiter, RateDecision};
use crate::config;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Tries under way at once. They go on without a browser, so that the number of browsers does not bound them.
const UNDER_WAY: usize = 1000;

/// Whose failed tries are counted together: those for one mailbox, or of one browser that its owner has used before.
type Whose = (String, Option<String>);

/// Counts failed sign-ins: by mailbox, whatever address led to it, and by the client's network, where it has one.
#[derive(Debug)]
pub struct SignInTries {
    by_owner: Limiter<Whose>,
    by_client: Limiter<IpAddr>,
    under_way: Arc<Semaphore>,
}

/// Says why no try may be made now.
#[derive(Debug)]
pub enum Declined {
    /// Too many failed: after so long there is one more.
    Wait(Duration),
    /// Too many are under way, whoever made them.
    Full,
}

impl SignInTries {
    /// Allows as many as the configuration says.
    pub fn new(config: &config::Login) -> Self {
        let refill = Duration::from_secs(config.refill_seconds);
        Self {
            by_owner: Limiter::new(config.tries_per_address, refill),
            by_client: Limiter::new(config.tries_per_client, refill / 4),
            under_way: Arc::new(Semaphore::new(UNDER_WAY)),
        }
    }

    /// Returns how long such a try would have to wait; `None` where it need not.
    pub fn wait(&self, network: Option<IpAddr>, owner: String, device: Option<String>) -> Option<Duration> {
        let now = Instant::now();
        let of_network = network.filter(|_| device.is_none()).and_then(|network| self.by_client.wait(&network, now));
        of_network.max(self.by_owner.wait(&(owner, device), now))
    }

    /// Takes a try for the mailbox of `owner`; a browser that was signed in to it before has tries of its own, under the name of
    /// the `device`, and pays for none of its `network`. That is the client's; `None` where others stand behind the same one.
    ///
    /// A try that is refused still costs the client's network: else a client that never stops would get each try that the mailbox
    /// gets back before its owner does.
    ///
    /// # Errors
    /// How long to wait, or that too many are under way.
    pub fn take(
        self: &Arc<Self>,
        network: Option<IpAddr>,
        owner: String,
        device: Option<String>,
    ) -> Result<SignInTry, Declined> {
        let network = network.filter(|_| device.is_none());
        let permit = self.under_way.clone().try_acquire_owned().map_err(|_| Declined::Full)?;
        let (whose, now) = ((owner, device), Instant::now());
        if let Some(RateDecision::RetryAfter(wait)) = network.map(|network| self.by_client.take(&network, now)) {
            return Err(Declined::Wait(wait));
        }
        if let RateDecision::RetryAfter(wait) = self.by_owner.take(&whose, now) {
            return Err(Declined::Wait(wait));
        }
        Ok(SignInTry { tries: self.clone(), network, whose, failed: false, _permit: permit })
    }
}

/// A try under way. Dropped, it costs nothing, whatever ended it.
#[derive(Debug)]
#[must_use = "a try that is dropped is given back"]
pub struct SignInTry {
    tries: Arc<SignInTries>,
    network: Option<IpAddr>,
    whose: Whose,
    failed: bool,
    _permit: OwnedSemaphorePermit,
}

impl SignInTry {
    /// Ends a try that failed: it stays taken.
    pub fn fail(mut self) {
        self.failed = true;
    }
}

impl Drop for SignInTry {
    fn drop(&mut self) {
        if !self.failed {
            let now = Instant::now();
            if let Some(network) = &self.network {
                self.tries.by_client.give_back(network, now);
            }
            self.tries.by_owner.give_back(&self.whose, now);
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test says what is wrong by failing")]
mod tests {
    use super::*;

    fn tries(tries_per_address: u32, tries_per_client: u32) -> Arc<SignInTries> {
        let refill_seconds = 3600;
        Arc::new(SignInTries::new(&config::Login { tries_per_address, tries_per_client, refill_seconds }))
    }

    fn client(last: u8) -> Option<IpAddr> {
        Some([192, 0, 2, last].into())
    }

    #[test]
    fn a_try_that_ends_without_a_verdict_is_given_back() {
        let tries = tries(1, 1);
        for _ in 0..3 {
            drop(tries.take(client(1), "anna".into(), None).unwrap());
        }
        tries.take(client(1), "anna".into(), None).unwrap().fail();
        assert!(tries.take(client(1), "ben".into(), None).is_err(), "the client's is used up");
        assert!(tries.take(client(2), "anna".into(), None).is_err(), "the mailbox's is used up");
        assert!(tries.take(client(3), "ben".into(), None).is_ok());
    }

    #[test]
    fn tries_under_way_are_bounded_and_one_that_finds_no_room_costs_nothing() {
        let (tries, proxy) = (tries(1, 1), None);
        let under_way: Vec<SignInTry> =
            (0..UNDER_WAY).map(|n| tries.take(proxy, n.to_string(), None).unwrap()).collect();
        assert!(matches!(tries.take(client(1), "anna".into(), None), Err(Declined::Full)));
        drop(under_way);
        assert!(tries.take(client(1), "anna".into(), None).is_ok());
    }

    #[test]
    fn behind_a_proxy_that_names_nobody_nobody_pays_for_another() {
        let (tries, proxy) = (tries(1, 1), None);
        for owner in ["anna", "ben"] {
            tries.take(proxy, owner.into(), None).unwrap().fail();
            assert!(tries.take(proxy, owner.into(), None).is_err(), "{owner} has no more");
        }
    }

    #[test]
    fn who_asks_for_what_is_used_up_pays_for_it() {
        let tries = tries(1, 3);
        tries.take(client(1), "anna".into(), None).unwrap().fail();
        for _ in 0..2 {
            assert!(tries.take(client(1), "anna".into(), None).is_err());
        }
        assert!(tries.take(client(1), "ben".into(), None).is_err(), "the client has used up its tries");
    }
}
