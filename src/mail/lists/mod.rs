//! Looking at mailboxes: pages in any order, searches, who stands beside whom, and the account at a glance.

pub(in crate::mail) mod all_listed;
pub(in crate::mail) mod listing;
pub(in crate::mail) mod neighbours;
pub(in crate::mail) mod overview;
pub(in crate::mail) mod rows;
pub(in crate::mail) mod server_report;
pub(in crate::mail) mod sizes;
pub(in crate::mail) mod sorted;
pub(in crate::mail) mod word_search;
mod wrapped;
