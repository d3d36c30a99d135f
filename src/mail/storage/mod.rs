//! What takes up the room: every message of the mailbox counted by size, age and sender, once, and kept up to date.

mod count;
pub(in crate::mail) mod survey;
