//! Doing something to messages: chosen exactly, in steps, counted by looking again, and finished after a cut.

pub(in crate::mail) mod bulk_action;
pub(in crate::mail) mod delete;
pub(in crate::mail) mod expunge;
pub(in crate::mail) mod finish;
pub(in crate::mail) mod identity;
pub(in crate::mail) mod in_steps;
pub(in crate::mail) mod inbox_copy;
pub(in crate::mail) mod move_or_copy;
pub(in crate::mail) mod move_record;
pub(in crate::mail) mod original;
pub(in crate::mail) mod progress;
pub(in crate::mail) mod put_back;
pub(in crate::mail) mod recover;
pub(in crate::mail) mod rescue;
pub(in crate::mail) mod rescue_originals;
pub(in crate::mail) mod run_bulk_action;
pub(in crate::mail) mod size_snapshot;
pub(in crate::mail) mod wanted;
