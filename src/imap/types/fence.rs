//! Until when a connection may send: who changes mail has a turn that may run out, and does not notice while its process stands still.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime};

/// Says until when something may be sent. Cheap to clone; all clones say the same.
#[derive(Debug, Clone, Default)]
pub struct Fence(Arc<Mutex<Option<(Instant, SystemTime)>>>);

impl Fence {
    /// Lets it hold for so long from that moment on, by both clocks: one stands still while a machine sleeps, the other may be set back.
    pub fn extend(&self, (from, by_the_wall): (Instant, SystemTime), time: Duration) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((from + time, by_the_wall + time));
    }

    /// Lets nothing more be sent.
    pub fn fall(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = None;
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
        let (same, now, minute) = (fence.clone(), (Instant::now(), SystemTime::now()), Duration::from_secs(60));
        fence.extend(now, minute);
        assert!(same.holds());
        fence.extend(now, Duration::ZERO);
        assert!(!same.holds());
        fence.extend((Instant::now(), SystemTime::now()), minute);
        assert!(same.holds());
        // A machine that slept: its other clock stood still.
        fence.extend((Instant::now(), SystemTime::now() - 2 * minute), minute);
        assert!(!same.holds());
        fence.extend((Instant::now(), SystemTime::now()), minute);
        fence.fall();
        assert!(!same.holds());
    }
}
