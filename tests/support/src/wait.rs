//! Waits for what happens by itself.

use std::time::{Duration, Instant};

/// Waits until something is so, looking again and again; stops the test when it does not become so.
pub fn until(what: &str, is_so: impl Fn() -> bool) {
    let start = Instant::now();
    while !is_so() {
        assert!(start.elapsed() < Duration::from_secs(20), "it did not happen: {what}");
        std::thread::sleep(Duration::from_millis(5));
    }
}
