//! Bounds failed tries. A try takes a token and gets it back when it did not fail, so that guessing in parallel gains nothing
//! and an owner who signs in often is never locked out; libraries that count every request cannot give back.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Keys that are remembered; the fullest bucket, which has the least to forget, goes first.
const MOST: usize = 20_000;

/// Counts failed tries by key.
#[derive(Debug)]
pub struct Limiter<K> {
    capacity: u32,
    refill: Duration,
    buckets: Mutex<BTreeMap<K, Bucket>>,
}

#[derive(Debug, Clone, Copy)]
struct Bucket {
    /// Tokens at `since`.
    tokens: f64,
    since: Instant,
}

/// Says whether a try may be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RateDecision {
    /// It may; the token is taken.
    Allowed,
    /// Not before this time has passed.
    RetryAfter(Duration),
}

impl<K: Ord + Clone> Limiter<K> {
    /// Allows `capacity` failed tries at once, and one more for every `refill`.
    pub fn new(capacity: u32, refill: Duration) -> Self {
        Self { capacity: capacity.max(1), refill: refill.max(Duration::from_millis(1)), buckets: Mutex::default() }
    }

    /// Takes a token.
    pub fn take(&self, key: &K, now: Instant) -> RateDecision {
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        let tokens = buckets.get(key).map_or(f64::from(self.capacity), |bucket| self.tokens(bucket, now));
        if tokens < 1.0 {
            return RateDecision::RetryAfter(self.refill.mul_f64(1.0 - tokens));
        }
        if buckets.len() >= MOST && !buckets.contains_key(key) {
            self.forget(&mut buckets, now);
        }
        buckets.insert(key.clone(), Bucket { tokens: tokens - 1.0, since: now });
        RateDecision::Allowed
    }

    /// Returns how long it is until there is a token, without taking any; `None` where there is one.
    pub fn wait(&self, key: &K, now: Instant) -> Option<Duration> {
        let buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        let tokens = self.tokens(buckets.get(key)?, now);
        (tokens < 1.0).then(|| self.refill.mul_f64(1.0 - tokens))
    }

    /// Gives a token back: the try did not fail.
    pub fn give_back(&self, key: &K, now: Instant) {
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(bucket) = buckets.get(key) else { return };
        let tokens = (self.tokens(bucket, now) + 1.0).min(f64::from(self.capacity));
        if tokens >= f64::from(self.capacity) {
            buckets.remove(key);
        } else {
            buckets.insert(key.clone(), Bucket { tokens, since: now });
        }
    }

    fn tokens(&self, bucket: &Bucket, now: Instant) -> f64 {
        let refilled = now.saturating_duration_since(bucket.since).div_duration_f64(self.refill);
        (bucket.tokens + refilled).min(f64::from(self.capacity))
    }

    fn forget(&self, buckets: &mut BTreeMap<K, Bucket>, now: Instant) {
        let full = f64::from(self.capacity);
        buckets.retain(|_, bucket| self.tokens(bucket, now) < full);
        if buckets.len() >= MOST {
            // A tenth at once, so that this is done seldom.
            let mut keys: Vec<(K, f64)> = buckets.iter().map(|(key, b)| (key.clone(), self.tokens(b, now))).collect();
            keys.sort_by(|a, b| b.1.total_cmp(&a.1));
            for (key, _) in keys.into_iter().take(MOST / 10) {
                buckets.remove(&key);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_failed_tries_count_and_waiting_helps() {
        let limiter = Limiter::new(2, Duration::from_secs(60));
        let start = Instant::now();
        for _ in 0..100 {
            assert_eq!(limiter.take(&"anna", start), RateDecision::Allowed);
            limiter.give_back(&"anna", start);
        }
        assert_eq!(limiter.take(&"anna", start), RateDecision::Allowed);
        assert_eq!(limiter.take(&"anna", start), RateDecision::Allowed);
        assert_eq!(limiter.take(&"anna", start), RateDecision::RetryAfter(Duration::from_secs(60)));
        assert_eq!(limiter.take(&"ben", start), RateDecision::Allowed, "others are not held up");
        assert_eq!(limiter.take(&"anna", start + Duration::from_secs(61)), RateDecision::Allowed);
        assert!(matches!(limiter.take(&"anna", start + Duration::from_secs(61)), RateDecision::RetryAfter(_)));
    }

    #[test]
    fn memory_is_bounded_and_who_failed_most_is_kept() {
        let limiter = Limiter::new(2, Duration::from_secs(60));
        let start = Instant::now();
        limiter.take(&0, start);
        limiter.take(&0, start);
        for key in 1..(MOST + 100) {
            limiter.take(&key, start);
        }
        assert!(limiter.buckets.lock().is_ok_and(|buckets| buckets.len() <= MOST));
        assert!(matches!(limiter.take(&0, start), RateDecision::RetryAfter(_)));
    }
}
