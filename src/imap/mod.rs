//! The proxy layer: what the RFCs say about IMAP. No user words, no HTTP, no SQL, no policy.

mod mailbox_name;
mod stub;
mod uid;

pub use mailbox_name::MailboxName;
pub use stub::*;
pub use uid::{Uid, UidSet, UidValidity};
