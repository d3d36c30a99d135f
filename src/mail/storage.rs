//! How full the mailbox is.

use crate::imap::QuotaRoot;

/// Tells what is used of what the provider allows (RFC 9208), the tightest quota root of INBOX.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Storage {
    /// Octets in use (the STORAGE resource, which counts units of 1024 octets).
    pub used: u64,
    /// Octets allowed; never 0.
    pub limit: u64,
}

impl Storage {
    /// Picks the root that is fullest; a limit of 0 counts as none.
    pub(super) fn tightest(roots: &[QuotaRoot]) -> Option<Self> {
        let storages = roots.iter().filter_map(|root| root.storage).filter(|&(_, limit)| limit > 0);
        storages.map(|(used, limit)| Self { used, limit }).max_by_key(|storage| storage.permille())
    }

    fn permille(self) -> u64 {
        self.used.saturating_mul(1000) / self.limit.max(1)
    }

    /// Returns how full the mailbox is, in whole per cent, rounded down; more than 100 when over quota.
    pub fn percent(self) -> u64 {
        self.permille() / 10
    }

    /// Returns whether the page should warn: 90 per cent or more.
    pub fn is_nearly_full(self) -> bool {
        self.percent() >= 90
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fullest_root_counts() {
        let root = |used, limit| QuotaRoot { name: String::new(), storage: Some((used, limit)) };
        let none = QuotaRoot { name: String::new(), storage: None };
        let storage = Storage::tightest(&[root(50, 1000), root(95, 100), root(1, 0), none]).unwrap();
        assert_eq!((storage.used, storage.percent(), storage.is_nearly_full()), (95, 95, true));
        assert_eq!(Storage::tightest(&[root(5, 0)]), None);
    }
}
