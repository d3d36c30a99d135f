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

/// What a quota root limits (RFC 9208, 5).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QuotaResource {
    /// STORAGE: octets.
    Storage,
    /// MESSAGE: how many messages.
    Messages,
}

/// Tells what is used of one resource of one quota root.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuotaUse {
    /// The root, as the server calls it.
    pub root: String,
    /// What is limited.
    pub resource: QuotaResource,
    /// What is used and allowed, in octets or messages.
    pub amount: Storage,
}

impl QuotaUse {
    /// Reads quota roots; a limit of 0 counts as none.
    pub(in crate::mail) fn of(roots: &[QuotaRoot]) -> Vec<Self> {
        let mut all = Vec::new();
        for root in roots {
            for (resource, told) in [(QuotaResource::Storage, root.storage), (QuotaResource::Messages, root.messages)] {
                let Some((used, limit)) = told.filter(|&(_, limit)| limit > 0) else { continue };
                all.push(Self { root: root.name.clone(), resource, amount: Storage { used, limit } });
            }
        }
        all
    }
}

impl Storage {
    /// Picks the root that is fullest of those that limit storage.
    pub(in crate::mail) fn tightest(quota: &[QuotaUse]) -> Option<Self> {
        let storages = quota.iter().filter(|quota| quota.resource == QuotaResource::Storage).map(|quota| quota.amount);
        storages.max_by_key(|storage| storage.permille())
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
        let root =
            |used, limit| QuotaRoot { name: String::new(), storage: Some((used, limit)), messages: Some((9, 9)) };
        let none = QuotaRoot { name: String::new(), storage: None, messages: None };
        let tightest = |roots: &[QuotaRoot]| Storage::tightest(&QuotaUse::of(roots));
        let storage = tightest(&[root(50, 1000), root(95, 100), root(1, 0), none]).unwrap();
        assert_eq!((storage.used, storage.percent(), storage.is_nearly_full()), (95, 95, true));
        assert_eq!(tightest(&[root(5, 0)]), None);
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
