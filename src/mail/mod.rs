//! What a person means: sign in, look, rescue, delete, empty. No HTTP, no SQL, no templates.

mod account;
mod error;
mod listing;
mod message;
mod outcome;
mod role;
mod storage;
mod summary;
mod verdict;

pub use account::{Account, Address, AddressError, LoginName, Mail, Server};
pub use error::Error;
pub use listing::{Listing, Overview, PAGE_SIZE, Seen, Sort, View};
pub use message::{Attachment, Message, TextKind};
pub use outcome::Outcome;
pub use role::{Mailbox, Role};
pub use storage::Storage;
pub use summary::{Person, Summary};
pub use verdict::Verdict;

pub use crate::imap::{Uid, UidSet, UidValidity};

/// A specialised result of this room.
pub type Result<T, E = Error> = std::result::Result<T, E>;
