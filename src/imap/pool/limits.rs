//! How many connections there may be, and for how long.

use crate::imap::client::ANSWER;
use std::time::Duration;

/// Bounds the connections of a pool.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Connections an account may hold at once; servers allow few from one address (Dovecot: 10 for each user).
    pub per_account: usize,
    /// Connections in all.
    pub total: usize,
    /// How long an unused connection is kept.
    pub idle: Duration,
    /// How long a connection proves the password it was opened with: one that is older is lent to nobody, and a new one is opened
    /// instead, with the password of whoever asks. While the server is away that fails, and the page says so; nothing is done
    /// on a connection whose password may have been changed.
    pub max_age: Duration,
    /// How long a caller waits for a connection before it is told that all are in use.
    pub wait: Duration,
    /// How long the server may take to answer; a search may take three times as long, a move four times.
    pub answer: Duration,
}

impl Limits {
    /// Returns how many connections an account may hold: one at least, or it could not be used.
    pub(super) fn most(&self) -> usize {
        self.per_account.max(1)
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            per_account: 2,
            total: 500,
            idle: Duration::from_secs(120),
            max_age: Duration::from_secs(900),
            wait: Duration::from_secs(20),
            answer: ANSWER,
        }
    }
}
