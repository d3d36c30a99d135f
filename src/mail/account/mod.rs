//! The owner of a mailbox: the server it is on, borrowed connections and how work is done on them, and what is kept from one request to the
//! next.

pub(in crate::mail) mod cache;
pub(in crate::mail) mod notebook;
pub(in crate::mail) mod originals_budget;
pub(in crate::mail) mod owner;
pub(in crate::mail) mod recovery_log;
pub(in crate::mail) mod size_index;
pub(in crate::mail) mod state;
pub(in crate::mail) mod trail;
pub(in crate::mail) mod turn;
pub(in crate::mail) mod work;
