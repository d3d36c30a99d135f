//! How full the mailbox is.

/// Tells what is used of what the provider allows (RFC 9208), the tightest quota root of INBOX.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Storage {
    /// Octets in use (the STORAGE resource, which counts units of 1024 octets).
    pub used: u64,
    /// Octets allowed; never 0.
    pub limit: u64,
}

impl Storage {
    /// Returns how full the mailbox is, in whole per cent, rounded down; more than 100 when over quota.
    pub fn percent(self) -> u64 {
        self.used.saturating_mul(100) / self.limit.max(1)
    }

    /// Returns whether the page should warn: 90 per cent or more.
    pub fn is_nearly_full(self) -> bool {
        self.percent() >= 90
    }
}
