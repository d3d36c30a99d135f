//! The proxy layer: what the RFCs say about IMAP. No user words, no HTTP, no SQL, no policy.

mod body_structure;
mod capability;
mod code;
mod command;
mod connect;
mod download;
mod error;
mod examined;
mod exchange;
mod flag;
#[cfg(fuzzing)]
pub mod fuzzing;
mod idle;
mod lease;
mod line;
mod login;
mod look;
mod mailbox_name;
mod outstanding;
mod pool;
mod response;
mod selected;
mod session;
mod uid;
mod wire;

pub use body_structure::{BodyStructure, Part};
pub use capability::Capabilities;
pub use code::Code;
pub use connect::{Endpoint, Security};
pub use error::{Error, Refusal, Result};
pub use examined::{Criteria, Examined, Items, SortKey};
pub use flag::Flag;
pub use lease::Lease;
pub use login::Credentials;
pub use look::Stretch;
pub use mailbox_name::MailboxName;
pub use pool::{Limits, Pool, Purpose};
pub use response::{Fetched, Listed, QuotaRoot, StatusItems};
pub use selected::{Change, Copying, Ledger, Selected};
pub use session::Session;
pub use uid::{Uid, UidSet, UidValidity};
pub use wire::Literal;
