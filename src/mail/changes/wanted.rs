//! Which messages an action is about, as the page said that asked for it.

use crate::mail::{ListSnapshot, MailboxSnapshot, UidSet, UidValidity};

/// Says which messages an action is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// Those that were chosen one by one.
    Chosen(UidValidity, UidSet),
    /// All that a list or a search told the number of.
    Listed(ListSnapshot),
    /// All that the page showed that asks before a mailbox is emptied.
    Shown(MailboxSnapshot),
}

impl Wanted {
    /// Returns the UIDVALIDITY of the UIDs.
    pub fn uid_validity(&self) -> UidValidity {
        match self {
            Self::Chosen(uid_validity, _) => *uid_validity,
            Self::Listed(listed) => listed.uid_validity,
            Self::Shown(seen) => seen.uid_validity,
        }
    }

    /// Returns how many messages the page said there are.
    pub fn count(&self) -> u32 {
        match self {
            Self::Chosen(_, uids) => u32::try_from(uids.len()).unwrap_or(u32::MAX),
            Self::Listed(listed) => listed.count,
            Self::Shown(seen) => seen.count,
        }
    }
}
