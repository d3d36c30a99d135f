//! Looking at mailboxes: pages in any order, searches, who stands beside whom, and the account at a glance.

pub(in crate::mail) mod facts;
pub(in crate::mail) mod found;
pub(in crate::mail) mod listing;
pub(in crate::mail) mod neighbours;
pub(in crate::mail) mod overview;
pub(in crate::mail) mod rows;
pub(in crate::mail) mod sizes;
pub(in crate::mail) mod sorted;
