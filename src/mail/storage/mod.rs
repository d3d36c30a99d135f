//! What takes up the room: every message of the mailbox counted by size, age and sender, once, and kept up to date; and what has been in
//! a mailbox for so long that it may go.

mod count;
pub(in crate::mail) mod due;
pub(in crate::mail) mod old;
pub(in crate::mail) mod survey;
