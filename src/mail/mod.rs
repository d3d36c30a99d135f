//! What a person means: sign in, look, rescue, delete, empty. No HTTP, no SQL, no templates.

mod account;
mod address;
mod decode;
mod delete;
mod download;
mod error;
mod facts;
mod freed;
#[cfg(fuzzing)]
pub mod fuzzing;
mod leased;
mod listing;
mod memory;
mod message;
mod mime;
mod outcome;
mod overview;
mod rescue;
mod role;
mod rows;
mod settle;
mod sizes;
mod sorted;
mod storage;
mod summary;
mod treatment;
mod turns;
mod unfinished;
mod verdict;

pub use account::{Account, LoginName, Server};
pub use address::{Address, AddressError};
pub use download::{Download, File};
pub use error::Error;
pub use facts::{Facts, Need};
pub use leased::Mail;
pub use listing::{Listing, PAGE_SIZE, Seen, Sort, Survey, View};
pub use message::{Attachment, Message, TextKind};
pub use outcome::Outcome;
pub use overview::Overview;
pub use role::{Mailbox, Role};
pub use storage::Storage;
pub use summary::{Person, Summary};
pub use verdict::Verdict;

pub use crate::imap::{Security, Uid, UidSet, UidValidity};

/// A specialised result of this room.
pub type Result<T, E = Error> = std::result::Result<T, E>;
