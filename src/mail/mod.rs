//! What a person means: sign in, look, rescue, delete, empty. No HTTP, no SQL, no templates.

mod account;
mod account_cache;
mod account_lock;
mod acquaintance;
mod address;
mod authentication;
mod bulk_action;
mod caution;
mod decode;
mod delete;
mod download;
mod error;
mod expunge;
mod facts;
mod found;
#[cfg(fuzzing)]
pub mod fuzzing;
mod hidden_characters;
mod host;
mod html;
mod inbox_copy;
mod letter;
mod listing;
mod message;
mod mime;
mod neighbours;
mod open;
mod original;
mod outcome;
mod overview;
mod progress;
mod readable;
mod recover;
mod recovery_log;
mod relocate;
mod rescue;
mod role;
mod rows;
mod size_snapshot;
mod sizes;
mod sorted;
mod storage;
mod summary;
mod text;
mod verdict;
mod work;
mod wrapper;

pub use account::{Account, LoginName, Server};
pub use address::{Address, AddressError};
pub use authentication::{Authentication, Check};
pub use caution::Caution;
pub use download::{Download, File};
pub use error::Error;
pub use facts::{Facts, Need};
pub use hidden_characters::is_hidden;
pub use html::{Links, Look, Pictures};
pub use letter::Letter;
pub use listing::{Listing, PAGE_SIZE, Reach, Seen, Sort, Survey, View};
pub use message::{Attachment, Formatted, Message, Reading, Shown, TextKind};
pub use neighbours::{Neighbours, Step};
pub use original::{LARGEST_ORIGINAL, Unwrapped};
pub use outcome::Outcome;
pub use overview::Overview;
pub use role::{Mailbox, Role};
pub use storage::Storage;
pub use summary::{Person, Summary};
pub use text::{Block, Flow, Piece, Quote, Run, Runs, Text};
pub use verdict::{Explanation, Hit, Limit, Reason, RuleTexts, Verdict};
pub use work::Mail;

pub use crate::imap::{Endpoint, Limits as ServerLimits, Security, Uid, UidSet, UidValidity};

/// A specialised result of this room.
pub type Result<T, E = Error> = std::result::Result<T, E>;
