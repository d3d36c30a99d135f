//! How long somebody is told to wait.

use std::time::Duration;

/// Returns how many minutes: one at least.
pub fn minutes(wait: Duration) -> i64 {
    i64::try_from(wait.as_secs().div_ceil(60).max(1)).unwrap_or(i64::MAX)
}
