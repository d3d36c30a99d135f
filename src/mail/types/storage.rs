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
    pub(in crate::mail) fn tightest(roots: &[QuotaRoot]) -> Option<Self> {
        let storages = roots.iter().filter_map(|root| root.storage).filter(|&(_, limit)| limit > 0);
        storages.map(|(used, limit)| Self { used, limit }).max_by_key(|storage| storage.permille())
    }

    fn permille(self) -> u64 {
        let permille = u128::from(self.used) * 1000 / u128::from(self.limit.max(1));
        u64::try_from(permille).unwrap_or(u64::MAX)
    }

    /// Returns how full the mailbox is, in whole per cent, rounded down; more than 100 when over quota.
    pub fn percent(self) -> u64 {
        self.permille() / 10
    }

    /// Returns whether nothing more goes in.
    pub fn is_full(self) -> bool {
        self.used >= self.limit
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

    #[test]
    fn a_mailbox_with_room_is_not_a_hundred_per_cent_full() {
        for (used, limit, percent, full) in [
            (0, 1, 0, false),
            (999, 1000, 99, false),
            (1000, 1000, 100, true),
            (1049, 1000, 104, true),
            (u64::MAX - 1, u64::MAX, 99, false),
        ] {
            let storage = Storage { used, limit };
            assert_eq!((storage.percent(), storage.is_full()), (percent, full), "{used} of {limit}");
            assert_eq!(storage.percent() >= 100, storage.is_full());
        }
    }
}
