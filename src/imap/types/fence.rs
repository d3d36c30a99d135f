//! Until when a connection may send: who changes mail has a turn that may run out, and does not notice while its process stands still.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime};

/// Says until when something may be sent. Cheap to clone; all clones say the same.
#[derive(Debug, Clone, Default)]
pub struct Fence(Arc<Mutex<Option<(Instant, SystemTime)>>>);

impl Fence {
    /// Lets it hold for so long from that moment on.
    pub fn extend(&self, from: Instant, time: Duration) {
        // By both clocks: one stands still while a machine sleeps, the other may be set back.
        let until = from + time;
        let left = until.saturating_duration_since(Instant::now());
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((until, SystemTime::now() + left));
    }

    /// Tells whether something may be sent now.
    pub fn holds(&self) -> bool {
        let until = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        until.is_some_and(|(until, by_the_wall)| Instant::now() < until && SystemTime::now() < by_the_wall)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fence_holds_until_its_time_is_over_and_again_when_that_is_extended() {
        let fence = Fence::default();
        assert!(!fence.holds(), "nobody has said until when");
        let (same, now) = (fence.clone(), Instant::now());
        fence.extend(now, Duration::from_secs(60));
        assert!(same.holds());
        fence.extend(now, Duration::ZERO);
        assert!(!same.holds());
        fence.extend(Instant::now(), Duration::from_secs(60));
        assert!(same.holds());
    }
}
