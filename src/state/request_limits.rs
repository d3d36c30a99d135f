//! Bounds what one client and one session ask for: how many requests a minute, and how many at once. In memory alone: who asks for too
//! much is refused before the database or a mail server is asked anything.

use super::limiter::{Limiter, RateDecision};
use crate::config;
use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// In what time as many requests may come as the configuration says.
const MINUTE: Duration = Duration::from_secs(60);
/// After this it may be tried again, where too many are under way.
const SOON: Duration = Duration::from_secs(1);

/// Names a session without opening it.
type SessionKey = [u8; 32];

/// Counts the requests of clients and of sessions.
#[derive(Debug)]
pub struct RequestLimits {
    by_client: Arc<Limit<IpAddr>>,
    by_session: Arc<Limit<SessionKey>>,
    refused: AtomicU64,
}

/// Lets one request be, until dropped.
#[derive(Debug)]
pub struct RequestPermit {
    _client: Option<Place<IpAddr>>,
    _session: Option<Place<SessionKey>>,
}

impl RequestLimits {
    /// Allows as many as the configuration says.
    pub fn new(config: &config::Limits) -> Self {
        Self {
            by_client: Arc::new(Limit::new(config.per_client, config.per_client_at_once)),
            by_session: Arc::new(Limit::new(config.per_session, config.per_session_at_once)),
            refused: AtomicU64::new(0),
        }
    }

    /// Lets a request of a client's network and of a session in, as far as they are given.
    ///
    /// One that is `known` to be a session draws on its own limit alone, where it has one: others are behind the same network, and one of
    /// them may have used up what that one has. Anybody can invent others; they are the network's first, and what such a session is refused
    /// costs it nothing.
    ///
    /// # Errors
    /// How long to wait.
    pub fn admit(
        &self,
        network: Option<IpAddr>,
        session: Option<SessionKey>,
        known: bool,
    ) -> Result<RequestPermit, Duration> {
        let network = network.filter(|_| !(known && session.is_some() && self.by_session.is_bounded()));
        let admitted = self.places(network, session, Instant::now());
        admitted.inspect_err(|_| {
            self.refused.fetch_add(1, Ordering::Relaxed);
        })
    }

    fn places(
        &self,
        network: Option<IpAddr>,
        session: Option<SessionKey>,
        now: Instant,
    ) -> Result<RequestPermit, Duration> {
        let client = network.map(|network| self.by_client.enter(network, now)).transpose()?;
        match session.map(|session| self.by_session.enter(session, now)).transpose() {
            Ok(session) => Ok(RequestPermit { _client: client, _session: session }),
            Err(wait) => {
                client.iter().for_each(|place| place.give_back(now));
                Err(wait)
            }
        }
    }

    /// Returns how many were refused since this was last asked.
    pub fn take_refused(&self) -> u64 {
        self.refused.swap(0, Ordering::Relaxed)
    }
}

/// What one of a kind may ask for.
#[derive(Debug)]
struct Limit<K> {
    rate: Option<Limiter<K>>,
    at_once: usize,
    /// As many as there are requests under way, at most.
    under_way: Mutex<BTreeMap<K, usize>>,
}

impl<K: Ord + Clone> Limit<K> {
    fn new(per_minute: u32, at_once: usize) -> Self {
        let rate = (per_minute > 0).then(|| Limiter::new(per_minute, MINUTE / per_minute));
        Self { rate, at_once: if at_once == 0 { usize::MAX } else { at_once }, under_way: Mutex::default() }
    }

    /// Tells whether both what comes in a minute and what is under way have an end.
    fn is_bounded(&self) -> bool {
        self.rate.is_some() && self.at_once < usize::MAX
    }

    fn enter(self: &Arc<Self>, key: K, now: Instant) -> Result<Place<K>, Duration> {
        {
            let mut under_way = self.under_way();
            let count = under_way.entry(key.clone()).or_default();
            if *count >= self.at_once {
                return Err(SOON);
            }
            *count += 1;
        }
        let place = Place { limit: self.clone(), key };
        match self.rate.as_ref().map(|rate| rate.take(&place.key, now)) {
            Some(RateDecision::RetryAfter(wait)) => Err(wait),
            Some(RateDecision::Allowed) | None => Ok(place),
        }
    }

    fn under_way(&self) -> MutexGuard<'_, BTreeMap<K, usize>> {
        self.under_way.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Counts one request, until dropped.
#[derive(Debug)]
struct Place<K: Ord + Clone> {
    limit: Arc<Limit<K>>,
    key: K,
}

impl<K: Ord + Clone> Place<K> {
    /// Takes back that it came: it was not let in.
    fn give_back(&self, now: Instant) {
        if let Some(rate) = &self.limit.rate {
            rate.give_back(&self.key, now);
        }
    }
}

impl<K: Ord + Clone> Drop for Place<K> {
    fn drop(&mut self) {
        let mut under_way = self.limit.under_way();
        if let Some(count) = under_way.get_mut(&self.key) {
            *count = count.saturating_sub(1);
            if *count == 0 {
                under_way.remove(&self.key);
            }
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic, reason = "a test says what is wrong by failing")]
mod tests {
    use super::*;

    fn limits(per_client: (u32, usize), per_session: (u32, usize)) -> RequestLimits {
        RequestLimits::new(&config::Limits {
            per_client: per_client.0,
            per_client_at_once: per_client.1,
            per_session: per_session.0,
            per_session_at_once: per_session.1,
        })
    }

    fn network(last: u8) -> Option<IpAddr> {
        Some([192, 0, 2, last].into())
    }

    #[test]
    fn so_many_are_under_way_at_once_and_the_next_comes_when_one_has_ended() {
        let limits = limits((0, 3), (0, 2));
        let first = limits.admit(network(1), Some([1; 32]), false).unwrap();
        let _second = limits.admit(network(1), Some([1; 32]), false).unwrap();
        assert_eq!(limits.admit(network(1), Some([1; 32]), false).unwrap_err(), SOON, "the session has its two");
        let _third = limits.admit(network(1), Some([2; 32]), false).unwrap();
        assert_eq!(limits.admit(network(1), None, false).unwrap_err(), SOON, "the network has its three");
        assert!(
            limits.admit(network(2), None, false).is_ok() && limits.admit(None, None, false).is_ok(),
            "others go on"
        );
        drop(first);
        let again = limits.admit(network(1), Some([1; 32]), false).unwrap();
        assert_eq!((limits.take_refused(), limits.take_refused()), (2, 0));
        drop((again, _second, _third));
        assert!(limits.by_client.under_way().is_empty() && limits.by_session.under_way().is_empty());
    }

    #[test]
    fn so_many_come_in_a_minute_and_a_session_that_is_refused_costs_its_network_nothing() {
        let limits = limits((5, 0), (3, 0));
        for _ in 0..3 {
            assert!(limits.admit(network(1), Some([1; 32]), false).is_ok());
        }
        for _ in 0..100 {
            let wait = limits.admit(network(1), Some([1; 32]), false).unwrap_err();
            assert!(wait <= MINUTE / 3 && wait > MINUTE / 3 - Duration::from_secs(5), "{wait:?}");
        }
        assert!(
            limits.admit(network(1), None, false).is_ok() && limits.admit(network(1), Some([2; 32]), false).is_ok()
        );
        let wait = limits.admit(network(1), None, false).unwrap_err();
        assert!(wait <= MINUTE / 5, "{wait:?}");
        assert!(limits.by_client.under_way().is_empty(), "who was refused is not under way");
    }

    #[test]
    fn a_session_that_is_known_goes_on_when_a_neighbour_has_used_up_the_networks_share_but_has_its_own_end() {
        let limits = limits((2, 2), (3, 3));
        let _held = [(); 2].map(|()| limits.admit(network(1), None, false).unwrap());
        assert!(limits.admit(network(1), None, true).is_err(), "no session, nothing to be known");
        for _ in 0..3 {
            assert!(limits.admit(network(1), Some([1; 32]), true).is_ok());
        }
        assert!(limits.admit(network(1), Some([1; 32]), true).is_err(), "its own limit");
        for invented in 10..=255 {
            assert!(limits.admit(network(1), Some([invented; 32]), false).is_err());
        }
        let Some(rate) = &limits.by_session.rate else { panic!("sessions have a rate") };
        let now = Instant::now();
        assert_eq!(rate.wait(&[10; 32], now), None, "what its network is refused costs a session nothing");
        assert!(rate.wait(&[1; 32], now).is_some());
    }

    #[test]
    fn where_sessions_have_no_limit_their_network_has() {
        let limits = limits((2, 0), (0, 5));
        assert!([(); 2].iter().all(|()| limits.admit(network(1), Some([1; 32]), true).is_ok()));
        assert!(limits.admit(network(1), Some([1; 32]), true).is_err());
    }
}
